"""Visible tests of gradients.py: E01, E02, E02b, E03, E04, E05."""

import importlib

import pytest
import torch
from _kit.checking import expect

pytestmark = pytest.mark.timeout(10)


@pytest.fixture(scope="module")
def gradients():
    return importlib.import_module("gradients")


# ---- E01 graph_gradients ----------------------------------------------------

SMALL_GRAPH = "graph_gradients(w=tensor([1.]), x=tensor([2.]))"


@pytest.mark.exercise("E01")
def test_graph_gradients_of_the_worked_numbers(gradients):
    """At w = 1 and x = 2 the gradients of w, x, a and b are 5, 2, 2 and 3."""
    grads = gradients.graph_gradients(torch.tensor([1.0]), torch.tensor([2.0]))

    expect.keys(grads, "wxab", SMALL_GRAPH)
    advice = {
        "w": "w reaches y through a and through b. Do both paths count?",
        "x": "x reaches y through a alone; what stands beside a in the product?",
        "a": "a is computed, not given: autograd drops its gradient unless you ask in time.",
        "b": "b is computed, not given: autograd drops its gradient unless you ask in time.",
    }
    for name, value in (("w", 5.0), ("x", 2.0), ("a", 2.0), ("b", 3.0)):
        call = f'{SMALL_GRAPH}["{name}"]'
        expect.tensor(grads[name], torch.tensor([value]), call, advice[name])


@pytest.mark.exercise("E01")
def test_graph_gradients_of_a_vector_are_those_of_the_sum(gradients):
    """For vectors the start is sum(y): every entry gets its own full gradient."""
    grads = gradients.graph_gradients(torch.tensor([1.0, 0.0, -1.0]), torch.tensor([2.0, 3.0, 4.0]))

    expect.keys(grads, "wxab", "graph_gradients(w, x)")
    call = 'graph_gradients(w=tensor([1., 0., -1.]), x=tensor([2., 3., 4.]))["w"]'
    advice = "The task asks for the gradient of the sum of y. Is a mean taken, or one entry?"
    expect.tensor(grads["w"], torch.tensor([5.0, 4.0, 3.0]), call, advice)


@pytest.mark.exercise("E01")
def test_graph_gradients_are_plain_and_leave_the_arguments_alone(gradients):
    """The answers carry no graph, and nothing is added to .grad of w and x."""
    w = torch.tensor([1.0], requires_grad=True)
    x = torch.tensor([2.0], requires_grad=True)
    w.grad = torch.tensor([7.0])

    grads = gradients.graph_gradients(w, x)

    expect.keys(grads, "wxab", SMALL_GRAPH)
    for name, value in (("w", 5.0), ("x", 2.0), ("a", 2.0), ("b", 3.0)):
        expect.tensor(grads[name], torch.tensor([value]), f'{SMALL_GRAPH}["{name}"]', plain=True)
    call = "graph_gradients(w, x), where w.grad is 7 before the call"
    advice = "The caller's tensors were used as leaves. Work on copies that no one else holds."
    expect.unchanged(w.grad, torch.tensor([7.0]), call, "w.grad")
    expect.true(x.grad is None, call, "x.grad still None", f"x.grad is {x.grad}", advice)


# ---- E02 weighted_backward --------------------------------------------------


@pytest.mark.exercise("E02")
def test_weighted_backward_of_the_worked_numbers(gradients):
    """At w = 1, x = 2 the losses have the gradients 5 and 2; with weights (1, 2) that is 9."""
    w, x = torch.tensor([1.0]), torch.tensor([2.0])

    got = gradients.weighted_backward(w, x, torch.tensor([1.0, 2.0]))

    call = "weighted_backward(tensor([1.]), tensor([2.]), loss_weights=tensor([1., 2.]))"
    advice = (
        "13 means that each weight acts twice, 12 that the weights are swapped, 7 that they are "
        "ignored, 4 that only the second loss is left."
    )
    expect.tensor(got, torch.tensor([9.0]), call, advice, plain=True)


@pytest.mark.exercise("E02")
def test_weighted_backward_with_weight_zero_drops_a_loss(gradients):
    """With the weights (1, 0) only the first loss counts, in every entry of w."""
    w, x = torch.tensor([1.0, 0.0, -1.0]), torch.tensor([2.0, 3.0, 4.0])

    got = gradients.weighted_backward(w, x, torch.tensor([1, 0]))

    call = "weighted_backward(tensor([1., 0., -1.]), x, loss_weights=tensor([1, 0]))"
    advice = "This is the graph of graph_gradients: the answer is its gradient of w."
    expect.tensor(got, torch.tensor([5.0, 4.0, 3.0]), call, advice, plain=True)


@pytest.mark.exercise("E02")
def test_weighted_backward_refuses_three_weights(gradients):
    """There are two losses, so three weights are an error, not an answer."""
    expect.refusal(
        gradients.weighted_backward,
        torch.ones(1),
        torch.ones(1),
        torch.ones(3),
        call="weighted_backward(w, x, loss_weights=tensor([1., 1., 1.]))",
        advice="Count the weights before you use them.",
    )


