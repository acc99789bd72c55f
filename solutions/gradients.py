"""
Build a graph, go backward, read the gradients.

First, a worked example of a related problem: the area of a rectangle and its two
slopes, in the five steps that return in every exercise of this module:

>>> width = torch.tensor(3.0, requires_grad=True)      # 1. make a leaf
>>> height = torch.tensor(4.0, requires_grad=True)
>>> area = width * height                              # 2. build the graph
>>> area.backward()                                    # 3. go backward
>>> width.grad, height.grad                            # 4. read
(tensor(4.), tensor(3.))
>>> width.grad = height.grad = None                    # 5. clear

Step 5 matters because backward ADDS into ``.grad``. The same area once more,
without clearing, gives twice the slope:

>>> (width * height).backward()
>>> (width * height).backward()
>>> width.grad
tensor(8.)

The other family of tools returns gradients and fills nothing:

>>> torch.autograd.grad(width * height, [width, height])
(tensor(4.), tensor(3.))

Remarks:

- "Autograd gives the gradients of all tensors" holds for leaves, the tensors
  you made yourself. The gradient of a computed tensor is used on the way and
  then dropped, unless you ask for it before you go backward.
- ``grad_variables`` in the signature of ``torch.autograd.backward`` is the old
  name of ``grad_tensors``. It still works and warns; write ``grad_tensors``.
- ``retain_graph`` is missed only by graphs that saved something: ``x + 2`` can
  be run backward twice without it, ``x ** 3`` cannot.
"""

from collections.abc import Sequence

import torch
from torch import Tensor


def graph_gradients(w: Tensor, x: Tensor) -> dict[str, Tensor]:
    """
    Return the gradient of a small graph at all four of its tensors.

    The graph is ``a = x + w``, ``b = w + 1``, ``y = a * b`` (elementwise). Two
    of its tensors are given, two are computed on the way: autograd treats them
    differently, and w reaches y along two paths.

    Predict: at w = 1 and x = 2, which of the four gradients is the largest, and how
    large is it?

    Args:
        w: Float tensor of any shape, also () and (0,).
        x: Float tensor of the same shape and dtype.

    Returns:
        The gradients of ``y.sum()`` with respect to w, x, a and b under the
        keys "w", "x", "a" and "b". Each has the shape and dtype of *w* and is
        plain: it does not require grad.

    The arguments are left alone: their values, their ``requires_grad`` and
    their ``.grad`` are the same after the call, even if they require grad.

    >>> grads = graph_gradients(torch.tensor([0.0]), torch.tensor([3.0]))
    >>> grads["w"], grads["x"], grads["a"], grads["b"]
    (tensor([4.]), tensor([1.]), tensor([1.]), tensor([3.]))
    """
    ### BEGIN SOLUTION
    # Fresh leaves: what autograd notes on them never reaches the caller's tensors.
    w = w.detach().clone().requires_grad_()
    x = x.detach().clone().requires_grad_()
    a = x + w
    b = w + 1
    y = a * b
    # One call for all four: a second call would find its saved values freed.
    grads = torch.autograd.grad(y.sum(), [w, x, a, b])
    return dict(zip("wxab", grads, strict=True))
    ### END SOLUTION


def weighted_backward(w: Tensor, x: Tensor, loss_weights: Tensor) -> Tensor:
    """
    Return the gradient of a weighted pair of losses with respect to w.

    The losses are ``y0 = (x + w) * (w + 1)`` and ``y1 = (x + w) + (w + 1)``;
    asked for is the gradient of ``c0 * y0.sum() + c1 * y1.sum()``. This is what
    ``grad_tensors`` is for: each loss starts the way back with its own weight.
    Any way to the right number counts.

    Predict: at w = 1 and x = 2 the two losses have the gradients 5 and 2. What does the
    function return for the weights (1, 2)?

    Args:
        w: Float tensor of any shape, also ().
        x: Float tensor of the same shape and dtype.
        loss_weights: The two numbers c0 and c1, shape (2,), any numeric dtype
            (integers too).

    Returns:
        The gradient, shape and dtype of *w*, plain (does not require grad).

    Raises:
        ValueError: If *loss_weights*, of shape (K,), holds more or fewer than two numbers.

    The arguments are left alone: their values, their ``requires_grad`` and
    their ``.grad``. A second call gives the same answer as the first.

    >>> weighted_backward(torch.tensor([0.0]), torch.tensor([3.0]), torch.tensor([2.0, 1.0]))
    tensor([10.])
    """
    ### BEGIN SOLUTION
    if loss_weights.numel() != 2:
        raise ValueError(f"expected 2 loss weights, got {loss_weights.numel()}")
    c0, c1 = loss_weights.detach().flatten().tolist()
    w = w.detach().clone().requires_grad_()
    x = x.detach()
    y0 = (x + w) * (w + 1)
    y1 = (x + w) + (w + 1)
    # A starting gradient looks like its loss: one number per element. full_like
    # also gives it the dtype of the loss, so that integer weights need no care.
    starts = [torch.full_like(y0, c0), torch.full_like(y1, c1)]
    torch.autograd.backward([y0, y1], grad_tensors=starts)
    return w.grad
    ### END SOLUTION


