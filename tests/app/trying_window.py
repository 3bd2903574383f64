#!/usr/bin/env python3
"""trying: a network is given something of one's own by mouse and keys, and answers, while it learns too; prints TAP."""
import json
import os
import re
import subprocess

from PIL import Image, ImageDraw

from tap import Tap

tap = Tap("trying", "^(failed|said)|What the network says|·")
ok, drive = tap.ok, tap.drive
WRITES = {"weft": 1, "nodes": [{"name": "data", "layer": "data", "params": {"source": "dates", "count": 300}}, {"name": "before", "layer": "delay"}, {"name": "told", "layer": "embedding", "params": {"embedding_dim": 8}},
                               {"name": "cell", "layer": "gru", "params": {"hidden_size": 16, "output": "all"}}, {"name": "word", "layer": "dense", "params": {"units": 15}}, {"name": "loss", "layer": "cross_entropy"}],
          "wires": [["data.y", "before"], ["before", "told"], ["told", "cell"], ["cell", "word"], ["word", "loss.prediction"], ["data.y", "loss.target"]], "training": {"optimizer": "adam", "lr": 0.005, "epochs": 1000}}
ANY = "After step .*|Unlike what it learnt from.*"
SAYS = r"image \| What the network says \| ([^|]*) \|"


def learnt(name, *words, steps, graph=None):
    """A project that has learnt for so many steps."""
    project = tap.make(name, *words, graph=graph)
    subprocess.run([tap.weft, "train", project, "--steps", str(steps)], check=True, capture_output=True, timeout=120)
    return project


def said(text):
    """What was said at each look at the tree."""
    return [(re.findall(SAYS, part) or [""])[0] for part in text.split("\n· ") if part.startswith("tree")]


def pictures():
    """Drawn by mouse and by keys, dropped, and one of the ten; the line says what it has learnt from."""
    ring = tap.path("ring.png")
    image = Image.new("L", (200, 200), 0)
    ImageDraw.Draw(image).ellipse((50, 20, 150, 180), outline=255, width=22)
    image.save(ring)
    fine, text = drive("wait", "Train", "click", "push button:Try it", "wait", "Draw here", "wait", "Give it something.*", "drag", "Draw here", "+30,+40", "wait", "After step 400 · learns from 3,750 pictures.*", "tree",
                       "click", "Begin a new picture", "wait", "Give it something.*", "drop", ring, "Draw here", "wait", ANY, "tree",
                       "click", "Begin a new picture", "wait", "Give it something.*", "click", "Try sample .*: 8", "wait", ANY, "tree", "click", "Draw here", "key", "Delete", "wait", "Give it something.*", "key", "space", "Up", "Up", "Up", "Up", "Up", "space", "wait", ANY, "tree",
                       "shot", tap.path("picture.png"),
                       "click", "Close", "closed", arguments=[learnt("digits", "--example", "digits-mlp", steps=400)])
    drawn, dropped, sample, keyed = (said(text) + [""] * 4)[:4]
    ok("what is drawn is answered with classes and how sure they are", fine and re.match(r"\d [0-9.]+ % · \d [0-9.]+ % · \d", drawn), text)
    ok("a picture that is dropped is tried", re.match(r"0 [0-9.]+ %", dropped), dropped)
    ok("so is a sample of the test part", re.match(r"\d [0-9.]+ %", sample) and sample != dropped, sample)
    ok("and what the keys draw", re.match(r"\d [0-9.]+ %", keyed) and keyed != drawn, keyed)


def unlike():
    """What is unlike all that was learnt from is said to be, as long as it is there."""
    fine, text = drive("wait", "Train", "click", "push button:Try it", "click", "Try sample .*: 8", "wait", "After step 400.*", "click", "Make dark of light and light of dark", "wait", "Unlike what it learnt from.*", "20", "click", "Begin a new picture", "wait", "Give it something.*", "tree",
                       "click", "Close", "closed", arguments=[learnt("unlike", "--example", "digits-mlp", steps=400)])
    ok("what is unlike all that it learnt from is said to be, as long as it is there", fine and re.search(r"label \| (Give it something[^|]*) \| \1 \|", text), text)