# ---- E02b backward_losses ---------------------------------------------------


@pytest.mark.exercise("E02b")
def test_backward_losses_through_a_shared_node(gradients):
    """Two scalar losses share a node; with weights (1, 2) the gradient is 1*6 + 2*7 = 20."""
    w = torch.tensor(3.0, requires_grad=True)
    square = w * w

    answer = gradients.backward_losses([square, square + w], [1, 2.0])

    call = "backward_losses([s, s + w], [1, 2.0]), where s = w*w and w = 3; then w.grad"
    advice = "Read .grad of the leaf: does each loss count with its own weight, once?"
    expect.tensor(w.grad, torch.tensor(20.0), call, advice)
    expect.equal(answer, None, call.removesuffix("; then w.grad"), "Nothing is to be returned.")


@pytest.mark.exercise("E02b")
def test_backward_losses_of_a_vector_with_a_tensor_of_weights(gradients):
    """A vector loss takes one weight per entry, or one number for all of them."""
    w = torch.tensor([1.0, 2.0], requires_grad=True)

    gradients.backward_losses([w**2, 3 * w], [torch.tensor([1.0, 10.0]), 2])

    call = "backward_losses([w**2, 3*w], [tensor([1., 10.]), 2]), w = [1., 2.]; then w.grad"
    advice = "A starting gradient has the shape of its loss. Is a weight applied twice, or lost?"
    expect.tensor(w.grad, torch.tensor([8.0, 46.0]), call, advice)


@pytest.mark.exercise("E02b")
def test_backward_losses_keeps_what_was_in_grad(gradients):
    """.grad grows: what was there stays, and a leaf that no loss reaches keeps None."""
    w = torch.tensor([1.0], requires_grad=True)
    other = torch.tensor([1.0], requires_grad=True)
    w.grad = torch.tensor([100.0])

    gradients.backward_losses([(5 * w).sum()], [2])

    call = "backward_losses([(5*w).sum()], [2]), where w.grad is 100 before; then w.grad"
    advice = "The gradient is to be added. Is .grad cleared, or was it assigned?"
    expect.tensor(w.grad, torch.tensor([110.0]), call, advice)
    got = f"its .grad is {other.grad}"
    expect.true(other.grad is None, call, "another leaf keeps .grad None", got)


@pytest.mark.exercise("E02b")
def test_backward_losses_refuses_a_missing_weight(gradients):
    """Two losses and one weight are refused before any .grad has changed."""
    w = torch.tensor(3.0, requires_grad=True)
    call = "backward_losses([w * w, w], [1.0])"

    expect.refusal(
        gradients.backward_losses,
        [w * w, w],
        [1.0],
        call=call,
        advice="zip stops silently at the shorter list. Compare the lengths first.",
    )

    advice = "Refuse first, go backward afterwards."
    expect.true(w.grad is None, call, "w.grad still None", f"w.grad is {w.grad}", advice)


# ---- E03 backward_n_times ---------------------------------------------------


@pytest.mark.exercise("E03")
def test_backward_n_times_accumulates(gradients):
    """For x = [1, 2] three passes leave [3, 12], then [6, 24], then [9, 36]."""
    totals = gradients.backward_n_times(torch.tensor([1.0, 2.0]), 3)

    call = "backward_n_times(tensor([1., 2.]), 3)"
    _expect_list(totals, 3, call)
    advice = (
        "Are all entries equal? Then the list may hold one tensor three times, which keeps growing."
    )
    for k, want in enumerate(([3.0, 12.0], [6.0, 24.0], [9.0, 36.0])):
        expect.tensor(totals[k], torch.tensor(want), f"{call}[{k}]", advice, plain=True)


@pytest.mark.exercise("E03")
def test_backward_n_times_starts_from_zero_each_call(gradients):
    """The caller's tensor is left alone, so a second call gives the same answer."""
    x = torch.tensor([1.0, 2.0], requires_grad=True)
    gradients.backward_n_times(x, 2)

    totals = gradients.backward_n_times(x, 1)

    call = "backward_n_times(x, 1) after an earlier call with the same x"
    _expect_list(totals, 1, call)
    advice = "The first call left something in x.grad. Whose leaf is filled?"
    expect.tensor(totals[0], torch.tensor([3.0, 12.0]), f"({call})[0]", advice)
    expect.true(x.grad is None, call, "x.grad still None", f"x.grad is {x.grad}", advice)


@pytest.mark.exercise("E03")
def test_backward_n_times_zero_and_negative(gradients):
    """No passes give an empty list, a negative number is refused."""
    expect.equal(gradients.backward_n_times(torch.ones(2), 0), [], "backward_n_times(x, 0)")
    expect.refusal(
        gradients.backward_n_times,
        torch.ones(2),
        -1,
        call="backward_n_times(x, -1)",
        advice="range(-1) is empty and says nothing. Check n first.",
    )


# ---- E04 nth_derivative -----------------------------------------------------

CUBIC = "p(x) = 1 + 2x + 3x^2 + 4x^3 at x = 0, 1, 2"


