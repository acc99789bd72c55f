# exercise: E06
import torch


def sigmoid(z):
    return torch.exp(-torch.logsumexp(torch.stack([torch.zeros_like(z), -z]), dim=0))
