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
ONE_SAMPLE = (
    "With one sample the batch axis is gone: squeeze() takes away every axis of length 1. Flatten."
)
TIE = "A probability exactly at the threshold is class 1: compare with >=."

DECIDE = [
    KnownMistake(
        "Logits are compared with 0 whatever the threshold is. For a threshold of 0.9 the boundary "
        "on the z axis lies elsewhere: where is sigmoid(z) = 0.9?",
        on_scores(lambda scores, t, logits: scores >= (0.0 if logits else t)),
    ),
    KnownMistake("Another threshold than 0.5 is ignored.", classes(lambda p, _t: p >= 0.5)),
    KnownMistake(TIE, classes(lambda p, t: p > t)),
    KnownMistake(
        "Ties go to 0 and other thresholds are ignored: round sends 0.5 to 0 (half to even), "
        "argmax takes the first of equals. Compare with the threshold.",
        classes(lambda p, _t: torch.round(p)),
    ),
    KnownMistake(
        "Nearly every class is 0: compare first. (long() cuts 0.99 to 0, and argmax over a single "
        "column is always 0.)",
        classes(lambda p, _t: p.long()),
    ),
    KnownMistake(
        "The classes are exchanged: 1 is from the threshold on.", classes(lambda p, t: p < t)
    ),
    KnownMistake(
        "The classes are exchanged: 1 is from the threshold on.", classes(lambda p, t: p <= t)
    ),
    KnownMistake(
        "Classes are integers: int64. What a comparison gives is bool.",
        classes(lambda p, t: p >= t, dtype=torch.bool),
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
    KnownMistake(
        "A column (N, 1) comes back as a column. Classes are flat: shape (N,).",
        classes(lambda p, t: p >= t, shape=lambda decided: decided),
    ),
    KnownMistake(
        "Flat scores have no second axis to drop. Scores come as (N,) or as (N, 1).",
        classes(lambda p, t: p >= t, shape=lambda decided: decided.squeeze(1)),
    ),
    KnownMistake(
        "One flat sample lost its batch axis: the last axis of (1,) is the batch. Flatten instead.",
        classes(lambda p, t: p >= t, shape=lambda decided: decided.squeeze(-1)),
    ),
    KnownMistake(ONE_SAMPLE, classes(lambda p, t: p >= t, shape=torch.squeeze)),
    KnownMistake(
        "Flat scores have no second axis. Scores come as (N,) or as (N, 1).",
        classes(lambda p, t: p >= t, shape=lambda decided: decided[:, 0]),
    ),
    KnownMistake(LOGITS_AS_PROBABILITIES, on_scores(lambda scores, t, _logits: scores >= t)),
    KnownMistake(
        "The threshold is shifted by 0.5 for logits. The sigmoid is no shift: where is "
        "sigmoid(z) = threshold?",
        on_scores(lambda scores, t, logits: scores >= (t - 0.5 if logits else t)),
    ),
    *(
        KnownMistake(
            "The place of the threshold on the z axis is ln(t / (1 - t)), the whole of it.",
            on_scores(lambda scores, t, logits, bar=bar: scores >= (bar(t) if logits else t)),
        )
        for bar in (math.log, lambda t: t / (1 - t), lambda t: -math.log(1 - t))
    ),
    KnownMistake(
        "The sign of the threshold on the z axis is wrong: its log-odds are ln(t / (1 - t)).",
        on_scores(lambda scores, t, logits: scores >= (-logit_of(t) if logits else t)),
    ),
    KnownMistake(
        "You take the sigmoid of the threshold. Logits go to probabilities by the sigmoid; a "
        "threshold goes to the z axis by its inverse.",
        on_scores(
            lambda scores, t, logits: scores >= (1 / (1 + 2.718281828459045**-t) if logits else t)
        ),
    ),
    KnownMistake(
        "Probabilities are treated as logits: neither a sigmoid nor a threshold moved to the z "
        "axis belongs to them.",
        on_scores(lambda scores, t, _logits: scores >= logit_of(t)),
    ),
    KnownMistake(
        "The cases are exchanged: the sigmoid belongs to logits, not to probabilities.",
        on_scores(lambda scores, t, logits: (scores if logits else torch.sigmoid(scores)) >= t),
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
        "Your tie rule differs for logits: sigmoid(0) is exactly 0.5, and that is class 1.",
        on_scores(lambda scores, t, logits: scores > logit_of(t) if logits else scores >= t),
    ),
    KnownMistake(
        "A probability exactly at the threshold is class 1, as a logit of 0 is: compare with >=.",
        on_scores(lambda scores, t, logits: scores >= logit_of(t) if logits else scores > t),
    ),
    KnownMistake(
        "All samples get the same class.",
        on_scores(lambda scores, _t, _logits: torch.zeros_like(scores)),
    ),
    KnownMistake(
        "All samples get the same class.",
        on_scores(lambda scores, _t, _logits: torch.ones_like(scores)),
    ),
    KnownMistake(
        "A Python if needs one truth value, and you have one per sample. Compare the whole tensor.",
        by_if,
    ),
    KnownMistake("0 and 1 are no thresholds: strictly between them is asked for.", ends_allowed),
    KnownMistake(
        "The threshold is looked at for probabilities, but not for logits.", logits_unchecked
    ),
    KnownMistake("The threshold is not looked at before it is used.", unchecked),
]
