#!/usr/bin/env python3
"""replays: any step of a run that a project passed through, as `state --step` has it; replays.py PATH/TO/weft; prints TAP.

What it must equal is a run that stopped there, in another file and on another number of threads.
"""
import json, os, random, re, signal, sqlite3, subprocess, sys, tempfile, time

WEFT = os.path.abspath(sys.argv[1])
home = tempfile.TemporaryDirectory(prefix="weft-replays-", ignore_cleanup_errors=True)
ENV = dict(os.environ, HOME=home.name, LANGUAGE="C", LC_ALL="C.UTF-8",
           **{f"XDG_{n}_HOME": os.path.join(home.name, n.lower()) for n in ("DATA", "CONFIG", "CACHE", "STATE")})
for n in ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS"):
    ENV.pop(n, None)
number, failed = 0, 0


def run(*args, **kw):
    return subprocess.run([WEFT, *map(str, args)], capture_output=True, text=True, timeout=300, env=ENV, **kw)


def ok(what, holds, note=""):
    global number, failed
    number += 1
    failed += not holds
    print(("ok" if holds else "not ok") + f" {number} {what}", flush=True)
    if not holds:
        print("# " + str(note).replace("\n", " ")[:400], flush=True)


def work(*args):
    p = run(*args)
    if p.returncode:
        raise RuntimeError(f"{' '.join(map(str, args))[:100]}: {p.stderr.strip()[-200:]}")
    return p.stdout


def state(path, step=None, threads=1):
    at = [] if step is None else ["--step", step, "--threads", threads]
    return json.loads(work("state", path, *at, "--json").splitlines()[-1])


def path(name):
    return os.path.join(home.name, name + ".weft")


def frames(file):
    with sqlite3.connect(file) as db:
        return db.execute("SELECT count(*) FROM frame").fetchone()[0]


def reached(file):
    """Also where a kill left a journal, which only a connection that may write can roll back."""
    with sqlite3.connect(file) as db:
        return db.execute("SELECT max(last) FROM metric").fetchone()[0]


def drop_frames(file, keep):
    """Only the newest `keep` of its frames are left, and of the others one in three."""
    with sqlite3.connect(file) as db:
        db.execute("DELETE FROM frame WHERE id NOT IN (SELECT id FROM frame ORDER BY id DESC LIMIT ?) AND id % 3", (keep,))


def examples():
    """Stopped at a step, and a run that went on from there, on another number of threads."""
    for example in [json.loads(line)["id"] for line in work("gallery", "--json").splitlines()]:
        short, long = path(example + "-short"), path(example + "-long")
        work("new", "--example", example, short)
        work("new", "--example", example, long)
        work("train", short, "--steps", 7, "--threads", 1)
        work("train", long, "--steps", 12, "--threads", 2)
        wanted, found = state(short), [state(long, 7, t) for t in (1, 2)]
        ok(f"{example}: step 7 of 12 is what a run of 7 ends with",
           all(f["sha256"] == wanted["sha256"] and f["step"] == 7 and f["exact"] for f in found), (wanted, found))


# What is done between two stops of a run: options of `train`.
DEEDS = [[], ["--set", "training.lr=0.004"], ["--set", "training.batch_size=48"],
         ["--set", "training.optimizer=sgd", "--set", "training.momentum=0.9"], ["--set", "training.schedule=cosine"]]


def edits():
    """A run that is stopped, changed and gone on with; each of its stops again, from few frames."""
    file, stops = path("edits"), {}
    work("new", "--example", "playground", file)
    for i, deed in enumerate(DEEDS):
        work("train", file, *(["--resume"] if i else []), "--steps", 40 + i, *deed)
        last = state(file)
        stops[last["step"]] = last["sha256"]
    for keep in (50, 1):
        drop_frames(file, keep)
        found = {step: state(file, step, 1 + step % 2) for step in stops}
        ok(f"every stop of a run with other settings each time, {frames(file)} frames",
           all(found[s]["sha256"] == stops[s] and found[s]["exact"] for s in stops), (stops, found))
    p = run("state", file, "--step", 1000000)
    ok("a step that it did not come to is said", p.returncode == 1 and "did not come to step 1,000,000" in p.stderr, p.stderr)
    lines = work("evaluate", file, "--at", 100, "--json")
    ok("a step is evaluated in the graph that it had", json.loads(lines.splitlines()[-1])["steps"] == 100, lines)


# What may be done to a playground's run besides, as it is drawn.
DRAWN = [lambda d: f"dense{d.randint(1, 3)}.units={d.randint(1, 12)}", lambda d: f"data.source={d.choice(['circles', 'moons', 'xor', 'spiral', 'gaussians'])}", lambda d: f"data.noise={d.randint(0, 5) / 10}",
         lambda d: f"training.optimizer={d.choice(['sgd', 'adam', 'rmsprop', 'lion'])}", lambda d: f"training.lr={d.choice([0.001, 0.003, 0.01, 0.03])}", lambda d: f"training.batch_size={d.randint(1, 64)}",
         lambda d: f"training.schedule={d.choice(['constant', 'step', 'exponential', 'cosine'])}", lambda d: f"training.momentum={d.choice([0, 0.5, 0.9])}"]


