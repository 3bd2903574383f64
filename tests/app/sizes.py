#!/usr/bin/env python3
"""sizes: the window fills screens from 1280 × 720 to 3840 × 2160, at 100 % and 200 %, in high contrast and without animations, and nothing of it lies outside; prints TAP."""
import os
import re

from PIL import Image

from tap import Tap

tap = Tap("sizes", most=1500)
ok, drive, shot = tap.ok, tap.drive, tap.path
BOX = re.compile(r"^ *(push button|toggle button|label|image|text|combo box|spin button) \| (.*) \| \((-?\d+), (-?\d+), (\d+), (\d+)\)$")
ROW = re.compile(r"^( *)([a-z][a-z ]*) \| (?:.*\| )?\(-?\d+, -?\d+, \d+, \d+\)$")  # and not a second line of what one says
EDGE = 12  # px of the frame's shadow


def boxes(text):
    """(role, name, x, y, width, height) of what takes room and does not lie in a list that scrolls, of which more may lie outside."""
    rows, scrolls = [], None
    for line in text.split("\n"):
        if row := ROW.match(line):
            depth = len(row[1])
            scrolls = None if scrolls is not None and depth <= scrolls else scrolls
            if scrolls is None and row[2] == "scroll pane":
                scrolls = depth
        m = BOX.match(line)
        if m and scrolls is None:
            rows.append((m[1], m[2].split(" | ")[0], *(int(v) for v in m.groups()[2:])))
    return [row for row in rows if row[4] > 0 and row[5] > 0]


def at(width, height, scale=1, how="", **environment):
    """The window of that size; the picture of it."""
    name = f"{width} × {height} at {scale * 100} %" + how
    called = f"{width}-{scale}-{how.split()[-1] if how else 'plain'}"
    project, picture = tap.endless(called, "iris"), shot(called + ".png")
    fine, text = drive("wait", "Train", "resize", str(width), str(height), "sleep", "1", "click", "Train", "sleep", "2.5", "click", "Pause", "wait", "Train", "sleep", "1", "tree", "shot", picture, "click", "Close", "closed",
                       options=["--size", f"{width}x{height}"], arguments=[project], GDK_SCALE=str(scale), **environment)
    rows, wide, high = boxes(text), width / scale, height / scale
    ok(f"{name}: the window is used", fine and len(rows) > 40, text[-1500:])
    out = [row for row in rows if row[2] < -EDGE or row[2] + row[4] > wide + EDGE or row[3] < -EDGE or row[3] + row[5] > high + EDGE]
    ok(f"{name}: nothing lies outside", rows and not out, str(out[:6]))
    reach = [max((row[i] + row[i + 2] for row in rows), default=0) for i in (2, 3)]
    ok(f"{name}: it reaches to the right edge", reach[0] >= wide - 4 * EDGE, str(reach))
    plots = [row for row in rows if row[0] == "image" and row[1] in ("Curves", "Results")]
    ok(f"{name}: the curves have room, whole", any(row[1] == "Curves" and row[4] >= 300 and row[5] >= 120 and row[3] + row[5] <= high + EDGE for row in plots), str(plots))
    ok(f"{name}: it is drawn at that scale", fine and Image.open(picture).size == (width, height), text[-400:])
    return Image.open(picture).convert("L") if fine else None


def calm():
    """The folder of settings in which somebody has turned animations off."""
    os.makedirs(shot("calm", "gtk-4.0"))
    with open(shot("calm", "gtk-4.0", "settings.ini"), "w") as file:
        file.write("[Settings]\ngtk-enable-animations=false\n")
    return shot("calm")


def main():
    plain = at(1280, 720)
    for size in ((1920, 1080), (3840, 2160), (2560, 1440, 2), (3840, 2160, 2)):
        at(*size)
    at(1280, 720, how=", without animations", XDG_CONFIG_HOME=calm())
    sharp = at(1280, 720, how=", in high contrast", ADW_DEBUG_HIGH_CONTRAST="1")
    strip = (0, 0, 1280, 90)  # what training does not change
    edged = [sum(picture.crop(strip).histogram()[:160]) if picture else 0 for picture in (plain, sharp)]
    ok("high contrast draws edges about bars and buttons", plain and sharp and edged[1] > 1.5 * edged[0], str(edged))


tap.each(main)
tap.end()
