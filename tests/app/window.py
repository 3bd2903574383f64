#!/usr/bin/env python3
"""window: the real window under Xvfb with real mouse and keys, from the gallery to a reopened project; prints TAP."""
import os
import re

from PIL import Image

from seen import blue_curve, boxes, clock_of, faint, step_of
from tap import Tap

tap = Tap("window", "^(failed|said)|option pane|·")
ok, drive, folder, shot = tap.ok, tap.drive, tap.folder, tap.path


def main():
    # Chapters: each shows its own, and says what it teaches.
    fine, text = drive("wait", "push button:Cart-pole", "click", "push button:Imagine", "wait", "label:Generating: .*", "wait", "push button:Digits made to order", "gone", "push button:Cart-pole", "click", "push button:Everything", "wait", "push button:Cart-pole", "click", "Close", "closed")
    ok("a chapter shows its examples and says what they teach", fine, text)

    # The first start: the gallery; one click opens digits, wired.
    fine, text = drive("wait", "push button:Handwritten digits", "shot", shot("gallery.png"), "click", "push button:Handwritten digits",
                       "wait", "Train", "click", "Open the palette", "sleep", "1", "tree", "shot", shot("open.png"), "click", "Close", "closed")
    nodes = boxes(text)
    ok("one click in the gallery opens digits, wired", fine and {"Data", "Dense 1", "ReLU", "Dense 2", "Cross-entropy"} <= set(nodes), text)
    ok("with the palette open the whole network is in sight", nodes and all(x > 220 and x + w < 1024 for _, x, _, w, _ in nodes.values()), str(nodes))
    shape = re.search(r"400 → (\d+)", nodes.get("Dense 1", ("",))[0])
    ok("a node says its shape", shape is not None, str(nodes))
    units = shape[1] if shape else "0"
    project = next((os.path.join(folder, "drafts", f) for f in os.listdir(os.path.join(folder, "drafts")) if f.endswith(".weft")), "")
    ok("closing leaves one file", os.listdir(os.path.join(folder, "drafts")) == [os.path.basename(project)], str(os.listdir(folder)))

    # Reopened; a Dense is dragged from the palette onto the wire behind ReLU, and learns, for longer than anybody looks.
    project = tap.endless("longer", project)
    _, text = drive("wait", "Train", "click", "Open the palette", "wait", "list item:Dense", "sleep", "1", "tree", "click", "Close", "closed", arguments=[project])
    relu = boxes(text)["ReLU"]
    zoom = relu[3] / 132
    wire = f"{relu[1] - round(21 * zoom) + 5},{relu[2] + round(36 * zoom) + 5}"
    fine, text = drive("wait", "Train", "sleep", "1", "drag", "list item:Dense", wire, "sleep", "1", "tree", "click", "Train", "wait", r"epoch [\d,]+ · step (\d{3}|[\d,]{4,})", "wait", r"\d+:\d*[1-9]\d*",
                       "click", "Pause", "wait", "Train", "sleep", "1", "shot", shot("trained.png"), "click", "Test", "tree", "of 1,000 test samples are right", "click", "Show it large#2", "sleep", "0.7", "tree",
                       "click", "Show it small again", "resize", "1000", "480", "sleep", "0.7", "tree", "resize", "1280", "720", "sleep", "0.7", "tree", "click", "Close", "closed",
                       arguments=[project])
    first, _, second = text.partition("click Train")
    nodes = boxes(first)
    ok("a Dense dragged from the palette onto a wire is wired in", fine and f"{units} → 10" in nodes.get("Dense 3", ("",))[0], text)
    trained, clock = step_of(second), clock_of(second)
    ok("Train trains", trained > 50, f"step {trained}")
    ok("Test shows the results on 1,000 digits kept to the end", "of 1,000 test samples are right" in second, second)
    ok("and they are a line of the curves", re.search(r"image \| Curves \| training [^|]*; validation [^|]*; test [^|]* at step", second), second)
    titles = [int(h) for h in re.findall(r"label \| (?:Worst|No) mistakes \| (?:[^|]*\| )?\(-?\d+, -?\d+, \d+, (\d+)\)", second)]
    ok("a panel that is made large has large text", len(titles) > 1 and titles[1] > titles[0] * 1.2, str(titles))
    docks = [int(h) for h in re.findall(r"image \| Curves \| [^|]*\| \(0, -?\d+, \d+, (\d+)\)", second)]
    ok("the dock gives way in a small window and grows back", len(docks) > 2 and docks[-2] < docks[0] == docks[-1], str(docks))
    heights = blue_curve(shot("trained.png"))
    ok("the loss on the plot goes down", heights is not None and heights[1] > heights[0] + 20, str(heights))

    # Reopened: the node, the step, the undo.
    fine, text = drive("wait", "Train", "sleep", "1.5", "tree", "shot", shot("again.png"), "click", "Undo", "sleep", "1", "tree",
                       "click", "Close", "closed", arguments=[project])
    first, _, second = text.partition("click Undo")
    weak = faint(shot("again.png"), first.split("· shot")[0])
    ok("all text of the window can be read in the light", weak == {}, str(weak))
    ok("reopened, the new layer is there", fine and "Dense 3" in boxes(first), text)
    ok("reopened, it stands at the step where it was paused", step_of(first) == trained, f"{step_of(first)} and {trained}")
    ok("reopened, its clock stands where it stood", clock_of(first) == clock > 0, f"{clock_of(first)} and {clock}")
    heights = blue_curve(shot("again.png"))
    ok("reopened, the curve is there", heights is not None and heights[1] > heights[0] + 20, str(heights))
    ok("undo after reopening takes the layer out again", "Dense 3" not in boxes(second) and f"{units} → {units}" in boxes(second).get("ReLU", ("",))[0], second)

    # A small table learns at a speed at which it can be seen, and pauses at its epochs; the best weights are one click away, and back.
    fine, text = drive("wait", "push button:Three irises", "click", "push button:Three irises", "wait", "Train", "sleep", "0.5", "tree", "click", "Train", "wait", r"epoch ([1-9]|[1-4]\d) · step \d+",
                       "wait", "Go on", "tree", "click", "push button:Take the best weights back", "gone", "push button:Take the best weights back", "tree", "key", "ctrl+z", "wait", "epoch 60 · step 360", "tree",
                       "click", "Close", "closed")
    _, end, taken, back = (re.findall(r"epoch (\d+) · step (\d+)", t) for t in re.split(r"· (?:wait Go on|click push button:Take.*|wait epoch 60.*)\n", text, 3))
    ok("a small table begins at a speed at which learning can be seen, and says so", fine and "60 steps a second" in text, text)
    ok("it pauses at its 60 epochs", end and end[-1] == ("60", "360"), str(end))
    ok("the best weights come back, and go with Undo", taken and back and int(taken[-1][1]) < 360 and back[-1] == ("60", "360"), f"{taken} {back}")

    # A learning rate is found on a copy, and taken with one click, which Undo takes back; the run stays at its step.
    fine, text = drive("wait", "push button:Three irises", "click", "push button:Three irises", "wait", "Train", "sleep", "0.5", "scroll", "label:HOW IT LEARNS", "3", "sleep", "0.5",
                       "click", "Find a learning rate", "wait", r"push button:Use \d.*", "key", "Tab", "Return", "wait", "push button:Undo", "sleep", "0.5", "tree", "click", "Close", "closed")
    ok("a learning rate is found and taken", fine and "Undo: Change Learning rate" in text and "step 360" in text, text)

    # The gallery: Ctrl+F searches it; drafts are renamed and removed, each with a way back; its pictures suit the dark.
    fine, text = drive("wait", "push button:Clothes", "sleep", "0.5", "tree", "shot", shot("gallery-dark.png"), "key", "ctrl+f", "sleep", "0.5", "type", "wine", "gone", "push button:Clothes", "key", "Escape",
                       "wait", "push button:Clothes", "click", "Rename or remove “Three irises”", "sleep", "0.7", "key", "Return", "sleep", "0.7", "key", "ctrl+a", "type", "Blossoms",
                       "key", "Return", "wait", "push button:Blossoms", "sleep", "0.5", "tree", "click", "Rename or remove “Blossoms”", "sleep", "0.7", "key", "Down", "Return",
                       "wait", "“Blossoms” is removed.", "gone", "It is called “Blossoms” now.", "click", "Undo", "wait", "push button:Blossoms", "click", "Close", "closed", options=["--dark"])
    ok("the gallery is searched with Ctrl+F; a draft is renamed, removed and brought back", fine and "draft · changed just now" in text, text)
    light, dark = (Image.open(shot(n)).convert("L").crop((40, 100, 1240, 690)).resize((1, 1)).getpixel((0, 0)) for n in ("gallery.png", "gallery-dark.png"))
    weak = faint(shot("gallery-dark.png"), text.split("· shot")[0])
    ok("the gallery's text can be read in the dark", weak == {}, str(weak))
    ok("the gallery's pictures suit the dark", dark < 70 < 200 < light, f"{dark}, {light}")


tap.each(main)
tap.end()
