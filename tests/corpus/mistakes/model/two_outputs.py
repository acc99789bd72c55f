# exercise: E11
# caught by: test_LR_values, test_LR_parameters
# message: two outputs
# ruff: noqa: F821


class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.features = nn.Linear(in_features, 2)

    def forward(self, x):
        return torch.softmax(self.features(x), dim=1)[:, 1:]
