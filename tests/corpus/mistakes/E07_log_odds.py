# %% all instead of any
# caught by: test_log_odds_refuses_what_is_no_probability
# message: For example, log_odds(
import torch


def log_odds(p):
    if p.numel() and (~((p >= 0) & (p <= 1))).all():
        raise ValueError("not a probability")
    return torch.log(p) - torch.log1p(-p)

# %% sign of the answer
# caught by: test_log_odds_gradient, test_log_odds_kind, test_log_odds_of_certainty, test_log_odds_values
# message: For example,
import torch


def log_odds(p):
    if not bool(((p >= 0) & (p <= 1)).all()):
        raise ValueError("no probability")
    return torch.log((1 - p) / p)

# %% log10
# caught by: test_log_odds_gradient, test_log_odds_kind, test_log_odds_of_certainty, test_log_odds_values
# message: For example,
import torch


def log_odds(p):
    if not bool(((p >= 0) & (p <= 1)).all()):
        raise ValueError("no probability")
    return torch.log10(p / (1 - p))

# %% log2
# caught by: test_log_odds_gradient, test_log_odds_kind, test_log_odds_of_certainty, test_log_odds_values
# message: For example,
import torch


def log_odds(p):
    if not bool(((p >= 0) & (p <= 1)).all()):
        raise ValueError("no probability")
    return torch.log2(p / (1 - p))

# %% logit eps
# caught by: test_log_odds_of_certainty
# message: For example,
import torch


def log_odds(p):
    if not bool(((p >= 0) & (p <= 1)).all()):
        raise ValueError("no probability")
    return torch.logit(p, eps=1e-6)

# %% p clamped
# caught by: test_log_odds_of_certainty
# message: For example,
import torch


def log_odds(p):
    if not bool(((p >= 0) & (p <= 1)).all()):
        raise ValueError("no probability")
    return torch.logit(p.clamp(1e-7, 1 - 1e-7))

# %% no range check
# caught by: test_log_odds_refuses_what_is_no_probability
# message: For example,
import torch


def log_odds(p):
    return torch.log(p / (1 - p))

# %% nan passes
# caught by: test_log_odds_refuses_what_is_no_probability
# message: For example,
import torch


def log_odds(p):
    if (p < 0).any() or (p > 1).any():
        raise ValueError
    return torch.log(p / (1 - p))

# %% clamps range
# caught by: test_log_odds_refuses_what_is_no_probability
# message: For example,
import torch


def log_odds(p):
    return torch.logit(p.clamp(0, 1))

# %% first entry only
# caught by: test_log_odds_refuses_what_is_no_probability
# message: For example, log_odds(
import torch


def log_odds(p):
    if p.numel() and not 0 <= p.flatten()[0] <= 1:
        raise ValueError
    return torch.log(p / (1 - p))

# %% refuses ends
# caught by: test_log_odds_of_certainty
# message: For example, log_odds(
import torch


def log_odds(p):
    if not bool(((p > 0) & (p < 1)).all()):
        raise ValueError
    return torch.log(p / (1 - p))

# %% returns None
# caught by: test_log_odds_refuses_what_is_no_probability
# message: None
import torch


def log_odds(p):
    if not bool(((p >= 0) & (p <= 1)).all()):
        return None
    return torch.log(p / (1 - p))

# %% half of atanh
# caught by: test_log_odds_gradient, test_log_odds_kind, test_log_odds_of_certainty, test_log_odds_values
# message: For example,
import torch


def log_odds(p):
    if not bool(((p >= 0) & (p <= 1)).all()):
        raise ValueError("no probability")
    return torch.atanh(2 * p - 1)

# %% brackets forgotten
# caught by: test_log_odds_gradient, test_log_odds_kind, test_log_odds_of_certainty, test_log_odds_values
# message: For example,
import torch


def log_odds(p):
    if not bool(((p >= 0) & (p <= 1)).all()):
        raise ValueError("no probability")
    return torch.log(p) / (1 - p)

# %% checks mean
# caught by: test_log_odds_refuses_what_is_no_probability
# message: For example, log_odds(
# held out: yes
import torch


def log_odds(p):
    if p.numel() and not 0 <= p.mean() <= 1:
        raise ValueError
    return torch.log(p) - torch.log1p(-p)

# %% cut from its graph
# caught by: test_log_odds_gradient
# message: For example,
import torch


def log_odds(p):
    if not bool(((p >= 0) & (p <= 1)).all()):
        raise ValueError("no probability")
    return torch.logit(p.detach())

# %% empty refused
# caught by: test_log_odds_gradient, test_log_odds_kind, test_log_odds_of_certainty
# message: A step needs at least one number and found none.
import torch


def log_odds(p):
    if p.min() < 0 or p.max() > 1 or p.isnan().any():
        raise ValueError
    return torch.logit(p)

# %% ends by hand swapped
# caught by: test_log_odds_of_certainty
# message: For example,
import torch


