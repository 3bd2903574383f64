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


def valley():
    """A car that rolls back to gather way, and the flag that it is to reach; what was is paler."""
    image = card(look.ground)
    draw = ImageDraw.Draw(image)

    def at(x):
        return (x + 1.2) / 1.8 * WIDTH, 112 - 62 * math.sin(3 * x)

    hill = [at(-1.2 + 1.8 * k / 120) for k in range(121)]
    draw.polygon([(x * FINE, y * FINE) for x, y in [*hill, (WIDTH, HEIGHT), (0, HEIGHT)]], fill=mixed(0.16))
    stroke(draw, hill, 3, mixed(0.45))
    foot = at(0.5)
    stroke(draw, [foot, (foot[0], foot[1] - 34)], 3, mixed(0.8))
    draw.polygon([(v[0] * FINE, v[1] * FINE) for v in ((foot[0], foot[1] - 34), (foot[0] + 24, foot[1] - 27), (foot[0], foot[1] - 20))], fill=look.dots[1])
    for share, x in ((0.2, -0.5), (0.35, -0.25), (0.5, -0.75), (0.7, -0.1), (1, 0.2)):
        middle, slope = at(x), math.atan2(-62 * 3 * math.cos(3 * x), WIDTH / 1.8)
        along, up = (math.cos(slope), math.sin(slope)), (math.sin(slope), -math.cos(slope))
        paint = rgb(look.ground) * (1 - share) + rgb(look.dots[0]) * share
        body = [(middle[0] + along[0] * a + up[0] * b, middle[1] + along[1] * a + up[1] * b) for a, b in ((-20, 9), (-14, 24), (14, 24), (20, 9))]
        draw.polygon([(px * FINE, py * FINE) for px, py in body], fill="#" + "".join(f"{round(v):02x}" for v in paint))
        for a in (-11, 11):
            dot(draw, middle[0] + along[0] * a + up[0] * 8, middle[1] + along[1] * a + up[1] * 8, 7, mixed(share))
    save(image, "mountain-car")


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

def scales(picture):
    """A piece of clothing, and what edge filters of three sizes find in it, side by side."""
    image = card(look.page)
    paste(image, picture, 24, 20, 168)
    for k, reach in enumerate((1, 2, 4)):
        y, x = np.mgrid[-reach : reach + 1, -reach : reach + 1]
        padded = np.pad(picture.astype(float), reach)
        total = np.zeros((28, 28))
        for kernel in (x, y):
            kernel = kernel * np.exp(-(x * x + y * y) / (reach * reach))
            total += np.abs(sum(kernel[i, j] * padded[i : i + 28, j : j + 28] for i in range(2 * reach + 1) for j in range(2 * reach + 1)))
        paste(image, (total / total.max() * 255).astype("u1"), 214 + k * 116, 49, 110)
    save(image, "inception")


