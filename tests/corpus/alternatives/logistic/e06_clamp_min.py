# exercise: E06
import torch


def sigmoid(z):
    return 1 / (1 + torch.exp(-torch.clamp(z, min=-60.0)))
