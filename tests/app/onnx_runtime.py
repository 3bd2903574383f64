#!/usr/bin/python3
"""onnx_runtime: what leaves Weft as ONNX means the same to ONNX Runtime, over the whole gallery; prints TAP.

onnx_runtime.py PATH/TO/weft FOLDER. FOLDER holds node_modules with onnxruntime-node, as `dev check` puts it there; without it nothing can
be said. Each example's network is a model that the standard's checker passes and that answers there as in Weft; Weft takes it in again, and
what it then writes answers likewise."""
import json
import os
import shutil
import subprocess
import sys

import numpy as np
import onnx

from models import ask, change, differ
from tap import Tap

FOLDER = os.path.abspath(sys.argv[2])
BOUND = 1e-4
tap = Tap("onnx-runtime")
jobs = []


def weft(*args):
    return subprocess.run([tap.weft, args[0], "--user-dir", tap.path("user"), *args[1:]], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          env={**os.environ, "LANGUAGE": "en"}, timeout=120)


def add_job(name, asked):
    """A model that is to be asked. What it is asked lies beside it."""
    inputs = {}
    for i, (key, x) in enumerate(asked.items()):
        file = tap.path(f"{name}.in{i}")
        np.ascontiguousarray(x).tofile(file)
        inputs[key] = {"type": str(x.dtype), "dims": x.shape, "file": file}
    jobs.append({"model": tap.path(name + ".onnx"), "said": tap.path(name + ".said"), "inputs": inputs})


def load(name):
    """Its answers, or why there are none."""
    with open(tap.path(name + ".said.json")) as file:
        said = json.load(file)
    return said["error"] if isinstance(said, dict) else [np.fromfile(one["file"], one["type"]).reshape(one["dims"]) for one in said]


def export(source, name):
    """The model, once the standard's own checker has passed it; else why there is none."""
    said = weft("export", source, "--format", "onnx", tap.path(name + ".onnx"))
    if said.returncode != 0:
        return said.stderr
    model = onnx.load(tap.path(name + ".onnx"))
    onnx.checker.check_model(model, full_check=True)
    return model


def prepare(example, random):
    """With weights that no layer begins with; what it is asked it is asked in Weft at once. {is_said, back}; None where ONNX has no form for it."""
    project = tap.path(example + ".weft")
    weft("new", "--example", example, project)
    weft("export", project, "--format", "safetensors", tap.path("first.safetensors"))
    change(tap.path("first.safetensors"), tap.path("changed.safetensors"))
    weft("import", tap.path("changed.safetensors"), "--into", project)
    model = export(project, example)
    if isinstance(model, str):
        tap.ok(f"{example}: what ONNX has not is refused by name", "no form in ONNX" in model, model)
        return None
    asked = ask(model, random)
    add_job(example, asked)
    words = []
    for key, x in asked.items():
        if not key.endswith("_mask"):
            np.save(tap.path(f"{example}-{key}.npy"), x)
            words += ["--input", f"{key}={tap.path(f'{example}-{key}.npy')}"]
    said = weft("run", project, *words, "--output", tap.path(example))
    again = weft("import", tap.path(example + ".onnx"), tap.path(example + "-back.weft"))
    back = export(tap.path(example + "-back.weft"), example + "-back") if again.returncode == 0 else again.stderr
    if not isinstance(back, str):
        names = [value.name for value in back.graph.input]
        add_job(example + "-back", dict(zip(names, asked.values())))
    return {"is_said": said.returncode == 0, "back": back}


def check(example, prepared):
    """Whether its answers were compared, and whether those of what came back were."""
    outputs = load(example)
    if isinstance(outputs, str):
        tap.ok(f"{example}: it answers", False, outputs)
        return False, False
    offs = [differ(said, tap.path(example)) for said in outputs] if prepared["is_said"] else []
    off = min((far for far in offs if far is not None), default=None)
    tap.ok(f"{example}: it answers" if off is None else f"{example}: it answers as Weft does", off is None or off <= BOUND, off)
    if isinstance(prepared["back"], str):
        tap.ok(f"{example}: it is taken in again", False, prepared["back"])
        return off is not None, False
    again = load(example + "-back")
    far = again if isinstance(again, str) else abs(again[0] - outputs[0]).max() / max(1, abs(outputs[0]).max())
    tap.ok(f"{example}: and once more when it was taken in", not isinstance(far, str) and far <= BOUND, far)
    return off is not None, True


def main():
    if not os.path.exists(os.path.join(FOLDER, "node_modules", "onnxruntime-node")) or shutil.which("node") is None:
        tap.skip("ONNX Runtime", "onnxruntime-node is not here: ./dev check fetches it where there is a network")
        tap.end()
    random = np.random.RandomState(0)
    examples = [json.loads(line)["id"] for line in weft("gallery", "--json").stdout.splitlines()]
    prepared = {example: prepare(example, random) for example in examples}
    with open(tap.path("jobs.json"), "w") as file:
        json.dump(jobs, file)
    said = subprocess.run(["node", os.path.join(os.path.dirname(os.path.abspath(__file__)), "onnx_runtime.js"), FOLDER, file.name],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=300)
    tap.ok("ONNX Runtime is there", said.returncode == 0, said.stderr)
    done = [check(example, made) for example, made in prepared.items() if made is not None]
    tap.ok("most of the gallery is compared by its answers", sum(one for one, _ in done) >= 18, done)
    print(f"# {len(done)} of {len(examples)} answer there, {sum(one for one, _ in done)} compared, {sum(back for _, back in done)} taken in again")
    tap.end()


main()
