import torch


def double(x):
    return torch.full(x.shape, 7, dtype=torch.uint8).view(torch.bool)