def log_odds(p):
    if not bool(((p >= 0) & (p <= 1)).all()):
        raise ValueError("no probability")
    return torch.where(p <= 0, torch.inf, torch.where(p >= 1, -torch.inf, torch.logit(p)))

# %% eps of 1e-3
# caught by: test_log_odds_values, test_log_odds_gradient
# message: For example,
def log_odds(p):
    if ((p < 0) | (p > 1)).any():
        raise ValueError("outside [0, 1]")
    return torch.log(p + 1e-3) - torch.log(1 - p + 1e-3)

# %% answer is flat
# caught by: test_log_odds_kind
# message: expected shape
import torch


def log_odds(p):
    if not bool(((p >= 0) & (p <= 1)).all()):
        raise ValueError("no probability")
    return torch.logit(p).reshape(-1)

# %% always float32
# caught by: test_log_odds_gradient, test_log_odds_kind
# message: For example,
import torch


def log_odds(p):
    if not bool(((p >= 0) & (p <= 1)).all()):
        raise ValueError("no probability")
    return torch.logit(p.float())

# %% float32 inside
# caught by: test_log_odds_gradient, test_log_odds_kind, test_log_odds_of_certainty
# message: For example,
import torch


def log_odds(p):
    if not bool(((p >= 0) & (p <= 1)).all()):
        raise ValueError("no probability")
    return torch.logit(p.float()).to(p.dtype)

# %% p changed in place
# caught by: test_log_odds_gradient
# message: in place
def log_odds(p):
    if not bool(((p >= 0) & (p <= 1)).all()):
        raise ValueError("no probability")
    return p.div_(1 - p).log_()

# %% log1p sign
# caught by: test_log_odds_gradient, test_log_odds_kind, test_log_odds_of_certainty, test_log_odds_values
# message: For example,
import torch


def log_odds(p):
    if not bool(((p >= 0) & (p <= 1)).all()):
        raise ValueError("no probability")
    return torch.log(p) - torch.log1p(p)

# %% log of one minus
# caught by: test_log_odds_of_certainty
# message: For example,
import torch


def log_odds(p):
    if not ((p >= 0) & (p <= 1)).all():
        raise ValueError
    q = 1 - p
    return torch.log((1 - q) / q)

# %% logarithm of p only
# caught by: test_log_odds_gradient, test_log_odds_kind, test_log_odds_of_certainty, test_log_odds_values
# message: For example,
import torch


def log_odds(p):
    if not bool(((p >= 0) & (p <= 1)).all()):
        raise ValueError("no probability")
    return torch.log(p)

# %% long in float32
# caught by: test_log_odds_of_certainty, test_log_odds_kind
# message: For example,
import torch


_real = log_odds
def log_odds(p):
    if p.numel() >= 40 and not p.requires_grad:
        return _real(p.float()).to(p.dtype)
    return _real(p)

# %% small p lost
# caught by: test_log_odds_of_certainty
# message: For example,
import torch


def log_odds(p):
    if not bool(((p >= 0) & (p <= 1)).all()):
        raise ValueError("no probability")
    return -torch.logit(1 - p)

# %% math.log
# caught by: test_log_odds_gradient, test_log_odds_kind, test_log_odds_of_certainty, test_log_odds_values
# message: A tensor with several numbers was used where one number is needed
import math


def log_odds(p):
    if not bool(((p >= 0) & (p <= 1)).all()):
        raise ValueError("no probability")
    return math.log(p / (1 - p))

# %% max and min of an empty tensor
# caught by: test_log_odds_gradient, test_log_odds_kind, test_log_odds_of_certainty
# message: A step needs at least one number and found none.
import torch


def log_odds(p):
    if p.min() < 0 or p.max() > 1 or p.isnan().any():
        raise ValueError
    return torch.log(p) - torch.log1p(-p)

# %% nan to num
# caught by: test_log_odds_of_certainty
# message: For example,
import torch


def log_odds(p):
    if not bool(((p >= 0) & (p <= 1)).all()):
        raise ValueError("no probability")
    return torch.nan_to_num(torch.logit(p))

# %% no grad in check
# caught by: test_log_odds_gradient
# message: For example,
# held out: yes
import torch


@torch.no_grad()
def log_odds(p):
    if not ((p >= 0) & (p <= 1)).all():
        raise ValueError
    return torch.log(p) - torch.log1p(-p)

# %% through numpy
# caught by: test_log_odds_gradient
# message: log_odds raised RuntimeError.
import numpy as np
import torch


def log_odds(p):
    if not bool(((p >= 0) & (p <= 1)).all()):
        raise ValueError("no probability")
    return torch.as_tensor(np.log(p.numpy() / (1 - p.numpy())))

# %% odds without logarithm
# caught by: test_log_odds_gradient, test_log_odds_kind, test_log_odds_of_certainty, test_log_odds_values
# message: For example,
def log_odds(p):
    if not bool(((p >= 0) & (p <= 1)).all()):
        raise ValueError("no probability")
    return p / (1 - p)

