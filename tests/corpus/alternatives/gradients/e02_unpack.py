# exercise: E02
import torch


def weighted_backward(w, x, loss_weights):
    c0, c1 = loss_weights.detach().to(w.dtype)
    w, x = torch.nn.Parameter(w.detach().clone()), x.detach()
    y0 = (x + w) * (w + 1)
    y1 = (x + w) + (w + 1)
    torch.autograd.backward([y0, y1], [c0.expand_as(y0), c1.expand_as(y1)])
    return w.grad
