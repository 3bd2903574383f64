#!/usr/bin/env python3
"""canvas: a network made on the real window's canvas from nothing; prints TAP."""
import os
import re

from seen import boxes, changed
from tap import Tap

tap = Tap("canvas", "^(failed|said)|option pane|·|7.25")
ok, drive, folder = tap.ok, tap.drive, tap.folder


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


def kept_elsewhere():
    """An empty canvas, where nothing can be trained, is kept in another place."""
    kept = os.path.join(folder, "kept.weft")
    fine, text = drive_chooser("wait", "Empty canvas", "sleep", "1", "click", "Empty canvas", "sleep", "2", "hover", "400,400", "key", "F10", "sleep", "1", "key", "Down", "Down", "Down", "Return",
                       "sleep", "2", "key", "ctrl+a", "type", kept, "key", "Return", "sleep", "2", "tree", "click", "Close", "closed")
    ok("an empty canvas is kept where one says", fine and "frame | kept" in text and os.path.exists(kept), text)


def built():
    """An empty canvas: data is chosen from a few sets; what is added stays in sight, cures make room; wires and several nodes are inspected."""
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
    fine, text = drive("wait", "Train", "sleep", "2", "click", middle, "sleep", "1", "tree", "right", middle, "sleep", "1", "key", "Down", "Down", "Down", "Down", "Down", "Return", "sleep", "1", "tree",
                       "click", "Close", "closed", arguments=[newest])
    parts = text.split("\n· tree")
    ok("a wire that is selected says what flows along it", fine and "label | Dropout 1 → Dropout 2" in parts[1] and "First values" in parts[1], text)
    ok("several nodes show the parameters that they share", "Several nodes" in parts[2] and "FOR ALL OF THEM" in parts[2] and "Share dropped" in parts[2], text)


def found():
    """Data is found by what it is called."""
    fine, text = drive("wait", "Empty canvas", "click", "Empty canvas", "click", "Choose data", "wait", "entry:Search the data", "type", "mountain c", "key", "Return", "wait", "Mean squared error 1", "click", "Close", "closed")
    ok("what is typed where data is chosen finds it: a world comes with a network that acts in it", fine, text)


def block_on_ground():
    """A wire that is dropped on the ground offers the blocks that can stand at its end, too; the one that is chosen is wired."""
    project = tap.make("pictures", "--example", "digits-cnn")
    fine, text = drive("wait", "Train", "sleep", "2", "drag", "659,137", "995,440", "sleep", "1.5", "type", "resid", "sleep", "1", "key", "Return", "sleep", "2", "tree",
                       "click", "Close", "closed", arguments=[project])
    ok("a block at the end of a wire that is dropped on the ground", fine and "Wire from Max pooling 1 to Residual block 1 | 16×10×10" in text, text)


def opened():
    """Two rings open in circles; a weight is typed by keys and stays; a layer closes; the wires show the gradients."""
    project, weight = tap.make("rings", "--example", "playground"), "Weight of input 1 in unit 1"
    fine, text = drive("wait", "Train", "sleep", "2", "tree", "click", "235,115", "sleep", "1", "key", "shift+u", "wait", weight, "key", "ctrl+a", "type", "7.25", "key", "Return",
                       "sleep", "1.5", "key", "shift+u", "wait", weight, "value", weight, "key", "Escape", "sleep", "0.5", "key", "u", "sleep", "1", "tree",
                       "key", "slash", "type", "wires by grad", "sleep", "1", "key", "Return", "sleep", "1", "click", "Close", "closed", arguments=[project])
    trees = text.split("\n· tree") + [""] * 2
    ok("two rings begin with their layers open", fine and trees[1].count("Opened") == 4, text)
    ok("a weight that is typed stands there", "7.25" in text.split("· value")[-1], text)
    ok("a layer closes where it stands", trees[2].count("Opened") == 3, trees[2])
    fine, text = drive("wait", "Train", "sleep", "2", "click", "Dense 1", "sleep", "1", "key", "shift+u", "sleep", "1.5", "key", "Escape", "sleep", "0.5", "key", "shift+u", "wait", weight, "value", weight, "key", "Escape", "sleep", "0.5",
                       "click", "Train", "sleep", "2", "click", "Pause", "wait", "Train", "sleep", "1", "shot", tap.path("sized.png"), "key", "slash", "type", "wires by grad", "sleep", "1", "key", "Return", "sleep", "1", "shot", tap.path("plain.png"),
                       "click", "Close", "closed", arguments=[project])
    ok("and is there when the project is opened again", fine and "7.25" in text, text)
    ok("by gradients, as chosen before, the wires look other than plain", fine and changed(tap.path("sized.png"), tap.path("plain.png")) > 0.003, text)


def costs():
    """What each layer takes stands at it while it learns, when one asks for it, and no longer than that."""
    project, said = tap.make("costs", "--example", "digits-cnn"), r"Convolution 2 \| [^|]* · \d[\d.]* % · \d[\d.]* ms"
    key = r"label \| A step [^|]*\|(?: [^|]*\|)? \(-?\d+, (\d+), \d+, \d+\)"
    fine, text = drive("wait", "Train", "key", "slash", "wait", "text:.*|entry:.*", "type", "layer takes", "key", "Return", "click", "Train", "tree", said, "tree", key, "click", "Pause", "wait", "Train",
                       "key", "ctrl+k", "wait", "text:.*|entry:.*", "type", "layer takes", "key", "Return", "tree", r"option pane \| Convolution 2 \| (?![^|]* ms)", "click", "Close", "closed", arguments=[project])
    ok("what each layer takes of a step stands at it, as long as one asks", fine and re.search(said, text) is not None, text)
    keys = [int(y) for y in re.findall(key, text)]
    ok("and what a step takes stands under the canvas, where it covers nothing", fine and keys and all(y + h <= min(keys) for _, _, y, _, h in boxes(text).values()) and not re.search(key, text.split("\n· tree")[-1]), f"{keys}")


tap.each(kept_elsewhere, built, found, block_on_ground, opened, costs)
tap.end()
