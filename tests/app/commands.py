#!/usr/bin/env python3
"""commands: what each command makes of its options and of where it reads and writes: commands.py PATH/TO/weft; prints TAP."""
import json, math, os, re, shutil, sqlite3, struct, subprocess, sys, tempfile, wave

WEFT = os.path.abspath(sys.argv[1])
CASES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../fixtures/cases")
home = tempfile.TemporaryDirectory(prefix="weft-commands-", ignore_cleanup_errors=True)
ENV = dict(os.environ, HOME=home.name, LANGUAGE="C", LC_ALL="C.UTF-8", **{f"XDG_{n}_HOME": os.path.join(home.name, n.lower()) for n in ("DATA", "CONFIG", "CACHE", "STATE")})
for n in ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS"):
    ENV.pop(n, None)
passed, failed = 0, 0


def run(*args, timeout=60, **kw):
    return subprocess.run([WEFT, *args], capture_output=True, timeout=timeout, **{"text": True, "env": ENV, **kw})


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
    ("new", "horizon"): (["--data", "TABLE", "UNMADE"], ["-1", "10001"], None),
    ("new", "window"): (["--data", "TABLE", "UNMADE"], ["0", "-1", "10001"], None),
    ("new", "vocabulary"): (["--data", "TABLE", "UNMADE"], ["9", "-1", "200001"], None),
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
    ("run", "run"): (["FILE", "--input", "x.txt"], ["0", "-1"], None),
    ("run", "seed"): (["FILE", "--film", "x.gif"], ["-1", "1.5"], None),
    ("run", "samples"): (["FILE", "--output", "x"], ["0", "1.5"], None),
    ("run", "at"): (["FILE", "--input", "x.txt"], ["-1", "1.5"], None),
    ("explain", "run"): (["FILE"], ["0", "-1"], "1"),
    ("explain", "sample"): (["FILE"], ["-1"], "2"),
    ("explain", "threads"): (["FILE"], ["-1", "65"], "1"),
    ("explain", "at"): (["FILE"], ["-1", "1.5"], "last"),
    ("export", "run"): (["FILE", "--format", "onnx", "-"], ["0", "-1"], None),
    ("export", "at"): (["FILE", "--format", "onnx", "-"], ["-1", "1.5"], None),
    ("state", "run"): (["FILE"], ["0", "-1"], "1"),
    ("state", "step"): (["FILE"], ["-1"], "2"),
    ("state", "at"): (["FILE"], ["-1", "1.5"], "2"),
    ("state", "threads"): (["FILE"], ["-1", "65"], "1"),
    ("bench", "threads"): (["playground", "--seconds", "0.05"], ["-1", "65"], "1"),
    ("bench", "seconds"): (["playground"], ["0", "-1", "nan", "inf", "3601"], "0.01"),
    ("bench", "repeats"): (["playground", "--seconds", "0.05"], ["0", "-1", "1001"], "1"),
    ("bench", "steps"): (["playground", "--seconds", "0.05"], ["1", "-1", "1000001"], "2000"),
}
NO_NUMBERS = ["", "x", "2x", " 1", "1e999", "99999999999999999999", "-99999999999999999999"]
WORDS = {"json", "help", "kernels", "set", "save", "data", "split", "example", "from", "format", "dark", "peer", "target", "task", "group", "keep", "leave-out", "fork", "weights", "teacher", "find-lr", "input", "output", "decode", "by", "class", "node", "film", "unit", "style", "scaling", "look", "part", "time", "type", "merge", "copies", "totals", "encoding", "rate", "channels", "into"}


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


def put_tone(path, hertz, n=4000):
    with wave.open(path, "wb") as w:
        w.setnchannels(1); w.setsampwidth(2); w.setframerate(8000)
        w.writeframes(b"".join(struct.pack("<h", int(9000 * math.sin(2 * math.pi * hertz * i / 8000))) for i in range(n)))


def ask(f, path, *more):
    p = run("run", f, "--input", path, "--json", *more)
    return [json.loads(line) for line in p.stdout.splitlines()], p.stderr


def answers(d):
    import numpy
    f, table, asked = (os.path.join(d, n) for n in ("a.weft", "talk.tsv", "asked.txt"))
    with open(table, "w") as t:
        t.write("label\ttext\n" + "".join(f"{'good' if i % 2 else 'bad'}\tthis number {i} is {'great fun' if i % 2 else 'broken at once'}\n" for i in range(200)))
    with open(asked, "w") as t:
        t.write("it is great fun\n\nit broken at once\n")
    p = run("new", "--data", table, f)
    ok("a table of texts makes a project", p.returncode == 0, p.stderr)
    run("train", f, "--steps", "120", timeout=120)
    rows, said = ask(f, asked)
    ok("a text is answered a line each", [(r["input"], r["answer"]) for r in rows] == [("it is great fun", "good"), ("it broken at once", "bad")], (rows, said))
    out = os.path.join(d, "out")
    p = run("run", f, "--input", asked, "--output", out)
    ok("--output writes a table", p.returncode == 0 and open(os.path.join(out, "answers.csv")).read().startswith('input,answer,probability\n"it is great fun","good",'), p.stderr)
    scored = os.path.join(d, "scored.weft"); run("new", "--example", "summaries", scored); run("train", scored, "--steps", "3", timeout=120)
    p = run("run", scored, "--input", asked, "--output", os.path.join(d, "scores")); scores = numpy.load(os.path.join(d, "scores", "y.npy")) if p.returncode == 0 else numpy.zeros(1)
    ok("what is said of each word comes in the data's own unit: little learnt, near the mean of what trains", 0.05 < scores.min() and scores.max() < 0.3, f"{scores.ravel()} {p.stderr}")
    with open(asked, "w") as t:
        t.write("the size. || the weight.\nthe size. the weight.\n")
    p = run("run", scored, "--input", asked, "--output", os.path.join(d, "marked")); marked = numpy.load(os.path.join(d, "marked", "y.npy")) if p.returncode == 0 else numpy.zeros((2, 1))
    ok("a mark between sentences is no word of theirs", marked[0].size > 4 and (marked[0] == marked[1]).all(), f"{marked} {p.stderr}")
    p = run("run", f)
    ok("run without --input is a misuse", p.returncode == 2 and "--input" in p.stderr, p.stderr)
    p = run("run", f, "--input", os.path.join(d, "nothing.txt"))
    ok("what is not there is said", p.returncode == 1 and "nothing.txt" in p.stderr, p.stderr)
    for name, hertz in (("high", 1500), ("low", 200)):
        os.makedirs(os.path.join(d, "tones", name))
        for i in range(12):
            put_tone(os.path.join(d, "tones", name, f"{i}.wav"), hertz + 7 * i)
    p = run("new", "--data", os.path.join(d, "tones"), os.path.join(d, "tones.weft"))
    ok("a folder of recordings makes a project", p.returncode == 0, p.stderr)
    run("train", os.path.join(d, "tones.weft"), "--steps", "20", timeout=120)
    put_tone(os.path.join(d, "one.wav"), 1510)
    rows, said = ask(os.path.join(d, "tones.weft"), os.path.join(d, "one.wav"))
    ok("a recording is answered by its class", [(r["input"], r["answer"]) for r in rows] == [("one.wav", "high")], (rows, said))
    p = run("new", "--example", "iris", os.path.join(d, "iris.weft"))
    run("train", os.path.join(d, "iris.weft"), "--steps", "2")
    p = run("run", os.path.join(d, "iris.weft"), "--input", asked)
    ok("a text that is no table of the columns is said", p.returncode == 1 and "asked.txt" in p.stderr, p.stderr)


