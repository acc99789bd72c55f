# exercise: E11
# caught by: test_LR_values
# message: The inner sizes of a matrix product must agree
# ruff: noqa: F821


class LR(nn.Module):
    features = nn.Linear(2, 1)

    def __init__(self, in_features=2):
        super().__init__()

    def forward(self, x):
        return torch.sigmoid(self.features(x))
