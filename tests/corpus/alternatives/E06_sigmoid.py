# %% clamp min
import torch


def sigmoid(z):
    return 1 / (1 + torch.exp(-torch.clamp(z, min=-60.0)))

# %% z clamped at 80
import torch


def sigmoid(z):
    return 1 / (1 + torch.exp(-z.clamp(-80, 80)))

# %% where beyond 40
import torch


def sigmoid(z):
    return torch.where(z.abs() < 40, 1 / (1 + torch.exp(-z.clamp(-40, 40))), (z > 0).to(z.dtype))

# %% float64 inside
import torch


def sigmoid(z):
    wide = z.to(torch.float64)
    return (1 / (1 + torch.exp(-wide.clamp(-700, 700)))).to(z.dtype)

# %% cosh form
import torch


def sigmoid(z):
    half = (z / 2).clamp(-40, 40)
    keep = torch.exp(half) / (2 * torch.cosh(half))
    return keep

# %% custom function
import torch


class Sigmoid(torch.autograd.Function):
    @staticmethod
    def forward(ctx, z):
        s = 0.5 * (1 + torch.tanh(z / 2))
        ctx.save_for_backward(s)
        return s

    @staticmethod
    def backward(ctx, grad):
        (s,) = ctx.saved_tensors
        return grad * s * (1 - s)


def sigmoid(z):
    return Sigmoid.apply(z)

# %% detached shift
import torch


def sigmoid(z):
    top = torch.clamp(z, min=0).detach()
    return torch.exp(z - top) / (torch.exp(-top) + torch.exp(z - top))

# %% double where
import torch


def sigmoid(z):
    positive = z >= 0
    up = torch.where(positive, z, torch.zeros_like(z))
    down = torch.where(positive, torch.zeros_like(z), z)
    return torch.where(positive, 1 / (1 + torch.exp(-up)), torch.exp(down) / (1 + torch.exp(down)))

# %% exp logsigmoid
import torch
import torch.nn.functional as F  # noqa: N812 - its usual name


def sigmoid(z):
    return torch.exp(F.logsigmoid(z))

# %% expit
import torch


def sigmoid(z):
    return torch.special.expit(z)

# %% reciprocal of a clamped form
import torch


def sigmoid(z: torch.Tensor) -> torch.Tensor:
    return torch.reciprocal(torch.exp(-z.clamp(min=-80.0)) + 1)

# %% logaddexp
import torch


def sigmoid(z):
    return torch.exp(-torch.logaddexp(torch.zeros_like(z), -z))

# %% logsumexp of a pair
import torch


def sigmoid(z):
    return torch.exp(-torch.logsumexp(torch.stack([torch.zeros_like(z), -z]), dim=0))

# %% masked assignment
import torch


def sigmoid(z):
    s = torch.empty_like(z)
    m = z >= 0
    s[m] = 1 / (1 + torch.exp(-z[m]))
    e = torch.exp(z[~m])
    s[~m] = e / (1 + e)
    return s

# %% masked indexing
import torch


def sigmoid(z):
    out = torch.empty_like(z)
    positive = z >= 0
    out[positive] = 1 / (1 + torch.exp(-z[positive]))
    small = torch.exp(z[~positive])
    out[~positive] = small / (1 + small)
    return out

# %% the tensor method
def sigmoid(z):
    return z.sigmoid()

# %% minimum numerator
import torch


def sigmoid(z):
    zero = torch.zeros_like(z)
    return torch.exp(torch.minimum(z, zero)) / (1 + torch.exp(-z.abs()))

# %% nn.Sigmoid
import torch


def sigmoid(z):
    return torch.nn.Sigmoid()(z)

# %% autograd function that saves exp
import torch


class _S(torch.autograd.Function):
    @staticmethod
    def forward(ctx, z):
        e = torch.exp(-z.abs())
        s = torch.where(z < 0, e / (1 + e), 1 / (1 + e))
        ctx.save_for_backward(e)
        return s

    @staticmethod
    def backward(ctx, g):
        (e,) = ctx.saved_tensors
        return g * e / (1 + e) ** 2


sigmoid = _S.apply

# %% own function
class _Curve(torch.autograd.Function):
    @staticmethod
    def forward(ctx, z):
        wide = z.double()
        e = torch.exp(-wide.abs())
        s = (torch.where(wide < 0, e, torch.ones_like(e)) / (1 + e)).to(z.dtype)
        ctx.save_for_backward(s)
        return s

    @staticmethod
    def backward(ctx, grad):
        (s,) = ctx.saved_tensors
        return grad * s * (1 - s)


def sigmoid(z):
    return _Curve.apply(z)

# %% partial of softmax
import torch


from functools import partial


def _two(z, *, dim):
    return torch.softmax(torch.stack((z, torch.zeros_like(z)), dim), dim).select(dim, 0)


sigmoid = partial(_two, dim=0)

# %% softmax
import torch


def sigmoid(z):
    return torch.softmax(torch.stack([torch.zeros_like(z), z]), dim=0)[1]

# %% softmax pairs
import torch
import torch.nn.functional as F  # noqa: N812 - its usual name


def sigmoid(z):
    return F.softmax(torch.stack([z, torch.zeros_like(z)], dim=-1), dim=-1)[..., 0]

# %% softplus
import torch
import torch.nn.functional as F  # noqa: N812 - its usual name


def sigmoid(z):
    return torch.exp(-F.softplus(-z))

# %% strict at zero
import torch


def sigmoid(z):
    right = z > 0
    e = torch.exp(torch.where(right, -z, z))
    return torch.where(right, torch.ones_like(e), e) / (1 + e)

# %% tanh
import torch


def sigmoid(z):
    return 0.5 * (1 + torch.tanh(0.5 * z))

# %% through float64
import torch


def sigmoid(z):
    return (0.5 + 0.5 * torch.tanh(z.double() / 2)).to(z.dtype)

# %% torch.sigmoid
import torch


def sigmoid(z):
    return torch.sigmoid(z)

# %% torch.compile
import torch


@torch.compile
def sigmoid(z):
    return torch.exp(-torch.logaddexp(torch.zeros_like(z), -z))
