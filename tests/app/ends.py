#!/usr/bin/env python3
"""ends: a window that is ended from outside, and one whose file is taken away, lose nothing; prints TAP. ends.py PATH/TO/weft PATH/TO/broken-disk.so"""
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import threading
import time

# A full disk and one that is pulled are made with mounts, which are gone with the process that made them.
UNSHARE = ["unshare", *([] if os.getuid() == 0 else ["--map-root-user"]), "--mount", "--propagation", "private"]
if "ENDS_INSIDE" not in os.environ:
    may_mount = shutil.which("unshare") and not subprocess.run([*UNSHARE, "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True).returncode
    os.environ["ENDS_INSIDE"] = "mounts" if may_mount else "no mounts"
    if may_mount:
        os.execvp("unshare", [*UNSHARE, sys.executable, *sys.argv])
from tap import Tap  # noqa: E402: not before the mounts are this process's own

BROKEN_DISK = os.path.abspath(sys.argv[2])
tap = Tap("ends", "(?!)")
ok, drive, skip, folder = tap.ok, tap.drive, tap.skip, tap.folder


def when_there(path, act):
    """Does something as soon as the step `shot path` has been done."""
    def wait():
        end = time.time() + 300  # a machine with much else to do
        while not os.path.exists(path) and time.time() < end:
            time.sleep(0.05)
        act()
    threading.Thread(target=wait, daemon=True).start()


def run(*args):
    return subprocess.run([tap.weft, "--user-dir", folder, *args], capture_output=True, text=True, timeout=60)


def stored_step(path):
    state = run("state", path, "--json")
    return json.loads(state.stdout)["step"] if state.returncode == 0 else -1


def shown_step(text):
    found = re.findall(r"step ([\d,]+)", text)
    return int(found[-1].replace(",", "")) if found else -1


def count_nodes(path):
    """-1: it is not sound."""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        sound = connection.execute("pragma integrity_check").fetchone()[0] == "ok"
        return connection.execute("select count(*) from node").fetchone()[0] if sound else -1
    finally:
        connection.close()


def read(path):
    with open(path, "rb") as file:
        return file.read()


def begin(name, mounts=False):
    """A folder of its own, a disk of 1 MB where that is asked for; a project in it."""
    place = os.path.join(folder, name)
    os.mkdir(place)
    if mounts:
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "none", place], check=True)
    project = os.path.join(place, name + ".weft")
    assert run("new", "--example", "digits-mlp", project).returncode == 0
    return place, project


