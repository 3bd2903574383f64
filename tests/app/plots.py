#!/usr/bin/env python3
"""plots: what the mouse does with a plot: read, zoom, hide lines, other scales, copy, export; pictures and files say that it was done; prints TAP."""
import csv
import json
import os
import re
import subprocess
import xml.etree.ElementTree

from PIL import Image, ImageChops

from tap import Tap

tap = Tap("plots")
ok, drive, shot = tap.ok, tap.drive, tap.path
PLOT = (48, 540, 628, 694)  # the curves' inside in the dock's first cell, of a window of 1280 × 720
CELL = (5, 515, 640, 712)
TRAINING, VALIDATION, TEST = (28, 113, 216), (230, 97, 0), (24, 128, 68)
AWAY = ("hover", "900,300", "sleep", "0.5")
CURVES = "image:Curves"


def load(path, box=PLOT):
    return Image.open(path).convert("RGB").crop(box)


def places(picture, color):
    """Where a line of this colour is drawn, not faintly."""
    w, _ = picture.size
    return [(i % w, i // w) for i, p in enumerate(picture.getdata()) if all(abs(a - b) < 40 for a, b in zip(p, color))]


def heights(picture, color):
    """Of each column in which the line is: its upper and lower end."""
    found = {}
    for x, y in places(picture, color):
        low, high = found.get(x, (y, y))
        found[x] = min(low, y), max(high, y)
    return found


def middle(picture, color, left, right):
    """How high the line lies on the average between two columns."""
    ys = [(low + high) / 2 for x, (low, high) in heights(picture, color).items() if left <= x < right]
    return sum(ys) / len(ys) if ys else -1


def is_same(one, other):
    return ImageChops.difference(one, other).getbbox() is None


def trained(name):
    project = tap.make(name, "--example", "digits-mlp")
    subprocess.run([tap.weft, "train", project, "--steps", "180"], check=True, capture_output=True, timeout=120)
    return project


def looked_at():
    """Pointed at, on another scale, in part, without a line, without the running mean."""
    names = ["plain", "hovered", "logarithmic", "zoomed", "whole", "hidden", "raw"]
    path = {name: shot(name + ".png") for name in names}
    fine, text = drive("wait", "Train", "sleep", "1", *AWAY, "shot", path["plain"], "hover", "300,620", "sleep", "0.7", "shot", path["hovered"],
                       "click", "Logarithmic scale", *AWAY, "shot", path["logarithmic"], "click", "Logarithmic scale", "drag", "60,620", "300,620", *AWAY, "shot", path["zoomed"],
                       "double", "300,620", *AWAY, "shot", path["whole"], "click", "510,527", *AWAY, "shot", path["hidden"], "click", "510,527",
                       "click", "push button:What the curves show", "sleep", "1", "key", "shift+Tab", "shift+Tab", "focus", "Smoothed", "key", "space", "Escape", *AWAY, "shot", path["raw"], "click", "Close", "closed", arguments=[trained("looked")])
    ok("the curves are looked at in many ways", fine, text)
    seen = {name: load(p) for name, p in path.items() if os.path.exists(p)}
    plain, hovered, zoomed, hidden = (seen[n] for n in ("plain", "hovered", "zoomed", "hidden"))
    card = ImageChops.difference(plain, hovered).getbbox()
    ok("pointed at, they are read in a card beside the line", card and 250 <= card[0] + 48 <= 300 and 60 < card[2] - card[0] < 250, str(card))
    new = {color: len(places(hovered.crop(card), color)) - len(places(plain.crop(card), color)) for color in (TRAINING, VALIDATION, TEST)}
    ok("it names both lines, and nothing of the test, which was made elsewhere", new[TRAINING] > 20 and new[VALIDATION] > 20 and new[TEST] < 5, str(new))
    late = [middle(seen[n], VALIDATION, 450, 570) for n in ("plain", "logarithmic")]
    ok("on a logarithmic scale small losses have room", 0 < late[1] < late[0] - 15, str(late))
    at = {n: middle(seen[n], VALIDATION, x - 4, x + 4) for n, x in (("plain", 250), ("zoomed", 565))}
    ok("a drag shows that part alone", not is_same(plain, zoomed) and abs(at["plain"] - at["zoomed"]) < 5 and middle(zoomed, VALIDATION, 250, 258) < at["plain"] - 5, str(at))
    ok("a double click shows all again", is_same(plain, seen["whole"]))
    ok("a click on the legend hides its line alone", len(places(plain, TRAINING)) > 500 > 20 > len(places(hidden, TRAINING)) and len(places(hidden, VALIDATION)) > 0.9 * len(places(plain, VALIDATION)), f"{len(places(plain, TRAINING))} {len(places(hidden, TRAINING))} {len(places(plain, VALIDATION))} {len(places(hidden, VALIDATION))}")
    spread = [sum(high - low for x, (low, high) in heights(seen[n], TRAINING).items() if x > 200) for n in ("plain", "raw")]
    ok("without its running mean a line goes up and down", 0 < 1.5 * spread[0] < spread[1], str(spread))


def written():
    """Copied, and written in each form, all of which are read again."""
    project, picture = trained("written"), shot("copied.png")
    files = [shot("loss." + form) for form in ("svg", "pdf", "png", "csv")]
    steps = []
    for downs, path in enumerate(files, 1):
        steps += ["right", CURVES, "sleep", "0.7", "key", *["Down"] * downs, "Return", "sleep", "1", "key", "ctrl+a", "type", path, "key", "Return", "file", path]
    fine, text = drive("wait", "Train", "sleep", "1", *AWAY, "shot", shot("window.png"), "right", CURVES, "sleep", "0.7", "key", "Return", "tree", "The picture is on the clipboard", "copied", picture, *steps, "tree",
                       "click", "Close", "closed", arguments=[project])
    ok("a plot is copied and written", fine and all(map(os.path.exists, files)), text)
    window = load(shot("window.png"), CELL)
    for path, what in ((picture, "the picture that another program is given"), (files[2], "the PNG")):
        drawn = Image.open(path).convert("RGB")
        shares = [len(places(p, VALIDATION)) / (p.width * p.height) for p in (drawn, window)]
        ok(f"{what} is the plot, twice as fine", drawn.width > 1200 and 0.6 < shares[0] / shares[1] < 1.6, f"{drawn.size} {shares}")
    root = xml.etree.ElementTree.parse(files[0]).getroot()
    lines = [e for e in root.iter("{http://www.w3.org/2000/svg}path") if len(re.findall("L", e.get("d", ""))) > 15]
    ok("the SVG is the plot's size, with both lines as lines", root.tag.endswith("svg") and 450 < float(re.sub("[a-z]*$", "", root.get("width"))) < 500 and len(lines) >= 2, f"{root.attrib} {len(lines)}")
    pdf = open(files[1], "rb").read()
    box = re.search(rb"/MediaBox \[ ?0 0 ([\d.]+) ([\d.]+) ?\]", pdf)
    ok("the PDF is a page of the plot's size", pdf.startswith(b"%PDF-1.") and pdf.rstrip().endswith(b"%%EOF") and box and 450 < float(box[1]) < 500, str(box))
    with open(files[3], encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    told = re.search(r"image \| Curves \| training ([\d.]+)[^|]*; validation ([\d.]+)", text)
    ok("the CSV has each step's number, as they are told", len(rows) == 180 and told and abs(float(rows[-1]["training"]) - float(told[1])) < 0.01 and list(rows[0])[:3] == ["step", "training", "validation"], f"{len(rows)} {rows[-1:]} {re.findall('image . Curves .*', text)[-1:]}")


def make_cepstral():
    """Spoken digits by their coefficients in place of their bands."""
    graph = json.loads(subprocess.run([tap.weft, "export", tap.make("spoken-as-text", "--example", "spoken-digits"), "--format", "json", "-"], check=True, capture_output=True, text=True, timeout=60).stdout)
    bands = next(node for node in graph["nodes"] if node["layer"] == "mel_spectrogram")
    bands["layer"] = "mfcc"
    return tap.make("cepstral", graph=graph)


def heard():
    """A spectrogram is darker where it is louder; silence is no colour of its own. Coefficients are above and below what they mostly are."""
    fine, text = drive("wait", "Train", "sleep", "1", "click", "option pane:Mel spectrogram", "click", "push button:Inside", "wait", "image:Activations and weights", "tree", "Mel spectrogram · Output", *AWAY, "shot", shot("heard.png"), "click", "Close", "closed",
                       arguments=[tap.make("spoken", "--example", "spoken-digits")])
    seen = load(shot("heard.png"), (180, 550, 640, 712))
    ok("the tones of a sound are seen, and silence is not the loudest", fine and len(places(seen, TRAINING)) > 2000 and len(places(seen, VALIDATION)) < 50, f"{len(places(seen, TRAINING))} {len(places(seen, VALIDATION))} {text}")
    fine, text = drive("wait", "Train", "sleep", "1", "click", "option pane:MFCC", "click", "push button:Inside", "wait", "image:Activations and weights", "tree", "13 coefficients", *AWAY, "shot", shot("swings.png"), "click", "Close", "closed", arguments=[make_cepstral()])
    seen = load(shot("swings.png"), (180, 550, 640, 712))
    ok("and how it swings has coefficients above and below their mean", fine and "13 coefficients, each by its own mean" in text and min(len(places(seen, TRAINING)), len(places(seen, VALIDATION))) > 300, f"{len(places(seen, TRAINING))} {len(places(seen, VALIDATION))} {text}")


tap.each(looked_at, written, heard)
tap.end()
