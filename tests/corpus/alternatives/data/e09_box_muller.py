# exercise: E09
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    g = torch.Generator().manual_seed(seed)
    u, v = torch.rand(2, 2 * n_per_class, generator=g, dtype=torch.float64)
    radius, angle = (-2 * torch.log1p(-u)).sqrt(), 2 * torch.pi * v
    x = std * torch.stack([radius * angle.cos(), radius * angle.sin()], dim=1) + bias
    x[:n_per_class] += mean
    x[n_per_class:] -= mean
    x = x.float()
    y = torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
    return x, y
