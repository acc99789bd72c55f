"""Visible tests of loss.py: E12, E13."""

import importlib
import math

import pytest
import torch
from _kit.checking import expect
from _kit.language import message

pytestmark = pytest.mark.timeout(10)


@pytest.fixture
def loss():
    return importlib.import_module("loss")


LABELS = torch.tensor([0.0, 1.0, 1.0, 0.0])
CUT = message(
    "The way to the loss is cut (detach, item, numpy, torch.tensor). Return the tensor that the "
    "operations give: backward starts from it."
)


# ---- E12 bce_loss -----------------------------------------------------------

P = torch.tensor([0.1, 0.8, 0.7, 0.4])
# -(ln 0.9 + ln 0.8 + ln 0.7 + ln 0.6) / 4
COST = 0.2990012


@pytest.mark.exercise("E12")
def test_bce_loss_of_not_knowing_is_ln_two(loss):
    """All predictions 0.5 cost ln 2 = 0.6931, whatever the labels are."""
    got = loss.bce_loss(torch.full((4,), 0.5), LABELS)

    advice = message(
        "0.25 is the squared error, 2.77 a sum instead of a mean, 0.35 one class or one half "
        "forgotten, 0.72 the loss of logits, 1 and 0.30 another logarithm. A negative number lacks "
        "a minus sign."
    )
    expect.tensor(got, torch.tensor(math.log(2)), advice)


@pytest.mark.exercise("E12")
def test_bce_loss_by_hand(loss):
    """Predictions 0.9 for label 1 and 0.2 for label 0: (-ln 0.9 - ln 0.8) / 2 = 0.1643."""
    got = loss.bce_loss(torch.tensor([0.9, 0.2]), torch.tensor([1.0, 0.0]))

    advice = message("One sample costs -log(p) for label 1 and -log(1 - p) for label 0.")
    expect.tensor(got, torch.tensor(0.1642520), advice)


@pytest.mark.exercise("E12")
def test_bce_loss_of_a_column_against_flat_labels(loss):
    """p of shape (4, 1) and y of shape (4,) are four samples, not sixteen pairs."""
    got = loss.bce_loss(P.reshape(4, 1), LABELS)

    advice = message(
        "0.9035 means that (4, 1) against (4,) has become (4, 4): bring both to one shape first. "
        "Another number: begin with the tests above."
    )
    expect.tensor(got, torch.tensor(COST), advice)


@pytest.mark.exercise("E12")
@pytest.mark.parametrize("dtype", [torch.int64, torch.bool])
def test_bce_loss_takes_integer_and_bool_labels(loss, dtype):
    """Labels count by value: int64 and bool give the same loss as floats."""
    got = loss.bce_loss(P, LABELS.to(dtype))

    advice = message("Right with float labels? Then bring these to the dtype of p first.")
    expect.tensor(got, torch.tensor(COST), advice)


@pytest.mark.exercise("E12")
def test_bce_loss_keeps_float64(loss):
    """float64 probabilities give a float64 loss."""
    p = torch.tensor([0.25, 0.5], dtype=torch.float64)

    got = loss.bce_loss(p, torch.tensor([1, 0]))

    want = torch.tensor(1.5 * math.log(2), dtype=torch.float64)
    advice = message("Right in float32? Then ask which dtype the labels get, and where digits go.")
    expect.tensor(got, want, advice, atol=1e-5, rtol=0)


@pytest.mark.exercise("E12")
@pytest.mark.parametrize("value", [0.0, 1.0])
def test_bce_loss_is_finite_for_certain_predictions(loss, value):
    """p of exactly 0 and 1: right costs nearly nothing, wrong a lot; the gradient is finite."""
    p = torch.tensor([value], requires_grad=True)

    right = loss.bce_loss(p, torch.tensor([value]))
    wrong = loss.bce_loss(p, torch.tensor([1 - value]))

    expect.graph(right, CUT)
    costs = [right.item(), wrong.item()]
    advice = message("log(0) is -inf, and 0 times inf is nan. Where can you stop the logs?")
    expect.that(costs, all(map(math.isfinite, costs)), message("two finite numbers"), advice)
    advice = message(
        "Is it the cross-entropy? And does a large eps or clamp change these two values?"
    )
    expect.that(costs[0], abs(costs[0]) < 1e-3, message("a number below 0.001"), advice)
    expect.that(costs[1], costs[1] > 10, message("a finite number above 10"), advice)
    (right + wrong).backward()
    advice = message("The loss is finite, yet its gradient is not: a slope of inf times 0 is nan.")
    expect.that(p.grad, bool(p.grad.isfinite().all()), message("a finite number"), advice)


