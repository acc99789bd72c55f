"""A figure with too much on it is said to have it, inside the box, in words for the student."""

import pytest

from grader.box.inside.drivers.figures import describe_figure
from grader.box.inside.policy import FIGURE_TEXT, LINE_POINTS


@pytest.fixture
def axes():
    """Axes of a figure without a window."""
    from matplotlib.figure import Figure

    return Figure().subplots()


def test_a_long_line_and_a_long_title_are_cut(axes):
    """What the judge looks at has an end; a legal picture keeps its points."""
    axes.plot(range(LINE_POINTS + 7), [0] * (LINE_POINTS + 7))
    axes.set_title("loss " + "9" * 2 * FIGURE_TEXT)

    (facts,) = describe_figure(axes.figure)["value"]

    assert [len(line) for line in facts["polylines"]] == [LINE_POINTS]
    assert len(facts["title"]) == FIGURE_TEXT


@pytest.mark.parametrize(
    ("count", "size", "why"),
    [
        (6, LINE_POINTS, "24000 points are drawn, and 20000 are looked at"),
        (2001, 1, "2001 lines are drawn, and 2000 are looked at"),
    ],
)
def test_too_many_points_or_lines_are_too_large_an_answer(axes, count, size, why):
    """The student reads how many there are and how many are looked at."""
    from matplotlib.lines import Line2D

    for _ in range(count):
        axes.add_line(Line2D(range(size), [0] * size))

    assert describe_figure(axes.figure) == {"unsendable": why}


def test_too_many_texts_are_too_large_an_answer(axes):
    """Five hundred texts are more than anybody reads."""
    for number in range(501):
        axes.text(0, 0, str(number))

    found = describe_figure(axes.figure)

    assert found == {"unsendable": "501 texts are drawn, and 500 are looked at"}


@pytest.mark.parametrize("place", ["set_title", "set_xlabel", "set_ylabel"])
def test_a_formula_that_cannot_be_drawn_is_an_error(axes, place):
    """Such a figure could not be shown either; nothing needs to be drawn to find out."""
    getattr(axes, place)(r"the loss is $\frac{1}{N$")

    with pytest.raises(ValueError, match=r"Expected|unknown|ParseFatal"):
        describe_figure(axes.figure)


def test_a_formula_and_a_dollar_are_texts(axes):
    """What can be drawn is read as it was written."""
    axes.set_title(r"$w_0 x_1 + w_1 x_2 + b = 0$, cost 5\$")
    axes.set_xlabel("5 $")

    (facts,) = describe_figure(axes.figure)["value"]

    assert facts["title"].strip() == r"$w_0 x_1 + w_1 x_2 + b = 0$, cost 5\$"
    assert facts["xlabel"] == "5 $"
