# exercise: E06
import torch
import torch.nn.functional as F  # noqa: N812 - its usual name


def sigmoid(z):
    return F.softmax(torch.stack([z, torch.zeros_like(z)], dim=-1), dim=-1)[..., 0]
