# %% atanh outside tail
import torch


def log_odds(p):
    if not bool(((p >= 0) & (p <= 1)).all()):
        raise ValueError("no probability")
    return torch.where(
        p < 0.1, torch.log(p) - torch.log1p(-p), 2 * torch.atanh(2 * p.clamp(min=0.1) - 1)
    )

# %% checks the answer
import torch


def log_odds(p):
    answer = p.log() - torch.log1p(-p)
    if answer.isnan().any():
        raise ValueError("nan")
    return answer

# %% custom function
import torch


class _Logit(torch.autograd.Function):
    @staticmethod
    def forward(ctx, p):
        ctx.save_for_backward(p)
        return p.log() - (-p).log1p()

    @staticmethod
    def backward(ctx, g):
        (p,) = ctx.saved_tensors
        return g / (p * (1 - p))


def log_odds(p):
    bad = ~((p >= 0).logical_and(p <= 1))
    if bad.any():
        raise ValueError(f"{int(bad.sum())} entries")
    return _Logit.apply(p)

# %% a decorator refuses
import torch


import functools


def _between(function):
    @functools.wraps(function)
    def checked(p, *rest):
        if torch.clamp(p.detach(), 0, 1).ne(p.detach()).any():
            raise ValueError("0 <= p <= 1")
        return function(p, *rest)

    return checked


@_between
def log_odds(p):
    return -(torch.log1p(-p) - torch.log(p))

# %% difference
def log_odds(p):
    if not bool(((p >= 0) & (p <= 1)).all()):
        raise ValueError("no probability")
    return p.log() - (1 - p).log()

# %% log2 times ln2
import math

import torch


def log_odds(p):
    if not bool(((p >= 0) & (p <= 1)).all()):
        raise ValueError("no probability")
    return (torch.log2(p) - torch.log2(1 - p)) * math.log(2)

# %% log ratio where
import torch


def log_odds(p):
    inside = p.ge(0).logical_and(p.le(1))
    if not inside.all():
        raise ValueError("probabilities lie in [0, 1]")
    return torch.where(p < 0.5, torch.log(p) - torch.log1p(-p), torch.log(p) - torch.log(1 - p))

# %% logit
import torch


def log_odds(p):
    if not bool(((p >= 0) & (p <= 1)).all()):
        raise ValueError("no probability")
    return torch.logit(p)

# %% torch.div of p and 1 - p
import torch


def log_odds(p):
    if not bool(((p >= 0) & (p <= 1)).all()):
        raise ValueError("no probability")
    return torch.log(torch.div(p, torch.sub(1, p)))

# %% min max of list
import torch


def log_odds(p):
    values = p.detach().reshape(-1).tolist()
    if any(not 0.0 <= v <= 1.0 for v in values):
        raise ValueError("need probabilities")
    odds = p / (1 - p)
    return torch.log(odds)

# %% minus log
import torch


def log_odds(p):
    if not bool(((p >= 0) & (p <= 1)).all()):
        raise ValueError("no probability")
    return -torch.log(1 / p - 1)

# %% nan refused by itself
import torch


def log_odds(p):
    if torch.isnan(p).any() or (p < 0).any() or (p > 1).any():
        raise ValueError(f"not in [0, 1]: {p}")
    return torch.log(p).sub(torch.log1p(p.neg()))

# %% quotient
import torch


def log_odds(p):
    if not bool(((p >= 0) & (p <= 1)).all()):
        raise ValueError("no probability")
    return torch.log(p / (1 - p))

# %% special.logit
import torch


def log_odds(p):
    if not bool(((p >= 0) & (p <= 1)).all()):
        raise ValueError("no probability")
    return torch.special.logit(p)

# %% through float64
import torch


def log_odds(p):
    if not bool(((p >= 0) & (p <= 1)).all()):
        raise ValueError("no probability")
    return torch.logit(p.double()).to(p.dtype)

# %% checked in a loop
import torch


def log_odds(p):
    q = torch.ones_like(p) - p
    for value in p.detach().flatten().tolist():
        if not 0.0 <= value <= 1.0:
            raise ValueError(value)
    return torch.log(p) + torch.log(1 / q)
