#!/usr/bin/env python3
"""accuracies: every example reaches what the gallery promises, on data that training did not see; prints TAP."""
import json
import os
import subprocess
import sys
import tempfile

WEFT = os.path.abspath(sys.argv[1])
home = tempfile.TemporaryDirectory(prefix="weft-accuracies-", ignore_cleanup_errors=True)
ENV = dict(os.environ, LANGUAGE="C", LC_ALL="C.UTF-8", XDG_DATA_HOME=home.name)
number = failed = 0


def rows(*args):
    out = subprocess.run([WEFT, *args, "--json"], capture_output=True, text=True, env=ENV, timeout=300)
    return [json.loads(line) for line in out.stdout.splitlines()]


def check(what, *args, target=None, metric="accuracy", better="higher"):
    global number, failed
    number += 1
    last = (rows("train", *args) or [{}])[-1]
    value = last.get("metrics", {}).get("test", {}).get(metric)
    holds = value is not None and (value >= target if better == "higher" else value <= target)
    failed += not holds
    print(f"{'ok' if holds else 'not ok'} {number} {what}: {metric} {value}, target {target}", flush=True)


# A quarter or a whole minute: on the small ones millions of epochs, which must not spoil what was learnt.
# Then as the example itself asks, from other first weights too.
for example in rows("gallery"):
    goal = dict(target=example["target"], metric=example["metric"], better=example["better"])
    seconds = "60" if example["seconds"] > 10 else "15"
    check(f"{example['id']} in {seconds} s", example["id"], "--seconds", seconds, "--seed", "1", **goal)
    for seed in "123" if example["seconds"] <= 10 else "":
        check(f"{example['id']} for its own epochs, seed {seed}", example["id"], "--seed", seed, **goal)
check("playground with the spiral", "playground", "--set", "data.source=spiral", "--seconds", "60", "--seed", "1", target=0.98)
own = os.environ.get("WEFT_USERDATA", "")
if os.path.isdir(os.path.join(own, "mnist10k")):
    project = os.path.join(home.name, "mnist.weft")
    subprocess.run([WEFT, "new", "--data", os.path.join(own, "mnist10k/mnist10k-train-images-idx3-ubyte.gz"), project], check=True, env=ENV, capture_output=True)
    check("a user's own MNIST", project, target=0.98)
print(f"1..{number}")
sys.exit(failed > 0)
