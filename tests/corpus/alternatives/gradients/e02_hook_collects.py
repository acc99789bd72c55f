# exercise: E02
import torch


def weighted_backward(w, x, loss_weights):
    c = [float(v) for v in loss_weights.reshape(-1)]
    assert len(c) == 2, "two weights"
    caught = []
    leaf = w.detach().clone().requires_grad_()
    leaf.register_hook(lambda g: caught.append(g.clone()))
    x = x.detach()
    total = c[0] * ((x + leaf) * (leaf + 1)).sum() + c[1] * ((x + leaf) + (leaf + 1)).sum()
    total.backward()
    return sum(caught)
