# exercise: E01
import torch


def graph_gradients(w, x):
    w = w.detach().clone().requires_grad_()
    x = x.detach().clone().requires_grad_()
    a = x + w
    b = w + 1
    s = (a * b).sum()
    found = {}
    for key, tensor in {"w": w, "x": x, "a": a, "b": b}.items():
        found[key] = torch.autograd.grad(s, tensor, retain_graph=True)[0]
    return found
