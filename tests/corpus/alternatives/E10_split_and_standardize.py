# %% argsort of uniform
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    g = torch.Generator().manual_seed(seed)
    rank = torch.rand(len(x), generator=g).argsort().argsort()
    inside = rank < int(train_fraction * len(x) + 0.5)
    if inside.all() or not inside.any():
        raise ValueError("empty side")
    x_train, x_test, y_train, y_test = x[inside], x[~inside], y[inside], y[~inside]
    std, mean = torch.std_mean(x_train, dim=0, correction=0)
    flat = x_train.max(0).values == x_train.min(0).values
    std = std.masked_fill(flat, 1.0)
    scale = lambda t: t.sub(mean).div(std)
    return dict(x_train=scale(x_train), x_test=scale(x_test), y_train=y_train, y_test=y_test, mean=mean, std=std)

# %% clamped
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    train, test = order[:n], order[n:]
    mean, std = x[train].mean(0), x[train].std(0).clamp_min(1e-6)
    return {
        "x_train": (x[train] - mean) / std,
        "y_train": y[train],
        "x_test": (x[test] - mean) / std,
        "y_test": y[test],
        "mean": mean,
        "std": std,
    }

# %% double inside
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n_train = round(len(x) * train_fraction)
    if n_train == 0 or n_train >= len(x):
        raise ValueError
    torch.manual_seed(seed)
    order = torch.randperm(len(x))
    wide = x.double()[order]
    mean = wide[:n_train].mean(0)
    std = (wide[:n_train] - mean).square().mean(0).sqrt()
    std = torch.where(std < 1e-12 * mean.abs() + 1e-12, torch.ones_like(std), std)
    z = ((wide - mean) / std).to(x.dtype)
    return {
        "x_train": z[:n_train], "x_test": z[n_train:], "y_train": y[order][:n_train],
        "y_test": y[order][n_train:], "mean": mean.to(x.dtype), "std": std.to(x.dtype),
    }

# %% eps added
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    train, test = order[:n], order[n:]
    mean, std = x[train].mean(0), x[train].std(0) + 1e-8
    return {
        "x_train": (x[train] - mean) / std,
        "y_train": y[train],
        "x_test": (x[test] - mean) / std,
        "y_test": y[test],
        "mean": mean,
        "std": std,
    }

# %% eps tiny
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    train, test = order[:n], order[n:]
    std, mean = torch.std_mean(x[train], dim=0, correction=0)
    std = torch.clamp(std, min=1e-12)
    return {
        "x_train": (x[train] - mean) / std,
        "y_train": y[train],
        "x_test": (x[test] - mean) / std,
        "y_test": y[test],
        "mean": mean,
        "std": std,
    }

# %% a sample of row numbers and its complement
def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    import random

    n = len(x)
    k = math_floor(n * train_fraction + 1e-9)
    if k in (0, n) or not 0 < k < n:
        raise ValueError("an empty side")
    taken = torch.zeros(n, dtype=torch.bool)
    taken[random.Random(f"split {seed}").sample(range(n), k)] = True
    mean = x[taken].sum(dim=0) / k
    middle = x[taken] - mean
    std = (middle.square().sum(dim=0) / k).sqrt()
    flat = (x[taken].max(dim=0).values - x[taken].min(dim=0).values) == 0
    std[flat] = 1.0
    return {
        "x_train": middle / std,
        "x_test": x[~taken].sub(mean).div(std),
        "y_train": y[taken],
        "y_test": y[~taken],
        "mean": mean,
        "std": std,
    }


from math import floor as math_floor

# %% global seed
import math

import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = math.floor(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError
    order = (torch.manual_seed(seed), torch.randperm(len(x)))[1]
    train, test = order[:n], order[n:]
    mean = x[train].mean(dim=0)
    std = x[train].std(dim=0)
    std[std < 1e-6] = 1.0
    return {
        "x_train": (x[train] - mean) / std,
        "y_train": y[train],
        "x_test": (x[test] - mean) / std,
        "y_test": y[test],
        "mean": mean,
        "std": std,
    }

# %% tiny std raised to 1e-8
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    train, test = order[:n], order[n:]
    mean, std = x[train].mean(dim=0), x[train].std(dim=0)
    std = torch.where(std < 1e-8, torch.tensor(1e-8, dtype=x.dtype), std)
    return {
        "x_train": (x[train] - mean) / std,
        "y_train": y[train],
        "x_test": (x[test] - mean) / std,
        "y_test": y[test],
        "mean": mean,
        "std": std,
    }

# %% boolean masks
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = int(len(x) * train_fraction)
    if n == 0 or n >= len(x):
        raise ValueError
    mask = torch.zeros(len(x), dtype=torch.bool)
    mask[torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))[:n]] = True
    train, test = mask, ~mask
    mean, std = x[mask].mean(0), x[mask].std(0, unbiased=False)
    std = std + (std == 0)
    return {
        "x_train": (x[train] - mean) / std,
        "y_train": y[train],
        "x_test": (x[test] - mean) / std,
        "y_test": y[test],
        "mean": mean,
        "std": std,
    }

# %% constant columns by amax and amin
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    train, test = order[:n], order[n:]
    mean, std = x[train].mean(0), x[train].std(0)
    std = torch.where(x[train].amax(0) == x[train].amin(0), torch.ones_like(std), std)
    return {
        "x_train": (x[train] - mean) / std,
        "y_train": y[train],
        "x_test": (x[test] - mean) / std,
        "y_test": y[test],
        "mean": mean,
        "std": std,
    }

