#!/usr/bin/env python3
"""race-window: a breakpoint pauses at its step, also by a formula that is typed, a probe changes nothing, and children of a step race in the real window; prints TAP."""
import json
import os
import re
import signal
import sqlite3
import subprocess
import threading
import time

from tap import Tap

tap = Tap("race-window", "^(failed|said)|· step|Paused|child|run ")
ok, drive = tap.ok, tap.drive
AT = {"data": [0, 202], "dense1": [174, 202], "relu1": [348, 202], "dense2": [522, 202], "loss": [696, 202], "breakpoint1": [489, 229], "probe1": [315, 229]}


def net(*points, **params):
    """Points stand on the wires that lead to ReLU and the last layer."""
    nodes = [("data", "data", {"source": "moons"}), ("dense1", "dense", {"units": 8}), ("relu1", "relu", {}), ("dense2", "dense", {"units": 2}), ("loss", "cross_entropy", {})]
    wires = [["data.x", "dense1"], ["dense1", "relu1"], ["relu1", "dense2"], ["dense2", "loss.prediction"], ["data.y", "loss.target"]]
    for point, into in points:
        nodes.append((point + "1", point, params.get(point, {})))
        source = next(a for a, b in wires if b == into)
        wires = [w for w in wires if w[1] != into] + [[source, point + "1"], [point + "1", into]]
    return {"weft": 1, "nodes": [{"name": n, "layer": k, "params": p, "at": AT[n]} for n, k, p in nodes], "wires": wires,
            "training": {"epochs": 10000, "batch_size": 16, "optimizer": "adam"}}


def weft(*words):
    return json.loads(subprocess.run([tap.weft, *map(str, words), "--json"], check=True, capture_output=True, text=True, timeout=120).stdout.splitlines()[-1])


def ask(project, sql):
    with sqlite3.connect(f"file:{project}?mode=ro", uri=True) as db:
        return db.execute(sql).fetchall()


def breakpoint_on_wire():
    project = tap.make("stop", graph=net(("breakpoint", "dense2"), ("probe", "relu1"), breakpoint={"when": "formula", "formula": "step > 40"}))
    fine, text = drive("wait", "Train", "click", "push button:Train", "wait", r"Paused at step 41, behind ReLU 1\..*", "click", "Show the wire", "wait", "Breakpoint 1", "click", "push button:Go on", "gone", "Show the wire", "click", "push button:Pause",
                       "wait", "push button:Train", "click", "Close", "closed", arguments=[project])
    ok("it pauses at the very step, says on which wire, and goes on", fine, text)
    plain = tap.make("plain", graph=net())
    weft("train", plain, "--steps", 41)
    ok("what is learnt there is what is learnt without", weft("state", project, "--step", 41)["sha256"] == weft("state", plain)["sha256"])
    names = {name for (name,) in ask(project, "SELECT DISTINCT series FROM metric")}
    ok("the probe's norms are kept", {"probe1/value", "probe1/gradient"} <= names, names)


def by_hand():
    """A formula is typed into a breakpoint that keys put on a wire; what a probe shows there is the picture of what comes back, and the norms of all steps."""
    project = tap.make("by-hand", graph=net())
    fine, text = drive("wait", "Train", "click", "ReLU 1", "key", "Right", "shift+b", "wait", "option pane:Breakpoint 1", "click", "combo box:Pause when", "sleep", "0.5", "key", "End", "Return", "wait", "text:Formula",
                       "double", "text:Formula", "key", "ctrl+a", "type", "step > 25", "key", "Return", "click", "Dense 1", "key", "Right", "d", "wait", "label:From the next step on its norms.*",
                       "click", "push button:Gradient", "click", "push button:Train", "wait", r"Paused at step 26, behind ReLU 1\..*", "tree", r"Norms over time", "10", "click", "Close", "closed", arguments=[project])
    ok("a formula that is typed pauses it at the very step", fine, text)
    ok("the probe has a picture, a histogram and norms, and no gap", all(re.search(p, text) for p in (r"Norms over time", r"filler \| The gradient that comes back along the wire", r"filler \| Histogram")) and "norms over time stand" not in text.split("· tree")[-1], [l for l in text.split("\n") if re.search("Norms|norms|What flows|Histogram|Gradient", l)])
    plain = tap.make("no-hand", graph=net())
    weft("train", plain, "--steps", 26)
    ok("what is learnt there is what is learnt without", weft("state", project)["sha256"] == weft("state", plain)["sha256"])


