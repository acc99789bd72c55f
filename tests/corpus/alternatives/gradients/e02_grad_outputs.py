# exercise: E02
import torch


def weighted_backward(w, x, loss_weights):
    if loss_weights.numel() != 2:
        raise ValueError("two weights")
    w = w.detach().clone().requires_grad_()
    x = x.detach()
    a, b = x + w, w + 1
    y0, y1 = a * b, a + b
    c0, c1 = loss_weights.tolist()
    starts = [torch.full_like(y0, c0), torch.full_like(y1, c1)]
    (found,) = torch.autograd.grad([y0, y1], w, grad_outputs=starts)
    return found
