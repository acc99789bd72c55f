"""Visible tests of plots.py: E19, E20, E21, E22."""

import importlib
import io
import os
import re
import sys

import pytest
import torch
from _kit.checking import expect

# The first drawing of a process loads fonts, so the limit is wide.
pytestmark = pytest.mark.timeout(20)


@pytest.fixture(scope="module")
def plots():
    # Without a window: where there is a screen, show() would wait for somebody to close it.
    os.environ["MPLBACKEND"] = "Agg"
    return importlib.import_module("plots")


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")


# ---- E19 boundary_x2 --------------------------------------------------------


@pytest.mark.exercise("E19")
def test_boundary_x2_by_hand(plots):
    """x1 + 2 * x2 - 4 = 0: at x1 = 0 the line is at 2, at x1 = 2 it is at 1."""
    weight = torch.tensor([1.0, 2.0])
    for given in (weight, weight.reshape(1, 2)):
        got = plots.boundary_x2(given, -4.0, torch.tensor([0.0, 2.0]))

        call = f"boundary_x2(weight [1, 2] of shape {tuple(given.shape)}, -4.0, tensor([0., 2.]))"
        advice = (
            "Put your points into w0*x1 + w1*x2 + b: is it 0? If not, look at signs and brackets."
        )
        expect.tensor(got, torch.tensor([2.0, 1.0]), call, advice)


@pytest.mark.exercise("E19")
def test_boundary_x2_refuses_a_vertical_line(plots):
    """With w1 = 0 there is no x2 to give."""
    expect.refusal(
        plots.boundary_x2,
        torch.tensor([1.0, 0.0]),
        1.0,
        torch.zeros(2),
        call="boundary_x2(tensor([1., 0.]), 1.0, x1)",
        advice="Tensors divide by 0 without a word and give inf. Check w1 first.",
    )


# ---- E20 plot_boundary ------------------------------------------------------

POINTS = torch.tensor([[0.0, 1.0], [1.0, 3.0], [4.0, 0.5], [3.0, 2.5]])
POINT_CLASSES = torch.tensor([0.0, 0.0, 1.0, 1.0])
WEIGHT, BIAS = torch.tensor([2.0, 1.0]), -6.0
PICTURE = "plot_boundary(x, y, tensor([2., 1.]), -6.0, iteration=20, loss=0.2071, acc=0.75)"


def _draw(plots):
    figure = plots.plot_boundary(
        POINTS, POINT_CLASSES, WEIGHT, BIAS, iteration=20, loss=0.2071, acc=0.75
    )
    return _drawn(figure, PICTURE)


def _drawn(figure, call):
    """Expect a Figure, render it and return it."""
    kept = hasattr(figure, "savefig") and hasattr(figure, "axes")
    advice = "Return the Figure; show() shows nothing in a test and gives None."
    expect.true(kept, call, "a matplotlib Figure", expect.show(figure), advice)
    figure.savefig(io.BytesIO(), format="png")
    return figure


def _lines(figure):
    """Return every line and contour as an array of points in data coordinates."""
    found = []
    for axes in figure.axes:
        for line in axes.lines:
            path = line.get_path()
            if line.get_linestyle() not in ("None", " ", "") and len(path.vertices) > 1:
                # axline knows its two ends only in the picture; bring all lines there and back.
                pixels = line.get_transform().transform(path.vertices)
                found.append(axes.transData.inverted().transform(pixels))
        for collection in axes.collections:
            if len(collection.get_offsets()) <= 1:
                found += [path.vertices for path in collection.get_paths() if len(path.vertices)]
    return found


def _texts(figure):
    """Return all that can be read in a figure, in lower case."""
    texts = [text.get_text() for text in figure.texts]
    if figure._suptitle is not None:
        texts.append(figure._suptitle.get_text())
    for axes in figure.axes:
        texts += [axes.get_title(), axes.get_title("left"), axes.get_title("right")]
        texts += [axes.get_xlabel(), axes.get_ylabel()]
        texts += [text.get_text() for text in axes.texts]
        if axes.get_legend():
            texts += [text.get_text() for text in axes.get_legend().get_texts()]
    return " ".join(texts).lower()


