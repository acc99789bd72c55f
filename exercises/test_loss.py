"""Visible tests of loss.py: E12, E13."""

import importlib
import math

import pytest
import torch
from _kit.checking import expect

pytestmark = pytest.mark.timeout(10)


@pytest.fixture(scope="module")
def loss():
    return importlib.import_module("loss")


LABELS = torch.tensor([0.0, 1.0, 1.0, 0.0])


# ---- E12 bce_loss -----------------------------------------------------------


@pytest.mark.exercise("E12")
def test_bce_loss_of_not_knowing_is_ln_two(loss):
    """All predictions 0.5 cost ln 2 = 0.6931, whatever the labels are."""
    got = loss.bce_loss(torch.full((4,), 0.5), LABELS)

    call = "bce_loss(tensor([0.5, 0.5, 0.5, 0.5]), tensor([0., 1., 1., 0.]))"
    advice = (
        "0.25 is the squared error, 2.77 a sum instead of a mean, 0.35 one class forgotten, a "
        "minus sign one too few."
    )
    expect.tensor(got, torch.tensor(math.log(2)), call, advice)


@pytest.mark.exercise("E12")
def test_bce_loss_by_hand(loss):
    """Predictions 0.9 for label 1 and 0.2 for label 0: (-ln 0.9 - ln 0.8) / 2 = 0.1643."""
    got = loss.bce_loss(torch.tensor([0.9, 0.2]), torch.tensor([1.0, 0.0]))

    advice = "One sample costs -log(p) for label 1 and -log(1 - p) for label 0."
    call = "bce_loss(tensor([0.9, 0.2]), tensor([1., 0.]))"
    expect.tensor(got, torch.tensor(0.1642520), call, advice)


@pytest.mark.exercise("E12")
def test_bce_loss_of_a_column_against_flat_labels(loss):
    """p of shape (4, 1) and y of shape (4,) are four samples, not sixteen pairs."""
    p = torch.tensor([0.1, 0.8, 0.7, 0.4])
    want = torch.nn.functional.binary_cross_entropy(p, LABELS)

    got = loss.bce_loss(p.reshape(4, 1), LABELS)

    advice = "(4, 1) against (4,) becomes (4, 4). Bring both to one shape before you subtract."
    expect.tensor(got, want, "bce_loss(p of shape (4, 1), y of shape (4,))", advice)


@pytest.mark.exercise("E12")
def test_bce_loss_takes_integer_and_bool_labels(loss):
    """Labels count by value: int64 and bool give the same loss as floats."""
    p = torch.tensor([0.1, 0.8, 0.7, 0.4])
    want = torch.nn.functional.binary_cross_entropy(p, LABELS)

    for labels in (LABELS.long(), LABELS.bool()):
        got = loss.bce_loss(p, labels)
        advice = "Bring the labels to the dtype of p first."
        expect.tensor(got, want, f"bce_loss(p, y of {labels.dtype})", advice)


@pytest.mark.exercise("E12")
def test_bce_loss_is_finite_for_certain_predictions(loss):
    """p of exactly 0 and 1: right costs nearly nothing, wrong a lot; the gradient is finite."""
    for p_value, label in ((0.0, 0.0), (1.0, 1.0), (0.0, 1.0), (1.0, 0.0)):
        p = torch.tensor([p_value], requires_grad=True)
        right = p_value == label

        cost = loss.bce_loss(p, torch.tensor([label]))

        call = f"bce_loss(tensor([{p_value}]), tensor([{label}]))"
        _expect_graph(cost, call)
        want = "a finite loss below 0.001" if right else "a finite loss above 10"
        kept = math.isfinite(cost.item()) and (cost.item() < 1e-3 if right else cost.item() > 10)
        advice = "log(0) is -inf, and 0 times inf is nan. Where can you stop the logs?"
        expect.true(kept, call, want, f"{cost.item():.6g}", advice)
        slope = torch.autograd.grad(cost, p)[0].item()
        advice = "The loss is finite, yet its gradient is not: a slope of inf times 0 is nan."
        kept = math.isfinite(slope)
        expect.true(kept, f"the gradient of {call}", "a finite number", str(slope), advice)


