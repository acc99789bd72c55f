# exercise: E11
# ruff: noqa: F821


class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.conv = nn.Conv1d(in_features, 1, kernel_size=1)

    def forward(self, x):
        return torch.sigmoid(self.conv(x[:, :, None]))[:, :, 0]
