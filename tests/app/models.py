"""models: what the tests of exported models share: what each of the gallery's is asked, and how far two answers are from each other."""
import os

import numpy as np


def softmax(x):
    e = np.exp(x - x.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)


def change(f, to):
    """The weights of a file of safetensors, each a little different."""
    whole = open(f, "rb").read()
    at = 8 + int.from_bytes(whole[:8], "little")
    numbers = np.frombuffer(whole[at:], "<f4")
    numbers = numbers * np.random.RandomState(2).uniform(0.9, 1.1, numbers.size) + 0.01
    open(to, "wb").write(whole[:at] + numbers.astype("<f4").tobytes())


def ask(model, random):
    """Three samples for each of its inputs, all of their steps real."""
    asked = {}
    for value in model.graph.input:
        shape = [d.dim_value for d in value.type.tensor_type.shape.dim]
        shape[0] = 3
        asked[value.name] = np.ones(shape, "f") if value.name.endswith("_mask") else (
            random.rand(*shape).astype("f") if value.type.tensor_type.elem_type == 1 else random.randint(1, 5, shape))
    return asked


def differ(said, folder):
    """How far a model's answer is from the one that Weft put into the folder: of probabilities, numbers, or classes; None where they cannot be
    compared."""
    scores, y = os.path.join(folder, "y_scores.npy"), os.path.join(folder, "y.npy")
    if os.path.exists(scores):
        scores = np.load(scores)
        return abs(softmax(said) - scores).max() if said.shape == scores.shape else None
    if not os.path.exists(y):
        return None
    y = np.load(y)
    if y.shape == said.shape and y.dtype.kind == "f":
        return abs(said - y).max() / max(1, abs(y).max())
    return (said.argmax(1) != y).mean() if y.shape == said.shape[:1] + said.shape[2:] else None
