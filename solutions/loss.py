"""
Step 3 of 5: the loss.

First, a worked example of a related problem: the mean squared error with a check.
Without the check, a column of predictions against one-dimensional labels raises no
error: the difference is a table of all pairs, and its mean is taken.

>>> p, y = torch.tensor([[0.0], [1.0]]), torch.tensor([0.0, 1.0])
>>> (p - y).shape
torch.Size([2, 2])
>>> ((p - y) ** 2).mean()
tensor(0.5000)

All predictions are right, so the loss should be 0. Count first, flatten, then
subtract:

>>> def squared_error(p, y):
...     if p.numel() != y.numel():
...         raise ValueError(f"{p.numel()} predictions, but {y.numel()} labels")
...     return ((p.flatten() - y.flatten().to(p.dtype)) ** 2).mean()
>>> squared_error(p, y)
tensor(0.)

Remarks:

- ``nn.BCELoss`` wants labels of the dtype of the predictions, and the same shape
  on both sides. With int64 labels it says "Found dtype Long but expected Float".
- ``y_pred.squeeze()`` fails for a batch of one: the loss then compares a shape ()
  with a shape (1,) and refuses.
- A sigmoid followed by ``BCELoss`` cannot tell how wrong a sample is that is far off:
  at z = 20 a float32 sigmoid is exactly 1. That is why the second exercise
  starts from the logits.
"""

import torch
from torch import Tensor


def bce_loss(p: Tensor, y: Tensor) -> Tensor:
    """
    Return the mean binary cross-entropy of probabilities against 0/1 labels.

    One sample costs ``-log(p)`` if its label is 1 and ``-log(1 - p)`` if it is 0.

    Predict: what does it cost to say 0.5 every time, and does it depend on the
    labels?

    Args:
        p: Probabilities of class 1, shape (N,) or (N, 1), float32 or float64.
        y: Labels 0 or 1, shape (N,) or (N, 1), any dtype (float, integer, bool).
            The two shapes may differ as long as N is the same.

    Returns:
        The loss in nats, shape (), dtype of *p*, still attached to its graph:

        1. The gradient by p is ``(p - y) / (p * (1 - p) * N)`` inside (0, 1).
        2. For p of exactly 0 or 1 the loss and its gradient are finite: certain
           and right costs less than 0.001, certain and wrong more than 10. For any p
           you may add 1e-6 or less to what goes into a logarithm, or keep it above
           that.

    Raises:
        ValueError: If *p* and *y* hold different numbers of samples. They are
            never broadcast.

    >>> bce_loss(torch.tensor([[0.9], [0.2]]), torch.tensor([1, 0]))
    tensor(0.1643)
    """
    ### BEGIN SOLUTION
    if p.numel() != y.numel():
        raise ValueError(f"got {p.numel()} probabilities, but {y.numel()} labels")
    # Flat against flat: (N, 1) minus (N,) would be an (N, N) table of all pairs.
    p, y = p.flatten(), y.flatten().to(p.dtype)
    # torch stops both logs at -100, so that a certain and wrong sample costs 100
    # nats instead of infinity, and 0 * log(0) is 0 instead of nan. Its gradient
    # divides by at least 1e-12, never by 0.
    return torch.nn.functional.binary_cross_entropy(p, y)
    ### END SOLUTION


def bce_with_logits(z: Tensor, y: Tensor) -> Tensor:
    """
    Return the mean binary cross-entropy of logits against 0/1 labels.

    Start from the logits, not from their sigmoid: at z = 20 it rounds to exactly
    1 in float32, and the loss can no longer see how wrong the sample is.

    Predict: what does z = -50 cost for label 1, what for label 0, and how steep is
    the loss there?

    Args:
        z: Scores ``wx + b`` before the sigmoid, shape (N,) or (N, 1), float32 or
            float64.
        y: Labels 0 or 1, shape (N,) or (N, 1), any dtype (float, integer, bool).

    Returns:
        The loss in nats, shape (), dtype of *z*, still attached to its graph:

        1. For ``|z|`` up to 1e4 it is as exact as torch's own loss of this kind: z = 1000
           with label 0 costs 1000.
        2. The gradient by z is ``(sigmoid(z) - y) / N``, at the extremes and at
           exactly z = 0 too.

    Raises:
        ValueError: If *z* and *y* hold different numbers of samples. They are
            never broadcast.

    >>> bce_with_logits(torch.tensor([1000.0, 0.0]), torch.tensor([0, 1]))
    tensor(500.3466)
    """
    ### BEGIN SOLUTION
    if z.numel() != y.numel():
        raise ValueError(f"got {z.numel()} logits, but {y.numel()} labels")
    z, y = z.flatten(), y.flatten().to(z.dtype)
    # How far each sample is on the wrong side: z for label 0, -z for label 1.
    # The loss is log(1 + e^wrong) for both, and no two large numbers are subtracted.
    wrong = (1 - 2 * y) * z
    # logaddexp(wrong, 0) is log(e^wrong + e^0) without overflow. Unlike the form
    # with clamp and abs it has no corner at 0, so its slope there is right as well.
    return torch.logaddexp(wrong, torch.zeros_like(wrong)).mean()
    ### END SOLUTION
