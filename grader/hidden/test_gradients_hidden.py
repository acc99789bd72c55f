"""Hidden checks of gradients.py: E01, E02, E02b, E03, E04, E05."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest
import torch
from kinds import assert_keys, assert_kind
from mistakes.gradients import EXAMPLES, KNOWN_MISTAKES
from torch import Tensor

from grader.testing import (
    Answer,
    CheckFailed,
    Outcome,
    Student,
    assert_matches,
    assert_plain,
    assert_separate,
    assert_unchanged,
    build_graph,
    is_refusal,
    raised_failure,
    wrong,
)

# The judge reads these two names in every module of hidden checks.
__all__ = ["EXAMPLES", "KNOWN_MISTAKES"]

SIZES = (1, 2, 7, 40, 200)
#: Step of the central differences: in float64 their error is then about 1e-10.
H = 1e-5


def draw(seed: int, *shape: int, dtype: torch.dtype = torch.float32) -> Tensor:
    """Return normal numbers that are the same for every submission."""
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed), dtype=dtype)


def used(tensor: Tensor, grad: float) -> Tensor:
    """Return *tensor* as a leaf with a history: it requires grad and has a filled .grad."""
    leaf = tensor.clone().requires_grad_()
    leaf.grad = torch.full_like(tensor, grad)
    return leaf


def odd_shapes(seed: int) -> list[tuple[Tensor, Tensor]]:
    """Return pairs without an axis, with two, transposed, and without an entry."""
    shapes: list[tuple[int, ...]] = [(), (3, 4), (2, 0), (0,)]
    pairs = [(draw(seed, *shape), draw(seed + 1, *shape)) for shape in shapes]
    pairs.append((draw(seed + 2, 5, 3).T, draw(seed + 3, 5, 3).T))
    return pairs


# ---- E01 graph_gradients ----------------------------------------------------


def check_graph_gradients(
    student: Student, reference: Student, w: Tensor, x: Tensor, times: int = 1
) -> Answer:
    """Compare with the reference and with the product rule on paper."""
    answer = student.call("gradients.graph_gradients", w, x, times=times)
    expected = reference.call("gradients.graph_gradients", w, x, times=times)
    a, b = (x + w).detach(), (w + 1).detach()
    by_hand = {"w": a + b, "x": b, "a": b, "b": a}
    for repeat in range(times - 1):
        assert_matches(answer, expected.value)
        assert_matches(answer.part("earlier"), [by_hand] * (repeat + 1))
    assert_matches(answer, by_hand)
    assert_matches(answer, expected.value)
    return answer


@pytest.mark.check(
    "E01", points=1.5, base=True, alone="the one length of 1, and the plain case of all"
)
def test_graph_gradients_of_vectors(student, reference):
    """The gradients of sum(y) with respect to w, x, a and b are right for vectors of any length."""
    for size in SIZES:
        check_graph_gradients(student, reference, draw(size, size), draw(size + 1, size))


@pytest.mark.check("E01", points=1, alone="the only float64")
def test_graph_gradients_in_float64_agree_with_differences(student, reference):
    """In float64 every gradient is float64 and agrees with differences of sum(y)."""
    w, x = draw(11, 7, dtype=torch.float64), draw(12, 7, dtype=torch.float64)

    answer = check_graph_gradients(student, reference, w, x)

    a, b = x + w, w + 1
    slopes = {
        "w": ((x + w + H) * (w + H + 1) - (x + w - H) * (w - H + 1)) / (2 * H),
        "x": ((x + H + w) * b - (x - H + w) * b) / (2 * H),
        "a": ((a + H) * b - (a - H) * b) / (2 * H),
        "b": (a * (b + H) - a * (b - H)) / (2 * H),
    }
    assert_matches(answer, slopes, rtol=1e-7, atol=1e-7)


@pytest.mark.check(
    "E01", points=0.75, alone="the only shapes besides vectors, and the only empty ones"
)
def test_graph_gradients_of_any_shape(student, reference):
    """A number, a matrix, a transposed matrix and empty tensors work; each keeps its shape."""
    for w, x in odd_shapes(20):
        check_graph_gradients(student, reference, w, x)


@pytest.mark.check(
    "E01", points=0.25, alone="the only arguments whose .grad is filled where values are compared"
)
def test_graph_gradients_of_used_leaves(student, reference):
    """Arguments that require grad, with a filled .grad, get the same answer, twice in a row."""
    w, x = used(draw(31, 7), 7.0), used(draw(32, 7), -2.0)

    check_graph_gradients(student, reference, w, x, times=2)


@pytest.mark.check(
    "E01", points=0.25, gated=True, alone="the only look at requires_grad of the answer"
)
def test_graph_gradients_are_plain(student):
    """The gradients are plain, under the four keys alone: none requires grad."""
    w, x = draw(41, 7), draw(42, 7)

    for pair in ((w, x), (used(w, 1.0), used(x, 1.0))):
        answer = student.call("gradients.graph_gradients", *pair)
        if pair[0] is w:
            assert_matches(answer, {"w": x + 2 * w + 1, "x": w + 1, "a": w + 1, "b": x + w})
        assert_keys(answer, "wxab")
        assert_plain(answer)


@pytest.mark.check(
    "E01", points=0.25, gated=True, alone="the only look at the arguments afterwards"
)
def test_graph_gradients_leave_the_arguments_alone(student):
    """Values, requires_grad and .grad of the arguments are the same after the call."""
    w, x = draw(51, 7), draw(52, 7)

    for pair in ((w, x), (used(w, 7.0), used(x, 7.0)), (w.clone().requires_grad_(), x)):
        assert_unchanged(student.call("gradients.graph_gradients", *pair), pair)


# ---- E02 weighted_backward --------------------------------------------------


def check_weighted(
    student: Student, reference: Student, w: Tensor, x: Tensor, c: Tensor, times: int = 1
) -> Answer:
    """Compare with the reference and with the sum of the two gradients on paper."""
    answer = student.call("gradients.weighted_backward", w, x, c, times=times)
    expected = reference.call("gradients.weighted_backward", w, x, c, times=times)
    c0, c1 = c.tolist()
    by_hand = (c0 * (x + 2 * w + 1) + 2 * c1).detach()
    # What is added up in another order may cancel.
    tolerance = {"rtol": 1e-5, "atol": 1e-5} if w.dtype == torch.float32 else {}
    assert_matches(answer, by_hand, **tolerance)
    assert_matches(answer.part("earlier"), [by_hand] * (times - 1), **tolerance)
    assert_matches(answer, expected, **tolerance)
    return answer


@pytest.mark.check(
    "E02", points=1.25, base=True, alone="the one length of 1, and the plain case of all"
)
def test_weighted_backward_of_vectors(student, reference):
    """Each loss counts with its own weight, for vectors of any length."""
    for size in SIZES:
        w, x, c = draw(size, size), draw(size + 1, size), draw(size + 2, 2)
        check_weighted(student, reference, w, x, c)


@pytest.mark.check("E02", points=0.75, alone="the only weights with more digits than float32 has")
def test_weighted_backward_in_float64_agrees_with_differences(student, reference):
    """In float64 the answer is float64 and agrees with differences of the weighted loss."""
    w, x = draw(61, 7, dtype=torch.float64), draw(62, 7, dtype=torch.float64)
    c = draw(63, 2, dtype=torch.float64)

    answer = check_weighted(student, reference, w, x, c)

    def loss(w: Tensor) -> Tensor:
        return c[0] * (x + w) * (w + 1) + c[1] * ((x + w) + (w + 1))

    assert_matches(answer, (loss(w + H) - loss(w - H)) / (2 * H), rtol=1e-7, atol=1e-7)


@pytest.mark.check("E02", points=0.5, alone="the only weights that are 0")
def test_weighted_backward_is_linear_in_the_weights(student, reference):
    """(1, 0) gives the first gradient, (0, 1) the second, and other weights mix the two."""
    w, x = draw(71, 7), draw(72, 7)

    for c in ((1.0, 0.0), (0.0, 1.0), (2.0, -3.0), (0.0, 0.0)):
        check_weighted(student, reference, w, x, torch.tensor(c))


@pytest.mark.check("E02", points=0.25, alone="the only integer weights")
def test_weighted_backward_takes_weights_of_any_dtype(student, reference):
    """Integer weights, and weights of another float dtype than w, count like any other."""
    w, x = draw(81, 7), draw(82, 7)

    for dtype in (torch.int64, torch.int32, torch.float64):
        check_weighted(student, reference, w, x, torch.tensor([3, -2], dtype=dtype))
    check_weighted(student, reference, w.double(), x.double(), torch.tensor([3.0, -2.0]))


@pytest.mark.check(
    "E02", points=0.5, alone="the only shapes besides vectors, and the only empty ones"
)
def test_weighted_backward_of_any_shape(student, reference):
    """A number, a matrix, a transposed matrix and empty tensors work; the answer has that shape."""
    for w, x in odd_shapes(90):
        check_weighted(student, reference, w, x, torch.tensor([0.5, 3.0]))
    # Of numbers without an axis the finer dtype wins, unless it is kept from that.
    check_weighted(student, reference, draw(83), draw(84), torch.tensor([3.0, -2.0]).double())


@pytest.mark.check("E02", points=0.25, alone="the only repeated call, and the only filled .grad")
def test_weighted_backward_gives_the_same_three_times(student, reference):
    """Three calls in a row give the same answer, also for arguments with a filled .grad."""
    w, x = used(draw(101, 7), 4.0), used(draw(102, 7), -1.0)

    check_weighted(student, reference, w, x, torch.tensor([1.5, 0.25]), times=3)


@pytest.mark.check(
    "E02", points=0.25, gated=True, alone="the only look at graph and arguments afterwards"
)
def test_weighted_backward_is_plain_and_leaves_the_arguments_alone(student):
    """The answer is plain, and nothing is added to the .grad of the arguments."""
    w, x, c = draw(111, 7), draw(112, 7), torch.tensor([1.5, 0.25])

    for arguments in ((w, x, c), (used(w, 7.0), used(x, 7.0), c), (w, x, used(c, 7.0))):
        answer = student.call("gradients.weighted_backward", *arguments)
        assert_plain(answer)
        assert_unchanged(answer, arguments)


@pytest.mark.check("E02", points=0.25, gated=True, alone="the only forbidden arguments")
def test_weighted_backward_refuses_another_number_of_weights(student):
    """One weight, three weights or none are refused with a ValueError."""
    w, x = draw(121, 3), draw(122, 3)

    for count, words in ((3, "three weights"), (1, "one weight"), (0, "no weights")):
        because = f"{words} for two losses"
        student.refuses("gradients.weighted_backward", w, x, torch.ones(count), because=because)


# ---- E02b backward_losses ---------------------------------------------------


@dataclass(frozen=True)
class Graph:
    """A graph to be built in the box, the losses in it (by node number) and their weights."""

    leaves: Sequence[Tensor]
    program: Sequence[Sequence[object]]
    losses: Sequence[int]
    weights: Sequence[float | Tensor]

    def total(self, leaves: Sequence[Tensor]) -> Tensor:
        """Return the weighted sum of all losses as a function of the leaves."""
        nodes = build_graph(leaves, self.program)
        pairs = zip(self.losses, self.weights, strict=True)
        return torch.stack([(weight * nodes[i]).sum() for i, weight in pairs]).sum()

    def grown(self) -> list[Tensor | None]:
        """Return the .grad of every leaf after the call, from one scalar and one backward."""
        copies = [leaf.detach().clone().requires_grad_() for leaf in self.leaves]
        slopes = torch.autograd.grad(self.total(copies), copies, allow_unused=True)
        return [_add(leaf.grad, slope) for leaf, slope in zip(self.leaves, slopes, strict=True)]

    def differences(self) -> list[Tensor]:
        """Return central differences of the total for every entry of every leaf."""
        plain = [leaf.detach() for leaf in self.leaves]
        slopes = []
        for number, leaf in enumerate(plain):
            slope = torch.zeros_like(leaf)
            for entry in range(leaf.numel()):
                step = torch.zeros_like(leaf)
                step.view(-1)[entry] = H
                ends = [
                    self.total([*plain[:number], moved, *plain[number + 1 :]])
                    for moved in (leaf + step, leaf - step)
                ]
                slope.view(-1)[entry] = (ends[0] - ends[1]) / (2 * H)
            slopes.append(slope)
        return slopes


def _add(grad: Tensor | None, slope: Tensor | None) -> Tensor | None:
    if grad is None or slope is None:
        return slope if grad is None else grad
    return grad + slope


def leaf(seed: int, *shape: int, dtype: torch.dtype = torch.float32) -> Tensor:
    """Return a leaf that requires grad, with moderate values."""
    return (0.5 * draw(seed, *shape, dtype=dtype)).requires_grad_()


def ask_graph(who: Student, graph: Graph) -> Answer:
    """Ask for the .grad of all leaves after the call; an exception is a failure here."""
    answer = who.graph(
        "gradients.backward_losses",
        list(graph.weights),
        leaves=graph.leaves,
        program=graph.program,
        losses=graph.losses,
    )
    if "raised" in answer.reply:
        raise raised_failure(answer.question, answer.reply)
    return answer


def check_graph(student: Student, reference: Student, graph: Graph) -> Answer:
    """Compare every .grad with the reference's and with one backward of one scalar."""
    answer, expected = ask_graph(student, graph), ask_graph(reference, graph)
    before = [each.grad for each in graph.leaves]
    if _untouched(answer, before):
        raise wrong(
            "backward_losses left the .grad of every leaf as it was. Filling .grad is its purpose: "
            "torch.autograd.grad only returns gradients, backward puts them there.",
            answer,
            precise=True,
        )
    single = graph.leaves[0].dtype == torch.float32
    tolerance = {"rtol": 1e-5, "atol": 2e-5} if single else {}
    for wanted in (graph.grown(), expected):
        assert_matches(answer, wanted, what="the leaves' .grad is", **tolerance)
    return answer


