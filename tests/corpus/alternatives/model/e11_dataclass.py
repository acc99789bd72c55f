# exercise: E11
import torch
from torch import nn


from dataclasses import dataclass as _dataclass


@_dataclass(eq=False)
class LR(nn.Module):
    in_features: int = 2

    def __post_init__(self):
        super().__init__()
        self.theta = nn.ParameterList(
            [nn.Parameter(torch.randn(self.in_features, 1)), nn.Parameter(torch.zeros(1, 1))]
        )

    def forward(self, x):
        return torch.addmm(self.theta[1].expand(len(x), 1), x, self.theta[0]).sigmoid()
