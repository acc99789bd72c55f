"""
Step 2 of 5: the model.

First, a worked example of a related problem: linear regression as a module.
``__init__`` creates the parameters, once; ``forward`` only uses them.

>>> class LinearRegression(nn.Module):
...     def __init__(self, in_features):
...         super().__init__()                        # before any layer is assigned
...         self.line = nn.Linear(in_features, 1)     # weight (1, in_features), bias (1,)
...
...     def forward(self, x):
...         return self.line(x)
>>> net = LinearRegression(3)
>>> [tuple(p.shape) for p in net.parameters()]
[(1, 3), (1,)]
>>> net(torch.zeros(5, 3)).shape
torch.Size([5, 1])

Call the module, not its ``forward``: ``net(x)`` runs the hooks as well.

Remark: a linear layer returns a column of shape (N, 1), the labels have shape (N,),
and ``squeeze()`` brings the two together. For a single sample
``squeeze()`` turns (1, 1) into (), one axis too many; ``squeeze(1)`` or
``flatten()`` takes only what is meant.
"""

import torch
from torch import Tensor, nn


class LR(nn.Module):
    """
    Logistic regression: a linear layer, then the sigmoid.

    Predict: what is z for the weights (1, -2), the bias 0.5 and x = (3, 1), and is p
    below or above one half?

    Args:
        in_features: Number of features per sample.

    1. The module has exactly ``in_features + 1`` trainable numbers, held by one
       weight and one bias parameter. Their names and shapes are up to you; the
       usual choice is ``self.features = nn.Linear(in_features, 1)``.
    2. Each instance has parameters of its own, and a ``state_dict`` saved from
       one can be loaded into another.
    3. After ``.double()`` it works on float64 input.

    >>> net = LR(in_features=3)
    >>> sum(p.numel() for p in net.parameters())
    4
    >>> net(torch.zeros(5, 3)).shape
    torch.Size([5, 1])
    """

    def __init__(self, in_features: int = 2):
        """
        Create the parameters, once.

        Args:
            in_features: Number of features per sample.
        """
        ### BEGIN SOLUTION
        # nn.Module keeps its registers (parameters, sub-modules) from here on;
        # without them a layer has nowhere to be noted down.
        super().__init__()
        self.features = nn.Linear(in_features, 1)
        ### END SOLUTION

    def forward(self, x: Tensor) -> Tensor:
        """
        Return the probability of class 1 for every sample.

        Args:
            x: Samples, shape (N, in_features); N may be 0 or 1.

        Returns:
            ``sigmoid(x @ w + b)``, shape (N, 1), dtype of *x*, finite for huge
            weights too. The same input gives the same output, and gradients
            reach the weight and the bias.

        >>> net = LR()
        >>> with torch.no_grad():
        ...     for parameter in net.parameters():
        ...         _ = parameter.fill_(0.0)
        >>> net(torch.ones(1, 2)).tolist()
        [[0.5]]
        """
        ### BEGIN SOLUTION
        # The column shape (N, 1) stays: who compares it with flat labels flattens
        # it there, knowingly.
        return torch.sigmoid(self.features(x))
        ### END SOLUTION
