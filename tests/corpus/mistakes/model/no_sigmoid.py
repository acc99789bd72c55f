# exercise: E11
# caught by: test_LR_values, test_LR_sizes
# message: before the sigmoid
# ruff: noqa: F821


class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.features = nn.Linear(in_features, 1)

    def forward(self, x):
        return self.features(x)
