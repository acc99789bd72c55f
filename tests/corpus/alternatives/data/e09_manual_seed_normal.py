# exercise: E09
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    torch.manual_seed(seed)
    ones = torch.ones(n_per_class, 2)
    x0 = torch.normal(mean * ones, std) + bias
    x1 = torch.normal(-mean * ones, std) + bias
    x = torch.cat((x0, x1), 0)
    y = torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
    return x, y
