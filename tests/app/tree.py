#!/usr/bin/env python3
"""tree: the accessible tree of the real window is whole: every control, node, port, wire and plot is named and says what it holds; and one can
build, train and read the loss by keys and tree alone; prints TAP."""
import re

from tap import Tap

tap = Tap("tree", most=1500)
ok, drive = tap.ok, tap.drive

CONTROLS = "push button|toggle button|check box|radio button|text|entry|password text|combo box|spin button|slider|menu item|page tab|link|image|option pane|tree table|table|status bar"
# What names nothing: a class of the toolkit's, or nothing at all.
NAMELESS = re.compile(r"^(|\(None\)|(Gtk|Adw|Weft)[A-Z]\w*)$")
PANELS = ("Inside", "Data", "Try it", "History", "Edits")  # besides Curves and Results, which are seen at first


def rows(tree):
    """(role, name, description) of each line of a tree."""
    found = []
    for line in tree.split("\n"):
        parts = line.strip().split(" | ")
        if len(parts) >= 3 and re.match(r"\(-?\d", parts[-1]):
            found.append((parts[0], parts[1], parts[2] if len(parts) > 3 else ""))
    return found


def trees(text):
    return [rows(part) for part in text.split("\n· ") if part.startswith("tree")]


def lacking(tree):
    """Controls that have no name of their own."""
    return sorted({row for row in tree if re.fullmatch(CONTROLS, row[0]) and NAMELESS.match(row[1])})


def named():
    """In every panel, of pictures, a table and points: nothing is without a name, what is seen is described."""
    for example in ("digits-mlp", "iris", "playground"):
        steps = ["wait", "Train", "sleep", "0.7", "click", "Train", "sleep", "2.5", "click", "Pause", "wait", "Train", "sleep", "1", "tree"]
        for panel in PANELS:
            steps += ["click", f"push button:{panel}#{'3' if panel == 'Data' else '1'}", "sleep", "1", "tree"]
        fine, text = drive(*steps, "click", "Close", "closed", arguments=[tap.endless(example, example)])
        seen = trees(text)
        missing = sorted({row for tree in seen for row in lacking(tree)})
        ok(f"{example}: every control, node, port, wire and plot has a name", fine and len(seen) == 1 + len(PANELS) and not missing, f"{missing} {text[-1500:] if not fine else ''}")
        silent = sorted({name for tree in seen for role, name, said in tree if role in ("image", "option pane", "link") and not said})
        ok(f"{example}: and says what it holds", fine and not silent, str(silent))


def blind():
    """From the gallery by keys alone: open, add a layer, wire it, train, read the loss; by what the tree says."""
    fine, text = drive("wait", "push button:Two rings", "click", "push button:Two rings", "wait", "Train", "sleep", "1", "focus", "Network",
                       "key", "Right", "focus", "Data", "key", "Right", "Right", "focus", "Dense 1", "key", "slash", "sleep", "0.6", "type", "dropout", "sleep", "0.6", "key", "Return", "sleep", "0.8",
                       "focus", "Dropout.*", "tree",
                       "key", "F5", "wait", "Pause", "sleep", "3", "key", "F5", "wait", "Train", "sleep", "1.5", "tree")
    built, trained = (trees(text) + [[], []])[:2]
    added = [said for role, name, said in built if role == "option pane" and name.startswith("Dropout")]
    ok("a layer is added by keys, and the tree says what it is", fine and added, f"{added} {text[-1200:]}")
    loss = [said for role, name, said in trained if role == "image" and name == "Curves"]
    ok("the loss is read from the tree after training by keys", fine and any(re.search(r"training [\d.,e−]+ at step [\d,]+", said) for said in loss), f"{loss} {text[-1200:]}")

    before = len([1 for role, name, said in built if role == "link"])
    fine, text = drive("wait", "push button:Two rings", "click", "push button:Two rings", "wait", "Train", "sleep", "1", "focus", "Network",
                       "key", "Right", "focus", "Data", "key", "slash", "sleep", "0.6", "type", "sigmoid", "sleep", "0.6", "key", "Return", "sleep", "0.8", "focus", "Sigmoid.*",
                       "key", "Delete", "sleep", "0.8", "key", "ctrl+z", "sleep", "0.8", "tree")
    undone = (trees(text) + [[]])[0]
    wires = [name for role, name, said in undone if role == "link"]
    ok("a wire is named by both of its ends", fine and any(re.match("Wire from Data to Sigmoid", name) for name in wires) and len(wires) >= before - 1, f"{wires} {text[-1200:]}")


tap.each(blind, named)  # first by keys: what was opened before comes first in the gallery, as it was left
tap.end()
