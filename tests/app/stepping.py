#!/usr/bin/env python3
"""stepping: one step of training taken op by op in the real window, and every number that is read out of it worked out again by numpy; prints TAP."""
import itertools
import math
import re

import numpy

from tap import Tap

tap = Tap("stepping")
ok, drive = tap.ok, tap.drive

LENET = ([("data", "data", {"source": "digits"}), ("conv1", "conv2d", {"out_channels": 6, "kernel_size": 5}), ("relu1", "relu", {}), ("pool1", "max_pool2d", {}),
          ("conv2", "conv2d", {"out_channels": 16, "kernel_size": 5}), ("relu2", "relu", {}), ("pool2", "max_pool2d", {}), ("flatten", "flatten", {}),
          ("fc1", "dense", {"units": 120}), ("relu3", "relu", {}), ("fc2", "dense", {"units": 84}), ("relu4", "relu", {}), ("fc3", "dense", {"units": 10}), ("loss", "cross_entropy", {})], 2)
LSTM = ([("data", "data", {"source": "random", "shape": [5, 3], "count": 40, "target": "class", "classes": 2}), ("lstm1", "lstm", {"hidden_size": 2, "output": "last"}), ("fc", "dense", {"units": 2}), ("loss", "cross_entropy", {})], 3)

FUNCTIONS = {"exp": math.exp, "ln": math.log, "√": math.sqrt, "σ": lambda x: 1 / (1 + math.exp(-x)), "tanh": math.tanh, "max": max, "min": min, "abs": abs, "sign": lambda x: (x > 0) - (x < 0),
             "f": lambda x: max(x, 0.0)}
CHUNK = 7  # operations of one window
WORDS = "|".join(FUNCTIONS)


def number(text):
    return float(text.replace("−", "-").replace(",", ""))


made = itertools.count()


def make(name, nodes, batch):
    """A chain of layers with the labels wired to its end."""
    names = [n for n, _, _ in nodes]
    wires = [["data.x", names[1]]] + [[a, b] for a, b in zip(names[1:-2], names[2:-1])] + [[names[-2], "loss.prediction"], ["data.y", "loss.target"]]
    return tap.make(f"{name.split()[0]}-{next(made)}", graph={"weft": 1, "nodes": [{"name": n, "layer": k, "params": p} for n, k, p in nodes], "wires": wires,
                                 "training": {"epochs": 1, "batch_size": batch, "seed": 3, "optimizer": "adam", "lr": 0.01}})


def stops(text):
    """Of each printed tree what the inspector says: title, place, formula, grids, lines."""
    found = []
    for tree in text.split("\n· ")[1:]:
        m = re.search(r"label \| ([^|\n]*) · (forward|backward|update) \|.*\n(?:.*\n)*?.*label \| (\d+) / (\d+) \|", tree)
        if not tree.startswith("tree") or m is None:
            continue
        page = tree[m.end():].split("label | Type it over")[0]
        grids = [numpy.array([number(x) for x in g[1].split()]) for g in re.finditer(r"image \| [^|\n]* \| ([-−0-9.,e ∞]+) \|", page)]
        lines = [l[1].strip() for l in re.finditer(r"label \| ([^\n]*? = [-−]?[0-9][0-9.,e−]*) \| \(", page)]
        found.append({"title": m[1], "part": m[2], "at": int(m[3]), "of": int(m[4]), "grids": grids, "lines": lines})
    return found


def is_worked(text):
    """Whether it is arithmetic of numbers alone."""
    rest = re.sub(WORDS, "", text)
    return re.search(r"\d", text) and not re.search(r"[^-−+·/^()., 0-9e]", rest)


def work_out(text):
    text = re.sub(r"ln ([^ (]+)", r"ln(\1)", text).replace("·", "*").replace("−", "-").replace("^", "**").replace("√", "root").replace("σ", "sigmoid")
    names = {**FUNCTIONS, "root": math.sqrt, "sigmoid": FUNCTIONS["σ"]}
    return eval(text, {"__builtins__": {}}, names)  # numbers and the functions above: is_worked


def half_unit(shown):
    """Half of one in the last of the five digits that are shown."""
    return 0.5 * 10 ** (math.floor(math.log10(abs(shown))) - 4) if shown else 5e-12


