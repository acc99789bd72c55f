import torch


def sigmoid(z):
    # plain
    return torch.special.expit(z)
