"""layer_losses: the lines of torch_layers.py that are losses: PyTorch's where it has them, else their definitions in functions.py."""
import torch
from torch import nn
from torch.nn import functional as F

import torch_rows as rows
from torch_rows import functions
from layer_cases import case, classes, layer, numbers, steps, target, tokens


def shares(*dims):
    return target(*dims, make=lambda dims, generator: torch.rand(dims, generator=generator).softmax(-1))


def yes(*dims):
    return target(*dims, make=lambda dims, generator: (torch.rand(dims, generator=generator) > 0.5).float())


def counts(*dims):
    return target(*dims, make=lambda dims, generator: torch.randint(5, dims, generator=generator).float())


def boxes(n, most, classes):
    """(class, middle, size) of each; the last one is none."""
    def make(dims, generator):
        t = torch.rand(dims, generator=generator) * 0.8 + 0.1
        t[:, :, 0] = torch.randint(classes, dims[:2], generator=generator)
        t[:, -1] = 0
        return t
    return target(n, most, 5, make=make)


def plain(call):
    """A loss that PyTorch has as a function of its settings; times the scale."""
    return lambda p, *_: lambda *inputs: p.scale * call(p)(*inputs)


def masked(x, t, mask, call):
    """The mean over what is real."""
    return functions.mean_of(call(x, t), mask)


layer(
    "cross_entropy", lambda p, x, t, mask=None: lambda x, t, mask=None: p.scale * (
        nn.CrossEntropyLoss(None if p.class_weight is None else torch.tensor(p.class_weight), ignore_index=p.ignore_index, label_smoothing=p.label_smoothing)(
            x if x.dim() == 4 else x.movedim(-1, 1), t if mask is None else torch.where(mask > 0, t, -100))),
    case(numbers(4, 5), classes(5, 4)), case(numbers(4, 5), classes(5, 4), label_smoothing=0.1, scale=3), case(numbers(6, 3), classes(3, 6), class_weight="1,2,0.5"),
    case(numbers(2, 5, 4), tokens(4, 2, 5), steps(5, 3)), case(numbers(2, 5, 4), tokens(4, 2, 5), steps(5, 3), label_smoothing=0.2),
    case(numbers(8, 3), classes(3, 8), ignore_index=1), case(numbers(2, 3, 4, 5), classes(3, 2, 4, 5), label_smoothing=0.1),
)
layer("soft_cross_entropy", plain(lambda p: lambda x, t: -(t * x.log_softmax(-1)).sum(-1).mean()), case(numbers(4, 5), shares(4, 5)), case(numbers(2, 3, 4), shares(2, 3, 4), scale=2))
layer("distillation", plain(lambda p: lambda x, t: -p.temperature**2 * ((t / p.temperature).softmax(-1) * (x / p.temperature).log_softmax(-1)).sum(-1).mean()), case(numbers(4, 5), target(4, 5)), case(numbers(2, 3, 4), target(2, 3, 4), temperature=4, scale=2))
layer("mse", plain(lambda p: lambda x, t, mask=None: masked(x, t, mask, lambda x, t: (x - t) ** 2)), case(numbers(3, 4), target(3, 4)), case(numbers(2, 4, 3), target(2, 4, 3), steps(4, 2), scale=2))
layer("mae", plain(lambda p: nn.L1Loss()), case(numbers(3, 4), target(3, 4)), case(numbers(3, 4), target(3, 4), scale=2))
layer("huber", plain(lambda p: nn.HuberLoss(delta=p.delta)), case(numbers(3, 4), target(3, 4)), case(numbers(3, 4), target(3, 4), delta=0.3))
layer("smooth_l1", plain(lambda p: nn.SmoothL1Loss(beta=p.beta)), case(numbers(3, 4), target(3, 4)), case(numbers(3, 4), target(3, 4), beta=0.3))
layer("log_cosh", plain(lambda p: lambda x, t: (x - t).cosh().log().mean()), case(numbers(3, 4), target(3, 4)))
layer("quantile", plain(lambda p: lambda x, t: torch.maximum(p.quantile * (t - x), (p.quantile - 1) * (t - x)).mean()), case(numbers(3, 4), target(3, 4), quantile=0.9), case(numbers(3, 4), target(3, 4)))
layer("poisson", plain(lambda p: nn.PoissonNLLLoss(p.log_input, eps=p.eps)), case(numbers(3, 4), counts(3, 4)), case(target(3, 4, make=torch.rand), counts(3, 4), log_input="no", evaluates=True))


class Gaussian(nn.Module):
    def __init__(self, width, scale):
        super().__init__()
        self.log_deviation, self.scale = nn.Parameter(torch.zeros(width)), scale

    def forward(self, x, t):
        return functions.gaussian_likelihood(x, self.log_deviation, t, self.scale)


