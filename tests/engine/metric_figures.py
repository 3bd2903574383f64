#!/usr/bin/env python3
"""metric_figures: what each metric is of numbers that anybody can make again, by its definition and nothing else.

metric_figures.py > metric-figures.h. The numbers come from a linear congruence, as test-figures.c makes them.
"""
import math
from collections import Counter


class Draw:
    def __init__(self, seed):
        self.state = seed

    def below(self, n):
        self.state = (self.state * 1103515245 + 12345) % 2**31
        return (self.state >> 16) % n


N, CLASSES, WIDE = 60, 5, 12
draw = Draw(7)
scores = [[(draw.below(65) - 32) / 8 for _ in range(CLASSES)] for _ in range(N)]
labels = [draw.below(CLASSES - 1) for _ in range(N)]  # the last class never occurs
yes = [[(draw.below(33) - 16) / 4, draw.below(3) == 0] for _ in range(N)]
numbers = [[draw.below(100) / 4, draw.below(20) / 4] for _ in range(N)]
said, wanted = [], []
for _ in range(12):
    wanted.append([draw.below(4) for _ in range(5 + draw.below(8))])
    said.append([t if draw.below(4) else draw.below(4) for t in wanted[-1]])
    if draw.below(2):
        said[-1] = said[-1][: len(said[-1]) - 1 - draw.below(2)]
wide = [([draw.below(65) for _ in range(WIDE)], draw.below(WIDE)) for _ in range(N)]
tagged = []
for _ in range(12):
    tags = [draw.below(5) for _ in range(9)]
    tagged.append(([t if draw.below(4) else draw.below(5) for t in tags], tags))


def mean(numbers):
    numbers = list(numbers)
    return sum(numbers) / len(numbers)


def softmax(row):
    all_ = sum(math.exp(v) for v in row)
    return [math.exp(v) / all_ for v in row]


def auc(pairs):
    """How often a yes is above a no, over all pairs of both."""
    above = [s for s, is_yes in pairs if is_yes]
    below = [s for s, is_yes in pairs if not is_yes]
    return mean((a > b) + 0.5 * (a == b) for a in above for b in below) if above and below else None


def average_precision(pairs):
    """Σ (R_k − R_(k−1)) P_k, counted anew at every threshold."""
    total, before, sum_ = sum(y for _, y in pairs), 0, 0
    if total in (0, len(pairs)):
        return None
    for threshold in sorted({s for s, _ in pairs}, reverse=True):
        called = [y for s, y in pairs if s >= threshold]
        sum_ += (sum(called) - before) / total * sum(called) / len(called)
        before = sum(called)
    return sum_


def eer(pairs):
    """Where the polygon of (false alarms, missed) meets the diagonal, found by halving."""
    total, no = sum(y for _, y in pairs), sum(not y for _, y in pairs)
    if not total or not no:
        return None
    points = [(0.0, 1.0)]
    for threshold in sorted({s for s, _ in pairs}, reverse=True):
        called = [y for s, y in pairs if s >= threshold]
        points.append((sum(not y for y in called) / no, 1 - sum(called) / total))
    (a, b), (c, d) = next((p, q) for p, q in zip(points, points[1:]) if q[0] >= q[1])
    low, high = 0.0, 1.0
    for _ in range(200):
        middle = (low + high) / 2
        if a + middle * (c - a) >= b + middle * (d - b):
            high = middle
        else:
            low = middle
    return a + high * (c - a)


def macro(judge):
    parts = [judge([(softmax(s)[c], l == c) for s, l in zip(scores, labels)]) for c in range(CLASSES)]
    return mean(p for p in parts if p is not None)


def classwise(judge):
    """The mean over the classes that occur, in the answers or the labels; judge (right, called, wanted)."""
    answers = [s.index(max(s)) for s in scores]
    counts = [(sum(a == l == c for a, l in zip(answers, labels)), answers.count(c), labels.count(c)) for c in range(CLASSES)]
    return mean(judge(*c) for c in counts if c[1] or c[2])


def share(part, whole):
    return part / whole if whole else 0


def ece(pairs):
    """pairs: how sure, whether right."""
    bins = [[p for p in pairs if b / 15 < p[0] <= (b + 1) / 15] for b in range(15)]
    return sum(len(b) / len(pairs) * abs(mean(r for _, r in b) - mean(s for s, _ in b)) for b in bins if b)


def place(row, label):
    return sorted(range(len(row)), key=lambda c: (-row[c], c)).index(label) + 1


def distance(a, b):
    return math.sqrt(sum((p - q) ** 2 for p, q in zip(a, b)))


