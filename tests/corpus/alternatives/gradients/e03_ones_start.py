# exercise: E03
import torch


def backward_n_times(x, n):
    assert n >= 0
    leaf = x.detach().clone().requires_grad_()
    z = leaf * leaf * leaf
    out = []
    for k in range(n):
        z.backward(torch.ones_like(z), retain_graph=k + 1 < n)
        out.append(torch.tensor(leaf.grad))
    return out
