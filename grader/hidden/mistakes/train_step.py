"""Known mistakes of training.train_step (E17), each a record of what it does in which order."""

from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.optim import Optimizer

from grader.testing import KnownMistake

Loss = Callable[[Tensor, Tensor], Tensor]
Step = Callable[[nn.Module, Tensor, Tensor, Optimizer], float]


def bce(p: Tensor, y: Tensor) -> Tensor:
    return functional.binary_cross_entropy(p.flatten(), y.flatten().to(p.dtype))


def pairs(p: Tensor, y: Tensor) -> Tensor:
    y = y.to(p.dtype)
    return -(y * p.log() + (1 - y) * (1 - p).log()).mean()


def bare_logs(p: Tensor, y: Tensor) -> Tensor:
    return pairs(p.flatten(), y.flatten())


def moved_by_hand(model: nn.Module, rate: float) -> None:
    with torch.no_grad():
        for parameter in model.parameters():
            parameter -= rate * parameter.grad


def slip(order: str = "clear backward step", loss_of: Loss = bce) -> Step:
    """Return a step that does these things in this *order*, after the forward pass."""

    def step(model: nn.Module, x: Tensor, y: Tensor, optimizer: Optimizer) -> float:
        loss = loss_of(model(x), y)
        rate = optimizer.param_groups[0]["lr"]
        acts: dict[str, Callable[[], object]] = {
            "clear": optimizer.zero_grad,
            "backward": loss.backward,
            "clip": lambda: nn.utils.clip_grad_norm_(model.parameters(), 0.1),
            "step": optimizer.step,
            "hand": lambda: moved_by_hand(model, rate),
            "nudge": lambda: moved_by_hand(model, 0.01),
        }
        for act in order.split():
            acts[act]()
        return loss.item()

    return step


def penalised(share: float, told: bool) -> Step:
    """Return a step on the loss plus *share* times the squared parameters, *told* or not."""

    def step(model: nn.Module, x: Tensor, y: Tensor, optimizer: Optimizer) -> float:
        optimizer.zero_grad()
        loss = bce(model(x), y)
        whole = loss + share * torch.stack([(p**2).sum() for p in model.parameters()]).sum()
        whole.backward()
        optimizer.step()
        return (whole if told else loss).item()

    return step


def batches(size_of: Callable[[int], int]) -> Step:
    """Return steps on batches, one after the other; *size_of* tells their size from N."""

    def step(model: nn.Module, x: Tensor, y: Tensor, optimizer: Optimizer) -> float:
        parts = zip(x.split(size_of(len(x))), y.split(size_of(len(x))), strict=True)
        return sum(slip()(model, a, b, optimizer) * len(a) for a, b in parts) / len(x)

    return step


def cooling(factor: float) -> Step:
    """Return a step that multiplies the rates by *factor* at its end."""

    def step(model: nn.Module, x: Tensor, y: Tensor, optimizer: Optimizer) -> float:
        loss = slip()(model, x, y, optimizer)
        for group in optimizer.param_groups:
            group["lr"] *= factor
        return loss

    return step


def loss_after(model: nn.Module, x: Tensor, y: Tensor, optimizer: Optimizer) -> float:
    slip()(model, x, y, optimizer)
    with torch.no_grad():
        return bce(model(x), y).item()


TRAIN_STEP = [
    KnownMistake(
        "Gradients left over from earlier code leak into your first step: clear before backward, "
        "not only after the step.",
        slip("backward step clear"),
    ),
    KnownMistake(
        "First step right, then growing: the gradients of earlier steps are "
        "still there. Clear them "
        "before backward. (Accuracy alone does not show this mistake.)",
        slip("backward step"),
    ),
    *(
        KnownMistake(
            "Your step uses the gradients of the previous call: backward comes before the step.",
            slip(order),
        )
        for order in ("step clear backward", "step backward")
    ),
    KnownMistake(
        "Your parameters never move. Three things to look at: backward runs on the very loss of "
        "this forward pass (a new tensor made of its number has no connection to the model), "
        "nothing clears the gradients between backward and step, and step is called, with "
        "brackets.",
        slip("clear backward"),
    ),
    KnownMistake("The optimizer makes two steps in one call.", slip("clear backward step step")),
    KnownMistake(
        "The momentum is lost: the parameters are moved by hand, or by an optimizer of your own. "
        "Call step of the one that is given.",
        slip("clear backward hand"),
    ),
    KnownMistake(
        "The parameters are moved by hand and by the optimizer: the optimizer alone moves them.",
        slip("clear backward step hand"),
    ),
    KnownMistake(
        "Something besides the optimizer moves the parameters: the given optimizer alone does.",
        slip("clear backward step nudge"),
    ),
    KnownMistake(
        "You return the loss after the update: return that of the forward pass you differentiate.",
        loss_after,
    ),
    KnownMistake(
        "A column (N, 1) met labels (N,): the squared error was broadcast over "
        "N * N pairs. Flatten "
        "first, and use the cross-entropy.",
        slip(loss_of=lambda p, y: ((p - y.to(p.dtype)) ** 2).mean()),
    ),
    KnownMistake(
        "0 * log(0) is nan, and log(0) alone is -inf: use torch's loss, or clamp p or the logs.",
        slip(loss_of=bare_logs),
    ),
    KnownMistake(
        "A column (N, 1) met labels (N,): the loss was broadcast over N * N pairs. Flatten first.",
        slip(loss_of=pairs),
    ),
    KnownMistake(
        "The sigmoid is applied twice: the model returns probabilities, and "
        "this loss wants logits.",
        slip(
            loss_of=lambda p, y: functional.binary_cross_entropy_with_logits(
                p.flatten(), y.flatten().to(p.dtype)
            )
        ),
    ),
    KnownMistake(
        "The gradients are clipped: nobody asked for that.", slip("clear backward clip step")
    ),
    *(
        KnownMistake(
            "The samples are cut into batches: make one step on all samples.", batches(sizes)
        )
        for sizes in (lambda n: -(-n // 2), lambda _: 4, lambda _: 1)
    ),
    *(
        KnownMistake(
            "A penalty on the weights is added to the loss: the cross-entropy alone is asked for.",
            penalised(share, told),
        )
        for share in (0.01, 0.1, 0.001)
        for told in (True, False)
    ),
    *(
        KnownMistake(
            "The rate of the optimizer is changed between the calls: leave it alone.",
            cooling(factor),
        )
        for factor in (0.95, 0.9, 0.99, 0.5)
    ),
]
