# exercise: E11
import torch
from torch import nn


class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(in_features, 1))
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, x):
        z = torch.addmm(self.bias, x, self.weight)
        small = torch.exp(-z.abs())
        return torch.where(z >= 0, 1 / (1 + small), small / (1 + small))