def fill(place):
    with open(os.path.join(place, "filler"), "wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 4096)
        except OSError:
            pass


COPIES = 12
NODES = 7 * (COPIES + 1)


def drive_full(name, *steps):
    """Edits on a disk that is full meanwhile; the step `shot ROOM` makes room again."""
    place, project = begin(name, mounts=True)
    full, room = os.path.join(folder, name + "-full.png"), os.path.join(folder, name + "-room.png")
    when_there(full, lambda: fill(place))
    when_there(room, lambda: os.unlink(os.path.join(place, "filler")))
    fine, text = drive("wait", "Train", "sleep", "1", "shot", full, "sleep", "1", "key", "ctrl+a", "ctrl+c", "key", *["ctrl+v"] * COPIES, "sleep", "3",
                       *[room if step == "ROOM" else step for step in steps], arguments=[project])
    return place, project, fine, text


TRY, KEEP, LOSE, CANCEL = "_Try.*#2", "_Keep.*#2", "Close _without.*#2", "_Cancel.*"  # in a narrow dialog; the wide one's are there unseen


def full_disk():
    other = begin("other")[1]
    place, project, fine, text = drive_full("asked", "key", "ctrl+s", "sleep", "1", "tree",
                                            "click", "Close", "sleep", "1", "click", TRY, "sleep", "1", "click", CANCEL,
                                            "click", "Back to the gallery", "sleep", "1", "click", CANCEL,
                                            "click", "Close", "sleep", "1", "shot", "ROOM", "sleep", "1", "click", TRY, "closed")
    ok("a full disk stays said, and nothing is called saved", "Your newest changes are not saved" in text and "is saved" not in text, text)
    ok("closing and going back ask, again and again; with room all is written", fine and count_nodes(project) == NODES, f"{count_nodes(project)} nodes\n{text}")
    kept = os.path.join(folder, "kept.weft")
    place, project, fine, text = drive_full("keep", "click", "Close", "sleep", "1", "click", KEEP, "sleep", "2", "key", "ctrl+a", "type", kept, "key", "Return", "sleep", "2",
                                            "tree", "click", "Close", "closed")
    ok("it can be kept in another place, whole", fine and "not saved" not in text and count_nodes(kept) == NODES, text)
    place, project, fine, text = drive_full("lose", "key", "ctrl+o", "sleep", "2", "key", "ctrl+l", "ctrl+a", "type", other, "key", "Return", "sleep", "2", "click", LOSE,
                                            "sleep", "2", "tree", "click", "Close", "closed")
    rescued = os.path.join(folder, "rescue")
    ok("another can be opened without what is not saved, of which nothing is said then", fine and "not saved" not in text and 7 <= count_nodes(project) < NODES and sorted(os.listdir(place)) == ["filler", "lose.weft"]
       and not os.path.exists(os.path.join(rescued, "lose-1.weft")), f"{os.listdir(place)}\n{text}")
    drive_full("ended")  # with SIGTERM
    ok("SIGTERM on a full disk leaves a rescue copy, whole", count_nodes(os.path.join(rescued, "ended-1.weft")) == NODES)


def worn_out():
    """A disk that gives errors, as it stays or gets well again: what is open goes on at once where it can be written."""
    place, project = begin("worn")
    signal = os.path.join(folder, "worn.png")
    when_there(signal, lambda: open(os.path.join(place, "broken"), "w").close())
    fine, text = drive("wait", "Train", "sleep", "1", "shot", signal, "sleep", "1", "click", "Dense 2", "key", "Delete", "sleep", "3", "tree", "click", "ReLU", "key", "Delete", "sleep", "1",
                       "tree", "click", "Close", "closed", arguments=[project], LD_PRELOAD=BROKEN_DISK, BROKEN_DISK=place)
    rescued = os.path.join(folder, "rescue", "worn-1.weft")
    ok("a disk that gives errors: all goes on in a rescue copy at once, which is said", fine and "rescue copy" in text.split("click ReLU")[0] and count_nodes(rescued) == 5, f"{count_nodes(rescued)} nodes\n{text}")
    ok("and nothing is to be tried again", "push button | Try again" not in text, text)


def language():
    """Another language while edits are not saved: it asks as closing does, and with room all is there in the other language."""
    place, project, fine, text = drive_full("spoken", "click", "push button:Try again", "wait", "label:(?s:.*)the disk is full(?s:.*)#2", "key", "ctrl+comma", "wait", "combo box:Language", "sleep", "1", "click", "combo box:Language", "sleep", "0.7",
                                            "key", "Down", "Down", "Return", "sleep", "1.5", "tree", "click", "_Try.*", "sleep", "1.5", "tree", "shot", "ROOM", "sleep", "0.5", "click", "_Try.*", "wait", "训练", "sleep", "1", "tree",
                                            "click", "关闭", "closed")
    asked, again, switched = ([part for part in text.split("\n· ") if part.startswith("tree")] + [""] * 3)[:3]
    ok("what is not saved can be tried again where that is said", asked and "nothing called 'label:" not in text, text)  # in the notice, and in passing
    ok("another language with edits that are not saved: it asks first, again and again", all("Some changes are not saved" in tree and "Train |" in tree for tree in (asked, again)), text)
    ok("with room all is there in the other language", fine and "保存" not in switched and count_nodes(project) == NODES, f"{count_nodes(project)} nodes\n{text}")


def pulled():
    place, project = begin("pulled", mounts=True)
    signal = os.path.join(folder, "pulled.png")
    when_there(signal, lambda: subprocess.run(["umount", "-l", place]))
    fine, text = drive("wait", "Train", "sleep", "1", "click", "Dense 2", "key", "Delete", "shot", signal, "sleep", "4", "tree", "click", "Close", "closed", arguments=[project])
    ok("a disk that is pulled is said, and all goes on in a rescue copy", fine and "rescue copy" in text and count_nodes(os.path.join(folder, "rescue", "pulled-1.weft")) == 6, text)


def overwritten():
    place, project = begin("written")
    other, signal = begin("foreign")[1], os.path.join(folder, "written.png")
    when_there(signal, lambda: shutil.copyfile(other, project))
    fine, text = drive("wait", "Train", "sleep", "1", "click", "Dense 2", "key", "Delete", "sleep", "1", "shot", signal, "sleep", "4", "tree",
                       "click", "Dense 1", "key", "Delete", "sleep", "1", "click", "Close", "closed", arguments=[project])
    ok("a project that is copied over goes on from memory in a rescue copy", fine and "rescue copy" in text and count_nodes(os.path.join(folder, "rescue", "written-1.weft")) == 5, text)
    ok("and what was copied stays as it is", read(project) == read(other) and os.listdir(place) == ["written.weft"], os.listdir(place))


def touched():
    place, project = begin("touched")
    signal = os.path.join(folder, "touched.png")
    when_there(signal, lambda: os.utime(project))
    fine, text = drive("wait", "Train", "sleep", "1", "click", "Dense 2", "key", "Delete", "sleep", "1", "shot", signal, "sleep", "4", "tree", "click", "Close", "closed", arguments=[project])
    ok("one whose time is set is the same", fine and "rescue" not in text and count_nodes(project) == 6 and not os.path.exists(os.path.join(folder, "rescue", "touched-1.weft")), text)


def begin_training(project, seconds):
    """`weft train`, when its first figures are there and a second has passed."""
    process = subprocess.Popen([tap.weft, "--user-dir", folder, "train", project, "--seconds", str(seconds), "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    process.stdout.readline()
    time.sleep(1)
    return process


def train_lost(name, act):
    """What `weft train` does when that happens to its project: its exit code, seconds until then, its message."""
    place, project = begin("train-" + name)
    process = begin_training(project, 90)
    act(project)
    began = time.time()
    said = process.communicate(timeout=120)[1]
    return process.returncode, time.time() - began, said


def trains():
    for name, act, word in (("removed", os.unlink, "removed"),
                            ("replaced", lambda path: os.replace(begin("newer")[1], path), "another file"),
                            ("copied over", lambda path: shutil.copyfile(begin("older")[1], path), "wrote into it|damaged")):  # damaged: while a transaction was being written
        code, seconds, said = train_lost(name, act)
        ok(f"train ends with an error as soon as its project is {name}", code == 1 and seconds < 45 and re.search(word, said), f"{code} after {seconds} s: {said}")
    place, project = begin("train-moved")
    process = begin_training(project, 6)
    os.rename(project, project + ".moved.weft")
    said = process.communicate(timeout=60)[1]
    ok("one that is moved is followed", process.returncode == 0 and stored_step(project + ".moved.weft") > 0 and len(os.listdir(place)) == 1, said)


def main():
    place = os.path.join(folder, "work")
    os.mkdir(place)
    project = os.path.join(place, "p.weft")
    shutil.copy(tap.endless("long", "digits-mlp"), project)

    # drive.py ends what has not been closed with SIGTERM, while it trains.
    fine, text = drive("wait", "Train", "sleep", "1", "click", "Train", "tree", r"· step (2[1-9]|[3-9]\d|\d{3}|[\d,]{5,})", arguments=[project])
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
    overwritten()
    touched()
    trains()
    worn_out()
    if os.environ["ENDS_INSIDE"] == "mounts":
        full_disk()
        pulled()
        language()  # which stays: last
    else:
        skip("a full disk and one that is pulled", "one may not mount here")


tap.each(main)
for name in os.listdir(folder):  # what is mounted on cannot be removed
    if os.path.ismount(os.path.join(folder, name)):
        subprocess.run(["umount", "-l", os.path.join(folder, name)])
tap.end()
