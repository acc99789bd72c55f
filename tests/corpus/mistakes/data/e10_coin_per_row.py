# exercise: E10
# caught by: test_split_and_standardize_refuses_an_empty_side, test_split_and_standardize_sizes
# message: changes with the seed
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
