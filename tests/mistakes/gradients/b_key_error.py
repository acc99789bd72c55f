# exercise: E02
# caught by: ?
# message: KeyError|refuse
import torch


def weighted_backward(w, x, loss_weights):
    if loss_weights.numel() != 2:
        return torch.zeros_like(w)
    c0, c1 = loss_weights.tolist()
    return (c0 * (x + 2 * w + 1) + 2 * c1).detach()
