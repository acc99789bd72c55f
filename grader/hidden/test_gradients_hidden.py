"""Hidden checks of gradients.py: E01, E02, E02b, E03, E04, E05."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pytest
import torch
from examples import GRADIENTS as EXAMPLES  # noqa: F401 - the diagnosis looks for it here
from torch import Tensor

from grader.testing import (
    FLAT,
    FLOATS,
    SAMPLES,
    Answer,
    CheckFailed,
    Contents,
    Contract,
    Draw,
    Student,
    Tensors,
    Values,
    assert_matches,
    build_graph,
    is_refusal,
    normal,
    raised_failure,
    take,
    wrong,
)

#: Step of the central differences: in float64 their error is then about 1e-10.
H = 1e-5
F32, F64 = FLOATS

CONTENTS = {"is arbitrary": normal(decimals=7)}
RARE = {"is large": take(-310.5, 220.25, 150.125, -75.0), "is all zeros": take(0.0)}
ANY = Tensors(CONTENTS, rare=RARE)


def draw(seed: int, *shape: int, dtype: torch.dtype = torch.float32) -> Tensor:
    """Return normal numbers that are the same for every submission."""
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed), dtype=dtype)


def like(parameter: str, *, grad: bool = True) -> Tensors:
    """Return the kind of a tensor with the shape and dtype of another parameter."""
    return Tensors(CONTENTS, {}, (), parameter, grad=grad, rare=RARE)


# ---- E01 graph_gradients ----------------------------------------------------

GRAPH_GRADIENTS = Contract("gradients.graph_gradients", {"w": ANY, "x": like("w")})


@pytest.mark.check("E01", points=2, base=True, alone="the plain case of all")
def test_graph_gradients_of_vectors(student, reference):
    """The gradients of sum(y) with respect to w, x, a and b are right."""
    GRAPH_GRADIENTS.values(student, reference)


@pytest.mark.check("E01", points=1, alone="every dtype and shape")
def test_graph_gradients_kind(student, reference):
    """The gradients have the shape and dtype of w, for any shape, under the four keys alone."""
    GRAPH_GRADIENTS.kind(student, reference)


@pytest.mark.check("E01", points=0.5, alone="the only arguments that require grad")
def test_graph_gradients_are_plain(student, reference):
    """Arguments that require grad, with a filled .grad, get the same answer, and it is plain."""
    GRAPH_GRADIENTS.gradients(student, reference)


@pytest.mark.check("E01", points=0.5, gated=True, alone="the only look at the arguments afterwards")
def test_graph_gradients_leave_the_arguments_alone(student, reference):
    """The arguments are the same after the call, and a second call gives the same answer."""
    GRAPH_GRADIENTS.arguments(student, reference)


# ---- E02 weighted_backward --------------------------------------------------

ZEROS = "holds a zero"


def count(number: int) -> Contents:
    """Return as many weights, whatever the shape is."""
    return lambda draw, _shape: draw.normal(number)


WEIGHTED_BACKWARD = Contract(
    "gradients.weighted_backward",
    {
        "w": ANY,
        "x": like("w"),
        "loss_weights": Tensors(
            {"is arbitrary": normal(3), ZEROS: take(0.0, 1.0), "holds 1 and 0": take(1.0, 0.0)},
            {"has shape (2,)": (2,)},
            (F32, F64, torch.int64, torch.int32),
            forbidden={
                "holds three weights": count(3),
                "holds four weights": count(4),
                "holds one weight": count(1),
                "is empty": count(0),
            },
        ),
    },
    # What is added up in another order may cancel.
    tolerance={F32: (1e-5, 1e-4)},
)


@pytest.mark.check("E02", points=2, base=True, alone="the plain case of all")
def test_weighted_backward_of_vectors(student, reference):
    """Each loss counts with its own weight, also with a weight of 0."""
    WEIGHTED_BACKWARD.values(student, reference)


@pytest.mark.check("E02", points=1, alone="every dtype and shape")
def test_weighted_backward_kind(student, reference):
    """The answer has the shape and dtype of w, for any shape and weights of any dtype."""
    WEIGHTED_BACKWARD.kind(student, reference)


@pytest.mark.check("E02", points=0.5, alone="the only arguments that require grad")
def test_weighted_backward_is_plain(student, reference):
    """Arguments that require grad, with a filled .grad, get the same answer, and it is plain."""
    WEIGHTED_BACKWARD.gradients(student, reference)


@pytest.mark.check("E02", points=0.25, gated=True, alone="the only look at arguments afterwards")
def test_weighted_backward_leaves_the_arguments_alone(student, reference):
    """Nothing is added to the .grad of the arguments, and a second call gives the same answer."""
    WEIGHTED_BACKWARD.arguments(student, reference)


@pytest.mark.check("E02", points=0.25, gated=True, alone="the only forbidden arguments")
def test_weighted_backward_refuses_another_number_of_weights(student, reference):
    """One weight, three weights or none are refused with a ValueError."""
    WEIGHTED_BACKWARD.refusals(student, reference)


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
        graph.weights,
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
        # Each loss has a leaf of its own.
        Graph([w, x], [["cube", 0], ["sum", 2], ["sin", 1], ["sum", 4]], [3, 5], [0.5, 1.5]),
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
        Graph([matrix], [["transpose", 0], ["sin", 1]], (1, 2), (0.3, draw(217, 2, 3))),
        # More operations than Python nests calls.
        Graph([w], [["sin", number] for number in range(1001)], (1001, 900), (2.0, draw(218, 7))),
    ):
        check_graph(student, reference, graph)


@pytest.mark.check("E02b", points=0.5, alone="the only float64")
def test_backward_losses_in_float64_agree_with_differences(student, reference):
    """In float64 every gradient agrees with differences of the weighted sum of the losses."""
    double = torch.float64
    w, x = leaf(221, 3, dtype=double), leaf(222, 3, dtype=double)
    number = leaf(223, dtype=double)
    program = [["add", 0, 1], ["exp", 3], ["mul", 4, 2], ["cube", 5], ["mean", 4], ["sin", 2]]
    # 0.1 and 1.3 are other numbers in float32.
    weights = [draw(224, 3, dtype=double), 0.1, draw(225, dtype=double), -1.3]
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

NO_PASS = "is 0"

BACKWARD_N_TIMES = Contract(
    "gradients.backward_n_times",
    {
        "x": ANY,
        "n": Values(
            {"is 3": 3, "is 1": 1, "is 2": 2, "is 12": 12, NO_PASS: 0},
            {"is -1": -1, "is -3": -3},
            rare={"is 1001": 1001},
        ),
    },
    apart=(NO_PASS,),
    tolerance={F32: (1e-5, 1e-5)},
)


@pytest.mark.check("E03", points=2, base=True, alone="the plain case of all")
def test_backward_n_times_of_vectors(student, reference):
    """Entry k is the gradient after pass k + 1: (k + 1) * 3x^2, for 1 to 12 passes."""
    BACKWARD_N_TIMES.values(student, reference)


@pytest.mark.check("E03", points=1.25, alone="every dtype and shape")
def test_backward_n_times_kind(student, reference):
    """The answer is a list of tensors with the shape and dtype of x, for any shape."""
    BACKWARD_N_TIMES.kind(student, reference)


@pytest.mark.check("E03", points=0.5, alone="the only arguments that require grad")
def test_backward_n_times_is_plain(student, reference):
    """An x that requires grad, with a filled .grad, gets the same answer, and it is plain."""
    BACKWARD_N_TIMES.gradients(student, reference)


@pytest.mark.check("E03", points=0.25, gated=True, alone="the only look at memory")
def test_backward_n_times_entries_are_copies(student, reference):
    """No two entries share memory, with each other or with the argument."""
    BACKWARD_N_TIMES.separate(student, reference)


@pytest.mark.check("E03", points=0.5, gated=True, alone="the only look at x afterwards")
def test_backward_n_times_leaves_the_argument_alone(student, reference):
    """x keeps its values, requires_grad and .grad, and a second call starts from zero."""
    BACKWARD_N_TIMES.arguments(student, reference)


@pytest.mark.check("E03", points=0.25, gated=True, alone="the only n = 0")
def test_backward_n_times_without_a_pass_is_empty(student, reference):
    """n = 0 gives an empty list."""
    BACKWARD_N_TIMES.values(student, reference, NO_PASS)


@pytest.mark.check("E03", points=0.25, gated=True, alone="the only negative n")
def test_backward_n_times_refuses_a_negative_n(student, reference):
    """A negative n is refused with a ValueError."""
    BACKWARD_N_TIMES.refusals(student, reference)


# ---- E04 nth_derivative -----------------------------------------------------

ORDER_0, ABOVE = "is 0", "is 6"
FEW_SHAPES = {
    "has shape (7,)": (7,),
    "has shape ()": (),
    "has shape (0,)": (0,),
    "has shape (3, 4)": (3, 4),
}
COEFFICIENTS = {"has shape (5,)": (5,), "has shape (2,)": (2,), "has shape (1,)": (1,)}

NTH_DERIVATIVE = Contract(
    "gradients.nth_derivative",
    {
        "coeffs": Tensors(
            {"is arbitrary": normal()},
            COEFFICIENTS,
            rare={
                "holds zeros": take(0.0, 1.5, 0.0, -2.0, 0.5),
                "is all zeros": take(0.0),
            },
        ),
        "x": Tensors(
            {"is arbitrary": normal(), "holds 0": take(-1.5, 0.0, 0.75)},
            FEW_SHAPES,
            (),
            "coeffs",
            rare={"is large": take(-20.5, 12.25)},
        ),
        "n": Values(
            {"is 1": 1, "is 2": 2, "is 4": 4, ORDER_0: 0, ABOVE: 6},
            {"is -1": -1, "is -2": -2},
        ),
    },
    apart=(ORDER_0, ABOVE),
    strength=2,
    tolerance={F32: (1e-4, 1e-4), F64: (1e-9, 1e-9)},
)


@pytest.mark.check("E04", points=2, base=True, alone="the plain case of all")
def test_nth_derivative_up_to_the_degree(student, reference):
    """Orders 1 to 4 are right for a polynomial of degree 4."""
    NTH_DERIVATIVE.values(student, reference)


@pytest.mark.check("E04", points=0.5, alone="the only order 0")
def test_nth_derivative_of_order_zero_is_the_polynomial(student, reference):
    """n = 0 gives p(x) itself, plain, also for a constant and a straight line."""
    NTH_DERIVATIVE.values(student, reference, ORDER_0)
    NTH_DERIVATIVE.gradients(student, reference, ORDER_0)


@pytest.mark.check("E04", points=1.25, alone="every dtype and shape, and every degree")
def test_nth_derivative_kind(student, reference):
    """The answer has the shape and dtype of x, for x of any shape and every degree."""
    NTH_DERIVATIVE.kind(student, reference)


@pytest.mark.check("E04", points=0.5, alone="the only arguments that require grad")
def test_nth_derivative_is_plain(student, reference):
    """Arguments that require grad, with a filled .grad, get the same answer, and it is plain."""
    NTH_DERIVATIVE.gradients(student, reference)


@pytest.mark.check("E04", points=0.25, gated=True, alone="the only orders above the degree")
def test_nth_derivative_above_the_degree_is_zero(student, reference):
    """Orders above the degree give zeros in the shape of x."""
    NTH_DERIVATIVE.values(student, reference, ABOVE)
    NTH_DERIVATIVE.gradients(student, reference, ABOVE)


@pytest.mark.check("E04", points=0.25, gated=True, alone="the only look at arguments afterwards")
def test_nth_derivative_leaves_the_arguments_alone(student, reference):
    """The arguments and their .grad stay as they were, and a second call gives the same answer."""
    NTH_DERIVATIVE.arguments(student, reference)


@pytest.mark.check("E04", points=0.25, gated=True, alone="the only negative order")
def test_nth_derivative_refuses_a_negative_order(student, reference):
    """A negative order is refused with a ValueError."""
    NTH_DERIVATIVE.refusals(student, reference)


# ---- E05 manual_gradient_descent --------------------------------------------


def some(scale: float, shift: float = 0.0) -> Callable[[Draw], float]:
    """Return what draws a number."""
    return lambda draw: round(float(scale * draw.normal() + shift), 3)


def around_a_line(draw: Draw, shape: tuple[int, ...]) -> Tensor:
    """Return targets near a line over the inputs, which lie off centre: w and b are coupled."""
    x: Tensor = draw.arguments["x"].double()
    return (1.3 * x - 0.7 + 0.2 * draw.normal(*shape)).round(decimals=3)


def along_the_line(draw: Draw, _shape: tuple[int, ...]) -> Tensor:
    """Return targets exactly on the line that the descent starts from."""
    x: Tensor = draw.arguments["x"].double()
    w, b = float(draw.arguments["w0"]), float(draw.arguments["b0"])
    return w * x + b


TWO, TWELVE, NO_STEP, LONG = "is 2", "is 12", "makes no step", "is 1001"

DESCENT = Contract(
    "gradients.manual_gradient_descent",
    {
        "x": Tensors({"is off centre": normal(1, 0.4)}, FLAT, grad=False, sizes=SAMPLES),
        "y": Tensors(
            {"is near a line": around_a_line, "is on the line of the start": along_the_line},
            {},
            (),
            "x",
            grad=False,
        ),
        "w0": Values({"is arbitrary": some(1.0), "is 0": 0.0}),
        "b0": Values({"is arbitrary": some(1.0), "is 0.0": 0.0}),
        "lr": Values({"is small": some(0.01, 0.1), "is 0": 0.0}, rare={"is 2.5": 2.5}),
        "steps": Values({"is 1": 1, TWO: 2, TWELVE: 12, NO_STEP: 0}, rare={LONG: 1001}),
    },
    apart=(TWO, TWELVE, NO_STEP, LONG),
    strength=2,
    # The losses grow.
    also=({"lr.contents": "is 2.5", "steps.contents": TWELVE},),
    tolerance={F32: (1e-5, 1e-5), F64: (1e-9, 1e-9)},
)


@pytest.mark.check("E05", points=1.25, base=True, alone="the only single step")
def test_manual_gradient_descent_one_step(student, reference):
    """One step moves w and b against their gradients; losses holds the loss before it."""
    DESCENT.values(student, reference)


@pytest.mark.check("E05", points=2.5, alone="the only more than one step")
def test_manual_gradient_descent_later_steps(student, reference):
    """Later steps use the gradient at the new point, also from the best line on."""
    DESCENT.values(student, reference, TWO)
    DESCENT.values(student, reference, TWELVE)
    DESCENT.values(student, reference, LONG)


@pytest.mark.check("E05", points=0.75, alone="every dtype and layout, one sample, two and 200")
def test_manual_gradient_descent_kind(student, reference):
    """The answer is a dict of floats and a list of floats, right for x of every dtype."""
    DESCENT.kind(student, reference)


@pytest.mark.check("E05", points=0.25, gated=True, alone="the only steps = 0")
def test_manual_gradient_descent_without_a_step(student, reference):
    """With steps = 0 the answer is the start, and losses is empty."""
    DESCENT.values(student, reference, NO_STEP)


@pytest.mark.check("E05", points=0.25, gated=True, alone="the only look at the data afterwards")
def test_manual_gradient_descent_leaves_the_data_alone(student, reference):
    """x and y keep their values, and a second call starts from w0 and b0 again."""
    DESCENT.arguments(student, reference)
