# exercise: E01
# caught by: ?
# message: w
import torch


def graph_gradients(w, x):
    w = w.detach().clone().requires_grad_()
    x = x.detach().clone().requires_grad_()
    a = (x + w).detach().requires_grad_()
    b = (w + 1).detach().requires_grad_()
    (a * b).sum().backward()
    return {"w": a.grad, "x": b.grad, "a": a.grad, "b": b.grad}
