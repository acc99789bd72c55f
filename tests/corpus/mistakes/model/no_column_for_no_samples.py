# exercise: E11
# caught by: test_LR_sizes
# message: expected (0, 1):
import torch
from torch import nn


class LR(LR):
    def forward(self, x):
        if len(x) == 0:
            return torch.zeros(0, dtype=x.dtype)
        return super().forward(x)