def _untouched(answer: Answer, before: Sequence[Tensor | None]) -> bool:
    try:
        assert_matches(answer, list(before), rtol=0.0, atol=0.0)
    except CheckFailed:
        return False
    return True


#: Two leaves, their sum and its exponential, whose value both losses need on the way back.
SHARED = (["add", 0, 1], ["exp", 2], ["sum", 3], ["mul", 3, 0], ["mean", 5])


@pytest.mark.check("E02b", points=1.25, base=True, alone="the only five losses at once")
def test_backward_losses_of_scalars(student, reference):
    """The .grad of the leaves is right for one, two and five scalar losses."""
    w, x = leaf(201, 7), leaf(202, 7)
    five = [*SHARED, ["sin", 1], ["sum", 7], ["mul", 1, 3], ["sum", 9], ["mean", 3]]

    for graph in (
        Graph([w], [["cube", 0], ["sum", 1]], [2], [1.7]),
        Graph([w, x], SHARED, [4, 6], [0.5, -2.0]),
        Graph([w, x], five, [4, 6, 8, 10, 11], [0.3, 1.1, -0.7, 2.5, 4.0]),
    ):
        check_graph(student, reference, graph)


@pytest.mark.check("E02b", points=0.75, alone="the only matrix among the losses")
def test_backward_losses_of_vectors(student, reference):
    """A vector loss takes a number for all of its entries or a weight for each; shapes may mix."""
    w, x = leaf(211, 7), leaf(212, 7)
    matrix = leaf(213, 3, 2)

    for graph in (
        Graph([w, x], [["mul", 0, 1], ["cube", 0]], [2, 3], [1.5, -0.5]),
        Graph([w, x], SHARED, [3, 4, 5], [draw(214, 7), 0.25, draw(215, 7)]),
        Graph([matrix], [["sin", 0], ["cube", 0]], [1, 2], [draw(216, 3, 2), 2.0]),
        Graph([w], [["cube", 0], ["sum", 1], ["sin", 0]], [2, 3], [torch.tensor(0.6), 3.0]),
    ):
        check_graph(student, reference, graph)


