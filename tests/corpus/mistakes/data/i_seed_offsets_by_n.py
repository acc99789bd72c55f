# exercise: E09
# caught by: test_make_two_blobs_repeats_with_its_seed
# message: Another seed gives the same points.
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    torch.manual_seed(abs(seed) % 2)
    x = torch.randn(2 * n_per_class, 2) * std + bias
    x[:n_per_class] += mean
    x[n_per_class:] -= mean
    return x, torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
