# exercise: E09
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
