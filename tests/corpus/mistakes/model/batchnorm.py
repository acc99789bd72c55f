# exercise: E11
# caught by: test_LR_values, test_LR_sizes, test_LR_instances, test_LR_double, test_LR_huge_weights, test_LR_gradients
# held out: yes
# message: For example,
import torch
from torch import nn


class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.norm = nn.BatchNorm1d(in_features, affine=False)
        self.linear = nn.Linear(in_features, 1)
    def forward(self, x):
        return torch.sigmoid(self.linear(self.norm(x)))
