#!/usr/bin/env python3
"""contract: what the command line promises, checked on a built program: contract.py PATH/TO/weft [A|B]; prints TAP.

A: what the first version promises (default here); B: with what comes later.
"""
import json, math, os, random, signal, sqlite3, subprocess, sys, tempfile, time

WEFT, LEVEL = os.path.abspath(sys.argv[1]), (sys.argv[2] if len(sys.argv) > 2 else "A")
HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, "../..")
GRAPHS, DATA, OWN = os.path.join(ROOT, "resources/bench"), os.path.join(ROOT, "projects/gallery/data"), os.environ.get("WEFT_USERDATA", "")
home = tempfile.TemporaryDirectory(prefix="weft-contract-", ignore_cleanup_errors=True)
HOME = home.name
ENV = dict(os.environ, HOME=HOME, LANGUAGE="C", LC_ALL="C.UTF-8", **{f"XDG_{n}_HOME": os.path.join(HOME, n.lower()) for n in ("DATA", "CONFIG", "CACHE", "STATE")})
for n in ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS"):
    ENV.pop(n, None)
passed, failed = 0, []


def run(*args, timeout=240, **kw):
    return subprocess.run([WEFT, *args], capture_output=True, text=True, timeout=timeout, env=ENV, **kw)


def not_json(constant):
    raise ValueError(f"{constant} is not JSON")


def rows(p):
    return [json.loads(line, parse_constant=not_json) for line in p.stdout.splitlines()]


def done(*args, **kw):
    """The last line of a training or evaluation, which has to be its `done`."""
    p = run(*args, "--json", **kw)
    last = (rows(p) or [{}])[-1]
    if p.returncode or last.get("event") != "done":
        raise RuntimeError(f"{' '.join(args)[:80]}: exit {p.returncode}, no done: {p.stderr.strip()[-120:]}")
    return last


def ok(what, holds, note=""):
    global passed
    passed += bool(holds)
    number = passed + len(failed) + (not holds)
    print(("ok" if holds else "not ok") + f" {number} {what}".replace("#", "no.").replace("\n", " ")[:200], flush=True)
    if not holds:
        failed.append(what)
        print("# " + note.replace("\n", " ")[:400], flush=True)


def section(f):
    """Runs one group in a folder of its own; an error of the group is one failure."""
    try:
        with tempfile.TemporaryDirectory() as d:
            f(d)
    except Exception as e:  # noqa: BLE001
        ok(f.__name__, False, f"({type(e).__name__}: {e})")


def spent():
    """Seconds of a core that the programs took that have ended: those of the clock say how busy the machine is."""
    return sum(os.times()[2:4])


def said(p, *words):
    return bool(p.stderr.strip()) and all(w.lower() in p.stderr.lower() for w in words)


def project(d, example="digits-mlp", name="a b 中.weft"):
    f = os.path.join(d, name)
    p = run("new", "--example", example, f)
    if p.returncode:
        raise RuntimeError(f"new --example {example}: {p.stderr.strip()[-120:]}")
    return f


def usage(d):
    p = run("--help"); ok("--help exits 0 and names the commands", p.returncode == 0 and all(c in p.stdout for c in ("train", "check", "export", "gallery")))
    ok("--version exits 0", run("--version").returncode == 0)
    p = run("frobnicate"); ok("a word that is neither command nor file: exit 2, a sentence", p.returncode == 2 and said(p, "frobnicate") and not p.stdout)
    p = run("train", "digits-cnn", "--epochs", "minus two"); ok("a bad option value: exit 2, names it", p.returncode == 2 and said(p, "epochs"))
    for limit in ("--epochs", "--steps", "--seconds"):
        p = run("train", "playground", limit, "0"); ok(f"{limit} 0 is no limit that ends: exit 2, names it", p.returncode == 2 and said(p, limit))
    for option, value in (("--kernels", "fast"), ("--set", "lr")):
        p = run("train", "playground", option, value); ok(f"{option} {value}: exit 2, names it", p.returncode == 2 and said(p, option))
    p = run("train", "no-such-example"); ok("an unknown file or example: exit 1 or 2, names it", p.returncode in (1, 2) and said(p, "no-such-example"))


