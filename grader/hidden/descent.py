"""
Logistic regression in plain float64: the oracle of the training checks, and its typical slips.

No autograd and no optimizer: the gradient of the mean cross-entropy by z is
``(p - y) / N``, and the momentum is two lines. A slip is a named deviation
from the contract of ``fit``; what it leads to is computed the same way.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from torch import Tensor


@dataclass(frozen=True)
class TrainingTask:
    """What ``fit`` is asked: samples, labels, a start and settings."""

    x: Tensor
    y: Tensor
    weight: Tensor
    bias: float
    lr: float = 0.01
    momentum: float = 0.9
    max_iters: int = 1000
    check_every: int = 20
    target_acc: float = 0.99

    def settings(self) -> dict[str, Any]:
        """Return the keyword arguments of ``fit``; the weight comes first."""
        names = ("lr", "momentum", "max_iters", "check_every", "target_acc")
        start = {"init_weight": self.weight, "init_bias": self.bias}
        return start | {name: getattr(self, name) for name in names}


@dataclass
class Run:
    """What became of a task. ``margin`` is the smallest \\|z\\| at any checkpoint."""

    weight: np.ndarray
    bias: float
    iterations: int = 0
    stopped_early: bool = False
    losses: list[float] = field(default_factory=list)
    accuracies: list[tuple[int, float]] = field(default_factory=list)
    margin: float = np.inf


def sigmoid(z: np.ndarray) -> np.ndarray:
    """Return 1 / (1 + e^-z) without overflow."""
    return np.asarray(0.5 * (1.0 + np.tanh(0.5 * z)))


def cross_entropy(z: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return the cost of each sample from its logit."""
    return np.asarray(np.logaddexp(0.0, z) - z * y)


def forward(z: np.ndarray, y: np.ndarray, slip: str = "") -> tuple[float, np.ndarray]:
    """Return the loss and its gradient by z."""
    n, p = len(y), sigmoid(z)
    if slip == "sum":
        return float(cross_entropy(z, y).sum()), p - y
    if slip == "mse":
        return float(((p - y) ** 2).mean()), 2 * (p - y) * p * (1 - p) / n
    if slip == "mse pairs":
        pairs = (p[:, None] - y[None, :]) ** 2
        return float(pairs.mean()), 2 * (p - y.mean()) * p * (1 - p) / n
    if slip == "pairs":
        mean = np.full_like(y, y.mean())
        return float(cross_entropy(z, mean).mean()), (p - mean) / n
    if slip == "sigmoid twice":
        return float(cross_entropy(p, y).mean()), (sigmoid(p) - y) * p * (1 - p) / n
    if slip == "sigmoid forgotten":
        inside = np.clip(z, 0.0, 1.0)
        cost = -(y * np.log(inside.clip(1e-7)) + (1 - y) * np.log((1 - inside).clip(1e-7)))
        return float(cost.mean()), (p - y) / n
    if slip == "labels flipped":
        return float(cross_entropy(z, 1 - y).mean()), (p - 1 + y) / n
    if slip == "one class":
        return float((y * np.logaddexp(0.0, -z)).mean()), y * (p - 1) / n
    if slip == "half":
        return float(0.5 * cross_entropy(z, y).mean()), 0.5 * (p - y) / n
    return float(cross_entropy(z, y).mean()), (p - y) / n


