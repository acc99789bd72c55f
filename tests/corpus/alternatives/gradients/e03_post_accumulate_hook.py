# exercise: E03
import torch


def backward_n_times(x, n):
    if n < 0:
        raise ValueError
    seen = []
    leaf = x.detach().clone().requires_grad_()
    leaf.register_post_accumulate_grad_hook(lambda t: seen.append(t.grad.detach().clone()))
    z = (leaf * leaf * leaf).sum()
    for k in range(n):
        z.backward(retain_graph=k + 1 < n)
    return seen
