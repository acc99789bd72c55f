"""Known mistakes of logistic.decide (E08), written out."""

import math
from collections.abc import Callable

import torch
from torch import Tensor

from grader.testing import KnownMistake


def classes(
    compare: Callable[[Tensor, float], Tensor],
    *,
    dtype: torch.dtype = torch.int64,
    shape: Callable[[Tensor], Tensor] = torch.flatten,
) -> Callable[..., Tensor]:
    """Return a decision on probabilities by *compare*, of another dtype or shape."""

    def mistaken(scores: Tensor, threshold: float = 0.5, from_logits: bool = False) -> Tensor:
        if not 0 < threshold < 1:
            raise ValueError
        p = torch.sigmoid(scores.double()) if from_logits else scores
        return shape(compare(p, threshold)).to(dtype)

    return mistaken


def on_scores(
    compare: Callable[[Tensor, float, bool], Tensor],
) -> Callable[..., Tensor]:
    """Return a decision by *compare*, which also gets whether the scores are logits."""

    def mistaken(scores: Tensor, threshold: float = 0.5, from_logits: bool = False) -> Tensor:
        if not 0 < threshold < 1:
            raise ValueError
        return compare(scores.detach().flatten(), threshold, from_logits).to(torch.int64)

    return mistaken


def logit_of(threshold: float) -> float:
    """Return the place of *threshold* on the z axis."""
    return float(torch.tensor(threshold, dtype=torch.float64).logit())


def by_if(scores: Tensor, threshold: float = 0.5, from_logits: bool = False) -> Tensor:
    p = torch.sigmoid(scores) if from_logits else scores
    if p >= threshold:
        return torch.ones_like(p)
    return torch.zeros_like(p)


def unchecked(scores: Tensor, threshold: float = 0.5, from_logits: bool = False) -> Tensor:
    p = torch.sigmoid(scores) if from_logits else scores
    return (p >= threshold).flatten().to(torch.int64)


def logits_unchecked(scores: Tensor, threshold: float = 0.5, from_logits: bool = False) -> Tensor:
    if not (from_logits or 0 < threshold < 1):
        raise ValueError
    return unchecked(scores, threshold, from_logits)


def ends_allowed(scores: Tensor, threshold: float = 0.5, from_logits: bool = False) -> Tensor:
    if not 0 <= threshold <= 1:
        raise ValueError
    return unchecked(scores, threshold, from_logits)


LOGITS_AS_PROBABILITIES = (
    "The scores are logits here, and you compare them as if they were probabilities: your boundary "
    "sits at z = threshold. For 0.5 the rule on logits is z >= 0."
)
TIE = "A probability exactly at the threshold is class 1: compare with >=."

DECIDE = [
    KnownMistake("Another threshold than 0.5 is ignored.", classes(lambda p, _t: p >= 0.5)),
    KnownMistake(TIE, classes(lambda p, t: p > t)),
    KnownMistake(
        "Ties go to 0 and other thresholds are ignored: round sends 0.5 to 0 (half to even), "
        "argmax takes the first of equals. Compare with the threshold.",
        classes(lambda p, _t: torch.round(p)),
    ),
    *(
        KnownMistake(
            f"Classes are integers: int64, not {name}.", classes(lambda p, t: p >= t, dtype=dtype)
        )
        for name, dtype in (
            ("float32", torch.float32),
            ("float64", torch.float64),
            ("int32", torch.int32),
            ("uint8", torch.uint8),
        )
    ),
    KnownMistake(LOGITS_AS_PROBABILITIES, on_scores(lambda scores, t, _logits: scores >= t)),
    *(
        KnownMistake(
            "The place of the threshold on the z axis is ln(t / (1 - t)), the whole of it.",
            on_scores(lambda scores, t, logits, bar=bar: scores >= (bar(t) if logits else t)),
        )
        for bar in (math.log, lambda t: t / (1 - t), lambda t: -math.log(1 - t))
    ),
    KnownMistake(
        "The sigmoid is applied twice to logits, so most samples end in class 1.",
        on_scores(
            lambda scores, t, logits: (
                (torch.sigmoid(torch.sigmoid(scores)) if logits else scores) >= t
            )
        ),
    ),
    KnownMistake(
        "A probability exactly at the threshold is class 1, as a logit of 0 is: compare with >=.",
        on_scores(lambda scores, t, logits: scores >= logit_of(t) if logits else scores > t),
    ),
    KnownMistake(
        "A Python if needs one truth value, and you have one per sample. Compare the whole tensor.",
        by_if,
    ),
    KnownMistake("0 and 1 are no thresholds: strictly between them is asked for.", ends_allowed),
    KnownMistake(
        "The threshold is looked at for probabilities, but not for logits.", logits_unchecked
    ),
]