def learning():
    """The answer changes while it learns, and asking does not stop it."""
    fine, text = drive("wait", "Train", "click", "push button:Try it", "click", "Try sample .*: 8", "wait", "Not trained yet.*", "tree", "click", "Train", "wait", r"After step [\d,]{3,}.*", "tree", "wait", "Pause", "click", "Close", "closed",
                       arguments=[tap.endless("live", "digits-mlp")])
    first, later = (said(text) + [""] * 2)[:2]
    ok("the answer is live while it learns", fine and first and later and first != later, text)


def best():
    """The best weights answer when they are chosen, whatever was learnt since, and those of now again."""
    project = tap.make("best", "--example", "digits-mlp")
    told = subprocess.run([tap.weft, "train", project, "--steps", "1700", "--json"], check=True, capture_output=True, text=True, timeout=120).stdout
    looks = [look for look in map(json.loads, told.splitlines()) if look["event"] == "validation"]
    step = min(looks, key=lambda look: look["validation_loss"])["step"] + 1  # the steps that were made by then
    whose = ("click", "combo box:Whose weights answer", "key")
    fine, text = drive("wait", "Train", "click", "push button:Try it", "click", "Try sample .*: 8", "wait", "After step 1,700 .*", "tree", *whose, "Down", "Return", "wait", f"After step {step:,} .*", "tree", "click", "Try sample .*: 3", "click", "Try sample .*: 8",
                       "wait", f"After step {step:,} .*", *whose, "Up", "Return", "wait", "After step 1,700 .*", "tree", "click", "Close", "closed", arguments=[project])
    now, then, again = (said(text) + [""] * 3)[:3]
    ok("the best weights answer as long as they are chosen", fine and step < 1700 and then and then != now and again == now, f"{now} / {then} / {again} {text}")


def rows():
    """A row of a table is filled in, column by column, in the column's own units."""
    fine, text = drive("wait", "Train", "click", "push button:Try it", "wait", "After step 600 .*", "tree", "click", "spin button:petal_length", "key", "ctrl+a", "type", "1.2", "key", "Tab", "click", "spin button:petal_width", "key", "ctrl+a", "type", "0.2", "key", "Tab", "wait", "Unlike what it learnt from.*",
                       "click", "spin button:sepal_length", "key", "ctrl+a", "type", "5.0", "key", "Tab", "click", "spin button:sepal_width", "key", "ctrl+a", "type", "3.4", "key", "Tab", "wait", "After step 600 .*", "tree", "shot", tap.path("row.png"), "click", "Close", "closed", arguments=[learnt("iris", "--example", "iris", steps=600)])
    middle, small = (said(text) + [""] * 2)[:2]
    ok("a flower with small petals is another one than that in the middle", fine and small.lower().find("setosa") >= 0 and not middle.lower().split(" · ")[0].find("setosa") >= 0, f"{middle} / {small} {text}")


def texts():
    """A text is typed, and one is written in answer."""
    fine, text = drive("wait", "Train", "click", "push button:Try it", "click", "text:Type a text to try", "type", "3", "wait", ANY, "tree", "shot", tap.path("text.png"), "click", "Close", "closed", arguments=[learnt("writes", steps=100, graph=WRITES)])
    ok("what is typed is answered with a text", fine and re.search(r"probability [0-9.]+ %", (said(text) + [""])[0]), text)


