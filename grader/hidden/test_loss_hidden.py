"""Hidden checks of loss: cross-entropy of probabilities (E12) and of logits (E13)."""

import math

import pytest
import torch
from torch import Tensor
from torch.nn import functional

from grader.testing import (
    FLAT_OR_COLUMN,
    LABELS,
    RARE_LABELS,
    SAMPLES,
    Contract,
    Draw,
    SentTensor,
    Tensors,
    assert_matches,
    elements_match,
    normal,
    take,
    uniform,
    whole,
    wrong,
)

F32, F64 = torch.float32, torch.float64


def one_more(_draw: Draw, shape: tuple[int, ...]) -> Tensor:
    """Return one label more than there are scores."""
    return torch.ones(shape[0] + 1, *shape[1:])


def one_for_all(_draw: Draw, shape: tuple[int, ...]) -> Tensor:
    """Return one label for many scores, or many for one: they could be broadcast."""
    return torch.ones(5 if shape[0] == 1 else 1, *shape[1:])


Y = Tensors(
    {"holds 0 and 1": whole(2)},
    FLAT_OR_COLUMN,
    LABELS,
    rare_dtypes=RARE_LABELS,
    grad=False,
    sizes=SAMPLES,
    forbidden={
        "has one entry more than there are samples": one_more,
        "has one entry that could be broadcast": one_for_all,
    },
)


# ---- E12 bce_loss -----------------------------------------------------------

CERTAIN = "is exactly 0 or 1"

BCE = Contract(
    "loss.bce_loss",
    {
        "p": Tensors(
            {"is between 0.1 and 0.9": uniform(0.1, 0.9), CERTAIN: take(0.0, 1.0)},
            FLAT_OR_COLUMN,
            sizes=SAMPLES,
        ),
        "y": Y,
    },
    apart=(CERTAIN,),
    # Ten times the error of an epsilon of 1e-6 added inside the logarithm; far below any mistake.
    tolerance={F32: (4e-5, 4e-6), F64: (4e-5, 4e-6)},
    slopes={F32: (1e-4, 1e-6), F64: (1e-4, 1e-6)},
    formula=lambda p, y: functional.binary_cross_entropy(
        p.detach().flatten().double(), y.flatten().double()
    ).to(p.dtype),
)


@pytest.mark.check("E12", points=1.5, base=True, alone="the plain case of all")
def test_bce_loss_values(student, reference):
    """The loss is the mean of -log(p) for label 1 and -log(1 - p) for label 0."""
    BCE.values(student, reference)


@pytest.mark.check("E12", points=1.25, alone="every dtype and shape of p and y")
def test_bce_loss_kind(student, reference):
    """Shape (), dtype of p; columns and rows may meet, labels have any dtype, N may be 1."""
    BCE.kind(student, reference)


@pytest.mark.check("E12", points=0.75, alone="the only gradient for p in the outer fifths")
def test_bce_loss_gradient(student, reference):
    """The result carries the graph of p, and the gradient is (p - y) / (p (1 - p) N)."""
    BCE.gradients(student, reference)


@pytest.mark.check("E12", points=0.5, alone="the only values for p of exactly 0 and 1")
def test_bce_loss_certain(student, reference):
    """p of exactly 0 or 1 costs less than 0.001 if right, more than 10 if wrong, and is finite."""
    for dtype in (F32, F64):
        for p, label in ((0.0, 0.0), (1.0, 1.0), (0.0, 1.0), (1.0, 0.0)):
            scores, y = torch.full((1,), p, dtype=dtype), torch.full((1,), label, dtype=dtype)
            expected = reference.call(BCE.target, scores, y)
            answer = student.call(BCE.target, scores, y)
            assert_matches(answer, expected.value, rtol=1.0, atol=1e9)  # kind, shape, dtype
            cost = answer.value.tensor.item()
            if p == label and abs(cost) >= 1e-3:
                message = "A prediction of exactly 0 or 1 that is right costs too much."
                raise wrong(message, answer)
            if p != label and cost <= 10:
                message = (
                    "A prediction of exactly 0 or 1 that is wrong costs too little (below 10)."
                )
                raise wrong(message, answer)
    # 1e-6 may be added to what goes into the logarithm, and no more.
    for p, dtype in ((3e-6, F64), (1e-5, F32), (1e-4, F32), (1 - 1e-5, F32), (1 - 1e-9, F64)):
        scores, y = torch.tensor([p], dtype=dtype), torch.tensor([float(p < 0.5)])
        expected = reference.call(BCE.target, scores, y)
        answer = student.call(BCE.target, scores, y)
        inside = (1 - y - scores.double()).abs().item()
        least, most = -math.log(inside + 1e-6), -math.log(inside)
        middle = SentTensor(torch.tensor((most + least) / 2, dtype=dtype))
        assert_matches(answer, middle, rtol=0.0, atol=(most - least) / 2 + 1e-3)
    mixed = torch.tensor([0.0, 0.4, 1.0, 0.7]), torch.tensor([0.0, 1.0, 1.0, 0.0])
    expected = reference.call(BCE.target, *mixed)
    assert_matches(student.call(BCE.target, *mixed), expected, rtol=4e-5, atol=4e-6)


