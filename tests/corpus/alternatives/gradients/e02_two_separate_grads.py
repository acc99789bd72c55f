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
    (g0,) = torch.autograd.grad(y0.sum(), w, retain_graph=True)
    (g1,) = torch.autograd.grad(y1.sum(), w)
    return c0 * g0 + c1 * g1
