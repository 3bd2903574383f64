#!/usr/bin/env python3
"""commands: what each command makes of its options and of where it reads and writes: commands.py PATH/TO/weft; prints TAP."""
import json, os, re, subprocess, sys, tempfile

WEFT = os.path.abspath(sys.argv[1])
CASES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../fixtures/cases")
home = tempfile.TemporaryDirectory(prefix="weft-commands-", ignore_cleanup_errors=True)
ENV = dict(os.environ, HOME=home.name, LANGUAGE="C", LC_ALL="C.UTF-8", **{f"XDG_{n}_HOME": os.path.join(home.name, n.lower()) for n in ("DATA", "CONFIG", "CACHE", "STATE")})
for n in ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS"):
    ENV.pop(n, None)
passed, failed = 0, 0


def run(*args, timeout=60, **kw):
    return subprocess.run([WEFT, *args], capture_output=True, timeout=timeout, env=ENV, **{"text": True, **kw})


def ok(what, holds, note=""):
    global passed, failed
    passed, failed = passed + bool(holds), failed + (not holds)
    print(("ok" if holds else "not ok") + f" {passed + failed} {what}".replace("#", "no.").replace("\n", " ")[:200], flush=True)
    if not holds:
        print("# " + str(note).replace("\n", " ")[:400], flush=True)


def section(f):
    try:
        with tempfile.TemporaryDirectory(prefix="weft-commands-") as d:
            f(d)
    except Exception as e:  # noqa: BLE001
        ok(f.__name__, False, f"({type(e).__name__}: {e})")


def case(name):
    return os.path.join(CASES, name)


# Every option that takes a number: what a command needs besides, what is out of range, what is in it.
NUMBERS = {
    ("train", "epochs"): (["playground"], ["0", "-1", "1000000001"], "1"),
    ("train", "steps"): (["playground"], ["0", "-5"], "2"),
    ("train", "seconds"): (["playground"], ["0", "-1", "nan", "inf", "1e10", "0x10"], "0.05"),
    ("train", "seed"): (["playground", "--steps", "1"], ["-1", "2147483648"], "2147483647"),
    ("train", "threads"): (["playground", "--steps", "1"], ["-1", "65"], "0"),
    ("train", "resume"): (["playground"], ["0", "-1"], None),
    ("evaluate", "run"): (["FILE"], ["0", "-1"], "1"),
    ("evaluate", "folds"): (["iris"], ["0", "1", "-2", "101"], "2"),
    ("evaluate", "threads"): (["FILE"], ["-1", "65"], "64"),
    ("evaluate", "at"): (["FILE"], ["-1", "1.5"], "last"),
    ("state", "run"): (["FILE"], ["0", "-1"], "1"),
    ("state", "step"): (["FILE"], ["-1"], "2"),
    ("bench", "threads"): (["playground"], ["-1", "65"], "1"),
    ("bench", "seconds"): (["playground"], ["0", "-1", "nan", "inf", "3601"], "0.01"),
    ("bench", "repeats"): (["playground"], ["0", "-1", "1001"], "1"),
}
NO_NUMBERS = ["", "x", "2x", " 1", "1e999", "99999999999999999999", "-99999999999999999999"]
WORDS = {"json", "help", "kernels", "set", "save", "data", "split", "example", "from", "format", "dark", "peer", "target", "task"}


def ranges(d):
    f = os.path.join(d, "a.weft")
    run("new", "--example", "iris", f); run("train", f, "--steps", "2")
    commands = re.findall(r"^  (\w+) ", run("--help").stdout.split("Commands:")[1].split("Options:")[0], re.M)
    found = {(c, o) for c in commands for o in re.findall(r"--([\w-]+)", run(c, "--help").stdout.split("Application Options:")[-1])}
    known = {o for c, o in found if o in WORDS}
    ok("every option of every command is a word or stands in the table of numbers", {(c, o) for c, o in found if o not in known} == set(NUMBERS), sorted({(c, o) for c, o in found if o not in known} ^ set(NUMBERS)))
    for (command, option), (needs, outside, inside) in NUMBERS.items():
        needs = [f if n == "FILE" else n for n in needs]
        wrong = []
        for value in outside + NO_NUMBERS:
            p = run(command, *needs, f"--{option}={value}")
            if p.returncode != 2 or f"--{option}" not in p.stderr or p.stdout:
                wrong.append((value, p.returncode, p.stderr))
        ok(f"{command} --{option}: what is out of range is refused by name, exit 2", not wrong, wrong)
        if inside is not None:
            p = run(command, *needs, f"--{option}={inside}")
            ok(f"{command} --{option}={inside} is taken", p.returncode == 0, p.stderr)


