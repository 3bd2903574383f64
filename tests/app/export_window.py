#!/usr/bin/env python3
"""export_window: in the real window a network leaves as a program, under its own title, while the window lives on, and its run as a film; where
the network does not fit, nothing leaves, for what learnt was another one; prints TAP."""
import os
import re
import subprocess

from PIL import Image, ImageChops

from tap import Tap

tap = Tap("export-window", "^(failed|said)|·")
ok, drive = tap.ok, tap.drive
OPEN = ["wait", "push button:Three irises", "click", "push button:Three irises", "wait", "push button:Train", "sleep", "1"]


def export(words, path, *then):
    """By the search for commands and the chooser's own place to type a path."""
    return ["key", "ctrl+k", "sleep", "1.5", "type", words, "sleep", "1", "key", "Return", "sleep", "2.5", "key", "ctrl+l", "sleep", "1", "key", "ctrl+a", "type", path,
            "sleep", "1", "key", "Return", *then]


def program():
    folder = tap.path("program")
    os.mkdir(folder)
    fine, text = drive(*OPEN, *export("export pytorch", folder + "/", "wait", "label:Exported as.*", "60", "click", "Close", "closed"))
    script = os.path.join(folder, "train.py")
    ok("a program of PyTorch's is written from the window, under the network's title", fine and os.path.exists(script) and "Three irises:" in open(script).read(), text)


def code():
    """The program beside the network: it follows edits, and the line at which somebody points selects what it says."""
    text = "text:The network as a program in PyTorch"
    fine, told = drive(*OPEN[:4], "wait", "push button:Train", "key", "ctrl+k", "sleep", "1.5", "type", "code beside", "sleep", "1", "key", "Return", "wait", text, "sleep", "1",
                       "value", text, "click", "ReLU.*", "sleep", "1", "key", "Delete", "sleep", "2", "value", text,
                       "click", text, "key", "ctrl+Home", *["Down"] * 33, "wait", "spin button:Units", "20", "value", "spin button:Units",
                       "click", "push button:Copy the code", "wait", "label:The code is copied", "click", "Close", "closed")
    first, _, then = told.partition("click ReLU")
    dense = "self.dense1 = nn.Linear(4, 16)"
    ok("the code is there, and a line of it says the layer", fine and first.count(dense) == 1 and first[:first.find(dense)].count("\n") > 33 and "nn.ReLU()" in first, told)
    ok("it follows an edit", dense in then and "nn.ReLU()" not in then, told)
    ok("the line to which the keys go selects its node", re.search(r"Units \| (16|16\.0)$", then, re.M), told)


def rounded():
    """A program for a microcontroller: what its bytes cost is said in the window, too."""
    path = tap.path("net.c")
    fine, text = drive(*OPEN, *export("microcontroller", path, "file", path, "60", "wait", r"label:Accuracy with int8: [\d.]+.%.*before: [\d.]+.%.", "30",
                       "click", "Close", "closed"))
    ok("a program with its weights in bytes is written, and what that costs is said", fine and "static const signed char" in open(path).read(), text)


def misfit():
    """Without its loss the network cannot learn, and what the trainer still has is of the one before."""
    path = tap.path("w.safetensors")
    fine, text = drive(*OPEN, "click", "push button:Step", "wait", "label:.*step 1.*", "sleep", "1", "click", "Cross-entropy", "sleep", "0.5", "key", "Delete", "sleep", "1.5",
                       *export("safetensors", path, "wait", "It was not exported", "20", "tree", "shot", tap.path("misfit.png"), "key", "Escape", "sleep", "0.5", "click", "Close", "closed"))
    ok("a network that does not fit is not exported, with words", fine and "Something does not fit yet" in text and not os.path.exists(path), text)


def film():
    """The run as a film, in which it is seen to learn; asked for by the search for commands, which comes from wherever the keyboard is."""
    project, path = tap.make("film", "--example", "iris"), tap.path("run.gif")
    subprocess.run([tap.weft, "train", project, "--steps", "300"], check=True, capture_output=True, timeout=60)
    place = ["wait", "text:Name:", "sleep", "1", "key", "ctrl+a", "type", path, "sleep", "1", "key", "Return", "gone", "text:Name:"]
    fine, text = drive("wait", "slider:Step of the run", "wait", r"epoch \d+ · step 300", "click", "slider:Step of the run", "wait", r"At step \d+, as it was then\.", "key", "ctrl+k", "sleep", "1.5", "type", "save the run as", "sleep", "1", "key", "Return", *place, "file", path, "240", "gone", "Go back to now",
                       "click", "Close", "closed", arguments=[project])
    ok("it is written, and the window is back at now", fine and os.path.exists(path), text)
    with Image.open(path) as gif:
        pictures = []
        for i in range(gif.n_frames):
            gif.seek(i)
            pictures.append(gif.convert("RGB"))
    width, height = pictures[0].size
    strip, curves = (0, 40, width, 100), (0, height * 6 // 10, width // 2, height)  # what says the step, and where its place on the curve moves
    said, moved = [sum(1 for a, b in zip(pictures, pictures[1:]) if ImageChops.difference(a.crop(box), b.crop(box)).getbbox()) for box in (strip, curves)]
    ok("it is of 120 pictures, however long the run is", len(pictures) == 120 and (width, height) > (1200, 650), f"{len(pictures)} of {width} × {height}")
    ok("each of its pictures is of another step", said == 119 and moved >= 110, (said, moved))


tap.each(program, code, rounded, misfit, film)
tap.end()
