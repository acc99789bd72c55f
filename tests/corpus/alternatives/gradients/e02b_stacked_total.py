# exercise: E02b
import torch


def backward_losses(losses, weights):
    assert len(losses) == len(weights), "as many weights as losses"
    parts = [(loss * c).sum() for loss, c in zip(losses, weights, strict=True)]
    torch.stack(parts).sum().backward(create_graph=False)
