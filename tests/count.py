#!/usr/bin/env python3
"""count: sub-tests of a test run, from Meson's reports: names what failed, then `N passed, N failed`."""
import json
import os
import re
import sys
import xml.etree.ElementTree as tree



def why(suite, name):
    """What a failed sub-test said, short: `# failed: …` where it drove a window, else its first comment."""
    said = (suite.findtext("system-out") or "").partition(f"not ok {name}\n")[2]
    comments = re.match(r"(?:#.*\n?)*", said)[0].splitlines()
    told = [line for line in comments if line.startswith("# failed")] or comments
    return f" ({told[0][2:300]})" if told else ""


passed = failed = skipped = 0
has_failed = set()
for suite in tree.parse(sys.argv[1]).getroot().iter("testsuite"):
    cases = list(suite.iter("testcase"))
    for case in cases:
        if case.find("failure") is not None or case.find("error") is not None:
            failed += 1
            has_failed.add(suite.get("name"))
            print(f"failed: {suite.get('name')}: {case.get('name')}{why(suite, case.get('name'))}")
        elif case.find("skipped") is not None:
            skipped += 1
        else:
            passed += 1

# A test may end badly with all its sub-tests passed (a leak, a crash, a time-out): only this log says so.
with open(os.path.join(os.path.dirname(sys.argv[1]), "testlog.json")) as log:
    for test in map(json.loads, log):
        if test["result"] in ("FAIL", "ERROR", "TIMEOUT", "INTERRUPT", "UNEXPECTEDPASS") and not any(
                name.endswith(test["name"]) for name in has_failed):
            failed += 1
            print(f"failed: {test['name']}: {test['result'].lower()}, exit status {test['returncode']}")
print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
sys.exit(failed > 0 or passed == 0)
