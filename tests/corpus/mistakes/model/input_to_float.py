# exercise: E11
# caught by: test_LR_double
# message: dtype
# ruff: noqa: F821


class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.features = nn.Linear(in_features, 1)

    def forward(self, x):
        return torch.sigmoid(self.features(x.float()))
