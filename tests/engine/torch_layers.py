#!/usr/bin/env python3
"""torch_layers: whole layers against PyTorch's modules, weights by their names; prints TAP.

torch_layers.py PATH/TO/torch-layers. A layer is one line of the table below: what makes PyTorch's counterpart of the
parameters and inputs, a module or a plain function, and cases. It passes when outputs, what training keeps, and the
gradients of every weight and input differ by at most 1e-4 of the largest number, in all cases.
"""
import base64
import json
import subprocess
import sys

try:
    import numpy as np
    import torch
    from torch import nn
    from torch.nn import functional as F

    import layer_losses
    from torch_rows import functions
    from layer_cases import LAYERS, above, case, classes, layer, numbers, steps, tokens
except ImportError:
    print("1..0 # SKIP python3-torch is not installed")
    sys.exit(0)

LIMIT = 1e-4
torch.set_num_threads(1)


class Part(nn.Module):
    """Of a module what is wanted, by a function of it and the inputs; its weights are its own."""

    def __init__(self, module, call):
        super().__init__()
        self.__dict__["call"] = call
        self.__dict__["module"] = module

    def named_parameters(self, *args, **kwargs):
        return self.module.named_parameters()

    def state_dict(self, *args, **kwargs):
        return self.module.state_dict()

    def load_state_dict(self, state):
        return self.module.load_state_dict(state)

    def train(self, mode=True):
        self.module.train(mode)
        return self

    def forward(self, *inputs):
        return self.call(self.module, *inputs)


def size(x, axis=1):
    return x.shape[axis]


def both(padding):
    return padding if padding == "same" else tuple(padding)


class Separable(nn.Module):
    def __init__(self, channels, p):
        super().__init__()
        inner = channels * p.depth_multiplier
        self.depthwise = nn.Conv2d(channels, inner, p.kernel_size, p.stride, both(p.padding), p.dilation, channels, False)
        self.pointwise = nn.Conv2d(inner, p.out_channels, 1, bias=p.bias)

    def forward(self, x):
        return self.pointwise(self.depthwise(x))


class RMSNorm(nn.Module):
    def __init__(self, width, eps):
        super().__init__()
        self.eps = eps
        self.weight = nn.Parameter(torch.ones(width))

    def forward(self, x):
        return x / (x.square().mean(-1, True) + self.eps).sqrt() * self.weight


def normed(module, p):
    by = {"none": lambda m: m, "weight": nn.utils.weight_norm, "spectral": nn.utils.spectral_norm}
    return by[p.weight_norm](module)


class Quantizer(nn.Module):
    """Straight through to x; the codes' gradient goes to the book."""

    def __init__(self, n, width, dim):
        super().__init__()
        self.dim, self.weight = dim, nn.Parameter(torch.zeros(n, width))

    def forward(self, x):
        rows = x.movedim(self.dim, -1)
        k = (rows[..., None, :] - self.weight).square().sum(-1).argmin(-1)
        codes = self.weight[k].movedim(-1, self.dim)
        return x + (codes - x).detach(), codes, k


def steps_and_end(p, y, end):
    """What a recurrent layer gives: all steps or the last, and the state at the end, layer by layer."""
    end = torch.cat(end, 2) if isinstance(end, tuple) else end
    last = torch.cat([y[:, -1, :p.hidden_size], y[:, 0, p.hidden_size:]], 1)
    return y if p.output == "all" else last, torch.cat(tuple(end), 1)


class Look(nn.Module):
    """PyTorch's multi-head attention whose projections lie apart; who looked at whom, too."""

    def __init__(self, p, width, memory, value):
        super().__init__()
        self.__dict__["p"] = p
        self.q_proj, self.out_proj = nn.Linear(width, width, p.bias), nn.Linear(width, width, p.bias)
        self.k_proj, self.v_proj = nn.Linear(memory, width, p.bias), nn.Linear(value, width, p.bias)

    def forward(self, x, memory=None, mask=None, value=None):
        memory, projections = x if memory is None else memory, (self.q_proj, self.k_proj, self.v_proj)
        y, weights = F.multi_head_attention_forward(
            x.transpose(0, 1), memory.transpose(0, 1), (memory if value is None else value).transpose(0, 1), size(x, 2), self.p.nhead, None,
            torch.cat([m.bias for m in projections]) if self.p.bias else None, None, None, False, 0.0, self.out_proj.weight, self.out_proj.bias,
            key_padding_mask=None if mask is None else mask == 0, average_attn_weights=False, use_separate_proj_weight=True,
            attn_mask=torch.ones(size(x), size(memory)).triu(1) > 0 if self.p.causal else None,
            q_proj_weight=self.q_proj.weight, k_proj_weight=self.k_proj.weight, v_proj_weight=self.v_proj.weight)
        return y.transpose(0, 1), weights


def waves(x, base):
    """Rows of sines and cosines in turn."""
    angles = torch.arange(size(x))[:, None].double() / base ** (torch.arange(0, size(x, 2), 2) / size(x, 2))
    return torch.stack([angles.sin(), angles.cos()], 2).flatten(1).float()


