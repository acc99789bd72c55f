# exercise: E09
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    torch.random.manual_seed(seed)
    columns = [
        torch.cat([torch.randn(n_per_class) * std + c for c in (mean + bias, bias - mean)])
        for _ in "ab"
    ]
    x = torch.stack(columns, dim=1)
    y = torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
    return x, y
