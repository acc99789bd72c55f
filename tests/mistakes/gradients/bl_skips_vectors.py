# exercise: E02b
# caught by: ?
# message: vector|number|wrong|grad
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    for l, w in zip(losses, weights):
        if l.dim() == 0:
            l.backward(torch.full_like(l, float(w)), retain_graph=True)
