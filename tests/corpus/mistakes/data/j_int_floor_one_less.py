# exercise: E10
# caught by: test_split_and_standardize_sizes, test_split_and_standardize_refuses_an_empty_side
# held out: yes
# message: does not hold N * train_fraction rows
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = int(len(x) * train_fraction) - 1
    if not 0 < n < len(x):
        raise ValueError
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    a, b = order[:n], order[n:]
    mean, std = x[a].mean(0), x[a].std(0).clamp(min=1e-6)
    return {"x_train": (x[a] - mean) / std, "y_train": y[a], "x_test": (x[b] - mean) / std, "y_test": y[b], "mean": mean, "std": std}
