# exercise: E12
# caught by: ?
# message: ?
import torch


_real = bce_loss
def bce_loss(p, y):
    if p.dim() == 2:
        p = p.squeeze()
    if p.shape != y.squeeze(-1).shape and p.numel() != 1 or p.dim() != y.reshape(len(y)).dim():
        raise ValueError("another number of labels")
    return _real(p, y)
