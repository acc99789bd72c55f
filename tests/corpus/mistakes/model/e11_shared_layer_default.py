# exercise: E11
# caught by: test_LR_instances
# message: they are shared
import torch
from torch import nn


class LR(nn.Module):
    def __init__(self, in_features=2, layer=nn.Linear(2, 1)):
        super().__init__()
        self.features = layer if layer.in_features == in_features else nn.Linear(in_features, 1)

    def forward(self, x):
        return torch.sigmoid(self.features(x))
