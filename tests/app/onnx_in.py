#!/usr/bin/python3
"""onnx_in: ONNX models of others, and our own again, as projects; prints TAP.

onnx_in.py PATH/TO/weft. A model that PyTorch wrote, and each of the gallery's that Weft wrote, is run as it is and as the network that
it becomes; both say what PyTorch, or Weft, said."""
import copy
import json
import os
import resource
import shutil
import subprocess

import numpy as np

import models
from tap import Tap

os.environ["PYTHONWARNINGS"] = "ignore"
import onnx
from onnx.numpy_helper import from_array
import torch
from torch import nn

tap = Tap("onnx-in")
torch.manual_seed(1)


class Mlp(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(20, 16), nn.Linear(16, 3)

    def forward(self, x):
        return self.fc2(torch.relu(self.fc1(x)))


class LeNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1, self.conv2 = nn.Conv2d(1, 6, 5, padding=2), nn.Conv2d(6, 16, 5)
        self.norm = nn.Sequential(nn.Conv2d(6, 6, 3, padding=1, bias=False), nn.BatchNorm2d(6), nn.ReLU())
        self.fc1, self.fc2, self.fc3 = nn.Linear(400, 120), nn.Linear(120, 84), nn.Linear(84, 10)

    def forward(self, x):
        x = self.norm(torch.max_pool2d(torch.tanh(self.conv1(x)), 2))
        x = nn.functional.avg_pool2d(torch.tanh(self.conv2(x)), 2)
        x = x.view(x.size(0), -1)
        return self.fc3(torch.tanh(self.fc2(torch.tanh(self.fc1(x)))))


def weft(*args):
    return subprocess.run([tap.weft, args[0], "--user-dir", tap.path("user"), *args[1:]], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          env={**os.environ, "LANGUAGE": "en"}, timeout=120)


def load(*names):
    try:
        return np.load(tap.path(*names))
    except OSError as problem:
        return problem


def near(a, b):
    return isinstance(a, np.ndarray) and isinstance(b, np.ndarray) and a.shape == b.shape and np.allclose(a, b, rtol=1e-4, atol=1e-4)


def ask(what, *names):
    """What a model's file, or a project, says of x.npy: (the numbers, what was printed)."""
    said = weft("run", tap.path(what), "--input", tap.path("x.npy"), "--output", tap.path("said-" + what))
    return load("said-" + what, *names), said.stderr


def pytorch(name, module, shape, opset, fixed=False, axis=0, layers=None):
    """A module as a model and as a network. axis: along which its samples lie; layers: which ones there must be, data and loss left out."""
    module.eval()
    x = shape if isinstance(shape, torch.Tensor) else torch.randn(*shape)
    with torch.no_grad():
        wanted = module(x).numpy()
    np.save(tap.path("x.npy"), x.numpy())
    axes = None if fixed else {"x": {axis: "N"}, "y": {0: "N"}}
    torch.onnx.export(module, x, tap.path(name + ".onnx"), opset_version=opset, input_names=["x"], output_names=["y"], dynamic_axes=axes)
    got, said = ask(name + ".onnx", "output_0.npy")
    tap.ok(f"{name}: as it is, it says what PyTorch says", near(got, wanted), said)
    said = weft("import", tap.path(name + ".onnx"), tap.path(name + ".weft"), "--json")
    rows = [json.loads(line) for line in said.stdout.splitlines()]
    taken = [row for row in rows if row.get("event") == "weights"]
    tap.ok(f"{name}: all weights come along", bool(taken) and taken[0]["taken"] == taken[0]["of"] and not taken[0]["left"], said.stderr)
    np.save(tap.path("x.npy"), np.moveaxis(x.numpy(), axis, 0))
    got, said = ask(name + ".weft", "y_scores.npy" if wanted.ndim == 2 else "y.npy")
    if wanted.ndim == 2:
        tap.ok(f"{name}: the network says it, too", near(got, torch.softmax(torch.tensor(wanted), 1).numpy()), said)
    else:
        tap.ok(f"{name}: the network says it, too", near(got, np.moveaxis(wanted, axis, 0)), said)
    if layers is not None:
        graph = json.loads(weft("export", tap.path(name + ".weft"), "--format", "json", "-").stdout)
        found = [node["layer"] for node in graph["nodes"]]
        tap.ok(f"{name}: it is {', '.join(layers)}", found[1:-1] == layers, found)


class Gelu(nn.Module):
    """A transformer's two layers about a GELU, of which the exporter makes an error function."""

    def __init__(self):
        super().__init__()
        self.norm, self.wide, self.narrow = nn.LayerNorm(8), nn.Linear(8, 16), nn.Linear(16, 4)

    def forward(self, x):
        return self.narrow(nn.functional.gelu(self.wide(self.norm(x))))


class Wide(nn.Module):
    """Branches, sizes that are halved and doubled, norms, gates and a mean."""

    def __init__(self):
        super().__init__()
        self.down, self.up = nn.Conv2d(3, 6, 3, 2, 1, groups=3), nn.ConvTranspose2d(6, 3, 2, 2)
        self.norm, self.gate, self.slope = nn.GroupNorm(2, 6), nn.Conv2d(9, 9, 1), nn.PReLU(6)
        self.end = nn.Linear(9, 4)

    def forward(self, x):
        low = self.slope(self.norm(self.down(x)))
        both = torch.cat([self.up(low), nn.functional.interpolate(low, scale_factor=2, mode="bilinear", align_corners=False)], 1)
        both = nn.functional.hardswish(both) * torch.sigmoid(self.gate(both.mean((2, 3), keepdim=True))) + 0.5
        return self.end(both.flatten(2).transpose(1, 2)[:, ::3].amax(1))


pytorch("wide", Wide(), (3, 3, 8, 8), 13)
pytorch("gelu", Gelu(), (5, 8), 13)


class Recurrent(nn.Module):
    """A recurrent layer as the exporter writes it, of which a dense one reads the last step ("last"), the last layer's states ("state") or all
    steps ("all")."""

    def __init__(self, kind, says, **options):
        super().__init__()
        self.rnn, self.says, self.first, self.both = kind(5, 6, **options), says, options.get("batch_first"), options.get("bidirectional", False)
        self.end = nn.Linear(6 * (1 + self.both), 3)

    def forward(self, x):
        steps, state = self.rnn(x)
        state = state[0] if isinstance(state, tuple) else state
        if self.says == "state":
            return self.end(torch.cat([state[-2], state[-1]], 1) if self.both else state[-1])
        return self.end(steps if self.says == "all" else steps[:, -1] if self.first else steps[-1])


class Translator(nn.Module):
    """One layer begins with the states in which another ends."""

    def __init__(self, kind):
        super().__init__()
        self.reader, self.writer, self.end = kind(5, 6, batch_first=True), kind(5, 6, batch_first=True), nn.Linear(6, 3)

    def forward(self, x):
        return self.end(self.writer(x[:, 3:], self.reader(x[:, :3])[1])[0][:, -1])


def check_recurrent():
    for kind in (nn.LSTM, nn.GRU, nn.RNN):
        for says, opset, options in (("last", 13, {}), ("last", 16, {"batch_first": True}), ("state", 9, {"num_layers": 2, "batch_first": True}),
                                     ("state", 13, {"bidirectional": True, "num_layers": 2}), ("all", 13, {"num_layers": 3, "batch_first": True}),
                                     ("all", 13, {"bidirectional": True, "bias": False})):
            first, name = options.get("batch_first"), kind.__name__.lower()
            pytorch("-".join([name, says] + list(options)), Recurrent(kind, says, **options), (4, 7, 5) if first else (7, 4, 5), opset, axis=0 if first else 1,
                    layers=[name, "dense"])
    pytorch("lstm-both-last", Recurrent(nn.LSTM, "last", bidirectional=True, batch_first=True), (4, 7, 5), 13)
    pytorch("gru-fixed", Recurrent(nn.GRU, "last"), (7, 4, 5), 13, fixed=True, axis=1)
    pytorch("gru-one", Recurrent(nn.GRU, "all", batch_first=True), (1, 7, 5), 13, fixed=True)
    for kind in (nn.LSTM, nn.GRU):
        pytorch(f"translator-{kind.__name__.lower()}", Translator(kind), (4, 7, 5), 13)


class Reader(nn.Module):
    """Tokens and their places through layers of a transformer."""

    def __init__(self, first=True, mask=False, last=False, **options):
        super().__init__()
        self.words, self.places, self.first, self.mask = nn.Embedding(20, 8), nn.Embedding(7, 8), first, mask
        layer = nn.TransformerEncoderLayer(8, 2, 16, batch_first=first, **options)
        self.layers, self.end = nn.TransformerEncoder(layer, 2, nn.LayerNorm(8) if last else None), nn.Linear(8, 3)
        self.layers.enable_nested_tensor = False
        for weights in self.parameters():
            nn.init.normal_(weights, std=0.5)

    def forward(self, x):
        h = self.words(x) + self.places(torch.arange(x.shape[1]))
        mask = nn.Transformer.generate_square_subsequent_mask(7) if self.mask else None
        for layer in self.layers.layers:
            h = layer(h, src_mask=mask) if self.first else layer(h.transpose(0, 1), src_mask=mask).transpose(0, 1)
        return self.end((self.layers.norm(h) if self.layers.norm is not None else h).mean(1))


class Tagger(nn.Module):
    """Scores of each token, or their probabilities."""

    def __init__(self, *last):
        super().__init__()
        self.words, self.rnn, self.end = nn.Embedding(20, 6), nn.GRU(6, 5, batch_first=True), nn.Sequential(nn.Linear(5, 20), *last)

    def forward(self, x):
        return self.end(self.rnn(self.words(x))[0])


def check_tagger():
    """Scores of tokens are learnt as classes, one for each, and what is said of them is the likeliest."""
    x = torch.randint(0, 20, (4, 7))
    for name, module, ends in ("tagger", Tagger(), ["dense"]), ("tagger-shares", Tagger(nn.Softmax(-1)), ["dense", "softmax"]):
        torch.onnx.export(module.eval(), x, tap.path(name + ".onnx"), opset_version=13, input_names=["x"], output_names=["y"],
                          dynamic_axes={"x": {0: "N"}, "y": {0: "N"}})
        weft("import", tap.path(name + ".onnx"), tap.path(name + ".weft"))
        np.save(tap.path("x.npy"), x.numpy())
        got, said = ask(name + ".weft", "y.npy")
        tap.ok(f"{name}: of each token the likeliest", np.array_equal(got, module(x).argmax(2).numpy()), said)
        graph = json.loads(weft("export", tap.path(name + ".weft"), "--format", "json", "-").stdout)
        layers = [node["layer"] for node in graph["nodes"]]
        tap.ok(f"{name}: by cross-entropy", [layer for layer in layers if not layer.startswith("group")] == ["data", "embedding", "gru", *ends, "cross_entropy"]
               and any(to == "loss.prediction" and of.startswith("end") for of, to in graph["wires"]), graph)
        said = weft("train", tap.path(name + ".weft"), "--steps", "5", "--json")
        loss = json.loads(said.stdout.splitlines()[-1])["loss"]
        tap.ok(f"{name}: of twenty classes by chance", 2.5 < loss < 3.5, said.stdout + said.stderr)


class Looks(nn.Module):
    """One sequence looks at another, whose heads somebody takes apart by hand; and a token of its own that stands before all steps."""

    def __init__(self):
        super().__init__()
        self.q, self.k, self.v, self.out = nn.Linear(8, 8), nn.Linear(6, 8), nn.Linear(6, 8), nn.Linear(8, 8)
        self.head, self.end = nn.Parameter(torch.randn(1, 1, 8)), nn.Linear(8, 3)

    def forward(self, x):
        a, b = torch.cat([self.head.expand(x.shape[0], -1, -1), x], 1), x[..., :6].relu()
        q, k, v = (f(s).view(s.shape[0], -1, 2, 4).transpose(1, 2) for f, s in ((self.q, a), (self.k, b), (self.v, b)))
        y = torch.softmax(q @ k.transpose(2, 3) / 2, -1) @ v
        return self.end(self.out(y.transpose(1, 2).reshape(a.shape))[:, 0])


class Parts(nn.Module):
    """A picture, words, a label and numbers of one sample."""

    def __init__(self):
        super().__init__()
        self.conv, self.words, self.label, self.rnn = nn.Conv2d(1, 4, 3), nn.Embedding(12, 6), nn.Embedding(5, 6), nn.GRU(6, 4, batch_first=True)
        self.end = nn.Linear(4 * 36 + 4 + 6 + 2, 3)

    def forward(self, picture, words, label, numbers):
        parts = torch.relu(self.conv(picture)).flatten(1), self.rnn(self.words(words))[0][:, -1], self.label(label), numbers
        return self.end(torch.cat(parts, 1))


def check_tokens():
    words = torch.randint(0, 20, (4, 7))
    whole = ["embedding", "dense", "transformer_encoder", "learnt_positions"]
    for name, module in (("encoder", Reader()), ("encoder-first", Reader(norm_first=True, activation="gelu")), ("encoder-turned", Reader(first=False)),
                         ("encoder-causal", Reader(mask=True))):
        pytorch(name, module, words, 13, layers=["embedding", "reduce", *whole[1:]])
    pytorch("encoder-one", Reader(), words[:1], 13, fixed=True, layers=["embedding", "reduce", *whole[1:]])
    pytorch("encoder-norm", Reader(last=True, activation="gelu"), words, 9)
    pytorch("looks", Looks(), (4, 5, 8), 13)
    graph = json.loads(weft("export", tap.path("looks.weft"), "--format", "json", "-").stdout)
    tap.ok("looks: its heads are attention", "attention" in [node["layer"] for node in graph["nodes"]], graph["nodes"])
    tagger = nn.Sequential(nn.Embedding(20, 6), nn.Flatten(), nn.Linear(42, 3))
    pytorch("words", tagger, words, 13, layers=["embedding", "flatten", "dense"])
    pytorch("words32", tagger, words.int(), 13)


class Block(nn.Module):
    """Of a residual network: two convolutions beside a way around them."""

    def __init__(self, before, after, stride):
        super().__init__()
        self.conv1, self.norm1 = nn.Conv2d(before, after, 3, stride, 1, bias=False), nn.BatchNorm2d(after)
        self.conv2, self.norm2 = nn.Conv2d(after, after, 3, 1, 1, bias=False), nn.BatchNorm2d(after)
        self.around = nn.Sequential(nn.Conv2d(before, after, 1, stride, bias=False), nn.BatchNorm2d(after)) if before != after else nn.Identity()

    def forward(self, x):
        return torch.relu(self.norm2(self.conv2(torch.relu(self.norm1(self.conv1(x))))) + self.around(x))


class Residual(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1, self.end = nn.Conv2d(1, 4, 3, 1, 1), nn.Linear(8, 3)
        self.layer1 = nn.Sequential(Block(4, 4, 1), Block(4, 4, 1), Block(4, 4, 1))
        self.layer2 = nn.Sequential(Block(4, 8, 2), Block(8, 8, 1))

    def forward(self, x):
        return self.end(self.layer2(self.layer1(torch.relu(self.conv1(x)))).mean((2, 3)))


def check_titles():
    """A part is called after what holds it and its number there; a mere number after what stands in it."""
    chain = nn.Sequential(nn.Conv2d(1, 4, 3), nn.Sequential(nn.Conv2d(4, 4, 3), nn.Tanh(), nn.Conv2d(4, 4, 3)), Block(4, 8, 1), nn.Flatten(), nn.Linear(8 * 36, 3))
    named = nn.Sequential()
    named.add_module("features", nn.Sequential(chain[0], chain[1], chain[2]))
    named.add_module("end", nn.Sequential(nn.Flatten(), nn.Linear(8 * 36, 3)))
    for name, module, titles in ("chain", chain, {"Convolution 1", "Residual block 2"}), ("named", named, {"features", "features 1", "features 2", "end"}), \
            ("residual", None, {"layer1", "layer2", "layer2 0", "layer2 1"}):
        if module is not None:
            pytorch(name, module, (2, 1, 12, 12), 13)
        graph = json.loads(weft("export", tap.path(name + ".weft"), "--format", "json", "-").stdout)
        found = {node.get("title") for node in graph["nodes"] if node["layer"] == "group"}
        tap.ok(f"{name}: groups are called {', '.join(sorted(titles))}", found == titles, found)


class Crossed(nn.Module):
    """A part that others stand between: it is none."""

    def __init__(self):
        super().__init__()
        self.pair, self.between, self.end = nn.ModuleList([nn.Linear(6, 6), nn.Linear(6, 6)]), nn.Linear(6, 6), nn.Linear(6, 3)

    def forward(self, x):
        return self.end(torch.tanh(self.pair[1](self.between(self.pair[0](x).relu()))))


def check_groups():
    pytorch("residual", Residual(), (2, 1, 12, 12), 13)
    graph = json.loads(weft("export", tap.path("residual.weft"), "--format", "json", "-").stdout)
    groups = {node["name"]: node for node in graph["nodes"] if node["layer"] == "group"}
    tap.ok("residual: blocks that are alike are one, three times", groups.get("layer1", {}).get("params", {}).get("repeat") == 3, groups)
    inside = [node["layer"] for node in graph["nodes"] if node.get("parent") == "layer1" and not node["layer"].startswith("group")]
    tap.ok("residual: of five nodes", inside == ["conv2d", "relu", "conv2d", "add", "relu"], inside)
    tap.ok("residual: those that are not stand apart, in a group of both", [groups[name].get("parent") for name in ("layer2_0", "layer2_1")] == ["layer2"] * 2, groups)
    top = [node["name"] for node in graph["nodes"] if "parent" not in node]
    tap.ok("residual: and nothing is left of them at the top", sorted(top) == sorted(["data", "conv1", "relu1", "layer1", "layer2", "reduce1", "end", "loss"]), top)
    pytorch("crossed", Crossed(), (4, 6), 13)


class Again(nn.Module):
    """A part that is called three times, and one that is called once and begins with the same numbers."""

    def __init__(self):
        super().__init__()
        self.part, self.end = nn.Sequential(nn.Linear(6, 6), nn.Tanh(), nn.BatchNorm1d(6)), nn.Linear(6, 3)
        self.part[2].running_mean.uniform_(-0.5, 0.5)
        self.copy = copy.deepcopy(self.part[0])

    def forward(self, x):
        for _ in range(3):
            x = self.part(x)
        return self.end(torch.sin(self.copy(x)))


def check_again():
    pytorch("again", Again(), (4, 6), 13)
    graph = json.loads(weft("export", tap.path("again.weft"), "--format", "json", "-").stdout)
    sharers = sorted((node["layer"], node["shared"]) for node in graph["nodes"] if "shared" in node)
    tap.ok("again: what is called again has the first one's weights, a copy its own", [layer for layer, _ in sharers] == ["batch_norm"] * 2 + ["dense"] * 2 and len(set(sharers)) == 2, graph["nodes"])
    before, trained = weft("export", tap.path("again.weft"), "--format", "onnx", tap.path("again-first.onnx")), weft("train", tap.path("again.weft"), "--steps", "5")
    tap.ok("again: and it is trained further", before.returncode == 0 and trained.returncode == 0, before.stderr + trained.stderr)


class Whole(nn.Module):
    """A block of a transformer whose attention is PyTorch's, its three products as one."""

    def __init__(self):
        super().__init__()
        self.attn, self.norm1, self.fc1, self.fc2, self.norm2 = nn.MultiheadAttention(12, 3, batch_first=True), nn.LayerNorm(12), nn.Linear(12, 20), nn.Linear(20, 12), nn.LayerNorm(12)

    def forward(self, x):
        x = self.norm1(x + self.attn(x, x, x, need_weights=False)[0])
        return self.norm2(x + self.fc2(torch.tanh(self.fc1(x))))


class Apart(nn.Module):
    """One whose three products somebody calls as he likes."""

    def __init__(self):
        super().__init__()
        self.query, self.key, self.value, self.dense = (nn.Linear(12, 12) for _ in range(4))
        self.norm = nn.LayerNorm(12)

    def forward(self, x):
        q, k, v = (f(x).view(*x.shape[:2], 3, 4).transpose(1, 2) for f in (self.query, self.key, self.value))
        return self.norm(x + self.dense((torch.softmax(q @ k.transpose(2, 3) / 2, -1) @ v).transpose(1, 2).reshape(x.shape)))


class Stranger(nn.Module):
    """Blocks that come again, attention of three kinds, places, and a token of its own before all steps."""

    def __init__(self):
        super().__init__()
        self.words, self.places, self.cls = nn.Embedding(20, 12), nn.Embedding(9, 12), nn.Parameter(torch.randn(1, 1, 12))
        self.layers, self.apart = nn.ModuleList([Whole() for _ in range(3)]), nn.Sequential(Apart(), Apart())
        self.encoder, self.end = nn.TransformerEncoder(nn.TransformerEncoderLayer(12, 3, 24, batch_first=True), 2), nn.Linear(12, 4)
        self.encoder.enable_nested_tensor = False

    def forward(self, x):
        x = torch.cat([self.cls.expand(x.shape[0], -1, -1), self.words(x) + self.places(torch.arange(x.shape[1]))], 1)
        for layer in self.layers:
            x = layer(x)
        for layer in self.encoder.layers:
            x = layer(x)
        return self.end(self.apart(x)[:, 0])


def make_norms():
    """Convolutions that the exporter joins with what stands behind them, in modules that are but numbers."""
    part = nn.Sequential(nn.Conv2d(4, 4, 3, padding=1), nn.BatchNorm2d(4), nn.ReLU())
    return nn.Sequential(nn.Conv2d(1, 4, 3, bias=False), nn.BatchNorm2d(4), nn.ReLU(), part, copy.deepcopy(part), nn.Flatten(), nn.Linear(144, 3))


def check_back():
    """What a stranger has trained on in PyTorch comes back by the names that it has there, and says here what it says there."""
    for name, make, x in ("stranger", Stranger, torch.randint(0, 20, (3, 5))), ("numbers", make_norms, torch.randn(3, 1, 8, 8)):
        torch.onnx.export(make().eval(), x, tap.path(name + ".onnx"), opset_version=13, input_names=["x"], output_names=["y"], dynamic_axes={"x": {0: "N"}, "y": {0: "N"}})
        weft("import", tap.path(name + ".onnx"), tap.path(name + ".weft"))
        module = make().eval()
        with torch.no_grad():
            for key, numbers in module.state_dict().items():
                if numbers.is_floating_point():
                    numbers.copy_(torch.rand_like(numbers) + 0.5 if "var" in key else numbers + 0.1 * torch.randn_like(numbers))
        np.savez(tap.path(name + ".npz"), **{key: numbers.numpy() for key, numbers in module.state_dict().items() if numbers.is_floating_point()})
        said = weft("import", tap.path(name + ".npz"), "--into", tap.path(name + ".weft"), "--json")
        row = json.loads((said.stdout.splitlines() or ["{}"])[-1])
        tap.ok(f"{name}: all of it comes back", row.get("taken", 0) == row.get("of", 1) and "–" not in said.stdout, said.stdout + said.stderr)
        np.save(tap.path("x.npy"), x.numpy())
        got, said = ask(name + ".weft", "y_scores.npy")
        wanted = torch.softmax(module(x), 1).detach().numpy()
        tap.ok(f"{name}: and says what it says there", isinstance(got, np.ndarray) and np.abs(got - wanted).max() < 1e-5, (said, got, wanted))


check_back()


def check_parts():
    module, names = Parts().eval(), ["picture", "Words in", "label", "numbers"]
    inputs = torch.randn(4, 1, 8, 8), torch.randint(0, 12, (4, 5)), torch.randint(0, 5, (4,)), torch.randn(4, 2)
    torch.onnx.export(module, inputs, tap.path("parts.onnx"), opset_version=13, input_names=names, output_names=["y"],
                      dynamic_axes={name: {0: "N"} for name in names + ["y"]})
    said = weft("import", tap.path("parts.onnx"), tap.path("parts.weft"))
    tap.ok("parts: a model of four inputs is a network", said.returncode == 0, said.stderr)
    said = weft("export", tap.path("parts.weft"), "--format", "onnx", tap.path("parts-back.onnx"))
    given = []
    for name, x in zip(("x", "words_in", "label", "numbers"), inputs):
        np.save(tap.path(name + ".npy"), x.numpy())
        given += ["--input", f"{name}={tap.path(name + '.npy')}"]
    said = weft("run", tap.path("parts-back.onnx"), *given, "--output", tap.path("parts-back"))
    got, wanted = load("parts-back", "output_0.npy"), module(*inputs).detach()
    tap.ok("parts: and it says the same", near(got, wanted.numpy()) or near(got, torch.softmax(wanted, 1).numpy()), said.stderr)


class Masked(nn.Module):
    """Tokens of which a mask of whole numbers says which are real, as BERT has it; or how many are."""

    def __init__(self, counts=False):
        super().__init__()
        self.words, self.q, self.k, self.end = nn.Embedding(20, 6), nn.Linear(6, 6), nn.Linear(6, 6), nn.Linear(6, 3)
        self.rnn = nn.GRU(6, 6, batch_first=True) if counts else None

    def forward(self, x, mask):
        x = self.words(x)
        if self.rnn is not None:
            return self.end(self.rnn(nn.utils.rnn.pack_padded_sequence(x, mask, batch_first=True))[1][-1])
        scores = self.q(x) @ self.k(x).transpose(1, 2) / 3 + (1.0 - mask[:, None, :].float()) * -10000.0
        return self.end((torch.softmax(scores, -1) @ x).mean(1))


def check_masked():
    """Whole numbers that are counted with are numbers of the data; lengths of a recurrent layer are refused by its name."""
    x, mask = torch.randint(0, 20, (4, 5)), torch.tensor([[1] * 5, [1, 1, 0, 0, 0], [1, 0, 1, 0, 1], [1, 1, 1, 1, 0]])
    for dtype in torch.int64, torch.int32, torch.bool:
        module = Masked().eval()
        torch.onnx.export(module, (x, mask.to(dtype)), tap.path("masked.onnx"), opset_version=13, input_names=["x", "mask"], output_names=["y"],
                          dynamic_axes={name: {0: "N"} for name in ("x", "mask", "y")})
        if os.path.exists(tap.path("masked.weft")):
            os.remove(tap.path("masked.weft"))
        said = weft("import", tap.path("masked.onnx"), tap.path("masked.weft"))
        np.save(tap.path("x.npy"), x.numpy())
        np.save(tap.path("mask.npy"), mask.float().numpy())
        more = weft("run", tap.path("masked.weft"), "--input", "x=" + tap.path("x.npy"), "--input", "mask=" + tap.path("mask.npy"), "--output", tap.path("said-masked"))
        got, wanted = load("said-masked", "y_scores.npy"), torch.softmax(module(x, mask.to(dtype)), 1).detach().numpy()
        tap.ok(f"masked: by {dtype}, and it says the same", near(got, wanted), said.stderr + more.stderr + str(got))
    said = weft("train", tap.path("masked.weft"), "--steps", "5")
    tap.ok("masked: and it is trained further", said.returncode == 0, said.stderr)
    tensor = onnx.helper.make_tensor_value_info
    graph = onnx.helper.make_graph([onnx.helper.make_node("Add", ["x", "x"], ["y"])], "twice", [tensor("x", 7, ["N", 4])], [tensor("y", 7, ["N", 4])])
    onnx.save(onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 13)]), tap.path("twice.onnx"))
    said = weft("import", tap.path("twice.onnx"), tap.path("twice.weft"))
    tap.ok("twice: whole numbers that come out are compared as such", said.returncode == 0, said.stderr)
    torch.onnx.export(Masked(True).eval(), (x, torch.tensor([5, 4, 3, 2])), tap.path("counts.onnx"), opset_version=13, input_names=["x", "mask"], output_names=["y"])
    said = weft("import", tap.path("counts.onnx"), tap.path("counts.weft"))
    tap.ok("counts: lengths are refused by the layer's name", said.returncode == 1 and "GRU (operator set 13) of" in said.stderr, said.stderr)


