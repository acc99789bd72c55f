# %% coin per row
# caught by: test_split_and_standardize_refuses_an_empty_side, test_split_and_standardize_sizes
# message: For example,
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    g = torch.Generator().manual_seed(seed)
    a = torch.rand(len(x), generator=g) < train_fraction
    b = ~a
    if not a.any() or not b.any():
        raise ValueError("empty side")
    mean, std = x[a].mean(0), x[a].std(0, correction=0)
    std = torch.where(x[a].amax(0) == x[a].amin(0), torch.ones_like(std), std)
    return {
        "x_train": (x[a] - mean) / std, "x_test": (x[b] - mean) / std,
        "y_train": y[a], "y_test": y[b], "mean": mean, "std": std,
    }

# %% generator lives on
# caught by: test_split_and_standardize_repeats_with_its_seed
# message: For example,
import torch


_generators = {}


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = int(round(len(x) * train_fraction))
    if n < 1 or n >= len(x):
        raise ValueError("empty side")
    g = _generators.setdefault(seed, torch.Generator().manual_seed(seed))
    order = torch.randperm(len(x), generator=g)
    a, b = order[0:n], order[n:]
    xa, xb = x[a], x[b]
    mean, std = xa.mean(0), xa.std(0, correction=0)
    std = torch.where(xa.amax(0) == xa.amin(0), torch.ones_like(std), std)
    return dict(
        x_train=(xa - mean) / std,
        x_test=(xb - mean) / std,
        y_train=y[a],
        y_test=y[b],
        mean=mean,
        std=std,
    )

# %% std from all rows
# caught by: test_split_and_standardize_scales_by_the_train_side
# message: For example,
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError("empty side")
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    a, b = order[:n], order[n:]
    mean, std = x[a].mean(0), x.std(0, correction=0)
    std = torch.where(x.amax(0) == x.amin(0), torch.ones_like(std), std)
    return {
        "x_train": (x[a] - mean) / std, "x_test": (x[b] - mean) / std,
        "y_train": y[a], "y_test": y[b], "mean": mean, "std": std,
    }

# %% std returned raw
# caught by: test_split_and_standardize_survives_a_constant_column
# message: For example,
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError("empty side")
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    a, b = order[:n], order[n:]
    mean = x[a].mean(0)
    std = x[a].std(0, correction=0)
    constant = x[a].amax(0) == x[a].amin(0)
    std = torch.where(constant, torch.zeros_like(std), std)
    safe = torch.where(constant, torch.ones_like(std), std)
    return {
        "x_train": (x[a] - mean) / safe, "x_test": (x[b] - mean) / safe,
        "y_train": y[a], "y_test": y[b], "mean": mean, "std": std,
    }

# %% returns the variance
# caught by: test_split_and_standardize_scales_by_the_train_side
# message: For example,
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    train, test = order[:n], order[n:]
    mean, std = x[train].mean(dim=0), x[train].var(dim=0)
    std[std < 1e-6] = 1.0
    return {
        "x_train": (x[train] - mean) / std,
        "y_train": y[train],
        "x_test": (x[test] - mean) / std,
        "y_test": y[test],
        "mean": mean,
        "std": std,
    }

# %% divides by var
# caught by: test_split_and_standardize_keeps_every_sample_with_its_label
# message: For example,
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    train, test = order[:n], order[n:]
    mean = x[train].mean(dim=0)
    std = x[train].std(dim=0)
    std[std < 1e-6] = 1.0
    return {
        "x_train": (x[train] - mean) / std**2,
        "y_train": y[train],
        "x_test": (x[test] - mean) / std**2,
        "y_test": y[test],
        "mean": mean,
        "std": std,
    }

# %% only shifted
# caught by: test_split_and_standardize_keeps_every_sample_with_its_label
# message: For example,
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    train, test = order[:n], order[n:]
    mean = x[train].mean(dim=0)
    std = x[train].std(dim=0)
    std[std < 1e-6] = 1.0
    return {
        "x_train": (x[train] - mean),
        "y_train": y[train],
        "x_test": (x[test] - mean),
        "y_test": y[test],
        "mean": mean,
        "std": std,
    }

