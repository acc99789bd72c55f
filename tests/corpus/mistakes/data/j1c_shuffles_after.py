# exercise: E10
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
