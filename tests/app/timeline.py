#!/usr/bin/env python3
"""timeline: any step of a run is looked at again in the real window, by mouse and by keys, and the run is left as it was; prints TAP."""
import json
import re
import shutil
import sqlite3
import subprocess

from tap import Tap

tap = Tap("timeline", "^(failed|said)|· step|slider|notice|At step")
ok, drive, shot = tap.ok, tap.drive, tap.path
BAR, NOTICE = "slider:Step of the run", r"At step %s, as it was then\."
BEYOND = r"(?:1[1-9]\d|[2-9]\d\d|[\d,]{5,})"  # step 100
NET = {"weft": 1, "nodes": [{"name": "data", "layer": "data", "params": {"source": "moons"}}, {"name": "dense1", "layer": "dense", "params": {"units": 8}},
                            {"name": "relu1", "layer": "relu"}, {"name": "dense2", "layer": "dense", "params": {"units": 2}}, {"name": "loss", "layer": "cross_entropy"}],
       "wires": [["data.x", "dense1"], ["dense1", "relu1"], ["relu1", "dense2"], ["dense2", "loss.prediction"], ["data.y", "loss.target"]],
       "training": {"epochs": 10000, "batch_size": 16, "optimizer": "adam"}}


def weft(*words):
    return json.loads(subprocess.run([tap.weft, *map(str, words), "--json"], check=True, capture_output=True, text=True, timeout=120).stdout.splitlines()[-1])


def state(project, *words):
    return weft("state", project, *words)["sha256"]


def at(step):
    """The window is there: its strip says so, by what the network at that step says."""
    return ("wait", rf"epoch [\d,]+ · step {step}", "20")


def ask(project, sql):
    with sqlite3.connect(f"file:{project}?mode=ro", uri=True) as db:
        return db.execute(sql).fetchall()


def look():
    """There and back, and on: the same bits as if nobody had looked."""
    project, other = tap.make("look", graph=NET), tap.path("other.weft")
    weft("train", project, "--steps", 300)
    shutil.copy(project, other)
    before, journal = state(project), ask(project, "SELECT count(*) FROM journal")
    fine, text = drive("wait", BAR, *at(300), "tree", "click", BAR, *at(150), "wait", NOTICE % 150, "shot", shot("past.png"), "tree", "key", "Home", *at(0), "key", "Right", "Right", *at(2),
                       "key", "Page_Up", *at(r"1\d"), "click", "Dense 1", "key", "bracketleft", *at(r"1\d"), "key", "Delete", "tree",
                       "click", "Go back to now", *at(300), "gone", "Go back to now", "tree", "click", "Close", "closed", arguments=[project])
    bars = re.findall(r"slider \| Step of the run \| ([^|]*?) \|", text)
    ok("the timeline is a slider that says its step", fine and bars and bars[0] == "step 300 of 300", text)
    ok("a click in its middle shows the middle of the run", len(bars) > 1 and bars[1] == "step 150 of 300", text)
    ok("nothing can be edited there, and that is said", fine and text.count("| Dense 1 |") >= 2 and ask(project, "SELECT count(*) FROM edit") == ask(other, "SELECT count(*) FROM edit"), text)
    ok("back to now it is what it was", len(bars) > 3 and bars[-1] == "step 300 of 300" and state(project) == before, text)
    ok("nothing was done to the run", ask(project, "SELECT count(*) FROM journal") == journal)
    weft("train", project, "--resume", "--steps", 50), weft("train", other, "--resume", "--steps", 50)
    ok("what is learnt then is what is learnt without", state(project) == state(other))


def drag():
    """To and fro by mouse, and as a film, while it learns: it pauses, and goes on from where it was."""
    project = tap.make("drag", graph=NET)
    weft("train", project, "--steps", 400)
    fine, text = drive("wait", BAR, *at(400), "click", "Train", "wait", "Pause", "drag", BAR, "-200,+0", "wait", NOTICE % r"[\d,]+", "gone", "Pause", "drag", BAR, "+150,+0", "tree",
                       "click", "To the first step", *at(0), "click", "Show the run as a film", "wait", "Stop the film", "wait", NOTICE % r"[1-9][\d,]+", "20", "click", "Stop the film", "tree",
                       "click", "Train", "wait", "Pause", "gone", "Go back to now", "click", "Pause", "wait", "Train", "click", "Close", "closed", arguments=[project])
    ok("dragging pauses it", fine, text)
    newest = int(re.findall(r"step [\d,]+ of ([\d,]+)", text)[-1].replace(",", ""))
    ok("and it goes on from now", weft("state", project)["step"] >= newest >= 400, text)
    ok("in the same run", weft("state", project)["run"] == 1)


