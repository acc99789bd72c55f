"""Known mistakes of logistic.log_odds (E07), written out."""

from collections.abc import Callable

import torch
from torch import Tensor

from grader.testing import KnownMistake


def odds(p: Tensor) -> Tensor:
    """Return the right answer where p is a probability, nan elsewhere."""
    return torch.log(p) - torch.log1p(-p)


def guarded(formula: Callable[[Tensor], Tensor]) -> Callable[[Tensor], Tensor]:
    """Return *formula* behind the check of the range."""

    def mistaken(p: Tensor) -> Tensor:
        if not bool(((p >= 0) & (p <= 1)).all()):
            raise ValueError
        return formula(p)

    return mistaken


REPLACED = "p = 0 should give -inf and p = 1 inf here; an eps or a clamp replaces them."
NO_RANGE = (
    "What is no probability should be refused, not turned into nan or into a number. Check the "
    "range before you take a logarithm."
)

LOG_ODDS = [
    KnownMistake(
        "Your answer has the opposite sign: these are the log-odds of class 0.",
        guarded(lambda p: -odds(p)),
    ),
    KnownMistake(
        "Off by the factor 2.3026: take the natural logarithm, not the one of base 10.",
        guarded(lambda p: odds(p) / torch.log(torch.tensor(10.0, dtype=p.dtype))),
    ),
    KnownMistake(
        "Off by the factor 0.6931: take the natural logarithm, not the one of base 2.",
        guarded(lambda p: odds(p) / torch.log(torch.tensor(2.0, dtype=p.dtype))),
    ),
    KnownMistake("These are the odds. Their logarithm is missing.", guarded(lambda p: p / (1 - p))),
    KnownMistake(
        "These are the odds of class 0, without the logarithm.", guarded(lambda p: (1 - p) / p)
    ),
    KnownMistake(
        "This is log(p). The odds are p / (1 - p): subtract log(1 - p).", guarded(torch.log)
    ),
    KnownMistake("This is log(1 - p) alone.", guarded(lambda p: torch.log1p(-p))),
    KnownMistake("This is -log(1 - p): log(p) is missing.", guarded(lambda p: -torch.log1p(-p))),
    KnownMistake(
        "The two logarithms are added. A quotient becomes a difference.",
        guarded(lambda p: torch.log(p) + torch.log1p(-p)),
    ),
    KnownMistake(
        "The two logarithms are divided. The logarithm of a quotient is a difference.",
        guarded(lambda p: torch.log(p) / torch.log(1 - p)),
    ),
    KnownMistake(
        "Brackets: this is log(p) divided by (1 - p). Divide first, then take the logarithm.",
        guarded(lambda p: torch.log(p) / (1 - p)),
    ),
    KnownMistake(
        "Brackets: p / 1 - p is 0. Divide p by all of (1 - p).",
        guarded(lambda p: torch.log(p / 1 - p)),
    ),
    KnownMistake(
        "This is log(p / (1 + p)). The probability of the other class is 1 - p; log1p needs -p "
        "for it.",
        guarded(lambda p: torch.log(p / (1 + p))),
    ),
    KnownMistake(
        "log1p is taken of the odds: that is log(1 + odds).",
        guarded(lambda p: torch.log1p(p / (1 - p))),
    ),
    KnownMistake("This is the sigmoid. Asked for is its inverse.", guarded(torch.sigmoid)),
    KnownMistake(
        "This is half of the log-odds: atanh(2p - 1) needs the factor 2.",
        guarded(lambda p: torch.atanh(2 * p - 1)),
    ),
    KnownMistake(
        "Small probabilities are lost: 2p - 1 rounds them away. Take log(p) itself.",
        guarded(lambda p: 2 * torch.atanh(2 * p - 1)),
    ),
    KnownMistake(
        "Small probabilities are lost: 1 - (1 - p) rounds them away.",
        guarded(lambda p: torch.log(1 - (1 - p)) - torch.log(1 - p)),
    ),
    KnownMistake(
        "Do not round: the steps after this need full precision.",
        guarded(lambda p: (odds(p) * 1e4).round() / 1e4),
    ),
    *(
        KnownMistake(REPLACED, guarded(lambda p, eps=eps: torch.logit(p, eps=eps)))
        for eps in (1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-12, 1e-15, 1e-16)
    ),
    *(
        KnownMistake(REPLACED, guarded(lambda p, eps=eps: torch.log((p + eps) / (1 - p + eps))))
        for eps in (1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-12)
    ),
    *(
        KnownMistake(
            REPLACED, guarded(lambda p, eps=eps: torch.log(p + eps) - torch.log(1 - p + eps))
        )
        for eps in (1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-12)
    ),
    KnownMistake(
        "p = 0 should give -inf and p = 1 inf; they are replaced by finite numbers.",
        guarded(lambda p: torch.nan_to_num(odds(p))),
    ),
    *(
        KnownMistake(NO_RANGE, lambda p, eps=eps: torch.logit(p, eps=eps))
        for eps in (1e-6, 1e-7, 1e-8)
    ),
]
