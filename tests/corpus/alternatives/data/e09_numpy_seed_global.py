# exercise: E09
import numpy as np
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    np.random.seed(seed)
    noise = np.random.randn(2, n_per_class, 2).astype("float32")
    x = torch.tensor(np.concatenate([noise[0] * std + mean + bias, noise[1] * std - mean + bias]))
    y = torch.tensor([0.0] * n_per_class + [1.0] * n_per_class)
    return x.float(), y
