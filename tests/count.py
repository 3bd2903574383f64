#!/usr/bin/env python3
"""count: sub-tests of a test run, from Meson's reports: names what failed, then `N passed, N failed`.

    count.py FOLDER             of FOLDER/testlog.*, and of FOLDER/again.* where that is there, which ran again alone
    count.py --windows FOLDER   the tests that drive the program from outside and failed, a line each, if they are few
"""
import json
import os
import re
import sys
import xml.etree.ElementTree as tree

FEW = 4  # more than these fall for a reason


def why(suite, name):
    """What a failed sub-test said, short: `# failed: …` where it drove a window, else its first comment."""
    said = (suite.findtext("system-out") or "").partition(f"not ok {name}\n")[2]
    comments = re.match(r"(?:#.*\n?)*", said)[0].splitlines()
    told = [line for line in comments if line.startswith("# failed")] or comments
    return f" ({told[0][2:300]})" if told else ""


class Report:
    """What a run of Meson's tests left in that folder."""

    def __init__(self, folder, name):
        self.suites = {suite.get("name"): suite for suite in tree.parse(os.path.join(folder, name + ".junit.xml")).getroot().iter("testsuite")}
        # A test may end badly with all its sub-tests passed (a leak, a crash, a time-out): only this log says so.
        with open(os.path.join(folder, name + ".json")) as log:
            tests = [json.loads(line) for line in log]
        self.bad = {test["name"]: test for test in tests if test["result"] in ("FAIL", "ERROR", "TIMEOUT", "INTERRUPT", "UNEXPECTEDPASS")}

    def count(self):
        """(passed, failed, skipped) and a line for each that failed."""
        passed = failed = skipped = 0
        lines, told = [], set()
        for name, suite in self.suites.items():
            for case in suite.iter("testcase"):
                if case.find("failure") is not None or case.find("error") is not None:
                    failed += 1
                    told.add(name)
                    lines.append(f"{name}: {case.get('name')}{why(suite, case.get('name'))}")
                elif case.find("skipped") is not None:
                    skipped += 1
                else:
                    passed += 1
        for name, test in self.bad.items():
            if not any(suite.endswith(name) for suite in told):
                failed += 1
                lines.append(f"{name}: {test['result'].lower()}, exit status {test['returncode']}")
        return passed, failed, skipped, lines

    def list_windows(self):
        """Full names as Meson's report has them: `weft:slow+app / sizes`."""
        windows = [name for name in self.bad if "+app" in name]
        return windows if len(windows) == len(self.bad) <= FEW else []

    def take(self, again):
        """What ran again alone counts as it went then; what failed beside others is named."""
        for name in [name for name in self.bad if name not in again.bad]:
            for line in Report.count(self.only(name))[3]:
                print(f"unsteady, passes alone: {line}")
            del self.bad[name]
        self.suites.update(again.suites)
        self.bad.update(again.bad)

    def only(self, test):
        part = Report.__new__(Report)
        part.suites = {name: suite for name, suite in self.suites.items() if name.endswith(test)}
        part.bad = {test: self.bad[test]}
        return part


def main(words):
    folder = words[-1]
    report = Report(folder, "testlog")
    if words[0] == "--windows":
        print("\n".join(name.split(" / ")[-1] for name in report.list_windows()))
        return 0
    if os.path.exists(os.path.join(folder, "again.json")):
        report.take(Report(folder, "again"))
    passed, failed, skipped, lines = report.count()
    for line in lines:
        print(f"failed: {line}")
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return failed > 0 or passed == 0


sys.exit(main(sys.argv[1:]))
