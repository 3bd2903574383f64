#!/usr/bin/env python3
"""sizes: the window fills screens from 1280 × 720 to 3840 × 2160, at 100 % and 200 %, in high contrast and without animations, and nothing of it lies outside; prints TAP."""
import re

from PIL import Image

from tap import Tap

tap = Tap("sizes", most=1500)
ok, drive, shot = tap.ok, tap.drive, tap.path
BOX = re.compile(r"^ *(push button|toggle button|label|image|text|combo box|spin button) \| (.*) \| \((-?\d+), (-?\d+), (\d+), (\d+)\)$")
EDGE = 12  # px of the frame's shadow


def boxes(text):
    """(role, name, x, y, width, height) of what takes room."""
    found = (BOX.match(line) for line in text.split("\n"))
    rows = [(m[1], m[2].split(" | ")[0], *(int(v) for v in m.groups()[2:])) for m in found if m]
    return [row for row in rows if row[4] > 0 and row[5] > 0]


def at(width, height, scale=1, **environment):
    name = f"{width} × {height} at {scale * 100} %" + "".join(f", {k.lower()}" for k in environment)
    project = tap.make(f"d{width}-{scale}-{len(environment)}", "--example", "iris")
    fine, text = drive("wait", "Train", "resize", str(width), str(height), "sleep", "1", "click", "Train", "sleep", "2.5", "click", "Pause|Train", "sleep", "1", "tree", "shot", shot("size.png"), "click", "Close", "closed",
                       options=["--size", f"{width}x{height}"], arguments=[project], GDK_SCALE=str(scale), **environment)
    rows, wide, high = boxes(text), width / scale, height / scale
    ok(f"{name}: the window is used", fine and len(rows) > 40, text[-1500:])
    out = [row for row in rows if row[2] < -EDGE or row[2] + row[4] > wide + EDGE]
    ok(f"{name}: nothing lies beside it", rows and not out, str(out[:6]))
    reach = [max((row[i] + row[i + 2] for row in rows), default=0) for i in (2, 3)]
    ok(f"{name}: it reaches to the right edge", reach[0] >= wide - 4 * EDGE, str(reach))
    plots = [row for row in rows if row[0] == "image" and row[1] in ("Curves", "Results")]
    ok(f"{name}: the curves have room, whole", any(row[1] == "Curves" and row[4] >= 300 and row[5] >= 120 and row[3] + row[5] <= high + EDGE for row in plots), str(plots))
    ok(f"{name}: it is drawn at that scale", fine and Image.open(shot("size.png")).size == (width, height), text[-400:])


for size in ((1280, 720), (1920, 1080), (3840, 2160)):
    at(*size)
at(2560, 1440, 2)
at(3840, 2160, 2)
at(1280, 720, ADW_DEBUG_HIGH_CONTRAST="1")
tap.end()
