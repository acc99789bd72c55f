# exercise: E06
import torch


@torch.compile
def sigmoid(z):
    return torch.exp(-torch.logaddexp(torch.zeros_like(z), -z))
