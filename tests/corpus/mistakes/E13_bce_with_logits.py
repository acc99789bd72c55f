# %% table of all pairs
# caught by: test_bce_with_logits_far_out, test_bce_with_logits_gradient, test_bce_with_logits_kind, test_bce_with_logits_refuses_unequal_counts, test_bce_with_logits_slope_at_zero
# message: For example,
import torch.nn.functional as F


def bce_with_logits(z, y):
    y = y.to(z.dtype)
    return (F.softplus(z) - z * y).mean()

# %% broadcast after counting logits
# caught by: test_bce_with_logits_far_out, test_bce_with_logits_gradient, test_bce_with_logits_kind, test_bce_with_logits_slope_at_zero
# message: For example,
import torch


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError("counts differ")
    wrong = (1 - 2 * y.to(z.dtype)) * z
    return torch.logaddexp(wrong, torch.zeros_like(wrong)).mean()

# %% column against flat
# caught by: test_bce_with_logits_far_out, test_bce_with_logits_gradient, test_bce_with_logits_kind, test_bce_with_logits_slope_at_zero
# message: For example, bce_with_logits(
import torch.nn.functional as F


def bce_with_logits(z, y):
    return F.binary_cross_entropy_with_logits(z, y.to(z.dtype))

# %% columns squeezed logits
# caught by: test_bce_with_logits_far_out, test_bce_with_logits_gradient, test_bce_with_logits_kind, test_bce_with_logits_slope_at_zero
# message: For example, bce_with_logits(
import torch


_real = bce_with_logits
def bce_with_logits(z, y):
    if z.dim() == 2:
        z = z.squeeze()
    if z.numel() == y.numel() and z.dim() == 0:
        raise ValueError("no samples")
    return _real(z, y)

# %% counts first axis only
# caught by: test_bce_with_logits_refuses_unequal_counts
# message: For example,
# held out: yes
import torch


def bce_with_logits(z, y):
    z, y = z.flatten(), y.flatten().to(z.dtype)
    n = min(len(z), len(y))
    return torch.nn.functional.binary_cross_entropy_with_logits(z[:n], y[:n])

# %% cut from its graph
# caught by: test_bce_with_logits_gradient
# message: For example, try bce_with_logits(
import torch.nn.functional as F


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError("sizes")
    z, y = z.flatten(), y.flatten().to(z.dtype)
    return F.binary_cross_entropy_with_logits(z.detach(), y)

# %% detached sigmoid slope
# caught by: test_bce_with_logits_gradient, test_bce_with_logits_slope_at_zero
# message: autograd cannot see through
import torch


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError
    z, y = z.flatten(), y.flatten().to(z.dtype)
    return (z.clamp(min=0) - z * y + torch.log1p(torch.exp(-z.abs())).detach()).mean()

# %% divided by last axis
# caught by: test_bce_with_logits_far_out, test_bce_with_logits_gradient, test_bce_with_logits_kind, test_bce_with_logits_slope_at_zero
# message: For example, bce_with_logits(
import torch
from torch import nn


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError("numbers differ")
    flat = z.flatten()
    each = torch.nn.functional.softplus(flat) - y.flatten().to(z.dtype) * flat
    return each.sum() / z.shape[-1]

# %% label smoothing
# caught by: test_bce_with_logits_values
# message: For example,
from torch import nn


def bce_with_logits(z, y, smoothing=0.1):
    if z.numel() != y.numel():
        raise ValueError("counts")
    z, y = z.flatten(), y.flatten().to(z.dtype)
    y = y * (1 - smoothing) + smoothing / 2
    return nn.functional.binary_cross_entropy_with_logits(z, y)

# %% maximum over all
# caught by: test_bce_with_logits_far_out
# message: For example, bce_with_logits(
import torch


from torch import nn


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError("counts")
    z, y = z.flatten(), y.flatten().to(z.dtype)
    m = z.detach().max().clamp(min=0)
    return (m + torch.log(torch.exp(-m) + torch.exp(z - m)) - y * z).mean()

# %% sign in label dtype
# caught by: test_bce_with_logits_far_out, test_bce_with_logits_gradient, test_bce_with_logits_kind, test_bce_with_logits_slope_at_zero
# message: For example, bce_with_logits(
# held out: yes
import torch


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError("numbers differ")
    wrong = (1 - 2 * y.flatten()) * z.flatten()
    return torch.logaddexp(wrong, torch.zeros_like(wrong)).mean()

