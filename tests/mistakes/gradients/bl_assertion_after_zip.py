# exercise: E02b
# caught by: ?
# message: weights
import torch


def backward_losses(losses, weights):
    pairs = list(zip(losses, weights))
    assert len(pairs) == len(losses)
    torch.autograd.backward([l for l, _ in pairs], [w * torch.ones_like(l) for l, w in pairs])
