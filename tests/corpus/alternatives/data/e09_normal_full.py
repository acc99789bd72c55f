# exercise: E09
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    g = torch.Generator().manual_seed(seed)
    centres = torch.full((2 * n_per_class, 2), mean + bias)
    centres[n_per_class:] = bias - mean
    x = torch.normal(centres, torch.full_like(centres, std), generator=g)
    y = torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
    return x, y