def asked(d):
    import numpy
    from PIL import Image
    at = lambda *names: os.path.join(d, *names)
    said = lambda p: p.stderr or p.stdout
    with open(at("fruit.csv"), "w") as t:
        t.write("weight,colour,ripe,kind\n" + "".join(f"{100 + i if i % 2 else 1000 + i},{'red' if i % 4 < 2 else 'green'},{'yes' if i % 3 else 'no'},{'apple' if i % 2 else 'melon'}\n" for i in range(120)))
    f = at("fruit.weft"); run("new", "--data", at("fruit.csv"), f); run("train", f, "--steps", "200")
    with open(at("one.csv"), "w") as t:
        t.write("ripe;colour;weight\nyes;blue;1040\n")
    rows, told = ask(f, at("one.csv"))
    ok("a single row, its columns in another order, is scaled as the training was", [r["answer"] for r in rows] == ["melon"], (rows, told))
    ok("a word that it does not know is told, with its line", all(w in told for w in ("warning", "“blue”", "“colour”", "line 2")) and "yes" not in told, told)
    with open(at("some.csv"), "w") as t:
        t.write("ripe,colour,weight\nno,red,120\n,green,1100\nyes,,\n")
    p = run("run", f, "--input", at("some.csv"), "--output", at("out"))
    labels, shares = numpy.load(at("out", "y.npy")), numpy.load(at("out", "y_scores.npy"))
    ok("answers are arrays, too: classes as int64, and what each is given", labels.dtype == numpy.int64 and labels.shape == (3,) and shares.dtype == numpy.float32 and shares.shape == (3, 2) and abs(shares.sum(1) - 1).max() < 1e-5 and (shares.argmax(1) == labels).all(), said(p))
    ok("and a table with a column for each class", open(at("out", "y_probabilities.csv")).read().startswith('input,"apple","melon"\n"2",'), os.listdir(at("out")))
    for name, text, words in (("less", "ripe,colour\nno,red\n", ("weight", "ripe, colour")), ("bad", "ripe,colour,weight\nno,red,heavy\nno,red,3\nno,red,4\n", ("line 2", "heavy", "weight"))):
        open(at(name + ".csv"), "w").write(text)
        p = run("run", f, "--input", at(name + ".csv"))
        ok(f"{name}: the column is named", p.returncode == 1 and all(w in p.stderr for w in words), said(p))
    for args, words in ((("z=" + at("one.csv"),), ("“z”", "x, y")), ((at("one.csv"), "x=" + at("one.csv")), ("twice",)), ((at("one.csv"), "y=" + at("labels.npy")), ("as many",))):
        numpy.save(at("labels.npy"), numpy.zeros(3, dtype=numpy.int64))
        p = run("run", f, *(a for name in args for a in ("--input", name)))
        ok(f"inputs {' '.join(a.split('=')[0][:1] for a in args)} are refused in words", p.returncode == 1 and all(w in p.stderr for w in words), said(p))
    numpy.save(at("rows.npy"), numpy.zeros((2, 9)))
    p = run("run", f, "--input", at("rows.npy")); ok("an array of another width names both shapes", p.returncode == 1 and "(2, 9)" in p.stderr and "(5,)" in p.stderr, said(p))


def asked_rows(d):
    """A series is asked what comes after any of its windows, in whatever order the rows stand; a basket what goes with it."""
    import numpy
    at = lambda *names: os.path.join(d, *names)
    write = lambda name, *lines: open(at(name), "w").write("".join(line + "\n" for line in lines))
    days = [f"2020-{1 + i // 28:02}-{1 + i % 28:02},{'abc'[i % 3]},{50 + (1 + i % 3) * (i // 3 % 7)}" for i in range(280)]
    write("load.csv", "day,town,load", *days)
    f = at("load.weft"); run("new", "--data", at("load.csv"), "--horizon", "2", "--window", "7", "--target", "load", "--task", "number", "--group", "town", f); run("train", f, "--steps", "400")
    rows, told = ask(f, at("load.csv"))
    ok("every window of a series is answered, by its last line, the last for what comes after it", [len(rows), *(rows[i]["input"] for i in (87, 174, -1))] == [94 + 93 + 93 - 3 * 6, "281", "279", "280"], (len(rows), told))
    write("next.csv", "load,town,day", *(",".join(reversed(row.split(","))) for row in reversed(days[-21:])))
    p = run("run", f, "--input", at("next.csv"), "--output", at("out"))
    table, numbers = open(at("out", "y_numbers.csv")).read().splitlines(), numpy.load(at("out", "y.npy"))
    same = {r["input"]: r["answer"] for r in rows}
    ok("rows the other way round follow each other by their day, within their town", table[0] == 'input,"load 1","load 2"' and [row.split(",")[0] for row in table[1:]] == ['"2"', '"4"', '"3"'] and numbers.shape == (3, 2)
       and all(numpy.allclose(numbers[i], [float(x) for x in same[line].split()], rtol=1e-5) for i, line in enumerate(("281", "279", "280"))), (p.stderr, table, same["280"]))
    for name, lines, words in (("few", ["day,town,load", days[0]], ("1 rows", "7 rows")), ("no-day", ["town,load", "a,5"], ("“day”",)), ("odd", ["day,town,load", "soon,a,5"], ("line 2", "“soon”", "“day”"))):
        write(name + ".csv", *lines); p = run("run", f, "--input", at(name + ".csv"))
        ok(f"{name}: what is wrong with the rows is said", p.returncode == 1 and all(w in p.stderr for w in words), p.stderr)
    write("signs.csv", "x,z,signs", *(f"{i % 20},{i // 20},{'; '.join([n for n, is_so in (('high', i % 20 > 9), ('far', i // 20 > 5)) if is_so] or ['none'])}" for i in range(240)))
    f = at("signs.weft"); made = run("new", "--data", at("signs.csv"), f); run("train", f, "--steps", "600")
    write("sign.csv", "x,z", "18,10", "2,11", "1,1"); rows, told = ask(f, at("sign.csv"))
    ok("several labels in a cell are said by their names", [set(r["answer"].split("; ")) for r in rows] == [{"high", "far"}, {"far"}, {"none"}] and "mean F1" in made.stdout, (rows, told, made.stdout))
    said = [("goal match", "sport"), ("song guitar", "music"), ("law vote", "news")]
    write("said.csv", "text,labels", *(f"{' and '.join(w for k, (w, _) in enumerate(said) if i >> k & 1)} for the number {j} today,{';'.join(n for k, (_, n) in enumerate(said) if i >> k & 1)}" for j, i in enumerate([*range(1, 8)] * 30)))
    f = at("said.weft"); made = run("new", "--data", at("said.csv"), f); run("train", f, "--steps", "300")
    answers = []
    for name, lines in (("said.txt", ["a law for a song", "the match"]), ("spoken.csv", ["Text", "a law for a song", "the match"])):
        write(name, *lines); answers.append([set(r["answer"].split("; ")) for r in ask(f, at(name))[0]])
    ok("texts have several labels each, asked as lines or as a column", answers == [[{"music", "news"}, {"sport"}]] * 2 and "several labels in a cell" in made.stdout, (answers, made.stdout))
    goods = [("bread", "butter"), ("tea", "sugar"), ("soap", "brush")]
    write("shop.csv", *(",".join(goods[i % 3] + (f"thing {i % 4}",) * (i % 2)) for i in range(90)))
    f = at("shop.weft"); run("new", "--data", at("shop.csv"), f); run("train", f, "--steps", "300")
    write("asked.csv", "butter", "tea,caviar", "brush,thing 1")
    rows, told = ask(f, at("asked.csv"))
    ok("a basket is asked what goes with it", [(r["input"], r["answer"]) for r in rows] == [("1", "bread"), ("2", "sugar"), ("3", "soap")], (rows, told))
    ok("a thing that nobody knows is told", "“caviar”" in told and "line 2" in told, told)
    write("column.csv", "id,items", "1,tea; thing 2", "2,soap; thing 1")
    ok("also as a column of lists, and by the file that it was made of", [r["answer"] for r in ask(f, at("column.csv"))[0]] == ["sugar", "brush"] and len(ask(f, at("shop.csv"))[0]) == 90, ask(f, at("column.csv")))