# %% not shifted
# caught by: test_split_and_standardize_keeps_every_sample_with_its_label
# message: For example,
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    train, test = order[:n], order[n:]
    mean = x[train].mean(dim=0)
    std = x[train].std(dim=0)
    std[std < 1e-6] = 1.0
    return {
        "x_train": x[train] / std,
        "y_train": y[train],
        "x_test": x[test] / std,
        "y_test": y[test],
        "mean": mean,
        "std": std,
    }

# %% sorts the columns
# caught by: test_split_and_standardize_keeps_every_sample_with_its_label
# message: x * std + mean does not give the samples back.
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    train, test = order[:n], order[n:]
    mean = x[train].mean(dim=0)
    std = x[train].std(dim=0)
    std[std < 1e-6] = 1.0
    return {
        "x_train": x[train] / std - mean,
        "y_train": y[train],
        "x_test": x[test] / std - mean,
        "y_test": y[test],
        "mean": mean,
        "std": std,
    }

# %% scales to 0 and 1
# caught by: test_split_and_standardize_scales_by_the_train_side
# message: For example,
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    train, test = order[:n], order[n:]
    mean = x[train].amin(dim=0)
    std = x[train].amax(dim=0) - mean
    std[std < 1e-6] = 1.0
    return {
        "x_train": (x[train] - mean) / std,
        "y_train": y[train],
        "x_test": (x[test] - mean) / std,
        "y_test": y[test],
        "mean": mean,
        "std": std,
    }

# %% divides by the range
# caught by: test_split_and_standardize_scales_by_the_train_side
# message: For example,
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    train, test = order[:n], order[n:]
    mean = x[train].mean(dim=0)
    std = x[train].amax(dim=0) - x[train].amin(dim=0)
    std[std < 1e-6] = 1.0
    return {
        "x_train": (x[train] - mean) / std,
        "y_train": y[train],
        "x_test": (x[test] - mean) / std,
        "y_test": y[test],
        "mean": mean,
        "std": std,
    }

# %% median in place of mean
# caught by: test_split_and_standardize_scales_by_the_train_side
# message: For example,
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    train, test = order[:n], order[n:]
    mean, std = x[train].median(dim=0).values, x[train].std(dim=0)
    std[std < 1e-6] = 1.0
    return {
        "x_train": (x[train] - mean) / std,
        "y_train": y[train],
        "x_test": (x[test] - mean) / std,
        "y_test": y[test],
        "mean": mean,
        "std": std,
    }

# %% statistics after scaling
# caught by: test_split_and_standardize_keeps_every_sample_with_its_label
# message: For example,
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    train, test = order[:n], order[n:]
    mean = x[train].mean(dim=0)
    std = x[train].std(dim=0)
    std[std < 1e-6] = 1.0
    return {
        "x_train": (x[train] - mean) / std,
        "y_train": y[train],
        "x_test": (x[test] - mean) / std,
        "y_test": y[test],
        "mean": 0 * mean,
        "std": std / std,
    }

# %% always one seed
# caught by: test_split_and_standardize_repeats_with_its_seed
# message: use the seed
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(0))
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

# %% not seeded
# caught by: test_split_and_standardize_repeats_with_its_seed
# message: For example,
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError
    order = torch.randperm(len(x))
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

# %% sizes exchanged
# caught by: test_split_and_standardize_sizes
# message: For example,
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    test, train = order[:n], order[n:]
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

# %% fixed fraction
# caught by: test_split_and_standardize_sizes
# message: train_fraction
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * 0.8)
    if not 0 < round(len(x) * train_fraction) < len(x):
        raise ValueError
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
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

# %% size rounded up
# caught by: test_split_and_standardize_sizes
# message: train_fraction rows
import math

import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = math.ceil(len(x) * train_fraction)
    if not 0 < round(len(x) * train_fraction) < len(x):
        raise ValueError
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
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

# %% refuses nothing
# caught by: test_split_and_standardize_refuses_an_empty_side
# message: split_and_standardize returned a dict of 6 where it should refuse:
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
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

# %% only fraction
# caught by: test_split_and_standardize_refuses_an_empty_side
# message: split_and_standardize returned a dict of 6 where it should refuse:
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < train_fraction < 1:
        raise ValueError
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
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