def run(task: TrainingTask, slip: str = "") -> Run:
    """
    Return what ``fit`` makes of *task*, or what it makes of it with a *slip*.

    Known slips: those of :func:`forward`, and the ones that are tested for below.
    """
    x = task.x.double().numpy()
    y = task.y.flatten().double().numpy()
    done = Run(task.weight.flatten().double().numpy().copy(), float(task.bias))
    if slip == "start at zero":
        done.weight, done.bias = np.zeros_like(done.weight), 0.0
    if slip == "bias starts at zero":
        done.bias = 0.0
    if slip.startswith("standardised"):
        x = (x - x.mean(axis=0)) / x.std(axis=0, ddof=int(slip.endswith("n - 1")))
    if slip == "centred":
        x = x - x.mean(axis=0)
    gradient = velocity = np.zeros(len(done.weight) + 1)
    squares, late = np.zeros_like(gradient), None
    every = 20 if slip == "always every 20" else task.check_every
    target = 0.99 if slip == "always 0.99" else task.target_acc
    overdue = False
    best: tuple[float, np.ndarray, float] | None = None
    limit = task.max_iters + {"one more": 1, "one less": -1}.get(slip, 0)
    for it in range(max(limit, 0)):
        z = x @ done.weight + done.bias
        loss, slope = forward(z, y, slip)
        new = np.append(x.T @ slope, slope.sum())
        if slip.startswith("weight decay"):
            new = new + float(slip.split()[-1]) * np.append(done.weight, done.bias)
        gradient = gradient + new if slip == "not cleared" else new
        if slip == "step before backward":
            gradient, late = (np.zeros_like(new) if late is None else late), new
        if slip == "bias never moves":
            gradient = np.append(gradient[:-1], 0.0)
        velocity, step, squares = _step(task, slip, it, gradient, velocity, squares)
        stop = False
        looked = (it + 1) % every == 0 if slip == "checks one late" else it % every == 0
        looked = looked or (slip == "checks the last" and it == limit - 1)
        if looked or slip == "checks always":
            done.margin = min(done.margin, float(np.abs(z).min()))
        share = _share(x, y, z, done, step, slip)
        merit = -loss if slip == "lowest loss kept" else share
        if (looked or slip == "lowest loss kept") and (best is None or merit > best[0]):
            best = (merit, done.weight, done.bias)
        before = done.weight, done.bias
        if looked or slip in ("checks always", "stops at once"):
            stop = share >= target if slip == "not strict" else share > target
            stop = stop or (slip == "percent" and 100 * share > target)
            stop = stop and not (slip == "no first check" and it == 0) and slip != "never stops"
        if (looked or slip == "checks always") and not (slip == "no first check" and it == 0):
            number = {"checks one late": it + 1, "check numbers": len(done.accuracies)}.get(
                slip, it
            )
            if not (stop and slip == "last accuracy missing"):
                done.accuracies.append((number, 100 * share if slip == "percent" else share))
        if slip not in ("loss after update", "losses at checks") or (
            slip == "losses at checks" and looked
        ):
            done.losses.append(loss)
        ends_here = stop and slip.startswith("stops before update")
        if not ends_here and slip != "never moves":
            done.weight = done.weight - step[:-1]
            done.bias -= float(step[-1])
        if not ends_here or slip == "stops before update, counted":
            done.iterations += 1
        if slip == "loss after update":
            done.losses.append(forward(x @ done.weight + done.bias, y)[0])
        if overdue or (stop and slip != "stops one late"):
            done.stopped_early = True
            break
        overdue = stop
    if slip in ("best kept", "lowest loss kept") and best is not None:
        _, done.weight, done.bias = best
    if slip == "weights before update" and done.iterations:
        done.weight, done.bias = before
    if slip == "always max_iters":
        done.iterations = task.max_iters
    if slip == "last index":
        done.iterations -= 1
    if slip == "stopped always false":
        done.stopped_early = False
    return done


def _share(
    x: np.ndarray, y: np.ndarray, z: np.ndarray, done: Run, step: np.ndarray, slip: str
) -> float:
    """Return the accuracy at logits *z*, or what a slip makes of it."""
    if slip == "accuracy after update":
        z = x @ (done.weight - step[:-1]) + done.bias - step[-1]
    if slip.startswith("accuracy of pairs"):
        pairs = (z >= 0)[:, None] == (y == 1)[None, :]
        return float(pairs.mean() if slip == "accuracy of pairs" else pairs.sum() / len(y))
    if slip == "half on logits":
        return float(((z >= 0.5) == (y == 1)).mean())
    if slip == "error rate":
        return float(((z >= 0) != (y == 1)).mean())
    return float(((z >= 0) == (y == 1)).mean())


