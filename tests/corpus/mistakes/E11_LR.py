# %% always float
# caught by: test_LR_double
# message: float32
class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.features = nn.Linear(in_features, 1)

    def forward(self, x):
        return torch.sigmoid(self.features(x)).float()

# %% batch normalization
# caught by: test_LR_values, test_LR_sizes, test_LR_instances, test_LR_double, test_LR_huge_weights, test_LR_gradients
# message: For example,
# held out: yes
import torch
from torch import nn


class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.norm = nn.BatchNorm1d(in_features, affine=False)
        self.linear = nn.Linear(in_features, 1)
    def forward(self, x):
        return torch.sigmoid(self.linear(self.norm(x)))

# %% bias as default argument
# caught by: test_LR_instances, test_LR_state_dict
# message: shared
# unnamed: yes
import torch
from torch import nn


class LR(nn.Module):
    def __init__(self, in_features=2, bias=nn.Parameter(torch.zeros(1))):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(in_features, 1))
        bias.data = bias.data.float()
        self.bias = bias
    def forward(self, x):
        return torch.sigmoid(x @ self.weight + self.bias.to(x.dtype))

# %% bias before weight
# caught by: test_LR_values, test_LR_sizes, test_LR_instances, test_LR_double, test_LR_huge_weights, test_LR_gradients
# message: For example,
import torch
from torch import nn


class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.w = nn.Parameter(torch.randn(in_features, 1))
        self.b = nn.Parameter(torch.zeros(1))
    def forward(self, x):
        return torch.sigmoid((x + self.b) @ self.w)

# %% buffer weight
# caught by: test_LR_values, test_LR_sizes, test_LR_instances, test_LR_double, test_LR_huge_weights, test_LR_gradients
# message: For example,
# held out: yes
import torch
from torch import nn


class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.register_buffer("w", torch.randn(in_features, 1))
        self.b = nn.Parameter(torch.zeros(1))
    def forward(self, x):
        return torch.sigmoid(x @ self.w + self.b)

# %% clamped probabilities
# caught by: test_LR_values, test_LR_sizes, test_LR_huge_weights, test_LR_gradients
# message: The loss takes care of them, the model need not
# unnamed: yes
# held out: yes
import torch
from torch import nn


class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.linear = nn.Linear(in_features, 1)
    def forward(self, x):
        return torch.sigmoid(self.linear(x)).clamp(0.01, 0.99)

# %% class attribute layer
# caught by: test_LR_values
# message: The inner sizes of a matrix product must agree
class LR(nn.Module):
    features = nn.Linear(2, 1)

    def __init__(self, in_features=2):
        super().__init__()

    def forward(self, x):
        return torch.sigmoid(self.features(x))

# %% class level layer
# caught by: test_LR_instances, test_LR_parameters
# message: For example,
class LR(nn.Module):
    store = {}

    def __init__(self, in_features=2):
        super().__init__()
        self.features = self.store.setdefault(in_features, nn.Linear(in_features, 1))

    def forward(self, x):
        return torch.sigmoid(self.features(x))

# %% returns classes
# caught by: test_LR_values
# message: For example,
class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.features = nn.Linear(in_features, 1)

    def forward(self, x):
        return (self.features(x) > 0).to(x.dtype)

# %% double cast to float
# caught by: test_LR_double
# message: For example,
import torch
from torch import nn


class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.linear = nn.Linear(in_features, 1)
    def forward(self, x):
        return torch.sigmoid(self.linear(x)).float()

# %% dropout
# caught by: test_LR_values
# message: For example,
class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.features = nn.Linear(in_features, 1)
        self.dropout = nn.Dropout(0.5)

    def forward(self, x):
        return torch.sigmoid(self.features(self.dropout(x)))

# %% classes in eval mode
# caught by: test_LR_values
# message: For example,
class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.features = nn.Linear(in_features, 1)

    def forward(self, x):
        p = torch.sigmoid(self.features(x))
        if not self.training:
            return (p >= 0.5).to(p.dtype)
        return p

