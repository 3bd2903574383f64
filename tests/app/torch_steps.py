#!/usr/bin/env python3
"""torch_steps: 100 steps of SGD with momentum on real digits, of an MLP and of LeNet-5, against PyTorch; prints TAP.

torch_steps.py PATH/TO/torch-steps GALLERY. From the same first weights and the same batches: losses of 100
steps within 1e-4, weights after three steps within 1e-4 of the largest.
"""
import copy
import json
import os
import subprocess
import sys
import tempfile

try:
    import numpy as np
    import torch
    from torch import nn
    from torch.nn import functional as F
except ImportError:
    print("1..0 # SKIP python3-torch is not installed")
    sys.exit(0)

TOOL, GALLERY = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
STEPS, N = 100, 32
TRAINING = {"optimizer": "sgd", "lr": 0.05, "momentum": 0.9, "batch_size": N, "seed": 1}


def graph(*layers):
    """A chain from the digits to the cross-entropy."""
    nodes = [{"name": "data", "layer": "data", "params": {"source": "digits"}}, *layers, {"name": "loss", "layer": "cross_entropy"}]
    chain = [n["name"] for n in nodes]
    wires = [["data.x", chain[1]]] + [[a, b] for a, b in zip(chain[1:-2], chain[2:-1])] + [[chain[-2], "loss.prediction"], ["data.y", "loss.target"]]
    return {"weft": 1, "nodes": nodes, "wires": wires, "training": TRAINING}


def layer(name, kind, **params):
    return {"name": name, "layer": kind, "params": params}


MLP = graph(layer("flatten", "flatten"), layer("fc1", "dense", units=64), layer("relu1", "relu"), layer("fc2", "dense", units=10))
LENET = graph(
    layer("conv1", "conv2d", out_channels=6, kernel_size=5, padding=2), layer("relu1", "relu"), layer("pool1", "max_pool2d", kernel_size=2),
    layer("conv2", "conv2d", out_channels=16, kernel_size=5), layer("relu2", "relu"), layer("pool2", "max_pool2d", kernel_size=2),
    layer("flatten", "flatten"), layer("fc1", "dense", units=120), layer("relu3", "relu"), layer("fc2", "dense", units=84), layer("relu4", "relu"),
    layer("fc3", "dense", units=10))
ROWS = layer("rows", "reshape", shape=[20, 20])  # a digit as a sequence of 20 rows
LSTM = graph(ROWS, layer("lstm", "lstm", hidden_size=24, num_layers=2, bidirectional=True), layer("fc", "dense", units=10))
GRU = graph(ROWS, layer("gru", "gru", hidden_size=32, output="all"), layer("mean", "reduce", mode="mean", dim=1), layer("fc", "dense", units=10))
TRANSFORMER = graph(
    ROWS, layer("encoder", "transformer_encoder", num_layers=2, nhead=4, dim_feedforward=48, dropout=0.0, activation="gelu"),
    layer("norm", "layer_norm"), layer("mean", "reduce", mode="mean", dim=1), layer("fc", "dense", units=10))
PACED = graph(layer("flatten", "flatten"), layer("fc1", "dense", units=64, lr_factor=0.1, weight_decay=0.02), layer("relu1", "relu"),
              layer("fc2", "dense", units=32, lr_factor=3.0), layer("relu2", "relu"), layer("fc3", "dense", units=10, weight_decay=0.0))
PACED["training"] = {**TRAINING, "weight_decay": 0.005}
DECODER = {  # writes over the rows from the second on, looking at those before and at the whole digit
    "weft": 1, "nodes": [
        {"name": "data", "layer": "data", "params": {"source": "digits"}}, ROWS, layer("places", "learnt_positions", max_len=24),
        layer("own", "attention", nhead=2, causal=True, rotary=True), layer("wide", "dense", units=12),
        layer("decoder", "transformer_decoder", num_layers=2, nhead=4, dim_feedforward=24, dropout=0.0, activation="gelu"),
        layer("mean", "reduce", mode="mean", dim=1), layer("fc", "dense", units=10), layer("loss", "cross_entropy")],
    "wires": [["data.x", "rows"], ["rows", "places"], ["places", "own.x"], ["own", "decoder.x"], ["rows", "wide"], ["wide", "decoder.memory"],
              ["decoder", "mean"], ["mean", "fc"], ["fc", "loss.prediction"], ["data.y", "loss.target"]], "training": TRAINING}
UP = graph(
    layer("conv", "conv2d", out_channels=8, kernel_size=3, stride=2, padding=1), layer("relu1", "relu"),
    layer("up", "conv_transpose2d", out_channels=6, kernel_size=3, stride=2, padding=1, output_padding=1), layer("relu2", "relu"),
    layer("flatten", "flatten"), layer("fc", "dense", units=10))
