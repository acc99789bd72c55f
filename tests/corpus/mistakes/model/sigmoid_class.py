# exercise: E11
# caught by: test_LR_values
# message: nn.Sigmoid is a class
# ruff: noqa: F821


class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.features = nn.Linear(in_features, 1)
        self.sigmoid = nn.Sigmoid

    def forward(self, x):
        return self.sigmoid(self.features(x))
