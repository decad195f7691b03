"""Runs jupyter_kernel_test against the kernelspec named in argv[1] and prints its result as one JSON line."""

import json
import os
import sys
import unittest

import jupyter_kernel_test as jkt

NAME = sys.argv[1]


class Language(jkt.KernelTests):
    kernel_name = NAME
    language_name = "typescript"
    file_extension = ".ts"
    code_hello_world = "console.log('hello, world')"
    code_stderr = "console.error('to stderr')"
    complete_code_samples = ["1", "const a: number = 1", "function f() { return 1 }"]
    incomplete_code_samples = ["function f() {", "const a = [1,", "`half"]
    invalid_code_samples = ["const = 1", ")"]
    code_generate_error = "throw new Error('made')"
    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": "'a' + 'b'", "result": "'ab'"},
        {"code": "[1, 2].map((n: number) => n * 2)", "result": "[ 2, 4 ]"},
        {"code": "10 * 10", "result": "100"},
    ]
    code_display_data = [
        {"code": "display.html('<b>bold</b>')", "mime": "text/html"},
        {"code": "display.markdown('**bold**')", "mime": "text/markdown"},
        {"code": "display.svg('<svg xmlns=\"http://www.w3.org/2000/svg\"/>')", "mime": "image/svg+xml"},
    ]
    code_history_pattern = "1?*"
    supported_history_operations = ("tail", "range", "search")
    code_clear_output = "clearOutput()"
    code_page_something = "Math.max?"
    completion_samples = [
        {"text": "Math.ma", "matches": {"max"}},
        {"text": "process.ver", "matches": {"version", "versions"}},
        {"text": "clearOut", "matches": {"clearOutput"}},
    ]
    code_inspect_sample = "Math.max"


class Welcome(jkt.IopubWelcomeTests):
    kernel_name = NAME
    support_iopub_welcome = True


def described(pairs):
    return [{"test": test.id().split(".", 1)[-1], "text": text} for test, text in pairs]


def main():
    loader = unittest.TestLoader()
    suite = unittest.TestSuite([loader.loadTestsFromTestCase(case) for case in (Language, Welcome)])
    with open(os.devnull, "w") as quiet:
        result = unittest.TextTestRunner(stream=quiet).run(suite)
    report = {"run": result.testsRun, "failed": described(result.failures + result.errors), "skipped": described(result.skipped)}
    print(json.dumps(report))


main()
