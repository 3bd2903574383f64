#!/usr/bin/env python3
"""tour: each row of the table of what the canvas can do, by real mouse and keys: the document and the picture say that it was done; prints TAP."""
from seen import boxes
from tap import Tap
from touring import Touring, zooms as zooms_of

tap = Tap("tour")
ok = tap.ok
here = Touring(tap)
tour, PLACES, shift = here.tour, here.places, here.shift


def add_and_heal():
    fine, text, before, after, changed = tour("add", "click", "Dense 1", "key", "slash", "sleep", "0.5", "type", "tanh", "key", "Return", "sleep", "0.6")
    ok("add: a layer that is typed comes behind what is selected", fine and set(after[0]) - set(before[0]) == {"tanh1"} and "dense1 tanh1" in after[1] and changed > 0.005, f"{text} {after[1]}")
    fine, text, before, after, changed = tour("heal", "click", "Dense 2", "key", "Delete", "sleep", "0.6")
    ok("heal: what is removed leaves its wires joined", fine and "dense2" not in after[0] and "dense1 add1.in1" in after[1] and changed > 0.005, f"{text} {after[1]}")
    fine, text, before, after, _ = tour("cut", "click", "Dense 2", "key", "shift+Delete", "sleep", "0.6")
    ok("cut: with Shift it leaves none", fine and "dense2" not in after[0] and len(after[1]) == len(before[1]) - 2, f"{text} {after[1]}")


def wires():
    fine, text, before, after, changed = tour("move-wires", "hold", "ctrl", "drag", here.port("Dense 1"), here.port("ReLU 1"), "let", "ctrl", "sleep", "0.5")
    ok("connect: Ctrl and a drag from an output take all its wires to another", fine and {"dense1 relu1", "relu1 dense2", "relu1 dense3"} <= after[1] and "dense1 dense2" not in after[1] and changed > 0.001,
       f"{text} {after[1]}")
    fine, text, before, after, changed = tour("reroute", "hover", f"{PLACES['Dense 2'][1] + PLACES['Dense 2'][3] + 20},{int(here.port('Dense 2').split(',')[1])}", "sleep", "0.4", "key", "r", "sleep", "0.6")
    ok("tidy: R puts a point into the wire under the pointer", fine and {"dense2 reroute1", "reroute1 add1.in1"} <= after[1] and changed > 0.0002, f"{text} {after[1]}")


def choosing():
    fine, text, _, _, changed = tour("find", "key", "ctrl+f", "sleep", "0.7", "type", "relu", "sleep", "0.4", "key", "Return", "sleep", "0.6", "focus", "ReLU 1")
    ok("select: Ctrl+F finds a node by what it is called, which has the focus then", fine and changed > 0.001, text)
    fine, text, before, after, _ = tour("upstream", "click", "Add 1", "key", "l", "sleep", "0.4", "key", "ctrl+c", "Delete", "sleep", "0.6")
    ok("select: L takes all that leads there", fine and set(after[0]) == {"relu1", "out", "loss"}, f"{text} {set(after[0])}")


def moving():
    fine, text, before, after, changed = tour("grab", "click", "Dense 3", "key", "g", "Down", "Down", "Right", "Return", "sleep", "0.5")
    ok("move: G and arrows, Enter lets go", fine and after[0]["dense3"]["at"] == [before[0]["dense3"]["at"][0] + 10, before[0]["dense3"]["at"][1] + 20] and changed > 0.002, f"{text} {after[0]['dense3']}")
    fine, text, before, after, _ = tour("nudge", "click", "Dense 3", "key", *["ctrl+Right"] * 4, "ctrl+shift+Down", "ctrl+shift+Down", "sleep", "0.5", "tree", "key", *["ctrl+z"] * 6, "sleep", "0.5")
    moved = shift(text, "Dense 3")
    ok("move: Ctrl and arrows by 10 px, with Shift by 100", fine and abs(moved[0] - 40) < 5 and abs(moved[1] - 200) < 5, f"{text} {moved}")
    ok("and Undo takes it back", fine and after == before, f"{text} {after[0]['dense3']}")
    fine, text, before, after, _ = tour("lay-out", "drag", "Dense 3", "+60,-30", "sleep", "0.4", "tree", "key", "ctrl+l", "sleep", "1")
    moved = shift(text, "Dense 3")
    ok("tidy: Ctrl+L lays out what was dragged away", fine and moved[0] > 20 and moved[1] < -10 and after[0]["dense3"]["at"] == before[0]["dense3"]["at"], f"{text} {moved} {after[0]['dense3']}")


