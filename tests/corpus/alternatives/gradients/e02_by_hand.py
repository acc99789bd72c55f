# exercise: E02
import torch


def weighted_backward(w, x, loss_weights):
    assert loss_weights.shape == (2,), "two weights"
    with torch.no_grad():
        c0, c1 = loss_weights.to(w.dtype)
        return c0 * (x + 2 * w + 1) + 2 * c1 * torch.ones_like(w)
