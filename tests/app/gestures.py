#!/usr/bin/env python3
"""gestures: what `tour` leaves of the table of what the canvas can do, by real mouse and keys: the document and the picture say that it was done; prints TAP."""
from seen import boxes
from tap import Tap
from touring import Touring, zooms

tap = Tap("gestures")
ok = tap.ok
here = Touring(tap)
tour, port, at = here.tour, here.port, here.at
GROUND = "900,440"  # where nothing lies


def adding():
    for name, *opened in (("shift-a", "key", "shift+a"), ("ctrl-k", "key", "ctrl+k"), ("double", "double", GROUND)):
        fine, text, before, after, changed = tour(name, "hover", GROUND, *opened, "sleep", "0.5", "type", "tanh", "key", "Return", "wait", "Tanh 1")
        ok(f"add: the search box opens by {' '.join(opened)}", fine and set(after[0]) - set(before[0]) == {"tanh1"} and changed > 0.003, f"{text} {after[0].keys()}")
    fine, text, before, after, changed = tour("alone", "double", GROUND, "sleep", "0.5", "type", "dropout", "key", "Return", "wait", "Dropout 1")
    _, x, y, _, _ = boxes(text).get("Dropout 1", ("", 0, 0, 0, 0))
    ok("add: what is found on the ground stands there, on nobody's wire", fine and abs(x + 5 - 900) < 160 and abs(y + 5 - 440) < 160 and after[1] == before[1], f"{x} {y} {text}")
    lies = boxes(tour("opened", project=tap.path("alone.weft"))[1])  # it opens with another view
    (_, x, y, w, h), (_, left, top, wide, _) = lies["Dropout 1"], lies["Data"]
    middle = f"{x + w // 2 + 5},{y + h // 2 + 5}"
    wire = f"{(left + wide + lies['Dense 1'][1]) // 2 + 5},{round(top + 36 * wide / 132) + 5}"
    fine, text, before, after, changed = tour("insert", "drag", middle, wire, "sleep", "0.8", project=tap.path("alone.weft"))
    ok("insert: a node that is dropped on a wire goes in between", fine and {"data.x dropout1", "dropout1 dense1"} <= after[1] and "data.x dense1" not in after[1] and changed > 0.005, f"{text} {after[1]}")
    placed = boxes(text)
    ok("insert: and its neighbours make room", placed["Data"][1] + placed["Data"][3] < placed["Dropout 1"][1] and placed["Dropout 1"][1] + placed["Dropout 1"][3] < placed["Dense 1"][1], str(placed))


def connecting():
    fine, text, before, after, changed = tour("port", "drag", port("ReLU 1"), port("Add 1", output=False, number=2), "sleep", "0.6")
    ok("connect: from port to port", fine and after[1] - before[1] == {"relu1 add1.in3"} and changed > 0.0005, f"{text} {after[1]}")
    fine, text, before, after, _ = tour("node", "drag", port("ReLU 1"), at("Add 1", 60, 60), "sleep", "0.6")
    ok("connect: dropped on a node it takes the first free port that fits", fine and after[1] - before[1] == {"relu1 add1.in3"}, f"{text} {after[1]}")
    fine, text, before, after, _ = tour("circle", "drag", port("Add 1"), port("Dense 1", output=False), "sleep", "0.6")
    ok("connect: no wire leads round in a circle", fine and after == before, f"{text} {after[1]}")
    fine, text, before, after, changed = tour("slash", "hold", "ctrl", "drag", "300,205", "490,205", "let", "ctrl", "sleep", "0.6")
    ok("cut: Ctrl and a line over the ground cut what they cross", fine and before[1] - after[1] == {"dense1 dense2", "dense1 dense3"} and after[0] == before[0] and changed > 0.0005, f"{text} {after[1]}")