@pytest.mark.check("E12", points=0.25, alone="the only gradient for p of exactly 0 and 1")
def test_bce_loss_certain_gradient(student, reference):
    """The gradient at p of exactly 0 or 1 is finite, and right for the other samples."""
    p = torch.tensor([0.0, 0.25, 1.0, 0.0, 0.75, 1.0, 1e-4, 0.9995])
    y = torch.tensor([0.0, 1.0, 1.0, 1.0, 0.0, 0.0, 1.0, 0.0])
    reference.pullback(BCE.target, p, y)
    answer = student.pullback(BCE.target, p, y)
    name = "The gradient of bce_loss"
    # Any finite number will do: 1 / (p + tiny) is one, and large.
    assert_matches(answer, torch.zeros(8), rtol=0.0, atol=4e38, what=f"{name} is")
    inside = answer.value.tensor[[1, 4, 6, 7]]
    wanted = torch.tensor([-1 / 0.25, 1 / 0.25, -1 / 1e-4, 1 / 5e-4]) / 8
    # 1e-6 may be added to p: a hundredth of 1e-4.
    if not elements_match(inside, wanted, 2e-2, 0.0).all():
        message = f"{name} is wrong for a p inside (0, 1). Of the others some are exactly 0 or 1."
        raise wrong(message, answer)


@pytest.mark.check("E12", points=0.25, gated=True, alone="the only look at p and y afterwards")
def test_bce_loss_leaves_its_arguments_alone(student, reference):
    """p and y are left as they were, and a second call gives the same answer."""
    BCE.arguments(student, reference)


@pytest.mark.check("E12", points=0.5, gated=True, alone="the only unequal counts")
def test_bce_loss_refuses_unequal_counts(student, reference):
    """Different numbers of predictions and labels are a ValueError, never broadcast."""
    BCE.refusals(student, reference)


# ---- E13 bce_with_logits ----------------------------------------------------

FAR, ZERO = ("is between 9 and 30", "is far from 0"), "is 0"


def bce_of_logits(z: Tensor, y: Tensor) -> Tensor:
    """Return the mean of max(z, 0) - z y + log(1 + e^-|z|), computed in float64."""
    z64, y64 = z.detach().flatten().double(), y.flatten().double()
    cost = z64.clamp(min=0) - z64 * y64 + torch.log1p(torch.exp(-z64.abs()))
    return cost.mean().to(z.dtype)


LOGITS = Contract(
    "loss.bce_with_logits",
    {
        "z": Tensors(
            {
                "is between -9 and 9": normal(3),
                "is between 9 and 30": take(12.4, -14.6, 10.5, -19.7, 27.1, -9.8, 16.2),
                "is far from 0": take(
                    1e4, -1000.7, 500.3, -104.1, 95.0, -89.0, 50.9, -20.0, 1e3, -9999.9
                ),
                ZERO: take(0.0),
            },
            FLAT_OR_COLUMN,
            sizes=SAMPLES,
        ),
        "y": Y,
    },
    apart=(FAR, ZERO),
    slopes={F32: (1e-5, 1e-6), F64: (1e-9, 1e-12)},
    formula=bce_of_logits,
)


@pytest.mark.check("E13", points=1.5, base=True, alone="the plain case of all")
def test_bce_with_logits_values(student, reference):
    """For moderate z the loss is the mean cross-entropy of sigmoid(z)."""
    LOGITS.values(student, reference)


@pytest.mark.check("E13", points=1, alone="every dtype and shape of z and y")
def test_bce_with_logits_kind(student, reference):
    """Shape (), dtype of z; columns and rows may meet, labels have any dtype, N may be 1."""
    LOGITS.kind(student, reference)


@pytest.mark.check("E13", points=0.75, alone="the only values far out")
def test_bce_with_logits_far_out(student, reference):
    """Far out the loss is exact: z = 1000 costs 1000 for label 0 and nothing for label 1."""
    LOGITS.values(student, reference, FAR)


@pytest.mark.check("E13", points=0.75, alone="the only gradient besides that at 0")
def test_bce_with_logits_gradient(student, reference):
    """The result carries the graph of z; the gradient is (sigmoid(z) - y) / N, far out too."""
    LOGITS.gradients(student, reference)
    LOGITS.gradients(student, reference, FAR)


@pytest.mark.check("E13", points=0.5, alone="the only gradient at exactly 0")
def test_bce_with_logits_slope_at_zero(student, reference):
    """At exactly z = 0 the gradient is 0.5 / N for label 0 and -0.5 / N for label 1."""
    LOGITS.gradients(student, reference, ZERO)


@pytest.mark.check("E13", points=0.25, gated=True, alone="the only look at z and y afterwards")
def test_bce_with_logits_leaves_its_arguments_alone(student, reference):
    """z and y are left as they were, and a second call gives the same answer."""
    LOGITS.arguments(student, reference)


@pytest.mark.check("E13", points=0.25, gated=True, alone="the only unequal counts")
def test_bce_with_logits_refuses_unequal_counts(student, reference):
    """Different numbers of scores and labels are a ValueError, never broadcast."""
    LOGITS.refusals(student, reference)
