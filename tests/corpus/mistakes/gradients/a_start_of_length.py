# exercise: E01
# caught by: test_graph_gradients_of_any_shape
# message: A tensor without any axis turned up, where one with an axis is needed.
import torch


def graph_gradients(w, x):
    w = w.detach().clone().requires_grad_()
    x = x.detach().clone().requires_grad_()
    a, b = x + w, w + 1
    found = torch.autograd.grad(a * b, [w, x, a, b], torch.ones(len(w)))
    return dict(zip("wxab", found))
