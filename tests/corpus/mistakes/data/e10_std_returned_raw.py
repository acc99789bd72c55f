# exercise: E10
# caught by: test_split_and_standardize_survives_a_constant_column
# message: Return the std that you divide by
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
