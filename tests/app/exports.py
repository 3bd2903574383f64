#!/usr/bin/python3
"""exports: what leaves Weft for other programs, from the command line, over the whole gallery; prints TAP.

exports.py PATH/TO/weft. A model passes ONNX's own checker and, by PyTorch, answers as Weft does
(tests/projects/onnx_torch.py); weights come back as they went, also those
that another program has changed."""
import json
import os
import re
import subprocess
import sys
import tempfile

import numpy as np

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "projects"))
import onnx_torch
from models import ask, change, differ, softmax

WEFT = os.path.abspath(sys.argv[1])
DIR = tempfile.TemporaryDirectory()
# What ONNX's operators do not say, by the example whose answer needs it: there, two networks at once.
REFUSED = {"made-digits": "contest"}
n = 0


def path(*names): return os.path.join(DIR.name, *names)


def ok(what, good, said=""):
    global n
    n += 1
    print(f"{'ok' if good else 'not ok'} {n} {what}" + ("" if good else f"\n# {str(said)[:600]}"), flush=True)


def run(*args):
    return subprocess.run([WEFT, args[0], "--user-dir", path("user"), *args[1:]], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          env={**os.environ, "LANGUAGE": "en"}, timeout=300)


def answer(model, x):
    """By the exported model, as probabilities where Weft gives these."""
    return next(iter(onnx_torch.run(model, {"x": x}).values()))


def judge(f):
    return json.loads(run("evaluate", f, "--json").stdout.splitlines()[-1])["metrics"]


def check_trained(example, x):
    """A project that has learnt for some steps: answers by both, and its weights there and back."""
    f, model = path(example + ".weft"), path(example + ".onnx")
    run("new", "--example", example, f)
    run("train", f, "--steps", "20")
    p = run("export", f, "--format", "onnx", model)
    ok(f"{example}: exported and sound", p.returncode == 0 and onnx_torch.check(model) is not None, p.stderr)
    np.save(path("x.npy"), x)
    p = run("run", f, "--input", path("x.npy"), "--output", path(example))
    want = np.load(path(example, "y_scores.npy"))
    off = abs(softmax(answer(onnx_torch.check(model), x)) - want).max()
    ok(f"{example}: it answers as Weft does", p.returncode == 0 and off < 1e-4, (p.stderr, off))
    for kind in "safetensors", "npz":
        one, two, back = path("one." + kind), path("two." + kind), path(example + "-" + kind + ".weft")
        run("export", f, "--format", kind, one)
        run("new", "--example", example, back)
        p = run("import", one, "--into", back, "--json")
        rows = [json.loads(line) for line in p.stdout.splitlines()]
        ok(f"{example}: {kind} comes back whole", p.returncode == 0 and rows[-1]["taken"] == rows[-1]["of"] == len(rows) - 1, p.stderr or rows)
        run("export", back, "--format", kind, two)
        ok(f"{example}: {kind} is the same again", open(one, "rb").read() == open(two, "rb").read())
        ok(f"{example}: and judges the test part alike", judge(back) == judge(f), (judge(back), judge(f)))


def check_average():
    """Of a run that keeps an average of its weights, that is what leaves: it judges and answers in their place."""
    f, graph = path("average.weft"), path("average.json")
    run("export", "iris", "--format", "json", graph)
    text = json.load(open(graph))
    text.setdefault("training", {})["ema_decay"] = 0.95
    json.dump(text, open(graph, "w"))
    p = run("import", graph, f)
    ok("a project that keeps an average", p.returncode == 0, p.stderr)
    run("train", f, "--steps", "60")
    x = np.random.RandomState(1).randn(5, 4).astype("f") + 3
    np.save(path("x.npy"), x)
    p = run("run", f, "--input", path("x.npy"), "--output", path("average"))
    want = np.load(path("average", "y_scores.npy"))
    p = run("export", f, "--format", "onnx", path("average.onnx"))
    off = abs(softmax(answer(onnx_torch.check(path("average.onnx")), x)) - want).max()
    ok("average: the model answers as Weft does", p.returncode == 0 and off < 1e-5, (p.stderr, off))
    for kind in "safetensors", "npz":
        back = path("average-" + kind + ".weft")
        run("export", f, "--format", kind, path("average." + kind))
        run("new", "--example", "iris", back)
        run("import", path("average." + kind), "--into", back)
        ok(f"average: by its {kind} another network judges alike", judge(back) == judge(f), (judge(back), judge(f)))
    run("export", path("iris.weft"), "--format", "npz", path("other.npz"))
    p = run("import", path("other.npz"), "--into", f)
    ok("average: what is taken from elsewhere is what it then judges by", p.returncode == 0 and judge(f) == judge(path("iris.weft")),
       (p.stderr, judge(f), judge(path("iris.weft"))))


