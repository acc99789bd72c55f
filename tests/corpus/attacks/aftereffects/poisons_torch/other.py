import builtins


def double(x):
    import torch

    return int((torch.full((1,), float(x)) * 2).sum().item())