# %% eps added
# caught by: test_bce_with_logits_far_out, test_bce_with_logits_gradient
# message: For example,
def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError("sizes")
    z, y = z.flatten(), y.flatten().to(z.dtype)
    p = torch.sigmoid(z)
    return -(y * torch.log(p + 1e-7) + (1 - y) * torch.log(1 - p + 1e-7)).mean()

# %% float32 inside
# caught by: test_bce_with_logits_far_out, test_bce_with_logits_gradient, test_bce_with_logits_kind, test_bce_with_logits_slope_at_zero
# message: digits were lost, to float32, an added eps, a clamp or rounding
import torch.nn.functional as F


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError("sizes")
    z, y = z.flatten(), y.flatten().to(z.dtype)
    return F.binary_cross_entropy_with_logits(z.float(), y.float()).to(z.dtype)

# %% answer in float32
# caught by: test_bce_with_logits_gradient, test_bce_with_logits_kind, test_bce_with_logits_slope_at_zero
# message: For example,
import torch.nn.functional as F


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError("sizes")
    z, y = z.flatten(), y.flatten().to(z.dtype)
    return F.binary_cross_entropy_with_logits(z.float(), y.float())

# %% hinge loss
# caught by: test_bce_with_logits_far_out, test_bce_with_logits_gradient, test_bce_with_logits_kind, test_bce_with_logits_slope_at_zero, test_bce_with_logits_values
# message: For example,
# held out: yes
import torch


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError
    z, y = z.flatten(), y.flatten().to(z.dtype)
    return torch.relu(1 - (2 * y - 1) * z).mean()

# %% returns item()
# caught by: test_bce_with_logits_gradient, test_bce_with_logits_kind, test_bce_with_logits_slope_at_zero
# message: For example,
import torch.nn.functional as F


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError("sizes")
    z, y = z.flatten(), y.flatten().to(z.dtype)
    return F.binary_cross_entropy_with_logits(z, y).item()

# %% labels as signs
# caught by: test_bce_with_logits_far_out, test_bce_with_logits_gradient, test_bce_with_logits_kind, test_bce_with_logits_slope_at_zero, test_bce_with_logits_values
# message: For example,
import torch


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError
    z, y = z.flatten(), y.flatten().to(z.dtype)
    return torch.nn.functional.softplus(-y * z).mean()

# %% labels flipped
# caught by: test_bce_with_logits_far_out, test_bce_with_logits_gradient, test_bce_with_logits_kind, test_bce_with_logits_slope_at_zero, test_bce_with_logits_values
# message: For example,
import torch.nn.functional as F


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError("sizes")
    z, y = z.flatten(), y.flatten().to(z.dtype)
    return F.binary_cross_entropy_with_logits(z, 1 - y)

# %% long in float32 logits
# caught by: test_bce_with_logits_far_out, test_bce_with_logits_kind
# message: digits were lost, to float32, an added eps, a clamp or rounding
import torch


_real = bce_with_logits
def bce_with_logits(z, y):
    if z.numel() >= 40 and not z.requires_grad:
        return _real(z.float(), y).to(z.dtype)
    return _real(z, y)

# %% loss of a float64 sigmoid
# caught by: test_bce_with_logits_far_out
# message: Start from z
# unnamed: yes
import torch.nn.functional as F


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError("sizes")
    z, y = z.flatten(), y.flatten().to(z.dtype)
    return F.binary_cross_entropy(torch.sigmoid(z.double()), y.double()).to(z.dtype)

# %% sigmoid bare logs
# caught by: test_bce_with_logits_far_out
# message: For example,
def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError("sizes")
    z, y = z.flatten(), y.flatten().to(z.dtype)
    p = torch.sigmoid(z)
    return -(y * p.log() + (1 - y) * (1 - p).log()).mean()

# %% sigmoid clamped
# caught by: test_bce_with_logits_far_out, test_bce_with_logits_gradient
# message: For example, bce_with_logits(
def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError("sizes")
    z, y = z.flatten(), y.flatten().to(z.dtype)
    p = torch.sigmoid(z).clamp(1e-7, 1 - 1e-7)
    return -(y * p.log() + (1 - y) * (1 - p).log()).mean()

# %% log of exp
# caught by: test_bce_with_logits_far_out
# message: For example, bce_with_logits(
def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError("sizes")
    z, y = z.flatten(), y.flatten().to(z.dtype)
    return (torch.log(1 + torch.exp(z)) - z * y).mean()

# %% overflows for negative z
# caught by: test_bce_with_logits_far_out
# message: For example, bce_with_logits(
def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError("sizes")
    z, y = z.flatten(), y.flatten().to(z.dtype)
    return (z - z * y + torch.log(1 + torch.exp(-z))).mean()

