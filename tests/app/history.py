#!/usr/bin/env python3
"""history: runs are kept, laid over each other, compared, gone back to and put in the bin, in the real window; prints TAP."""
import re
import sqlite3

from tap import Tap

tap = Tap("history", "^(failed|said)|panel \\| Run|Curves|·")
ok, drive, shot = tap.ok, tap.drive, tap.path
NET = {"weft": 1, "nodes": [{"name": "data", "layer": "data", "params": {"source": "moons"}}, {"name": "dense1", "layer": "dense", "params": {"units": 8}},
                            {"name": "relu1", "layer": "relu"}, {"name": "dense2", "layer": "dense", "params": {"units": 2}}, {"name": "loss", "layer": "cross_entropy"}],
       "wires": [["data.x", "dense1"], ["dense1", "relu1"], ["relu1", "dense2"], ["dense2", "loss.prediction"], ["data.y", "loss.target"]], "training": {"epochs": 2, "batch_size": 16}}


def count(project, sql):
    with sqlite3.connect(f"file:{project}?mode=ro", uri=True) as db:
        return db.execute(sql).fetchone()[0]


def order(tree):
    """The runs as they stand in the list, from its top."""
    return re.findall(r"panel \| (Run \d[^|]*?) \|", tree)


def main():
    project = tap.make("runs", graph=NET)
    train = ("click", "Train", "wait", "Go on", "sleep", "1.2")
    # Two runs, of which the second has another network; the first is laid over it, and compared.
    fine, text = drive("wait", "Train", "sleep", "0.7", "click", "push button:History#2", "sleep", "0.4", *train, "click", "push button:Start over", "sleep", "0.5", "key", "Return", "gone", "Go on",
                       "click", "Dense 1", "sleep", "0.7", "double", "spin button:Units", "key", "ctrl+a", "type", "12", "key", "Return", "sleep", "0.7", *train,
                       "click", "Show the curve of run 1", "sleep", "0.7", "click", "Note on run 1", "type", "the narrow one", "key", "Return", "click", "Star on run 1", "sleep", "0.5", "tree",
                       "shot", shot("history.png"), "click", "push button:What to do with run 1", "sleep", "0.6", "key", "Down", "Return", "sleep", "1", "tree", "shot", shot("compared.png"), "key", "Escape",
                       "click", "Close", "closed", arguments=[project])
    rows = order(text)
    ok("each training is a run with its figures", fine and {"Run 1", "Run 2 · now"} <= set(rows) and re.search(r"label \| Loss [\d.]+ · Accuracy [\d.]+", text), text)
    ok("an earlier run is laid over the curves", re.search(r"image \| Curves \| run 1 [\d.,e−]+ at step [\d,]+[^|]*; training", text), text)
    ok("a run with a star comes first at once", order(text.split("· tree")[1])[:2] == ["Run 1", "Run 2 · now"], text)
    ok("and what races from here stays above them", 0 < text.split("· tree")[1].find("button | Fork and race") < text.split("· tree")[1].find("panel | Run 1"), text)
    ok("two networks are compared, and what differs is said", "Dense 1 · Units: 8 → 12" in text, text)
    ok("a note is kept", count(project, "SELECT count(*) FROM view WHERE key = 'run-1' AND instr(value, CAST('the narrow one' AS BLOB)) > 0") == 1)

    # Reopened: back to the first, as one edit; and the second goes with the bin.
    fine, text = drive("wait", "Train", "sleep", "1", "click", "push button:History#2", "sleep", "1", "tree", "click", "push button:What to do with run 1", "sleep", "0.6", "key", "Return",
                       "wait", "panel:Run 1 · now", "sleep", "1.5", "tree",
                       "key", "ctrl+z", "sleep", "1.5", "tree", "click", "push button:What to do with run 2", "sleep", "0.6", "key", "Down", "Down", "Return", "sleep", "1", "tree",
                       "right", "image:Curves", "sleep", "0.6", "key", "Up", "Return", "sleep", "1", "key", "ctrl+a", "type", shot("curves"), "key", "Return", "sleep", "1",
                       "right", "image:Curves", "sleep", "0.6", "key", "Down", "Return", "sleep", "1", "key", "ctrl+a", "type", shot("curves"), "key", "Return", "sleep", "1", "click", "Close", "closed", arguments=[project])
    _, opened, back, undone, binned = (text.split("· tree") + [""] * 5)[:5]
    ok("a run with a star comes first when the project is opened again", order(opened)[:2] == ["Run 1", "Run 2 · now"], opened)
    ok("going back brings the network and makes the run the one at hand", fine and "panel | Run 1 · now" in back and "2 → 8" in back, back)
    ok("undo brings the network back as it was", "2 → 12" in undone and "2 → 8" not in undone, undone)
    ok("what is put in the bin says so, and goes when the project is closed", "In the bin until" in binned and count(project, "SELECT count(*) FROM run") == 1, binned)
    lines = open(shot("curves.csv")).read().split("\n")
    ok("a plot's menu writes its numbers", lines[0] == "step,training,validation" and len(lines) > 100, str(lines[:3]))
    ok("and the plot as a drawing", open(shot("curves.svg")).read().startswith("<?xml"))


tap.each(main)
tap.end()