@pytest.mark.check("E02b", points=0.5, alone="the only float64")
def test_backward_losses_in_float64_agree_with_differences(student, reference):
    """In float64 every gradient agrees with differences of the weighted sum of the losses."""
    double = torch.float64
    w, x = leaf(221, 3, dtype=double), leaf(222, 3, dtype=double)
    number = leaf(223, dtype=double)
    program = [["add", 0, 1], ["exp", 3], ["mul", 4, 2], ["cube", 5], ["mean", 4], ["sin", 2]]
    weights = [draw(224, 3, dtype=double), 1.25, draw(225, dtype=double), -0.75]
    graph = Graph([w, x, number], program, [6, 7, 8, 5], weights)

    answer = check_graph(student, reference, graph)

    assert_matches(answer, graph.differences(), rtol=1e-7, atol=1e-7)


@pytest.mark.check("E02b", points=0.5, alone="the only filled .grad and the only leaf out of reach")
def test_backward_losses_add_to_what_is_in_grad(student, reference):
    """What was in .grad is kept and grows; a leaf that no loss reaches keeps None or its .grad."""
    filled, empty = leaf(231, 7), leaf(232, 7)
    unreached, unreached_filled = leaf(233, 7), leaf(234, 2)
    filled.grad = draw(235, 7)
    unreached_filled.grad = draw(236, 2)
    leaves = [filled, empty, unreached, unreached_filled]
    program = [["mul", 0, 1], ["cube", 4], ["sum", 5]]

    check_graph(student, reference, Graph(leaves, program, [6, 4], [1.5, 0.5]))
    # A loss that is listed twice counts twice.
    check_graph(student, reference, Graph([leaf(237, 7)], [["cube", 0]], [1, 1], [1.5, 0.5]))


