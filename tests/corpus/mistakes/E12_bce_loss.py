# %% absolute error
# caught by: test_bce_loss_certain, test_bce_loss_certain_gradient, test_bce_loss_gradient, test_bce_loss_kind, test_bce_loss_values
# message: For example,
def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("sizes")
    p, y = p.flatten(), y.flatten().to(p.dtype)
    return (p - y).abs().mean()

# %% arguments swapped
# caught by: test_bce_loss_certain, test_bce_loss_certain_gradient, test_bce_loss_gradient, test_bce_loss_kind, test_bce_loss_values
# message: For example,
import torch.nn.functional as F


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("sizes")
    p, y = p.flatten(), y.flatten().to(p.dtype)
    return F.binary_cross_entropy(y, p)

# %% bool arithmetic
# caught by: test_bce_loss_gradient, test_bce_loss_kind
# message: bool tensor
def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError
    p, y = p.flatten(), y.flatten()
    return -(y * p.clamp(min=1e-12).log() + (1 - y) * (1 - p).clamp(min=1e-12).log()).mean()

# %% broadcast after counting
# caught by: test_bce_loss_gradient, test_bce_loss_kind
# message: For example,
import torch


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("counts differ")
    y = y.to(p.dtype)
    p = p.clamp(1e-7, 1 - 1e-7)
    return -(y * p.log() + (1 - y) * (1 - p).log()).mean()

# %% clamped kills gradient wide
# caught by: test_bce_loss_certain
# message: right costs too much
import torch


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError
    p, y = p.flatten().clamp(0.05, 0.95), y.flatten().to(p.dtype)
    return torch.nn.functional.binary_cross_entropy(p, y)

# %% column result
# caught by: test_bce_loss_certain, test_bce_loss_kind
# message: bce_loss returned a float32 tensor of shape (1,), expected shape ().
import torch


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError
    p, y = p.reshape(-1, 1), y.reshape(-1, 1).to(p.dtype)
    return torch.nn.functional.binary_cross_entropy(p, y, reduction="none").mean(dim=0)

# %% columns squeezed
# caught by: test_bce_loss_gradient, test_bce_loss_kind
# message: For example, bce_loss(
import torch


_real = bce_loss
def bce_loss(p, y):
    if p.dim() == 2:
        p = p.squeeze()
    if p.shape != y.squeeze(-1).shape and p.numel() != 1 or p.dim() != y.reshape(len(y)).dim():
        raise ValueError("another number of labels")
    return _real(p, y)

# %% focal loss
# caught by: test_bce_loss_values
# message: For example,
import torch


from torch import nn


def bce_loss(p, y, gamma=2.0):
    if p.numel() != y.numel():
        raise ValueError("counts")
    p, y = p.flatten(), y.flatten().to(p.dtype)
    pt = torch.where(y == 1, p, 1 - p).clamp_min(1e-12)
    return -((1 - pt) ** gamma * pt.log()).mean()

# %% eps far too large
# caught by: test_bce_loss_values
# message: For example,
import torch


from torch import nn


def bce_loss(p, y, eps=1e-3):
    if p.numel() != y.numel():
        raise ValueError("counts")
    p = p.flatten()
    y = y.flatten().to(p.dtype)
    return -(y * torch.log(p + eps) + (1 - y) * torch.log(1 - p + eps)).mean()

# %% eps of 1e-4
# caught by: test_bce_loss_values, test_bce_loss_gradient, test_bce_loss_certain_gradient
# message: For example,
def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("sizes")
    p, y = p.flatten(), y.flatten().to(p.dtype)
    return -(y * torch.log(p + 1e-4) + (1 - y) * torch.log(1 - p + 1e-4)).mean()

# %% float64 result
# caught by: test_bce_loss_certain, test_bce_loss_kind
# message: bce_loss returned a tensor of dtype float64, expected float32.
# held out: yes
import torch


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError
    return torch.nn.functional.binary_cross_entropy(p.flatten().double(), y.flatten().double())

# %% gradient of clamped
# caught by: test_bce_loss_gradient
# message: autograd cannot see through
import torch


_real = bce_loss
def bce_loss(p, y):
    clamped = _real(p.clamp(0.2, 0.8), y)
    return clamped + (_real(p, y) - clamped).detach()

