# %% one tensor in every entry
# caught by: test_backward_n_times_of_vectors
# message: All your snapshots are equal to the last one: they are the same memory, which keeps
#     growing. detach() shares it too. Make a real copy after each pass.
def backward_n_times(x, n):
    if n < 0:
        raise ValueError
    x = x.detach().clone().requires_grad_()
    z = (x**3).sum()
    out = []
    for _ in range(n):
        z.backward(retain_graph=True)
        out.append(x.grad)
    return out


# %% gradient cleared between passes
# caught by: test_backward_n_times_of_vectors
# message: Every entry is the gradient of a single pass. Nothing is cleared in between, so they
#     grow: once, twice, three times.
def backward_n_times(x, n):
    if n < 0:
        raise ValueError
    x = x.detach().clone().requires_grad_()
    z = (x**3).sum()
    out = []
    for _ in range(n):
        x.grad = None
        z.backward(retain_graph=True)
        out.append(x.grad.clone())
    return out


# %% counts passes from zero
# caught by: test_backward_n_times_of_vectors
# message: Entry 0 is the gradient after the first pass, not before it.
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