WRITER = {  # reads a digit's rows, then goes over them once more, from the state that it ended with, and looks back
    "weft": 1, "nodes": [
        {"name": "data", "layer": "data", "params": {"source": "digits"}}, ROWS, layer("read", "lstm", hidden_size=24, num_layers=2, output="all"),
        layer("before", "delay"), layer("write", "lstm", hidden_size=24, num_layers=2, output="all"), layer("look", "attention", nhead=3),
        layer("both", "add"), layer("mean", "reduce", mode="mean", dim=1), layer("fc", "dense", units=10), layer("loss", "cross_entropy")],
    "wires": [["data.x", "rows"], ["rows", "read.x"], ["rows", "before"], ["before", "write.x"], ["read.state", "write.state"],
              ["write", "look.x"], ["read.y", "look.memory"], ["write.y", "both.in1"], ["look", "both.in2"], ["both", "mean.x"], ["mean", "fc"],
              ["fc", "loss.prediction"], ["data.y", "loss.target"]], "training": TRAINING}


class Look(nn.Module):
    """Multi-head attention whose projections are apart."""

    def __init__(self, width, heads):
        super().__init__()
        self.q_proj, self.k_proj, self.v_proj, self.out_proj = (nn.Linear(width, width) for _ in range(4))
        self.heads = heads

    def forward(self, x, memory):
        q, k, v = (f(z).unflatten(2, (self.heads, -1)).transpose(1, 2)
                   for f, z in ((self.q_proj, x), (self.k_proj, memory), (self.v_proj, memory)))
        seen = F.softmax(q @ k.transpose(2, 3) / q.shape[3] ** 0.5, 3) @ v
        return self.out_proj(seen.transpose(1, 2).flatten(2))


