#!/usr/bin/env python3
"""window: the real window under Xvfb with real mouse and keys, from the gallery to a reopened project; prints TAP."""
import os
import re
import subprocess
import sys
import tempfile

from PIL import Image  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
WEFT = os.path.abspath(sys.argv[1])
folder = tempfile.mkdtemp(prefix="weft-window-")
number = failed = 0


def ok(what, holds, note=""):
    global number, failed
    number += 1
    failed += not holds
    print(f"{'ok' if holds else 'not ok'} {number} {what}", flush=True)
    if not holds:
        print("# " + note.replace("\n", "\n# ")[-1500:], flush=True)


def drive(*steps, options=(), arguments=()):
    process = subprocess.run(
        [sys.executable, os.path.join(HERE, "drive.py"), *options, WEFT, "--user-dir", folder, *arguments, "--", *steps],
        capture_output=True, text=True, timeout=150)
    return process.returncode == 0, process.stdout + process.stderr


def shot(name):
    return os.path.join(folder, name)


def blue_curve(path):
    """For the left half of the dock: the mean height of the training line in its first and last third."""
    picture = Image.open(path).convert("RGB")
    w, h = picture.size
    points = [(x, y) for x in range(60, w // 2 - 20) for y in range(h - 190, h - 24)
              if (lambda p: abs(p[0] - 28) < 30 and abs(p[1] - 113) < 30 and abs(p[2] - 216) < 30)(picture.getpixel((x, y)))]
    if not points:
        return None
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    third = max((right - left) / 3, 1)
    first = [y for x, y in points if x < left + third]
    last = [y for x, y in points if x > right - third]
    return sum(first) / len(first), sum(last) / len(last)


fine, text = drive(
    "wait", "push button:Handwritten digits.*", "click", "push button:Handwritten digits.*",
    "wait", "Train", "sleep", "1.5", "tree", "shot", shot("open.png"))
ok("the gallery opens digits with a click", fine, text)
nodes = re.findall(r"\| (Dense[^|]*) \|", text)
ok("nodes are accessible by name", bool(nodes), text)
print(f"1..{number}")
sys.exit(failed > 0)
