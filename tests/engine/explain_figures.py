#!/usr/bin/env python3
"""explain_figures: what PyTorch's gradients say of two small nets whose numbers anybody can make again.

/usr/bin/python3 explain_figures.py | clang-format > explain-figures.h. The numbers come from a linear congruence, as
test-explaining.c makes them: one row after the other, each weight as PyTorch keeps it.
"""
import torch
from torch.nn import functional as F

torch.set_default_dtype(torch.float64)


class Draw:
    def __init__(self, seed):
        self.state = seed

    def take(self, *shape):
        def one():
            self.state = (self.state * 1103515245 + 12345) % 2**31
            return ((self.state >> 16) % 65 - 32) / 64

        n = 1
        for d in shape:
            n *= d
        return torch.tensor([one() for _ in range(n)]).reshape(shape)


def print_row(name, numbers):
    rows = [f"{v:.9g}" for v in numbers.flatten().tolist()]
    lines = [", ".join(rows[i:i + 6]) for i in range (0, len(rows), 6)]
    print(f"static const double {name}[] = {{\n  " + ",\n  ".join(lines) + ",\n};\n")


def integrate(score, x, steps=4096):
    points = torch.stack([x * (k + 0.5) / steps for k in range(steps)]).requires_grad_()
    sum(score(p) for p in points).backward()
    return x * points.grad.mean(0)


def gradient(score, x):
    x = x.clone().requires_grad_()
    score(x).backward()
    return x.grad


print("""/* explain-figures: what PyTorch says of test-explaining.c's nets; written by explain_figures.py */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
""")

# A picture (1, 6, 6), a convolution of 3 channels, tanh, 4 classes.
draw = Draw(7)
x = draw.take (1, 6, 6)
conv, bias = draw.take (3, 1, 3, 3), draw.take(3)
dense, bias2 = draw.take (4, 3 * 4 * 4), draw.take(4)


def maps(x):
    return torch.tanh(F.conv2d(x[None], conv, bias))


def answer(maps):
    return maps.flatten(1) @ dense.T + bias2


said = int(answer(maps(x))[0].argmax())


def score(x):
    return answer(maps(x))[0, said]


print(f"#define PICTURE_SAID {said}\n")
grad = gradient(score, x)
print_row("picture_saliency", grad.abs())
print_row("picture_gradient_input", grad * x)
print_row("picture_integrated", integrate(score, x))
seen = maps(x)
of_maps = gradient(lambda m: answer(m)[0, said], seen)
cam = torch.relu((of_maps.mean((2, 3), keepdim=True) * seen).sum (1, keepdim=True))
print_row("picture_cam", F.interpolate(cam, size=(6, 6), mode="bilinear", align_corners=False))
lost, times = torch.zeros (6, 6), torch.zeros (6, 6)
for top in range (0, 5):
    for left in range (0, 5):
        covered = x.clone()
        covered[:, top:top + 2, left:left + 2] = 0.25
        lost[top:top + 2, left:left + 2] += (score(x) - score(covered)).detach()
        times[top:top + 2, left:left + 2] += 1
print_row("picture_occlusion", lost / times)

# Five words of seven, a table of rows of 3, what is said is a class of 3 of all rows together.
words = torch.tensor([3, 1, 6, 2, 5])
table = draw.take (7, 3)
last, bias3 = draw.take (3, 15), draw.take(3)


def say(rows):
    return torch.tanh(rows.flatten() @ last.T + bias3)


said = int(say(table[words]).argmax())
grad = gradient(lambda rows: say(rows)[said], table[words])
print(f"#define WORDS_SAID {said}\n")
print_row("words_saliency", grad.norm(dim=1))
print_row("words_gradient_input", (grad * table[words]).sum(1))
print_row("words_integrated", integrate(lambda rows: say(rows)[said], table[words]).sum(1))