def silhouette():
    values = []
    for i in range(N):
        by_class = {c: [distance(scores[i], scores[j]) for j in range(N) if j != i and labels[j] == c] for c in set(labels)}
        own = by_class.pop(labels[i])
        if not own:
            values.append(0)
            continue
        a, b = mean(own), min(mean(d) for d in by_class.values() if d)
        values.append((b - a) / max(a, b))
    return mean(values)


def rank_1():
    nearest = [min((j for j in range(N) if j != i), key=lambda j: (distance(scores[i], scores[j]), j)) for i in range(N)]
    return mean(labels[nearest[i]] == labels[i] for i in range(N) if labels.count(labels[i]) > 1)


def verification():
    pairs = [(-distance(scores[i], scores[j]), labels[i] == labels[j]) for i in range(N) for j in range(i)]
    return auc(pairs)


def knn():
    right = 0
    for i in range(N):
        near = sorted((j for j in range(N) if j != i), key=lambda j: (distance(scores[i], scores[j]), j))[:5]
        votes = Counter(labels[j] for j in near)
        right += next(labels[j] for j in near if votes[labels[j]] == max(votes.values())) == labels[i]
    return right / N


def edits(a, b):
    if not a or not b:
        return len(a) + len(b)
    key = (tuple(a), tuple(b))
    if key not in edits.known:
        edits.known[key] = min(edits(a[1:], b) + 1, edits(a, b[1:]) + 1, edits(a[1:], b[1:]) + (a[0] != b[0]))
    return edits.known[key]


edits.known = {}


def common(a, b):
    """The longest of all subsequences of the shorter that are in the longer."""
    if not a or not b:
        return 0
    key = (tuple(a), tuple(b))
    if key not in common.known:
        common.known[key] = 1 + common(a[1:], b[1:]) if a[0] == b[0] else max(common(a[1:], b), common(a, b[1:]))
    return common.known[key]


common.known = {}


def runs(tokens, n):
    return Counter(tuple(tokens[i : i + n]) for i in range(len(tokens) - n + 1))


def shared(a, b, n):
    return sum((runs(a, n) & runs(b, n)).values())


def f1(both, a, b):
    return 2 * both / (len(a) + len(b))


def f1_of(pairs):
    """pairs: called, wanted. None: it is never there nor called."""
    a, b = [p for p in pairs if p[0]], [p for p in pairs if p[1]]
    return f1(sum(c and w for c, w in pairs), a, b) if a or b else None


def f1_mean(columns):
    parts = [f1_of(column) for column in columns]
    return mean(p for p in parts if p is not None)


def bleu():
    logs = [math.log(sum(shared(s, w, n) for s, w in zip(said, wanted)) / sum(max(0, len(s) - n + 1) for s in said)) for n in range(1, 5)]
    c, r = sum(map(len, said)), sum(map(len, wanted))
    return (1 if c > r else math.exp(1 - r / c)) * math.exp(mean(logs))


def chrf():
    both = [sum(shared(s, w, n) for s, w in zip(said, wanted)) for n in range(1, 7)]
    p = mean(b / sum(max(0, len(s) - n + 1) for s in said) for n, b in enumerate(both, 1))
    r = mean(b / sum(max(0, len(w) - n + 1) for w in wanted) for n, b in enumerate(both, 1))
    return 5 * p * r / (4 * p + r)


TAGS = ["O", "B-a", "I-a", "B-b", "I-b"]


def spans(tags):
    """(begin, end, type), a span grown while its own I follows."""
    found = set()
    for i, tag in enumerate(tags):
        goes_on = i and tag[0] == "I" and tags[i - 1][1:] == tag[1:]
        if tag != "O" and not goes_on:
            end = next((j for j in range(i + 1, len(tags)) if tags[j] != "I" + tag[1:]), len(tags))
            found.add((i, end, tag[2:]))
    return found


def span_f1():
    both = [(spans([TAGS[t] for t in s]), spans([TAGS[t] for t in w])) for s, w in tagged]
    return 2 * sum(len(s & w) for s, w in both) / sum(len(s) + len(w) for s, w in both)


def frechet():
    """Of the scores beside the tags, by the roots of the eigenvalues of C C′, which is not symmetric."""
    import torch
    a, b = torch.tensor(scores, dtype=torch.double), torch.tensor([[float((l + c) % 3 == 0) for c in range(CLASSES)] for l in labels], dtype=torch.double)
    c, d = torch.cov(a.T), torch.cov(b.T)
    root = torch.linalg.eigvals(c @ d).real.clamp(min=0).sqrt().sum()
    return float((a.mean(0) - b.mean(0)).square().sum() + c.trace() + d.trace() - 2 * root)


