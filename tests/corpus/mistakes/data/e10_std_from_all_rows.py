# exercise: E10
# caught by: test_split_and_standardize_scales_by_the_train_side
# message: std is that of all rows
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
