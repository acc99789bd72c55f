"""Known mistakes of gradients.manual_gradient_descent (E05), written out."""

from collections.abc import Callable

import torch
from torch import Tensor

from grader.testing import KnownMistake

Line = dict[str, object]


def descent(
    *,
    x: Tensor,
    y: Tensor,
    w: float,
    b: float,
    lr: float,
    steps: int,
    scale: float | str = 1.0,
    loss_scale: float | str = 1.0,
    cleared: str = "wb",
    order: str = "both",
    record: str = "before",
    sign: float = 1.0,
    moves: str = "wb",
) -> Line:
    """
    Descend with one thing done differently.

    Args:
        x: As in the exercise. y: Likewise. w: Likewise. b: Likewise. lr: Likewise.
        steps: Likewise.
        scale: Factor of the gradients; "n" is the number of samples.
        loss_scale: Factor of the recorded losses; "n" likewise.
        cleared: Which gradients start anew in every step.
        order: "wb" or "bw" if the second gradient is taken after the first move.
        record: "after" for the loss at the new place.
        sign: -1 for a step uphill.
        moves: Which of w and b move.
    """
    n = len(x)
    factor = float(n) if scale == "n" else float(scale)
    loss_factor = float(n) if loss_scale == "n" else float(loss_scale)
    x, y = x.detach(), y.detach()
    at_w, at_b = torch.tensor(w, dtype=x.dtype), torch.tensor(b, dtype=x.dtype)
    held_w, held_b = torch.zeros_like(at_w), torch.zeros_like(at_b)
    losses = []

    def loss() -> float:
        return loss_factor * float((0.5 * (y - at_w * x - at_b) ** 2).mean())

    for _ in range(steps):
        if record == "before":
            losses.append(loss())
        held_w = torch.zeros_like(at_w) if "w" in cleared else held_w.clone()
        held_b = torch.zeros_like(at_b) if "b" in cleared else held_b.clone()
        residual = at_w * x + at_b - y
        step_w, step_b = factor * (residual * x).mean(), factor * residual.mean()
        if order == "wb":
            moved = at_w - lr * sign * step_w
            step_b = factor * (moved * x + at_b - y).mean()
        if order == "bw":
            moved = at_b - lr * sign * step_b
            step_w = factor * ((at_w * x + moved - y) * x).mean()
        held_w, held_b = held_w + step_w, held_b + step_b
        if "w" in moves:
            at_w = at_w - lr * sign * held_w
        if "b" in moves:
            at_b = at_b - lr * sign * held_b
        if record == "after":
            losses.append(loss())
    return {"w": float(at_w), "b": float(at_b), "losses": losses}


def descends(
    **settings: object,
) -> Callable[[Tensor, Tensor, float, float, float, int], Line]:
    """Return a descent with one thing done differently, with the exercise's signature."""

    def mistaken(x: Tensor, y: Tensor, w0: float, b0: float, lr: float, steps: int) -> Line:
        return descent(x=x, y=y, w=w0, b=b0, lr=lr, steps=steps, **settings)  # type: ignore[arg-type]

    return mistaken


def steps_by(
    move: Callable[[Tensor, Tensor], tuple[Tensor, Tensor]],
) -> Callable[[Tensor, Tensor, float, float, float, int], Line]:
    """Return a descent whose step *move* makes of the gradient by (w, b) and of what it kept."""

    def mistaken(x: Tensor, y: Tensor, w0: float, b0: float, lr: float, steps: int) -> Line:
        x, y = x.detach(), y.detach()
        at = torch.tensor([w0, b0], dtype=x.dtype)
        kept, losses = torch.zeros_like(at), []
        for _ in range(steps):
            residual = at[0] * x + at[1] - y
            losses.append(float((0.5 * residual**2).mean()))
            step, kept = move(torch.stack([(residual * x).mean(), residual.mean()]), kept)
            at = at - lr * step
        return {"w": float(at[0]), "b": float(at[1]), "losses": losses}

    return mistaken


def sample_by_sample(x: Tensor, y: Tensor, w0: float, b0: float, lr: float, steps: int) -> Line:
    at_w, at_b, losses = float(w0), float(b0), []
    for _ in range(steps):
        losses.append(float((0.5 * (y - at_w * x - at_b) ** 2).mean()))
        for one, wanted in zip(x.tolist(), y.tolist(), strict=True):
            residual = at_w * one + at_b - wanted
            at_w, at_b = at_w - lr * residual * one, at_b - lr * residual
    return {"w": at_w, "b": at_b, "losses": losses}


def one_sample_a_step(x: Tensor, y: Tensor, w0: float, b0: float, lr: float, steps: int) -> Line:
    at_w, at_b, losses = float(w0), float(b0), []
    for step in range(steps):
        one, wanted = float(x[step % len(x)]), float(y[step % len(y)])
        residual = at_w * one + at_b - wanted
        losses.append(0.5 * residual**2)
        at_w, at_b = at_w - lr * residual * one, at_b - lr * residual
    return {"w": at_w, "b": at_b, "losses": losses}


CLIPPED = "The gradients are cut off or scaled before the step: take them as they are."


