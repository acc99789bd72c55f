"""Hidden checks of gradients.py: E01, E02, E02b, E03, E04, E05."""

from collections.abc import Callable
from dataclasses import replace

import pytest
import torch
from torch import Tensor

from grader.testing import (
    FLAT,
    FLOATS,
    SAMPLES,
    Contents,
    Contract,
    Draw,
    Objects,
    Tensors,
    Values,
    Written,
    normal,
    take,
)

F32, F64 = FLOATS

CONTENTS = {"is arbitrary": normal(decimals=7)}
RARE = {"is large": take(-3100.5, 2200.25, 1500.125, -750.0), "is all zeros": take(0.0)}
#: What draws an object.
Made = Callable[[Draw], Written]

F16 = torch.float16
ANY = Tensors(CONTENTS, rare=RARE, rare_dtypes=(F16,))
#: A sum of numbers up to about 10, each rounded to eleven bits, may lose a hundredth.
HALF = {F16: (1e-2, 1e-2)}


def draw(seed: int, *shape: int, dtype: torch.dtype = torch.float32) -> Tensor:
    """Return normal numbers that are the same for every submission."""
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed), dtype=dtype)


def like(parameter: str, *, grad: bool = True) -> Tensors:
    """Return the kind of a tensor with the shape and dtype of another parameter."""
    return Tensors(CONTENTS, {}, (), parameter, grad=grad, rare=RARE)


# ---- E01 graph_gradients ----------------------------------------------------


def opposite(draw: Draw, _shape: tuple[int, ...]) -> Tensor:
    """Return -w."""
    w: Tensor = draw.arguments["w"]
    return -w.double()


#: Of the factors of y one is 0.
GRAPH_GRADIENTS = Contract(
    "gradients.graph_gradients",
    {
        "w": replace(ANY, rare={**RARE, "is -1": take(-1.0)}),
        "x": replace(like("w"), rare={**RARE, "is -w": opposite}),
    },
    tolerance=HALF,
)


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
            (F32, F64, torch.int64),
            forbidden={
                "holds three weights": count(3),
                "holds four weights": count(4),
                "holds one weight": count(1),
                "is empty": count(0),
            },
            rare={
                "holds nine digits": take(16777217.0, -123456789.0),
                "holds 100 and -100": take(100.0, -100.0),
            },
            rare_dtypes=(torch.int32, torch.int16, torch.int8, F16),
        ),
    },
    also=[
        {
            "loss_weights.contents": "holds nine digits",
            "loss_weights.dtype": "is int64",
            "w.dtype": "is float64",
        },
        {"loss_weights.contents": "holds 100 and -100", "loss_weights.dtype": "is int8"},
    ],
    # What is added up in another order may cancel.
    tolerance={F32: (1e-5, 1e-4), **HALF},
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


def graph(losses: str, shape: tuple[int, ...] = (7,), *lines: str, double: bool = False) -> Made:
    """Return what draws losses of three leaves, the last of which none of them reaches."""

    def write(draw: Draw) -> Written:
        dtype = ", dtype=torch.float64" if double else ""
        leaves = [
            f"{name} = torch.tensor({(0.5 * draw.normal(*size)).round(decimals=3).tolist()}{dtype})"
            f".requires_grad_()"
            for name, size in (("w", shape), ("x", shape), ("v", (2,)))
        ]
        return Written(losses, first=(*leaves, *lines))

    return write


def weights(
    make: Callable[[Draw, Tensor, int], str], more: int = 0, is_tuple: bool = False
) -> Made:
    """Return what draws a weight for each loss, by its number, and *more* or fewer."""

    def write(draw: Draw) -> Written:
        losses = list(draw.arguments["losses"])
        losses += losses[:1] * more
        found = [make(draw, loss, n) for n, loss in enumerate(losses[: len(losses) + more])]
        return Written(f"({', '.join(found)},)" if is_tuple else f"[{', '.join(found)}]")

    return write


def a_number(draw: Draw, _loss: Tensor, _n: int) -> str:
    return f"{float(draw.normal()):.3f}"


def a_tensor(draw: Draw, loss: Tensor, _n: int) -> str:
    numbers = draw.normal(*loss.shape).round(decimals=3).tolist()
    return f"torch.tensor({numbers}{', dtype=torch.float64' * (loss.dtype == F64)})"


IN_GRAD, WHOLE = "have leaves with a filled .grad", ("are integers", "hold a 0")
VECTORS = ("are vectors", "are matrices", "are a vector and numbers", "come after many operations")
SHARED = "a = torch.exp(w + x)"