def removing():
    fine, text, before, after, _ = tour("x", "click", "Dense 2", "key", "x", "sleep", "0.6")
    ok("heal: X does what Delete does", fine and "dense2" not in after[0] and "dense1 add1.in1" in after[1], f"{text} {after[1]}")
    fine, text, before, after, changed = tour("band", "drag", "535,430", "402,224", "sleep", "0.4", "key", "Delete", "sleep", "0.6")
    ok("select: a drag over the ground takes what it touches", fine and set(before[0]) - set(after[0]) == {"dense2", "dense3"} and changed > 0.005, f"{text} {set(after[0])}")
    fine, text, before, after, _ = tour("behind", "click", "Dense 3", "key", "shift+l", "sleep", "0.4", "key", "Delete", "sleep", "0.6")
    ok("select: Shift+L takes all that it leads to", fine and set(after[0]) == {"data", "dense1", "relu1", "dense2"}, f"{text} {set(after[0])}")
    fine, text, before, after, _ = tour("all", "click", "Dense 3", "key", "ctrl+a", "sleep", "0.4", "key", "ctrl+c", "ctrl+v", "sleep", "0.8")
    ok("select: Ctrl+A takes everything, which is copied with its wires", fine and len(after[0]) == 2 * len(before[0]) and len(after[1]) == 2 * len(before[1]), f"{text} {set(after[0])}")


def moving():
    fine, text, before, after, changed = tour("put-back", "click", "Dense 3", "sleep", "0.6", "shot", tap.path("chosen.png"), "key", "g", "Down", "Down", "Right", "Escape", "sleep", "0.5")
    ok("move: Escape puts back what G has moved", fine and after == before, f"{text} {after[0]['dense3']}")
    fine, text, before, after, changed = tour("straight", "click", at("Dense", 40, 40), "key", "ctrl+Down", "ctrl+Down", "sleep", "0.5", "key", "q", "sleep", "0.6")
    ok("move: Q straightens the wires", fine and after[0]["out"]["at"] == before[0]["out"]["at"], f"{text} {after[0]['out']} {before[0]['out']}")
    fine, text, before, after, changed = tour("drag", "drag", at("Dense 3", 50, 60), "+0,+40", "sleep", "0.6")
    moved = after[0]["dense3"]["at"][1] - before[0]["dense3"]["at"][1]
    ok("move: a drag moves a node", fine and 30 < moved < 80 and changed > 0.002, f"{text} {moved}")


def seeing():
    fine, text, before, after, changed = tour("wheel", "tree", "scroll", GROUND, "-3", "sleep", "0.6", "tree", "hold", "space", "drag", GROUND, "840,410", "let", "space", "sleep", "0.5", "tree", "key", "Home", "sleep", "0.6")
    first, nearer, panned, whole = (boxes(part) for part in (text.split("\n· tree") + [""] * 5)[1:5])
    ok("view: the wheel zooms in", fine and nearer["Dense 2"][3] > 1.15 * first["Dense 2"][3], text)
    ok("view: at the pointer", fine and abs((900 - 5 - nearer["Cross-entropy"][1]) / nearer["Cross-entropy"][3] - (900 - 5 - first["Cross-entropy"][1]) / first["Cross-entropy"][3]) < 0.05, f"{first} {nearer}")
    ok("view: Space and a drag pan", fine and (panned["Dense 2"][1] - nearer["Dense 2"][1], panned["Dense 2"][2] - nearer["Dense 2"][2]) == (-60, -30), f"{nearer} {panned}")
    ok("view: Home shows all of it; nothing of that is an edit", fine and whole == first and after == before, f"{first} {whole}")
    fine, text, _, _, changed = tour("fit", "click", "Dense 2", "key", "f", "sleep", "0.6")
    ok("view: F shows what is selected", fine and boxes(text)["Dense 2"][3] > 1.2 * here.places["Dense 2"][3] and changed > 0.01, text)
    fine, text, _, _, changed = tour("minimap", "key", "ctrl+m", "sleep", "0.6")
    ok("view: Ctrl+M shows the map", fine and changed > 0.005, f"{changed} {text}")


