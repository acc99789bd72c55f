# exercise: E09
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    g = torch.Generator()
    g.manual_seed(seed)
    sign = torch.ones(2 * n_per_class, 1, dtype=torch.float64)
    sign[n_per_class:] = -1
    noise = torch.randn(2, 2 * n_per_class, generator=g, dtype=torch.float64).T
    x = (sign * mean + bias + std * noise).to(torch.float32)
    y = torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
    return x, y
