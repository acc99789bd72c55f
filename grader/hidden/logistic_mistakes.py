"""Known mistakes of logistic.py, written out, and a visible question for each function."""

import math
from collections.abc import Callable

import torch
from torch import Tensor

from grader.judging.suspects import Examples, Suspect, Suspects, example_call

__all__ = ["EXAMPLES", "SUSPECTS"]

# ---- E06 sigmoid ------------------------------------------------------------


def stable(z: Tensor) -> Tensor:
    """Return the sigmoid in a form that is safe far out, with the right slope everywhere."""
    positive = z >= 0
    small = torch.exp(torch.where(positive, -z, z))
    return torch.where(positive, 1 / (1 + small), small / (1 + small))


def both_arms_unsafe(z: Tensor) -> Tensor:
    small = torch.exp(z)
    return torch.where(z >= 0, 1 / (1 + torch.exp(-z)), small / (1 + small))


def by_masks(z: Tensor) -> Tensor:
    positive = (z >= 0).to(z.dtype)
    small = torch.exp(z)
    return positive / (1 + torch.exp(-z)) + (1 - positive) * small / (1 + small)


def by_abs(z: Tensor) -> Tensor:
    small = torch.exp(-z.abs())
    return torch.where(z >= 0, 1 / (1 + small), small / (1 + small))


def by_clamp(z: Tensor) -> Tensor:
    """Return a safe form whose slope at 0 comes from a corner: 0 or 1/2 of the right one."""
    falling, rising = torch.exp(-torch.relu(z)), torch.exp(-torch.relu(-z))
    return torch.where(z >= 0, 1 / (1 + falling), rising / (1 + rising))


def signed(z: Tensor) -> Tensor:
    small = torch.exp(-z.abs())
    return 0.5 + torch.sign(z) * (1 / (1 + small) - 0.5)


def clamped(bound: float) -> Callable[[Tensor], Tensor]:
    """Return a sigmoid that lets nothing beyond *bound* through."""
    return lambda z: 1 / (1 + torch.exp(-z.clamp(-bound, bound)))


def as_number(z: Tensor) -> Tensor:
    return torch.tensor(1 / (1 + torch.exp(-z).item()), dtype=z.dtype)


class Unchained(torch.autograd.Function):
    """A sigmoid whose backward returns the slope alone."""

    @staticmethod
    def forward(ctx, z):
        ctx.save_for_backward(z)
        return stable(z)

    @staticmethod
    def backward(ctx, _grad):
        (z,) = ctx.saved_tensors
        return stable(z) * stable(-z)


class StraightThrough(torch.autograd.Function):
    """A sigmoid whose backward lets everything through."""

    @staticmethod
    def forward(_ctx, z):
        return stable(z)

    @staticmethod
    def backward(_ctx, grad):
        return grad.clone()


class HalfSlope(torch.autograd.Function):
    """A sigmoid whose backward forgets the factor 1 - s."""

    @staticmethod
    def forward(ctx, z):
        ctx.save_for_backward(stable(z))
        return stable(z)

    @staticmethod
    def backward(ctx, grad):
        (s,) = ctx.saved_tensors
        return grad * s


ONLY_AT_ZERO = (
    "Right everywhere except the slope at exactly z = 0: abs, relu and clamp have a corner there, "
    "so training from zero weights would not start as it should. Choose the sign with torch.where."
)
BOTH_ARMS = (
    "The values are right, but where picks values only: autograd goes back through both arms, and "
    "inf in the arm that was thrown away gives nan. Make what goes into it harmless first."
)
CUT_OFF = (
    "You cut z off before the formula, so the tails are not as small as they should be. A form "
    "without an overflow needs no limit."
)

OTHERS = (
    "Each value changes with the other scores in the tensor: the sigmoid of a score depends on "
    "that score alone, so no maximum, sum or mean of all belongs into it."
)

