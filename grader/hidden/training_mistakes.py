"""
Typical mistakes in training.py, written out.

The slips of ``fit`` are in descent.py: they are compared run by run, whatever
shape the weight has.
"""

from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from grader.judging.suspects import Example, Examples, Suspect

# ---- E16 accuracy -----------------------------------------------------------


def _share(decide):
    """Return an accuracy that handles shapes well and decides by *decide*."""

    def accuracy(p, y, threshold=0.5):
        if p.numel() == 0:
            raise ValueError("no samples")
        return _hits(decide(p.flatten(), threshold), y) / p.numel()

    return accuracy


def _hits(decided, y):
    return (decided.to(torch.int64) == y.flatten().to(torch.int64)).sum().item()


def _right(p, y, threshold):
    return (p.flatten() >= threshold) == (y.flatten() == 1)


def _percent(p, y, threshold=0.5):
    return 100 * _right(p, y, threshold).sum().item() / p.numel()


def _count(p, y, threshold=0.5):
    return _right(p, y, threshold).sum().item()


def _integer_division(p, y, threshold=0.5):
    return _right(p, y, threshold).sum().item() // p.numel()


def _tensor(p, y, threshold=0.5):
    return _right(p, y, threshold).float().mean()


def _tensor_count(p, y, threshold=0.5):
    return _right(p, y, threshold).sum() / p.numel()


def _error_rate(p, y, threshold=0.5):
    return 1 - _right(p, y, threshold).sum().item() / p.numel()


def _undecided(p, y, threshold=0.5):
    return (p.flatten() == y.flatten()).sum().item() / p.numel()


def _pairs(p, y, threshold=0.5):
    return ((p >= threshold) == (y == 1)).sum().item() / len(y)


def _pairs_mean(p, y, threshold=0.5):
    return ((p >= threshold) == (y == 1)).float().mean().item()


def _pairs_of_rows(p, y, threshold=0.5):
    return ((p >= threshold) == (y == 1)).sum().item() / p.numel()


def _of_class_one(p, y, threshold=0.5):
    ones = y.flatten() == 1
    return _right(p, y, threshold)[ones].sum().item() / max(int(ones.sum()), 1)


def _balanced(p, y, threshold=0.5):
    right, ones = _right(p, y, threshold).double(), y.flatten() == 1
    shares = [right[chosen].mean().item() for chosen in (ones, ~ones) if bool(chosen.any())]
    return sum(shares) / len(shares)


def _precision(p, y, threshold=0.5):
    chosen = p.flatten() >= threshold
    return (y.flatten() == 1)[chosen].sum().item() / max(int(chosen.sum()), 1)


def _share_of_ones(p, y, threshold=0.5):
    return (p >= threshold).sum().item() / p.numel()


def _hits_of_class_one(p, y, threshold=0.5):
    return ((p.flatten() >= threshold) & (y.flatten() == 1)).sum().item() / p.numel()


def _nearness(p, y, threshold=0.5):
    return 1 - (p.flatten() - y.flatten().to(p.dtype)).abs().mean().item()


def _off_by_one(p, y, threshold=0.5):
    return _right(p, y, threshold).sum().item() / max(p.numel() - 1, 1)


def _rounded(p, y, threshold=0.5):
    return round(_right(p, y, threshold).sum().item() / p.numel(), 2)


TIE = "p = threshold counts as class 1: compare with >=."
TENSOR = "Return a Python float: item() makes one of a tensor."
PAIRS = "A column (N, 1) met labels (N,): N * N comparisons for N samples. Flatten p first."

