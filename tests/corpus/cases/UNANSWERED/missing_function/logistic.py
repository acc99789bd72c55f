"""I renamed it."""

import torch


def my_sigmoid(z):
    return torch.sigmoid(z)
