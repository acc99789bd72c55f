# exercise: E11
# caught by: test_LR_values, test_LR_sizes
# message: A plain list hides
# ruff: noqa: F821


class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.layers = [nn.Linear(in_features, 1), nn.Sigmoid()]

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return x
