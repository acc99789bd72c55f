# exercise: E09
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    x = torch.empty(2 * n_per_class, 2)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        torch.nn.init.normal_(x, std=std)
    shift = torch.full((2 * n_per_class, 1), mean)
    shift[n_per_class:].neg_()
    y = torch.nn.functional.pad(torch.zeros(n_per_class), (0, n_per_class), value=1.0)
    return x + shift + bias, y
