# exercise: E11


class LR(nn.Module):
    def __init__(self, in_features=2):
        super(LR, self).__init__()
        self.register_parameter("w", nn.Parameter(torch.zeros(in_features)))
        self.register_parameter("b", nn.Parameter(torch.zeros(())))

    def forward(self, x):
        z = torch.einsum("nd,d->n", x, self.w) + self.b
        return torch.exp(nn.functional.logsigmoid(z))[:, None]
