"""Visible tests of gradients.py: E01, E02, E02b, E03, E04, E05."""

import contextlib
import importlib

import pytest
import torch
from _kit.checking import expect
from _kit.language import message

pytestmark = pytest.mark.timeout(10)


@pytest.fixture
def gradients():
    return importlib.import_module("gradients")


# ---- E01 graph_gradients ----------------------------------------------------

ADVICE = {
    "w": message("w reaches y through a and through b. Do both paths count?"),
    "x": message("x reaches y through a alone; what stands beside a in the product?"),
    "a": message("y is a * b: the gradient of one factor is the other one."),
    "b": message("y is a * b: the gradient of one factor is the other one."),
}
COMPUTED = message(
    "a and b are computed, not given: autograd drops their gradients unless you ask in time."
)


def advice_on(name, gradient):
    """Return the advice on a gradient that is missing or another number."""
    return COMPUTED if gradient is None and name in ("a", "b") else ADVICE[name]


@pytest.mark.exercise("E01")
def test_graph_gradients_of_the_worked_numbers(gradients):
    """At w = 1 and x = 2 the gradients of w, x, a and b are 5, 2, 2 and 3."""
    grads = gradients.graph_gradients(torch.tensor([1.0]), torch.tensor([2.0]))

    expect.keys(grads, "wxab")
    for name, value in (("w", 5.0), ("x", 2.0), ("a", 2.0), ("b", 3.0)):
        expect.tensor(grads[name], torch.tensor([value]), advice_on(name, grads[name]))


@pytest.mark.exercise("E01")
def test_graph_gradients_of_a_vector_are_those_of_the_sum(gradients):
    """For vectors the start is sum(y): every entry gets its own full gradient."""
    grads = gradients.graph_gradients(torch.tensor([1.0, 0.0, -2.0]), torch.tensor([2.0, 3.0, 4.0]))

    expect.keys(grads, "wxab")
    advice = message(
        "Right for one entry? The task asks for the gradient of the sum of y: not of its mean, and "
        "not of one entry."
    )
    expect.tensor(grads["w"], torch.tensor([5.0, 4.0, 1.0]), advice)


@pytest.mark.exercise("E01")
def test_graph_gradients_of_float64_numbers(gradients):
    """Tensors of shape () in float64 give gradients of that shape and dtype."""
    w, x = torch.tensor(0.1, dtype=torch.float64), torch.tensor(0.2, dtype=torch.float64)

    grads = gradients.graph_gradients(w, x)

    expect.keys(grads, "wxab")
    advice = message("Right with float32 vectors? Then keep shape and dtype of w.")
    want = torch.tensor(1.4, dtype=torch.float64)
    expect.tensor(grads["w"], want, advice, atol=1e-12, rtol=0)


@pytest.mark.exercise("E01")
def test_graph_gradients_are_plain_and_leave_the_arguments_alone(gradients):
    """The answers carry no graph, and nothing is added to .grad of w and x."""
    w = torch.tensor([1.0], requires_grad=True)
    x = torch.tensor([2.0], requires_grad=True)
    w.grad = torch.tensor([7.0])

    grads = gradients.graph_gradients(w, x)

    advice = message(
        "The caller's tensors were used as leaves: what was in their .grad counts as well, and "
        "they are changed. Work on copies: detach, clone, requires_grad_."
    )
    kept = w.grad is not None and w.grad.item() == 7
    expect.that(w.grad, kept, message("tensor([7.]), as before"), advice)
    expect.that(x.grad, x.grad is None, message("None, as before"), advice)
    expect.keys(grads, "wxab")
    advice = message(
        "Right in the tests above? Then the 7 that the caller had in .grad counts as well. Work on "
        "copies: detach, clone, requires_grad_."
    )
    for name, value in (("w", 5.0), ("x", 2.0), ("a", 2.0), ("b", 3.0)):
        expect.tensor(grads[name], torch.tensor([value]), advice, plain=True)


# ---- E02 weighted_backward --------------------------------------------------


@pytest.mark.exercise("E02")
def test_weighted_backward_of_the_worked_numbers(gradients):
    """At w = 1, x = 2 the losses have the gradients 5 and 2; with weights (1, 2) that is 9."""
    w, x = torch.tensor([1.0]), torch.tensor([2.0])

    got = gradients.weighted_backward(w, x, torch.tensor([1.0, 2.0]))

    advice = message(
        "13 means that each weight acts twice, 12 that the weights are swapped, 7 that the second "
        "weight is lost or half of the second loss, 5 that only the first loss is left, 4 that "
        "only the second one is left or that the gradient is taken by x."
    )
    expect.tensor(got, torch.tensor([9.0]), advice, plain=True)


