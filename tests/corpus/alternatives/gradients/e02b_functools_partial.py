# exercise: E02b
import torch


from functools import partial as _partial


def _helper(losses, weights, keep):
    if len(losses) != len(weights):
        raise ValueError("one weight a loss")
    torch.autograd.backward(
        tuple(losses), tuple(l.detach() * 0 + w for l, w in zip(losses, weights)), retain_graph=keep
    )


backward_losses = _partial(_helper, keep=True)
