# exercise: E11
# ruff: noqa: F821


class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.bias = nn.Parameter(torch.zeros(1, 1, 1))
        self.zz = nn.Parameter(torch.ones(1, in_features, 1))

    def forward(self, x):
        return torch.sigmoid(torch.baddbmm(self.bias, x[None], self.zz))[0]
