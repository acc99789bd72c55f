# exercise: E01
# caught by: ?
# message: None|used
import torch


def graph_gradients(w, x):
    w = w.detach().clone().requires_grad_()
    x = x.detach().clone().requires_grad_()
    a = x + w
    b = w + 1
    a.retain_grad()
    b.retain_grad()
    y = a * (w + 1)
    y.sum().backward()
    return {"w": w.grad, "x": x.grad, "a": a.grad, "b": b.grad}
