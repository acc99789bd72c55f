# exercise: E09
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if not n_per_class >= 1:
        raise ValueError("at least one")
    rng = torch.Generator()
    rng.manual_seed(seed)
    y = torch.tensor([0.0, 1.0]).repeat_interleave(n_per_class)
    sign = 1 - 2 * y
    x = torch.empty(2 * n_per_class, 2).normal_(0.0, std, generator=rng)
    return x.add_(bias).add_(mean * sign.unsqueeze(1)), y
