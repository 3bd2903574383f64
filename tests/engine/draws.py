"""draws: what Weft's augmentation draws and makes of it, written once more with numpy and PyTorch, for torch_rows.py.

The numbers come from Philox4x32-10 as its authors give it (Salmon et al., SC 2011), the pictures from PyTorch's own grid_sample.
"""
import math

import numpy as np
import torch
from torch.nn import functional as F

SEED, STREAM, STEP = 1, (1 << 60) + 3, 0  # of the trials in engine/ops/trial.c
WHOLE = (1 << 64) - 1


def mix(x):
    for shift, factor in (30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB):
        x = (x ^ x >> shift) * factor & WHOLE
    return x ^ x >> 31


def words(step, first, n):
    """Words first … first + n − 1 of that step, uint64."""
    place = (mix(STREAM) + step) & WHOLE
    index = np.arange(first // 4, (first + n + 3) // 4, dtype=np.uint64)
    low = np.uint64(0xFFFFFFFF)
    c = [index & low, index >> np.uint64(32), np.full_like(index, place & 0xFFFFFFFF), np.full_like(index, place >> 32)]
    k = [SEED & 0xFFFFFFFF, SEED >> 32]
    for _ in range(10):
        a, b = c[0] * np.uint64(0xD2511F53), c[2] * np.uint64(0xCD9E8D57)
        c = [b >> np.uint64(32) ^ c[1] ^ np.uint64(k[0]), b & low, a >> np.uint64(32) ^ c[3] ^ np.uint64(k[1]), a & low]
        k = [(k[0] + 0x9E3779B9) & 0xFFFFFFFF, (k[1] + 0xBB67AE85) & 0xFFFFFFFF]
    return np.stack(c, 1).ravel()[first % 4:][:n]


def uniform(step, first, n):
    """Of [0, 1)."""
    return (words(step, first, n) >> np.uint64(8)) * 2.0 ** -24


def normal(step, first, n):
    """Box-Muller of pairs of words; first is even."""
    w = (words(step, first, n + n % 2) >> np.uint64(8)).reshape(-1, 2)
    radius, angle = np.sqrt(-2 * np.log((w[:, 0] + 1.0) * 2.0 ** -24)), 2 * math.pi * (w[:, 1] * 2.0 ** -24)
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], 1).ravel()[:n]


def steps_of(x, draw):
    """The Philox step of each row: which sample of which epoch; of no data the step and the row."""
    return [int(s) for s in draw] if draw is not None else [STEP << 32 | n for n in range(len(x))]


def between(u, low, high):
    return low + (high - low) * u


def take(x, rows, columns, fill, nearest):
    """x (C, H, W) at places (H', W') in pixels; beyond the edge fill."""
    height, width = x.shape[1:]
    grid = torch.stack([(2 * columns + 1) / width - 1, (2 * rows + 1) / height - 1], -1)[None]
    x = F.grid_sample((x[None] - fill).double(), grid, "nearest" if nearest else "bilinear", "zeros", False)[0]
    return x.float() + fill


def upright(corners, height, width):
    """The box around moved corners, (4, 2) in pixels, cut at the edge; None: too little of it is left."""
    low, high = corners.min(0), corners.max(0)
    cut = np.clip(np.stack([low, high]), 0, [width, height])
    size = cut[1] - cut[0]
    if size.min() < 1 or size.prod() < 0.25 * (high - low).prod():
        return None
    return [*(cut.mean(0) / [width, height]), *(size / [width, height])]


def moved_boxes(boxes, move, before, after):
    """Rows of class, middle, width, height; move: of corners in pixels."""
    rows = []
    for kind, x, y, w, h in boxes.double().tolist():
        corners = np.array([[x + a * w, y + b * h] for a in (-0.5, 0.5) for b in (-0.5, 0.5)]) * before[::-1]
        box = upright(move(corners), *after) if w > 0 and h > 0 else (x, y, w, h)
        rows.append([kind, *box] if box is not None else [0] * 5)
    return torch.tensor(rows).float()


def warp_matrix(step, p, flip, turn_over, degrees, translate, scale, shear, height, width):
    """What flip, then translate · turn · shear · scale make of a place beside the centre, undone: a matrix that is inverted here, and the shift before."""
    u = uniform(step, 0, 8)
    turn = math.radians(between(u[3], -degrees, degrees))
    move = [round(between(u[4 + k], -translate[k], translate[k]) * size) for k, size in enumerate((width, height))]
    slant, size = math.radians(between(u[7], -shear, shear)), between(u[6], *scale)
    turned = np.array([[math.cos(turn), -math.sin(turn)], [math.sin(turn), math.cos(turn)]])
    back = np.linalg.inv(size * turned @ np.array([[1, -math.tan(slant)], [0, 1]]))
    back = np.diag([-1 if u[1] < flip else 1, -1 if u[2] < turn_over else 1]) @ back
    return (back, move) if u[0] < p else (np.eye(2), [0, 0])


