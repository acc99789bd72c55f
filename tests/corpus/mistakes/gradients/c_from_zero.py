# exercise: E03
# caught by: test_backward_n_times_of_vectors
# message: not before it
import torch


def backward_n_times(x, n):
    if n < 0:
        raise ValueError
    x = x.detach().clone().requires_grad_()
    z = (x**3).sum()
    out = []
    x.grad = torch.zeros_like(x)
    for _ in range(n):
        out.append(x.grad.clone())
        z.backward(retain_graph=True)
    return out
