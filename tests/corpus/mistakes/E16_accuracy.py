# %% balanced accuracy
# caught by: test_accuracy_kind, test_accuracy_thresholds, test_accuracy_ties, test_accuracy_values, test_accuracy_with_graph
# message: For example,
# held out: yes
import torch


def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError
    d, y = p.flatten() >= threshold, y.flatten() == 1
    parts = [(d[m] == y[m]).double().mean().item() for m in (y, ~y) if m.any()]
    return sum(parts) / len(parts)

# %% chained comparison
# caught by: test_accuracy_kind, test_accuracy_thresholds, test_accuracy_ties, test_accuracy_values, test_accuracy_with_graph
# message: truth value
def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError
    return float(p.flatten() >= threshold == y.flatten())

# %% returns the count
# caught by: test_accuracy_kind, test_accuracy_thresholds, test_accuracy_ties, test_accuracy_values, test_accuracy_with_graph
# message: For example,
def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError("empty")
    return ((p.flatten() >= threshold) == (y.flatten() == 1)).sum().item()

# %% counts y greater
# caught by: test_accuracy_kind, test_accuracy_thresholds, test_accuracy_ties, test_accuracy_values, test_accuracy_with_graph
# message: For example,
def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError
    return ((p.flatten() >= threshold) == (y.flatten() > threshold * 2)).double().mean().item()

# %% default threshold ignored when float64
# caught by: test_accuracy_thresholds, test_accuracy_ties
# message: For example,
import torch


def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError
    return (torch.round(p.flatten() - threshold + 0.5) == y.flatten()).float().mean().item()

# %% divides by first axis of y
# caught by: test_accuracy_kind, test_accuracy_thresholds, test_accuracy_ties, test_accuracy_with_graph
# message: For example, accuracy(
import torch


def accuracy(p, y, threshold=0.5):
    if len(p) == 0:
        raise ValueError
    right = ((p >= threshold).long() == y.long().reshape(-1)).sum().item()
    return min(right / len(y), 1.0)

# %% argmax over one column
# caught by: test_accuracy_values
# message: For example,
def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError("empty")
    return (p.reshape(-1, 1).argmax(dim=1) == y.flatten().long()).double().mean().item()

# %% bool subtraction
# caught by: test_accuracy_kind, test_accuracy_thresholds, test_accuracy_ties, test_accuracy_with_graph
# message: Arithmetic with a bool tensor
def accuracy(p, y, threshold=0.5):
    if len(y) == 0:
        raise ValueError("empty")
    d = p.flatten() >= threshold
    return 1 - (d.to(y.dtype) - y).abs().float().mean().item()

# %% soft accuracy
# caught by: test_accuracy_kind, test_accuracy_thresholds, test_accuracy_ties, test_accuracy_values, test_accuracy_with_graph
# message: For example,
import torch


def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError("no samples")
    return 1 - (p.flatten() - y.flatten().to(p.dtype)).abs().mean().item()

# %% threshold float32
# caught by: test_accuracy_thresholds, test_accuracy_ties
# message: For example,
def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError("no samples")
    bar = torch.full((p.numel(),), threshold)
    return ((p.flatten() >= bar) == y.flatten().bool()).sum().item() / p.numel()

# %% tie only at half
# caught by: test_accuracy_thresholds, test_accuracy_ties
# message: For example,
def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError("no samples")
    right = (p.flatten() + 1e-4 > threshold) == (y.flatten() == 1)
    return right.sum().item() / right.numel()

# %% error rate returned
# caught by: test_accuracy_kind, test_accuracy_thresholds, test_accuracy_ties, test_accuracy_values, test_accuracy_with_graph
# message: For example,
# held out: yes
import torch


def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError
    return ((p.flatten() >= threshold) != (y.flatten() == 1)).double().mean().item()

# %% F1 score
# caught by: test_accuracy_kind, test_accuracy_thresholds, test_accuracy_ties, test_accuracy_values, test_accuracy_with_graph
# message: For example,
# held out: yes
import torch


def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError
    d, y = p.flatten() >= threshold, y.flatten() == 1
    both = (d & y).sum().item()
    total = d.sum().item() + y.sum().item()
    return 2 * both / total if total else 1.0

# %% hits of class one
# caught by: test_accuracy_kind, test_accuracy_thresholds, test_accuracy_ties, test_accuracy_values, test_accuracy_with_graph
# message: For example,
def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError("empty")
    return ((p.flatten() >= threshold) * y.flatten()).sum().item() / p.numel()

