#!/usr/bin/env python3
"""ways: every way to learn, resumed in its midst and made again at any step; weights of other projects: ways.py PATH/TO/weft; prints TAP.

Each row of recipes.def has a small graph here; one without fails.
"""
import json
import os
import re
import subprocess

from tap import HERE, Tap

tap = Tap("ways")
ok = tap.ok
ROOT = os.path.join(HERE, "../..")
ENV = dict(os.environ, LANGUAGE="C", LC_ALL="C.UTF-8")


def run(*args):
    return subprocess.run([tap.weft, "--user-dir", tap.folder, *map(str, args)], capture_output=True, text=True, timeout=120, env=ENV)


def work(*args):
    p = run(*args)
    if p.returncode:
        raise OSError(f"{' '.join(map(str, args))[:100]}: {p.stderr.strip()[-300:]}")
    return p.stdout


def state(path, step=None, threads=1):
    at = [] if step is None else ["--step", step, "--threads", threads]
    return json.loads(work("state", path, *at, "--json").splitlines()[-1])


def chain(text, start="data.x"):
    """'wide dense units=4 | bend relu' as nodes and the wires between them, the first one fed by start; 'contest.real contest': into that input; a loss takes the prediction."""
    nodes, wires, before = [], [], start
    for part in text.split("|"):
        name, layer, *params = part.split()
        port, name = name + ".prediction" * name.startswith("loss"), name.split(".")[0]
        nodes.append({"name": name, "layer": layer, "params": {k: json.loads(v) for k, v in (p.split("=") for p in params)}})
        wires.append([before, port])
        before = name
    return nodes, wires


def graph(data, chains, wires, **training):
    made = [chain(*c) if isinstance(c, tuple) else chain(c) for c in chains]
    return {"weft": 1, "nodes": [{"name": "data", "layer": "data", "params": data}, *(n for nodes, _ in made for n in nodes)],
            "wires": [w for _, wired in made for w in wired] + wires, "training": {"optimizer": "adam", "lr": 0.003, "batch_size": 16, **training}}


def labelled(recipe):
    return graph({"source": "moons"}, ["wide dense units=8 | bend relu | out dense units=2 | loss cross_entropy"], [["data.y", "loss.target"]], recipe=recipe, ema_decay=0.9)


POLICY = ("scores dense units={n} | loss1 soft_cross_entropy", "hope dense units=1 | loss2 mse")


def actor(recipe, source, n, **training):
    return graph({"source": source}, ["flat flatten | wide dense units=16 | bend tanh", (POLICY[0].format(n=n), "bend"), (POLICY[1], "bend")],
                 [["data.y", "loss1.target"], ["data.outcome", "loss2.target"]], recipe=recipe, **training)


REBUILDS = "wide dense units=8 | bend relu | out dense units=2 | loss mse"
GRAPHS = {
    "supervised": labelled("supervised"),
    "autoencoder": graph({"source": "moons"}, [REBUILDS], [["data.x", "loss.target"]], recipe="autoencoder"),
    "denoising": graph({"source": "moons"}, ["noise gaussian_noise std=0.3 | " + REBUILDS], [["data.x", "loss.target"]], recipe="denoising"),
    "masked": graph({"source": "dates", "count": 300}, ["hide token_dropout p=0.2 | word embedding embedding_dim=8 | out dense units=43 | loss cross_entropy"], [["data.x", "loss.target"], ["hide.left_out", "loss.mask"]], recipe="masked"),
    "contrastive_views": graph({"source": "moons"}, ["grain1 random_noise | code1 dense units=4 | pair.x1 info_nce", "grain2 random_noise | code2 dense units=4"], [["code2", "pair.x2"]], recipe="contrastive_views"),
    "distillation": graph({"source": "moons"}, ["wide dense units=4 | out dense units=2 | loss distillation", "teacher_wide dense units=8 | teacher_bend relu | teacher_out dense units=2"],
                          [["teacher_out", "loss.teacher"]], recipe="distillation"),
    "adversarial": graph({"source": "moons"}, ["noise noise size=4 | make1 dense units=8 | bend1 relu | make2 dense units=2",
                                                ("judge1 dense units=8 | bend2 relu | judge2 dense units=1 | loss bce_with_logits", "contest.shown"), ("contest.real contest", "data.x")],
                         [["make2", "contest.made"], ["contest.is_real", "loss.target"]], recipe="adversarial"),
    "input": graph({"source": "moons"}, ["dream free_input | wide dense units=8 | bend relu | wish excite"], [], recipe="input"),
    "value": graph({"source": "cart_pole"}, ["wide dense units=8 | bend relu | out dense units=2 | loss mse"], [["data.y", "loss.target"]], recipe="value", first_moves=20, target_every=3),
    "policy": actor("policy", "cart_pole", 2),
    "self_play": actor("self_play", "tic_tac_toe", 9),
}


