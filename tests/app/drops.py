#!/usr/bin/env python3
"""drops: data of every kind let go on the real window: what is understood of it, in either language, and that its network learns; prints TAP."""
import csv
import json
import math
import os
import random
import re
import struct
import subprocess
import wave
import zipfile

from PIL import Image, ImageDraw

from tap import Tap

tap = Tap("drops", "^(failed|said)|·")
ok, drive, path = tap.ok, tap.drive, tap.path
chance = random.Random(1)


def place(*names):
    os.makedirs(path(*names[:-1]), exist_ok=True)
    return path(*names)


def write(text, *names):
    with open(place(*names), "w", encoding="utf-8") as file:
        file.write(text)
    return path(*names)


def table(rows, *names, between=","):
    with open(place(*names), "w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=between, lineterminator="\n").writerows(rows)
    return path(*names)


def tone(frequency, n):
    return b"".join(struct.pack("<h", int(8000 * math.sin(2 * math.pi * frequency * i / 8000) + chance.uniform(-300, 300))) for i in range(n))


def record(frames, *names):
    with wave.open(place(*names), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(frames)


def sounds():
    for i in range(40):
        record(tone((300, 900)[i % 2] + chance.uniform(-40, 40), 1600), "tones", ("low", "high")[i % 2], f"{i}.wav")
    return path("tones")


def recording():
    record(b"".join(tone((300, 900)[i % 2] + chance.uniform(-40, 40), 1600) for i in range(40)), "long", "day.wav")
    table([("start", "length", "label"), *((1600 * i, 1600, ("low", "high")[i % 2]) for i in range(40))], "long", "day.tsv", between="\t")
    return path("long", "day.wav")


def texts():
    words = {"sport": "goal ball team match player win lose score", "food": "bread soup salt cook oven taste plate rice"}
    for i in range(60):
        kind = ("sport", "food")[i % 2]
        write(" ".join(chance.choice(words[kind].split()) for _ in range(12)), "texts", kind, f"{i}.txt")
    return path("texts")


def tags():
    cities, days = "rome paris oslo bonn lima cairo quito".split(), "today monday friday sunday".split()
    rows = [("text", "tags", "intent")]
    for i in range(90):
        city, day, who = chance.choice(cities), chance.choice(days), chance.choice(("we", "they", "you"))
        rows.append((f"{who} may fly to {city} {day}", "O O O O B-city B-day", "flight") if i % 2
                    else (f"will it rain in {city} on {day} for {who}", "O O O O B-city O B-day O O", "weather"))
    return table(rows, "orders.tsv", between="\t")


def scene(name, folder, i):
    """A picture and the boxes in it: class, left, top, side."""
    picture, found = Image.new("L", (48, 48), 20 + chance.randrange(20)), []
    for _ in range(1 + i % 2):
        x, y, side, square = chance.randrange(30), chance.randrange(30), 8 + chance.randrange(8), chance.randrange(2)
        draw = ImageDraw.Draw(picture)
        (draw.rectangle if square else draw.ellipse)((x, y, x + side, y + side), fill=200)
        found.append((("disc", "square")[square], x, y, side))
    picture.save(place(folder, name))
    return found


def boxes():
    rows = [("file", "class", "x", "y", "width", "height")]
    for i in range(32):
        rows += [(f"{i}.png", kind, x, y, side, side) for kind, x, y, side in scene(f"{i}.png", "boxes", i)]
    return table(rows, "boxes", "boxes.csv")


def coco():
    images, found = [], []
    for i in range(32):
        images.append({"id": i, "file_name": f"{i}.png", "width": 48, "height": 48})
        found += [{"id": len(found) + k, "image_id": i, "category_id": 1 + (kind == "square"), "bbox": [x, y, side, side]}
                  for k, (kind, x, y, side) in enumerate(scene(f"{i}.png", os.path.join("coco", "images"), i))]
    return write(json.dumps({"images": images, "annotations": found, "categories": [{"id": 1, "name": "disc"}, {"id": 2, "name": "square"}]}), "coco", "annotations", "set.json")


def voc():
    for i in range(32):
        write("<annotation>" + "".join(f"<object><name>{kind}</name><bndbox><xmin>{x}</xmin><ymin>{y}</ymin><xmax>{x + side}</xmax><ymax>{y + side}</ymax></bndbox></object>"
                                       for kind, x, y, side in scene(f"{i}.png", "voc", i)) + "</annotation>", "voc", f"{i}.xml")
    return path("voc")


def circles(first, second, of):
    for i in range(30):
        seen, belongs, x, y = Image.new("L", (32, 32), 30), Image.new("L", (32, 32), 0), chance.randrange(20), chance.randrange(20)
        ImageDraw.Draw(seen).ellipse((x, y, x + 8, y + 8), fill=220)
        ImageDraw.Draw(belongs).ellipse((x, y, x + 8, y + 8), fill=255)
        seen.save(place(*first, f"{i}.png"))
        of(seen, belongs).save(place(*second, f"{i}.png"))
    return path(first[0])


def masks():
    return circles(("cells", "images"), ("cells", "masks"), lambda seen, belongs: belongs)


def pairs():
    return circles(("films", "before"), ("films", "after"), lambda seen, belongs: seen.point(lambda v: 255 - v))


def numbered():
    for i in range(60):
        Image.new("L", (16, 16), 4 * i).save(place("grey", f"{i}.png"))
    return table([("file", "brightness"), *((f"{i}.png", 4 * i / 255) for i in range(60))], "grey", "grey.csv")


def array(kind, shape, numbers):
    head = repr({"descr": f"<{kind}", "fortran_order": False, "shape": shape}) + " "
    head += " " * (63 - (len(head) + 10) % 64) + "\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(head)) + head.encode() + struct.pack(f"<{len(numbers)}{'f' if kind == 'f4' else 'q'}", *numbers)


def arrays(kept):
    x = [chance.gauss(0, 1) for _ in range(120 * 5)]
    both = {"x.npy": array("f4", (120, 5), x), "y.npy": array("i8", (120,), [int(x[5 * i] > 0) for i in range(120)])}
    if kept == "npz":
        with zipfile.ZipFile(place("both.npz"), "w", zipfile.ZIP_DEFLATED) as file:
            for name, content in both.items():
                file.writestr(name, content)
        return path("both.npz")
    for name, content in both.items():
        with open(place("npy", name), "wb") as file:
            file.write(content)
    return path("npy", "x.npy")


def lines():
    return write("".join(json.dumps({"size": i % 13, "age": i % 7, "kind": "ab"[i % 13 > 6]}) + "\n" for i in range(100)), "lines.jsonl")


def baskets():
    goods = "milk bread butter cheese wine beer crisps salsa rice beans".split()
    return write("".join(",".join(chance.sample(goods, 2 + i % 5)) + "\n" for i in range(120)), "baskets.csv")


def ratings():
    return table([("user", "item", "rating"), *((f"u{u}", f"i{i}", 1 + u * i % 5) for u in range(30) for i in range(20) if (u + i) % 3)], "ratings.csv")


def series():
    return table([("date", "load"), *((f"2020-{1 + d // 28:02}-{1 + d % 28:02}", round(50 + 20 * math.sin(d / 5), 2)) for d in range(330))], "series.csv")


def mixed():
    rows = [("visit", "town", "remark", "floor", "price")]
    rows += [(f"2021-0{1 + i % 9}-1{i % 9}", f"town{chance.randrange(60)}", f"nice {chance.choice(('view', 'bath', 'garden'))} and quiet street {i * 7919 % 97}", i % 7, 100 + i % 7 * 10 + i % 3) for i in range(200)]
    return table(rows, "mixed.csv")


SOME = 4  # kinds in one window
# What is let go, what is said of it, and in Chinese.
KINDS = (
    (sounds, "40 recordings in 2 classes: high, low", "40 段录音"), (recording, "“day.tsv” says what is heard", "“day.tsv”"),
    (texts, "“texts” is predicted as one of 2 classes: food, sport", "2 个类别"), (tags, "“tags” says something of each word: one of 3", "“tags”"),
    (boxes, "predicted, each around one of 2 classes: disc, square", "disc"), (coco, "predicted, each around one of 2 classes: disc, square", "disc"),
    (voc, "predicted, each around one of 2 classes: disc, square", "disc"), (masks, "A mask of 0 and 1 is predicted for each picture", "掩码"),
    (pairs, "For each picture the one of the same name is predicted", "同名"), (numbered, "“brightness” is predicted as a number", "“brightness”"),
    (lambda: arrays("npz"), "120 samples, 5 numbers each", "120 个样本"), (lambda: arrays("npy"), "120 samples, 5 numbers each", "120 个样本"),
    (lines, "100 rows, 3 columns, from records of JSON", "JSON"), (baskets, "120 baskets of 10 different things", "120 个购物篮"),
    (ratings, "“item” has 20 different values", "“item”"), (mixed, "“visit” holds dates", "“visit”"),
)


def understood():
    """Some of them one after another in one window, in either language."""
    files = [make() for make, *_ in KINDS]
    for language, button, back in (("en", "push button:Train", "Empty canvas"), ("zh_CN", "push button:训练", "空白画布")):
        for first in range(0, len(files), SOME):
            steps = [step for file, (_, *said) in zip(files[first:first + SOME], KINDS[first:])
                     for step in ("drop", file, "640,640", "wait", f"label:.*{said[language != 'en']}.*", "key", "Escape", "gone", button)]
            fine, text = drive("wait", back, "sleep", "1", *steps, options=("--lang", language), home=path(language))
            ok(f"{language}: what is let go is understood, kinds {first + 1} to {min(first + SOME, len(files))}", fine, text)


def written():
    """Beside what is written word by word stands that it is a text, and no class."""
    file = table([("en", "zh"), *((f"I see {i} of the {w}.", f"我看见{i}个{w}。") for i in range(30) for w in ("cats", "dogs"))], "both.csv")
    for language, back, wanted in (("en", "Empty canvas", "a text"), ("zh_CN", "空白画布", "文本")):
        fine, text = drive("wait", back, "sleep", "1", "drop", file, "640,640", "wait", f"label:{wanted}", "tree", options=("--lang", language), home=path("written" + language))
        ok(f"{language}: a text that is predicted is called so", fine, text)


def learnt():
    """By one more click a network that fits learns."""
    for make in (recording, tags, coco, pairs, numbered, lambda: arrays("npz"), baskets, ratings):
        file = make()
        fine, text = drive("wait", "Empty canvas", "sleep", "0.5", "drop", file, "640,640", "wait", "push button:Train", "sleep", "0.3", "click", "push button:Train", "gone", "push button:Cancel",
                           "wait", r"label:.*step [1-9].*", "120", "click", "Close", "closed", home=path("home" + str(tap.number)))
        ok(f"{os.path.relpath(file, tap.folder)} learns", fine, text)


def windows():
    """A table with a time is cut into windows there, and an order is changed back to single rows."""
    fine, text = drive("wait", "Empty canvas", "sleep", "1", "drop", series(), "640,640", "wait", "text:Rows ahead", "sleep", "0.5", "click", "text:Rows ahead", "key", "ctrl+a", "type", "3", "key", "Return",
                       "wait", "text:Rows before", "sleep", "0.5", "tree", "click", "text:Rows ahead", "key", "ctrl+a", "type", "0", "key", "Return", "gone", "text:Rows before", "sleep", "0.5", "tree",
                       "click", "text:Rows ahead", "key", "ctrl+a", "type", "2", "key", "Return", "wait", "text:Rows before", "click", "push button:Train", "gone", "push button:Cancel", "wait", r"label:.*step [1-9].*", "120", "tree", "click", "Close", "closed")
    cut, single, opened = ([part for part in text.split("\n· ") if part.startswith("tree")] + [""] * 3)[:3]
    ok("rows ahead are asked for in the dialogue", fine and re.search(r"windows of 24 rows: what “load” is in the 3 after them", cut) is not None, text)
    ok("and given up there", "330 rows, 2 columns" in single and "windows of" not in single, single[-2000:])
    ok("and learnt", "24×1" in opened and "GRU" in opened, opened[-3000:])


def parts():
    """Who trains and who tests is chosen in the dialogue: by a person, by time, by a column; the last of the roles but one is what each can be."""
    file = table([("person", "day", "use", "size", "price"), *((f"p{i % 12}", f"2020-{1 + i // 28:02}-{1 + i % 28:02}", ("train", "test")[i % 5 == 0], i * i % 37, 100 + i % 17 * 3) for i in range(240))], "visits.csv")
    for column, said in (("person", "Rows with the same “person” stay together.*"), ("day", "The rows that come last in “day” test.*"), ("use", "The column “use” says which rows train and which test.*")):
        fine, text = drive("wait", "Empty canvas", "sleep", "1", "drop", file, "640,640", "wait", f"combo box:What .{column}. is for", "sleep", "0.5", "click", f"combo box:What .{column}. is for", "sleep", "0.5",
                           "key", "End", "Up", "Return", "wait", f"label:{said}", "click", "push button:Train", "gone", "push button:Cancel", "wait", r"label:.*step [1-9].*", "120", "click", "Close", "closed", home=path("parts" + column))
        ok(f"{column} says who tests, as chosen there", fine, text)


def weights():
    """What others have learnt, let go on an open project, is taken by its names; a state_dict, which could do anything, is refused with the cure."""
    subprocess.run([tap.weft, "export", "--user-dir", path("maker"), "iris", "--format", "safetensors", path("iris.safetensors")], check=True, stderr=subprocess.DEVNULL)
    with open(path("iris.pt"), "wb") as file:
        file.write(b"\x80\x02}q\x00.")
    for language, train, taken, refused in (("en", "push button:Train", "4 of 4 tensors .*", "No weights were taken"), ("zh_CN", "push button:训练", "取用了 4 个权重张量.*", "没有取用权重")):
        project = path(language + ".weft")
        subprocess.run([tap.weft, "new", "--user-dir", path("maker"), "--example", "iris", project], check=True)
        fine, text = drive("wait", train, "drop", path("iris.safetensors"), "640,400", "wait", f"label:{taken}", "drop", path("iris.pt"), "640,400", "wait", refused,
                           arguments=[project], options=("--lang", language), home=path("weights" + language))
        ok(f"{language}: weights are taken where they are let go", fine, text)
    head, end = {}, 0
    for name, shape in {"dense1.weight": [16, 4], "dense1.bias": [12], "dense2.weight": [3, 16], "other": [2]}.items():
        head[name] = {"dtype": "F32", "shape": shape, "data_offsets": [end, end + 4 * math.prod(shape)]}
        end += 4 * math.prod(shape)
    with open(path("some.safetensors"), "wb") as file:
        file.write(struct.pack("<Q", len(json.dumps(head))) + json.dumps(head).encode() + bytes(end))
    for language, train, table, taken, why in (
            ("en", "push button:Train", "push button:What fitted", "image:taken", ("dense1.bias is .16,. here and .12,. there.", "There is no dense2.bias there.", "Nothing here is called so.")),
            ("zh_CN", "push button:训练", "push button:查看对应情况", "image:已取用", ("dense1.bias 在这里是 .16,.，在那里是 .12,.。", "那里没有 dense2.bias。", "这里没有叫这个名字的。"))):
        project, shown = path("some-" + language + ".weft"), [word for sentence in why for word in ("wait", f"label:{sentence}")]
        subprocess.run([tap.weft, "new", "--user-dir", path("maker"), "--example", "iris", project], check=True)
        fine, text = drive("wait", train, "drop", path("some.safetensors"), "640,400", *shown, "wait", taken, "key", "Escape", "gone", taken, "click", table, "wait", taken,
                           arguments=[project], options=("--lang", language), home=path("some" + language))
        ok(f"{language}: of weights that do not all fit a table says which, and why", fine, text)


tap.each(understood, written, windows, parts, learnt, weights)
tap.end()