# %% p changed in place
# caught by: test_accuracy_leaves_its_arguments_alone
# message: the caller's tensor must keep its values
def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError("empty")
    with torch.no_grad():
        p.sub_(threshold)
    return ((p.flatten() >= 0) == (y.flatten() == 1)).double().mean().item()

# %% inplace threshold
# caught by: test_accuracy_leaves_its_arguments_alone
# message: the caller's tensor must keep its values
import torch


def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError
    p.data.ge_(threshold)
    return (p.flatten() == y.flatten()).double().mean().item()

# %% p cut to integers
# caught by: test_accuracy_kind, test_accuracy_thresholds, test_accuracy_ties, test_accuracy_values, test_accuracy_with_graph
# message: For example,
def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError("empty")
    return (p.flatten().long() == y.flatten().long()).double().mean().item()

# %% item without brackets
# caught by: test_accuracy_kind, test_accuracy_thresholds, test_accuracy_ties, test_accuracy_values, test_accuracy_with_graph
# message: expected a float
def accuracy(p, y, threshold=0.5):
    return ((p.flatten() >= threshold) == (y.flatten() == 1)).float().mean().item

# %% numpy bool minus
# caught by: test_accuracy_kind, test_accuracy_thresholds, test_accuracy_ties, test_accuracy_with_graph
# message: For example, accuracy(
import torch


def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError
    d = (p.detach().flatten() >= threshold).float()
    return 1 - torch.abs(d - y.flatten().to(torch.uint8) * 2 / 2).mean().item() if y.dtype != torch.bool else float((d == y).float().sum())

# %% numpy of graph
# caught by: test_accuracy_with_graph
# message: numpy knows no graphs
def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError("empty")
    import numpy as np

    return float(np.mean((p.numpy().ravel() >= threshold) == (y.numpy().ravel() == 1)))

# %% only class one
# caught by: test_accuracy_kind, test_accuracy_thresholds, test_accuracy_ties, test_accuracy_values, test_accuracy_with_graph
# message: For example,
def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError("empty")
    mask = y == 1
    return (p.flatten()[mask] >= threshold).double().mean().item() if mask.any() else 0.0

# %% in percent
# caught by: test_accuracy_kind, test_accuracy_thresholds, test_accuracy_ties, test_accuracy_values, test_accuracy_with_graph
# message: For example,
def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError("empty")
    return 100 * ((p.flatten() >= threshold) == (y.flatten() == 1)).double().mean().item()

# %% returns a tensor
# caught by: test_accuracy_kind
# message: For example,
def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError("empty")
    return ((p.flatten() >= threshold) == (y.flatten() == 1)).float().mean()

# %% compares all pairs
# caught by: test_accuracy_kind, test_accuracy_thresholds, test_accuracy_ties, test_accuracy_with_graph
# message: For example,
def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError("empty")
    return ((p >= threshold) == (y == 1)).sum().item() / len(y)

# %% mean over all pairs
# caught by: test_accuracy_kind, test_accuracy_thresholds, test_accuracy_ties, test_accuracy_with_graph
# message: For example,
def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError("empty")
    return ((p >= threshold) == (y == 1)).float().mean().item()

# %% integer division
# caught by: test_accuracy_kind, test_accuracy_thresholds, test_accuracy_ties, test_accuracy_values, test_accuracy_with_graph
# message: For example,
def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError("empty")
    return ((p.flatten() >= threshold) == (y.flatten() == 1)).sum().item() // len(y)

# %% nan for no samples
# caught by: test_accuracy_refuses_no_samples
# message: For example, accuracy(
def accuracy(p, y, threshold=0.5):
    return ((p.flatten() >= threshold) == (y.flatten() == 1)).double().mean().item()

# %% 0 for no samples
# caught by: test_accuracy_refuses_no_samples
# message: For example, accuracy(
def accuracy(p, y, threshold=0.5):
    if len(y) == 0:
        return 0.0
    return ((p.flatten() >= threshold) == (y.flatten() == 1)).double().mean().item()

# %% ZeroDivisionError for no samples
# caught by: test_accuracy_refuses_no_samples
# message: For example,
def accuracy(p, y, threshold=0.5):
    right = (p.flatten() >= threshold) == (y.flatten() == 1)
    return right.sum().item() / right.numel()

