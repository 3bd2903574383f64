#!/usr/bin/env python3
"""torch_rows: every case of every op, optimiser and schedule against PyTorch, by the expression in its row; prints TAP.

torch_rows.py PATH/TO/torch-rows. A row passes when all its cases, in every kernel set, differ by at most 1e-4 of the
largest number, and PyTorch could say something of one of them at least.
"""
import base64
import inspect
import json
import math
import re
import subprocess
import sys

try:
    import numpy as np
    import torch
    from torch.nn import functional as F

    import draws
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


def recurrent(cell, x, mask, reverse, weights, training, begin):
    """The states of PyTorch's own loop (N, T, H), and the last one; where the mask, which is of padding, is 0 a state stays what it was."""
    real = torch.ones(x.shape[:2]) if mask is None else mask
    if (real[:, 1:] > real[:, :-1]).any():
        return None  # hidden in the middle: there is no such thing in PyTorch
    lengths = real.sum(1).long()
    steps = torch.arange(x.shape[1]).expand(len(x), -1)
    turned = torch.where(steps < lengths[:, None], lengths[:, None] - 1 - steps, steps)[:, :, None]

    def turn(t):
        return t.gather(1, turned.expand(-1, -1, t.shape[2])) if reverse else t

    units, parts = weights[1].shape[1], 2 if cell == "lstm" else 1
    begin = x.new_zeros(len(x), parts * units) if begin is None else begin
    call, options = getattr(torch._VF, cell), (weights, len(weights) > 2, 1, 0.0, training, False)

    def states(order):
        states = [s[None, order].contiguous() for s in begin.split(units, 1)]
        return states if cell == "lstm" else states[0]

    def end(states):
        return torch.cat([s[0] for s in states], 1)

    if mask is None:
        y, *ends = call(turn(x), states(torch.arange(len(x))), *options, True)
        return turn(y), end(ends)
    packed = torch.nn.utils.rnn.pack_padded_sequence(turn(x), lengths, True, False)
    data, *ends = call(packed.data, packed.batch_sizes, states(packed.sorted_indices), *options)
    y = torch.nn.utils.rnn.PackedSequence(data, *packed[1:])
    y = torch.nn.utils.rnn.pad_packed_sequence(y, True, total_length=x.shape[1])[0]
    last = y.gather(1, (lengths - 1)[:, None, None].expand(-1, 1, y.shape[2]))
    before = begin[:, None, :units].expand_as(y)
    return turn(torch.where(real[:, :, None] > 0, y, before if reverse else last)), end(ends)[packed.unsorted_indices]


def attention(q, k, v, mask, heads, causal, past_k=None, past_v=None, past=None):
    """PyTorch's own, with projections that leave everything as it is; the mask is its key_padding_mask. What is past
    stands before the keys, as far as it is there."""
    same = torch.eye(q.shape[2])
    seen = torch.ones(q.shape[1], k.shape[1]).tril() if causal else torch.ones(q.shape[1], k.shape[1])
    ends = torch.zeros(len(q), 1) + k.shape[1]
    if past is not None:
        real = (torch.arange(past_k.shape[1]) < past.detach().long()).float()
        mask = torch.cat((real, torch.ones(k.shape[:2]) if mask is None else mask), 1)
        k, v = torch.cat((past_k, k), 1), torch.cat((past_v, v), 1)
        seen, ends = torch.cat((torch.ones(q.shape[1], past_k.shape[1]), seen), 1), ends + past.detach().long()
    y, weights = F.multi_head_attention_forward(
        *(t.transpose(0, 1) for t in (q, k, v)), q.shape[2], heads, None, None, None, None, False, 0.0, same, None,
        key_padding_mask=None if mask is None else mask == 0, need_weights=True, average_attn_weights=False,
        attn_mask=seen == 0 if causal else None,
        use_separate_proj_weight=True, q_proj_weight=same, k_proj_weight=same, v_proj_weight=same,
    )
    return y.transpose(0, 1), weights, ends