@pytest.mark.exercise("E02")
def test_weighted_backward_with_weight_zero_drops_a_loss(gradients):
    """With the weights (1, 0) only the first loss counts, in every entry of w."""
    w, x = torch.tensor([1.0, 0.0, -1.0]), torch.tensor([2.0, 3.0, 4.0])

    got = gradients.weighted_backward(w, x, torch.tensor([1, 0]))

    advice = message(
        "Only y0 is left: the answer is the gradient of w in graph_gradients. Is the weight 0 used "
        "as it is?"
    )
    expect.tensor(got, torch.tensor([5.0, 4.0, 3.0]), advice, plain=True)


@pytest.mark.exercise("E02")
def test_weighted_backward_keeps_float64(gradients):
    """float64 tensors give a float64 gradient, to float64's precision, whatever the weights are."""
    w, x = torch.tensor(0.1, dtype=torch.float64), torch.tensor(0.2, dtype=torch.float64)

    got = gradients.weighted_backward(w, x, torch.tensor([1.0, 0.3], dtype=torch.float64))

    advice = message(
        "Right in the tests above? Then the weights pass through another dtype on the way: float32 "
        "keeps seven digits of 0.3, an integer none."
    )
    want = torch.tensor(2.0, dtype=torch.float64)
    expect.tensor(got, want, advice, atol=1e-12, rtol=0, plain=True)


@pytest.mark.exercise("E02")
def test_weighted_backward_leaves_the_arguments_alone(gradients):
    """.grad and requires_grad of the arguments stay, so a second call gives the same answer."""
    w = torch.tensor([1.0], requires_grad=True)
    x = torch.tensor([2.0], requires_grad=True)
    loss_weights = torch.tensor([1.0, 2.0], requires_grad=True)
    first = gradients.weighted_backward(w, x, loss_weights)

    again = gradients.weighted_backward(w, x, loss_weights)

    advice = message(
        "The caller's tensors are leaves of your graph, all three of them: detach each one before "
        "you compute with it."
    )
    expect.that(w.grad, w.grad is None, message("None, as before"), advice)
    expect.that(x.grad, x.grad is None, message("None, as before"), advice)
    kept = loss_weights.grad is None
    expect.that(loss_weights.grad, kept, message("None, as before"), advice)
    expect.tensor(first, torch.tensor([9.0]), message("Begin with the first test."), plain=True)
    advice = message(
        "The first call gave 9: something of it is still there, such as a leaf or its .grad."
    )
    expect.tensor(again, torch.tensor([9.0]), advice, plain=True)
    plain = torch.tensor([1.0])
    gradients.weighted_backward(plain, torch.tensor([2.0]), loss_weights)
    expect.equal(plain.requires_grad, False, advice)


@pytest.mark.exercise("E02")
def test_weighted_backward_refuses_three_weights(gradients):
    """There are two losses, so three weights are an error, not an answer."""
    expect.refusal(
        lambda: gradients.weighted_backward(torch.ones(1), torch.ones(1), torch.ones(3)),
        message("Count the weights before you use them."),
    )


# ---- E02b backward_losses ---------------------------------------------------


@pytest.mark.exercise("E02b")
def test_backward_losses_through_a_shared_node(gradients):
    """Two scalar losses share a node; with weights (1, 2) the gradient is 1*6 + 2*7 = 20."""
    w = torch.tensor(3.0, requires_grad=True)
    square = w * w

    answer = gradients.backward_losses([square, square + w], [1, 2.0])

    advice = message("Read .grad of the leaf: does each loss count with its own weight, once?")
    expect.tensor(w.grad, torch.tensor(20.0), advice)
    expect.that(answer, answer is None, "None", message("Nothing is to be returned."))


@pytest.mark.exercise("E02b")
def test_backward_losses_of_a_vector_with_a_tensor_of_weights(gradients):
    """A vector loss takes one weight per entry, or one number for all of them."""
    w = torch.tensor([1.0, 2.0], requires_grad=True)

    gradients.backward_losses([w**2, 3 * w], [torch.tensor([1.0, 10.0]), 2])

    advice = message(
        "A starting gradient has the shape of its loss. Is a weight applied twice, or lost?"
    )
    expect.tensor(w.grad, torch.tensor([8.0, 46.0]), advice)


@pytest.mark.exercise("E02b")
def test_backward_losses_keeps_what_was_in_grad(gradients):
    """.grad grows: what was there stays, and a leaf that no loss reaches keeps None."""
    w = torch.tensor([1.0], requires_grad=True)
    w.grad = torch.tensor([100.0])

    gradients.backward_losses([(5 * w).sum()], [2])

    advice = message(
        "10 means that .grad was cleared or assigned: the gradient is to be added to what is there."
    )
    expect.tensor(w.grad, torch.tensor([110.0]), advice)


