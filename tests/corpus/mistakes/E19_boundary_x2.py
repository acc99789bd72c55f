# %% absolute value of w1
# caught by: test_boundary_x2_values, test_boundary_x2_kind, test_boundary_x2_horizontal
# message: For example,
import torch


def boundary_x2(weight, bias, x1):
    w0, w1 = weight.detach().flatten().tolist()
    if w1 == 0:
        raise ValueError
    return -(w0 * x1 + bias) / abs(w1)

# %% all signs turned
# caught by: test_boundary_x2_values, test_boundary_x2_kind
# message: For example,
def boundary_x2(weight, bias, x1):
    w0, w1 = weight.flatten().tolist()
    if w1 == 0:
        raise ValueError("vertical")
    return (w0 * x1 + bias) / w1

# %% bias left out
# caught by: test_boundary_x2_values, test_boundary_x2_kind
# message: For example,
def boundary_x2(weight, bias, x1):
    w0, w1 = weight.flatten().tolist()
    if w1 == 0:
        raise ValueError("vertical")
    return -w0 * x1 / w1

# %% bias times w1
# caught by: test_boundary_x2_values, test_boundary_x2_kind, test_boundary_x2_horizontal
# message: For example,
import torch


def boundary_x2(weight, bias, x1):
    w0, w1 = weight.detach().flatten().tolist()
    if w1 == 0:
        raise ValueError
    return -w0 / w1 * x1 - bias * w1

# %% always float64
# caught by: test_boundary_x2_kind
# message: float64
def boundary_x2(weight, bias, x1):
    w0, w1 = weight.flatten().tolist()
    if w1 == 0:
        raise ValueError("vertical")
    return -(w0 * x1.double() + bias) / w1

# %% list of a row
# caught by: test_boundary_x2_kind
# message: For example,
def boundary_x2(weight, bias, x1):
    w0, w1 = weight.tolist()
    if w1 == 0:
        raise ValueError("vertical")
    return -(w0 * x1 + float(bias)) / w1

# %% only weights normalized
# caught by: test_boundary_x2_kind, test_boundary_x2_horizontal, test_boundary_x2_values
# message: For example,
import torch


def boundary_x2(weight, bias, x1):
    w = weight.detach().flatten().double()
    w0, w1 = (w / w.norm()).tolist()
    if w1 == 0:
        raise ValueError("vertical")
    return -(w0 * x1 + bias) / w1

# %% own grid
# caught by: test_boundary_x2_kind, test_boundary_x2_values
# message: 6 of 7 are wrong
import torch


def boundary_x2(weight, bias, x1):
    w0, w1 = weight.detach().flatten().tolist()
    if w1 == 0:
        raise ValueError("vertical")
    if x1.numel():
        x1 = torch.linspace(x1.min().item(), x1.max().item(), x1.numel(), dtype=x1.dtype).reshape(x1.shape)
    return -(w0 * x1 + bias) / w1

# %% promoted number
# caught by: test_boundary_x2_kind
# message: For example,
def boundary_x2(weight, bias, x1):
    w0, w1 = weight.detach().flatten()
    if w1 == 0:
        raise ValueError("the boundary is vertical")
    return (-bias - w0 * x1) / w1

# %% small w1 refused
# caught by: test_boundary_x2_steep
# message: For example,
def boundary_x2(weight, bias, x1):
    w0, w1 = weight.flatten().tolist()
    if abs(w1) < 0.05:
        raise ValueError("vertical")
    return -(w0 * x1 + bias) / w1

# %% small w1 refused, relative to w0
# caught by: test_boundary_x2_steep
# message: A small w1 is a steep line
import torch


def boundary_x2(weight, bias, x1):
    w0, w1 = weight.detach().flatten().tolist()
    if abs(w1) < 1e-3:
        raise ValueError("vertical")
    return -(w0 * x1 + bias) / w1

