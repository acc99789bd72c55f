"""Figures: numbers on visible inputs, from children that have seen nothing hidden."""

import json
import math
import re
import shutil
from dataclasses import replace
from typing import Any

import pytest
import torch
from helpers.courses import TOY
from helpers.judged import task
from helpers.made_results import result
from hypothesis import given
from hypothesis import strategies as st

from grader.box.inside.values import SentObject, SentTensor
from grader.course.manifest import find_course
from grader.engine.grading import grade
from grader.engine.local import Pool
from grader.engine.worker import WorkerConfig
from grader.errors import CourseError
from grader.intake import Submission
from grader.judging import clock
from grader.judging.figures import Figures, first_wrong
from grader.judging.reference import Reference
from grader.results.figures import read_figures, write_figures
from grader.results.store import ResultStore
from grader.testing.figure_specs import numbers

RIGHT = (TOY / "solutions" / "shapes.py").read_text()
EXHIBITS = """
import torch
from grader.testing import Boundary, Curve, NumberTable, numbers

X = torch.tensor([1.0, 2.0, 4.0])

EXHIBITS = [
    Curve("T1", "Doubled", lambda s: numbers(s.call("shapes.double", X).value), axes=("x", "2x")),
    NumberTable("T2", "Sum", lambda s: numbers(s.call("shapes.total", X).value), rows=["total"]),
    Boundary("T1", "Line", lambda s: numbers(s.call("shapes.double", X).value), points=[(0, 1)],
             labels=[1]),
]
"""
#: Remembers every number it is asked about and gives it away as soon as it is asked again.
SMUGGLER = """
import torch

SEEN = []
try:
    SEEN += [float(line) for line in open("seen")]
except OSError:
    pass


def double(x):
    stolen = list(SEEN)
    SEEN.extend(x.flatten().tolist())
    try:
        open("seen", "w").write("\\n".join(map(str, SEEN)))
    except OSError:
        pass
    return torch.tensor(stolen[: x.numel()]) if stolen else x * 2


def total(x):
    return x.sum().item()
"""


def toy_with(tmp_path, exhibits):
    """Return a copy of the toy course with *exhibits* beside its hidden tests."""
    root = tmp_path / "course"
    shutil.copytree(TOY, root, ignore=shutil.ignore_patterns("__pycache__"))
    (root / "hidden" / "exhibits.py").write_text(exhibits)
    return root


def asking(files):
    """Return a task that asks for figures too."""
    return replace(task(0, files), figures=True)


@pytest.fixture(scope="module")
def course_with_figures(tmp_path_factory):
    """A course with figures and one judge."""
    root = toy_with(tmp_path_factory.mktemp("exhibits"), EXHIBITS)
    with Pool(WorkerConfig(root), jobs=1) as pool:
        yield find_course(root), pool


@pytest.fixture
def shown_by(course_with_figures):
    """Return a function that judges a text and returns its figures by title."""

    def show(text):
        (judged,) = course_with_figures[1].judge([asking({"shapes.py": text})])
        return {figure["title"]: figure for figure in judged.figures}

    return show


def test_right_answers_lie_on_the_reference(shown_by):
    """Curve, table and line: the student's numbers, the reference's, and no difference."""
    shown = shown_by(RIGHT)

    assert shown["Doubled"]["mine"] == shown["Doubled"]["theirs"] == [2.0, 4.0, 8.0]
    assert (shown["Sum"]["mine"], shown["Sum"]["rows"]) == ([7.0], ["total"])
    assert shown["Line"]["points"] == [[0.0, 1.0]]
    assert {figure.get("wrong_at") for figure in shown.values()} == {None}


def test_the_first_wrong_number_is_told(shown_by):
    """Right at the first place, wrong from the second on; what is not finite is written out."""
    text = RIGHT.replace("return x * 2", "y = x * 2; y[1] = float('inf'); return y")

    shown = shown_by(text)

    assert shown["Doubled"]["mine"] == [2.0, "inf", 8.0]
    assert shown["Doubled"]["wrong_at"] == 1


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("raise ValueError(str(x))", "total raised ValueError."),
        ("return 'seven'", "The answer does not have the form that the contract asks for."),
        ("return [1.0] * 3000", "The answer does not have the form that the contract asks for."),
        ("return None", "The answer does not have the form that the contract asks for."),
        ("return [1.0, 2.0]", "The answer does not have the form that the contract asks for."),
    ],
)
def test_what_is_no_picture_says_why_in_our_words(shown_by, answer, words):
    """Nothing that a submission says is repeated."""
    shown = shown_by(RIGHT.replace("return x.sum().item()", answer))

    assert shown["Sum"]["missing"] == words
    assert "mine" not in shown["Sum"]
    assert "mine" in shown["Doubled"]


def test_what_was_not_written_or_never_ended_is_not_asked_again(shown_by):
    """It would cost its time limit once more."""
    loop = RIGHT.replace("return x * 2", "while True: pass")
    stub = loop.replace("return x.sum().item()", "raise NotImplementedError")

    assert shown_by(stub) == {}