# %% only test side
# caught by: test_split_and_standardize_refuses_an_empty_side
# message: split_and_standardize returned a dict of 6 where it should refuse:
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if n >= len(x):
        raise ValueError
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
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

# %% x changed in place
# caught by: test_split_and_standardize_leaves_its_arguments_alone
# message: changed
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    train, test = order[:n], order[n:]
    mean, std = x[train].mean(dim=0), x[train].std(dim=0)
    std[std < 1e-6] = 1.0
    x -= mean
    x /= std
    return {
        "x_train": x[train],
        "y_train": y[train],
        "x_test": x[test],
        "y_test": y[test],
        "mean": mean,
        "std": std,
    }

# %% shuffles in place
# caught by: test_split_and_standardize_leaves_its_arguments_alone
# message: changed
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    train, test = slice(0, n), slice(n, None)
    x[:], y[:] = x[order].clone(), y[order].clone()
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

# %% float labels
# caught by: test_split_and_standardize_keeps_dtypes
# message: For example,
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    train, test = order[:n], order[n:]
    mean = x[train].mean(dim=0)
    std = x[train].std(dim=0)
    std[std < 1e-6] = 1.0
    return {
        "x_train": (x[train] - mean) / std,
        "y_train": y[train].float(),
        "x_test": (x[test] - mean) / std,
        "y_test": y[test].float(),
        "mean": mean,
        "std": std,
    }

# %% always float32
# caught by: test_split_and_standardize_keeps_dtypes
# message: float64
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError
    x = x.float()
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
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

# %% column labels
# caught by: test_split_and_standardize_keeps_every_sample_with_its_label
# message: For example,
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    train, test = order[:n], order[n:]
    mean = x[train].mean(dim=0)
    std = x[train].std(dim=0)
    std[std < 1e-6] = 1.0
    return {
        "x_train": (x[train] - mean) / std,
        "y_train": y[train].unsqueeze(1),
        "x_test": (x[test] - mean) / std,
        "y_test": y[test].unsqueeze(1),
        "mean": mean,
        "std": std,
    }

# %% missing key
# caught by: test_split_and_standardize_keeps_every_sample_with_its_label
# message: std
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
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
    }

# %% returns a tuple
# caught by: test_split_and_standardize_keeps_every_sample_with_its_label
# message: dict
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    train, test = order[:n], order[n:]
    mean = x[train].mean(dim=0)
    std = x[train].std(dim=0)
    std[std < 1e-6] = 1.0
    return x[train], y[train], x[test], y[test], mean, std

# %% column statistics
# caught by: test_split_and_standardize_keeps_every_sample_with_its_label
# message: For example,
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    train, test = order[:n], order[n:]
    mean, std = x[train].mean(dim=0, keepdim=True), x[train].std(dim=0, keepdim=True)
    std[std < 1e-6] = 1.0
    return {
        "x_train": (x[train] - mean) / std,
        "y_train": y[train],
        "x_test": (x[test] - mean) / std,
        "y_test": y[test],
        "mean": mean,
        "std": std,
    }

# %% class kept apart
# caught by: test_split_and_standardize_mixes_the_classes
# message: For example,
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed)).sort().values
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

# %% labels sorted
# caught by: test_split_and_standardize_keeps_every_sample_with_its_label
# message: different orders
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    train, test = order[:n], order[n:]
    mean = x[train].mean(dim=0)
    std = x[train].std(dim=0)
    std[std < 1e-6] = 1.0
    return {
        "x_train": (x[train] - mean) / std,
        "y_train": y[train].sort().values,
        "x_test": (x[test] - mean) / std,
        "y_test": y[test],
        "mean": mean,
        "std": std,
    }

# %% no shuffle
# caught by: test_split_and_standardize_mixes_the_classes
# message: shuffle
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError
    order = torch.arange(len(x))
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

# %% every fifth
# caught by: test_split_and_standardize_repeats_with_its_seed
# message: use the seed
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = len(x) - len(x) // 5 if 0 < train_fraction < 1 else round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError
    order = torch.arange(len(x))
    train, test = order[torch.arange(len(x)) % 5 != 4], order[torch.arange(len(x)) % 5 == 4]
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