def recorded():
    """What the microphone hears, which is GStreamer's own tone here, is asked; where nothing is heard, that is said."""
    project = learnt("spoken", "--example", "spoken-digits", steps=8)
    record = ("push button:Try it", "wait", "push button:Record", "click", "push button:Record")
    fine, text = drive("wait", "Train", "click", *record, "tree", r"The recording that is tried \| Recorded · 20\.00 s", "wait", ANY, "tree", "click", "Close", "closed", home=tap.path("spoken"), arguments=[project], GST_PLUGIN_FEATURE_RANK="audiotestsrc:MAX")
    silent = tap.path("silent-bin")  # as the program is where there is no device, a little later: what is said goes after seconds
    os.makedirs(silent)
    with open(os.path.join(silent, "gst-launch-1.0"), "w", opener=lambda path, flags: os.open(path, flags, 0o700)) as file:
        file.write("#!/bin/sh\nsleep 4\nhead -c 40000 /dev/zero\nsleep 60\n")
    ok("what is recorded is asked", fine and re.search(r"What the network says \| [^|]*%", text), text)
    fine, text = drive("wait", "Train", "click", *record, "wait", "No sound comes from a microphone.*", "tree", r"The recording that is tried \| Sample \d+", "click", "Close", "closed", home=tap.path("silent"), arguments=[project], PATH=f"{silent}:{os.environ['PATH']}")
    ok("no microphone is no error, and what was there stays", fine, text)


def points():
    """A point of the plane is clicked, moved by keys, or typed."""
    fine, text = drive("wait", "Train", "click", "push button:Try it", "wait", "After step 900 .*", "click", "Click a point to try", "wait", "After step 900 .*", "tree", "key", *["Up"] * 40, "wait", "Unlike what it learnt from.*",
                       "click", "spin button:x₂", "key", "ctrl+a", "type", "0.88", "key", "Tab", "wait", "After step 900 .*", "tree", "click", "Close", "closed", arguments=[learnt("points", "--example", "playground", steps=900)])
    middle, above = (said(text) + [""] * 2)[:2]
    ok("the middle of the rings is another class than what lies above it", fine and re.match("1 [0-9.]+ %", middle) and re.match("0 [0-9.]+ %", above), f"{middle} / {above} {text}")


def painted(project):
    """The classes of the points that a project's data is painted with."""
    graph = json.loads(subprocess.run([tap.weft, "export", project, "--format", "json", "-"], check=True, capture_output=True, text=True, timeout=60).stdout)
    points = graph["nodes"][0]["params"]["points"]
    return [int(point.split()[0]) for point in points.split(";") if point.strip()]


def painting():
    """Two classes are painted by mouse and by keys, are learnt and judged; one stroke is one edit; a formula has two sides."""
    project = tap.make("painting", "--example", "playground")
    fine, text = drive("wait", "Train", "click", "push button:Painted", "wait", "push button:Take all points away", "click", "push button:Take all points away", "drag", "670,560", "690,690", "click", "Paint class 1", "drag", "760,560", "780,690",
                       "key", "Up", "Up", "space", "click", "push button:Train", "wait", "label:Accuracy (9[5-9]|100).*", "shot", tap.path("painting.png"), "click", "push button:Pause", "click", "push button:Close", "closed", arguments=[project])
    classes = painted(project) if fine else []
    ok("two classes that are painted are told apart on points that were held out", fine and min(classes.count(0), classes.count(1)) > 8 and len(set(classes)) == 2, f"{classes} {text}")
    fine, text = drive("wait", "Train", "click", "push button:Undo", "click", "push button:Undo", "wait", "push button:Take all points away", "click", "Erase points", "drag", "660,550", "700,700", "click", "Paint class 3", "click", "Scatter points.*", "click", "push button:Close", "closed", arguments=[project])
    later = painted(project)
    ok("an eraser, and a formula with a side for each of two classes; a stroke is undone as one", fine and later.count(1) < classes.count(1) and later.count(3) + later.count(0) > 150 and later.count(3) > 50, f"{later} {text}")


