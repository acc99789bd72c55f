# exercise: E10


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    import random

    n = len(x)
    k = math_floor(n * train_fraction + 1e-9)
    if k in (0, n) or not 0 < k < n:
        raise ValueError("an empty side")
    taken = torch.zeros(n, dtype=torch.bool)
    taken[random.Random(f"split {seed}").sample(range(n), k)] = True
    mean = x[taken].sum(dim=0) / k
    middle = x[taken] - mean
    std = (middle.square().sum(dim=0) / k).sqrt()
    flat = (x[taken].max(dim=0).values - x[taken].min(dim=0).values) == 0
    std[flat] = 1.0
    return {
        "x_train": middle / std,
        "x_test": x[~taken].sub(mean).div(std),
        "y_train": y[taken],
        "y_test": y[~taken],
        "mean": mean,
        "std": std,
    }


from math import floor as math_floor
