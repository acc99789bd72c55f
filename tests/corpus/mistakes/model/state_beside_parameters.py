# exercise: E11
# caught by: test_LR_state_dict
# message: load_state_dict
# ruff: noqa: F821


class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.features = nn.Linear(in_features, 1)

    def state_dict(self, *args, **kwargs):
        return LR(self.features.in_features).features.state_dict(*args, prefix="features.")

    def forward(self, x):
        return torch.sigmoid(self.features(x))
