"""layer_cases: what the lines of torch_layers.py are made of."""
import torch

chance = torch.Generator().manual_seed(5)
LAYERS = []


def layer(id, make, *cases, names=None):
    """make (p, *inputs) gives what is called with the inputs; p.NAME is a parameter. names: of weights, ours to PyTorch's, where they differ."""
    LAYERS.append((id, make, cases, names or {}))


def case(*inputs, evaluates=False, **params):
    return inputs, params, evaluates


def numbers(*dims):
    return "numbers", torch.randn(dims, generator=chance)


def target(*dims, make=torch.randn):
    """Numbers that are compared with: nothing is learnt of them."""
    return "target", make(dims, generator=chance)


def above(*dims):
    return "numbers", torch.rand(dims, generator=chance) + 0.1


def steps(*lengths):
    """Which steps are real: the first ones."""
    return "steps", torch.tensor([[float(t < n) for t in range(max(lengths))] for n in lengths])


def tokens(most, *dims):
    return "tokens", torch.randint(most, dims, generator=chance)


def classes(most, *dims):
    return "class", torch.randint(most, dims, generator=chance)