@pytest.mark.exercise("E04")
def test_nth_derivative_of_a_cubic(gradients):
    """Orders 0 to 3 of 1 + 2x + 3x^2 + 4x^3 at 0, 1 and 2."""
    coeffs, x = torch.tensor([1.0, 2.0, 3.0, 4.0]), torch.tensor([0.0, 1.0, 2.0])

    for n, want in enumerate(([1.0, 10.0, 49.0], [2.0, 20.0, 62.0], [6.0, 30.0, 54.0], [24.0] * 3)):
        got = gradients.nth_derivative(coeffs, x, n)
        call = f"nth_derivative(coeffs, x, {n}), {CUBIC}"
        advice = (
            "The orders below are right. If this one is the sum of itself and the one below, "
            "backward has added into x.grad."
        )
        expect.tensor(got, torch.tensor(want), call, advice if n > 1 else "", plain=True)


@pytest.mark.exercise("E04")
def test_nth_derivative_above_the_degree_is_zero(gradients):
    """Order 4 and order 6 of a cubic are zero, not an error."""
    coeffs, x = torch.tensor([1.0, 2.0, 3.0, 4.0]), torch.tensor([0.0, 1.0, 2.0])

    for n in (4, 6):
        got = gradients.nth_derivative(coeffs, x, n)
        advice = "What is left of the graph when the polynomial has become a constant?"
        expect.tensor(got, torch.zeros(3), f"nth_derivative(coeffs, x, {n}), {CUBIC}", advice)


@pytest.mark.exercise("E04")
def test_nth_derivative_refuses_a_negative_order(gradients):
    """There is no derivative of order -1 here."""
    expect.refusal(
        gradients.nth_derivative,
        torch.ones(2),
        torch.ones(2),
        -1,
        call="nth_derivative(coeffs, x, -1)",
        advice="range(-1) is empty and says nothing. Check n first.",
    )


# ---- E05 manual_gradient_descent --------------------------------------------

POINTS = "x = [0, 1, 2, 3], y = [1, 3, 5, 7]"


def _descend(gradients, steps):
    x, y = torch.tensor([0.0, 1.0, 2.0, 3.0]), torch.tensor([1.0, 3.0, 5.0, 7.0])
    call = f"manual_gradient_descent(x, y, w0=0.0, b0=0.0, lr=0.1, steps={steps}), {POINTS}"
    answer = gradients.manual_gradient_descent(x, y, w0=0.0, b0=0.0, lr=0.1, steps=steps)
    expect.keys(answer, ("w", "b", "losses"), call)
    expect.unchanged(x, torch.tensor([0.0, 1.0, 2.0, 3.0]), call, "x")
    return answer, call


@pytest.mark.exercise("E05")
def test_manual_gradient_descent_one_step(gradients):
    """From w = b = 0 one step with rate 0.1 leads to w = 0.85 and b = 0.4."""
    answer, call = _descend(gradients, steps=1)

    advice = "The loss is the mean of 0.5 * (error squared): look for the mean and for the 0.5."
    expect.number(answer["w"], 0.85, f'{call}; "w"', advice, tol=1e-5)
    advice = "w is right and b is not: take both gradients at the same point, then move both."
    expect.number(answer["b"], 0.4, f'{call}; "b"', advice, tol=1e-5)


@pytest.mark.exercise("E05")
def test_manual_gradient_descent_two_steps(gradients):
    """The second step leads to w = 1.3425 and b = 0.6325."""
    answer, call = _descend(gradients, steps=2)

    advice = "If one step is right and two are not, look at what is in .grad before the second."
    expect.number(answer["w"], 1.3425, f'{call}; "w"', advice, tol=1e-5)
    expect.number(answer["b"], 0.6325, f'{call}; "b"', advice, tol=1e-5)


@pytest.mark.exercise("E05")
def test_manual_gradient_descent_notes_the_loss_before_each_update(gradients):
    """losses[0] is the loss of the start, 10.5, and losses[1] the one after one step."""
    answer, call = _descend(gradients, steps=2)

    losses = answer["losses"]
    _expect_list(losses, 2, f'{call}; "losses"')
    advice = "Note the loss of the forward pass you differentiate, before anything moves."
    for k, want in enumerate((10.5, 3.529375)):
        expect.number(losses[k], want, f'{call}; "losses"[{k}]', advice, tol=1e-5)


@pytest.mark.exercise("E05")
def test_manual_gradient_descent_without_steps_is_the_start(gradients):
    """No steps: w and b are where they began, as floats, and no loss is noted."""
    answer, call = _descend(gradients, steps=0)

    expect.number(answer["w"], 0.0, f'{call}; "w"')
    expect.equal(answer["losses"], [], f'{call}; "losses"', "One loss per update, no more.")


def _expect_list(answer, length, call):
    """Expect a list of this length."""
    want = f"a list of length {length}"
    expect.true(isinstance(answer, list), call, want, expect.show(answer))
    got = f"a list of length {len(answer)}"
    expect.true(len(answer) == length, call, want, got, "One entry per pass of the loop.")
