#!/usr/bin/env python3
"""ends: a window that is ended from outside, and one whose file is taken away, lose nothing; prints TAP. ends.py PATH/TO/weft"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
WEFT = os.path.abspath(sys.argv[1])
folder = tempfile.mkdtemp(prefix="weft-ends-")
number = failed = 0


def ok(what, holds, note=""):
    global number, failed
    number += 1
    failed += not holds
    print(f"{'ok' if holds else 'not ok'} {number} {what}", flush=True)
    if not holds:
        print("# " + "\n# ".join(str(note)[-3000:].split("\n")), flush=True)


def drive(*steps, arguments=()):
    process = subprocess.run([sys.executable, os.path.join(HERE, "drive.py"), WEFT, "--user-dir", folder, *arguments, "--", *steps],
                             capture_output=True, text=True, timeout=120)
    return process.returncode == 0, process.stdout + process.stderr


def when_there(path, act):
    """Does something as soon as the step `shot path` has been done."""
    def wait():
        end = time.time() + 60
        while not os.path.exists(path) and time.time() < end:
            time.sleep(0.05)
        act()
    threading.Thread(target=wait, daemon=True).start()


def run(*args):
    return subprocess.run([WEFT, "--user-dir", folder, *args], capture_output=True, text=True, timeout=60)


def stored_step(path):
    state = run("state", path, "--json")
    return json.loads(state.stdout)["step"] if state.returncode == 0 else -1


def shown_step(text):
    found = re.findall(r"step ([\d,]+)", text)
    return int(found[-1].replace(",", "")) if found else -1


def main():
    place = os.path.join(folder, "work")
    os.mkdir(place)
    project = os.path.join(place, "p.weft")
    assert run("new", "--example", "digits-mlp", project).returncode == 0

    # drive.py ends what has not been closed with SIGTERM, while it trains.
    fine, text = drive("wait", "Train", "sleep", "1", "click", "Train", "sleep", "3", "tree", arguments=[project])
    shown, stored = shown_step(text), stored_step(project)
    ok("SIGTERM while it trains ends like closing, with a checkpoint", fine and stored >= shown > 20, f"{shown} shown, {stored} stored\n{text}")
    ok("and leaves one file", os.listdir(place) == ["p.weft"], os.listdir(place))

    # Moved while nobody edits: followed. Removed: it goes on in a rescue copy, said in the window.
    moved, signal = os.path.join(place, "moved.weft"), os.path.join(folder, "signal.png")
    when_there(signal, lambda: os.rename(project, moved))
    fine, text = drive("wait", "Train", "sleep", "1", "shot", signal, "sleep", "4", "click", "Dense 2", "key", "Delete", "sleep", "1", "click", "Close", "closed",
                       arguments=[project])
    left = run("check", moved, "--json").stdout
    ok("a project that is moved while it is open is followed", fine and os.listdir(place) == ["moved.weft"] and "dense2" not in left, f"{os.listdir(place)} {left}\n{text}")
    signal = os.path.join(folder, "signal2.png")
    when_there(signal, lambda: os.unlink(moved))
    fine, text = drive("wait", "Train", "sleep", "1", "shot", signal, "sleep", "4", "tree", "click", "Undo", "sleep", "1", "click", "Close", "closed", arguments=[moved])
    rescued = os.path.join(folder, "rescue", "moved-1.weft")
    ok("one that is removed goes on in a rescue copy, which the window says", fine and "removed while it was open" in text and "Keep it where" in text and os.path.exists(rescued)
       and not os.listdir(place), f"{os.listdir(place)}\n{text}")


try:
    main()
except (KeyError, IndexError, OSError, subprocess.TimeoutExpired) as error:  # what a failed step leaves missing
    ok("every step could be tried", False, f"{type(error).__name__}: {error}")
print(f"1..{number}")
shutil.rmtree(folder, ignore_errors=True)
sys.exit(failed > 0)