BACKWARD_LOSSES = Contract(
    "gradients.backward_losses",
    {
        "losses": Objects(
            {
                "are numbers": graph("[(w * x).sum(), (w ** 3).sum()]"),
                "share a part of one graph": graph(
                    "[a.sum(), (a * w).mean(), x.sin().sum(), (a * x).sum(), a.mean()]",
                    (7,),
                    SHARED,
                ),
                "have leaves of their own": graph(
                    "[(w ** 3).sum(), x.sin().sum(), (x ** 2).sum()]"
                ),
                "are one number": graph("[(w * x).sum()]", ()),
                "hold one loss twice": graph("[a, a]", (3,), "a = (w * x).sum()"),
                "are vectors": graph("[w * x, w ** 3, a]", (7,), SHARED),
                "are matrices": graph("(a, w * x, a.T.sin())", (3, 2), SHARED),
                "are a vector and numbers": graph("[w * x, a.sum(), x.sin()]", (7,), SHARED),
                "are float64": graph("[a.sum(), w * x]", (3,), SHARED, double=True),
            },
            {
                "have leaves without .grad": "",
                IN_GRAD: "w.grad, v.grad = torch.full_like(w, 2.5), torch.full_like(v, -1.5)",
            },
            # More operations than Python nests calls.
            rare={
                "come after many operations": graph(
                    "[a, a.sin(), x.sin()]", (7,), "a = sum([0.001] * 1001, w)"
                ),
            },
        ),
        "weights": Objects(
            {
                "are numbers": weights(a_number),
                "are tensors": weights(a_tensor),
                "are numbers and tensors": weights(
                    lambda draw, loss, n: (a_tensor if n % 2 else a_number)(draw, loss, n),
                    is_tuple=True,
                ),
                "are integers": weights(lambda _draw, _loss, n: str(3 - 5 * (n % 2))),
                "hold a 0": weights(lambda _draw, _loss, n: "0" if n % 2 else "1.5"),
                "are 0": weights(lambda _draw, _loss, _n: "0"),
            },
            forbidden={
                "are one too few": weights(a_number, -1),
                "are one too many": weights(a_number, 1),
            },
        ),
    },
    apart=(IN_GRAD, WHOLE, VECTORS, "are float64", "are 0"),
    is_sparse=True,
    strength=2,
    changes={f"{leaf}.grad": f"{leaf}.grad" for leaf in "wxv"},
    tolerance={F32: (1e-5, 2e-5)},
)


@pytest.mark.check("E02b", points=1.25, base=True, alone="the only five losses at once")
def test_backward_losses_of_scalars(student, reference):
    """The .grad of the leaves is right for one, two and five scalar losses."""
    BACKWARD_LOSSES.effects(student, reference)


@pytest.mark.check("E02b", points=0.75, alone="the only losses that are not numbers")
def test_backward_losses_of_vectors(student, reference):
    """A vector loss takes a number for all of its entries or a weight for each; shapes may mix."""
    BACKWARD_LOSSES.effects(student, reference, VECTORS)


@pytest.mark.check("E02b", points=0.5, alone="the only float64")
def test_backward_losses_in_float64(student, reference):
    """In float64 every gradient has the digits of float64."""
    BACKWARD_LOSSES.effects(student, reference, "are float64")


@pytest.mark.check("E02b", points=0.5, alone="the only filled .grad")
def test_backward_losses_add_to_what_is_in_grad(student, reference):
    """What was in .grad is kept and grows; a leaf that no loss reaches keeps None or its .grad."""
    BACKWARD_LOSSES.effects(student, reference, IN_GRAD)


@pytest.mark.check("E02b", points=0.25, alone="the only integer weights and the only weight 0")
def test_backward_losses_take_integers_and_zero(student, reference):
    """Integer weights count, negative ones too, and a weight of 0 adds nothing."""
    BACKWARD_LOSSES.effects(student, reference, WHOLE)


@pytest.mark.check("E02b", points=0.5, gated=True, alone="the only forbidden arguments")
def test_backward_losses_refuse_another_number_of_weights(student, reference):
    """More losses than weights, or more weights than losses, are refused before .grad changes."""
    BACKWARD_LOSSES.refusals(student, reference)


@pytest.mark.check("E02b", points=0.25, gated=True, alone="the only look at what is returned")
def test_backward_losses_return_nothing(student, reference):
    """The function returns None: its effect is in .grad."""
    BACKWARD_LOSSES.values(student, reference)
    # Then .grad may be 0 or None.
    BACKWARD_LOSSES.values(student, reference, "are 0")


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
#: More than any table of factorials.
NINE = {"coeffs.shape": "has shape (9,)", "n.contents": "is 4"}

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
            rare_shapes={"has shape (9,)": (9,)},
        ),
        "x": Tensors(
            {"is arbitrary": normal(), "holds 0": take(-1.5, 0.0, 0.75)},
            FEW_SHAPES,
            (),
            "coeffs",
            rare={"is large": take(-20.5, 12.25), "is all zeros": take(0.0)},
        ),
        "n": Values(
            {"is 1": 1, "is 2": 2, "is 4": 4, ORDER_0: 0, ABOVE: 6},
            {"is -1": -1, "is -2": -2},
        ),
    },
    apart=(ORDER_0, ABOVE),
    strength=2,
    # Every value is 0 there, and not every derivative.
    also=[{"coeffs.contents": "holds zeros", "x.contents": "is all zeros"}, NINE],
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
    return lambda draw: round(float(scale * draw.normal() + shift), 9)


def around_a_line(draw: Draw, shape: tuple[int, ...]) -> Tensor:
    """Return targets near a line over the inputs, which lie off centre: w and b are coupled."""
    x: Tensor = draw.arguments["x"].double()
    return (1.3 * x - 0.7 + 0.2 * draw.normal(*shape)).round(decimals=3)


def along_the_line(draw: Draw, _shape: tuple[int, ...]) -> Tensor:
    """Return targets exactly on the line that the descent starts from."""
    x: Tensor = draw.arguments["x"].double()
    w, b = float(draw.arguments["w0"]), float(draw.arguments["b0"])
    return w * x + b


TWO, TWELVE, NO_STEP, LONG = "is 2", "is 12", "makes no step", "is 201"

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
        "steps": Values({"is 1": 1, TWO: 2, TWELVE: 12, NO_STEP: 0}, rare={LONG: 201}),
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