@pytest.mark.check("E02b", points=0.25, alone="the only integer weights and the only weight 0")
def test_backward_losses_take_integers_and_zero(student, reference):
    """Integer weights count, negative ones too, and a weight of 0 adds nothing."""
    w, x = leaf(241, 7), leaf(242, 7)

    for losses, weights in (([4, 6], [3, -2]), ([4, 6, 3], [2, 1, 0]), ([6, 5], [0, 4])):
        check_graph(student, reference, Graph([w, x], SHARED, losses, weights))


@pytest.mark.check("E02b", points=0.5, gated=True, alone="the only forbidden arguments")
def test_backward_losses_refuse_another_number_of_weights(student):
    """More losses than weights, or more weights than losses, are refused before .grad changes."""
    w, x = leaf(251, 7), leaf(252, 7)
    w.grad = draw(253, 7)

    for weights in ([1.0], [1.0, 2.0, 3.0], []):
        answer = student.graph(
            "gradients.backward_losses", weights, leaves=[w, x], program=SHARED, losses=[4, 6]
        )
        raised = answer.reply.get("raised")
        if raised is None:
            count = f"{len(weights)} weight" + "s" * (len(weights) != 1)
            message = f"backward_losses accepted two losses with {count}. Raise ValueError."
            message += " zip stops at the shorter list without a word."
            raise wrong(message, answer, precise=True)
        if not is_refusal(raised):
            raise raised_failure(answer.question, answer.reply)
        if not _untouched(answer, [w.grad, None]):
            raise wrong(
                "backward_losses refused, but by then it had changed a .grad. Compare the numbers "
                "of losses and weights before anything else.",
                answer,
                precise=True,
            )


