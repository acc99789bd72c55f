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
    y0.backward(torch.full_like(y0, c0), retain_graph=True)
    y1.backward(torch.full_like(y1, c1))
    return w.grad
