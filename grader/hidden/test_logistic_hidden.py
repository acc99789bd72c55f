"""Hidden checks of logistic.py: E06, E07, E08."""

import math

import pytest
import torch
from torch import Tensor

from grader.testing import (
    EXPANDED,
    FLAT_OR_COLUMN,
    LAYOUTS,
    Contract,
    Draw,
    Tensors,
    Values,
    normal,
    spoiled,
    take,
    uniform,
)

# ---- E06 sigmoid ------------------------------------------------------------

FAR, ZERO = "is far from 0", "holds 0"

SIGMOID = Contract(
    "logistic.sigmoid",
    {
        "z": Tensors(
            {
                "is between -9 and 9": normal(3),
                "is between -30 and 30": uniform(-30, 30, 5),
                FAR: take(-1e4, 1e3, -710.0, 100.0, -89.0, 0.5, 88.5, -104.0, 31.0, -1e3, 1e4),
                ZERO: take(0.0, 2.0, -0.0, -3.0),
            },
            layouts=(*LAYOUTS, EXPANDED),
        )
    },
    apart=(FAR, ZERO),
    within=(0.0, 1.0),
    # Absolute only: a form that is off by one rounding of 1 is off by all of a tail.
    tolerance={torch.float32: (0.0, 2e-6), torch.float64: (0.0, 1e-12)},
    slopes={torch.float32: (0.0, 1e-5), torch.float64: (0.0, 1e-12)},
    formula=lambda z: 0.5 * (1 + torch.tanh(z.double() / 2)).to(z.dtype),
)


@pytest.mark.check("E06", points=2, base=True, alone="the plain case of all")
def test_sigmoid_values(student, reference):
    """Values agree with 1 / (1 + e^-z) from -30 to 30."""
    SIGMOID.values(student, reference)


@pytest.mark.check("E06", points=0.75, alone="every dtype and shape")
def test_sigmoid_kind(student, reference):
    """Dtype and shape are those of z, for any shape, in float32 and float64."""
    SIGMOID.kind(student, reference)


@pytest.mark.check("E06", points=0.5, alone="the only far scores without a graph")
def test_sigmoid_far_out(student, reference):
    """Values are finite and within [0, 1] for |z| up to 1e4."""
    SIGMOID.values(student, reference, FAR)


@pytest.mark.check("E06", points=0.5, alone="the only gradient in the middle")
def test_sigmoid_gradient(student, reference):
    """The gradient is s * (1 - s)."""
    SIGMOID.gradients(student, reference)


@pytest.mark.check("E06", points=0.5, alone="the only gradient where exp overflows")
def test_sigmoid_gradient_far_out(student, reference):
    """The gradient is finite far out: practically 0 at -1000, -100, 100 and 1000."""
    SIGMOID.gradients(student, reference, FAR)


@pytest.mark.check("E06", points=0.5, alone="the only scores of exactly 0")
def test_sigmoid_slope_at_zero(student, reference):
    """At exactly z = 0 the value is 1/2 and the slope is 1/4."""
    SIGMOID.values(student, reference, ZERO)
    SIGMOID.gradients(student, reference, ZERO)


@pytest.mark.check("E06", points=0.25, gated=True, alone="the only look at z afterwards")
def test_sigmoid_leaves_its_input_alone(student, reference):
    """z keeps its values, and a second call gives the same answer."""
    SIGMOID.arguments(student, reference)


# ---- E07 log_odds -----------------------------------------------------------

MIDDLE = uniform(0.01, 0.99, 4)
SMALL, ENDS = "is between 1e-20 and 1e-3", "holds 0 and 1"
ABOVE, BELOW, NAN = "holds a number above 1", "holds a number below 0", "holds nan"

