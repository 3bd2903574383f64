"""onnx_torch: what the operators mean that Weft exports, by the standard's text, with PyTorch: ONNX's own package of Debian 12 checks
models but runs none. Opset 17."""
import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnx import helper, numpy_helper

TYPES = {1: torch.float32, 6: torch.int32, 7: torch.int64, 9: torch.bool}


def ints(t): return [int(v) for v in t.reshape(-1)]


def pads_of(pads):
    """ONNX's begins and ends, the first axis first, as F.pad takes them."""
    n = len(pads) // 2
    return [p for axis in reversed(range(n)) for p in (pads[axis], pads[axis + n])]


def conv(x, w, b=None, strides=None, pads=None, dilations=None, group=1, kernel_shape=None):
    n = w.dim() - 2
    return getattr(F, f"conv{n}d")(F.pad(x, pads_of(pads or [0] * 2 * n)), w, b, strides or 1, 0, dilations or 1, group)


def conv_transpose(x, w, b=None, strides=None, pads=None, dilations=None, group=1, kernel_shape=None, output_padding=None):
    n = w.dim() - 2
    return getattr(F, f"conv_transpose{n}d")(x, w, b, strides, pads[:n], output_padding or 0, group, dilations or 1)


def pool(x, largest, kernel_shape, strides=None, pads=None, dilations=None, count_include_pad=0):
    n = len(kernel_shape)
    around, strides = pads_of(pads or [0] * 2 * n), strides or 1
    if largest:
        return getattr(F, f"max_pool{n}d")(F.pad(x, around, value=-np.inf), kernel_shape, strides, 0, dilations or 1)
    mean = getattr(F, f"avg_pool{n}d")
    counted = torch.ones_like(x) if not count_include_pad else torch.ones_like(F.pad(x, around))
    if not count_include_pad:
        counted = F.pad(counted, around)
    return mean(F.pad(x, around), kernel_shape, strides) / mean(counted, kernel_shape, strides)


def reshape(x, shape):
    return x.reshape([x.shape[i] if d == 0 else d for i, d in enumerate(ints(shape))])


def pad(x, pads, value=None, mode="constant"):
    p = pads_of(ints(pads))
    while len(p) > 2 and p[-2:] == [0, 0]:
        p = p[:-2]
    if mode == "constant":
        return F.pad(x, p, value=float(value) if value is not None else 0)
    axes = len(p) // 2
    y = x.reshape((-1,) + x.shape[-axes:]).unsqueeze(0)
    y = F.pad(y.double(), p, mode={"reflect": "reflect", "edge": "replicate"}[mode]).float()
    return y.reshape(x.shape[:-axes] + y.shape[2:])


def reduce(x, f, axes=None, keepdims=1):
    axes = tuple(range(x.dim())) if axes is None else tuple(axes)
    return f(x, axes, bool(keepdims))


def slices(x, starts, ends, axes, steps=None):
    index = [slice(None)] * x.dim()
    for i, axis in enumerate(ints(axes)):
        index[axis] = slice(ints(starts)[i], ints(ends)[i], ints(steps)[i] if steps is not None else 1)
    return x[tuple(index)]


def resize(x, roi=None, scales=None, sizes=None, mode="nearest", coordinate_transformation_mode=None, nearest_mode=None):
    """Coordinates as the standard has them, one axis after the other."""
    for axis in (2, 3):
        n = x.shape[axis]
        s = float(scales[axis]) if scales is not None else int(sizes[axis]) / n
        m = int(sizes[axis]) if sizes is not None else int(np.floor(n * s))
        i = torch.arange(m, dtype=torch.float64)
        at = {"asymmetric": i / s, "half_pixel": (i + .5) / s - .5, "align_corners": i * (n - 1) / max(m - 1, 1)}[coordinate_transformation_mode]
        if mode == "nearest":
            x = x.index_select(axis, at.floor().long().clamp(0, n - 1))
        elif mode == "cubic":
            taps = [(at.floor().long() + k, (at - at.floor() - k).abs().float().reshape([-1 if a == axis else 1 for a in range(4)])) for k in (-1, 0, 1, 2)]
            x = sum(x.index_select(axis, i.clamp(0, n - 1)) * torch.where(d <= 1, (1.25 * d - 2.25) * d * d + 1, ((-.75 * d + 3.75) * d - 6) * d + 3) for i, d in taps)
        else:
            low, part = at.floor(), (at - at.floor()).float().reshape([-1 if a == axis else 1 for a in range(4)])
            x = x.index_select(axis, low.long().clamp(0, n - 1)) * (1 - part) + x.index_select(axis, (low + 1).long().clamp(0, n - 1)) * part
    return x


