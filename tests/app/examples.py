#!/usr/bin/env python3
"""examples: each example of the gallery is found there and opened, learns, is given something by hand and answers, in English or in Chinese;
its picture is kept (in the folder that is the second argument); prints TAP."""
import concurrent.futures
import gettext
import json
import math
import os
import re
import struct
import subprocess
import sys
import wave

from PIL import Image, ImageChops, ImageDraw

from tap import Tap

tap = Tap("examples", "^(failed|said)|What the network says|·")
KEPT = os.path.abspath(sys.argv[2])
LANGUAGES = ("en", "zh_CN")
WORDS = {"en": "what is a good day", "zh_CN": "学习 good"}
RATE = 8000  # samples a second
NUMBER = "spin button:.+"  # of a form: the strip's fields are no spin buttons, and no node is selected
BOARD, BESIDE = (150, 515, 250, 640), "160,590"  # of a window of 1280 × 720; another place than its middle, which may be taken
VERBS = ("click", "drag", "drop", "hold", "key", "let", "shot", "sleep", "type", "wait")


def catalogue(language):
    return gettext.translation("weft", os.path.join(os.path.dirname(tap.weft), "..", "po"), [language], fallback=language == "en").gettext


def pattern(text):
    """What a text with places for numbers and names looks like once they are filled in."""
    return re.sub(r"%(\d\\\$)?s", ".*", re.escape(text))


def make_files():
    """A picture and a recording, as somebody might have them."""
    image = Image.new("RGB", (120, 120), "black")
    ImageDraw.Draw(image).ellipse((30, 15, 90, 105), outline="white", width=14)
    image.save(tap.path("ring.png"))
    with wave.open(tap.path("tone.wav"), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes(b"".join(struct.pack("<h", int(9000 * math.sin(k * (0.2 + k / 60000)))) for k in range(RATE // 2)))


def give(say, language, before):
    """Steps that give something by each form that is there, or play, or steer."""
    picture, text, sound, lines, point = (say(name) for name in ("Draw here", "Type a text to try", "The recording that is tried", "Draw over the lines", "Click a point to try"))
    latent, film = "slider:" + pattern(say("Latent number %s")) + "#3", say("Play the walk as a film")
    world, against, move = say("The network plays"), "push button:" + say("Play against it"), pattern(say("Your move: click on the board.")) + ".*"
    forms = [(picture, "drag", picture, "+25,+35") if language == "en" else (picture, "drop", tap.path("ring.png"), picture), (text, "click", text, "type", WORDS[language]),
             (sound, "drop", tap.path("tone.wav"), sound), (lines, "drag", lines, "+60,-20"), (latent, "shot", before, "drag", latent, "+25,+0", "click", film), (point, "click", point), (NUMBER, "click", NUMBER, "key", "ctrl+a", "type", "1", "key", "Tab"),
             (against, "click", against, "wait", move, "shot", before, "click", world, "click", BESIDE, "sleep", "1"),
             (world, "click", world, "hold", "Left", "wait", pattern(say("You steer · move %s · return %s")), "let", "Left")]
    steps = []
    for name, *does in forms:
        n = sum(word in VERBS for word in does)
        steps += (["unless", against, str(n + 1)] if name == world else []) + ["when", name, str(n), *does]
    return steps


def tried(example, language):
    """What there is to say of it: whether it was opened, learnt and answered."""
    say, name = catalogue(language), f"{example['id']}-{language}"
    picture, train, answer = os.path.join(KEPT, name + ".png"), "push button:" + say("Train"), say("What the network says") + "|" + say("What the network makes")
    before = tap.path(name + ".png")
    ends = "|".join(pattern(say(text)) + ".*" for text in ("After step %s · learns from %s of “%s”", "Unlike what it learnt from: rely on no answer.", "After step %s · move %s of %s · return %s%s",
                                                    "Your move: click on the board.", "The network is to move.", "You have won. Click for another game.",
                                                    "The network has won. Click for another game.", "Nobody has won. Click for another game."))
    fine, text = tap.drive("key", "ctrl+f", "type", example["title"] if language == "en" else example["title"][:4], "click", "push button:" + re.escape(example["title"]), "wait", train, "click", train, "wait", f"push button:({say('Pause')}|{say('Go on')})",
                           "click", "push button:" + say("Try it"), "wait", answer + "|" + say("The network plays"), *give(say, language, before), "wait", ends, "value", ends, "value", "slider:" + say("Step of the run"),
                           "when", answer, "1", "value", answer, "shot", picture, options=["--size", "1280x720", *(["--lang", language] if language != "en" else [])], home=tap.path(name))
    found = text.split("\n· ")
    steps = [int(re.sub(r"\D", "", number)) for part in found if part.startswith("value slider") for number in re.findall(r"\d[\d,\s]*", part)[-1:]]
    answers = [part.split("\n", 1)[1] for part in found if part.startswith("value") and "\n" in part]
    moved = not os.path.exists(before) or ImageChops.difference(*(Image.open(path).convert("RGB").crop(BOARD) for path in (before, picture))).getbbox()
    return f"{example['id']} in {language}: it is opened, learns, is given something and answers", fine and steps and steps[0] > 0 and all(answers) and moved, text, answers


def main():
    os.makedirs(KEPT, exist_ok=True)
    make_files()
    jobs = []
    for language in LANGUAGES:
        told = subprocess.run([tap.weft, "gallery", "--json"], check=True, capture_output=True, text=True, timeout=60, env={**os.environ, "LANGUAGE": language}).stdout
        # Each in one language; in both where there is time.
        jobs += [(json.loads(line), language) for k, line in enumerate(told.splitlines()) if "WEFT_IN_FULL" in os.environ or LANGUAGES[k % 2] == language]
    wanted = sys.argv[3:]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for what, holds, text, answers in pool.map(lambda job: tried(*job), [job for job in jobs if not wanted or job[0]["id"] in wanted]):
            tap.ok(what, holds, text)
            if wanted:
                print("# " + " / ".join(answers))


tap.each(main)
tap.end()
