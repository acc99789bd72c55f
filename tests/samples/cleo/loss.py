import torch


def bce_loss(p, y):
    return -(y * torch.log(p) + (1 - y) * torch.log(1 - p)).sum()


def bce_with_logits(z, y):
    return bce_loss(torch.sigmoid(z), y)
