# exercise: E02b
# caught by: test_backward_losses_of_scalars, test_backward_losses_of_vectors
# message: first loss
import torch


def backward_losses(losses, weights):  # noqa: RET503
    if len(losses) != len(weights):
        raise ValueError
    starts = [
        c if isinstance(c, torch.Tensor) else torch.full_like(loss, c)
        for loss, c in zip(losses, weights, strict=True)
    ]
    for loss, start in zip(losses, starts, strict=True):
        return loss.backward(start, retain_graph=True)