def generated():
    """A generator makes what sliders and an order say, keeps two and walks between them, as a film too; it is given something instead, too."""
    project = learnt("made", "--example", "made-digits", steps=40)
    first, moved, film, anew = shots = [tap.path(f"made-{name}.png") for name in ("first", "moved", "film", "anew")]
    play, own = ["click", "push button:Play the walk as a film", "tree", r"What the network makes \| 100"], ["tree", r"What the network makes \| Of the numbers"]
    fine, text = drive("wait", "Train", "click", "push button:Try it", *own, *play, "shot", first, "drag", "slider:Latent number 3", "+30,+0", *own, "shot", moved, "click", "push button:Keep what is seen as B", *play, "shot", film,
                       "click", "push button:New ones", *own, "shot", anew, "click", "push button:Give it one…", "wait", "Draw here", "click", "push button:Let it make one…", *own, "click", "push button:Close", "closed",
                       arguments=[project])
    ok("a generator makes what its latent numbers say, and is given something instead", fine and "After step 40" in text, text)
    seen = [Image.open(path).convert("L").crop((22, 534, 156, 668)) for path in shots if os.path.exists(path)]
    ok("a slider and new numbers change what is made", len(seen) == 4 and seen[0] != seen[1] and seen[1] != seen[3], text)
    ok("the film of the walk ends at B, bit for bit", len(seen) == 4 and seen[2] == seen[1], text)
    path = tap.path("walk.gif")
    fine, text = drive("wait", "Train", "click", "push button:Try it", *own, "click", "push button:Save the walk as a GIF", "wait", "text:Name:", "sleep", "1", "key", "ctrl+a", "type", path, "sleep", "1", "key", "Return", "gone", "text:Name:", "file", path, "240", "click", "push button:Close", "closed", arguments=[project])
    ok("the walk is saved as a film of 41 pictures", fine and os.path.exists(path) and Image.open(path).n_frames == 41, text)


def kept(project):
    """What a project's data keeps beside its set: of each sample its class."""
    graph = json.loads(subprocess.run([tap.weft, "export", project, "--format", "json", "-"], check=True, capture_output=True, text=True, timeout=60).stdout)
    params = graph["nodes"][0]["params"]
    return [re.search(r"y=(\d+)", sample).group(1) for sample in params.get("kept", "").split(";") if sample.strip()], params


def keeping():
    """What is drawn goes among what is learnt from, with its class; the list brings back what was tried; undone as one."""
    project = learnt("keeping", "--example", "digits-mlp", steps=400)
    fine, text = drive("wait", "Train", "click", "push button:Try it", "wait", "Draw here", "drag", "Draw here", "+30,+40", "wait", "After step 400.*", "click", "Keep…", "wait", "push button:Keep it", "focus", ".*digit", "key", "Tab", "Return", "wait", "Give it something.*",
                       "shot", tap.path("keeping.png"), "click", "Tried: 1", "wait", "Try again: .*", "shot", tap.path("tried.png"), "key", "Return", "wait", ".*learns from 3,751 pictures.*", "click", "push button:Close", "closed", arguments=[project])
    ok("what was tried is kept with its class and learnt from, and comes back with a click", fine and kept(project)[0] == ["0"], text)
    fine, text = drive("wait", "Train", "click", "push button:Undo", "click", "push button:Try it", "wait", "Draw here", "drag", "Draw here", "+30,+40", "wait", ".*learns from 3,750 pictures.*", "click", "push button:Close", "closed", arguments=[project])
    ok("which is undone as one", fine and kept(project)[0] == [], text)


