# exercise: E10
import torch


import random


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = len(x)
    k = int(n * train_fraction + 1e-9)
    if k == 0 or k == n:
        raise ValueError("one side is empty")
    chosen = set(random.Random(seed).sample(range(n), k))
    a = [i for i in range(n) if i in chosen]
    b = [i for i in range(n) if i not in chosen]
    mean = x[a].sum(0) / k
    centred = x - mean
    std = torch.linalg.vector_norm(centred[a], dim=0) / max(k - 1, 1) ** 0.5
    std = torch.where((x[a] == x[a][:1]).all(0), torch.ones_like(std), std)
    z = centred / std
    return {"mean": mean, "std": std, "x_train": z[a], "x_test": z[b], "y_train": y[a], "y_test": y[b]}