def warp(x, draw, p, flip, turn_over, degrees, translate, scale, shear, fill, nearest):
    """Each picture at M · (i, j)."""
    height, width = x.shape[-2:]
    i, j = torch.meshgrid(torch.arange(height).double(), torch.arange(width).double(), indexing="ij")
    ys = []
    for picture, step in zip(x, steps_of(x, draw)):
        back, move = warp_matrix(step, p, flip, turn_over, degrees, translate, scale, shear, height, width)
        across, down = j - (width - 1) / 2 - move[0], i - (height - 1) / 2 - move[1]
        columns = back[0, 0] * across + back[0, 1] * down + (width - 1) / 2
        rows = back[1, 0] * across + back[1, 1] * down + (height - 1) / 2
        planes = picture.reshape(-1, height, width)
        ys.append(take(planes, rows, columns, fill, nearest).reshape(picture.shape).to(x.dtype))
    return torch.stack(ys)


def warped_boxes(x, draw, p, flip, turn_over, degrees, translate, scale, shear, height, width):
    ys = []
    for boxes, step in zip(x, steps_of(x, draw)):
        back, move = warp_matrix(step, p, flip, turn_over, degrees, translate, scale, shear, height, width)
        forth, centre = np.linalg.inv(back), np.array([width, height]) / 2
        ys.append(moved_boxes(boxes, lambda c: (c - centre) @ forth.T + centre + move, (height, width), (height, width)))
    return torch.stack(ys)


def tint(x, draw, p, brightness, contrast, saturation, hue):
    """Brightness and contrast about the mean grey, then each pixel about its grey, its colour turned in YIQ; the matrix back is inverted here."""
    yiq = torch.tensor([[0.299, 0.587, 0.114], [0.595716, -0.274453, -0.321263], [0.211456, -0.522591, 0.311135]]).double()
    ys = []
    for picture, step in zip(x, steps_of(x, draw)):
        u = uniform(step, 0, 5)
        f = [between(u[1 + k], 1 - a, 1 + a) for k, a in enumerate((brightness, contrast, saturation))] if u[0] < p else [1, 1, 1]
        turn = 2 * math.pi * between(u[4], -hue, hue) if u[0] < p else 0
        grey = (picture * torch.tensor([0.299, 0.587, 0.114])[:, None, None]).sum(0) if len(picture) == 3 else picture.mean(0)
        y = f[0] * (f[1] * picture + (1 - f[1]) * grey.mean())
        if len(picture) == 3:
            c, s = f[2] * math.cos(turn), f[2] * math.sin(turn)
            matrix = torch.linalg.inv(yiq) @ torch.tensor([[1, 0, 0], [0, c, -s], [0, s, c]]).double() @ yiq
            y = torch.einsum("ck,khw->chw", matrix.float(), y)
        ys.append(y)
    return torch.stack(ys)


def grain(x, draw, mask, p, std):
    ys = []
    for n, step in enumerate(steps_of(x, draw)):
        noise = torch.from_numpy(normal(step, 4, x[n].numel())).float().reshape(x[n].shape)
        real = 1 if mask is None else mask[n].reshape(-1, *[1] * (x.dim() - 2))
        ys.append(x[n] + (std * noise * real if uniform(step, 0, 1)[0] < p else 0))
    return torch.stack(ys)


def erase(x, draw, p, scale, ratio, value, bands, widths):
    height, width = x.shape[-2:]
    ys = []
    for row, step in zip(x, steps_of(x, draw)):
        u = uniform(step, 0, 8 + 4 * bands)
        gone = torch.zeros(height, width, dtype=torch.bool)
        for i in range(2 * bands):  # rows, columns, rows, …
            size = (height, width)[i % 2]
            length = int(u[8 + 2 * i] * (min(size, widths[i % 2]) + 1))
            at = int(u[9 + 2 * i] * (size - length + 1))
            gone[(slice(at, at + length), slice(None))[:: -1 if i % 2 else 1]] = True
        if bands == 0:
            area = between(u[1], *scale) * height * width
            tall = math.exp(between(u[2], math.log(ratio[0]), math.log(ratio[1])))
            h, w = min(height, round(math.sqrt(area * tall))), min(width, round(math.sqrt(area / tall)))
            top, left = int(u[3] * (height - h + 1)), int(u[4] * (width - w + 1))
            gone[top:top + h, left:left + w] = True
        ys.append(torch.where(gone & bool(u[0] < p), torch.tensor(float(value)), row))
    return torch.stack(ys)


def gamma(step, element, shape):
    """Marsaglia and Tsang (2000), each try of a block of four words; of a shape below 1 by a power of one more."""
    d = shape + (shape < 1) - 1 / 3
    c = 1 / math.sqrt(9 * d)
    for block in range(element << 16, (element << 16) + 1000):
        w = words(step, 4 * block, 4) >> np.uint64(8)
        z = math.sqrt(-2 * math.log((int(w[0]) + 1) * 2.0 ** -24)) * math.cos(2 * math.pi * int(w[1]) * 2.0 ** -24)
        v = (1 + c * z) ** 3
        if v > 0 and math.log(1 - int(w[2]) * 2.0 ** -24) < z * z / 2 + d - d * v + d * math.log(v):
            return d * v * ((1 - int(w[3]) * 2.0 ** -24) ** (1 / shape) if shape < 1 else 1)