SIGMOID = [
    Suspect(OTHERS, lambda z: stable(z - z.max()) if z.numel() else stable(z)),
    Suspect(OTHERS, lambda z: stable(z - z.mean())),
    Suspect(OTHERS, lambda z: stable((z - z.mean()) / z.std(correction=0))),
    Suspect(
        "Your own backward gives the slope s: it is s * (1 - s).", lambda z: HalfSlope.apply(z)
    ),
    Suspect(
        "Digits are lost: it is computed in half precision. Keep the dtype of z all the way.",
        lambda z: torch.sigmoid(z.half()).to(z.dtype),
    ),
    Suspect(
        "Digits are lost: it is computed in half precision. Keep the dtype of z all the way.",
        lambda z: torch.sigmoid(z.bfloat16()).to(z.dtype),
    ),
    Suspect(
        "squeeze() takes away every axis of length 1. Keep the shape of z.",
        lambda z: stable(z).squeeze(),
    ),
    Suspect("The result is flat. Keep the shape of z.", lambda z: stable(z).flatten()),
    Suspect(
        "Your own backward forgets the gradient that comes in: multiply the slope by it.",
        lambda z: Unchained.apply(z),
    ),
    Suspect(
        "Your own backward hands the gradient on as if the slope were 1. It is s * (1 - s).",
        lambda z: StraightThrough.apply(z),
    ),
    Suspect(
        "The result is cut from the graph (detach, .data, item, numpy, no_grad). Stay with torch "
        "operations on z itself.",
        lambda z: stable(z.detach()),
    ),
    Suspect(
        "You return the probability of the other class: check the sign of z.", lambda z: stable(-z)
    ),
    Suspect(
        "inf / inf is nan at large z: rewrite it so that exp never sees a large positive number.",
        lambda z: torch.exp(z) / (1 + torch.exp(z)),
    ),
    Suspect(
        "The value is right, but its gradient is lost where exp(-z) overflows at very negative z: "
        "there, use the form with exp(z).",
        lambda z: 1 / (1 + torch.exp(-z)),
    ),
    Suspect(
        "The value is right, but its gradient is lost where exp(z) overflows at large z: there, "
        "use the form with exp(-z).",
        lambda z: 1 - 1 / (1 + torch.exp(z)),
    ),
    Suspect(BOTH_ARMS, both_arms_unsafe),
    Suspect(
        "0 times inf is nan: multiplying with a mask does not hide an overflow. Choose with "
        "torch.where, and make both arms harmless.",
        by_masks,
    ),
    Suspect(ONLY_AT_ZERO, by_abs),
    Suspect(ONLY_AT_ZERO, by_clamp),
    Suspect(ONLY_AT_ZERO, signed),
    Suspect(
        "Half of your values are negative: tanh runs from -1 to 1, a probability from 0 to 1.",
        torch.tanh,
    ),
    Suspect(
        "tanh(z) is twice as steep: the sigmoid is half of (1 + tanh(z / 2)).",
        lambda z: 0.5 * (1 + torch.tanh(z)),
    ),
    Suspect(
        "The 1 is missing before the half of tanh: the values run from -1/2 to 1/2.",
        lambda z: 0.5 * torch.tanh(z / 2),
    ),
    Suspect("Brackets: this computes 1 + exp(-z).", lambda z: 1 / 1 + torch.exp(-z)),
    Suspect("This is 1 + exp(-z): the division is missing.", lambda z: 1 + torch.exp(-z)),
    Suspect("The 1 is missing below: this is exp(z).", lambda z: 1 / torch.exp(-z)),
    Suspect("This is exp(-z), the odds of the other class.", lambda z: torch.exp(-z)),
    Suspect("The sign below is wrong: it is 1 plus exp(-z).", lambda z: 1 / (1 - torch.exp(-z))),
    Suspect("This is the logarithm of the sigmoid.", torch.nn.functional.logsigmoid),
    Suspect("This is the logarithm of 1 + exp(z).", torch.nn.functional.softplus),
    Suspect("This is the slope of the sigmoid.", lambda z: stable(z) * stable(-z)),
    Suspect("The sigmoid is applied twice.", lambda z: stable(stable(z))),
    Suspect("z counts twice: the curve is twice too steep.", lambda z: stable(2 * z)),
    Suspect("z counts half: the curve is half as steep as it should be.", lambda z: stable(z / 2)),
    Suspect("The base is 2; the formula has e.", lambda z: 1 / (1 + 2 ** (-z))),
    Suspect("The base is 10; the formula has e.", lambda z: 1 / (1 + 10 ** (-z))),
    Suspect("z is squared on the way.", lambda z: 1 / (1 + torch.exp(-(z**2)))),
    Suspect("The sign of z is lost on the way.", lambda z: stable(z.abs())),
    Suspect("This is a decision, 0 or 1, not a probability.", lambda z: (z >= 0).to(z.dtype)),
    Suspect("This is a decision, 0 or 1, not a probability.", lambda z: (z > 0).to(z.dtype)),
    Suspect("This is a straight line, cut at 0 and 1.", torch.nn.functional.hardsigmoid),
    Suspect("These are only the positive scores (relu).", torch.relu),
    Suspect(
        "softmax over the scores makes them share 1. Each score has a probability of its own.",
        lambda z: torch.softmax(z.reshape(-1), 0).reshape(z.shape),
    ),
    Suspect(
        "exp(z) divided by the sum over all scores: each score has a probability of its own.",
        lambda z: torch.exp(z) / torch.exp(z).sum(),
    ),
    Suspect(
        "exp(-z) is summed over all scores. The formula is for each score alone.",
        lambda z: 1 / (1 + torch.exp(-z).sum()) + 0 * z,
    ),
    Suspect(
        "The values are right, but the gradient is 0 everywhere: something cuts them from the "
        "graph of z (no_grad, detach, item, rounding).",
        lambda z: stable(z).detach() + 0 * z,
    ),
    Suspect(
        "Do not round: the steps after this need full precision.",
        lambda z: (stable(z) * 1e4).round() / 1e4,
    ),
    Suspect(
        "Do not round: the steps after this need full precision.",
        lambda z: (stable(z) * 1e6).round() / 1e6,
    ),
    Suspect(
        "Do not round: the steps after this need full precision.",
        lambda z: (stable(z) * 1e3).round() / 1e3,
    ),
    Suspect(CUT_OFF, clamped(5.0)),
    Suspect(CUT_OFF, clamped(10.0)),
    Suspect(CUT_OFF, clamped(12.0)),
    Suspect(CUT_OFF, clamped(15.0)),
    Suspect(CUT_OFF, clamped(20.0)),
    Suspect(
        "The ends are kept away from 0 and 1. Rounding to exactly 0 or 1 is fine here.",
        lambda z: stable(z).clamp(1e-7, 1 - 1e-7),
    ),
    Suspect(
        "The ends are kept away from 0 and 1. Rounding to exactly 0 or 1 is fine here.",
        lambda z: stable(z).clamp(1e-6, 1 - 1e-6),
    ),
    Suspect("float64 scores come back as float32. Keep the dtype.", lambda z: stable(z.float())),
    Suspect(
        "float64 scores lost digits: somewhere they went through float32.",
        lambda z: stable(z.float()).to(z.dtype),
    ),
    Suspect(
        "item() makes one number, and only of one. Stay with torch operations on z.",
        as_number,
    ),
]

