#!/usr/bin/env python3
"""keys: the real window by keys alone: round every control and into every menu and popover and back; prints TAP."""
import re

from tap import Tap

tap = Tap("keys")
ok, drive = tap.ok, tap.drive


def said(text, step):
    """What the step that begins so has said: a list, one for each time."""
    return [part.partition("\n")[2].partition("\n")[0] for part in text.split("\n· ") if part.startswith(step)]


OPENED = "push button:(Main menu|How far to step|Start over|Speed|Optimiser|More training settings|Search the layers|Weights|Losses|Source)"
CURVE = r"image \| Curves \| training [\d.,e−]+ at step"
BOX = ("key", "slash", "sleep", "0.4")
OPENED_DIGITS = ("wait", "Train", "sleep", "1", "focus", "Network", "key", "Right", "focus", "Data")
START = ("wait", "push button:Handwritten digits", "click", "push button:Handwritten digits", *OPENED_DIGITS)


def main():
    fine, text = drive(*START, "walk", "F6", "12", "walk", "shift+F6", "12", "walk", "Tab", "70", OPENED, "walk", "shift+Tab", "5")
    rings = [part.split(", ") for part in said(text, "walk")]
    there, back, ring, home = rings if len(rings) == 4 else [[""]] * 4
    ok("F6 and Shift+F6 go round the parts", sorted(there) == sorted(back) and len(set(there)) == len(there) > 5, str([there, back]))
    ok("Tab goes round every control, into every popover and back", fine and len(ring) > 40 and ring[-1] == "option pane:Data", text)
    ok("what is there to choose has a name", ring[-1] and not re.search(r"\((list|menu) item:\)", str(ring)), str(ring))
    ok("Shift+Tab goes the same way back", fine and [re.sub(r" \(.*\)", "", p) for p in ring[-2:-7:-1]] == home, str([ring, home]))

    fine, text = drive(*START, *BOX, "key", "Escape", "focus", "Data", "key", "F10", "sleep", "0.4", "key", "Escape", "focus", "Data",
                       *BOX, "type", "export svg", "key", "Return", "sleep", "1", "key", "Escape", "focus", "Data",
                       "key", "F10", "sleep", "0.4", "key", "Down", "Down", "Down", "Down", "Return", "sleep", "0.4", "key", "Return", "sleep", "1",
                       "key", "Escape", "focus", "Data", "key", "ctrl+comma", "sleep", "0.6", "key", "Escape", "focus", "Data",
                       "key", "ctrl+question", "sleep", "0.6", "key", "Escape", "focus", "Data", "key", "F2", "sleep", "0.3", "key", "Escape", "focus", "Data",
                       "key", "Menu", "sleep", "0.3", "key", "Escape", "focus", "Data", "key", "c", "key", "Escape", "focus", "Data")
    ok("menu, search, export, preferences, keys and title hand the focus back", fine, text)

    fine, text = drive(*START, "key", "F2", "focus", "Title", "type", "Mine", "key", "Return", "focus", "Mine",
                       "key", "F2", "focus", "Title", "key", "ctrl+z", "Return", "focus", "Mine")
    ok("undo in an entry goes back to what it began with", fine, text)

    long = [tap.endless("digits", "digits-mlp")]
    fine, text = drive(*OPENED_DIGITS, *BOX, "type", "shiyan", "key", "Escape", "click", "Dense 1", "key", "shift+r", "sleep", "0.4", "type", "tanh", "key", "Return",
                       "focus", "Tanh 1", *BOX, "type", "chexiao", "key", "Return", "focus", "Network", "wait", "Dense 1",
                       *BOX, "type", "重做", "key", "Return", "wait", "Tanh 1", *BOX, "type", "step epoch", "tree", "key", "Escape",
                       *BOX, "type", "train", "key", "Return", "wait", "Pause", "key", "F5", "wait", "Train",
                       "click", "Open the palette", "focus", "Search the layers", "type", "pool", "sleep", "0.4", "key", "Down", "focus", "Max pooling 1-D", "key", "Down",
                       "focus", "Max pooling", "key", *["Down"] * 4, "focus", ".*pooling.*", "key", *["Up"] * 6, "focus", "Search the layers", arguments=long)
    ok("Shift+R puts another layer in a node's place; search finds every command, in either language and in pinyin", fine, text)
    ok("the palette's search leads into what it found and back", fine, text)

    fine, text = drive(*OPENED_DIGITS, "key", "Right", "focus", "Wire from Data to Flatten", "key", "Down", "focus", "Wire from Data to Cross-entropy", "key", "Right",
                       "focus", "Cross-entropy", "key", "Left", "focus", "Wire from Dense 2 to Cross-entropy", "key", "Left", "focus", "Dense 2",
                       "key", "ctrl+plus", "ctrl+plus", "ctrl+plus", "ctrl+plus", "sleep", "1", "focus", "Dense 2", "tree", "key", "F5", "tree", CURVE,
                       "key", "F6", "F6", "walk", "Tab", "16", "push button:Table of values.*", arguments=long)
    before, _, after = text.partition("\n· key F5")
    found = [len(re.findall(f"(?m)^ *{what}", before)) for what in (r"option pane \|", r"link \| Wire", r"image \| (?:In|Out)put ")]
    ok("arrows walk nodes and wires", fine, text)
    ok("a screen reader finds every node, also out of sight, and every wire and port", found == [7, 7, 15], str(found))
    ok("it is told how the run and the network stand", re.search(r"status bar \| (Not trained yet|Waiting at)", before) and "status bar | No problems" in before
       and re.search(r"status bar \| (Training|Waiting at)", after), after[-2000:])
    ok("it is told what the curves show, and keys reach them and their table", re.search(CURVE, after)
       and "image:Curves" in after and "push button:Table of values (" in after, text)


tap.each(main)
tap.end()