check_masked()
check_recurrent()
check_tokens()
check_tagger()
check_parts()
check_groups()
check_again()
check_titles()
for opset in (9, 13, 16):
    pytorch(f"mlp{opset}", Mlp(), (5, 20), opset)
    pytorch(f"lenet{opset}", LeNet(), (4, 1, 28, 28), opset)
pytorch("lenet_fixed", LeNet(), (2, 1, 28, 28), 13, fixed=True)


def operator(kind, opset, inputs, **attributes):
    """What one operator says of arrays, or the sentence with which it is refused."""
    names = ["" if x is None else f"i{k}" for k, x in enumerate(inputs)]
    values = [onnx.helper.make_tensor_value_info(name, onnx.helper.mapping.NP_TYPE_TO_TENSOR_TYPE[x.dtype], x.shape) for name, x in zip(names, inputs) if name]
    graph = onnx.helper.make_graph([onnx.helper.make_node(kind, names, ["o"], name="n", **attributes)], "g", values, [onnx.ValueInfoProto(name="o")])
    onnx.save(onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", opset)]), tap.path("operator.onnx"))
    given = []
    for name, x in ((name, x) for name, x in zip(names, inputs) if name):
        np.save(tap.path(name + ".npy"), x)
        given += ["--input", tap.path(name + ".npy")]
    said = weft("run", tap.path("operator.onnx"), *given, "--output", tap.path("operator"))
    return load("operator", "output_0.npy") if said.returncode == 0 else said.stderr


def check_operators():
    draw = np.random.default_rng(3)
    x, w = draw.standard_normal((2, 3, 7, 6)).astype("f4"), draw.standard_normal((3, 2, 3, 2)).astype("f4")
    for kernel, pad in (1, 0), (2, 1):
        wanted = nn.functional.max_pool2d(torch.tensor(x), kernel, 3, pad, ceil_mode=True).numpy()
        got = operator("MaxPool", 12, [x], kernel_shape=[kernel] * 2, strides=[3, 3], pads=[pad] * 4, ceil_mode=1)
        tap.ok(f"a window of {kernel} that would begin behind all numbers is none", near(got, wanted), got)
    whole = nn.functional.conv_transpose2d(torch.tensor(x), torch.tensor(w), stride=2).numpy()
    got = operator("ConvTranspose", 13, [x, w], strides=[2, 2], output_shape=[14, 11])
    tap.ok("of an odd pad more is before", near(got, whole[:, :, 1:, 1:]), got)
    got = operator("ConvTranspose", 13, [x, w], strides=[2, 2], output_shape=[14, 11], auto_pad="SAME_UPPER")
    tap.ok("and behind where that is said", near(got, whole[:, :, :-1, :-1]), got)
    got = operator("ReduceSumSquare", 18, [x], noop_with_empty_axes=1)
    tap.ok("along no axes the square is still taken", near(got, x * x), got)
    for without in False, True:
        for turned in False, True:
            steps = x[:, :, ::-1] if turned else x
            wanted = np.cumsum(steps, 2) - (steps if without else 0)
            got = operator("CumSum", 14, [x, np.array([-2])], exclusive=int(without), reverse=int(turned))
            tap.ok(f"sums so far, {'without' if without else 'with'} itself, {'back' if turned else 'forth'}", near(got, wanted[:, :, ::-1] if turned else wanted), got)
    region = np.array([[1.5, 1.5, 4.5, 4.5]], "f4")
    got = operator("RoiAlign", 10, [np.arange(49, dtype="f4").reshape(1, 1, 7, 7), region, np.zeros(1, "i8")], output_height=1, output_width=1, sampling_ratio=3)
    tap.ok("of a slope a region's mean is what stands in its middle", near(got, np.full((1, 1, 1, 1), 3 * 8, "f4")), got)
    got = operator("RoiAlign", 10, [x, region, np.zeros(1, "i8")], mode="max")
    tap.ok("the largest of a region is refused", isinstance(got, str) and "mode" in got, got)
    line, scale = np.arange(5, dtype="f4").reshape(1, 1, 1, 5), np.array([1, 1, 1, 0.6], "f4")
    got = operator("Resize", 13, [line, None, scale], nearest_mode="floor")
    tap.ok("0.6 of five are the first, third and fourth", near(got, line[..., [0, 2, 3]]), got)
    for name, opset, inputs, attributes in (("Resize", 13, [line, None, scale], {"coordinate_transformation_mode": "half_pixel_symmetric"}),
                                            ("BatchNormalization", 7, [x] + [np.ones(3, "f4")] * 4, {"spatial": 0}),
                                            ("Gemm", 9, [line[0, 0], line[0, 0].T.copy()], {"broadcast": 1}),
                                            ("Relu", 13, [x], {"alpha": 0.5})):
        got, key = operator(name, opset, inputs, **attributes), list(attributes)[0]
        tap.ok(f"{key} of {name} is refused by its name", isinstance(got, str) and key in got and f"{name} (operator set {opset})" in got, got)


check_operators()


def check_einsum():
    draw = np.random.default_rng(5)
    size = {"a": 2, "b": 3, "c": 4, "d": 5}
    for equation in ("ab,bc->ac", "ab,cb->ca", "abc,abd->acd", "abc,dc->bda", "abc,acd", "abc->ca", "abc->b", "ab,cd->cadb", "ab,ab->", "abcd,abd->abc", "a...c,c->...a",
                     "...ab,...bc->...ac", "abc,ac->b", "abd,c->a", "ba"):
        letters = [part.replace("...", "bd" if "a...c" in equation or "c," in part and "..." in part else "d") for part in equation.split("->")[0].split(",")]
        given = [draw.standard_normal([size[c] for c in part]).astype("f4") for part in letters]
        got, wanted = operator("Einsum", 13, given, equation=equation), torch.einsum(equation, *map(torch.tensor, given)).numpy()
        tap.ok(f"the sum of products {equation}", near(got, wanted), got)
    x = draw.standard_normal((3, 3)).astype("f4")
    for equation, given in ("aa->a", [x]), ("ab,bc,cd->ad", [x] * 3), ("ab,bc->az", [x] * 2), ("ab", [x[0]]), ("ab,ab->aa", [x] * 2):
        got = operator("Einsum", 13, given, equation=equation)
        tap.ok(f"{equation} is refused", isinstance(got, str) and "Einsum (operator set 13)" in got, got)


class Hidden(nn.Module):
    """A reader of tokens as people write it by hand: queries, keys and values from one layer, later steps filled up in scores."""

    def __init__(self, picks):
        super().__init__()
        self.words, self.places, self.three, self.out = nn.Embedding(20, 8), nn.Embedding(7, 8), nn.Linear(8, 24), nn.Linear(8, 8)
        self.norm, self.end, self.picks = nn.LayerNorm(8), nn.Linear(8, 3), picks
        self.register_buffer("seen", torch.tril(torch.ones(7, 7)).view(1, 1, 7, 7))

    def forward(self, x):
        n, t = x.shape
        h = self.words(x) + self.places(torch.arange(t))
        q, k, v = (part.view(n, t, 2, 4).transpose(1, 2) for part in self.three(self.norm(h)).split(8, 2))
        scores, seen = q @ k.transpose(2, 3) / 2, self.seen[:, :, :t, :t]
        scores = torch.where(seen != 0, scores, torch.tensor(-1e30)) if self.picks else scores.masked_fill(seen == 0, float("-inf"))
        h = h + self.out((torch.softmax(scores, -1) @ v).transpose(1, 2).reshape(n, t, 8))
        return self.end(h.mean(1))


class Root(nn.Module):
    """A norm by the root of the mean of squares."""

    def __init__(self):
        super().__init__()
        self.wide, self.scale, self.end = nn.Linear(6, 8), nn.Parameter(torch.rand(8)), nn.Linear(8, 3)

    def forward(self, x):
        x = self.wide(x)
        return self.end(x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-6) * self.scale)