LOG_ODDS = Contract(
    "logistic.log_odds",
    {
        "p": Tensors(
            {
                "is between 0.01 and 0.99": MIDDLE,
                SMALL: take(1e-8, 3e-8, 1e-6, 1e-20, 1e-4, 1e-3, 1e-15),
                ENDS: take(0.0, 0.75, 1.0, 0.25, 0.0),
            },
            forbidden={
                ABOVE: spoiled(MIDDLE, 1.5),
                BELOW: spoiled(MIDDLE, -0.1),
                "holds a number just above 1": spoiled(MIDDLE, 1.0000002),
                "holds a number just below 0": spoiled(MIDDLE, -1e-7),
                NAN: spoiled(MIDDLE, math.nan),
                "holds inf": spoiled(MIDDLE, math.inf),
                "holds -inf": spoiled(MIDDLE, -math.inf),
            },
            layouts=(*LAYOUTS, EXPANDED),
        )
    },
    apart=(SMALL, ENDS),
    # 1 / p - 1 costs some digits in the middle; that form is right as well.
    tolerance={torch.float32: (1e-5, 5e-5), torch.float64: (1e-9, 1e-9)},
    slopes={torch.float32: (1e-4, 1e-4), torch.float64: (1e-9, 1e-9)},
    formula=lambda p: (p.double().log() - torch.log1p(-p.double())).to(p.dtype),
)


@pytest.mark.check("E07", points=1.75, base=True, alone="the plain case of all")
def test_log_odds_values(student, reference):
    """Values agree with ln(p / (1 - p)) for p between 0.01 and 0.99."""
    LOG_ODDS.values(student, reference)


@pytest.mark.check("E07", points=0.5, alone="every dtype and shape")
def test_log_odds_kind(student, reference):
    """Dtype and shape are those of p, for any shape, in float32 and float64."""
    LOG_ODDS.kind(student, reference)


@pytest.mark.check("E07", points=0.75, alone="the only 0 and 1, and the only p below 0.01")
def test_log_odds_of_certainty(student, reference):
    """0 gives -inf and 1 gives inf, and the values between them stay right."""
    LOG_ODDS.values(student, reference, SMALL)
    LOG_ODDS.values(student, reference, ENDS)


@pytest.mark.check("E07", points=0.5, alone="the only gradient")
def test_log_odds_gradient(student, reference):
    """The result stays attached to the graph of p; the gradient is 1 / (p * (1 - p))."""
    LOG_ODDS.gradients(student, reference)
    LOG_ODDS.gradients(student, reference, SMALL)


@pytest.mark.check("E07", points=0.25, gated=True, alone="the only look at p afterwards")
def test_log_odds_leaves_its_input_alone(student, reference):
    """p keeps its values, and a second call gives the same answer."""
    LOG_ODDS.arguments(student, reference)


@pytest.mark.check("E07", points=0.25, gated=True, alone="the only numbers that are refused")
def test_log_odds_refuses_what_is_no_probability(student, reference):
    """One entry below 0, above 1 or nan is refused with a ValueError."""
    LOG_ODDS.refusals(student, reference)


# ---- E08 decide -------------------------------------------------------------

TIE = "holds the threshold itself"
OTHER = ("is 0.1", "is 0.3", "is 0.75", "is 0.9", "is 0.905", "is 0.001", "is 1e-9")
LOGITS, NEARLY = "is True", "is 1e-9 below 1"


def scores(draw: Draw, shape: tuple[int, ...]) -> Tensor:
    """Return probabilities or logits that keep away from the threshold."""
    bar = draw.arguments["threshold"]
    found = draw.uniform(*shape)
    if draw.arguments["from_logits"]:
        bar = math.log(bar / (1 - bar)) if 0 < bar < 1 else 0.0
        found = 2.5 * draw.normal(*shape)
    found = found.round(decimals=3)
    # Some are near the threshold, on either side.
    found.flatten()[1::3] = bar + take(0.012, -0.012)(draw, found.flatten()[1::3].shape)
    return torch.where((found - bar).abs() < 5e-3, found + 0.02, found)