def asked_pictures(d):
    import numpy
    from PIL import Image
    at = lambda *names: os.path.join(d, *names)
    for name, bright in (("day", 200), ("night", 30)):
        os.makedirs(at("sky", name))
        for i in range(12):
            Image.new("L", (8, 8), bright + i).save(at("sky", name, f"{i}.png"))
    f = at("sky.weft"); run("new", "--data", at("sky"), f); run("train", f, "--steps", "60", timeout=120)
    os.makedirs(at("asked")); pixels = []
    for name, bright in (("a", 210), ("b", 20)):
        Image.new("L", (8, 8), bright).save(at("asked", name + ".png")); pixels.append(numpy.full((8, 8), bright, dtype=numpy.uint8))
    Image.new("RGB", (16, 16), (205, 205, 205)).save(at("asked", "c.png"))
    rows, told = ask(f, at("asked"))
    ok("pictures of a folder, one of another size and form, are answered", [(r["input"], r["answer"]) for r in rows] == [("a.png", "day"), ("b.png", "night"), ("c.png", "day")], (rows, told))
    numpy.save(at("asked.npy"), numpy.array(pixels)); numpy.save(at("floats.npy"), numpy.array(pixels).astype(numpy.float32) / 255)
    for name in ("asked.npy", "floats.npy"):
        same, told = ask(f, at(name))
        ok(f"{name}: the same pixels as an array, the same answers", [(r["answer"], r["probability"]) for r in same] == [(r["answer"], r["probability"]) for r in rows[:2]], (same, told))
    open(at("asked", "d.png"), "wb").write(open(at("asked", "a.png"), "rb").read()[:40])
    p = run("run", f, "--input", at("asked")); ok("a damaged one is named", p.returncode == 1 and "d.png" in p.stderr, p.stderr)
    for folder in ("images", "masks"):
        os.makedirs(at("cells", folder))
    for i in range(12):
        picture = numpy.zeros((16, 16), dtype=numpy.uint8); picture[4:10, i % 6:i % 6 + 5] = 220
        Image.fromarray(picture).save(at("cells", "images", f"{i}.png")); Image.fromarray((picture > 0).astype(numpy.uint8) * 255).save(at("cells", "masks", f"{i}.png"))
    f = at("cells.weft"); run("new", "--data", at("cells"), f); run("train", f, "--steps", "30", timeout=120)
    Image.fromarray(picture).resize((40, 24), 0).save(at("large.png"))
    p = run("run", f, "--input", at("large.png"), "--output", at("out"))
    mask = Image.open(at("out", "large.png")) if p.returncode == 0 else None; marks = numpy.load(at("out", "y.npy")) if mask else None
    ok("a mask is a picture as large as what was asked, and an array", mask and mask.size == (40, 24) and marks.shape == (1, 1, 16, 16) and marks.dtype == numpy.float32 and marks.min() >= 0 and marks.max() <= 1, p.stderr)
    if mask:
        white = numpy.asarray(mask.convert("L")) > 128
        ok("white where the array is above one half", set(numpy.unique(numpy.asarray(mask.convert("L")))) <= {0, 255} and abs(white.mean() - (marks > 0.5).mean()) < 0.02, white.mean())


def limits(d):
    told = lambda *args: json.loads(run("train", "iris", "--json", *args).stdout.splitlines()[-1])["steps"]
    ok("without a limit training ends with the settings' 60 epochs", told() == 360)
    rows = [json.loads(line) for line in run("train", "digits-cnn", "--steps", "50", "--json").stdout.splitlines()]
    curve = [row["step"] for row in rows if "validation_loss" in row]
    ok("also a short run of a net that is dear to validate has a curve of 50 points", len(curve) >= 50 and curve == sorted(set(curve)) and {row["event"] for row in rows} == {"validation", "done"}, curve)
    told_too = [row for row in rows if "validation_loss" in row]
    ok("with every validation its metrics are told, by the names of their series", all(0 <= row["validation/accuracy"] <= 1 for row in told_too), told_too[:2])
    f = os.path.join(d, "kept.weft")
    told_last = json.loads(run("train", "iris", "--steps", "20", "--json", "--save", f).stdout.splitlines()[-1])["metrics"]
    db = sqlite3.connect(f); kept = {name: (last, n) for name, last, n in db.execute("SELECT series, max (last), sum (samples) FROM metric GROUP BY series")}; db.close()
    ok("the curves stand in the file by name, and what the test part gave at the end", kept.get("test/accuracy") == (20, 1) and kept["validation/accuracy"][1] > 1 and "test" in told_last, kept)
    ok("what was asked for is done, also past the end of the schedule", told("--set", "training.schedule=cosine", "--steps", "400") == 400)
    rows = [json.loads(line) for line in run("train", f, "--find-lr", "--json").stdout.splitlines()]
    db = sqlite3.connect(f); runs = db.execute("SELECT count (*) FROM run").fetchone(); db.close()
    ok("--find-lr proposes a rate at which the loss falls, and keeps nothing", rows[-1]["event"] == "found" and 1e-4 < rows[-1]["lr"] < 1 and len(rows) == rows[-1]["steps"] + 1 and runs == (1,), (rows[-1], runs))
    early = json.loads(run("train", "iris", "--set", "training.lr=0", "--set", "training.stop_patience=3", "--json").stdout.splitlines()[-1])
    ok("training stops early where validation does not become better, and says so", early.get("stopped_early") is True and early["epochs"] == 4, early)


# A program with sanitizers in it adds in another order than one as it is shipped, for the compiler turns fewer loops into vectors.
with open(WEFT, "rb") as program:
    IS_SANITIZED = b"__asan_init" in program.read()


# What the program that wrote format 1 made of its files: the state's hash, and the hash 40 steps further on by the kernels that then ran. Narrower ones add in another order.
# Pictures: since batch norm adds a run of numbers at a time all is as it was to the last bit or two, but for the bias in front of it, whose gradient is nothing but rounding.
OLD = {"iris": ("eaa1f47980df1b9ec6fa22c6f28859d3c1771a53a611d92e721c8444c492237d", {"x86-64-v4": "907ea90f1fb360bb947b003cfb7df9803f9e6e39edde88793606546ad0dd5501",
                                                                                      "x86-64-v3": "907ea90f1fb360bb947b003cfb7df9803f9e6e39edde88793606546ad0dd5501"}),
       "pictures": ("e3e4c8e3cec4865dc2c237de96f637801f2f0a626d8d2d89e3405395bb2d0353", {"x86-64-v4": "f8189a78152d8bb11965f19ee17d9c7f4b6f787aadf50f6b086bb2b1e0213ac3",
                                                                                          "x86-64-v3": "9fabfc40887698c62932066f8d955ca18be2008cb82d5ca095221be88c22b7c8"}),
       "table": ("9847067c64fc0b2c02a7e0a54cad68d3b1043515ec5624016263db0008f1e5ef", {"x86-64-v4": "64c4c200ada104c235cf3b520e2db0270b7dbb6fdfe85104daf9907f8e67c3be",
                                                                                       "x86-64-v3": "64c4c200ada104c235cf3b520e2db0270b7dbb6fdfe85104daf9907f8e67c3be"})}


def formats(d):
    for name, (last, further) in OLD.items():
        f = os.path.join(d, name + ".weft")
        with open(os.path.join(os.path.dirname(CASES), "../projects/fixtures", f"format-1-{name}.weft"), "rb") as old:
            before = old.read()
        open(f, "wb").write(before)
        told = [run("check", f), run("evaluate", f), run("export", f, "--format", "json", "-"), run("state", f)]
        ok(f"{name} of format 1 is checked, judged, exported and hashed", all(p.returncode == 0 for p in told) and told[3].stdout.startswith(last), [p.stderr for p in told])
        ok(f"{name}: and nothing was written, into it or beside it", open(f, "rb").read() == before and [n for n in os.listdir(d) if n.startswith(name)] == [name + ".weft"], os.listdir(d))
        p = run("train", f, "--resume", "--steps", "40", "--json")
        kernels, state = json.loads(p.stdout.splitlines()[-1])["kernels"] if p.returncode == 0 else "", run("state", f).stdout.split()[:1]
        what = f"{name}: going on gives the bits that it gave then"
        if IS_SANITIZED or kernels not in ("", *further):
            ok(f"{what}: other kernels here", p.returncode == 0 and state != [last], p.stderr)
        else:
            ok(what, state == [further.get(kernels)], p.stderr)
        ok(f"{name}: and it is of the newest format", open(f, "rb").read()[63] > before[63] == 1 and os.listdir(d).count(name + ".weft-journal") == 0)