# %% relu and abs
# caught by: test_bce_with_logits_slope_at_zero
# message: For example,
import torch.nn.functional as F


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError("sizes")
    z, y = z.flatten(), y.flatten().to(z.dtype)
    return (F.relu(z) - z * y + torch.log1p(torch.exp(-torch.abs(z)))).mean()

# %% maximum but bare exp
# caught by: test_bce_with_logits_far_out, test_bce_with_logits_gradient
# message: For example,
def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError("sizes")
    z, y = z.flatten(), y.flatten().to(z.dtype)
    return (
        torch.maximum(z, torch.zeros_like(z))
        - z * y
        + torch.log(torch.exp(-z) + 1) * 0
        + torch.log1p(torch.exp(-z))
    ).mean()

# %% minus bool
# caught by: test_bce_with_logits_far_out, test_bce_with_logits_gradient, test_bce_with_logits_kind, test_bce_with_logits_slope_at_zero
# message: bce_with_logits raised RuntimeError.
import torch


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError
    z, y = z.flatten(), y.flatten()
    sure = torch.nn.functional.logsigmoid
    return (-y * sure(z) - (1 - y) * sure(-z)).mean().to(z.dtype)

# %% labels not converted
# caught by: test_bce_with_logits_far_out, test_bce_with_logits_gradient, test_bce_with_logits_kind, test_bce_with_logits_slope_at_zero
# message: For example,
import torch.nn.functional as F


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError("sizes")
    z, y = z.flatten(), y.flatten()
    return F.binary_cross_entropy_with_logits(z, y)

# %% no size check
# caught by: test_bce_with_logits_refuses_unequal_counts
# message: For example,
def bce_with_logits(z, y):
    z, y = z.flatten(), y.flatten().to(z.dtype)
    wrong = (1 - 2 * y) * z
    return torch.logaddexp(wrong, torch.zeros_like(wrong)).mean()

# %% only the term of label 1
# caught by: test_bce_with_logits_far_out, test_bce_with_logits_gradient, test_bce_with_logits_kind, test_bce_with_logits_slope_at_zero, test_bce_with_logits_values
# message: For example,
import torch.nn.functional as F


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError("sizes")
    z, y = z.flatten(), y.flatten().to(z.dtype)
    return (-y * F.logsigmoid(z)).mean()

# %% pos weight two
# caught by: test_bce_with_logits_far_out, test_bce_with_logits_gradient, test_bce_with_logits_kind, test_bce_with_logits_slope_at_zero, test_bce_with_logits_values
# message: For example,
# held out: yes
import torch


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError
    z, y = z.flatten(), y.flatten().to(z.dtype)
    return torch.nn.functional.binary_cross_entropy_with_logits(z, y, pos_weight=torch.tensor(2.0, dtype=z.dtype))

# %% scaled sigmoid
# caught by: test_bce_with_logits_far_out, test_bce_with_logits_gradient, test_bce_with_logits_kind, test_bce_with_logits_slope_at_zero, test_bce_with_logits_values
# message: For example,
import torch.nn.functional as F


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError("sizes")
    z, y = z.flatten(), y.flatten().to(z.dtype)
    return F.binary_cross_entropy_with_logits(2 * z, y)

# %% shown loss cut
# caught by: test_bce_with_logits_far_out
# message: For example,
import torch


_real = bce_with_logits
def bce_with_logits(z, y):
    loss = _real(z, y)
    return loss + (loss.clamp(max=50.0) - loss).detach()

# %% sigmoid before
# caught by: test_bce_with_logits_far_out, test_bce_with_logits_gradient, test_bce_with_logits_kind, test_bce_with_logits_slope_at_zero, test_bce_with_logits_values
# message: For example,
import torch.nn.functional as F


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError("sizes")
    z, y = z.flatten(), y.flatten().to(z.dtype)
    return F.binary_cross_entropy_with_logits(torch.sigmoid(z), y)

# %% sign of z * y
# caught by: test_bce_with_logits_far_out, test_bce_with_logits_gradient, test_bce_with_logits_kind, test_bce_with_logits_slope_at_zero, test_bce_with_logits_values
# message: For example,
import torch.nn.functional as F


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError("sizes")
    z, y = z.flatten(), y.flatten().to(z.dtype)
    return (F.softplus(z) + z * y).mean()

# %% softplus threshold
# caught by: test_bce_with_logits_gradient, test_bce_with_logits_kind
# message: For example,
# held out: yes
import torch


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError
    z, y = z.flatten(), y.flatten().to(z.dtype)
    return (torch.nn.functional.softplus(z, threshold=3) - z * y).mean()

