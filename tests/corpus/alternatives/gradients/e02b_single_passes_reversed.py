# exercise: E02b
import torch


def backward_losses(losses, weights):
    n = len(losses)
    if n != len(weights):
        raise ValueError
    for i in reversed(range(n)):
        w = weights[i]
        g = w.to(losses[i].dtype) * torch.ones_like(losses[i]) if torch.is_tensor(w) else torch.ones_like(losses[i]) * w
        losses[i].backward(gradient=g, retain_graph=i != 0)
    return None
