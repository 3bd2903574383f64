#!/usr/bin/env python3
"""accuracies: examples reach what the gallery promises, on data that training did not see; prints TAP.

    accuracies.py PATH/TO/weft            those that take half a minute at most (20 seconds in CI), with the seconds of a core that each takes
    accuracies.py PATH/TO/weft gallery [--write] [ID …]    all, or these, from three seeds, as they ask themselves, in two minutes at most; prints README's table instead, and puts its rows there
"""
import concurrent.futures
import functools
import json
import os
import subprocess
import sys
import tempfile
import time

LONGEST = 30 if "WEFT_IN_FULL" in os.environ else 20  # seconds that an example promises to take; what takes longer is left to `./dev gallery`
SMALL = 6  # seconds promised up to which it is tried from three seeds, and for much longer than it asks
BEYOND = 8  # times its own epochs
MOST = 120  # seconds that any may take
SEEDS = "123"
README = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../README.md")
BEGIN, END = "<!-- gallery -->", "<!-- end of gallery -->"  # of the table in it
HEAD = ["| example | figure on unseen data | asked | a lazy method | " + " | ".join(f"seed {seed}" for seed in SEEDS) + " | seconds |", "|---|---|---|---|" + "---|" * len(SEEDS) + "---|"]
WEFT = os.path.abspath(sys.argv[1])
home = tempfile.TemporaryDirectory(prefix="weft-accuracies-", ignore_cleanup_errors=True)
ENV = dict(os.environ, LANGUAGE="C", LC_ALL="C.UTF-8", XDG_DATA_HOME=home.name)
number = failed = 0


def measure(*args):
    """The objects that it printed, and the seconds of a core that it took: those of the clock say how busy the machine was."""
    process = subprocess.Popen([WEFT, *args, "--json"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=ENV)
    out = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return [json.loads(line) for line in out.splitlines()], usage.ru_utime + usage.ru_stime


def reach(args, targets):
    """Whether the run's test figures reach all targets, what they are, and its last line and seconds of a core."""
    told, seconds = measure("train", *args)
    done = (told or [{}])[-1]
    found = [(done.get("metrics", {}).get("test", {}).get(one["metric"]), one) for one in targets]
    holds = all(value is not None and (value >= one["target"] if one["better"] == "higher" else value <= one["target"]) for value, one in found)
    return holds, found, done, seconds


def check(what, *args, targets, promised=None):
    """Whether a run reaches its targets, with half as much work again as two cores do in the seconds promised, and a line of TAP without its number."""
    holds, found, _, seconds = reach((*args, "--threads", "1"), targets)
    figures = ", ".join(f"{one['metric']} {value}, target {one['target']}" for value, one in found)
    return holds and (promised is None or seconds <= 3 * promised), f"{what}: {figures}; {seconds:.1f} s of a core" + (f", {promised} s promised" if promised else "")


def check_beyond(example):
    """As many epochs as nobody asks of it must not spoil what was learnt."""
    epochs = reach((example["id"], "--seed", "1", "--threads", "1"), [])[2].get("epochs", 0)
    holds, line = check(f"{example['id']} for {BEYOND * epochs} epochs", example["id"], "--seed", "1", "--epochs", str(BEYOND * epochs), targets=example["targets"])
    return holds and epochs > 0, line


def tell(result):
    global number, failed
    number += 1
    failed += not result[0]
    print(f"{'ok' if result[0] else 'not ok'} {number} {result[1]}", flush=True)


def accuracy(target):
    return [dict(metric="accuracy", target=target, better="higher")]


def format_figure(value):
    return "–" if value is None else f"{value:.3f}" if abs(value) < 100 else f"{value:.0f}"


def make_rows(example):
    """A row for each figure that is promised, with what each seed reaches and the longest that any takes; whether all hold."""
    reached, slowest, fine = [], 0, True
    for seed in SEEDS:
        begun = time.monotonic()
        holds, found = reach((example["id"], "--seed", seed), example["targets"])[:2]
        slowest = max(slowest, time.monotonic() - begun)
        fine = fine and holds
        reached.append([value for value, _ in found])
    rows = [f"| {example['title']} | {one['metric']} | {one['target']} | {one['baseline']} | " + " | ".join(format_figure(seed[k]) for seed in reached) + f" | {slowest:.0f} |"
            for k, one in enumerate(example["targets"])]
    return rows, fine and slowest <= MOST


def write_rows(examples, made):
    """Puts rows into README's table, in the gallery's order, in place of those that it had of the same examples."""
    text = open(README, encoding="utf-8").read()
    before, table, after = text[:text.index(BEGIN) + len(BEGIN)], text[text.index(BEGIN) + len(BEGIN):text.index(END)], text[text.index(END):]
    had = {}
    for row in table.splitlines():
        if row.startswith("| ") and row not in HEAD:
            had.setdefault(row.split(" | ")[0][2:], []).append(row)
    rows = [row for example in examples for row in made.get(example["id"], had.get(example["title"], []))]
    with open(README, "w", encoding="utf-8") as file:
        file.write(before + "\n" + "\n".join([*HEAD, *rows]) + "\n" + after)


def print_table(ids, writes):
    """Every example, or those asked for, from three seeds."""
    examples = measure("gallery")[0]
    unknown = sorted(set(ids) - {example["id"] for example in examples})
    if unknown:
        sys.exit(f"accuracies: there is no example called {', '.join(unknown)}")
    print("\n".join(HEAD), flush=True)
    made, missed = {}, False
    for example in (one for one in examples if not ids or one["id"] in ids):
        made[example["id"]], holds = make_rows(example)
        missed = missed or not holds
        print("\n".join(made[example["id"]]), flush=True)
        if writes:
            write_rows(examples, made)
    sys.exit(missed)


if sys.argv[2:3] == ["gallery"]:
    print_table([one for one in sys.argv[3:] if one != "--write"], "--write" in sys.argv[3:])
# One thread each, two at a time: what is small has no work for two cores. Each as it asks itself, which gives the same bits however busy the machine is.
spiral = ("playground", "--set", "data.source=spiral", "--steps", "600000", "--seed", "1")
tried = [functools.partial(check, "playground with the spiral", *spiral, targets=accuracy(0.98))]
for example in measure("gallery")[0]:
    if example["seconds"] > LONGEST:
        continue
    folds = f" in {example['folds']} folds" if "folds" in example else ""
    tried += [functools.partial(check, f"{example['id']}{folds}, seed {seed}", example["id"], "--seed", seed, targets=example["targets"], promised=None if folds else example["seconds"])
              for seed in ("123" if example["seconds"] <= SMALL else "1")]
    if example["seconds"] <= SMALL and not folds:
        tried.append(functools.partial(check_beyond, example))
tried.reverse()  # what is long begins first
with concurrent.futures.ThreadPoolExecutor(2) as pool:
    for result in pool.map(lambda one: one(), tried):
        tell(result)
own = os.environ.get("WEFT_USERDATA", "")
if os.path.isdir(os.path.join(own, "mnist10k")):
    project = os.path.join(home.name, "mnist.weft")
    subprocess.run([WEFT, "new", "--data", os.path.join(own, "mnist10k/mnist10k-train-images-idx3-ubyte.gz"), project], check=True, env=ENV, capture_output=True)
    tell(check("a user's own MNIST", project, targets=accuracy(0.98)))
print(f"1..{number}")
sys.exit(failed > 0)