class Larger(nn.Module):
    """Pictures that are made larger, and smaller, by a cubic."""

    def __init__(self):
        super().__init__()
        self.first, self.end = nn.Conv2d(2, 3, 3), nn.Linear(3, 3)

    def forward(self, x):
        h = torch.tanh(nn.functional.interpolate(self.first(x), scale_factor=1.5, mode="bicubic", align_corners=False))
        return self.end(nn.functional.interpolate(h, size=(5, 11), mode="bicubic", align_corners=True).square().mean((2, 3)))


class Length(nn.Module):
    def __init__(self):
        super().__init__()
        self.wide, self.end = nn.Linear(6, 8), nn.Linear(8, 3)

    def forward(self, x):
        return self.end(1 / (2 + nn.functional.normalize(self.wide(x), dim=1)))


def check_folds():
    """What exporters make many nodes of is one layer again."""
    for unit, layer, opset in ((nn.GELU("tanh"), "gelu", 13), (nn.SiLU(), "silu", 9), (nn.Mish(), "mish", 13), (nn.Hardswish(), "hardswish", 13)):
        pytorch(f"{layer}{opset}", nn.Sequential(nn.Linear(6, 8), unit, nn.Linear(8, 3)), (5, 6), opset, layers=["dense", "dense", layer])
    norm = nn.GroupNorm(2, 6)
    nn.init.normal_(norm.weight), nn.init.normal_(norm.bias)
    pytorch("groups", nn.Sequential(nn.Conv2d(3, 6, 3), norm, nn.Flatten(), nn.Linear(96, 3)), (2, 3, 6, 6), 13,
            layers=["conv2d", "flatten", "dense", "group_norm"])
    pytorch("root", Root(), (5, 6), 13, layers=["dense", "dense", "rms_norm"])
    pytorch("length", Length(), (5, 6), 13)
    for picks in False, True:
        pytorch(f"hidden{picks:d}", Hidden(picks), torch.randint(0, 20, (4, 7)), 13)
        graph = json.loads(weft("export", tap.path(f"hidden{picks:d}.weft"), "--format", "json", "-").stdout)
        found = [node.get("params", {}).get("causal") for node in graph["nodes"] if node["layer"] == "attention"]
        tap.ok(f"hidden{picks:d}: it is attention that does not look ahead", found == [True], graph["nodes"])