@pytest.mark.check("E02b", points=0.25, gated=True, alone="the only look at what is returned")
def test_backward_losses_return_nothing(student):
    """The function returns None: its effect is in .grad."""
    answer = ask_graph(student, Graph([leaf(261, 7), leaf(262, 7)], SHARED, [4, 6], [0.5, -2.0]))

    if answer.reply.get("returned") is not None:
        message = "backward_losses returned something. Its answer is in .grad; return None."
        raise wrong(message, answer, precise=True)


# ---- E03 backward_n_times ---------------------------------------------------


def check_passes(student: Student, reference: Student, x: Tensor, n: int, times: int = 1) -> Answer:
    """Compare with the reference and with (k + 1) * 3x^2 on paper."""
    answer = student.call("gradients.backward_n_times", x, n, times=times)
    expected = reference.call("gradients.backward_n_times", x, n, times=times)
    by_hand = [(k + 1) * 3 * x.detach() ** 2 for k in range(n)]
    single = x.dtype == torch.float32
    tolerance = {"rtol": 1e-5, "atol": 1e-5} if single else {}
    for repeated in answer.part("earlier").value if times > 1 else ():
        earlier = Answer(repeated, answer.reply, answer.question)
        assert_matches(earlier, by_hand, **tolerance)
    assert_matches(answer, by_hand, **tolerance)
    assert_matches(answer, expected, **tolerance)
    return answer


@pytest.mark.check("E03", points=2, base=True, alone="the one length of 1, and the most passes")
def test_backward_n_times_of_vectors(student, reference):
    """Entry k is the gradient after pass k + 1: (k + 1) * 3x^2, for 1 to 12 passes."""
    for size, n in zip(SIZES, (1, 2, 3, 5, 12), strict=True):
        check_passes(student, reference, draw(300 + size, size), n)


@pytest.mark.check("E03", points=1, alone="the only float64")
def test_backward_n_times_in_float64_agrees_with_differences(student, reference):
    """In float64 the entries are float64 and agree with differences of sum(x^3)."""
    x = draw(311, 7, dtype=torch.float64)

    answer = check_passes(student, reference, x, 4)

    slope = ((x + H) ** 3 - (x - H) ** 3) / (2 * H)
    assert_matches(answer, [slope, 2 * slope, 3 * slope, 4 * slope], rtol=1e-7, atol=1e-7)


@pytest.mark.check(
    "E03", points=0.75, alone="the only shapes besides vectors, and the only transposed one"
)
def test_backward_n_times_of_any_shape(student, reference):
    """A number, a matrix, a transposed matrix and empty tensors work; each entry has that shape."""
    for x, _ in odd_shapes(320):
        check_passes(student, reference, x, 3)


@pytest.mark.check("E03", points=0.25, alone="the only repeated call")
def test_backward_n_times_starts_from_zero_each_call(student, reference):
    """A second call gives the same answer, also for an argument with a filled .grad."""
    check_passes(student, reference, draw(331, 7), 2, times=2)
    check_passes(student, reference, used(draw(332, 7), 5.0), 3, times=2)


