"""
Step 4 of 5: the optimizer.

First, a worked example of a related problem: plain gradient descent on one tensor, by
hand and with torch. Without momentum the two agree exactly:

>>> p = torch.tensor([1.0, 2.0])
>>> g = torch.tensor([0.5, -1.0])
>>> p - 0.1 * g
tensor([0.9500, 2.1000])

>>> q = torch.tensor([1.0, 2.0], requires_grad=True)
>>> optimizer = torch.optim.SGD([q], lr=0.1)
>>> q.grad = g.clone()
>>> optimizer.step()
>>> q.detach()
tensor([0.9500, 2.1000])

An optimizer keeps its settings in ``param_groups``, a list of dicts:

>>> [(group["lr"], group["momentum"], len(group["params"])) for group in optimizer.param_groups]
[(0.1, 0, 1)]

Remarks:

- Momentum matters: with lr 0.01 and momentum 0.9 the training of two clouds stops at
  iteration 380, with momentum 0 it would need 3780.
- Many textbooks put the rate inside the velocity (``v = m*v + lr*g; p = p - v``).
  As long as the rate stays the same, both give the same parameters; after a change
  they differ.
"""

import torch
from torch import Tensor, nn
from torch.optim import Optimizer


def sgd_momentum_step(
    params: list[Tensor],
    grads: list[Tensor],
    velocities: list[Tensor] | None,
    lr: float,
    momentum: float,
) -> tuple[list[Tensor], list[Tensor]]:
    """
    Return parameters and velocities after one step of SGD with momentum.

    The rule is torch's: ``v = momentum * v + g``, then ``p = p - lr * v`` with
    the new v. The rate stands in front of the whole velocity, not inside it.

    Predict: p = 1 meets the gradients 2 and 4 with rate 0.1 and momentum 0.5. Where
    is p after each of the two steps?

    Args:
        params: Tensors of any shapes, float32 or float64.
        grads: Their gradients, plain, in the same order and shapes.
        velocities: Their velocities, in the same order and shapes; None means
            that all are zero (the first step).
        lr: Learning rate of this step. It may differ from step to step.
        momentum: How much of the old velocity is kept; 0 is plain descent.

    Returns:
        The tuple ``(new_params, new_velocities)``: two lists (or tuples) of plain
        tensors in the order, shapes and dtypes of *params*.

    Nothing is changed in place: the tensors you are given stay as they are. One of them may
    be returned where it is the answer, as g is the velocity of a first step.

    >>> p, v = sgd_momentum_step(
    ...     [torch.tensor([1.0])], [torch.tensor([2.0])], None, lr=0.5, momentum=0.5
    ... )
    >>> sgd_momentum_step(p, [torch.tensor([2.0])], v, lr=0.5, momentum=0.5)
    ([tensor([-1.5000])], [tensor([3.])])
    """
    ### BEGIN SOLUTION
    if velocities is None:
        velocities = [torch.zeros_like(p) for p in params]
    # The parameters may require grad; the step must not become part of a graph.
    with torch.no_grad():
        new_velocities = [momentum * v + g for v, g in zip(velocities, grads, strict=True)]
        new_params = [p - lr * v for p, v in zip(params, new_velocities, strict=True)]
    return new_params, new_velocities
    ### END SOLUTION


def make_optimizer(
    model: nn.Module, lr: float = 0.01, momentum: float = 0.9, bias_lr: float | None = None
) -> Optimizer:
    """
    Return an SGD optimizer over a model, with a rate of its own for the bias.

    Predict: a weight at 0 takes two steps with gradient 1, lr 0.1 and momentum 0.5.
    Is it at -0.2 then?

    Args:
        model: A module such as ``nn.Linear``, or one made of several layers. Its
            biases are the parameters named "bias", in a layer "0.bias"; no other name
            ends so.
        lr: Learning rate of every parameter, except for the biases if *bias_lr* is
            given.
        momentum: Momentum of every parameter.
        bias_lr: Learning rate of the biases. 0.0 is a rate too: they stay put.
            None means *lr*.

    Returns:
        A ``torch.optim.SGD`` that holds every parameter of *model* exactly once.
        How many groups it has is up to you.

    >>> optimizer = make_optimizer(nn.Linear(2, 1), lr=0.5, bias_lr=0.0)
    >>> sorted(group["lr"] for group in optimizer.param_groups)
    [0.0, 0.5]
    """
    ### BEGIN SOLUTION
    # "is None", because 0.0 is false and yet a rate.
    if bias_lr is None:
        bias_lr = lr
    biases, others = [], []
    for name, parameter in model.named_parameters():
        (biases if name.split(".")[-1] == "bias" else others).append(parameter)
    groups = [{"params": others, "lr": lr}, {"params": biases, "lr": bias_lr}]
    return torch.optim.SGD(groups, lr=lr, momentum=momentum)
    ### END SOLUTION


def decay_lr(optimizer: Optimizer, factor: float) -> list[float]:
    """
    Multiply the learning rate of every group and return the new rates.

    Predict: which rates are left when 0.5 and 0.1 are multiplied by 0.5, and which
    step is the first to use them?

    Args:
        optimizer: Any optimizer with one or more parameter groups, whose rates are floats;
            its next step uses the new rates.
        factor: What each rate is multiplied by.

    Returns:
        The new rate of each group, in the order of the groups.

    >>> optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=2.0)
    >>> decay_lr(optimizer, 0.25)
    [0.5]
    """
    ### BEGIN SOLUTION
    # The rates live in the groups; an attribute optimizer.lr would be read by nobody.
    for group in optimizer.param_groups:
        group["lr"] *= factor
    return [group["lr"] for group in optimizer.param_groups]
    ### END SOLUTION
