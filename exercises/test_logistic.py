"""Visible tests of logistic.py: E06, E07, E08."""

import importlib

import pytest
import torch
from _kit.checking import expect

pytestmark = pytest.mark.timeout(10)


@pytest.fixture(scope="module")
def logistic():
    return importlib.import_module("logistic")


# ---- E06 sigmoid ------------------------------------------------------------


@pytest.mark.exercise("E06")
def test_sigmoid_of_zero_is_one_half(logistic):
    """sigmoid(0) is one half, for a tensor of any shape."""
    for zeros in (torch.zeros(()), torch.zeros(2, 3)):
        got = logistic.sigmoid(zeros)
        advice = "e^0 is 1, so this is 1 / (1 + 1). Check the brackets."
        call = f"sigmoid(zeros of shape {tuple(zeros.shape)})"
        expect.tensor(got, torch.full_like(zeros, 0.5), call, advice)


@pytest.mark.exercise("E06")
def test_sigmoid_of_both_signs_adds_up_to_one(logistic):
    """sigmoid(-z) + sigmoid(z) is 1: the two classes share all the probability."""
    z = torch.linspace(-5, 5, 101)

    got = logistic.sigmoid(z) + logistic.sigmoid(-z)

    call = "sigmoid(z) + sigmoid(-z), z from -5 to 5"
    expect.tensor(got, torch.ones(101), call, "Are all values between 0 and 1?")


@pytest.mark.exercise("E06")
def test_sigmoid_agrees_with_torch_in_the_middle(logistic):
    """From -5 to 5 the values are those of torch.sigmoid, in the dtype of z."""
    for dtype, atol in ((torch.float32, 1e-6), (torch.float64, 1e-12)):
        z = torch.linspace(-5, 5, 101, dtype=dtype)
        before = z.clone()

        got = logistic.sigmoid(z)

        call = f"sigmoid(z), z from -5 to 5 in {str(dtype).removeprefix('torch.')}"
        advice = "Is it the probability of the other class (sign of z), or a rounded one?"
        expect.unchanged(z, before, call, "z")
        expect.tensor(got, torch.sigmoid(before), call, advice, atol=atol, rtol=0)


@pytest.mark.exercise("E06")
def test_sigmoid_has_slope_one_quarter_at_zero(logistic):
    """The slope is s * (1 - s), so it is 1/4 at exactly z = 0."""
    z = torch.tensor([0.0, 1.0], requires_grad=True)

    s = logistic.sigmoid(z)

    call = "the slope of sigmoid at z = 0 and z = 1, by backward"
    advice = "Is the slope 0 at z = 0 alone? Then an abs, clamp or maximum has a corner there."
    want = torch.tensor([0.25, 0.1966119])
    got = _slope(s, z, call)
    expect.tensor(got, want, call, advice)


@pytest.mark.exercise("E06")
def test_sigmoid_stays_finite_far_out(logistic):
    """At -1000 and 1000 the value and the gradient are finite: nearly 0 or 1, and nearly 0."""
    z = torch.tensor([-1000.0, 1000.0], requires_grad=True)

    s = logistic.sigmoid(z)

    call = "sigmoid(tensor([-1000., 1000.]))"
    advice = "exp of a large positive number is inf, and inf / inf is nan. Rewrite for that sign."
    expect.tensor(s, torch.tensor([0.0, 1.0]), call, advice)
    call = "the slope of sigmoid at -1000 and 1000, by backward"
    advice = "The value is fine: torch.where also differentiates the arm it throws away."
    expect.tensor(_slope(s, z, call), torch.zeros(2), call, advice)


def _slope(result, z, call):
    want = "a result that carries the graph of z"
    advice = "The way from z to the result is cut (detach, item, numpy). Stay with torch."
    expect.true(result.requires_grad, call, want, "a plain tensor", advice)
    return torch.autograd.grad(result.sum(), z)[0]


# ---- E07 log_odds -----------------------------------------------------------


@pytest.mark.exercise("E07")
def test_log_odds_of_even_chances_is_zero(logistic):
    """One half is odds of 1 to 1, and ln(1) is 0; 3/4 is 3 to 1."""
    got = logistic.log_odds(torch.tensor([0.5, 0.75]))

    call = "log_odds(tensor([0.5, 0.75]))"
    advice = "ln(3) is 1.0986. Is it the odds of the other class, or another logarithm?"
    expect.tensor(got, torch.tensor([0.0, 1.0986123]), call, advice)


