# exercise: E06
# caught by: ?
# message: nan|far
import torch


def sigmoid(z):
    if z.numel() == 0:
        return z.clone()
    m = z.max()
    return torch.exp(z - m) / (torch.exp(-m) + torch.exp(z - m))
