# exercise: E10
# caught by: test_split_and_standardize_survives_a_constant_column
# message: Column 1 is constant, and it is not shifted by its mean:
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