@pytest.mark.exercise("E07")
def test_log_odds_goes_back_from_probability_to_score(logistic):
    """From z to a probability and back is z again, in float64 from -5 to 5."""
    z = torch.linspace(-5, 5, 101, dtype=torch.float64)

    got = logistic.log_odds(torch.sigmoid(z))

    call = "log_odds(torch.sigmoid(z)), z from -5 to 5 in float64"
    expect.tensor(got, z, call, "Solve p = sigmoid(z) for z once more.", atol=1e-8)


@pytest.mark.exercise("E07")
def test_log_odds_of_certainty_is_infinite(logistic):
    """0 gives -inf and 1 gives inf."""
    got = logistic.log_odds(torch.tensor([0.0, 1.0]))

    want = torch.tensor([-torch.inf, torch.inf])
    advice = "An eps or a clamp replaces the ends by large numbers; here they are asked for."
    expect.tensor(got, want, "log_odds(tensor([0., 1.]))", advice)


@pytest.mark.exercise("E07")
def test_log_odds_refuses_what_is_no_probability(logistic):
    """One entry outside [0, 1] or nan is refused, not turned into nan."""
    for bad in (1.5, -0.1, float("nan")):
        expect.refusal(
            logistic.log_odds,
            torch.tensor([0.5, bad]),
            call=f"log_odds(tensor([0.5, {bad}]))",
            advice="Check the range first. nan is neither below 0 nor above 1: ask what is right.",
        )


# ---- E08 decide -------------------------------------------------------------


@pytest.mark.exercise("E08")
def test_decide_gives_a_tie_to_class_one(logistic):
    """A probability of exactly 0.5 is class 1, as with ge(0.5) in the notes."""
    got = logistic.decide(torch.tensor([0.2, 0.5, 0.99]))

    call = "decide(tensor([0.2, 0.5, 0.99]))"
    advice = "round sends 0.5 to 0, and long cuts 0.99 to 0. Compare, with the tie in mind."
    expect.tensor(got, torch.tensor([0, 1, 1]), call, advice)


@pytest.mark.exercise("E08")
def test_decide_flattens_a_column(logistic):
    """A column (N, 1) gives N classes, also for one sample and for none."""
    for scores, want in (([[0.3], [0.7]], [0, 1]), ([[0.7]], [1])):
        got = logistic.decide(torch.tensor(scores))
        expect.tensor(got, torch.tensor(want), f"decide(tensor({scores}))")
    got = logistic.decide(torch.zeros(0, 1))
    expect.tensor(got, torch.zeros(0, dtype=torch.int64), "decide(zeros of shape (0, 1))")


@pytest.mark.exercise("E08")
def test_decide_on_logits_cuts_at_zero(logistic):
    """p = 0.5 lies at wx + b = 0: -0.1 is class 0, 0 and 0.3 are class 1."""
    got = logistic.decide(torch.tensor([-0.1, 0.0, 0.3]), from_logits=True)

    call = "decide(tensor([-0.1, 0., 0.3]), from_logits=True)"
    advice = "The scores are no probabilities here. Where does p = 0.5 lie on the z axis?"
    expect.tensor(got, torch.tensor([0, 1, 1]), call, advice)


@pytest.mark.exercise("E08")
def test_decide_uses_the_threshold_as_a_probability(logistic):
    """A threshold of 0.9 is a probability for logits too: z = 2 is p = 0.88, z = 3 is p = 0.95."""
    got = logistic.decide(torch.tensor([0.8, 0.95]), threshold=0.9)
    call = "decide(tensor([0.8, 0.95]), threshold=0.9)"
    expect.tensor(got, torch.tensor([0, 1]), call, "Is the threshold used?")

    got = logistic.decide(torch.tensor([2.0, 3.0]), threshold=0.9, from_logits=True)
    call = "decide(tensor([2., 3.]), threshold=0.9, from_logits=True)"
    expect.tensor(got, torch.tensor([0, 1]), call, "Where does p = 0.9 lie on the z axis?")


@pytest.mark.exercise("E08")
def test_decide_refuses_a_threshold_outside_zero_to_one(logistic):
    """0 and 1 and beyond would give every sample the same class."""
    for threshold in (0.0, 1.0, 1.5):
        expect.refusal(
            logistic.decide,
            torch.tensor([0.5]),
            threshold,
            call=f"decide(tensor([0.5]), threshold={threshold})",
            advice="Check the threshold first.",
        )
