# exercise: E01
import torch


def graph_gradients(w, x):
    w, x = w.detach(), x.detach()
    a, b = x + w, w + 1
    product = lambda a, b: a * b
    whole = lambda w, x: (x + w) * (w + 1)
    ones = torch.ones_like(a)
    _, (da, db) = torch.autograd.functional.vjp(product, (a, b), ones)
    _, (dw, dx) = torch.autograd.functional.vjp(whole, (w, x), ones)
    return {"w": dw, "x": dx, "a": da, "b": db}
