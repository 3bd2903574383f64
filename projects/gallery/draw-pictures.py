#!/usr/bin/python3
"""draw-pictures: the cards' pictures, drawn from the data that the gallery ships, and of its worlds.

Run by hand when a set or the look changes: it writes ID/picture.png and ID/picture-dark.png for
every example, 572 × 208, which is twice a card at 100 %. Needs python3-numpy and python3-pil.
"""
# SPDX-License-Identifier: GPL-3.0-or-later

import csv
import gzip
import math
import os
import random

import numpy as np
from PIL import Image, ImageDraw, ImageFont

HERE = os.path.dirname(os.path.abspath(__file__))
WIDTH, HEIGHT = 572, 208
FINE = 4  # drawn so many times larger, then brought down


class Look:
    """The colours of one appearance, as ui/theme.c has them."""

    def __init__(self, name, page, ink, ground, rim, dots, inner, outer):
        self.name, self.page, self.ink, self.ground, self.rim = name, page, ink, ground, rim
        self.dots, self.inner, self.outer = dots, inner, outer


LOOKS = (
    Look("picture.png", "#ffffff", "#1d1d20", "#f3f3f4", "#ffffff", ("#1c71d8", "#e66100", "#1f8a4c"), "#f0a36b", "#82b1ec"),
    Look("picture-dark.png", "#27272b", "#f5f5f7", "#27272b", "#27272b", ("#62a0ea", "#ffa348", "#5fd38d"), "#7d4a22", "#274a78"),
)
look = LOOKS[0]


def rgb(text):
    return np.array([int(text[i : i + 2], 16) for i in (1, 3, 5)], float)


def save(image, example):
    image = image.convert("RGB").resize((WIDTH, HEIGHT), Image.LANCZOS)
    image.save(os.path.join(HERE, example, look.name), optimize=True)


def card(ground):
    return Image.new("RGB", (WIDTH * FINE, HEIGHT * FINE), ground)


def paste(image, ink, x, y, size):
    """One small picture, 0 the ground to 255 ink, smoothly scaled."""
    side = round(size * FINE)
    mask = Image.fromarray(ink).resize((side, side), Image.BICUBIC)
    image.paste(look.ink, (round(x * FINE), round(y * FINE)), mask)


def dot(draw, x, y, radius, colour):
    box = [(v + s * radius) * FINE for s in (-1, 1) for v in (x, y)]
    draw.ellipse(box, fill=colour, outline=look.rim, width=FINE)