def rests():
    """Dragged faster than its steps are made, it rests at the step that was asked for, with the bits of a run that stopped there."""
    project, other = tap.path("rests.weft"), tap.path("stopped.weft")
    weft("new", "--example", "digits-cnn", project), shutil.copy(project, other)
    weft("train", project, "--steps", 150)
    with sqlite3.connect(project) as db:
        db.execute("DELETE FROM frame WHERE step BETWEEN 1 AND 149")
    fine, text = drive("wait", BAR, *at(150), "drag", BAR, "-200,+0", "drag", BAR, "+150,+0", "wait", "push button:Branch here", "tree", "click", "push button:Branch here", "gone", "Go back to now",
                       "click", "Close", "closed", arguments=[project])
    child = weft("state", project)
    step = child.get("parent_step", 0)
    ok("a drag rests where the hand did", fine and 0 < step < 150 and f"step {step} of 150" in text, f"{child}\n{text}")
    weft("train", other, "--steps", step)
    ok("and that is what a run that stopped there has", state(other) == state(project, "--run", 2, "--step", step))


def rewired():
    """A network that was changed on the way is shown as it was wired then; a branch is a run of its own."""
    project = tap.make("rewired", graph=NET)
    weft("train", project, "--steps", 200)
    fine, text = drive("wait", BAR, *at(200), "click", "Dense 1", "double", "spin button:Units", "key", "ctrl+a", "type", "12", "key", "Return", "click", "Train", "wait", "Pause", *at(r"(?:2[1-9]\d|[3-9]\d\d|[\d,]{5,})"),
                       "click", "Pause", "wait", "Train", "tree", "click", BAR, "wait", NOTICE % r"[\d,]+", "key", "Home", *at(0), "shot", shot("rewired.png"), "tree",
                       "click", "Go back to now", "gone", "Go back to now", "tree", "click", "Close", "closed", arguments=[project])
    ok("the network is seen as it was wired then, and as it is now", fine and re.findall(r"Dense 1 \| Dense, 2 → (\d+)", text) == ["12", "8", "12"], text)
    ok("its curve says what was done, and that the loss did not jump", re.search(r"at step 200: Dense 1 · Units: 8 → 12; at step 200: Loss of the same batch: \S+ → \S+ \(0\.00\)", text), text)
    last, early = state(project), state(project, "--step", 100)
    fine, text = drive("wait", BAR, *at(r"(?:[2-9]\d\d|[\d,]{5,})"), "click", BAR, "wait", NOTICE % r"[\d,]+", "key", "Home", *at(0), "key", *["Right"] * 10, *at(10), "click", "push button:Branch here", "gone", "Go back to now",
                       "click", "Train", "wait", "Pause", *at(r"(?:[3-9]\d|\d\d\d|[\d,]{5,})"), "click", "Pause", "wait", "Train", "click", "push button:History#2", "wait", "panel:Run 2 · now", "shot", shot("branch.png"), "tree",
                       "click", "Close", "closed", arguments=[project])
    ok("a branch is made, by mouse", fine, text)
    child = weft("state", project)
    ok("its parent is known", child["run"] == 2 and child.get("parent") == 1, child)
    ok("and named in the history", re.search(rf"from run 1 at step {child.get('parent_step')}", text), text)
    places = [(number, int(x)) for number, x in re.findall(r"Show the curve of run (\d) \|[^|]*\| \((\d+), ", text)]
    ok("and stands under it, further in", [number for number, _ in places] == ["1", "2"] and places[0][1] < places[1][1], f"{places}\n{text}")
    step = child.get("parent_step", 0)
    ok("it begins with what its parent had, bit for bit", state(project, "--run", 2, "--step", step) == state(project, "--run", 1, "--step", step))
    ok("and its parent stays as it was", state(project, "--run", 1) == last and state(project, "--run", 1, "--step", 100) == early)