def write(name, recipe):
    path = tap.path(name + ".weft")
    with open(tap.path("graph.json"), "w") as file:
        json.dump(recipe, file)
    work("new", "--from", file.name, path)
    return path


def recipes():
    with open(os.path.join(ROOT, "engine/recipes/recipes.def")) as file:
        for recipe in re.findall(r"RECIPE \((\w+)\)", file.read()):
            if recipe not in GRAPHS:
                ok(f"{recipe} has a graph in ways.py", False, "no graph")
                continue
            short, long, halves = (write(recipe + n, GRAPHS[recipe]) for n in ("-short", "-long", "-halves"))
            work("train", short, "--steps", 7, "--threads", 1)
            work("train", long, "--steps", 12, "--threads", 2)
            work("train", halves, "--steps", 4, "--threads", 2)
            work("train", halves, "--resume", "--steps", 3, "--threads", 1)
            wanted, found, resumed = state(short), [state(long, 7, t) for t in (1, 2)], state(halves)
            ok(f"{recipe}: step 7 of 12, made again, is what a run of 7 ends with", all(f["sha256"] == wanted["sha256"] and f["exact"] for f in found), str((wanted, found)))
            ok(f"{recipe}: stopped at 4 and gone on with, it comes to the same", resumed["sha256"] == wanted["sha256"] and resumed["step"] == 7, str((wanted, resumed)))


def weights():
    first, second = write("first", labelled("supervised")), write("second", labelled("supervised"))
    third = write("third", graph({"source": "moons"}, ["wide dense units=8 | bend relu | out dense units=3 | loss cross_entropy"], [["data.y", "loss.target"]]))
    other = write("other", graph({"source": "moons"}, ["far dense units=8 | bend relu | out dense units=4 | loss cross_entropy"], [["data.y", "loss.target"]]))
    ok("what has learnt nothing has no weights to give: said", run("train", second, "--weights", first).returncode == 1)
    work("train", first, "--steps", 200)
    told = [json.loads(line) for line in work("train", second, "--weights", first, "--steps", 6, "--seed", 5, "--json").splitlines()]
    p = next(event for event in told if event["event"] == "weights")
    ok("all weights are taken where all fit", p["taken"] == p["of"] == 4 and p["left"] == [] and sum(event["event"] == "weight" and event["taken"] for event in told) == 4, str(told))
    again, kept = state(second, 3), state(second, 6)
    ok("a run that began with them is made again", again["exact"] and kept["sha256"] == state(second)["sha256"], str((again, kept)))
    p = run("train", third, "--weights", first, "--steps", 2)
    ok("what does not fit is said", p.returncode == 0 and "2 of 4" in p.stdout and "out.weight is (3, 8) here and (2, 8) there." in p.stdout, p.stdout + p.stderr)
    p = run("train", other, "--weights", first, "--steps", 2)
    ok("nothing that fits: a failure, with the reason", p.returncode == 1 and "same name" in p.stderr, p.stderr)
    ok("--resume has weights of its own", run("train", second, "--weights", first, "--resume").returncode == 2)
    before = open(first, "rb").read()
    run("train", second, "--weights", first, "--steps", 1)
    ok("the project that gives them stays as it was", open(first, "rb").read() == before)


tap.each(recipes, weights)
tap.end()