def looking():
    fine, text, _, _, changed = tour("views", "click", "Dense 1", "key", "ctrl+2", *["ctrl+plus"] * 4, "sleep", "0.5", "tree", "key", "2", "sleep", "0.5")
    zooms = zooms_of(text)
    ok("view: Ctrl+2 keeps a view and 2 goes back to it", fine and len(zooms) >= 2 and zooms[0] > 1.3 * zooms[-1], f"{zooms} {text}")
    fine, text, _, _, _ = tour("large", "click", "Show it large#2", "wait", "Show it small again", "key", "Escape", "gone", "Show it small again", "wait", "Dense 1")
    ok("view: Escape gives the canvas its room back from a panel that was pulled large", fine, text)


def editing():
    fine, text, before, after, changed = tour("paste", "click", "Dense 2", "key", "ctrl+c", "ctrl+shift+v", "sleep", "0.8")
    ok("edit: Ctrl+Shift+V brings the incoming wires along", fine and "dense4" in after[0] and "dense1 dense4" in after[1] and changed > 0.003, f"{text} {after[1]}")
    fine, text, before, after, _ = tour("undo", "click", "Edits", "sleep", "0.6", "key", "ctrl+z", "sleep", "0.4", "tree", project=tap.path("paste.weft"))
    ok("edit: what was done stands in words after reopening, too", fine and "Paste" in text and "dense4" not in after[0], text)


def groups():
    fine, text, before, after, changed = tour("group", "click", "Dense 2", "hold", "shift", "click", "Dense 3", "click", "Add 1", "let", "shift", "key", "ctrl+g", "sleep", "0.8")
    inside = {n for n, node in after[0].items() if node.get("parent") == "group1"}
    ok("groups: Ctrl+G makes one of what is selected", fine and {"dense2", "dense3", "add1"} < inside and changed > 0.005, f"{text} {inside}")
    fine, text, _, _, changed = tour("enter", "double", "Group 1", "sleep", "0.8", project=tap.path("group.weft"))
    ok("groups: a double click looks into it", fine and "Group input 1" in text and changed > 0.01, text)
    fine, text, _, after, _ = tour("ungroup", "click", "Group 1", "key", "ctrl+shift+g", "sleep", "0.6", project=tap.path("group.weft"))
    ok("groups: Ctrl+Shift+G takes it apart", fine and after[1] == before[1], f"{text} {after[1]}")


def remarks():
    fine, text, before, after, changed = tour("frame", "click", "Dense 2", "hold", "shift", "click", "Add 1", "let", "shift", "key", "ctrl+j", "sleep", "0.7", "type", "Both", "key", "Return", "sleep", "0.5")
    ok("tidy: Ctrl+J puts a frame with a title round what is selected", fine and after[0].get("frame1", {}).get("title") == "Both" and after[1] == before[1] and changed > 0.005, f"{text} {changed}")
    _, x, y, _, _ = boxes(text).get("Both", ("", 0, 0, 0, 0))
    fine, text, before, after, changed = tour("frame-moves", "click", f"{x + 45},{y + 17}", "sleep", "0.4", "key", "g", "Down", "Return", "sleep", "0.5", project=tap.path("frame.weft"))
    ok("tidy: what stands in a frame moves with it", fine and after[0]["dense2"]["at"][1] == before[0]["dense2"]["at"][1] + 10 and after[0]["dense3"] == before[0]["dense3"], f"{text} {after[0]['dense2']}")
    fine, text, before, after, changed = tour("note", "hover", "850,420", "key", "n", "sleep", "0.7", "type", "$y = w^2 x$", "key", "ctrl+Return", "sleep", "0.6")
    ok("tidy: N writes a note", fine and after[0].get("note1", {}).get("params", {}).get("text") == "$y = w^2 x$" and changed > 0.003, f"{text} {after[0].get('note1')}")


def marks():
    fine, text, before, after, changed = tour("marks", "click", "Dense 2", "key", "t", "m", "sleep", "0.5", "click", "ReLU 1", "key", "b", "sleep", "0.5")
    ok("mute, bypass, freeze: M, B, T", fine and after[0]["dense2"].get("frozen") and after[0]["dense2"].get("muted") and after[0]["relu1"].get("bypassed") and changed > 0.002, f"{text} {after[0]['dense2']}")


tap.each(add_and_heal, wires, choosing, moving, looking, editing, groups, remarks, marks)
tap.end()
