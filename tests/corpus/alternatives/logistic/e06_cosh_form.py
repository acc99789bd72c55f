# exercise: E06
import torch


def sigmoid(z):
    half = (z / 2).clamp(-40, 40)
    keep = torch.exp(half) / (2 * torch.cosh(half))
    return keep