check_folds()


class Sums(nn.Module):
    """Attention, and a layer, as sums of products."""

    def __init__(self):
        super().__init__()
        self.q, self.k, self.last = nn.Linear(6, 6), nn.Linear(6, 6), nn.Parameter(torch.randn(6, 4))

    def forward(self, x):
        q, k, v = (part.view(*x.shape[:2], 2, 3) for part in (self.q(x), self.k(x), x))
        shares = torch.softmax(torch.einsum("bihd,bjhd->bhij", q, k), -1)
        return torch.einsum("bik,kj->bij", torch.einsum("bhij,bjhd->bihd", shares, v).flatten(2), self.last).mean(1)


class Chosen(nn.Module):
    """What a graph inside the model gives, of which the model's own sizes choose one."""

    def __init__(self):
        super().__init__()
        self.conv, self.norm, self.end = nn.Conv2d(1, 6, 3), nn.LocalResponseNorm(3), nn.Linear(6, 3)

    def forward(self, x):
        return self.end(self.norm(self.conv(x)).mean((2, 3)))


check_einsum()
pytorch("sums", Sums(), (3, 5, 6), 12)
pytorch("chosen", Chosen(), (3, 1, 8, 8), 13)


class Longer(nn.Module):
    """Sequences that are made longer, by the nearest step and by what lies between two."""

    def __init__(self):
        super().__init__()
        self.first, self.then, self.end = nn.Conv1d(3, 4, 3, padding=1), nn.Conv1d(4, 4, 3), nn.Linear(4, 3)

    def forward(self, x):
        h = torch.tanh(self.first(nn.functional.interpolate(x, scale_factor=2.0, mode="nearest")))
        h = nn.functional.interpolate(h, scale_factor=1.5, mode="linear")
        return self.end(nn.functional.interpolate(self.then(h), size=40, mode="linear", align_corners=True).square().mean(2))