def gallery(d):
    g = {r["id"]: r for r in rows(run("gallery", "--json"))}
    need = {"digits-mlp", "digits-cnn", "fashion-cnn", "playground", "iris", "wine"}
    ok(f"gallery lists {sorted(need)}", need <= set(g), str(sorted(need - set(g))))
    keys = {"id", "title", "task", "data", "targets", "metric", "target", "better", "baseline"}
    for i, r in g.items():
        ok(f"gallery row {i} has {sorted(keys)}", keys <= set(r), str(sorted(keys - set(r))))
        t = r.get("targets") or [{}]
        ok(f"{i}: targets, each with metric, target, better, baseline, baseline_name", all({"metric", "target", "better", "baseline", "baseline_name"} <= set(x) for x in t))
        ok(f"{i}: the first target stands in the row too", all(t[0].get(k) == r.get(k) for k in ("metric", "target", "better", "baseline")))
    ok("without --json a table for people", "digits-mlp" in run("gallery").stdout)


def layers(d):
    l = {r["id"]: r for r in rows(run("layers", "--json"))}
    for i, r in l.items():
        ok(f"layer {i} has its keys", {"id", "category", "summary", "params", "pytorch", "onnx"} <= set(r))
        ok(f"layer {i}: each parameter has name, type, default", all({"name", "type", "default"} <= set(x) for x in r.get("params", [])))
    need = {"data", "dense", "conv2d", "max_pool2d", "avg_pool2d", "global_avg_pool2d", "flatten", "reshape", "relu", "leaky_relu", "sigmoid", "tanh", "softmax", "dropout", "batch_norm", "add", "concat", "cross_entropy", "mse", "bce_with_logits"}
    if LEVEL == "B":
        need |= {"lstm", "gru", "rnn", "embedding", "transformer_encoder", "conv_transpose2d", "layer_norm", "reduce", "attention"}
    ok("the layers that are promised", need <= set(l), str(sorted(need - set(l))))
    p = run("layers", "dense"); ok("layers NAME explains one", p.returncode == 0 and "units" in p.stdout)


def project_file(d):
    f = project(d); head = open(f, "rb").read(100)
    ok("a .weft file is SQLite with Weft's application id and a user version", head[:15] == b"SQLite format 3" and head[68:72] == b"WEFT" and head[60:64] != b"\0\0\0\0")
    p = run("new", "--example", "iris", f); ok("new never overwrites: exit 1 or 2, names the file", p.returncode in (1, 2) and said(p, ".weft"))
    ok("one file is there", os.listdir(d) == [os.path.basename(f)], str(os.listdir(d)))
    before = open(f, "rb").read()
    ok("check writes nothing", run("check", f).returncode == 0 and open(f, "rb").read() == before)
    ok("the file is whole", sqlite3.connect(f"file:{f}?mode=ro", uri=True).execute("pragma integrity_check").fetchone()[0] == "ok")


def training(d):
    f = project(d); r = done("train", f, "--epochs", "3", "--seed", "3")
    ok("done has its keys", {"steps", "epochs", "seconds", "evaluate_seconds", "samples_per_second", "loss", "metrics"} <= set(r), str(sorted(r)))
    a = r["metrics"]["test"]["accuracy"]
    ok("three epochs learn something that the test split shows", 0.5 < a <= 1, str(a))
    ok("one file is left after training", os.listdir(d) == [os.path.basename(f)], str(os.listdir(d)))
    ok("evaluate agrees with train to the last digit", done("evaluate", f)["metrics"]["test"]["accuracy"] == a)
    ok("--steps is obeyed", done("train", "digits-mlp", "--steps", "7")["steps"] == 7)
    ok("an example leaves nothing behind without --save", os.listdir(d) == [os.path.basename(f)])
    ok("--set changes a parameter for the run", done("train", "digits-mlp", "--steps", "3", "--set", "training.batch_size=16")["steps"] == 3)
    p = run("train", "digits-mlp", "--set", "nobody.units=3"); ok("--set of an unknown node: exit 1 or 2, names it", p.returncode in (1, 2) and said(p, "nobody"))


