# %% z clamped at 6
# caught by: test_sigmoid_far_out, test_sigmoid_gradient, test_sigmoid_gradient_far_out, test_sigmoid_kind, test_sigmoid_values
# message: should give tensor([
import torch


def sigmoid(z):
    return 1 / (1 + torch.exp(-z.clamp(-6, 6)))

# %% half precision inside
# caught by: test_sigmoid_values
# message: For example,
import torch


def sigmoid(z):
    return torch.sigmoid(z.half()).to(z.dtype)

# %% own backward wrong
# caught by: test_sigmoid_gradient
# message: For example,
import torch


class _S(torch.autograd.Function):
    @staticmethod
    def forward(ctx, z):
        s = torch.where(z >= 0, 1 / (1 + torch.exp(-z.abs())), 1 - 1 / (1 + torch.exp(-z.abs())))
        ctx.save_for_backward(s)
        return s

    @staticmethod
    def backward(ctx, g):
        (s,) = ctx.saved_tensors
        return g * s


def sigmoid(z):
    return _S.apply(z)

# %% shifted by the maximum
# caught by: test_sigmoid_values
# message: For example,
import torch


def sigmoid(z):
    if z.numel():
        z = z - z.max()
    e = torch.exp(z)
    return e / (1 + e)

# %% zero in neither mask
# caught by: test_sigmoid_kind, test_sigmoid_slope_at_zero
# message: sigmoid(torch.tensor(0.0)) should give
import torch


def sigmoid(z):
    out = torch.zeros_like(z)
    pos, neg = z > 0, z < 0
    out[pos] = 1 / (1 + torch.exp(-z[pos]))
    e = torch.exp(z[neg])
    out[neg] = e / (1 + e)
    return out

# %% through numpy
# caught by: test_sigmoid_gradient, test_sigmoid_slope_at_zero
# message: For example,
import numpy as np
import torch


def sigmoid(z):
    values = 1 / (1 + np.exp(-z.detach().numpy()))
    return torch.as_tensor(values, dtype=z.dtype)

# %% numpy without detach
# caught by: test_sigmoid_gradient
# message: In a formula stay with torch
import numpy as np
import torch


def sigmoid(z):
    return torch.as_tensor(1 / (1 + np.exp(-z.numpy())), dtype=z.dtype)

# %% inside no_grad
# caught by: test_sigmoid_gradient
# message: For example,
import torch


@torch.no_grad()
def sigmoid(z):
    return torch.sigmoid(z)

# %% returns a list
# caught by: test_sigmoid_far_out, test_sigmoid_gradient, test_sigmoid_gradient_far_out, test_sigmoid_kind, test_sigmoid_slope_at_zero
# message: For example, sigmoid(
import math


def sigmoid(z):
    return [1 / (1 + math.exp(-v)) for v in z.tolist()]

# %% loop over vectors only
# caught by: test_sigmoid_far_out, test_sigmoid_gradient, test_sigmoid_gradient_far_out, test_sigmoid_kind, test_sigmoid_slope_at_zero
# message: For example, sigmoid(
import torch


def sigmoid(z):
    out = torch.zeros_like(z)
    for i in range(len(z)):
        out[i] = torch.sigmoid(z[i]).item()
    return out

# %% brackets forgotten
# caught by: test_sigmoid_far_out, test_sigmoid_gradient, test_sigmoid_gradient_far_out, test_sigmoid_kind, test_sigmoid_slope_at_zero, test_sigmoid_values
# message: For example,
import torch


def sigmoid(z):
    return 1 / 1 + torch.exp(-z)

# %% no division
# caught by: test_sigmoid_far_out, test_sigmoid_gradient, test_sigmoid_gradient_far_out, test_sigmoid_kind, test_sigmoid_slope_at_zero, test_sigmoid_values
# message: For example,
import torch


def sigmoid(z):
    return 1 + torch.exp(-z)

