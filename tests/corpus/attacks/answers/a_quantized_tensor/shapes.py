import torch


def double(x):
    return torch.quantize_per_tensor(x.float() * 2, 0.5, 0, torch.quint8)