def of_grids(symbols, grids):
    """What sums over grids come to, and how large what is added is; None: it says something else."""
    pair = grids[:2]
    x = grids[0][: len(grids[0]) // len(grids[1])] if len(grids) == 3 and symbols != "Σ over the samples" else (grids or [None])[0]  # of a loss's rows the first
    if symbols.startswith("max x") and grids:
        return x.max(), 0
    if symbols.startswith("Σ exp (x − m)"):
        return numpy.exp(x - x.max()).sum(), 0
    if symbols == "Σ over the samples":
        return grids[-1].sum(), numpy.abs(grids[-1]).sum()
    if symbols.startswith("Σ") and "·" in symbols and len(pair) == 2 and len(pair[0]) == len(pair[1]):
        return float(pair[0] @ pair[1]), float(numpy.abs(pair[0] * pair[1]).sum())
    if symbols in ("Σ ∂L/∂y", "Σ x", "Σ ∂L/∂a", "Σ ∂L/∂b") and grids:
        return grids[0].sum(), numpy.abs(grids[0]).sum()
    return None


def check_gates(stop):
    """The sums of an LSTM's gates: a[g] = w_ih·x + b_ih, b[g] = w_hh·h + b_hh, of which the first operands come from the grids. The first that does not; how many there are."""
    n = 0
    for letter, (vector, rows) in {"a": (0, 1), "b": (2, 3)}.items():
        sums = [line.split(" = ")[2].split(" + ")[0] for line in stop["lines"] if line.startswith(letter + "[")]
        for i, shown in enumerate(sums):
            x = stop["grids"][vector]
            hand = stop["grids"][rows][i * len(x):(i + 1) * len(x)] @ x
            if abs(hand - number(shown.strip("()"))) > 1e-6 * (1 + abs(hand)):
                return n, f"{letter}, gate {i}: {shown}, by hand {hand}"
            n += 1
    return n, None


def check(stop):
    """How many lines were worked out again; the first that comes to something else."""
    n, wrong = check_gates(stop)
    if wrong:
        return n, wrong
    for line in stop["lines"]:
        parts = line.split(" = ")
        shown, symbols, size = number(parts[-1]), parts[1] if len(parts) > 2 else parts[0], 0
        if len(parts) > 2 and is_worked(parts[-2]):
            hand = work_out(parts[-2])
        else:
            summed = of_grids(symbols, stop["grids"])
            if summed is None:
                continue
            hand, size = summed
        if abs(hand - shown) > half_unit(shown) + 2e-6 * (abs(hand) + size) + 1e-9:
            return n, f"{line}: by hand {hand}"
        n += 1
    return n, None


def go_through(name, graph):
    fine, text = drive("wait", "push button:Train", "click", "option pane:Data", "key", "period", "tree", r"\b1 / \d+", "click", "Close", "closed", arguments=[make(name, *graph)])
    count = int(re.search(r"label \| 1 / (\d+)", text)[1])
    found = []
    for begin in range(0, count, CHUNK):  # each window soon ends: printing what it says takes long
        steps = ["key", "period"] * begin + (["wait", f"{begin} / {count}"] if begin else [])
        for i in range(begin, min(begin + CHUNK, count)):
            steps += ["key", "period", "tree", rf"label \| {i + 1} / {count} "]
        if begin == 0:  # another number of the same, and back again
            steps += ["key", "shift+period", "sleep", "0.3", "tree", "key", "comma", "wait", f"{CHUNK - 1} / {count}"]
        fine, text = drive("wait", "push button:Train", "click", "option pane:Data", *steps, "click", "Close", "closed", arguments=[make(name, *graph)])
        ok(f"{name}: one operation on and back by the keys, from {begin}", fine, text)
        found += stops(text)
    ok(f"{name}: each of its {count} operations is stood at", {s["at"] for s in found} == set(range(1, count + 1)), str([s["at"] for s in found]))
    parts, bare = dict.fromkeys(("forward", "backward", "update"), 0), set()
    for stop in found:
        n, wrong = check(stop)
        parts[stop["part"]] += n
        if n == 0 and wrong is None:
            bare.add(stop["at"])
            continue
        ok(f"{name}: {stop['at']}, {stop['title']}, {stop['part']}: {n} lines come to what is shown", wrong is None, f"{wrong}\n{stop['lines']}")
    ok(f"{name}: all three parts of the step are worked out ({parts})", all(parts.values()))
    ok(f"{name}: each of its operations says what it comes to", not bare, str(bare))


def typed_over():
    """Another number in the place of one that a layer gave: what follows is worked out with it, and back again without."""
    net = ([("data", "data", {"source": "moons"}), ("dense1", "dense", {"units": 3}), ("relu1", "relu", {}), ("dense2", "dense", {"units": 2}), ("loss", "cross_entropy", {})], 4)
    fine, text = drive("wait", "push button:Train", "click", "option pane:Data", "key", "period", "period", "wait", r"2 / \d+", "click", "push button:Next operation", "tree", r"label \| 3 / \d+ ",
                       "click", "push button:Operation back", "wait", r"2 / \d+", "double", "text:Type it over", "key", "ctrl+a", "type", "9.5", "key", "Return", "wait", r"label:.* = 9\.5",
                       "click", "push button:Next operation", "tree", r"label \| 3 / \d+ ", "click", "Close", "closed", arguments=[make("typed", *net)])
    ok("a number is typed over, by mouse and keys", fine, text)
    before, after = stops(text)
    n, wrong = check(after)
    ok("the next layer works with it", after["title"] == "Dense 2" and after["grids"][0][0] == 9.5 and before["grids"][0][0] != 9.5 and (after["grids"][0][1:] == before["grids"][0][1:]).all(), (before, after))
    ok("and comes to another number, which is right", n > 0 and wrong is None and before["lines"][-1] != after["lines"][-1], f"{wrong} {before['lines']} {after['lines']}")


tap.each(typed_over, lambda: go_through("LSTM of two units", LSTM), lambda: go_through("LeNet", LENET))
tap.end()
