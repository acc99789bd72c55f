# exercise: E11
# caught by: test_LR_values, test_LR_parameters
# message: nn.Parameter
# ruff: noqa: F821


class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.weight = torch.randn(in_features, 1, requires_grad=True)
        self.bias = torch.zeros(1, requires_grad=True)

    def forward(self, x):
        return torch.sigmoid(x @ self.weight.to(x.dtype) + self.bias.to(x.dtype))
