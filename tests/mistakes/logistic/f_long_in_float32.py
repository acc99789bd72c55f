# exercise: E06
# caught by: ?
# message: ?
import torch


_real = sigmoid
def sigmoid(z):
    if z.numel() > 100:
        return _real(z.float()).to(z.dtype)
    return _real(z)
