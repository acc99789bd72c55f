# exercise: E02
# caught by: ?
# message: number|value|wrong|detach
import torch


def weighted_backward(w, x, loss_weights):
    if loss_weights.numel() != 2:
        raise ValueError
    c0, c1 = loss_weights.tolist()
    w = w.detach().clone().requires_grad_()
    s = (x + w).detach()
    (c0 * s * (w + 1) + c1 * (s + (w + 1))).sum().backward()
    return w.grad
