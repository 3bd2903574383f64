#!/usr/bin/env python3
"""looks: every panel of the dock, light, dark and in Chinese: its picture is kept (in the folder that is the second argument), is of something, and can be read; prints TAP."""
import os
import re
import subprocess
import sys

from PIL import Image, ImageChops

from seen import faint
from tap import Tap

tap = Tap("looks")
KEPT = sys.argv[2]
PANELS = ["curves", "results", "inside", "data", "try", "code", "history", "edits"]
WORDS = {"en": ["Train", "Dense 1", "Close", "Curves", "Results", "Inside", "Data", "Try it", "Code", "History", "Edits"],
         "zh_CN": ["训练", "全连接 1", "关闭", "曲线", "结果", "内部", "数据", "试一试", "代码", "历史", "编辑记录"]}
LOOKS = {"light": ("en", ()), "dark": ("en", ("--dark",)), "zh_CN": ("zh_CN", ("--lang", "zh_CN")), "dark-zh_CN": ("zh_CN", ("--dark", "--lang", "zh_CN"))}
RIGHT = (645, 520, 1270, 712)  # the dock's second cell, of a window of 1280 × 720
AFTER = {"Branch here", "从此处分支", "Keep…", "保留…"}  # at the newest step, and of what nobody gave, they cannot be pressed, and are faint to say so
INK = 0.01  # of its pixels, at least


def ink(picture):
    """The share of the cell that is not its ground."""
    cell = picture.crop(RIGHT)
    return 1 - max(n for n, _ in cell.getcolors(1 << 20)) / (cell.width * cell.height)


def is_lit(picture):
    """Whether a line of the cell is marked from side to side."""
    cell = picture.crop(RIGHT)
    ground = max(cell.getcolors(1 << 20))[1]
    return any(sum(cell.getpixel((x, y)) != ground for x in range(20, cell.width, 5)) > 0.9 * len(range(20, cell.width, 5)) for y in range(12, cell.height))


def unread(path, tree):
    """What of the window's words cannot be read."""
    weak = faint(path, tree)
    return {word for word in weak if re.search(r"\w", word)} - AFTER if weak is not None else {"there are none"}  # a sign is no word


def differs(one, other):
    return ImageChops.difference(one.crop(RIGHT), other.crop(RIGHT)).getbbox() is not None


def look(name, language, options):
    train, node, close, *titles = WORDS[language]
    paths = [os.path.join(KEPT, f"{panel}-{name}.png") for panel in PANELS]
    project = tap.make(name, "--example", "digits-mlp")
    subprocess.run([tap.weft, "train", project, "--steps", "60"], check=True, capture_output=True, timeout=120)
    steps = []
    for panel, title, path in zip(PANELS, titles, paths):
        number = 4 if panel == "data" else 2  # the palette has a button of that name, too
        steps += ["click", f"push button:{title}#{number}", "sleep", "1", "tree", "shot", path]
    fine, text = tap.drive("wait", train, "sleep", "1", "click", node, *steps, "click", close, "closed", options=["--size", "1280x720", *options], arguments=[project])
    tap.ok(f"{name}: each panel is shown", fine and all(map(os.path.exists, paths)), text)
    trees = text.split("\n· tree")[1:]
    weak = {panel: unread(path, tree) for panel, path, tree in zip(PANELS, paths, trees)}
    tap.ok(f"{name}: all its words can be read", len(weak) == len(PANELS) and not any(weak.values()), str(weak))
    pictures = [Image.open(path).convert("RGB") for path in paths]
    shares = dict(zip(PANELS, map(ink, pictures)))
    tap.ok(f"{name}: there is something in each", all(share > INK for share in shares.values()), str(shares))
    tap.ok(f"{name}: the line of the node that was selected before is in sight", is_lit(pictures[PANELS.index("code")]))
    tap.ok(f"{name}: each is another", all(differs(a, b) for i, a in enumerate(pictures) for b in pictures[:i]))
    return pictures


def main():
    os.makedirs(KEPT, exist_ok=True)
    light, dark = (look(name, *LOOKS[name])[0].convert("L").resize((1, 1)).getpixel((0, 0)) for name in ("light", "dark"))
    tap.ok("dark is dark and light is light", dark < 90 < 180 < light, f"{dark}, {light}")
    for name in ("zh_CN", "dark-zh_CN"):
        look(name, *LOOKS[name])


tap.each(main)
tap.end()