layer("gaussian", lambda p, x, t: Gaussian(x.shape[1], p.scale), case(numbers(5, 3), target(5, 3)), case(numbers(5, 2), target(5, 3, 2), scale=2))
layer("bce_with_logits", plain(lambda p: nn.BCEWithLogitsLoss(pos_weight=torch.tensor(float(p.pos_weight)))), case(numbers(3, 4), yes(3, 4)), case(numbers(3, 4), yes(3, 4), pos_weight=4, scale=2))
layer("bce_with_logits", plain(lambda p: lambda x, t: F.binary_cross_entropy_with_logits(x, t.reshape(x.shape).float())), case(numbers(5, 1), classes(2, 5)), case(numbers(5, 1), classes(2, 5), scale=2))
layer("kl_div", plain(lambda p: nn.KLDivLoss(reduction=p.reduction, log_target=p.log_target)), case(numbers(3, 4), shares(3, 4)), case(numbers(3, 4), shares(3, 4), reduction="mean"), case(numbers(3, 4), target(3, 4), log_target="yes"))
layer("hinge", plain(lambda p: lambda x, t: F.multi_margin_loss(x, t, p.p, p.margin)), case(numbers(4, 5), classes(5, 4)), case(numbers(4, 5), classes(5, 4), p=2, margin=0.3))
layer("hinge", plain(lambda p: lambda x, t: (F.relu(p.margin - (2 * t - 1) * x) ** p.p).mean()), case(numbers(4, 5), yes(4, 5)), case(numbers(4, 5), yes(4, 5), p=2, margin=0.3))
layer("focal", plain(lambda p: lambda x, t: functions.focal(x, t, p.alpha, p.gamma).mean()), case(numbers(4, 5), yes(4, 5)), case(numbers(4, 5), yes(4, 5), alpha=-1, gamma=3))
layer("focal", plain(lambda p: lambda x, t: functions.class_loss(x, t, None, 1, 0, p.gamma, 1, -100, ())), case(numbers(4, 5), classes(5, 4)), case(numbers(4, 5), classes(5, 4), gamma=0.5))
layer("dice", plain(lambda p: lambda x, t: functions.overlap(x, t, None, 1, 0.5, 0.5, p.smooth / 2)), case(numbers(3, 4), yes(3, 4)), case(numbers(2, 1, 3, 4), yes(2, 1, 3, 4), smooth=0.2))
layer("tversky", plain(lambda p: lambda x, t: functions.overlap(x, t, None, 1, p.alpha, p.beta, p.smooth)), case(numbers(3, 4), yes(3, 4)), case(numbers(3, 4), yes(3, 4), alpha=0.8, beta=0.1))
layer("iou", plain(lambda p: lambda x, t: functions.overlap(x, t, None, 1, 1, 1, p.smooth)), case(numbers(3, 4), yes(3, 4)), case(numbers(3, 4), yes(3, 4), smooth=0.1))
layer("triplet", plain(lambda p: lambda x, t: functions.triplet(x, t, 1, p.margin, ("all", "hard", "semi_hard").index(p.mining))), *(case(numbers(6, 3), classes(2, 6), mining=mining) for mining in ("all", "hard", "semi_hard")))
layer("contrastive", plain(lambda p: lambda a, b, t: functions.pair_loss(a, b, t, 1, p.margin, 0)), case(numbers(6, 3), numbers(6, 3), classes(2, 6)), case(numbers(6, 3), numbers(6, 3), yes(6, 1), margin=3))
layer("cosine_embedding", plain(lambda p: lambda a, b, t: nn.CosineEmbeddingLoss(p.margin)(a, b, 2 * (t > 0).float() - 1)), case(numbers(6, 3), numbers(6, 3), classes(2, 6)), case(numbers(6, 3), numbers(6, 3), classes(2, 6), margin=0.2))
layer("info_nce", plain(lambda p: lambda a, b: functions.info_nce(a, b, 1, p.temperature, p.negatives == "across")), case(numbers(4, 3), numbers(4, 3)), case(numbers(4, 3), numbers(4, 3), negatives="across", temperature=0.1))
layer(
    "detection", plain(lambda p: lambda x, t: functions.detection(x, t, None, 1, p.box_weight, p.object_weight, p.empty_weight, p.class_weight)),
    case(numbers(2, 8, 3, 4), boxes(2, 3, 3)), case(numbers(2, 8, 3, 4), boxes(2, 3, 3), box_weight=1, object_weight=2, empty_weight=3, class_weight=4, scale=0.5),
)
for kind in "standard", "least_squares", "hinge", "wasserstein":
    layer("adversarial", plain(lambda p, kind=kind: lambda x, t: functions.adversarial(x, t, 1, ("standard", "least_squares", "hinge", "wasserstein").index(kind))), case(numbers(6, 2), yes(6, 1), kind=kind))
layer("frechet", plain(lambda p: lambda a, b: sum((f(a.flatten(1)) - f(b.flatten(1))).square().sum() for f in (lambda x: x.mean(0), lambda x: (x.var(0, unbiased=False) + 1e-5).sqrt()))), case(numbers(6, 4), numbers(6, 4), weight=1), case(numbers(5, 2, 3, 3), numbers(5, 2, 3, 3), weight=1, scale=2))
layer("kl_normal", plain(lambda p: lambda m, v: 0.5 * (m ** 2 + v.exp() - v - 1).sum() / len(m)), case(numbers(3, 4), numbers(3, 4)), case(numbers(3, 4), numbers(3, 4), scale=2))
for of, call in ("square", torch.square), ("magnitude", torch.abs), ("value", lambda x: x):
    layer("penalty", plain(lambda p, call=call: lambda x: call(x).mean()), case(numbers(3, 4), of=of), case(numbers(3, 4), of=of, scale=2))
layer("excite", plain(lambda p: lambda x: -(x[..., p.unit] if x.dim() == 3 else x[:, p.unit]).mean()), case(numbers(3, 4), unit=2), case(numbers(2, 3, 4), unit=3), case(numbers(2, 3, 4, 5), unit=1))