def compile_c(name, text):
    """The exported net.c with a main that answers samples one behind the other, x and then what it is given beside it; what GCC says."""
    given = re.findall(r"const int (given_\w+)\[(\d+)\]", text.split("#include")[0])
    reads = "".join(f"      if (fread ({one}, sizeof {one}, 1, stdin) != 1)\n        return 1;\n" for one, _ in given)
    with open(path("main.c"), "w", encoding="utf-8") as file:
        file.write("#include <stdio.h>\n#include \"net.c\"\nint\nmain (void)\n{\n  static float in[WEFT_INPUTS], out[WEFT_OUTPUTS];\n"
                   + "".join(f"  static int {one}[{n}];\n" for one, n in given) + "\n  while (fread (in, sizeof in, 1, stdin) == 1)\n    {\n" + reads
                   + f"      weft_run (in, {''.join(one + ', ' for one, _ in given)}out);\n      fwrite (out, sizeof out, 1, stdout);\n    }}\n  return 0;\n}}\n")
    return subprocess.run(["gcc", "-std=c99", "-pedantic", "-O1", "-Wall", "-Wextra", "-Werror", path("main.c"), "-lm", "-o", path(name)],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def answer_c(name, inputs, want):
    """What it says of each sample, in the shape of what is wanted."""
    bytes_in = b"".join(array[k].astype("f" if array.dtype.kind == "f" else "i4").tobytes() for k in range(len(want)) for array in inputs)
    return np.frombuffer(subprocess.run([path(name)], input=bytes_in, stdout=subprocess.PIPE).stdout, "f").reshape(want.shape)


def check_c(example, x):
    """As C99: without a warning, and with what the model in ONNX gives."""
    f, model = path(example + ".weft"), path(example + ".onnx")
    p = run("export", f, "--format", "c", path("net.c"))
    q = compile_c("net", open(path("net.c")).read())
    ok(f"{example}: C that compiles without a warning", p.returncode == 0 and q.returncode == 0, p.stderr + q.stdout)
    want = answer(onnx_torch.check(model), x)
    got = answer_c("net", [x], want)
    ok(f"{example}: it answers as Weft does", abs(got - want).max() <= 1e-5 * max(1, abs(want).max()), abs(got - want).max())
    text = open(path("net.c")).read()
    ok(f"{example}: no heap, no file", "malloc" not in text and text.count("#include") == 1 and "#include <math.h>" in text)


def check_c_kinds(example):
    """What is joined, enlarged, read step by step or looked up, as C: it answers as the model in ONNX does."""
    f, model = path(example + ".weft"), path(example + ".onnx")
    run("new", "--example", example, f)
    run("train", f, "--steps", "2")
    p, q = run("export", f, "--format", "c", path("net.c")), run("export", f, "--format", "onnx", model)
    model, draw = onnx_torch.check(model), np.random.RandomState(1)
    inputs = {one.name: (3, *[dim.dim_value for dim in one.type.tensor_type.shape.dim][1:]) for one in model.graph.input}
    inputs = {name: draw.randn(*shape).astype("f") if name == "x" else draw.randint(0, 3, shape) for name, shape in inputs.items()}
    want = next(iter(onnx_torch.run(model, inputs).values()))
    r = compile_c("net", open(path("net.c")).read())
    got = answer_c("net", [inputs["x"], *(inputs[name] for name in re.findall(r"const int given_(\w+)\[", open(path("net.c")).read().split("#include")[0]))], want)
    ok(f"{example}: C that answers as Weft does", p.returncode == q.returncode == r.returncode == 0 and abs(got - want).max() <= 1e-5 * max(1, abs(want).max()), (p.stderr, q.stderr, r.stdout))


def check_c_layers(name, shape, chain):
    """Layers that no example of ours brings to a microcontroller, one behind the other; as C it answers as Weft does."""
    nodes = [{"name": f"n{i}", "layer": layer, "params": params} for i, (layer, params) in enumerate([*chain, ("dense", {"units": 1})])]
    nodes = [{"name": "data", "layer": "data", "params": {"source": "random", "shape": shape, "count": 20, "target": "real"}}, *nodes, {"name": "loss", "layer": "mse"}]
    names = [node["name"] for node in nodes]
    wires = [["data.x", "n0"], *([a, b] for a, b in zip(names[1:-2], names[2:-1])), [names[-2], "loss.prediction"], ["data.y", "loss.target"]]
    open(path("chain.json"), "w").write(json.dumps({"weft": 1, "nodes": nodes, "wires": wires}))
    f, x = path(f"{name}.weft"), np.random.RandomState(1).randn(5, *shape).astype("f")
    p = run("new", "--from", path("chain.json"), f)
    np.save(path("x.npy"), x)
    run("train", f, "--steps", "2")
    r = run("run", f, "--input", path("x.npy"), "--output", path(name))
    q = run("export", f, "--format", "c", path("net.c"))
    ok(f"{name}: as C", r.returncode == p.returncode == 0 and q.returncode == 0, p.stderr + r.stderr + q.stderr)
    q = compile_c("net", open(path("net.c")).read())
    want = np.load(path(name, "y.npy"))
    got = answer_c("net", [x], want)
    ok(f"{name}: they answer as Weft does", q.returncode == 0 and abs(got - want).max() <= 1e-5 * max(1, abs(want).max()), (q.stdout, got, want))


PICTURES = [("conv2d", {"out_channels": 4}), ("hardswish", {}), ("avg_pool2d", {"kernel_size": [3, 3], "stride": [2, 2], "padding": [1, 1]}), ("gelu", {}),
            ("adaptive_avg_pool2d", {"output_size": [3, 2]}), ("hardsigmoid", {}), ("adaptive_max_pool2d", {"output_size": [2, 2]}), ("flatten", {}), ("dense", {"units": 8}),
            ("mish", {}), ("layer_norm", {}), ("selu", {}), ("gelu", {"approximate": "tanh"}), ("square", {}), ("dense", {"units": 6}), ("softsign", {}), ("abs", {}), ("neg", {}), ("exp", {})]
LARGER = [("conv_transpose2d", {"out_channels": 6, "kernel_size": [3, 2], "stride": [2, 2], "padding": [1, 0], "groups": 3}), ("upsample", {"mode": "bilinear", "scale_factor": 2}), ("tanh", {}),
          ("upsample", {"mode": "nearest", "scale_factor": 2}), ("slice", {"dim": 2, "start": -7, "step": 2}), ("permute", {"dims": [3, 1, 2]}), ("log_softmax", {"dim": 2}), ("flatten", {})]
STEPS = [("lstm", {"hidden_size": 7, "output": "all", "bidirectional": True}), ("permute", {"dims": [2, 1]}), ("softmax", {"dim": 1}), ("permute", {"dims": [2, 1]}), ("rnn", {"hidden_size": 5, "output": "all"}),
         ("gru", {"hidden_size": 6, "output": "all", "num_layers": 2}), ("reduce", {"mode": "logsumexp"})]


def check_int8(example, x):
    """With weights in bytes: no warning, smaller, what it costs said as it is, and what it answers near to what it did."""
    f = path(example + ".weft")
    p = run("export", f, "--format", "c", "--weights", "int8", path("net.c"))
    ok(f"{example}: what bytes cost is said", p.returncode == 0 and "int8" in p.stdout and "Accuracy" in p.stdout, p.stdout + p.stderr)
    p = run("export", f, "--format", "c", "--weights", "int8", "--json", path("net.c"))
    said = json.loads(p.stdout.splitlines()[-1])["rounded"]
    ok(f"{example}: of the data that it did not learn from", said["part"] == "test" and said["metric"] == "accuracy" and said["before"] == judge(f)["test"]["accuracy"]
       and abs(said["after"] - said["before"]) < 0.1, said)
    text = open(path("net.c")).read()
    q = compile_c("net8", text)
    ok(f"{example}: C that compiles without a warning, without heap", q.returncode == 0 and "malloc" not in text and "static const signed char" in text, q.stdout)
    want = answer(onnx_torch.check(path(example + ".onnx")), x)
    got = answer_c("net8", [x], want)
    off = abs(got - want).max() / max(1, abs(want).max())
    ok(f"{example}: it answers nearly as before", 0 < off < 0.1, off)


def check_int8_costs(example):
    """The figure that is said is that of the weights as the file has them: put back as numbers, Weft judges so itself."""
    f, back = path(example + ".weft"), path(example + "-rounded.weft")
    run("export", f, "--format", "npz", path("exact.npz"))
    rounded = {}
    for name, w in np.load(path("exact.npz")).items():
        if name.endswith(".weight") and w.ndim > 1:
            scale = abs(w).reshape(len(w), -1).max(1).reshape([-1] + [1] * (w.ndim - 1)) / 127
            w = (np.rint(w / scale) * scale).astype("f")
        rounded[name] = w
    np.savez(path("rounded.npz"), **rounded)
    run("new", "--example", example, back)
    run("import", path("rounded.npz"), "--into", back)
    p = run("export", f, "--format", "c", "--weights", "int8", "--json", path("net.c"))
    said = json.loads(p.stdout.splitlines()[-1])["rounded"]["after"]
    ok(f"{example}: and Weft judges such weights so", abs(said - judge(back)["test"]["accuracy"]) < 2e-3, (said, judge(back)))


def check_pictures():
    """Pages and figures: of their kind, with words in them; TikZ is balanced and says what is in sight."""
    for words, begins in (("--format", "pdf"), b"%PDF"), (("--format", "figure"), b"%PDF"), (("--format", "pdf", "--style", "paper"), b"%PDF"), (
            ("--format", "svg", "--style", "paper"), b"<?xml"), (("--format", "png", "--style", "paper"), b"\x89PNG"):
        p = run("export", "digits-cnn", *words, path("picture"))
        ok(" ".join(words), p.returncode == 0 and open(path("picture"), "rb").read().startswith(begins), p.stderr)
    p = run("export", "scenes", "--format", "tikz", path("scenes.tex"))
    text = open(path("scenes.tex")).read()
    ok("TikZ: every brace and environment is closed", p.returncode == 0 and text.count("{") == text.count("}") and text.count("\\begin{") == text.count("\\end{") == 2
       and all(line.endswith(";") for line in text.splitlines() if line.startswith("  \\")), p.stderr + text[:600])
    ok("TikZ: blocks with their sizes, and what leads past others", "3$\\times$48$\\times$48" in text and "Down: 24" in text
       and sum(line.count(" -- ") == 3 and "draw[->]" in line for line in text.splitlines()) == 3, text[:900])
    p = run("export", "iris", "--style", "poster", path("picture.svg"))
    ok("a style that is none", p.returncode == 2 and "paper" in p.stderr, p.stderr)
    p = run("export", "iris", "--format", "onnx", "--weights", "int8", path("m.onnx"))
    ok("bytes of a format that has none", p.returncode == 2 and "float32" in p.stderr, p.stderr)


def check_round(example, random):
    """From the gallery: weights that another program has changed come in and go out as they were, and the network with them is a model
    that answers as it does. Whether answers were compared."""
    f, folder = path("round.weft"), example + "-said"
    run("new", "--example", example, f)
    p = run("export", f, "--format", "safetensors", path("first.safetensors"))
    ok(f"{example}: exported from its first weights", p.returncode == 0 and "first weights" in p.stderr, p.stderr)
    change(path("first.safetensors"), path("changed.safetensors"))
    p = run("import", path("changed.safetensors"), "--into", f)
    run("export", f, "--format", "safetensors", path("back.safetensors"))
    ok(f"{example}: other weights come in whole", p.returncode == 0 and open(path("back.safetensors"), "rb").read() == open(path("changed.safetensors"), "rb").read(), p.stderr)
    p = run("export", f, "--format", "onnx", path("round.onnx"))
    if example in REFUSED:
        ok(f"{example}: what ONNX has not is refused by name", p.returncode == 1 and "no form in ONNX" in p.stderr and REFUSED[example] in p.stderr, p.stderr)
        os.remove(f)
        return False
    try:
        model = onnx_torch.check(path("round.onnx"))
        asked = ask(model, random)
        words = []
        for name, samples in asked.items():
            if not name.endswith("_mask"):
                np.save(path(f"asked-{name}.npy"), samples)
                words += ["--input", f"{name}={path(f'asked-{name}.npy')}"]
        q = run("run", f, *words, "--output", path(folder))
        offs = [differ(said, path(folder)) for said in onnx_torch.run(model, asked).values()] if q.returncode == 0 else []
        off = min((far for far in offs if far is not None), default=None)  # some have an output more, for what they learn beside
        ok(f"{example}: as a model it answers as Weft does" if off is not None else f"{example}: as a model it answers",
           p.returncode == 0 and (off is None or off < 1e-4), (p.stderr, off))
    except Exception as problem:
        off = None
        ok(f"{example}: a sound model", False, f"{p.stderr} {problem!r}")
    os.remove(f)
    return off is not None


def check_numpy():
    """NumPy itself reads what is written, and what it writes is taken."""
    f = path("iris.weft")
    run("export", f, "--format", "npz", path("w.npz"))
    weights = dict(np.load(path("w.npz")))
    ok("NumPy reads the weights", sorted(weights) == ["dense1.bias", "dense1.weight", "dense2.bias", "dense2.weight"]
       and weights["dense1.weight"].shape == (16, 4), sorted(weights))
    np.savez_compressed(path("half.npz"), **{"dense1.weight": weights["dense1.weight"].astype("<f2").astype("<f8"), "dense2.bias": np.zeros(7),
                                             "other": np.zeros(3)})
    p = run("import", path("half.npz"), "--into", f)
    ok("a table says what fitted and what did not", p.returncode == 0 and "✓  dense1.weight" in p.stdout and "–  dense2.bias" in p.stdout
       and "(3) here and (7) there" in p.stdout.replace("(3,)", "(3)").replace("(7,)", "(7)") and "–  other" in p.stdout, p.stdout)


def check_refusals():
    open(path("a.pt"), "wb").write(b"\x80\x02}q\x00.")
    p = run("import", path("a.pt"), "--into", path("iris.weft"))
    ok("a state_dict as a program is refused, with the cure", p.returncode == 1 and "safetensors.torch.save_file" in p.stderr, p.stderr)
    open(path("g.json"), "w").write(json.dumps({"weft": 1, "nodes": [
        {"name": "data", "layer": "data", "params": {"source": "random", "shape": [1, 6, 6], "count": 20, "classes": 2}},
        {"name": "around", "layer": "pad", "params": {"mode": "circular"}}, {"name": "flat", "layer": "flatten"},
        {"name": "out", "layer": "dense", "params": {"units": 2}}, {"name": "loss", "layer": "cross_entropy"}],
        "wires": [["data.x", "around"], ["around", "flat"], ["flat", "out"], ["out", "loss.prediction"], ["data.y", "loss.target"]]}))
    p = run("export", path("g.json"), "--format", "onnx", path("g.onnx"))
    ok("what ONNX cannot say is refused by name", p.returncode == 1 and "around" in p.stderr and "no form in ONNX" in p.stderr
       and not os.path.exists(path("g.onnx")), p.stderr)
    open(path("m.json"), "w").write(json.dumps({"weft": 1, "nodes": [
        {"name": "data", "layer": "data", "params": {"source": "iris"}}, {"name": "one", "layer": "dense", "params": {"units": 3}, "muted": True}, {"name": "two", "layer": "dense", "params": {"units": 3}},
        {"name": "both", "layer": "add"}, {"name": "loss", "layer": "cross_entropy"}],
        "wires": [["data.x", "one"], ["data.x", "two"], ["one", "both.in1"], ["two", "both.in2"], ["both", "loss.prediction"], ["data.y", "loss.target"]]}))
    p = run("export", path("m.json"), "--format", "c", path("m.c"))
    ok("nothing but zeros of a muted node is no array of C's, and refused by name", p.returncode == 1 and "both" in p.stderr and not os.path.exists(path("m.c")), p.stderr)
    p = run("export", "iris", "--format", "gguf", path("x"))
    ok("a format that is none: what there is", p.returncode == 2 and "onnx" in p.stderr and "safetensors" in p.stderr, p.stderr)


def main():
    random = np.random.RandomState(0)
    for example, x in ("iris", random.randn(5, 4).astype("f") + 3), ("digits-cnn", random.rand(3, 1, 20, 20).astype("f")):
        check_trained(example, x)
        check_c(example, x)
        check_int8(example, x)
        check_int8_costs(example)
    for example in "tides", "credit", "inception", "scenes":
        check_c_kinds(example)
    for name, shape, chain in ("pictures", [2, 13, 17], PICTURES), ("larger", [3, 4, 5], LARGER), ("steps", [9, 4], STEPS):
        check_c_layers(name, shape, chain)
    check_pictures()
    compared = [check_round(json.loads(line)["id"], random) for line in run("gallery", "--json").stdout.splitlines()]
    ok("most of the gallery is compared by its answers", sum(compared) >= 18, compared)
    check_average()
    check_numpy()
    check_refusals()
    print(f"1..{n}")


main()
