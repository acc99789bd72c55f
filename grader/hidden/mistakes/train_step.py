"""Known mistakes of training.train_step (E17), written out."""

import torch
from torch.nn import functional

from grader.testing import KnownMistake

from .accuracy import are_right


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


def _cleared_but(place):
    """Return a step that leaves the old gradient of one parameter alone."""

    def step(model, x, y, optimizer):
        for number, parameter in enumerate(model.parameters()):
            if number != place:
                parameter.grad = None
        return _never_cleared(model, x, y, optimizer)

    return step


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


def _several(steps):
    """Return a function that makes as many whole steps and returns the last loss."""

    def several(model, x, y, optimizer):
        return [_with_loss(_bce)(model, x, y, optimizer) for _ in range(steps)][-1]

    return several


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


def _batches(size_of):
    """Return steps on batches, one after the other; *size_of* tells their size from N."""

    def step(model, x, y, optimizer):
        size = max(1, size_of(len(x)))
        cuts = [slice(start, start + size) for start in range(0, len(x), size)]
        losses = [_with_loss(_bce)(model, x[cut], y[cut], optimizer) * len(x[cut]) for cut in cuts]
        return sum(losses) / len(x)

    return step


def _penalised(share, told):
    """Return a step on the loss plus *share* times the squared parameters, *told* or not."""

    def step(model, x, y, optimizer):
        optimizer.zero_grad()
        loss = _bce(model(x), y)
        whole = loss + share * sum((p**2).sum() for p in model.parameters())
        whole.backward()
        optimizer.step()
        return (whole if told else loss).item()

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
    KnownMistake(
        "Gradients left over from earlier code leak into your first step: clear before backward, "
        "not only after the step.",
        _cleared_after,
    ),
    KnownMistake(
        "First step right, then growing: the gradients of earlier steps are "
        "still there. Clear them "
        "before backward. (Accuracy alone does not show this mistake.)",
        _never_cleared,
    ),
    KnownMistake(
        "Your step uses the gradients of the previous call: backward comes before the step.",
        _step_first,
    ),
    KnownMistake(
        "Your step uses the gradients of the previous call: backward comes before the step.",
        _step_first_uncleared,
    ),
    KnownMistake(NEVER_MOVES, _no_step),
    *(
        KnownMistake(
            "The gradient of one parameter is not cleared: clear all of them before backward.",
            _cleared_but(place),
        )
        for place in (0, 1)
    ),
    KnownMistake("The optimizer makes two steps in one call.", _two_steps),
    *(
        KnownMistake("Several steps are made in one call: train_step makes one.", _several(steps))
        for steps in (2, 3, 5, 10)
    ),
    KnownMistake("The gradient is twice too large: backward runs twice.", _backward_twice),
    KnownMistake(
        "The momentum is lost: the parameters are moved by hand, or by an optimizer of your own. "
        "Call step of the one that is given.",
        _by_hand(None),
    ),
    KnownMistake(
        "The parameters are moved by hand at a rate of their own: call optimizer.step().",
        _by_hand(0.01),
    ),
    KnownMistake(
        "The parameters are moved by hand and by the optimizer: the optimizer alone moves them.",
        _by_hand_too,
    ),
    KnownMistake(
        "Something besides the optimizer moves the parameters: the given optimizer alone does.",
        _by_hand_besides,
    ),
    KnownMistake(
        "You build an optimizer of your own: use the one that is given.", _default_optimizer
    ),
    KnownMistake(
        "You return the loss after the update: return that of the forward pass you differentiate.",
        _loss_after,
    ),
    KnownMistake(
        "Loss and step are N times too large: the mean over samples, not the sum.",
        _with_loss(lambda p, y: _bce(p, y) * len(p)),
    ),
    KnownMistake(SQUARES, _with_loss(lambda p, y: functional.mse_loss(*_flat(p, y)))),
    KnownMistake(
        "A column (N, 1) met labels (N,): the squared error was broadcast over "
        "N * N pairs. Flatten "
        "first, and use the cross-entropy.",
        _with_loss(lambda p, y: ((p - y.to(p.dtype)) ** 2).mean()),
    ),
    KnownMistake(
        "A column (N, 1) met labels (N,): the loss was broadcast over N * N pairs. Flatten first.",
        _with_loss(_pairs_loss),
    ),
    KnownMistake(
        "The sigmoid is applied twice: the model returns probabilities, and "
        "this loss wants logits.",
        _with_loss(lambda p, y: functional.binary_cross_entropy_with_logits(*_flat(p, y))),
    ),
    KnownMistake(
        "The labels are exchanged: p is the probability of class 1.",
        _with_loss(lambda p, y: _bce(p, 1 - y.to(p.dtype))),
    ),
    KnownMistake(
        "One class weighs more than the other in your loss: all samples count alike.",
        _with_loss(lambda p, y: functional.binary_cross_entropy(*_flat(p, y), 1 + _flat(p, y)[1])),
    ),
    KnownMistake(
        "0 * log(0) is nan, and log(0) alone is -inf: use torch's loss, or clamp p or the logs.",
        _with_loss(
            lambda p, y: (
                -(_flat(p, y)[1] * p.flatten().log()).mean()
                - ((1 - _flat(p, y)[1]) * (1 - p.flatten()).log()).mean()
            )
        ),
    ),
    KnownMistake("The loss is half of the cross-entropy.", _with_loss(lambda p, y: _bce(p, y) / 2)),
    KnownMistake(
        "Samples of class 0 cost nothing in your loss: its second half is missing.",
        _with_loss(lambda p, y: -(_flat(p, y)[1] * p.flatten().log()).mean()),
    ),
    KnownMistake(
        "The loss is negative, so the step goes up the slope: a minus is missing.",
        _with_loss(lambda p, y: -_bce(p, y)),
    ),
    KnownMistake("The gradients are clipped: nobody asked for that.", _clipped),
    KnownMistake(
        "There is a step for every sample: make one step on all samples.", _sample_by_sample
    ),
    *(
        KnownMistake(
            "The samples are cut into batches: make one step on all samples.", _batches(sizes)
        )
        for sizes in (lambda n: -(-n // 2), lambda n: -(-n // 4), lambda _: 4, lambda _: 8)
    ),
    *(
        KnownMistake(
            "A penalty on the weights is added to the loss: the cross-entropy alone is asked for.",
            _penalised(share, told),
        )
        for share in (0.01, 0.1, 0.001, 0.005, 0.05, 5e-4, 1e-4)
        for told in (True, False)
    ),
    *(
        KnownMistake(
            "The rate of the optimizer is changed between the calls: leave it alone.",
            _cooling(factor),
        )
        for factor in (0.95, 0.9, 0.99, 0.5, 0.1)
    ),
    KnownMistake("Return a number: item() frees the loss from its graph.", _keeps_tensor),
    KnownMistake(
        "Return a number: item() makes one of the loss.", _returning(lambda loss, _p, _y: loss)
    ),
    KnownMistake(
        "train_step returns None: return the loss.", _returning(lambda _loss, _p, _y: None)
    ),
    KnownMistake(
        "You return the loss summed over the samples: return their mean.",
        _returning(lambda loss, p, _y: loss.item() * len(p)),
    ),
    KnownMistake(
        "The loss that you return is rounded.",
        _returning(lambda loss, _p, _y: round(loss.item(), 4)),
    ),
    KnownMistake(
        "You return the accuracy: the loss is asked for.",
        _returning(lambda _loss, p, y: are_right(p, y, 0.5).sum().item() / len(y)),
    ),
]