# ---- E07 log_odds -----------------------------------------------------------


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
    Suspect(
        "The result is cut from the graph (detach, .data, item, numpy, no_grad). Stay with torch "
        "operations on p itself.",
        guarded(lambda p: odds(p.detach())),
    ),
    Suspect(
        "Your answer has the opposite sign: these are the log-odds of class 0.",
        guarded(lambda p: -odds(p)),
    ),
    Suspect(
        "Off by the factor 2.3026: take the natural logarithm, not the one of base 10.",
        guarded(lambda p: odds(p) / torch.log(torch.tensor(10.0, dtype=p.dtype))),
    ),
    Suspect(
        "Off by the factor 0.6931: take the natural logarithm, not the one of base 2.",
        guarded(lambda p: odds(p) / torch.log(torch.tensor(2.0, dtype=p.dtype))),
    ),
    Suspect("These are the odds. Their logarithm is missing.", guarded(lambda p: p / (1 - p))),
    Suspect(
        "These are the odds of class 0, without the logarithm.", guarded(lambda p: (1 - p) / p)
    ),
    Suspect("This is log(p). The odds are p / (1 - p): subtract log(1 - p).", guarded(torch.log)),
    Suspect("This is log(1 - p) alone.", guarded(lambda p: torch.log1p(-p))),
    Suspect("This is -log(1 - p): log(p) is missing.", guarded(lambda p: -torch.log1p(-p))),
    Suspect(
        "The two logarithms are added. A quotient becomes a difference.",
        guarded(lambda p: torch.log(p) + torch.log1p(-p)),
    ),
    Suspect(
        "The two logarithms are divided. The logarithm of a quotient is a difference.",
        guarded(lambda p: torch.log(p) / torch.log(1 - p)),
    ),
    Suspect(
        "Brackets: this is log(p) divided by (1 - p). Divide first, then take the logarithm.",
        guarded(lambda p: torch.log(p) / (1 - p)),
    ),
    Suspect(
        "Brackets: p / 1 - p is 0. Divide p by all of (1 - p).",
        guarded(lambda p: torch.log(p / 1 - p)),
    ),
    Suspect(
        "This is log(p / (1 + p)). The probability of the other class is 1 - p; log1p needs -p "
        "for it.",
        guarded(lambda p: torch.log(p / (1 + p))),
    ),
    Suspect(
        "log1p is taken of the odds: that is log(1 + odds).",
        guarded(lambda p: torch.log1p(p / (1 - p))),
    ),
    Suspect("This is the sigmoid. Asked for is its inverse.", guarded(torch.sigmoid)),
    Suspect(
        "This is half of the log-odds: atanh(2p - 1) needs the factor 2.",
        guarded(lambda p: torch.atanh(2 * p - 1)),
    ),
    Suspect("The log-odds are twice too large.", guarded(lambda p: 2 * odds(p))),
    Suspect(
        "Small probabilities are lost: 2p - 1 rounds them away. Take log(p) itself.",
        guarded(lambda p: 2 * torch.atanh(2 * p - 1)),
    ),
    Suspect(
        "Small probabilities are lost: 1 - (1 - p) rounds them away.",
        guarded(lambda p: torch.log(1 - (1 - p)) - torch.log(1 - p)),
    ),
    Suspect(
        "float64 probabilities come back as float32. Keep the dtype.",
        guarded(lambda p: odds(p.float())),
    ),
    Suspect(
        "float64 probabilities lost digits: somewhere they went through float32.",
        guarded(lambda p: odds(p.float()).to(p.dtype)),
    ),
    Suspect(
        "Do not round: the steps after this need full precision.",
        guarded(lambda p: (odds(p) * 1e4).round() / 1e4),
    ),
    *(
        Suspect(REPLACED, guarded(lambda p, eps=eps: torch.logit(p, eps=eps)))
        for eps in (1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-12, 1e-15, 1e-16)
    ),
    *(
        Suspect(REPLACED, guarded(lambda p, eps=eps: torch.log((p + eps) / (1 - p + eps))))
        for eps in (1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-12)
    ),
    *(
        Suspect(REPLACED, guarded(lambda p, eps=eps: torch.log(p + eps) - torch.log(1 - p + eps)))
        for eps in (1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-12)
    ),
    Suspect(
        "p = 0 should give -inf and p = 1 inf; they are replaced by finite numbers.",
        guarded(lambda p: torch.nan_to_num(odds(p))),
    ),
    Suspect(NO_RANGE, odds),
    Suspect(NO_RANGE, lambda p: odds(p.clamp(0, 1))),
    *(Suspect(NO_RANGE, lambda p, eps=eps: torch.logit(p, eps=eps)) for eps in (1e-6, 1e-7, 1e-8)),
]

