# exercise: E09
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    g = torch.Generator().manual_seed(seed)
    x = std * torch.randn(2 * n_per_class, 2, generator=g) + bias
    x[:n_per_class] += mean
    x[n_per_class:] -= mean
    y = torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
    return x, y