def forged(pictures):
    """Digits that come out of noise, from the left to the right."""
    image = card(look.page)
    dice = np.random.default_rng(5)
    across, down, size = 11, 4, HEIGHT / 4 * 0.92
    for i in range(across * down):
        share = min(1, (i % across) / (across - 3))
        noise = dice.integers(0, 200, (20, 20))
        made = (share * pictures[i] + (1 - share) * noise).astype("u1")
        paste(image, made, (i % across + 0.5) * WIDTH / across - size / 2, (i // across + 0.5) * HEIGHT / down - size / 2, size)
    save(image, "made-digits")


def spread_out(pictures, kinds):
    """Digits where the two directions in which they vary most put them."""
    image = card(look.ground)
    x = pictures.reshape(len(pictures), -1) / 255.0
    x -= x.mean(0)
    places = x @ np.linalg.svd(x, full_matrices=False)[2][:2].T
    places = np.argsort(np.argsort(places, 0), 0) / len(places)
    colours = ("#1c71d8", "#e66100", "#1f8a4c", "#c01c28", "#813d9c", "#b5835a", "#26a269", "#e5a50a", "#5e5c64", "#c64600")
    for picture, (a, b), kind in zip(pictures, places, kinds):
        side = round(24 * FINE)
        mask = Image.fromarray(picture).resize((side, side), Image.BICUBIC)
        image.paste(colours[kind], (round((a * (WIDTH - 40) + 8) * FINE), round((b * (HEIGHT - 34) + 4) * FINE)), mask)
    save(image, "digit-map")


def ground(name, left, top, width, height):
    """A piece of a picture that the gallery ships, (height, width, 3)."""
    picture = Image.open(os.path.join(HERE, "data/textures", name + "-256.png")).convert("RGB")
    return np.asarray(picture)[top : top + height, left : left + width].astype(float)


def lay(scene, thing, left, top, side, colour, is_body):
    """One thing on a scene; where it covers it."""
    value = np.asarray(Image.fromarray(thing).resize((side, side), Image.BICUBIC)).astype(float) / 255
    covers = ((value > 0.03) * 1.0 if is_body else np.clip(1.6 * value, 0, 1))[..., None]
    shade = (0.3 + 0.7 * value if is_body else np.ones_like(value))[..., None]
    part = scene[top : top + side, left : left + side]
    part += covers * (shade * np.array(colour, float) - part)
    return covers[..., 0] > 0.5


def put(image, scene, x, y, width):
    height = round(width * scene.shape[0] / scene.shape[1])
    small = Image.fromarray(np.clip(scene, 0, 255).astype("u1"))
    image.paste(small.resize((round(width * FINE), round(height * FINE)), Image.BICUBIC), (round(x * FINE), round(y * FINE)))


def masks(pictures, things):
    """Scenes, and below each what belongs to what."""
    image = card(look.page)
    areas = {1: look.dots[0], 2: look.dots[1], 3: look.dots[2]}
    for k, (name, thing, kind, digit, colour, ink) in enumerate((("temple", 4, 2, 30, (240, 200, 160), (250, 250, 120)), ("gravel", 9, 3, 1200, (250, 170, 120), (40, 10, 120)), ("flower", 20, 2, 2600, (150, 220, 250), (255, 230, 240)), ("brick", 11, 3, 4100, (240, 120, 120), (150, 250, 170)), ("cat", 1, 2, 3600, (120, 230, 190), (250, 250, 250)))):
        scene = ground(name, 60, 70, 48, 48)
        mask = np.zeros((48, 48), int)
        covered = lay(scene, things[thing], 1, 6, 30, colour, True)
        mask[6:36, 1:31][covered] = kind
        covered = lay(scene, pictures[digit], 24, 20, 24, ink, False)
        mask[20:44, 24:48][covered] = 1
        x = WIDTH / 5 * k + 9
        put(image, scene, x, 5, 97)
        said = np.zeros((48, 48, 3)) + rgb(look.ground)
        for area, paint in areas.items():
            said[mask == area] = rgb(paint)
        put(image, said, x, 106, 97)
    save(image, "scenes")


def boxes(pictures):
    """Digits on a strip of a photograph, each in its box."""
    scene = ground("temple", 0, 60, 132, 48)
    found = []
    for digit, left, top, side, colour in ((2600, 6, 14, 24, (255, 250, 170)), (1700, 38, 4, 22, (190, 255, 220)), (4600, 64, 20, 26, (255, 200, 240)), (700, 100, 8, 24, (60, 10, 60))):
        covered = lay(scene, pictures[digit], left, top, side, colour, False)
        rows, columns = np.where(covered)
        found.append((left + columns.min(), top + rows.min(), left + columns.max() + 1, top + rows.max() + 1))
    image = card(look.page)
    put(image, scene, 0, 0, WIDTH)
    draw = ImageDraw.Draw(image)
    scale = WIDTH / 132 * FINE
    for k, box in enumerate(found):
        draw.rectangle([v * scale for v in box], outline=("#62a0ea", "#ffa348", "#5fd38d", "#f66151")[k], width=3 * FINE)
    save(image, "digit-hunt")


def recording(name, start, length):
    """A piece of a recording in µ-law."""
    with open(os.path.join(HERE, "data", name), "rb") as file:
        data = file.read()
    codes = ~np.frombuffer(data[data.index(b"data") + 8 + start :][:length], "u1")
    sizes = (((codes & 15).astype(int) << 3) + 132 << (codes >> 4 & 7)) - 132
    return np.where(codes & 128, -sizes, sizes) / 32768


def tones(image, sound, height):
    """Pitch over time, from the left edge to the right."""
    frames = np.lib.stride_tricks.sliding_window_view(sound, 256)[::40] * np.hanning(256)
    loud = np.log(np.abs(np.fft.rfft(frames)) + 0.02)[:, 2:100].T[::-1]
    loud = (loud - loud.min()) / np.ptp(loud)
    mask = Image.fromarray((loud * 255).astype("u1")).resize((WIDTH * FINE, round(height * FINE)), Image.BICUBIC)
    image.paste(look.dots[0], (0, 0), mask)


def heard():
    """What is heard of a few words: pitch over time."""
    image = card(look.page)
    tones(image, recording("spoken-digits/espeak-digits-test.wav", 0, 40000), HEIGHT)
    save(image, "spoken-digits")


def said():
    """A text, and how it sounds."""
    with open(os.path.join(HERE, "data/prompts/prompts.tsv"), encoding="utf-8") as file:
        row = next(r for r in csv.DictReader(file, delimiter="\t") if r["text"] == "is now in the conference")
    image = card(look.page)
    tones(image, recording("prompts/prompts.wav", int(row["start"]), int(row["length"])), 142)
    draw = ImageDraw.Draw(image)
    draw.text((WIDTH / 2 * FINE, 174 * FINE), row["text"], fill=look.ink, font=font(30), anchor="mm")
    save(image, "speech")


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

def people():
    """People who do not exist, as faces.c has them but for their details."""
    image = card(look.ground)
    draw = ImageDraw.Draw(image)
    dice = random.Random(8)

    def oval(x, y, wide, high, colour):
        draw.ellipse([(x - wide) * FINE, (y - high) * FINE, (x + wide) * FINE, (y + high) * FINE], fill=colour)

    for k in range(7):
        x, y = WIDTH / 7 * (k + 0.5), 108
        share = dice.random()
        skin = tuple(round(a + (b - a) * share) for a, b in zip((245, 204, 178), (107, 69, 48)))
        share = dice.random()
        hair = tuple(round(a + (b - a) * share) for a, b in zip((20, 14, 12), (217, 168, 92)))
        wide = dice.uniform(26, 33)
        oval(x, y - 8, wide + 6, 50, hair)
        draw.rectangle([(x - 50) * FINE, (y + 14) * FINE, (x + 50) * FINE, (y + 60) * FINE], fill=look.ground)
        oval(x, y, wide, 44, skin)
        draw.chord([(x - wide) * FINE, (y - 45) * FINE, (x + wide) * FINE, (y + 20) * FINE], 190, 350, fill=hair)
        space, lift = dice.uniform(11, 15), dice.uniform(-1, 3)
        for side in (-1, 1):
            oval(x + side * space, y - lift, 5.5, 4, "#f5f5f0")
            oval(x + side * space, y - lift, 2.8, 2.8, ("#4d2e14", "#598ccc", "#3f6b3f")[k % 3])
            stroke(draw, [(x + side * (space - 6), y - lift - 10), (x + side * (space + 6), y - lift - 10 + dice.uniform(-2, 2))], 2.5, hair)
            if k in (1, 4):
                draw.ellipse([(x + side * space - 9) * FINE, (y - lift - 8) * FINE, (x + side * space + 9) * FINE, (y - lift + 8) * FINE], outline="#202020", width=2 * FINE)
        stroke(draw, [(x, y), (x + 3, y + 13), (x - 2, y + 13)], 2, tuple(round(0.7 * v) for v in skin))
        smile = dice.uniform(2, 7)
        draw.chord([(x - 11) * FINE, (y + 24 - smile) * FINE, (x + 11) * FINE, (y + 24 + smile) * FINE], 0, 180, fill="#8a3a3c")
    save(image, "faces")


def dreams():
    """Pieces of the nine pictures, as a network sees them."""
    image = card(look.page)
    names = ("brick", "cat", "coffee", "flower", "galaxies", "grass", "gravel", "retina", "temple")
    for k, name in enumerate((names * 2)[:12]):
        put(image, ground(name, (60, 100)[k // 9], (70, 120)[k // 9], 64, 64), 8 + k % 6 * 94, 10 + k // 6 * 96, 86)
    save(image, "dream")


def cells():
    """The twelve cells, and a way through them."""
    image = card(look.ground)
    draw = ImageDraw.Draw(image)
    size, left, top = 56, WIDTH / 2 - 112, 20
    for k, mark in enumerate("...G.#.XS..."):
        x, y = left + k % 4 * size, top + k // 4 * size
        colour = {"G": look.dots[2], "X": look.dots[1], "#": mixed(0.6), "S": mixed(0.3)}.get(mark, mixed(0.12))
        draw.rounded_rectangle([(x + 2) * FINE, (y + 2) * FINE, (x + size - 2) * FINE, (y + size - 2) * FINE], 6 * FINE, fill=colour)
    way = [(left + (c + 0.5) * size, top + (r + 0.5) * size) for r, c in ((2, 0), (1, 0), (0, 0), (0, 1), (0, 2), (0, 3))]
    stroke(draw, way, 5, look.dots[0])
    dot(draw, *way[0], 9, look.dots[0])
    save(image, "grid-world")

def lane():
    """A winding road, as whoever drives sees it, and where the car will go."""
    image = card(mixed(0.05))
    draw = ImageDraw.Draw(image)
    horizon = 62
    draw.rectangle([0, horizon * FINE, WIDTH * FINE, HEIGHT * FINE], fill=mixed(0.16))

    def at(far, beside):
        """far: from 0, here, to 1, the horizon; beside in half roads."""
        y = HEIGHT - (HEIGHT - horizon) * far
        wide = 190 * (1 - far) + 3
        middle = WIDTH / 2 + 120 * math.sin(2.6 * far) * far - 40 * far
        return (middle + beside * wide) * FINE, y * FINE

    steps = [k / 60 for k in range(61)]
    draw.polygon([at(f, -1) for f in steps] + [at(f, 1) for f in reversed(steps)], fill=mixed(0.45))
    for side in (-0.96, 0.96):
        draw.polygon([at(f, side - 0.02) for f in steps] + [at(f, side + 0.02) for f in reversed(steps)], fill=look.page)
    for k in range(0, 60, 6):
        part = steps[k : k + 4]
        draw.polygon([at(f, -0.02) for f in part] + [at(f, 0.02) for f in reversed(part)], fill=look.page)
    draw.polygon([at(f, 0.42) for f in steps[:50]] + [at(f, 0.54) for f in reversed(steps[:50])], fill=look.dots[0])
    save(image, "road")


def discs():
    """A game of connect four that somebody has just won."""
    image = card(look.ground)
    draw = ImageDraw.Draw(image)
    size, left, top = 30, WIDTH / 2 - 105, 14
    draw.rounded_rectangle([(left - 6) * FINE, (top - 6) * FINE, (left + 7 * size + 6) * FINE, (top + 6 * size + 6) * FINE], 8 * FINE, fill=mixed(0.18))
    for k, mark in enumerate(("...x..." "..xo..." ".xox..." "xooxo..").rjust(42, ".")):
        x, y = left + (k % 7 + 0.5) * size, top + (k // 7 + 0.5) * size
        colour = {"x": look.dots[0], "o": look.dots[1]}.get(mark, look.page)
        dot(draw, x, y, 12, colour)
    save(image, "connect-four")


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


def moods():
    """What pleased and what did not, in two languages."""
    image = card(look.ground)
    draw = ImageDraw.Draw(image)
    said = (("The soup was hot and delicious.", 0), ("The soup was cold and salty.", 1), ("汤又热又好喝。", 0), ("汤又冷又咸。", 1))
    for i, (text, mood) in enumerate(said):
        name = "dejavu/DejaVuSans.ttf" if i < 2 else "../opentype/noto/NotoSansCJK-Regular.ttc"
        draw.text((34 * FINE, (36 + i * 44) * FINE), text, look.dots[mood], font(25, name), anchor="lm")
    save(image, "sentences")


def shades():
    """A text by its lines, each shaded by how much it says of all; the best is the one to take."""
    image = card(look.ground)
    draw = ImageDraw.Draw(image)
    ends = ((0.62, 0.1), (0.94, 0.2), (0.8, 0.9), (0.55, 0.25), (0.88, 0.12))  # of a line, and its shade
    for i, (end, shade) in enumerate(ends):
        y, wide = 22 + i * 35, (WIDTH - 60) * end
        paint = look.dots[0] if shade > 0.5 else mixed(shade)
        draw.rounded_rectangle([v * FINE for v in (30, y, 30 + wide, y + 24)], 6 * FINE, fill=paint)
        ink = look.page if shade > 0.5 else mixed(0.55)
        x, k = 42, 0
        while x + 46 < 30 + wide:
            word = (34, 58, 22, 46, 70, 28)[(k * 5 + i * 2) % 6]
            word = min(word, 30 + wide - 12 - x)
            draw.rounded_rectangle([v * FINE for v in (x, y + 9, x + word, y + 15)], 3 * FINE, fill=ink)
            x, k = x + word + 10, k + 1
    save(image, "summaries")


def prices():
    """What stones cost by their weight, both by powers; the clearer, the brighter."""
    names, rows = table("diamonds")
    image = card(look.ground)
    draw = ImageDraw.Draw(image)
    grades = ["I1", "SI2", "SI1", "VS2", "VS1", "VVS2", "VVS1", "IF"]
    carat, price = (np.log([float(r[names.index(k)]) for r in rows[:1200]]) for k in ("carat", "price"))
    x = 30 + (carat - carat.min()) / np.ptp(carat) * (WIDTH - 60)
    y = HEIGHT - 26 - (price - price.min()) / np.ptp(price) * (HEIGHT - 52)
    for a, b, row in zip(x, y, rows):
        dot(draw, a, b, 4, look.dots[grades.index(row[names.index("clarity")]) > 3])
    save(image, "diamonds")


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


def talk():
    """A question and its answer."""
    image = card(look.ground)
    draw = ImageDraw.Draw(image)
    said = (("my loss is nan?", 28, 24, 290, mixed(0.16), mixed(0.9)), ("Lower the learning rate.", 196, 116, 348, look.dots[0], look.page))
    for text, x, y, wide, paint, ink in said:
        draw.rounded_rectangle([v * FINE for v in (x, y, x + wide, y + 66)], 20 * FINE, fill=paint)
        draw.text(((x + wide / 2) * FINE, (y + 33) * FINE), text, ink, font(25), anchor="mm")
    save(image, "questions")


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
    moods()
    shades()
    prices()
    waves()
    scales(clothes()[4])
    forged(pictures[order])
    spread_out(pictures[order[:260]], order[:260] // 500)
    masks(pictures, clothes())
    boxes(pictures)
    heard()
    said()
    talk()
    people()
    dreams()
    cells()
    lane()
    valley()
    discs()


for look in LOOKS:
    draw()
