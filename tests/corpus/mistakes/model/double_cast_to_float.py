# exercise: E11
# caught by: test_LR_double
# message: LR returned a tensor of dtype float32, expected float64.
import torch
from torch import nn


class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.linear = nn.Linear(in_features, 1)
    def forward(self, x):
        return torch.sigmoid(self.linear(x)).float()
