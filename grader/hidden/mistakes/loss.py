"""Typical mistakes in loss.py, written out."""

import torch
from torch.nn import functional

from grader.testing import Examples, KnownMistake, example_call


def _flat(scores, y):
    if scores.numel() != y.numel():
        raise ValueError("different counts")
    return scores.flatten(), y.flatten().to(scores.dtype)


def _of(formula):
    """Return a loss that prepares its arguments well and then uses *formula*."""
    return lambda scores, y: formula(*_flat(scores, y))


def _costs(p, y):
    """Return the cost of each sample (of each pair, if the shapes differ) as torch has it."""
    p, y = torch.broadcast_tensors(p, y)
    return functional.binary_cross_entropy(p, y, reduction="none")


def _clamped(p, eps):
    return p.clamp(eps, 1 - eps)


SUM = "Your value is exactly N times the expected: take the mean over samples, not the sum."
EACH = "You return the cost of each sample: take their mean."
NEGATIVE = "Your loss is negative: log of a probability is below 0, so a minus belongs in front."
FIRST_ONLY = "For y=0 your loss is always 0: the second half of the formula is missing."
SECOND_ONLY = "For y=1 your loss is always 0: the first half of the formula is missing."
ROUNDED = "The loss is rounded. Do not round: training needs full precision."
HALF = "Your value is half of the expected: is there a factor 1/2 too many?"


ADDED = (
    "A small number is added inside the logarithms, and it is large enough to move the loss. Clamp "
    "the logs instead, or use a smaller one."
)
FOCAL = "Each cost is weighted by how wrong the sample is (a focal loss): take the plain mean."
BALANCED = "The two classes are averaged apart. All samples count alike: one mean of all."
SMOOTHED = "The labels are softened before they are used: take 0 and 1 as they are."
WEIGHTED = "One class weighs more than the other: all samples count alike."


def _focal(costs, gamma):
    return ((1 - torch.exp(-costs)) ** gamma * costs).mean()


def _balanced(costs, y):
    means = [costs[y == label].mean() for label in (0, 1) if bool((y == label).any())]
    return sum(means) / len(means)


def _smoothed(costs, scores, y, share):
    """Return the loss by *costs* with labels drawn towards one half by *share*."""
    return costs(scores, y * (1 - share) + share / 2).mean()


SHARES = (0.1, 0.2, 0.05, 0.02, 0.01)


