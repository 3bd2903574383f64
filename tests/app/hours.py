#!/usr/bin/env python3
"""hours: somebody's first hours with the program, by real mouse and keys, and the clicks that they take; prints TAP."""
import json, os, re, shutil, subprocess

from PIL import Image, ImageDraw

from tap import HERE, Tap

FLATS = os.path.abspath(os.path.join(HERE, "../fixtures/flats.csv"))
tap = Tap("hours", "^(failed|said)|option pane|·")
ok, folder = tap.ok, tap.folder


class Hour:
    """One person at a fresh start of the program. What the mouse does is counted, what is typed and looked at is not."""

    def __init__(self, name, *steps, options=(), arguments=()):
        self.home = os.path.join(folder, name)
        self.clicks = sum(s in ("click", "double", "right", "drag", "drop") for s in steps) - 1  # closing the window is no part of it
        self.fine, self.text = tap.drive(*steps, options=options, arguments=arguments, home=self.home)
        self.trees = ([part for part in self.text.split("\n· ") if part.startswith("tree")] + [""] * 9)[:9]

    def project(self):
        drafts = os.path.join(self.home, "drafts")
        return next((os.path.join(drafts, f) for f in os.listdir(drafts) if f.endswith(".weft")), "")


def nodes(tree):
    """Title → description of the nodes of a printed tree."""
    return dict(re.findall(r"option pane \| ([^|]+) \| ([^|]*) \| \(", tree))


def step_of(tree):
    """The newest: the tree is read from its beginning on, while it learns."""
    return max((int(found.replace(",", "")) for found in re.findall(r"(?:step|第[^|]*轮 · 第) ([\d,]+)", tree)), default=-1)


def after(step):
    """What is found in a tree beyond that step of two figures."""
    tens, ones = divmod(step, 10)
    return rf"step ({tens}[{ones + 1}-9]|[{tens + 1}-9]\d|\d{{3}}|[\d,]{{5,}})\b"


def weft(*words):
    process = subprocess.run([tap.weft, *words], capture_output=True, text=True, timeout=60)
    try:
        return process.returncode, json.loads(process.stdout)
    except ValueError:
        return process.returncode, process.stdout + process.stderr