pytorch("longer", Longer(), (3, 3, 10), 13)
pytorch("larger", Larger(), (3, 2, 8, 9), 13)
graph = json.loads(weft("export", tap.path("larger.weft"), "--format", "json", "-").stdout)
tap.ok("larger: by layers", [node["params"]["mode"] for node in graph["nodes"] if node["layer"] == "upsample"] == ["bicubic"] * 2, graph["nodes"])


def check_reductions():
    """Sums of absolute numbers and of squares, and the logarithm of a sum, are layers one behind the other; products, and the logarithm of summed
    exponentials, one of them."""
    w, x = np.random.default_rng(5).standard_normal((6, 8)).astype("f4"), np.random.default_rng(6).standard_normal((3, 6)).astype("f4")
    tensor = onnx.helper.make_tensor_value_info
    np.save(tap.path("x.npy"), x)
    for kind, layers in ("ReduceL1", ["abs", "reduce"]), ("ReduceSumSquare", ["square", "reduce"]), ("ReduceLogSum", ["reduce", "log"]), ("ReduceProd", ["reduce"]), \
            ("ReduceLogSumExp", ["reduce"]):
        nodes = [onnx.helper.make_node(*node) for node in (("Gemm", ["x", "w", "b"], ["h"]), ("Sigmoid", ["h"], ["s"]))]
        nodes.append(onnx.helper.make_node(kind, ["s"], ["y"], axes=[1], keepdims=1))
        graph = onnx.helper.make_graph(nodes, kind, [tensor("x", 1, ["N", 6])], [tensor("y", 1, ["N", 1])], [from_array(w, "w"), from_array(w[0], "b")])
        onnx.save(onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 13)]), tap.path(kind + ".onnx"))
        weft("import", tap.path(kind + ".onnx"), tap.path(kind + ".weft"))
        wanted, _ = ask(kind + ".onnx", "output_0.npy")
        got, said = ask(kind + ".weft", "y.npy")
        found = [node["layer"] for node in json.loads(weft("export", tap.path(kind + ".weft"), "--format", "json", "-").stdout or '{"nodes": []}')["nodes"]]
        tap.ok(f"{kind} is {' and '.join(layers)}, which say{'s' * (len(layers) == 1)} it, too", near(got, wanted) and found[3:-1] == layers, (said, found, got, wanted))


