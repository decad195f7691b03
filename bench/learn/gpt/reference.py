"""The same step in PyTorch. Scaled dot products by torch's fused kernel."""
import json
import pathlib
import sys
import torch
import torch.nn.functional as F

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
from timed import timed

T = json.loads((pathlib.Path(__file__).parent / "task.json").read_text())
V, C, L, H, D, B = (T[key] for key in ("vocab", "context", "layers", "heads", "width", "batch"))
torch.manual_seed(T["seed"])
P = {}


def add(name, *shape, start=None):
    P[name] = torch.nn.Parameter(0.02 * torch.randn(*shape) if start is None else torch.full(shape, start))


add("wte", V, D)
add("wpe", C, D)
for i in range(L):
    for name, inner, outer in (("qkv", D, 3 * D), ("out", D, D), ("up", D, 4 * D), ("down", 4 * D, D)):
        add(f"{i}.{name}", inner, outer)
        add(f"{i}.{name}.bias", outer, start=0.0)
for name in [f"{i}.ln{k}" for i in range(L) for k in (1, 2)] + ["ln"]:
    add(name, D, start=1.0)
    add(name + ".bias", D, start=0.0)
add("head", D, V)


def linear(x, name):
    return x @ P[name] + P[name + ".bias"]


def norm(x, name):
    return F.layer_norm(x, (D,), P[name], P[name + ".bias"])


def loss(x, y):
    h = (P["wte"][x] + P["wpe"]).view(B * C, D)
    for i in range(L):
        parts = linear(norm(h, f"{i}.ln1"), f"{i}.qkv").split(D, -1)
        q, k, v = (part.view(B, C, H, D // H).transpose(1, 2) for part in parts)
        mixed = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        h = h + linear(mixed.transpose(1, 2).reshape(B * C, D), f"{i}.out")
        h = h + linear(F.gelu(linear(norm(h, f"{i}.ln2"), f"{i}.up"), approximate="tanh"), f"{i}.down")
    return F.cross_entropy(norm(h, "ln") @ P["head"], y)


optimizer = torch.optim.AdamW(P.values(), lr=T["lr"], weight_decay=T["weightDecay"])
x = torch.randint(V, (B, C))
y = ((5 * x + 7) % V).view(-1)


def step():
    optimizer.zero_grad()
    value = loss(x, y)
    value.backward()
    optimizer.step()
    value.item()


timed(step)
