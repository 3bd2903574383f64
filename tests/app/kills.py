#!/usr/bin/env python3
"""kills: SIGKILL at random moments of training and editing; what was finished is there again; prints TAP.

kills.py PATH/TO/weft [COUNT]. Acknowledged edits under kills: tests/projects/test-store-kill.c.
"""
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

WEFT = os.path.abspath(sys.argv[1])
COUNT = int(sys.argv[2]) if len(sys.argv) > 2 else 100
home = tempfile.TemporaryDirectory(prefix="weft-kills-", ignore_cleanup_errors=True)
folder = os.path.join(home.name, "project")
os.mkdir(folder)
ENV = dict(os.environ, LANGUAGE="C", LC_ALL="C.UTF-8", XDG_DATA_HOME=os.path.join(home.name, "data"))
project = os.path.join(folder, "killed.weft")
random.seed(1)


def run(*args):
    return subprocess.run([WEFT, *args], capture_output=True, text=True, env=ENV, timeout=60)


def count_edits():
    return json.loads(run("check", project, "--json").stdout.splitlines()[-1])["parameters"]


assert run("new", "--example", "digits-mlp", project).returncode == 0
assert run("train", project, "--steps", "20").returncode == 0
parameters = count_edits()
step = 20
faults = {"integrity check": 0, "graph": 0, "newest checkpoint": 0, "one file": 0}
for i in range(COUNT):
    process = subprocess.Popen([WEFT, "train", project, "--resume", "--seconds", "30"], env=ENV,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(random.uniform(0.02, 0.6))
    if i % 4 == 3:
        process.send_signal(signal.SIGINT)  # a checkpoint is written; then the kill may hit its end
        time.sleep(random.uniform(0, 0.05))
    process.send_signal(signal.SIGKILL)
    process.wait()
    state = run("state", project, "--json")
    now = json.loads(state.stdout)["step"] if state.returncode == 0 else -1
    faults["newest checkpoint"] += now < step
    step = max(step, now)
    faults["graph"] += count_edits() != parameters
    if i % 10 == 9:
        run("train", project, "--resume", "--steps", "1")
        step += 0
        faults["one file"] += os.listdir(folder) != ["killed.weft"]
        connection = sqlite3.connect(f"file:{project}?mode=ro", uri=True)
        faults["integrity check"] += connection.execute("pragma integrity_check").fetchone()[0] != "ok"
        connection.close()
for number, (what, n) in enumerate(faults.items(), 1):
    print(f"{'not ok' if n else 'ok'} {number} {what} after {COUNT} kills of training (faults: {n})")
print(f"1..{len(faults)}")
sys.exit(any(faults.values()))