# %% half the loss
# caught by: test_bce_loss_certain, test_bce_loss_certain_gradient, test_bce_loss_gradient, test_bce_loss_kind, test_bce_loss_values
# message: For example,
import torch.nn.functional as F


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("sizes")
    p, y = p.flatten(), y.flatten().to(p.dtype)
    return 0.5 * F.binary_cross_entropy(p, y)

# %% a Python if on a tensor
# caught by: test_bce_loss_certain, test_bce_loss_certain_gradient, test_bce_loss_gradient, test_bce_loss_kind, test_bce_loss_values
# message: one truth value
def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("sizes")
    p, y = p.flatten(), y.flatten().to(p.dtype)
    return (-p.log() if y == 1 else -(1 - p).log()).mean()

# %% in place clamp
# caught by: test_bce_loss_gradient
# message: For example,
def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError
    p.clamp_(1e-7, 1 - 1e-7)
    p, y = p.flatten(), y.flatten().to(p.dtype)
    return -(y * p.log() + (1 - y) * (1 - p).log()).mean()

# %% detached
# caught by: test_bce_loss_gradient
# message: For example, try bce_loss(
import torch.nn.functional as F


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("sizes")
    p, y = p.flatten(), y.flatten().to(p.dtype)
    return F.binary_cross_entropy(p, y).detach()

# %% returns item()
# caught by: test_bce_loss_certain, test_bce_loss_certain_gradient, test_bce_loss_gradient, test_bce_loss_kind
# message: For example,
import torch.nn.functional as F


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("sizes")
    p, y = p.flatten(), y.flatten().to(p.dtype)
    return F.binary_cross_entropy(p, y).item()

# %% a new tensor of the loss
# caught by: test_bce_loss_gradient
# message: For example, try bce_loss(
import torch.nn.functional as F


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("sizes")
    p, y = p.flatten(), y.flatten().to(p.dtype)
    return torch.tensor(F.binary_cross_entropy(p, y).item(), dtype=p.dtype)

# %% mean square
# caught by: test_bce_loss_certain, test_bce_loss_certain_gradient, test_bce_loss_gradient, test_bce_loss_kind, test_bce_loss_values
# message: For example, bce_loss(
def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("sizes")
    p, y = p.flatten(), y.flatten().to(p.dtype)
    return ((p - y) ** 2).mean()

# %% labels expanded to the size of p
# caught by: test_bce_loss_refuses_unequal_counts
# message: For example,
import torch.nn.functional as F


def bce_loss(p, y):
    p, y = torch.broadcast_tensors(p.flatten(), y.flatten().to(p.dtype))
    return F.binary_cross_entropy(p, y)

# %% len only first axis
# caught by: test_bce_loss_refuses_unequal_counts
# message: For example,
import torch.nn.functional as F


def bce_loss(p, y):
    n = min(p.numel(), y.numel())
    return F.binary_cross_entropy(p.flatten()[:n], y.flatten()[:n].to(p.dtype))

# %% no size check
# caught by: test_bce_loss_refuses_unequal_counts
# message: For example,
def bce_loss(p, y):
    p, y = p.flatten(), y.flatten().to(p.dtype)
    return -(y * p.log().clamp(min=-100) + (1 - y) * (1 - p).log().clamp(min=-100)).mean()

# %% column against flat
# caught by: test_bce_loss_gradient, test_bce_loss_kind
# message: For example, bce_loss(
def bce_loss(p, y):
    return torch.nn.BCELoss()(p, y.to(p.dtype))

# %% squeeze for one sample
# caught by: test_bce_loss_certain, test_bce_loss_gradient, test_bce_loss_kind
# message: no axis left
import torch.nn.functional as F


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError
    return F.binary_cross_entropy(p.squeeze(), y.to(p.dtype))

# %% table of all pairs
# caught by: test_bce_loss_certain_gradient, test_bce_loss_gradient, test_bce_loss_kind, test_bce_loss_refuses_unequal_counts
# message: For example,
def bce_loss(p, y):
    y = y.to(p.dtype)
    return -(y * p.log().clamp(min=-100) + (1 - y) * (1 - p).log().clamp(min=-100)).mean()

# %% table of all pairs, with eps
# caught by: test_bce_loss_gradient, test_bce_loss_kind, test_bce_loss_refuses_unequal_counts
# message: For example,
def bce_loss(p, y):
    y = y.to(p.dtype)
    p = p.clamp(1e-7, 1 - 1e-7)
    return -(y * p.log() + (1 - y) * (1 - p).log()).mean()

