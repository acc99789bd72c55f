# exercise: E01
# caught by: ?
# message: float32
import torch


def graph_gradients(w, x):
    w = w.detach().clone().requires_grad_()
    x = x.detach().clone().requires_grad_()
    a, b = x + w, w + 1
    found = torch.autograd.grad((a * b).sum(), [w, x, a, b])
    return {k: torch.tensor(g.tolist()) for k, g in zip("wxab", found)}