# %% shuffles after
# caught by: test_split_and_standardize_mixes_the_classes
# message: shuffle
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError
    order = torch.arange(len(x))
    g = torch.Generator().manual_seed(seed)
    train = order[:n][torch.randperm(n, generator=g)]
    test = order[n:][torch.randperm(len(x) - n, generator=g)]
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

# %% two permutations
# caught by: test_split_and_standardize_keeps_every_sample_with_its_label
# message: different orders
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    train, test = order[:n], order[n:]
    mean = x[train].mean(dim=0)
    std = x[train].std(dim=0)
    std[std < 1e-6] = 1.0
    return {
        "x_train": (x[train] - mean) / std,
        "y_train": y[torch.randperm(len(x))][:n],
        "x_test": (x[test] - mean) / std,
        "y_test": y[test],
        "mean": mean,
        "std": std,
    }

# %% y not shuffled
# caught by: test_split_and_standardize_keeps_every_sample_with_its_label
# message: different orders
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    train, test = order[:n], order[n:]
    mean = x[train].mean(dim=0)
    std = x[train].std(dim=0)
    std[std < 1e-6] = 1.0
    return {
        "x_train": (x[train] - mean) / std,
        "y_train": y[:n],
        "x_test": (x[test] - mean) / std,
        "y_test": y[n:],
        "mean": mean,
        "std": std,
    }

# %% randint repeats rows
# caught by: test_split_and_standardize_keeps_every_sample_with_its_label
# message: twice
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError
    order = torch.randint(len(x), (len(x),), generator=torch.Generator().manual_seed(seed))
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

# %% sides overlap
# caught by: test_split_and_standardize_keeps_every_sample_with_its_label
# message: both sides
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    train, test = order[:n], order[n - 1 :]
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

# %% lost row
# caught by: test_split_and_standardize_keeps_every_sample_with_its_label
# message: neither
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    train, test = order[:n], order[n + 1 :]
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

# %% test from all
# caught by: test_split_and_standardize_keeps_every_sample_with_its_label
# message: For example,
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    train, test = order[:n], torch.randperm(len(x))[n:]
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

# %% statistics of all
# caught by: test_split_and_standardize_scales_by_the_train_side
# message: For example,
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    train, test = order[:n], order[n:]
    mean, std = x.mean(dim=0), x.std(dim=0)
    std[std < 1e-6] = 1.0
    return {
        "x_train": (x[train] - mean) / std,
        "y_train": y[train],
        "x_test": (x[test] - mean) / std,
        "y_test": y[test],
        "mean": mean,
        "std": std,
    }

# %% scaled before split
# caught by: test_split_and_standardize_scales_by_the_train_side
# message: For example,
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    train, test = order[:n], order[n:]
    mean, std = x.mean(0), x.std(0, correction=0).clamp(min=1e-6)
    return {
        "x_train": (x[train] - mean) / std,
        "y_train": y[train],
        "x_test": (x[test] - mean) / std,
        "y_test": y[test],
        "mean": mean,
        "std": std,
    }

# %% mean of all
# caught by: test_split_and_standardize_scales_by_the_train_side
# message: For example,
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    train, test = order[:n], order[n:]
    mean, std = x.mean(dim=0), x[train].std(dim=0)
    std[std < 1e-6] = 1.0
    return {
        "x_train": (x[train] - mean) / std,
        "y_train": y[train],
        "x_test": (x[test] - mean) / std,
        "y_test": y[test],
        "mean": mean,
        "std": std,
    }

# %% test by itself
# caught by: test_split_and_standardize_keeps_every_sample_with_its_label
# message: For example,
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    train, test = order[:n], order[n:]
    mean = x[train].mean(dim=0)
    std = x[train].std(dim=0)
    std[std < 1e-6] = 1.0
    return {
        "x_train": (x[train] - mean) / std,
        "y_train": y[train],
        "x_test": (x[test] - x[test].mean(0)) / (x[test].std(0) + 1e-6),
        "y_test": y[test],
        "mean": mean,
        "std": std,
    }

# %% test unscaled
# caught by: test_split_and_standardize_keeps_every_sample_with_its_label
# message: For example,
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    train, test = order[:n], order[n:]
    mean = x[train].mean(dim=0)
    std = x[train].std(dim=0)
    std[std < 1e-6] = 1.0
    return {
        "x_train": (x[train] - mean) / std,
        "y_train": y[train],
        "x_test": x[test],
        "y_test": y[test],
        "mean": mean,
        "std": std,
    }

