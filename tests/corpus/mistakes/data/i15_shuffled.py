# exercise: E09
# caught by: test_make_two_blobs_centres
# message: mixed
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    g = torch.Generator().manual_seed(seed)
    x0 = mean + bias + std * torch.randn(n_per_class, 2, generator=g)
    x1 = -mean + bias + std * torch.randn(n_per_class, 2, generator=g)
    x = torch.cat([x0, x1], dim=0)
    x = x[torch.randperm(2 * n_per_class, generator=g)]
    y = torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
    return x, y
