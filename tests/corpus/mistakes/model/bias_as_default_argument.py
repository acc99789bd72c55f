# exercise: E11
# caught by: test_LR_instances, test_LR_state_dict
# unnamed: yes
# message: shared
import torch
from torch import nn


class LR(nn.Module):
    def __init__(self, in_features=2, bias=nn.Parameter(torch.zeros(1))):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(in_features, 1))
        bias.data = bias.data.float()
        self.bias = bias
    def forward(self, x):
        return torch.sigmoid(x @ self.weight + self.bias.to(x.dtype))
