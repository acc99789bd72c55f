# exercise: E11
# caught by: test_LR_values
# message: Create the layer once
# ruff: noqa: F821


class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.in_features = in_features

    def forward(self, x):
        self.features = nn.Linear(self.in_features, 1).to(x.dtype)
        return torch.sigmoid(self.features(x))
