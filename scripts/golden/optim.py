"""Ten steps of PyTorch's optimisers on fixed gradients: the numbers that test/learn/optim.test.ts expects. Needs torch."""
import json
import pathlib
import torch

START = [1.0, -2.0, 0.5, 3.0]
GRADIENTS = [[round(((7 * i + 3 * j) % 11 - 5) / 4, 2) for j in range(4)] for i in range(10)]
CASES = {
    "sgd": (torch.optim.SGD, {"lr": 0.1}, {"lr": 0.1}),
    "sgd momentum weightDecay": (torch.optim.SGD, {"lr": 0.1, "momentum": 0.9, "weight_decay": 0.05}, {"lr": 0.1, "momentum": 0.9, "weightDecay": 0.05}),
    "sgd nesterov": (torch.optim.SGD, {"lr": 0.1, "momentum": 0.9, "nesterov": True}, {"lr": 0.1, "momentum": 0.9, "nesterov": True}),
    "rmsprop": (torch.optim.RMSprop, {"lr": 0.05, "alpha": 0.9, "eps": 1e-8}, {"lr": 0.05, "alpha": 0.9, "eps": 1e-8}),
    "adam": (torch.optim.Adam, {"lr": 0.1, "betas": (0.8, 0.99), "eps": 1e-8}, {"lr": 0.1, "betas": [0.8, 0.99], "eps": 1e-8}),
    "adamw": (torch.optim.AdamW, {"lr": 0.1, "weight_decay": 0.2}, {"lr": 0.1, "weightDecay": 0.2}),
}


def run(make, options):
    parameter = torch.nn.Parameter(torch.tensor(START))
    optimizer = make([parameter], **options)
    for gradient in GRADIENTS:
        parameter.grad = torch.tensor(gradient)
        optimizer.step()
    return parameter.tolist()


cases = {name: {"options": ours, "end": run(make, theirs)} for name, (make, theirs, ours) in CASES.items()}
result = {"torch": torch.__version__, "start": START, "gradients": GRADIENTS, "cases": cases}
path = pathlib.Path(__file__).parents[2] / "test" / "learn" / "golden" / "optim.json"
path.write_text(json.dumps(result, indent=1) + "\n")
