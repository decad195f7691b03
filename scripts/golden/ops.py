"""Values and gradients of TensorFlow.js's operations by their PyTorch counterparts: what test/learn/ops.test.ts expects on every device.

Needs torch. An operation's gradient is that of Σ wᵢ yᵢ with w from 0.1 to 1, so that no two entries count alike. Images are NHWC, filters HWIO.
"""
import json
import math
import pathlib
import torch
import torch.nn.functional as F

FILE = pathlib.Path(__file__).parents[2] / "test" / "learn" / "golden" / "ops.json"
torch.manual_seed(8)


def n(*shape):
    """Normal numbers."""
    return torch.randn(*shape)


def p(*shape):
    """Numbers from 0.2 to 2."""
    return 0.2 + 1.8 * torch.rand(*shape)


def u(*shape):
    """Numbers within ±0.9."""
    return 1.8 * torch.rand(*shape) - 0.9


def i(*values):
    return torch.tensor(values[0] if len(values) == 1 else values)


def nchw(x):
    return x.permute(0, 3, 1, 2)


def nhwc(x):
    return x.permute(0, 2, 3, 1)


def framed(x, size, stride, dilation=1, value=0.0):
    """Zeros around NHWC images as TensorFlow's padding "same" puts them: the odd one at the end."""
    pads = []
    for length in (x.shape[2], x.shape[1]):
        total = max((math.ceil(length / stride) - 1) * stride + (size - 1) * dilation + 1 - length, 0)
        pads += [total // 2, total - total // 2]
    return F.pad(nchw(x), pads, value=value)


def conv(x, w, stride=1, dilation=1, same=False, groups=1):
    images = framed(x, w.shape[0], stride, dilation) if same else nchw(x)
    return nhwc(F.conv2d(images, w.permute(3, 2, 0, 1), stride=stride, dilation=dilation, groups=groups))


def depthwise(x, w, stride=1, same=False):
    size, _, channels, times = w.shape
    filters = w.permute(2, 3, 0, 1).reshape(channels * times, 1, size, size)
    images = framed(x, size, stride) if same else nchw(x)
    return nhwc(F.conv2d(images, filters, stride=stride, groups=channels))


def avg_same(x, size, stride):
    ones = framed(torch.ones_like(x), size, stride)
    return nhwc(F.avg_pool2d(framed(x, size, stride), size, stride) / F.avg_pool2d(ones, size, stride))


def layer_norm(x, gain, bias):
    return F.layer_norm(x, (x.shape[-1],), gain, bias, 1e-5)


def one_hot(labels, classes):
    return F.one_hot(labels, classes).float()


UNARY = {
    "neg": (n, torch.neg), "abs": (n, torch.abs), "square": (n, torch.square), "sqrt": (p, torch.sqrt), "rsqrt": (p, torch.rsqrt),
    "reciprocal": (p, torch.reciprocal), "exp": (n, torch.exp), "expm1": (n, torch.expm1), "log": (p, torch.log), "log1p": (p, torch.log1p),
    "sin": (n, torch.sin), "cos": (n, torch.cos), "tan": (u, torch.tan), "asin": (u, torch.asin), "acos": (u, torch.acos), "atan": (n, torch.atan),
    "sinh": (n, torch.sinh), "cosh": (n, torch.cosh), "tanh": (n, torch.tanh), "asinh": (n, torch.asinh), "atanh": (u, torch.atanh),
    "sigmoid": (n, torch.sigmoid), "logSigmoid": (n, F.logsigmoid), "softplus": (n, F.softplus), "relu": (n, F.relu), "relu6": (n, F.relu6),
    "elu": (n, F.elu), "selu": (n, F.selu), "leakyRelu": (n, lambda x: F.leaky_relu(x, 0.2)), "erf": (n, torch.erf),
    "gelu by erf": (n, F.gelu), "gelu by tanh": (n, lambda x: F.gelu(x, approximate="tanh")), "clipByValue": (n, lambda x: torch.clamp(x, -0.5, 0.7)),
    "floor": (n, torch.floor), "ceil": (n, torch.ceil), "round": (n, torch.round), "sign": (n, torch.sign),
}

SCORES = n(4, 6)
OPS = {
    **{name: ([make(3, 7)], op) for name, (make, op) in UNARY.items()},
    # two of them
    "add, broadcast": ([n(2, 3, 4), n(4)], torch.add),
    "add, columns": ([n(3, 1), n(1, 4)], torch.add),
    "addN": ([n(2, 3), n(2, 3), n(2, 3)], lambda *xs: sum(xs)),
    "addN of ten": ([n(2, 2) for _ in range(10)], lambda *xs: sum(xs)),
    "sub, broadcast": ([n(3, 4), n(3, 1)], torch.sub),
    "mul, broadcast": ([n(2, 3, 4), n(3, 1)], torch.mul),
    "div, broadcast": ([n(2, 3), p(3)], torch.div),
    "pow": ([p(3, 4), n(4)], torch.pow),
    "squaredDifference": ([n(3, 4), n(4)], lambda a, b: (a - b) ** 2),
    "maximum": ([n(3, 4), n(3, 4)], torch.maximum),
    "minimum": ([n(3, 4), n(4)], torch.minimum),
    "prelu": ([n(3, 4), p(4)], lambda x, a: torch.where(x > 0, x, a * x)),
    "where": ([n(3, 4), n(3, 4)], lambda a, b: torch.where(a > b, a * b, b)),
    "atan2": ([n(3, 4), p(3, 4)], torch.atan2),
    "mod": ([p(3, 4), p(4)], torch.remainder),
    # reductions
    "sum": ([n(3, 4, 2)], torch.sum),
    "sum over an axis": ([n(3, 4, 2)], lambda x: x.sum(1)),
    "sum over the first axis": ([n(5, 3)], lambda x: x.sum(0)),
    "sum over two axes, kept": ([n(3, 4, 2)], lambda x: x.sum((0, 2), keepdim=True)),
    "mean": ([n(3, 4)], torch.mean),
    "mean over an axis": ([n(3, 4, 2)], lambda x: x.mean(-1)),
    "max over an axis": ([n(3, 5)], lambda x: x.amax(1)),
    "min over an axis": ([n(3, 5)], lambda x: x.amin(0)),
    "prod over an axis": ([p(3, 4)], lambda x: x.prod(1)),
    "logSumExp": ([n(3, 5)], lambda x: torch.logsumexp(x, 1)),
    "variance by moments": ([n(3, 5)], lambda x: x.var(1, unbiased=False)),
    "norm": ([n(3, 4)], torch.linalg.vector_norm),
    "norm over an axis": ([n(3, 4)], lambda x: torch.linalg.vector_norm(x, dim=1)),
    "norm, L1": ([n(3, 4)], lambda x: x.abs().sum()),
    "cumsum": ([n(3, 5)], lambda x: torch.cumsum(x, 1)),
    "cumsum from the end, exclusive": ([n(2, 5)], lambda x: x.flip(1).cumsum(1).flip(1) - x),
    "argMax": ([n(4, 6)], lambda x: x.argmax(1).int()),
    "argMin": ([n(4, 6)], lambda x: x.argmin(0).int()),
    "topk": ([SCORES], lambda x: x.topk(3).values),
    "topk, where": ([SCORES], lambda x: x.topk(3).indices.int()),
    # products
    "matMul": ([n(3, 4), n(4, 5)], torch.matmul),
    "matMul, first transposed": ([n(4, 3), n(4, 5)], lambda a, b: a.T @ b),
    "matMul, second transposed": ([n(3, 4), n(5, 4)], lambda a, b: a @ b.T),
    "matMul, both transposed": ([n(4, 3), n(5, 4)], lambda a, b: a.T @ b.T),
    "matMul in batches": ([n(2, 2, 3, 4), n(2, 2, 4, 3)], torch.matmul),
    "matMul in batches, second transposed": ([n(2, 3, 4), n(2, 5, 4)], lambda a, b: a @ b.transpose(1, 2)),
    "matMul, one against a batch": ([n(3, 4), n(2, 4, 3)], torch.matmul),
    "a row by a matrix": ([n(1, 4), n(4, 5)], torch.matmul),
    "dot": ([n(5), n(5)], torch.dot),
    "outerProduct": ([n(3), n(4)], torch.outer),
    "einsum bij,bjk->bik": ([n(2, 3, 4), n(2, 4, 2)], lambda a, b: torch.einsum("bij,bjk->bik", a, b)),
    "einsum bid,bjd->bij": ([n(2, 3, 4), n(2, 2, 4)], lambda a, b: torch.einsum("bid,bjd->bij", a, b)),
    "einsum ij,j->i": ([n(3, 4), n(4)], lambda a, b: torch.einsum("ij,j->i", a, b)),
    "einsum ij,jk->i": ([n(3, 4), n(4, 2)], lambda a, b: torch.einsum("ij,jk->i", a, b)),
    "einsum ij->ji": ([n(3, 4)], lambda a: torch.einsum("ij->ji", a)),
    # shapes
    "reshape": ([n(3, 4)], lambda x: x.reshape(2, 6)),
    "transpose": ([n(3, 4)], lambda x: x.T),
    "transpose of heads": ([n(2, 3, 2, 4)], lambda x: x.permute(0, 2, 1, 3)),
    "transpose of five axes": ([n(2, 3, 2, 2, 2)], lambda x: x.permute(2, 0, 3, 1, 4)),
    "expandDims": ([n(3, 4)], lambda x: x.unsqueeze(1)),
    "squeeze": ([n(3, 1, 4)], lambda x: x.squeeze(1)),
    "concat": ([n(3, 2), n(3, 4)], lambda a, b: torch.cat([a, b], 1)),
    "concat of rows": ([n(2, 3), n(1, 3), n(3, 3)], lambda *xs: torch.cat(xs)),
    "stack": ([n(3, 2), n(3, 2)], lambda a, b: torch.stack([a, b], 1)),
    "unstack": ([n(3, 2, 4)], lambda x: x[1] * x[2]),
    "split": ([n(3, 6)], lambda x: x[:, :2] * x[:, 4:]),
    "slice": ([n(4, 5)], lambda x: x[1:3, 2:5]),
    "slice of four axes": ([n(2, 3, 4, 2)], lambda x: x[:, 1:3, 0:2, 1:]),
    "stridedSlice": ([n(5, 6)], lambda x: x[0:5:2, 1:6:2]),
    "stridedSlice of one row": ([n(3, 4)], lambda x: x[1, 0:3]),
    "pad": ([n(2, 3)], lambda x: F.pad(x, (0, 2, 1, 1), value=0.5)),
    "pad of images": ([n(1, 2, 3, 2)], lambda x: F.pad(x, (0, 0, 2, 1, 1, 0))),
    "mirrorPad, symmetric": ([n(3, 2)], lambda x: torch.cat([x[:1], x, x[-1:]])),
    "mirrorPad": ([n(3, 4)], lambda x: F.pad(x[None], (2, 1, 1, 1), mode="reflect")[0]),
    "tile": ([n(2, 3)], lambda x: x.tile(2, 2)),
    "broadcastTo": ([n(3, 1)], lambda x: x.expand(2, 3, 4)),
    "reverse": ([n(3, 4)], lambda x: x.flip(1)),
    "gather of rows": ([n(4, 3), i([2, 0, 2, 3])], lambda x, k: x[k]),
    "embedding": ([n(5, 3), i([[0, 4], [4, 1]])], lambda x, k: x[k]),
    "gather of columns": ([n(3, 4), i([3, 1, 1])], lambda x, k: x[:, k]),
    "gatherND": ([n(3, 4), i([[0, 1], [2, 3], [0, 1]])], lambda x, k: x[k[:, 0], k[:, 1]]),
    "unsortedSegmentSum": ([n(5, 3), i([1, 0, 1, 3, 0])], lambda x, k: torch.zeros(4, 3).index_add(0, k, x)),
    "oneHot": ([i([2, 0, 3])], lambda k: one_hot(k, 4)),
    "bandPart": ([n(4, 4)], torch.tril),
    "causal mask": ([n(2, 4, 4)], lambda x: torch.softmax(x.masked_fill(torch.ones(4, 4).triu(1).bool(), -1e9), -1)),
    "cast to whole numbers": ([3 * n(3, 4)], lambda x: x.int()),
    "greater": ([n(3, 4), n(4)], lambda a, b: (a > b).int()),
    "equal": ([i([1, 2, 3, 2]), i([2, 2, 3, 1])], lambda a, b: (a == b).int()),
    "depthToSpace": ([n(1, 2, 2, 4)], lambda x: x.reshape(1, 2, 2, 2, 2, 1).permute(0, 1, 3, 2, 4, 5).reshape(1, 4, 4, 1).detach()),
    "resizeNearestNeighbor": ([n(1, 2, 3, 2)], lambda x: nhwc(F.interpolate(nchw(x), scale_factor=2, mode="nearest"))),
    "resizeBilinear": ([n(1, 3, 3, 2)], lambda x: nhwc(F.interpolate(nchw(x), size=(5, 5), mode="bilinear", align_corners=True))),
    # networks
    "softmax": ([n(3, 5)], lambda x: torch.softmax(x, -1)),
    "logSoftmax": ([n(2, 3, 4)], lambda x: torch.log_softmax(x, -1)),
    "softmax cross-entropy": ([n(4, 3), i([0, 2, 1, 2])], F.cross_entropy),
    "sigmoid cross-entropy": ([n(3, 2), i([[0, 1], [1, 1], [0, 0]])], lambda x, y: F.binary_cross_entropy_with_logits(x, y.float())),
    "mean squared error": ([n(3, 2), n(3, 2)], F.mse_loss),
    "Huber loss": ([2 * n(3, 4), n(3, 4)], F.huber_loss),
    "absolute difference": ([n(3, 4), n(3, 4)], F.l1_loss),
    "cosine distance": ([n(5), n(5)], lambda a, b: 1 - (a * b).sum()),
    "linear layer": ([n(2, 3, 4), n(4, 5), n(5)], lambda x, w, b: x @ w + b),
    "fused matMul with relu": ([n(3, 4), n(4, 5), n(5)], lambda x, w, b: F.relu(x @ w + b)),
    "layer norm": ([n(2, 3, 4), p(4), n(4)], layer_norm),
    "batchNorm": ([n(2, 2, 2, 3), n(3), p(3), n(3), p(3)], lambda x, m, v, b, g: (x - m) / torch.sqrt(v + 1e-3) * g + b),
    "batch norm by the batch": ([n(3, 2, 2, 2), p(2), n(2)], lambda x, g, b: nhwc(F.batch_norm(nchw(x), None, None, g, b, True, 0.1, 1e-5))),
    "localResponseNormalization": ([n(1, 2, 2, 6)], lambda x: nhwc(F.local_response_norm(nchw(x), 5, alpha=5 * 0.1, beta=0.75, k=2.0))),
    "conv1d": ([n(2, 6, 2), n(3, 2, 3)], lambda x, w: F.conv1d(x.transpose(1, 2), w.permute(2, 1, 0)).transpose(1, 2)),
    "conv2d": ([n(2, 4, 4, 2), n(3, 3, 2, 2)], conv),
    "conv2d, same": ([n(1, 4, 5, 2), n(3, 3, 2, 2)], lambda x, w: conv(x, w, same=True)),
    "conv2d, stride 2": ([n(1, 5, 6, 2), n(3, 3, 2, 2)], lambda x, w: conv(x, w, 2)),
    "conv2d, stride 2, same": ([n(1, 5, 6, 2), n(3, 3, 2, 2)], lambda x, w: conv(x, w, 2, same=True)),
    "conv2d, 1 × 1": ([n(1, 3, 3, 3), n(1, 1, 3, 2)], conv),
    "conv2d, four channels": ([n(1, 4, 4, 4), n(2, 2, 4, 4)], conv),
    "conv2d, dilated": ([n(1, 6, 6, 1), n(2, 2, 1, 2)], lambda x, w: conv(x, w, dilation=2).detach()),
    "conv2dTranspose": ([n(1, 3, 3, 2), n(2, 2, 3, 2)], lambda x, w: nhwc(F.conv_transpose2d(nchw(x), w.permute(3, 2, 0, 1), stride=2))),
    "depthwiseConv2d": ([n(1, 4, 4, 2), n(3, 3, 2, 2)], depthwise),
    "depthwiseConv2d, stride 2, same": ([n(1, 5, 5, 3), n(3, 3, 3, 1)], lambda x, w: depthwise(x, w, 2, True)),
    "separableConv2d": ([n(1, 4, 4, 2), n(3, 3, 2, 1), n(1, 1, 2, 3)], lambda x, d, w: conv(depthwise(x, d), w)),
    "conv3d": ([n(1, 3, 3, 3, 2), n(2, 2, 2, 2, 2)], lambda x, w: F.conv3d(x.permute(0, 4, 1, 2, 3), w.permute(4, 3, 0, 1, 2)).permute(0, 2, 3, 4, 1)),
    "maxPool": ([n(2, 4, 4, 2)], lambda x: nhwc(F.max_pool2d(nchw(x), 2, 2))),
    "maxPool, windows that overlap": ([n(1, 5, 5, 2)], lambda x: nhwc(F.max_pool2d(nchw(x), 3, 2))),
    "maxPool, same": ([n(1, 5, 4, 2)], lambda x: nhwc(F.max_pool2d(framed(x, 3, 2, value=-math.inf), 3, 2))),
    "avgPool": ([n(1, 4, 6, 2)], lambda x: nhwc(F.avg_pool2d(nchw(x), 2, 2))),
    "avgPool, windows that overlap": ([n(1, 5, 5, 2)], lambda x: nhwc(F.avg_pool2d(nchw(x), 3, 2))),
    "avgPool, same": ([n(1, 5, 4, 2)], lambda x: avg_same(x, 3, 2)),
    "maxPool3d": ([n(1, 4, 4, 4, 1)], lambda x: F.max_pool3d(x.permute(0, 4, 1, 2, 3), 2).permute(0, 2, 3, 4, 1)),
    "avgPool3d": ([n(1, 4, 4, 4, 1)], lambda x: F.avg_pool3d(x.permute(0, 4, 1, 2, 3), 2).permute(0, 2, 3, 4, 1)),
    "attention": ([n(1, 2, 3, 4), n(1, 2, 3, 4), n(1, 2, 3, 4)], lambda q, k, v: F.scaled_dot_product_attention(q, k, v, is_causal=True)),
}

# where PyTorch's slope is 0 everywhere, TensorFlow.js has 0 or none: only the values are compared
WITHOUT_GRADIENT = {"floor", "ceil", "round", "sign"}


def flat(tensor):
    return [float(f"{value:.7g}") for value in tensor.detach().flatten().tolist()]


def written(tensor):
    dtype = "float32" if tensor.is_floating_point() else "int32"
    return {"shape": list(tensor.shape), "dtype": dtype, "data": flat(tensor)}


def case(name, inputs, op):
    xs = [((x * 1e4).round() / 1e4).requires_grad_() if x.is_floating_point() else x for x in inputs]
    y = op(*xs)
    result = {"inputs": [written(x) for x in xs], "value": written(y)}
    if y.requires_grad and name not in WITHOUT_GRADIENT:
        (y * torch.linspace(0.1, 1, y.numel()).reshape(y.shape)).sum().backward()
        result["grads"] = [flat(x.grad) if x.is_floating_point() else None for x in xs]
    return result


if __name__ == "__main__":
    cases = {name: case(name, inputs, op) for name, (inputs, op) in OPS.items()}
    lines = ",\n".join(f"{json.dumps(name, ensure_ascii=False)}: {json.dumps(value, separators=(',', ':'))}" for name, value in cases.items())
    FILE.write_text(f'{{"torch": {json.dumps(torch.__version__)}, "cases": {{\n{lines}\n}}}}\n')
