#!/usr/bin/env python3
"""large_table: a table of 1.4 GB, of 0.9 GB in CI, is read, kept and trained in a quarter of its size; large_table.py PATH/TO/weft [MB]; prints TAP."""
import json, os, random, shutil, subprocess, sys

from tap import Tap

MB = int(sys.argv[2]) if len(sys.argv) > 2 else 1400 if os.environ.get("WEFT_IN_FULL") else 900
SHARE = 0.25
COLUMNS, READY = 28, 8192
tap = Tap("large-table")


def write_table(path):
    """Ready rows behind a number of their own, so that none is the same as another; what is to be predicted follows from the first six."""
    draw, ready, rows, size = random.Random(1), [], 0, 0
    for i in range(READY):
        values = [draw.gauss(0, 1) for _ in range(COLUMNS)]
        words = ("red", "green", "blue", "teal")[i % 4] + "," + ("yes" if sum(values[:6]) > 0 else "no")
        ready.append("," + ",".join("" if i % 50 == 7 and k == 9 else f"{v:.4f}" for k, v in enumerate(values)) + "," + words + "\n")
    with open(path, "w") as out:
        out.write("size," + ",".join(f"c{k}" for k in range(COLUMNS)) + ",colour,label\n")
        while size < MB * 1000000:
            text = "".join(f"{(rows + i) * 0.001:.3f}{row}" for i, row in enumerate(ready))
            out.write(text)
            rows, size = rows + READY, size + len(text)
    return rows


def check(what, *args):
    """What it printed last; the most of the machine's memory that it ever had is held against the table."""
    process = subprocess.Popen([tap.weft, *args, "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                               env={k: v for k, v in os.environ.items() if k != "MALLOC_PERTURB_"})  # which fills what is never used
    out, wrong = process.stdout.read(), process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    print(f"# {args[0]}: {usage.ru_maxrss // 1024} MB at most, {usage.ru_utime + usage.ru_stime:.1f} s of a core", flush=True)
    tap.ok(what, process.returncode == 0, wrong)
    tap.ok(f"{what}, in a quarter of its size", usage.ru_maxrss * 1024 <= SHARE * MB * 1000000, f"{usage.ru_maxrss} KB")
    return json.loads(out.splitlines()[-1])


def test_all():
    table, project = tap.path("big.csv"), tap.path("big.weft")
    rows = write_table(table)
    made = check("a table is read and kept", "new", "--data", table, project)
    tap.ok("with every row of it", made["samples"] == rows and made["classes"] == 2 and made["target"] == "label", made)
    os.remove(table)
    check("it trains", "train", project, "--steps", "10", "--threads", "2")


if shutil.disk_usage(tap.folder).free < 6 * MB * 1000000:
    tap.skip("a table larger than memory", "the disk has no room for it")
else:
    tap.each(test_all)
tap.end()