def tiles(example, pictures, across, down):
    image = card(look.page)
    size = HEIGHT / down * 0.92
    for i, picture in enumerate(pictures[: across * down]):
        x = (i % across + 0.5) * WIDTH / across - size / 2
        y = (i // across + 0.5) * HEIGHT / down - size / 2
        paste(image, picture, x, y, size)
    save(image, example)


def digits():
    sheet = np.asarray(Image.open(os.path.join(HERE, "data/digits/digits-20x20.png")).convert("L"))
    return sheet.reshape(50, 20, 100, 20).transpose(0, 2, 1, 3).reshape(5000, 20, 20)


def clothes():
    name = os.path.join(HERE, "data/fashion/fashion-train-images-idx3-ubyte.gz")
    with gzip.open(name) as file:
        return np.frombuffer(file.read()[16:], "u1").reshape(-1, 28, 28)


def table(name):
    with open(os.path.join(HERE, "data", name, name + ".csv"), encoding="utf-8") as file:
        rows = list(csv.reader(file))
    return rows[0], rows[1:]


def scatter(example, x, y, classes):
    image = card(look.ground)
    draw = ImageDraw.Draw(image)
    x = 40 + (x - x.min()) / np.ptp(x) * (WIDTH - 80)
    y = HEIGHT - 22 - (y - y.min()) / np.ptp(y) * (HEIGHT - 44)
    names = sorted(set(classes))
    for a, b, c in zip(x, y, classes):
        dot(draw, a, b, 6, look.dots[names.index(c)])
    save(image, example)


def rings():
    """The circles of engine/data/circles.c over the border between them."""
    row, column = np.mgrid[0 : HEIGHT * FINE, 0 : WIDTH * FINE] / FINE
    scale, cx, cy = 96, WIDTH / 2, HEIGHT / 2
    radius = np.hypot(column - cx, row - cy) / scale
    side = np.clip((radius - 0.62) / 0.1, -1, 1)[..., None]
    page, inner, outer = rgb(look.page), rgb(look.inner), rgb(look.outer)
    field = np.where(side < 0, page + (inner - page) * -side, page + (outer - page) * side)
    image = Image.fromarray(field.astype("u1"))
    draw = ImageDraw.Draw(image)
    dice = random.Random(4)
    for i in range(300):
        ring = math.sqrt(0.75**2 + dice.random() * (1 - 0.75**2))
        distance = math.sqrt(dice.random()) * 0.5 if i % 2 else ring
        angle = 2 * math.pi * dice.random()
        x = cx + scale * (distance * math.cos(angle) + dice.gauss(0, 0.025))
        y = cy + scale * (distance * math.sin(angle) + dice.gauss(0, 0.025))
        dot(draw, x, y, 4.5, look.dots[i % 2])
    save(image, "playground")


def filters(picture):
    """A digit, and what eight small edge filters find in it."""
    image = card(look.page)
    padded = np.pad(picture.astype(float), 2)
    y, x = np.mgrid[-2:3, -2:3]
    paste(image, picture, 24, 20, 168)
    for k in range(8):
        turn = k * math.pi / 4
        kernel = (y * math.sin(turn) + x * math.cos(turn)) * np.exp(-(x * x + y * y) / 3)
        found = sum(kernel[i, j] * padded[i : i + 20, j : j + 20] for i in range(5) for j in range(5))
        found = np.clip(found / np.abs(found).max(), 0, 1) * 255
        paste(image, found.astype("u1"), 214 + k % 4 * 86, 20 + k // 4 * 86, 82)
    save(image, "digits-cnn")


def stroke(draw, points, width, colour):
    """A line with round ends."""
    points = [(x * FINE, y * FINE) for x, y in points]
    draw.line(points, fill=colour, width=round(width * FINE), joint="curve")
    for x, y in points:
        draw.ellipse([x - width * FINE / 2, y - width * FINE / 2, x + width * FINE / 2, y + width * FINE / 2], fill=colour)


def mixed(share):
    """The ink, so much of it on the ground."""
    colour = rgb(look.ground) * (1 - share) + rgb(look.ink) * share
    return "#" + "".join(f"{round(v):02x}" for v in colour)


def poles():
    """A cart that comes under its pole, from the left; what was is paler."""
    image = card(look.ground)
    draw = ImageDraw.Draw(image)
    rail, length = 172, 118
    stroke(draw, [(0, rail + 9), (WIDTH, rail + 9)], 3, mixed(0.35))
    for i, (x, angle) in enumerate(((84, 0.46), (196, 0.33), (304, 0.19), (400, 0.06))):
        share = (0.16, 0.3, 0.5, 1)[i]
        paint = rgb(look.ground) * (1 - share) + rgb(look.dots[0]) * share
        top = rail - 26
        box = [v * FINE for v in (x - 34, top, x + 34, rail)]
        draw.rounded_rectangle(box, 5 * FINE, fill=mixed(0.62 * share))
        stroke(draw, [(x, top), (x + length * math.sin(angle), top - length * math.cos(angle))], 11, "#" + "".join(f"{round(v):02x}" for v in paint))
        dot(draw, x, top, 6, mixed(share))
    save(image, "cart-pole")


def boards():
    """A game, every second move."""
    image = card(look.ground)
    draw = ImageDraw.Draw(image)
    side, cell = 150, 50
    for i, marks in enumerate(("....x....", "o...x.x..", "oxo.x.x..")):
        left, top = WIDTH / 6 + i * WIDTH / 3 - side / 2, (HEIGHT - side) / 2
        for k in (1, 2):
            stroke(draw, [(left + k * cell, top + 4), (left + k * cell, top + side - 4)], 2, mixed(0.35))
            stroke(draw, [(left + 4, top + k * cell), (left + side - 4, top + k * cell)], 2, mixed(0.35))
        for n, mark in enumerate(marks):
            x, y, reach = left + (n % 3 + 0.5) * cell, top + (n // 3 + 0.5) * cell, 13
            if mark == "x":
                for way in (-1, 1):
                    stroke(draw, [(x - reach, y - way * reach), (x + reach, y + way * reach)], 5, look.dots[0])
            elif mark == "o":
                box = [(v + s * (reach + 2)) * FINE for s in (-1, 1) for v in (x, y)]
                draw.ellipse(box, outline=look.dots[1], width=5 * FINE)
    save(image, "tic-tac-toe")


def font(size, name="dejavu/DejaVuSans.ttf"):
    return ImageFont.truetype("/usr/share/fonts/truetype/" + name, round(size * FINE))


def shares():
    """Of each word of a column, how many did not pay back."""
    names, rows = table("credit")
    image = card(look.ground)
    draw = ImageDraw.Draw(image)
    column = names.index("credit_history")
    words = sorted({r[column] for r in rows}, key=lambda w: np.mean([r[-1] == "bad" for r in rows if r[column] == w]))
    for i, word in enumerate(words):
        bad = np.mean([r[-1] == "bad" for r in rows if r[column] == word])
        top, left, width = 22 + i * 34, 40, WIDTH - 80
        draw.rounded_rectangle([v * FINE for v in (left, top, left + width, top + 22)], 5 * FINE, fill=look.dots[0])
        draw.rounded_rectangle([v * FINE for v in (left + width * (1 - bad), top, left + width, top + 22)], 5 * FINE, fill=look.dots[1])
    save(image, "credit")


def things():
    """What is in some baskets, a row each; the rarest things on the right; one is to be guessed."""
    with open(os.path.join(HERE, "data/baskets/baskets.csv"), encoding="utf-8") as file:
        baskets = [line.strip().split(",") for line in file][100:110]
    counts = {}
    for basket in baskets:
        for thing in basket:
            counts[thing] = counts.get(thing, 0) + 1
    order = sorted(counts, key=lambda t: (-counts[t], t))[:30]
    image = card(look.ground)
    draw = ImageDraw.Draw(image)
    for r, basket in enumerate(baskets[:9]):
        inside = [c for c, thing in enumerate(order) if thing in basket]
        for c in range(len(order)):
            x, y = 24 + c * (WIDTH - 48) / (len(order) - 1), 20 + r * 21
            colour = look.dots[1] if c == inside[len(inside) // 2] else look.dots[0] if c in inside else mixed(0.1)
            dot(draw, x, y, 7, colour)
    save(image, "baskets")


def feelings():
    """Words in parts: what blames, what praises, and the rest."""
    image = card(look.ground)
    draw = ImageDraw.Draw(image)
    words = ("-un grace -ful", "faith +ful", "+glor ious", "hope -less", "-mis trust", "+de +light")
    colours = {"-": look.dots[1], "+": look.dots[0]}
    for i, word in enumerate(words):
        parts = word.split()
        x = WIDTH * (0.27 + 0.46 * (i % 2)) - font(30).getlength("".join(p.strip("+-") for p in parts)) / FINE / 2
        y = 44 + i // 2 * 60
        for part in parts:
            text = part.strip("+-")
            draw.text((x * FINE, y * FINE), text, colours.get(part[0], mixed(0.75)), font(30), anchor="lm")
            x += font(30).getlength(text) / FINE
    save(image, "opinions")


def lines(example, texts, size, name="dejavu/DejaVuSerif.ttf"):
    """Lines of a text whose end is still to come."""
    image = card(look.ground)
    draw = ImageDraw.Draw(image)
    step = (HEIGHT - 40) / len(texts)
    for i, text in enumerate(texts):
        x, y = 30, 20 + (i + 0.5) * step
        for k, sign in enumerate(text):
            late = i == len(texts) - 1 and k > len(text) * 0.45
            draw.text((x * FINE, y * FINE), sign, look.dots[0] if late else mixed(0.8), font(size, name), anchor="lm")
            x += font(size, name).getlength(sign) / FINE
    save(image, example)


def looks():
    """A triangle of looks back, of a sentence's signs."""
    image = card(look.ground)
    draw = ImageDraw.Draw(image)
    text, dice = "a truth universally", np.random.default_rng(2)
    step, side = (WIDTH - 60) / len(text), (HEIGHT - 60) / len(text)
    name = "dejavu/DejaVuSerif.ttf"
    for k, sign in enumerate(text):
        x = 30 + (k + 0.5) * step
        draw.text((x * FINE, (HEIGHT - 22) * FINE), sign, mixed(0.8), font(22, name), anchor="mm")
        for j in range(k + 1):
            share = min(1, dice.random() ** 4 + 0.6 * (j == k) + 0.5 * (text[j] == " "))
            paint = rgb(look.ground) * (1 - share) + rgb(look.dots[0]) * share
            y = 18 + j * side
            box = [v * FINE for v in (x - step * 0.42, y, x + step * 0.42, y + side * 0.84)]
            draw.rectangle(box, fill="#" + "".join(f"{round(v):02x}" for v in paint))
    save(image, "novel-transformer")


def aligned():
    """A word, its sounds, and which letters each is written from."""
    image = card(look.ground)
    draw = ImageDraw.Draw(image)
    letters, sounds = "knowledge", ("N", "AA", "L", "AH", "JH")
    above = [80 + i * (WIDTH - 160) / (len(letters) - 1) for i in range(len(letters))]
    below = [130 + i * (WIDTH - 260) / (len(sounds) - 1) for i in range(len(sounds))]
    for letter, sound in ((1, 0), (2, 1), (4, 2), (5, 3), (6, 4), (7, 4)):
        stroke(draw, [(above[letter], 72), (below[sound], 138)], 4, look.dots[1])
    for x, sign in zip(above, letters):
        draw.text((x * FINE, 48 * FINE), sign, mixed(0.8), font(34), anchor="mm")
    for x, sign in zip(below, sounds):
        draw.text((x * FINE, 162 * FINE), sign, look.dots[0], font(30), anchor="mm")
    save(image, "spellings")


def verses():
    """Four lines of a poem, from above and from the right."""
    image = card(look.ground)
    draw = ImageDraw.Draw(image)
    name = "/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc"
    face = ImageFont.truetype(name, 28 * FINE)
    for i, line in enumerate(("兰叶春葳蕤", "桂华秋皎洁", "欣欣此生意", "自尔为佳节")):
        for k, sign in enumerate(line):
            late = i == 3 and k > 1
            place = ((WIDTH / 2 + (1.5 - i) * 96) * FINE, (32 + k * 36) * FINE)
            draw.text(place, sign, look.dots[0] if late else mixed(0.8), face, anchor="mm")
    save(image, "tang")


def waves():
    """Two days of water, and the six hours to come."""
    names, rows = table("tides")
    heights = np.array([float(r[names.index("height")]) for r in rows])[310:366]
    image = card(look.ground)
    draw = ImageDraw.Draw(image)
    x = 24 + np.arange(len(heights)) * (WIDTH - 48) / (len(heights) - 1)
    y = HEIGHT / 2 - heights / np.abs(heights).max() * 78
    points = list(zip(x, y))
    stroke(draw, points[:50], 4, mixed(0.55))
    for a, b in points[50:]:
        dot(draw, a, b, 8, look.dots[0])
    save(image, "tides")


def draw():
    pictures = digits()
    order = np.random.default_rng(3).permutation(5000)
    tiles("digits-mlp", pictures[order], 11, 4)
    filters(pictures[2537])
    tiles("fashion-cnn", clothes()[3:], 8, 3)
    rings()
    names, rows = table("iris")
    petals = [names.index("petal_length"), names.index("petal_width")]
    values = np.array([[float(r[c]) for c in petals] for r in rows])
    values += np.random.default_rng(1).normal(0, 1, values.shape) * [0.04, 0.02]
    scatter("iris", values[:, 0], values[:, 1], [r[-1] for r in rows])
    names, rows = table("wine")
    values = np.array([[float(v) for v in r[:-1]] for r in rows])
    values = (values - values.mean(0)) / values.std(0)
    axes = np.linalg.svd(values, full_matrices=False)[2]
    scatter("wine", values @ axes[0], values @ axes[1], [r[-1] for r in rows])
    poles()
    boards()
    names, rows = table("tumours")
    axes = [names.index("worst_radius"), names.index("worst_concave_points")]
    values = np.array([[float(r[c]) for c in axes] for r in rows])
    scatter("tumours", np.log(values[:, 0]), values[:, 1], [r[-1] for r in rows])
    shares()
    things()
    feelings()
    lines("novel-gru", ("It is a truth universally acknowledged,", "that a single man in possession of a", "good fortune, must be in want of a wife."), 26)
    looks()
    aligned()
    verses()
    waves()


for look in LOOKS:
    draw()
