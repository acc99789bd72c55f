# exercise: E02
# caught by: ?
# message: number|value|wrong
import torch


def weighted_backward(w, x, loss_weights):
    if loss_weights.numel() != 2:
        raise ValueError
    c0, c1 = (int(c) for c in loss_weights)
    w = w.detach().clone().requires_grad_()
    x = x.detach()
    (c0 * (x + w) * (w + 1) + c1 * ((x + w) + (w + 1))).sum().backward()
    return w.grad
