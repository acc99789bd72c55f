# exercise: E02b
# caught by: test_backward_losses_of_scalars, test_backward_losses_add_to_what_is_in_grad
# message: .grad grows by the gradient; nothing descends here
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    starts = [
        c if isinstance(c, torch.Tensor) else torch.full_like(loss, c)
        for loss, c in zip(losses, weights, strict=True)
    ]
    for loss, start in zip(losses, starts, strict=True):
        loss.backward(-start, retain_graph=True)
