# exercise: E02b
# caught by: test_backward_losses_take_integers_and_zero
# held out: yes
# message: 0 is a number like any other; None is the absence of one
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    starts = [w if isinstance(w, torch.Tensor) else torch.full_like(l, w or 1.0) for l, w in zip(losses, weights)]
    torch.autograd.backward(list(losses), starts)
