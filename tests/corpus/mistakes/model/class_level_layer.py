# exercise: E11
# caught by: test_LR_instances, test_LR_parameters
# message: shared
# ruff: noqa: F821, RUF012


class LR(nn.Module):
    store = {}

    def __init__(self, in_features=2):
        super().__init__()
        self.features = self.store.setdefault(in_features, nn.Linear(in_features, 1))

    def forward(self, x):
        return torch.sigmoid(self.features(x))
