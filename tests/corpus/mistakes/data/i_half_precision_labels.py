# exercise: E09
# caught by: test_make_two_blobs_shapes_and_labels, test_make_two_blobs_of_one_point_each
# held out: yes
# message: y is a bool tensor of shape (14,), expected float32:
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    g = torch.Generator().manual_seed(seed)
    x = torch.randn(2 * n_per_class, 2, generator=g) * std + bias
    x[:n_per_class] += mean
    x[n_per_class:] -= mean
    return x, torch.arange(2 * n_per_class) // n_per_class * 1.0 == 1.0
