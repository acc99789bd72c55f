"""Hidden checks of plots: the boundary (E19, E20), the curves (E21), the log (E22)."""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

import figure_facts as facts
import numpy as np
import pytest
import torch
from plots_words import EXAMPLES, words_on_points  # noqa: F401 - the diagnosis reads EXAMPLES
from torch import Tensor

from grader.testing import (
    FLOATS,
    Contents,
    Contract,
    Draw,
    Objects,
    SentObject,
    Tensors,
    Values,
    Written,
    describe,
    describe_difference,
    normal,
    wrong,
)

F32, F64 = torch.float32, torch.float64
X2, BOUNDARY = "plots.boundary_x2", "plots.plot_boundary"
CURVES = "plots.plot_curves"


def _draw(seed, *shape, dtype=F32):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed), dtype=dtype)


# ---- E19 boundary_x2 --------------------------------------------------------

HORIZONTAL = "has w0 = 0"


def weights(w0: float, w1: float) -> Contents:
    """Return weights near these in size, of either sign; those that are 0 stay 0."""

    def make(draw: Draw, shape: tuple[int, ...]) -> Tensor:
        size, sign = 1 + draw.uniform(*shape), 2.0 * draw.whole(2, *shape) - 1
        return (torch.tensor([w0, w1]).expand(shape) * size * sign).round(decimals=7)

    return make


def line(contents: dict[str, Contents], dtypes: Sequence[torch.dtype] = FLOATS) -> Contract:
    """Return the contract of boundary_x2 for weights with these contents."""
    rows = {"has shape (2,)": (2,), "has shape (1, 2)": (1, 2)}
    vertical = {"has w1 = 0": weights(1.5, 0.0)}
    number = Values({"is 1.3": 1.3, "is -2": -2, "is 0.0": 0.0})
    return Contract(
        X2,
        {
            "weight": Tensors(
                contents, rows, dtypes, grad=False, layouts=False, forbidden=vertical
            ),
            "bias": number,
            "x1": Tensors({"is arbitrary": normal(3)}, dtypes=dtypes, grad=False),
        },
        apart=(HORIZONTAL,),
        strength=2,
        tolerance={F32: (1e-4, 1e-4), F64: (1e-9, 1e-9)},
    )


LINE = line({"is arbitrary": weights(0.7, 0.6), HORIZONTAL: weights(0.0, 0.6)})
STEEP = line({"has a small w1": weights(1.1, 2e-5)}, (F64,))


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


def _clouds(seed, n, shift):
    y = torch.arange(n) % 2
    side = (1 - 2 * y)[:, None] * torch.tensor(shift)
    return side + _draw(seed, n, 2) + torch.tensor([0.4, -0.3]), y


def _figure(student, target, *args, **kwargs):
    """Return the facts of the Figure; anything else is named."""
    answer = student.figure(target, *args, **kwargs)
    if isinstance(answer.value, list) and "texts" in answer.reply:
        return answer
    name, found = answer.question.function, describe(answer.value)
    advice = "Return the Figure itself."
    if answer.value is None:
        advice = "Return the Figure; show() shows nothing in a test."
    elif isinstance(answer.value, SentObject) and "xes" in answer.value.kind:
        advice = "That is one of its axes: return the Figure they belong to."
    elif isinstance(answer.value, tuple | list):
        advice = "Return the Figure alone."
    raise wrong(f"{name} returned {found}, expected a Figure. {advice}", answer, precise=True)


#: Two pictures serve all checks. Weights of unequal size, so that exchanged ones show; clouds
#: that the line parts, so that no way from sample to sample runs along it.
PLAIN = {
    "clouds": (960, 30, [-2.4, 1.6]),
    "weight": (1.5, -0.8),
    "bias": 1.4,
    "iteration": 137,
    "loss": 0.3468,
}
ROW = {
    "clouds": (961, 30, [-1.5, -2.1]),
    "weight": (0.6, 1.7),
    "bias": -0.9,
    "iteration": 1260,
    "loss": 0.0523,
}


def _boundary(student, picture):
    """Ask for one of the pictures; the second has other shapes and dtypes, and is saved."""
    x, y = _clouds(*picture["clouds"])
    weight, acc = torch.tensor(picture["weight"]), 28 / 30
    if picture is ROW:
        weight, y, acc = weight.reshape(1, 2), y.float(), 0.5
    numbers = {"iteration": picture["iteration"], "loss": picture["loss"], "acc": acc}
    args = x, y, weight, picture["bias"]
    answer = _figure(student, BOUNDARY, *args, png=picture is ROW, **numbers)
    return answer, x.double().numpy(), numbers


