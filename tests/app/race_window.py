#!/usr/bin/env python3
"""race-window: a breakpoint pauses at its step, a probe changes nothing, and children of a step race in the real window; prints TAP."""
import json
import sqlite3
import subprocess

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


def race():
    project = tap.make("race", graph=net())
    weft("train", project, "--steps", 60)
    before = weft("state", project)["sha256"]
    fine, text = drive("wait", "Train", "click", "History", "click", "Fork and race…", "wait", "push button:Race", "click", "push button:Race", "wait", r"Over\..*", "120", "click", "Make it the project: Learning rate 0.03",
                       "wait", r"epoch \d+ · step 560", "click", "Close", "closed", arguments=[project])
    ok("three children race to their end, and one is made the project", fine, text)
    states = {run: weft("state", project, "--run", run)["sha256"] for run in (1, 2, 3, 4)}
    ok("the run stays as it was", states[1] == before)
    plain = tap.make("alone", graph=net())
    weft("train", plain, "--steps", 560)
    ok("the child that is as it is has what the run would have come to", states[2] == weft("state", plain)["sha256"])
    ok("the others have something else", len(set(states.values())) == 4)
    ok("a step within a child is had again", weft("state", project, "--run", 2, "--step", 300)["sha256"] == weft("state", plain, "--step", 300)["sha256"])


breakpoint_on_wire()
race()
tap.end()
