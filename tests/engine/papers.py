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


class Muon(Paper):
    """Jordan et al. 2024, with the factor of Liu et al. 2025 and a momentum that is a mean; of what is no matrix AdamW."""

    def move(self, w, g):
        betas, eps, decay, rounds = self.settings
        if w.dim() < 2:
            return (1 - self.lr * decay) * w - self.lr * self.adam(g, betas, eps)
        self.m = betas[0] * self.m + (1 - betas[0]) * g
        u = betas[0] * self.m + (1 - betas[0]) * g
        x = (u.T if u.shape[0] > u.shape[1] else u) / (u.norm() + 1e-7)
        for _ in range(rounds):
            a = x @ x.T
            x = 3.4445 * x + (-4.7750 * a + 2.0315 * a @ a) @ x
        x = x.T if u.shape[0] > u.shape[1] else x
        return (1 - self.lr * decay) * w - self.lr * 0.2 * max(w.shape) ** 0.5 * x