def _labels(picture):
    return _clouds(*picture["clouds"])[1].tolist()


@pytest.mark.check("E20", points=0.75, base=True, alone="the only look at the samples")
def test_plot_boundary_points(student):
    """The Figure shows every sample at its place: x[:, 0] across, x[:, 1] up."""
    answer, x, _ = _boundary(student, PLAIN)
    shown = [facts.drawn_points(axes) for axes in answer.value]
    if any(facts.covers(points, x) for points in shown):
        later, _, _ = _boundary(student, ROW)
        if any(facts.covers(facts.drawn_points(axes), x) for axes in later.value):
            message = (
                "The samples of the call before are still on the figure: make a new one in every "
                "call."
            )
            raise wrong(message, later, precise=True)
        return
    if any(facts.covers(points[:, ::-1], x) for points in shown):
        message = "The samples are drawn with their coordinates exchanged: x[:, 0] goes across."
    elif not any(len(points) for points in shown):
        message = "There are no points on the figure. Draw every sample, with scatter for example."
    else:
        found = next(filter(None, (words_on_points(points, x) for points in shown)), "")
        found = found or "Some samples are not drawn at their place."
        message = f"{found} Draw both classes, all rows of x."
    raise wrong(message, answer, precise=True)


@pytest.mark.check("E20", points=1, alone="the only look at the line")
def test_plot_boundary_line(student):
    """The line w0 * x1 + w1 * x2 + b = 0 is drawn and visible inside the axes."""
    for picture in (PLAIN, ROW):
        answer, _, _ = _boundary(student, picture)
        _assert_line(answer, picture["weight"], picture["bias"])


def _share(answer, weight, bias, near=facts.NEAR):
    return max((facts.line_share(axes, weight, bias, near) for axes in answer.value), default=0.0)


def _line_shown(answer, weight, bias):
    return _share(answer, weight, bias) >= facts.ENOUGH


def _assert_line(answer, weight, bias):
    if _line_shown(answer, weight, bias):
        return
    w0, w1 = weight
    others = {
        "The sign of the bias is wrong in your line: insert one of its points into "
        "w0*x1 + w1*x2 + b, you get 2b, not 0.": ((w0, w1), -bias),
        "Your line is the right one with w0 and w1 exchanged.": ((w1, w0), bias),
        "Your line has the wrong slope: a sign of w0 or w1 is wrong.": ((-w0, w1), bias),
        "Your line leaves out the bias: it runs through the origin.": ((w0, w1), 0.0),
        "Your line is where w0*x1 + w1*x2 + b is 0.5. p = 0.5 means that it is 0.": (
            (w0, w1),
            bias - 0.5,
        ),
        "Brackets: divide the whole right side by w1, not only the bias.": ((w0 * w1, w1), bias),
        "Brackets: divide the whole right side by w1, not only w0*x1.": ((w0, w1), bias * w1),
    }
    shares = {
        text: _share(answer, *line, facts.NEAR / 4)
        for text, line in others.items()
        if line != (weight, bias)
    }
    cause = max(shares, key=lambda text: shares[text])
    if shares[cause] < facts.ENOUGH:
        cause = ""
    steps = (0.05 * number for number in range(-80, 81))
    if not cause and any(_share(answer, weight, bias + s, facts.NEAR / 4) > 0.25 for s in steps):
        cause = (
            "A line with the right slope is there, but at the wrong place: p = 0.5 means that "
            "w0*x1 + w1*x2 + b is 0."
        )
    if not cause and not any(facts.arrays(axes["polylines"]) for axes in answer.value):
        cause = "There is no line or contour on the figure."
    if not cause:
        cause = "No line or contour inside the axes runs along w0*x1 + w1*x2 + b = 0."
    raise wrong(f"The boundary is not to be seen. {cause}", answer, precise=True)


@pytest.mark.check("E20", points=0.75, alone="the only look at the numbers in the texts")
def test_plot_boundary_numbers(student):
    """A title or text tells iteration, loss (3 decimals) and accuracy (fraction or percent)."""
    for picture in (PLAIN, ROW):
        answer, _, told = _boundary(student, picture)
        found = facts.numbers_in(facts.texts_of(answer.reply))
        said = {
            "number of the iteration": told["iteration"] in found,
            "loss (at least 3 decimals)": facts.says_loss(found, told["loss"]),
            "accuracy (fraction or percent)": facts.says_share(found, told["acc"]),
        }
        for what, is_said in said.items():
            if not is_said:
                message = f"The {what} is not to be found in the title or a text."
                if what.startswith("accuracy") and facts.says_whole(answer.reply, told["acc"]):
                    message = (
                        "The accuracy stands there without its digits: it is a share between 0 and "
                        "1, and as a whole number it is only ever 0 or 1."
                    )
                raise wrong(message, answer, precise=True)