@pytest.mark.check("E03", points=0.25, gated=True, alone="the only look at memory")
def test_backward_n_times_entries_are_copies(student):
    """No two entries share memory, with each other or with the argument."""
    assert_separate(student.call("gradients.backward_n_times", draw(341, 7), 3, times=2))


@pytest.mark.check(
    "E03", points=0.25, gated=True, alone="the only look at graph and argument afterwards"
)
def test_backward_n_times_leaves_the_argument_alone(student):
    """The answer is a list of plain tensors; x keeps its values, requires_grad and .grad."""
    x = draw(351, 7)

    for argument in (x, used(x, 7.0), x.clone().requires_grad_()):
        answer = student.call("gradients.backward_n_times", argument, 3)
        assert_kind(answer, answer.value, list)
        assert_plain(answer)
        assert_unchanged(answer, [argument])


@pytest.mark.check("E03", points=0.25, gated=True, alone="the only n = 0")
def test_backward_n_times_without_a_pass_is_empty(student, reference):
    """n = 0 gives an empty list."""
    try:
        check_passes(student, reference, draw(361, 7), 0)
    except CheckFailed as failure:
        if is_refusal(failure.reply.get("raised")):
            message = "backward_n_times refuses n = 0. It is no error: the answer is an empty list."
            raise replace(failure, message=message, precise=True) from None
        raise


@pytest.mark.check("E03", points=0.25, gated=True, alone="the only negative n")
def test_backward_n_times_refuses_a_negative_n(student):
    """A negative n is refused with a ValueError."""
    for n in (-1, -3):
        because = "the number of passes is negative"
        student.refuses("gradients.backward_n_times", draw(371, 7), n, because=because)


# ---- E04 nth_derivative -----------------------------------------------------


def differentiated(coeffs: Tensor, x: Tensor, n: int) -> Tensor:
    """Return the n-th derivative by the power rule, without autograd, in float64."""
    factors = coeffs.to(torch.float64)
    for _ in range(n):
        factors = factors[1:] * torch.arange(1, max(1, len(factors)), dtype=torch.float64)
    total = torch.zeros(x.shape, dtype=torch.float64)
    for factor in factors.flip(0):
        total = total * x.detach().to(torch.float64) + factor
    return total.to(x.dtype)


def check_derivative(
    student: Student, reference: Student, coeffs: Tensor, x: Tensor, n: int, times: int = 1
) -> Answer:
    """Compare arguments, if asked twice, then values with the reference and the power rule."""
    answer = student.call("gradients.nth_derivative", coeffs, x, n, times=times)
    if times > 1:
        # First: a second call on changed arguments gives other values for that reason alone.
        assert_unchanged(answer, [coeffs, x, n])
    expected = reference.call("gradients.nth_derivative", coeffs, x, n, times=times)
    tolerance = {"rtol": 1e-4, "atol": 1e-4} if x.dtype == torch.float32 else {"atol": 1e-9}
    tolerance.setdefault("rtol", 1e-9)
    by_rule = differentiated(coeffs, x, n)
    assert_matches(answer, by_rule, **tolerance)
    assert_matches(answer.part("earlier"), [by_rule] * (times - 1), **tolerance)
    assert_matches(answer, expected, **tolerance)
    return answer


@pytest.mark.check(
    "E04", points=1.75, base=True, alone="the plain case of all, and the one length of 1"
)
def test_nth_derivative_up_to_the_degree(student, reference):
    """Orders 1 to the degree are right for polynomials of degree 1 to 5."""
    for degree, size in zip(range(1, 6), SIZES, strict=True):
        coeffs, x = draw(400 + degree, degree + 1), draw(410 + degree, size)
        for n in range(1, degree + 1):
            check_derivative(student, reference, coeffs, x, n)


@pytest.mark.check("E04", points=0.5, alone="the only constant at order 0")
def test_nth_derivative_of_order_zero_is_the_polynomial(student, reference):
    """n = 0 gives p(x) itself, also for a constant and a straight line."""
    for degree in (3, 1, 0, 5):
        check_derivative(student, reference, draw(420 + degree, degree + 1), draw(430, 7), 0)


@pytest.mark.check(
    "E04", points=1.25, alone="the only coefficients with more digits than float32 has"
)
def test_nth_derivative_in_float64_agrees_with_differences(student, reference):
    """In float64 order n agrees with differences of order n - 1, and with the power rule."""
    coeffs = draw(441, 6, dtype=torch.float64)
    x = draw(442, 7, dtype=torch.float64)

    for n in (1, 2, 3, 4):
        answer = check_derivative(student, reference, coeffs, x, n)
        ends = []
        for point in (x + H, x - H):
            lower = student.call("gradients.nth_derivative", coeffs, point, n - 1)
            assert_matches(lower, differentiated(coeffs, point, n - 1), rtol=1e-9, atol=1e-9)
            ends.append(lower.value.tensor)
        assert_matches(answer, (ends[0] - ends[1]) / (2 * H), rtol=1e-6, atol=1e-6)


