# exercise: E09
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    rng = __import__("random").Random(seed)
    rows = [
        [rng.gauss(c, std), rng.gauss(c, std)]
        for c in (mean + bias, bias - mean)
        for _ in range(n_per_class)
    ]
    x = torch.tensor(rows)
    y = torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
    return x, y
