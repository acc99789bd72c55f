# exercise: E10
# caught by: test_split_and_standardize_repeats_with_its_seed
# message: Seed inside the function
import torch


_generators = {}


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = int(round(len(x) * train_fraction))
    if n < 1 or n >= len(x):
        raise ValueError("empty side")
    g = _generators.setdefault(seed, torch.Generator().manual_seed(seed))
    order = torch.randperm(len(x), generator=g)
    a, b = order[0:n], order[n:]
    xa, xb = x[a], x[b]
    mean, std = xa.mean(0), xa.std(0, correction=0)
    std = torch.where(xa.amax(0) == xa.amin(0), torch.ones_like(std), std)
    return dict(
        x_train=(xa - mean) / std,
        x_test=(xb - mean) / std,
        y_train=y[a],
        y_test=y[b],
        mean=mean,
        std=std,
    )
