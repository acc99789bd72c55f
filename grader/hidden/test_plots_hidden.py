"""Hidden checks of plots: the boundary (E19, E20), the curves (E21), the log (E22)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import figure_facts as facts
import numpy as np
import pytest
import torch
from torch import Tensor

from grader.testing import (
    ANY_SHAPE,
    CONTIGUOUS,
    FLAT,
    FLOATS,
    LAYOUTS,
    PARAMETER,
    Answer,
    Contents,
    Contract,
    Draw,
    N,
    Objects,
    SentObject,
    Tensors,
    Values,
    Written,
    describe,
    normal,
    take,
    wrong,
)

F32, F64 = torch.float32, torch.float64


# ---- E19 boundary_x2 --------------------------------------------------------

HORIZONTAL, EXACT = "has w0 = 0", "is 1.5, -0.5"


def weights(w0: float, w1: float, decimals: int = 7) -> Contents:
    """Return weights near these in size, of either sign; those that are 0 stay 0."""

    def make(draw: Draw, shape: tuple[int, ...]) -> Tensor:
        size, sign = 1 + draw.uniform(*shape), 2.0 * draw.whole(2, *shape) - 1
        return (torch.tensor([w0, w1]).expand(shape) * size * sign).round(decimals=decimals)

    return make


def line(
    contents: dict[str, Contents],
    dtypes: Sequence[torch.dtype] = FLOATS,
    shapes: Mapping[str, tuple[int, ...]] = ANY_SHAPE,
    layouts: tuple[str, ...] = LAYOUTS,
) -> Contract:
    """Return the contract of boundary_x2 for weights with these contents."""
    rows = {"has shape (2,)": (2,), "has shape (1, 2)": (1, 2)}
    vertical = {"has w1 = 0": weights(1.5, 0.0), "is all zeros": weights(0.0, 0.0)}
    number = Values({"is 1.3": 1.3, "is -2": -2, "is 0.0": 0.0})
    return Contract(
        "plots.boundary_x2",
        {
            "weight": Tensors(
                contents,
                rows,
                dtypes,
                grad=False,
                layouts=(CONTIGUOUS, PARAMETER),
                forbidden=vertical,
                rare={EXACT: take(1.5, -0.5)},
            ),
            "bias": number,
            "x1": Tensors({"is arbitrary": normal(3)}, shapes, dtypes, grad=False, layouts=layouts),
        },
        apart=(HORIZONTAL,),
        strength=2,
        # What is divided first then leaves all its digits.
        also=[
            {
                "weight.dtype": "is bfloat16",
                "weight.contents": EXACT,
                "bias.contents": "is -2",
            }
        ],
        tolerance={F32: (1e-4, 1e-4), F64: (1e-9, 1e-9)},
    )


LINE = line({"is arbitrary": weights(0.7, 0.6), HORIZONTAL: weights(0.0, 0.6)})
STEEP = line({"has a small w1": weights(1.1, 2e-9, 11)}, (F64,), {"has shape (7,)": (7,)}, ())


@pytest.mark.check("E19", points=1.25, base=True, alone="the plain case of all")
def test_boundary_x2_values(student, reference):
    """Every point (x1, x2) lies on w0 * x1 + w1 * x2 + b = 0."""
    LINE.values(student, reference)


@pytest.mark.check("E19", points=0.75, alone="every dtype, shape and layout, and weights (1, 2)")
def test_boundary_x2_kind(student, reference):
    """x2 has the shape and dtype of x1; a weight of shape (1, 2) works like one of shape (2,)."""
    LINE.kind(student, reference)


@pytest.mark.check("E19", points=0.25, alone="the only small w1")
def test_boundary_x2_steep(student, reference):
    """A small w1 is a steep line, which has an x2."""
    STEEP.values(student, reference)


@pytest.mark.check("E19", points=0.25, alone="the only w0 of 0")
def test_boundary_x2_horizontal(student, reference):
    """w0 = 0 is a horizontal line."""
    LINE.values(student, reference, HORIZONTAL)


@pytest.mark.check("E19", points=0.25, gated=True, alone="the only look at arguments afterwards")
def test_boundary_x2_leaves_its_arguments_alone(student, reference):
    """weight and x1 are left as they were, and a second call gives the same answer."""
    LINE.arguments(student, reference)


@pytest.mark.check("E19", points=0.25, gated=True, alone="the only w1 of 0")
def test_boundary_x2_refuses_vertical(student, reference):
    """w1 = 0 is a vertical line, which has no x2: ValueError."""
    LINE.refusals(student, reference)


# ---- E20 plot_boundary ------------------------------------------------------


def clouds(*middle: float) -> Contents:
    """Return two clouds, the classes in turn, on both sides of this point."""

    def make(draw: Draw, shape: tuple[int, ...]) -> Tensor:
        sides = 1 - 2.0 * (torch.arange(shape[0]) % 2)[:, None]
        aside = sides * torch.tensor([-2.4, 1.6])
        found: Tensor = torch.tensor(middle) + aside + draw.normal(*shape)
        return found.round(decimals=3)

    return make


def single(_draw: Draw, shape: tuple[int, ...]) -> Tensor:
    """Return labels of which one is 1."""
    return (torch.arange(shape[0]) == 2).double()


def in_turn(_draw: Draw, shape: tuple[int, ...]) -> Tensor:
    """Return the labels 0, 1, 0, 1, and so on."""
    return torch.arange(shape[0]).double() % 2


def through_the_middle(w0: float) -> Contents:
    """Return the weight of a line through the middle of the samples."""

    def make(draw: Draw, shape: tuple[int, ...]) -> Tensor:
        way = torch.tensor([w0, -0.5 - 0.1 * float(draw.uniform())], dtype=F64)
        off = draw.arguments["x"].double().mean(0) @ way
        found: Tensor = -draw.arguments["bias"] / off * way
        return found.round(decimals=6).reshape(shape)

    return make


FEW = {"there are 30 samples": 30, "there are 250 samples": 250}
BOUNDARY = Contract(
    "plots.plot_boundary",
    {
        "x": Tensors(
            {"is two clouds": clouds(2.4, 1.7), "lies left of 0": clouds(-9.0, 2.0)},
            {"has shape (N, 2)": (N, 2)},
            grad=False,
            layouts=(),
            sizes=FEW,
        ),
        "y": Tensors(
            {"holds 0 and 1": in_turn, "holds a single 1": single},
            FLAT,
            (F32, torch.bool, torch.int64),
            grad=False,
            layouts=(),
            sizes=FEW,
        ),
        "weight": Tensors(
            {
                "is arbitrary": through_the_middle(0.9),
                HORIZONTAL: through_the_middle(0.0),
                "is steep": through_the_middle(1000.0),
            },
            {"has shape (2,)": (2,), "has shape (1, 2)": (1, 2)},
            (F32,),
            grad=False,
            layouts=(),
        ),
        "bias": Values({"is 1.4": 1.4, "is -0.9": -0.9}),
        "iteration": Values({"is 137": 137, "is 1260": 1260}),
        "loss": Values({"is 0.3468": 0.3468, "is 12.3456": 12.3456}),
        "acc": Values({"is 28 of 30": 28 / 30, "is 0.5": 0.5}),
    },
    is_sparse=True,
    strength=1,
    named=("iteration", "loss", "acc"),
)


def axes_of(answer: Answer) -> list[dict[str, Any]]:
    """Return the facts about the axes of a Figure; anything else is named."""
    if "texts" in answer.reply:
        return list(answer.value)
    advice = "Return the Figure itself."
    if answer.value is None:
        advice = "Return the Figure; show() shows nothing in a test."
    elif isinstance(answer.value, SentObject) and "xes" in answer.value.kind:
        advice = "That is one of its axes: return the Figure they belong to."
    elif isinstance(answer.value, tuple | list):
        advice = "Return the Figure alone."
    name, found = answer.question.function, describe(answer.value)
    raise wrong(f"{name} returned {found}, expected a Figure. {advice}", answer, precise=True)


def shows_samples(answer: Answer, given: Mapping[str, Any]) -> None:
    """Check that every sample is drawn, and none of another call."""
    shown = [facts.drawn_points(axes) for axes in axes_of(answer)]
    samples = given["x"].double().numpy()
    if any(facts.covers(points, samples) for points in shown):
        others = [each for each in _samples() if not np.array_equal(each, samples)]
        if any(facts.covers(points, each) for points in shown for each in others):
            message = (
                "The samples of the call before are still on the figure: make a new one in every "
                "call."
            )
            raise wrong(message, answer, precise=True)
        return
    message = "Some samples are not drawn at their place. Draw both classes, all rows of x."
    if not any(len(points) for points in shown):
        message = "There are no points on the figure. Draw every sample, with scatter for example."
    raise wrong(message, answer, precise=True)


@cache
def _samples() -> list[Any]:
    """Return the samples of all calls."""
    cases = [*BOUNDARY.cases, *BOUNDARY.twins]
    return [case.arguments()["x"].double().numpy() for case in cases]


def shows_line(answer: Answer, given: Mapping[str, Any]) -> None:
    """Check that the boundary is drawn inside the axes."""
    line = given["weight"].flatten().tolist(), given["bias"]
    if any(facts.line_share(axes, *line) >= facts.ENOUGH for axes in axes_of(answer)):
        return
    cause = "No line or contour inside the axes runs along w0*x1 + w1*x2 + b = 0."
    if not any(facts.arrays(axes["polylines"]) for axes in answer.value):
        cause = "There is no line or contour on the figure."
    raise wrong(f"The boundary is not to be seen. {cause}", answer, precise=True)


def shows_numbers(answer: Answer, given: Mapping[str, Any]) -> None:
    """Check that iteration, loss and accuracy can be read."""
    axes_of(answer)
    texts = facts.texts_of(answer.reply)
    found = facts.numbers_in(texts)
    said = {
        "number of the iteration": given["iteration"] in found,
        "loss (at least 3 decimals)": facts.says_loss(texts, given["loss"]),
        "accuracy (fraction or percent)": facts.says_share(found, given["acc"]),
    }
    for what, is_said in said.items():
        if not is_said:
            message = f"The {what} is not to be found in the title or a text."
            raise wrong(message, answer, precise=True)


def names_classes(answer: Answer, given: Mapping[str, Any]) -> None:
    """Check that both classes stand in a legend, each under its own name."""
    drawn, entries = axes_of(answer), set(facts.legend_entries(answer.reply))
    x, y = given["x"].double().numpy(), given["y"].int().tolist()
    message = ""
    if not entries:
        message = (
            "There is no legend, or an empty one: label= needs a call of legend(), after "
            "everything that has a label is drawn."
        )
    elif len(entries - facts.names_of_lines(answer.value)) < 2:
        message = (
            "Each of the two classes needs an entry of its own in the legend; that of a line is "
            "none of a class."
        )
    elif any(facts.exchanges_names(axes, x, y) for axes in drawn):
        message = (
            "The names of the two classes are exchanged: the samples called 1 are those of class 0."
        )
    if message:
        raise wrong(message, answer, precise=True)
    is_finished(answer)


def is_finished(answer: Answer) -> None:
    """Check that a Figure was not shown; the first one was saved."""
    if answer["shown"]:
        message = (
            "show is called, which waits for somebody to close the window. Return the Figure; "
            "whoever asked for it shows or saves it."
        )
        raise wrong(message, answer, precise=True)


@pytest.mark.check("E20", points=0.75, base=True, alone="the only look at the samples")
def test_plot_boundary_points(student, reference):
    """The Figure shows every sample at its place: x[:, 0] across, x[:, 1] up."""
    BOUNDARY.holds(student, reference, shows_samples)


@pytest.mark.check("E20", points=1, alone="the only look at the line")
def test_plot_boundary_line(student, reference):
    """The line w0 * x1 + w1 * x2 + b = 0 is drawn and visible inside the axes."""
    BOUNDARY.holds(student, reference, shows_line)


@pytest.mark.check("E20", points=0.75, alone="the only look at the numbers in the texts")
def test_plot_boundary_numbers(student, reference):
    """A title or text tells iteration, loss (3 decimals) and accuracy (fraction or percent)."""
    BOUNDARY.holds(student, reference, shows_numbers)


@pytest.mark.check("E20", points=0.5, gated=True, alone="the only look at the legend")
def test_plot_boundary_legend(student, reference):
    """Both classes stand in a legend, and the Figure can be saved as a PNG."""
    BOUNDARY.holds(student, reference, names_classes)
    BOUNDARY.arguments(student, reference)


# ---- E21 plot_curves --------------------------------------------------------


def run(count: int, every: int, first: str = "") -> Callable[[Draw], Written]:
    """Return what draws a run; some losses and accuracies are equal, the first of these is 0."""

    def write(draw: Draw) -> Written:
        scale = round(0.5 + float(draw.uniform()), 3)
        losses = first + f"[min(0.9, 0.1 + {scale} * (0.618 * k % 1)) for k in range({count})]"
        shares = f"[(k, min(0.6, {scale} * 0.37 * k % 1)) for k in range(0, {count}, {every})]"
        return Written(f"dict(losses={losses}, accuracies={shares})")

    return write


#: What fit returns.
RUNS = {
    "has 61 losses": run(61, 7),
    "has one loss": run(1, 20),
    "has 1200 losses": run(1200, 20),
}


def curves(runs: Mapping[str, Any]) -> Contract:
    """Return the contract of plot_curves for these runs."""
    return Contract("plots.plot_curves", {"result": Values(runs)}, is_sparse=True)


CURVES = curves({**RUNS, "begins with a large loss": run(33, 7, "[80.0] + ")})
EMPTY = {"has no loss": lambda _draw: Written("dict(losses=[], accuracies=[])")}
NO_CURVES = curves(EMPTY)


def shows_losses(answer: Answer, given: Mapping[str, Any]) -> None:
    """Check that one line has all losses, and none those of another call."""
    losses = given["result"]["losses"]
    message = ""
    if not is_drawn(answer, list(enumerate(losses))):
        message = "No line has just these points: (0, first loss), (1, second loss), and so on."
    elif any(is_drawn(answer, list(enumerate(each))) for each in _losses() if each != losses):
        message = (
            "The curves of the call before are still on the figure: make a new one in every call."
        )
    if message:
        raise wrong(message, answer, precise=True)


@cache
def _losses() -> list[list[float]]:
    """Return the losses of all calls that have some, but not very many, and no large one."""
    runs = [case.arguments()["result"]["losses"] for case in [*CURVES.cases, *CURVES.twins]]
    return [losses for losses in runs if 2 < len(losses) < 100 and max(losses) < 1]


def shows_accuracies(answer: Answer, given: Mapping[str, Any]) -> None:
    """Check that one line has all accuracies."""
    if not is_drawn(answer, given["result"]["accuracies"]):
        message = "No line has just the pairs (iteration, accuracy) as its points."
        raise wrong(message, answer, precise=True)


def is_drawn(answer: Answer, points: list[tuple[int, float]]) -> bool:
    """Say whether a line, or a row of markers, has just these points."""
    return any(facts.follows(axes, *zip(*points, strict=True)) for axes in axes_of(answer))


def names_what_is_drawn(answer: Answer, _given: Mapping[str, Any]) -> None:
    """Check that loss, accuracy and iteration can be read."""
    axes_of(answer)
    for what in ("loss", "accuracy", "iteration"):
        if not facts.names(facts.texts_of(answer.reply), what):
            message = f'Nothing on the figure says "{what}". Name the axes, or use a legend.'
            raise wrong(message, answer, precise=True)
    is_finished(answer)


@pytest.mark.check("E21", points=0.75, base=True, alone="the only look at the line of the losses")
def test_plot_curves_loss(student, reference):
    """One line has all losses against the iterations 0, 1, 2, ..."""
    CURVES.holds(student, reference, shows_losses)


@pytest.mark.check("E21", points=0.75, alone="the only look at the line of the accuracies")
def test_plot_curves_accuracy(student, reference):
    """One line has all accuracies against the iterations at which they were taken."""
    CURVES.holds(student, reference, shows_accuracies)


@pytest.mark.check("E21", points=0.5, gated=True, alone="the only look at the words")
def test_plot_curves_words(student, reference):
    """Labels, titles or legends name loss, accuracy and iteration; the Figure can be saved."""
    CURVES.holds(student, reference, names_what_is_drawn)
    NO_CURVES.holds(student, reference, names_what_is_drawn)
    CURVES.arguments(student, reference)


# ---- E22 log_history --------------------------------------------------------


def infinite(_draw: Draw) -> Written:
    """Return a run in which a loss is infinite."""
    return Written("dict(losses=[0.7, float('inf'), 0.5], accuracies=[(0, 0.5), (2, 0.75)])")


WRITER = (
    "type('Writer', (), {'written': [], 'ended': [-1], "
    "'add_scalar': lambda self, tag, scalar_value, global_step=None: self.written.append("
    "(str(tag).lower(), -1 if global_step is None else float(global_step), float(scalar_value))), "
    "'flush': lambda self: self.ended.append(len(self.written)), "
    "'close': lambda self: self.ended.append(len(self.written))})()"
)


def logged(word: str) -> Contract:
    """Return the contract of what log_history writes under the tag with this word."""
    ours = f"sorted((step, value, tag) for tag, step, value in writer.written if '{word}' in tag)"
    return Contract(
        "plots.log_history",
        {
            "writer": Objects({"records": WRITER}),
            "result": Values({**RUNS, **EMPTY, "has an infinite loss": infinite}),
        },
        changes={
            "the list of steps": f"[each[0] for each in {ours}]",
            "the list of values": f"[each[1] for each in {ours}]",
            "the number of tags": f"len({{each[2] for each in {ours}}})",
        },
        is_sparse=True,
        tolerance={F32: (1e-6, 1e-6)},
    )


LOSSES, ACCURACIES = logged("loss"), logged("acc")
END = replace(
    LOSSES,
    changes={
        "the number of records since the last flush": "len(writer.written) - writer.ended[-1]",
        "whether None is returned": "found is None",
        "the number of all tags": "len({each[0] for each in writer.written})",
    },
)


@pytest.mark.check("E22", points=0.4, base=True, alone="the only look at the losses")
def test_log_history_losses(student, reference):
    """Every loss is written with its iteration as the step, under a tag that contains "loss"."""
    LOSSES.effects(student, reference)


@pytest.mark.check("E22", points=0.4, alone="the only look at the accuracies")
def test_log_history_accuracies(student, reference):
    """Every accuracy is written with ITS iteration as the step, under a tag with "acc"."""
    ACCURACIES.effects(student, reference)


@pytest.mark.check("E22", points=0.2, gated=True, alone="the only look at flush and close")
def test_log_history_flushes(student, reference):
    """At the end the writer is flushed or closed, and None is returned."""
    END.effects(student, reference)
    END.arguments(student, reference)