def race():
    project = tap.make("race", graph=net())
    weft("train", project, "--steps", 60)
    before = weft("state", project)["sha256"]
    fine, text = drive("wait", "Train", "click", "History", "click", "Fork and race…", "wait", "push button:Race", "click", "combo box:What differs#2", "sleep", "0.5", "key", "End", *["Up"] * 13, "Return",
                       "sleep", "0.5", "value", "text:Its value#2", "click", "text:Its value#2", "key", "ctrl+a", "type", "tanh", "click", "One child more", "click", "combo box:What differs#4", "sleep", "0.5", "key", "End", *["Up"] * 5, "Return",
                       "sleep", "0.5", "value", "text:Its value#4", "click", "text:Its value#4", "key", "ctrl+a", "type", "focal", "click", "push button:Race", "wait", r"Over\..*", "120", "wait", r"ReLU 1 · Layer tanh", "tree", "click", "Make it the project: Learning rate 0.03",
                       "wait", r"epoch \d+ · step 560", "click", "Close", "closed", arguments=[project])
    ok("four children race to their end, and one is made the project", fine, text)
    judged = re.findall(r"label \| (?:★ )?step 560 · loss [\d.e−-]+ · validation ([^|]*) \|", text)
    ok("where one has another loss all are judged by their accuracy", len(judged) >= 4 and all(j.strip().endswith("%") for j in judged), f"{judged} {text}")
    states = {run: weft("state", project, "--run", run)["sha256"] for run in (1, 2, 3, 4, 5)}
    ok("the run stays as it was", states[1] == before)
    plain = tap.make("alone", graph=net())
    weft("train", plain, "--steps", 560)
    ok("the child that is as it is has what the run would have come to", states[2] == weft("state", plain)["sha256"])
    ok("the others have something else", len(set(states.values())) == 5)
    ok("a step within a child is had again", weft("state", project, "--run", 2, "--step", 300)["sha256"] == weft("state", plain, "--step", 300)["sha256"])


def kill_when_there(path, project):
    """SIGKILL for the window of the project, as soon as there is that picture of it."""
    while not os.path.exists(path):
        time.sleep(0.05)
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/cmdline") as file:
                words = file.read().split("\0")
        except OSError:
            continue
        if words[0] == tap.weft and project in words:
            os.kill(int(pid), signal.SIGKILL)


def killed():
    project, picture = tap.make("killed", graph=net()), tap.path("racing.png")
    weft("train", project, "--steps", 60)
    before = weft("state", project)["sha256"]
    thread = threading.Thread(target=kill_when_there, args=(picture, project), daemon=True)
    thread.start()
    fine, text = drive("wait", "Train", "click", "History", "click", "Fork and race…", "wait", "push button:Race", "double", "spin button:Steps", "key", "ctrl+a", "type", "900000", "key", "Tab", "click", "push button:Race",
                       "wait", r".*step \d+,\d+ · .*", "60", "shot", picture, "file", tap.path("never"), "60", arguments=[project])
    thread.join(10)
    ok("a race is killed in its midst", not fine and "ended with -9" in text, text)
    children = [weft("state", project, "--run", run) for run in (2, 3, 4)]
    ok("each child is a run of the project, with what it had learnt", all(c["parent"] == 1 and c["step"] > 60 for c in children), children)
    plain = tap.make("not-killed", graph=net())
    weft("train", plain, "--steps", 200)
    ok("any step of it is had again", weft("state", project, "--run", 2, "--step", 200)["sha256"] == weft("state", plain)["sha256"])
    newest = weft("state", project)
    ok("who names no run means the one that forked", newest["run"] == 1 and newest["sha256"] == before, newest)
    weft("train", project, "--resume", "--steps", 140)
    ok("and it goes on as if there had been no race", weft("state", project, "--run", 1)["sha256"] == weft("state", plain)["sha256"])
    fine, text = drive("wait", "Train", "click", "History", "tree", "Run 4", "click", "Close", "closed", arguments=[project])
    ok("the children stand in History", fine and all(f"Run {n}" in text for n in (2, 3, 4)), text)


breakpoint_on_wire()
by_hand()
race()
killed()
tap.end()
