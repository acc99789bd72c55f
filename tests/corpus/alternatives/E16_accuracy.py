# %% a mask, counted
def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError("empty")
    mask = p.ge(threshold).float().squeeze(-1) if p.dim() > 1 else p.ge(threshold).float()
    correct = (mask == y).sum()
    return correct.item() / y.size(0)

# %% bucketize
def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError("empty")
    d = torch.bucketize(p.detach().flatten(), torch.tensor([threshold], dtype=p.dtype), right=True)
    return float((d == y.long()).double().mean())

# %% confusion counts
def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError("empty")
    d = (p.flatten() >= threshold).long()
    t = y.flatten().long()
    table = torch.bincount(2 * t + d, minlength=4)
    return float(table[0] + table[3]) / int(table.sum())

# %% confusion matrix
def accuracy(p, y, threshold=0.5):
    if p.shape[0] == 0:
        raise ValueError("nothing to count")
    cell = 2 * y.flatten().long() + (p.flatten() >= threshold).long()
    table = torch.bincount(cell, minlength=4).reshape(2, 2)
    return table.trace().item() / table.sum().item()

# %% error subtracted
def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError("empty")
    return 1.0 - (p.reshape(-1).ge(threshold) ^ y.reshape(-1).bool()).sum().item() / p.shape[0]

# %% where inside no_grad
def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError("empty")
    with torch.no_grad():
        pred = torch.where(p.flatten() >= threshold, 1, 0)
    return pred.eq(y).sum().true_divide(y.numel()).item()

# %% count of the wrong ones
import torch


def accuracy(p, y, threshold=0.5):
    n = y.numel()
    if not n:
        raise ValueError
    decided = torch.where(p.detach().view(-1) < threshold, 0, 1)
    wrong = torch.count_nonzero(decided ^ y.view(-1).to(torch.int64))
    return 1.0 - int(wrong) / n

# %% numpy mean
import torch


import numpy as np


def accuracy(p, y, threshold=0.5):
    p, y = p.detach().numpy().ravel(), y.detach().numpy().ravel()
    if p.size == 0:
        raise ValueError("no samples")
    return np.mean((p >= threshold) == y.astype(bool))

# %% numpy number
def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError("empty")
    import numpy as np

    d = p.detach().numpy().ravel() >= threshold
    return np.mean(d == y.numpy().ravel().astype(bool))

# %% threshold subtracted
def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError("empty")
    return ((p.flatten() - threshold >= 0).int() == y.int()).sum().item() / len(p)

# %% table by bincount
import torch


def accuracy(p, y, threshold=0.5):
    d = p.detach().reshape(-1).ge(threshold).long()
    if d.numel() < 1:
        raise ValueError("empty")
    table = torch.bincount(2 * d + y.reshape(-1).long(), minlength=4)
    return float((table[0] + table[3]).double() / table.sum())
