# exercise: E02b
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    starts = [
        c if isinstance(c, torch.Tensor) else torch.full_like(loss, c)
        for loss, c in zip(losses, weights, strict=True)
    ]
    flat = torch.cat([loss.reshape(-1) for loss in losses])
    flat.backward(torch.cat([start.reshape(-1) for start in starts]))
