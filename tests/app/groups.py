#!/usr/bin/env python3
"""groups: looking into groups, and what nodes are told, in the real window with real mouse and keys; prints TAP."""
import json
import os
import re
import subprocess

from tap import Tap

tap = Tap("groups")
ok, drive = tap.ok, tap.drive

NODES = [("data", "data", {"source": "circles"}, None), ("dense1", "dense", {"units": 8}, None), ("group1", "group", {"repeat": 3}, None),
         ("in1", "group_input", {}, "group1"), ("dense2", "dense", {"units": 8}, "group1"), ("relu1", "relu", {}, "group1"), ("out1", "group_output", {}, "group1"),
         ("dense3", "dense", {"units": 2}, None), ("loss", "cross_entropy", {}, None)]
WIRES = [["data.x", "dense1"], ["dense1", "group1.in1"], ["in1", "dense2"], ["dense2", "relu1"], ["relu1", "out1"], ["group1.out1", "dense3"],
         ["dense3", "loss.prediction"], ["data.y", "loss.target"]]


def make(name, nodes=NODES, wires=WIRES, **training):
    """A project of that graph, in the folder of the test."""
    return tap.make(name, graph={"weft": 1, "nodes": [{"name": n, "layer": k, "params": p, **({"parent": g} if g else {})} for n, k, p, g in nodes], "wires": wires,
                                 "training": {"epochs": 1, **training}})


def text_form(project):
    """Its graph as it lies in the file: name → node, and the wires."""
    out = tap.path("out.json")
    subprocess.run([tap.weft, "export", project, "--format", "json", out], check=True, capture_output=True)
    with open(out) as file:
        graph = json.load(file)
    return {n["name"]: n for n in graph["nodes"]}, graph["wires"]


def nodes_of(text):
    return set(re.findall(r"option pane \| ([^|]+) \| ", text))


def trees(text):
    return [part for part in text.split("\n· ") if part.startswith("tree")]


def entering():
    project = make("block")
    fine, text = drive("wait", "Train", "sleep", "1", "double", "Group 1", "wait", "Group input 1", "sleep", "0.5", "tree",
                       "click", "Dense 2", "key", "slash", "sleep", "0.5", "type", "tanh", "key", "Return", "sleep", "1", "tree",
                       "key", "Escape", "Escape", "sleep", "1", "tree", "key", "ctrl+z", "sleep", "1", "tree", "click", "push button:Network", "sleep", "0.7", "tree", "key", "Return", "sleep", "0.7", "key", "alt+Up", "sleep", "0.7", "tree",
                       "click", "Close", "closed", arguments=[project])
    inside, grown, outside, undone, back, again = (trees(text) + [""] * 6)[:6]
    ok("a double click looks into a group: its ports are nodes", fine and nodes_of(inside) == {"Group input 1", "Dense 2", "ReLU 1", "Group output 1"}, text)
    ok("the path says where one is, and how often it is repeated", "push button | Network" in inside and "label | Group 1 × 3" in inside, inside)
    ok("what is added there stands there", "Tanh 1" in nodes_of(grown) and "Dense 3" not in nodes_of(grown), grown)
    ok("Escape leads out again", "Dense 3" in nodes_of(outside) and "push button | Network" not in outside, outside)
    ok("Undo shows what it takes back", nodes_of(undone) == nodes_of(inside), undone)
    ok("so does the path; Return leads in and Alt+Up out", "Dense 3" in nodes_of(back) and nodes_of(again) == nodes_of(back), again)


def keeping():
    project, home = make("kept"), tap.path("keeper")
    fine, text = drive("wait", "Train", "click", "Group 1", "key", "slash", "type", "keep in the palette", "key", "Return", "wait", "Mine", "click", "Group 1", "key", "slash", "type", "group 1", "key", "Return",
                       "wait", "Group 2|Group 1#2", "click", "Close", "closed", arguments=[project], home=home)
    folder = tap.path("keeper", "groups")
    names = os.listdir(folder) if os.path.isdir(folder) else []
    ok("a group is kept in the palette, as a file of the graph form", fine and names == ["group-1.json"] and json.load(open(os.path.join(folder, names[0])))["nodes"], text)
    nodes, wires = text_form(project)
    added = [n for n in nodes.values() if n["layer"] == "group"]
    ok("what is added is a copy, with its parameters and what is inside, wired behind the other one", len(added) == 2 and all(n["params"]["repeat"] == 3 for n in added)
       and len([n for n in nodes.values() if n.get("parent") == "group2"]) == 4 and any(w[0].startswith("group1") and w[1].startswith("group2") for w in wires), (nodes, wires))