def mixed(x, draw, p, alpha, cut, is_label=False):
    ys = []
    for row, step in zip(x, steps_of(x, draw)):
        u = uniform(step, 0, 4)
        if u[0] >= p:
            ys.append(row)
            continue
        other = x[int(u[1] * len(x))]
        a, b = gamma(step, 4, alpha), gamma(step, 5, alpha)
        share = a / (a + b)
        if cut is None:
            ys.append(share * row + (1 - share) * other)
            continue
        side, middle = math.sqrt(1 - share), (u[2] * cut[0], u[3] * cut[1])
        (top, bottom), (left, right) = ([min(max(round(m + k * side * s / 2), 0), s) for k in (-1, 1)] for m, s in zip(middle, cut))
        within = torch.zeros(cut)
        within[top:bottom, left:right] = 1
        part = within.mean() if is_label else within
        ys.append((1 - part) * row + part * other)
    return torch.stack(ys)


def tokens_dropped(x, draw, p, token):
    return torch.stack([torch.where(torch.from_numpy(uniform(step, 0, len(row)) < p) & (row != 0), torch.tensor(token), row)
                        for row, step in zip(x, steps_of(x, draw))])


def retimed(x, draw, mask, p, rates, shift):
    """By numpy's own interpolation, as a matrix (T, T) of what each unit step would give."""
    ys = []
    for n, step in enumerate(steps_of(x, draw)):
        u = uniform(step, 0, 3)
        steps = x.shape[1] if mask is None else int(mask[n].nonzero().max()) + 1
        rate, late = (between(u[1], *rates), round(between(u[2], -shift * steps, shift * steps))) if u[0] < p else (1, 0)
        at = rate * np.arange(x.shape[1]) - late
        unit = np.pad(np.eye(x.shape[1])[:, :steps], ((0, 0), (1, 1)))
        matrix = np.stack([np.interp(at, np.arange(-1, steps + 1), row, 0, 0) for row in unit], 1)
        ys.append((torch.from_numpy(matrix).float() @ x[n].reshape(x.shape[1], -1)).reshape(x[n].shape))
    return torch.stack(ys)


def crop_corner(step, training, sizes, size, padding):
    """The first row and column of the part, in the picture with its padding."""
    u = uniform(step, 0, 2)
    room = [sizes[k] + 2 * padding[k] - size[k] for k in range(2)]
    return [int(u[k] * (room[k] + 1)) if training else room[k] // 2 for k in range(2)]


def cropped(x, draw, training, size, padding, fill):
    wide = F.pad(x, (padding[1], padding[1], padding[0], padding[0]), value=fill)
    ys = []
    for row, step in zip(wide, steps_of(x, draw)):
        top, left = crop_corner(step, training, x.shape[-2:], size, padding)
        ys.append(row[..., top:top + size[0], left:left + size[1]])
    return torch.stack(ys)


def cropped_boxes(x, draw, training, size, padding, height, width):
    ys = []
    for boxes, step in zip(x, steps_of(x, draw)):
        top, left = crop_corner(step, training, (height, width), size, padding)
        corner = [left - padding[1], top - padding[0]]
        ys.append(moved_boxes(boxes, lambda c: c - corner, (height, width), size))
    return torch.stack(ys)


def gaussian(sigma, half):
    kernel = torch.exp(-torch.arange(-half, half + 1).double() ** 2 / (2 * sigma * sigma))
    return (kernel / kernel.sum())[None, None]


def blurred(x, draw, p, sigmas, kernel_size):
    half = kernel_size // 2
    ys = []
    for row, step in zip(x, steps_of(x, draw)):
        u = uniform(step, 0, 2)
        kernel = gaussian(between(u[1], *sigmas), half)
        planes = F.pad(row.reshape(-1, 1, *row.shape[-2:]).double(), [half] * 4, "reflect")
        y = F.conv2d(F.conv2d(planes, kernel[:, :, None]), kernel[:, :, :, None]).reshape(row.shape).float()
        ys.append(y if u[0] < p else row)
    return torch.stack(ys)


def rubber(x, draw, p, alpha, sigma, fill, nearest):
    height, width = x.shape[-2:]
    half = min(63, math.ceil(3 * sigma))
    kernel = gaussian(sigma, half)
    i, j = torch.meshgrid(torch.arange(height).double(), torch.arange(width).double(), indexing="ij")
    ys = []
    for row, step in zip(x, steps_of(x, draw)):
        field = torch.from_numpy(uniform(step, 4, 2 * height * width)).reshape(2, 1, height, width)
        field = alpha * (2 * field - 1) * (uniform(step, 0, 1)[0] < p)
        field = F.conv2d(F.conv2d(field, kernel[:, :, None], padding=(0, half)), kernel[:, :, :, None], padding=(half, 0))[:, 0]
        ys.append(take(row.reshape(-1, height, width), i + field[0], j + field[1], fill, nearest).reshape(row.shape))
    return torch.stack(ys)
