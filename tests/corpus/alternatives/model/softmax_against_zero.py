# exercise: E11
# ruff: noqa: F821


class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.features = nn.Linear(in_features, 1)

    def forward(self, x):
        z = self.features(x)
        return torch.softmax(torch.cat([torch.zeros_like(z), z], dim=1), dim=1)[:, 1:]
