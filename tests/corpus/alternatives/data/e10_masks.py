# exercise: E10
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
