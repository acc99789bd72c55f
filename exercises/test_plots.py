"""Visible tests of plots.py: E19, E20, E21, E22."""

import importlib
import io
import os
import re
import sys

import pytest
import torch
from _kit.checking import expect
from _kit.language import message

# The first drawing of a process loads fonts, so the limit is wide.
pytestmark = pytest.mark.timeout(20)


@pytest.fixture
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

    got = plots.boundary_x2(weight, -4.0, torch.tensor([0.0, 2.0]))

    advice = message(
        "Put your points into w0*x1 + w1*x2 + b: is it 0? If not, look at signs and brackets."
    )
    expect.tensor(got, torch.tensor([2.0, 1.0]), advice)


@pytest.mark.exercise("E19")
def test_boundary_x2_keeps_shape_and_dtype_of_x1(plots):
    """A weight of shape (1, 2), float64 and any shape of x1: the answer looks like x1."""
    row = torch.tensor([[1.0, 2.0]])

    got = plots.boundary_x2(row, -4.0, torch.zeros(2, 1, dtype=torch.float64))

    advice = message(
        "Right in the test above? Then flatten the row [[w0, w1]], and give the answer x1's dtype."
    )
    expect.tensor(got, torch.full((2, 1), 2.0, dtype=torch.float64), advice)


@pytest.mark.exercise("E19")
def test_boundary_x2_in_float64(plots):
    """(4 - 0.1) / 3 is 1.3 to float64's precision, whatever the weight's dtype is."""
    got = plots.boundary_x2(
        torch.tensor([1.0, 3.0]), -4.0, torch.tensor([0.1], dtype=torch.float64)
    )

    advice = message("Correct to about seven digits only? Then something is float32 on the way.")
    want = torch.tensor([1.3], dtype=torch.float64)
    expect.tensor(got, want, advice, atol=1e-12, rtol=0)


@pytest.mark.exercise("E19")
def test_boundary_x2_leaves_x1_alone(plots):
    """x1 is the same after the call."""
    x1 = torch.tensor([0.0, 2.0])

    plots.boundary_x2(torch.tensor([1.0, 2.0]), -4.0, x1)

    expect.unchanged(x1, torch.tensor([0.0, 2.0]))


@pytest.mark.exercise("E19")
def test_boundary_x2_refuses_a_vertical_line(plots):
    """With w1 = 0 there is no x2 to give."""
    expect.refusal(
        lambda: plots.boundary_x2(torch.tensor([1.0, 0.0]), 1.0, torch.zeros(2)),
        message(
            "Tensors divide by 0 without a word and give inf, numbers raise a ZeroDivisionError. "
            "Check w1 first."
        ),
    )


# ---- E20 plot_boundary ------------------------------------------------------

POINTS = torch.tensor([[0.0, 1.0], [1.0, 3.0], [4.0, 0.5], [3.0, 2.5]])
CLASSES = torch.tensor([0.0, 0.0, 1.0, 1.0])
# The line 2 * x1 + x2 - 6 = 0.
WEIGHT, BIAS = torch.tensor([2.0, 1.0]), -6.0
NUMBERS = {"iteration": 20, "loss": 0.2071, "acc": 0.75}
NO_FIGURE = message(
    "Return the Figure alone: not its axes, not pyplot, and not what show() gives, which is None."
)


def is_figure(value):
    """Return whether a value is a Figure; pyplot has a savefig, too, but no list of axes."""
    return hasattr(value, "savefig") and isinstance(getattr(value, "axes", None), list)


def drawn_points(figure):
    """Return every point that is drawn by itself, in data coordinates."""
    drawn = []
    for axes in figure.axes:
        for collection in axes.collections:
            drawn += [tuple(point) for point in collection.get_offsets().tolist()]
        for line in axes.lines:
            if line.get_linestyle() in ("None", " ", ""):
                drawn += [tuple(point) for point in line.get_xydata().tolist()]
    return [(round(float(x1), 2), round(float(x2), 2)) for x1, x2 in drawn]


def drawn_lines(figure):
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


def texts_in(figure):
    """Return all that can be read in a figure, in lower case."""
    # The title and the labels of the figure are among its texts.
    texts = [text.get_text() for text in figure.texts] + legend_entries(figure)
    texts += [legend.get_title().get_text() for legend in legends(figure)]
    for axes in figure.axes:
        texts += [axes.get_title(), axes.get_title("left"), axes.get_title("right")]
        texts += [axes.get_xlabel(), axes.get_ylabel()]
        texts += [text.get_text() for text in axes.texts]
    return " ".join(texts).lower()


