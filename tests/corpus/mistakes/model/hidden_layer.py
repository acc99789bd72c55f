# exercise: E11
# caught by: test_LR_values, test_LR_parameters
# message: One linear layer
# ruff: noqa: F821


class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.net = nn.Sequential(
            nn.Linear(in_features, 4), nn.ReLU(), nn.Linear(4, 1), nn.Sigmoid()
        )

    def forward(self, x):
        return self.net(x)