ACCURACY = [
    Suspect(
        "0 samples have no accuracy: look at their number first and raise ValueError.",
        lambda p, y, threshold=0.5: _right(p, y, threshold).sum().item() / p.numel(),
    ),
    Suspect(TIE, _share(lambda p, t: p > t)),
    Suspect(
        "The threshold is ignored: the decision is always made at 0.5.",
        _share(lambda p, _: p >= 0.5),
    ),
    Suspect(
        "round sends 0.5 to 0 (half to even) and cannot use another threshold: compare with >=.",
        _share(lambda p, _: p.round()),
    ),
    Suspect(
        "Nearly every decision is 0: compare with the threshold. (long() cuts 0.99 to 0, and "
        "argmax over a single column is always 0.)",
        _share(lambda p, _: p.long()),
    ),
    Suspect(
        "Every decision is 0: compare with the threshold. (argmax over a single column is always "
        "0.)",
        _share(lambda p, _: torch.zeros_like(p)),
    ),
    Suspect(
        "The accuracies of the two classes are averaged: take the share of all samples.", _balanced
    ),
    Suspect(
        "A sigmoid is applied to p, which is a probability already.",
        _share(lambda p, t: torch.sigmoid(p) >= t),
    ),
    Suspect(
        "This is the rule for logits (0 is the boundary): p is a probability.",
        _share(lambda p, _: p >= 0),
    ),
    Suspect("The accuracy is in percent: it is a share between 0 and 1.", _percent),
    Suspect("This is the number of right decisions: divide it by the number of samples.", _count),
    Suspect("Integer division: // cuts the share to 0 or 1. Use /.", _integer_division),
    Suspect(TENSOR, _tensor),
    Suspect(TENSOR, _tensor_count),
    Suspect(
        "This is the share of wrong decisions: count where the decision equals "
        "the label. (p is the probability of class 1.)",
        _error_rate,
    ),
    Suspect("Probabilities are never equal to labels: decide first.", _undecided),
    Suspect(PAIRS, _pairs),
    Suspect(PAIRS, _pairs_mean),
    Suspect(PAIRS, _pairs_of_rows),
    Suspect("Only samples of class 1 are counted: all samples count.", _of_class_one),
    Suspect("This is the precision of class 1: all samples count.", _precision),
    Suspect(
        "This is the share of decisions for class 1: compare them with the labels.", _share_of_ones
    ),
    Suspect("Only hits of class 1 count: a right 0 is right as well.", _hits_of_class_one),
    Suspect(
        "This measures how near the probabilities come to the labels: decide first, then count "
        "the right decisions.",
        _nearness,
    ),
    Suspect("The number of right decisions is divided by N - 1: divide by N.", _off_by_one),
    Suspect("The accuracy is rounded: return the share itself.", _rounded),
]

# ---- E17 train_step ---------------------------------------------------------


def _flat(p, y):
    return p.flatten(), y.flatten().to(p.dtype)


def _bce(p, y):
    return functional.binary_cross_entropy(*_flat(p, y))


def _with_loss(loss_of):
    """Return a step that is right but for its loss."""

    def step(model, x, y, optimizer):
        optimizer.zero_grad()
        loss = loss_of(model(x), y)
        loss.backward()
        optimizer.step()
        return loss.item()

    return step


def _pairs_loss(p, y):
    y = y.to(p.dtype)
    return -(y * p.log() + (1 - y) * (1 - p).log()).mean()


def _never_cleared(model, x, y, optimizer):
    loss = _bce(model(x), y)
    loss.backward()
    optimizer.step()
    return loss.item()


def _cleared_after(model, x, y, optimizer):
    loss = _bce(model(x), y)
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    return loss.item()


def _step_first(model, x, y, optimizer):
    loss = _bce(model(x), y)
    optimizer.step()
    optimizer.zero_grad()
    loss.backward()
    return loss.item()


def _step_first_uncleared(model, x, y, optimizer):
    loss = _bce(model(x), y)
    optimizer.step()
    loss.backward()
    return loss.item()


def _no_step(model, x, y, optimizer):
    optimizer.zero_grad()
    loss = _bce(model(x), y)
    loss.backward()
    return loss.item()


def _two_steps(model, x, y, optimizer):
    optimizer.zero_grad()
    loss = _bce(model(x), y)
    loss.backward()
    optimizer.step()
    optimizer.step()
    return loss.item()


def _backward_twice(model, x, y, optimizer):
    optimizer.zero_grad()
    loss = _bce(model(x), y)
    loss.backward(retain_graph=True)
    loss.backward()
    optimizer.step()
    return loss.item()


def _by_hand(rate):
    def step(model, x, y, optimizer):
        lr = optimizer.param_groups[0]["lr"] if rate is None else rate
        optimizer.zero_grad()
        loss = _bce(model(x), y)
        loss.backward()
        with torch.no_grad():
            for parameter in model.parameters():
                parameter -= lr * parameter.grad
        return loss.item()

    return step


def _by_hand_too(model, x, y, optimizer):
    loss = _by_hand(None)(model, x, y, optimizer)
    optimizer.step()
    return loss


def _by_hand_besides(model, x, y, optimizer):
    loss = _with_loss(_bce)(model, x, y, optimizer)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter -= 0.01 * parameter.grad
    return loss


def _default_optimizer(model, x, y, optimizer):
    return _with_loss(_bce)(model, x, y, torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9))


