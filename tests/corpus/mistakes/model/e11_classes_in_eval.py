# exercise: E11
# caught by: test_LR_values
# message: After eval() the module answers otherwise


class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.features = nn.Linear(in_features, 1)

    def forward(self, x):
        p = torch.sigmoid(self.features(x))
        if not self.training:
            return (p >= 0.5).to(p.dtype)
        return p
