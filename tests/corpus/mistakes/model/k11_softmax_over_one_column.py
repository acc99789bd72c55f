# exercise: E11
# caught by: test_LR_values, test_LR_sizes
# message: always 1
# ruff: noqa: F821


class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.features = nn.Linear(in_features, 1)

    def forward(self, x):
        return torch.softmax(self.features(x), dim=1)