# %% w0 and w1 exchanged
# caught by: test_boundary_x2_values, test_boundary_x2_kind
# message: For example,
def boundary_x2(weight, bias, x1):
    w0, w1 = weight.flatten().tolist()
    if w1 == 0:
        raise ValueError("vertical")
    return -(w1 * x1 + bias) / (w0 if w0 else 1e-9)

# %% answer is flat
# caught by: test_boundary_x2_kind
# message: shape
def boundary_x2(weight, bias, x1):
    w0, w1 = weight.flatten().tolist()
    if w1 == 0:
        raise ValueError("vertical")
    return -(w0 * x1.flatten() + bias) / w1

# %% always float32
# caught by: test_boundary_x2_kind
# message: float32
def boundary_x2(weight, bias, x1):
    w0, w1 = weight.flatten().tolist()
    if w1 == 0:
        raise ValueError("vertical")
    return -(w0 * x1.float() + bias) / w1

# %% float32 detour
# caught by: test_boundary_x2_kind
# message: float32
def boundary_x2(weight, bias, x1):
    w0, w1 = weight.detach().float().flatten()
    if w1 == 0:
        raise ValueError("vertical")
    return (-(w0 * x1.float() + float(bias)) / w1).to(x1.dtype)

# %% x1 changed in place
# caught by: test_boundary_x2_leaves_its_arguments_alone
# message: changed
def boundary_x2(weight, bias, x1):
    w0, w1 = weight.flatten().tolist()
    if w1 == 0:
        raise ValueError("vertical")
    return x1.mul_(-w0).sub_(bias).div_(w1)

# %% int bias
# caught by: test_boundary_x2_values, test_boundary_x2_kind, test_boundary_x2_horizontal
# message: For example,
import torch


def boundary_x2(weight, bias, x1):
    w0, w1 = weight.detach().flatten().tolist()
    if w1 == 0:
        raise ValueError
    return -(w0 * x1 + int(bias)) / w1

# %% x1 of its own
# caught by: test_boundary_x2_values
# message: For example,
def boundary_x2(weight, bias, x1):
    w0, w1 = weight.flatten().tolist()
    if w1 == 0:
        raise ValueError("vertical")
    x = torch.linspace(-6, 6, len(x1))
    return -(w0 * x + bias) / w1

# %% returns a list
# caught by: test_boundary_x2_horizontal, test_boundary_x2_kind
# message: list
def boundary_x2(weight, bias, x1):
    w0, w1 = weight.flatten().tolist()
    if w1 == 0:
        raise ValueError("vertical")
    return [-(w0 * v + bias) / w1 for v in x1.tolist()]

# %% nan for vertical
# caught by: test_boundary_x2_refuses_vertical
# message: For example,
def boundary_x2(weight, bias, x1):
    w0, w1 = weight.flatten().tolist()
    if w1 == 0:
        return torch.full_like(x1, float("nan"))
    return -(w0 * x1 + bias) / w1

# %% no division
# caught by: test_boundary_x2_values, test_boundary_x2_kind
# message: For example,
def boundary_x2(weight, bias, x1):
    w0, w1 = weight.flatten().tolist()
    if w1 == 0:
        raise ValueError("vertical")
    return -(w0 * x1 + bias)

# %% returns a numpy array
# caught by: test_boundary_x2_kind
# message: numpy
def boundary_x2(weight, bias, x1):
    w0, w1 = weight.flatten().tolist()
    if w1 == 0:
        raise ValueError("vertical")
    return -(w0 * x1.numpy() + bias) / w1

# %% refuses horizontal
# caught by: test_boundary_x2_horizontal
# message: For example,
def boundary_x2(weight, bias, x1):
    w0, w1 = weight.flatten().tolist()
    if w0 == 0 or w1 == 0:
        raise ValueError
    return -(w0 * x1 + bias) / w1

# %% rounded two decimals
# caught by: test_boundary_x2_values, test_boundary_x2_kind
# message: For example,
import torch


