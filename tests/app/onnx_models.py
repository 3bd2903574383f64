#!/usr/bin/python3
"""onnx_models: whole models as people write them in PyTorch, at every operator set that it exports; prints TAP.

onnx_models.py PATH/TO/weft FOLDER. Each is run as it is, becomes a network with all of its weights, is trained further, and leaves as a model
again, which says what PyTorch said; where FOLDER holds onnxruntime-node, there, too."""
import json
import os
import shutil
import subprocess
import sys

import numpy as np

from tap import Tap

os.environ["PYTHONWARNINGS"] = "ignore"
import onnx
import torch
from torch import nn
from torch.nn import functional as F

FOLDER = os.path.abspath(sys.argv[2])
OPSETS = range(9, 18)
WHOLE = 9, 13, 17  # which are taken in, too
tap = Tap("onnx-models")
torch.manual_seed(20)
jobs = []


def conv(before, after, size=3, **options):
    return nn.Sequential(nn.Conv2d(before, after, size, **{"padding": size // 2, "bias": False, **options}), nn.BatchNorm2d(after), nn.ReLU())


class Vit(nn.Module):
    """A picture cut into patches, which a transformer reads behind a token of its own."""

    def __init__(self, width=32):
        super().__init__()
        self.patch, self.first = nn.Conv2d(3, width, 4, 4), nn.Parameter(torch.randn(1, 1, width) / 9)
        self.places = nn.Parameter(torch.randn(1, 17, width) / 9)
        self.blocks = nn.ModuleList(nn.TransformerEncoderLayer(width, 4, 64, 0.1, "gelu", batch_first=True, norm_first=True) for _ in range(2))
        self.norm, self.head = nn.LayerNorm(width), nn.Linear(width, 10)

    def forward(self, x):
        x = self.patch(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.first.expand(x.shape[0], -1, -1), x], 1) + self.places
        for block in self.blocks:
            x = block(x)
        return self.head(self.norm(x)[:, 0])


class Excited(nn.Module):
    """A residual block whose channels are weighed (Hu et al. 2018)."""

    def __init__(self, before, after, stride):
        super().__init__()
        self.one, self.two = conv(before, after, stride=stride), nn.Sequential(*conv(after, after)[:2])
        self.squeeze, self.excite = nn.Linear(after, after // 4), nn.Linear(after // 4, after)
        self.down = nn.Sequential(*conv(before, after, 1, stride=stride)[:2]) if stride != 1 or before != after else nn.Identity()

    def forward(self, x):
        y = self.two(self.one(x))
        w = torch.sigmoid(self.excite(F.relu(self.squeeze(F.adaptive_avg_pool2d(y, 1).flatten(1)))))
        return F.relu(y * w[:, :, None, None] + self.down(x))


class ResNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(conv(3, 8), nn.MaxPool2d(2))
        self.blocks, self.end = nn.Sequential(Excited(8, 8, 1), Excited(8, 8, 1), Excited(8, 16, 2), Excited(16, 16, 1)), nn.Linear(16, 10)

    def forward(self, x):
        return self.end(self.blocks(self.stem(x)).mean((2, 3)))


class Translator(nn.Module):
    """A bidirectional reader, and a writer that looks back at it (Luong et al. 2015)."""

    def __init__(self):
        super().__init__()
        self.source, self.target, self.reader = nn.Embedding(30, 16), nn.Embedding(25, 16), nn.LSTM(16, 24, batch_first=True, bidirectional=True)
        self.narrow, self.writer, self.look = nn.Linear(48, 24), nn.LSTM(16, 24, batch_first=True), nn.Linear(24, 48, bias=False)
        self.mix, self.end = nn.Linear(72, 24), nn.Linear(24, 25)

    def forward(self, x, b):
        read, (h, c) = self.reader(self.source(x))
        state = torch.tanh(self.narrow(torch.cat([h[0], h[1]], 1)))[None], self.narrow(torch.cat([c[0], c[1]], 1))[None]
        y, _ = self.writer(self.target(b), state)
        seen = torch.bmm(F.softmax(torch.bmm(self.look(y), read.transpose(1, 2)), -1), read)
        return self.end(torch.tanh(self.mix(torch.cat([y, seen], -1))))


class Wave(nn.Module):
    """Dilated causal convolutions with gates (van den Oord et al. 2016)."""

    def __init__(self, width=12):
        super().__init__()
        self.first = nn.Conv1d(1, width, 2)
        self.filters, self.gates = (nn.ModuleList(nn.Conv1d(width, width, 2, dilation=2**i) for i in range(4)) for _ in range(2))
        self.back, self.out = (nn.ModuleList(nn.Conv1d(width, width, 1) for _ in range(4)) for _ in range(2))
        self.end = nn.Sequential(nn.ReLU(), nn.Conv1d(width, width, 1), nn.ReLU(), nn.Conv1d(width, 8, 1))

    def forward(self, x):
        x, said = self.first(F.pad(x, (1, 0))), 0
        for i in range(4):
            before = F.pad(x, (2**i, 0))
            z = torch.tanh(self.filters[i](before)) * torch.sigmoid(self.gates[i](before))
            x, said = x + self.back[i](z), said + self.out[i](z)
        return self.end(said)


class UNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.down1, self.down2, self.down3 = (nn.Sequential(conv(a, b), conv(b, b)) for a, b in ((1, 8), (8, 16), (16, 16)))
        self.up1, self.up2, self.end = nn.Sequential(conv(32, 8), conv(8, 8)), nn.Sequential(conv(16, 8), conv(8, 8)), nn.Conv2d(8, 2, 1)
        self.up = nn.Upsample(scale_factor=2, mode="bilinear", align_corners=True)

    def join(self, x, beside):
        x = self.up(x)
        lacking = [beside.size(i) - x.size(i) for i in (2, 3)]
        return torch.cat([beside, F.pad(x, [lacking[1] // 2, lacking[1] - lacking[1] // 2, lacking[0] // 2, lacking[0] - lacking[0] // 2])], 1)

    def forward(self, x):
        one = self.down1(x)
        two = self.down2(F.max_pool2d(one, 2))
        return self.end(self.up2(self.join(self.up1(self.join(self.down3(F.max_pool2d(two, 2)), two)), one)))


class Lines(nn.Module):
    """Convolutions whose columns a recurrent net reads (Shi et al. 2015)."""

    def __init__(self):
        super().__init__()
        self.see = nn.Sequential(nn.Conv2d(1, 8, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), conv(8, 16), nn.MaxPool2d((2, 1)), nn.Conv2d(16, 16, (4, 1)), nn.ReLU())
        self.read, self.end = nn.LSTM(16, 20, num_layers=2, bidirectional=True), nn.Linear(40, 11)

    def forward(self, x):
        y, _ = self.read(self.see(x).squeeze(2).permute(2, 0, 1))
        t, n, width = y.size()
        return self.end(y.view(t * n, width)).view(t, n, -1).log_softmax(2).transpose(0, 1)


class Maker(nn.Module):
    """Of noise a picture (Radford et al. 2016)."""

    def __init__(self):
        super().__init__()
        self.all = nn.Sequential(nn.ConvTranspose2d(20, 16, 4, 1, 0, bias=False), nn.BatchNorm2d(16), nn.ReLU(True),
                                 nn.ConvTranspose2d(16, 8, 4, 2, 1, bias=False), nn.BatchNorm2d(8), nn.ReLU(True), nn.ConvTranspose2d(8, 1, 4, 2, 1), nn.Tanh())

    def forward(self, x):
        return self.all(x.view(-1, 20, 1, 1))


class Code(nn.Module):
    """A variational autoencoder, as it is used: by its mean."""

    def __init__(self):
        super().__init__()
        self.see, self.mean, self.spread = nn.Sequential(nn.Linear(64, 32), nn.ReLU()), nn.Linear(32, 4), nn.Linear(32, 4)
        self.draw = nn.Sequential(nn.Linear(4, 32), nn.ReLU(), nn.Linear(32, 64), nn.Sigmoid())

    def forward(self, x):
        h = self.see(x.flatten(1))
        mean = self.mean(h)
        return self.draw(mean + torch.randn_like(mean) * self.spread(h).exp() if self.training else mean).view(-1, 1, 8, 8)


class Finder(nn.Module):
    """Of each cell a box's middle and size, whether there is one, and its kind."""

    def __init__(self):
        super().__init__()
        self.see, self.end = nn.Sequential(conv(1, 8), nn.MaxPool2d(2), conv(8, 16), nn.MaxPool2d(2)), nn.Conv2d(16, 8, 1)
        row, column = torch.meshgrid(torch.arange(5.0), torch.arange(5.0), indexing="ij")
        self.register_buffer("cells", torch.stack([column, row])[None])

    def forward(self, x):
        y = self.end(self.see(x))
        boxes = torch.cat([(torch.sigmoid(y[:, :2]) + self.cells) / 5, torch.exp(y[:, 2:4]) * 0.2, torch.sigmoid(y[:, 4:5]), torch.softmax(y[:, 5:], 1)], 1)
        return boxes.flatten(2).transpose(1, 2)


class Inverted(nn.Module):
    """Wide inside, each channel by itself (Sandler et al. 2018), bent by hard-swish (Howard et al. 2019)."""

    def __init__(self, before, after, stride):
        super().__init__()
        wide, self.adds = 3 * before, stride == 1 and before == after
        self.all = nn.Sequential(nn.Conv2d(before, wide, 1, bias=False), nn.BatchNorm2d(wide), nn.Hardswish(),
                                 nn.Conv2d(wide, wide, 3, stride, 1, groups=wide, bias=False), nn.BatchNorm2d(wide), nn.ReLU6(),
                                 nn.Conv2d(wide, after, 1, bias=False), nn.BatchNorm2d(after))

    def forward(self, x):
        return x + self.all(x) if self.adds else self.all(x)


class Mobile(nn.Module):
    def __init__(self):
        super().__init__()
        self.all = nn.Sequential(conv(3, 8, stride=2), Inverted(8, 8, 1), Inverted(8, 12, 2), Inverted(12, 12, 1), nn.AdaptiveAvgPool2d(1))
        self.end = nn.Sequential(nn.Dropout(0.2), nn.Linear(12, 10))

    def forward(self, x):
        return self.end(torch.flatten(self.all(x), 1))


class Dense(nn.Module):
    """Each layer sees all before it (Huang et al. 2017)."""

    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(3, 8, 3, padding=1, bias=False)
        self.grow = nn.ModuleList(nn.Sequential(nn.BatchNorm2d(8 + 4 * i), nn.ReLU(), nn.Conv2d(8 + 4 * i, 4, 3, padding=1, bias=False)) for i in range(4))
        self.narrow = nn.Sequential(nn.BatchNorm2d(24), nn.ReLU(), nn.Conv2d(24, 12, 1), nn.AvgPool2d(2))
        self.end = nn.Linear(12, 10)

    def forward(self, x):
        parts = [self.first(x)]
        for layer in self.grow:
            parts.append(layer(torch.cat(parts, 1)))
        return self.end(F.adaptive_avg_pool2d(F.relu(self.narrow(torch.cat(parts, 1))), 1).flatten(1))


class Inception(nn.Module):
    """Branches of several sizes (Szegedy et al. 2015)."""

    def __init__(self):
        super().__init__()
        self.stem = conv(3, 8)
        self.branches = nn.ModuleList([conv(8, 4, 1), nn.Sequential(conv(8, 4, 1), conv(4, 6)), nn.Sequential(conv(8, 4, 1), conv(4, 4, 5)),
                                       nn.Sequential(nn.MaxPool2d(3, 1, 1), conv(8, 4, 1))])
        self.end = nn.Sequential(nn.MaxPool2d(3, 2, ceil_mode=True), nn.AdaptiveAvgPool2d((1, 1)), nn.Flatten(), nn.Linear(18, 10))

    def forward(self, x):
        x = self.stem(x)
        return self.end(torch.cat([branch(x) for branch in self.branches], 1))


picture, words = torch.randn(3, 3, 16, 16), torch.randint(0, 25, (3, 7))
MODELS = {"vit": (Vit, picture), "resnet-se": (ResNet, picture), "translator": (Translator, words, words[:, 2:]), "wavenet": (Wave, torch.randn(3, 1, 40)),
          "u-net": (UNet, torch.randn(2, 1, 20, 20)), "crnn": (Lines, torch.randn(3, 1, 16, 32)), "dcgan": (Maker, torch.randn(3, 20)),
          "vae": (Code, torch.randn(3, 1, 8, 8)), "detector": (Finder, torch.randn(2, 1, 20, 20)), "mobilenet": (Mobile, picture),
          "densenet": (Dense, picture), "inception": (Inception, picture)}


def weft(*args):
    return subprocess.run([tap.weft, args[0], "--user-dir", tap.path("user"), *args[1:]], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          env={**os.environ, "LANGUAGE": "en"}, timeout=120)


def ask(model, given):
    """What a model's file says, or what is wrong."""
    inputs = []
    for value, x in zip(onnx.load(model).graph.input, given):
        np.save(tap.path(value.name + ".npy"), x)
        inputs += ["--input", f"{value.name}={tap.path(value.name + '.npy')}"]
    shutil.rmtree(tap.path("said"), ignore_errors=True)
    said = weft("run", model, *inputs, "--output", tap.path("said"))
    return np.load(tap.path("said", "output_0.npy")) if said.returncode == 0 else said.stderr


def is_near(got, wanted):
    return isinstance(got, np.ndarray) and got.shape == wanted.shape and np.allclose(got, wanted, rtol=1e-4, atol=1e-4)


def check_network(name, given, wanted):
    """It becomes a network, which leaves as a model again, and learns."""
    model, project, back = (tap.path(name + ending) for ending in (".onnx", ".weft", "-back.onnx"))
    said = weft("import", model, project, "--json")
    taken = [row for row in map(json.loads, said.stdout.splitlines()) if row.get("event") == "weights"]
    tap.ok(f"{name}: it is a network with all of its weights", bool(taken) and taken[0]["taken"] == taken[0]["of"] and not taken[0]["left"], said.stderr)
    said = weft("export", project, "--format", "onnx", back)
    if not os.path.exists(back):
        tap.ok(f"{name}: it leaves again", False, said.stderr)
        return
    onnx.checker.check_model(onnx.load(back), full_check=True)
    got = ask(back, given)
    tap.ok(f"{name}: it leaves again, and says what PyTorch says", is_near(got, wanted), got)
    names = [value.name for value in onnx.load(back).graph.input]
    inputs = {}
    for i, (key, x) in enumerate(zip(names, given)):
        x.tofile(tap.path(f"{name}.in{i}"))
        inputs[key] = {"type": str(x.dtype), "dims": x.shape, "file": tap.path(f"{name}.in{i}")}
    jobs.append({"name": name, "wanted": wanted, "model": back, "said": tap.path(name + ".said"), "inputs": inputs})
    said = weft("train", project, "--steps", "3", "--json")
    last = [json.loads(line) for line in said.stdout.splitlines()][-1] if said.returncode == 0 else {}
    tap.ok(f"{name}: it learns on", said.returncode == 0 and last.get("steps") == 3 and np.isfinite(last["loss"]), said.stderr or last)


def check_runtime():
    """What left says the same in ONNX Runtime."""
    if not os.path.exists(os.path.join(FOLDER, "node_modules", "onnxruntime-node")) or shutil.which("node") is None:
        tap.skip("ONNX Runtime", "onnxruntime-node is not here: ./dev check fetches it where there is a network")
        return
    with open(tap.path("jobs.json"), "w") as file:
        json.dump([{key: job[key] for key in ("model", "said", "inputs")} for job in jobs], file)
    said = subprocess.run(["node", os.path.join(os.path.dirname(os.path.abspath(__file__)), "onnx_runtime.js"), FOLDER, file.name],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=300)
    tap.ok("ONNX Runtime is there", said.returncode == 0, said.stderr)
    for job in jobs:
        with open(job["said"] + ".json") as file:
            answers = json.load(file)
        got = answers["error"] if isinstance(answers, dict) else np.fromfile(answers[0]["file"], answers[0]["type"]).reshape(answers[0]["dims"])
        tap.ok(f"{job['name']}: ONNX Runtime says it, too", is_near(got, job["wanted"]), got)


def check_model(name, kind, inputs):
    module = kind().eval()
    for weights in module.buffers():  # as of a norm that has seen something
        if weights.dtype == torch.float32 and weights.dim() == 1:
            weights.uniform_(0.5, 1.5)
    with torch.no_grad():
        wanted = module(*inputs).numpy()
    given, names = [x.numpy().copy() for x in inputs], ["x", "b"][:len(inputs)]
    for opset in OPSETS:
        file = tap.path(f"{name}-{opset}.onnx")
        try:
            torch.onnx.export(module, inputs, file, opset_version=opset, input_names=names, output_names=["y"],
                              dynamic_axes={**{key: {0: "N"} for key in names}, "y": {0: "N"}})
        except torch.onnx.errors.OnnxExporterError:
            continue  # it has no form for it in so early a set
        except RuntimeError:
            continue
        if name == "u-net" and opset < 11:
            continue  # where its Upsample lies between points is not PyTorch's
        got = ask(file, given)
        tap.ok(f"{name}: of operator set {opset}, as it is, it says what PyTorch says", is_near(got, wanted), got)
        if opset in WHOLE:
            check_network(f"{name}-{opset}", given, wanted)


for name, (kind, *inputs) in MODELS.items():
    check_model(name, kind, tuple(inputs))
check_runtime()
tap.end()
