# exercise: E11
# ruff: noqa: F821


class LR(nn.Linear):
    def __init__(self, in_features=2):
        super().__init__(in_features, 1)

    def forward(self, x):
        return super().forward(x).sigmoid_()
