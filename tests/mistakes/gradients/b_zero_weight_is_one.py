# exercise: E02
# caught by: ?
# message: ?
import torch


_real = weighted_backward
def weighted_backward(w, x, loss_weights):
    if len(loss_weights) != 2:
        raise ValueError
    return _real(w, x, torch.tensor([float(c) or 1.0 for c in loss_weights], dtype=torch.float64))