def recurrent(kind, x, w, r, b, lengths=None, h_0=None, c_0=None, hidden_size=0, direction="forward", linear_before_reset=0):
    """Step by step; beyond a sample's length what comes out is 0 and the state stays."""
    nothing = torch.zeros(x.shape[1], hidden_size)
    h, c = (nothing if begin is None else begin[0] for begin in (h_0, c_0))
    wb, rb = b[0].chunk(2)
    n = ints(lengths) if lengths is not None else [len(x)] * x.shape[1]
    y = torch.zeros(len(x), 1, x.shape[1], hidden_size)
    for t in (range(len(x)) if direction == "forward" else reversed(range(len(x)))):
        a, u = x[t] @ w[0].T + wb, h @ r[0].T + rb
        if kind == "lstm":
            i, o, f, g = (a + u).chunk(4, 1)
            c_new = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
            h_new = torch.sigmoid(o) * torch.tanh(c_new)
        elif kind == "gru":
            (az, ar, ah), (uz, ur, uh) = a.chunk(3, 1), u.chunk(3, 1)
            z, reset = torch.sigmoid(az + uz), torch.sigmoid(ar + ur)
            assert linear_before_reset
            h_new, c_new = (1 - z) * torch.tanh(ah + reset * uh) + z * h, c
        else:
            h_new, c_new = torch.tanh(a + u), c
        real = torch.tensor([[t < k] for k in n])
        h, c = torch.where(real, h_new, h), torch.where(real, c_new, c)
        y[t, 0] = torch.where(real, h_new, torch.zeros(()))
    return y, h[None], c[None]


def instance_norm(x, s, b, epsilon=1e-5): return F.instance_norm(x, weight=s, bias=b, eps=epsilon)


def depth_to_space(x, blocksize, mode):
    assert mode == "CRD"
    return F.pixel_shuffle(x, blocksize)


def trilu(x, k, upper=1): return torch.triu(x, int(k)) if upper else torch.tril(x, int(k))


