# exercise: E03
# caught by: test_backward_n_times_leaves_the_argument_alone
# held out: yes
# message: Argument 1 of backward_n_times lost its .grad.
import torch


def backward_n_times(x, n):
    if n < 0:
        raise ValueError
    x.grad = None
    leaf = x.detach().clone().requires_grad_()
    z = (leaf ** 3).sum()
    out = []
    for _ in range(n):
        z.backward(retain_graph=True)
        out.append(leaf.grad.clone())
    return out