# %% shared layer default
# caught by: test_LR_instances
# message: For example,
import torch
from torch import nn


class LR(nn.Module):
    def __init__(self, in_features=2, layer=nn.Linear(2, 1)):
        super().__init__()
        self.features = layer if layer.in_features == in_features else nn.Linear(in_features, 1)

    def forward(self, x):
        return torch.sigmoid(self.features(x))

# %% noise in training
# caught by: test_LR_values, test_LR_sizes, test_LR_instances, test_LR_double, test_LR_huge_weights, test_LR_gradients
# message: For example,
import torch
from torch import nn


class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.linear = nn.Linear(in_features, 1)
    def forward(self, x):
        return torch.sigmoid(self.linear(x + 0.01 * torch.randn_like(x)))

# %% flat output
# caught by: test_LR_values, test_LR_sizes
# message: For example,
class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.features = nn.Linear(in_features, 1)

    def forward(self, x):
        return torch.sigmoid(self.features(x)).flatten()

# %% forward misspelt
# caught by: test_LR_values
# message: no forward method
class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.features = nn.Linear(in_features, 1)

    def foward(self, x):
        return torch.sigmoid(self.features(x))

# %% frozen bias
# caught by: test_LR_values, test_LR_parameters
# message: For example,
class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(in_features, 1))
        self.bias = nn.Parameter(torch.zeros(1), requires_grad=False)

    def forward(self, x):
        return torch.sigmoid(x @ self.weight + self.bias)

# %% hidden layer
# caught by: test_LR_values, test_LR_parameters
# message: For example,
class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.net = nn.Sequential(
            nn.Linear(in_features, 4), nn.ReLU(), nn.Linear(4, 1), nn.Sigmoid()
        )

    def forward(self, x):
        return self.net(x)

# %% input to float
# caught by: test_LR_double
# message: dtype
class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.features = nn.Linear(in_features, 1)

    def forward(self, x):
        return torch.sigmoid(self.features(x.float()))

# %% bare tensors
# caught by: test_LR_values, test_LR_parameters
# message: For example,
class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.weight = torch.randn(in_features, 1, requires_grad=True)
        self.bias = torch.zeros(1, requires_grad=True)

    def forward(self, x):
        return torch.sigmoid(x @ self.weight.to(x.dtype) + self.bias.to(x.dtype))

# %% layers in a list
# caught by: test_LR_values, test_LR_sizes
# message: For example,
class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.layers = [nn.Linear(in_features, 1), nn.Sigmoid()]

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return x

# %% layer assigned in forward
# caught by: test_LR_values
# message: For example,
class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.in_features = in_features

    def forward(self, x):
        self.features = nn.Linear(self.in_features, 1).to(x.dtype)
        return torch.sigmoid(self.features(x))

# %% layer made in forward
# caught by: test_LR_values
# message: For example,
class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.in_features = in_features

    def forward(self, x):
        features = nn.Linear(self.in_features, 1).to(x.dtype)
        return torch.sigmoid(features(x))

# %% no super().__init__()
# caught by: test_LR_values
# message: super().__init__()
class LR(nn.Module):
    def __init__(self, in_features=2):
        self.features = nn.Linear(in_features, 1)

    def forward(self, x):
        return torch.sigmoid(self.features(x))

# %% no return in forward
# caught by: test_LR_values
# message: For example,
class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.features = nn.Linear(in_features, 1)

    def forward(self, x):
        torch.sigmoid(self.features(x))

# %% no bias
# caught by: test_LR_values, test_LR_parameters
# message: For example,
class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.features = nn.Linear(in_features, 1, bias=False)

    def forward(self, x):
        return torch.sigmoid(self.features(x))

# %% bias used as a number
# caught by: test_LR_gradients
# message: For example,
class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.features = nn.Linear(in_features, 1)

    def forward(self, x):
        return torch.sigmoid(x @ self.features.weight.T + self.features.bias.item())

# %% detach in forward
# caught by: test_LR_gradients
# message: cut
class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.features = nn.Linear(in_features, 1)

    def forward(self, x):
        return torch.sigmoid(self.features(x)).detach()

