#!/usr/bin/env python3
"""window: the real window under Xvfb with real mouse and keys, from the gallery to a reopened project; prints TAP."""
import json
import os
import re
import shutil
import subprocess

from PIL import Image

from tap import HERE, Tap

tap = Tap("window", "^(failed|said)|option pane|·")
ok, drive, folder, shot = tap.ok, tap.drive, tap.folder, tap.path


def drive_chooser(*steps):
    """With a file chooser open. GTK 4.8's leaks two arrays of 128 bytes and takes GLib beyond 2,048 quarks, where it lets go of its first
    table of them on purpose; both do so without Weft. LeakSanitizer sees no frame but g_malloc, so its suppressions cannot tell; whatever
    else it or AddressSanitizer says fails as everywhere."""
    log = os.path.join(folder, "chooser")
    fine, text = drive(*steps, ASAN_OPTIONS=os.environ.get("ASAN_OPTIONS", "") + f":abort_on_error=0:exitcode=0:log_path={log}")
    said = "".join(open(os.path.join(folder, n)).read() for n in os.listdir(folder) if n.startswith("chooser."))
    leaks = re.findall(r"leak of (\d+) byte\(s\) in (\d+) object", said)
    strange = "ERROR: AddressSanitizer" in said or set(leaks) - {("256", "2"), ("16384", "1")} or (said and not leaks)
    return fine and not strange, text + (f"\nsaid: {said}" if strange else "")