def widening(d):
    f = os.path.join(d, "wide.weft"); loss = lambda *words: json.loads(run("train", f, *words, "--json").stdout.splitlines()[-1])["metrics"]["validation"]["loss"]
    run("new", "--example", "playground", f)
    before = loss("--steps", "400")
    still = ("--set", "training.lr=0", "--steps", "1")
    wider = loss("--fork", "1@400", "--set", "dense2.units=12", *still)
    ok("a fork with more units says what the run said", abs(wider - before) < 1e-5, (before, wider))
    wider = loss("--resume=1", "--set", "dense2.units=12", "--set", "dense3.units=10", *still)
    ok("so does the run itself, gone on with more units", abs(wider - before) < 1e-5, (before, wider))
    p = run("state", f, "--run", "1", "--step", "401", "--json"); last = run("state", f, "--run", "1", "--json")
    ok("and that step is had again", json.loads(p.stdout)["sha256"] == json.loads(last.stdout)["sha256"] and json.loads(p.stdout)["exact"], p.stdout + p.stderr)


def acting(d):
    probe = os.path.join(os.path.dirname(CASES), "../projects/probes/cart-pole.json")
    p = run("train", probe, "--steps", "3", "--json")
    test = json.loads(p.stdout.splitlines()[-1])["metrics"]["test"]
    ok("what a recipe judges by its games has no loss of answers", test["loss"] is None and test["return"] > 0, p.stdout)
    few = json.loads(run("train", "cart-pole", "--steps", "1", "--seed", "1", "--json").stdout.splitlines()[-1])["metrics"]
    ok("what tests are a hundred episodes, what validates twenty", all(abs(r * n - round(r * n)) < 1e-6 for r, n in ((few["test"]["return"], 100), (few["validation"]["return"], 20))) and few["test"]["return"] * 20 % 1 > 1e-6, str(few))
    ok("and none is shown", "loss" not in [l for l in run("train", probe, "--steps", "3").stdout.splitlines() if l.startswith("test")][0])


def generates(d):
    """A generator draws, and makes the same of the same numbers bit for bit."""
    import numpy as np
    from PIL import Image
    f, drawn, again, other = (os.path.join(d, n) for n in ("made.weft", "drawn", "again", "other"))
    run("new", "--example", "made-digits", f)
    run("train", f, "--steps", "5", timeout=120)
    p = run("run", f, "--output", drawn, "--samples", "12", "--seed", "3")
    table = open(os.path.join(drawn, "latent.csv")).read().splitlines() if p.returncode == 0 else []
    ok("a generator draws samples, and says of what numbers and to which order", len(table) == 13 and table[0].split(",")[::24] == ["z1", "y"] and [row.split(",")[24] for row in table[1:]] == [str(k % 10) for k in range(12)], p.stderr)
    p = run("run", f, "--input", "latent=" + os.path.join(drawn, "latent.csv"), "--output", again)
    files = [n for n in sorted(os.listdir(drawn)) if n.endswith(".png")]
    read = lambda folder: [open(os.path.join(folder, n), "rb").read() for n in [*files, "x.npy"]]
    ok("of the same numbers it makes the same", p.returncode == 0 and len(files) == 12 and read(drawn) == read(again), p.stderr)
    rows = np.array([[float(x) for x in row.split(",")] for row in table[1:]], np.float32)
    for order in "CF":
        np.save(os.path.join(d, "latent.npy"), np.asarray(rows, order=order))
        shutil.rmtree(again)
        p = run("run", f, "--input", "latent=" + os.path.join(d, "latent.npy"), "--output", again)
        ok(f"and of the same numbers as an array, order {order}", p.returncode == 0 and read(drawn) == read(again), p.stderr)
    for why, wrong in (("too few", rows[:, 1:]), ("no class", rows + 0.5)):
        np.save(os.path.join(d, "wrong.npy"), wrong)
        p = run("run", f, "--input", "latent=" + os.path.join(d, "wrong.npy"), "--output", other)
        ok(f"an array with {why} is refused by name", p.returncode == 1 and "wrong.npy" in p.stderr and "it holds no rows of 25 numbers" in p.stderr, p.stderr)
    gif, two = os.path.join(d, "walk.gif"), os.path.join(d, "two.npy")
    np.save(two, rows[:2])
    p = run("run", f, "--input", "latent=" + two, "--film", gif)
    film = Image.open(gif) if p.returncode == 0 else None
    ok("a walk from the first to the second is a film", film is not None and film.n_frames == 41, p.stderr)
    ends = []
    for k in (0, film.n_frames - 1):
        film.seek(k)
        ends.append(np.asarray(film.convert("L").resize((20, 20), Image.BOX), float))
    stills = [np.asarray(Image.open(os.path.join(drawn, n)).convert("L").resize((20, 20), Image.BOX), float) for n in files[:2]]
    apart = [[np.abs(end - still).mean() for still in stills] for end in ends]
    ok("which begins with the one and ends with the other", apart[0][0] < apart[0][1] and apart[1][1] < apart[1][0], apart)
    p = run("run", f, "--film", os.path.join(d, "pictures"))
    ok("a folder is no film of samples", p.returncode == 2 and "--output DIR" in p.stderr, p.stderr)
    run("run", f, "--output", other, "--samples", "12", "--seed", "4")
    ok("of others another", all(a != b for a, b in zip(read(drawn), read(other))))
    open(os.path.join(d, "short.csv"), "w").write("1,2,3\n")
    p = run("run", f, "--input", "latent=" + os.path.join(d, "short.csv"), "--output", other)
    ok("too few are refused by line", p.returncode == 1 and "short.csv, line 1: a sample is made of 25 numbers" in p.stderr, p.stderr)
    run("new", "--example", "iris", os.path.join(d, "iris.weft"))
    run("train", os.path.join(d, "iris.weft"), "--steps", "1")
    p = run("run", os.path.join(d, "iris.weft"), "--output", other)
    ok("what makes nothing of numbers says so", p.returncode == 2 and "makes nothing of latent numbers" in p.stderr, p.stderr)


def films(d):
    probe = os.path.join(os.path.dirname(CASES), "../projects/probes/cart-pole.json")
    f = os.path.join(d, "cart.weft")
    run("train", probe, "--steps", "3", "--save", f)
    gif = os.path.join(d, "out.gif")
    p = run("run", f, "--film", gif, "--seed", "5", "--json"); r = json.loads(p.stdout) if p.returncode == 0 else {}
    ok("a film of an episode: its return and its moves", r.get("event") == "film" and r["return"] == r["steps"] > 0 and r["seed"] == 5 and r["environment"] == "cart_pole", p.stderr)
    first = open(gif, "rb").read()
    ok("which is a GIF that plays again and again", first[:6] == b"GIF89a" and b"NETSCAPE2.0" in first and first[-1:] == b";")
    run("run", f, "--film", gif, "--seed", "5"); again = open(gif, "rb").read()
    run("run", f, "--film", gif, "--seed", "6")
    ok("the same of the same seed, another of another", again == first != open(gif, "rb").read())
    p = run("run", f, "--film", os.path.join(d, "pictures"), "--seed", "5")
    ok("a folder of pictures, one a move and the first", p.returncode == 0 and len(os.listdir(os.path.join(d, "pictures"))) == r["steps"] + 1, p.stderr)
    p = run("run", f, "--film", os.path.join(d, "out.avi"))
    ok("another ending: exit 2 with what is taken", p.returncode == 2 and ".gif" in p.stderr, p.stderr)
    g = os.path.join(d, "iris.weft"); run("train", "iris", "--steps", "1", "--save", g)
    p = run("run", g, "--film", gif)
    ok("a network that acts nowhere: exit 1 with the cure", p.returncode == 1 and "world" in p.stderr, p.stderr)


