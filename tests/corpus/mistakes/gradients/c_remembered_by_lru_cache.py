# exercise: E03
# caught by: test_backward_n_times_entries_are_copies
# message: the same memory as the first
import functools


@functools.lru_cache(maxsize=None)
def backward_n_times(x, n):
    if n < 0:
        raise ValueError("n")
    leaf = x.detach().clone().requires_grad_()
    z = (leaf**3).sum()
    totals = []
    for _ in range(n):
        z.backward(retain_graph=True)
        totals.append(leaf.grad.clone())
    return totals
