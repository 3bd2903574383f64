#!/usr/bin/python3
"""make-summaries: what a function does, in a line and at length, for data/summaries/summaries.csv.

    make-summaries.py FOLDER …    networkx and scipy of Debian's python3-networkx and python3-scipy, as dpkg-deb -x unpacks them

A text is what its manual says of the parameters and of what is returned, and the notes. The first line is the
summary; what introduces the function below it is left out, for it says the same once more. Texts of one file lie in one part, so that what tests is about other matters than
what trains, and none shares most of its words with one of another part. Run by hand; the same file each time.
"""
# SPDX-License-Identifier: GPL-3.0-or-later

import ast
import csv
import os
import re
import sys
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
SECTIONS = ("Parameters", "Returns", "Yields", "Attributes", "Notes")
DESCRIBED = ("Parameters", "Returns", "Yields", "Attributes")  # a name and its type a line, what it is set in below
PARTS = ("train",) * 6 + ("validation",) + ("test",) * 3
SENTENCES = 3  # of a text, at least
MOST = 380  # words of it; what follows is left out
SHORTEST = 3  # words of a summary
LONGEST = 3  # lines that it may take
ALIKE = 0.5  # share of the words of two texts, from which on they lie in one part


def find_manuals(folder):
    """File, and what the manual of a public function or class in it says."""
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(one for one in folders if one not in ("tests", "_lib"))  # what others wrote lies in _lib
        for name in sorted(files):
            if not name.endswith(".py"):
                continue
            path = os.path.join(here, name)
            with open(path, encoding="utf-8") as file:
                tree = ast.parse(file.read())
            for node in ast.walk(tree):
                if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_") and ast.get_docstring(node):
                    yield os.path.relpath(path, folder), ast.get_docstring(node)


def tidy(text):
    """Without the marks of the manual's own language."""
    text = re.sub(r":\w+:`~?([^`<]*?)(?: <[^`]*>)?`", r"\1", text)
    text = re.sub(r"\[[\w\s]*\]_", "", text).replace("`", "").replace("*", "").replace("||", "")
    return re.sub(r" +([.,])", r"\1", " ".join(text.split()))


def collect(manual):
    """Summary, and the sentences of the text."""
    parts = re.split(r"^(.+)\n-{3,} *\n", manual, flags=re.MULTILINE)
    summary = re.split(r"\n\s*\n", parts[0])[0]
    if summary.count("\n") >= LONGEST:
        return "", []
    paragraphs = []
    for title, body in zip(map(str.strip, parts[1::2]), parts[2::2]):
        if title not in SECTIONS:
            continue
        if title in DESCRIBED:
            body = "\n".join(line if line.startswith("  ") else "" for line in body.split("\n"))
        paragraphs += [tidy(one) for one in re.split(r"\n\s*\n", body) if not one.strip().startswith((">>>", ".."))]
    sentences = [one for text in paragraphs if text.endswith(".") and len(text) > 30 for one in re.split(r"(?<=[.!?])\s+(?=[^a-z(])", text)]
    return tidy(summary), sentences


def words(text):
    return re.findall(r"\w+", text.lower())


def shorten(sentences):
    """The first ones, as many as fit."""
    taken, n = [], 0
    for sentence in sentences:
        n += len(re.findall(r"\w+|[^\w\s]", sentence))
        if n > MOST:
            break
        taken.append(sentence)
    return taken


def is_like(bag, others):
    return any(len(bag & other) > ALIKE * len(bag | other) for other in others)


def main():
    rows, bags, summaries = [], {part: [] for part in PARTS}, set()
    for path, manual in (one for folder in sys.argv[1:] for one in find_manuals(folder)):
        summary, sentences = collect(manual)
        sentences = shorten(sentences)
        part = PARTS[zlib.crc32(path.encode()) % len(PARTS)]
        bag = set(words(" ".join(sentences)))
        if len(sentences) < SENTENCES or len(words(summary)) < SHORTEST or summary in summaries:
            continue
        if any(is_like(bag, bags[other]) for other in bags if other != part):
            continue
        bags[part].append(bag)
        summaries.add(summary)
        rows.append((part, " || ".join(sentences), summary))
    with open(os.path.join(HERE, "data/summaries/summaries.csv"), "w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([("split", "text", "summary"), *rows])


main()
