# exercise: E02
# caught by: test_weighted_backward_is_linear_in_the_weights
# message: A weight of 0 acts as 1
import torch


_real = weighted_backward
def weighted_backward(w, x, loss_weights):
    if len(loss_weights) != 2:
        raise ValueError
    return _real(w, x, torch.tensor([float(c) or 1.0 for c in loss_weights], dtype=torch.float64))
