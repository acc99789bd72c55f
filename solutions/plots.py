"""
Seeing it: the boundary, the curves, the log.

First, a worked example of a related problem: one line in one figure, made without a
window. The function returns the Figure; its caller shows or saves it.

>>> def plot_parabola():
...     from matplotlib.figure import Figure
...     figure = Figure()
...     axes = figure.subplots()
...     x = torch.linspace(-1, 1, 21)
...     axes.plot(x.numpy(), (x**2).numpy(), label="x squared")
...     axes.set_xlabel("x")
...     axes.legend()
...     return figure
>>> figure = plot_parabola()
>>> [text.get_text() for text in figure.axes[0].get_legend().get_texts()]
['x squared']

``figure.savefig("parabola.png")`` writes it to a file. Import matplotlib inside
the function, as above: it takes a second to load, which only plotting should cost.
A tensor that carries a graph needs ``.detach()`` before ``.numpy()``.

Remarks:

- ``plt.show()`` and ``plt.pause()`` need a screen and stop the program until
  somebody looks. A Figure that is returned works everywhere.
- In a loop that draws after the update, loss and accuracy in the title belong to the
  weights before it, the line to the weights after it. In this module you are handed
  both.
- The line divides by w1. A vertical boundary (w1 = 0) has no x2 for a given x1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def boundary_x2(weight: Tensor, bias: float, x1: Tensor) -> Tensor:
    """
    Return the height of the decision boundary at every x1.

    On the boundary p is one half, so ``w0 * x1 + w1 * x2 + bias = 0``.

    Predict: where does the line of the weights (1, 2) and the bias -4 stand at x1 =
    0, and where at x1 = 2?

    Args:
        weight: The weights w0 and w1, shape (2,) or (1, 2), any float dtype.
        bias: The bias, a number.
        x1: First coordinates, float, any shape.

    Returns:
        The second coordinates x2, shape and dtype of *x1*.

    Raises:
        ValueError: If w1 is 0: the line is vertical and has no x2.

    The arguments are left unchanged.

    >>> boundary_x2(torch.tensor([3.0, -1.0]), 2.0, torch.tensor([0.0, 1.0]))
    tensor([2., 5.])
    """
    ### BEGIN SOLUTION
    # nn.Linear(2, 1) keeps its weight as (1, 2); flat, both shapes are the same.
    w0, w1 = weight.flatten()
    if w1 == 0:
        raise ValueError("w1 is 0: the boundary is vertical and has no x2")
    return (-(w0 * x1 + bias) / w1).to(x1.dtype)
    ### END SOLUTION


def plot_boundary(
    x: Tensor,
    y: Tensor,
    weight: Tensor,
    bias: float,
    *,
    iteration: int,
    loss: float,
    acc: float,
) -> Figure:
    """
    Draw the samples, the decision boundary and the numbers of one iteration.

    Predict: to which side of its line does the weight vector (w0, w1) point, that
    of class 0 or of class 1?

    Args:
        x: Samples, shape (N, 2), float; not all have one x1.
        y: Labels 0 or 1, shape (N,), any dtype; both occur.
        weight: The weights w0 and w1, shape (2,) or (1, 2). w1 is not 0, and the boundary
            passes among the samples.
        bias: The bias, a number.
        iteration: Number of the iteration.
        loss: Its loss.
        acc: Its accuracy, between 0 and 1.

    Returns:
        A new matplotlib Figure that can be saved; ``show`` is not called.

        1. Every sample is drawn at its place: x[:, 0] across, x[:, 1] up.
        2. Both classes stand in a legend.
        3. The boundary ``w0 * x1 + w1 * x2 + bias = 0`` is drawn, as a line or a
           contour, and visible inside the axes.
        4. A title or text tells iteration, loss (at least 3 decimals) and
           accuracy (as a fraction, or in percent to within one). Decimals may
           follow a point or a comma; 2.07e-1 and 15/16 can be read, too.

    >>> x, y = torch.tensor([[0.0, 1.0], [2.0, 1.0]]), torch.tensor([0, 1])
    >>> figure = plot_boundary(
    ...     x, y, torch.tensor([2.0, 1.0]), -3.0, iteration=20, loss=0.2071, acc=1.0
    ... )
    >>> sorted(text.get_text() for text in figure.axes[0].get_legend().get_texts())
    ['class 0', 'class 1']
    """
    ### BEGIN SOLUTION
    # Figure itself, not pyplot: no window, and no list of open figures that grows.
    from matplotlib.figure import Figure

    figure = Figure()
    axes = figure.subplots()
    points, labels = x.detach(), y.detach().flatten()
    for label, colour in ((0, "tab:red"), (1, "tab:blue")):
        of_class = points[labels == label].numpy()
        axes.scatter(of_class[:, 0], of_class[:, 1], s=20, color=colour, label=f"class {label}")

    # Walk along the axis on which the line is the flatter one and solve for the
    # other: a steep or vertical line is then no special case, and divides by the
    # larger weight.
    w = weight.detach().flatten().tolist()
    along = 0 if abs(w[1]) >= abs(w[0]) else 1
    low, high = points[:, along].min().item(), points[:, along].max().item()
    margin = 0.1 * (high - low) + 0.1
    walk = torch.linspace(low - margin, high + margin, 100, dtype=torch.float64)
    other = -(w[along] * walk + float(bias)) / w[1 - along]
    across, up = (walk, other) if along == 0 else (other, walk)
    axes.plot(across.numpy(), up.numpy(), color="black")

    axes.set_xlabel("x1")
    axes.set_ylabel("x2")
    axes.set_title(f"iteration {iteration}: loss {loss:.4f}, accuracy {acc:.2%}")
    axes.legend()
    return figure
    ### END SOLUTION


def plot_curves(result: dict) -> Figure:
    """
    Draw the loss and the accuracy of a run over its iterations.

    Predict: which x does each line get for five losses and for accuracies taken at
    0, 2 and 4?

    Args:
        result: What ``training.fit`` returns. Used are "losses", a list with one
            loss per iteration, and "accuracies", a list of (iteration, accuracy). Both
            are empty after a run of no iterations.

    Returns:
        A new matplotlib Figure that can be saved; ``show`` is not called.

        1. One line (or row of markers) has all losses against the iterations 0, 1,
           2, ...
        2. One has all accuracies against THEIR iterations, as shares or in percent.
        3. Axis labels, titles, texts or legends name "loss", "acc" and "iter", in
           upper or lower case, or 损失, 准确 and 迭代.

    >>> run = {"losses": [0.7, 0.5, 0.4], "accuracies": [(0, 0.5), (2, 1.0)]}
    >>> [len(axes.lines[0].get_xdata()) for axes in plot_curves(run).axes]
    [3, 2]
    """
    ### BEGIN SOLUTION
    from matplotlib.figure import Figure

    figure = Figure()
    # Two axes with one x: loss has no upper end and accuracy has, so that one scale
    # would press one of them flat.
    top, bottom = figure.subplots(2, 1, sharex=True)
    losses = result["losses"]
    top.plot(range(len(losses)), losses)
    top.set_ylabel("loss")
    # Accuracy was not taken in every iteration: its x is the one that was noted.
    iterations = [it for it, _ in result["accuracies"]]
    bottom.plot(iterations, [acc for _, acc in result["accuracies"]], marker=".")
    bottom.set_ylabel("accuracy")
    bottom.set_xlabel("iteration")
    return figure
    ### END SOLUTION


def log_history(writer: Any, result: dict) -> None:
    """
    Write the loss and the accuracy of a run to a TensorBoard writer.

    Predict: how many records do five losses and three accuracies make?

    Args:
        writer: An object such as ``torch.utils.tensorboard.SummaryWriter``. It has
            ``add_scalar(tag, scalar_value, global_step)``, ``flush()`` and
            ``close()``, and nothing else that you could count on.
        result: What ``training.fit`` returns. Used are "losses", a list with one
            loss per iteration, and "accuracies", a list of (iteration, accuracy).

    Returns:
        None. Every loss and every accuracy has been written, as a number or a tensor
        of one, with its own iteration as the step, under two tags: one contains
        "loss", the other "acc". At the end the writer is flushed or closed, or the
        last records stay in a buffer.

    >>> class Printer:
    ...     def add_scalar(self, tag, scalar_value, global_step=None):
    ...         print(global_step, tag, scalar_value)
    ...
    ...     def flush(self):
    ...         print("flushed")
    ...
    ...     close = flush
    >>> log_history(Printer(), {"losses": [0.7, 0.5], "accuracies": [(0, 0.5)]})
    0 train/loss 0.7
    1 train/loss 0.5
    0 train/accuracy 0.5
    flushed
    """
    ### BEGIN SOLUTION
    for it, loss in enumerate(result["losses"]):
        writer.add_scalar("train/loss", loss, it)
    for it, acc in result["accuracies"]:
        writer.add_scalar("train/accuracy", acc, it)
    writer.flush()
    ### END SOLUTION
