#!/usr/bin/env python3
"""panels: what the window's panels show and how they make room, in either language, light and dark; prints TAP."""
import os
import re

from PIL import Image

from seen import boxes, faint, zoom_of
from tap import Tap
from wired import TWO, WRITES

tap = Tap("panels", "^(failed|said)|option pane|·")
ok, drive, folder, shot = tap.ok, tap.drive, tap.folder, tap.path
CROWD = {"weft": 1, "nodes": [{"name": "data", "layer": "data", "params": {"source": "circles"}, "at": [0, 0]},
                              *({"name": f"r{i}", "layer": "relu", "at": [i % 6 * 200, i // 6 * 110]} for i in range(1, 30))], "wires": []}
SHADOW = 26  # px of a popover's window around it


def settings():
    """What a run is told besides its rate is found by what it is called."""
    project = tap.make("settings", graph=TWO)
    for words, name in (("early stop", "Stop early after"), ("accumul", "Batches a step")):
        fine, text = drive("wait", "Train", "sleep", "0.5", "key", "ctrl+k", "sleep", "1", "type", words, "sleep", "0.7", "key", "Return", "wait", name, "sleep", "0.5", "tree", "key", "Escape", "click", "Close", "closed",
                           arguments=[project])
        ok(f"“{words}” finds the training settings, unfolded", fine and name in text, text)


def insides():
    """Each column of a table is described; how the steps move a node's weights is measured while that is in sight."""
    table = os.path.join(folder, "houses.csv")
    with open(table, "w") as f:
        f.write("size,age,price\n" + "".join(f"{2 * i},{'' if i % 4 == 0 else i % 7 if i > 3 else 900},{1000 - 3 * i}\n" for i in range(60)))
    fine, text = drive("wait", "Train", "sleep", "0.5", "click", "push button:Data#3", "click", "Column by column", "wait", "3 columns · 60 samples", "tree", "click", "What they are for…", "wait", "Predict|Use.*|Cancel", "key", "Escape", "sleep", "0.5",
                       "click", "Dense 1", "click", "Inside", "sleep", "0.7", "click", "combo box:What is shown of the node, or explains the answer", "sleep", "0.4", "key", "Down", "Return", "tree", "Nothing yet", "click", "Train", "tree", "a step changes them by",
                       "click", "Close", "closed", arguments=[tap.make("houses", "--data", table, "--target", "price")])
    columns, before, after = ([part for part in text.split("\n· ") if part.startswith("tree")] + [""] * 3)[:3]
    labels = re.findall(r"^ +label \| ([^|]*?)(?: \||$)", columns, re.M)
    row = lambda name: labels[labels.index(name):][:7] if name in labels else []
    ok("each column says how it is spread, what goes with the target, what is missing and stands out", row("size")[1:6] == ["0 … 118", "−1", "0", "0", "59"] and row("age")[3:5] == ["15 · 25.0 %", "3 · 6.7 %"], f"{row('size')} {row('age')} {text[:3000]}")
    ok("and what a column is for can be changed there", fine, text)
    moves = [re.search(r"image \| Activations and weights \| Dense 1 · Over the steps: ([^|]*)", part) for part in (before, after)]
    ok("how the steps move weights is measured from when it is in sight", all(moves) and "Nothing yet" in moves[0][1] and re.match(r"step [0-9,]+ · a step changes them by [0-9.e−]+ %", moves[1][1]), f"{moves} {after[:2000]}")


def maps():
    """What is learnt of words is a map, to be searched and turned."""
    fine, text = drive("wait", "Train", "sleep", "0.5", "click", "Delay", "click", "Inside", "wait", "image:Activations and weights", "tree", "Delay · Tokens: ", "click", "Embedding", "wait", "combo box:How they are laid out", "sleep", "0.5", "tree", "differences are seen", "click", "text:Find among them", "type", "7", "key", "Return", "tree", "“7” · nearest: ",
                       "key", "ctrl+a", "BackSpace", "click", "combo box:How they are laid out", "sleep", "0.5", "key", "End", "Return", "tree", "near ones lie together", "click", "Close", "closed", arguments=[tap.make("writes-map", graph=WRITES)])
    ok("tokens behind a node are words", fine and re.search(r"Activations and weights \| Delay · Tokens: [0-9]+ tokens · [0-9]+ of them others", text), text)
    seen = [re.search(r"image \| Activations and weights \| Embedding · As a map: ([^|]*)", part) for part in text.split("\n· ") if part.startswith("tree")][1:]
    ok("an embedding is a map, in which one is found with its neighbours, or laid out by t-SNE in three dimensions", fine and len(seen) == 3 and all(seen) and "differences are seen" in seen[0][1]
       and re.search("“7” · nearest: .+, .+ ", seen[1][1]) and "near ones lie together" in seen[2][1], f"{seen} {text[-1500:]}")


def curves():
    """Several figures are shown at once, each on its scale, along epochs too; what was done on the way is marked and said."""
    project = tap.endless("figures", "digits-cnn")
    fine, text = drive("wait", "Train", "sleep", "0.5", "click", "Train", "tree", r"image \| Curves \| training .*; validation ", "click", "Dropout 1", "key", "m", "tree", "Muted: no → yes", "click", "Pause", "wait", "Train", "sleep", "0.7", "tree", "click", "push button:What the curves show", "sleep", "0.7", "key", "Tab", "Tab", "space",
                       "sleep", "0.5", "key", "Escape", "sleep", "0.7", "tree", "shot", shot("figures.png"), "click", "Close", "closed", arguments=[project])
    one, two = (re.findall(r"image \| Curves \| (.*) \| \(", part)[:1] for part in (text.split("\n· tree") + [""] * 4)[3:5])
    ok("an edit while it learns is marked on the curve, in words", fine and one and re.search(r"; at step [0-9,]+: Dropout 1 · Muted: no → yes", one[0]), f"{one} {text[-1500:]}")
    ok("loss and accuracy are shown together", two and re.search(r"Loss · training .*Loss · validation .*Accuracy · validation [0-9.]+ %", two[0]), f"{two}")
    fine, text = drive("wait", "Train", "sleep", "0.7", "tree", "click", "Close", "closed", arguments=[project])
    again = re.findall(r"image \| Curves \| (.*) \| \(", text)[:1]
    ok("they are there after reopening, with the marks", fine and again == two, f"{again} {two}")


def room():
    """The minimap keeps off nodes; menus are seen whole, without a tooltip over them, on a small screen too."""
    crowd = {"options": ["--size", "860x640"], "home": tap.path("fresh"), "arguments": [tap.make("crowd", graph=CROWD)]}
    fine, text = drive("wait", "Train", "sleep", "1", "tree", "key", "ctrl+minus", "ctrl+minus", "ctrl+minus", "sleep", "0.7", "tree", "key", "ctrl+plus", "ctrl+plus", "ctrl+plus", "gone", "image:Minimap", "sleep", "1", "click", "Close", "closed", **crowd)
    full, small = ([part for part in text.split("\n· ") if part.startswith("tree")] + [""] * 2)[:2]
    ok("with nodes in every corner there is no minimap, and with room there is one", fine and "image | Minimap" not in full and "image | Minimap" in small, text)
    fine, text = drive("wait", "Train", "gone", "image:Minimap", "10", "click", "Close", "closed", **crowd)
    ok("nor is there one when the project is opened at the view that was kept", fine, text)
    fine, text = drive("wait", "Train", "sleep", "1", "hover", "Start over", "sleep", "1.2", "windows", "click", "Start over", "sleep", "0.7", "windows", "key", "Escape", "sleep", "0.5",
                       "right", "Dense 2", "sleep", "0.7", "windows", "key", "Escape", "sleep", "0.5", "click", "Close", "closed", options=["--size", "1000x520"], arguments=[tap.make("digits-small", "--example", "digits-mlp")])
    places = [[tuple(int(v) for v in m) for m in re.findall(r"(\d+)x(\d+)\+(-?\d+)\+(-?\d+)", part.split("\n")[1])] for part in text.split("\n· ") if part.startswith("windows")]
    ok("a tooltip makes way for the menu", fine and [len(p) for p in places[:2]] == [2, 2] and places[0][1] != places[1][1], f"{places} {text}")
    ok("a node's menu is whole on a small screen", len(places) > 2 and len(places[2]) == 2 and all(x >= -SHADOW and y >= -SHADOW and x + w <= 1000 + SHADOW and y + h <= 520 + SHADOW for w, h, x, y in places[2][1:]), str(places))


def languages():
    """By keyboard: search, Delete and undo; then Chinese in the dark."""
    project = tap.make("digits", "--example", "digits-mlp")
    fine, text = drive("wait", "Train", "sleep", "1", "resize", "1280", "720", "sleep", "0.7", "click", "Dense 1", "key", "slash", "sleep", "1", "type", "sigm", "sleep", "1", "key", "Return", "sleep", "1", "tree",
                       "click", "Dense 2", "key", "Delete", "sleep", "1", "tree", "key", "ctrl+z", "sleep", "1", "tree", "key", "ctrl+minus", "ctrl+minus",
                       "sleep", "1", "tree", "shot", shot("light.png"), "click", "Close", "closed", arguments=[project])
    parts = text.split("\n· tree")
    ok("/ finds a layer and adds it", fine and any(n.startswith("Sigmoid") for n in boxes(parts[1])), text)
    ok("Delete takes the selected node out", "Dense 2" not in boxes(parts[2]), parts[2])
    ok("Ctrl+Z brings it back", "Dense 2" in boxes(parts[3]), parts[3])
    changed = int(os.path.getmtime(project))
    fine, text = drive("wait", "训练", "sleep", "1", "tree", "shot", shot("dark-zh.png"), "click", "关闭", "closed", options=["--dark", "--lang", "zh_CN"], arguments=[project])
    ok("looking at a project does not change when it was changed", fine and int(os.path.getmtime(project)) == changed, text)
    ok("in Chinese the nodes are 全连接", fine and "全连接 1" in boxes(text), text)
    ok("the canvas is seen again as it was left", zoom_of(text) == zoom_of(parts[4]) != zoom_of(parts[3]), f"{zoom_of(parts[3])}, {zoom_of(parts[4])}, {zoom_of(text)}")
    weak = faint(shot("dark-zh.png"), text)
    ok("all text of the window can be read in the dark", weak == {}, str(weak))
    light, dark = (Image.open(shot(n)).convert("L").resize((1, 1)).getpixel((0, 0)) for n in ("light.png", "dark-zh.png"))
    ok("dark is dark and light is light", dark < 90 < 180 < light, f"{dark}, {light}")


tap.each(insides, settings, maps, curves, room, languages)
tap.end()