def backward_losses(losses: Sequence[Tensor], weights: Sequence[float | Tensor]) -> None:
    """
    Add the gradient of a weighted sum of losses to the ``.grad`` of every leaf.

    This is the call ``torch.autograd.backward(tensors, grad_tensors=...)``, for any
    number of losses. Unlike the exercises before
    it, the graph is the caller's own and filling ``.grad`` is the purpose.

    Predict: the .grad of w is 100, the only loss is (5 * w).sum() and its weight
    is 2. What does .grad hold afterwards?

    Args:
        losses: One tensor or more that carry a graph, of any shapes. They may
            share parts of one graph.
        weights: One weight per loss: a number (also an integer or 0), or a
            tensor of the shape of that loss that does not require grad. A number counts
            for every element.

    Returns:
        None. After the call the ``.grad`` of every leaf has grown by the
        gradient of ``sum_i (weights[i] * losses[i]).sum()``: what was in it
        before is kept, and a leaf that no loss reaches keeps ``.grad`` None.
        So may one that only losses of weight 0 reach.

    Raises:
        ValueError: If there are not as many weights as losses. No ``.grad`` has
            changed then.

    >>> w = torch.tensor(3.0, requires_grad=True)
    >>> square = w * w
    >>> backward_losses([square, square + w], [1, 2.0])
    >>> w.grad
    tensor(20.)
    """
    ### BEGIN SOLUTION
    # Before anything moves: a refusal half way would leave some .grad changed.
    if len(losses) != len(weights):
        raise ValueError(f"got {len(losses)} losses, but {len(weights)} weights")
    if not losses:
        return
    starts = [
        weight.detach().to(loss.dtype)
        if isinstance(weight, Tensor)
        else torch.full_like(loss, weight)
        for loss, weight in zip(losses, weights, strict=True)
    ]
    # One pass over all losses: a node they share is passed once, with the sum of
    # what comes in, and its saved values are freed only after that.
    torch.autograd.backward(list(losses), grad_tensors=starts)
    ### END SOLUTION


def backward_n_times(x: Tensor, n: int) -> list[Tensor]:
    """
    Run backward n times over one graph and record how the gradient grows.

    Build ``z = (x ** 3).sum()`` once and go backward *n* times without clearing
    in between. PyTorch frees the values a graph has saved as soon as backward
    has used them, and it adds new gradients to old ones: this exercise meets both.

    Predict: for x = [1, 2] and n = 3, what are the three entries? And what would
    the list show if it held one tensor three times?

    Args:
        x: Float tensor of any shape, may be empty.
        n: Number of backward passes, 0 or more.

    Returns:
        A list of *n* plain tensors, shape and dtype of *x*. Entry k (from 0) is
        the gradient accumulated after pass k + 1, that is ``(k + 1) * 3 * x**2``.
        The entries are copies: no two share memory, so changing one leaves the others.
        ``n = 0`` gives ``[]``.

    Raises:
        ValueError: If *n* is negative.

    The argument is left alone, its ``.grad`` too, even if it requires grad, and a
    second call starts from zero again.

    >>> backward_n_times(torch.tensor([3.0]), 2)
    [tensor([27.]), tensor([54.])]
    """
    ### BEGIN SOLUTION
    if n < 0:
        raise ValueError(f"n must be 0 or more, got {n}")
    x = x.detach().clone().requires_grad_()
    z = (x**3).sum()
    totals = []
    for k in range(n):
        # Every pass but the last must leave the saved values for the next one.
        z.backward(retain_graph=k < n - 1)
        # x.grad is one tensor that keeps growing; without a copy the list would
        # hold the last total n times.
        totals.append(x.grad.clone())
    return totals
    ### END SOLUTION