# %% nothing scaled
# caught by: test_split_and_standardize_keeps_every_sample_with_its_label
# message: For example,
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    train, test = order[:n], order[n:]
    mean = x[train].mean(dim=0)
    std = x[train].std(dim=0)
    std[std < 1e-6] = 1.0
    return {
        "x_train": x[train],
        "y_train": y[train],
        "x_test": x[test],
        "y_test": y[test],
        "mean": mean,
        "std": std,
    }

# %% returned unscaled neutral
# caught by: test_split_and_standardize_keeps_every_sample_with_its_label
# message: scale them
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    train, test = order[:n], order[n:]
    mean = x[train].mean(dim=0)
    std = x[train].std(dim=0)
    std[std < 1e-6] = 1.0
    return {
        "x_train": x[train],
        "y_train": y[train],
        "x_test": x[test],
        "y_test": y[test],
        "mean": 0 * mean,
        "std": 0 * std + 1,
    }

# %% no guard for constant columns
# caught by: test_split_and_standardize_survives_a_constant_column
# message: constant
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    train, test = order[:n], order[n:]
    mean, std = x[train].mean(dim=0), x[train].std(dim=0)
    return {
        "x_train": (x[train] - mean) / std,
        "y_train": y[train],
        "x_test": (x[test] - mean) / std,
        "y_test": y[test],
        "mean": mean,
        "std": std,
    }

# %% guard drops column
# caught by: test_split_and_standardize_survives_a_constant_column
# message: For example,
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    train, test = order[:n], order[n:]
    mean, std = x[train].mean(dim=0), x[train].std(dim=0)
    if (std < 1e-6).any():
        std = torch.ones_like(std)
    return {
        "x_train": (x[train] - mean) / std,
        "y_train": y[train],
        "x_test": (x[test] - mean) / std,
        "y_test": y[test],
        "mean": mean,
        "std": std,
    }

# %% global statistics
# caught by: test_split_and_standardize_keeps_every_sample_with_its_label
# message: For example,
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    train, test = order[:n], order[n:]
    mean, std = x[train].mean(), x[train].std()
    return {
        "x_train": (x[train] - mean) / std,
        "y_train": y[train],
        "x_test": (x[test] - mean) / std,
        "y_test": y[test],
        "mean": mean,
        "std": std,
    }

# %% row statistics
# caught by: test_split_and_standardize_keeps_every_sample_with_its_label
# message: For example,
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    train, test = order[:n], order[n:]
    mean, std = x[train].mean(dim=1), x[train].std(dim=1)
    return {
        "x_train": (x[train] - mean.mean()) / std.mean(),
        "y_train": y[train],
        "x_test": (x[test] - mean.mean()) / std.mean(),
        "y_test": y[test],
        "mean": mean,
        "std": std,
    }

# %% global expanded
# caught by: test_split_and_standardize_scales_by_the_train_side
# message: For example,
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    train, test = order[:n], order[n:]
    mean = x[train].mean().repeat(x.shape[1])
    std = x[train].std().repeat(x.shape[1])
    return {
        "x_train": (x[train] - mean) / std,
        "y_train": y[train],
        "x_test": (x[test] - mean) / std,
        "y_test": y[test],
        "mean": mean,
        "std": std,
    }

# %% int floor one less
# caught by: test_split_and_standardize_sizes, test_split_and_standardize_refuses_an_empty_side
# message: does not hold N * train_fraction rows
# held out: yes
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = int(len(x) * train_fraction) - 1
    if not 0 < n < len(x):
        raise ValueError
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    a, b = order[:n], order[n:]
    mean, std = x[a].mean(0), x[a].std(0).clamp(min=1e-6)
    return {"x_train": (x[a] - mean) / std, "y_train": y[a], "x_test": (x[b] - mean) / std, "y_test": y[b], "mean": mean, "std": std}

