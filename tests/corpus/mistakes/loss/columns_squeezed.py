# exercise: E12
# caught by: test_bce_loss_one_sample
# message: bring both to one shape (flatten), and refuse only different counts
import torch


_real = bce_loss
def bce_loss(p, y):
    if p.dim() == 2:
        p = p.squeeze()
    if p.shape != y.squeeze(-1).shape and p.numel() != 1 or p.dim() != y.reshape(len(y)).dim():
        raise ValueError("another number of labels")
    return _real(p, y)
