import torch


def sigmoid(z):
    # größer
    return torch.special.expit(z)
