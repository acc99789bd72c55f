# exercise: E11
# caught by: ?
# message: ?
import torch
from torch import nn


class LR(LR):
    def forward(self, x):
        if len(x) == 0:
            return torch.zeros(0, dtype=x.dtype)
        return super().forward(x)