# ---- E08 decide -------------------------------------------------------------


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
    Suspect(
        "Logits are compared with 0 whatever the threshold is. For a threshold of 0.9 the boundary "
        "on the z axis lies elsewhere: where is sigmoid(z) = 0.9?",
        on_scores(lambda scores, t, logits: scores >= (0.0 if logits else t)),
    ),
    Suspect("Another threshold than 0.5 is ignored.", classes(lambda p, _t: p >= 0.5)),
    Suspect(TIE, classes(lambda p, t: p > t)),
    Suspect(
        "Ties go to 0 and other thresholds are ignored: round sends 0.5 to 0 (half to even), "
        "argmax takes the first of equals. Compare with the threshold.",
        classes(lambda p, _t: torch.round(p)),
    ),
    Suspect(
        "Nearly every class is 0: compare first. (long() cuts 0.99 to 0, and argmax over a single "
        "column is always 0.)",
        classes(lambda p, _t: p.long()),
    ),
    Suspect("The classes are exchanged: 1 is from the threshold on.", classes(lambda p, t: p < t)),
    Suspect("The classes are exchanged: 1 is from the threshold on.", classes(lambda p, t: p <= t)),
    Suspect(
        "Classes are integers: int64. What a comparison gives is bool.",
        classes(lambda p, t: p >= t, dtype=torch.bool),
    ),
    *(
        Suspect(
            f"Classes are integers: int64, not {name}.", classes(lambda p, t: p >= t, dtype=dtype)
        )
        for name, dtype in (
            ("float32", torch.float32),
            ("float64", torch.float64),
            ("int32", torch.int32),
            ("uint8", torch.uint8),
        )
    ),
    Suspect(
        "A column (N, 1) comes back as a column. Classes are flat: shape (N,).",
        classes(lambda p, t: p >= t, shape=lambda decided: decided),
    ),
    Suspect(
        "Flat scores have no second axis to drop. Scores come as (N,) or as (N, 1).",
        classes(lambda p, t: p >= t, shape=lambda decided: decided.squeeze(1)),
    ),
    Suspect(
        "One flat sample lost its batch axis: the last axis of (1,) is the batch. Flatten instead.",
        classes(lambda p, t: p >= t, shape=lambda decided: decided.squeeze(-1)),
    ),
    Suspect(ONE_SAMPLE, classes(lambda p, t: p >= t, shape=torch.squeeze)),
    Suspect(
        "Flat scores have no second axis. Scores come as (N,) or as (N, 1).",
        classes(lambda p, t: p >= t, shape=lambda decided: decided[:, 0]),
    ),
    Suspect(LOGITS_AS_PROBABILITIES, on_scores(lambda scores, t, _logits: scores >= t)),
    Suspect(
        "The threshold is shifted by 0.5 for logits. The sigmoid is no shift: where is "
        "sigmoid(z) = threshold?",
        on_scores(lambda scores, t, logits: scores >= (t - 0.5 if logits else t)),
    ),
    *(
        Suspect(
            "The place of the threshold on the z axis is ln(t / (1 - t)), the whole of it.",
            on_scores(lambda scores, t, logits, bar=bar: scores >= (bar(t) if logits else t)),
        )
        for bar in (math.log, lambda t: t / (1 - t), lambda t: -math.log(1 - t))
    ),
    Suspect(
        "The sign of the threshold on the z axis is wrong: its log-odds are ln(t / (1 - t)).",
        on_scores(lambda scores, t, logits: scores >= (-logit_of(t) if logits else t)),
    ),
    Suspect(
        "You take the sigmoid of the threshold. Logits go to probabilities by the sigmoid; a "
        "threshold goes to the z axis by its inverse.",
        on_scores(
            lambda scores, t, logits: scores >= (1 / (1 + 2.718281828459045**-t) if logits else t)
        ),
    ),
    Suspect(
        "Probabilities are treated as logits: neither a sigmoid nor a threshold moved to the z "
        "axis belongs to them.",
        on_scores(lambda scores, t, _logits: scores >= logit_of(t)),
    ),
    Suspect(
        "The cases are exchanged: the sigmoid belongs to logits, not to probabilities.",
        on_scores(lambda scores, t, logits: (scores if logits else torch.sigmoid(scores)) >= t),
    ),
    Suspect(
        "The sigmoid is applied twice to logits, so most samples end in class 1.",
        on_scores(
            lambda scores, t, logits: (
                (torch.sigmoid(torch.sigmoid(scores)) if logits else scores) >= t
            )
        ),
    ),
    Suspect(
        "Your tie rule differs for logits: sigmoid(0) is exactly 0.5, and that is class 1.",
        on_scores(lambda scores, t, logits: scores > logit_of(t) if logits else scores >= t),
    ),
    Suspect(
        "A probability exactly at the threshold is class 1, as a logit of 0 is: compare with >=.",
        on_scores(lambda scores, t, logits: scores >= logit_of(t) if logits else scores > t),
    ),
    Suspect(
        "All samples get the same class.",
        on_scores(lambda scores, _t, _logits: torch.zeros_like(scores)),
    ),
    Suspect(
        "All samples get the same class.",
        on_scores(lambda scores, _t, _logits: torch.ones_like(scores)),
    ),
    Suspect(
        "A Python if needs one truth value, and you have one per sample. Compare the whole tensor.",
        by_if,
    ),
    Suspect("0 and 1 are no thresholds: strictly between them is asked for.", ends_allowed),
    Suspect("The threshold is looked at for probabilities, but not for logits.", logits_unchecked),
    Suspect("The threshold is not looked at before it is used.", unchecked),
]

# ---- what the judge reads ---------------------------------------------------

SUSPECTS: Suspects = {
    "logistic.sigmoid": SIGMOID,
    "logistic.log_odds": LOG_ODDS,
    "logistic.decide": DECIDE,
}


EXAMPLES: Examples = {
    "logistic.sigmoid": (
        example_call("logistic.sigmoid", torch.tensor([-1000.0, 0.0, 1.0])),
        example_call("logistic.sigmoid", torch.tensor([-7.0, -2.0, 7.0])),
        example_call("logistic.sigmoid", torch.tensor([[-0.5], [100.0]], dtype=torch.float64)),
    ),
    "logistic.log_odds": (
        example_call("logistic.log_odds", torch.tensor([0.5, 0.75, 1.0])),
        example_call("logistic.log_odds", torch.tensor([0.0, 0.001, 0.25])),
    ),
    "logistic.decide": (
        example_call("logistic.decide", torch.tensor([0.2, 0.5, 0.9])),
        example_call("logistic.decide", torch.tensor([0.1, 0.32, 0.45]), 0.3),
        example_call("logistic.decide", torch.tensor([-1.0, -0.2, 3.0]), 0.25, True),
    ),
}