@pytest.mark.check("E20", points=0.5, gated=True, alone="the only look at the legend")
def test_plot_boundary_legend(student):
    """Both classes stand in a legend, and the Figure can be saved as a PNG."""
    answer, x, _ = _boundary(student, ROW)
    entries = set(facts.legend_entries(answer.reply))
    if not entries:
        message = (
            "There is no legend, or an empty one: label= needs a call of legend(), after "
            "everything that has a label is drawn."
        )
        raise wrong(message, answer, precise=True)
    of_lines = facts.names_of_lines(answer.value)
    if len(entries - of_lines) < 2:
        message = "The legend has one entry. Each of the two classes needs its own."
        if entries & of_lines:
            message = (
                "The entry of a line is none of a class. Each of the two classes needs an entry of "
                "its own in the legend."
            )
        raise wrong(message, answer, precise=True)
    if any(facts.exchanges_names(axes, x, _labels(ROW)) for axes in answer.value):
        message = (
            "The names of the two classes are exchanged: the samples called 1 are those of class 0."
        )
        raise wrong(message, answer, precise=True)
    if not answer["png"]:
        raise wrong("The Figure cannot be saved.", answer, precise=True)
    _assert_not_shown(answer)


def _assert_not_shown(answer):
    if answer["shown"]:
        message = (
            "show is called, which waits for somebody to close the window. Return the Figure; "
            "whoever asked for it shows or saves it."
        )
        raise wrong(message, answer, precise=True)


# ---- E21 plot_curves --------------------------------------------------------


def run(count: int, every: int) -> Callable[[Draw], Written]:
    """Return what draws a run; some losses are equal, and the first accuracy is 0."""

    def write(draw: Draw) -> Written:
        scale = round(0.5 + float(draw.uniform()), 3)
        losses = f"[min(0.9, 0.1 + {scale} * (0.618 * k % 1)) for k in range({count})]"
        shares = f"[(k, {scale} * 0.37 * k % 1) for k in range(0, {count}, {every})]"
        return Written(f"dict(losses={losses}, accuracies={shares})")

    return write


#: What fit returns.
RUNS = {
    "has 31 losses": run(31, 7),
    "has one loss": run(1, 20),
    "has 1200 losses": run(1200, 20),
    "has no loss": run(0, 20),
}


def _history(seed, n, every):
    """Return a falling loss and accuracies that jump about, as fit would return them."""
    noise = torch.rand(n, generator=torch.Generator().manual_seed(seed), dtype=F64)
    losses = [2.0 / (1 + 0.1 * k) + 0.2 * noise[k].item() for k in range(n)]
    # Two equal losses, and an accuracy of 0: a number like any other.
    if n > 5:
        losses[3] = losses[5]
    accuracies = [(k, round(0.3 + 0.6 * noise[-1 - k].item(), 3)) for k in range(0, n, every)]
    accuracies[0] = (0, 0.0)
    return {
        "weight": torch.tensor([0.5, -1.5]),
        "bias": 0.25,
        "iterations": n,
        "stopped_early": False,
        "losses": losses,
        "accuracies": accuracies,
    }


def _shown(answer, x, y):
    return any(facts.follows(axes, x, y) for axes in answer.value)


@pytest.mark.check("E21", points=0.75, base=True, alone="the only look at the line of the losses")
def test_plot_curves_loss(student):
    """One line has all losses against the iterations 0, 1, 2, ..."""
    result = _history(970, 61, 7)
    answer = _figure(student, CURVES, result, png=True)
    losses = result["losses"]
    steps = list(range(len(losses)))
    if _shown(answer, steps, losses):
        return
    if _shown(answer, [k + 1 for k in steps], losses):
        cause = "The losses start at iteration 1: the first one belongs to iteration 0."
    elif _shown(answer, [7 * k for k in steps], losses):
        cause = "The losses are drawn too wide apart: there is one for every iteration."
    elif _shown(answer, steps, [math.log(loss) for loss in losses]):
        cause = (
            "The logarithms of the losses are drawn: draw the losses; an axis may be logarithmic."
        )
    elif _shown(answer, losses, steps):
        cause = "Iteration and loss are exchanged: the iteration goes across."
    elif _shown(answer, steps[::7], losses[::7]):
        cause = "Only the losses of the checkpoints are drawn: draw all of them."
    elif not any(facts.arrays(axes["polylines"]) for axes in answer.value):
        cause = "There is no line on the figure."
    elif any(_smoothed(line, losses) for axes in answer.value for line in facts.curves(axes)):
        cause = (
            "A moving average of the losses is drawn. Draw the losses themselves; a smoothed line "
            "may stand beside them."
        )
    elif (line := _like_losses(answer, losses)) is not None:
        pattern = describe_difference(line[:, 1].tolist(), losses)
        cause = (
            "There is a line with one point for every loss, but its points are not (0, first "
            f"loss), (1, second loss), and so on. {pattern}"
        ).strip()
        if np.allclose(line[:, 1], losses, atol=1e-4):
            cause = "All losses are drawn, but not against the iterations 0, 1, 2, and so on."
    else:
        cause = "No line has just these points: (0, first loss), (1, second loss), and so on."
    raise wrong(f"The losses are not to be seen as they should. {cause}", answer, precise=True)