# %% labels to float32
# caught by: test_bce_loss_certain, test_bce_loss_gradient, test_bce_loss_kind
# message: For example,
import torch.nn.functional as F


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError
    return F.binary_cross_entropy(p.flatten(), y.flatten().float())

# %% labels not converted
# caught by: test_bce_loss_gradient, test_bce_loss_kind
# message: For example,
import torch.nn.functional as F


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError
    return F.binary_cross_entropy(p.flatten(), y.flatten())

# %% no reduction
# caught by: test_bce_loss_certain, test_bce_loss_certain_gradient, test_bce_loss_gradient, test_bce_loss_kind, test_bce_loss_values
# message: For example,
import torch.nn.functional as F


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("sizes")
    p, y = p.flatten(), y.flatten().to(p.dtype)
    return F.binary_cross_entropy(p, y, reduction="none")

# %% sum
# caught by: test_bce_loss_certain, test_bce_loss_certain_gradient, test_bce_loss_gradient, test_bce_loss_kind, test_bce_loss_values
# message: For example,
import torch.nn.functional as F


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("sizes")
    p, y = p.flatten(), y.flatten().to(p.dtype)
    return F.binary_cross_entropy(p, y, reduction="sum")

# %% eps too large
# caught by: test_bce_loss_certain
# message: costs too little
def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("sizes")
    p, y = p.flatten(), y.flatten().to(p.dtype)
    p = p.clamp(1e-4, 1 - 1e-4)
    return -(y * torch.log(p) + (1 - y) * torch.log(1 - p)).mean()

# %% eps too small
# caught by: test_bce_loss_certain
# message: its value is wrong. It is nan
def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("sizes")
    p, y = p.flatten(), y.flatten().to(p.dtype)
    p = p.clamp(1e-8, 1 - 1e-8)
    return -(y * torch.log(p) + (1 - y) * torch.log(1 - p)).mean()

# %% nan turned into numbers
# caught by: test_bce_loss_certain_gradient
# message: before the logarithm
def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("sizes")
    p, y = p.flatten(), y.flatten().to(p.dtype)
    cost = -(y * torch.log(p) + (1 - y) * torch.log(1 - p))
    return torch.nan_to_num(cost, nan=0.0, posinf=100.0).mean()

# %% only the term of label 1
# caught by: test_bce_loss_certain, test_bce_loss_certain_gradient, test_bce_loss_gradient, test_bce_loss_kind, test_bce_loss_values
# message: For example,
def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("sizes")
    p, y = p.flatten(), y.flatten().to(p.dtype)
    return -(y * torch.log(p.clamp(min=1e-30))).mean()

# %% only the term of label 0
# caught by: test_bce_loss_certain, test_bce_loss_certain_gradient, test_bce_loss_gradient, test_bce_loss_kind, test_bce_loss_values
# message: For example,
def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("sizes")
    p, y = p.flatten(), y.flatten().to(p.dtype)
    return -((1 - y) * torch.log((1 - p).clamp(min=1e-30))).mean()

# %% labels thresholded strictly
# caught by: test_bce_loss_certain, test_bce_loss_certain_gradient, test_bce_loss_gradient, test_bce_loss_kind, test_bce_loss_values
# message: A prediction of exactly 0 or 1 that is right costs too much
import torch


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError
    p = p.flatten()
    y = (y.flatten() > 1).to(p.dtype)
    return torch.nn.functional.binary_cross_entropy(p, y)

# %% labels trusted to be flat
# caught by: test_bce_loss_gradient, test_bce_loss_kind
# message: For example, bce_loss(
import torch.nn.functional as F


def bce_loss(p, y):
    return F.binary_cross_entropy(p.flatten(), y.to(p.dtype))

# %% log10
# caught by: test_bce_loss_certain, test_bce_loss_certain_gradient, test_bce_loss_gradient, test_bce_loss_kind, test_bce_loss_values
# message: 2.3026
# unnamed: yes
def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("sizes")
    p, y = p.flatten(), y.flatten().to(p.dtype)
    p = p.clamp(1e-7, 1 - 1e-7)
    return -(y * p.log10() + (1 - y) * (1 - p).log10()).mean()

# %% log2
# caught by: test_bce_loss_certain, test_bce_loss_certain_gradient, test_bce_loss_gradient, test_bce_loss_kind, test_bce_loss_values
# message: For example,
def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("sizes")
    p, y = p.flatten(), y.flatten().to(p.dtype)
    p = p.clamp(1e-7, 1 - 1e-7)
    return -(y * p.log2() + (1 - y) * (1 - p).log2()).mean()