def _loss_after(model, x, y, optimizer):
    _with_loss(_bce)(model, x, y, optimizer)
    with torch.no_grad():
        return _bce(model(x), y).item()


def _clipped(model, x, y, optimizer):
    optimizer.zero_grad()
    loss = _bce(model(x), y)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 0.1)
    optimizer.step()
    return loss.item()


def _sample_by_sample(model, x, y, optimizer):
    losses = [_with_loss(_bce)(model, x[i : i + 1], y[i : i + 1], optimizer) for i in range(len(x))]
    return sum(losses) / len(losses)


def _batches(parts):
    """Return steps on *parts* batches, one after the other."""

    def step(model, x, y, optimizer):
        size = max(1, -(-len(x) // parts))
        cuts = [slice(start, start + size) for start in range(0, len(x), size)]
        losses = [_with_loss(_bce)(model, x[cut], y[cut], optimizer) * len(x[cut]) for cut in cuts]
        return sum(losses) / len(x)

    return step


def _penalised(share):
    """Return a step on the loss plus *share* times the squared parameters."""

    def step(model, x, y, optimizer):
        optimizer.zero_grad()
        loss = _bce(model(x), y) + share * sum((p**2).sum() for p in model.parameters())
        loss.backward()
        optimizer.step()
        return loss.item()

    return step


def _cooling(factor):
    """Return a step that multiplies the rate by *factor* at its end."""

    def step(model, x, y, optimizer):
        loss = _with_loss(_bce)(model, x, y, optimizer)
        for group in optimizer.param_groups:
            group["lr"] *= factor
        return loss

    return step


def _keeps_tensor(model, x, y, optimizer):
    optimizer.zero_grad()
    loss = _bce(model(x), y)
    loss.backward()
    optimizer.step()
    return loss


def _returning(what):
    def step(model, x, y, optimizer):
        optimizer.zero_grad()
        p = model(x)
        loss = _bce(p, y)
        loss.backward()
        optimizer.step()
        return what(loss.detach(), p.detach(), y)

    return step


NEVER_MOVES = (
    "Your parameters never move. Three things to look at: backward runs on the very loss of this "
    "forward pass (a new tensor made of its number has no connection to the model), nothing clears "
    "the gradients between backward and step, and step is called, with brackets."
)
SQUARES = "This is the squared error. The loss is the binary cross-entropy."

TRAIN_STEP = [
    Suspect(
        "Gradients left over from earlier code leak into your first step: clear before backward, "
        "not only after the step.",
        _cleared_after,
    ),
    Suspect(
        "First step right, then growing: the gradients of earlier steps are "
        "still there. Clear them "
        "before backward. (Accuracy alone does not show this mistake.)",
        _never_cleared,
    ),
    Suspect(
        "Your step uses the gradients of the previous call: backward comes before the step.",
        _step_first,
    ),
    Suspect(
        "Your step uses the gradients of the previous call: backward comes before the step.",
        _step_first_uncleared,
    ),
    Suspect(NEVER_MOVES, _no_step),
    Suspect("The optimizer makes two steps in one call.", _two_steps),
    Suspect("The gradient is twice too large: backward runs twice.", _backward_twice),
    Suspect(
        "The momentum is lost: the parameters are moved by hand, or by an optimizer of your own. "
        "Call step of the one that is given.",
        _by_hand(None),
    ),
    Suspect(
        "The parameters are moved by hand at a rate of their own: call optimizer.step().",
        _by_hand(0.01),
    ),
    Suspect(
        "The parameters are moved by hand and by the optimizer: the optimizer alone moves them.",
        _by_hand_too,
    ),
    Suspect(
        "Something besides the optimizer moves the parameters: the given optimizer alone does.",
        _by_hand_besides,
    ),
    Suspect("You build an optimizer of your own: use the one that is given.", _default_optimizer),
    Suspect(
        "You return the loss after the update: return that of the forward pass you differentiate.",
        _loss_after,
    ),
    Suspect(
        "Loss and step are N times too large: the mean over samples, not the sum.",
        _with_loss(lambda p, y: _bce(p, y) * len(p)),
    ),
    Suspect(SQUARES, _with_loss(lambda p, y: functional.mse_loss(*_flat(p, y)))),
    Suspect(
        "A column (N, 1) met labels (N,): the squared error was broadcast over "
        "N * N pairs. Flatten "
        "first, and use the cross-entropy.",
        _with_loss(lambda p, y: ((p - y.to(p.dtype)) ** 2).mean()),
    ),
    Suspect(
        "A column (N, 1) met labels (N,): the loss was broadcast over N * N pairs. Flatten first.",
        _with_loss(_pairs_loss),
    ),
    Suspect(
        "The sigmoid is applied twice: the model returns probabilities, and "
        "this loss wants logits.",
        _with_loss(lambda p, y: functional.binary_cross_entropy_with_logits(*_flat(p, y))),
    ),
    Suspect(
        "The labels are exchanged: p is the probability of class 1.",
        _with_loss(lambda p, y: _bce(p, 1 - y.to(p.dtype))),
    ),
    Suspect(
        "One class weighs more than the other in your loss: all samples count alike.",
        _with_loss(lambda p, y: functional.binary_cross_entropy(*_flat(p, y), 1 + _flat(p, y)[1])),
    ),
    Suspect("The loss is half of the cross-entropy.", _with_loss(lambda p, y: _bce(p, y) / 2)),
    Suspect(
        "Samples of class 0 cost nothing in your loss: its second half is missing.",
        _with_loss(lambda p, y: -(_flat(p, y)[1] * p.flatten().log()).mean()),
    ),
    Suspect(
        "The loss is negative, so the step goes up the slope: a minus is missing.",
        _with_loss(lambda p, y: -_bce(p, y)),
    ),
    Suspect("The gradients are clipped: nobody asked for that.", _clipped),
    Suspect("There is a step for every sample: make one step on all samples.", _sample_by_sample),
    *(
        Suspect("The samples are cut into batches: make one step on all samples.", _batches(parts))
        for parts in (2, 4)
    ),
    *(
        Suspect(
            "A penalty on the weights is added to the loss: the cross-entropy alone is asked for.",
            _penalised(share),
        )
        for share in (0.01, 0.1, 0.001, 0.005, 0.05, 5e-4, 1e-4)
    ),
    *(
        Suspect(
            "The rate of the optimizer is changed between the calls: leave it alone.",
            _cooling(factor),
        )
        for factor in (0.95, 0.9, 0.99, 0.5, 0.1)
    ),
    Suspect("Return a number: item() frees the loss from its graph.", _keeps_tensor),
    Suspect(
        "Return a number: item() makes one of the loss.", _returning(lambda loss, _p, _y: loss)
    ),
    Suspect("train_step returns None: return the loss.", _returning(lambda _loss, _p, _y: None)),
    Suspect(
        "You return the loss summed over the samples: return their mean.",
        _returning(lambda loss, p, _y: loss.item() * len(p)),
    ),
    Suspect(
        "The loss that you return is rounded.",
        _returning(lambda loss, _p, _y: round(loss.item(), 4)),
    ),
    Suspect(
        "You return the accuracy: the loss is asked for.",
        _returning(lambda _loss, p, y: _right(p, y, 0.5).sum().item() / len(y)),
    ),
]

SUSPECTS = {"training.accuracy": ACCURACY, "training.train_step": TRAIN_STEP}


def _scored(p: Tensor, y: list[int], **kwargs: float) -> Example:
    """Return the example that asks for the accuracy of a few samples."""
    return lambda student: student.call("training.accuracy", p, torch.tensor(y), **kwargs)


def _stepped(**fields: Any) -> Example:
    """Return the example of training steps on two samples."""
    return lambda student: student.step(
        "training.train_step", x=torch.eye(2), y=torch.tensor([0, 1]), lr=0.1, **fields
    )


def _fitted(weight: list[float], x: list[list[float]], **settings: float) -> Example:
    """Return the example of a short run on two samples."""
    start = {"init_weight": torch.tensor(weight), "init_bias": -0.5, "max_iters": 2}
    data = torch.tensor(x), torch.tensor([0, 1])
    return lambda student: student.call("training.fit", *data, **start, **settings)


EXAMPLES: Examples = {
    "training.accuracy": (
        _scored(torch.tensor([0.9, 0.2, 0.5, 0.4]), [1, 0, 1, 1]),
        _scored(torch.tensor([[0.9]]), [1]),
        _scored(torch.tensor([0.3, 0.1, 0.8]), [1, 0, 0], threshold=0.2),
    ),
    "training.train_step": (
        _stepped(weight=torch.zeros(1, 2), bias=torch.zeros(1)),
        _stepped(weight=torch.tensor([[1.0, -0.5]]), bias=torch.ones(1), times=3),
    ),
    "training.fit": (
        _fitted([0.0], [[-1.0], [1.0]], lr=1.0),
        _fitted([0.5, -0.25], [[-1.0, 2.0], [1.0, 0.5]], lr=0.1, momentum=0.5),
    ),
}