def drawn_edits():
    """Widths, data, settings and branches in an order that is drawn, one to three at once: each stop again, whatever frames there are."""
    draw, file, stops = random.Random(7), path("drawn"), {}
    work("new", "--example", "playground", file)
    for i in range(20):
        at = "@".join(map(str, draw.choice(sorted(stops)))) if i % 6 == 5 else None
        deeds = [word for _ in range(draw.randint(1, 3)) for word in ("--set", draw.choice(DRAWN)(draw))]
        work("train", file, *(["--fork", at] if at else ["--resume"] if i else []), "--steps", draw.randint(1, 40), "--threads", draw.randint(1, 2), *deeds)
        last = state(file)
        stops[last["run"], last["step"]] = last["sha256"]
    for part in (1, 5):
        with sqlite3.connect(file) as db:  # of each run the end is always there
            db.execute("DELETE FROM frame WHERE step < (SELECT max(step) FROM frame AS other WHERE other.run = frame.run) AND id % ?", (part,))
        found = {at: json.loads(work("state", file, "--run", at[0], "--step", at[1], "--threads", draw.randint(1, 2), "--json").splitlines()[-1]) for at in stops}
        ok(f"{len(stops)} stops of {max(stops)[0]} runs, {frames(file)} frames", all(found[at]["sha256"] == stops[at] and found[at]["exact"] for at in stops), [(at, stops[at], found[at]) for at in stops if found[at]["sha256"] != stops[at]])


def forks():
    """A run from a step of another one, and a fork of that: of each every step, also from few frames."""
    file, wanted = path("forks"), {}
    work("new", "--example", "playground", file)
    work("train", file, "--steps", 150)
    begin = state(file, 70)["sha256"]
    for run_id, parent, deed in ((2, "1@70", ["--set", "training.lr=0.002"]), (3, "2@100", []), (4, "1@last", [])):
        done = json.loads(work("train", file, "--fork", parent, "--steps", 60, *deed, "--json").splitlines()[-1])
        ok(f"{parent} is run {run_id}, of 60 steps", (done["run"], done["parent"], done["steps"]) == (run_id, int(parent[0]), 60), done)
        wanted[run_id] = json.loads(work("state", file, "--run", run_id, "--json").splitlines()[-1])
    ok("a fork says where it began", (wanted[3]["parent"], wanted[3]["parent_step"], wanted[3]["step"]) == (2, 100, 160), wanted[3])
    found = json.loads(work("state", file, "--run", 2, "--step", 70, "--json").splitlines()[-1])
    ok("at its first step it is what its parent was", found["sha256"] == begin, found)
    with sqlite3.connect(file) as db:
        db.execute("DELETE FROM frame")
    found = {i: json.loads(work("state", file, "--run", i, "--step", w["step"], "--json").splitlines()[-1]) for i, w in wanted.items()}
    ok("each fork again without a frame in the file", all(found[i]["sha256"] == w["sha256"] for i, w in wanted.items()), found)
    plain = path("forks-plain")
    work("new", "--example", "playground", plain)
    work("train", plain, "--steps", 210)
    ok("a fork of the end that changes nothing is the run that went on", state(plain)["sha256"] == wanted[4]["sha256"], wanted[4])
    p = run("train", file, "--fork", "1@151", "--steps", 1)
    ok("a step that the parent did not come to", p.returncode == 1 and "did not come to step 151" in p.stderr, p.stderr)
    p = run("train", file, "--fork", "7", "--steps", 1)
    ok("what is no RUN@STEP", p.returncode == 2, p.stderr)


def passed(told):
    """The last step of which a run has told."""
    with open(told) as lines:
        return max([0, *(int(step) for step in re.findall(r'"step": (\d+)[,}]', lines.read()))])


def is_kept(file):
    """Whether figures of the run are in its file, as well as that can be seen while another program has it."""
    try:
        with sqlite3.connect(f"file:{file}?immutable=1", uri=True) as db:
            return db.execute("SELECT count(*) FROM metric").fetchone()[0] > 0
    except sqlite3.Error:
        return False


def kill():
    """Ended in the middle of a run: what it passed before is there, and after it went on too."""
    whole = path("whole")
    work("new", "--example", "digits-mlp", whole)
    work("train", whole, "--steps", 400)
    for n in range(3):
        file = path(f"killed-{n}")
        work("new", "--example", "digits-mlp", file)
        with open(path(f"told-{n}"), "wb") as told, subprocess.Popen([WEFT, "train", file, "--epochs", "1000", "--json"], env=ENV, stdout=told, stderr=subprocess.DEVNULL) as p:
            while p.poll() is None and not (passed(told.name) >= 200 and is_kept(file)):
                time.sleep(0.05)
            time.sleep(0.5 + random.random())
            p.send_signal(signal.SIGKILL)
        work("state", file)  # what a kill left is read as it lies
        last = reached(file)
        steps = sorted({min(400, s) for s in (1, last // 2, state(file)["step"], last)} - {0})
        found = [state(file, s) for s in steps]
        ok(f"killed after step {last}, {frames(file)} frames: {steps}",
           all(f["sha256"] == state(whole, f["step"])["sha256"] and f["exact"] for f in found), found)
        work("train", file, "--resume", "--steps", 20)
        steps = [s for s in steps if s <= state(file)["step"]]
        found = [state(file, s) for s in steps]
        ok("and when it has gone on", all(f["sha256"] == state(whole, f["step"])["sha256"] for f in found), found)


for part in (examples, edits, drawn_edits, forks, kill):
    try:
        part()
    except Exception as e:  # noqa: BLE001
        ok(part.__name__, False, f"{type(e).__name__}: {e}")
print(f"1..{number}")
sys.exit(failed > 0)