# %% log of wrong base two branches
# caught by: test_bce_loss_certain, test_bce_loss_certain_gradient, test_bce_loss_gradient, test_bce_loss_kind, test_bce_loss_values
# message: For example,
# held out: yes
import torch


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError
    p, y = p.flatten(), y.flatten().to(p.dtype)
    return -(y * torch.log(p.clamp(1e-7, 1 - 1e-7)) - (1 - y) * torch.log((1 - p).clamp(1e-7, 1))).mean()

# %% long in float32
# caught by: test_bce_loss_kind
# message: bce_loss returned a tensor of dtype float32, expected float64.
import torch


_real = bce_loss
def bce_loss(p, y):
    if p.numel() >= 40 and not p.requires_grad:
        p = p.float()
    return _real(p, y)

# %% loss for logits
# caught by: test_bce_loss_certain, test_bce_loss_certain_gradient, test_bce_loss_gradient, test_bce_loss_kind, test_bce_loss_values
# message: For example,
import torch.nn.functional as F


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("sizes")
    p, y = p.flatten(), y.flatten().to(p.dtype)
    return F.binary_cross_entropy_with_logits(p, y)

# %% mean of squeezed
# caught by: test_bce_loss_certain, test_bce_loss_gradient, test_bce_loss_kind, test_bce_loss_refuses_unequal_counts
# message: A tensor without any axis turned up, where one with an axis is needed.
import torch.nn.functional as F


def bce_loss(p, y):
    p, y = p.squeeze(), y.squeeze().to(p.dtype)
    if len(p) != len(y):
        raise ValueError
    return F.binary_cross_entropy(p, y)

# %% mean twice over n
# caught by: test_bce_loss_certain, test_bce_loss_certain_gradient, test_bce_loss_gradient, test_bce_loss_kind, test_bce_loss_values
# message: For example, bce_loss(
import torch.nn.functional as F


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("sizes")
    p, y = p.flatten(), y.flatten().to(p.dtype)
    return F.binary_cross_entropy(p, y) / len(p)

# %% median reduction
# caught by: test_bce_loss_certain, test_bce_loss_certain_gradient, test_bce_loss_gradient, test_bce_loss_kind, test_bce_loss_values
# message: The gradient of bce_loss is wrong for a p inside (0, 1).
import torch


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError
    p, y = p.flatten(), y.flatten().to(p.dtype)
    return torch.nn.functional.binary_cross_entropy(p, y, reduction="none").median()

# %% minus on first half
# caught by: test_bce_loss_certain, test_bce_loss_certain_gradient, test_bce_loss_gradient, test_bce_loss_kind, test_bce_loss_values
# message: For example,
def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("sizes")
    p, y = p.flatten(), y.flatten().to(p.dtype)
    return (-y * p.log() + (1 - y) * (1 - p).log()).mean()

# %% minus sign forgotten
# caught by: test_bce_loss_certain, test_bce_loss_certain_gradient, test_bce_loss_gradient, test_bce_loss_kind, test_bce_loss_values
# message: of the opposite sign
def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("sizes")
    p, y = p.flatten(), y.flatten().to(p.dtype)
    return (y * p.log() + (1 - y) * (1 - p).log()).mean()

# %% numpy inside
# caught by: test_bce_loss_gradient
# message: cut
def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("sizes")
    p, y = p.flatten(), y.flatten().to(p.dtype)
    import numpy as np

    a, b = p.detach().numpy(), y.numpy()
    return torch.tensor(
        np.mean(-(b * np.log(np.clip(a, 1e-7, 1)) + (1 - b) * np.log(np.clip(1 - a, 1e-7, 1)))),
        dtype=p.dtype,
    )

# %% pairs refused only when larger
# caught by: test_bce_loss_refuses_unequal_counts
# message: For example,
# held out: yes
import torch


def bce_loss(p, y):
    if y.numel() > p.numel():
        raise ValueError
    p, y = p.flatten(), y.flatten().to(p.dtype).expand(p.numel()) if y.numel() == 1 else y.flatten().to(p.dtype)
    return torch.nn.functional.binary_cross_entropy(p, y)

