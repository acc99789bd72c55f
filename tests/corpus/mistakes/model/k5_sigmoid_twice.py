# exercise: E11
# caught by: test_LR_values, test_LR_sizes
# message: applied twice
# ruff: noqa: F821


class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.features = nn.Sequential(nn.Linear(in_features, 1), nn.Sigmoid())

    def forward(self, x):
        return torch.sigmoid(self.features(x))