@pytest.mark.exercise("E02b")
def test_backward_losses_refuses_a_missing_weight(gradients):
    """Two losses and one weight are refused."""
    w = torch.tensor(3.0, requires_grad=True)

    expect.refusal(
        lambda: gradients.backward_losses([w * w, w], [1.0]),
        message(
            "Compare the lengths first. zip stops silently at the shorter list, and an index that "
            "is too large raises an IndexError."
        ),
    )


@pytest.mark.exercise("E02b")
def test_backward_losses_changes_nothing_when_it_refuses(gradients):
    """A call that is refused leaves every .grad as it was."""
    w = torch.tensor(3.0, requires_grad=True)

    with contextlib.suppress(ValueError):
        gradients.backward_losses([w * w, w], [1.0])

    advice = message(
        "Its .grad was filled by a call that was refused. Refuse first, then go backward."
    )
    expect.that(w.grad, w.grad is None, message("None, as before"), advice)


# ---- E03 backward_n_times ---------------------------------------------------


@pytest.mark.exercise("E03")
def test_backward_n_times_accumulates(gradients):
    """For x = [1, 2] three passes leave [3, 12], then [6, 24], then [9, 36]."""
    totals = gradients.backward_n_times(torch.tensor([1.0, 2.0]), 3)

    expect.length(totals, 3, message("One entry per pass of the loop."))
    advice = message(
        "Are all entries [9, 36]? Then the list holds one tensor three times, or is filled after "
        "the last pass. Are all [3, 12]? Then nothing adds up: is .grad cleared, or not used?"
    )
    for k, want in enumerate(([3.0, 12.0], [6.0, 24.0], [9.0, 36.0])):
        expect.tensor(totals[k], torch.tensor(want), advice, plain=True)


@pytest.mark.exercise("E03")
def test_backward_n_times_starts_from_zero_each_call(gradients):
    """The caller's tensor is left alone, so a second call gives the same answer."""
    x = torch.tensor([1.0, 2.0], requires_grad=True)
    gradients.backward_n_times(x, 2)

    totals = gradients.backward_n_times(x, 1)

    expect.length(
        totals,
        1,
        message("Right in the test above? Then the list of the first call is still there."),
    )
    advice = message(
        "Right in the test above? Then x is not copied, or the copy is no leaf: detach it, then "
        "let it require grad. The .grad of a clone alone stays None."
    )
    expect.tensor(totals[0], torch.tensor([3.0, 12.0]), advice)
    expect.that(
        x.grad, x.grad is None, message("None, as before"), message("Whose leaf is filled?")
    )


@pytest.mark.exercise("E03")
def test_backward_n_times_zero_and_negative(gradients):
    """No passes give an empty list, a negative number is refused."""
    expect.length(gradients.backward_n_times(torch.ones(2), 0), 0, message("No pass, no entry."))
    expect.refusal(
        lambda: gradients.backward_n_times(torch.ones(2), -1),
        message("range(-1) is empty and says nothing. Check n first."),
    )


# ---- E04 nth_derivative -----------------------------------------------------

# p(x) = 1 + 2x + 3x^2 + 4x^3
CUBIC = torch.tensor([1.0, 2.0, 3.0, 4.0])


@pytest.mark.exercise("E04")
def test_nth_derivative_of_a_cubic(gradients):
    """Orders 0 to 3 of 1 + 2x + 3x^2 + 4x^3 at 0, 1 and 2."""
    x = torch.tensor([0.0, 1.0, 2.0])

    for n, want in enumerate(([1.0, 10.0, 49.0], [2.0, 20.0, 62.0], [6.0, 30.0, 54.0], [24.0] * 3)):
        got = gradients.nth_derivative(CUBIC.clone(), x, n)
        advice = message(
            "The orders below are right. If this one is the sum of itself and the one below, "
            "backward has added into x.grad."
        )
        expect.tensor(got, torch.tensor(want), advice if n > 1 else "", plain=True)


@pytest.mark.exercise("E04")
def test_nth_derivative_above_the_degree_is_zero(gradients):
    """Order 4 and order 6 of a cubic are zero, not an error."""
    for n in (4, 6):
        got = gradients.nth_derivative(CUBIC.clone(), torch.tensor([0.0, 1.0, 2.0]), n)
        advice = message(
            "Right up to order 3? Then ask what is left of the graph when the polynomial has "
            "become a constant."
        )
        expect.tensor(got, torch.zeros(3), advice, plain=True)


@pytest.mark.exercise("E04")
def test_nth_derivative_leaves_the_arguments_alone(gradients):
    """Values and .grad of coeffs and x are the same after the call."""
    coeffs = CUBIC.clone()
    x = torch.tensor([0.0, 1.0, 2.0], requires_grad=True)

    gradients.nth_derivative(coeffs, x, 2)

    expect.unchanged(coeffs, CUBIC)
    expect.that(
        x.grad, x.grad is None, message("None, as before"), message("Whose leaf is filled?")
    )


