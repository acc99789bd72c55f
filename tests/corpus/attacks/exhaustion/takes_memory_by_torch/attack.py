import torch


def attack():
    return torch.empty(3 << 30, dtype=torch.uint8).numel() == 3 << 30
