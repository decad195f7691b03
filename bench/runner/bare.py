"""What a kernel takes without a runner: a JSON task a line on stdin, its figures a line on stdout.

A task is {"argv": [...], "env": {...}, "modules": path, "cells": n, "code": "..."}. In ms: "start" from spawn to the reply of the first cell, which is sent
before the kernel is there, "cell" the median of the n that follow, each sent when reply and idle of the one before have come. The kernel is
then killed. Sockets and messages are those of the kernel's bench.
"""

import json
import os
import statistics
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "kernel"))
from driver import Kernel  # noqa: E402


def measure(argv, env, modules, cells, code):
    kernel = Kernel(argv, env, modules)
    try:
        start = kernel.first_reply()
        kernel.settle()
        return {"start": start, "cell": statistics.median(kernel.run(code) for _ in range(cells))}
    finally:
        kernel.close()


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(measure(**json.loads(line))), flush=True)
