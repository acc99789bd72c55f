# exercise: E09
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    draw = torch.randn(4 * n_per_class, generator=torch.Generator().manual_seed(seed))
    clouds = draw.reshape(2, n_per_class, 2)
    centres = torch.tensor([[mean + bias] * 2, [bias - mean] * 2])
    x = (centres[:, None, :] + std * clouds).flatten(0, 1)
    y = torch.arange(2).repeat_interleave(n_per_class).to(torch.float32)
    return [x, y]
