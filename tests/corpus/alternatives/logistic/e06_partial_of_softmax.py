# exercise: E06
import torch


from functools import partial


def _two(z, *, dim):
    return torch.softmax(torch.stack((z, torch.zeros_like(z)), dim), dim).select(dim, 0)


sigmoid = partial(_two, dim=0)