def capturing():
    """Pictures are drawn into classes that are named; the network fits as many, and learns them."""
    project = tap.make("capturing", graph={"weft": 1, "nodes": [{"name": "data", "layer": "data", "params": {"source": "own_pictures"}}, {"name": "flat", "layer": "flatten"}, {"name": "out", "layer": "dense", "params": {"units": 2}}, {"name": "loss", "layer": "cross_entropy"}],
                                           "wires": [["data.x", "flat"], ["flat", "out"], ["out", "loss.prediction"], ["data.y", "loss.target"]], "training": {"optimizer": "adam", "lr": 0.01, "batch_size": 4, "epochs": 1000}})
    fine, text = drive("wait", "Train", "click", "209,500", "wait", "Add to .A.", "drag", "Draw here", "+30,+30", "click", "Add to .A.", "wait", "label:1 picture", "drag", "Draw here", "+30,-30", "key", "2", "wait", "label:1 picture#2",
                       "click", "Add a class", "wait", "Add to .C.", "drag", "Draw here", "+0,+30", "key", "3", "wait", "label:1 picture#3", "double", "Name of class 1", "type", "slash", "key", "Return", "wait", "Add to .slash.", "shot", tap.path("capturing.png"),
                       "click", "push button:Train", "wait", "Pause", "click", "push button:Close", "closed", arguments=[project])
    classes, params = kept(project)
    ok("pictures are drawn into classes by mouse and keys, and learnt at once", fine and classes == ["0", "1", "2"] and params["class_names"] == "slash; B; C", f"{classes} {text}")


def new_drawn():
    """From the gallery's menu: a network with convolutions stands there, wired, for pictures that one is about to draw."""
    fine, text = drive("wait", "What shall we.*", "click", "1222,98", "wait", "Pictures that you draw", "click", "1116,209", "wait", "push button:Train", "wait", "Convolution 1", "click", "209,500", "wait", "Add to .A.", "wait", "label:Nothing is drawn yet of .A., .B.*", "tree", "Data, 1×28×28.*0 pictures", "click", "push button:Train", "wait", "Data: nothing is drawn yet of .A., .B.. Draw a picture for each class.",  "drag", "Draw here", "+30,+30", "click", "Add to .A.",
                       "wait", "label:1 picture", "drag", "Draw here", "+30,-30", "key", "2", "wait", "label:1 picture#2", "gone", "Nothing is drawn yet.*", "click", "push button:Train", "wait", "Pause", "wait", r".*step [1-9]\d*.*", "click", "push button:Close", "closed", home=tap.path("drawn"))
    ok("pictures that one draws have a network of their own from the gallery's menu", fine, text)


def in_color():
    """What was drawn in grey goes along when pictures get colours and another size; a dropped one keeps its colours."""
    picture = tap.path("red.png")
    Image.new("RGB", (80, 80), (255, 0, 0)).save(picture)
    project = tap.make("in-color", graph={"weft": 1, "nodes": [{"name": "data", "layer": "data", "params": {"source": "own_pictures"}}, {"name": "see", "layer": "conv2d", "params": {"out_channels": 4}}, {"name": "flat", "layer": "flatten"}, {"name": "out", "layer": "dense", "params": {"units": 2}}, {"name": "loss", "layer": "cross_entropy"}],
                                          "wires": [["data.x", "see"], ["see", "flat"], ["flat", "out"], ["out", "loss.prediction"], ["data.y", "loss.target"]], "training": {"optimizer": "adam", "lr": 0.01, "batch_size": 4, "epochs": 1000}})
    fine, text = drive("wait", "Train", "click", "209,500", "wait", "Add to .A.", "drag", "Draw here", "+30,+30", "click", "Add to .A.", "wait", "label:1 picture", "click", "push button:Colour", "wait", "The pen’s colour", "drop", picture, "Draw here",
                       "click", "Add to .B.", "wait", "label:1 picture#2", "click", "push button:Size of the pictures", "wait", "list item:16 × 16", "key", "Down", "Return", "wait", r"label:2 pictures · 20×20 pixels in colour", "tree", r"Data, 3×20×20", "click", "push button:Train", "wait", "Pause", "click", "push button:Close", "closed", arguments=[project])
    classes, params = kept(project)
    ok("pictures drawn into classes take colour and another size, and are learnt", fine and classes == ["0", "1"] and params["shape"] == [3, 20, 20], f"{classes} {text}")


tap.each(pictures, unlike, learning, best, rows, texts, recorded, points, painting, keeping, capturing, new_drawn, in_color, generated)
tap.end()
