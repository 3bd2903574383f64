#!/usr/bin/env python3
"""torch_rows: every case of every op, optimiser and schedule against PyTorch, by the expression in its row; prints TAP.

torch_rows.py PATH/TO/torch-rows. A row passes when all its cases, in every kernel set, differ by at most 1e-4 of the
largest number, and PyTorch could say something of one of them at least.
"""
import base64
import inspect
import json
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "projects", "formats", "pytorch"))
try:
    import numpy as np
    import torch
    from torch.nn import functional as F

    import draws
    import functions
except ImportError:
    print("1..0 # SKIP python3-torch is not installed")
    sys.exit(0)

import papers

LIMIT = 1e-4
# Rows that PyTorch says nothing of: why, and what holds them instead.
APART = {
    "normal": "nothing but chance: its figures are held by test-chance",
    "plateau": "its rate hangs on verdicts, not on the step: test-learning holds it",
}
torch.set_num_threads(1)


def read(tensor, key):
    if key not in tensor or -1 in tensor["dims"]:
        return None
    numbers = np.frombuffer(base64.b64decode(tensor[key]), dtype=tensor["type"]).reshape(tensor["dims"])
    return torch.from_numpy(numbers.copy())


def attribute(value):
    *numbers, kind = value
    one = {"int": int, "float": float, "bool": bool}
    return tuple(map(one[kind[:-1]], numbers)) if kind.endswith("s") else one[kind](numbers[0])


def difference(ours, theirs):
    """Relative to the largest number; of what is no number infinite."""
    if ours.shape != theirs.shape:
        return float("inf")
    worst = (ours - theirs).abs().max().item() / max(theirs.abs().max().item(), 1e-30)
    return worst if worst == worst else float("inf")


def compare(case):
    """The largest difference and where, None where PyTorch says nothing."""
    names = {**vars(draws), **{name: attribute(value) for name, value in case["attrs"].items()}}
    inputs = [read(t, "before") for t in case["inputs"]]
    wants = [x is not None and "gradient" in t for t, x in zip(case["inputs"], inputs)]
    for x, want in zip(inputs, wants):
        if want:
            x.requires_grad_()
    names.update((name, None) for name in case["ports"])
    names.update({t["name"]: x for t, x in zip(case["inputs"], inputs)})
    names.update({name: f for name, f in vars(functions).items() if callable(f)}, torch=torch, F=F, inputs=inputs, training=case["training"])
    ys = eval(case["pytorch"], names)
    if ys is None:
        return None
    ys = ys if isinstance(ys, (tuple, list)) else [ys]
    pairs = [(t["name"], read(t, "value"), y) for t, y in zip(case["outputs"], ys)]
    taught = [(y, read(t, "gradient")) for t, y in zip(case["outputs"], ys) if y.requires_grad]
    if taught:
        torch.autograd.backward(*zip(*taught))
    for t, x, want in zip(case["inputs"], inputs, wants):
        if want:
            pairs.append(("d" + t["name"], read(t, "gradient"), x.grad))
        elif x is not None and x.dtype == torch.float32:
            pairs.append((t["name"] + " afterwards", read(t, "after"), x))
    return max((difference(ours.detach(), theirs.detach()), name) for name, ours, theirs in pairs)


def check_defaults(case):
    """What the optimiser has of its own is what PyTorch's has, where that has any."""
    found = re.match(r"torch\.optim\.(\w+)", case["pytorch"])
    theirs = inspect.signature(getattr(torch.optim, found[1])).parameters if found else {}
    for name, ours in case["own"].items():
        usual = theirs[name].default if name in theirs else None
        if type(usual) in (int, float, tuple, bool) and ours != (list(usual) if isinstance(usual, tuple) else usual):
            raise ValueError(f"{name} is {ours}, PyTorch's {usual}")


def compare_optimizer(case):
    """As compare; the same gradients as optim-cases.h makes."""
    ours = torch.from_numpy(np.frombuffer(base64.b64decode(case["w"]), "<f4").copy())
    ours = ours.reshape(5, 7)
    k, row = torch.arange(7, dtype=torch.float64).expand(5, 7), torch.arange(5, dtype=torch.float64)[:, None]
    w = (0.25 * (k - 3)).float().requires_grad_()
    check_defaults(case)
    names = {name: attribute(value) for name, value in case["settings"].items()}
    optimizer = eval(case["pytorch"], dict(names, w=[w], lr=0.02, torch=torch, papers=papers))
    for step in range(20):
        w.grad = ((k + 1) / 4 * torch.sin(1.3 * k + 0.7 * step + 0.3 * k * row)).float()
        optimizer.step()
    return difference(ours, w.detach()), "w"


def compare_schedule(case):
    """As compare; of the rates of one step after the other, each relative to its own."""
    names = {name: attribute(value) for name, value in case["settings"].items()}
    o = torch.optim.SGD([torch.zeros(1, requires_grad=True)], case["lr"])
    scheduler, worst = eval("torch.optim.lr_scheduler." + case["pytorch"], dict(names, o=o, lr=case["lr"], total=case["total"], torch=torch)), 0
    for ours in case["rates"]:
        theirs = o.param_groups[0]["lr"]
        worst = max(worst, abs(ours - theirs) / max(abs(theirs), 1e-9))
        o.step()
        if scheduler.last_epoch + 1 < case["total"]:
            scheduler.step()
    return worst, "rate"


def main():
    ops = {}
    for line in subprocess.run([sys.argv[1]], stdout=subprocess.PIPE, check=True).stdout.splitlines():
        case = json.loads(line)
        kind = next(kind for kind in ("op", "optimizer", "schedule") if kind in case)
        rows = ops.setdefault(case[kind] if kind != "schedule" else "schedule " + case[kind], [])
        if case["pytorch"] == "None" and case[kind] in APART:
            rows.append((0.0, APART[case[kind]], case["what"]))
            continue
        try:
            found = {"op": compare, "optimizer": compare_optimizer, "schedule": compare_schedule}[kind](case)
        except Exception as error:  # the expression is wrong: said as the op's failure
            found = (float("inf"), str(error))
        if found:
            rows.append((*found, case["what"]))
    for n, (op, rows) in enumerate(ops.items(), 1):
        worst = max(rows) if rows else (float("inf"), "nothing compared", "")
        print("ok" if worst[0] <= LIMIT else "not ok", n, f"{op}: {len(rows)} cases, at most {worst[0]:.1e} ({worst[1]}, {worst[2]})")
    print(f"1..{len(ops)}")


if __name__ == "__main__":
    main()
