"""touring: a fresh fork of layers, driven; the document before and after, and how much of the canvas looks other than before."""
import json
import re
import shutil
import subprocess

from seen import boxes, changed as measure_change

NODES = [("data", "data", {"source": "circles"}), ("dense1", "dense", {"units": 8}), ("relu1", "relu", {}), ("dense2", "dense", {"units": 8}), ("dense3", "dense", {"units": 8}),
         ("add1", "add", {}), ("out", "dense", {"units": 2}), ("loss", "cross_entropy", {})]
WIRES = [["data.x", "dense1"], ["dense1", "relu1"], ["dense1", "dense2"], ["dense1", "dense3"], ["dense2", "add1.in1"], ["dense3", "add1.in2"], ["add1", "out"],
         ["out", "loss.prediction"], ["data.y", "loss.target"]]
FORK = {"weft": 1, "nodes": [{"name": n, "layer": k, "params": p} for n, k, p in NODES], "wires": WIRES, "training": {"epochs": 1}}


class Touring:
    """tap: a Tap, whose folder has the projects and pictures."""

    def __init__(self, tap):
        self.tap, self.FORK = tap, FORK
        self.fresh = tap.make("fork", graph=FORK)
        fine, text = tap.drive("wait", "Train", "sleep", "1", "tree", "click", "Close", "closed", arguments=[shutil.copy(self.fresh, tap.path("places.weft"))])
        self.places = boxes(text)
        tap.ok("the canvas says where its nodes are", fine and len(self.places) == len(NODES), text)

    def tour(self, name, *steps, project=None):
        """A fresh project, or that one, driven; whether all went well, what was printed, the document before and after, and the share of the canvas that looks other."""
        project = project or shutil.copy(self.fresh, self.tap.path(name + ".weft"))
        before = self.document(project)
        first, last = self.tap.path(name + "-1.png"), self.tap.path(name + "-2.png")
        fine, text = self.tap.drive("wait", "Train", "sleep", "1", "shot", first, *steps, "sleep", "0.6", "shot", last, "tree", "click", "Close", "closed", arguments=[project])
        return fine, text, before, self.document(project), measure_change(first, last) if fine else 0.0

    def document(self, project):
        """Name → node, wires as text, of what lies in the file."""
        out = self.tap.path("out.json")
        subprocess.run([self.tap.weft, "export", project, "--format", "json", out], check=True, capture_output=True)
        with open(out) as file:
            graph = json.load(file)
        return {n["name"]: n for n in graph["nodes"]}, {" ".join(w) for w in graph["wires"]}

    def port(self, name, output=True, number=0):
        """Where a port of the node lies on the screen."""
        _, x, y, w, _ = self.places[name]
        return f"{x + (w if output else 0) + 5},{round(y + (36 + 22 * number) * w / 132) + 5}"

    def at(self, name, dx=0, dy=0):
        """So far from the node's upper left corner."""
        _, x, y, _, _ = self.places[name]
        return f"{x + 5 + dx},{y + 5 + dy}"

    def shift(self, text, name):
        """How far the node lies from where it was in the fresh project when the first tree was printed, in the document's px; the view may have moved."""
        def lies(places):
            (_, x, y, w, _), (_, left, top, _, _) = places[name], places["Data"]
            return (x - left) * 132 / w, (y - top) * 132 / w
        return tuple(round(a - b) for a, b in zip(lies(boxes(text.split("\n· tree")[1])), lies(self.places)))


def zooms(text):
    return [int(z) for z in re.findall(r"\| (\d+) %", text)]