def epochs_and_best(d):
    best = set()
    for i in range(6):
        f = os.path.join(d, f"iris{i}.weft"); r = rows(run("train", "iris", "--save", f, "--json"))
        epochs = [x for x in r if x["event"] == "epoch"]; steps = epochs[0]["step"]
        ok("a line for each epoch, with its own step", [(x["epoch"], x["step"]) for x in epochs] == [(k, k * steps) for k in range(1, 61)], str(len(epochs)))
        ok("and what validation gave", all("validation_loss" in x for x in epochs))
        ok("the last line says the same loss as that of the last epoch", r[-1]["loss"] == epochs[-1]["loss"], f'{r[-1]["loss"]} {epochs[-1]["loss"]}')
        best.add(run("state", f, "--at", "best").stdout); low = min(x["validation_loss"] for x in epochs)
        ok("best is there, and not worse than any epoch", done("evaluate", f, "--at", "best")["metrics"]["validation"]["loss"] <= low * (1 + 1e-6), str(low))
    ok("the same seed: the same best, to the bit", len(best) == 1 and len(best.pop().split()[0]) == 64, str(best))
    ok("--at of nonsense: exit 2", run("state", os.path.join(d, "iris0.weft"), "--at", "worst").returncode == 2)
    f = os.path.join(d, "m.weft"); done("train", "digits-mlp", "--epochs", "5", "--save", f)
    c = sqlite3.connect(f); n = c.execute("SELECT sum(samples) FROM metric WHERE series = 'validation/loss'").fetchone()[0]; c.close()
    ok("a short run has points enough for a curve", n >= 30, str(n))


def same_bits(d):
    loss = [done("train", "digits-mlp", "--steps", "30", "--seed", s, "--threads", t)["loss"] for s, t in (("9", "1"), ("9", "2"), ("9", "2"), ("10", "2"))]
    ok("same seed: same loss to the last digit on 1 and 2 threads", len(set(loss[:3])) == 1 and math.isfinite(loss[0]), str(loss))
    ok("another seed: another loss", loss[3] != loss[0], str(loss))
    f, g = project(d, name="f.weft"), project(d, name="g.weft")
    done("train", f, "--steps", "40", "--seed", "5"); s40 = run("state", f).stdout.split()[:1]
    ten = done("train", f, "--resume", "--steps", "10"); s50 = run("state", f).stdout.split()[:1]
    done("train", g, "--steps", "50", "--seed", "5"); fresh = run("state", g).stdout.split()[:1]
    ok("state prints a SHA-256 first", bool(s50) and len(s50[0]) == 64, str(s50))
    ok("training changes the state", s40 != s50)
    other = os.path.join(os.path.dirname(f), "goes-on.weft"); done("train", f, "--resume", "--steps", "4", "--save", other)
    p = run("state", other); ok("--resume --save goes on in a run of the new file", p.returncode == 0 and "run 1," in p.stdout, p.stdout + p.stderr)
    ok("and its last step is found there", run("state", other, "--step", p.stdout.split()[-1]).stdout.split()[:1] == p.stdout.split()[:1])
    os.remove(other)
    ok("--resume tells of its own steps and seconds", ten["steps"] == 10 and ten["seconds"] < done("train", f, "--resume", "--seconds", "1")["seconds"], str(ten))
    ok("40 steps and 10 more after --resume give the state of 50 in one go", s50 == fresh, f"{s50} {fresh}")


def nobody_reads(d):
    lost = []
    for i in range(5):
        f = os.path.join(d, f"{i}.weft")
        command = f"'{WEFT}' train playground --save '{f}' --steps 100 | true"
        subprocess.run(command, shell=True, env=ENV, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=60)
        lost += [i] if run("state", f).returncode else []
    ok("what was learnt is stored when nobody reads what train prints", not lost, str(lost))