def numbers_in(figure):
    """Return the numbers that can be read in a figure: 0.75, 0,75, 7.5e-1 and 3/4."""
    text = texts_in(figure)
    text = f"{text} {re.sub('(?<=[0-9]),(?=[0-9])', '.', text)}"
    numbers = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?(?:e[-+]?\d+)?", text)]
    return numbers + [int(a) / int(b) for a, b in re.findall(r"(\d+) ?/ ?([1-9]\d*)", text)]


def legend_entries(figure):
    """Return the words in the legends of a figure."""
    return [text.get_text() for legend in legends(figure) for text in legend.get_texts()]


def legends(figure):
    """Return the legends of a figure and of its axes."""
    return [*figure.legends, *filter(None, (axes.get_legend() for axes in figure.axes))]


@pytest.mark.exercise("E20")
def test_plot_boundary_draws_every_sample(plots):
    """Each of the four samples is a point at its place."""
    figure = plots.plot_boundary(POINTS, CLASSES, WEIGHT, BIAS, **NUMBERS)

    expect.that(figure, is_figure(figure), message("a matplotlib Figure"), NO_FIGURE)
    figure.savefig(io.BytesIO(), format="png")
    drawn = drawn_points(figure)
    missing = [point for point in map(tuple, POINTS.tolist()) if point not in drawn]
    advice = message(
        "These samples are not drawn. x[:, 0] goes across, x[:, 1] up; both classes count."
    )
    expect.equal(missing, [], advice)


@pytest.mark.exercise("E20")
def test_plot_boundary_draws_the_line(plots):
    """The line 2 * x1 + x2 - 6 = 0 is there, and inside the axes."""
    figure = plots.plot_boundary(POINTS, CLASSES, WEIGHT, BIAS, **NUMBERS)

    expect.that(figure, is_figure(figure), message("a matplotlib Figure"), NO_FIGURE)
    figure.savefig(io.BytesIO(), format="png")
    advice = message(
        "No line or contour in the axes runs along 2*x1 + x2 = 6. p = 0.5 means "
        "w0*x1 + w1*x2 + b = 0: is the bias there, with the right sign?"
    )
    expect.equal(any(is_boundary(line, figure) for line in drawn_lines(figure)), True, advice)


def is_boundary(points, figure):
    """Return whether a line runs along 2*x1 + x2 = 6 inside the axes."""
    axes = figure.axes[0]
    (left, right), (low, high) = sorted(axes.get_xlim()), sorted(axes.get_ylim())
    off = abs(2 * points[:, 0] + points[:, 1] - 6)
    inside = (points[:, 0] >= left) & (points[:, 0] <= right)
    inside &= (points[:, 1] >= low) & (points[:, 1] <= high)
    near = points[inside & (off < 0.05 * max(right - left, high - low))]
    long_enough = len(near) >= 2 and abs(near[0] - near[-1]).sum() > 0.5
    return bool(long_enough or (off < 0.1).all())


@pytest.mark.exercise("E20")
def test_plot_boundary_has_a_legend(plots):
    """Both classes stand in a legend."""
    figure = plots.plot_boundary(POINTS, CLASSES, WEIGHT, BIAS, **NUMBERS)

    expect.that(figure, is_figure(figure), message("a matplotlib Figure"), NO_FIGURE)
    entries = legend_entries(figure)
    advice = message(
        "A legend needs a label= at each scatter, one for each class, and a call of legend() after "
        "them."
    )
    expect.that(entries, len(entries) >= 2, message("a legend with both classes"), advice)


@pytest.mark.exercise("E20")
def test_plot_boundary_shows_the_numbers(plots):
    """Iteration, loss and accuracy can be read in a title or text."""
    figure = plots.plot_boundary(POINTS, CLASSES, WEIGHT, BIAS, **NUMBERS)

    expect.that(figure, is_figure(figure), message("a matplotlib Figure"), NO_FIGURE)
    found = numbers_in(figure)
    advice = message("These are all numbers in the figure. An f-string puts others into the title.")
    expect.that(found, 20 in found, message("20, the iteration, among them"), advice)
    kept = any(abs(number - 0.2071) <= 6e-4 for number in found)
    expect.that(found, kept, message("0.207, the loss, among them"), advice)
    kept = any(abs(number - value) <= 6e-4 for number in found for value in (0.75, 75))
    expect.that(found, kept, message("0.75 or 75, the accuracy, among them"), advice)