def boundary_x2(weight, bias, x1):
    w0, w1 = weight.detach().flatten().tolist()
    if w1 == 0:
        raise ValueError
    return torch.round(-(w0 * x1 + bias) / w1, decimals=2)

# %% sign of bias
# caught by: test_boundary_x2_values, test_boundary_x2_kind
# message: For example,
def boundary_x2(weight, bias, x1):
    w0, w1 = weight.flatten().tolist()
    if w1 == 0:
        raise ValueError("vertical")
    return (-w0 * x1 + bias) / w1

# %% only the bias divided by w1
# caught by: test_boundary_x2_values, test_boundary_x2_kind
# message: For example,
def boundary_x2(weight, bias, x1):
    w0, w1 = weight.flatten().tolist()
    if w1 == 0:
        raise ValueError("vertical")
    return -w0 * x1 - bias / w1

# %% only w0 * x1 divided by w1
# caught by: test_boundary_x2_values, test_boundary_x2_kind
# message: For example,
def boundary_x2(weight, bias, x1):
    w0, w1 = weight.flatten().tolist()
    if w1 == 0:
        raise ValueError("vertical")
    return -w0 / w1 * x1 - bias

# %% unpacks a row
# caught by: test_boundary_x2_kind
# message: shape
def boundary_x2(weight, bias, x1):
    w0, w1 = weight
    if w1 == 0:
        raise ValueError
    return -(w0 * x1 + bias) / w1

# %% sigmoid of it
# caught by: test_boundary_x2_values, test_boundary_x2_kind
# message: For example,
def boundary_x2(weight, bias, x1):
    w0, w1 = weight.flatten().tolist()
    if w1 == 0:
        raise ValueError("vertical")
    return torch.sigmoid(-(w0 * x1 + bias) / w1)

# %% slope sign
# caught by: test_boundary_x2_values, test_boundary_x2_kind
# message: For example,
def boundary_x2(weight, bias, x1):
    w0, w1 = weight.flatten().tolist()
    if w1 == 0:
        raise ValueError("vertical")
    return (w0 * x1 - bias) / w1

# %% sorted x1
# caught by: test_boundary_x2_values, test_boundary_x2_kind
# message: the right numbers in another order
import torch


def boundary_x2(weight, bias, x1):
    w0, w1 = weight.detach().flatten().tolist()
    if w1 == 0:
        raise ValueError
    flat = x1.flatten().sort().values
    return (-(w0 * flat + bias) / w1).reshape(x1.shape)

# %% tolerance too wide
# caught by: test_boundary_x2_values, test_boundary_x2_kind, test_boundary_x2_horizontal
# message: For example,
import torch


def boundary_x2(weight, bias, x1):
    w0, w1 = weight.detach().flatten().tolist()
    if abs(w1) < 0.75:
        raise ValueError("nearly vertical")
    return -(w0 * x1 + bias) / w1

# %% vertical inf
# caught by: test_boundary_x2_refuses_vertical
# message: For example,
def boundary_x2(weight, bias, x1):
    w0, w1 = weight.flatten()
    return (-(w0 * x1 + bias) / w1).to(x1.dtype)

# %% vertical runtime inf
# caught by: test_boundary_x2_refuses_vertical
# message: For example,
import torch


def boundary_x2(weight, bias, x1):
    w = weight.detach().flatten().to(x1.dtype)
    return -(w[0] * x1 + bias) / (w[1] + 1e-12)

# %% vertical zero division
# caught by: test_boundary_x2_refuses_vertical
# message: Arguments that the contract forbids must be refused with a ValueError
def boundary_x2(weight, bias, x1):
    w0, w1 = weight.flatten().tolist()
    return x1 * (-w0 / w1) - bias / w1

# %% weight dtype wins
# caught by: test_boundary_x2_kind
# message: For example,
import torch


