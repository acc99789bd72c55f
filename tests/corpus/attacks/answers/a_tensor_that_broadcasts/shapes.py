import torch


def double(x):
    return torch.full((1, 1), float("nan"))
