"""
Step 5 of 5: the training.

First, a worked example of a related problem: linear regression trained in five steps,
forward, loss, backward, step, clear, with an optimizer that is built once.

>>> x = torch.tensor([[0.0], [1.0], [2.0]])
>>> y = torch.tensor([1.0, 3.0, 5.0])
>>> line = nn.Linear(1, 1)
>>> for parameter in line.parameters():
...     _ = nn.init.zeros_(parameter)
>>> optimizer = torch.optim.SGD(line.parameters(), lr=0.3)
>>> losses = []
>>> for it in range(200):
...     optimizer.zero_grad()                                       # clear
...     prediction = line(x).flatten()                              # forward
...     loss = torch.nn.functional.mse_loss(prediction, y)          # loss
...     loss.backward()                                             # backward
...     optimizer.step()                                            # step
...     losses.append(loss.item())
>>> f"{losses[0]:.2f} {losses[-1]:.2f} {line.weight.item():.2f} {line.bias.item():.2f}"
'11.67 0.00 2.00 1.00'

Before a long run, check four things, the cheapest first. Each of them shows some
mistakes that the full run would hide.

1. The first loss. From zero weights the line predicts 0, so the loss is the mean of
   y squared; a classifier that knows nothing pays ln 2 = 0.6931.

>>> (y**2).mean()
tensor(11.6667)

2. The gradient, in float64 against differences of the loss:

>>> def loss_of(weight):
...     return ((weight * x.double().flatten() - y.double()) ** 2).mean()
>>> torch.autograd.gradcheck(loss_of, torch.zeros((), dtype=torch.float64, requires_grad=True))
True

3. Two samples. Any model can overfit two samples; if the loss does not go to 0, the
   loop is wrong, not the data.
4. Then all samples.

``losses.append(loss)`` would keep the graph of every iteration in memory;
``item()`` keeps the number.

Remarks:

- A run on the two clouds of seed 10, for comparison: loss 0.3947 and accuracy 0.92 at iteration
  0, 0.2071 and 0.94 at 20, 0.0990 and 0.975 at 100, 0.0606 and 0.99 at 260, and
  0.0493 and 0.995 at 380, where it stops.
- It stops there because accuracy is looked at only at multiples of 20 and must be
  GREATER than 0.99: from 260 to 360 it is exactly 198/200.
- ``zero_grad`` at the start or at the end of the loop is the same, as long as
  ``.grad`` is empty when the loop begins. A function that does not know who used
  the model before clears first.
- Accuracy hides mistakes: without ``zero_grad`` the run reaches 0.995 even sooner,
  with weights far too large. Look at the losses.
- Whether a run on random data stops early is luck: of 60 seeds, 34 stop within
  1000 iterations, and one stops at iteration 0.
"""

import torch
from torch import Tensor, nn
from torch.optim import Optimizer


def accuracy(p: Tensor, y: Tensor, threshold: float = 0.5) -> float:
    """
    Return the share of samples whose decision equals the label.

    Predict: how many comparisons does p == y make for p of shape (4, 1) and y of
    shape (4,)?

    Args:
        p: Probabilities of class 1, shape (N,) or (N, 1). May carry a graph.
        y: Labels 0 or 1, shape (N,), any dtype (float, integer, bool).
        threshold: A number from 0 to 1. Class 1 is where ``p >= threshold``, so a tie is
            class 1: ``torch.tensor(0.9) >= 0.9`` is true, in float32 as well.

    Returns:
        A Python float between 0 and 1.

    Raises:
        ValueError: If there are no samples: then there is no accuracy.

    >>> accuracy(torch.tensor([0.9, 0.2, 0.5, 0.4]), torch.tensor([1, 0, 1, 1]))
    0.75
    """
    raise NotImplementedError("accuracy is still to be written")


