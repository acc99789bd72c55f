# exercise: E02
import torch


def weighted_backward(w, x, loss_weights):
    if loss_weights.numel() != 2:
        raise ValueError("two weights")
    w = w.detach().clone().requires_grad_()
    x = x.detach()
    a, b = x + w, w + 1
    y0, y1 = a * b, a + b
    stacked = torch.stack([y0.sum(), y1.sum()])
    (stacked @ loss_weights.detach().to(stacked.dtype)).backward()
    return w.grad