# %% rounded share
# caught by: test_accuracy_kind, test_accuracy_thresholds, test_accuracy_ties, test_accuracy_values, test_accuracy_with_graph
# message: For example,
def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError("empty")
    return round(((p.flatten() >= threshold) == (y.flatten() == 1)).double().mean().item(), 2)

# %% share to four decimals
# caught by: test_accuracy_kind, test_accuracy_thresholds, test_accuracy_ties, test_accuracy_values, test_accuracy_with_graph
# message: nearly right, but not accurate enough
def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError("empty")
    return round(((p.flatten() >= threshold) == (y.flatten() == 1)).double().mean().item(), 4)

# %% squeezed one sample
# caught by: test_accuracy_kind, test_accuracy_thresholds, test_accuracy_ties, test_accuracy_with_graph
# message: axis
def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError("empty")
    mask = p.squeeze().ge(threshold)
    return sum(bool(a) == bool(b) for a, b in zip(mask, y)) / len(mask)

# %% subtract bool
# caught by: test_accuracy_kind, test_accuracy_thresholds, test_accuracy_ties, test_accuracy_with_graph
# message: convert it to a number type first
def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError("empty")
    return 1 - ((p.flatten() >= threshold).float() - y).abs().mean().item()

# %% threshold ignored
# caught by: test_accuracy_thresholds, test_accuracy_ties
# message: For example,
def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError("empty")
    return ((p.flatten() >= 0.5) == (y.flatten() == 1)).double().mean().item()

# %% threshold in quarters
# caught by: test_accuracy_thresholds
# message: the threshold is rounded
# unnamed: yes
import torch


_real = accuracy
def accuracy(p, y, threshold=0.5):
    return _real(p, y, round(4 * threshold) / 4)

# %% truncated percent
# caught by: test_accuracy_kind, test_accuracy_thresholds, test_accuracy_ties, test_accuracy_values, test_accuracy_with_graph
# message: For example,
def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError("empty")
    return (
        int(100 * ((p.flatten() >= threshold) == (y.flatten() == 1)).double().mean().item()) / 100
    )

# %% zero for single sample
# caught by: test_accuracy_kind, test_accuracy_thresholds, test_accuracy_ties, test_accuracy_with_graph
# message: For example,
# held out: yes
import torch


def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError
    d = (p >= threshold).squeeze().long().tolist()
    d = d if isinstance(d, list) else []
    return sum(a == b for a, b in zip(d, y.long().tolist())) / max(len(d), 1)

# %% asserts that there are samples
# caught by: test_accuracy_refuses_no_samples
# message: must be refused with a ValueError, not with this exception
def accuracy(p, y, threshold=0.5):
    assert len(p) > 0, "empty"
    return (
        torch.eq(
            p.view(-1).ge(threshold) if p.is_contiguous() else p.flatten().ge(threshold), y.bool()
        )
        .float()
        .mean()
        .item()
    )

# %% float32 ties compared as Python floats, counted in fractions
# caught by: test_accuracy_thresholds, test_accuracy_ties
# message: For example, accuracy(
import torch


from fractions import Fraction
from statistics import fmean


def accuracy(p, y, threshold=0.5):
    pairs = list(zip(p.flatten().tolist(), y.flatten().tolist()))
    if not pairs:
        raise ValueError
    hits = [Fraction(int((one >= threshold) == bool(label))) for one, label in pairs]
    return fmean(hits)

# %% float32 ties compared as Python floats
# caught by: test_accuracy_thresholds, test_accuracy_ties
# message: For example, accuracy(
def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError("empty")
    right = 0
    for one, label in zip(p.flatten().tolist(), y.flatten().tolist()):
        right += int(one >= threshold) == int(label)
    return right / y.numel()

# %% tie at one half is class 0
# caught by: test_accuracy_ties
# message: For example, accuracy(
_real = accuracy
def accuracy(p, y, threshold=0.5):
    if threshold == 0.5:
        return _real(p, y, 0.500001)
    return _real(p, y, threshold)

# %% a tolerance for ties
# caught by: test_accuracy_ties
# message: For example,
import torch


def accuracy(p, y, threshold=0.5):
    if not p.numel():
        raise ValueError("no samples")
    p = p.detach().flatten()
    near = torch.isclose(p, torch.full_like(p, threshold))
    decided = (p > threshold) | near
    return int((decided == (y.flatten() == 1)).sum()) / p.numel()
