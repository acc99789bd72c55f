"""
Visible examples: questions whose answers are shown where a check has no twins.

What follows from a contract is shown by its twins.
"""

import torch

from grader.testing import Example, Examples


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


MODEL: Examples = {
    "model.LR": (
        _ran([[3.0, 1.0], [0.0, 0.25]], [1.0, -2.0], 0.5),
        _ran([[1.0, 2.0, -1.0]], [0.5, -0.5, 1.0], 0.25),
    )
}
