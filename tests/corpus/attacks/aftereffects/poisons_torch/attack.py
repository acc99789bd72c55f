import torch


def attack():
    torch.full = lambda *args, **options: torch.zeros(1)
