# exercise: E02
import torch


def weighted_backward(w, x, loss_weights):
    if loss_weights.shape != (2,):
        raise ValueError(loss_weights.shape)
    x = x.detach()
    pair = lambda w: ((x + w) * (w + 1), (x + w) + (w + 1))
    starts = tuple(torch.zeros_like(w) + float(c) for c in loss_weights)
    _, g = torch.autograd.functional.vjp(pair, w.detach(), starts)
    return g
