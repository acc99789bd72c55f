# exercise: E09
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    g = torch.Generator().manual_seed(seed)
    u = torch.rand(2 * n_per_class, 2, generator=g, dtype=torch.float64).clamp(1e-12)
    noise = torch.special.ndtri(u).float()
    sign = torch.where(torch.arange(2 * n_per_class) < n_per_class, 1.0, -1.0)
    x = sign[:, None] * mean + bias + std * noise
    y = torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
    return x, y