@pytest.mark.exercise("E12")
def test_bce_loss_carries_the_graph_of_p(loss):
    """backward works: the gradient by p is (p - y) / (p * (1 - p) * N)."""
    p = torch.tensor([0.5, 0.8], requires_grad=True)

    cost = loss.bce_loss(p, torch.tensor([1.0, 0.0]))

    expect.graph(cost, CUT)
    cost.backward()
    expect.tensor(
        p.grad, torch.tensor([-1.0, 2.5]), message("Is the loss the mean over both samples?")
    )


@pytest.mark.exercise("E12")
def test_bce_loss_refuses_different_numbers_of_samples(loss):
    """One label for four predictions is refused, never spread over all of them."""
    expect.refusal(
        lambda: loss.bce_loss(torch.full((4,), 0.5), torch.ones(1)),
        message("Broadcasting would reuse the one label. Compare numel() first."),
    )


# ---- E13 bce_with_logits ----------------------------------------------------

Z = torch.tensor([-4.0, 2.0, -0.5, 3.0])
# The mean of ln(1 + e^-4), ln(1 + e^-2), ln(1 + e^0.5) and ln(1 + e^3).
LOGIT_COST = 1.0419356


@pytest.mark.exercise("E13")
def test_bce_with_logits_equals_the_other_loss_in_the_middle(loss):
    """For |z| < 5 it is the cross-entropy of sigmoid(z), for columns and integer labels too."""
    advice = message(
        "4.168 is a sum instead of the mean, 0.7125 the loss of sigmoid(z) in place of z, 1.667 "
        "that of the other labels, 1.417 the one without the term z * y."
    )
    expect.tensor(loss.bce_with_logits(Z, LABELS), torch.tensor(LOGIT_COST), advice)
    got = loss.bce_with_logits(Z.reshape(4, 1), LABELS.long())
    advice = message(
        "Right with flat float labels? Then bring z and y to one shape and one dtype first: 1.354 "
        "is the mean over all 16 pairs."
    )
    expect.tensor(got, torch.tensor(LOGIT_COST), advice)


@pytest.mark.exercise("E13")
def test_bce_with_logits_is_exact_far_out(loss):
    """z = 1000 costs 1000 for label 0 and nothing for label 1; z = -1000 the other way round."""
    advice = message(
        "100 means that the sigmoid has rounded to 0 or 1 before the loss, inf that exp has "
        "overflowed, another number below 100 often that an eps or a clamp ends the logarithm."
    )
    for z, label, want in ((1000.0, 0, 1000.0), (1000.0, 1, 0.0), (-1000.0, 1, 1000.0)):
        got = loss.bce_with_logits(torch.tensor([z]), torch.tensor([label]))
        expect.tensor(got, torch.tensor(want), advice)


@pytest.mark.exercise("E13")
def test_bce_with_logits_has_the_right_gradient_everywhere(loss):
    """The gradient is (sigmoid(z) - y) / N, far out and at exactly z = 0 too."""
    z = torch.tensor([-1000.0, 0.0, 0.0, 1000.0], requires_grad=True)

    cost = loss.bce_with_logits(z, torch.tensor([1.0, 1.0, 0.0, 0.0]))

    expect.graph(cost, CUT)
    cost.backward()
    advice = message(
        "Wrong at z = 0 alone? Then clamp, relu or abs picks one side of its corner. Wrong far "
        "out? Then look for an exp that overflows or a sigmoid that rounds."
    )
    expect.tensor(z.grad, torch.tensor([-0.25, -0.125, 0.125, 0.25]), advice)


@pytest.mark.exercise("E13")
def test_bce_with_logits_refuses_different_numbers_of_samples(loss):
    """Three labels for four scores are refused, and one label too."""
    for count in (1, 3):
        expect.refusal(
            lambda count=count: loss.bce_with_logits(torch.zeros(4), torch.ones(count)),
            message("Compare numel() first."),
        )