def steps_of(x, begin):
    """Which step each one is, (N or 1, T), in double precision; and where the next one would begin."""
    first = torch.zeros(1, 1) if begin is None else begin.detach()
    ends = torch.zeros(len(x), 1) + first + x.shape[1]
    return (first + torch.arange(x.shape[1])).double(), ends


def positions(x, w, begin, base):
    """A row for each step, learnt or as "Attention is all you need" has it."""
    steps, ends = steps_of(x, begin)
    if w is not None:
        return x + F.embedding(steps.long(), w), ends
    width = x.shape[2] + x.shape[2] % 2
    angles = steps[:, :, None] / base ** (torch.arange(0, width, 2, dtype=torch.float64) / width)
    rows = torch.stack((angles.sin(), angles.cos()), -1).flatten(2)
    return x + rows[:, :, : x.shape[2]].float(), ends


def rotary(x, begin, heads, base):
    """Complex numbers turned, as RoFormer has it."""
    steps, ends = steps_of(x, begin)
    width = x.shape[2] // heads
    angles = steps[:, :, None] / base ** (torch.arange(0, width, 2, dtype=torch.float64) / width)
    pairs = torch.view_as_complex(x.reshape(*x.shape[:2], heads, width // 2, 2))
    turned = pairs * torch.polar(torch.ones_like(angles), angles).to(torch.complex64)[:, :, None]
    return torch.view_as_real(turned).reshape(x.shape), ends


def embedding_bag(x, w, mask, mode, padding):
    """PyTorch's own; what a mask hides is a row of its own that is padding."""
    if mask is not None:
        x, w, padding = torch.where(mask > 0, x, len(w)), torch.cat((w, torch.zeros(1, w.shape[1]))), len(w)
    return F.embedding_bag(x, w, mode=("mean", "sum", "max")[mode], padding_idx=None if padding < 0 else padding)


def pad(x, pads, mode, value):
    """PyTorch's own, which goes around but the axes before the last ones only once they are two; it has no reflection of one axis in a batch of rows."""
    mode = ["constant", "reflect", "replicate", "circular"][mode]
    if mode == "constant":
        return F.pad(x, pads, mode, value)
    axes = len(pads) // 2
    y = F.pad(x.reshape(-1, 1, *x.shape[-axes:]), pads, mode)
    return y.reshape(*x.shape[:-axes], *y.shape[2:])


def variance(x, mask, dim, unbiased):
    """PyTorch's own, of what is real in each sample."""
    if mask is None:
        return x.var(dim, unbiased)
    return torch.stack([s[m > 0].var(0, unbiased) if (m > 0).sum() > unbiased else s[0] * 0 for s, m in zip(x, mask)])


def ctc(x, t, mask, target_mask, scale, blank, zero_infinity):
    """PyTorch's own over what is real and no blank; None where steps are hidden in the middle."""
    blank = x.shape[2] - 1 if blank < 0 else blank
    real = torch.ones(x.shape[:2]) if mask is None else mask
    t = t[:, None] if t.dim() == 1 else t
    counts = (t != blank) & (torch.ones_like(t) if target_mask is None else target_mask).bool()
    if (real[:, 1:] > real[:, :-1]).any():
        return None
    return scale * F.ctc_loss(
        x.log_softmax(2).transpose(0, 1), t[counts], real.sum(1).long(), counts.sum(1), blank=blank, zero_infinity=zero_infinity)


def spectrogram(x, n_fft, hop, win_length, window, power, center, mask=None):
    """torch.stft, steps first; where sounds are padded, of each by itself, silence behind what is too short."""
    length = win_length or n_fft
    makers = torch.hann_window, torch.hamming_window, torch.blackman_window, torch.ones
    around = n_fft // 2 if center else 0

    def frames(sound):
        """With its ends mirrored, as far as there is something to mirror."""
        last = len(sound) - 1
        count = 1 + max(0, last + 1 + 2 * around - n_fft) // hop
        places = (torch.arange((count - 1) * hop + n_fft) - around).abs()
        places = torch.where(places > last, 2 * last - places, places) if center else places
        there = (places >= 0) & (places <= last)
        z = torch.stft(sound[places.clamp(0, last)] * there, n_fft, hop, length, makers[window](length), False, return_complex=True)
        return z.abs().T ** power

    if mask is None:
        z = torch.stft(x, n_fft, hop, length, makers[window](length), center, "reflect", False, True, True)
        y = z.abs().transpose(1, 2) ** power
        return y, torch.ones(y.shape[:2])
    all_frames = [frames(sound[: int(real.sum())]) for sound, real in zip(x, mask)]
    count = 1 + (x.shape[1] + 2 * around - n_fft) // hop
    y = torch.stack([F.pad(f, (0, 0, 0, count - len(f))) for f in all_frames])
    return y, torch.stack([(torch.arange(count) < len(f)).float() for f in all_frames])


def basis(x, kind, size, sample_rate, f_min, f_max):
    """Matrices as their definitions have them, number by number."""
    n, top = x.shape[-1], f_max or sample_rate / 2
    if kind == 2:
        b = np.array([[np.cos(np.pi / n * (j + 0.5) * k) * np.sqrt((1 if k == 0 else 2) / n) for k in range(size)] for j in range(n)])
    else:
        bounds = np.linspace(0, sample_rate / 2, n)
        if kind == 0:  # O'Shaughnessy
            mel, hertz = lambda f: 2595 * np.log10(1 + f / 700), lambda m: 700 * (10 ** (m / 2595) - 1)
        else:  # Slaney's Auditory Toolbox: 200/3 Hz a mel up to 1 kHz, then 27 mel for a factor of 6.4
            mel = lambda f: np.where(f < 1000, f / (200 / 3), 15 + np.log(np.maximum(f, 1) / 1000) / (np.log(6.4) / 27))
            hertz = lambda m: np.where(m < 15, m * 200 / 3, 1000 * np.exp((m - 15) * np.log(6.4) / 27))
        points = hertz(np.linspace(mel(f_min), mel(top), size + 2))
        b = np.stack([np.interp(bounds, points[k : k + 3], [0, 1, 0], 0, 0) for k in range(size)], 1)
    return x @ torch.from_numpy(b).float()


def spectral(w, u, v, eps, training):
    """PyTorch's own does it so; u and v are moved in place."""
    rows = w.flatten(1)
    if training:
        with torch.no_grad():
            v.copy_(F.normalize(rows.t().mv(u), dim=0, eps=eps))
            u.copy_(F.normalize(rows.mv(v), dim=0, eps=eps))
    return w / u.clone().dot(rows.mv(v.clone()))


def quantize(x, e, dim):
    k = torch.cdist(x.detach().movedim(dim, -1).flatten(0, -2), e.detach()).argmin(1)
    codes = e[k]
    codes = codes.reshape(x.movedim(dim, -1).shape).movedim(-1, dim)
    return x + (codes - x).detach(), codes, k.reshape(x.movedim(dim, -1).shape[:-1])


def spread(mask, losses):
    """The mask, which has the first axes, over all; without one everything is real."""
    if mask is None:
        return torch.ones_like(losses)
    return mask.reshape(mask.shape + (1,) * (losses.dim() - mask.dim())).expand(losses.shape)


def sum_of(losses, mask):
    return (losses * spread(mask, losses)).sum()


def mean_of(losses, mask):
    """Of what is real."""
    return losses.mean() if mask is None else sum_of(losses, mask) / spread(mask, losses).sum()


def gaussian_likelihood(x, d, t, scale):
    """PyTorch's Gaussian likelihood, summed over a row's numbers; of weighted sums of powers by its definition."""
    if t.dim() == 2:
        return scale * F.gaussian_nll_loss(x, t, (2 * d).exp().expand(x.shape), full=True, eps=1e-12, reduction="none").sum(-1).mean()
    count, total, squares = t.unbind(1)
    off = squares - 2 * total * x + count * x ** 2
    return scale * (count * (d + 0.5 * math.log(2 * math.pi)) + 0.5 * (-2 * d).exp() * off).sum(-1).mean()


def focal(x, t, alpha, gamma):
    """torchvision's sigmoid_focal_loss, by its definition."""
    p = torch.sigmoid(x)
    weight = 1 if alpha < 0 else alpha * t + (1 - alpha) * (1 - t)
    return weight * F.binary_cross_entropy_with_logits(x, t, reduction="none") * (1 - (p * t + (1 - p) * (1 - t))) ** gamma


def distance(x, t, mask, scale, of, k, m, of_samples):
    """The rows of distance.c in their order, by PyTorch's own functions where it has them."""
    side = torch.where(t > 0, 1.0, -1.0) + 0 * t
    none = {"reduction": "none"}
    losses = (
        lambda: F.l1_loss(x, t, **none), lambda: F.huber_loss(x, t, delta=k, **none), lambda: F.smooth_l1_loss(x, t, beta=k, **none),
        lambda: torch.log(torch.cosh(x - t)), lambda: torch.maximum(k * (t - x), (k - 1) * (t - x)),
        lambda: F.poisson_nll_loss(x, t, log_input=True, **none), lambda: F.poisson_nll_loss(x, t, log_input=False, eps=k, **none),
        lambda: F.relu(k - side * x), lambda: F.relu(k - side * x) ** 2,
        lambda: F.kl_div(x, t, **none), lambda: F.kl_div(x, t, log_target=True, **none),
        lambda: F.binary_cross_entropy_with_logits(x, t, pos_weight=torch.tensor(k), **none), lambda: focal(x, t, k, m),
    )[of]()
    return scale * (sum_of(losses, mask) / len(x) if of_samples else mean_of(losses, mask))


def overlap(x, t, mask, scale, alpha, beta, smooth):
    """Salehi et al. 2017, by its definition."""
    p, real = torch.sigmoid(x), spread(mask, x)
    both, extra, lacking = ((part * real).flatten(1).sum(1) for part in (p * t, p * (1 - t), (1 - p) * t))
    return scale * (1 - (both + smooth) / (both + alpha * extra + beta * lacking + smooth)).mean()


def class_loss(x, t, mask, scale, smoothing, gamma, dim, ignored, weights):
    """PyTorch's cross-entropy; where it is focused, Lin et al. 2017 by its definition."""
    x = x if dim == 1 else x.movedim(-1, 1)
    t = t if mask is None else torch.where(spread(mask, t) > 0, t, -100)
    t = torch.where(t == ignored, -100, t)
    w = torch.tensor([*weights, *[1.0] * (x.shape[1] - len(weights))])
    if gamma == 0:
        return scale * F.cross_entropy(x, t, w, label_smoothing=smoothing)
    nll = F.cross_entropy(x, t, w, reduction="none")
    fade = (1 - x.softmax(1).gather(1, t.clamp(min=0)[:, None])[:, 0]) ** gamma
    smooth = -(w.reshape(-1, *[1] * (x.dim() - 2)) * x.log_softmax(1)).mean(1) * (t >= 0)
    return scale * ((1 - smoothing) * fade * nll + smoothing * smooth).sum() / (w[t.clamp(min=0)] * (t >= 0)).sum()


def pair_loss(a, b, t, scale, margin, of):
    """PyTorch's loss of the cosine; Hadsell et al. 2006 by its definition."""
    together = t.reshape(-1) > 0
    if of == 1:
        return scale * F.cosine_embedding_loss(a, b, torch.where(together, 1, -1), margin=margin)
    d = (a - b).norm(dim=1)
    return scale * torch.where(together, d**2, F.relu(margin - d) ** 2).mean()


def triplet(x, t, scale, margin, mining):
    """Every triplet one by one: the definitions of Hermans et al. 2017 and Schroff et al. 2015."""
    n, costs = len(x), []
    d = [[(x[i] - x[j]).norm() if i != j else None for j in range(n)] for i in range(n)]
    for a in range(n):
        same = [j for j in range(n) if j != a and t[j] == t[a]]
        other = [j for j in range(n) if t[j] != t[a]]
        if not same or not other:
            continue
        if mining == 0:
            costs += [cost for p in same for q in other if (cost := F.relu(margin + d[a][p] - d[a][q])) > 0]
        elif mining == 1:
            costs.append(F.relu(margin + max(d[a][p] for p in same) - min(d[a][q] for q in other)))
        else:
            for p in same:
                beyond = [d[a][q] for q in other if d[a][q] > d[a][p]]
                costs.append(F.relu(margin + d[a][p] - (min(beyond) if beyond else max(d[a][q] for q in other))))
    return scale * torch.stack(costs).mean() if costs else 0 * x.sum()


def info_nce(a, b, scale, temperature, across):
    """Chen et al. 2020, or Radford et al. 2021, by PyTorch's cross-entropy."""
    n, (a, b) = len(a), (F.normalize(v.flatten(1)) for v in (a, b))
    if across:
        s = a @ b.T / temperature
        return scale * (F.cross_entropy(s, torch.arange(n)) + F.cross_entropy(s.T, torch.arange(n))) / 2
    z = torch.cat([a, b])
    s = (z @ z.T / temperature).masked_fill(torch.eye(2 * n) > 0, -1e30)
    return scale * F.cross_entropy(s, torch.arange(2 * n).roll(n))


def detection(x, t, mask, scale, box, obj, empty, kind):
    """Cell by cell, by the definition of GIoU (Rezatofighi et al. 2019) and PyTorch's own losses."""
    n, _, height, width = x.shape
    total = 0
    for k in range(n):
        cells = {}
        for m, (c, cx, cy, w, h) in enumerate(t[k].tolist()):
            if w > 0 and h > 0 and (mask is None or mask[k, m] > 0):
                cells[min(max(int(cy * height), 0), height - 1), min(max(int(cx * width), 0), width - 1)] = (c, cx, cy, w, h)
        for i in range(height):
            for j in range(width):
                v = x[k, :, i, j]
                if (i, j) not in cells:
                    total = total + empty * F.softplus(v[4])
                    continue
                c, cx, cy, w, h = cells[i, j]
                size = v[2:4].sigmoid()
                middle = (v[:2].sigmoid() + torch.tensor([j, i])) / torch.tensor([width, height])
                low, high = middle - size / 2, middle + size / 2
                low2, high2 = torch.tensor([cx - w / 2, cy - h / 2]), torch.tensor([cx + w / 2, cy + h / 2])
                both = (torch.minimum(high, high2) - torch.maximum(low, low2)).clamp(min=0).prod()
                union = size.prod() + w * h - both
                hull = (torch.maximum(high, high2) - torch.minimum(low, low2)).prod()
                label = torch.tensor(min(max(int(c), 0), len(v) - 6))
                total = total + box * (1 - both / union + (hull - union) / hull) + obj * F.softplus(-v[4]) + kind * F.cross_entropy(v[5:], label)
    return scale * total / n


def adversarial(x, t, scale, of):
    """The four of Goodfellow et al. 2014, Mao et al. 2017, Lim and Ye 2017 and Arjovsky et al. 2017."""
    is_maker = bool((t >= 0.5).all())
    t = t.reshape(-1, *[1] * (x.dim() - 1)).expand(x.shape)
    z = 2 * t - 1
    losses = (F.softplus(x) - t * x, (x - t) ** 2 / 2, -z * x if is_maker else F.relu(1 - z * x), -z * x)
    return scale * losses[of].mean()


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
    names.update(inputs=inputs, training=case["training"], torch=torch, F=F, recurrent=recurrent, mean_of=mean_of, sum_of=sum_of, attention=attention, pad=pad, variance=variance)
    names.update(spectral=spectral, quantize=quantize)
    names.update(distance=distance, gaussian_likelihood=gaussian_likelihood, overlap=overlap, class_loss=class_loss, pair_loss=pair_loss, triplet=triplet, info_nce=info_nce)
    names.update(positions=positions, rotary=rotary, embedding_bag=embedding_bag)
    names.update(detection=detection, adversarial=adversarial)
    names.update(ctc=ctc, spectrogram=spectrogram, basis=basis)
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