def nth_derivative(coeffs: Tensor, x: Tensor, n: int) -> Tensor:
    """
    Return the n-th derivative of a polynomial at every x.

    The polynomial is ``p(x) = coeffs[0] + coeffs[1]*x + coeffs[2]*x**2 + ...``.
    A derivative can be differentiated again only if its own computation was
    recorded, which autograd does on request (``create_graph``).

    Predict: what are the derivatives of order 2 and of order 4 of 1 + 2x + 3x^2 +
    4x^3 at x = 1?

    Args:
        coeffs: The coefficients, lowest power first, float, shape (k,), k at
            least 1.
        x: Where to evaluate, dtype of *coeffs*, any shape.
        n: Order of the derivative, 0 or more; 0 is p itself.

    Returns:
        The n-th derivative at each x, shape and dtype of *x*, plain (does not
        require grad). Orders above the degree give zeros.

    Raises:
        ValueError: If *n* is negative.

    The arguments are left alone, their ``.grad`` too, even if they require grad.

    >>> nth_derivative(torch.tensor([1.0, 2.0, 3.0]), torch.tensor([0.0, 1.0]), 1)
    tensor([2., 8.])
    """
    ### BEGIN SOLUTION
    if n < 0:
        raise ValueError(f"n must be 0 or more, got {n}")
    x = x.detach().clone().requires_grad_()
    value = torch.zeros_like(x)
    for power, coefficient in enumerate(coeffs.detach().to(x.dtype)):
        value = value + coefficient * x**power
    for _ in range(n):
        # A constant has no graph left, and nothing to differentiate: it stays 0.
        if not value.requires_grad:
            return torch.zeros_like(x)
        # Each value depends on its own x alone, so the gradient of the sum holds
        # every derivative in its place.
        (value,) = torch.autograd.grad(value.sum(), x, create_graph=True)
    return value.detach()
    ### END SOLUTION


def manual_gradient_descent(
    x: Tensor, y: Tensor, w0: float, b0: float, lr: float, steps: int
) -> dict:
    """
    Fit the line ``y = w*x + b`` with gradient descent written by hand.

    This is linear regression, the base of the logistic kind. Please write it
    without the help of ``torch.optim``: the loss is ``mean(0.5 * (y - w*x - b)**2)``, and each
    step moves w and b against their gradients, both taken at the same point.

    Predict: for y = 2x + 1 at x = 0, 1, 2, 3, from w = b = 0 with lr = 0.1: does w
    or b move further in the first step?

    Args:
        x: Inputs, shape (N,), float, of size 100 at most.
        y: Targets, shape (N,), dtype of *x*.
        w0: Slope to start from, a float.
        b0: Intercept to start from, a float.
        lr: Learning rate.
        steps: Number of updates, 0 or more.

    Returns:
        ``{"w": float, "b": float, "losses": list[float]}`` with the values after
        the last update; ``losses[k]`` is the loss BEFORE update k (from 0), so
        ``len(losses) == steps``. With ``steps = 0`` w and b are w0 and b0. All
        are Python floats, computed in the dtype of *x* or in float64.

    *x* and *y* are left alone.

    >>> x, y = torch.tensor([0.0, 2.0]), torch.tensor([1.0, 5.0])
    >>> manual_gradient_descent(x, y, w0=0.0, b0=0.0, lr=0.5, steps=1)
    {'w': 2.5, 'b': 1.5, 'losses': [6.5]}
    """
    ### BEGIN SOLUTION
    x, y = x.detach(), y.detach()
    w = torch.tensor(w0, dtype=x.dtype, requires_grad=True)
    b = torch.tensor(b0, dtype=x.dtype, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = (0.5 * (y - w * x - b) ** 2).mean()
        loss.backward()
        losses.append(loss.item())
        # The update is no part of the model: recorded, it would make w a computed
        # tensor, and a leaf in a graph must not be changed in place anyway.
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        # backward adds: what is left here would be in the next gradient.
        w.grad = None
        b.grad = None
    return {"w": w.item(), "b": b.item(), "losses": losses}
    ### END SOLUTION