OPERATORS = {
    "Conv": conv, "ConvTranspose": conv_transpose,
    "MaxPool": lambda x, **a: pool(x, True, **a), "AveragePool": lambda x, **a: pool(x, False, **a),
    "Gemm": lambda x, w, b=None, transB=0: x @ (w.T if transB else w) + (b if b is not None else 0),
    "MatMul": torch.matmul, "Add": torch.add, "Sub": torch.sub, "Mul": torch.mul, "Div": torch.div, "Neg": torch.neg, "Sum": lambda *x: sum(x),
    "Relu": F.relu, "LeakyRelu": lambda x, alpha=.01: F.leaky_relu(x, alpha), "Elu": lambda x, alpha=1.: F.elu(x, alpha), "Selu": F.selu,
    "Celu": lambda x, alpha=1.: F.celu(x, alpha), "Sigmoid": torch.sigmoid, "Tanh": torch.tanh, "Softplus": F.softplus, "Softsign": F.softsign,
    "HardSwish": F.hardswish, "HardSigmoid": lambda x, alpha=.2, beta=.5: (alpha * x + beta).clamp(0, 1), "Erf": torch.erf,
    "Shrink": lambda x, bias=0., lambd=.5: torch.where(x < -lambd, x + bias, torch.where(x > lambd, x - bias, torch.zeros(()))),
    "Clip": lambda x, low=None, high=None: torch.minimum(torch.maximum(x, low), high), "PRelu": lambda x, w: torch.where(x < 0, w * x, x),
    "Abs": torch.abs, "Sign": torch.sign, "Sqrt": torch.sqrt, "Exp": torch.exp, "Log": torch.log, "Sin": torch.sin, "Cos": torch.cos,
    "Reciprocal": torch.reciprocal, "Pow": torch.pow, "Min": torch.minimum, "Max": torch.maximum, "Round": torch.round, "Identity": lambda x: x,
    "Greater": torch.gt, "Equal": torch.eq, "Not": torch.logical_not, "Where": torch.where, "IsNaN": torch.isnan,
    "Cast": lambda x, to: x.to(TYPES[to]), "Softmax": lambda x, axis=-1: x.softmax(axis), "LogSoftmax": lambda x, axis=-1: x.log_softmax(axis),
    "BatchNormalization": lambda x, s, b, m, v, epsilon=1e-5: F.batch_norm(x, m, v, s, b, False, 0., epsilon),
    "InstanceNormalization": instance_norm,
    "LayerNormalization": lambda x, s, b=None, axis=-1, epsilon=1e-5: F.layer_norm(x, x.shape[-1:], s, b, epsilon),
    "Reshape": reshape, "Transpose": lambda x, perm=None: x.permute(perm) if perm else x.permute(*reversed(range(x.dim()))),
    "Expand": lambda x, shape: x * torch.ones(ints(shape)), "Shape": lambda x, start=0, end=None: torch.tensor(x.shape[start:end]),
    "Concat": lambda *x, axis: torch.cat(x, axis), "Gather": lambda x, i, axis=0: x.index_select(axis, i.reshape(-1)).reshape(x.shape[:axis] + i.shape + x.shape[axis + 1:]),
    "GatherND": lambda x, i, batch_dims=0: torch.stack([a[b[..., 0]] for a, b in zip(x, i)]),
    "Unsqueeze": lambda x, axes: x.unsqueeze(ints(axes)[0]), "Squeeze": lambda x, axes: x.squeeze(ints(axes)[0]),
    "Slice": slices, "Pad": pad, "Resize": resize, "DepthToSpace": depth_to_space, "Trilu": trilu,
    "Range": lambda a, b, s: torch.arange(a.item(), b.item(), s.item(), dtype=a.dtype), "Mod": torch.remainder, "RandomNormalLike": torch.randn_like, "Floor": torch.floor,
    "GatherElements": lambda x, i, axis: x.gather(axis, i), "ArgMin": lambda x, axis, keepdims: x.argmin(axis, bool(keepdims)),
    "ReduceMean": lambda x, **a: reduce(x, torch.mean, **a), "ReduceL2": lambda x, **a: reduce(x, lambda v, d, k: torch.norm(v, dim=d, keepdim=k), **a),
    "ReduceSum": lambda x, axes=None, keepdims=1: reduce(x, torch.sum, ints(axes) if axes is not None else None, keepdims),
    "ReduceSumSquare": lambda x, **a: reduce(x, lambda v, d, k: v.square().sum(d, k), **a),
    "ReduceLogSumExp": lambda x, **a: reduce(x, torch.logsumexp, **a), "ReduceProd": lambda x, **a: reduce(x, lambda v, d, k: v.prod(d[0], k), **a),
    "ReduceMax": lambda x, **a: reduce(x, torch.amax, **a), "ReduceMin": lambda x, **a: reduce(x, torch.amin, **a),
    "LSTM": lambda *x, **a: recurrent("lstm", *x, **a), "GRU": lambda *x, **a: recurrent("gru", *x, **a), "RNN": lambda *x, **a: recurrent("rnn", *x, **a),
}


def run(model, given):
    """The model's outputs, by name, from its inputs: numpy arrays both."""
    values = {t.name: torch.from_numpy(numpy_helper.to_array(t).copy()) for t in model.graph.initializer}
    values.update({k: torch.from_numpy(np.array(v)) for k, v in given.items()})
    for node in model.graph.node:
        attributes = {a.name: helper.get_attribute_value(a) for a in node.attribute}
        attributes = {k: v.decode() if isinstance(v, bytes) else v for k, v in attributes.items()}
        made = OPERATORS[node.op_type](*[values[i] if i else None for i in node.input], **attributes)
        for name, value in zip(node.output, made if isinstance(made, tuple) else (made,)):
            values[name] = value
    return {o.name: values[o.name].numpy() for o in model.graph.output}


def check(path):
    """The model, once the standard's own checker has passed it."""
    model = onnx.load(path)
    onnx.checker.check_model(model, full_check=True)
    return model
