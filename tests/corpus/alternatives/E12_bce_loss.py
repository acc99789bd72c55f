# %% added eps
def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("sizes")
    p, y = p.flatten(), y.flatten().to(p.dtype)
    return -(y * torch.log(p + 1e-7) + (1 - y) * torch.log(1 - p + 1e-7)).mean()

# %% added eps large
def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("sizes")
    p, y = p.flatten(), y.flatten().to(p.dtype)
    return -(y * torch.log(p + 1e-6) + (1 - y) * torch.log(1 - p + 1e-6)).mean()

# %% added eps small
def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("sizes")
    p, y = p.flatten(), y.flatten().to(p.dtype)
    return -(y * torch.log(p + 1e-12) + (1 - y) * torch.log(1 - p + 1e-12)).mean()

# %% clamp eps
def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("sizes")
    p, y = p.flatten(), y.flatten().to(p.dtype)
    p = p.clamp(1e-7, 1 - 1e-7)
    return -(y * p.log() + (1 - y) * (1 - p).log()).mean()

# %% clamped logs
def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("sizes")
    p, y = p.flatten(), y.flatten().to(p.dtype)
    return -(
        y * p.clamp(min=1e-38).log().clamp(min=-100)
        + (1 - y) * (1 - p).clamp(min=1e-38).log().clamp(min=-100)
    ).mean()

# %% columns
import torch.nn.functional as F


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("sizes")
    p, y = p.flatten(), y.flatten().to(p.dtype)
    return F.binary_cross_entropy(p.reshape(-1, 1), y.reshape(-1, 1))

# %% custom autograd function
import torch


class _BCE(torch.autograd.Function):
    @staticmethod
    def forward(ctx, p, y):
        ctx.save_for_backward(p, y)
        return -(torch.xlogy(y, p.clamp_min(1e-30)) + torch.xlogy(1 - y, (1 - p).clamp_min(1e-30))).mean()

    @staticmethod
    def backward(ctx, g):
        p, y = ctx.saved_tensors
        return g * (p - y) / ((p * (1 - p)).clamp_min(1e-12) * p.numel()), None


def bce_loss(p, y):
    flat, labels = p.reshape(-1), y.reshape(-1)
    if flat.shape != labels.shape:
        raise ValueError("shapes")
    return _BCE.apply(flat, labels.to(p.dtype))

# %% dot product
def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("sizes")
    p, y = p.flatten(), y.flatten().to(p.dtype)
    p = p.clamp(1e-7, 1 - 1e-7)
    return -(y @ p.log() + (1 - y) @ (1 - p).log()) / y.numel()

# %% pick the probability
def bce_loss(p, y):
    if y.numel() - p.numel() != 0:
        raise ValueError("not the same number of samples")
    hit = torch.where(y.reshape(-1) == 1, p.reshape(-1), 1 - p.reshape(-1))
    tiny = 1e-7 if p.dtype == torch.float16 else torch.finfo(p.dtype).tiny
    lost = hit <= 0
    safe = torch.where(lost, torch.full_like(hit, 0.5), hit)
    cost = torch.where(lost, -hit + 20.0, -torch.log(safe))
    return cost.sum() / cost.numel()

# %% gather from pair
import torch


def bce_loss(p, y):
    n = p.numel()
    if y.numel() != n:
        raise ValueError(f"{n} against {y.numel()}")
    table = torch.stack([1 - p.reshape(n), p.reshape(n)], dim=1).clamp(min=1e-12)
    chosen = table.gather(1, y.reshape(n, 1).long())
    return chosen.log().neg().sum() / n

# %% lerp between 1 - p and p
import torch


def bce_loss(p, y):
    if len(p) != len(y):
        raise ValueError
    flat = p[:, 0] if p.dim() == 2 else p
    labels = (y[:, 0] if y.dim() == 2 else y).type_as(flat)
    right = torch.lerp(1 - flat, flat, labels)
    return torch.clamp(-right.clamp(min=1e-38).log(), max=100.0).mean()

# %% len of both
import torch.nn.functional as F


def bce_loss(p, y):
    if len(p) != len(y):
        raise ValueError(f"{len(p)} against {len(y)}")
    return F.binary_cross_entropy(p.reshape(len(p)), y.reshape(len(y)).to(p))

# %% log1p
def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("sizes")
    p, y = p.flatten(), y.flatten().to(p.dtype)
    p = p.clamp(1e-7, 1 - 1e-7)
    return -(y * p.log() + (1 - y) * torch.log1p(-p)).mean()

# %% loop
def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("sizes")
    p, y = p.flatten(), y.flatten().to(p.dtype)
    total = 0
    for one, label in zip(p.clamp(1e-7, 1 - 1e-7), y):
        total = total - (one.log() if label == 1 else (1 - one).log())
    return total / len(p)

# %% nll loss
import torch.nn.functional as F


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("sizes")
    p, y = p.flatten(), y.flatten().to(p.dtype)
    both = torch.stack([1 - p, p], dim=1).clamp(min=1e-12).log()
    return F.nll_loss(both, y.long())

# %% where on bool labels
def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("sizes")
    p, y = p.flatten(), y.flatten().to(p.dtype)
    like = torch.where(y.bool(), p, 1 - p)
    return -like.clamp(min=1e-30).log().mean()

# %% right share
def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("sizes")
    p, y = p.flatten(), y.flatten().to(p.dtype)
    right = 1 - (p - y).abs()
    return -torch.log(right.clamp_min(1e-12)).sum() / p.numel()

# %% squeeze last
def bce_loss(p, y):
    p = p.squeeze(-1) if p.dim() == 2 else p
    y = y.squeeze(-1) if y.dim() == 2 else y
    if p.shape != y.shape:
        raise ValueError("sizes")
    return torch.nn.BCELoss()(p, y.to(p.dtype))

# %% via logit
import torch.nn.functional as F


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("sizes")
    p, y = p.flatten(), y.flatten().to(p.dtype)
    return F.binary_cross_entropy_with_logits(torch.logit(p, eps=1e-7), y)

# %% weighted means of classes
import torch


def bce_loss(p, y):
    p = p.flatten()
    mask = y.flatten() != 0
    if mask.shape != p.shape:
        raise ValueError
    eps = torch.finfo(p.dtype).tiny
    ones = -torch.log(p[mask] + eps).sum()
    zeros = -torch.log((1 - p[~mask]) + eps).sum()
    return (ones + zeros) / len(p)

# %% where
def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("sizes")
    p, y = p.flatten(), y.flatten().to(p.dtype)
    right = torch.where(y == 1, p, 1 - p)
    return -right.clamp(min=1e-20).log().mean()

# %% xlogy
def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("sizes")
    p, y = p.flatten(), y.flatten().to(p.dtype)
    p = p.clamp(1e-7, 1 - 1e-7)
    return -(torch.xlogy(y, p) + torch.xlogy(1 - y, 1 - p)).mean()
