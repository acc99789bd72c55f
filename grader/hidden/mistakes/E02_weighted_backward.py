# %% zero weight is one
# caught by: test_weighted_backward_is_plain, test_weighted_backward_kind,
#     test_weighted_backward_of_vectors
# message: A weight of 0 acts as 1: 0 is a weight like any other.
import torch


_real = weighted_backward
def weighted_backward(w, x, loss_weights):
    if len(loss_weights) != 2:
        raise ValueError
    return _real(w, x, torch.tensor([float(c) or 1.0 for c in loss_weights], dtype=torch.float64))


# %% weights twice
# caught by: test_weighted_backward_of_vectors
# message: Each weight acts twice: your answer is the one for the weights squared. Put them into the
#     sum or into grad_tensors, not into both.
import torch


def weighted_backward(w, x, loss_weights):
    if loss_weights.numel() != 2:
        raise ValueError("two weights")
    w = w.detach().clone().requires_grad_()
    x = x.detach()
    a, b = x + w, w + 1
    y0, y1 = a * b, a + b
    c0, c1 = loss_weights
    starts = [torch.ones_like(y0) * c0, torch.ones_like(y1) * c1]
    torch.autograd.backward([c0 * y0, c1 * y1], grad_tensors=starts)
    return w.grad


# %% losses joined into one vector
# caught by: test_weighted_backward_of_vectors
# message: Joined to one vector, the losses have many entries and the weights are two: every entry
#     needs one (repeat each weight).
import torch


def weighted_backward(w, x, loss_weights):
    if loss_weights.numel() != 2:
        raise ValueError("two weights")
    w = w.detach().clone().requires_grad_()
    x = x.detach()
    a, b = x + w, w + 1
    y0, y1 = a * b, a + b
    torch.cat([y0, y1]).backward(loss_weights)
    return w.grad
