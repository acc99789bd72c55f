# exercise: E02
# caught by: ?
# message: factor|number
import torch


def weighted_backward(w, x, loss_weights):
    if len(loss_weights) != 2:
        raise ValueError
    c = loss_weights.double() / loss_weights.double().abs().max()
    w = w.detach().clone().requires_grad_()
    x = x.detach()
    y0, y1 = (x + w) * (w + 1), (x + w) + (w + 1)
    torch.autograd.backward([y0, y1], [torch.full_like(y0, float(c[0])), torch.full_like(y1, float(c[1]))])
    return w.grad
