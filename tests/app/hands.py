#!/usr/bin/env python3
"""hands: more rows of the table of what the canvas can do, by real mouse and keys: the document and the picture say that it was done; prints TAP."""
import shutil

from PIL import Image

from seen import boxes, contrast
from tap import Tap
from touring import FORK, Touring

tap = Tap("hands")
ok = tap.ok
here = Touring(tap)
tour, port, at = here.tour, here.port, here.at
GROUND = "900,440"  # where nothing lies


def look(path, name):
    """The strongest contrast in the node's title row of a picture."""
    _, x, y, w, _ = here.places[name]
    return contrast(Image.open(path).convert("RGB"), (x + 12, y + 8, x + w, y + 26))


def unlike(one, other, box):
    """The share of a box's pixels in which two pictures differ."""
    a, b = (Image.open(path).convert("RGB").crop(box).getdata() for path in (one, other))
    return sum(max(abs(c - d) for c, d in zip(p, q)) > 24 for p, q in zip(a, b)) / len(a)


def replacing():
    held = tap.path("held.png")
    fine, text, before, after, changed = tour("replace", "click", "Open the palette", "sleep", "0.7", "type", "tanh", "sleep", "0.7", "carry", "list item:Tanh", "option pane:Dense 2",
                                              "sleep", "0.5", "shot", held, "put", "sleep", "0.8")
    ok("replace: a layer that is dropped on a node takes its place and its wires", fine and set(before[0]) - set(after[0]) == {"dense2"} and set(after[0]) - set(before[0]) == {"tanh1"} and {"dense1 tanh1", "tanh1 add1.in1"} <= after[1],
       f"{text} {set(after[0])} {after[1]}")
    _, x, y, w, h = boxes(text).get("Tanh 1", ("", 0, 0, 1, 1))
    ok("replace: it stands where that stood, and was lit before it was dropped", after[0].get("tanh1", {}).get("at") == before[0]["dense2"].get("at") and fine and unlike(held, tap.path("replace-2.png"), (x, y, x + w + 10, y + h + 20)) > 0.05, f"{after[0].get('tanh1')} {before[0]['dense2']}")


def inserting():
    """Ctrl, held while a node is dropped on a wire, leaves the neighbours where they are."""
    tour("alone", "double", GROUND, "sleep", "0.5", "type", "dropout", "key", "Return", "wait", "Dropout 1")
    lies = boxes(tour("opened", project=tap.path("alone.weft"))[1])  # it opens with another view
    (_, x, y, w, h), (_, left, top, wide, _) = lies["Dropout 1"], lies["Data"]
    wire = f"{(left + wide + lies['Dense 1'][1]) // 2 + 5},{round(top + 36 * wide / 132) + 5}"
    fine, text, before, after, changed = tour("insert", "hold", "ctrl", "drag", f"{x + w // 2 + 5},{y + h // 2 + 5}", wire, "let", "ctrl", "sleep", "0.8", project=tap.path("alone.weft"))
    ok("insert: with Ctrl it goes in between, too", fine and {"data.x dropout1", "dropout1 dense1"} <= after[1] and changed > 0.003, f"{text} {after[1]}")
    ok("insert: and nothing makes room", fine and all(after[0][n]["at"] == before[0][n]["at"] for n in before[0] if n != "dropout1"), f"{after[0]}")


def refusing():
    """While a wire is in the hand, what it does not fit is dim, and says why; what it fits is not."""
    held = tap.path("refused.png")
    fine, text, before, after, _ = tour("refuse", "carry", port("ReLU 1"), port("Cross-entropy", output=False, number=1), "sleep", "0.6", "shot", held, "put", "sleep", "0.5")
    first = tap.path("refuse-1.png")
    weak = {n: look(held, n) / look(first, n) for n in ("Data", "Add 1", "Dense 2")} if fine else {}
    ok("connect: nodes in which nothing fits are dim meanwhile", fine and weak["Data"] < 0.6 and weak["Add 1"] > 0.9 < weak["Dense 2"], f"{text} {weak}")
    x, y = map(int, port("Cross-entropy", output=False, number=1).split(","))
    ok("connect: and it says why beside the pointer", fine and unlike(held, first, (x - 60, y + 20, x + 60, y + 40)) > 0.08, f"{unlike(held, first, (x - 60, y + 20, x + 60, y + 40))} {text}")
    ok("connect: let go there, nothing is changed", fine and after == before, f"{after[1]}")


