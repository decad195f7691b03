"""Times completion, inspection and type warnings of a Jupyter kernel. A JSON line on stdin asks for one round; its figures are the answer.

A task is {"argv", "env", "modules", "probes": {"cells", "completions", "inspections"}, "grown": {"setup", "cell", "counts"} or null, "warns": bool}.
Plain: the probes after their cells. Grown: the same probes and a wrong cell when the session has so many cells with @tensorflow/tfjs and plotly.js.
Memory is the resident set of the process that knows the types, or of the whole kernel where it is no process of its own.
"""

import json
import os
import sys
import time

from driver import ANSWER_S, Kernel

REPEATS = 3
DEPENDENCIES = {"@tensorflow/tfjs": "4.22.0", "plotly.js-dist-min": "4.1.2", "@types/plotly.js-dist-min": "2.3.4"}


def request(kernel, kind, content):
    message = kernel.session.msg(kind, content)
    kernel.session.send(kernel.shell, message)
    return message["header"]["msg_id"]


def probe(kernel, kind, code):
    """Milliseconds to the reply, and the reply."""
    at = code.index("|")
    start = time.perf_counter()
    sent = request(kernel, f"{kind}_request", {"code": code.replace("|", "", 1), "cursor_pos": at, "detail_level": 0})
    reply = kernel.reply(sent, start + ANSWER_S)
    return (time.perf_counter() - start) * 1000, reply


def is_right(kind, reply, has):
    if kind == "complete":
        return has in reply.get("matches", [])
    return bool(reply.get("found")) and has in json.dumps(reply.get("data", {}), ensure_ascii=False).encode().decode("unicode_escape", "ignore")


def run_probes(kernel, probes):
    """Per kind: how many were right at the first asking, and the milliseconds of the right ones in all repeats."""
    figures = {}
    for kind, listed in (("complete", probes["completions"]), ("inspect", probes["inspections"])):
        times, wrong = [], []
        for turn in range(REPEATS):
            for entry in listed:
                took, reply = probe(kernel, kind, entry["code"])
                if is_right(kind, reply, entry["has"]):
                    times.append(took)
                elif turn == 0:
                    wrong.append(entry["code"])
        figures[kind] = {"asked": len(listed), "right": len(listed) - len(wrong), "wrong": wrong, "times": times}
    return figures


def warning(kernel, code):
    """Milliseconds until a cell's type warning has come, asked for as JupyterLab asks; None if none came."""
    content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False, "stop_on_error": True}
    message = kernel.session.msg("execute_request", content, metadata={"cellId": "bench"})
    start = time.perf_counter()
    kernel.session.send(kernel.shell, message)
    while time.perf_counter() < start + ANSWER_S:
        got = kernel.receive(kernel.iopub, start + ANSWER_S)
        if got["parent_header"].get("msg_id") == message["header"]["msg_id"] and "TS2322" in json.dumps(got["content"]):
            return (time.perf_counter() - start) * 1000
    return None


def processes(root):
    parents = {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/stat") as file:
                parents[int(name)] = int(file.read().rpartition(")")[2].split()[1])
        except OSError:
            continue
    found = [root]
    for each in found:
        found += [child for child, parent in parents.items() if parent == each]
    return found


def memory(kernel):
    """MiB resident: (the type server alone or None, the whole kernel)."""
    sizes = {}
    for each in processes(kernel.process.pid):
        with open(f"/proc/{each}/cmdline") as command, open(f"/proc/{each}/statm") as pages:
            sizes[each] = (int(pages.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20, "--lsp" in command.read())
    server = [size for size, is_server in sizes.values() if is_server]
    return (server[0] if server else None, sum(size for size, _ in sizes.values()))


def measure(kernel, task, figures):
    kernel.first_reply()
    kernel.settle()
    for cell in task["probes"]["cells"]:
        kernel.run(cell)
    figures["plain"] = run_probes(kernel, task["probes"])
    figures["plain"]["memory"] = memory(kernel)
    if not task["grown"]:
        return
    figures["grown"] = {}
    kernel.run(task["grown"]["setup"])
    done = 0
    for count in task["grown"]["counts"]:
        for i in range(done, count):
            kernel.run(task["grown"]["cell"].replace("@", str(i)))
        done = count
        here = figures["grown"][str(count)] = run_probes(kernel, {**task["probes"], "completions": task["probes"]["completions"] + task["grown"]["completions"]})
        if task["warns"]:
            here["warnings"] = [warning(kernel, f"{task['grown']['cell'].replace('@', str(count))}\nconst wrong: number = 'x';") for _ in range(5)]
        here["memory"] = memory(kernel)


def answer(task):
    figures = {}
    kernel = Kernel(task["argv"], task["env"], task["modules"], DEPENDENCIES if task["grown"] else None)
    try:
        measure(kernel, task, figures)
    except Exception as error:  # what is missing is told, the bench goes on
        figures["error"] = f"{type(error).__name__}: {error}"
    finally:
        kernel.close()
    return figures


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