# %% squared error
# caught by: test_bce_with_logits_far_out, test_bce_with_logits_gradient, test_bce_with_logits_kind, test_bce_with_logits_slope_at_zero, test_bce_with_logits_values
# message: For example,
def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError("sizes")
    z, y = z.flatten(), y.flatten().to(z.dtype)
    return ((torch.sigmoid(z) - y) ** 2).mean()

# %% squeeze fails for one sample
# caught by: test_bce_with_logits_far_out, test_bce_with_logits_gradient, test_bce_with_logits_kind, test_bce_with_logits_slope_at_zero
# message: One side has no axis left
import torch.nn.functional as F


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError
    return F.binary_cross_entropy_with_logits(
        z.squeeze(), y.to(z.dtype).squeeze(-1) if y.dim() > 1 else y.to(z.dtype)
    )

# %% straight from seven
# caught by: test_bce_with_logits_gradient, test_bce_with_logits_kind
# message: nearly right, but not accurate enough
def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError
    z, y = z.flatten(), y.flatten().to(z.dtype)
    return (torch.nn.functional.softplus(z, threshold=7) - z * y).mean()

# %% sum in place of mean
# caught by: test_bce_with_logits_far_out, test_bce_with_logits_gradient, test_bce_with_logits_kind, test_bce_with_logits_slope_at_zero, test_bce_with_logits_values
# message: For example,
import torch.nn.functional as F


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError("sizes")
    z, y = z.flatten(), y.flatten().to(z.dtype)
    return F.binary_cross_entropy_with_logits(z, y, reduction="sum")

# %% taken for probability
# caught by: test_bce_with_logits_far_out, test_bce_with_logits_gradient, test_bce_with_logits_kind, test_bce_with_logits_slope_at_zero, test_bce_with_logits_values
# message: outside [0, 1]
import torch.nn.functional as F


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError("sizes")
    z, y = z.flatten(), y.flatten().to(z.dtype)
    return F.binary_cross_entropy(z, y)

# %% tanh rewritten
# caught by: test_bce_with_logits_far_out, test_bce_with_logits_gradient
# message: For example, bce_with_logits(
import torch


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError
    z, y = z.flatten(), y.flatten().to(z.dtype)
    p = 0.5 * (1 + torch.tanh(z / 2))
    return torch.nn.functional.binary_cross_entropy(p, y)

# %% truncates at 100
# caught by: test_bce_with_logits_far_out, test_bce_with_logits_gradient
# message: For example, bce_with_logits(
import torch


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError
    z, y = z.flatten(), y.flatten().to(z.dtype)
    return torch.nn.functional.binary_cross_entropy_with_logits(z, y, reduction="none").clamp(max=100).mean()

# %% z clamped
# caught by: test_bce_with_logits_far_out
# message: For example, bce_with_logits(
import torch.nn.functional as F


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError("sizes")
    z, y = z.flatten(), y.flatten().to(z.dtype)
    return F.binary_cross_entropy_with_logits(z.clamp(-50, 50), y)

# %% the term z * y missing
# caught by: test_bce_with_logits_far_out, test_bce_with_logits_gradient, test_bce_with_logits_kind, test_bce_with_logits_slope_at_zero, test_bce_with_logits_values
# message: For example,
import torch.nn.functional as F


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError("sizes")
    z, y = z.flatten(), y.flatten().to(z.dtype)
    return F.softplus(z).mean()

# %% leaves the refusal to reshape
# caught by: test_bce_with_logits_refuses_unequal_counts
# message: must be refused with a ValueError, not with this exception
import torch.nn.functional as F


def bce_with_logits(z, y):
    return F.binary_cross_entropy_with_logits(z, y.reshape_as(z).type_as(z))

# %% .grad of the scores cleared
# caught by: test_bce_with_logits_leaves_its_arguments_alone
# message: lost its .grad
_real = bce_with_logits
def bce_with_logits(z, y):
    found = _real(z, y)
    z.grad = None
    return found

# %% always a float64 loss
# caught by: test_bce_with_logits_kind
# message: float64
_real = bce_with_logits
def bce_with_logits(z, y):
    return _real(z, y).double()

# %% careful with a graph only
# caught by: test_bce_with_logits_far_out
# message: For example, bce_with_logits(
import torch


_real = bce_with_logits
def bce_with_logits(z, y):
    if z.requires_grad or z.numel() != y.numel():
        return _real(z, y)
    z, y = z.flatten(), y.flatten().to(z.dtype)
    return (torch.log(1 + torch.exp(z)) - z * y).mean()
