#!/usr/bin/env python3
"""files: what is dropped on the real window: projects, tables, pictures, one's own and strangers'; prints TAP."""
import os
import re

from PIL import Image

from seen import boxes, step_of
from tap import HERE, Tap

tap = Tap("files", "^(failed|said)|option pane|·")
ok, drive, folder, shot = tap.ok, tap.drive, tap.folder, tap.path


def write_png(path, grey):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    Image.new("L", (8, 8), grey).save(path)


def dropped():
    """Files dropped as from a file manager: on the gallery, on the canvas, a project on a project."""
    project = tap.make("digits", "--example", "digits-mlp")
    iris, wine = (os.path.join(HERE, "../../projects/gallery/data", n, n + ".csv") for n in ("iris", "wine"))
    fine, text = drive("wait", "Empty canvas", "sleep", "1", "drop", os.path.abspath(iris), "640,640", "wait", "push button:Open", "sleep", "1", "click", "push button:Open", "gone", "push button:Open", "wait", "Train", "sleep", "1", "tree",
                       "drag", "Dense 2", "+30,+90", "sleep", "1", "tree", "key", "ctrl+l", "sleep", "1", "tree", "drop", os.path.abspath(wine), "800,420", "wait", "push button:Use", "sleep", "1", "click", "push button:Use", "gone", "push button:Use", "sleep", "1", "tree", "drop", project, "800,420", "sleep", "2", "tree")
    on_gallery, dragged, laid_out, on_canvas, of_project = [boxes(part) for part in text.split("\n· ") if part.startswith("tree")] if fine else [{}] * 5
    ok("a table dropped on the gallery opens wired", "4" in on_gallery.get("Data", ("",))[0] and "4 → 32" in on_gallery.get("Dense 1", ("",))[0], text)
    ok("Ctrl+L puts a node that was dragged away back in its row", dragged != on_gallery == laid_out != {}, f"{on_gallery}, {dragged}, {laid_out}")
    ok("a table dropped on the canvas gives the network its data", "13 → 32" in on_canvas.get("Dense 1", ("",))[0], text)
    ok("a project dropped on the canvas opens", " → 10" in of_project.get("Dense 2", ("",))[0], text)


def strange():
    """What a stranger wrote is bounded; what was never finished can be removed."""
    long_csv, empty = (os.path.join(folder, n) for n in ("w" * 120 + ".csv", "empty.weft"))
    with open(long_csv, "w") as file:
        file.write("a" * 300 + ",b,c,label\n" + "".join(f"{i % 7},{i % 5},{i % 3},{'xyz'[i % 3] * 10000}\n" for i in range(60)))
    open(empty, "w").close()
    fine, text = drive("wait", "push button:Open", "sleep", "1", "tree", "click", "push button:Open", "gone", "push button:Open", "sleep", "1", "click", "Data", "sleep", "1", "click", "Train", "sleep", "2", "tree", "shot", shot("long.png"), "click", "Close", "closed", arguments=[long_csv])
    frames = re.findall(r"frame \| .* \| \(\d+, \d+, (\d+), \d+\)", text)
    ok("long names and labels make no window wider", fine and len(frames) == 2 and all(int(w) <= 1280 for w in frames), text)
    fine, text = drive("sleep", "2", "key", "Right", "Return", "sleep", "1", "click", "Close", "closed", arguments=[empty])
    ok("a project that was never finished is removed when asked", fine and not os.path.exists(empty), text)