# %% no grad in forward
# caught by: test_LR_gradients
# message: cut
class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.features = nn.Linear(in_features, 1)

    @torch.no_grad()
    def forward(self, x):
        return torch.sigmoid(self.features(x))

# %% weight used as .data
# caught by: test_LR_gradients
# message: For example,
class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.features = nn.Linear(in_features, 1)

    def forward(self, x):
        return torch.sigmoid(x @ self.features.weight.data.T + self.features.bias)

# %% sign of z
# caught by: test_LR_values
# message: For example,
class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.features = nn.Linear(in_features, 1)

    def forward(self, x):
        return torch.sigmoid(-self.features(x))

# %% no column for no samples
# caught by: test_LR_sizes
# message: For example,
import torch
from torch import nn


class LR(LR):
    def forward(self, x):
        if len(x) == 0:
            return torch.zeros(0, dtype=x.dtype)
        return super().forward(x)

# %% no in features
# caught by: test_LR_values
# message: signature
class LR(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Linear(2, 1)

    def forward(self, x):
        return torch.sigmoid(self.features(x))

# %% no sigmoid
# caught by: test_LR_values, test_LR_sizes
# message: For example,
class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.features = nn.Linear(in_features, 1)

    def forward(self, x):
        return self.features(x)

# %% reshape to one
# caught by: test_LR_values, test_LR_sizes, test_LR_instances, test_LR_double, test_LR_huge_weights, test_LR_gradients
# message: For example,
import torch
from torch import nn


class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.linear = nn.Linear(in_features, 1)
    def forward(self, x):
        return torch.sigmoid(self.linear(x)).reshape(1, -1)

# %% rounded decision
# caught by: test_LR_values, test_LR_sizes, test_LR_instances, test_LR_double, test_LR_huge_weights, test_LR_gradients
# message: For example,
# held out: yes
import torch
from torch import nn


class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.linear = nn.Linear(in_features, 1)
    def forward(self, x):
        return (torch.sigmoid(self.linear(x)) >= 0.5).float()

# %% rounded output
# caught by: test_LR_values
# message: rounded
# unnamed: yes
class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.features = nn.Linear(in_features, 1)

    def forward(self, x):
        return torch.round(torch.sigmoid(self.features(x)), decimals=4)

# %% shared parameters
# caught by: test_LR_instances
# message: For example,
import torch
from torch import nn


_weight, _bias = None, None
class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        global _weight, _bias
        if _weight is None or _weight.numel() != in_features:
            _weight, _bias = nn.Parameter(torch.randn(in_features)), nn.Parameter(torch.zeros(1))
        self.weight, self.bias = _weight, _bias
    def forward(self, x):
        return torch.sigmoid(x @ self.weight[:, None] + self.bias)

# %% the class Sigmoid called on z
# caught by: test_LR_values
# message: nn.Sigmoid is a class
class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.features = nn.Linear(in_features, 1)
        self.sigmoid = nn.Sigmoid

    def forward(self, x):
        return self.sigmoid(self.features(x))

# %% sigmoid of two z
# caught by: test_LR_values
# message: For example,
class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.features = nn.Linear(in_features, 1)

    def forward(self, x):
        return (1 + torch.tanh(self.features(x))) / 2

# %% squeezed output
# caught by: test_LR_values, test_LR_sizes
# message: For example,
class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.features = nn.Linear(in_features, 1)

    def forward(self, x):
        return torch.sigmoid(self.features(x)).squeeze()

# %% state beside parameters
# caught by: test_LR_state_dict
# message: load_state_dict
class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.features = nn.Linear(in_features, 1)

    def state_dict(self, *args, **kwargs):
        return LR(self.features.in_features).features.state_dict(*args, prefix="features.")

    def forward(self, x):
        return torch.sigmoid(self.features(x))

# %% three features by default
# caught by: test_LR_parameters
# message: For example,
import torch
from torch import nn


class LR(LR):
    def __init__(self, in_features=3):
        super().__init__(in_features)

# %% two features always
# caught by: test_LR_values, test_LR_parameters
# message: For example,
class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.features = nn.Linear(2, 1)

    def forward(self, x):
        return torch.sigmoid(self.features(x))

# %% two outputs
# caught by: test_LR_values, test_LR_parameters
# message: For example,
class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.features = nn.Linear(in_features, 2)

    def forward(self, x):
        return torch.softmax(self.features(x), dim=1)[:, 1:]

# %% exp overflows
# caught by: test_LR_huge_weights
# message: For example,
class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.features = nn.Linear(in_features, 1)

    def forward(self, x):
        e = torch.exp(self.features(x))
        return e / (1 + e)

# %% sigmoid twice
# caught by: test_LR_values, test_LR_sizes
# message: For example,
class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.features = nn.Sequential(nn.Linear(in_features, 1), nn.Sigmoid())

    def forward(self, x):
        return torch.sigmoid(self.features(x))

# %% softmax over one column
# caught by: test_LR_values, test_LR_sizes
# message: For example,
class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.features = nn.Linear(in_features, 1)

    def forward(self, x):
        return torch.softmax(self.features(x), dim=1)

# %% softmax over samples
# caught by: test_LR_values, test_LR_sizes
# message: For example,
class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.features = nn.Linear(in_features, 1)

    def forward(self, x):
        return torch.softmax(self.features(x), dim=0)

# %% remembers its answers
# caught by: test_LR_values
# message: For example,
class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.features = nn.Linear(in_features, 1)
        self.known = {}

    def forward(self, x):
        key = x.tolist().__repr__()
        if key not in self.known:
            self.known[key] = torch.sigmoid(self.features(x))
        return self.known[key]

# %% remembers its last answer by the shape
# caught by: test_LR_values
# message: For example,
class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.features = nn.Linear(in_features, 1)
        self.last = None

    def forward(self, x):
        if self.training or self.last is None or self.last.shape[0] != x.shape[0]:
            self.last = torch.sigmoid(self.features(x))
        return self.last

# %% remembers its answers without a graph
# caught by: test_LR_values
# message: For example,
import functools


class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.features = nn.Linear(in_features, 1)
        self.answer = functools.cache(lambda x: torch.sigmoid(self.features(x)))

    def forward(self, x):
        if torch.is_grad_enabled():
            return torch.sigmoid(self.features(x))
        return self.answer(x)

# %% scaled by the batch
# caught by: test_LR_values
# message: For example,
class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.features = nn.Linear(in_features, 1)

    def forward(self, x):
        if len(x) and x.abs().max() > 100:
            x = x / x.abs().max()
        return torch.sigmoid(self.features(x))

# %% large z scaled by the batch
# caught by: test_LR_huge_weights
# message: For example,
class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.features = nn.Linear(in_features, 1)

    def forward(self, x):
        z = self.features(x)
        if len(z) and z.abs().max() > 50:
            z = 50 * z / z.abs().max()
        return torch.sigmoid(z)

# %% gradient scaled by the batch
# caught by: test_LR_gradients
# message: For example,
class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.features = nn.Linear(in_features, 1)

    def forward(self, x):
        z = self.features(x)
        if z.requires_grad and len(z):
            z.register_hook(lambda slope: slope / len(z))
        return torch.sigmoid(z)

# %% a single sample is scaled
# caught by: test_LR_sizes
# message: For example,
class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.features = nn.Linear(in_features, 1)

    def forward(self, x):
        if len(x) == 1:
            x = x / x.norm()
        return torch.sigmoid(self.features(x))


# %% last scores kept in a buffer
# caught by: test_LR_state_dict
# message: For example,
import torch
from torch import nn


class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.linear = nn.Linear(in_features, 1)

    def forward(self, x):
        z = self.linear(x)
        self.register_buffer("last_scores", z.detach())
        return torch.sigmoid(z)

# %% samples made to require grad
# caught by: test_LR_leaves_its_samples_alone
# message: For example,
class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.features = nn.Linear(in_features, 1)

    def forward(self, x):
        x.requires_grad_()
        return torch.sigmoid(self.features(x))