# ---- E21 plot_curves --------------------------------------------------------

RUN = {
    "losses": [0.9, 0.7, 0.6, 0.5, 0.45],
    "accuracies": [(0, 0.5), (2, 0.75), (4, 1.0)],
}


def curves(figure):
    """Return the points of every line in a figure."""
    lines = [line.get_xydata().tolist() for axes in figure.axes for line in axes.lines]
    for collection in (each for axes in figure.axes for each in axes.collections):
        lines += [path.vertices.tolist() for path in collection.get_paths()]
    return [[(round(x, 6), round(y, 6)) for x, y in line] for line in lines]


@pytest.mark.exercise("E21")
def test_plot_curves_draws_both_against_their_iterations(plots):
    """One line has the losses at 0, 1, 2, 3, 4; one has the accuracies at 0, 2, 4."""
    figure = plots.plot_curves(RUN)

    expect.that(figure, is_figure(figure), message("a matplotlib Figure"), NO_FIGURE)
    figure.savefig(io.BytesIO(), format="png")
    found = curves(figure)
    advice = message(
        "These are the points of all lines in the figure. The x of a loss is its place in the "
        "list, its y the loss itself."
    )
    losses = list(enumerate(RUN["losses"]))
    expect.that(found, losses in found, message("a line with {numbers}", numbers=losses), advice)
    others = [line for line in found if line != losses]
    percent = [(step, 100 * share) for step, share in RUN["accuracies"]]
    kept = RUN["accuracies"] in found or percent in found
    advice = message(
        "These are the points of all other lines in the figure. The x of an accuracy is the first "
        "number of its pair."
    )
    expect.that(others, kept, message("a line with {numbers}", numbers=RUN["accuracies"]), advice)


@pytest.mark.exercise("E21")
def test_plot_curves_names_its_axes(plots):
    """Loss, accuracy and iteration can be read on axes, titles or in a legend."""
    figure = plots.plot_curves(RUN)

    expect.that(figure, is_figure(figure), message("a matplotlib Figure"), NO_FIGURE)
    text = texts_in(figure)
    advice = message(
        "This is all that can be read. Use set_xlabel, set_ylabel, set_title or a legend."
    )
    expect.that(text, "loss" in text or "损失" in text, message("the word loss in it"), advice)
    expect.that(text, "acc" in text or "准确" in text, message("the word accuracy in it"), advice)
    expect.that(text, "iter" in text or "迭代" in text, message("the word iteration in it"), advice)


# ---- E22 log_history --------------------------------------------------------


class Recorder:
    """Stands in for TensorBoard's SummaryWriter and keeps what it is told."""

    def __init__(self):
        self.points = []
        self.ended = False

    def add_scalar(self, tag, scalar_value, global_step=None):
        self.points.append((tag, scalar_value, global_step))

    def flush(self):
        self.ended = True

    def close(self):
        self.ended = True


@pytest.mark.exercise("E22")
def test_log_history_writes_each_number_with_its_iteration(plots):
    """Every loss and every accuracy is written once, with its own iteration as the step."""
    writer = Recorder()

    plots.log_history(writer, RUN)

    points = writer.points
    advice = message(
        "add_scalar takes tag, number and step: without the step all points share one."
    )
    expect.equal([tag for tag, _, step in points if step is None], [], advice)
    advice = message(
        "Nothing found? Then no tag holds the word loss. Every loss counts once, and its step is "
        "its place in the list, from 0."
    )
    found = [(step, value) for tag, value, step in points if "loss" in tag.lower()]
    expect.equal(sorted(found), list(enumerate(RUN["losses"])), advice)
    advice = message(
        "Nothing found? Then no tag holds acc. Every accuracy counts once: the first number of its "
        "pair is the step, the second the value."
    )
    found = [(step, value) for tag, value, step in points if "acc" in tag.lower()]
    expect.equal(sorted(found), RUN["accuracies"], advice)


@pytest.mark.exercise("E22")
def test_log_history_flushes_at_the_end(plots):
    """The writer is flushed or closed, or the last points stay in its buffer."""
    writer = Recorder()

    plots.log_history(writer, RUN)

    expect.equal(writer.ended, True, message("Call flush() or close() after the last point."))
