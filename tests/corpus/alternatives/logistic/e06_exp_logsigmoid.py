# exercise: E06
import torch
import torch.nn.functional as F  # noqa: N812 - its usual name


def sigmoid(z):
    return torch.exp(F.logsigmoid(z))