def write_pictures(path):
    """Discs, boxes and triangles, 24 of each, some larger than others."""
    for i in range(72):
        what = ("disc", "box", "三角")[i % 3]
        side, x, y = 15 + i * 7 % 9, 3 + i * 5 % 11, 2 + i * 3 % 13
        picture = Image.new("RGB", (44 + i % 2 * 6, 44), (236, 240, 200 + i % 40))
        draw = ImageDraw.Draw(picture)
        shape = {"disc": draw.ellipse, "box": draw.rectangle, "三角": draw.polygon}[what]
        shape((x, y + side, x + side, y + side, x + side // 2, y) if what == "三角" else (x, y, x + side, y + side), fill=(i * 37 % 150, i * 53 % 150, i * 71 % 150))
        os.makedirs(os.path.join(path, what), exist_ok=True)
        picture.save(os.path.join(path, what, f"IMG {i}.{'jpg' if i % 2 else 'png'}"))


def covers_notice(path):
    """Whether something dark lies over the notice below the strip of a light window, as a tooltip would."""
    picture = Image.open(path).convert("L")
    return min(picture.getpixel((x, y)) for x in range(8, 15) for y in range(96, 118)) < 60


def digits():
    """An empty canvas becomes one's own network of two layers, trained."""
    shot = os.path.join(folder, "digits.png")
    hour = Hour("digits", "wait", "Empty canvas", "sleep", "1", "click", "Empty canvas", "wait", "push button:Choose data", "sleep", "1",
                "click", "push button:Choose data", "wait", "push button:Digits", "sleep", "1", "click", "push button:Digits", "gone", "push button:Digits", "sleep", "0.5",
                "click", "Open the palette", "sleep", "0.7", "click", "list item:Dense", "sleep", "0.7",
                "click", "list item:ReLU", "sleep", "0.7", "click", "Dense 2", "sleep", "0.5", "click", "spin button:Units", "key", "ctrl+a", "type", "64", "key", "Return", "sleep", "0.7", "tree",
                "click", "Train", "wait", "Go on", "240", "sleep", "1", "shot", shot, "tree", "click", "Close", "closed")
    built, trained = hour.trees[:2]
    found = nodes(built)
    ok(f"digits: a network of one's own in {hour.clicks} clicks, at most 10", hour.fine and hour.clicks <= 10, hour.text)
    ok("digits: its layers are wired in their order", ("400 → 64" in found.get("Dense 2", "") and "64 → 64" in found.get("ReLU 1", "") and "64 → 10" in found.get("Dense 1", "")), found)
    right = re.search(r"label \| ([\d.]+) %", trained)
    ok("digits: it has learnt them", step_of(trained) > 500 and right is not None and float(right[1]) > 70, trained[-2000:])
    ok("digits: nothing lies over what the program says", os.path.exists(shot) and not covers_notice(shot), shot)
    code, best = weft("evaluate", hour.project(), "--at", "best", "--json")
    ok("digits: the best weights can be asked for afterwards", code == 0 and isinstance(best, dict), best)


def table():
    """A table of one's own: opened, looked at, predicted."""
    for way, steps in (("dropped", ("drop", FLATS, "640,640")), ("chosen", ("click", "push button:My own data…", "sleep", "2", "key", "ctrl+a", "type", FLATS, "key", "Return"))):
        hour = Hour(way, "wait", "Empty canvas", "sleep", "1", *steps, "wait", "push button:Train", "sleep", "0.5", "tree",
                    "click", "push button:Train", "gone", "push button:Cancel", "tree", after(60) + "(?s:.*)Rent · Mean absolute error", "click", "Close", "closed")
        looked, trained = hour.trees[:2]
        ok(f"a table {way}: understood in {hour.clicks} clicks, at most 4", hour.fine and hour.clicks <= 4, hour.text)
        ok(f"a table {way}: what is predicted and what is left out is said", "160 rows · 8 columns" in looked and re.search("“Flat no.”[^|]* left out", looked) is not None, looked)
        ok(f"a table {way}: it learns, and the result is put against the truth", step_of(trained) > 60 and "Rent · Mean absolute error" in trained, trained[-2000:])


def pictures():
    """Pictures of one's own, a folder a class: trained."""
    path = os.path.join(folder, "shapes")
    write_pictures(path)
    for way, steps in (("dropped", ("drop", path, "640,640")),
                       ("chosen", ("click", "Kinds of data", "sleep", "0.7", "key", "Down", "Return", "sleep", "2", "key", "ctrl+a", "type", path, "key", "Return"))):
        hour = Hour(f"shapes-{way}", "wait", "Empty canvas", "sleep", "1", *steps, "wait", "push button:Train", "sleep", "0.5", "tree",
                    "click", "push button:Train", "gone", "push button:Cancel", "tree", after(10), "click", "Close", "closed")
        looked, trained = hour.trees[:2]
        ok(f"pictures {way}: trained in {hour.clicks} clicks, at most 4", hour.fine and hour.clicks <= 4 and step_of(trained) > 10, hour.text)
        ok(f"pictures {way}: the classes and what was made alike is said", "72 pictures" in looked and "label | 三角" in looked, looked)
    one = os.path.join(path, "disc", "IMG 0.png")
    hour = Hour("one", "wait", "Empty canvas", "sleep", "1", "drop", one, "640,640", "wait", "push button:Read the folder that it lies in",
                "sleep", "0.7", "click", "push button:Read the folder that it lies in", "sleep", "2", "tree", "click", "push button:Train", "gone", "push button:Cancel", "tree", after(10),
                "click", "Close", "closed")
    looked, trained = hour.trees[:2]
    ok(f"one picture out of many: its folder is offered, trained in {hour.clicks} clicks, at most 4", hour.fine and hour.clicks <= 4 and "72 pictures" in looked and step_of(trained) > 10, hour.text)


def diagnosis():
    """Tumours learn; the threshold is dragged along the curve, moved by keys, and taken where mistakes cost least."""
    project = tap.endless("tumours", "tumours")
    which, seen = "combo box:What of the results is shown", "label:Sensitivity .*"
    fine, text = tap.drive("wait", "Train", "wait", which, "20", "click", which, "sleep", "0.5", "key", "Home", "Down", "Return", "wait", "combo box:What of the results is shown", "click", "Train", "wait", seen, "60", "click", "Pause", "wait", "Train", "tree",
                           "drag", "image:ROC and precision-recall curve", "-60,-50", "sleep", "0.5", "tree", "click", "slider:Threshold", "key", "Home", "wait", "label:Sensitivity 100.0 %", "tree", "click", "spin button:What a missed case costs", "key", "ctrl+a", "type", "20", "key", "Tab",
                           "wait", "label:Costs .*", "click", "push button:Least: .*", "sleep", "0.5", "tree", "sleep", "0.5", "click", "Close", "closed", arguments=[project])
    trees = ([part for part in text.split("\n· ") if part.startswith("tree")] + [""] * 4)[:4]
    at, dragged, low, cheapest = ([float(x) for x in re.findall(r"label \| (?:Sensitivity|Specificity) ([\d.]+) %", tree)][:2] for tree in trees)
    ok("tumours: the threshold is dragged along the curve, and the table says what changes", fine and len(at) == len(dragged) == 2 and at != dragged, f"{at} {dragged}\n{text}")
    ok("tumours: its lowest end finds them all and spares nobody", low == [100, 0], f"{low}\n{text}")
    costs = re.search(r"label \| Costs ([\d,.]+)", trees[3]), re.search(r"push button \| Least: ([\d,.]+) at", trees[3])
    ok("tumours: the cheapest threshold is taken where a miss costs 20 alarms", all(costs) and costs[0][1] == costs[1][1] and len(cheapest) == 2 and cheapest[0] > 90, f"{costs} {cheapest}\n{text}")
    fine, text = tap.drive("wait", "Train", "wait", "label:Costs .*", "20", "tree", "click", "Close", "closed", arguments=[project])
    again = re.search(r"label \| Costs ([\d,.]+)", text)
    ok("tumours: view, threshold and costs are there again", fine and again and all(costs) and again[1] == costs[0][1], text)


def other_data():
    """Another table for a network that is whole, a layer found by its name, a cure out of the list: all wired, the keyboard kept, and it learns."""
    hour = Hour("other", "wait", "push button:Handwritten digits", "sleep", "0.5", "click", "push button:Handwritten digits", "wait", "Train", "sleep", "1",
                "click", "Cross-entropy", "key", "Delete", "sleep", "0.7", "click", "Train", "wait", "label:It needs data with labels and a loss(?s:.*)#2", "click", "push button:1 problem", "sleep", "0.7",
                "key", "Tab", "Return", "sleep", "1", "focus", "Network", "tree", "click", "Dense 1", "key", "slash", "sleep", "0.7", "type", "tanh", "key", "Return", "sleep", "0.7", "tree",
                "drop", FLATS, "600,200", "wait", "push button:Use", "sleep", "0.5", "click", "push button:Use", "gone", "push button:Use", "sleep", "1",
                "tree", "click", "Train", "tree", r"Mean absolute error (\d\d?|1[0-4]\d)(\.\d+)?\b(?!,)", "click", "Close", "closed")
    cured, searched, given, trained = hour.trees[:4]
    told = [hour.text.count("nothing called 'label:It needs"), cured.count("label | It needs data with labels and a loss")]  # the second is said in passing
    ok("what is said in passing goes as soon as it is cured", cured and told == [0, 0], f"{told} {hour.text}")
    ok("a cure out of the list of problems gives the keyboard back to the canvas", any(n.startswith("Cross-entropy") for n in nodes(cured)), hour.text)
    ok("a layer that is found by its name goes behind the selected one, wired", hour.fine and "256 → 256" in nodes(searched).get("Tanh 1", ""), hour.text)
    ok("other data for a whole network: its loss and its output fit them", any(n.startswith("Mean squared error") and d.endswith(", 1") for n, d in nodes(given).items()) and "256 → 1" in nodes(given).get("Dense 2", ""), nodes(given))
    error = re.search(r"Mean absolute error ([\d.,]+)", trained)
    ok("and it learns from them", error is not None and float(error[1].replace(",", "")) < 150, trained[-1500:])


def later():
    """A project on another computer, where its table lies elsewhere; and an edit of yesterday, undone."""
    code, made = weft("new", "--example", "iris", os.path.join(folder, "old.weft"), "--json")
    code, trained = weft("train", os.path.join(folder, "old.weft"), "--steps", "60")
    gone = os.path.join(folder, "gone")
    os.mkdir(gone)
    there = shutil.copy(FLATS, os.path.join(gone, "flats.csv"))
    hour = Hour("first", "wait", "Empty canvas", "sleep", "1", "drop", there, "640,640", "wait", "push button:Open", "sleep", "0.5", "click", "push button:Open", "gone", "push button:Cancel", "sleep", "1",
                "click", "Close", "closed")
    project = shutil.copy(hour.project(), os.path.join(folder, "sent.weft"))
    shutil.rmtree(gone)
    hour = Hour("second", "wait", "Train", "sleep", "1", "click", "option pane:Data", "sleep", "0.7", "tree", "click", "push button:Columns…", "sleep", "2", "key", "ctrl+a", "type", FLATS, "key", "Return",
                "wait", "push button:Use", "sleep", "0.7", "tree", "key", "Escape", "gone", "push button:Use", "click", "Close", "closed", arguments=[project])
    seen, found = hour.trees[:2]
    ok("a project knows what its data were read from, and asks where that is now", hour.fine and "Columns…" in seen and "160 rows · 8 columns" in found, hour.text)
    old = os.path.join(folder, "old.weft")
    hour = Hour("third", "wait", "Train", "sleep", "1", "click", "Dense 1", "key", "Delete", "sleep", "1", "key", "ctrl+z", "sleep", "1", "tree", "click", "Dense 1", "key", "Delete", "sleep", "1", "click", "Close", "closed", arguments=[old])
    again = Hour("fourth", "wait", "Train", "sleep", "1", "key", "ctrl+z", "tree", "they begin anew", "click", "Close", "closed", arguments=[old])
    told = ["they begin anew" in each.trees[0] for each in (hour, again)]
    ok("an edit of before is undone without the weights that it dropped, which is said", hour.fine and again.fine and "Dense 1" in nodes(again.trees[0]) and told == [False, True], f"{told}\n{hour.text}\n{again.text}")


def many():
    """Of more samples than are kept no figure is drawn or told as if it were of all: the views say so."""
    rows = "".join(f"{i / 1000},{('red', 'blue')[i % 3 > 0]},{('no', 'yes')[i * 7 % 1000 > 500]}\n" for i in range(1000))
    with open(tap.path("many.csv"), "w") as out:
        out.write("a,kind,said\n" + rows * 700)  # a tenth of which are for validation
    project = tap.make("many", "--data", out.name, "--target", "said")
    subprocess.run([tap.weft, "train", project, "--steps", "20"], check=True, capture_output=True, timeout=120)
    which, said = "combo box:What of the results is shown", "Of so many samples the worst answers alone are kept."
    fine, text = tap.drive("wait", which, *(step for _ in range(3) for step in ("click", which, "sleep", "0.5", "key", "Down", "Return", "sleep", "1", "tree")), "click", "Close", "closed", arguments=[project])
    told = [len(re.findall(rf"image \| ({name}) \| {said} \|", text)) for name in ("ROC and precision-recall curve", "Figures of each group", "Calibration")]
    ok("of too many samples to keep curves, groups and calibration tell nothing but that", fine and told[0] >= 1 and told[1] >= 1 and told[2] >= 1, f"{told}\n{text}")


tap.each(digits, table, pictures, diagnosis, many, other_data, later)
tap.end()
