# %% baddbmm, parameters with odd names
class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.bias = nn.Parameter(torch.zeros(1, 1, 1))
        self.zz = nn.Parameter(torch.ones(1, in_features, 1))

    def forward(self, x):
        return torch.sigmoid(torch.baddbmm(self.bias, x[None], self.zz))[0]

# %% convolution
class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.conv = nn.Conv1d(in_features, 1, kernel_size=1)

    def forward(self, x):
        return torch.sigmoid(self.conv(x[:, :, None]))[:, :, 0]

# %% a dataclass
import torch
from torch import nn


from dataclasses import dataclass as _dataclass


@_dataclass(eq=False)
class LR(nn.Module):
    in_features: int = 2

    def __post_init__(self):
        super().__init__()
        self.theta = nn.ParameterList(
            [nn.Parameter(torch.randn(self.in_features, 1)), nn.Parameter(torch.zeros(1, 1))]
        )

    def forward(self, x):
        return torch.addmm(self.theta[1].expand(len(x), 1), x, self.theta[0]).sigmoid()

# %% registered parameters and exp of logsigmoid
class LR(nn.Module):
    def __init__(self, in_features=2):
        super(LR, self).__init__()
        self.register_parameter("w", nn.Parameter(torch.zeros(in_features)))
        self.register_parameter("b", nn.Parameter(torch.zeros(())))

    def forward(self, x):
        z = torch.einsum("nd,d->n", x, self.w) + self.b
        return torch.exp(nn.functional.logsigmoid(z))[:, None]

# %% Sequential as a base class
from torch import nn


class LR(nn.Sequential):
    def __init__(self, in_features=2):
        super().__init__(nn.Linear(in_features, 1), nn.Sigmoid())

# %% einsum with registered parameter
class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.register_parameter("weight", nn.Parameter(torch.empty(in_features).normal_()))
        self.register_parameter("bias", nn.Parameter(torch.zeros(())))

    def forward(self, x):
        return torch.special.expit(torch.einsum("nd,d->n", x, self.weight) + self.bias)[:, None]

# %% exp of logsigmoid
class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.features = nn.Linear(in_features, 1)

    def forward(self, x):
        return nn.functional.logsigmoid(self.features(x)).exp()

# %% explicit sum
class LR(nn.Module):
    def __init__(self, in_features=2):
        nn.Module.__init__(self)
        self.w = nn.Parameter(torch.randn(in_features) / in_features)
        self.b = nn.Parameter(torch.zeros(1))

    def forward(self, x):
        z = (x * self.w).sum(dim=1, keepdim=True) + self.b
        return torch.where(
            z >= 0,
            1 / (1 + torch.exp(-z.clamp(min=0))),
            torch.exp(z.clamp(max=0)) / (1 + torch.exp(z.clamp(max=0))),
        )

# %% flat weight and 0d bias
class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.w = nn.Parameter(torch.zeros(in_features))
        self.b = nn.Parameter(torch.tensor(0.0))

    def forward(self, x):
        return torch.sigmoid(x.mv(self.w) + self.b).unsqueeze(1)

# %% a ModuleDict
import torch
from torch import nn


class LR(nn.Module):
    def __init__(self, in_features=2):
        super(LR, self).__init__()
        layers = nn.ModuleDict({"line": nn.Linear(in_features, 1), "squash": nn.Sigmoid()})
        self.layers = layers

    def forward(self, x):
        for layer in self.layers.values():
            x = layer(x)
        return x

# %% functional forms
import torch
from torch import nn


import torch.nn.functional as F


class LR(nn.Module):
    def __init__(self, in_features: int = 2) -> None:
        super().__init__()
        self.W = nn.Parameter(torch.empty(1, in_features))
        self.register_parameter("c", nn.Parameter(torch.zeros(1, 1)))
        nn.init.xavier_uniform_(self.W)

    def forward(self, x):
        return F.sigmoid(F.linear(x, self.W) + self.c)

# %% matmul two branches
import torch
from torch import nn


class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(in_features, 1))
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, x):
        z = torch.addmm(self.bias, x, self.weight)
        small = torch.exp(-z.abs())
        return torch.where(z >= 0, 1 / (1 + small), small / (1 + small))

# %% module list
class LR(nn.Module):
    def __init__(self, in_features: int = 2):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(in_features, 1), nn.Sigmoid()])

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return x

# %% naive division
class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.features = nn.Linear(in_features, 1)
        nn.init.zeros_(self.features.weight)

    def forward(self, x):
        return 1 / (1 + torch.exp(-self.features(x)))

# %% parameter dict
class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.theta = nn.ParameterDict(
            {"w": nn.Parameter(torch.rand(1, in_features)), "b": nn.Parameter(torch.rand(1, 1))}
        )

    def forward(self, x):
        return torch.sigmoid(nn.functional.linear(x, self.theta["w"]) + self.theta["b"])

# %% raw parameters
class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.w = nn.Parameter(torch.randn(in_features, 1) * 0.1)
        self.b = nn.Parameter(torch.zeros(1))

    def forward(self, x):
        return torch.sigmoid(x @ self.w + self.b)

# %% sequential
class LR(nn.Module):
    def __init__(self, in_features=2):
        super(LR, self).__init__()
        self.net = nn.Sequential(nn.Linear(in_features, 1), nn.Sigmoid())

    def forward(self, x):
        return self.net(x)

# %% softmax against zero
class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.features = nn.Linear(in_features, 1)

    def forward(self, x):
        z = self.features(x)
        return torch.softmax(torch.cat([torch.zeros_like(z), z], dim=1), dim=1)[:, 1:]

# %% softmax pair
import torch
from torch import nn


class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.scorer = nn.Linear(in_features, 1, bias=True)
        self.scorer.bias.data.zero_()

    def forward(self, x):
        z = self.scorer(x)
        return torch.cat([torch.zeros_like(z), z], dim=1).log_softmax(1)[:, 1:].exp()

# %% subclass of linear
class LR(nn.Linear):
    def __init__(self, in_features=2):
        super().__init__(in_features, 1)

    def forward(self, x):
        return super().forward(x).sigmoid_()

# %% subclass of sequential
class LR(nn.Sequential):
    def __init__(self, in_features=2):
        super().__init__(nn.Linear(in_features, 1), nn.Sigmoid())

# %% tanh form
class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.features = nn.Linear(in_features, 1)

    def forward(self, x):
        return 0.5 * (1 + torch.tanh(0.5 * self.features(x)))