KNOWN_MISTAKES = {
    "loss.bce_loss": [
        KnownMistake(SUM, _of(lambda p, y: _costs(p, y).sum())),
        KnownMistake(EACH, _of(_costs)),
        KnownMistake(NEGATIVE, _of(lambda p, y: -_costs(p, y).mean())),
        KnownMistake(
            "0 * log(0) is nan, and log(0) alone is -inf: clamp p or the logs.",
            _of(lambda p, y: -(y * p.log() + (1 - y) * (1 - p).log()).mean()),
        ),
        KnownMistake(
            "The loss is finite, but its gradient is nan where p is exactly 0 or "
            "1: the logarithm is "
            "differentiated although its value is cut off afterwards. Clamp p "
            "before the logarithm.",
            _of(
                lambda p, y: (
                    -(y * p.log().clamp(min=-100) + (1 - y) * (1 - p).log().clamp(min=-100)).mean()
                )
            ),
        ),
        KnownMistake(
            "The loss stops growing too early: certain and wrong should cost more than 10. A "
            "smaller epsilon, or a clamp of the logs, lets it.",
            _of(lambda p, y: _costs(_clamped(p, 1e-4), y).mean()),
        ),
        KnownMistake(
            "The loss stops growing too early: certain and wrong should cost more than 10. A "
            "smaller epsilon, or a clamp of the logs, lets it.",
            _of(lambda p, y: _costs(_clamped(p, 1e-3), y).mean()),
        ),
        KnownMistake(FIRST_ONLY, _of(lambda p, y: -(y * p.log().clamp(min=-100)).mean())),
        KnownMistake(
            SECOND_ONLY, _of(lambda p, y: -((1 - y) * (1 - p).log().clamp(min=-100)).mean())
        ),
        KnownMistake(
            "The minus stands in front of the first half only: put the whole sum in brackets.",
            _of(lambda p, y: (-y * p.log() + (1 - y) * (1 - p).log()).mean()),
        ),
        KnownMistake(
            "This is the mean absolute error. The cost of a sample is a logarithm.",
            _of(lambda p, y: (p - y).abs().mean()),
        ),
        KnownMistake(
            "A sigmoid is applied to p, which is a probability already: this is the loss for "
            "logits.",
            _of(functional.binary_cross_entropy_with_logits),
        ),
        KnownMistake(
            "Off by the factor 2.3026: use the natural logarithm, not log10.",
            _of(lambda p, y: _costs(p, y).mean() / torch.tensor(10.0, dtype=p.dtype).log()),
        ),
        KnownMistake(
            "Off by the factor 0.693: use the natural logarithm, not log2.",
            _of(lambda p, y: _costs(p, y).mean() / torch.tensor(2.0, dtype=p.dtype).log()),
        ),
        KnownMistake(HALF, _of(lambda p, y: _costs(p, y).mean() / 2)),
        KnownMistake(ROUNDED, _of(lambda p, y: (_costs(p, y).mean() * 1e4).round() / 1e4)),
        *(
            KnownMistake(ADDED, _of(lambda p, y, eps=eps: _costs_added(p, y, eps)))
            for eps in (1e-2, 1e-3, 1e-4, 1e-5, 1e-6)
        ),
        *(
            KnownMistake(FOCAL, _of(lambda p, y, g=gamma: _focal(_costs(p, y), g)))
            for gamma in (2.0, 1.0)
        ),
        *(
            KnownMistake(SMOOTHED, _of(lambda p, y, s=share: _smoothed(_costs, p, y, s)))
            for share in SHARES
        ),
        KnownMistake(BALANCED, _of(lambda p, y: _balanced(_costs(p, y), y))),
        KnownMistake(WEIGHTED, _of(lambda p, y: ((1 + y) * _costs(p, y)).mean())),
    ],
    "loss.bce_with_logits": [
        KnownMistake(
            "At z=1000 the loss is 100 and the gradient is 0: the sigmoid has rounded to 1 and the "
            "loss can no longer see how wrong it is. Start from z.",
            _of(lambda z, y: functional.binary_cross_entropy(torch.sigmoid(z), y)),
        ),
        KnownMistake(
            "The sigmoid is cut off before the logarithm, so the loss ends near 16 "
            "and the gradient "
            "at 0. Start from z.",
            _of(lambda z, y: _costs(_clamped(torch.sigmoid(z), 1e-7), y).mean()),
        ),
        KnownMistake(
            "The sigmoid rounds to 1 and its logarithm to -inf or nan. Start from z instead.",
            _of(lambda z, y: _costs_bare(torch.sigmoid(z), y)),
        ),
        *(
            KnownMistake(
                "exp(89) overflows in float32: write log(1 + e^z) in a form in which exp never "
                "meets a large number.",
                _of(lambda z, y, log=log: log(torch.exp((1 - 2 * y) * z)).mean()),
            )
            for log in (torch.log1p, lambda grown: torch.log(1 + grown))
        ),
        KnownMistake(
            "The absolute value is missing: beside the larger of z and 0 stands log(1 + e^-|z|).",
            _of(lambda z, y: (z.clamp(min=0) - z * y + torch.log1p(torch.exp(-z))).mean()),
        ),
        KnownMistake(
            "Values are right everywhere; at exactly z=0 autograd picks one-sided slopes of clamp "
            "and abs. Use a form without such corners, such as logaddexp.",
            _of(lambda z, y: (z.clamp(min=0) - z * y + torch.log1p(torch.exp(-z.abs()))).mean()),
        ),
        KnownMistake(
            "Values are right everywhere; at exactly z=0 autograd picks one-sided slopes of relu "
            "and abs. Use a form without such corners, such as logaddexp.",
            _of(lambda z, y: (z.relu() - z * y + torch.log1p(torch.exp(-z.abs()))).mean()),
        ),
        KnownMistake(
            "where picks values, but both branches are differentiated, and exp overflows in the "
            "unused one: the gradient is nan. Make that branch harmless first.",
            _of(
                lambda z, y: torch.where(
                    z >= 0,
                    z - z * y + torch.log1p(torch.exp(-z)),
                    -z * y + torch.log1p(torch.exp(z)),
                ).mean()
            ),
        ),
        KnownMistake(
            "where picks values, but both branches are differentiated, and exp overflows in the "
            "unused one: the gradient is nan. Make that branch harmless first.",
            _of(lambda z, y: (torch.where(z > 20, z, torch.log1p(torch.exp(z))) - z * y).mean()),
        ),
        KnownMistake(
            "where picks values, but both branches are differentiated, and exp overflows in the "
            "unused one: the gradient is nan. Make that branch harmless first.",
            _of(
                lambda z, y: torch.where(
                    (1 - 2 * y) * z > 20, (1 - 2 * y) * z, torch.log1p(torch.exp((1 - 2 * y) * z))
                ).mean()
            ),
        ),
        KnownMistake(SUM, _of(lambda z, y: _softplus(z, y).sum())),
        KnownMistake(EACH, _of(lambda z, y: _softplus(z, y))),
        KnownMistake(NEGATIVE, _of(lambda z, y: -_softplus(z, y).mean())),
        KnownMistake(FIRST_ONLY, _of(lambda z, y: (y * functional.softplus(-z)).mean())),
        KnownMistake(SECOND_ONLY, _of(lambda z, y: ((1 - y) * functional.softplus(z)).mean())),
        KnownMistake(
            "z * y has the wrong sign: the cost of a sample is log(1 + e^z) - z * y.",
            _of(lambda z, y: (functional.softplus(z) + z * y).mean()),
        ),
        KnownMistake(
            "The term z * y is missing: every sample is taken for one of class 0.",
            _of(lambda z, y: functional.softplus(z).mean() + 0 * y.sum()),
        ),
        KnownMistake(
            "The sigmoid is applied twice: a loss with logits applies its own.",
            _of(lambda z, y: _softplus(torch.sigmoid(z), y).mean()),
        ),
        KnownMistake(
            "This is the squared error of sigmoid(z), not the cross-entropy.",
            _of(lambda z, y: ((torch.sigmoid(z) - y) ** 2).mean()),
        ),
        KnownMistake(HALF, _of(lambda z, y: _softplus(z, y).mean() / 2)),
        KnownMistake(ROUNDED, _of(lambda z, y: (_softplus(z, y).mean() * 1e4).round() / 1e4)),
        KnownMistake(
            "z is cut off before the loss: its cost stops growing and its gradient is 0 there.",
            _of(lambda z, y: _softplus(z.clamp(-50, 50), y).mean()),
        ),
        KnownMistake(
            "z is cut off before the loss: its cost stops growing and its gradient is 0 there.",
            _of(lambda z, y: _softplus(z.clamp(-80, 80), y).mean()),
        ),
        KnownMistake(
            "z is cut off before the loss: its cost stops growing and its gradient is 0 there.",
            _of(lambda z, y: _softplus(z.clamp(-100, 100), y).mean()),
        ),
        *(
            KnownMistake(
                "The sigmoid rounds to 0 or 1, and the small number that you add in the logarithm "
                "ends the growth of the loss. Start from z.",
                _of(lambda z, y, eps=eps: _costs_added(torch.sigmoid(z), y, eps)),
            )
            for eps in (1e-12, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6, 1e-15, 1e-20)
        ),
        KnownMistake(
            "This is a hinge loss. The cost of a sample is log(1 + e^z) - z * y.",
            _of(lambda z, y: torch.relu(1 - (2 * y - 1) * z).mean()),
        ),
        *(
            KnownMistake(FOCAL, _of(lambda z, y, g=gamma: _focal(_softplus(z, y), g)))
            for gamma in (2.0, 1.0)
        ),
        *(
            KnownMistake(
                SMOOTHED,
                _of(
                    lambda z, y, s=share: functional.binary_cross_entropy_with_logits(
                        z, y * (1 - s) + s / 2
                    )
                ),
            )
            for share in SHARES
        ),
        KnownMistake(BALANCED, _of(lambda z, y: _balanced(_softplus(z, y), y))),
        KnownMistake(WEIGHTED, _of(lambda z, y: ((1 + y) * _softplus(z, y)).mean())),
    ],
}


def _costs_bare(p, y):
    return -(y * p.log() + (1 - y) * (1 - p).log()).mean()


def _costs_added(p, y, eps):
    return -(y * (p + eps).log() + (1 - y) * (1 - p + eps).log()).mean()


def _softplus(z, y):
    """Return the exact cost of each sample from its logit."""
    wrong_side = (1 - 2 * y) * z
    return torch.logaddexp(wrong_side, torch.zeros_like(wrong_side))


EXAMPLES: Examples = {
    "loss.bce_loss": (
        example_call("loss.bce_loss", torch.tensor([0.9, 0.2]), torch.tensor([1.0, 0.0])),
        example_call("loss.bce_loss", torch.tensor([0.9, 0.3, 0.6]), torch.tensor([0, 1, 1])),
    ),
    "loss.bce_with_logits": (
        example_call("loss.bce_with_logits", torch.tensor([1000.0, 0.0]), torch.tensor([0, 1])),
        example_call(
            "loss.bce_with_logits", torch.tensor([2.0, -1.0, 4.0]), torch.tensor([1, 0, 0])
        ),
    ),
}