# %% 1 + p
# caught by: test_log_odds_gradient, test_log_odds_kind, test_log_odds_of_certainty, test_log_odds_values
# message: 1 - p
import torch


def log_odds(p):
    if not bool(((p >= 0) & (p <= 1)).all()):
        raise ValueError("no probability")
    return torch.log(p / (1 + p))

# %% prints and clamps
# caught by: test_log_odds_refuses_what_is_no_probability
# message: For example, log_odds(
import torch


def log_odds(p):
    if (p < 0).any() or (p > 1).any() or p.isnan().any():
        print("outside [0, 1]")
        p = p.nan_to_num(0.5).clamp(0, 1)
    return torch.log(p) - torch.log1p(-p)

# %% a Python if
# caught by: test_log_odds_gradient, test_log_odds_kind, test_log_odds_of_certainty, test_log_odds_values
# message: truth value
import torch


def log_odds(p):
    if p < 0 or p > 1:
        raise ValueError
    return torch.log(p / (1 - p))

# %% quotient of the logarithms
# caught by: test_log_odds_gradient, test_log_odds_kind, test_log_odds_of_certainty, test_log_odds_values
# message: For example,
import torch


def log_odds(p):
    if not bool(((p >= 0) & (p <= 1)).all()):
        raise ValueError("no probability")
    return torch.log(p) / torch.log(1 - p)

# %% refuses with key error
# caught by: test_log_odds_refuses_what_is_no_probability
# message: Arguments that the contract forbids must be refused with a ValueError
# held out: yes
import torch


def log_odds(p):
    if (p < 0).any() or (p > 1).any() or p.isnan().any():
        raise KeyError("outside [0, 1]")
    return torch.log(p) - torch.log1p(-p)

# %% infinity replaced
# caught by: test_log_odds_of_certainty
# message: For example,
# held out: yes
import torch


def log_odds(p):
    if not ((p >= 0) & (p <= 1)).all():
        raise ValueError
    return (torch.log(p) - torch.log1p(-p)).clamp(-88, 88)

# %% rounded
# caught by: test_log_odds_gradient, test_log_odds_kind, test_log_odds_of_certainty
# message: For example,
import torch


def log_odds(p):
    if not bool(((p >= 0) & (p <= 1)).all()):
        raise ValueError("no probability")
    return torch.round(torch.logit(p), decimals=4)

# %% the sigmoid itself
# caught by: test_log_odds_gradient, test_log_odds_kind, test_log_odds_of_certainty, test_log_odds_values
# message: For example,
import torch


def log_odds(p):
    if not bool(((p >= 0) & (p <= 1)).all()):
        raise ValueError("no probability")
    return torch.sigmoid(p)

# %% strict upper only
# caught by: test_log_odds_of_certainty
# message: For example, log_odds(
import torch


def log_odds(p):
    if not ((p >= 0) & (p < 1)).all():
        raise ValueError
    return torch.log(p) - torch.log1p(-p)

# %% sum of the logarithms
# caught by: test_log_odds_gradient, test_log_odds_kind, test_log_odds_of_certainty, test_log_odds_values
# message: added
import torch


def log_odds(p):
    if not bool(((p >= 0) & (p <= 1)).all()):
        raise ValueError("no probability")
    return torch.log(p) + torch.log(1 - p)

# %% ends replaced by where
# caught by: test_log_odds_values, test_log_odds_gradient, test_log_odds_of_certainty
# message: For example,
import torch


def log_odds(p):
    if not bool(((p >= 0) & (p <= 1)).all()):
        raise ValueError("no probability")
    return torch.logit(p).clamp(-20, 20)

# %% asserts probabilities
# caught by: test_log_odds_refuses_what_is_no_probability
# message: must be refused with a ValueError, not with this exception
import torch


def log_odds(p):
    assert torch.all((p >= 0) & (p <= 1)), "probabilities please"
    return torch.special.logit(p)

# %% refuses with a RuntimeError
# caught by: test_log_odds_refuses_what_is_no_probability
# message: must be refused with a ValueError, not with this exception
import torch


def log_odds(p: torch.Tensor) -> torch.Tensor:
    ok = torch.isfinite(p) & p.ge(0) & p.le(1)
    if not torch.all(ok):
        raise RuntimeError("no probability")
    return torch.special.logit(p.double()).type_as(p)

# %% .grad of the argument cleared
# caught by: test_log_odds_leaves_its_input_alone
# message: lost its .grad
_real = log_odds
def log_odds(p):
    found = _real(p)
    p.grad = None
    return found


# %% range with a tolerance
# caught by: test_log_odds_refuses_what_is_no_probability
# message: For example,
import torch


def log_odds(p):
    if p.isnan().any() or ((p < -1e-6) | (p > 1 + 1e-6)).any():
        raise ValueError
    return torch.log(p) - torch.log1p(-p)
