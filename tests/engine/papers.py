"""papers: optimisers that PyTorch 1.13 does not have, from their papers' formulas alone, in double precision."""
import torch


class Paper:
    def __init__(self, ws, lr, *settings):
        self.w, self.lr, self.settings, self.t = ws[0], lr, settings, 0
        self.m, self.v = torch.zeros_like(self.w, dtype=torch.float64), torch.zeros_like(self.w, dtype=torch.float64)

    def step(self):
        self.t += 1
        with torch.no_grad():
            self.w.copy_(self.move(self.w.double(), self.w.grad.double()))

    def adam(self, g, betas, eps):
        """Adam's direction (Kingma & Ba, algorithm 1)."""
        self.m = betas[0] * self.m + (1 - betas[0]) * g
        self.v = betas[1] * self.v + (1 - betas[1]) * g * g
        return self.m / (1 - betas[0] ** self.t) / ((self.v / (1 - betas[1] ** self.t)).sqrt() + eps)


class Lion(Paper):
    """Chen et al. 2023, algorithm 2."""

    def move(self, w, g):
        betas, decay = self.settings
        c = betas[0] * self.m + (1 - betas[0]) * g
        self.m = betas[1] * self.m + (1 - betas[1]) * g
        return w - self.lr * (c.sign() + decay * w)


class Lamb(Paper):
    """You et al. 2020, algorithm 2, with phi (z) = min (z, 10)."""

    def move(self, w, g):
        betas, eps, decay = self.settings
        r = self.adam(g, betas, eps) + decay * w
        return w - self.lr * min(w.norm().item(), 10) / r.norm() * r