nats = mean(-math.log(softmax(s)[l]) for s, l in zip(scores, labels))
sure = [(max(softmax(s)), s.index(max(s)) == l) for s, l in zip(scores, labels)]
sigmoid = [1 / (1 + math.exp(-s)) for s, _ in yes]
marked, should = [s > 0 for s, _ in yes], [y for _, y in yes]
pairs = list(zip(said, wanted))
by_class = [[(place(s, c) == 1, l == c) for s, l in zip(scores, labels)] for c in range(CLASSES)]
by_tag = [[(s[c] > 0, (l + c) % 3 == 0) for s, l in zip(scores, labels)] for c in range(CLASSES)]
figures = {
    "labels": {
        "auc": macro(auc), "average_precision": macro(average_precision), "eer": macro(eer), "log_loss": nats, "nats": nats,
        "bits": nats / math.log(2), "perplexity": math.exp(nats), "ece": ece(sure), "top_3": mean(place(s, l) <= 3 for s, l in zip(scores, labels)),
        "ndcg_10": mean(1 / math.log2(1 + place(s, l)) for s, l in zip(scores, labels)), "mrr": mean(1 / place(s, l) for s, l in zip(scores, labels)),
        "token_accuracy": mean(place(s, l) == 1 for s, l in zip(scores, labels)), "silhouette": silhouette(), "knn": knn(), "rank_1": rank_1(), "verification": verification(),
        "f1_macro": f1_mean(by_class), "f1_micro": f1_of(sum(by_class, [])),
        "accuracy": mean(place(s, l) == 1 for s, l in zip(scores, labels)),
        "balanced_accuracy": mean(mean(place(s, l) == 1 for s, l in zip(scores, labels) if l == c) for c in set(labels)),
        "precision": classwise(lambda right, called, wanted: share(right, called)), "recall": classwise(lambda right, called, wanted: share(right, wanted)),
        "f1": classwise(lambda right, called, wanted: share(2 * right, called + wanted)),
    },
    "wide": {
        "top_5": mean(place(s, l) <= 5 for s, l in wide), "hit_rate_10": mean(place(s, l) <= 10 for s, l in wide),
        "ndcg_10": mean(1 / math.log2(1 + place(s, l)) if place(s, l) <= 10 else 0 for s, l in wide),
    },
    "tags": {"f1_macro": f1_mean(by_tag), "f1_micro": f1_of(sum(by_tag, [])), "frechet": frechet()},
    "yes": {
        "auc": auc(yes), "average_precision": average_precision(yes), "eer": eer(yes),
        "log_loss": mean(-math.log(p if y else 1 - p) for p, (_, y) in zip(sigmoid, yes)),
        "ece": ece([(max(p, 1 - p), (s > 0) == y) for p, (s, y) in zip(sigmoid, yes)]),
        "iou": sum(m and t for m, t in zip(marked, should)) / sum(m or t for m, t in zip(marked, should)),
        "dice": 2 * sum(m and t for m, t in zip(marked, should)) / (sum(marked) + sum(should)),
    },
    "numbers": {
        "rmse": math.sqrt(mean((p - t) ** 2 for p, t in numbers)),
        "mape": mean(abs(p - t) / t for p, t in numbers if t),
        "mse": mean((p - t) ** 2 for p, t in numbers), "mae": mean(abs(p - t) for p, t in numbers),
        "r2": 1 - sum((p - t) ** 2 for p, t in numbers) / sum((t - mean(u for _, u in numbers)) ** 2 for _, t in numbers),
    },
    "spans": {"span_f1": span_f1()},
    "sequences": {
        "exact": mean(s == w for s, w in pairs), "edit_distance": mean(edits(s, w) for s, w in pairs),
        "wer": sum(edits(s, w) for s, w in pairs) / sum(map(len, wanted)), "rouge_1": mean(f1(shared(s, w, 1), s, w) for s, w in pairs),
        "rouge_l": mean(f1(common(s, w), s, w) for s, w in pairs), "bleu": bleu(), "chrf": chrf(),
    },
}
print("/* metric-figures: what the definitions make of test-figures.c's numbers; written by metric_figures.py */")
print("/* SPDX-License-Identifier: GPL-3.0-or-later */\n#pragma once\n")
print("static const struct\n{\n  const char *of, *id;\n  double figure;\n} figures[] = {")
for of, by_id in figures.items():
    for id_, figure in by_id.items():
        print(f'  {{ "{of}", "{id_}", {figure:.12g} }},')
print("};")
