"""Tiny models by Hugging Face transformers and PyTorch on seeded weights, with logits, loss and gradients: what test/learn/models.test.ts expects.

Needs torch, transformers and safetensors. Weights go as safetensors in Hugging Face's own layout; the convolutional ones in ours.
"""
import json
import pathlib
import torch
import torch.nn.functional as F
import transformers
from safetensors.torch import save_file
from torch import nn

FOLDER = pathlib.Path(__file__).parents[2] / "test" / "learn" / "golden"


def rounded(module):
    """Weights with few digits, none of them at a value that hides a fault (norms off one, biases off zero)."""
    with torch.no_grad():
        for p in module.parameters():
            p.copy_(((p + 0.1 * torch.randn_like(p)) * 1e4).round() / 1e4)
    return module


def flat(tensor):
    return [float(f"{value:.7g}") for value in tensor.detach().flatten().tolist()]


def grads(module):
    return {name: flat(p.grad) for name, p in module.named_parameters() if p.grad is not None}


def hugging_face(name, model, config, loss, inputs, **expected):
    loss.backward()
    folder = FOLDER / name
    folder.mkdir(exist_ok=True)
    kept = {key: value for key, value in model.state_dict().items() if key not in ("cls.predictions.decoder.weight", "cls.predictions.decoder.bias") and not (key == "lm_head.weight" and config.tie_word_embeddings)}
    save_file({key: value.contiguous() for key, value in kept.items()}, folder / "model.safetensors")
    (folder / "config.json").write_text(config.to_json_string())
    result = {"versions": {"torch": torch.__version__, "transformers": transformers.__version__}, **inputs, **{key: flat(value) for key, value in expected.items()}, "loss": loss.item(), "grads": grads(model)}
    (folder / "expected.json").write_text(json.dumps(result) + "\n")


def bert():
    torch.manual_seed(1)
    config = transformers.BertConfig(vocab_size=13, hidden_size=8, num_hidden_layers=2, num_attention_heads=2, intermediate_size=12, max_position_embeddings=7, hidden_dropout_prob=0, attention_probs_dropout_prob=0)
    model = rounded(transformers.BertForMaskedLM(config)).eval()
    ids = torch.randint(1, 13, (2, 6))
    mask = torch.tensor([[1, 1, 1, 1, 1, 1], [1, 1, 1, 1, 0, 0]])
    segments = torch.tensor([[0, 0, 0, 1, 1, 1], [0, 0, 1, 1, 0, 0]])
    labels = torch.full((2, 6), -100)
    positions, tokens = [1, 4, 8], [3, 7, 11]
    for position, token in zip(positions, tokens):
        labels.view(-1)[position] = token
    out = model(input_ids=ids, attention_mask=mask, token_type_ids=segments, labels=labels)
    hugging_face("bert", model, config, out.loss, {"ids": ids.tolist(), "mask": mask.tolist(), "segments": segments.tolist(), "positions": positions, "tokens": tokens}, logits=out.logits)


def classifier():
    torch.manual_seed(2)
    config = transformers.BertConfig(vocab_size=13, hidden_size=8, num_hidden_layers=1, num_attention_heads=2, intermediate_size=12, max_position_embeddings=7, hidden_dropout_prob=0, attention_probs_dropout_prob=0, num_labels=3)
    model = rounded(transformers.BertForSequenceClassification(config)).eval()
    ids, labels = torch.randint(1, 13, (3, 5)), torch.tensor([2, 0, 1])  # id 0 is padding, whose embedding PyTorch gives no gradient
    out = model(input_ids=ids, labels=labels)
    hugging_face("bert-classifier", model, config, out.loss, {"ids": ids.tolist(), "labels": labels.tolist()}, logits=out.logits)


def gpt2():
    torch.manual_seed(3)
    config = transformers.GPT2Config(vocab_size=13, n_positions=7, n_embd=8, n_layer=2, n_head=2, resid_pdrop=0, embd_pdrop=0, attn_pdrop=0)
    model = rounded(transformers.GPT2LMHeadModel(config)).eval()
    ids = torch.randint(13, (2, 7))
    logits = model(ids[:, :-1]).logits
    loss = F.cross_entropy(logits.reshape(-1, 13), ids[:, 1:].reshape(-1))
    greedy = model.generate(ids[:1, :2], attention_mask=torch.ones(1, 2, dtype=torch.long), max_length=7, do_sample=False, pad_token_id=0, eos_token_id=None)
    hugging_face("gpt2", model, config, loss, {"ids": ids.tolist(), "greedy": greedy[0].tolist()}, logits=logits)


def llama():
    torch.manual_seed(6)
    config = transformers.LlamaConfig(vocab_size=13, hidden_size=16, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2, intermediate_size=12, max_position_embeddings=9, rms_norm_eps=1e-5, rope_theta=50.0)
    model = rounded(transformers.LlamaForCausalLM(config)).eval()
    ids = torch.randint(13, (2, 7))
    logits = model(ids[:, :-1]).logits
    loss = F.cross_entropy(logits.reshape(-1, 13), ids[:, 1:].reshape(-1))
    greedy = model.generate(ids[:1, :2], attention_mask=torch.ones(1, 2, dtype=torch.long), max_length=9, do_sample=False, pad_token_id=0, eos_token_id=None)
    hugging_face("llama", model, config, loss, {"ids": ids.tolist(), "greedy": greedy[0].tolist()}, logits=logits)


