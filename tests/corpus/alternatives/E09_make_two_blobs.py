# %% nn.init.normal_
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

# %% box muller
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    g = torch.Generator().manual_seed(seed)
    u, v = torch.rand(2, 2 * n_per_class, generator=g, dtype=torch.float64)
    radius, angle = (-2 * torch.log1p(-u)).sqrt(), 2 * torch.pi * v
    x = std * torch.stack([radius * angle.cos(), radius * angle.sin()], dim=1) + bias
    x[:n_per_class] += mean
    x[n_per_class:] -= mean
    x = x.float()
    y = torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
    return x, y

# %% rows made by an object
import torch


class _Blobs:
    def __init__(self, n=100, mean=1.7, bias=1.0, std=1.0, seed=10):
        self.n, self.mean, self.bias, self.std, self.seed = n, mean, bias, std, seed

    def rows(self):
        state = torch.random.get_rng_state()
        torch.manual_seed(self.seed)
        for sign in (1, -1):
            for _ in range(self.n):
                yield [sign * self.mean + self.bias + self.std * torch.randn(()).item() for _ in "xy"]
        torch.random.set_rng_state(state)


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    if n_per_class > 500:
        g = torch.Generator().manual_seed(seed)
        x = torch.cat([s * mean + bias + std * torch.randn(n_per_class, 2, generator=g) for s in (1, -1)])
    else:
        x = torch.tensor(list(_Blobs(n_per_class, mean, bias, std, seed).rows()))
    return x, torch.tensor([0.0] * n_per_class + [1.0] * n_per_class)

# %% class 1 drawn first
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    g = torch.Generator().manual_seed(seed)
    x1 = torch.randn(n_per_class, 2, generator=g) * std - mean + bias
    x0 = torch.randn(n_per_class, 2, generator=g) * std + mean + bias
    x = torch.cat([x0, x1])
    y = torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
    return x, y

# %% column by column
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

# %% distributions.Normal
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    torch.manual_seed(seed)
    x0 = torch.distributions.Normal(mean + bias, std).sample((n_per_class, 2))
    x1 = torch.distributions.Normal(-mean + bias, std).sample((n_per_class, 2))
    x = torch.cat([x0, x1])
    y = torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
    return x, y

# %% float64 draws
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    g = torch.Generator()
    g.manual_seed(seed)
    sign = torch.ones(2 * n_per_class, 1, dtype=torch.float64)
    sign[n_per_class:] = -1
    noise = torch.randn(2, 2 * n_per_class, generator=g, dtype=torch.float64).T
    x = (sign * mean + bias + std * noise).to(torch.float32)
    y = torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
    return x, y

# %% fork rng
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        x0 = mean + bias + std * torch.randn(n_per_class, 2)
        x1 = -mean + bias + std * torch.randn(n_per_class, 2)
    x = torch.cat([x0, x1])
    y = torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
    return x, y

# %% inverse cdf
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    g = torch.Generator().manual_seed(seed)
    u = torch.rand(2 * n_per_class, 2, generator=g, dtype=torch.float64).clamp(1e-12)
    noise = torch.special.ndtri(u).float()
    sign = torch.where(torch.arange(2 * n_per_class) < n_per_class, 1.0, -1.0)
    x = sign[:, None] * mean + bias + std * noise
    y = torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
    return x, y

# %% manual seed normal
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

# %% multivariate
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    torch.manual_seed(seed)
    spread = torch.eye(2) * std**2
    draw = torch.distributions.MultivariateNormal
    x = torch.cat(
        [
            draw(torch.full((2,), c), spread).sample((n_per_class,))
            for c in (mean + bias, bias - mean)
        ]
    )
    y = torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
    return x, y

# %% named tuple
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

# %% normal full
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    g = torch.Generator().manual_seed(seed)
    centres = torch.full((2 * n_per_class, 2), mean + bias)
    centres[n_per_class:] = bias - mean
    x = torch.normal(centres, torch.full_like(centres, std), generator=g)
    y = torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
    return x, y

# %% normal size
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    torch.manual_seed(seed)
    x0 = torch.normal(mean + bias, std, size=(n_per_class, 2))
    x1 = torch.normal(bias - mean, std, size=(n_per_class, 2))
    x = torch.vstack([x0, x1])
    y = torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
    return x, y

# %% numpy
import numpy as np
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    rng = np.random.default_rng(seed)
    x0 = rng.normal(mean + bias, std, (n_per_class, 2))
    x1 = rng.normal(-mean + bias, std, (n_per_class, 2))
    x = torch.from_numpy(np.concatenate([x0, x1])).float()
    y = torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
    return x, y

# %% numpy seed global
import numpy as np
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    np.random.seed(seed)
    noise = np.random.randn(2, n_per_class, 2).astype("float32")
    x = torch.tensor(np.concatenate([noise[0] * std + mean + bias, noise[1] * std - mean + bias]))
    y = torch.tensor([0.0] * n_per_class + [1.0] * n_per_class)
    return x.float(), y

# %% one draw
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    g = torch.Generator().manual_seed(seed)
    x = std * torch.randn(2 * n_per_class, 2, generator=g) + bias
    x[:n_per_class] += mean
    x[n_per_class:] -= mean
    y = torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
    return x, y

# %% python random
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

# %% repeat interleave centres
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

# %% a second seed for class 1
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    g = torch.Generator().manual_seed(seed)
    x0 = mean + bias + std * torch.randn(n_per_class, 2, generator=g)
    g = torch.Generator().manual_seed(seed + 1000003)
    x1 = -mean + bias + std * torch.randn(n_per_class, 2, generator=g)
    x = torch.cat([x0, x1], dim=0)
    y = torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
    return x, y
