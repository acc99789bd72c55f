# exercise: E02
# caught by: ?
# message: float64
import torch


def weighted_backward(w, x, loss_weights):
    c0, c1 = loss_weights
    return c0 * (x + 2 * w + 1) + 2 * c1 * torch.ones_like(w)
