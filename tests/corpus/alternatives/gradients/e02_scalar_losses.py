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
    torch.autograd.backward([y0.sum(), y1.sum()], grad_tensors=[c[0], c[1]])
    return w.grad
