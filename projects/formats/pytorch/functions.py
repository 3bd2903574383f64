"""functions: what ops of Weft do that PyTorch has no one word for. A program gets those that it calls, and the tests hold each op against
them (tests/engine/torch_rows.py)."""
# SPDX-License-Identifier: GPL-3.0-or-later
import math

import numpy as np
import torch
from torch.nn import functional as F


def recurrent(cell, x, mask, reverse, weights, training, begin):
    """The states of PyTorch's own loop (N, T, H), and the last one; where the mask, which is of padding, is 0 a state stays what it was."""
    real = x.new_ones(x.shape[:2]) if mask is None else mask
    if (real[:, 1:] > real[:, :-1]).any():
        return None  # hidden in the middle: there is no such thing in PyTorch
    lengths = real.sum(1).long()
    steps = torch.arange(x.shape[1], device=x.device).expand(len(x), -1)
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
        y, *ends = call(turn(x), states(torch.arange(len(x), device=x.device)), *options, True)
        return turn(y), end(ends)
    packed = torch.nn.utils.rnn.pack_padded_sequence(turn(x), lengths.cpu(), True, False)
    data, *ends = call(packed.data, packed.batch_sizes, states(packed.sorted_indices), *options)
    y = torch.nn.utils.rnn.PackedSequence(data, *packed[1:])
    y = torch.nn.utils.rnn.pad_packed_sequence(y, True, total_length=x.shape[1])[0]
    last = y.gather(1, (lengths - 1)[:, None, None].expand(-1, 1, y.shape[2]))
    before = begin[:, None, :units].expand_as(y)
    return turn(torch.where(real[:, :, None] > 0, y, before if reverse else last)), end(ends)[packed.unsorted_indices]


def attention(q, k, v, mask, heads, causal, past_k=None, past_v=None, past=None):
    """PyTorch's own, with projections that leave everything as it is; the mask is its key_padding_mask. What is past
    stands before the keys, as far as it is there."""
    same = torch.eye(q.shape[2], dtype=q.dtype, device=q.device)
    seen = q.new_ones(q.shape[1], k.shape[1])
    seen = seen.tril() if causal else seen
    ends = q.new_zeros(len(q), 1) + k.shape[1]
    if past is not None:
        real = (torch.arange(past_k.shape[1], device=q.device) < past.detach().long()).to(q.dtype)
        mask = torch.cat((real, k.new_ones(k.shape[:2]) if mask is None else mask), 1)
        k, v = torch.cat((past_k, k), 1), torch.cat((past_v, v), 1)
        seen, ends = torch.cat((q.new_ones(q.shape[1], past_k.shape[1]), seen), 1), ends + past.detach().long()
    y, weights = F.multi_head_attention_forward(
        *(t.transpose(0, 1) for t in (q, k, v)), q.shape[2], heads, None, None, None, None, False, 0.0, same, None,
        key_padding_mask=None if mask is None else mask == 0, need_weights=True, average_attn_weights=False,
        attn_mask=seen == 0 if causal else None,
        use_separate_proj_weight=True, q_proj_weight=same, k_proj_weight=same, v_proj_weight=same,
    )
    return y.transpose(0, 1), weights, ends


def steps_of(x, begin):
    """Which step each one is, (N or 1, T), in double precision; and where the next one would begin."""
    first = x.new_zeros(1, 1) if begin is None else begin.detach()
    ends = x.new_zeros(len(x), 1) + first + x.shape[1]
    return first.double() + torch.arange(x.shape[1], device=x.device), ends


def positions(x, w, begin, base):
    """A row for each step, learnt or as "Attention is all you need" has it."""
    steps, ends = steps_of(x, begin)
    if w is not None:
        return x + F.embedding(steps.long(), w), ends
    width = x.shape[2] + x.shape[2] % 2
    angles = steps[:, :, None] / base ** (torch.arange(0, width, 2, dtype=torch.float64, device=x.device) / width)
    rows = torch.stack((angles.sin(), angles.cos()), -1).flatten(2)
    return x + rows[:, :, : x.shape[2]].to(x.dtype), ends


