import torch


def attack():
    torch.set_default_dtype(torch.float16)
    torch.full = torch.nn.functional.pad
