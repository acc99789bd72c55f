# exercise: E11
# ruff: noqa: F821


class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.features = nn.Linear(in_features, 1)
        nn.init.zeros_(self.features.weight)

    def forward(self, x):
        return 1 / (1 + torch.exp(-self.features(x)))
