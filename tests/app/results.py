#!/usr/bin/env python3
"""results: what the window shows of what networks of every kind say, and what is kept of it; prints TAP."""
import json
import os
import re
import shutil
import subprocess

from tap import HERE, Tap
from wired import TWO, WRITES, chain, graph

tap = Tap("results", "^(failed|said)|option pane|·")
ok, drive, folder = tap.ok, tap.drive, tap.folder
RIVALS = graph({"source": "moons"}, [chain(("noise", "noise", {"size": 4}), ("make1", "dense", {"units": 16}), ("bend1", "relu", {}), ("make2", "dense", {"units": 2})),
                                     ([{"name": "contest", "layer": "contest"}], [["make2", "contest.made"]]),
                                     chain(("judge1", "dense", {"units": 16}), ("bend2", "relu", {}), ("judge2", "dense", {"units": 1}), ("loss", "bce_with_logits", {}), start="contest.shown")],
               [["data.x", "contest.real"], ["contest.is_real", "loss.target"]], {"recipe": "adversarial", "optimizer": "adam", "lr": 0.001, "epochs": 1000})
POLE = graph({"source": "cart_pole"}, [chain(("bend", "dense", {"units": 16}), ("relu", "relu", {}), ("worth", "dense", {"units": 2}), ("loss", "mse", {}))],
             [["data.y", "loss.target"]], {"recipe": "value", "optimizer": "adam", "epochs": 1000, "first_moves": 100})
BOARD = graph({"source": "tic_tac_toe", "count": 200}, [chain(("flat", "flatten", {}), ("bend", "dense", {"units": 16}), ("relu", "relu", {}), ("moves", "dense", {"units": 9}), ("loss1", "soft_cross_entropy", {})),
                                                      chain(("hope", "dense", {"units": 1}), ("loss2", "mse", {}), start="relu")],
              [["data.y", "loss1.target"], ["data.outcome", "loss2.target"]], {"recipe": "self_play", "optimizer": "adam", "epochs": 1000})
REMADE = graph({"source": "digits"}, [chain(("flat", "flatten", {}), ("few", "dense", {"units": 8}), ("all", "dense", {"units": 400}), ("again", "reshape", {"shape": [1, 20, 20]}), ("loss", "mse", {}))],
               [["data.x", "loss.target"]], {"recipe": "autoencoder", "optimizer": "adam", "epochs": 1})