def panning():
    fine, text, before, after, changed = tour("middle", "tree", "pan", GROUND, "-60,-30")
    first, panned = (boxes(part) for part in (text.split("\n· tree") + [""] * 3)[1:3])
    ok("view: the middle button pans", fine and (panned["Dense 2"][1] - first["Dense 2"][1], panned["Dense 2"][2] - first["Dense 2"][2]) == (-60, -30) and changed > 0.02, f"{first} {panned}")
    ok("view: which is no edit", after == before)
    fine, text, before, after, _ = tour("middle-node", "tree", "pan", at("Dense 2", 50, 60), "-60,-30")
    first, panned = (boxes(part) for part in (text.split("\n· tree") + [""] * 3)[1:3])
    ok("view: on a node, too, which stays where it was", fine and panned["Dense 2"][1] - first["Dense 2"][1] == panned["Data"][1] - first["Data"][1] == -60 and after == before, f"{first} {panned}")


def two_windows():
    """What is copied in one window is pasted in another."""
    small = {"weft": 1, "nodes": [n for n in FORK["nodes"] if n["name"] in ("data", "out", "loss")], "wires": [["data.x", "out"], ["out", "loss.prediction"], ["data.y", "loss.target"]], "training": {"epochs": 1}}
    one, two = shutil.copy(here.fresh, tap.path("from.weft")), tap.make("into", graph=small)
    before = here.document(two)
    fine, text = tap.drive("wait", "Train", "wait", "Dense 2", "sleep", "1", "raise", "from", "click", at("Dense 2", 40, 10), "hold", "shift", "click", at("Add 1", 40, 10), "let", "shift", "sleep", "0.4", "key", "ctrl+c", "sleep", "0.4",
                           "raise", "into", "sleep", "0.4", "shot", tap.path("into-1.png"), "hover", "700,400", "click", "700,400", "key", "ctrl+v", "sleep", "1", "shot", tap.path("into-2.png"), "click", "Close", "click", "Close", "closed", arguments=[one, two])
    after = here.document(two)
    ok("edit: copied in one window, pasted in another, with the wires between", fine and len(after[0]) == len(before[0]) + 2 and any(w.endswith("add1.in1") for w in after[1]) and unlike(tap.path("into-1.png"), tap.path("into-2.png"), (60, 100, 1010, 450)) > 0.005, f"{text} {after[1]}")
    ok("edit: the first window's network stays as it was", here.document(one) == here.document(here.fresh))


def levels():
    """A level hides what it does not need; the search finds it, and shows it."""
    find = lambda words: ("key", "ctrl+k", "sleep", "0.7", "type", words, "sleep", "0.5")
    fine, text, before, after, _ = tour("levels", *find("level: understand"), "key", "Return", "gone", "push button:Edits", "gone", "Open the palette", "wait", "push button:Inside", *find("edits"), "tree", "In level Design: show", "key", "Return",
                                        "wait", "push button:Edits", "wait", "Open the palette", *find("level: explore"), "key", "Return", "gone", "push button:Inside", "gone", "push button:Step", *find("step"), "tree", "In level Understand: show",
                                        "key", "Escape", *find("level: design"), "key", "Return", "wait", "push button:Edits")
    ok("levels: what is hidden is found by the search, which shows it", fine, text)
    ok("levels: which is no edit", after == before)


tap.each(replacing, inserting, refusing, panning, two_windows, levels)
tap.end()