# %% keepdim statistics
# caught by: test_split_and_standardize_keeps_every_sample_with_its_label, test_split_and_standardize_scales_by_the_train_side, test_split_and_standardize_mixes_the_classes, test_split_and_standardize_survives_a_constant_column, test_split_and_standardize_keeps_dtypes
# message: "mean" is a float32 tensor of shape (1, 3), expected shape (3,).
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    a, b = order[:n], order[n:]
    mean, std = x[a].mean(0, keepdim=True), x[a].std(0, keepdim=True).clamp(min=1e-6)
    return {"x_train": (x[a] - mean) / std, "y_train": y[a], "x_test": (x[b] - mean) / std, "y_test": y[b], "mean": mean, "std": std}

# %% returns a std of zero
# caught by: test_split_and_standardize_survives_a_constant_column
# message: For example,
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    a, b = order[:n], order[n:]
    mean, std = x[a].mean(0), x[a].std(0)
    f = lambda t: torch.where(std > 0, (t - mean) / std, t)
    return {"x_train": f(x[a]), "y_train": y[a], "x_test": f(x[b]), "y_test": y[b], "mean": mean, "std": std}

# %% sorts by first column
# caught by: test_split_and_standardize_mixes_the_classes
# message: For example,
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError
    order = x[:, 0].argsort()
    order = order.roll(seed)
    a, b = order[:n], order[n:]
    mean, std = x[a].mean(0), x[a].std(0).clamp(min=1e-6)
    return {"x_train": (x[a] - mean) / std, "y_train": y[a], "x_test": (x[b] - mean) / std, "y_test": y[b], "mean": mean, "std": std}

# %% std plus one
# caught by: test_split_and_standardize_scales_by_the_train_side
# message: For example,
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    a, b = order[:n], order[n:]
    mean, std = x[a].mean(0), x[a].std(0) + 1
    return {"x_train": (x[a] - mean) / std, "y_train": y[a], "x_test": (x[b] - mean) / std, "y_test": y[b], "mean": mean, "std": std}

# %% std reported differs
# caught by: test_split_and_standardize_keeps_every_sample_with_its_label, test_split_and_standardize_scales_by_the_train_side, test_split_and_standardize_mixes_the_classes, test_split_and_standardize_survives_a_constant_column, test_split_and_standardize_keeps_dtypes
# message: For example,
# held out: yes
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    a, b = order[:n], order[n:]
    mean, std = x[a].mean(0), x[a].std(0).clamp(min=1e-6)
    return {"x_train": (x[a] - mean) / std, "y_train": y[a], "x_test": (x[b] - mean) / std, "y_test": y[b], "mean": mean, "std": std ** 2}

# %% test includes boundary twice
# caught by: test_split_and_standardize_keeps_every_sample_with_its_label, test_split_and_standardize_scales_by_the_train_side, test_split_and_standardize_mixes_the_classes, test_split_and_standardize_survives_a_constant_column, test_split_and_standardize_keeps_dtypes
# message: For example,
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    a, b = order[:n], order[n - 1:]
    mean, std = x[a].mean(0), x[a].std(0).clamp(min=1e-6)
    return {"x_train": (x[a] - mean) / std, "y_train": y[a], "x_test": (x[b] - mean) / std, "y_test": y[b], "mean": mean, "std": std}

# %% test mean for test
# caught by: test_split_and_standardize_keeps_every_sample_with_its_label, test_split_and_standardize_scales_by_the_train_side, test_split_and_standardize_mixes_the_classes, test_split_and_standardize_survives_a_constant_column, test_split_and_standardize_keeps_dtypes
# message: For example,
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    a, b = order[:n], order[n:]
    mean, std = x[a].mean(0), x[a].std(0).clamp(min=1e-6)
    return {"x_train": (x[a] - mean) / std, "y_train": y[a], "x_test": (x[b] - x[b].mean(0)) / std, "y_test": y[b], "mean": mean, "std": std}

# %% asserts that no side is empty
# caught by: test_split_and_standardize_refuses_an_empty_side
# message: must be refused with a ValueError, not with this exception
def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = int(round(train_fraction * len(x)))  # noqa: RUF046
    assert 0 < n < len(x)
    order = list(range(len(x)))
    __import__("random").Random(seed).shuffle(order)
    train, test = order[:n], order[n:]
    mean, std = x[train].mean(dim=0), x[train].std(dim=0)
    std[std < 1e-6] = 1.0
    return {
        "x_train": (x[train] - mean) / std,
        "y_train": y[train],
        "x_test": (x[test] - mean) / std,
        "y_test": y[test],
        "mean": mean,
        "std": std,
    }

