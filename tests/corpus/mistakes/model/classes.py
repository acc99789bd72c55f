# exercise: E11
# caught by: test_LR_values
# message: classes 0 and 1
# ruff: noqa: F821


class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.features = nn.Linear(in_features, 1)

    def forward(self, x):
        return (self.features(x) > 0).to(x.dtype)
