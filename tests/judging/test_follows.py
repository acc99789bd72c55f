"""One line makes the checks of a function that follows the reference, with pytest and without."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from grader.box.sandbox import Walls
from grader.box.zygote import Zygote
from grader.course.checks import FOLLOWED, read_checks
from grader.course.manifest import find_course
from grader.diagnosis.visible_examples import show
from grader.errors import CourseError
from grader.intake import Submission
from grader.judging.judge import Judge
from grader.judging.session import run_session
from grader.results.outcomes import Outcome
from grader.testing import Tensors, Values, follows_reference, normal
from grader.testing.contracts.answers import match_argument, match_types
from grader.testing.failures import Answer, CheckFailed, Question

UNIT = """schema = 1

[unit]
name = "lists"
title = "Lists"
version = "1.0"
points = 8

[[exercise]]
id = "L1"
module = "lists"
names = ["largest"]
title = "The largest"
points = 8
"""
SOLUTION = """
def largest(numbers, count=1):
    if count < 0:
        raise ValueError
    return sorted(numbers, reverse=True)[:count]
"""
HIDDEN = """
from grader.testing import Values, Written, follows_reference

test_largest = follows_reference(
    "lists.largest",
    "refusals",
    numbers=Values({"are some": [3, -1, 7, 7], "are in order": [9, 5, 2], "is none": []}),
    count=Values({"is 1": 1, "is 2": 2, "is 0": 0, "is 9": 9}, {"is negative": -1}, optional=True),
)
"""
ANSWERS = {
    "another way": (
        "def largest(numbers, count=1):\n"
        "    if count < 0:\n        raise ValueError\n"
        "    found, rest = [], list(numbers)\n"
        "    while rest and len(found) < count:\n"
        "        found.append(rest.pop(rest.index(max(rest))))\n"
        "    return found\n",
        set(),
    ),
    "a tuple": (SOLUTION.replace("[:count]", "[:count],").replace("sorted", "*sorted"), {"kind"}),
    "sorts in place": (
        SOLUTION.replace("    return", "    numbers.sort(reverse=True)\n    return"),
        {"arguments"},
    ),
    "refuses nothing": (
        SOLUTION.replace("raise ValueError", "count = 0"),
        {"refusals"},
    ),
    # A gated check is open only once the base has passed.
    "the smallest": (
        SOLUTION.replace(", reverse=True", ""),
        {"values", "kind", "arguments", "refusals"},
    ),
}


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course of one exercise."""
    texts = {
        "exercises/unit.toml": UNIT,
        "exercises/lists.py": "",
        "solutions/lists.py": SOLUTION,
        "hidden/test_lists_hidden.py": HIDDEN,
    }
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_its_checks_judge_what_a_mistake_breaks_and_nothing_else(course: Path, walls: Walls):
    """Source and session name the same checks, and a wrong kind alone costs a quarter at most."""
    failed: dict[str, set[str]] = {}
    points: dict[str, float] = {}
    checks: list[object] = []

    def body(judge: Judge) -> None:
        judge.prove_reference()
        checks.extend(judge.checks)
        for name, (text, _) in ANSWERS.items():
            verdicts = judge.judge(Submission(name, {"lists.py": text.encode()})).verdicts
            lost = [each.check for each in verdicts if each.outcome is not Outcome.PASSED]
            failed[name] = {check.name.removeprefix("test_largest_") for check in lost}
            points[name] = sum(check.weight for check in lost)

    with Zygote(walls, ()) as zygote:
        run_session(find_course(course), zygote.spawn, body)

    assert checks == read_checks(find_course(course))
    assert failed == {name: lost for name, (_, lost) in ANSWERS.items()}
    assert points["a tuple"] <= sum(check.weight for check in read_checks(find_course(course))) / 4


def test_a_message_names_the_part_that_is_meant():
    """An entry of the answer or of an argument, and not the whole."""
    answer = Answer([["A", "B"]], {}, Question("call", "lists.pairs", b"", b""))

    with pytest.raises(CheckFailed) as kind:
        match_types(answer, [["A", "B"]], [("A", "B")])
    with pytest.raises(CheckFailed) as changed:
        match_argument(answer, ["b", "a"], ["a", "b"], "Argument 1 of pairs")
    with pytest.raises(CheckFailed) as whole:
        match_types(answer, (), [])

    assert kind.value.message == "entry 0 of pairs is a list of 2, expected a tuple of 2."
    assert changed.value.message == (
        "Entry 0 of argument 1 of pairs has changed: its value is another one."
    )
    assert whole.value.message == "pairs returned a tuple of 0, expected a list of 0."


def test_an_example_shows_tuples_as_they_are_written():
    """One, one of one entry, and those within a list."""
    for value in [("A", "B"), (1,), (), [("A", "B")], {"a": (1,)}]:
        assert show(value) == repr(value)


@pytest.mark.parametrize(
    ("parts", "kinds", "words"),
    [
        (("refusals",), {}, "the kinds hold nothing that is forbidden. Leave out 'refusals'"),
        (
            (),
            {"n": Values({"is 1": 1}, {"is 0": 0})},
            "something that is forbidden. Add 'refusals'",
        ),
        ((), {"z": Tensors({"is near 0": normal()})}, "that requires grad. Add 'gradients'"),
    ],
)
def test_parts_and_kinds_must_agree(parts, kinds: Mapping[str, Values], words):
    """Reading the source alone tells which checks there are, so it has to say them."""
    with pytest.raises(CourseError, match=words):
        follows_reference("lists.largest", *parts, **kinds)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"refusals",', '"refusal",', "asks for 'refusal', expected 'gradients' or 'refusals'"),
        ("lists.largest", "lists.smallest", "is about lists.smallest, which no exercise names"),
        ('"lists.largest",\n    "refusals",', "", "is about nothing, which no exercise names"),
        ('"lists.largest"', "LARGEST", "is about LARGEST, which no exercise names"),
    ],
)
def test_what_it_names_must_be_there(course: Path, old: str, new: str, words: str):
    """A part, or a function of an exercise."""
    path = course / "hidden" / "test_lists_hidden.py"
    path.write_text(path.read_text().replace(old, new))

    with pytest.raises(CourseError, match=words):
        read_checks(find_course(course))


def test_a_kind_alone_costs_less_than_a_quarter():
    """Whatever else is asked for."""
    weights = {name: keywords["points"] for name, (keywords, _) in FOLLOWED.items()}
    always = [weights[name] for name in ("values", "kind", "arguments")]

    assert 4 * weights["kind"] <= sum(always)
