# exercise: E10
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if n < 1 or len(x) - n < 1:
        raise ValueError
    order = torch.argsort(torch.rand(len(x), generator=torch.Generator().manual_seed(seed)))
    x, y = x[order], y[order]
    mean, std = x[:n].mean(0), x[:n].std(0)
    safe = torch.where(std > 0, std, torch.ones_like(std))
    z = (x - mean) / safe
    return dict(x_train=z[:n], x_test=z[n:], y_train=y[:n], y_test=y[n:], mean=mean, std=safe, n=n)  # noqa: C408