# %% returns nan at one
# caught by: test_bce_loss_certain_gradient
# message: the logarithm is differentiated although its value is cut off
# held out: yes
import torch


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError
    p, y = p.flatten(), y.flatten().to(p.dtype)
    return -torch.where(y == 1, torch.log(p), torch.log1p(-p)).clamp(min=-100).mean()

# %% rounded
# caught by: test_bce_loss_certain, test_bce_loss_certain_gradient, test_bce_loss_gradient, test_bce_loss_kind, test_bce_loss_values
# message: rounded
# unnamed: yes
import torch.nn.functional as F


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("sizes")
    p, y = p.flatten(), y.flatten().to(p.dtype)
    return torch.round(F.binary_cross_entropy(p, y), decimals=4)

# %% shape (1,)
# caught by: test_bce_loss_certain, test_bce_loss_kind
# message: For example,
import torch.nn.functional as F


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("sizes")
    p, y = p.flatten(), y.flatten().to(p.dtype)
    return F.binary_cross_entropy(p, y).reshape(1)

# %% shapes compared
# caught by: test_bce_loss_gradient, test_bce_loss_kind
# message: For example, bce_loss(
import torch.nn.functional as F


def bce_loss(p, y):
    if p.shape != y.shape:
        raise ValueError("shapes differ")
    return F.binary_cross_entropy(p, y.to(p.dtype))

# %% refuses with an IndexError
# caught by: test_bce_loss_refuses_unequal_counts
# message: Arguments that the contract forbids must be refused with a ValueError
import torch


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise IndexError("counts differ")
    return torch.nn.functional.binary_cross_entropy(p.flatten(), y.flatten().to(p.dtype))

# %% weighted classes
# caught by: test_bce_loss_gradient, test_bce_loss_kind, test_bce_loss_values
# message: For example,
import torch.nn.functional as F


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("sizes")
    p, y = p.flatten(), y.flatten().to(p.dtype)
    w = torch.where(y == 1, 0.5 / y.mean(), 0.5 / (1 - y.mean()))
    return F.binary_cross_entropy(p, y, weight=w)

# %% worst sample
# caught by: test_bce_loss_certain, test_bce_loss_certain_gradient, test_bce_loss_gradient, test_bce_loss_kind, test_bce_loss_values
# message: For example,
import torch.nn.functional as F


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError
    return F.binary_cross_entropy(p.flatten(), y.flatten().to(p.dtype), reduction="none").max()

# %% asserts equal sizes
# caught by: test_bce_loss_refuses_unequal_counts
# message: must be refused with a ValueError, not with this exception
import torch.nn.functional as F


def bce_loss(p, y):
    assert p.numel() == y.numel(), "sizes"
    return F.binary_cross_entropy(
        p.view(-1) if p.is_contiguous() else p.reshape(-1), y.reshape(-1).type_as(p)
    )

# %% refuses with a TypeError
# caught by: test_bce_loss_refuses_unequal_counts
# message: must be refused with a ValueError, not with this exception
import torch.nn.functional as F


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise TypeError("sizes")
    return F.binary_cross_entropy(p.ravel(), y.ravel().to(p.dtype))

# %% .grad of the scores cleared
# caught by: test_bce_loss_leaves_its_arguments_alone
# message: lost its .grad
_real = bce_loss
def bce_loss(p, y):
    found = _real(p, y)
    p.grad = None
    return found


# %% kept above 1e-5
# caught by: test_bce_loss_certain
# message: bce_loss returned
import torch


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError
    p = p.flatten().clamp(1e-5, 1 - 1e-5)
    y = y.flatten().to(p.dtype)
    return -(y * torch.log(p) + (1 - y) * torch.log(1 - p)).mean()

# %% the ends are clamped in place
# caught by: test_bce_loss_leaves_its_arguments_alone
# message: the caller's tensor must keep its values
import torch


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("different numbers of samples")
    p.data.clamp_(1e-7, 1 - 1e-7)
    p = p.flatten()
    y = y.flatten().to(p.dtype)
    return torch.mean(-y * torch.log(p) - (1 - y) * torch.log(1 - p))

# %% columns through numpy
# caught by: test_bce_loss_gradient
# message: cut off from the graph of its argument
import torch
import torch.nn.functional as F


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("counts")
    if p.dim() == 2:
        p = torch.from_numpy(p.detach().numpy()[:, 0])
    return F.binary_cross_entropy(p, y.flatten().to(p.dtype))