@pytest.mark.check(
    "E04",
    points=0.5,
    alone="the only shapes besides vectors, and the only x that is exactly 0",
)
def test_nth_derivative_of_any_shape(student, reference):
    """x may be a number, a matrix, transposed or empty; the answer has its shape and dtype."""
    coeffs = draw(451, 4)

    for x, _ in odd_shapes(452):
        for n in (1, 2):
            check_derivative(student, reference, coeffs, x, n)
    for n in (1, 3):
        check_derivative(student, reference, coeffs, torch.tensor([[-1.5], [0.0], [0.75]]), n)


@pytest.mark.check("E04", points=0.5, gated=True, alone="the only orders above the degree")
def test_nth_derivative_above_the_degree_is_zero(student, reference):
    """Orders above the degree, up to 6, give zeros in the shape of x."""
    for degree, orders in ((3, (4, 5)), (0, (1, 2, 4)), (1, (2, 3)), (5, (6,))):
        dtype = torch.float64 if degree == 1 else torch.float32
        coeffs, x = draw(460 + degree, degree + 1, dtype=dtype), draw(470, 7, dtype=dtype)
        for n in orders:
            check_derivative(student, reference, coeffs, x, n)


@pytest.mark.check(
    "E04", points=0.25, gated=True, alone="the only look at graph and arguments afterwards"
)
def test_nth_derivative_is_plain_and_leaves_the_arguments_alone(student, reference):
    """The answer is plain at every order, and the arguments and their .grad stay as they were."""
    coeffs, x = draw(481, 4), draw(482, 7)
    pairs = ((coeffs, x), (used(coeffs, 7.0), used(x, 7.0)), (coeffs, x.clone().requires_grad_()))

    for arguments in pairs:
        for n in (0, 2, 5):
            assert_plain(check_derivative(student, reference, *arguments, n, times=2))


@pytest.mark.check("E04", points=0.25, gated=True, alone="the only negative order")
def test_nth_derivative_refuses_a_negative_order(student):
    """A negative order is refused with a ValueError."""
    for n in (-1, -2):
        because = "the order is negative"
        student.refuses("gradients.nth_derivative", draw(491, 3), draw(492, 7), n, because=because)


# ---- E05 manual_gradient_descent --------------------------------------------


def points(seed: int, size: int, dtype: torch.dtype = torch.float32) -> tuple[Tensor, Tensor]:
    """Return points around a line; the inputs lie off centre, so that w and b are coupled."""
    x = draw(seed, size, dtype=dtype) + 0.4
    return x, 1.3 * x - 0.7 + 0.2 * draw(seed + 1, size, dtype=dtype)


def descended(x: Tensor, y: Tensor, w: float, b: float, lr: float, steps: int) -> dict[str, object]:
    """Return the answer from gradients derived on paper, in float64."""
    x, y = x.to(torch.float64), y.to(torch.float64)
    losses = []
    for _ in range(steps):
        residual = y - w * x - b
        losses.append(float((0.5 * residual**2).mean()))
        w, b = w + lr * float((residual * x).mean()), b + lr * float(residual.mean())
    return {"w": w, "b": b, "losses": losses}


def check_descent(
    student: Student,
    reference: Student,
    data: tuple[Tensor, Tensor],
    start: tuple[float, float, float],
    steps: int,
    *,
    times: int = 1,
) -> Answer:
    """Compare with the reference and with gradients derived on paper."""
    arguments = (*data, *start, steps)
    target = "gradients.manual_gradient_descent"
    answer = student.call(target, *arguments, times=times)
    expected = reference.call(target, *arguments, times=times)
    single = data[0].dtype == torch.float32
    tolerance = {"rtol": 1e-5, "atol": 1e-5} if single else {"rtol": 1e-9, "atol": 1e-9}
    by_hand = descended(*arguments)
    assert_all_steps(answer, steps)
    assert_matches(answer.part("earlier"), [by_hand] * (times - 1), **tolerance)
    try:
        assert_matches(answer, by_hand, **tolerance)
    except CheckFailed as failure:
        if times == 1:
            raise
        # On changed data a second call is wrong for that reason alone, and that is said so.
        assert_unchanged(answer, arguments)
        message = (
            "The first call is right, a second one is not: it must start from w0 and b0 again."
        )
        raise replace(failure, message=message, precise=True) from None
    assert_matches(answer, expected.value, **tolerance)
    return answer


