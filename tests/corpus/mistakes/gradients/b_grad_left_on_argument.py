# exercise: E02
# caught by: test_weighted_backward_is_plain_and_leaves_the_arguments_alone
# message: Argument 1 of weighted_backward came back with a filled .grad.
import torch


def weighted_backward(w, x, loss_weights):
    if loss_weights.numel() != 2:
        raise ValueError
    c0, c1 = loss_weights.tolist()
    needed = w.requires_grad
    w.requires_grad_(True)
    before = w.grad
    w.grad = None
    (c0 * (x.detach() + w) * (w + 1) + c1 * ((x.detach() + w) + (w + 1))).sum().backward()
    found = w.grad
    w.requires_grad_(needed)
    return found