# %% the 1 forgotten
# caught by: test_sigmoid_far_out, test_sigmoid_gradient, test_sigmoid_gradient_far_out, test_sigmoid_kind, test_sigmoid_slope_at_zero, test_sigmoid_values
# message: For example,
import torch


def sigmoid(z):
    return 1 / torch.exp(-z)

# %% minus in place of plus
# caught by: test_sigmoid_far_out, test_sigmoid_gradient, test_sigmoid_gradient_far_out, test_sigmoid_kind, test_sigmoid_slope_at_zero, test_sigmoid_values
# message: For example,
import torch


def sigmoid(z):
    return 1 / (1 - torch.exp(-z))

# %% always float32
# caught by: test_sigmoid_gradient, test_sigmoid_gradient_far_out, test_sigmoid_kind, test_sigmoid_slope_at_zero
# message: For example,
import torch


def sigmoid(z):
    return torch.sigmoid(z.float())

# %% float32 and back
# caught by: test_sigmoid_gradient, test_sigmoid_gradient_far_out, test_sigmoid_kind, test_sigmoid_slope_at_zero
# message: For example,
import torch


def sigmoid(z):
    return torch.sigmoid(z.float()).to(z.dtype)

# %% float64 always
# caught by: test_sigmoid_kind
# message: For example,
import torch


def sigmoid(z):
    return torch.sigmoid(z.double())

# %% rounded to four decimals
# caught by: test_sigmoid_far_out, test_sigmoid_gradient, test_sigmoid_gradient_far_out, test_sigmoid_kind, test_sigmoid_slope_at_zero, test_sigmoid_values
# message: For example, sigmoid(
import torch


def sigmoid(z):
    return torch.round(torch.sigmoid(z), decimals=4)

# %% rounded to six decimals
# caught by: test_sigmoid_gradient, test_sigmoid_gradient_far_out, test_sigmoid_kind, test_sigmoid_slope_at_zero
# message: For example,
import torch


def sigmoid(z):
    return torch.round(torch.sigmoid(z), decimals=6)

# %% sign of z
# caught by: test_sigmoid_far_out, test_sigmoid_gradient, test_sigmoid_gradient_far_out, test_sigmoid_kind, test_sigmoid_slope_at_zero, test_sigmoid_values
# message: For example,
import torch


def sigmoid(z):
    return 1 / (1 + torch.exp(z))

# %% unsafe arms of where
# caught by: test_sigmoid_gradient_far_out
# message: sigmoid(z).backward(
import torch


def sigmoid(z):
    return torch.where(z >= 0, 1 / (1 + torch.exp(-z)), torch.exp(z) / (1 + torch.exp(z)))

# %% arms cut off by clamp
# caught by: test_sigmoid_slope_at_zero
# message: corner
import torch
import torch.nn.functional as F  # noqa: N812 - its usual name


def sigmoid(z):
    falling = torch.exp(-F.relu(z))
    rising = torch.exp(-F.relu(-z))
    return torch.where(z >= 0, 1 / (1 + falling), rising / (1 + rising))

# %% tanh
# caught by: test_sigmoid_far_out, test_sigmoid_gradient, test_sigmoid_gradient_far_out, test_sigmoid_kind, test_sigmoid_slope_at_zero, test_sigmoid_values
# message: For example,
import torch


def sigmoid(z):
    return torch.tanh(z)

# %% tanh of z
# caught by: test_sigmoid_far_out, test_sigmoid_gradient, test_sigmoid_gradient_far_out, test_sigmoid_kind, test_sigmoid_slope_at_zero, test_sigmoid_values
# message: For example,
import torch


def sigmoid(z):
    return (1 + torch.tanh(z)) / 2

# %% half tanh
# caught by: test_sigmoid_far_out, test_sigmoid_gradient, test_sigmoid_gradient_far_out, test_sigmoid_kind, test_sigmoid_slope_at_zero, test_sigmoid_values
# message: For example,
import torch


def sigmoid(z):
    return torch.tanh(z / 2) / 2