def own_data():
    """One's own data are looked at first: columns with role and examples, another role, another target in the inspector; pictures trained by one click after the drop."""
    visits, fruit = os.path.join(folder, "visits.csv"), os.path.join(folder, "fruit")
    with open(visits, "w") as table:
        table.write("visit_no,temp,ward\n" + "".join(f"{10000 + i * 7919 % 997},{36 + i % 17 / 10},{'AB'[i % 17 > 8]}\n" for i in range(120)))
    for i in range(40):
        write_png(os.path.join(fruit, ("green", "ripe")[i % 2], ("mon", "tue")[i % 4 > 1], f"{i}.png"), i % 2 * 120 + i)
    open(os.path.join(fruit, "green", "half.png"), "wb").write(open(os.path.join(fruit, "green", "mon", "0.png"), "rb").read()[:50])
    fine, text = drive("wait", "Empty canvas", "sleep", "1", "drop", visits, "640,640", "wait", "push button:Open", "sleep", "0.5", "tree",
                       "click", "combo box:What .visit_no. is for", "sleep", "0.5", "key", "Up", "Up", "Up", "Up", "Return", "sleep", "0.7", "tree", "click", "push button:Open", "gone", "push button:Open", "sleep", "1",
                       "click", "130,170", "sleep", "0.5", "click", "combo box:Target", "sleep", "0.5", "key", "Up", "Return", "sleep", "1", "tree",
                       "key", "ctrl+z", "sleep", "0.5", "tree", "click", "push button:Columns…", "wait", "push button:Use", "key", "Escape", "gone", "push button:Use", "click", "Close", "closed")
    looked, kept_in, other, undone = ([part for part in text.split("\n· ") if part.startswith("tree")] + [""] * 4)[:4]
    ok("a table dropped shows its columns, and what is left out and why", fine and "as an identifier" in looked and "Left out" in looked and "36.0 · 36.1 · 36.2" in looked, text)
    ok("what was left out can be taken back", "Left out" not in kept_in and "label | Predicted from" in kept_in, kept_in[-1500:])
    ok("another target in the inspector takes effect, and goes with Undo", "label | 120 samples | " in other and "120 samples · 2 classes" in undone, text)
    fine, text = drive("wait", "Empty canvas", "sleep", "1", "drop", fruit, "640,640", "wait", "push button:Train", "sleep", "0.5", "tree", "click", "push button:Train", "gone", "push button:Cancel", "tree", "step [1-9]", "click", "Close", "closed")
    looked, trained = ([part for part in text.split("\n· ") if part.startswith("tree")] + [""] * 2)[:2]
    ok("pictures dropped show their classes, and what was left out", fine and "40 pictures" in looked and "label | ripe" in looked and "green/half.png" in looked, text)
    ok("and are trained by one more click", step_of(trained) > 0, text[-2000:])


def texts():
    """A text dropped says how it is read, and is read otherwise by a choice there."""
    poem = os.path.join(folder, "poem.txt")
    open(poem, "wb").write(("春眠不觉晓，处处闻啼鸟。夜来风雨声，花落知多少。\n" * 80).encode("gb18030"))
    fine, text = drive("wait", "Empty canvas", "sleep", "1", "drop", poem, "640,640", "wait", "push button:Open", "sleep", "1", "tree", "click", "combo box:Cut into", "sleep", "0.5", "key", "Up", "Return", "sleep", "1.5", "tree", "shot", tap.path("text.png"), "key", "Escape", "gone", "push button:Open", "click", "Close", "closed")
    looked, words = ([part for part in text.split("\n· ") if part.startswith("tree")] + [""] * 2)[:2]
    ok("a text dropped says its encoding, its unit and its first tokens", fine and "gb18030" in looked and "Characters" in looked and "春 · 眠 · 不" in looked, text)
    ok("and is cut into other units by a choice", "Words that are met more than once" in words, words)


def odd():
    """What is odd about one's own data is cured by a button: in the dialogue, and in Data when the project is there."""
    table = os.path.join(folder, "odd.csv")
    with open(table, "w") as file:
        file.write("a,b,c,d,site,kind\n" + "".join(f"{i * 7919 % 997}.5,{i * 31 % 17},{i * 37 % 97}.5,{i * 41 % 89}.5,x,{('Cat', 'cat', 'dog')[i % 7 % 3]}\n" for i in range(120)))
    fine, text = drive("wait", "Empty canvas", "sleep", "1", "drop", table, "640,640", "wait", "push button:Make them one", "sleep", "0.5", "click", "push button:Make them one", "sleep", "1", "click", "push button:Open", "gone", "push button:Open",
                       "sleep", "1", "click", "208,500", "sleep", "1", "tree", "click", "push button:Leave it out", "sleep", "1.5", "tree", "key", "ctrl+z", "sleep", "1", "tree", "click", "Close", "closed")
    opened, cured, undone = ([part for part in text.split("\n· ") if part.startswith("tree")] + [""] * 3)[:3]
    ok("what is odd is cured in the dialogue", fine and "120 samples · 2 classes" in opened or "5 numbers each" in opened and "Make them one" not in opened, text)
    ok("and in Data, as an edit", "4 numbers each" in cured and "Leave it out" not in cured and "5 numbers each" in undone, text[-3000:])


def anywhere():
    """A file finds its way wherever in an open project it is let go: on the words of the empty canvas, on the dock."""
    iris = os.path.abspath(os.path.join(HERE, "../../projects/gallery/data/iris/iris.csv"))
    fine, text = drive("wait", "Empty canvas", "sleep", "1", "click", "push button:Empty canvas", "sleep", "1.5", "drop", iris, "530,340", "wait", "push button:Use", "focus", "sleep", "0.5", "key", "Escape", "gone", "push button:Use",
                       "drop", iris, "640,640", "wait", "push button:Use", "focus", "sleep", "0.5", "key", "Escape", "gone", "push button:Use", "click", "Close", "closed")
    ok("a file may be dropped on what lies over the canvas and on the dock", fine, text)


tap.each(dropped, strange, own_data, texts, odd, anywhere)
tap.end()
