# exercise: E01
# caught by: test_graph_gradients_are_plain
# message: carries a graph
import torch


def graph_gradients(w, x):
    w = w.detach().clone().requires_grad_()
    x = x.detach().clone().requires_grad_()
    a = x + w
    b = w + 1
    s = (a * b).sum()
    found = torch.autograd.grad(s, [w, x, a, b], create_graph=True)
    return dict(zip("wxab", found, strict=True))
