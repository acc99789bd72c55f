# exercise: E03
import numpy as np
import torch


def backward_n_times(x, n):
    if n < 0:
        raise ValueError
    x = x.detach().clone().requires_grad_()
    z = (x**3).sum()
    out = []
    for _ in range(n):
        z.backward(retain_graph=True)
        out.append(torch.from_numpy(np.array(x.grad.numpy())))
    return out
