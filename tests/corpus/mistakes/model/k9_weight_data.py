# exercise: E11
# caught by: test_LR_gradients
# message: does not reach the weight
# ruff: noqa: F821


class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.features = nn.Linear(in_features, 1)

    def forward(self, x):
        return torch.sigmoid(x @ self.features.weight.data.T + self.features.bias)
