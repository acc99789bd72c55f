# exercise: E01
# caught by: ?
# message: shape|axis
import torch


def graph_gradients(w, x):
    w = w.detach().clone().requires_grad_()
    x = x.detach().clone().requires_grad_()
    a, b = x + w, w + 1
    found = torch.autograd.grad(a * b, [w, x, a, b], torch.ones(len(w)))
    return dict(zip("wxab", found))
