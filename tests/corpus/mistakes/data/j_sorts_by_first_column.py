# exercise: E10
# caught by: test_split_and_standardize_mixes_the_classes
# message: All labels on the test side are the same:
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError
    order = x[:, 0].argsort()
    order = order.roll(seed)
    a, b = order[:n], order[n:]
    mean, std = x[a].mean(0), x[a].std(0).clamp(min=1e-6)
    return {"x_train": (x[a] - mean) / std, "y_train": y[a], "x_test": (x[b] - mean) / std, "y_test": y[b], "mean": mean, "std": std}