def folds(d):
    f = os.path.join(d, "three.weft")
    run("new", "--data", case("three-rows.csv"), f)
    p = run("evaluate", f, "--folds", "5")
    ok("more folds than rows: exit 1 with both numbers", p.returncode == 1 and "5" in p.stderr and "3" in p.stderr and not p.stdout, (p.returncode, p.stderr))
    p = run("evaluate", f, "--folds", "3", "--json"); r = json.loads(p.stdout)
    ok("as many folds as rows: R² of single rows is null, the rest is there", r["metrics"]["test"]["r2"] is None and r["metrics"]["test"]["mae"] > 0 and "finite" not in r, p.stdout)
    ok("for people it is a dash", "R² –" in run("evaluate", f, "--folds", "3").stdout)
    graph = os.path.join(d, "heads.json")
    with open(graph, "w") as out:
        json.dump({"weft": 1, "nodes": [{"name": "data", "layer": "data", "params": {"source": "iris", "standardize": True}},
                                        {"name": "one", "layer": "dense", "params": {"units": 3}}, {"name": "loss", "layer": "cross_entropy"},
                                        {"name": "two", "layer": "dense", "params": {"units": 3}}, {"name": "loss2", "layer": "cross_entropy", "params": {"weight": 0.5}}],
                   "wires": [["data.x", "one"], ["one", "loss.prediction"], ["data.y", "loss.target"],
                             ["data.x", "two"], ["two", "loss2.prediction"], ["data.y", "loss2.target"]],
                   "training": {"epochs": 2}}, out)
    p = run("evaluate", graph, "--folds", "3", "--json"); m = json.loads(p.stdout)["metrics"] if p.returncode == 0 else {}
    ok("folds judge each of several losses, and the total is their weighted sum", {"accuracy", "loss2.accuracy", "loss.loss", "loss2.loss", "loss"} <= set(m.get("test", {})) == set(m["spread"])
       and abs(m["test"]["loss"] - m["test"]["loss.loss"] - 0.5 * m["test"]["loss2.loss"]) < 1e-6, p.stderr or p.stdout)
    p = run("evaluate", "iris", "--folds", "2", "--json"); ok("two folds of an example", p.returncode == 0 and json.loads(p.stdout)["folds"] == 2, p.stderr)


def decoders(d):
    graph, f = os.path.join(d, "dates.json"), os.path.join(d, "dates.weft")
    with open(graph, "w") as out:
        json.dump({"weft": 1, "nodes": [{"name": "data", "layer": "data", "params": {"source": "dates", "count": 200}},
                                        {"name": "read", "layer": "embedding", "params": {"embedding_dim": 8}}, {"name": "memory", "layer": "gru", "params": {"hidden_size": 8, "output": "all"}},
                                        {"name": "before", "layer": "delay"}, {"name": "told", "layer": "embedding", "params": {"embedding_dim": 8}},
                                        {"name": "write", "layer": "transformer_decoder", "params": {"num_layers": 1, "nhead": 2, "dim_feedforward": 8, "rotary": True}},
                                        {"name": "word", "layer": "dense", "params": {"units": 15}}, {"name": "loss", "layer": "cross_entropy"}],
                   "wires": [["data.x", "read"], ["read", "memory.x"], ["data.y", "before"], ["before", "told"], ["told", "write.x"], ["memory.y", "write.memory"],
                             ["write", "word"], ["word", "loss.prediction"], ["data.y", "loss.target"]],
                   "training": {"epochs": 1, "metrics": "token_accuracy,bleu,chrf,edit_distance"}}, out)
    p = run("train", graph, "--save", f, "--json"); test = json.loads(p.stdout.splitlines()[-1])["metrics"]["test"] if p.returncode == 0 else {}
    ok("what judges sequences judges what is written on its own", test.get("decoder") == "greedy" and 0 <= test["bleu"] <= 1 and test["edit_distance"] > 0, p.stderr or p.stdout)
    p = run("evaluate", graph, "--folds", "2", "--decode", "beam,num_beams=2", "--json", timeout=120); r = json.loads(p.stdout)["metrics"] if p.returncode == 0 else {}
    ok("folds judge what that decoder writes", r and r["test"]["edit_distance"] > 0 and "edit_distance" in r["spread"], p.stderr)
    told = {}
    for how in ("greedy", "beam,num_beams=3,length_penalty=0.6", "temperature,temperature=0.7", "top_k,top_k=3", "top_p"):
        p = run("evaluate", f, "--split", "test", "--decode", how, "--json"); told[how] = json.loads(p.stdout)["metrics"]["test"] if p.returncode == 0 else {}
        ok(f"evaluate --decode {how}", told[how].get("decoder") == how.split(",")[0] and told[how]["loss"] == test["loss"], p.stderr)
    ok("greedily it is what training said", told["greedy"]["edit_distance"] == test["edit_distance"])
    ok("for people, too", "(decoder beam)" in run("evaluate", f, "--decode", "beam").stdout)
    for how, words in (("beams", ("beams", "top_k")), ("beam,num_beams=0", ("at least 1",)), ("greedy,x=1", ("no settings",)), ("", ("greedy",))):
        p = run("evaluate", f, "--decode", how); ok(f"--decode {how}: exit 2, says what there is", p.returncode == 2 and all(w in p.stderr for w in words) and not p.stdout, p.stderr)
    p = run("evaluate", f, "--decode", "ctc_beam"); ok("a decoder of CTC cannot write: exit 1", p.returncode == 1 and "CTC" in p.stderr, p.stderr)
    asked, read = os.path.join(d, "asked.txt"), os.path.join(d, "read.weft")
    with open(asked, "w") as t:
        t.write("3 May 1999\n17.2.2004 11:30\n")
    rows, said = ask(f, asked, "--decode", "top_k,top_k=2")
    drawn = [[r["answer"] for r in ask(f, asked, "--decode", "temperature,temperature=2", "--seed", seed)[0]] for seed in ("1", "1", "2")]
    ok("what a decoder draws follows --seed", drawn[0] == drawn[1] != drawn[2], drawn)
    ok("run --decode writes", len(rows) == 2 and all(0 <= r["probability"] <= 1 for r in rows), said)
    with open(graph, "w") as out:
        json.dump({"weft": 1, "nodes": [{"name": "data", "layer": "data", "params": {"source": "dates", "count": 200}}, {"name": "read", "layer": "embedding", "params": {"embedding_dim": 8}},
                                        {"name": "hear", "layer": "gru", "params": {"hidden_size": 8, "output": "all"}}, {"name": "word", "layer": "dense", "params": {"units": 16}},
                                        {"name": "loss", "layer": "ctc", "params": {"zero_infinity": True}}],
                   "wires": [["data.x", "read"], ["read", "hear.x"], ["hear.y", "word"], ["word", "loss.prediction"], ["data.y", "loss.target"]], "training": {"epochs": 1}}, out)
    p = run("train", graph, "--save", read)
    ok("what CTC judges is read, by either reader", p.returncode == 0 and all(len(ask(read, asked, *how)[0]) == 2 for how in ((), ("--decode", "ctc_greedy"), ("--decode", "ctc_beam"))), p.stderr)
    rows, said = ask(read, asked, "--decode", "beam"); ok("and is not written", not rows and "ctc_greedy" in said, said)
    f, out = os.path.join(d, "speech.weft"), os.path.join(d, "said")
    run("new", "--example", "speech", f); run("train", f, "--steps", "3")
    p = run("run", f, "--input", asked, "--output", out)
    sounds = [os.path.join(out, n) for n in sorted(os.listdir(out)) if n.endswith(".wav")] if p.returncode == 0 else []
    ok("texts are said, each as a recording", len(sounds) == 2 and all(wave.open(n).getframerate() == 8000 and wave.open(n).getnframes() > 0 for n in sounds), p.stderr)


