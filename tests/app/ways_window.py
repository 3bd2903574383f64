#!/usr/bin/env python3
"""ways_window: in the real window an empty canvas comes to a network that learns, by the buttons that are offered alone; prints TAP.

Every recipe is held to that by test-ways; here some are pressed by hand, in either language.
"""
import os
import re

from tap import HERE, Tap

tap = Tap("ways-window", "^(failed|said)|·")
ok, drive = tap.ok, tap.drive
with open(os.path.join(HERE, "../../engine/recipes/recipes.def")) as rows:
    RECIPES = re.findall(r"RECIPE \((\w+)\)", rows.read())
WORDS = {"en": ("Empty canvas", "Recipe", "Choose data", "Moons", "Train", "Close"), "zh_CN": ("空白画布", "训练方式", "选择数据", "双月", "训练", "关闭")}


STEPS = r"step [1-9]|第\s?[1-9][\d\s,]*步"


def learns(text):
    """The strip may have been read a moment before the timeline."""
    return re.search(STEPS, text) is not None


def ways(recipe, language, *buttons, data=True, more=()):
    empty, way, choose, moons, train, close = WORDS[language]
    steps = ["wait", empty, "sleep", "1", "click", empty, "wait", f"combo box:{way}", "sleep", "1", "click", f"combo box:{way}", "sleep", "0.5", "key", *["Down"] * RECIPES.index(recipe), "Return", "sleep", "1"]
    if data:
        steps += ["click", choose, "sleep", "1.5", "click", f".*{moons}.*", "wait", "combo box:(Source|来源)", "sleep", "1", "click", "130,170", "sleep", "1"]
    for button in buttons:
        steps += ["wait", f"push button:{button}", "sleep", "0.5", "click", f"push button:{button}", "sleep", "1.5"]
    fine, text = drive(*steps, "click", f"push button:{train}", *more, "tree", STEPS, "shot", tap.path(recipe + ".png"), "click", close, "closed", options=["--lang", language])
    ok(f"{recipe}: learns after {len(buttons) + data} buttons ({language})", fine and learns(text.split("· tree")[-1]), text)


def all_ways():
    ways("adversarial", "en", "Add a contest", more=("click", "172,71", "sleep", "0.7", "key", "Down", "Down", "Down", "Return", "sleep", "1"))
    ways("denoising", "zh_CN", "添加与所见内容的比较", "添加噪声")
    ways("policy", "en", "Use .+", "Add beliefs about actions", "Add what it may hope for", data=False)
    ways("contrastive_views", "zh_CN", "添加互相认得的两个视图")


def world():
    """A world is found by typing, comes with a network and a way to act in it, and is seen to be played while it learns."""
    empty, _, _, _, train, close = WORDS["zh_CN"]
    fine, text = drive("wait", empty, "sleep", "1", "click", empty, "sleep", "1", "key", "ctrl+k", "sleep", "1.5", "type", "youxi", "sleep", "1", "shot", tap.path("found.png"), "key", "Return", "sleep", "2",
                       "click", f"push button:{train}", "tree", STEPS, "tree", "网络在行动", "shot", tap.path("world.png"), "click", close, "closed", options=["--lang", "zh_CN", "--dark"])
    ok("a game is found by what it is, and learns by itself", fine and learns(text.split("· tree")[-1]) and "网络在行动" in text, text)


def folds():
    """In folds: a figure for each, their mean and spread; the run is left alone."""
    fine, text = drive("wait", "push button:Three irises", "click", "push button:Three irises", "wait", "push button:Test in folds…", "sleep", "1", "scroll", "label:HOW IT LEARNS", "3", "sleep", "0.5", "click", "push button:Test in folds…", "wait", "Begin", "sleep", "0.5", "key", "Return",
                       "wait", "list item:Accuracy.*", "tree", "shot", tap.path("folds.png"), "key", "Escape", "gone", "Begin", "tree", "click", "Close", "closed")
    ok("five folds, their mean and spread", fine and len(re.findall(r"list item \| Fold \d: [\d.]+", text)) == 5 and re.search(r"Accuracy: [\d.]+ % ± [\d.]+ %", text), text)
    ok("the run was left alone", "step 0" in text, text)


tap.each(all_ways, world, folds)
tap.end()
