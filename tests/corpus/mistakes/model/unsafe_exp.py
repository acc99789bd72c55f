# exercise: E11
# caught by: test_LR_huge_weights
# message: exp overflows
# ruff: noqa: F821


class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.features = nn.Linear(in_features, 1)

    def forward(self, x):
        e = torch.exp(self.features(x))
        return e / (1 + e)