def kinds():
    """A project of an older form says what became of it; a network of two lanes has a curve for each; one that writes shows what it says."""
    old = os.path.join(folder, "old.weft")
    shutil.copyfile(os.path.join(HERE, "..", "projects", "fixtures", "format-1-iris.weft"), old)
    fine, text = drive("wait", "Train", "sleep", "1", "tree", "click", "Close", "closed", arguments=[old])
    ok("a project of an older form says that it was brought to this one", fine and "was of an older form" in text, text)
    fine, text = drive("wait", "Train", "sleep", "0.5", "click", "Train", "tree", r"image \| Curves \| Generator .*; Discriminator .*at step", "tree", "256 made", "click", "Pause", "click", "Close", "closed",
                       arguments=[tap.make("rivals", graph=RIVALS)])
    ok("each lane has a curve", fine and re.search(r"image \| Curves \| Generator [^|]*; Discriminator [^|]*at step", text), text)
    ok("what a generator makes is shown", fine and re.search(r"image \| Samples that were made \| 256 made", text), text)
    fine, text = drive("wait", "Train", "sleep", "0.5", "click", "Results", "tree", r"The network plays \| After step 0 · move (\d+) of \1 ", "click", "Train", "tree", r"The network plays \| After step [1-9][\d,]* · move (\d+) of \1 ", "click", "Hold the episode", "sleep", "0.5", "tree", "click", "Close", "closed",
                       arguments=[tap.make("pole", graph=POLE)])
    trees = [part for part in text.split("\n· ") if part.startswith("tree")]
    shown = [re.search(rf"image \| The network plays \| After step {step} · move ([0-9]+) of \1 · return [0-9]+", part) for step, part in zip(("0", "[1-9][0-9,]*", "[1-9][0-9,]*"), trees)]
    ok("a network that acts is seen acting, before it has learnt anything and while it learns", fine and len(shown) == 3 and all(shown), text)
    fine, text = drive("wait", "Train", "sleep", "0.5", "click", "Results", "sleep", "1.5", "click", "Play against it", "sleep", "2", "tree", "Your move", "click", "The network plays", "sleep", "2.5", "tree", "Your move", "click", "Close", "closed",
                       arguments=[tap.make("board", graph=BOARD)])
    ok("a game can be played against the network, by clicking", fine and len(re.findall(r"image \| The network plays \| Your move: click on the board\. (\||· expects [^|]+\|)", text)) == 2, text)
    fine, text = drive("wait", "Train", "sleep", "0.5", "click", "Train", "sleep", "4", "click", "Pause", "sleep", "1", "click", "Test", "sleep", "2",
                       "click", "GRU", "click", "Inside", "sleep", "1", "tree", r"GRU · Over time(?s:.*)What is said at each step \| .+ → |What is said at each step \| .+ → (?s:.*)GRU · Over time", "click", "combo box:What is shown of the node, or explains the answer", "sleep", "0.5", "key", "End", "key", "Up", "key", "Return",
                       "wait", "push button:How the answer is explained", "tree", r"Nearest samples[^|]*distance: (?:[^|,]*, ){7}", "click", "push button:How the answer is explained", "wait", "spin button:Neighbours", "key", "ctrl+a", "type", "3", "key", "Return", "key", "Escape",
                       "tree", r"Nearest samples[^|]*distance: (?:[^|,]*, ){2}[^|,]* \|", "click", "Close", "closed", arguments=[tap.make("writes", graph=WRITES)])
    ok("what is said at each step is shown beside what was read", fine and re.search(r"What is said at each step \| .+ → .+", text), text)
    ok("and what explains an answer is chosen beside them", fine and re.search(r"Activations and weights \| Nearest samples", text.split("\n· tree")[-1]), text)
    near = re.findall(r"Activations and weights \| Nearest samples[^|]*distance: ([^|]*) \|", text)
    ok("and set otherwise there: three neighbours instead of eight", fine and len(near) == 2 and [len(n.split(", ")) for n in near] == [8, 3] and near[0].startswith(near[1]), str(near) + text[-3000:])
    ok("the gates of a layer are shown over time", fine and re.search(r"Activations and weights \| GRU · Over time", text), text)


def several():
    """Numbers that are predicted together are judged one by one; a key goes from one to the next."""
    table, project = os.path.join(folder, "several.csv"), os.path.join(folder, "several.weft")
    with open(table, "w", encoding="utf-8") as file:
        file.write("width,length,area,border\n" + "".join(f"{w},{h}.5,{w * h},{2 * (w + h)}\n" for w in range(1, 16) for h in range(1, 13)))
    subprocess.run([tap.weft, "new", "--data", table, "--target", "area,border", project], check=True, capture_output=True, timeout=60)
    subprocess.run([tap.weft, "train", project, "--steps", "60"], check=True, capture_output=True, timeout=60)
    fine, text = drive("wait", "Results", "unless", "image:One by one", "1", "click", "Results", "tree", r"One by one \| ▸ area [^|]* · border ", "click", "image:One by one", "key", "Down", "tree", r"One by one \| area [^|]* · ▸ border ", "key", "Up", "tree", r"One by one \| ▸ area ",
                       "click", "Close", "closed", arguments=[project])
    ok("of several numbers each is judged, and a key goes from one to the next", fine, text[-3000:])


def remade():
    """What is made of pictures stands beside them, not as numbers against numbers."""
    project = tap.make("remade", graph=REMADE)
    subprocess.run([tap.weft, "train", project, "--steps", "20"], check=True, capture_output=True, timeout=60)
    fine, text = drive("wait", "image:Pictures", "tree", "click", "Close", "closed", arguments=[project])
    ok("pictures that are made again are seen beside what they should be", fine and "Predicted against true" not in text, text)