class Turned(Look):
    """It looks at its own steps, none at a later one, by pairs of numbers turned by their place."""

    def turn(self, x):
        n, t, d = x.shape[0], x.shape[1], x.shape[2] // self.heads
        angles = torch.arange(t)[:, None].double() / 10000 ** (torch.arange(0, d, 2) / d)
        pairs = torch.view_as_complex(x.reshape(n, t, self.heads, d // 2, 2))
        return torch.view_as_real(pairs * torch.polar(torch.ones_like(angles), angles).to(torch.complex64)[:, None]).reshape(x.shape)

    def forward(self, x):
        q, k, v = (z.unflatten(2, (self.heads, -1)).transpose(1, 2)
                   for z in (self.turn(self.q_proj(x)), self.turn(self.k_proj(x)), self.v_proj(x)))
        scores = q @ k.transpose(2, 3) / q.shape[3] ** 0.5
        seen = F.softmax(scores.masked_fill(torch.ones(scores.shape[2:]).triu(1) > 0, -torch.inf), 3) @ v
        return self.out_proj(seen.transpose(1, 2).flatten(2))


class Places(nn.Module):
    def __init__(self, most, width):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(most, width))

    def forward(self, x):
        return x + self.weight[: x.shape[1]]


class Decoder(nn.Module):
    """PyTorch's own, whose keys and values are of another width: its three projections lie apart as ours do."""

    def __init__(self, width, memory, heads, units, layers):
        super().__init__()
        layer = nn.TransformerDecoderLayer(width, heads, units, 0.0, "gelu", batch_first=True)
        layer.multihead_attn = nn.MultiheadAttention(width, heads, 0.0, batch_first=True, kdim=memory, vdim=memory)
        self.layers = nn.ModuleList(copy.deepcopy(layer) for _ in range(layers))
        for layer in self.layers:  # by our names
            look = layer.multihead_attn
            for part in "qkv":
                setattr(look, part + "_proj", nn.Linear(memory if part != "q" else width, width))
                del look._parameters[part + "_proj_weight"]
            del look._parameters["in_proj_bias"]

    def forward(self, x, memory):
        for layer in self.layers:
            look = layer.multihead_attn
            for part in "qkv":
                object.__setattr__(look, part + "_proj_weight", getattr(look, part + "_proj").weight)
            object.__setattr__(look, "in_proj_bias", torch.cat([look.q_proj.bias, look.k_proj.bias, look.v_proj.bias]))
            x = layer(x, memory, tgt_mask=torch.ones(x.shape[1], x.shape[1]).triu(1) > 0)
        return x


def write(m, x):
    read, state = m["read"](x[:, 0])
    written = m["write"](F.pad(x[:, 0, :-1], (0, 0, 1, 0)), state)[0]
    return m["fc"]((written + m["look"](written, read)).mean(1))


NETS = {
    "lstm": (LSTM, nn.ModuleDict({"lstm": nn.LSTM(20, 24, 2, batch_first=True, bidirectional=True), "fc": nn.Linear(48, 10)}),
             lambda m, x: m["fc"](m["lstm"](x[:, 0])[1][0][-2:].transpose(0, 1).flatten(1))),
    "gru": (GRU, nn.ModuleDict({"gru": nn.GRU(20, 32, batch_first=True), "fc": nn.Linear(32, 10)}),
            lambda m, x: m["fc"](m["gru"](x[:, 0])[0].mean(1))),
    "transformer": (TRANSFORMER, nn.ModuleDict({
        "encoder": nn.TransformerEncoder(nn.TransformerEncoderLayer(20, 4, 48, 0.0, "gelu", batch_first=True), 2),
        "norm": nn.LayerNorm(20), "fc": nn.Linear(20, 10)}), lambda m, x: m["fc"](m["norm"](m["encoder"](x[:, 0])).mean(1))),
    "writer": (WRITER, nn.ModuleDict({
        "read": nn.LSTM(20, 24, 2, batch_first=True), "write": nn.LSTM(20, 24, 2, batch_first=True), "look": Look(24, 3),
        "fc": nn.Linear(24, 10)}), write),
    "decoder": (DECODER, nn.ModuleDict({
        "places": Places(24, 20), "own": Turned(20, 2), "wide": nn.Linear(20, 12), "decoder": Decoder(20, 12, 4, 24, 2), "fc": nn.Linear(20, 10)}),
        lambda m, x: m["fc"](m["decoder"](m["own"](m["places"](x[:, 0])), m["wide"](x[:, 0])).mean(1))),
    "up": (UP, nn.ModuleDict({"conv": nn.Conv2d(1, 8, 3, 2, 1), "up": nn.ConvTranspose2d(8, 6, 3, 2, 1, 1), "fc": nn.Linear(2400, 10)}),
           lambda m, x: m["fc"](F.relu(m["up"](F.relu(m["conv"](x)))).flatten(1))),
    "mlp": (MLP, nn.ModuleDict({"fc1": nn.Linear(400, 64), "fc2": nn.Linear(64, 10)}),
            lambda m, x: m["fc2"](F.relu(m["fc1"](x.flatten(1))))),
    "paced": (PACED, nn.ModuleDict({"fc1": nn.Linear(400, 64), "fc2": nn.Linear(64, 32), "fc3": nn.Linear(32, 10)}),
              lambda m, x: m["fc3"](F.relu(m["fc2"](F.relu(m["fc1"](x.flatten(1))))))),
    "lenet": (LENET, nn.ModuleDict({"conv1": nn.Conv2d(1, 6, 5, padding=2), "conv2": nn.Conv2d(6, 16, 5), "fc1": nn.Linear(144, 120),
                                    "fc2": nn.Linear(120, 84), "fc3": nn.Linear(84, 10)}),
              lambda m, x: m["fc3"](F.relu(m["fc2"](F.relu(m["fc1"](
                  F.max_pool2d(F.relu(m["conv2"](F.max_pool2d(F.relu(m["conv1"](x)), 2))), 2).flatten(1))))))),
}
FALLS = {"lstm": 0.9999, "writer": 1.001, "gru": 0.95, "transformer": 0.9, "decoder": 0.95}  # plain SGD is slow on sequences
number = failed = 0


def ok(what, error, limit):
    global number, failed
    number += 1
    failed += not error <= limit
    print(f"{'ok' if error <= limit else 'not ok'} {number} {what}: {error:.2e}, limit {limit:.0e}", flush=True)


torch.set_flush_denormal(True)
for name, (text, modules, forward) in NETS.items():
    home = tempfile.TemporaryDirectory(prefix="weft-torch-")
    folder = home.name
    path = os.path.join(folder, "graph.json")
    json.dump(text, open(path, "w"))
    subprocess.run([TOOL, path, GALLERY, str(STEPS), folder], check=True)
    read = lambda file, kind: np.fromfile(os.path.join(folder, file), kind)  # noqa: E731
    x = torch.from_numpy(read("x.f32", "<f4")).reshape(STEPS, N, 1, 20, 20)
    y = torch.from_numpy(read("y.i64", "<i8")).reshape(STEPS, N)
    losses, ours = [], read("losses.f32", "<f4")
    with torch.no_grad():
        for key, p in modules.named_parameters():
            p.copy_(torch.from_numpy(read(key + ".first", "<f4")).reshape(p.shape))
    groups = [{"params": module.parameters(), "lr": TRAINING["lr"] * own.get("lr_factor", 1),
               "weight_decay": own.get("weight_decay", text["training"].get("weight_decay", 0))}
              for key, module in modules.items() for own in [next(n.get("params", {}) for n in text["nodes"] if n["name"] == key)]]
    optimizer = torch.optim.SGD(groups, lr=TRAINING["lr"], momentum=TRAINING["momentum"])
    for i in range(STEPS):
        optimizer.zero_grad()
        loss = F.cross_entropy(forward(modules, x[i]), y[i])
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        if i == 2:
            worst = max(float(np.abs(p.detach().numpy().ravel() - read(key + ".third", "<f4")).max())
                        / max(float(p.abs().max()), 1e-3)  # the bias of keys has no gradient but rounding
                        for key, p in modules.named_parameters())
            ok(f"{name}: weights after three steps", worst, 1e-4)
    ok(f"{name}: losses of {STEPS} steps", float(np.abs(np.array(losses) - ours).max()), 1e-4)
    ok(f"{name}: the loss comes down (last by first)", losses[-1] / losses[0], FALLS.get(name, 0.6))
print(f"1..{number}")
sys.exit(failed > 0)
