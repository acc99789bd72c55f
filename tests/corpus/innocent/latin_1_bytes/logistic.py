import torch


def sigmoid(z):
    # Lösung für große z
    return torch.special.expit(z)