def another_set():
    """A set that takes long to be made, and was another one then: its samples are taught again, not what stands in for it."""
    project = tap.make("another", graph={"weft": 1, "nodes": [{"name": "data", "layer": "data", "params": {"source": "cart_pole", "count": 400}}, {"name": "dense1", "layer": "dense", "params": {"units": 8}},
                                                              {"name": "worth", "layer": "dense", "params": {"units": 2}}, {"name": "loss", "layer": "mse"}],
                                         "wires": [["data.x", "dense1"], ["dense1", "worth"], ["worth", "loss.prediction"], ["data.y", "loss.target"]],
                                         "training": {"optimizer": "adam", "lr": 0.01, "batch_size": 16, "epochs": 100000}})
    weft("train", project, "--steps", 100)
    fine, text = drive("wait", BAR, *at(100), "click", "option pane:Data", "double", "text:Samples", "key", "ctrl+a", "type", "300", "key", "Return", "click", "Train", "wait", "Pause", *at(BEYOND),
                       "click", "Pause", "wait", "Train", "click", "Close", "closed", arguments=[project])
    ok("the set is another one from then on", fine and ask(project, "SELECT count(*) FROM journal WHERE kind = 'swap'") == [(1,)], text)
    with sqlite3.connect(project) as db:
        db.execute("DELETE FROM frame WHERE step <= 100")
    fine, text = drive("wait", BAR, *at(BEYOND), "key", "ctrl+l", "click", BAR, "wait", NOTICE % r"[\d,]+", "key", "Home", *at(0), "key", *["Right"] * 5, *at(5), "click", "push button:Branch here", "gone", "Go back to now",
                       "click", "Close", "closed", arguments=[project])
    child = weft("state", project)
    step = child.get("parent_step", 0)
    ok("what it taught is learnt again", fine and step == 5 and child["run"] == 2 and state(project, "--run", 2, "--step", step) == state(project, "--run", 1, "--step", step), f"{child}\n{text}")


def anew():
    """A layer begins anew; undone, the run goes on as if nothing had been. Beside it units are counted through which nothing is learnt."""
    project, other = tap.make("anew", graph=NET), tap.path("as-it-was.weft")
    weft("train", project, "--steps", 200)
    shutil.copy(project, other)
    fine, text = drive("wait", BAR, *at(200), "click", "Dense 1", "key", "slash", "type", "begin anew", "wait", "label:Begin anew", "key", "Return", "gone", "label:Begin anew",
                       "key", "slash", "type", "dead and", "wait", "label:Dead and saturated units", "key", "Return", "tree", r"(?:none|\d) (?:dead|saturated)[^|]* of 8", "20",
                       "key", "ctrl+z", "click", "Close", "closed", arguments=[project])
    swaps = ask(project, "SELECT step FROM journal WHERE kind = 'swap'")
    ok("a layer begins anew, which is undone, and of its units it is said how many are dead", fine and swaps == [(200,), (200,)], f"{swaps}\n{text}")
    for path in (project, other):
        weft("train", path, "--resume", "--steps", 20)
    ok("what it had learnt is back", state(project) == state(other))


def fits_no_more():
    """Filters of another size: it is said, at once and beside the curve, which layer begins anew."""
    net = {"weft": 1, "nodes": [{"name": "data", "layer": "data", "params": {"source": "random", "shape": [1, 8, 8], "count": 200, "classes": 3}}, {"name": "conv2d1", "layer": "conv2d", "params": {"padding": "same"}},
                                {"name": "flatten1", "layer": "flatten"}, {"name": "dense1", "layer": "dense", "params": {"units": 3}}, {"name": "loss", "layer": "cross_entropy"}],
           "wires": [["data.x", "conv2d1"], ["conv2d1", "flatten1"], ["flatten1", "dense1"], ["dense1", "loss.prediction"], ["data.y", "loss.target"]], "training": {"batch_size": 16}}
    project, said = tap.make("fits", graph=net), "Weights that do not fit any more begin anew: Convolution 1"
    weft("train", project, "--steps", 100)
    fine, text = drive("wait", BAR, *at(100), "click", "option pane:Convolution 1", "double", "text:Kernel size", "key", "ctrl+a", "type", "5", "key", "Return", "wait", f"label:{said}", "tree", f"at step 100: {said}", "20",
                       "click", "option pane:Convolution 1", "key", "slash", "sleep", "0.5", "type", "convolution", "key", "Return", "wait", "option pane:Convolution 2", "tree", r"Loss of the same batch: (\S+) → \1 \(0\.00\)", "30",
                       "click", "Close", "closed", arguments=[project])
    ok("a layer that is put in is as wide as what leads into it, and begins as what changes nothing", fine and re.search(r"Convolution 2 \| Convolution, 16×8×8 → 16×8×8", text) and re.search(r"Loss of the same batch: (\S+) → \1 \(0\.00\)", text), text)
    ok("what begins anew is said by name", fine and f"at step 100: {said}" in text and "Dense 1 begins" not in text, text)


tap.each(look, drag, rests, rewired, another_set, anew, fits_no_more)
tap.end()