def train_step(model: nn.Module, x: Tensor, y: Tensor, optimizer: Optimizer) -> float:
    """
    Make one training step on all samples and return its loss.

    Predict: all weights are zero. What is the first loss, whatever the samples and
    labels are?

    Args:
        model: Maps every row of x to a probability, by itself; shape (N, 1). Its
            parameters have the dtype of x, and all of them take part.
        x: Samples, shape (N, d), float32 or float64; N may be 1.
        y: Labels 0 or 1, shape (N,), any dtype (float, integer, bool).
        optimizer: Holds the parameters of *model*.

    Returns:
        The mean binary cross-entropy of this step's forward pass, that is before
        the update, as a Python float. Float32 is exact enough. A p of exactly 0 or 1
        that is right costs less than 0.001, as in ``bce_loss``.

    1. The parameters have moved by one ``optimizer.step()`` with the gradient of
       this loss; nothing else moves them.
    2. Gradients that lie in ``.grad`` from earlier code have no influence.

    *x* and *y* are left unchanged.

    >>> model = nn.Sequential(nn.Linear(2, 1), nn.Sigmoid())
    >>> for parameter in model.parameters():
    ...     _ = nn.init.ones_(parameter)
    >>> optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    >>> loss = train_step(model, torch.eye(2), torch.tensor([0, 1]), optimizer)
    >>> f"{loss:.4f}"
    '1.1269'
    """
    raise NotImplementedError("train_step is still to be written")


def fit(
    x: Tensor,
    y: Tensor,
    *,
    init_weight: Tensor | None = None,
    init_bias: float | None = None,
    lr: float = 0.01,
    momentum: float = 0.9,
    max_iters: int = 1000,
    check_every: int = 20,
    target_acc: float = 0.99,
) -> dict:
    """
    Train a logistic regression on all samples until it is good enough.

    In iteration 0, 1, 2, ...: forward, loss (mean binary cross-entropy), backward,
    update (torch's SGD with momentum), clear. The loss of the forward pass is
    noted. In every iteration that is a multiple of *check_every* the accuracy of
    the same forward pass is noted too (class 1 is where p >= 0.5); if it is greater
    than *target_acc* (not equal: 198 right out of 200 are 0.99, and no more), this
    iteration's update is still made and is the last one.

    Predict: the accuracy is looked at every 20 iterations, and at iteration 20 all
    samples are right. How many updates are made in all?

    Args:
        x: Samples, shape (N, d), float32 or float64. All of them in every step.
        y: Labels 0 or 1, shape (N,), any dtype (float, integer, bool).
        init_weight: Weight to start from, shape (d,) or (1, d), float32 or float64;
            None draws a fresh random one.
        init_bias: Bias to start from; None draws a fresh random one.
        lr: Learning rate.
        momentum: Momentum; 0 is plain gradient descent.
        max_iters: Largest number of updates; 0 returns the start.
        check_every: Accuracy is looked at in iterations 0, check_every,
            2 * check_every, ... only.
        target_acc: Accuracy between 0 and 1 to stop above.

    Returns:
        A dict with the keys

        - "weight": Tensor, shape (d,) or (1, d), dtype of *x*, plain (does not
          require grad), after the last update;
        - "bias": float, after the last update;
        - "iterations": int, the number of updates made;
        - "stopped_early": bool, whether the target was passed, be it in the last iteration
          of *max_iters*;
        - "losses": list[float], one per update, from before that update;
        - "accuracies": list of pairs (iteration, accuracy), an int and a float.

    The arguments are left unchanged. Two calls with the same start give the same
    result, two without a start begin with different numbers, and no call goes on
    where another one ended.

    >>> x, y = torch.tensor([[-1.0], [1.0]]), torch.tensor([0, 1])
    >>> run = fit(x, y, init_weight=torch.zeros(1), init_bias=-0.5, lr=1.0, check_every=5)
    >>> run["iterations"], run["stopped_early"], run["accuracies"]
    (6, True, [(0, 0.5), (5, 1.0)])
    """
    raise NotImplementedError("fit is still to be written")
