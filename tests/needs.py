#!/usr/bin/env python3
"""needs: what Ninja has to build for the tests of some suites: `meson introspect BUILD --tests --targets | needs.py BUILD SUITE …`.

The tests of the rooms need their own programs; those of the window and of commands all that is installed.
"""
import json
import os
import sys

folder, suites = os.path.abspath(sys.argv[1]), set(sys.argv[2:])
told = json.load(sys.stdin)
if suites <= {"engine", "projects", "ui"}:
    tests = [test for test in told["tests"] if suites & {name.split(":")[-1] for name in test["suite"]}]
    wanted = {target for test in tests if "weft:slow" not in test["suite"] for target in test["depends"]}
    for target in told["targets"]:
        if target["id"] in wanted:
            print(*(os.path.relpath(file, folder) for file in target["filename"]), sep="\n")
else:
    print("all")
