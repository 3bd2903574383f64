#!/usr/bin/python3
"""onnx_rows: what each op's row says of it in ONNX's operators, against what the op does; prints TAP.

onnx_rows.py PATH/TO/onnx-rows. A row passes when the standard's checker passes the models of all its cases and they give what Weft
gives, to 1e-4 of the largest number."""
import json
import os
import subprocess
import sys
import tempfile

import numpy as np

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import onnx_torch


def load(folder, case, what, i):
    kind, *dims = case[f"{what}{i}"]
    return np.fromfile(os.path.join(folder, f"{case['model']}.{what}{i}"), kind).reshape(dims)


def compare(folder, case):
    model = onnx_torch.check(os.path.join(folder, f"{case['model']}.onnx"))
    given = {f"in{i}": load(folder, case, "in", i) for i in range(40) if f"in{i}" in case}
    wanted = [load(folder, case, "out", i) for i in range(4) if f"out{i}" in case]
    for value, want in zip(onnx_torch.run(model, given).values(), wanted):
        if value.shape != want.shape:
            return f"{case['case']}: {value.shape} in place of {want.shape}"
        if case.get("random"):  # drawn anew: of many their mean and deviation
            if want.size > 10000 and max(abs(value.mean() - want.mean()), abs(value.std() - want.std())) > 0.03:
                return f"{case['case']}: drawn around {value.mean():g} with deviation {value.std():g}"
        elif want.size and not abs(value - want).max() <= 1e-4 * max(1, abs(want).max()):
            return f"{case['case']}: off by {abs(value - want).max():g}"
    return None


def main():
    rows = {}
    with tempfile.TemporaryDirectory() as folder:
        for line in subprocess.run([sys.argv[1], folder], stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines():
            case = json.loads(line)
            rows.setdefault(case["op"], []).append(case)
        print(f"1..{len(rows)}")
        for i, (op, cases) in enumerate(sorted(rows.items())):
            said = []
            for case in cases:
                if "refused" in case:
                    continue
                try:
                    said.append(compare(folder, case))
                except Exception as problem:  # each row has its own line
                    said.append(f"{case['case']}: {type(problem).__name__}: {problem}")
            if not said:
                said = ["it has a form, and every case is refused"]
            bad = [text for text in said if text]
            print(f"{'not ok' if bad else 'ok'} {i + 1} {op}" + "".join(f"\n# {text}" for text in bad)[:2000])


main()