def spectrogram(p, x):
    length = p.win_length or p.n_fft
    window = getattr(torch, "ones" if p.window_fn == "rectangular" else p.window_fn + "_window")(length)
    z = torch.stft(x, p.n_fft, p.hop_length or length // 2, length, window, p.center, "reflect", False, True, True).abs().transpose(1, 2)
    y = z ** int(p.power)
    return {"linear": lambda y: y, "log": lambda y: (y + 1e-6).log(), "decibel": lambda y: 10 * (y + 1e-10).log10()}[p.scale](y)


def ctc(p, x, t, mask=None, target_mask=None):
    real = torch.ones(x.shape[:2]) if mask is None else mask
    counts = torch.ones(t.shape) if target_mask is None else target_mask
    return p.scale * nn.CTCLoss(p.blank % size(x, 2), zero_infinity=p.zero_infinity)(
        x.log_softmax(2).transpose(0, 1), t, real.sum(1).long(), counts.sum(1).long())


# --- the table: beside its relatives ---

layer("dense", lambda p, x: normed(nn.Linear(size(x, -1), p.units, p.bias), p), case(numbers(3, 5), units=4, weight_norm="weight"), case(numbers(3, 5), units=4, weight_norm="spectral"), case(numbers(3, 5), units=4, weight_norm="spectral", evaluates=True), case(numbers(3, 5), units=4), case(numbers(2, 3, 5), units=4, bias="no"))
layer(
    "conv1d", lambda p, x: nn.Conv1d(size(x), p.out_channels, p.kernel_size, p.stride, p.padding if p.padding == "same" else p.padding[0], p.dilation, p.groups, p.bias, p.padding_mode),
    case(numbers(2, 4, 9), out_channels=6, padding=2, padding_mode="reflect"), case(numbers(2, 4, 9), out_channels=6), case(numbers(2, 4, 11), out_channels=6, kernel_size=4, stride=3, padding=2, dilation=2, groups=2),
    case(numbers(2, 4, 7), out_channels=4, kernel_size=4, padding="same", groups=4, bias="no"),
)
layer(
    "conv3d", lambda p, x: nn.Conv3d(size(x), p.out_channels, p.kernel_size, p.stride, both(p.padding), p.dilation, p.groups, p.bias, p.padding_mode),
    case(numbers(2, 2, 4, 5, 4), out_channels=3, padding=1, padding_mode="replicate"), case(numbers(2, 2, 4, 5, 4), out_channels=3), case(numbers(2, 4, 5, 6, 7), out_channels=6, kernel_size="2×3×1", stride="2×1×3", padding="1×0×2", dilation="1×2×1", groups=2),
    case(numbers(2, 2, 3, 4, 3), out_channels=3, kernel_size="2×3×3", padding="same", bias="no"),
)
layer(
    "separable_conv2d", lambda p, x: Separable(size(x), p),
    case(numbers(2, 4, 7, 6), out_channels=6), case(numbers(2, 3, 7, 6), out_channels=5, kernel_size="2×3", padding="same", depth_multiplier=2, bias="no"),
)
layer(
    "conv_transpose1d", lambda p, x: nn.ConvTranspose1d(size(x), p.out_channels, p.kernel_size, p.stride, p.padding, p.output_padding, p.groups, p.bias, p.dilation),
    case(numbers(2, 4, 5), out_channels=6, stride=2), case(numbers(2, 4, 5), out_channels=6, kernel_size=3, stride=3, padding=1, output_padding=1, groups=2, dilation=2),
)
layer(
    "conv2d", lambda p, x: normed(nn.Conv2d(size(x), p.out_channels, p.kernel_size, p.stride, both(p.padding), p.dilation, p.groups, p.bias, p.padding_mode), p),
    case(numbers(2, 4, 7, 6), out_channels=3, kernel_size="3×5", padding="1×2", padding_mode="circular"), case(numbers(2, 4, 7, 6), out_channels=3, padding="same", kernel_size="4×3", padding_mode="replicate"),
    case(numbers(2, 4, 7, 6), out_channels=6, weight_norm="weight"), case(numbers(2, 4, 7, 6), out_channels=6, weight_norm="spectral"),
    case(numbers(2, 4, 7, 6), out_channels=6), case(numbers(2, 4, 9, 8), out_channels=6, kernel_size="3×2", stride=2, padding=1, dilation="1×2", groups=2),
    case(numbers(2, 4, 7, 6), out_channels=4, padding="same", groups=4, bias="no"),
)
layer(
    "conv_transpose2d", lambda p, x: nn.ConvTranspose2d(size(x), p.out_channels, p.kernel_size, p.stride, p.padding, p.output_padding, p.groups, p.bias, p.dilation),
    case(numbers(2, 4, 5, 4), out_channels=6, stride=2), case(numbers(2, 4, 5, 4), out_channels=6, kernel_size=3, stride=2, padding=1, output_padding=1, groups=2),
)
layer("embedding", lambda p, x: nn.Embedding(p.num_embeddings, p.embedding_dim), case(tokens(7, 2, 5), num_embeddings=7, embedding_dim=4))
layer(
    "embedding_bag", lambda p, x: nn.EmbeddingBag(p.num_embeddings, p.embedding_dim, mode=p.mode),
    case(tokens(7, 2, 5), num_embeddings=7, embedding_dim=4), case(tokens(7, 2, 5), num_embeddings=7, embedding_dim=4, mode="max"),
)
for name in ("rnn", "gru", "lstm"):
    layer(
        name, lambda p, x, name=name: Part(
            getattr(nn, name.upper())(size(x, 2), p.hidden_size, p.num_layers, p.bias, True, 0, p.bidirectional),
            lambda m, x: steps_and_end(p, *m(x))),
        case(numbers(2, 5, 3), hidden_size=4), case(numbers(2, 5, 3), hidden_size=4, num_layers=2, bidirectional="yes", output="all"),
        case(numbers(2, 5, 3), hidden_size=4, num_layers=2, bidirectional="yes", bias="no"),
    )
layer(
    "transformer_encoder", lambda p, x, mask=None: Part(
        nn.TransformerEncoder(nn.TransformerEncoderLayer(size(x, 2), p.nhead, p.dim_feedforward, 0, p.activation, batch_first=True, norm_first=p.norm_first), p.num_layers),
        lambda m, x, mask=None: m(x, torch.ones(size(x), size(x)).triu(1) > 0 if p.causal else None, mask if mask is None else mask == 0)),
    case(numbers(2, 5, 8), nhead=2, dim_feedforward=6, dropout=0), case(numbers(2, 5, 8), nhead=4, dim_feedforward=6, dropout=0, num_layers=1, activation="gelu", norm_first="yes", causal="yes"),
    case(numbers(2, 5, 8), steps(5, 3), nhead=2, dim_feedforward=6, dropout=0),
)
layer(
    "attention", lambda p, x, memory=None, mask=None, value=None: Look(p, size(x, 2), size(x if memory is None else memory, 2), size(next(v for v in (value, memory, x) if v is not None), 2)),
    case(numbers(2, 5, 8), numbers(2, 3, 6), nhead=4, bias="no"), case(numbers(2, 5, 8), nhead=2, causal="yes", bias="no"),  # the bias of keys has no gradient but rounding
    case(numbers(2, 5, 8), numbers(2, 3, 8), steps(3, 2), nhead=2, bias="no"),
    case(numbers(2, 5, 8), numbers(2, 3, 6), steps(3, 2), numbers(2, 3, 4), nhead=2, bias="no"),
)
layer("sinusoidal_positions", lambda p, x: lambda x: x + waves(x, p.base), case(numbers(2, 5, 8)), case(numbers(2, 5, 8), base=50))
layer("spectrogram", lambda p, x: lambda x: spectrogram(p, x), case(numbers(2, 50), n_fft=16), case(numbers(2, 50), n_fft=12, win_length=8, hop_length=5, window_fn="hamming", power=1, center="no", scale="decibel"))
layer("ctc", lambda p, x, t, mask=None, target_mask=None: lambda x, t, mask=None, target_mask=None: ctc(p, x, t, mask, target_mask), case(numbers(3, 9, 5), tokens(4, 3, 3)), case(numbers(2, 9, 4), tokens(3, 2, 4), steps(9, 6), steps(2, 4), zero_infinity="yes"))
layer(
    "max_pool2d", lambda p, x: nn.MaxPool2d(p.kernel_size, p.stride, p.padding, p.dilation, ceil_mode=p.ceil_mode),
    case(numbers(2, 3, 8, 6)), case(numbers(2, 3, 8, 7), kernel_size=3, stride="2×1", padding=1, dilation=2, ceil_mode="yes"),
)
layer(
    "avg_pool2d", lambda p, x: nn.AvgPool2d(p.kernel_size, p.stride, p.padding, p.ceil_mode, p.count_include_pad),
    case(numbers(2, 3, 8, 6)), case(numbers(2, 3, 8, 7), kernel_size=3, stride="2×1", padding=1, ceil_mode="yes"),
)
layer(
    "max_pool1d", lambda p, x: nn.MaxPool1d(p.kernel_size, p.stride, p.padding, p.dilation, ceil_mode=p.ceil_mode),
    case(numbers(2, 3, 8)), case(numbers(2, 3, 9), kernel_size=3, stride=2, padding=1, dilation=2, ceil_mode="yes"),
)
layer(
    "avg_pool1d", lambda p, x: nn.AvgPool1d(p.kernel_size, p.stride, p.padding, p.ceil_mode, p.count_include_pad),
    case(numbers(2, 3, 8)), case(numbers(2, 3, 9), kernel_size=3, stride=2, padding=1, ceil_mode="yes", count_include_pad="no"),
)
layer(
    "max_pool3d", lambda p, x: nn.MaxPool3d(p.kernel_size, p.stride, p.padding, p.dilation, ceil_mode=p.ceil_mode),
    case(numbers(2, 3, 4, 6, 4)), case(numbers(2, 2, 5, 6, 7), kernel_size="3×2×3", stride="2×1×2", padding="1×1×0", dilation="1×2×1", ceil_mode="yes"),
)
layer(
    "avg_pool3d", lambda p, x: nn.AvgPool3d(p.kernel_size, p.stride, p.padding, p.ceil_mode, p.count_include_pad),
    case(numbers(2, 3, 4, 6, 4)), case(numbers(2, 2, 5, 6, 7), kernel_size="3×2×3", stride="2×1×2", padding="1×1×0", count_include_pad="no"),
    case(numbers(2, 2, 5, 6, 7), kernel_size="3×2×3", stride="2×1×2", padding="1×1×0"),
)
layer("adaptive_avg_pool1d", lambda p, x: nn.AdaptiveAvgPool1d(p.output_size), case(numbers(2, 3, 7), output_size=3))
layer("adaptive_max_pool1d", lambda p, x: nn.AdaptiveMaxPool1d(p.output_size), case(numbers(2, 3, 7), output_size=3))
layer("adaptive_avg_pool2d", lambda p, x: nn.AdaptiveAvgPool2d(p.output_size), case(numbers(2, 3, 7, 5), output_size="3×2"), case(numbers(2, 3, 7, 5)))
layer("adaptive_max_pool2d", lambda p, x: nn.AdaptiveMaxPool2d(p.output_size), case(numbers(2, 3, 7, 5), output_size="3×2"))
layer("global_avg_pool2d", lambda p, x: lambda x: x.flatten(2).mean(2), case(numbers(2, 3, 4, 5)), case(numbers(2, 3, 4)), case(numbers(2, 3, 2, 4, 5)))
layer("global_max_pool2d", lambda p, x: lambda x: x.flatten(2).amax(2), case(numbers(2, 3, 4, 5)), case(numbers(2, 3, 4)), case(numbers(2, 3, 2, 4, 5)))
layer(
    "upsample", lambda p, x: nn.Upsample(p.size and (p.size * (x.dim() - 2))[:x.dim() - 2], None if p.size else p.scale_factor, p.mode, None if p.mode == "nearest" else p.align_corners),
    case(numbers(2, 3, 4, 5)), case(numbers(2, 3, 4)), case(numbers(2, 3, 4, 5), scale_factor=1.7, mode="bilinear"), case(numbers(2, 3, 4, 5), size="7×3", mode="bilinear", align_corners="yes"),
    case(numbers(2, 3, 4), size=9, mode="linear"), case(numbers(2, 3, 4, 5), scale_factor=1.7, mode="bicubic"), case(numbers(2, 3, 4, 5), size="7×3", mode="bicubic", align_corners="yes"), case(numbers(2, 3, 4, 5), scale_factor=0.6),
)
layer("pixel_shuffle", lambda p, x: nn.PixelShuffle(p.upscale_factor), case(numbers(2, 18, 3, 2), upscale_factor=3))
layer("pixel_unshuffle", lambda p, x: nn.PixelUnshuffle(p.downscale_factor), case(numbers(2, 3, 4, 6)))
layer("group_norm", lambda p, x: nn.GroupNorm(p.num_groups, size(x), p.eps, p.affine), case(numbers(2, 6, 3, 4), num_groups=3), case(numbers(2, 4, 5), num_groups=2, affine="no", eps=0.01))
layer("instance_norm", lambda p, x: nn.InstanceNorm2d(size(x), p.eps, affine=p.affine), case(numbers(2, 3, 4, 5)), case(numbers(2, 3, 4, 5), affine="yes", eps=0.01))
layer("rms_norm", lambda p, x: RMSNorm(size(x, -1), p.eps), case(numbers(2, 3, 6)), case(numbers(4, 5), eps=0.1))
for name, make in ("dropout2d", nn.Dropout2d), ("drop_path", nn.Dropout), ("alpha_dropout", nn.AlphaDropout):
    layer(name, lambda p, x, make=make: make(p.p), case(numbers(2, 3, 4, 5), evaluates=True), case(numbers(2, 3, 4, 5), p=0))
layer("gaussian_noise", lambda p, x: lambda x: x, case(numbers(2, 3), evaluates=True), case(numbers(2, 3), std=0))
for name, call, given, *cases in (
    ("relu", lambda p: F.relu, numbers), ("leaky_relu", lambda p: nn.LeakyReLU(p.negative_slope), numbers, {"negative_slope": 0.3}),
    ("elu", lambda p: nn.ELU(p.alpha), numbers, {"alpha": 0.5}), ("selu", lambda p: F.selu, numbers), ("celu", lambda p: nn.CELU(p.alpha), numbers, {"alpha": 2}),
    ("gelu", lambda p: nn.GELU(p.approximate), numbers, {"approximate": "tanh"}), ("silu", lambda p: F.silu, numbers), ("mish", lambda p: F.mish, numbers),
    ("hardswish", lambda p: F.hardswish, numbers), ("hardsigmoid", lambda p: F.hardsigmoid, numbers), ("hardtanh", lambda p: nn.Hardtanh(p.min_val, p.max_val), numbers, {"min_val": -0.4, "max_val": 0.7}),
    ("relu6", lambda p: F.relu6, numbers), ("sigmoid", lambda p: torch.sigmoid, numbers), ("logsigmoid", lambda p: F.logsigmoid, numbers), ("tanh", lambda p: torch.tanh, numbers),
    ("softplus", lambda p: nn.Softplus(p.beta, p.threshold), numbers, {"beta": 3, "threshold": 2}), ("softsign", lambda p: F.softsign, numbers), ("softshrink", lambda p: nn.Softshrink(p.lambd), numbers, {"lambd": 0.2}),
    ("scale", lambda p: lambda x: x * p.factor + p.shift, numbers, {"factor": -2, "shift": 0.5}), ("neg", lambda p: torch.neg, numbers), ("abs", lambda p: torch.abs, numbers), ("square", lambda p: torch.square, numbers),
    ("sqrt", lambda p: torch.sqrt, above), ("pow", lambda p: lambda x: x ** p.exponent, above, {"exponent": 1.5}), ("reciprocal", lambda p: torch.reciprocal, above), ("exp", lambda p: torch.exp, numbers),
    ("log", lambda p: torch.log, above), ("sin", lambda p: torch.sin, numbers), ("cos", lambda p: torch.cos, numbers), ("erf", lambda p: torch.erf, numbers), ("clamp", lambda p: lambda x: x.clamp(p.min, p.max), numbers, {"min": -0.5, "max": 0.5}),
    ("gradient_reversal", lambda p: lambda x: x.detach() * (1 + p.factor) - p.factor * x, numbers, {"factor": 2}),
):
    layer(name, lambda p, x, call=call: call(p), *(case(given(3, 2, 11), **params) for params in ({}, *cases)))
layer("prelu", lambda p, x: nn.PReLU(p.num_parameters), case(numbers(3, 5)), case(numbers(2, 3, 4, 2), num_parameters=3))
layer("glu", lambda p, x: nn.GLU(p.dim), case(numbers(3, 6)), case(numbers(2, 4, 3), dim=1))
layer("log_softmax", lambda p, x: nn.LogSoftmax(p.dim), case(numbers(3, 5)), case(numbers(2, 4, 3), dim=1))
layer("softmax", lambda p, x: lambda x: x.softmax(1), case(numbers(3, 5)))
for name, rank in ("BatchNorm1d", 2), ("BatchNorm1d", 3), ("BatchNorm2d", 4), ("BatchNorm3d", 5):
    layer("batch_norm", lambda p, x, name=name: getattr(nn, name)(size(x), p.eps, p.momentum), case(numbers(*(3, 4, 2, 3, 2)[:rank])), case(numbers(*(3, 4, 2, 3, 2)[:rank]), evaluates=True))
layer("layer_norm", lambda p, x: nn.LayerNorm(size(x, -1), p.eps), case(numbers(2, 3, 6)))
layer("flatten", lambda p, x: nn.Flatten(), case(numbers(2, 3, 4)))
layer("add", lambda p, *xs: lambda *xs: sum(xs), case(numbers(2, 3), numbers(2, 3), numbers(2, 3)))
layer("flatten", lambda p, x: nn.Flatten(p.start_dim, p.end_dim), case(numbers(2, 3, 4, 2), start_dim=2), case(numbers(2, 3, 4, 2), end_dim=2))
layer("permute", lambda p, x: lambda x: x.permute(0, *(p.dims or range(x.dim() - 1, 0, -1))), case(numbers(2, 3, 4)), case(numbers(2, 3, 4, 5), dims="2,3,1"))
layer("squeeze", lambda p, x: lambda x: x.squeeze(p.dim), case(numbers(2, 3, 1)), case(numbers(2, 1, 4), dim=1), case(numbers(2, 3, 4)))
layer("unsqueeze", lambda p, x: lambda x: x.unsqueeze(p.dim), case(numbers(2, 3)), case(numbers(2, 3, 4), dim=1), case(numbers(2, 3), dim=-2))
layer(
    "slice", lambda p, x: lambda x: x.index_select(p.dim % x.dim(), torch.arange(size(x, p.dim))[p.start:p.end:p.step]),
    case(numbers(2, 5)), case(numbers(2, 7, 3), start=1, end=-1, step=2), case(numbers(2, 3, 5), dim=-1, start=-3), case(numbers(2, 6), end=4, step=3),
)
layer(
    "crop", lambda p, x, like=None: lambda x, like=None: x[tuple(slice((a - b) // 2, (a - b) // 2 + b) if i >= x.dim() - len(p.size or like.shape[2:]) else slice(None) for i, (a, b) in enumerate(
        zip(x.shape, x.shape[:x.dim() - len(p.size or like.shape[2:])] + tuple(p.size or like.shape[2:]))))],
    case(numbers(2, 3, 7, 6), size="4,3"), case(numbers(2, 3, 7), size="2"),
)
layer(
    "pad", lambda p, x: lambda x: F.pad(x, p.pad, p.mode, p.value) if p.mode == "constant" else F.pad(x, p.pad, p.mode),
    case(numbers(2, 3, 4), pad="1,2", value=0.5), case(numbers(2, 3, 4, 5), pad="1,2,3,0", mode="reflect"), case(numbers(2, 3, 4, 5), pad="1,2,3,0", mode="circular"),
    case(numbers(1, 2, 3, 4, 5), pad="1,2,3,0,1,1", mode="replicate"), case(numbers(2, 6), pad="-1,-2"),
)
layer("repeat", lambda p, x: lambda x: x.tile(p.repeats), case(numbers(2, 3)), case(numbers(2, 3, 2), repeats="3,2"), case(numbers(2, 3, 2, 2), repeats="2,1,3"))
layer("split", lambda p, x: lambda x: x.split(p.split_sizes or size(x, p.dim) // p.chunks, p.dim), case(numbers(2, 6)), case(numbers(2, 3, 4), dim=2, chunks=4), case(numbers(2, 7), split_sizes="4,1,2"))
layer("gather", lambda p, x, i: lambda x, i: torch.stack([s.index_select(p.dim - 1, k.reshape(-1)) for s, k in zip(x, i)]).reshape(x.shape[:p.dim] + i.shape[1:] + x.shape[p.dim + 1:]),
      case(numbers(3, 5, 2), classes(5, 3)), case(numbers(2, 3, 4), tokens(4, 2, 6), dim=2))


def products(x, dim, keepdim):
    for axis in sorted((d % x.dim() for d in dim), reverse=True):
        x = x.prod(axis, keepdim)
    return x


for mode, call in (("mean", torch.mean), ("sum", torch.sum), ("max", torch.amax), ("min", torch.amin), ("norm", torch.linalg.vector_norm), ("logsumexp", torch.logsumexp), ("prod", products)):
    layer("reduce", lambda p, x, call=call: lambda x: call(x, dim=p.dim, keepdim=p.keepdim), case(numbers(2, 3, 4), mode=mode), case(numbers(2, 3, 4, 5), mode=mode, dim="1,3"),
          case(numbers(2, 3, 4), mode=mode, dim="-1,1", keepdim="yes"))
layer("reduce", lambda p, x: lambda x: torch.var(x, dim=p.dim, unbiased=p.unbiased, keepdim=p.keepdim), case(numbers(2, 5, 3), mode="var"), case(numbers(2, 3, 4, 5), mode="var", dim="2,3", unbiased="no", keepdim="yes"))
layer("stack", lambda p, *xs: lambda *xs: torch.stack(xs, p.dim), case(numbers(2, 3), numbers(2, 3), numbers(2, 3)), case(numbers(2, 3, 2), numbers(2, 3, 2), dim=-1))
for name, call in (("subtract", torch.sub), ("multiply", torch.mul), ("divide", torch.div), ("minimum", torch.minimum), ("maximum", torch.maximum), ("power", torch.pow)):
    layer(name, lambda p, a, b, call=call: call, case(above(2, 3), above(2, 3)), case(above(2, 3, 4), above(2, 1, 4)), case(above(2, 3, 1), above(2, 1, 4)))
    layer(name, lambda p, a, b, call=call: lambda a, b: call(a, b[:, None, None]), case(above(2, 3, 2, 4), above(2, 4)))
layer("add", lambda p, a, b: torch.add, case(numbers(2, 3, 1), numbers(2, 1, 4)))
layer("matmul", lambda p, a, b: lambda a, b: (a.mT if p.transpose_a else a) @ (b.mT if p.transpose_b else b), case(numbers(2, 3, 4), numbers(2, 4, 5)),
      case(numbers(2, 2, 4, 3), numbers(2, 2, 5, 4), transpose_a="yes", transpose_b="yes"))
layer("matmul", lambda p, a, b: lambda a, b: (a[:, None] @ b)[:, 0], case(numbers(2, 3), numbers(2, 3, 4)))
layer("matmul", lambda p, a, b: lambda a, b: (a * b).sum(1, True), case(numbers(2, 3), numbers(2, 3)))
layer("cosine_similarity", lambda p, a, b: nn.CosineSimilarity(p.dim, p.eps), case(numbers(2, 3, 4), numbers(2, 3, 4)), case(numbers(2, 3, 4), numbers(2, 1, 4), dim=-1))
for text, call in (
    ("a*sigmoid(b)", lambda a, b: a * torch.sigmoid(b)), ("2*a-b/3+1", lambda a, b: 2 * a - b / 3 + 1), ("-a^2*b", lambda a, b: -a ** 2 * b), ("(a+b)*(a−b)/(1+c^2)", lambda a, b, c: (a + b) * (a - b) / (1 + c ** 2)),
    ("max(a,0)+min(b,c)-1/exp(a)", lambda a, b, c: a.clamp(min=0) + torch.minimum(b, c) - 1 / a.exp()), ("2^a+clamp(b,-1,.5)", lambda a, b: 2 ** a + b.clamp(-1, 0.5)),
    ("sqrt(abs(a))-2^-3*3-pi", lambda a: a.abs().sqrt() - 2 ** -3 * 3 - np.pi), ("a-b-c", lambda a, b, c: a - b - c), ("2^2^3/64*a", lambda a: 4 * a), ("leaky_relu(a,0.2)", lambda a: F.leaky_relu(a, 0.2)),
    ("a", lambda a: a),
):
    layer("formula", lambda p, *xs, call=call: call, case(*(numbers(3, 5) for _ in range(call.__code__.co_argcount)), formula=text))
layer("constant", lambda p, x: lambda x: torch.full((len(x), *p.shape), p.value), case(numbers(3, 2), evaluates=True, value=0.5, shape="2,3"))
layer("stop_gradient", lambda p, x: lambda x: x, case(numbers(3, 2), evaluates=True))
layer("concat", lambda p, *xs: lambda *xs: torch.cat(xs, p.dim), case(numbers(2, 3, 4), numbers(2, 2, 4)))

layer("vector_quantizer", lambda p, x: Quantizer(p.num_embeddings, size(x, p.dim), p.dim), case(numbers(2, 3, 4, 5), num_embeddings=6), case(numbers(2, 5, 3), num_embeddings=6, dim=-1))
layer(
    "commitment", lambda p, *_: lambda x, e: F.mse_loss(e, x.detach()) + p.beta * F.mse_loss(x, e.detach()),
    case(numbers(3, 4), numbers(3, 4)), case(numbers(3, 4), numbers(3, 4), beta=2),
)

layer("reshape", lambda p, x: lambda x: x.reshape(len(x), *p.shape), case(numbers(2, 3, 4)), case(numbers(2, 3, 4), shape="2,-1,3"))
layer("dropout", lambda p, x: nn.Dropout(p.p), case(numbers(2, 3, 4), evaluates=True), case(numbers(2, 3, 4), p=0))
layer("sign", lambda p, x: torch.sign, case(numbers(2, 3), evaluates=True))
layer("straight_through", lambda p, x: lambda x: {"round": lambda: x + (x.round() - x).detach(), "sign": lambda: x.clamp(-1, 1) + (x.sign() - x.clamp(-1, 1)).detach()}[p.mode](),
      case(numbers(2, 5)), case(numbers(2, 5), mode="sign"))
layer("delay", lambda p, x: lambda x: F.pad(x[:, :-1], (0, 0, 1, 0)), case(numbers(2, 4, 3)))
layer("sampling", lambda p, m, v: lambda m, v: m + 0 * v, case(numbers(2, 3), numbers(2, 3), evaluates=True), case(numbers(2, 3), ("numbers", torch.full((2, 3), -100.0))))
layer("contest", lambda p, real, made: lambda real, made: (made, torch.ones(len(made), 1)), case(numbers(3, 2), numbers(3, 2), evaluates=True))
layer("learnt_positions", lambda p, x: Part(nn.Embedding(p.max_len, size(x, 2)), lambda m, x: x + m.weight[:size(x)]), case(numbers(2, 5, 4), max_len=7), case(numbers(2, 5, 4), max_len=5))
layer("rotary_positions", lambda p, x: lambda x: functions.rotary(x, None, p.nhead, p.base)[0], case(numbers(2, 5, 8)), case(numbers(2, 5, 8), nhead=2, base=50))


def mel(p, x, scale):
    quiet = Params(dict(vars(p), scale="linear"))
    y = functions.basis(spectrogram(quiet, x), ("htk", "slaney").index(p.mel_scale), p.n_mels, p.sample_rate, p.f_min, p.f_max or 0)
    return {"linear": lambda: y, "log": lambda: (y + 1e-6).log(), "decibel": lambda: 10 * (y + 1e-10).log10()}[scale]()


layer("mel_spectrogram", lambda p, x: lambda x: mel(p, x, p.scale), case(numbers(2, 90), n_fft=32, n_mels=4), case(numbers(2, 90), n_fft=32, n_mels=5, mel_scale="slaney", f_min=200, f_max=6000, scale="linear"))
layer("mfcc", lambda p, x: lambda x: functions.basis(mel(p, x, p.scale), 2, p.n_mfcc, 0, 0, 0), case(numbers(2, 90), n_fft=32, n_mels=6, n_mfcc=4))


class DecoderLayer(nn.Module):
    """PyTorch's, but that the projections of what looks at the memory lie apart."""

    def __init__(self, p, width, memory):
        super().__init__()
        self.__dict__["p"] = p
        self.self_attn = nn.MultiheadAttention(width, p.nhead, batch_first=True)
        self.multihead_attn = Look(Params({"bias": True, "nhead": p.nhead, "causal": False}), width, memory, memory)
        self.linear1, self.linear2 = nn.Linear(width, p.dim_feedforward), nn.Linear(p.dim_feedforward, width)
        self.norm1, self.norm2, self.norm3 = (nn.LayerNorm(width) for _ in range(3))

    def forward(self, x, memory, mask=None, memory_mask=None):
        later = torch.ones(size(x), size(x)).triu(1) > 0 if self.p.causal else None
        hidden = None if mask is None else mask == 0
        parts = (
            (self.norm1, lambda x: self.self_attn(x, x, x, key_padding_mask=hidden, attn_mask=later, need_weights=False)[0]),
            (self.norm2, lambda x: self.multihead_attn(x, memory, memory_mask)[0]),
            (self.norm3, lambda x: self.linear2({"relu": F.relu, "gelu": F.gelu}[self.p.activation](self.linear1(x)))),
        )
        for norm, part in parts:
            x = x + part(norm(x)) if self.p.norm_first else norm(x + part(x))
        return x


class Decoder(nn.Module):
    def __init__(self, p, x, memory, *_):
        super().__init__()
        self.layers = nn.ModuleList(DecoderLayer(p, size(x, 2), size(memory, 2)) for _ in range(p.num_layers))

    def forward(self, x, *others):
        for layer in self.layers:
            x = layer(x, *others)
        return x


layer(
    "transformer_decoder", Decoder, case(numbers(2, 5, 8), numbers(2, 3, 8), nhead=2, dim_feedforward=6, dropout=0),
    case(numbers(2, 5, 8), numbers(2, 3, 6), nhead=4, dim_feedforward=6, dropout=0, num_layers=1, activation="gelu", norm_first="yes"),
    case(numbers(2, 5, 8), numbers(2, 3, 8), steps(5, 3), steps(2, 3), nhead=2, dim_feedforward=6, dropout=0, causal="no"),
)

# Layers without a line: why, and what holds them instead. Whoever adds a layer adds a line above, or a reason here.
BY_SAMPLE = "draws by sample: its op is held against draws.py in torch-rows, what goes along by test-augment"
APART = {
    **{id: BY_SAMPLE for id in (
        "random_flip", "random_shift", "random_rotation", "random_scale", "random_shear", "elastic", "random_crop", "color_jitter", "random_noise", "random_blur",
        "random_erasing", "mix_up", "cut_mix", "time_warp", "time_frequency_mask", "token_dropout")},
    "noise": "nothing but chance: its figures are held by test-chance",
    "free_input": "PyTorch calls it a parameter: its op is held in torch-rows, the rest by test-free-input",
    "learnt_constant": "PyTorch calls it a parameter: its op is held in torch-rows, what it gives by onnx-in",
    **{id: "no layer of PyTorch's; it emits nothing" for id in ("data", "group", "group_input", "group_output", "reroute", "probe", "breakpoint", "note", "frame")},
}

# --- how a line is held against it ---

class Params:
    def __init__(self, values):
        self.__dict__.update((k, tuple(v) if isinstance(v, list) else v) for k, v in values.items())


def write(given):
    if given is None:
        return "-"
    kind, x = given[0].replace("target", "numbers"), given[1]
    memory = x.numpy().astype("<f4" if x.is_floating_point() else "<i8").tobytes()
    return f"{kind}:{','.join(map(str, x.shape))}:{base64.b64encode(memory).decode()}"


def read(tensor, key):
    if key not in tensor:
        return None
    return torch.from_numpy(np.frombuffer(base64.b64decode(tensor[key]), dtype=tensor["type"]).reshape(tensor["dims"]).copy())


def difference(ours, theirs, floor=1e-6):
    """Relative to the largest number; of what is no number infinite. floor: below it all is rounding."""
    if ours is None or theirs is None or ours.shape != theirs.shape:
        return float("inf")
    worst = (ours.double() - theirs.double()).abs().max().item() / max(theirs.double().abs().max().item(), floor)
    return worst if worst == worst else float("inf")


def rename(name, names):
    """By the longest beginning that is known."""
    begins = max((b for b in names if name.startswith(b)), key=len, default=None)
    return name if begins is None else names[begins] + name[len(begins):]


def load(module, entries, names, problems):
    if not isinstance(module, nn.Module):
        problems += [(float("inf"), f"weight {t['name']}") for t in entries]
        return {}
    state = {rename(t["name"], names): read(t, "before") for t in entries}
    for name, value in module.state_dict().items():
        if name.endswith("num_batches_tracked"):
            state.setdefault(name, value)
    module.load_state_dict(state)
    return dict(module.named_parameters())


def compare(make, given, evaluates, names, found):
    """The largest difference, and where."""
    inputs = [None if g is None else g[1].clone() for g in given]
    pairs = []
    for (kind, _), x in ((g, x) for g, x in zip(given, inputs) if g is not None):
        x.requires_grad_(kind == "numbers" and not evaluates)
    module = make(Params(found["params"]), *inputs)
    weights = load(module, found["entries"], names, pairs)
    if isinstance(module, nn.Module):
        module.train(not evaluates)
    ys = module(*inputs)
    ys = ys if isinstance(ys, (tuple, list)) else [ys]
    if len(ys) != len(found["outputs"]):
        pairs.append((float("inf"), f"{len(found['outputs'])} outputs"))
    loss = 0
    for i, (t, y) in enumerate(zip(found["outputs"], ys)):
        pairs.append((difference(read(t, "value"), y.detach()), f"output {i + 1}"))
        loss = loss + (F.mse_loss(y, read(t, "target")) if "target" in t else y if y.dim() == 0 else 0)
    if not evaluates:
        loss.backward()
        floor = max([1e-6, *(1e-3 * w.grad.abs().max().item() for w in weights.values() if w.grad is not None)])
        pairs += [(difference(read(t, "gradient"), x.grad), f"gradient of input {i + 1}") for i, (t, x) in enumerate(zip(found["inputs"], inputs)) if x is not None and x.requires_grad]
        pairs += [(difference(read(t, "gradient"), weights[rename(t["name"], names)].grad, floor), f"gradient of {t['name']}") for t in found["entries"] if rename(t["name"], names) in weights]
    after = module.state_dict() if isinstance(module, nn.Module) else {}
    pairs += [(difference(read(t, "after"), after[rename(t["name"], names)]), f"{t['name']} afterwards") for t in found["entries"] if rename(t["name"], names) in after]
    return max(pairs)


def ask(lines):
    answer = subprocess.run([sys.argv[1], *([] if lines else ["--list"])], input="\n".join(lines).encode(), stdout=subprocess.PIPE, check=True)
    return answer.stdout.splitlines()


lines = [
    "\t".join([id, " ".join(f"{k}={v}" for k, v in params.items()), "evaluate" if evaluates else "train", *map(write, inputs)])
    for id, _, cases, _ in LAYERS for inputs, params, evaluates in cases
]
answers = iter([json.loads(line) for line in ask(lines)])
for n, (id, make, cases, names) in enumerate(LAYERS, 1):
    worst = (0.0, "")
    for inputs, params, evaluates in cases:
        found = next(answers)
        try:
            here = (float("inf"), found["error"]) if "error" in found else compare(make, inputs, evaluates, names, found)
        except Exception as error:  # the line is wrong: said as the layer's failure
            here = (float("inf"), str(error).replace("\n", " "))
        worst = max(worst, (here[0], f"{here[1]}, {params}"))
    print("ok" if worst[0] <= LIMIT else "not ok", n, f"{id}: {len(cases)} cases, at most {worst[0]:.1e} ({worst[1]})")
held = {id for id, *_ in LAYERS}
table = [line.decode() for line in ask([])]
for n, id in enumerate(table, len(LAYERS) + 1):
    fault = "has a line and a reason for none" if id in held and id in APART else "" if id in held or id in APART else "has neither a line here nor a reason in APART"
    print("not ok" if fault else "ok", n, id, fault or APART.get(id, "has a line"))
stray = held.union(APART).difference(table)
print("not ok" if stray else "ok", len(LAYERS) + len(table) + 1, "no line is of a layer that there is not", *stray)
print(f"1..{len(LAYERS) + len(table) + 1}")
