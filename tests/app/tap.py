"""tap: what the window tests share: lines of TAP, a window that is driven, and a folder that goes with them.

    from tap import Tap
    tap = Tap("keys"); tap.ok(what, holds, note); tap.drive(*steps); tap.end()
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
PYTHON = next((path for path in ["/usr/bin/python3"] if os.path.exists(path)), sys.executable)  # pyatspi is Debian's: another Python has none


class Tap:
    """The tests of one program (sys.argv[1]), in one folder."""

    def __init__(self, name, told="^(failed|said)|·", most=4000):
        self.weft = os.path.abspath(sys.argv[1])
        self.folder = tempfile.mkdtemp(prefix=f"weft-{name}-")
        self.number = self.failed = 0
        self.told, self.most = told, most

    def ok(self, what, holds, note=""):
        """note: what may say why not; of a window's output the lines that tell most."""
        self.number += 1
        self.failed += not holds
        print(f"{'ok' if holds else 'not ok'} {self.number} {what}", flush=True)
        if not holds:
            told = [line for line in str(note).split("\n") if re.search(self.told, line)]
            print("# " + "\n# ".join(told or str(note)[-self.most :].split("\n")), flush=True)

    def skip(self, what, why):
        self.number += 1
        print(f"ok {self.number} {what} # SKIP {why}", flush=True)

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def make(self, name, *words, graph=None):
        """A project, as `weft new` makes it with these words, or of a graph's text."""
        project = self.path(name + ".weft")
        if graph:
            with open(self.path(name + ".json"), "w") as file:
                json.dump(graph, file)
            words = ("--from", file.name)
        subprocess.run([self.weft, "new", *words, project], check=True, capture_output=True, timeout=60)
        return project

    def endless(self, name, source):
        """A project with the network of an example or a project, and so many epochs that no machine comes to their end while one looks."""
        text = subprocess.run([self.weft, "export", source, "--format", "json", "-"], check=True, capture_output=True, text=True, timeout=60).stdout
        graph = json.loads(text)
        graph["training"]["epochs"] = 1000000
        return self.make(name, graph=graph)

    def drive(self, *steps, options=(), arguments=(), home=None, **environment):
        """Drives a window (drive.py): whether all went well, and what it printed."""
        process = subprocess.run(
            [PYTHON, os.path.join(HERE, "drive.py"), *options, self.weft, "--user-dir", home or self.folder, *arguments, "--", *steps],
            capture_output=True, text=True, timeout=400, env={**os.environ, **environment})
        return process.returncode == 0, process.stdout + process.stderr

    def each(self, *tests):
        """Runs them; what a failed step leaves missing ends them with a failure."""
        try:
            for test in tests:
                test()
        except (KeyError, IndexError, OSError, subprocess.TimeoutExpired) as error:
            self.ok("every step could be tried", False, f"{type(error).__name__}: {error}")

    def end(self):
        """The plan; the folder stays when something failed, for its pictures may say why."""
        print(f"1..{self.number}")
        if not self.failed:
            shutil.rmtree(self.folder, ignore_errors=True)
        sys.exit(self.failed > 0)
