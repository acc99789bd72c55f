"""Visible tests of logistic.py: E06, E07, E08."""

import importlib

import pytest
import torch
from _kit.checking import expect
from _kit.language import message

pytestmark = pytest.mark.timeout(10)


@pytest.fixture
def logistic():
    return importlib.import_module("logistic")


# ---- E06 sigmoid ------------------------------------------------------------


@pytest.mark.exercise("E06")
def test_sigmoid_of_zero_is_one_half(logistic):
    """sigmoid(0) is one half, for a tensor of any shape."""
    advice = message(
        "e^0 is 1, so this is 1 / (1 + 1). 2 means that the brackets or the division are missing, "
        "1 that the 1 below is, 0 that z = 0 falls into none of your cases, or another curve."
    )
    expect.tensor(logistic.sigmoid(torch.zeros(())), torch.tensor(0.5), advice)
    expect.tensor(logistic.sigmoid(torch.zeros(2, 3)), torch.full((2, 3), 0.5), advice)


@pytest.mark.exercise("E06")
def test_sigmoid_of_both_signs_adds_up_to_one(logistic):
    """sigmoid(-z) + sigmoid(z) is 1: the two classes share all the probability."""
    z = torch.linspace(-5, 5, 101)

    total = logistic.sigmoid(z) + logistic.sigmoid(-z)

    expect.tensor(total, torch.ones(101), message("Are all values between 0 and 1?"))


@pytest.mark.exercise("E06")
@pytest.mark.parametrize(("dtype", "atol"), [(torch.float32, 1e-6), (torch.float64, 1e-12)])
def test_sigmoid_agrees_with_torch_in_the_middle(logistic, dtype, atol):
    """From -5 to 5 the values are those of torch.sigmoid, in the dtype of z."""
    z = torch.linspace(-5, 5, 101, dtype=dtype)

    p = logistic.sigmoid(z)

    expect.unchanged(z, torch.linspace(-5, 5, 101, dtype=dtype))
    advice = message("Is it the probability of the other class (sign of z), or a rounded one?")
    expect.tensor(p, torch.sigmoid(z), advice, atol=atol, rtol=0)


CUT = message("The way from z to the result is cut (detach, item, numpy). Stay with torch.")


@pytest.mark.exercise("E06")
def test_sigmoid_has_slope_one_quarter_at_zero(logistic):
    """The slope is s * (1 - s), so it is 1/4 at exactly z = 0."""
    z = torch.tensor([0.0, 1.0], requires_grad=True)

    p = logistic.sigmoid(z)

    expect.graph(p, CUT)
    p.sum().backward()
    advice = message(
        "Is the slope 0 at z = 0 alone? Then an abs, clamp or maximum has a corner there, or none "
        "of your cases computes that entry from z."
    )
    expect.tensor(z.grad, torch.tensor([0.25, 0.1966119]), advice)


@pytest.mark.exercise("E06")
def test_sigmoid_stays_finite_far_out(logistic):
    """At 100, 1000 and below 0 too the value and the gradient are finite: 0 or 1, and nearly 0."""
    far = [-1000.0, -100.0, 100.0, 1000.0]
    z = torch.tensor(far, requires_grad=True)

    p = logistic.sigmoid(z)

    expect.instance(p, torch.Tensor, message("a tensor"))
    advice = message(
        "exp of a large number is inf, of a large negative one 0, and inf / inf and 0 / 0 are nan. "
        "Which sign of z goes into which exp?"
    )
    expect.that(p, bool(p.isfinite().all()), message("finite numbers"), advice)
    advice = message(
        "Right from -5 to 5? Then something, such as a clamp, stops the curve before its ends. "
        "Otherwise begin there."
    )
    expect.tensor(p, torch.tensor([0.0, 0.0, 1.0, 1.0]), advice)
    expect.graph(p, CUT)
    p.sum().backward()
    advice = message(
        "The value is fine, its gradient is not: on the way back a 0 meets the inf of an exp that "
        "has overflowed, and 0 * inf is nan. That also happens in the branch that torch.where does "
        "not choose."
    )
    expect.that(z.grad, bool(z.grad.isfinite().all()), message("finite numbers"), advice)
    expect.tensor(
        z.grad, torch.zeros(4), message("The curve is flat there: s * (1 - s) is nearly 0.")
    )


# ---- E07 log_odds -----------------------------------------------------------


@pytest.mark.exercise("E07")
def test_log_odds_of_even_chances_is_zero(logistic):
    """One half is odds of 1 to 1, and ln(1) is 0; 3/4 is 3 to 1."""
    got = logistic.log_odds(torch.tensor([0.5, 0.75]))

    advice = message("ln(3) is 1.0986. Is it the odds of the other class, or another logarithm?")
    expect.tensor(got, torch.tensor([0.0, 1.0986123]), advice)


@pytest.mark.exercise("E07")
def test_log_odds_goes_back_from_probability_to_score(logistic):
    """From z to a probability and back is z again, in float64 from -5 to 5."""
    z = torch.linspace(-5, 5, 101, dtype=torch.float64)

    got = logistic.log_odds(torch.sigmoid(z))

    expect.tensor(got, z, message("Solve p = sigmoid(z) for z once more."), atol=1e-8)


