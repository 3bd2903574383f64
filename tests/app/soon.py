#!/usr/bin/env python3
"""soon: the gallery, each of its examples, what learns in them and any step that is dragged to are there at once, and what the program ships is small; prints TAP.

Counted is the processor's time of all threads, which is the same on a busy machine: where it is short, so is the time on the clock."""
import json
import os
import subprocess
import tempfile

from tap import Tap

tap = Tap("soon")
GALLERY, EXAMPLE, MOVES = 500, 2000, 2000  # ms; an example is opened, and learns, on two cores
PICTURE = 200  # ms
SHIPPED = 20 << 20  # bytes


def rows(*words):
    """What a benchmark says in a display of its own."""
    with tempfile.TemporaryDirectory(prefix="weft-run-") as runtime:
        process = subprocess.run(["xvfb-run", "-a", "-s", "-screen 0 1280x720x24", "dbus-run-session", "--", tap.weft, "bench", *words, "--json"], capture_output=True, text=True, timeout=800,
                                 env={**os.environ, "XDG_RUNTIME_DIR": runtime, "GDK_BACKEND": "x11", "GSK_RENDERER": "cairo"})
    return [json.loads(line) for line in process.stdout.splitlines() if line.startswith("{")], process.stderr  # the bus has its say there, too


def main():
    found, said = rows("gallery")
    examples = subprocess.run([tap.weft, "gallery", "--json"], check=True, capture_output=True, text=True, timeout=60).stdout.splitlines()
    tap.ok("each example is opened and learns", len(found) == 1 + len(examples), said)
    tap.ok("the gallery is there at once", found[0]["open_processor_ms"] < GALLERY, str(found[0]))
    for row in found[1:]:
        tap.ok(f"{row['example']} is there at once", row["open_processor_ms"] < EXAMPLE, str(row))
        tap.ok(f"{row['example']} moves within a second", row["moves_processor_ms"] < MOVES, str(row))
    shipped = sum(os.path.getsize(os.path.join(folder, file)) for folder, _, files in os.walk(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../projects/gallery/data")) for file in files)
    tap.ok("what is shipped is small", 0 < shipped < SHIPPED, str(shipped))


def timeline():
    """Ten pictures a second on two cores, while the hand goes twice over all steps in five seconds."""
    found, said = rows("timeline", "--steps", "600")
    tap.ok("the timeline is dragged as a film is seen", len(found) == 1 and found[0]["processor_ms_per_picture"] < PICTURE and found[0]["pictures_per_second"] > 0 and found[0]["reopened_look_ms"] > 0, f"{found} {said}")


tap.each(main, timeline)
tap.end()
