"""Known mistakes of training.fit (E18), each a record of the rules that it breaks."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from grader.testing import KnownMistake

Run = dict[str, Any]


def bce(z: Tensor, y: Tensor) -> Tensor:
    return functional.binary_cross_entropy_with_logits(z, y)


def share(z: Tensor, y: Tensor) -> float:
    return ((z >= 0) == (y == 1)).sum().item() / len(y)


@dataclass(frozen=True)
class Rules:
    """
    The rules of a run; the defaults are those of the contract.

    Attributes:
        loss: Of logits and labels.
        optimizer: Makes one of parameters, rate and momentum.
        order: What an iteration does after the forward pass.
        share: The accuracy of logits and labels.
        looks: Whether accuracy is looked at, by iteration and interval.
        stops: Whether a share ends the run, by share and target.
        last: What is done in the iteration that ends it: "update", "" or "one more".
        told: Changes what is returned, given the settings.
        samples: Changes the samples.
    """

    loss: Callable[[Tensor, Tensor], Tensor] = bce
    optimizer: Callable[..., torch.optim.Optimizer] = torch.optim.SGD
    order: str = "clear backward step"
    share: Callable[[Tensor, Tensor], float] = share
    looks: Callable[[int, int], bool] = lambda it, every: it % every == 0
    stops: Callable[[float, float], bool] = lambda share, target: share > target
    last: str = "update"
    told: Callable[[Run, int], None] = lambda run, max_iters: None
    samples: Callable[[Tensor], Tensor] = lambda x: x

    def __call__(
        self,
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
    ) -> Run:
        x, y = self.samples(x.detach()), y.flatten().to(x.dtype)
        start = torch.zeros(x.shape[1]) if init_weight is None else init_weight.detach()
        weight = start.flatten().to(x.dtype, copy=True).requires_grad_()
        bias = torch.tensor(float(init_bias or 0.0), dtype=x.dtype, requires_grad=True)
        optimizer = self.optimizer([weight, bias], lr=lr, momentum=momentum)
        run: Run = {"iterations": 0, "stopped_early": False, "losses": [], "accuracies": []}
        overdue = False
        for it in range(max_iters):
            z = x @ weight + bias
            loss = self.loss(z, y)
            stop = overdue
            if self.looks(it, check_every):
                found = self.share(z.detach(), y)
                run["accuracies"].append((it, found))
                stop = stop or self.stops(found, target_acc)
            run["stopped_early"] = stop
            if stop and not self.last:
                run["losses"].append(loss.item())
                break
            if self.order == "fresh":
                optimizer = self.optimizer([weight, bias], lr=lr, momentum=momentum)
            acts = {"clear": optimizer.zero_grad, "backward": loss.backward, "step": optimizer.step}
            for act in self.order.replace("fresh", "clear backward step").split():
                acts[act]()
            run["losses"].append(loss.item())
            run["iterations"] += 1
            if stop and (overdue or self.last == "update"):
                break
            overdue = stop
        run |= {"weight": weight.detach(), "bias": bias.item()}
        self.told(run, max_iters)
        return run


def standard(x: Tensor, n: int) -> Tensor:
    centred = x - x.mean(0)
    return centred / ((centred**2).sum(0) / (len(x) - n)).sqrt()


def nesterov(parameters: list[Tensor], lr: float, momentum: float) -> torch.optim.Optimizer:
    return torch.optim.SGD(parameters, lr=lr, momentum=momentum, nesterov=momentum > 0)


def damped(parameters: list[Tensor], lr: float, momentum: float) -> torch.optim.Optimizer:
    return torch.optim.SGD(parameters, lr=lr, momentum=momentum, dampening=momentum)


def adam(parameters: list[Tensor], lr: float, momentum: float) -> torch.optim.Optimizer:
    return torch.optim.Adam(parameters, lr=lr)


def counted(run: Run, max_iters: int) -> None:
    run["iterations"] = max_iters


def indexed(run: Run, _max_iters: int) -> None:
    run["iterations"] -= 1


def unflagged(run: Run, _max_iters: int) -> None:
    run["stopped_early"] = False


def numbered(run: Run, _max_iters: int) -> None:
    run["accuracies"] = [(n, found) for n, (_, found) in enumerate(run["accuracies"])]


def unnoted(run: Run, _max_iters: int) -> None:
    if run["stopped_early"]:
        run["accuracies"] = run["accuracies"][:-1]


FIT = [
    KnownMistake(message, rules)
    for message, rules in (
        (
            "The first update is right, then the steps grow: the gradients of earlier iterations "
            "are still there. Clear them in every iteration; the accuracy alone does not show this "
            "mistake.",
            Rules(order="backward step"),
        ),
        (
            "The weights never move. Does the optimizer hold the tensors that the forward pass "
            "uses, and is .grad still filled when step is called?",
            Rules(order="clear backward"),
        ),
        (
            "It behaves like momentum 0. Pass momentum on, and build the optimizer (or the "
            "velocity) once, before the loop: a new one starts with velocity 0.",
            Rules(order="fresh"),
        ),
        (
            "Loss and gradients are N times too large: the loss is the mean over samples, not the "
            "sum.",
            Rules(loss=lambda z, y: bce(z, y) * len(y)),
        ),
        (
            "This is the squared error of the probabilities. The loss is the binary cross-entropy.",
            Rules(loss=lambda z, y: ((torch.sigmoid(z) - y) ** 2).mean()),
        ),
        (
            "A column (N, 1) met labels (N,), and the squared error was broadcast over N * N "
            "pairs. Bring both to one shape, and use the cross-entropy.",
            Rules(loss=lambda z, y: ((torch.sigmoid(z)[:, None] - y) ** 2).mean()),
        ),
        (
            "A column (N, 1) met labels (N,): the loss was broadcast over N * N pairs. Bring both "
            "to one shape first.",
            Rules(loss=lambda z, y: bce(z, y.mean().expand_as(z))),
        ),
        (
            "The sigmoid is applied twice: a loss that takes logits applies its own.",
            Rules(loss=lambda z, y: bce(torch.sigmoid(z), y)),
        ),
        (
            "The first step is (1 - momentum) times too short: torch adds the gradient undamped.",
            Rules(optimizer=damped),
        ),
        (
            "Your step is g + momentum * v: that is Nesterov's rule, not plain momentum.",
            Rules(optimizer=nesterov),
        ),
        (
            "These are the steps of Adam. The task asks for SGD with momentum.",
            Rules(optimizer=adam),
        ),
        *(
            (
                "The samples are scaled inside fit: the weights that come back belong to other "
                "data.",
                Rules(samples=lambda x, n=n: standard(x, n)),
            )
            for n in (0, 1)
        ),
        (
            "The accuracy is in percent: 100 is greater than any target between 0 and 1, so the "
            "run stops at once. It is a share between 0 and 1.",
            Rules(share=lambda z, y: 100 * share(z, y)),
        ),
        *(
            (
                "A column (N, 1) met labels (N,) in the accuracy: N * N comparisons for N samples.",
                Rules(share=pairs),
            )
            for pairs in (
                lambda z, y: ((z >= 0)[:, None] == (y == 1)).double().mean().item(),
                lambda z, y: ((z >= 0)[:, None] == (y == 1)).sum().item() / len(y),
            )
        ),
        (
            "The accuracy decides at 0.5 on wx + b: there the boundary is 0, and 0.5 is for the "
            "sigmoid.",
            Rules(share=lambda z, y: share(z - 0.5, y)),
        ),
        (
            "This is the share of wrong decisions: the accuracy counts the right ones.",
            Rules(share=lambda z, y: 1 - share(z, y)),
        ),
        (
            "Accuracy is looked at in every iteration: look only where the iteration is a multiple "
            "of check_every.",
            Rules(looks=lambda _it, _every: True),
        ),
        (
            "Accuracy is looked at in iterations check_every - 1, 2 * check_every - 1, ...: it "
            "starts with iteration 0.",
            Rules(looks=lambda it, every: (it + 1) % every == 0),
        ),
        (
            "The check in iteration 0 is missing: 0 is a multiple of check_every too.",
            Rules(looks=lambda it, every: it > 0 and it % every == 0),
        ),
        (
            "The accuracies are numbered 0, 1, 2, ...: note the iteration at which each was taken.",
            Rules(told=numbered),
        ),
        (
            "The run ends where the accuracy equals the target: it has to be greater (>, not >=).",
            Rules(stops=lambda found, target: found >= target),
        ),
        (
            "The run never stops early: end the loop once the accuracy exceeds target_acc.",
            Rules(stops=lambda _found, _target: False),
        ),
        (
            "There is one update too many after the target is passed: the stopping iteration's "
            "update is the last one.",
            Rules(last="one more"),
        ),
        (
            "The accuracy that ends the run is not noted: append it before you leave the loop.",
            Rules(told=unnoted),
        ),
        (
            "iterations is always max_iters: it is the number of updates made.",
            Rules(told=counted),
        ),
        (
            "iterations is the index of the last iteration. It should be the number of updates, "
            "which is one more.",
            Rules(told=indexed),
        ),
        (
            "stopped_early is False although the target ended the run.",
            Rules(told=unflagged),
        ),
    )
]