def folds(d):
    f = os.path.join(d, "three.weft")
    run("new", "--data", case("three-rows.csv"), f)
    p = run("evaluate", f, "--folds", "5")
    ok("more folds than rows: exit 1 with both numbers", p.returncode == 1 and "5" in p.stderr and "3" in p.stderr and not p.stdout, (p.returncode, p.stderr))
    p = run("evaluate", f, "--folds", "3", "--json"); r = json.loads(p.stdout)
    ok("as many folds as rows: R² of single rows is null, the rest is there", r["metrics"]["test"]["r2"] is None and r["metrics"]["test"]["mae"] > 0 and "finite" not in r, p.stdout)
    ok("for people it is a dash", "R² –" in run("evaluate", f, "--folds", "3").stdout)
    p = run("evaluate", "iris", "--folds", "2", "--json"); ok("two folds of an example", p.returncode == 0 and json.loads(p.stdout)["folds"] == 2, p.stderr)


def batch_of_one(d):
    g = case("batch-of-one.json")
    for command in (["check", g, "--json"], ["train", g]):
        p = run(*command)
        ok(f"{command[0]}: batch norm over one value is said before training", p.returncode == 1 and "bn1" in p.stdout + p.stderr and "nothing can be normalised" in p.stdout + p.stderr, p.stderr)
    p = run("train", g, "--set", "training.batch_size=16", "--epochs", "2"); ok("with a batch of 16 it trains", p.returncode == 0, p.stderr)
    text = open(g).read().replace('"batch_size": 1,', '"batch_size": 17,') # 120 rows train: 7 × 17 + 1
    open(os.path.join(d, "g.json"), "w").write(text)
    p = run("check", os.path.join(d, "g.json")); ok("a last batch of one is a warning", p.returncode == 0 and "last batch" in p.stderr, p.stderr)


def rare_class(d):
    f = os.path.join(d, "fraud.weft")
    run("new", "--data", case("fraud.csv"), f)
    p = run("train", f, "--epochs", "3", "--set", "training.metrics=accuracy,balanced_accuracy,precision,recall,f1", "--json")
    test = json.loads(p.stdout.splitlines()[-1])["metrics"]["test"]
    ok("balanced accuracy, precision, recall and F1 can be asked for", {"balanced_accuracy", "precision", "recall", "f1"} <= set(test), p.stderr)
    ok("they show what accuracy hides: the rare class is not found", test["accuracy"] > 0.9 and test["balanced_accuracy"] == test["recall"] == 0.5 and test["f1"] < 0.5, test)
    p = run("train", f, "--steps", "1", "--set", "training.metrics=r2"); ok("a metric that does not fit is said", p.returncode == 0 and "“r2”" in p.stderr, p.stderr)


def shortest(d):
    texts = [run("train", "iris", "--epochs", "3", "--json").stdout, run("layers", "--json").stdout, run("gallery", "--json").stdout, run("check", "digits-cnn", "--json").stdout]
    long = [t for text in texts for t in re.findall(r"(?<=[ \[])-?\d+\.?\d*(?:e[-+]?\d+)?(?=[,}\]])", text) if len(t) > len(repr(float(t))) or float(repr(float(t))) != float(t)]
    ok("numbers in JSON are the shortest that give the same value", not long and "0.00017699999999999999" not in "".join(texts), long[:5])


for f in (ranges, folds, batch_of_one, rare_class, shortest):
    section(f)
print(f"1..{passed + failed}")
sys.exit(failed > 0)
