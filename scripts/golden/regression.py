"""Runs the article's PyTorch listing (section 5.2) on data that are stated, and records what it prints.

    python scripts/golden/regression.py > notebooks/data/regression-torch.json

The listing is kept as the article gives it. What it leaves undefined is defined here: `data_loader` (64 points, four
batches of 16, in order) and `x_test`. Lesson 05 loads the record, trains the same model in TypeScript on the same
points from the same starting values, and compares.
"""
import contextlib
import datetime
import io
import json
import platform
import re

import torch
import torch.nn as nn
import torch.optim as optim

SEED, POINTS, BATCH, NOISE = 5, 64, 16, 0.3
TRUTH = {"theta0": 1.0, "theta1": 2.0}

torch.manual_seed(SEED)
x_all = torch.rand(POINTS, 1) * 4 - 2
y_all = TRUTH["theta0"] + TRUTH["theta1"] * x_all + NOISE * torch.randn(POINTS, 1)
data_loader = list(zip(x_all.split(BATCH), y_all.split(BATCH)))
x_test = torch.tensor([[1.0]])


class LinearRegressionModel(nn.Module):
    def __init__(self):
        super(LinearRegressionModel, self).__init__()
        self.linear = nn.Linear(1, 1)

    def forward(self, x):
        return self.linear(x)


def listing(model):
    """Section 5.2 from the loss function on, word for word; its printed lines are the record."""
    criterion = nn.MSELoss()
    optimizer = optim.SGD(model.parameters(), lr=0.01)
    for epoch in range(100):
        for x, y in data_loader:
            y_pred = model(x)
            loss = criterion(y_pred, y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        print(f'Epoch {epoch+1}, Loss: {loss.item()}')
    with torch.no_grad():
        y_pred = model(x_test)
        print(f'Prediction: {y_pred.item()}')


def parameters(model):
    return {"theta0": model.linear.bias.item(), "theta1": model.linear.weight.item()}


model = LinearRegressionModel()
start = parameters(model)
printed = io.StringIO()
with contextlib.redirect_stdout(printed):
    listing(model)
lines = printed.getvalue().splitlines()
with torch.no_grad():
    mean_loss = nn.MSELoss()(model(x_all), y_all).item()

print(json.dumps({
    "made": datetime.date.today().isoformat(),
    "by": "scripts/golden/regression.py",
    "versions": {"torch": torch.__version__, "python": platform.python_version()},
    "seed": SEED, "batch": BATCH, "noise": NOISE, "lr": 0.01, "truth": TRUTH,
    "x": x_all.flatten().tolist(), "y": y_all.flatten().tolist(), "xTest": x_test.item(),
    "start": start, "end": parameters(model), "meanLoss": mean_loss,
    "lastBatchLosses": [float(re.search(r"Loss: (.*)", line)[1]) for line in lines[:-1]],
    "prediction": float(lines[-1].split()[1]),
    "printed": [lines[0], lines[1], lines[-2], lines[-1]],
}, indent=1))
