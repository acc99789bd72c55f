# exercise: E02
import torch


def weighted_backward(w, x, loss_weights):
    if loss_weights.numel() != 2:
        raise ValueError("two weights")
    w = w.detach().clone().requires_grad_()
    x = x.detach()
    a, b = x + w, w + 1
    y0, y1 = a * b, a + b
    c = loss_weights.detach().to(w.dtype)
    total = torch.stack((y0.sum(), y1.sum())).mul(c).sum()
    (found,) = torch.autograd.grad(total, [w])
    return found.clone()
