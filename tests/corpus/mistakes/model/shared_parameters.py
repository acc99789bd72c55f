# exercise: E11
# caught by: test_LR_instances
# message: Setting the parameters of one LR() to 0 changed another one:
import torch
from torch import nn


_weight, _bias = None, None
class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        global _weight, _bias
        if _weight is None or _weight.numel() != in_features:
            _weight, _bias = nn.Parameter(torch.randn(in_features)), nn.Parameter(torch.zeros(1))
        self.weight, self.bias = _weight, _bias
    def forward(self, x):
        return torch.sigmoid(x @ self.weight[:, None] + self.bias)
