# exercise: E11
# caught by: test_LR_values
# message: signature
# ruff: noqa: F821


class LR(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Linear(2, 1)

    def forward(self, x):
        return torch.sigmoid(self.features(x))