def _step(
    task: TrainingTask, slip: str, it: int, g: np.ndarray, velocity: np.ndarray, squares: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the new velocity, what is subtracted from the parameters, and Adam's squares."""
    m, lr = task.momentum, task.lr
    if slip == "adam":
        velocity, squares = 0.9 * velocity + 0.1 * g, 0.999 * squares + 0.001 * g**2
        mean = velocity / (1 - 0.9 ** (it + 1))
        return velocity, lr * mean / (np.sqrt(squares / (1 - 0.999 ** (it + 1))) + 1e-8), squares
    if slip == "no momentum":
        m = 0.0
    if slip == "always momentum":
        m = 0.9
    if slip == "default rate":
        lr = 0.01
    if slip.startswith("rate falls"):
        falls = {
            "always": it,
            "checks": -(-it // task.check_every),
            "stairs": it // task.check_every,
        }
        lr *= float(slip.split()[2]) ** falls[slip.split()[-1]]
    old = velocity
    velocity = m * old + ((1 - m) * g if slip == "damped" else g)
    if slip == "damped later" and it > 0:
        velocity = m * old + (1 - m) * g
    step = lr * velocity
    if slip == "old velocity":
        step = lr * old
    if slip == "nesterov":
        step = lr * (g + m * velocity)
    if slip == "uphill":
        step = -step
    return velocity, step, squares


#: Slip → what to say about it, the most specific first.
SLIPS = {
    "not cleared": (
        "The first update is right, then the steps grow: the gradients of earlier iterations are "
        "still there. Clear them in every iteration; the accuracy alone does not show this mistake."
    ),
    "step before backward": (
        "The first update does nothing and each later one uses the gradient of the iteration "
        "before: call backward before the step."
    ),
    "never moves": (
        "The weights never move. Does the optimizer hold the tensors that the forward pass uses, "
        "and is .grad still filled when step is called?"
    ),
    "no momentum": (
        "It behaves like momentum 0. Pass momentum on, and build the optimizer (or the velocity) "
        "once, before the loop: a new one starts with velocity 0."
    ),
    "always momentum": "The momentum is always 0.9: use the argument.",
    "default rate": "The rate is always 0.01: use the argument lr.",
    "sum": (
        "Loss and gradients are N times too large: the loss is the mean over samples, not the sum."
    ),
    "half": "The loss is half of the cross-entropy: drop the factor.",
    "mse": "This is the squared error of the probabilities. The loss is the binary cross-entropy.",
    "mse pairs": (
        "A column (N, 1) met labels (N,), and the squared error was broadcast over N * N pairs. "
        "Bring both to one shape, and use the cross-entropy."
    ),
    "pairs": (
        "A column (N, 1) met labels (N,): the loss was broadcast over N * N pairs. Bring both to "
        "one shape first."
    ),
    "sigmoid twice": "The sigmoid is applied twice: a loss that takes logits applies its own.",
    "sigmoid forgotten": "The sigmoid is missing between wx + b and the loss.",
    "labels flipped": "The labels are exchanged: p is the probability of class 1.",
    "one class": "Samples of class 0 cost nothing in your loss: the second half is missing.",
    "uphill": "The loss rises from step to step: go against the gradient.",
    "damped": (
        "The first step is (1 - momentum) times too short: torch adds the gradient undamped."
    ),
    "damped later": "The gradient is damped by 1 - momentum: torch does not do that by default.",
    "nesterov": "Your step is g + momentum * v: that is Nesterov's rule, not plain momentum.",
    "old velocity": "The old velocity moves the weights: update the velocity first.",
    "adam": "These are the steps of Adam. The task asks for SGD with momentum.",
    "bias never moves": "The bias never moves: it has to be trained as well.",
    **dict.fromkeys(
        ("standardised", "standardised by n - 1"),
        "The samples are scaled inside fit: the weights that come back belong to other data.",
    ),
    "centred": (
        "The samples are moved to the mean 0 inside fit: the bias that comes back belongs to "
        "other data."
    ),
    "best kept": (
        "The weights of the best accuracy come back: those after the last update are asked for."
    ),
    "lowest loss kept": (
        "The weights of the lowest loss come back: those after the last update are asked for."
    ),
    "weights before update": (
        "The weights from before the last update come back: those after it are asked for."
    ),
    **{
        f"weight decay {share}": (
            "There is a weight decay, or a penalty on the weights, that nobody asked for."
        )
        for share in (0.01, 0.001, 1e-4)
    },
    **{
        f"rate falls {factor} {when}": "The rate falls during the run: it is to stay as it is."
        for factor in (0.99, 0.9, 0.5)
        for when in ("always", "at checks", "in stairs")
    },
    "start at zero": "The run starts at zero: use init_weight and init_bias if they are given.",
    "bias starts at zero": "The bias starts at 0: use init_bias.",
    "loss after update": (
        "Your losses are the expected ones moved by one place: note the loss of the forward pass "
        "that you differentiate, not one after the update."
    ),
    "losses at checks": "The losses of the checkpoints alone are there: note one per update.",
    "percent": (
        "The accuracy is in percent: 100 is greater than any target between 0 and 1, so the run "
        "stops at once. It is a share between 0 and 1."
    ),
    "checks always": (
        "Accuracy is looked at in every iteration: look only where the iteration is a multiple of "
        "check_every."
    ),
    "stops at once": (
        "The run ends as soon as the target is passed: look only where the iteration is a "
        "multiple of check_every."
    ),
    "checks one late": (
        "Accuracy is looked at in iterations check_every - 1, 2 * check_every - 1, ...: it starts "
        "with iteration 0."
    ),
    "checks the last": (
        "Accuracy is looked at in the last iteration too: look only where the iteration is a "
        "multiple of check_every."
    ),
    "no first check": "The check in iteration 0 is missing: 0 is a multiple of check_every too.",
    "check numbers": (
        "The accuracies are numbered 0, 1, 2, ...: note the iteration at which each was taken."
    ),
    "not strict": (
        "The run ends where the accuracy equals the target: it has to be greater (>, not >=)."
    ),
    "stops before update": (
        "The stopping iteration's update is missing: it is still made, and only then the loop ends."
    ),
    "stops before update, counted": (
        "The stopping iteration's update is missing: it is still made, and only then the loop ends."
    ),
    "never stops": "The run never stops early: end the loop once the accuracy exceeds target_acc.",
    "stops one late": (
        "There is one update too many after the target is passed: the stopping iteration's update "
        "is the last one."
    ),
    "last accuracy missing": (
        "The accuracy that ends the run is not noted: append it before you leave the loop."
    ),
    "accuracy after update": (
        "The accuracy is taken after the update: take it from the same forward pass as the loss."
    ),
    "accuracy of pairs": (
        "A column (N, 1) met labels (N,) in the accuracy: N * N comparisons for N samples."
    ),
    "accuracy of pairs, too large": (
        "A column (N, 1) met labels (N,) in the accuracy: N * N comparisons for N samples."
    ),
    "half on logits": (
        "The accuracy decides at 0.5 on wx + b: there the boundary is 0, and 0.5 is for the "
        "sigmoid."
    ),
    "error rate": "This is the share of wrong decisions: the accuracy counts the right ones.",
    "always every 20": "Accuracy is looked at every 20 iterations: use the argument check_every.",
    "always 0.99": "The target is always 0.99: use the argument target_acc.",
    "always max_iters": "iterations is always max_iters: it is the number of updates made.",
    "one more": "There is one iteration too many: max_iters is the largest number of updates.",
    "one less": "There is one iteration too few: max_iters updates are allowed.",
    "last index": (
        "iterations is the index of the last iteration. It should be the number of updates, which "
        "is one more."
    ),
    "stopped always false": "stopped_early is False although the target ended the run.",
}