def goes_wrong(d):
    f = project(d, "iris"); done("train", f, "--steps", "100"); before = run("state", f).stdout
    p = run("train", f, "--resume", "--set", "training.optimizer=sgd", "--set", "training.lr=1000", "--steps", "3000")
    ok("another optimiser than before begins anew, with a word", said(p, "optimiser", "begins anew"), p.stderr)
    ok("numbers that go wrong: exit 1, the layer named", p.returncode == 1 and said(p, "dense"), p.stderr)
    ok("numbers that go wrong leave the file with a sound state", "step 1" in before and run("state", f).stdout.split("step ")[-1].startswith("10"), run("state", f).stdout)
    ok("and --resume goes on from there", math.isfinite(done("train", f, "--resume", "--steps", "20")["loss"]))


def text_form(d):
    f = project(d); j1, j2, g = (os.path.join(d, n) for n in ("1.json", "2.json", "back.weft"))
    ok("export json", run("export", f, "--format", "json", j1).returncode == 0)
    whole, other = open(f, "rb").read(), project(d, name="other.weft"); theirs = open(other, "rb").read()
    for to in (f, other):
        p = run("export", f, "--format", "json", to); ok("export never writes over a project: exit 1, names it", p.returncode == 1 and said(p, ".weft") and open(f, "rb").read() == whole and open(other, "rb").read() == theirs)
    t = json.load(open(j1)); ids = [n["layer"] for n in t["nodes"]]
    ok("the text form holds the graph", t["weft"] == 1 and ids.count("dense") >= 2 and "data" in ids and "cross_entropy" in ids and t["wires"] and t["training"]["optimizer"])
    ok("import json", run("import", j1, g).returncode == 0)
    ok("export again", run("export", g, "--format", "json", j2).returncode == 0)
    ok("json → weft → json is the identity", open(j1).read() == open(j2).read())
    ok("what was imported trains", done("train", g, "--steps", "5")["steps"] == 5)
    for fmt, magic in (("svg", b"<"), ("png", b"\x89PNG")):
        p = os.path.join(d, "p." + fmt); ok(f"export {fmt} without a display", run("export", f, "--format", fmt, p).returncode == 0 and os.path.getsize(p) > 500 and open(p, "rb").read(8).startswith(magic))


