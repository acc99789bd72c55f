# exercise: E10
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
