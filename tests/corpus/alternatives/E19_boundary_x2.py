# %% addcdiv
import torch


def boundary_x2(weight, bias, x1):
    w = weight.detach().reshape(2).double()
    if w[1].item() == 0.0:
        raise ValueError("vertical")
    zero = torch.zeros((), dtype=torch.float64)
    return torch.addcdiv(zero, -(x1.double() * w[0] + bias), w[1]).to(x1.dtype)

# %% float64 inside
def boundary_x2(weight, bias, x1):
    w0, w1 = weight.flatten().tolist()
    if w1 == 0:
        raise ValueError("vertical")
    return ((-bias - w0 * x1.double()) / w1).to(x1.dtype)

# %% from tensor
def boundary_x2(weight, bias, x1):
    w = weight.reshape(-1)
    if w[1] == 0:
        raise ValueError("vertical")
    return (-(w[0] * x1 + bias) / w[1]).to(x1.dtype)

# %% cross product of lines
import torch


def boundary_x2(weight, bias, x1):
    w = torch.cat([weight.detach().flatten().double(), torch.tensor([float(bias)], dtype=torch.float64)])
    if not w[1]:
        raise ValueError
    flat = x1.detach().reshape(-1).double()
    verticals = torch.stack([torch.ones_like(flat), torch.zeros_like(flat), -flat], 1)
    crossing = torch.linalg.cross(verticals, w.expand_as(verticals))
    return (crossing[:, 1] / crossing[:, 2]).to(x1.dtype).reshape(x1.shape)

# %% numpy back
def boundary_x2(weight, bias, x1):
    w0, w1 = weight.flatten().tolist()
    if w1 == 0:
        raise ValueError("vertical")
    import numpy as np

    return torch.from_numpy(np.asarray(-(w0 * x1.numpy() + bias) / w1, dtype=x1.numpy().dtype))

# %% unpacks the row
def boundary_x2(weight, bias, x1):
    w0, w1 = weight if weight.dim() == 1 else weight[0]
    if w1.item() == 0:
        raise ValueError("vertical")
    return -(w0.item() * x1 + bias) / w1.item()

# %% slope form
def boundary_x2(weight, bias, x1):
    w0, w1 = weight.flatten().tolist()
    if w1 == 0:
        raise ValueError("vertical")
    return -w0 / w1 * x1 - bias / w1

# %% sub and div
def boundary_x2(weight, bias, x1):
    w0, w1 = weight.flatten().tolist()
    if w1 == 0:
        raise ValueError("vertical")
    return torch.full_like(x1, -bias).sub(x1, alpha=w0).div(w1)

# %% ZeroDivisionError turned into ValueError
import torch


def boundary_x2(weight, bias, x1):
    *_, w0, w1 = weight.detach().flatten().tolist()
    try:
        slope, height = -w0 / w1, -bias / w1
    except ZeroDivisionError:
        raise ValueError("no x2 on a vertical line") from None
    return x1 * slope + height

# %% vmapped lambda
import torch


def boundary_x2(weight, bias, x1):
    w0, w1 = weight.detach().flatten().unbind()
    if w1 == 0:
        raise ValueError
    one = lambda a: -(w0.to(x1.dtype) * a + bias) / w1.to(x1.dtype)
    return torch.func.vmap(one)(x1.reshape(-1)).reshape(x1.shape) if x1.numel() else x1.clone()

# %% in float64 and back
# float64 inside, the dtype of x1 outside.
import torch


def boundary_x2(weight, bias, x1):
    w0, w1 = weight.detach().reshape(2).double().unbind()
    if not w1:
        raise ValueError("vertical")
    return ((-w0 * x1.double() - float(bias)) / w1).to(x1.dtype)

# %% slope and intercept
# y = m x + c, with addcmul.
import torch


def boundary_x2(weight, bias, x1):
    w0, w1 = map(float, weight.detach().flatten())
    if w1 == 0.0:
        raise ValueError("vertical")
    intercept = torch.full_like(x1, -float(bias) / w1)
    return torch.add(intercept, x1, alpha=-w0 / w1)

# %% cut of two lines
# Each point is the crossing of two lines, by Cramer's rule.
import torch


def boundary_x2(weight, bias, x1):
    w0, w1 = (value.item() for value in weight.detach().ravel())
    if w1 == 0:
        raise ValueError("vertical")
    # | 1  0 | (x1)   (  x1 )
    # | w0 w1| (x2) = ( -b  )
    determinant = 1 * w1 - 0 * w0
    return (1 * -float(bias) - w0 * x1) / determinant