@pytest.mark.exercise("E12")
def test_bce_loss_carries_the_graph_of_p(loss):
    """backward works: the gradient by p is (p - y) / (p * (1 - p) * N)."""
    p = torch.tensor([0.5, 0.8], requires_grad=True)

    cost = loss.bce_loss(p, torch.tensor([1.0, 0.0]))

    call = "bce_loss(tensor([0.5, 0.8]), tensor([1., 0.])), then the gradient by p"
    _expect_graph(cost, call)
    expect.tensor(torch.autograd.grad(cost, p)[0], torch.tensor([-1.0, 2.5]), call)


@pytest.mark.exercise("E12")
def test_bce_loss_refuses_different_numbers_of_samples(loss):
    """One label for four predictions is refused, never spread over all of them."""
    expect.refusal(
        loss.bce_loss,
        torch.full((4,), 0.5),
        torch.ones(1),
        call="bce_loss(p of shape (4,), y of shape (1,))",
        advice="Broadcasting would reuse the one label. Compare numel() first.",
    )


# ---- E13 bce_with_logits ----------------------------------------------------


@pytest.mark.exercise("E13")
def test_bce_with_logits_equals_the_other_loss_in_the_middle(loss):
    """For |z| < 5 it is the cross-entropy of sigmoid(z), for columns too."""
    z = torch.tensor([-4.0, 2.0, -0.5, 3.0])
    want = torch.nn.functional.binary_cross_entropy(torch.sigmoid(z), LABELS)

    for scores, labels in ((z, LABELS), (z.reshape(4, 1), LABELS), (z, LABELS.long())):
        got = loss.bce_with_logits(scores, labels)
        call = f"bce_with_logits(z of shape {tuple(scores.shape)}, y of {labels.dtype})"
        expect.tensor(got, want, call, "Is z taken for a probability somewhere?")


@pytest.mark.exercise("E13")
def test_bce_with_logits_is_exact_far_out(loss):
    """z = 1000 costs 1000 for label 0 and nothing for label 1; z = -1000 the other way round."""
    for z, label, want in ((1000.0, 0, 1000.0), (1000.0, 1, 0.0), (-1000.0, 1, 1000.0)):
        got = loss.bce_with_logits(torch.tensor([z]), torch.tensor([label]))
        call = f"bce_with_logits(tensor([{z}]), tensor([{label}]))"
        advice = (
            "100 means that the sigmoid has rounded to 0 or 1 before the loss; inf that exp has "
            "overflowed."
        )
        expect.tensor(got, torch.tensor(want), call, advice)


@pytest.mark.exercise("E13")
def test_bce_with_logits_has_the_right_gradient_everywhere(loss):
    """The gradient is (sigmoid(z) - y) / N, far out and at exactly z = 0 too."""
    z = torch.tensor([-1000.0, 0.0, 0.0, 1000.0], requires_grad=True)

    cost = loss.bce_with_logits(z, torch.tensor([1.0, 1.0, 0.0, 0.0]))

    call = "bce_with_logits(z, y) at z = [-1000, 0, 0, 1000], y = [1, 1, 0, 0]; the gradient"
    _expect_graph(cost, call)
    want = torch.tensor([-0.25, -0.125, 0.125, 0.25])
    advice = (
        "Wrong at z = 0 alone? Then clamp, relu or abs picks one side of its corner. Wrong far "
        "out? Then look for an exp that overflows or a sigmoid that rounds."
    )
    expect.tensor(torch.autograd.grad(cost, z)[0], want, call, advice)


@pytest.mark.exercise("E13")
def test_bce_with_logits_refuses_different_numbers_of_samples(loss):
    """Three labels for four scores are refused, and one label too."""
    for count in (1, 3):
        expect.refusal(
            loss.bce_with_logits,
            torch.zeros(4),
            torch.ones(count),
            call=f"bce_with_logits(z of shape (4,), y of shape ({count},))",
            advice="Compare numel() first.",
        )


def _expect_graph(cost, call):
    advice = "Return the tensor, not its number: backward starts from it."
    kept = isinstance(cost, torch.Tensor) and cost.requires_grad
    expect.true(kept, call, "a tensor that carries a graph", expect.show(cost), advice)