def two_losses():
    """Of two losses one is looked at, the other by a list; each has a curve; the window can still be made small."""
    fine, text = drive("wait", "Train", "sleep", "0.7", "click", "Train", "sleep", "2", "click", "Pause", "wait", "Train", "sleep", "0.7", "tree", "click", "combo box:Which loss is looked at", "sleep", "0.5",
                       "key", "Down", "Return", "sleep", "0.7", "tree", "click", "push button:What the curves show", "sleep", "0.5", "key", "Tab", "Tab", "Tab", "space", "sleep", "0.7", "tree",
                       "resize", "940", "560", "sleep", "0.7", "resize", "860", "560", "sleep", "0.7", "windows", "key", "Escape", "sleep", "0.5", "click", "Close", "closed", arguments=[tap.make("two", graph=TWO)])
    before, chosen, curves = ([part for part in text.split("\n· ") if part.startswith("tree")] + [""] * 3)[:3]
    judged, curve = (lambda tree: re.findall(r"image \| Decision boundary \| (.*) \| \(", tree)), (lambda tree: re.findall(r"image \| Curves \| (.*) \| \(", tree)[:1])
    ok("the boundary follows the loss that is chosen", fine and judged(before) and judged(chosen) and judged(before) != judged(chosen), text)
    switch, score = ([int(v) for v in (re.findall(role + r"(?: \|.*)? \| \((\d+), (\d+), (\d+), (\d+)\)", before) + [("0",) * 4])[0]] for role in ("combo box \\| What of the results is shown", "label \\| [^|]*[0-9]\\.[0-9] %"))
    ok("its score stands clear of the switch above it", switch[2] and score[2] and (score[0] >= switch[0] + switch[2] or score[1] >= switch[1] + switch[3]), f"{switch} {score}")
    ok("each loss has a curve of its own", curve(chosen) and curve(curves) and curve(chosen) != curve(curves), f"{curve(chosen)} {curve(curves)}")
    ok("the window can be made small beside them", "\n860x560" in text, text.split("· windows")[-1][:200])


def weights():
    """What another project has learnt is taken by names, and goes back with Undo."""
    other = tap.make("learnt", graph=TWO)
    subprocess.run([tap.weft, "train", other, "--steps", "50"], check=True, capture_output=True, timeout=60)
    fine, text = drive("wait", "Train", "sleep", "0.7", "click", "Take weights from…", "sleep", "1", "key", "slash", "sleep", "0.3", "type", other[1:], "sleep", "0.5", "key", "Return", "wait", ".*tensors of weights were taken.*",
                       "sleep", "0.5", "click", "Undo#2", "gone", ".*tensors of weights were taken.*", "click", "Close", "closed", arguments=[tap.make("unlearnt", graph=TWO)], home=tap.path("wide"))
    ok("weights are taken from another project, said, and undone", fine, text)
    narrow = subprocess.run([tap.weft, "export", "iris", "--format", "json", "-"], check=True, capture_output=True, text=True, timeout=60).stdout
    other = tap.make("wider", graph=json.loads(narrow.replace('"units": 16', '"units": 12')))
    subprocess.run([tap.weft, "train", other, "--steps", "50"], check=True, capture_output=True, timeout=60)
    fine, text = drive("wait", "Train", "sleep", "0.7", "click", "Take weights from…", "sleep", "1", "key", "slash", "sleep", "0.3", "type", other[1:], "sleep", "0.5", "key", "Return",
                       "wait", r"label:dense1\.weight is .16, 4. here and .12, 4. there\.", "wait", "image:taken", "key", "Escape", "gone", "image:taken", "click", "Close", "closed",
                       arguments=[tap.make("narrow", graph=json.loads(narrow))], home=tap.path("wide"))
    ok("of another project that does not fit whole a table says which weights, and why", fine, text)


def undone():
    """Results that an edit took away are there again when it is undone."""
    project = tap.make("undone", "--example", "iris")
    subprocess.run([tap.weft, "train", project, "--steps", "100"], check=True, capture_output=True, timeout=60)
    fine, text = drive("wait", "image:Confusion matrix", "tree", "click", "Dense 2", "key", "Delete", "gone", "image:Confusion matrix", "wait", "Press Train: what the network takes.*",
                       "key", "ctrl+z", "gone", "Press Train: what the network takes.*", "wait", "image:Confusion matrix", "tree", "click", "Close", "closed", home=tap.path("undone"), arguments=[project])
    right = re.findall(r"image \| Confusion matrix \| (\d+ of \d+ validation samples are right)", text)
    ok("an edit that is undone brings the results back", fine and len(right) == 2 and right[0] == right[1], text)


tap.each(kinds, several, remade, two_losses, weights, undone)
tap.end()
