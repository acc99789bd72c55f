# exercise: E11
# ruff: noqa: F821


class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.register_parameter("weight", nn.Parameter(torch.empty(in_features).normal_()))
        self.register_parameter("bias", nn.Parameter(torch.zeros(())))

    def forward(self, x):
        return torch.special.expit(torch.einsum("nd,d->n", x, self.weight) + self.bias)[:, None]
