"""The contenders' side of the bench: a line "run 5" in, five times in ms out."""
import json
import os
import sys
import time
import torch

torch.set_default_device(os.environ.get("CELLWRIGHT_BENCH_TORCH", "cpu"))  # "cuda" for --device


def timed(step):
    print("READY", flush=True)
    for line in sys.stdin:
        times = []
        for _ in range(int(line.split()[1])):
            started = time.perf_counter()
            step()
            times.append((time.perf_counter() - started) * 1e3)
        print("TIMES", json.dumps(times), flush=True)