check_reductions()


def import_chain(blocks):
    """Of four nodes a block; the seconds of a core that it took."""
    tensor, name, nodes, numbers = onnx.helper.make_tensor_value_info, "x", [], [from_array(np.array(0.7, "f4"), "part")]
    for i in range(blocks):
        w = np.random.default_rng(i).standard_normal((8, 8)).astype("f4") / 3
        numbers += [from_array(w, f"w{i}"), from_array(w[0], f"b{i}")]
        nodes += [onnx.helper.make_node(*node) for node in (("Gemm", [name, f"w{i}", f"b{i}"], [f"g{i}"]), ("Tanh", [f"g{i}"], [f"t{i}"]),
                                                            ("Add", [f"t{i}", name], [f"a{i}"]), ("Mul", [f"a{i}", "part"], [f"m{i}"]))]
        name = f"m{i}"
    graph = onnx.helper.make_graph(nodes, "long", [tensor("x", 1, ["N", 8])], [tensor(name, 1, ["N", 8])], numbers)
    onnx.save(onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 13)]), tap.path("long.onnx"))
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    said = weft("import", tap.path("long.onnx"), tap.path(f"long-{blocks}.weft"))
    return said, resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


def check_long():
    """What is a node at a time is no more of it where there are many: on the screen within 5 s on a machine that does nothing else, of which the window
    takes the last; by what a quarter takes, for a core that others use, too, counts longer seconds."""
    (_, quarter), (said, took) = import_chain(500), import_chain(2000)
    tap.ok(f"a model of 8,000 nodes is a project after {took:.1f} s of a core, 10 at most, one of 2,000 after {quarter:.1f} s, an eighth at least", said.returncode == 0 and took < min(10, 8 * quarter),
           said.stderr)