def test_figures_come_from_children_that_have_seen_nothing_hidden(shown_by, monkeypatch, tmp_path):
    """A submission that hoards hidden inputs has none to give away on a visible one."""
    monkeypatch.chdir(tmp_path)  # The control writes its loot where it stands.
    control: dict[str, Any] = {}
    exec(SMUGGLER, control)
    hidden = torch.tensor([7.0, 8.0, 9.0])
    control["double"](hidden)
    assert torch.equal(control["double"](torch.zeros(3)), hidden)

    shown = shown_by(SMUGGLER)

    # Asked once for both figures, in a child of its own: there is nothing to steal yet.
    assert shown["Doubled"]["mine"] == [2.0, 4.0, 8.0]


def test_grading_keeps_figures_beside_the_results(course_with_figures, tmp_path):
    """What has none yet is judged again when they are wanted, and else left alone."""
    course, pool = course_with_figures
    entries = [Submission("alice", {"shapes.py": RIGHT.encode()})]
    store = ResultStore(tmp_path)

    (plain,) = grade(course, entries, store, pool)
    header = plain.result.header
    before = read_figures(tmp_path, header)
    costs = (tmp_path / "costs.csv").read_text().count("alice")
    (first,) = grade(course, entries, store, pool, figures=True)
    found = read_figures(tmp_path, header)
    (again,) = grade(course, entries, store, pool, figures=True)

    # The result is the same, so only its pictures were written; then nothing is judged.
    assert [each.fresh for each in (plain, first, again)] == [True, False, False]
    assert plain.result == first.result == again.result
    assert (tmp_path / "costs.csv").read_text().count("alice") == costs + 1
    assert before is None
    assert found is not None
    assert [each["exercise"] for each in found] == ["T1", "T2", "T1"]
    assert "exhibits" not in json.loads((tmp_path / "alice.json").read_text())


@pytest.mark.parametrize(
    ("exhibits", "words"),
    [
        ("\nEXHIBITS = [", "hidden/exhibits.py:2 cannot be used: SyntaxError"),
        ("", "hidden/exhibits.py cannot be used: AttributeError"),
        (
            "while True: pass",
            "hidden/exhibits.py cannot be used: this did not return within 0.3 s.",
        ),
        ("\nraise SystemExit(5)", "hidden/exhibits.py:2 cannot be used: SystemExit: 5"),
        (EXHIBITS.replace('"T1"', '"T9"'), 'has no exercise "T9"'),
    ],
)
def test_a_file_of_figures_that_cannot_be_used_is_named(tmp_path, monkeypatch, exhibits, words):
    """File and fault on one line, before anybody is asked."""
    monkeypatch.setattr(clock, "LIMIT_S", 0.3)
    course = find_course(toy_with(tmp_path, exhibits))

    def nobody(files):
        raise AssertionError(f"nobody may be asked: {sorted(files)}")

    figures = Figures(course, Reference(course, nobody), nobody)
    with pytest.raises(CourseError, match=re.escape(words)):
        figures.show(Submission("alice", {}), ())


@pytest.mark.parametrize(
    ("exhibits", "words"),
    [
        (EXHIBITS.replace("shapes.total", "shapes.sum"), "sum was not found in shapes.py"),
        (
            EXHIBITS.replace('total", X).value', 'total", X)["x"]'),
            "hidden/exhibits.py:9 has no numbers of the reference for 'Sum': KeyError",
        ),
    ],
)
def test_a_fault_in_a_figure_costs_the_figures_alone(tmp_path, exhibits, words):
    """Everybody is graded; the fault is named, and nothing stands where figures would."""
    course = find_course(toy_with(tmp_path, exhibits))
    entries = [Submission(who, {"shapes.py": RIGHT.encode()}) for who in ("alice", "bob")]

    with Pool(WorkerConfig(course.root), jobs=1) as pool:
        done = list(grade(course, entries, ResultStore(tmp_path / "to"), pool, figures=True))

    assert [each.result.score for each in done] == [10.0, 10.0]
    assert all(words in each.no_figures for each in done)
    assert read_figures(tmp_path / "to", done[0].result.header) is None


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"schema": "x"}', '{"schema": "grader/exhibits/1"}']
)
def test_a_half_written_file_holds_no_figures(tmp_path, text):
    """The page goes on without pictures."""
    header = result().header
    write_figures(tmp_path, header, [])
    assert read_figures(tmp_path, header) == []

    (tmp_path / "exhibits" / "alice.json").write_text(text)

    assert read_figures(tmp_path, header) is None


@given(
    st.lists(st.floats(-10, 10)), st.integers(0, 20), st.sampled_from([math.nan, math.inf, 99.0])
)
def test_two_runs_part_at_the_first_number_that_differs(run, place, odd):
    """And never, if none does."""
    assert first_wrong(run, list(run), 1e-4, 1e-6) is None

    changed = [*run[:place], odd, *run[place + 1 :]]
    assert first_wrong(changed, run, 1e-4, 1e-6) == min(place, len(run))


@pytest.mark.parametrize(
    "value", ["text", True, None, {"a": 1.0}, SentObject("x"), [[1.0], "x"], [1.0] * 2001]
)
def test_only_numbers_are_numbers(value):
    """A bool, a text or an object is none, nor is more than a picture can show."""
    with pytest.raises(ValueError, match="number"):
        numbers(value)


def test_tensors_and_nested_lists_become_plain_numbers():
    """In the order in which they stand."""
    assert numbers([SentTensor(torch.tensor([[1, 2]])), [3.5, [4]]]) == [1.0, 2.0, 3.5, 4.0]
    with pytest.raises(ValueError, match="not a short tensor"):
        numbers(SentTensor(torch.zeros(1, dtype=torch.complex64)))