# %% numpy order
import numpy as np
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError
    order = torch.from_numpy(np.random.default_rng(seed).permutation(len(x)))
    train, test = order[:n], order[n:]
    mean = x[train].mean(dim=0)
    std = x[train].std(dim=0)
    std[std < 1e-6] = 1.0
    return {
        "x_train": (x[train] - mean) / std,
        "y_train": y[train],
        "x_test": (x[test] - mean) / std,
        "y_test": y[test],
        "mean": mean,
        "std": std,
    }

# %% numpy statistics
import numpy as np
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    train, test = order[:n], order[n:]
    mean = torch.as_tensor(x[train].numpy().mean(axis=0))
    std = torch.as_tensor(np.maximum(x[train].numpy().std(axis=0), 1e-6))
    return {
        "x_train": (x[train] - mean) / std,
        "y_train": y[train],
        "x_test": (x[test] - mean) / std,
        "y_test": y[test],
        "mean": mean,
        "std": std,
    }

# %% random split
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    from torch.utils.data import TensorDataset, random_split
    n = int(len(x) * train_fraction)
    if n == 0 or n >= len(x):
        raise ValueError("one side is empty")
    a, b = random_split(TensorDataset(x, y), [n, len(x) - n], generator=torch.Generator().manual_seed(seed))
    (xa, ya), (xb, yb) = (x[a.indices], y[a.indices]), (x[b.indices], y[b.indices])
    s, m = torch.std_mean(xa, dim=0, correction=0)
    s = torch.where(xa.max(0).values.eq(xa.min(0).values), 1.0, s).to(x.dtype)
    return {"mean": m, "std": s, "x_train": (xa - m) / s, "x_test": (xb - m) / s, "y_train": ya, "y_test": yb}

# %% relative guard
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    train, test = order[:n], order[n:]
    mean = x[train].mean(dim=0)
    std = x[train].std(dim=0)
    std = torch.where(std > 1e-5 * (1 + mean.abs()), std, torch.ones_like(std))
    return {
        "x_train": (x[train] - mean) / std,
        "y_train": y[train],
        "x_test": (x[test] - mean) / std,
        "y_test": y[test],
        "mean": mean,
        "std": std,
    }

# %% set of indices
import torch


import random


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = len(x)
    k = int(n * train_fraction + 1e-9)
    if k == 0 or k == n:
        raise ValueError("one side is empty")
    chosen = set(random.Random(seed).sample(range(n), k))
    a = [i for i in range(n) if i in chosen]
    b = [i for i in range(n) if i not in chosen]
    mean = x[a].sum(0) / k
    centred = x - mean
    std = torch.linalg.vector_norm(centred[a], dim=0) / max(k - 1, 1) ** 0.5
    std = torch.where((x[a] == x[a][:1]).all(0), torch.ones_like(std), std)
    z = centred / std
    return {"mean": mean, "std": std, "x_train": z[a], "x_test": z[b], "y_train": y[a], "y_test": y[b]}

# %% sorted indices
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    train, test = order[:n].sort().values, order[n:].sort().values
    mean = x[train].mean(dim=0)
    std = x[train].std(dim=0)
    std[std < 1e-6] = 1.0
    return {
        "x_train": (x[train] - mean) / std,
        "y_train": y[train],
        "x_test": (x[test] - mean) / std,
        "y_test": y[test],
        "mean": mean,
        "std": std,
    }

# %% std zero is one
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    train, test = order[:n], order[n:]
    mean, std = x[train].mean(0), x[train].std(0)
    std[std == 0] = 1
    return {
        "x_train": (x[train] - mean) / std,
        "y_train": y[train],
        "x_test": (x[test] - mean) / std,
        "y_test": y[test],
        "mean": mean,
        "std": std,
    }

# %% test first
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    test, train = order[: len(x) - n], order[len(x) - n :]
    mean = x[train].mean(dim=0)
    std = x[train].std(dim=0)
    std[std < 1e-6] = 1.0
    return {
        "x_train": (x[train] - mean) / std,
        "y_train": y[train],
        "x_test": (x[test] - mean) / std,
        "y_test": y[test],
        "mean": mean,
        "std": std,
    }

# %% torch split
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n_train = round(len(x) * train_fraction)
    sizes = [n_train, len(x) - n_train]
    if min(sizes) <= 0:
        raise ValueError(sizes)
    g = torch.Generator()
    g.manual_seed(seed)
    train, test = torch.split(torch.randperm(len(x), generator=g), sizes)
    xs = [torch.index_select(x, 0, i) for i in (train, test)]
    ys = [torch.gather(y, 0, i) for i in (train, test)]
    mean = xs[0].mean(0)
    std = xs[0].std(0) if n_train > 1 else torch.zeros_like(mean)
    std = torch.where(std > 1e-6 * (1 + mean.abs()), std, torch.ones_like(std))
    zs = [(t - mean) / std for t in xs]
    return {"x_train": zs[0], "x_test": zs[1], "y_train": ys[0], "y_test": ys[1], "mean": mean, "std": std}

# %% var root
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    train, test = order[:n], order[n:]
    mean = x[train].sum(0) / n
    std = ((x[train] - mean) ** 2).mean(0).sqrt()
    std = torch.where(std == 0, 1.0, std).to(x.dtype)
    return {
        "x_train": (x[train] - mean) / std,
        "y_train": y[train],
        "x_test": (x[test] - mean) / std,
        "y_test": y[test],
        "mean": mean,
        "std": std,
    }