def blue_curve(path):
    """In the left half of the dock: where the training line begins and where its last third lies, px from the top."""
    if not os.path.exists(path):
        return None
    picture = Image.open(path).convert("RGB")
    w, h = picture.size
    points = [(x, y) for x in range(50, w // 2 - 20) for y in range(h - 190, h - 24)
              if (lambda p: abs(p[0] - 28) < 30 and abs(p[1] - 113) < 30 and abs(p[2] - 216) < 30)(picture.getpixel((x, y)))]
    if not points:
        return None
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    start = min(y for x, y in points if x < left + 8)
    last = [y for x, y in points if x > right - (right - left) / 3]
    return start, sum(last) / len(last)


def boxes(text):
    """Nodes of a printed tree: name → (description, x, y, width, height)."""
    found = {}
    for m in re.finditer(r"option pane \| ([^|]+) \| ([^|]*) \| \((-?\d+), (-?\d+), (\d+), (\d+)\)", text):
        found[m[1]] = (m[2], *(int(v) for v in m.groups()[2:]))
    return found


def contrast(picture, box):
    """Of the text in a box: its furthest pixel against the commonest, as WCAG has it."""
    def light(pixel):
        return sum(k * (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4) for k, v in zip((0.2126, 0.7152, 0.0722), (c / 255 for c in pixel)))
    colours = picture.crop(box).getcolors(1 << 20)
    ground = light(max(colours)[1])
    return max((max(a, ground) + 0.05) / (min(a, ground) + 0.05) for a in (light(p) for _, p in colours))


def faint(path, text):
    """The labels of a printed tree, whole in sight on its picture, that have a contrast below 4.5; None without any label."""
    picture, seen, around = Image.open(path).convert("RGB"), {}, []
    for line in text.split("\n"):
        m = re.search(r"^(\s*)([^|]+?) \| (?:(.*) \| )?\((-?\d+), (-?\d+), (\d+), (\d+)\)$", line)
        if not m:
            continue
        depth, name, (x, y, w, h) = len(m[1]), (m[3] or "").split(" | ")[0], (int(v) for v in m.groups()[3:])
        while around and around[-1][0] >= depth:
            around.pop()
        whole = all(x >= left and y >= top and x + w <= left + width and y + h <= top + height for _, left, top, width, height in around if width and height)
        if m[2] in ("label", "heading") and w > 3 and h > 3 and whole and x + w < picture.width and y + h < picture.height:
            seen[name] = contrast(picture, (x + 5, y + 5, x + 5 + w, y + 5 + h))
        around.append((depth, x, y, w, h))
    return {k: v for k, v in seen.items() if 2 < v < 4.5} if seen else None  # up to 2: under something else, so nothing is written there


def step_of(text):
    m = re.search(r"step ([\d,]+)", text)
    return int(m[1].replace(",", "")) if m else -1


def zoom_of(text):
    m = re.search(r"\b(\d+) %", text)
    return int(m[1]) if m else -1


def clock_of(text):
    m = re.search(r"\b(\d+):(\d\d) \|", text)
    return int(m[1]) * 60 + int(m[2]) if m else -1


def write_png(path, grey):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    Image.new("L", (8, 8), grey).save(path)


def chain(*nodes, start="data.x"):
    """Nodes NAME LAYER PARAMS, each wired to the one before it."""
    return ([{"name": n, "layer": l, "params": p} for n, l, p in nodes],
            [[a, b] for a, b in zip((start, *(n for n, _, _ in nodes)), (n + ".prediction" * (n == "loss") for n, _, _ in nodes))])


def graph(data, chains, wires, training):
    return {"weft": 1, "nodes": [{"name": "data", "layer": "data", "params": data}, *(n for nodes, _ in chains for n in nodes)],
            "wires": [w for _, wired in chains for w in wired] + wires, "training": training}


RIVALS = graph({"source": "moons"}, [chain(("noise", "noise", {"size": 4}), ("make1", "dense", {"units": 16}), ("bend1", "relu", {}), ("make2", "dense", {"units": 2})),
                                     ([{"name": "contest", "layer": "contest"}], [["make2", "contest.made"]]),
                                     chain(("judge1", "dense", {"units": 16}), ("bend2", "relu", {}), ("judge2", "dense", {"units": 1}), ("loss", "bce_with_logits", {}), start="contest.shown")],
               [["data.x", "contest.real"], ["contest.is_real", "loss.target"]], {"recipe": "adversarial", "optimizer": "adam", "lr": 0.001, "epochs": 1000})
WRITES = graph({"source": "dates", "count": 300}, [chain(("before", "delay", {}), ("told", "embedding", {"embedding_dim": 8}), ("cell", "gru", {"hidden_size": 16, "output": "all"}),
                                                         ("word", "dense", {"units": 15}), ("loss", "cross_entropy", {}), start="data.y")],
               [["data.y", "loss.target"]], {"optimizer": "adam", "lr": 0.005, "epochs": 1000})


def make(name, content):
    """A project of that graph."""
    text, project = os.path.join(folder, name + ".json"), os.path.join(folder, name + ".weft")
    with open(text, "w") as file:
        json.dump(content, file)
    subprocess.run([tap.weft, "new", "--from", text, project], check=True, capture_output=True, timeout=60)
    return project


def main():
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

    # Reopened; a Dense is dragged from the palette onto the wire behind ReLU, and learns.
    _, text = drive("wait", "Train", "sleep", "1", "tree", "click", "Close", "closed", arguments=[project])
    relu = boxes(text)["ReLU"]
    zoom = relu[3] / 132
    wire = f"{relu[1] - round(21 * zoom) + 5},{relu[2] + round(36 * zoom) + 5}"
    fine, text = drive("wait", "Train", "sleep", "1", "drag", "list item:Dense", wire, "sleep", "1", "tree", "click", "Train", "sleep", "1.8",
                       "click", "Pause|Curves", "sleep", "1", "shot", shot("trained.png"), "click", "Test", "sleep", "1", "tree", "click", "Show it large#2", "sleep", "0.7", "tree",  # the 60 epochs may be over by then
                       "click", "Show it small again", "resize", "1000", "480", "sleep", "0.7", "tree", "resize", "1280", "720", "sleep", "0.7", "tree", "click", "Close", "closed",
                       arguments=[project])
    first, _, second = text.partition("click Train")
    nodes = boxes(first)
    ok("a Dense dragged from the palette onto a wire is wired in", fine and f"{units} → 10" in nodes.get("Dense 3", ("",))[0], text)
    trained, clock = step_of(second), clock_of(second)
    ok("Train trains", trained > 50, f"step {trained}")
    ok("Test shows the results on 1,000 digits kept to the end", "Confusion · test" in second and "of 1,000 test samples are right" in second, second)
    ok("and they are a line of the curves", re.search(r"image \| Curves \| training [^|]*; validation [^|]*; test [^|]* at step", second), second)
    titles = [int(h) for h in re.findall(r"label \| Confusion · test \| (?:[^|]*\| )?\(-?\d+, -?\d+, \d+, (\d+)\)", second)]
    ok("a panel that is made large has large text", len(titles) > 1 and titles[1] > titles[0] * 1.2, str(titles))
    docks = [int(h) for h in re.findall(r"image \| Curves \| [^|]*\| \(0, -?\d+, \d+, (\d+)\)", second)]
    ok("the dock gives way in a small window and grows back", len(docks) > 2 and docks[-2] < docks[0] == docks[-1], str(docks))
    heights = blue_curve(shot("trained.png"))
    ok("the loss on the plot goes down", heights is not None and heights[1] > heights[0] + 20, str(heights))

    # Reopened: the node, the step, the undo.
    fine, text = drive("wait", "Train", "sleep", "1.5", "tree", "shot", shot("again.png"), "click", "Undo", "sleep", "1", "tree", "shot", shot("undone.png"),
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
    fine, text = drive("wait", "push button:Three irises", "click", "push button:Three irises", "wait", "Train", "sleep", "0.5", "click", "Train", "sleep", "1", "tree",
                       "wait", "Go on", "20", "tree", "click", "push button:Take the best weights back", "sleep", "0.7", "tree", "key", "ctrl+z", "sleep", "0.7", "tree",
                       "click", "Close", "closed")
    early, end, taken, back = (re.findall(r"epoch (\d+) · step (\d+)", t) for t in re.split(r"· (?:wait Go on|click push button:Take.*|key ctrl\+z).*\n", text, 3))
    ok("a small table begins at a speed at which learning can be seen, and says so", fine and early and int(early[-1][0]) < 30 and "60 steps a second" in text, text)
    ok("it pauses at its 60 epochs", end and end[-1] == ("60", "360"), str(end))
    ok("the best weights come back, and go with Undo", taken and back and int(taken[-1][1]) < 360 and back[-1] == ("60", "360"), f"{taken} {back}")

    # A learning rate is found on a copy, and taken with one click, which Undo takes back; the run stays at its step.
    fine, text = drive("wait", "push button:Three irises", "click", "push button:Three irises", "wait", "Train", "sleep", "0.5", "scroll", "label:Nodes", "20", "sleep", "0.5",
                       "click", "Find a learning rate", "wait", "push button:Use 0.0.*", "20", "key", "Tab", "Return", "wait", "push button:Undo", "sleep", "0.5", "tree", "click", "Close", "closed")
    ok("a learning rate is found and taken", fine and "Undo: Change Learning rate" in text and "step 360" in text, text)

    # The gallery: Ctrl+F searches it; drafts are renamed and removed, each with a way back; its pictures suit the dark.
    fine, text = drive("wait", "push button:Clothes", "sleep", "0.5", "tree", "shot", shot("gallery-dark.png"), "key", "ctrl+f", "sleep", "0.5", "type", "wine", "gone", "push button:Clothes", "key", "Escape",
                       "wait", "push button:Clothes", "click", "Rename or remove “Three irises”", "sleep", "0.7", "key", "Return", "sleep", "0.7", "key", "ctrl+a", "type", "Blossoms",
                       "key", "Return", "wait", "push button:Blossoms", "sleep", "0.5", "tree", "click", "Rename or remove “Blossoms”", "sleep", "0.7", "key", "Down", "Return",
                       "gone", "push button:Blossoms", "click", "Undo", "wait", "push button:Blossoms", "click", "Close", "closed", options=["--dark"])
    ok("the gallery is searched with Ctrl+F; a draft is renamed, removed and brought back", fine and "draft · changed just now" in text, text)
    light, dark = (Image.open(shot(n)).convert("L").crop((40, 100, 1240, 690)).resize((1, 1)).getpixel((0, 0)) for n in ("gallery.png", "gallery-dark.png"))
    weak = faint(shot("gallery-dark.png"), text.split("· shot")[0])
    ok("the gallery's text can be read in the dark", weak == {}, str(weak))
    ok("the gallery's pictures suit the dark", dark < 70 < 200 < light, f"{dark}, {light}")

    # An empty canvas, where nothing can be trained, is kept in another place.
    kept = os.path.join(folder, "kept.weft")
    fine, text = drive_chooser("wait", "Empty canvas", "sleep", "1", "click", "Empty canvas", "sleep", "2", "key", "F10", "sleep", "1", "key", "Down", "Down", "Down", "Return",
                       "sleep", "2", "key", "ctrl+a", "type", kept, "key", "Return", "sleep", "2", "tree", "click", "Close", "closed")
    ok("an empty canvas is kept where one says", fine and "frame | kept" in text and os.path.exists(kept), text)

    # An empty canvas: data is chosen from a few sets; what is added stays in sight, cures make room; wires and several nodes are inspected.
    fine, text = drive("wait", "Empty canvas", "sleep", "1", "click", "Empty canvas", "sleep", "2", "click", "Choose data", "sleep", "2", "key", "Return", "sleep", "1.5", "tree",
                       "key", "slash", "type", "dens", "key", "Return", "sleep", "1.5", "tree",
                       "click", "Flatten 1", "key", "Delete", "sleep", "1", "click", "Dense 2", "sleep", "1", "click", "push button:Insert Flatten", "sleep", "1", "tree",
                       "key", "slash", "type", "drop", "key", "Return", "sleep", "1", "key", "slash", "type", "drop", "key", "Return", "sleep", "1.5", "tree", "click", "Close", "closed")
    chosen, added, cured, grown = ([boxes(part) for part in text.split("\n· ") if part.startswith("tree")] + [{}] * 4)[:4]
    ok("Choose data on an empty canvas: one of a few sets, wired up to the loss", fine and "10" in chosen.get("Cross-entropy 1", ("",))[0] and len(chosen) == 4, text)
    in_sight = [all(46 <= x and x + w <= 1018 and 118 <= y and y + h <= 480 for _, x, y, w, h in part.values()) for part in (chosen, added, cured, grown)]
    ok("what is added stays in sight with all the rest", all(in_sight) and len(grown) == len(added) + 2 == 7, f"{in_sight} {grown}")
    ok("a Dense goes behind what flattens the pictures", "400 → 10" in added.get("Dense 2", ("",))[0], str(added))
    places = sorted(v[1:] for v in cured.values())
    ok("a cure makes room as a drop does", places and all(a[0] + a[2] < b[0] or a[1] + a[3] < b[1] for a, b in zip(places, places[1:])), str(places))
    newest = max((os.path.join(folder, "drafts", f) for f in os.listdir(os.path.join(folder, "drafts"))), key=os.path.getmtime)
    first, second = sorted((v[1:] for n, v in grown.items() if n.startswith("Dropout")))
    middle = f"{(first[0] + first[2] + second[0]) // 2 + 5},{first[1] + round(36 * first[2] / 132) + 5}"
    fine, text = drive("wait", "Train", "sleep", "2", "click", middle, "sleep", "1", "tree", "right", middle, "sleep", "1", "key", "Down", "Down", "Return", "sleep", "1", "tree",
                       "click", "Close", "closed", arguments=[newest])
    parts = text.split("\n· tree")
    ok("a wire that is selected says what flows along it", fine and "label | Dropout 1 → Dropout 2" in parts[1] and "First values" in parts[1], text)
    ok("several nodes show the parameters that they share", "Several nodes" in parts[2] and "FOR ALL OF THEM" in parts[2] and "Share dropped" in parts[2], text)

    # Files dropped as from a file manager: on the gallery, on the canvas, a project on a project.
    iris, wine = (os.path.join(HERE, "../../projects/gallery/data", n, n + ".csv") for n in ("iris", "wine"))
    fine, text = drive("wait", "Empty canvas", "sleep", "1", "drop", os.path.abspath(iris), "640,640", "wait", "push button:Open", "sleep", "1", "click", "push button:Open", "gone", "push button:Open", "wait", "Train", "sleep", "1", "tree",
                       "drag", "Dense 2", "+30,+90", "sleep", "1", "tree", "key", "ctrl+l", "sleep", "1", "tree", "drop", os.path.abspath(wine), "800,420", "wait", "push button:Use", "sleep", "1", "click", "push button:Use", "gone", "push button:Use", "sleep", "1", "tree", "drop", project, "800,420", "sleep", "2", "tree")
    on_gallery, dragged, laid_out, on_canvas, of_project = [boxes(part) for part in text.split("\n· ") if part.startswith("tree")] if fine else [{}] * 5
    ok("a table dropped on the gallery opens wired", "4" in on_gallery.get("Data", ("",))[0] and "4 → 32" in on_gallery.get("Dense 1", ("",))[0], text)
    ok("Ctrl+L puts a node that was dragged away back in its row", dragged != on_gallery == laid_out != {}, f"{on_gallery}, {dragged}, {laid_out}")
    ok("a table dropped on the canvas gives the network its data", "13 → 32" in on_canvas.get("Dense 1", ("",))[0], text)
    ok("a project dropped on the canvas opens", f"{units} → 10" in of_project.get("Dense 2", ("",))[0], text)

    # What a stranger wrote is bounded; what was never finished can be removed.
    long_csv, empty = (os.path.join(folder, n) for n in ("w" * 120 + ".csv", "empty.weft"))
    with open(long_csv, "w") as file:
        file.write("a" * 300 + ",b,c,label\n" + "".join(f"{i % 7},{i % 5},{i % 3},{'xyz'[i % 3] * 10000}\n" for i in range(60)))
    open(empty, "w").close()
    fine, text = drive("wait", "push button:Open", "sleep", "1", "tree", "click", "push button:Open", "gone", "push button:Open", "sleep", "1", "click", "Data", "sleep", "1", "click", "Train", "sleep", "2", "tree", "shot", shot("long.png"), "click", "Close", "closed", arguments=[long_csv])
    frames = re.findall(r"frame \| .* \| \(\d+, \d+, (\d+), \d+\)", text)
    ok("long names and labels make no window wider", fine and len(frames) == 2 and all(int(w) <= 1280 for w in frames), text)
    fine, text = drive("sleep", "2", "key", "Right", "Return", "sleep", "1", "click", "Close", "closed", arguments=[empty])
    ok("a project that was never finished is removed when asked", fine and not os.path.exists(empty), text)

    # One's own data are looked at first: columns with role and examples, another role, another target in the inspector; pictures trained by one click after the drop.
    visits, fruit = os.path.join(folder, "visits.csv"), os.path.join(folder, "fruit")
    with open(visits, "w") as table:
        table.write("visit_no,temp,ward\n" + "".join(f"{10000 + i * 7919 % 997},{36 + i % 17 / 10},{'AB'[i % 17 > 8]}\n" for i in range(120)))
    for i in range(40):
        write_png(os.path.join(fruit, ("green", "ripe")[i % 2], ("mon", "tue")[i % 4 > 1], f"{i}.png"), i % 2 * 120 + i)
    open(os.path.join(fruit, "green", "half.png"), "wb").write(open(os.path.join(fruit, "green", "mon", "0.png"), "rb").read()[:50])
    fine, text = drive("wait", "Empty canvas", "sleep", "1", "drop", visits, "640,640", "wait", "push button:Open", "sleep", "0.5", "tree",
                       "click", "combo box:What .visit_no. is for", "sleep", "0.5", "key", "Up", "Up", "Return", "sleep", "0.7", "tree", "click", "push button:Open", "gone", "push button:Open", "sleep", "1",
                       "click", "130,170", "sleep", "0.5", "click", "combo box:Target", "sleep", "0.5", "key", "Up", "Return", "sleep", "1", "tree",
                       "key", "ctrl+z", "sleep", "0.5", "tree", "click", "push button:Columns…", "wait", "push button:Use", "key", "Escape", "gone", "push button:Use", "click", "Close", "closed")
    looked, kept_in, other, undone = ([part for part in text.split("\n· ") if part.startswith("tree")] + [""] * 4)[:4]
    ok("a table dropped shows its columns, and what is left out and why", fine and "as an identifier" in looked and "Left out" in looked and "36.0 · 36.1 · 36.2" in looked, text)
    ok("what was left out can be taken back", "Left out" not in kept_in and "label | Predicted from" in kept_in, kept_in[-1500:])
    ok("another target in the inspector takes effect, and goes with Undo", "label | 120 samples | " in other and "120 samples · 2 classes" in undone, text)
    fine, text = drive("wait", "Empty canvas", "sleep", "1", "drop", fruit, "640,640", "wait", "push button:Train", "sleep", "0.5", "tree", "click", "push button:Train", "gone", "push button:Cancel", "sleep", "2", "tree", "click", "Close", "closed")
    looked, trained = ([part for part in text.split("\n· ") if part.startswith("tree")] + [""] * 2)[:2]
    ok("pictures dropped show their classes, and what was left out", fine and "40 pictures" in looked and "label | ripe" in looked and "green/half.png" in looked, text)
    ok("and are trained by one more click", step_of(trained) > 0, text[-2000:])

    # A project of an older form says what became of it; a network of two lanes has a curve for each; one that writes shows what it says.
    old = os.path.join(folder, "old.weft")
    shutil.copyfile(os.path.join(HERE, "..", "projects", "fixtures", "format-1-iris.weft"), old)
    fine, text = drive("wait", "Train", "sleep", "1", "tree", "click", "Close", "closed", arguments=[old])
    ok("a project of an older form says that it was brought to this one", fine and "was of an older form" in text, text)
    fine, text = drive("wait", "Train", "sleep", "0.5", "click", "Train", "sleep", "2", "click", "Pause", "sleep", "1", "tree", "click", "Close", "closed",
                       arguments=[make("rivals", RIVALS)])
    ok("each lane has a curve", fine and re.search(r"image \| Curves \| Generator [^|]*; Discriminator [^|]*at step", text), text)
    fine, text = drive("wait", "Train", "sleep", "0.5", "click", "Train", "sleep", "4", "click", "Pause", "sleep", "1", "click", "Test", "sleep", "2", "tree", "click", "Close", "closed",
                       arguments=[make("writes", WRITES)])
    ok("what is said at each step is shown beside what was read", fine and re.search(r"What is said at each step \| .+ → .+", text), text)

    # By keyboard: search, Delete and undo; then Chinese in the dark.
    fine, text = drive("wait", "Train", "sleep", "1", "click", "Dense 1", "key", "slash", "sleep", "1", "type", "sigm", "sleep", "1", "key", "Return", "sleep", "1", "tree",
                       "click", "Dense 2", "key", "Delete", "sleep", "1", "tree", "key", "ctrl+z", "sleep", "1", "tree", "key", "ctrl+minus", "ctrl+minus",
                       "sleep", "1", "tree", "click", "Close", "closed", arguments=[project])
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
    light, dark = (Image.open(shot(n)).convert("L").resize((1, 1)).getpixel((0, 0)) for n in ("undone.png", "dark-zh.png"))
    ok("dark is dark and light is light", dark < 90 < 180 < light, f"{dark}, {light}")


tap.each(main)
tap.end()
