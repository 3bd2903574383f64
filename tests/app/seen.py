"""seen: what a window test makes of what it sees: nodes and numbers of a printed tree, curves and contrast of a picture."""
import os
import re

from PIL import Image, ImageChops


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


def changed(first, last):
    """The share of the canvas's pixels by which two pictures of a window of 1280 × 720 differ in plain sight."""
    canvas = (60, 100, 1010, 450)
    difference = ImageChops.difference(*(Image.open(path).convert("RGB").crop(canvas) for path in (first, last))).convert("L")
    return sum(difference.histogram()[24:]) / (difference.width * difference.height)


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