# %% in place
# caught by: test_sigmoid_leaves_its_input_alone, test_sigmoid_values
# message: sigmoid has changed
import torch


def sigmoid(z):
    if z.requires_grad:
        return torch.sigmoid(z)
    return z.neg_().exp_().add_(1).reciprocal_()

# %% in place always
# caught by: test_sigmoid_gradient, test_sigmoid_leaves_its_input_alone
# message: Make a new tensor instead; an update of parameters must not be
def sigmoid(z):
    return z.neg_().exp_().add_(1).reciprocal_()

# %% one formula for the whole tensor
# caught by: test_sigmoid_far_out
# message: For example, sigmoid(
import torch


def sigmoid(z):
    if z.numel() and z.max() < 0:
        return 1 / (1 + torch.exp(-z))
    return torch.exp(z) / (1 + torch.exp(z)) * 1.0

# %% base 2
# caught by: test_sigmoid_far_out, test_sigmoid_gradient, test_sigmoid_gradient_far_out, test_sigmoid_kind, test_sigmoid_slope_at_zero, test_sigmoid_values
# message: For example,
def sigmoid(z):
    return 1 / (1 + 2 ** (-z))

# %% careful with a graph only
# caught by: test_sigmoid_far_out
# message: For example,
import torch


_real = sigmoid
def sigmoid(z):
    if z.requires_grad:
        return _real(z)
    return torch.exp(z) / (1 + torch.exp(z))

# %% z clamped at 10
# caught by: test_sigmoid_far_out, test_sigmoid_gradient, test_sigmoid_gradient_far_out, test_sigmoid_kind, test_sigmoid_values
# message: For example,
import torch


def sigmoid(z):
    return 1 / (1 + torch.exp(-z.clamp(-10, 10)))

# %% z clamped at 15
# caught by: test_sigmoid_far_out, test_sigmoid_gradient, test_sigmoid_gradient_far_out, test_sigmoid_kind
# message: For example,
import torch


def sigmoid(z):
    return 1 / (1 + torch.exp(-z.clamp(-15, 15)))

# %% clamped gradient
# caught by: test_sigmoid_gradient, test_sigmoid_gradient_far_out, test_sigmoid_slope_at_zero
# message: For example,
import torch


def sigmoid(z):
    with torch.no_grad():
        value = torch.sigmoid(z)
    return value + 0 * z

# %% clamped output
# caught by: test_sigmoid_far_out, test_sigmoid_gradient, test_sigmoid_gradient_far_out, test_sigmoid_kind
# message: For example,
import torch


def sigmoid(z):
    return torch.sigmoid(z).clamp(1e-7, 1 - 1e-7)

# %% default dtype one
# caught by: test_sigmoid_gradient, test_sigmoid_gradient_far_out, test_sigmoid_kind, test_sigmoid_slope_at_zero
# message: sigmoid returned a tensor of dtype float32, expected float64.
import torch


def sigmoid(z):
    one = torch.ones(z.shape)
    return one / (one + torch.exp(-z.to(torch.float32).clamp(-80, 80)))

# %% exp inplace result
# caught by: test_sigmoid_gradient, test_sigmoid_gradient_far_out, test_sigmoid_slope_at_zero, test_sigmoid_leaves_its_input_alone
# message: Make a new tensor instead; an update of parameters must not be
import torch


def sigmoid(z):
    z.clamp_(-80, 80)
    return 1 / (1 + torch.exp(-z))

# %% answer is flat
# caught by: test_sigmoid_kind
# message: expected shape
import torch


def sigmoid(z):
    return torch.sigmoid(z).flatten()

# %% half at zero fixed
# caught by: test_sigmoid_kind
# message: expected shape (7, 1).
import torch


def sigmoid(z):
    out = 0.5 * (1 + torch.tanh(0.5 * z))
    return out.reshape(-1) if z.dim() == 2 and z.shape[1] == 1 else out

