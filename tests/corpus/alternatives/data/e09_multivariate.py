# exercise: E09
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