def stop(delay, *words):
    """SIGTERM so long after it is listened to: the exit code, what it printed and what it complained of."""
    q = subprocess.Popen([WEFT, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=ENV)
    while q.poll() is None and not any(l.startswith("SigCgt") and int(l.split()[1], 16) >> (signal.SIGTERM - 1) & 1 for l in open(f"/proc/{q.pid}/status")):
        time.sleep(0.001)
    time.sleep(delay); q.send_signal(signal.SIGTERM); out, err = q.communicate(timeout=30)
    return q.returncode, out, err


def stop_while_preparing(d):
    for delay in (0, 0.01, 0.05, 0.2):
        code, out, _ = stop(delay, "train", "fashion-cnn", "--seconds", "60", "--json")
        ok(f"SIGTERM {delay} s after it is listened to: done with stopped true, exit 0", code == 0 and json.loads(out.splitlines()[-1]).get("stopped") is True, out[-200:])
    code, out, err = stop(0.2, "evaluate", "fashion-cnn", "--folds", "5")
    ok("SIGTERM between folds: exit 1, says that it was ended, and no mean", code == 1 and "ended" in err and not out, out + err)


def stop_and_kill(d):
    f = project(d)
    def start():
        q = subprocess.Popen([WEFT, "train", f, "--seconds", "60", "--json"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=ENV); q.stdout.readline(); time.sleep(1); return q  # its first figures are there
    q = start(); q.send_signal(signal.SIGINT); out, _ = q.communicate(timeout=30)
    ok("SIGINT: done with stopped true, exit 0", q.returncode == 0 and json.loads(out.splitlines()[-1]).get("stopped") is True)
    q = start()
    p = run("train", f, "--steps", "1", "--json"); ok("a file that another program has open: exit 1, says so", p.returncode == 1 and said(p, ".weft"), p.stderr[:200])
    q.kill(); q.wait()
    p = run("state", f); ok("after SIGKILL the newest whole checkpoint is there", p.returncode == 0 and len(p.stdout.split()[0]) == 64, p.stderr[:200])
    ok("after SIGKILL --resume goes on", done("train", f, "--resume", "--steps", "5")["loss"] is not None)
    ok("after SIGKILL the file is whole", sqlite3.connect(f"file:{f}?mode=ro", uri=True).execute("pragma integrity_check").fetchone()[0] == "ok")
    ok("and alone", os.listdir(d) == [os.path.basename(f)], str(os.listdir(d)))


def hostile_texts(d):
    pipe = os.path.join(d, "pipe.json"); os.mkfifo(pipe)
    for command in ("check", "train"):
        start = time.monotonic(); p = run(command, pipe, timeout=20)
        ok(f"{command} of a pipe that nobody writes to: exit 1, says so, within 10 s", p.returncode == 1 and "pipe" in p.stderr and time.monotonic() - start < 10, p.stderr)
    q = subprocess.Popen([WEFT, "train", pipe], stderr=subprocess.DEVNULL, env=ENV); writer = os.open(pipe, os.O_RDWR); time.sleep(1); q.send_signal(signal.SIGTERM)
    ok("SIGTERM ends a train that waits for its text", q.wait(timeout=10) != 0); os.close(writer)
    g = os.path.join(d, "g.json"); json.dump({"weft": 1, "nodes": [{"name": "a", "layer": "\x1b[31m" + "\u5377" * 300 + "\u202e"}]}, open(g, "w"))
    p = subprocess.run([WEFT, "check", g], capture_output=True, env=ENV); text = p.stderr.decode()
    ok("a stranger's text is quoted valid, short and without control characters", p.returncode == 1 and len(text) < 200 and "\\u001b[31m" in text and not set(text) & set("\x1b\u202e\x9b"), text)
    big = os.path.join(d, "big.json"); open(big, "wb").truncate(1 << 31)
    p = run("check", big); ok("a text of 2 GB is refused, unread", p.returncode == 1 and "MB" in p.stderr, p.stderr)
    f, copies = project(d, name="cut.weft"), os.path.join(d, "copies"); os.mkdir(copies)  # a folder for what is temporary that nothing else uses
    c = sqlite3.connect(f); c.execute("pragma cache_size = 1"); c.execute("begin"); c.execute("update node set title = 'lost'"); c.execute("update session set user = hex(zeroblob(100000))")
    hot = os.path.join(d, "hot.weft"); open(hot, "wb").write(open(f, "rb").read()); open(hot + "-journal", "wb").write(open(f + "-journal", "rb").read()); c.close()
    p = subprocess.run([WEFT, "check", hot, "--json"], capture_output=True, text=True, timeout=60, env={**ENV, "TMPDIR": copies}); ok("a project that was cut off is checked on a copy of which nothing is left", p.returncode == 0 and not os.listdir(copies), p.stderr or str(os.listdir(copies)))


def strange_files(d):
    f = project(d, name="good.weft"); good = open(f, "rb").read()
    newer = bytearray(good); newer[60:64] = (9999).to_bytes(4, "big")
    foreign = os.path.join(d, "foreign.weft"); c = sqlite3.connect(foreign); c.execute("create table t(x)"); c.commit(); c.close()
    hostile = os.path.join(d, "trigger.weft"); open(hostile, "wb").write(good); c = sqlite3.connect(hostile); c.execute("create table zz(x)"); c.execute("create trigger t after insert on zz begin delete from zz; end"); c.commit(); c.close()
    for name, content, word in (("empty.weft", b"", ""), ("text.weft", b"hello", ""), ("cut.weft", good[:3000], ""), ("foreign.weft", None, ""), ("trigger.weft", None, ""), ("later.weft", bytes(newer), "9999")):
        p = os.path.join(d, name)
        if content is not None:
            open(p, "wb").write(content)
        before = open(p, "rb").read()
        for command in (("check", p), ("train", p, "--steps", "1")):
            q = run(*command)
            ok(f"{command[0]} {name}: exit 1 or 2, a sentence naming it{' and its format' if word else ''}, file untouched", q.returncode in (1, 2) and said(q, name, word) and open(p, "rb").read() == before, q.stderr[:200])


def own_data(d):
    idx = os.path.join(OWN, "mnist10k/mnist10k-train-images-idx3-ubyte.gz")
    for name, path in (("idx", idx), ("csv", os.path.join(DATA, "wine/wine.csv"))):
        if not os.path.exists(path):
            continue
        f = os.path.join(d, name + ".weft"); p = run("new", "--data", path, f)
        ok(f"new --data {name}", p.returncode == 0, p.stderr[:200])
        with sqlite3.connect(f"file:{f}?mode=ro", uri=True) as db:
            source = db.execute("SELECT CAST(value AS TEXT) FROM view WHERE key LIKE 'source:%'").fetchone()
        ok(f"the project knows what {name} it was made from", source and os.path.basename(path) in source[0], str(source))
        ok(f"a starter project for {name} trains and is tested", "accuracy" in done("train", f, "--epochs", "2")["metrics"]["test"])


def numbers(d):
    """Prices in hundreds of thousands, from two columns of quite other sizes and one that says nothing."""
    pick = random.Random(7); f, path = os.path.join(d, "houses.weft"), os.path.join(d, "houses.csv")
    with open(path, "w") as out:
        out.write("area,distance,colour,price\n")
        for _ in range(600):
            area, distance = pick.uniform(40, 220), pick.uniform(0.1, 9)
            out.write(f"{area:.1f},{distance:.2f},{pick.choice('rgb')},{50000 + 2500 * area - 20000 * distance + pick.gauss(0, 8000):.0f}\n")
    run("new", "--data", path, f); metrics = done("train", f)["metrics"]["test"]
    ok("a starter for house prices explains them", metrics["r2"] > 0.95, str(metrics))
    ok("its error is in the price's own unit, near the noise's 6,400", 4000 < metrics["mae"] < 16000, str(metrics))


def nowhere_to_print(d):
    f = os.path.join(d, "p.weft")
    with open("/dev/full", "w") as full:
        p = subprocess.run([WEFT, "train", "playground", "--save", f, "--steps", "100", "--json"], stdout=full, stderr=subprocess.PIPE, text=True, env=ENV, timeout=60)
        ok("a full disk behind the output: exit 1, said", p.returncode == 1 and said(p, "written"), p.stderr)
        ok("and what was learnt is stored", run("state", f).returncode == 0)
        ok("so for --version", subprocess.run([WEFT, "--version"], stdout=full, stderr=subprocess.DEVNULL, env=ENV).returncode == 1)


def no_such_data(d):
    p = run("train", "digits-mlp", "--set", "data.source=digit", "--steps", "1")
    ok("an unknown data set: exit 1, the known ones named", p.returncode in (1, 2) and said(p, "digit", "digits", "spiral"), p.stderr)
    p = run("train", "digits-mlp", "--set", "data.source=file", "--steps", "1")
    ok("a file that is not there: exit 1, with the cure", p.returncode in (1, 2) and said(p, "--data"), p.stderr)


def graphs(d):
    names = ["playground", "mlp_sgd", "mlp_adam", "lenet", "vgg", "resnet20"] + (["lstm", "transformer", "unet"] if LEVEL == "B" else [])
    params = {"playground": 105, "mlp_sgd": 235146, "mlp_adam": 235146, "lenet": 61706, "vgg": 591274, "resnet20": 272474, "lstm": 100618, "transformer": 397834, "unet": 481745}
    for n in names:
        p = run("check", os.path.join(GRAPHS, n + ".json"), "--json"); c = rows(p)[-1]
        ok(f"check {n}: exit 0 with its keys", p.returncode == 0 and {"parameters", "flops_forward", "flops_backward", "peak_bytes_training", "peak_bytes_inference", "diagnostics"} <= set(c), p.stderr[:200])
        ok(f"{n} has {params[n]} parameters", c["parameters"] == params[n], str(c["parameters"]))
        b = rows(run("bench", n, "--seconds", "0.1", "--repeats", "3", "--json"))[-1]; ok(f"bench {n} has its keys", {"name", "threads", "samples_per_second", "peak_bytes"} <= set(b) and b["name"] == n and b["samples_per_second"] > 0)
    for n in ("bag", "beam"):
        b = rows(run("bench", n, "--threads", "1", "--seconds", "0.05", "--repeats", "2", "--json"))[-1]
        ok(f"bench {n} is measured on the threads that it is told", b["name"] == n and b["threads"] == 1 and b["samples_per_second"] > 0 and "samples_per_second_on_one_thread" not in b, str(b))
    b = rows(run("bench", "dqn", "--seconds", "0.05", "--repeats", "3", "--json"))[-1]
    ok("bench dqn tells how many moves are made: one for each batch of 64", abs(b["moves_per_second"] * 64 - b["samples_per_second"]) < 1e-6 * b["samples_per_second"], str(b))
    r = [done("train", os.path.join(GRAPHS, "mlp_sgd.json"), "--steps", s)["loss"] for s in ("1", "200")]
    ok("200 steps on one random batch bring its loss down", r[1] < 0.5 * r[0], str(r))


def bad_graphs(d):
    base = json.load(open(os.path.join(GRAPHS, "mlp_sgd.json")))
    dense = [n["name"] for n in base["nodes"] if n["layer"] == "dense"]; f = os.path.join(d, "g.json")

    def bad(name, change, *words):
        g = json.loads(json.dumps(base)); change(g); json.dump(g, open(f, "w")); t = spent(); p = run("check", f, timeout=30)
        ok(f"{name}: exit 1 or 2, says {words}, within two seconds of a core", p.returncode in (1, 2) and all(w in p.stderr + p.stdout for w in words) and spent() - t < 2, (p.stderr + p.stdout)[:200])

    def cycle(g):
        g["wires"] = [w for w in g["wires"] if w != ["data.x", dense[0]]] + [[dense[-1], dense[0]]]
    bad("unknown layer", lambda g: g["nodes"][1].update(layer="dens"), "dens")
    bad("unknown parameter", lambda g: g["nodes"][1]["params"].update(unit=3), "nodes[1].params.unit")
    bad("wrong type", lambda g: g["nodes"][1]["params"].update(units="many"), "nodes[1].params.units")
    bad("absurd size", lambda g: g["nodes"][1]["params"].update(units=10**9), dense[0])
    bad("zero units", lambda g: g["nodes"][1]["params"].update(units=0), dense[0])
    bad("dangling wire", lambda g: g["wires"].append(["nobody", "loss.target"]), "nobody")
    bad("a cycle", cycle, dense[0])
    bad("two nodes of one name", lambda g: g["nodes"].append(dict(g["nodes"][1])), dense[0])
    bad("an unknown optimiser", lambda g: g["training"].update(optimizer="sgdd"), "sgdd")
    bad("an unknown metric", lambda g: g["training"].update(metrics=["acuracy"]), "acuracy", "accuracy")
    bad("an unknown training key", lambda g: g["training"].update(lrr=1), "lrr")
    bad("a newer text form", lambda g: g.update(weft=99), "99")
    for name, text in (("a hostile depth", '{"weft": 1, "nodes": ' + "[" * 100000), ("a key twice", '{"weft": 1, "weft": 1, "nodes": []}'), ("a number out of range", '{"weft": 1e999, "nodes": []}'), ("no text at all", "")):
        open(f, "w").write(text); p = run("check", f, timeout=30); ok(f"{name}: an error, not a crash", p.returncode in (1, 2) and said(p), str(p.returncode))


def gradients(d):
    p = run("gradcheck", "--json", timeout=1200); r = rows(p)
    ok("gradcheck: every row has op, error, limit, passed", bool(r) and all({"op", "error", "limit", "passed"} <= set(x) for x in r if "op" in x) and sum("op" in x for x in r) >= 12, str(len(r)))
    ok("gradcheck: every row passes, by its own figures", p.returncode == 0 and all(x["passed"] is True and x["error"] <= x["limit"] <= 0.05 for x in r if "op" in x), str([x.get("op") for x in r if not x.get("passed")][:9]))


for f in (usage, gallery, layers, graphs, bad_graphs, project_file, training, epochs_and_best, same_bits, nobody_reads, nowhere_to_print, no_such_data, goes_wrong, text_form, stop_while_preparing, stop_and_kill, hostile_texts, strange_files, own_data, numbers, gradients):
    section(f)
print(f"1..{passed + len(failed)}")
sys.exit(bool(failed))
