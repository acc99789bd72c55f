# exercise: E01
import torch


def graph_gradients(w, x):
    w = torch.nn.Parameter(w.detach().clone())
    x = torch.nn.Parameter(x.detach().clone())
    a, b = x + w, w + 1
    a.retain_grad(), b.retain_grad()
    torch.autograd.backward((a * b).sum())
    return {"w": w.grad, "x": x.grad, "a": a.grad, "b": b.grad}