def ties(draw: Draw, shape: tuple[int, ...]) -> Tensor:
    """Return scores exactly at the threshold, a hair below it and a little above."""
    bar = draw.arguments["threshold"]
    if not draw.arguments["from_logits"]:
        return take(bar, bar - draw.hair, bar + 0.05, 0.0625)(draw, shape)
    return scores(draw, shape) if bar != 0.5 else take(0.0, -1.0, -0.0, 1.0)(draw, shape)


def ends(draw: Draw, shape: tuple[int, ...]) -> Tensor:
    """Return probabilities of 0 and 1, or logits far from 0."""
    far = take(-1e3, 95.0, -95.0, 1e3) if draw.arguments["from_logits"] else take(0.0, 1.0)
    return far(draw, shape)


DECIDE = Contract(
    "logistic.decide",
    {
        "scores": Tensors(
            {"keeps away from the threshold": scores, TIE: ties, "is at the ends": ends},
            FLAT_OR_COLUMN,
        ),
        "threshold": Values(
            {"is 0.5": 0.5, **{option: float(option.split()[1]) for option in OTHER}},
            {
                "is above 1": 1.5,
                "is below 0": -0.1,
                "is 0": 0.0,
                "is 1": 1.0,
                "is nan": math.nan,
                "is inf": math.inf,
            },
            optional=True,
            rare={NEARLY: 1 - 1e-9},
        ),
        "from_logits": Values({"is False": False, LOGITS: True}, optional=True),
    },
    apart=(TIE, OTHER, LOGITS),
    also=[
        {
            "scores.contents": "is at the ends",
            "threshold.contents": NEARLY,
            "from_logits.contents": LOGITS,
        }
    ],
)


@pytest.mark.check("E08", points=1, base=True, alone="the plain case of all")
def test_decide_on_probabilities(student, reference):
    """Probabilities from 0.5 on are class 1, the others class 0."""
    DECIDE.values(student, reference)


@pytest.mark.check("E08", points=0.75, alone="every dtype and shape, one sample and none")
def test_decide_kind(student, reference):
    """Classes are int64, shape (N,), for flat scores and columns, for one sample and for none."""
    DECIDE.kind(student, reference)


@pytest.mark.check("E08", points=0.5, alone="the only probabilities with another threshold")
def test_decide_uses_the_threshold(student, reference):
    """Thresholds other than 0.5 move the cut, and a probability at the threshold is class 1."""
    DECIDE.values(student, reference, OTHER)
    DECIDE.values(student, reference, TIE, OTHER)


@pytest.mark.check("E08", points=0.5, alone="the only logits with a threshold of 0.5")
def test_decide_on_logits(student, reference):
    """For logits the cut of 0.5 lies at wx + b = 0, and exactly 0 is class 1."""
    DECIDE.values(student, reference, LOGITS)
    DECIDE.values(student, reference, TIE, LOGITS)


@pytest.mark.check("E08", points=0.5, alone="the only logits with another threshold")
def test_decide_uses_the_threshold_on_logits(student, reference):
    """For logits, too, the threshold is a probability: the cut lies at its log-odds."""
    DECIDE.values(student, reference, OTHER, LOGITS)


@pytest.mark.check("E08", points=0.25, alone="the only scores at the threshold and a hair below")
def test_decide_gives_ties_to_class_one(student, reference):
    """A probability of exactly 0.5 is class 1, and one a hair below is class 0."""
    DECIDE.values(student, reference, TIE)


@pytest.mark.check("E08", points=0.25, gated=True, alone="the only scores that require grad")
def test_decide_takes_scores_with_a_graph(student, reference):
    """Scores may require grad; they are left as they were."""
    DECIDE.gradients(student, reference)
    DECIDE.arguments(student, reference)


@pytest.mark.check("E08", points=0.25, gated=True, alone="the only forbidden thresholds")
def test_decide_refuses_a_threshold_out_of_range(student, reference):
    """A threshold of 0 or less, or of 1 or more, is refused, for logits too."""
    DECIDE.refusals(student, reference)