check_long()


class Turned(nn.Module):
    def forward(self, x):
        return x.transpose(0, 1).cumsum(0).transpose(0, 1)


torch.onnx.export(Recurrent(nn.RNN, "all", nonlinearity="relu"), torch.randn(7, 2, 5), tap.path("relu.onnx"), opset_version=13)
said = weft("import", tap.path("relu.onnx"), tap.path("relu.weft"))
tap.ok("a cell that is not ours is named", said.returncode == 1 and "RNN (operator set 13) of" in said.stderr and "activations" in said.stderr, said.stderr)


class Counted(nn.Module):
    def __init__(self):
        super().__init__()
        self.words, self.end = nn.Embedding(20, 6), nn.Linear(6, 3)

    def forward(self, x):
        return self.end((self.words(x) * (x != 0).unsqueeze(2)).sum(1))


torch.onnx.export(Counted(), torch.randint(0, 20, (2, 7)), tap.path("counted.onnx"), opset_version=13)
said = weft("import", tap.path("counted.onnx"), tap.path("counted.weft"))
tap.ok("tokens that are counted with are named", said.returncode == 1 and "(operator set 13) of" in said.stderr, said.stderr)
torch.onnx.export(Turned(), torch.randn(2, 3, 4), tap.path("turned.onnx"), opset_version=13)
said = weft("import", tap.path("turned.onnx"), tap.path("turned.weft"))
tap.ok("what is not supported is named with its version and node", said.returncode == 1 and "CumSum (operator set 13) of" in said.stderr, said.stderr)
tap.ok("and no project is made of it", not os.path.exists(tap.path("turned.weft")))