def _like_losses(answer, losses):
    """Return the first line with as many points as there are losses, or None."""
    lines = (line for axes in answer.value for line in facts.curves(axes))
    return next((line for line in lines if len(line) == len(losses)), None)


def _smoothed(line, losses):
    """Say whether a line is a mean of neighbouring losses, with equal or fading weights."""
    drawn, true = line[:, 1], np.array(losses)
    if len(drawn) == len(true):
        # m = kept * m + (1 - kept) * loss, started by the first loss.
        kept = (drawn[1] - true[1]) / (drawn[0] - true[1] or 1.0)
        fading = [drawn[0]]
        for loss in losses[1:]:
            fading.append(kept * fading[-1] + (1 - kept) * loss)
        if 0 < kept < 1 and np.allclose(drawn, fading, atol=1e-4):
            return True
    for width in range(2, 21):
        means = np.convolve(true, np.ones(width) / width, mode="valid")
        # What is done at the ends differs; somewhere in the line stand all the full windows.
        starts = range(len(drawn) - len(means) + 1)
        if any(np.allclose(drawn[at : at + len(means)], means, atol=1e-4) for at in starts):
            return True
    return False


@pytest.mark.check("E21", points=0.75, alone="the only look at the line of the accuracies")
def test_plot_curves_accuracy(student):
    """One line has all accuracies against the iterations at which they were taken."""
    result = _history(970, 61, 7)
    answer = _figure(student, CURVES, result, png=True)
    at, shares = zip(*result["accuracies"], strict=True)
    if _shown(answer, at, shares):
        return
    if _shown(answer, range(len(at)), shares):
        cause = (
            "They are drawn against 0, 1, 2, ...: use the iterations at which they were measured, "
            "the first number of each pair."
        )
    elif _shown(answer, range(61), [shares[k // 7] for k in range(61)]):
        cause = (
            "They are drawn at every iteration, between the checkpoints too: each pair has one "
            "point."
        )
    elif _shown(answer, at[1:], shares[1:]):
        cause = "The accuracy of 0 is left out: 0 is a number like any other."
    elif any(facts.follows(axes, shares, at) for axes in answer.value):
        cause = "Iteration and accuracy are exchanged: the iteration goes across."
    elif _shown(answer, range(1, len(at) + 1), shares):
        cause = "They are drawn against 1, 2, 3, ...: use the first number of each pair."
    elif _shown(answer, [20 * k for k in range(len(at))], shares):
        cause = "They are drawn against multiples of 20: use the first number of each pair."
    else:
        cause = "No line has just the pairs (iteration, accuracy) as its points."
    raise wrong(f"The accuracies are not to be seen as they should. {cause}", answer, precise=True)


@pytest.mark.check("E21", points=0.5, gated=True, alone="the only look at the words")
def test_plot_curves_words(student):
    """Labels, titles or legends name loss, accuracy and iteration; the Figure can be saved."""
    answer = _figure(student, CURVES, _history(970, 61, 7), png=True)
    texts = facts.texts_of(answer.reply)
    for what in ("loss", "accuracy", "iteration"):
        if not facts.names(texts, what):
            message = f'Nothing on the figure says "{what}". Name the axes, or use a legend.'
            raise wrong(message, answer, precise=True)
    if not answer["png"]:
        raise wrong("The Figure cannot be saved.", answer, precise=True)
    _assert_not_shown(answer)


# ---- E22 log_history --------------------------------------------------------

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
        {"writer": Objects({"records": WRITER}), "result": Values(RUNS)},
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
        "the number of records since the last flush": "len(writer.written) - writer.ended[-1]"
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
    """At the end the writer is flushed or closed."""
    END.effects(student, reference)
