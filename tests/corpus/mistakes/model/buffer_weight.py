# exercise: E11
# caught by: test_LR_values, test_LR_sizes, test_LR_instances, test_LR_double, test_LR_huge_weights, test_LR_gradients
# held out: yes
# message: LR(in_features=3) does not hold the right parameters:
import torch
from torch import nn


class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.register_buffer("w", torch.randn(in_features, 1))
        self.b = nn.Parameter(torch.zeros(1))
    def forward(self, x):
        return torch.sigmoid(x @ self.w + self.b)