def editing():
    fine, text, before, after, _ = tour("again", "click", "Dense 2", "key", "ctrl+x", "sleep", "0.5", "key", "ctrl+v", "sleep", "0.8")
    ok("edit: Ctrl+X and Ctrl+V", fine and len(after[0]) == len(before[0]) and "dense1 add1.in1" in after[1] and not any("dense4" in w for w in after[1]), f"{text} {after[1]}")
    for keys in ("ctrl+d", "shift+d"):
        fine, text, before, after, changed = tour(keys, "click", "Dense 2", "key", keys, "sleep", "0.8")
        ok(f"edit: {keys} doubles", fine and set(after[0]) - set(before[0]) == {"dense4"} and after[0]["dense4"]["params"] == after[0]["dense2"]["params"] and changed > 0.003, f"{text} {set(after[0])}")
    fine, text, before, after, changed = tour("rename", "click", "Dense 2", "key", "F2", "sleep", "0.5", "type", "Left arm", "key", "Return", "sleep", "0.6")
    ok("edit: F2 names, which is seen on the node", fine and after[0]["dense2"].get("title") == "Left arm" and "Left arm" in boxes(text) and changed > 0.0005, f"{text} {after[0]['dense2']}")


def watching():
    wire = f"{(here.places['Add 1'][1] + here.places['Add 1'][3] + here.places['Dense'][1]) // 2 + 5},{port('Add 1').split(',')[1]}"
    for keys, what in (("d", "probe"), ("shift+b", "breakpoint")):
        fine, text, before, after, changed = tour(what, "hover", wire, "sleep", "0.4", "key", keys, "sleep", "0.8")
        new = set(after[0]) - set(before[0])
        ok(f"run: {keys} puts a {what} on the wire under the pointer", fine and len(new) == 1 and f"add1 {min(new)}" in after[1] and changed > 0.0002, f"{text} {new} {after[1]}")


def by_keys():
    """No pointer: a layer is added, joined to another and trained, and the loss is read, by keys and by what a screen reader is told."""
    project = tap.make("keys", graph=here.FORK)
    fine, text = tap.drive("wait", "Train", "focus", "Network", "key", "Right", "focus", "Data", "key", "Right", "Right", "focus", "Dense 1", "key", "slash", "focus", ".*", "type", "sigmoid", "key", "Return", "focus", "Sigmoid 1",
                           "key", "c", "Right", "Return", "wait", "Wire from Sigmoid 1 to .*", "tree", "key", "F5", "wait", "Pause", "tree", r"image \| Curves \| training [\d.,e−]+ at step", "key", "F5", "wait", "Train", "click", "Close", "closed", arguments=[project])
    after = here.document(project)
    ok("by keys alone: a layer is added behind another and joined to one more", fine and "dense1 sigmoid1" in after[1] and any(w.startswith("sigmoid1 ") for w in after[1]), f"{text} {after[1]}")
    ok("by keys alone: the loss is read while it learns", fine and "at step" in text, text)


def large():
    """A network of which a check takes longer than a frame: what is known follows the edit, and training begins with the network as it was edited last."""
    inner = ["in1", *(f"relu{i}" for i in range(1200)), "out1"]
    layers = {"in1": "group_input", "out1": "group_output"}
    nodes = [{"name": "data", "layer": "data", "params": {"source": "circles"}}, {"name": "deep", "layer": "group"}, {"name": "out", "layer": "dense", "params": {"units": 2}}, {"name": "loss", "layer": "cross_entropy"}]
    nodes += [{"name": n, "layer": layers.get(n, "relu"), "parent": "deep"} for n in inner]
    wires = [["data.x", "deep.in1"], *([a, b] for a, b in zip(inner, inner[1:])), ["deep.out1", "out"], ["out", "loss.prediction"], ["data.y", "loss.target"]]
    project = tap.make("long", graph={"weft": 1, "nodes": nodes, "wires": wires, "training": {"epochs": 1000}})
    fine, text = tap.drive("wait", "Train", "click", "option pane:Data", "key", "slash", "sleep", "0.5", "type", "dense", "key", "Return", "tree", r"option pane \| Dense 1 \| Dense, 2 → \d+, \d+ weights",
                           "key", "F5", "wait", "Pause", "tree", "step [1-9]", "key", "slash", "sleep", "0.5", "type", "tanh", "key", "Return", "key", "F5", "wait", "Train", "tree", r"option pane \| Tanh 1 \| Tanh, \d+ → \d+", "click", "Close", "closed", arguments=[project])
    after = here.document(project)
    ok("large: the shapes follow an edit, and what was edited last is trained", fine and {"data.x dense1", "dense1 tanh1", "tanh1 deep"} <= after[1], f"{text[-2500:]}")


tap.each(adding, connecting, removing, moving, seeing, editing, watching, by_keys, large)
tap.end()
