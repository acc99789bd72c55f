# exercise: E06
import torch


def sigmoid(z):
    return (0.5 + 0.5 * torch.tanh(z.double() / 2)).to(z.dtype)