def rotary(x, begin, heads, base):
    """Complex numbers turned, as RoFormer has it."""
    steps, ends = steps_of(x, begin)
    width = x.shape[2] // heads
    angles = steps[:, :, None] / base ** (torch.arange(0, width, 2, dtype=torch.float64, device=x.device) / width)
    pairs = torch.view_as_complex(x.reshape(*x.shape[:2], heads, width // 2, 2))
    turned = pairs * torch.polar(torch.ones_like(angles), angles).to(pairs.dtype)[:, :, None]
    return torch.view_as_real(turned).reshape(x.shape), ends


def embedding_bag(x, w, mask, mode, padding):
    """PyTorch's own; what a mask hides is a row of its own that is padding."""
    if mask is not None:
        x, w, padding = torch.where(mask > 0, x, len(w)), torch.cat((w, w.new_zeros(1, w.shape[1]))), len(w)
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
    real = x.new_ones(x.shape[:2]) if mask is None else mask
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
        places = (torch.arange((count - 1) * hop + n_fft, device=x.device) - around).abs()
        places = torch.where(places > last, 2 * last - places, places) if center else places
        there = (places >= 0) & (places <= last)
        z = torch.stft(sound[places.clamp(0, last)] * there, n_fft, hop, length, makers[window](length, dtype=x.dtype, device=x.device), False, return_complex=True)
        return z.abs().T ** power

    if mask is None:
        z = torch.stft(x, n_fft, hop, length, makers[window](length, dtype=x.dtype, device=x.device), center, "reflect", False, True, True)
        y = z.abs().transpose(1, 2) ** power
        return y, y.new_ones(y.shape[:2])
    all_frames = [frames(sound[: int(real.sum())]) for sound, real in zip(x, mask)]
    count = 1 + (x.shape[1] + 2 * around - n_fft) // hop
    y = torch.stack([F.pad(f, (0, 0, 0, count - len(f))) for f in all_frames])
    return y, torch.stack([(torch.arange(count, device=x.device) < len(f)).to(x.dtype) for f in all_frames])


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
    return x @ torch.from_numpy(b).to(x.device, x.dtype)


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


def noise(x, size, stream, at, dtype):
    """Weft's own normal numbers of a step, of the rows that a process has of its batch (Box and Muller)."""
    step, rank, world = at
    n = ((len(x) - 1) * world + rank + 1) * size
    words = random_words(stream, step, n + n % 2).reshape(-1, 2) >> np.uint64(8)
    radius, angle = np.sqrt(-2 * np.log((words[:, 0] + 1.0) * 2.0 ** -24)), 2 * np.pi * (words[:, 1] * 2.0 ** -24)
    drawn = np.stack([radius * np.cos(angle), radius * np.sin(angle)], 1).astype(np.float32).reshape(-1)[:n]
    return torch.from_numpy(drawn.reshape(-1, size)[rank::world].copy()).to(x.device, dtype)


def adversarial(x, t, scale, of):
    """Of a score what Goodfellow et al. 2014, Mao et al. 2017, Lim and Ye 2017 or Arjovsky et al. 2017 have."""
    is_maker = bool((t >= 0.5).all())
    t = t.reshape(-1, *[1] * (x.dim() - 1)).expand(x.shape)
    z = 2 * t - 1
    losses = (F.softplus(x) - t * x, (x - t) ** 2 / 2, -z * x if is_maker else F.relu(1 - z * x), -z * x)
    return scale * losses[of].mean()


def hidden(x, draws, p, scale, ratio, value, bands, widths):
    """While it draws, rectangles of pictures (Zhong et al. 2017), or bands across both axes of sequences (SpecAugment: Park et al. 2019)."""
    n, (height, width) = len(x), x.shape[-2:]

    def drawn():
        return torch.rand(n, 1, device=x.device)

    def anywhere(size, length):
        begin, place = (drawn() * (size - length + 1)).floor(), torch.arange(size, device=x.device)
        return (place >= begin) & (place < begin + length)

    if not draws:
        return x
    gone = torch.zeros(n, height, width, dtype=torch.bool, device=x.device)
    for _ in range(bands):
        for axis, size, most in ((2, height, widths[0]), (1, width, widths[1])):
            gone = gone | anywhere(size, (drawn() * (min(size, most) + 1)).floor()).unsqueeze(axis)
    if bands == 0:
        area, tall = (scale[0] + (scale[1] - scale[0]) * drawn()) * height * width, ratio[0] * (ratio[1] / ratio[0]) ** drawn()
        rows, columns = (area * tall).sqrt().round().clamp(max=height), (area / tall).sqrt().round().clamp(max=width)
        gone = anywhere(height, rows).unsqueeze(2) & anywhere(width, columns).unsqueeze(1)
    gone = gone & (drawn() < p).unsqueeze(2)
    return x.masked_fill(gone.reshape(n, *[1] * (x.dim() - 3), height, width), value)


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
        lambda: F.binary_cross_entropy_with_logits(x, t, pos_weight=x.new_tensor(k), **none), lambda: focal(x, t, k, m),
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
    w = x.new_tensor([*weights, *[1.0] * (x.shape[1] - len(weights))])
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


def info_nce(a, b, scale, temperature, across):
    """Chen et al. 2020, or Radford et al. 2021, by PyTorch's cross-entropy."""
    n, (a, b) = len(a), (F.normalize(v.flatten(1)) for v in (a, b))
    same = torch.arange(n, device=a.device)
    if across:
        s = a @ b.T / temperature
        return scale * (F.cross_entropy(s, same) + F.cross_entropy(s.T, same)) / 2
    z = torch.cat([a, b])
    s = (z @ z.T / temperature).masked_fill(torch.eye(2 * n, device=a.device) > 0, -1e30)
    return scale * F.cross_entropy(s, torch.arange(2 * n, device=a.device).roll(n))


def triplet(x, t, scale, margin, mining):
    """Of each code in the batch, those of its class and those of others: Hermans et al. 2017, or semi-hard ones, Schroff et al. 2015."""
    d = (x[:, None] - x).norm(dim=2)
    other = t[:, None] != t
    same = ~other & ~torch.eye(len(x), dtype=torch.bool, device=x.device)
    near, far = torch.where(other, d, math.inf), torch.where(other, d, -math.inf)
    if mining == 0:
        costs = F.relu(margin + d[:, :, None] - d[:, None])[same[:, :, None] & other[:, None]]
        costs = costs[costs > 0]
    elif mining == 1:
        costs = F.relu(margin + torch.where(same, d, -math.inf).amax(1) - near.amin(1))[same.any(1) & other.any(1)]
    else:
        beyond = torch.where(other[:, None] & (d[:, None] > d[:, :, None]), d[:, None], math.inf).amin(2)
        beyond = torch.where(beyond.isinf(), far.amax(1)[:, None], beyond)
        costs = F.relu(margin + d - beyond)[same & other.any(1)[:, None]]
    return scale * costs.mean() if len(costs) else 0 * x.sum()


def detection(x, t, mask, scale, box, obj, empty, kind):
    """The cell that a box's middle lies in answers for it, by GIoU (Rezatofighi et al. 2019), all others say that there is none."""
    n, depth, height, width = x.shape
    there = (t[:, :, 3:] > 0).all(2) if mask is None else (t[:, :, 3:] > 0).all(2) & (mask > 0)
    cells = {}  # of two in one cell the last one counts
    for sample, which in there.nonzero().tolist():
        cx, cy = t[sample, which, 1:3].tolist()
        cells[sample, min(max(int(cy * height), 0), height - 1), min(max(int(cx * width), 0), width - 1)] = which
    empties = x.new_ones(n, height, width)
    total = x.new_zeros(())
    if cells:
        sample, row, column = torch.tensor(list(cells), device=x.device).T
        label, middle2, size2 = t[sample, torch.tensor(list(cells.values()), device=x.device)].split((1, 2, 2), 1)
        v, size = x[sample, :, row, column], x[sample, 2:4, row, column].sigmoid()
        middle = (v[:, :2].sigmoid() + torch.stack([column, row], 1)) / x.new_tensor([width, height])
        low, high, low2, high2 = middle - size / 2, middle + size / 2, middle2 - size2 / 2, middle2 + size2 / 2
        both = (torch.minimum(high, high2) - torch.maximum(low, low2)).clamp(min=0).prod(1)
        union = size.prod(1) + size2.prod(1) - both
        hull = (torch.maximum(high, high2) - torch.minimum(low, low2)).prod(1)
        labels = label[:, 0].long().clamp(0, depth - 6)
        total = box * (1 - both / union + (hull - union) / hull).sum() + obj * F.softplus(-v[:, 4]).sum()
        total = total + kind * F.cross_entropy(v[:, 5:], labels, reduction="sum")
        empties = empties.index_put((sample, row, column), x.new_zeros(()))
    return scale * (total + empty * (F.softplus(x[:, 4]) * empties).sum()) / n