def _numbers(text):
    return [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", text)]


@pytest.mark.exercise("E20")
def test_plot_boundary_draws_every_sample(plots):
    """Each of the four samples is a point at its place."""
    figure = _draw(plots)

    drawn = []
    for axes in figure.axes:
        for collection in axes.collections:
            drawn += [tuple(point) for point in collection.get_offsets().tolist()]
        for line in axes.lines:
            if line.get_linestyle() in ("None", " ", ""):
                drawn += [tuple(point) for point in line.get_xydata().tolist()]
    missing = [
        (x1, x2)
        for x1, x2 in POINTS.tolist()
        if not any(abs(x1 - a) < 1e-3 and abs(x2 - b) < 1e-3 for a, b in drawn)
    ]
    advice = "x[:, 0] goes across, x[:, 1] goes up. Are both classes drawn?"
    expect.true(not missing, PICTURE, "a point at every sample", f"none at {missing}", advice)


@pytest.mark.exercise("E20")
def test_plot_boundary_draws_the_line(plots):
    """The line 2 * x1 + x2 - 6 = 0 is there, and inside the axes."""
    figure = _draw(plots)

    axes = figure.axes[0]
    (left, right), (low, high) = sorted(axes.get_xlim()), sorted(axes.get_ylim())
    inside = (
        ((points[:, 0] >= left) & (points[:, 0] <= right))
        & ((points[:, 1] >= low) & (points[:, 1] <= high))
        & (abs(2 * points[:, 0] + points[:, 1] - 6) < 0.05 * max(right - left, high - low))
        for points in _lines(figure)
    )
    kept = any(_crosses(points, mask) for points, mask in zip(_lines(figure), inside, strict=True))
    kept = kept or any(_lies_on(points) for points in _lines(figure))
    advice = "p = 0.5 means w0*x1 + w1*x2 + b = 0. Is the bias there, with the right sign?"
    got = "no line or contour along it"
    expect.true(kept, PICTURE, "the line 2*x1 + x2 = 6", got, advice)


def _crosses(points, mask):
    """Return whether two or more vertices inside the axes lie on the boundary."""
    return int(mask.sum()) >= 2 and float(abs(points[mask][0] - points[mask][-1]).sum()) > 0.5


def _lies_on(points):
    """Return whether a straight piece, given by its ends, lies on the boundary."""
    return bool((abs(2 * points[:, 0] + points[:, 1] - 6) < 0.1).all())


@pytest.mark.exercise("E20")
def test_plot_boundary_has_a_legend_and_the_numbers(plots):
    """Both classes stand in a legend; iteration, loss and accuracy can be read."""
    figure = _draw(plots)

    entries = [
        text.get_text()
        for axes in figure.axes
        if axes.get_legend()
        for text in axes.get_legend().get_texts()
    ]
    entries += [text.get_text() for legend in figure.legends for text in legend.get_texts()]
    advice = "A legend needs a label= at each scatter and one call of legend()."
    got = f"{entries}" if entries else "no legend"
    expect.true(len(entries) >= 2, PICTURE, "a legend with both classes", got, advice)
    numbers = _numbers(_texts(figure))
    for name, values in (("iteration", [20]), ("loss", [0.207]), ("accuracy", [0.75, 75])):
        tolerance = 0 if name == "iteration" else 6e-4
        kept = any(abs(number - value) <= tolerance for number in numbers for value in values)
        want = f"the {name}, {values[0]}, in a title or text"
        expect.true(kept, PICTURE, want, f"these numbers: {numbers}", "An f-string puts it there.")


# ---- E21 plot_curves --------------------------------------------------------

RUN = {
    "losses": [0.9, 0.7, 0.6, 0.5, 0.45],
    "accuracies": [(0, 0.5), (2, 0.75), (4, 1.0)],
}
CURVES = "plot_curves(result) with 5 losses and accuracies at 0, 2 and 4"


@pytest.mark.exercise("E21")
def test_plot_curves_draws_both_against_their_iterations(plots):
    """One line has the losses at 0, 1, 2, 3, 4; one has the accuracies at 0, 2, 4."""
    figure = _drawn(plots.plot_curves(RUN), CURVES)

    drawn = [line.get_xydata().tolist() for axes in figure.axes for line in axes.lines]
    for name, points in (
        ("loss", list(enumerate(RUN["losses"]))),
        ("accuracy", RUN["accuracies"]),
    ):
        kept = any(_same_points(line, points) for line in drawn)
        advice = "A list plotted alone gets 0, 1, 2, ... on the x axis. Which x belongs to it?"
        got = f"{len(drawn)} line(s), with x from {[[x for x, _ in line] for line in drawn]}"
        want = f"a {name} line with x = {[x for x, _ in points]}"
        expect.true(kept, CURVES, want, got, advice)


@pytest.mark.exercise("E21")
def test_plot_curves_names_its_axes(plots):
    """Loss, accuracy and iteration can be read on axes, titles or in a legend."""
    figure = _drawn(plots.plot_curves(RUN), CURVES)

    text = _texts(figure)
    for word in ("loss", "acc", "iter"):
        want = f"a label with {word!r}"
        advice = "set_xlabel, set_ylabel, set_title or label= with legend()."
        expect.true(word in text, CURVES, want, f"these labels: {text.strip()!r}", advice)


def _same_points(line, points):
    return len(line) == len(points) and all(
        abs(x - a) < 1e-6 and abs(y - b) < 1e-6 for (x, y), (a, b) in zip(line, points, strict=True)
    )


# ---- E22 log_history --------------------------------------------------------


class Recorder:
    """Stands in for TensorBoard's SummaryWriter and keeps what it is told."""

    def __init__(self):
        self.points = []
        self.ended = False

    def add_scalar(self, tag, scalar_value, global_step=None):
        self.points.append((tag, scalar_value, global_step))

    def add_scalars(self, main_tag, tag_scalar_dict, global_step=None):
        for tag, value in tag_scalar_dict.items():
            self.add_scalar(f"{main_tag}/{tag}", value, global_step)

    def flush(self):
        self.ended = True

    def close(self):
        self.ended = True


@pytest.mark.exercise("E22")
def test_log_history_writes_each_number_with_its_iteration(plots):
    """Every loss and every accuracy is written once, with its own iteration as the step."""
    writer = Recorder()

    plots.log_history(writer, RUN)

    call = "log_history(writer, result) with 5 losses and accuracies at 0, 2 and 4"
    for word, points in (("loss", list(enumerate(RUN["losses"]))), ("acc", RUN["accuracies"])):
        found = sorted((step, value) for tag, value, step in writer.points if word in tag.lower())
        steps = [step for step, _ in found]
        advice = "add_scalar takes tag, number and step. Without the step all points share one."
        want = f"{word} at the steps {[step for step, _ in points]}"
        got = f"{word} at the steps {steps}"
        expect.true(steps == [step for step, _ in points], call, want, got, advice)
        kept = all(
            abs(value - right[1]) < 1e-9 for (_, value), right in zip(found, points, strict=True)
        )
        expect.true(kept, call, f"the values {[value for _, value in points]}", str(found))


@pytest.mark.exercise("E22")
def test_log_history_flushes_at_the_end(plots):
    """The writer is flushed or closed, or the last points stay in its buffer."""
    writer = Recorder()

    plots.log_history(writer, RUN)

    advice = "Call flush() or close() after the last point."
    expect.true(writer.ended, "log_history(writer, result)", "a flush() or close()", "none", advice)
