"""
Typical mistakes in model.py, written out.

Missing parameters, unsteady outputs and cut graphs are named by the checks
themselves; here are the modules that are built well and compute something else.
"""

import torch
from torch import nn

from grader.testing import Example, Examples, KnownMistake


def _regression(activation):
    """Return a module class that is right but for what it makes of z."""

    class LogisticRegression(nn.Module):
        def __init__(self, in_features=2):
            super().__init__()
            self.features = nn.Linear(in_features, 1)

        def forward(self, x):
            return activation(self.features(x), x)

    return LogisticRegression


def _suspect(message, activation):
    return KnownMistake(message, _regression(activation))


TWICE = (
    "All outputs lie between 0.5 and 0.731: sigmoid is applied twice. Look for it in __init__ "
    "(a Sequential that ends in one?) and in forward."
)
NO_SIGMOID = (
    "The outputs are wx + b itself and leave [0, 1]: they are no probabilities before the sigmoid."
)


class _TwoFeatures(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.features = nn.Linear(2, 1)

    def forward(self, x):
        return torch.sigmoid(self.features(x))


class _SigmoidClass(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.features = nn.Linear(in_features, 1)

    def forward(self, x):
        return nn.Sigmoid(self.features(x))


KNOWN_MISTAKES = {
    "model.LR": [
        KnownMistake(
            "nn.Sigmoid is a class: make an instance of it first, or call torch.sigmoid.",
            _SigmoidClass,
        ),
        KnownMistake(
            "The number of features is fixed at 2: use the argument in_features.", _TwoFeatures
        ),
        _suspect(TWICE, lambda z, _: torch.sigmoid(torch.sigmoid(z))),
        _suspect(NO_SIGMOID, lambda z, _: z),
        _suspect(
            "softmax over a single value is always 1: with one output the sigmoid is the way.",
            lambda z, _: torch.softmax(z, dim=1),
        ),
        _suspect(
            "softmax runs over the samples, so that their probabilities add up to 1. Each sample "
            "has a probability of its own: use the sigmoid.",
            lambda z, _: torch.softmax(z, dim=0),
        ),
        _suspect(
            "Your outputs are the probabilities of class 0: check the sign of z.",
            lambda z, _: torch.sigmoid(-z),
        ),
        _suspect(
            "Half of your outputs may be negative: tanh ends in (-1, 1).", lambda z, _: z.tanh()
        ),
        _suspect("relu is no probability: use the sigmoid.", lambda z, _: z.relu()),
        _suspect(
            "Your outputs are logarithms of probabilities: leave the logarithm to the loss.",
            lambda z, _: nn.functional.logsigmoid(z),
        ),
        _suspect(
            "A hard sigmoid is only a broken line near the real one: use 1 / (1 + exp(-z)).",
            lambda z, _: nn.functional.hardsigmoid(z),
        ),
        _suspect(
            "tanh(z) squeezed into (0, 1) is sigmoid(2z): halve z first.",
            lambda z, _: (1 + z.tanh()) / 2,
        ),
        _suspect(
            "The outputs are classes 0 and 1. The module gives probabilities; who "
            "decides comes later.",
            lambda z, _: (z >= 0).to(z.dtype),
        ),
        _suspect(
            "The outputs are classes 0 and 1. The module gives probabilities; who "
            "decides comes later.",
            lambda z, _: (z > 0).to(z.dtype),
        ),
        _suspect(
            "The outputs are rounded to a few decimals. The loss needs full precision.",
            lambda z, _: (torch.sigmoid(z) * 1e4).round() / 1e4,
        ),
        _suspect(
            "inf / inf is nan: exp overflows for a large z. Write the sigmoid so that exp never "
            "sees a large positive number, or use torch's.",
            lambda z, _: torch.exp(z) / (1 + torch.exp(z)),
        ),
        _suspect(
            "The output is flat, shape (N,): keep the column that the linear layer makes.",
            lambda z, _: torch.sigmoid(z).flatten(),
        ),
        _suspect(
            "squeeze() drops every axis of length 1: keep the column (N, 1).",
            lambda z, _: torch.sigmoid(z).squeeze(),
        ),
        _suspect(
            "The output is float32 for float64 samples: do not convert inside forward.",
            lambda z, _: torch.sigmoid(z).float(),
        ),
        _suspect(
            "Both classes have a column. One column with the probability of class 1 is asked for.",
            lambda z, _: torch.cat([1 - torch.sigmoid(z), torch.sigmoid(z)], dim=1),
        ),
        _suspect(
            "The output is clamped: probabilities near 0 and 1 are cut off. The loss takes care of "
            "them, the model need not.",
            lambda z, _: torch.sigmoid(z).clamp(0.01, 0.99),
        ),
    ]
}


def load(net, weight, bias):
    """Put numbers into the one weight and the one bias of a module, whatever their shapes."""
    parameters = list(net.parameters())
    weights = [p for p in parameters if p.numel() > 1]
    biases = [p for p in parameters if p.numel() == 1]
    if len(parameters) == 2 and [each.numel() for each in weights] == [weight.numel()]:
        with torch.no_grad():
            weights[0].copy_(weight.reshape(weights[0].shape))
            biases[0].copy_(bias.reshape(biases[0].shape))
    return parameters


def _ran(x: list[list[float]], weight: list[float], bias: float) -> Example:
    """Return the example that runs the module with these numbers."""

    def example(student):
        net = student.model.LR(len(weight))
        load(net, torch.tensor(weight), torch.tensor([bias]))
        return net(torch.tensor(x))

    return example


EXAMPLES: Examples = {
    "model.LR": (
        _ran([[3.0, 1.0], [0.0, 0.25]], [1.0, -2.0], 0.5),
        _ran([[1.0, 2.0, -1.0]], [0.5, -0.5, 1.0], 0.25),
    )
}