@pytest.mark.exercise("E07")
def test_log_odds_of_certainty_is_infinite(logistic):
    """0 gives -inf and 1 gives inf."""
    got = logistic.log_odds(torch.tensor([0.0, 1.0]))

    advice = message(
        "A large number in place of inf? Then an eps, a clamp or a condition replaces the end, "
        "which is asked for here. Otherwise begin with the tests above."
    )
    expect.tensor(got, torch.tensor([-torch.inf, torch.inf]), advice)


@pytest.mark.exercise("E07")
def test_log_odds_keeps_small_probabilities_and_its_gradient(logistic):
    """1e-8 has the log-odds -18.42 in float32 too; the gradient is 1 / (p * (1 - p))."""
    p = torch.tensor([1e-8, 0.25], requires_grad=True)

    got = logistic.log_odds(p)

    advice = message(
        "Wrong at 1e-8 alone? -inf means that p is lost beside a larger number, as in 2 * p - 1; a "
        "number above -18 that an eps or a clamp is larger than p."
    )
    expect.tensor(got, torch.tensor([-18.4206807, -1.0986123]), advice)
    expect.graph(got, message("The way from p to the result is cut (detach, item, numpy)."))
    got[1].backward()
    expect.tensor(p.grad[1], torch.tensor(16 / 3), message("At 1/4 that is 1 / (1/4 * 3/4)."))


@pytest.mark.exercise("E07")
def test_log_odds_refuses_what_is_no_probability(logistic):
    """One entry outside [0, 1] or nan is refused, not turned into nan."""
    advice = message(
        "Check the range first. nan is neither below 0 nor above 1: ask what is right."
    )
    expect.refusal(lambda: logistic.log_odds(torch.tensor([0.5, 1.5])), advice)
    expect.refusal(lambda: logistic.log_odds(torch.tensor([0.5, -0.1])), advice)
    expect.refusal(lambda: logistic.log_odds(torch.tensor([0.5, torch.nan])), advice)


# ---- E08 decide -------------------------------------------------------------


@pytest.mark.exercise("E08")
def test_decide_gives_a_tie_to_class_one(logistic):
    """A probability of exactly 0.5 is class 1, as with ge(0.5)."""
    got = logistic.decide(torch.tensor([0.2, 0.5, 0.99]))

    advice = message(
        "round sends 0.5 to 0, and long cuts 0.99 to 0. Compare, with the tie in mind."
    )
    expect.tensor(got, torch.tensor([0, 1, 1]), advice)
    got = logistic.decide(torch.tensor([0.9, 0.8]), threshold=0.9)
    advice = message(
        "[1, 1] means that the threshold is not used, [0, 0] often that Python floats are "
        "compared: as one, the 0.9 of a float32 tensor is 0.8999999762. Compare tensors."
    )
    expect.tensor(got, torch.tensor([1, 0]), advice)


@pytest.mark.exercise("E08")
def test_decide_flattens_a_column(logistic):
    """A column (N, 1) gives N classes, also for one sample and for none."""
    expect.tensor(logistic.decide(torch.tensor([[0.3], [0.7]])), torch.tensor([0, 1]))
    expect.tensor(logistic.decide(torch.tensor([[0.7]])), torch.tensor([1]))
    expect.tensor(logistic.decide(torch.zeros(0, 1)), torch.zeros(0, dtype=torch.int64))


@pytest.mark.exercise("E08")
def test_decide_on_logits_cuts_at_zero(logistic):
    """p = 0.5 lies at wx + b = 0: -0.1 is class 0, 0 and 0.3 are class 1."""
    got = logistic.decide(torch.tensor([-0.1, 0.0, 0.3]), from_logits=True)

    advice = message("The scores are no probabilities here. Where does p = 0.5 lie on the z axis?")
    expect.tensor(got, torch.tensor([0, 1, 1]), advice)


@pytest.mark.exercise("E08")
def test_decide_uses_the_threshold_as_a_probability(logistic):
    """A threshold of 0.9 is a probability for logits too: z = 2 is p = 0.88, z = 3 is p = 0.95."""
    got = logistic.decide(torch.tensor([0.8, 0.95]), threshold=0.9)
    expect.tensor(got, torch.tensor([0, 1]), message("Is the threshold used?"))

    got = logistic.decide(torch.tensor([2.0, 3.0]), threshold=0.9, from_logits=True)
    expect.tensor(got, torch.tensor([0, 1]), message("Where does p = 0.9 lie on the z axis?"))


@pytest.mark.exercise("E08")
def test_decide_refuses_a_threshold_outside_zero_to_one(logistic):
    """0 and 1 and beyond would give every sample the same class."""
    for threshold in (0.0, 1.0, 1.5):
        expect.refusal(
            lambda threshold=threshold: logistic.decide(torch.tensor([0.5]), threshold),
            message("Check the threshold first."),
        )
