#!/usr/bin/env python3
"""check-sizes: files of at most 500 lines, functions of at most 60, an SPDX line and a first line in each file."""
import os
import re
import subprocess
import sys

os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../.."))
rooms = ("app", "engine", "projects", "ui", "tests")
paths = sorted(
    os.path.join(folder, name)
    for room in rooms
    for folder, _, names in os.walk(room)
    for name in names
    if name.endswith((".c", ".h"))
)
failed = 0
for n, path in enumerate(paths, 1):
    faults = []
    lines = open(path, encoding="utf-8").read().split("\n")
    if len(lines) > 501:
        faults.append(f"{len(lines) - 1} lines")
    if not any("SPDX-License-Identifier: GPL-3.0-or-later" in line for line in lines[:32]):
        faults.append("no SPDX line")
    if not re.match(r"/\* [\w-]+: ", lines[0]):
        faults.append("no first line that says what it is")
    start = None
    for i, line in enumerate(lines):
        if line == "{":
            start = i
        elif line == "}" and start is not None:
            if i - start - 1 > 60:
                faults.append(f"the function at line {start} has {i - start - 1} lines")
            start = None
    print(("not ok" if faults else "ok"), n, path)
    for fault in faults:
        print("#", fault)
    failed += bool(faults)
print(f"1..{len(paths)}")
sys.exit(failed > 0)
