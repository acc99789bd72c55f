# exercise: E03
# caught by: test_backward_n_times_refuses_a_negative_n
# message: backward_n_times returned a list of 0 where it should refuse:
import torch


def backward_n_times(x, n):
    leaf = x.detach().clone().requires_grad_()
    z = (leaf ** 3).sum()
    out = []
    for _ in range(max(n, 0)):
        z.backward(retain_graph=True)
        out.append(leaf.grad.clone())
    return out