# %% hard sigmoid
# caught by: test_sigmoid_far_out, test_sigmoid_gradient, test_sigmoid_gradient_far_out, test_sigmoid_kind, test_sigmoid_slope_at_zero, test_sigmoid_values
# message: For example,
import torch.nn.functional as F  # noqa: N812 - its usual name


def sigmoid(z):
    return F.hardsigmoid(z)

# %% logarithm of it
# caught by: test_sigmoid_far_out, test_sigmoid_gradient, test_sigmoid_gradient_far_out, test_sigmoid_kind, test_sigmoid_slope_at_zero, test_sigmoid_values
# message: logarithm
import torch.nn.functional as F  # noqa: N812 - its usual name


def sigmoid(z):
    return F.logsigmoid(z)

# %% long tensors in float32
# caught by: test_sigmoid_gradient, test_sigmoid_gradient_far_out, test_sigmoid_kind, test_sigmoid_slope_at_zero
# message: For example,
import torch


_real = sigmoid
def sigmoid(z):
    if z.numel() > 100:
        return _real(z.float()).to(z.dtype)
    return _real(z)

# %% masked assignment
# caught by: test_sigmoid_slope_at_zero
# message: abs, relu and clamp have a corner there, so training from zero
import torch


def sigmoid(z):
    small = torch.exp(-torch.abs(z))
    out = 1 / (1 + small)
    return torch.where(z < 0, 1 - out, out)

# %% math exp
# caught by: test_sigmoid_far_out, test_sigmoid_gradient, test_sigmoid_gradient_far_out, test_sigmoid_kind, test_sigmoid_slope_at_zero, test_sigmoid_values
# message: A tensor with several numbers was used where one number is needed
import math


def sigmoid(z):
    return 1 / (1 + math.exp(-z))

# %% the maximum subtracted
# caught by: test_sigmoid_far_out, test_sigmoid_gradient, test_sigmoid_gradient_far_out
# message: are nan
# held out: yes
import torch


def sigmoid(z):
    if z.numel() == 0:
        return z.clone()
    m = z.max()
    return torch.exp(z - m) / (torch.exp(-m) + torch.exp(z - m))

# %% nan to num
# caught by: test_sigmoid_gradient_far_out
# message: For example,
import torch


def sigmoid(z):
    return torch.nan_to_num(torch.exp(z) / (1 + torch.exp(z)), nan=1.0)

# %% python if
# caught by: test_sigmoid_far_out, test_sigmoid_gradient, test_sigmoid_gradient_far_out, test_sigmoid_kind, test_sigmoid_slope_at_zero, test_sigmoid_values
# message: one truth value
import torch


def sigmoid(z):
    if z >= 0:
        return 1 / (1 + torch.exp(-z))
    return torch.exp(z) / (1 + torch.exp(z))

# %% relu slope
# caught by: test_sigmoid_gradient_far_out
# message: sigmoid(z).backward(
import torch


def sigmoid(z):
    e = torch.exp(-torch.relu(z)) 
    return torch.where(z >= 0, 1 / (1 + torch.exp(-z)), torch.exp(z) / (1 + torch.exp(z)))

# %% z clamped at 50
# caught by: test_sigmoid_far_out, test_sigmoid_gradient, test_sigmoid_gradient_far_out, test_sigmoid_kind, test_sigmoid_values
# message: For example,
import torch


def sigmoid(z):
    return 1 / (1 + torch.exp(-z.clamp(-12, 12)))

# %% sign form
# caught by: test_sigmoid_slope_at_zero
# message: corner
import torch


def sigmoid(z):
    small = torch.exp(-z.abs())
    return 0.5 + torch.sign(z) * (1 / (1 + small) - 0.5)

# %% slope scaled
# caught by: test_sigmoid_gradient
# message: half as large
import torch


def sigmoid(z):
    s = torch.sigmoid(z)
    return s.detach() + 0.5 * (s - s.detach())

# %% slope without chain
# caught by: test_sigmoid_gradient
# message: For example,
import torch