class Block(nn.Module):
    """torchvision's BasicBlock."""

    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        if stride != 1 or inputs != outputs:
            self.downsample = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        inner = F.relu(self.bn1(self.conv1(x)))
        shortcut = self.downsample(x) if hasattr(self, "downsample") else x
        return F.relu(shortcut + self.bn2(self.conv2(inner)))


class ResNet(nn.Module):
    def __init__(self, channels, width, blocks, classes):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, width, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        for stage, count in enumerate(blocks):
            out = width * 2**stage
            layers = [Block(out // 2 if i == 0 and stage else out, out, 2 if i == 0 and stage else 1) for i in range(count)]
            setattr(self, f"layer{stage + 1}", nn.Sequential(*layers))
        self.stages = len(blocks)
        self.fc = nn.Linear(width * 2 ** (self.stages - 1), classes)

    def forward(self, x):
        x = F.relu(self.bn1(self.conv1(x)))
        for stage in range(self.stages):
            x = getattr(self, f"layer{stage + 1}")(x)
        return self.fc(x.mean((2, 3)))


class AlexNet(nn.Module):
    """Two groups, overlapping pooling and response normalisation by the paper's formula, in small."""

    def __init__(self):
        super().__init__()
        self.features = nn.ModuleList([nn.Conv2d(3, 4, 5, 2), nn.Conv2d(4, 6, 3, 1, 1, groups=2), nn.Conv2d(6, 4, 3, 1, 1, groups=2)])
        self.classifier = nn.ModuleList([nn.Linear(16, 5), nn.Linear(5, 5), nn.Linear(5, 3)])
        self.norm = nn.LocalResponseNorm(5, alpha=5e-4, beta=0.75, k=2)  # torch divides alpha by the size

    def forward(self, x):
        x = F.max_pool2d(self.norm(F.relu(self.features[0](x))), 3, 2)
        x = F.max_pool2d(self.norm(F.relu(self.features[1](x))), 3, 2)
        x = F.max_pool2d(F.relu(self.features[2](x)), 3, 2)
        x = x.permute(0, 2, 3, 1).flatten(1)  # as our images lie in memory
        return self.classifier[2](F.relu(self.classifier[1](F.relu(self.classifier[0](x)))))


def ours(name, value):
    """A tensor as our modules hold it: filters [h, w, in, out], linear weights [in, out]."""
    if value.dim() == 4:
        return value.permute(2, 3, 1, 0)
    return value.T if value.dim() == 2 else value


def convolutional(name, model, x, labels, config):
    model.train()
    before = {key: ours(key, value).clone() for key, value in model.state_dict().items() if "num_batches" not in key}
    logits = model(x)
    loss = F.cross_entropy(logits, labels)
    loss.backward()
    after = {key: flat(value) for key, value in model.state_dict().items() if "running" in key}
    model.eval()
    result = {
        "versions": {"torch": torch.__version__}, "config": config, "x": {"shape": list(x.permute(0, 2, 3, 1).shape), "data": flat(x.permute(0, 2, 3, 1))}, "labels": labels.tolist(),
        "weights": {key: {"shape": list(value.shape), "data": flat(value)} for key, value in before.items()},
        "logits": flat(logits), "loss": loss.item(), "grads": {key: flat(ours(key, p.grad)) for key, p in model.named_parameters()}, "running": after, "evaluated": flat(model(x)),
    }
    (FOLDER / f"{name}.json").write_text(json.dumps(result) + "\n")


def recurrent(name, model):
    """Weights as ours: [in, gates · hidden]; the loss is the outputs' mean square."""
    x = images(2, 5, 3)
    out, _ = model(x)
    loss = out.square().mean()
    loss.backward()
    bare = lambda key: key.removesuffix("_l0")
    result = {
        "versions": {"torch": torch.__version__}, "x": {"shape": list(x.shape), "data": flat(x)},
        "weights": {bare(key): {"shape": list(ours(key, value).shape), "data": flat(ours(key, value))} for key, value in model.state_dict().items()},
        "logits": flat(out), "loss": loss.item(), "grads": {bare(key): flat(ours(key, p.grad)) for key, p in model.named_parameters()},
    }
    (FOLDER / f"{name}.json").write_text(json.dumps(result) + "\n")


def images(*shape):
    return (torch.randn(*shape) * 1e4).round() / 1e4


bert()
classifier()
gpt2()
llama()
torch.manual_seed(4)
convolutional("resnet", rounded(ResNet(2, 3, [1, 1], 4)), images(3, 2, 7, 6), torch.tensor([1, 3, 0]), {"classes": 4, "channels": 2, "blocks": [1, 1], "width": 3, "stem": "small"})
torch.manual_seed(5)
small = {"image": 57, "hidden": 5, "classes": 3, "dropout": 0, "normalised": True, "convolutions": [{"out": 4, "size": 5, "stride": 2, "pool": True}, {"out": 6, "size": 3, "padding": 1, "groups": 2, "pool": True}, {"out": 4, "size": 3, "padding": 1, "groups": 2, "pool": True}]}
convolutional("alexnet", rounded(AlexNet()), images(2, 3, 57, 57), torch.tensor([2, 0]), small)
torch.manual_seed(7)
recurrent("gru", rounded(nn.GRU(3, 4, batch_first=True)))
recurrent("lstm", rounded(nn.LSTM(3, 4, batch_first=True)))