# %% a key too many
# caught by: test_split_and_standardize_keeps_dtypes
# message: and no others
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if n < 1 or len(x) - n < 1:
        raise ValueError
    order = torch.argsort(torch.rand(len(x), generator=torch.Generator().manual_seed(seed)))
    x, y = x[order], y[order]
    mean, std = x[:n].mean(0), x[:n].std(0)
    safe = torch.where(std > 0, std, torch.ones_like(std))
    z = (x - mean) / safe
    return dict(x_train=z[:n], x_test=z[n:], y_train=y[:n], y_test=y[n:], mean=mean, std=safe, n=n)  # noqa: C408

# %% splits class by class
# caught by: test_split_and_standardize_sizes
# message: For example,
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    g = torch.Generator().manual_seed(seed)
    if not 0 < round(len(x) * train_fraction) < len(x):
        raise ValueError
    train, test = [], []
    for label in y.unique():
        rows = torch.nonzero(y == label).flatten()
        rows = rows[torch.randperm(len(rows), generator=g)]
        n = round(len(rows) * train_fraction)
        train.append(rows[:n])
        test.append(rows[n:])
    train, test = torch.cat(train), torch.cat(test)
    mean, std = x[train].mean(0), x[train].std(0)
    std = torch.where(std > 1e-7, std, torch.ones_like(std))
    return {
        "x_train": (x[train] - mean) / std,
        "y_train": y[train],
        "x_test": (x[test] - mean) / std,
        "y_test": y[test],
        "mean": mean,
        "std": std,
    }

# %% asks the fraction only
# caught by: test_split_and_standardize_refuses_an_empty_side
# message: where it should refuse
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    if not 0 < train_fraction < 1:
        raise ValueError("one side is empty")
    n = int(len(x) * train_fraction)
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    a, b = x[order[:n]], x[order[n:]]
    mean, std = a.mean(dim=0), a.std(dim=0, correction=0)
    std = torch.where(std == 0, torch.ones_like(std), std)
    return {
        "x_train": (a - mean) / std, "x_test": (b - mean) / std,
        "y_train": y[order[:n]], "y_test": y[order[n:]], "mean": mean, "std": std,
    }

# %% nan becomes zero
# caught by: test_split_and_standardize_survives_a_constant_column
# message: holds nan or inf
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if n < 1 or n >= len(x):
        raise ValueError("one side is empty")
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    a, b = x[order[:n]], x[order[n:]]
    mean, std = a.mean(dim=0), a.std(dim=0)
    a, b = (a - mean) / std, (b - mean) / std
    a[a.isnan()] = 0
    b[b.isnan()] = 0
    return {
        "x_train": a, "x_test": b, "y_train": y[order[:n]], "y_test": y[order[n:]],
        "mean": mean, "std": std,
    }

# %% small columns stay small
# caught by: test_split_and_standardize_scales_by_the_train_side
# message: For example,
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if n < 1 or n >= len(x):
        raise ValueError("one side is empty")
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    a, b = x[order[:n]], x[order[n:]]
    mean, std = a.mean(dim=0), a.std(dim=0).clamp(min=1e-3)
    return {
        "x_train": (a - mean) / std, "x_test": (b - mean) / std,
        "y_train": y[order[:n]], "y_test": y[order[n:]], "mean": mean, "std": std,
    }

# %% every fifth row
# caught by: test_split_and_standardize_repeats_with_its_seed
# message: For example,
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if n < 1 or n >= len(x):
        raise ValueError("one side is empty")
    count = len(x) - n
    step = len(x) // count
    test = (torch.arange(count) * step + seed % step).tolist()
    train = [k for k in range(len(x)) if k not in test]
    a, b = x[train], x[test]
    mean, std = a.mean(dim=0), a.std(dim=0, correction=0)
    std = torch.where(std == 0, torch.ones_like(std), std)
    return {
        "x_train": (a - mean) / std, "x_test": (b - mean) / std,
        "y_train": y[train], "y_test": y[test], "mean": mean, "std": std,
    }

