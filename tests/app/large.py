#!/usr/bin/env python3
"""large: a data set larger than 1 GB is read, kept, trained and judged in a quarter of its size; large.py PATH/TO/weft PATH/TO/slow-disk.so [MB]; prints TAP.

Pictures of 28 × 28 in an IDX set: the class of each is where its bright square lies, the rest is noise.
"""
import json, os, shutil, struct, subprocess, sys

from tap import Tap

SLOW_DISK = os.path.abspath(sys.argv[2])
MB = int(sys.argv[3]) if len(sys.argv) > 3 else 1030
SIDE, BLOCK = 28, 4096
COUNT = MB * 1000000 // (SIDE * SIDE)
SHARE = 0.25
tap = Tap("large")


def write_set():
    """Each picture is noise from one block, moved on by its number, so that none is the same as another."""
    noise = bytearray(b % 120 for b in os.urandom(BLOCK * SIDE * SIDE))
    with open(tap.path("big-images-idx3-ubyte"), "wb") as x, open(tap.path("big-labels-idx1-ubyte"), "wb") as y:
        x.write(struct.pack(">IIII", 0x803, COUNT, SIDE, SIDE))
        y.write(struct.pack(">II", 0x801, COUNT))
        for first in range(0, COUNT, BLOCK):
            n = min(BLOCK, COUNT - first)
            for i in range(n):
                at = i * SIDE * SIDE
                noise[at:at + 8] = (first + i).to_bytes(8, "little")
                for row in range(8, 14):
                    noise[at + row * SIDE + 4:at + row * SIDE + 24] = bytes(20)
                    left = at + row * SIDE + 4 + 2 * (i % 10)
                    noise[left:left + 2] = b"\xff\xff"
            x.write(noise[:n * SIDE * SIDE])
            y.write(bytes(i % 10 for i in range(n)))


def measure(*args):
    """What it printed, and the most of the machine's memory that it ever had, in bytes."""
    process = subprocess.Popen([tap.weft, *args, "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                               env={k: v for k, v in os.environ.items() if k != "MALLOC_PERTURB_"})  # which fills what is never used
    out, wrong = process.stdout.read(), process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    print(f"# {args[0]}: {usage.ru_maxrss // 1024} MB at most, {usage.ru_utime + usage.ru_stime:.1f} s of a core", flush=True)
    return process.returncode, [json.loads(line) for line in out.splitlines()], usage.ru_maxrss * 1024, wrong


def check(what, *args):
    code, rows, most, wrong = measure(*args)
    tap.ok(what, code == 0, wrong)
    tap.ok(f"{what}, in a quarter of its size", most <= SHARE * COUNT * SIDE * SIDE, f"{most} bytes of {COUNT * SIDE * SIDE}")
    return rows[-1]


def slow_disk(pace):
    """The environment of a program that reads what lies in the folder at so many bytes a second at most."""
    return dict(LD_PRELOAD=SLOW_DISK, SLOW_DISK=tap.folder, SLOW_DISK_PACE=str(pace))


def test_all():
    project = tap.path("big.weft")
    made = check("a set is read and kept", "new", "--data", tap.path("big-images-idx3-ubyte"), project)
    tap.ok("with every sample of it", made["samples"] == COUNT and made["classes"] == 10, made)
    os.remove(tap.path("big-images-idx3-ubyte"))
    check("it trains", "train", project, "--steps", "60", "--threads", "2")
    # In the window it opens without standing still: how far it is, and a way out. The disk is slow there, for a fast one has nothing to tell.
    fine, text = tap.drive("wait", "Opening.*", "wait", r"\d+ (second|minute)s? left", "click", "_Cancel.*", "gone", "Opening.*",
                           "wait", "push button:Handwritten digits", "tree", "click", "Close", "closed", arguments=[project], **slow_disk(COUNT * SIDE * SIDE / 30))
    tap.ok("opening it says how long it takes, and can be cancelled", fine and "push button | Handwritten digits" in text, text)
    fine, text = tap.drive("wait", "option pane:Data", "150", "tree", "click", "Close", "closed", arguments=[project])
    tap.ok("or is waited for", fine and "option pane | Data" in text, text)
    judged = check("it is judged", "evaluate", project, "--split", "validation")
    tap.ok("and what is learnt of it holds for the rest", judged["metrics"]["validation"]["accuracy"] > 0.9, judged)


def test_drop():
    """A large table that is dropped says how far its reading is, and can be sent away: nothing is left of it."""
    table = tap.path("dropped.csv")
    block = "".join(f"{i % 997},{i * 7 % 1009},{'pqr'[i % 3]}\n" for i in range(100000))
    with open(table, "w") as out:
        out.write("a,b,label\n")
        for _ in range(200):
            out.write(block)
    fine, text = tap.drive("wait", "Empty canvas", "drop", table, "640,640", "wait", r"It is being read .*%", "click", "_?Cancel.*", "gone", "It is being read.*",
                           "wait", "Empty canvas", "tree", "click", "Close", "closed", **slow_disk(os.path.getsize(table) / 30))
    tap.ok("a large table that is dropped says how far it is, and can be cancelled", fine and "dropped" not in text.split("gone It is")[-1], text)
    os.remove(table)


if shutil.disk_usage(tap.folder).free < 5 * MB * 1000000:
    tap.skip("a set larger than memory", "the disk has no room for it")
else:
    tap.each(write_set, test_all, test_drop)
tap.end()