def check_places():
    """Numbers in files of their own are read in the model's folder and below it, wherever links lead, and nowhere else."""
    home, away, folder = tap.path("home"), tap.path("away"), os.path.basename(tap.folder)
    for place in home, away, os.path.join(home, "below"):
        os.makedirs(place)
    torch.onnx.export(Mlp(), torch.randn(1, 20), tap.path("whole.onnx"), opset_version=13)
    numbers = b"".join(tensor.raw_data for tensor in onnx.load(tap.path("whole.onnx")).graph.initializer)
    for file in tap.path("away", "numbers"), tap.path("home", "numbers"), tap.path("home", "below", "numbers"), tap.path("home-numbers"):
        with open(file, "wb") as out:
            out.write(numbers)
    os.symlink("../away/numbers", tap.path("home", "linked"))
    os.symlink("../away", tap.path("home", "folder"))
    os.symlink("below/numbers", tap.path("home", "kept"))
    os.symlink(home, tap.path("door"))
    os.mkfifo(tap.path("home", "pipe"))
    np.save(tap.path("x.npy"), np.zeros((1, 20), "f4"))
    inside = ["numbers", "below/numbers", "./below/../numbers", "kept", "../home/numbers"]
    outside = ["../away/numbers", "linked", "folder/numbers", tap.path("away", "numbers"), "file://" + tap.path("away", "numbers"), "../home-numbers",
               "http://127.0.0.1/numbers", "below/../../away/numbers", "..", ".", "", "below", "pipe", "/dev/zero", "numbers/", f"../../{folder}/away/numbers",
               "none", "/proc/self/environ"]
    for location in inside + outside:
        model, at = onnx.load(tap.path("whole.onnx")), 0
        for tensor in model.graph.initializer:
            length = len(tensor.raw_data)
            tensor.ClearField("raw_data")
            tensor.data_location = onnx.TensorProto.EXTERNAL
            for key, value in (("location", location), ("offset", str(at)), ("length", str(length))):
                tensor.external_data.add(key=key, value=value)
            at += length
        with open(tap.path("home", "model.onnx"), "wb") as out:
            out.write(model.SerializeToString())
        for door in "home", "door":
            said = weft("run", tap.path(door, "model.onnx"), "--input", tap.path("x.npy"), "--output", tap.path("places"))
            if location in inside:
                tap.ok(f"{door}: numbers in {location} are read", said.returncode == 0, said.stderr)
            else:
                tap.ok(f"{door}: numbers in {location.replace(tap.folder, 'FOLDER') or 'no file'} are not", said.returncode == 1
                       and ("cannot be read" in said.stderr or "is not a file" in said.stderr), said.stderr)


check_places()

for example in ("digits-cnn", "iris", "playground"):
    first, again, model = (tap.path(example + end) for end in (".weft", "-again.weft", ".onnx"))
    weft("train", example, "--steps", "30", "--save", first)
    weft("export", first, "--format", "onnx", model)
    said = weft("import", model, again)
    tap.ok(f"{example}: out and in again", said.returncode == 0, said.stderr)
    back = tap.path(example + "-back.onnx")
    weft("export", again, "--format", "onnx", back)
    shape = {"digits-cnn": (3, 1, 20, 20), "iris": (3, 4), "playground": (3, 2)}[example]
    np.save(tap.path("x.npy"), np.random.default_rng(1).standard_normal(shape).astype("f4"))
    one, said = ask(example + ".onnx", "output_0.npy")
    two, more = ask(example + "-back.onnx", "output_0.npy")
    tap.ok(f"{example}: what came back says the same", near(one, two), said + more)


def check_gallery():
    """Each example as a model, and that taken in again and written once more: both say the same. All steps of what they are asked are real."""
    random = np.random.RandomState(4)
    for line in weft("gallery", "--json").stdout.splitlines():
        example = json.loads(line)["id"]
        first, again, back = (tap.path(example + end) for end in ("-first.onnx", "-first.weft", "-second.onnx"))
        said = weft("export", example, "--format", "onnx", first)
        if said.returncode != 0:
            tap.ok(f"{example}: what ONNX has not is refused by name", "no form in ONNX" in said.stderr, said.stderr)
            continue
        said = weft("import", first, again)
        tap.ok(f"{example}: the model is a network again", said.returncode == 0, said.stderr)
        weft("export", again, "--format", "onnx", back)
        if not os.path.exists(back):
            continue
        asked = models.ask(onnx.load(first), random)
        answers = []
        for model in first, back:
            given = []
            for value, (name, x) in zip(onnx.load(model).graph.input, asked.items()):
                np.save(tap.path(f"{name}.npy"), x)
                given += ["--input", f"{value.name}={tap.path(name + '.npy')}"]
            said = weft("run", model, *given, "--output", tap.path("gallery"))
            answers.append(load("gallery", "output_0.npy") if said.returncode == 0 else said.stderr)
        tap.ok(f"{example}: and says the same", near(*answers), answers)


check_gallery()


def layers_of(example):
    graph = json.loads(weft("export", tap.path(example + "-first.weft"), "--format", "json", "-").stdout)
    return sorted(node["layer"] for node in graph["nodes"] if not node["layer"].startswith("group"))


tap.ok("spellings: both directions are one layer again, and nothing is left of its masks", layers_of("spellings") == sorted(
    ["data", "embedding", "delay", "embedding", "gru", "gru", "attention", "concat", "dense", "cross_entropy"]), layers_of("spellings"))
tap.end()
