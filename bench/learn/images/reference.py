"""The same step in PyTorch."""
import itertools
import json
import pathlib
import sys
import torch
import torch.nn.functional as F
from torch import nn

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
from timed import timed

T = json.loads((pathlib.Path(__file__).parent / "task.json").read_text())
NAME = sys.argv[1]
SIDE, CLASSES = T["side"], T["classes"]


def mlp():
    sizes = T["mlp"]["sizes"]
    layers = [part for a, b in zip(sizes, sizes[1:]) for part in (nn.Linear(a, b), nn.ReLU())]
    return nn.Sequential(*layers[:-1])


def cnn():
    channels = [1, *T["cnn"]["channels"]]
    layers = [part for a, b in zip(channels, channels[1:]) for part in (nn.Conv2d(a, b, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2))]
    features = channels[-1] * (SIDE // 2 ** (len(channels) - 1)) ** 2
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(features, T["cnn"]["hidden"]), nn.ReLU(), nn.Linear(T["cnn"]["hidden"], CLASSES))


model = {"mlp": mlp, "cnn": cnn}[NAME]()
optimizer = torch.optim.Adam(model.parameters(), lr=T["lr"])
batch, images = T[NAME]["batch"], T["images"] if "--epoch" in sys.argv else T[NAME]["batch"]
x = torch.randn(images, 1, SIDE, SIDE) if NAME == "cnn" else torch.randn(images, SIDE * SIDE)
labels = torch.randint(CLASSES, (images,))


def drawn():
    """Batches in a new order each epoch."""
    while True:
        for rows in torch.randperm(images).split(batch):
            yield x[rows], labels[rows]


batches = drawn() if "--epoch" in sys.argv else itertools.repeat((x, labels))


def step():
    inputs, targets = next(batches)
    optimizer.zero_grad()
    loss = F.cross_entropy(model(inputs), targets)
    loss.backward()
    optimizer.step()
    loss.item()


timed(step)