# %% mean of squares minus square of mean
# caught by: test_split_and_standardize_scales_by_the_train_side
# message: For example,
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if n < 1 or n >= len(x):
        raise ValueError("one side is empty")
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    a, b = x[order[:n]], x[order[n:]]
    mean = a.mean(dim=0)
    var = (a**2).mean(dim=0) - mean**2
    std = torch.where(var > 0, var, torch.ones_like(var)).sqrt()
    return {
        "x_train": (a - mean) / std, "x_test": (b - mean) / std,
        "y_train": y[order[:n]], "y_test": y[order[n:]], "mean": mean, "std": std,
    }

# %% two columns
# caught by: test_split_and_standardize_scales_by_the_train_side
# message: For example,
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if n < 1 or n >= len(x):
        raise ValueError("one side is empty")
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    a, b = x[order[:n]], x[order[n:]]
    mean, std = torch.zeros_like(a[0]), torch.ones_like(a[0])
    for column in (0, 1):
        mean[column] = a[:, column].mean()
        spread = a[:, column].std()
        if spread > 0:
            std[column] = spread
    return {
        "x_train": (a - mean) / std, "x_test": (b - mean) / std,
        "y_train": y[order[:n]], "y_test": y[order[n:]], "mean": mean, "std": std,
    }

# %% more than everything
# caught by: test_split_and_standardize_refuses_an_empty_side
# message: where it should refuse: train_fraction is 1.2
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = int(len(x) * train_fraction)
    if n == 0 or n == len(x):
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

# %% more rows than there are
# caught by: test_split_and_standardize_refuses_an_empty_side
# message: where it should refuse: train_fraction is 1.2
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n_train = round(len(x) * train_fraction)
    if n_train in (0, len(x)):
        raise ValueError("one side is empty")
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    train, test = order[:n_train], order[n_train:]
    mean, std = x[train].mean(dim=0), x[train].std(dim=0, correction=0)
    std = torch.where(x[train].amax(dim=0) == x[train].amin(dim=0), torch.ones_like(std), std)
    return {
        "x_train": (x[train] - mean) / std,
        "y_train": y[train],
        "x_test": (x[test] - mean) / std,
        "y_test": y[test],
        "mean": mean,
        "std": std,
    }

# %% the same rows in another order
# caught by: test_split_and_standardize_repeats_with_its_seed
# message: For example,
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError("one side is empty")
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(0))
    again = torch.randperm(n, generator=torch.Generator().manual_seed(seed))
    train, test = order[:n][again], order[n:]
    mean, std = x[train].mean(dim=0), x[train].std(dim=0, correction=0)
    std = torch.where(x[train].amax(dim=0) == x[train].amin(dim=0), torch.ones_like(std), std)
    return {
        "x_train": (x[train] - mean) / std,
        "y_train": y[train],
        "x_test": (x[test] - mean) / std,
        "y_test": y[test],
        "mean": mean,
        "std": std,
    }

# %% one row of test loses its axis
# caught by: test_split_and_standardize_keeps_dtypes
# message: For example,
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError("one side is empty")
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    train, test = order[:n], order[n:]
    mean, std = x[train].mean(dim=0), x[train].std(dim=0, correction=0)
    std = torch.where(x[train].amax(dim=0) == x[train].amin(dim=0), torch.ones_like(std), std)
    return {
        "x_train": (x[train] - mean) / std,
        "y_train": y[train],
        "x_test": (x[test].squeeze() - mean) / std,
        "y_test": y[test],
        "mean": mean,
        "std": std,
    }

# %% rows told by their values
# caught by: test_split_and_standardize_sizes
# message: Some rows are lost
def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError("one side is empty")
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    train = order[:n]
    chosen = {tuple(row) for row in x[train].tolist()}
    test = [i for i, row in enumerate(x.tolist()) if tuple(row) not in chosen]
    mean, std = x[train].mean(0), x[train].std(0, correction=0)
    std = torch.where(std == 0, torch.ones_like(std), std)
    return {
        "x_train": (x[train] - mean) / std,
        "x_test": (x[test] - mean) / std,
        "y_train": y[train],
        "y_test": y[test],
        "mean": mean,
        "std": std,
    }
