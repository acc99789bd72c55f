# exercise: E06
# caught by: ?
# message: ?
import torch


_real = sigmoid
def sigmoid(z):
    if z.requires_grad:
        return _real(z)
    return torch.exp(z) / (1 + torch.exp(z))
