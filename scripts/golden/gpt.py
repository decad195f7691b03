"""A tiny GPT's logits, loss and gradients by PyTorch on seeded weights: what test/learn/gpt.test.ts expects. Needs torch."""
import json
import math
import pathlib
import torch
import torch.nn.functional as F

VOCAB, CONTEXT, LAYERS, HEADS, WIDTH = 11, 6, 2, 2, 8
torch.manual_seed(0)
P = {}


def add(name, *shape, near=0.0):
    P[name] = torch.nn.Parameter((near + 0.3 * torch.randn(*shape)).mul(1e4).round().div(1e4))


add("wte.weight", VOCAB, WIDTH)
add("wpe.weight", CONTEXT, WIDTH)
for i in range(LAYERS):
    for norm in ("ln_1", "ln_2"):
        add(f"h.{i}.{norm}.weight", WIDTH, near=1.0)
        add(f"h.{i}.{norm}.bias", WIDTH)
    for layer, inner, outer in (("attn.c_attn", 1, 3), ("attn.c_proj", 1, 1), ("mlp.c_fc", 1, 4), ("mlp.c_proj", 4, 1)):
        add(f"h.{i}.{layer}.weight", inner * WIDTH, outer * WIDTH)
        add(f"h.{i}.{layer}.bias", outer * WIDTH)
add("ln_f.weight", WIDTH, near=1.0)
add("ln_f.bias", WIDTH)
add("lm_head.weight", WIDTH, VOCAB)


def linear(x, name):
    return x @ P[name + ".weight"] + P[name + ".bias"]


def norm(x, name):
    return F.layer_norm(x, (WIDTH,), P[name + ".weight"], P[name + ".bias"])


def attention(x, name):
    batch, time, _ = x.shape
    q, k, v = (z.view(batch, time, HEADS, -1).transpose(1, 2) for z in linear(x, name + ".c_attn").split(WIDTH, -1))
    scores = q @ k.transpose(-1, -2) / math.sqrt(WIDTH // HEADS) + torch.triu(torch.full((time, time), -1e9), 1)
    return linear((scores.softmax(-1) @ v).transpose(1, 2).reshape(batch, time, WIDTH), name + ".c_proj")


def forward(ids):
    x = P["wte.weight"][ids] + P["wpe.weight"]
    for i in range(LAYERS):
        x = x + attention(norm(x, f"h.{i}.ln_1"), f"h.{i}.attn")
        x = x + linear(F.gelu(linear(norm(x, f"h.{i}.ln_2"), f"h.{i}.mlp.c_fc"), approximate="tanh"), f"h.{i}.mlp.c_proj")
    return norm(x, "ln_f") @ P["lm_head.weight"]


def flat(tensor):
    return [float(f"{value:.7g}") for value in tensor.flatten().tolist()]


x = torch.randint(VOCAB, (2, CONTEXT))
y = torch.randint(VOCAB, (2, CONTEXT))
logits = forward(x)
loss = F.cross_entropy(logits.view(-1, VOCAB), y.view(-1))
loss.backward()
weights = {name: {"shape": list(p.shape), "data": flat(p)} for name, p in P.items()}
result = {
    "torch": torch.__version__,
    "config": {"vocab": VOCAB, "context": CONTEXT, "layers": LAYERS, "heads": HEADS, "width": WIDTH},
    "x": x.tolist(), "y": y.tolist(), "weights": weights,
    "logits": flat(logits), "loss": loss.item(), "grads": {name: flat(p.grad) for name, p in P.items()},
}
path = pathlib.Path(__file__).parents[2] / "test" / "learn" / "golden" / "gpt.json"
path.write_text(json.dumps(result) + "\n")
