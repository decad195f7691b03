"""The same products in PyTorch."""
import json
import pathlib
import sys
import torch

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
from timed import timed

SIZE = int(sys.argv[1])
COUNT = json.loads((pathlib.Path(__file__).parent / "task.json").read_text())[str(SIZE)]
a, b = torch.randn(SIZE, SIZE), torch.randn(SIZE, SIZE)


def step():
    for _ in range(COUNT):
        last = a @ b
    last[0, 0].item()


timed(step)
