#!/usr/bin/python3
"""worlds: each world that programs of PyTorch have is Weft's, number by number, and each constant of it counts; prints TAP.
worlds.py PATH/TO/world-moves"""
import copy
import glob
import math
import os
import re
import subprocess
import sys

import numpy as np

PARTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "projects", "formats", "pytorch")
SEED = 7  # as there
n = 0


def ok(what, good, said=""):
    global n
    n += 1
    print(f"{'ok' if good else 'not ok'} {n} {what}" + ("" if good else f"\n# {str(said)[-600:]}"), flush=True)


def read(*names): return open(os.path.join(PARTS, *names), encoding="utf-8").read()


def make_world(text):
    names = {"copy": copy, "math": math, "np": np}
    exec(read("random.py.in") + read("acting", "chance.py.in") + text, names)
    return names["World"](), names["EPISODE"]


def find_difference(text, moves):
    """Where the world is another one than Weft's; None: nowhere."""
    world, stream = make_world(text)
    reward = ended = 0
    for i, (episode, action, expected, is_over, taught, *seen) in enumerate(moves):
        if action < 0:
            world.reset(SEED, stream, int(episode))
        else:
            if hasattr(world, "list_moves") and action not in world.list_moves():
                return f"move {i}: {action} is none of {world.list_moves()}"
            reward, ended = world.step(int(action))
            if abs(reward - expected) > 1e-6 or bool(ended) != bool(is_over):
                return f"move {i}: reward {reward}, {expected} in Weft; end {ended}, {is_over} in Weft"
        if taught >= 0 and world.teach() != taught:
            return f"move {i}: {world.teach()} is taught, {taught} in Weft"
        mine = np.ravel(world.observe())
        off = np.abs(mine - seen) / np.maximum(1, np.abs(seen))
        if mine.dtype != np.float32 or not off.max() <= 1e-6:
            return f"move {i}, action {action}: {mine.tolist()[:20]}, {seen[:20]} in Weft, off by {off.max()}"
    return None


def find_idle(text, moves):
    """Numbers with a point, but in what is said of the code, that may as well be two per cent larger."""
    idle = []
    code = re.sub(r'""".*?"""|#[^"]*?$', lambda said: " " * len(said.group()), text, flags=re.S | re.M)
    for found in re.finditer(r"(?<![\w.])\d+\.\d+", code):
        other = text[:found.start()] + repr(float(found.group()) * 1.02) + text[found.end():]
        if float(found.group()) != 0 and find_difference(other, moves) is None:
            idle.append(text[text.rindex("\n", 0, found.start()) + 1:].split("\n")[0].strip() + ": " + found.group())
    return idle


for path in sorted(glob.glob(os.path.join(PARTS, "worlds", "*.py"))):
    name = os.path.basename(path)[:-3]
    text = read("worlds", name + ".py")
    p = subprocess.run([sys.argv[1], name], stdout=subprocess.PIPE)
    numbers = np.frombuffer(p.stdout, "<f4")
    world, stream = make_world(text)
    world.reset(SEED, stream, 0)
    moves = numbers.reshape(-1, 5 + np.size(world.observe()))
    said = find_difference(text, moves)
    ok(f"{name}: {np.sum(moves[:, 1] >= 0)} moves of {np.sum(moves[:, 1] < 0)} episodes are Weft's", p.returncode == 0 and len(moves) > 500 and said is None, said)
    ok(f"{name}: an episode that ends by itself is among them", moves[:, 3].any())
    idle = find_idle(text, moves)
    ok(f"{name}: every constant counts", not idle, idle)
print(f"1..{n}")