def explaining(d):
    f, out = os.path.join(d, "a.weft"), os.path.join(d, "out")
    run("new", "--example", "iris", f); run("train", f, "--steps", "60")
    p = run("explain", f, "--by", "integrated_gradients", "--sample", "3", "--json", "--output", out)
    said = json.loads(p.stdout or "{}")
    part = said.get("parts", [{}])[0]
    ok("a sample is explained, and the parts add up", p.returncode == 0 and said["by"] == "integrated_gradients" and said["sample"] == 3 and said["rest"] < 0.01
       and part["field"] == "x" and part["shape"] == [4] and len(part["values"]) == 4, p.stdout + p.stderr)
    npy = open(os.path.join(out, "sample-3-x.npy"), "rb").read()
    head = npy[10:10 + struct.unpack("<H", npy[8:10])[0]].decode()
    ok("its numbers go into a file of NumPy's, beside a picture", npy[:8] == b"\x93NUMPY\x01\x00" and "'descr': '<f4'" in head and "'shape': (1, 4, )" in head and (10 + len(head)) % 64 == 0
       and all(abs(a - b) < 1e-6 for a, b in zip(struct.unpack("<4f", npy[10 + len(head):]), part["values"])) and open(os.path.join(out, "sample-3.png"), "rb").read(4) == b"\x89PNG", head)
    named = [json.loads(run("explain", f, "--by", "gradient_input", "--class", c, "--json").stdout) for c in (said["class"], str(said["unit"]))]
    ok("a class is asked about by name or number", named[0] == named[1] and named[0]["class"] == said["class"], named)
    near = json.loads(run("explain", f, "--by", "nearest,k=3", "--node", "dense1", "--json").stdout)["nearest"]
    ok("the nearest samples come in their order", len(near) == 3 and near == sorted(near, key=lambda n: n["distance"]), near)
    rows = os.path.join(d, "asked.csv")
    with open(rows, "w") as file:
        file.write("sepal_length,sepal_width,petal_length,petal_width\n6.1,2.9,4.7,1.4\n5.1,3.5,1.4,0.2\n")
    same = [json.loads(run("explain", f, *which, "--by", "integrated_gradients", "--json").stdout) for which in (["--sample", "0"], ["--input", rows, "--sample", "1"])]
    ok("a row of a file is explained as the same one of the data", same[0]["parts"] == same[1]["parts"] and same[1]["input"] and "input" not in same[0], same)
    p = run("explain", f, "--input", rows, "--by", "nearest"); ok("but not by its neighbours", p.returncode == 1 and "--input" in p.stderr, p.stderr)
    ok("in words a line a column", [line.split("\t")[:2] for line in run("explain", f).stdout.splitlines()][0][0] == "x" and len(run("explain", f).stdout.splitlines()) == 4)
    for what, words in ((["--by", "salience"], "integrated_gradients"), (["--by", "occlusion,width=3"], "It takes size, fill"), (["--by", "grad_cam"], "maps"), (["--class", "tulip"], "tulip"),
                        (["--sample", "150"], "150"), (["--node", "nobody"], "dense1")):
        p = run("explain", f, *what)
        ok(f"explain {' '.join(what)} is refused with what there is", p.returncode != 0 and words in p.stderr and not p.stdout, p.stderr)
    ok("the project is as it was", json.loads(run("explain", f, "--sample", "3", "--by", "integrated_gradients", "--json", "--threads", "2").stdout) == said)


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
    ok("they show what accuracy hides: the rare class is not found", test["accuracy"] > 0.9 and test["balanced_accuracy"] == 0.5 and test["recall"] == test["f1"] == 0, test)
    ok("and say whose they are", json.loads(p.stdout.splitlines()[-1])["positive"] == "yes" and "Recall of “yes”" in run("evaluate", f).stdout, run("evaluate", f).stdout)
    p = run("evaluate", f, "--folds", "3", "--json"); test = json.loads(p.stdout.splitlines()[-1])["metrics"]["test"] if p.returncode == 0 else {}
    ok("folds say of a rare class more than accuracy, also where nothing is asked for", {"accuracy", "balanced_accuracy", "recall", "f1"} <= set(test), p.stderr or p.stdout)
    p = run("train", f, "--steps", "1", "--set", "training.metrics=r2"); ok("a metric that does not fit is said", p.returncode == 0 and "“r2”" in p.stderr, p.stderr)


def tables(d):
    n = 0

    def new(name, *options, path=None):
        nonlocal n
        n += 1
        p = run("new", "--json", "--data", path or case(name), *options, os.path.join(d, f"{n}.weft"))
        row = json.loads(p.stdout) if p.returncode == 0 else {}
        return p, row, {f["name"]: f for f in row.get("features", [])}

    def says(row, *words):
        return any(all(w in note for w in words) for note in row.get("notes", []))

    p, row, columns = new("visits.csv")
    ok("visits: the identifier is left out, with a word", columns["visit_no"]["role"] == "left-out" and [c["name"] for c in row["left_out"]] == ["visit_no"] and says(row, "visit_no"), p.stdout)
    ok("features have type and role", columns["temp"]["type"] == "number" and columns["temp"]["role"] == "feature" and columns["ward"]["type"] == "category" and columns["ward"]["role"] == "target", p.stdout)
    p, row, columns = new("visits.csv", "--keep", "visit_no", "--leave-out", "pulse"); ok("visits: it can be taken back, and another left out", columns["visit_no"]["role"] == "feature" and columns["pulse"]["role"] == "left-out", p.stdout)
    p, row, columns = new("postcode.csv"); ok("postcode: codes with leading zeros are categories", columns["postcode"]["type"] == "category" and says(row, "postcode", "begin with 0"), p.stdout)
    p, row, columns = new("fraud.csv"); ok("fraud: a class of 3.4 % is said", says(row, "3.4 %", "yes", "balanced accuracy"), p.stdout)
    p, row, columns = new("numbered-header.csv"); ok("numbered header: it is one", row["samples"] == 60 and row["classes"] == 2 and list(columns) == ["0", "1", "2", "label"], p.stdout)
    p, row, columns = new("gaps-by-split.csv"); ok("gaps: filled from the training part alone", columns["split"]["role"] == "split" and says(row, "dose", "training part, 1."), p.stdout)
    p, row, columns = new("pixels.csv"); ok("pixels: label is guessed", row["target"] == "label" and row["classes"] == 4 and row["task"] == "class", p.stdout)
    p, row, columns = new("pixels.csv", "--target", "pixel3", "--task", "number"); ok("--target is heeded", row["target"] == "pixel3" and row["task"] == "number", p.stdout)
    p, row, columns = new("rating.csv"); ok("rating: classes", row["classes"] == 5, p.stdout)
    p, row, columns = new("rating.csv", "--task", "number"); ok("rating: or a number", row["classes"] == 0 and row["task"] == "number", p.stdout)
    for options, word in ((["--target", "nope"], "nope"), (["--keep", "nope"], "nope"), (["--leave-out", "nope"], "nope"), (["--target", "ward", "--task", "number"], "ward")):
        p, row, columns = new("visits.csv", *options); ok(" ".join(options) + " is refused by name, and nothing is left", p.returncode == 1 and word in p.stderr and not os.path.exists(os.path.join(d, f"{n}.weft")), p.stderr)
    open(os.path.join(d, "same.csv"), "w").write("a,b\n" + "".join(f"{i}.5,x\n" for i in range(20)))
    p, row, columns = new("", path=os.path.join(d, "same.csv")); ok("another target is asked for, and how", p.returncode == 1 and "“b”" in p.stderr and "--target COLUMN" in p.stderr and "a, b" in p.stderr, p.stderr)
    p, row, columns = new("visits.csv", "--task", "rank"); ok("a task that is none: exit 2", p.returncode == 2 and "rank" in p.stderr, p.stderr)
    p = run("new", "--example", "iris", "--target", "x", os.path.join(d, "x.weft")); ok("--target without --data: exit 2", p.returncode == 2 and "--data" in p.stderr, p.stderr)
    text = os.path.join(d, "iris.json"); p = run("export", "iris", text); ok("what is exported goes by the ending where no format is given", p.returncode == 0 and json.load(open(text))["weft"] == 1, p.stderr)
    p = run("export", "iris", "-"); ok("which standard output has not: exit 2", p.returncode == 2 and "--format" in p.stderr and "onnx" in p.stderr, p.stderr)
    os.mkdir(os.path.join(d, "set"))
    for c in ("a", "b"):
        os.mkdir(os.path.join(d, "set", c)); run("export", "iris", "--format", "png", os.path.join(d, "set", c, "1.png")); run("export", "xor" if c == "a" else "playground", "--format", "png", os.path.join(d, "set", c, "2.png"))
    p, row, columns = new("", "--target", "label", path=os.path.join(d, "set")); ok("a target is refused where there are no columns", p.returncode == 1 and "“label”" in p.stderr, p.stderr)


