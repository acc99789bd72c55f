# exercise: E06
import torch


def sigmoid(z):
    wide = z.to(torch.float64)
    return (1 / (1 + torch.exp(-wide.clamp(-700, 700)))).to(z.dtype)
