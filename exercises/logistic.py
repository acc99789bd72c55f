"""
From a score to a probability to a class.

First, a worked example of a related problem. The softmax, ``e^z`` divided by the
sum of all ``e^z``, shows a difficulty of every formula with ``exp``, and its remedy:

>>> z = torch.tensor([99.0, 100.0])
>>> torch.exp(z) / torch.exp(z).sum()
tensor([nan, nan])

float32 overflows from ``exp(89)`` on, and inf / inf is nan. The fraction stays
the same when top and bottom are divided by the largest term, and then ``exp``
only ever sees numbers <= 0:

>>> small = torch.exp(z - z.max())
>>> small / small.sum()
tensor([0.2689, 0.7311])

The second trap is in the gradient, not in the value. ``torch.where`` picks
values, but backward runs through BOTH branches, and 0 times inf is nan:

>>> z = torch.tensor([0.0], requires_grad=True)
>>> torch.where(z > 0, torch.sqrt(z), z).sum().backward()
>>> z.grad
tensor([nan])

So first make the branch that is not chosen harmless, by changing what goes INTO it:

>>> z = torch.tensor([0.0], requires_grad=True)
>>> inside = torch.where(z > 0, z, 1.0)
>>> torch.where(z > 0, torch.sqrt(inside), z).sum().backward()
>>> z.grad
tensor([1.])

Remark: many texts give the class rule for both sides of 0.5 and leave the tie
open. Here it is that of ``ge(0.5)``: exactly 0.5, or exactly
``wx + b = 0``, is class 1.
"""

import torch
from torch import Tensor


def sigmoid(z: Tensor) -> Tensor:
    """
    Return ``1 / (1 + e^(-z))`` elementwise, safe far out on both sides.

    The formula as it stands is right in the middle. In float32 ``exp`` overflows
    above about 88, and then the value or its gradient is lost. Please write it
    yourself; a call of ``torch.sigmoid`` costs no point, but teaches nothing.

    Predict: sigmoid(2) is 0.88. What is sigmoid(-2), and how steep is the curve at
    z = 2?

    Args:
        z: Scores, any shape (also () and (0,)), float32 or float64.

    Returns:
        The probabilities, shape and dtype of *z*:

        1. Values lie in [0, 1] and are finite for ``|z|`` up to 1e4. That they
           round to exactly 0 or 1 far out is fine.
        2. The result stays attached to the graph of *z*. Its slope is
           ``s * (1 - s)``, also at exactly z = 0, where it is 1/4.
        3. The gradient is finite everywhere, at z = -1000 and z = 1000 too.

    *z* is left unchanged.

    >>> sigmoid(torch.tensor([-1000.0, 0.0, 1.0]))
    tensor([0.0000, 0.5000, 0.7311])
    """
    raise NotImplementedError("sigmoid is still to be written")


def log_odds(p: Tensor) -> Tensor:
    """
    Return ``ln(p / (1 - p))`` elementwise: the inverse of the sigmoid.

    The odds of class 1 are ``p / (1 - p)``. Setting their logarithm equal to
    ``wx + b`` and solving for p gives the model of logistic regression.

    Predict: what are the log-odds of 3/4, and what are those of 1/4?

    Args:
        p: Probabilities in [0, 1], any shape, float32 or float64.

    Returns:
        The log-odds, shape and dtype of *p*, attached to the graph of *p* with
        the gradient ``1 / (p * (1 - p))`` for p from 1e-15 to below 1. 0 gives -inf and
        1 gives inf. Small probabilities (1e-8) keep their accuracy.

    Raises:
        ValueError: If any entry lies outside [0, 1] or is nan: an answer of nan
            would only show up much later.

    >>> log_odds(torch.tensor([0.5, 0.9, 1.0]))
    tensor([0.0000, 2.1972,    inf])
    """
    raise NotImplementedError("log_odds is still to be written")


def decide(scores: Tensor, threshold: float = 0.5, from_logits: bool = False) -> Tensor:
    """
    Return the class of every sample: 1 where its probability reaches the threshold.

    Predict: which class does a logit of 2 get at a threshold of 0.9? And a logit of
    3?

    Args:
        scores: Shape (N,) or (N, 1); N may be 0 or 1. Probabilities, or values
            of ``wx + b`` (logits) if *from_logits* is true. May carry a graph.
        threshold: A probability strictly between 0 and 1. It is a probability
            in both cases: for logits, too, class 1 is where
            ``sigmoid(scores) >= threshold``. Where rounding that probability
            to its dtype decides, either class is right.
        from_logits: Whether *scores* are logits.

    Returns:
        Classes 0 and 1, int64, shape (N,). A probability exactly at the
        threshold is class 1: ``torch.tensor(0.9) >= 0.9`` is true, in float32
        as well.

    Raises:
        ValueError: If *threshold* is not strictly between 0 and 1.

    >>> decide(torch.tensor([0.2, 0.5, 0.9]))
    tensor([0, 1, 1])
    >>> decide(torch.tensor([[-0.3], [0.3]]), from_logits=True)
    tensor([0, 1])
    """
    raise NotImplementedError("decide is still to be written")
