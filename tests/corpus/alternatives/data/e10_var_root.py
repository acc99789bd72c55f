# exercise: E10
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