def recorded_update(x: Tensor, y: Tensor, w0: float, b0: float, lr: float, steps: int) -> Line:
    w = torch.tensor(w0, dtype=x.dtype, requires_grad=True)
    b = torch.tensor(b0, dtype=x.dtype, requires_grad=True)
    for _ in range(steps):
        (0.5 * (y - w * x - b) ** 2).mean().backward()
        w -= lr * w.grad
        b -= lr * b.grad
    return {"w": w.item(), "b": b.item(), "losses": []}


def changed_arguments(
    change: Callable[..., tuple[object, ...]], **settings: object
) -> Callable[[Tensor, Tensor, float, float, float, int], Line]:
    """Descend from other arguments than given."""

    def mistaken(x: Tensor, y: Tensor, w0: float, b0: float, lr: float, steps: int) -> Line:
        names = ("x", "y", "w", "b", "lr", "steps")
        changed = dict(zip(names, change(x, y, w0, b0, lr, steps), strict=True))
        return descent(**changed, **settings)  # type: ignore[arg-type]

    return mistaken


def wrong_sign_of_b(x: Tensor, y: Tensor, w0: float, b0: float, lr: float, steps: int) -> Line:
    line = descent(x=x, y=y, w=w0, b=-b0, lr=lr, steps=steps)
    return {**line, "b": -float(line["b"])}  # type: ignore[arg-type]


MANUAL_GRADIENT_DESCENT = [
    *(
        KnownMistake(
            f"The gradients of {kept} are added up from step to step: clear both after every "
            "update.",
            descends(cleared=cleared),
        )
        for cleared, kept in (("w", "b"), ("b", "w"))
    ),
    KnownMistake(
        "The loss rises from step to step: go against the gradient, not with it.",
        descends(sign=-1.0),
    ),
    KnownMistake(
        "Your gradients and losses are twice the expected ones: check the factor 0.5 in the loss.",
        descends(scale=2.0, loss_scale=2.0),
    ),
    KnownMistake(
        "Your losses are twice too large: check the factor 0.5.",
        descends(loss_scale=2.0),
    ),
    KnownMistake(
        "Your steps are half as long as expected: is the 0.5 counted twice?",
        descends(scale=0.5),
    ),
    KnownMistake(
        "Your steps and losses are half as large as expected: is the 0.5 counted twice?",
        descends(scale=0.5, loss_scale=0.5),
    ),
    KnownMistake(
        "Steps and losses are too large by the number of samples: the loss is a mean.",
        descends(scale="n", loss_scale="n"),
    ),
    KnownMistake(
        "The steps are too long by the number of samples: the loss is a mean.",
        descends(scale="n"),
    ),
    KnownMistake(
        "The recorded losses are too large by the number of samples: the loss is a mean.",
        descends(loss_scale="n"),
    ),
    KnownMistake(
        "w is right, b is not: its gradient was taken after w had moved. Compute both gradients at "
        "the same point, then update both.",
        descends(order="wb"),
    ),
    KnownMistake(
        "b is right, w is not: its gradient was taken after b had moved. Compute both gradients at "
        "the same point, then update both.",
        descends(order="bw"),
    ),
    KnownMistake(
        "Your list of losses is the expected one moved by one place: record the loss of the "
        "forward pass you differentiate, before the update.",
        descends(record="after"),
    ),
    KnownMistake(CLIPPED, steps_by(lambda g, kept: (g.clamp(-1, 1), kept))),
    KnownMistake(CLIPPED, steps_by(lambda g, kept: (g / max(1.0, float(g.norm())), kept))),
    KnownMistake(CLIPPED, steps_by(lambda g, kept: (g / g.norm(), kept))),
    KnownMistake(CLIPPED, steps_by(lambda g, kept: (g.sign(), kept))),
    KnownMistake(
        "There is an update after every sample: one step moves along the mean of all.",
        sample_by_sample,
    ),
    KnownMistake(
        "Each step looks at one sample, the next at the next. Loss and gradients are those of all "
        "samples, in every step.",
        one_sample_a_step,
    ),
    KnownMistake("b never moves. Update it as well.", descends(moves="w")),
    KnownMistake(
        "One update too many was made.",
        lambda x, y, w0, b0, lr, steps: (
            lambda line: {**line, "losses": line["losses"][:-1]}  # type: ignore[index]
        )(descent(x=x, y=y, w=w0, b=b0, lr=lr, steps=steps + 1)),
    ),
    KnownMistake(
        "One update is missing: there are as many as steps.",
        changed_arguments(lambda x, y, w, b, lr, n: (x, y, w, b, lr, n - 1)),
    ),
    KnownMistake(
        "One update too many was made: there are as many as steps.",
        changed_arguments(lambda x, y, w, b, lr, n: (x, y, w, b, lr, n + 1)),
    ),
    KnownMistake(
        "w and b do not start at w0 and b0, but at 0.",
        changed_arguments(lambda x, y, _w, _b, lr, n: (x, y, 0.0, 0.0, lr, n)),
    ),
    KnownMistake("The intercept has the wrong sign: the line is w * x + b.", wrong_sign_of_b),
    KnownMistake(
        "The update itself must not be recorded: do it inside torch.no_grad().",
        recorded_update,
    ),
]
