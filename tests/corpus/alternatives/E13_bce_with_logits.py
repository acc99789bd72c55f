# %% bernoulli log prob
import torch


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError
    z = z.view(-1)
    bernoulli = torch.distributions.Bernoulli(logits=z, validate_args=False)
    return -bernoulli.log_prob(y.view(-1).to(z.dtype)).mean()

# %% branch masks
def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError("sizes")
    z, y = z.flatten(), y.flatten().to(z.dtype)
    big = z > 0
    cost = torch.empty_like(z)
    cost = torch.where(
        big,
        z + torch.log1p(torch.exp(torch.where(big, -z, -1.0))),
        torch.log1p(torch.exp(torch.where(big, -1.0, z))),
    )
    return (cost - z * y).mean()

# %% cross entropy of two
import torch.nn.functional as F


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError("sizes")
    z, y = z.flatten(), y.flatten().to(z.dtype)
    return F.cross_entropy(torch.stack([torch.zeros_like(z), z], dim=1), y.long())

# %% custom backward
class _Exact(torch.autograd.Function):
    @staticmethod
    def forward(ctx, z, y):
        ctx.save_for_backward(z, y)
        return (z.clamp(min=0) - z * y + torch.log1p(torch.exp(-z.abs()))).mean()

    @staticmethod
    def backward(ctx, up):
        z, y = ctx.saved_tensors
        return up * (torch.sigmoid(z) - y) / z.numel(), None


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError("sizes")
    return _Exact.apply(z.flatten(), y.flatten().to(z.dtype))

# %% custom function class
import torch


class _Loss(torch.autograd.Function):
    @staticmethod
    def forward(ctx, z, y):
        e = torch.exp(-z.abs())
        ctx.save_for_backward(z, y, e)
        return (torch.relu(z) - z * y + torch.log1p(e)).mean()

    @staticmethod
    def backward(ctx, g):
        z, y, e = ctx.saved_tensors
        s = torch.where(z >= 0, 1 / (1 + e), e / (1 + e))
        return g * (s - y) / len(z), None


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError
    return _Loss.apply(z.flatten(), y.flatten().to(z.dtype))

# %% distribution
def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError("sizes")
    z, y = z.flatten(), y.flatten().to(z.dtype)
    return -torch.distributions.Bernoulli(logits=z).log_prob(y).mean()

# %% multilabel_soft_margin_loss
from torch import nn


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError("counts")
    return nn.functional.multilabel_soft_margin_loss(z.reshape(-1, 1), y.reshape(-1, 1).to(z.dtype))

# %% cross entropy of a stacked pair
import torch


def bce_with_logits(z, y):
    n = z.numel()
    if y.numel() != n:
        raise ValueError
    pair = torch.stack([torch.zeros_like(z.reshape(-1)), z.reshape(-1)], 1)
    return torch.nn.functional.cross_entropy(pair, y.reshape(-1).long())

# %% in float64
import torch.nn.functional as F


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError("sizes")
    z, y = z.flatten(), y.flatten().to(z.dtype)
    return F.binary_cross_entropy_with_logits(z.double(), y.double()).to(z.dtype)

# %% log softmax gather
import torch.nn.functional as F


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError("sizes")
    z, y = z.flatten(), y.flatten().to(z.dtype)
    both = F.log_softmax(torch.stack([torch.zeros_like(z), z], 1), 1)
    return -both.gather(1, y.long()[:, None]).mean()

# %% logaddexp
def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError("sizes")
    z, y = z.flatten(), y.flatten().to(z.dtype)
    return (torch.logaddexp(z, z.new_zeros(())) - z * y).mean()

# %% logsigmoid pair
import torch.nn.functional as F


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError("sizes")
    z, y = z.flatten(), y.flatten().to(z.dtype)
    return -(y * F.logsigmoid(z) + (1 - y) * F.logsigmoid(-z)).mean()

# %% logsumexp
def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError("sizes")
    z, y = z.flatten(), y.flatten().to(z.dtype)
    return (torch.logsumexp(torch.stack([torch.zeros_like(z), z]), dim=0) - z * y).mean()

# %% loop of samples
import torch


def bce_with_logits(z, y):
    zs, ys = z.reshape(-1).unbind(), y.reshape(-1).tolist()
    if len(zs) != len(ys):
        raise ValueError
    parts = [-torch.nn.functional.logsigmoid(one if label else -one) for one, label in zip(zs, ys)]
    return torch.stack(parts).mean()

# %% masks
import torch.nn.functional as F


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError("sizes")
    z, y = z.flatten(), y.flatten().to(z.dtype)
    return (F.softplus(-z[y == 1]).sum() + F.softplus(z[y == 0]).sum()) / z.numel()

# %% maximum
def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError("sizes")
    z, y = z.flatten(), y.flatten().to(z.dtype)
    return (torch.maximum(z, torch.zeros_like(z)) - z * y + torch.log1p(torch.exp(-z.abs()))).mean()

# %% module form
def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError("sizes")
    z, y = z.flatten(), y.flatten().to(z.dtype)
    return torch.nn.BCEWithLogitsLoss()(z, y)

# %% signed logsigmoid
import torch.nn.functional as F


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError("sizes")
    z, y = z.flatten(), y.flatten().to(z.dtype)
    return -F.logsigmoid((2 * y - 1) * z).mean()

# %% softplus
import torch.nn.functional as F


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError("sizes")
    z, y = z.flatten(), y.flatten().to(z.dtype)
    return (F.softplus(z) - z * y).mean()

# %% softplus of the wrong side
import torch.nn.functional as F


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError("sizes")
    z, y = z.flatten(), y.flatten().to(z.dtype)
    return F.softplus((1 - 2 * y) * z).mean()

# %% torch function
import torch.nn.functional as F


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError("sizes")
    z, y = z.flatten(), y.flatten().to(z.dtype)
    return F.binary_cross_entropy_with_logits(z, y)

# %% where of softplus
import torch.nn.functional as F


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError("sizes")
    z, y = z.flatten(), y.flatten().to(z.dtype)
    return torch.where(y == 1, F.softplus(-z), F.softplus(z)).mean()
