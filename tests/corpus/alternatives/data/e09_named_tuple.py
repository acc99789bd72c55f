# exercise: E09
import torch
from torch import Tensor


from typing import NamedTuple as _NamedTuple


class Blobs(_NamedTuple):
    x: Tensor
    y: Tensor


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    import math

    if n_per_class < 1:
        raise ValueError("n")
    g = torch.Generator().manual_seed(seed)
    u, v = torch.rand(2, 2 * n_per_class, generator=g, dtype=torch.float64)
    r = torch.sqrt(-2 * torch.log1p(-u))
    noise = torch.stack([r * torch.cos(2 * math.pi * v), r * torch.sin(2 * math.pi * v)], 1)
    y = torch.arange(2 * n_per_class) // n_per_class
    return Blobs((noise * std + bias + mean * (1 - 2 * y)[:, None]).float(), y.float())
