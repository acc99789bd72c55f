# exercise: E09
# caught by: test_make_two_blobs_shapes_and_labels
# message: in this order
import torch


def make_two_blobs(n_per_class=100, mean=1.7, std=1.0, bias=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError("n")
    g = torch.Generator().manual_seed(seed)
    y = torch.arange(2 * n_per_class).ge(n_per_class).float()
    return std * torch.randn(2 * n_per_class, 2, generator=g) + bias + mean * (1 - 2 * y)[
        :, None
    ], y
