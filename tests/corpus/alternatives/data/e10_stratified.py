# exercise: E10
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