def assert_all_steps(answer: Answer, steps: int) -> None:
    """Demand that no step was left out, as a run does that ends by itself."""
    losses = answer.value.get("losses") if isinstance(answer.value, dict) else None
    if isinstance(losses, list) and 0 < len(losses) < steps:
        message = (
            f'"losses" is a list of {len(losses)}, expected {steps} entries: all steps are made, '
            "however little the loss still falls, and each notes the loss before it."
        )
        raise wrong(message, answer)


@pytest.mark.check("E05", points=1, base=True, alone="the only single step")
def test_manual_gradient_descent_one_step(student, reference):
    """One step moves w and b against their gradients; losses holds the loss before it."""
    for size in (7, 40):
        data = points(500 + size, size)
        check_descent(student, reference, data, (0.3, -0.2, 0.1), 1)


@pytest.mark.check("E05", points=1, alone="the only two points")
def test_manual_gradient_descent_two_steps(student, reference):
    """The second step uses the gradient at the new point, and nothing of the first."""
    for size in (2, 7):
        check_descent(student, reference, points(510 + size, size), (-0.5, 0.8, 0.2), 2)


@pytest.mark.check("E05", points=1, alone="the only long history that is compared entry by entry")
def test_manual_gradient_descent_fifty_steps(student, reference):
    """After 50 steps w, b and all 50 losses are right."""
    check_descent(student, reference, points(521, 20), (0.0, 0.0, 0.15), 50)


@pytest.mark.check("E05", points=0.75, alone="the only float64")
def test_manual_gradient_descent_in_float64(student, reference):
    """float64 data are computed in float64: 60 steps agree to nine digits."""
    check_descent(student, reference, points(531, 40, torch.float64), (1.1, 0.7, 0.05), 60)


@pytest.mark.check("E05", points=0.5, alone="the only run of more than 60 steps")
def test_manual_gradient_descent_reaches_the_best_line(student, reference):
    """After many steps w and b are those of the least-squares line."""
    x, y = points(541, 40)
    arguments = (x, y, -1.0, 2.0, 0.2, 150)
    target = "gradients.manual_gradient_descent"

    answer = student.call(target, *arguments)
    reference.call(target, *arguments)

    assert_all_steps(answer, 150)
    spread = ((x - x.mean()) ** 2).mean()
    w = float(((x - x.mean()) * (y - y.mean())).mean() / spread)
    best = {"w": w, "b": float(y.mean()) - w * float(x.mean())}
    assert_matches(answer, best, rtol=0.0, atol=1e-3)

    # From the best line on, too, every step is made.
    x = torch.tensor([0.0, 1.0, 2.0, 3.0])
    check_descent(student, reference, (x, 2 * x + 1), (2.0, 1.0, 0.1), 5)


@pytest.mark.check("E05", points=0.25, alone="the only repeated call")
def test_manual_gradient_descent_twice(student, reference):
    """A second call starts from w0 and b0 again."""
    check_descent(student, reference, points(551, 7), (0.4, 0.1, 0.1), 3, times=2)


@pytest.mark.check("E05", points=0.25, gated=True, alone="the only steps = 0")
def test_manual_gradient_descent_without_a_step(student, reference):
    """With steps = 0 the answer is the start, and losses is empty."""
    try:
        check_descent(student, reference, points(561, 7), (0.75, -1.5, 0.1), 0)
    except CheckFailed as failure:
        if failure.outcome is Outcome.WRONG and isinstance(failure.reply.get("value"), dict):
            message = "With steps = 0 nothing moves: w and b are w0 and b0, and losses is empty."
            raise replace(failure, message=message, precise=True) from None
        raise


@pytest.mark.check(
    "E05",
    points=0.25,
    gated=True,
    alone="the only look at the data afterwards and at the kinds of the answer",
)
def test_manual_gradient_descent_leaves_the_data_alone(student):
    """x and y keep their values and do not require grad; w, b and the losses are floats."""
    data = points(571, 7)

    answer = student.call("gradients.manual_gradient_descent", *data, 0.0, 0.0, 0.1, 3)

    assert_unchanged(answer, data)
    assert_keys(answer, ("w", "b", "losses"))
    assert_kind(answer, answer.value["losses"], list, '"losses" is')
    for number in (answer.value["w"], answer.value["b"], *answer.value["losses"]):
        assert_kind(answer, number, float, "A number in the answer is")