def graph_targets(d):
    for name in ("rating", "pixels"):
        g = case(name + ".json"); data = case(name + ".csv")
        p = run("check", g, "--data", data); ok(f"{name}: check heeds the graph's target as a number for mse", p.returncode == 0, p.stderr)
        p = run("train", g, "--data", data, "--steps", "3", "--save", os.path.join(d, name + ".weft")); ok(f"{name}: train too", p.returncode == 0, p.stderr)
        p = run("export", os.path.join(d, name + ".weft"), "--format", "json", "-"); target = json.loads(p.stdout)["nodes"][0]["params"]["target"]
        ok(f"{name}: the project says its target", target == {"rating": "stars", "pixels": "label"}[name], p.stdout)
    # A loss that takes numbers makes numbers of two classes: 1 what says yes, 0 its contrary; words that say neither are refused.
    for words, fine in ((("no", "yes"), True), (("0", "1"), True), (("否", "是"), True), (("left", "right"), True)):
        table, graph = os.path.join(d, "bits.csv"), os.path.join(d, "bits.json")
        open(table, "w").write("a,b,answer\n" + "".join(f"{i % 7},{i % 5},{words[i % 7 > 3]}\n" for i in range(60)))
        json.dump({"weft": 1, "nodes": [{"name": "data", "layer": "data", "params": {"source": "file", "name": "bits", "target": "answer", "standardize": True}},
                                        {"name": "fc", "layer": "dense", "params": {"units": 1}}, {"name": "loss", "layer": "bce_with_logits"}],
                   "wires": [["data.x", "fc"], ["fc", "loss.prediction"], ["data.y", "loss.target"]],
                   "training": {"optimizer": "adam", "lr": 0.05, "epochs": 200}}, open(graph, "w"))
        p = run("check", graph, "--data", table); ok(f"bce_with_logits on {words[0]} and {words[1]}: {'numbers' if fine else 'refused'}", (p.returncode == 0) == fine, p.stderr)
        if fine:
            p = run("train", graph, "--data", table, "--json"); loss = json.loads(p.stdout.split("\n")[-2])["loss"]; ok("and it is learnt", loss < 0.2, p.stdout[-300:])
    text = open(case("pixels.json")).read()
    open(os.path.join(d, "g.json"), "w").write(text.replace('"label"', '"digit"'))
    p = run("check", os.path.join(d, "g.json"), "--data", case("pixels.csv")); ok("a column that is not there is refused by name", p.returncode == 1 and "“digit”" in p.stderr and "pixel0" in p.stderr, p.stderr)
    p = run("train", os.path.join(d, "pixels.weft"), "--steps", "1", "--set", "data.target=pixel3"); ok("so is another target than the data was read for", p.returncode == 1 and "“pixel3”" in p.stderr and "“label”" in p.stderr, p.stderr)


def shortest(d):
    texts = [run("train", "iris", "--epochs", "3", "--json").stdout, run("layers", "--json").stdout, run("gallery", "--json").stdout, run("check", "digits-cnn", "--json").stdout]
    long = [t for text in texts for t in re.findall(r"(?<=[ \[])-?\d+\.?\d*(?:e[-+]?\d+)?(?=[,}\]])", text) if len(t) > len(repr(float(t))) or float(repr(float(t))) != float(t)]
    ok("numbers in JSON are the shortest that give the same value", not long, long[:5])
    times = re.findall(r'"seconds": ([^,}]+)', texts[0])
    ok("times are whole microseconds, and written so", len(times) > 3 and all(float(t) == round(float(t), 6) for t in times), times)


GRAPH = """{"weft": 1, "nodes": [{"name": "data", "layer": "data", "params": {"source": "iris"}}, {"name": "fc", "layer": "dense", "params": {"units": 3}}, {"name": "loss", "layer": "cross_entropy"}],
 "wires": [["data.x", "fc"], ["fc", "loss.prediction"], ["data.y", "loss.target"]]}"""
TABLE = "x,y\n" + "".join(f"{i},{2 * i}\n" for i in range(40))
OWN = GRAPH.replace('"iris"', '"file"').replace("cross_entropy", "mse").replace('"units": 3', '"units": 1')


def standard_input(d):
    f = lambda name: os.path.join(d, name)
    for what, args in (("check", ["check", "-", "--json"]), ("train", ["train", "-", "--steps", "3"]), ("new --from", ["new", "--from", "-", f("from.weft")]), ("import", ["import", "-", f("import.weft")]),
                       ("check /dev/stdin", ["check", "/dev/stdin"]), ("export", ["export", "-", "--format", "json", "-"])):
        p = run(*args, input=GRAPH); ok(f"{what}: “-” is standard input", p.returncode == 0, p.stderr)
    p = run("new", "--data", "-", f("data.weft"), "--json", input=TABLE); ok("new --data: “-” is standard input", p.returncode == 0 and json.loads(p.stdout)["samples"] == 40, p.stderr)
    p = run("new", "--data", "/dev/stdin", f("stdin.weft"), input=TABLE); ok("new --data /dev/stdin, a pipe", p.returncode == 0, p.stderr)
    open(f("t.csv"), "w").write(TABLE); open(f("g"), "w").write(GRAPH); open(f("own.json"), "w").write(OWN)
    with open(f("t.csv")) as stdin:
        p = run("new", "--data", "/dev/stdin", f("file.weft"), stdin=stdin); ok("new --data /dev/stdin, a file", p.returncode == 0, p.stderr)
    with open(f("g")) as stdin:
        p = run("check", "/dev/stdin", stdin=stdin); ok("check /dev/stdin, a file", p.returncode == 0, p.stderr)
    p = run("check", f("own.json"), "--data", "-", input=TABLE); ok("check --data: “-” is standard input", p.returncode == 0, p.stderr)
    p = run("train", f("own.json"), "--steps", "2", "--data", "-", input=TABLE); ok("train --data: “-” is standard input", p.returncode == 0, p.stderr)
    p = run("check", f("g")); ok("a graph without an ending is told by what it holds", p.returncode == 0, p.stderr)
    os.rename(f("g"), f("-"))
    p = run("check", "./-", cwd=d, input="no graph"); ok("./- is a file", p.returncode == 0, p.stderr)
    p = run("check", "-", input='{"weft": 1'); ok("what is wrong on standard input is said of it", p.returncode == 1 and "standard input" in p.stderr, p.stderr)
    p = run("check", "-", "--data", "-", input=GRAPH); ok("it cannot be both graph and data: exit 2", p.returncode == 2 and "standard input" in p.stderr, p.stderr)
    for args in (["new", "--example", "iris", "-"], ["import", f("own.json"), "-"], ["train", "iris", "--steps", "1", "--save", "-"], ["evaluate", "-"], ["state", "-"], ["-"]):
        p = run(*args, cwd=d, input=GRAPH); ok(f"{args[0]}: a project cannot be “-”: exit 2", p.returncode == 2 and "-" in p.stderr, (p.returncode, p.stderr))
    for args in (["new", "--example", "iris", "plain"], ["import", f("own.json"), "plain.txt"], ["train", "iris", "--steps", "1", "--save", "plain"]):
        p = run(*args, cwd=d); ok(f"{args[0]}: a project's name ends in .weft: exit 2", p.returncode == 2 and ".weft" in p.stderr and not os.path.exists(os.path.join(d, args[-1])), (p.returncode, p.stderr))


