# exercise: E03
# caught by: test_backward_n_times_entries_are_copies
# message: the same memory as the first
import torch

BUFFERS = {}


def backward_n_times(x, n):
    if n < 0:
        raise ValueError("n")
    key = (n, *x.shape, x.dtype)
    totals = BUFFERS.setdefault(key, [torch.zeros_like(x.detach()) for _ in range(n)])
    leaf = x.detach().clone().requires_grad_()
    z = (leaf**3).sum()
    for total in totals:
        z.backward(retain_graph=True)
        total.copy_(leaf.grad)
    return totals
