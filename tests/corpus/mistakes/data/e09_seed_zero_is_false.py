# exercise: E09
# caught by: test_make_two_blobs_repeats_with_its_seed
# message: 0 is a seed like any other
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError("n_per_class")
    g = torch.Generator().manual_seed(seed or 10)
    y = torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
    return torch.randn(2 * n_per_class, 2, generator=g) * std + bias + mean * (1 - 2 * y)[:, None], y