@pytest.mark.exercise("E04")
def test_nth_derivative_refuses_a_negative_order(gradients):
    """There is no derivative of order -1 here."""
    expect.refusal(
        lambda: gradients.nth_derivative(torch.ones(2), torch.ones(2), -1),
        message("range(-1) is empty and says nothing. Check n first."),
    )


# ---- E05 manual_gradient_descent --------------------------------------------

X, Y = torch.tensor([0.0, 1.0, 2.0, 3.0]), torch.tensor([1.0, 3.0, 5.0, 7.0])


@pytest.mark.exercise("E05")
def test_manual_gradient_descent_one_step(gradients):
    """From w = b = 0 one step with rate 0.1 leads to w = 0.85 and b = 0.4."""
    found = gradients.manual_gradient_descent(X, Y, w0=0.0, b0=0.0, lr=0.1, steps=1)

    expect.keys(found, ("w", "b", "losses"))
    advice = message(
        "1.7 means that the 0.5 of the loss is missing, 3.4 a sum in place of the mean, -0.85 a "
        "step uphill, 0.79 that b moved before w had its gradient."
    )
    expect.number(found["w"], 0.85, advice, tol=1e-5)
    advice = message(
        "w is right and b is not. 0 means that b never moves, -0.4 that it goes uphill, 0.2725 "
        "that w moved before b had its gradient: take both at the same point, then move both."
    )
    expect.number(found["b"], 0.4, advice, tol=1e-5)


@pytest.mark.exercise("E05")
def test_manual_gradient_descent_two_steps(gradients):
    """The second step leads to w = 1.3425 and b = 0.6325."""
    found = gradients.manual_gradient_descent(X, Y, w0=0.0, b0=0.0, lr=0.1, steps=2)

    expect.keys(found, ("w", "b", "losses"))
    advice = message(
        "Right after one step? Then 2.1925 means that .grad still held the first gradient, 0.85 "
        "that one update is missing. Another number: what else is not as it was in the first step?"
    )
    expect.number(found["w"], 1.3425, advice, tol=1e-5)
    advice = message(
        "Right after one step? Then 1.0325 means that .grad of b still held its first gradient."
    )
    expect.number(found["b"], 0.6325, advice, tol=1e-5)


@pytest.mark.exercise("E05")
def test_manual_gradient_descent_notes_the_loss_before_each_update(gradients):
    """losses[0] is the loss of the start, 10.5, and losses[1] the one after one step."""
    found = gradients.manual_gradient_descent(X, Y, w0=0.0, b0=0.0, lr=0.1, steps=2)

    expect.keys(found, ("w", "b", "losses"))
    expect.length(found["losses"], 2, message("One loss per update, no more."))
    advice = message(
        "Are w and b right after two steps? Then note another loss: that of the forward pass you "
        "differentiate, before anything moves."
    )
    for k, want in enumerate((10.5, 3.529375)):
        expect.number(found["losses"][k], want, advice, tol=1e-5)


@pytest.mark.exercise("E05")
def test_manual_gradient_descent_computes_in_the_dtype_of_x(gradients):
    """With float64 data all numbers are right to float64's precision."""
    x, y = X.double(), Y.double()

    found = gradients.manual_gradient_descent(x, y, w0=0.1, b0=0.2, lr=0.1, steps=1)

    expect.keys(found, ("w", "b", "losses"))
    advice = message(
        "Correct to about seven digits only? Then something is float32: give w and b x.dtype."
    )
    expect.number(found["w"], 0.885, advice, tol=1e-12)
    expect.number(found["b"], 0.565, advice, tol=1e-12)
    expect.length(found["losses"], 1, message("One loss per update, no more."))
    expect.number(found["losses"][0], 8.9175, advice, tol=1e-12)


@pytest.mark.exercise("E05")
def test_manual_gradient_descent_without_steps_is_the_start(gradients):
    """No steps: w and b are where they began, as floats, and no loss is noted."""
    found = gradients.manual_gradient_descent(X, Y, w0=0.5, b0=0.0, lr=0.1, steps=0)

    expect.keys(found, ("w", "b", "losses"))
    expect.number(found["w"], 0.5)
    expect.length(found["losses"], 0, message("One loss per update, no more."))


@pytest.mark.exercise("E05")
def test_manual_gradient_descent_leaves_the_data_alone(gradients):
    """x and y are the same after the call."""
    x, y = X.clone(), Y.clone()

    gradients.manual_gradient_descent(x, y, w0=0.0, b0=0.0, lr=0.1, steps=2)

    expect.unchanged(x, X)
    expect.unchanged(y, Y)
    expect.equal(x.requires_grad, False, message("The data need no gradients; w and b do."))
