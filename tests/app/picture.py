#!/usr/bin/env python3
"""picture: README's picture, taken of the real window while an example learns: picture.py WEFT OUT.png"""
import sys

from tap import Tap

tap = Tap("picture")
fine, text = tap.drive("wait", "Digits with convolutions", "sleep", "1", "click", "Digits with convolutions", "wait", "Train", "sleep", "1", "click", "Close this line", "sleep", "1", "click", "Train", "tree", r"label \| epoch ([4-9]|\d\d)", "400",
                       "hover", "1150,300", "sleep", "2", "shot", sys.argv[2], "click", "Pause", "wait", "Train", "click", "Close", "closed", options=["--size", "1280x720"])
if not fine:
    sys.exit(text)
tap.end()
