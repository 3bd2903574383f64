#!/usr/bin/env python3
"""export_window: in the real window a network leaves as a program, under its own title, while the window lives on; where the network
does not fit, nothing leaves, for what learnt was another one; prints TAP."""
import os

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
    fine, text = drive(*OPEN, *export("pytorch", folder + "/", "wait", "label:Exported as.*", "60", "click", "Close", "closed"))
    script = os.path.join(folder, "train.py")
    ok("a program of PyTorch's is written from the window, under the network's title", fine and os.path.exists(script) and "Three irises:" in open(script).read(), text)


def misfit():
    """Without its loss the network cannot learn, and what the trainer still has is of the one before."""
    path = tap.path("w.safetensors")
    fine, text = drive(*OPEN, "click", "push button:Step", "wait", "label:.*step 1.*", "sleep", "1", "click", "Cross-entropy", "sleep", "0.5", "key", "Delete", "sleep", "1.5",
                       *export("safetensors", path, "wait", "It was not exported", "20", "tree", "shot", tap.path("misfit.png"), "key", "Escape", "sleep", "0.5", "click", "Close", "closed"))
    ok("a network that does not fit is not exported, with words", fine and "Something does not fit yet" in text and not os.path.exists(path), text)


tap.each(program, misfit)
tap.end()