class Local(torch.autograd.Function):
    @staticmethod
    def forward(ctx, z):
        s = torch.sigmoid(z)
        ctx.save_for_backward(s)
        return s

    @staticmethod
    def backward(ctx, grad):
        (s,) = ctx.saved_tensors
        return s * (1 - s)


def sigmoid(z):
    return Local.apply(z)

# %% softmax over the samples
# caught by: test_sigmoid_far_out, test_sigmoid_gradient, test_sigmoid_gradient_far_out, test_sigmoid_kind, test_sigmoid_slope_at_zero, test_sigmoid_values
# message: For example,
import torch


def sigmoid(z):
    return torch.softmax(z.flatten(), 0).reshape(z.shape)

# %% divides the square
# caught by: test_sigmoid_far_out, test_sigmoid_gradient, test_sigmoid_gradient_far_out, test_sigmoid_kind, test_sigmoid_slope_at_zero, test_sigmoid_values
# message: For example,
import torch


def sigmoid(z):
    return 1 / (1 + torch.exp(-(z**2)))

# %% shape squeezed
# caught by: test_sigmoid_kind
# message: For example,
import torch


def sigmoid(z):
    return torch.sigmoid(z).squeeze()

# %% a step
# caught by: test_sigmoid_far_out, test_sigmoid_gradient, test_sigmoid_gradient_far_out, test_sigmoid_kind, test_sigmoid_slope_at_zero, test_sigmoid_values
# message: For example,
def sigmoid(z):
    return (z >= 0).to(z.dtype)

# %% surrogate slope
# caught by: test_sigmoid_gradient
# message: For example,
import torch


class Straight(torch.autograd.Function):
    @staticmethod
    def forward(ctx, z):
        return torch.sigmoid(z)

    @staticmethod
    def backward(ctx, grad):
        return grad


def sigmoid(z):
    return Straight.apply(z)

# %% looked up in a table
# caught by: test_sigmoid_values, test_sigmoid_gradient
# message: For example,
def sigmoid(z):
    return 0.5 + z / 4 - z**3 / 48

# %% Taylor series
# caught by: test_sigmoid_gradient, test_sigmoid_kind, test_sigmoid_values
# message: For example,
# held out: yes
import torch


def sigmoid(z):
    return torch.where(z.abs() < 6, 0.5 + 0.5 * torch.tanh(z / 2), (z > 0).to(z.dtype))

# %% applied twice
# caught by: test_sigmoid_far_out, test_sigmoid_gradient, test_sigmoid_gradient_far_out, test_sigmoid_kind, test_sigmoid_slope_at_zero, test_sigmoid_values
# message: For example,
import torch


def sigmoid(z):
    return torch.sigmoid(torch.sigmoid(z))

# %% wrong cutoff
# caught by: test_sigmoid_far_out, test_sigmoid_gradient_far_out
# message: are nan
import torch


def sigmoid(z):
    return torch.where(z > 100, torch.ones_like(z), torch.exp(z) / (1 + torch.exp(z)))

# %% zero slope outside
# caught by: test_sigmoid_gradient
# message: sigmoid(z).backward(
import torch


def sigmoid(z):
    s = torch.sigmoid(z)
    return torch.where(z.abs() > 8, s.detach(), s)

# %% .grad of the argument cleared
# caught by: test_sigmoid_leaves_its_input_alone
# message: lost its .grad
_real = sigmoid
def sigmoid(z):
    found = _real(z)
    z.grad = None
    return found


# %% backward_reads_the_last_call
# caught by: test_sigmoid_gradient
# message: For example,
import torch


class _Sigmoid(torch.autograd.Function):
    s = None

    @staticmethod
    def forward(ctx, z):
        e = torch.exp(-z.abs())
        _Sigmoid.s = torch.where(z >= 0, 1 / (1 + e), e / (1 + e))
        return _Sigmoid.s

    @staticmethod
    def backward(ctx, grad):
        return grad * _Sigmoid.s * (1 - _Sigmoid.s)


def sigmoid(z):
    return _Sigmoid.apply(z)
