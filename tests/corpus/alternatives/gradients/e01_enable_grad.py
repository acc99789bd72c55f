# exercise: E01
import torch


def graph_gradients(w, x):
    with torch.enable_grad():
        w, x = (t.detach().clone().requires_grad_(True) for t in (w, x))
        a, b = x + w, w + 1
        y = torch.mul(a, b)
    out = {}
    out["w"], out["x"], out["a"], out["b"] = torch.autograd.grad(
        y, (w, x, a, b), torch.ones_like(y)
    )
    return out
