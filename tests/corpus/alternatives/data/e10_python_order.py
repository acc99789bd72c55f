# exercise: E10
def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = int(round(train_fraction * len(x)))  # noqa: RUF046
    assert 0 < n < len(x)
    order = list(range(len(x)))
    __import__("random").Random(seed).shuffle(order)
    train, test = order[:n], order[n:]
    mean, std = x[train].mean(dim=0), x[train].std(dim=0)
    std[std < 1e-6] = 1.0
    return {
        "x_train": (x[train] - mean) / std,
        "y_train": y[train],
        "x_test": (x[test] - mean) / std,
        "y_test": y[test],
        "mean": mean,
        "std": std,
    }