def boundary_x2(weight, bias, x1):
    w = weight.detach().flatten()
    if w[1] == 0:
        raise ValueError
    return (-(w[:1] * x1.reshape(-1).to(w.dtype) + bias) / w[1:]).reshape(x1.shape)

# %% asserts that the line is not vertical
# caught by: test_boundary_x2_refuses_vertical
# message: must be refused with a ValueError, not with this exception
def boundary_x2(weight, bias, x1):
    w0, w1 = weight.view(2).tolist()
    assert w1 != 0, "vertical"
    return torch.as_tensor((-w0 * x1 - bias) / w1)

# %% bias in float32
# caught by: test_boundary_x2_kind
# message: For example,
import torch


def boundary_x2(weight, bias, x1):
    w0, w1 = weight.detach().flatten().to(x1.dtype)
    if w1 == 0:
        raise ValueError("vertical")
    return -(w0 * x1 + torch.tensor(bias)) / w1

# %% weights decide the dtype
# caught by: test_boundary_x2_kind
# message: For example,
import torch


def boundary_x2(weight, bias, x1):
    w = weight.detach().flatten()
    w0, w1 = w[:1], w[1:]
    if w1 == 0:
        raise ValueError("vertical")
    return (-(w0 * x1 + bias) / w1).reshape(x1.shape)

# %% scalar against scalar
# caught by: test_boundary_x2_kind
# message: For example,
import torch


def boundary_x2(weight, bias, x1):
    w0, w1 = weight.detach().flatten()
    if w1.item() == 0:
        raise ValueError("vertical")
    return -(w0 * x1 + bias) / w1

# %% horizontal is refused
# caught by: test_boundary_x2_horizontal
# message: For example,
import torch


def boundary_x2(weight, bias, x1):
    w = weight.detach().flatten().tolist()
    if 0 in w:
        raise ValueError("a weight is 0")
    return -(w[0] * x1 + bias) / w[1]

# %% squeezes the weight
# caught by: test_boundary_x2_leaves_its_arguments_alone
# message: For example,
import torch


def boundary_x2(weight, bias, x1):
    w = weight.squeeze_(0) if weight.dim() == 2 else weight
    w0, w1 = w.tolist()
    if w1 == 0:
        raise ValueError("vertical")
    return -(w0 * x1 + bias) / w1

# %% no point no line
# caught by: test_boundary_x2_kind
# message: For example,
import torch


def boundary_x2(weight, bias, x1):
    w0, w1 = weight.detach().flatten().tolist()
    if w1 == 0:
        raise ValueError("vertical")
    heights = [-(w0 * each + bias) / w1 for each in x1.reshape(-1)]
    return torch.stack(heights).reshape(x1.shape)

# %% from one end to the other
# caught by: test_boundary_x2_kind
# message: For example,
import torch


def boundary_x2(weight, bias, x1):
    w0, w1 = weight.detach().double().flatten().tolist()
    if w1 == 0:
        raise ValueError("vertical")
    if x1.numel() < 2:
        return -(w0 * x1 + bias) / w1
    flat = x1.flatten()
    left, right = (-(w0 * end.item() + bias) / w1 for end in (flat[0], flat[-1]))
    return torch.linspace(left, right, len(flat), dtype=x1.dtype).reshape(x1.shape)

# %% rounded weights
# caught by: test_boundary_x2_kind
# message: For example,
import torch


def boundary_x2(weight, bias, x1):
    w0, w1 = (round(w, 4) for w in weight.detach().flatten().tolist())
    if w1 == 0:
        raise ValueError("vertical")
    return -(w0 * x1 + bias) / w1

# %% nearly vertical is refused
# caught by: test_boundary_x2_steep
# message: It refuses arguments that are allowed
import torch


def boundary_x2(weight, bias, x1):
    w0, w1 = weight.detach().flatten().tolist()
    if abs(w1) < 1e-6:
        raise ValueError("the line is vertical")
    return -(w0 * x1 + bias) / w1
