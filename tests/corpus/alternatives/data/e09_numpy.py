# exercise: E09
import numpy as np
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    rng = np.random.default_rng(seed)
    x0 = rng.normal(mean + bias, std, (n_per_class, 2))
    x1 = rng.normal(-mean + bias, std, (n_per_class, 2))
    x = torch.from_numpy(np.concatenate([x0, x1])).float()
    y = torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
    return x, y