def output(d):
    f = lambda name: os.path.join(d, name)
    p = run("export", "iris", "--format", "json", "-"); text = p.stdout
    ok("export: “-” is standard output", p.returncode == 0 and json.loads(text)["weft"] == 1 and not os.path.exists("-"), p.stderr)
    png = run("export", "iris", "--format", "png", "-", text=False).stdout; ok("also for a picture", png[:8] == b"\x89PNG\r\n\x1a\n")
    p = run("export", "iris", "--format", "json", "-", "--json"); ok("export --json -: exit 2", p.returncode == 2 and not p.stdout, p.stderr)
    p = run("export", "iris", "--format", "svg", f("a.svg"), "--json"); r = json.loads(p.stdout)
    ok("export --json prints an object", r["file"] == f("a.svg") and r["bytes"] == os.path.getsize(f("a.svg")) and r["format"] == "svg", p.stdout)
    p = run("export", "iris", "--format", "json", "./-", cwd=d); ok("./- is a file", p.returncode == 0 and open(f("-")).read() == text, p.stderr)
    p = run("export", "iris", "--format", "json", "/dev/stdout"); ok("/dev/stdout", p.returncode == 0 and p.stdout == text, p.stderr)
    with open(f("log"), "w+") as log:
        log.write("before\n"); log.flush()
        p = subprocess.run([WEFT, "export", "iris", "--format", "json", "/dev/stdout"], stdout=log, env=ENV)
    ok("/dev/stdout that is a file: behind what stands there", p.returncode == 0 and open(f("log")).read() == "before\n" + text)
    os.mkdir(f("sub")); os.symlink("sub/real.json", f("link"))
    p = run("export", "iris", "--format", "json", f("link")); ok("through a link that leads nowhere yet", p.returncode == 0 and os.path.islink(f("link")) and open(f("sub/real.json")).read() == text, p.stderr)
    open(f("sub/real.json"), "w").write("old"); os.chmod(f("sub/real.json"), 0o640)
    p = run("export", "iris", "--format", "json", f("link")); ok("through a link to a file, which keeps its permissions", p.returncode == 0 and os.path.islink(f("link")) and open(f("link")).read() == text and os.stat(f("link")).st_mode & 0o777 == 0o640, p.stderr)
    os.symlink("b", f("c")); os.symlink("c", f("b"))
    p = run("export", "iris", "--format", "json", f("b")); ok("a circle of links is said", p.returncode == 1 and "circle" in p.stderr and os.path.islink(f("b")), p.stderr)
    os.mkfifo(f("pipe"))
    reader = subprocess.Popen(["cat", f("pipe")], stdout=subprocess.PIPE, text=True)
    p = run("export", "iris", "--format", "json", f("pipe")); got = reader.communicate(timeout=20)[0]
    ok("a pipe is written into and stays one", p.returncode == 0 and got == text and os.path.exists(f("pipe")) and not os.path.isfile(f("pipe")), p.stderr)
    p = run("export", "iris", "--format", "json", f("pipe")); ok("a pipe that nobody reads is said", p.returncode == 1 and "nobody reads" in p.stderr, p.stderr)
    try:
        os.mknod(f("null"), 0o666 | 0o020000, os.makedev(1, 3)) # a device of our own, not the machine's
    except OSError:
        pass
    else:
        p = run("export", "iris", "--format", "json", f("null")); ok("a device is written into and stays one", p.returncode == 0 and os.stat(f("null")).st_mode & 0o170000 == 0o020000, p.stderr)
        os.symlink("null", f("to-null"))
        p = run("export", "iris", "--format", "png", f("to-null")); ok("also through a link", p.returncode == 0 and os.path.islink(f("to-null")) and os.stat(f("null")).st_mode & 0o170000 == 0o020000, p.stderr)
    run("new", "--example", "iris", f("p.weft")); before = open(f("p.weft"), "rb").read(); os.symlink("p.weft", f("picture.png"))
    p = run("export", "iris", "--format", "png", f("picture.png")); ok("a project is not written over, by no link", p.returncode == 1 and open(f("p.weft"), "rb").read() == before, p.stderr)
    p = run("export", "iris", "--format", "png", d); ok("a folder is said", p.returncode == 1 and d in p.stderr, p.stderr)
    p = run("export", "iris", "--format", "png", f("nowhere/x.png")); ok("a folder that is not there is said, by the name that was given", p.returncode == 1 and f("nowhere/x.png") in p.stderr and "XXXXXX" not in p.stderr and ".weft-" not in p.stderr, p.stderr)
    ok("nothing half is left", not [n for n in os.listdir(d) if n.startswith(".weft-")], os.listdir(d))


def writing(d):
    """A network that writes sequences is also judged by what it writes."""
    graph = os.path.join(d, "dates.json")
    with open(graph, "w") as out:
        json.dump({"weft": 1, "nodes": [{"name": "data", "layer": "data", "params": {"source": "dates", "count": 200}},
                                        {"name": "read", "layer": "embedding"}, {"name": "encoder", "layer": "gru"}, {"name": "before", "layer": "delay"},
                                        {"name": "told", "layer": "embedding"}, {"name": "decoder", "layer": "gru", "params": {"output": "all"}},
                                        {"name": "word", "layer": "dense", "params": {"units": 15}}, {"name": "loss", "layer": "cross_entropy"}],
                   "wires": [["data.x", "read"], ["read", "encoder.x"], ["data.y", "before"], ["before", "told"], ["told", "decoder.x"],
                             ["encoder.state", "decoder.state"], ["decoder.y", "word"], ["word", "loss.prediction"], ["data.y", "loss.target"]]}, out)
    p = run("check", graph)
    ok("each field of another length has a symbol of its own", p.returncode == 0 and "(N, T)" in p.stdout and "(N, U, 15)" in p.stdout, p.stderr or p.stdout)
    p = run("train", graph, "--steps", "5", "--json"); m = json.loads(p.stdout.splitlines()[-1])["metrics"] if p.returncode == 0 else {}
    ok("the share that is written without a mistake", 0 <= m.get("test", {}).get("exact", -1) <= 1 and "exact" in m["validation"], p.stderr or p.stdout)
    p = run("train", "playground", "--steps", "5", "--json")
    ok("what writes nothing has none", p.returncode == 0 and "exact" not in json.loads(p.stdout.splitlines()[-1])["metrics"]["test"], p.stdout)

def long_words(d):
    """A word of any length is quoted short, whatever it was given for."""
    word = "Q" * 400
    flats = os.path.join(CASES, "../flats.csv")
    for words in (["check", word], ["check", word + ".weft"], ["check", f"{d}/{word}/a.weft"], ["check", "--" + word], ["train", word], ["train", "iris", "--set", word + "=1"],
                  ["train", "iris", "--set", "data.source=" + word], ["train", "iris", "--set", "training.optimizer=" + word], ["train", "iris", "--threads", word],
                  ["train", "iris", "--kernels", word], ["train", "iris", "--fork", word], ["evaluate", word], ["evaluate", "iris", "--at", word], ["evaluate", "iris", "--split", word],
                  ["export", "iris", "--format", word, "-"], ["export", "iris", f"{d}/{word}"], ["import", word, f"{d}/a.weft"], ["new", "--example", word, f"{d}/a.weft"],
                  ["new", "--from", word, f"{d}/a.weft"], ["new", "--data", word, f"{d}/a.weft"], ["new", "--data", flats, "--target", word, f"{d}/a.weft"],
                  ["new", "--data", flats, "--task", word, f"{d}/a.weft"], ["new", "--example", "iris", word], ["state", word], ["layers", word], ["gradcheck", word], ["bench", word], [word]):
        p = run(*words)
        ok(f"a long word is quoted short: {' '.join(w[:24] for w in words[:-1])}", p.returncode in (1, 2) and p.stderr and "Q" * 81 not in p.stderr, p.stderr)


def chinese(d):
    """Lists are written as the language writes them."""
    p = run("train", "iris", "--set", "data.source=zz", "--steps", "1", env={**ENV, "LANGUAGE": "zh_CN"})
    ok("in Chinese the parts of a list stand between 、", p.returncode == 1 and "circles、" in p.stderr and ", " not in p.stderr, p.stderr)


for f in (writing, ranges, answers, asked, asked_rows, asked_pictures, limits, formats, widening, acting, films, generates, folds, decoders, explaining, batch_of_one, rare_class, tables, graph_targets, shortest, standard_input, output, long_words, chinese):
    section(f)
print(f"1..{passed + failed}")
sys.exit(failed > 0)
