"""Markers: which text of a solution becomes a stub, and what is wrong with the rest."""

import ast
import contextlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.course.solution_markers import find_answers, stub_text
from grader.errors import CourseError

SOLUTION = '''\
"""The module."""

import torch


def double(x):
    """Return twice *x*."""
    ### BEGIN SOLUTION
    # Why: because.
    return x * 2
    ### END SOLUTION


class LR:
    def forward(self, x):
        rows = len(x)
        ### BEGIN SOLUTION
        def helper(row):
            return row + 1

        return [helper(row) for row in range(rows)]
        ### END SOLUTION
'''

STUB = '''\
"""The module."""

import torch


def double(x):
    """Return twice *x*."""
    raise NotImplementedError("double is still to be written")


class LR:
    def forward(self, x):
        rows = len(x)
        raise NotImplementedError("LR.forward is still to be written")
'''


def fault_of(source: str) -> str:
    with pytest.raises(CourseError) as caught:
        stub_text(source, "solutions/loss.py")
    return str(caught.value)


def test_stub_keeps_all_but_the_answers():
    """Imports, docstrings, signatures and code outside the markers stay letter by letter."""
    assert stub_text(SOLUTION, "solutions/loss.py") == STUB


def test_answers_name_their_owner_and_lines():
    """A method is called by its class and name; the helper inside is part of the answer."""
    first, second = find_answers(SOLUTION, "solutions/loss.py")

    assert (first.owner, first.begin, first.end) == ("double", 8, 11)
    assert first.lines == ("    # Why: because.", "    return x * 2")
    assert second.owner == "LR.forward"


def test_two_answers_in_one_function_give_two_raises():
    """Code between two answers stays."""
    source = (
        "def f(x):\n"
        "    ### BEGIN SOLUTION\n    x = x + 1\n    ### END SOLUTION\n"
        "    print(x)\n"
        "    ### BEGIN SOLUTION\n    return x\n    ### END SOLUTION\n"
    )

    stub = stub_text(source, "f.py")

    assert stub.count("f is still to be written") == 2
    assert "    print(x)\n" in stub


def test_answer_in_a_branch_keeps_its_indentation():
    """The raise takes the place and the depth of the block."""
    source = (
        "def f(x):\n    if x:\n        ### BEGIN SOLUTION\n        pass\n        ### END SOLUTION\n"
    )

    stub = stub_text(source, "f.py")

    assert (
        stub
        == 'def f(x):\n    if x:\n        raise NotImplementedError("f is still to be written")\n'
    )


def test_marker_inside_a_string_is_text():
    """A docstring may speak of markers."""
    source = 'def f():\n    """\n    ### BEGIN SOLUTION\n    """\n'

    assert stub_text(source, "f.py") == source


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (
            "    ### BEGIN SOLUTION\n    return 1\n",
            'solutions/loss.py:2: BEGIN SOLUTION is never closed. Add "### END SOLUTION" after the '
            "answer.",
        ),
        (
            "    return 1\n    ### END SOLUTION\n",
            "solutions/loss.py:3: END SOLUTION without a BEGIN SOLUTION. Add",
        ),
        (
            "    ### BEGIN SOLUTION\n    x = 1\n    ### BEGIN SOLUTION\n    return x\n"
            "    ### END SOLUTION\n",
            "solutions/loss.py:4: BEGIN SOLUTION inside the answer that begins in line 2.",
        ),
        (
            "    pass\n### BEGIN SOLUTION\nx = 1\n### END SOLUTION\n",
            "solutions/loss.py:3: the markers are not in the body of one function. Put both inside",
        ),
        (
            "    x = 1\n    ### BEGIN SOLUTION\n    x = 2\ndef g():\n    return 3\n"
            "    ### END SOLUTION\n",
            "solutions/loss.py:3: the markers are not in the body of one function. Put both inside",
        ),
        (
            "    if True:\n    ### BEGIN SOLUTION\n        return 1\n    ### END SOLUTION\n",
            "solutions/loss.py:3: the markers are not in the body of one function. Put both inside",
        ),
        (
            "    ### BEGIN SOLUTION\n    # only words\n    ### END SOLUTION\n    return 1\n",
            "solutions/loss.py:2: there is no statement between the markers. Add the answer.",
        ),
        (
            "    ## begin solution\n    return 1\n",
            'solutions/loss.py:2: found "## begin solution", expected "### BEGIN SOLUTION" or',
        ),
        (
            "    x = 1  ### BEGIN SOLUTION\n    return x\n    ### END SOLUTION\n",
            "solutions/loss.py:2: code stands before the marker. Put it on a line of its own.",
        ),
        (
            "    return (\n",
            "solutions/loss.py:2: does not parse as Python: '(' was never closed. Fix that line.",
        ),
        (
            "    return '\0'\n",
            "solutions/loss.py: does not parse as Python: source code string cannot contain null",
        ),
        (
            "    ### BEGIN SOLUTION\n    try:\n        x = 1\n    ### END SOLUTION\n"
            "    except ValueError:\n        pass\n",
            "solutions/loss.py without its answers:3: does not parse as Python",
        ),
    ],
    ids=lambda value: None if value.startswith(" ") else re.sub(r"\W+", "_", value)[18:60],
)
def test_misplaced_marker_is_named_with_its_line(body, fault):
    """File, line, what was found and what to do stand in one sentence."""
    assert fault_of(f"def f():\n{body}").startswith(fault)


NAMES = st.sampled_from(["alpha", "beta", "gamma"])
ANSWERS = st.lists(
    st.sampled_from(
        ["secret = 41", "if secret:\n    secret += 1", "# secret remark", 'secret = """a\nb"""']
    ),
    max_size=5,
).map(lambda lines: "\n".join([*lines, "return 'secret'"]))


@st.composite
def solutions(draw):
    """Functions and methods with an answer each, at any depth."""
    depth = draw(st.integers(0, 3))
    pieces = []
    for name in draw(st.lists(NAMES, min_size=1, max_size=3, unique=True)):
        lines = [f"def {name}(x):", '    """What is asked."""', "    ### BEGIN SOLUTION"]
        lines += [f"    {line}" for line in draw(ANSWERS).split("\n")]
        lines += ["    ### END SOLUTION", ""]
        pieces += lines
    for level in range(depth):
        pieces = [f"class Outer{level}:", *(f"    {line}".rstrip() for line in pieces)]
    return "\n".join(pieces)


@given(solutions())
def test_stub_parses_and_holds_no_answer(source):
    """Whatever the answers are, none of their lines is left and the rest is Python."""
    stub = stub_text(source, "f.py")

    ast.parse(stub)
    assert "secret" not in stub
    assert "SOLUTION" not in stub
    assert stub.count("NotImplementedError") == source.count("BEGIN SOLUTION")


@given(solutions(), st.data())
def test_lost_line_is_an_error_or_a_stub_that_parses(source, data):
    """A solution that lost any line gives a CourseError or a stub, never another exception."""
    lines = source.split("\n")
    del lines[data.draw(st.integers(0, len(lines) - 1))]
    with contextlib.suppress(CourseError):
        ast.parse(stub_text("\n".join(lines), "f.py"))
