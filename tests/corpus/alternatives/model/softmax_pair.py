# exercise: E11
import torch
from torch import nn


class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.scorer = nn.Linear(in_features, 1, bias=True)
        self.scorer.bias.data.zero_()

    def forward(self, x):
        z = self.scorer(x)
        return torch.cat([torch.zeros_like(z), z], dim=1).log_softmax(1)[:, 1:].exp()