def levels():
    project, home = make("levels"), tap.path("learner")
    fine, text = drive("wait", "Edits", "click", "Dense 1", "key", "slash", "type", "level explore", "key", "Return", "gone", "Edits", "tree",
                       "click", "Dense 1", "key", "slash", "type", "history", "key", "Return", "wait", "History", "tree", "click", "Close", "closed", arguments=[project], home=home)
    few, more = (trees(text) + [""] * 2)[:2]
    ok("the level Explore has few controls", fine and "button | Inside" not in few and "button | Curves" in few and "Optimiser" not in few, text)
    ok("what it hides is found by search, which shows it", "button | Inside" in more and "button | Edits" not in more, more)
    ok("the level is kept", "understand" in open(tap.path("learner", "settings.ini")).read())


def problems():
    project = make("wrong", wires=[w for w in WIRES if w != ["dense2", "relu1"]])
    fine, text = drive("wait", "Train", "sleep", "1", "tree", "click", "1 problem|toggle button:1 problem", "sleep", "0.7", "key", "Down", "Return", "sleep", "1", "tree", "click", "Close", "closed", arguments=[project])
    outside, inside = (trees(text) + [""] * 2)[:2]
    ok("a problem inside a group is said on the group", fine and re.search(r"option pane \| Group 1 \| [^|]*problem", outside), text)
    ok("and leads inside", "ReLU 1" in nodes_of(inside) and "Dense 3" not in nodes_of(inside), inside)


def marks():
    nodes = [("data", "data", {"source": "circles"}, None), ("dense1", "dense", {"units": 2}, None), ("dense2", "dense", {"units": 2}, None), ("dense3", "dense", {"units": 2}, None), ("loss", "cross_entropy", {}, None)]
    project = make("marks", nodes, [["data.x", "dense1"], ["dense1", "dense2"], ["dense2", "dense3"], ["dense3", "loss.prediction"], ["data.y", "loss.target"]])
    fine, text = drive("wait", "Train", "sleep", "1", "click", "Dense 1", "key", "t", "m", "sleep", "0.7", "tree", "key", "ctrl+z", "click", "Dense 3", "sleep", "0.5", "click", "push button:Bypass", "sleep", "0.7",
                       "click", "Dense 1", "key", "shift+Right", "shift+w", "sleep", "0.7", "tree", "right", "Dense 3", "sleep", "0.7", "key", "Escape", "click", "Close", "closed", arguments=[project])
    frozen, shared = (trees(text) + [""] * 2)[:2]
    stored = text_form(project)[0] if fine else {}
    ok("T freezes and M mutes, which is said", fine and re.search(r"option pane \| Dense 1 \| Dense, Frozen, Muted", frozen), text)
    ok("keys and the inspector's buttons are edits", stored and stored["dense1"].get("frozen") and not stored["dense1"].get("muted") and stored["dense3"].get("bypassed"), str(stored))
    ok("two layers use the same weights", stored and stored["dense2"].get("shared") == "dense1", str(stored))


def learning():
    project = make("learning", [n for n in NODES if not n[3] and n[0] != "group1"], [["data.x", "dense1"], ["dense1", "dense3"], ["dense3", "loss.prediction"], ["data.y", "loss.target"]])
    fine, text = drive("wait", "Train", "sleep", "1", "tree", "click", "Add a loss", "sleep", "0.7", "key", "Return", "sleep", "1", "tree", "click", "Close", "closed", arguments=[project])
    before, after = (trees(text) + [""] * 2)[:2]
    ok("with nothing selected the window says how it learns", fine and "HOW IT LEARNS" in before and "Learns from data" in before, text)
    wires = text_form(project)[1] if fine else []
    ok("a second loss is two clicks away, and wired", "Cross-entropy 1" in nodes_of(after) and sum(to.endswith(".target") for _, to in wires) == 2, f"{wires} {after}")


tap.each(entering, problems, marks, learning, keeping, levels)
tap.end()
