# exercise: E06
import torch


def sigmoid(z):
    return torch.where(z.abs() < 40, 1 / (1 + torch.exp(-z.clamp(-40, 40))), (z > 0).to(z.dtype))
