# exercise: E11
# caught by: test_LR_values, test_LR_parameters
# message: requires_grad=False
# ruff: noqa: F821


class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(in_features, 1))
        self.bias = nn.Parameter(torch.zeros(1), requires_grad=False)

    def forward(self, x):
        return torch.sigmoid(x @ self.weight + self.bias)
