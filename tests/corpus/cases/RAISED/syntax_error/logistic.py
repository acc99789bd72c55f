import torch


def sigmoid(z)
    return 1 / (1 + torch.exp(-z))
