"""Hidden checks: one rule for markers in source and in the session, the order and the gates."""

import shutil
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from helpers.courses import TOY

from grader.course.checks import Check, closing_base, course_order, marked_tests, read_checks
from grader.course.manifest import find_course
from grader.errors import CourseError
from grader.judging.session import run_session

HIDDEN = Path("hidden") / "test_shapes_hidden.py"
MARKER = '@pytest.mark.check("T1", points=4, base=True)\n'


@pytest.fixture
def root(tmp_path) -> Path:
    """A copy of the toy course."""
    shutil.copytree(TOY, tmp_path / "toy")
    return tmp_path / "toy"


def change(root: Path, old: str, new: str) -> None:
    text = (root / HIDDEN).read_text()
    assert old in text
    (root / HIDDEN).write_text(text.replace(old, new, 1))


def session_fault(root: Path, monkeypatch) -> str:
    """Return what the session that judges says of the hidden tests of a course."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.delitem(sys.modules, "test_shapes_hidden", raising=False)
    with pytest.raises(CourseError) as caught:
        run_session(find_course(root), lambda files: None, lambda judge: None)
    return str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            MARKER,
            "",
            " has no check marker, expected one such as "
            '@pytest.mark.check("E01", points=1). Add it.',
        ),
        (
            MARKER,
            MARKER * 2,
            " has 2 check markers, expected one such as "
            '@pytest.mark.check("E01", points=1). Remove the others.',
        ),
        (
            '"T1", points=4',
            '"T9", points=4',
            " is marked for 'T9', expected one exercise of T1, T2. Fix the marker.",
        ),
        (
            '"T1", points=4',
            "points=4",
            " is marked for nothing, expected one exercise of T1, T2. Fix the marker.",
        ),
        (
            '"T1", points=4',
            '"T1", 4',
            " is marked for 'T1', 4, expected one exercise of T1, T2. Fix the marker.",
        ),
        (
            "points=4, base",
            "points=4, bse",
            ': key "bse" is unknown, expected one of points, base, gated, alone. '
            "Remove it or fix its spelling.",
        ),
        (
            '"T1", points=4',
            '"T1"',
            ': key "points" is missing, expected a number above 0. Add it, for example: points=4',
        ),
        (
            "points=4",
            "points=-4",
            ': key "points" is -4, expected a number above 0. Write, for example: points=4',
        ),
        (
            "points=4",
            'points="4"',
            ": key \"points\" is '4', expected a number above 0. Write, for example: points=4",
        ),
        (
            "points=4",
            "points=True",
            ': key "points" is True, expected a number above 0. Write, for example: points=4',
        ),
        (
            "base=True",
            "base=1",
            ': key "base" is 1, expected True or False. Write, for example: base=True',
        ),
        (
            "gated=True",
            'gated="no"',
            ": key \"gated\" is 'no', expected True or False. Write, for example: gated=True",
        ),
        (
            "base=True",
            "alone=2",
            ': key "alone" is 2, expected text. Write, for example: alone="integers"',
        ),
        (
            '    """Every element is doubled."""\n',
            "",
            " has no docstring. Write the sentence that the student reads.",
        ),
    ],
)
def test_source_and_session_refuse_a_marker_in_the_same_words(root, monkeypatch, old, new, fault):
    """What cannot be graded is found by reading, and nothing else is found by reading."""
    change(root, old, new)

    with pytest.raises(CourseError) as read:
        read_checks(find_course(root))

    name = "test_double_keeps_integers" if "gated" in old else "test_double_doubles"
    where, _, found = str(read.value).partition(name)
    assert where.startswith(f"{HIDDEN.as_posix()}:")
    assert found == fault
    assert session_fault(root, monkeypatch) == f"{HIDDEN.name}::{name}{fault}"


@pytest.mark.parametrize("points", ["float('inf')", "float('nan')", "WORTH"])
def test_points_that_only_running_tells_are_refused_by_the_reader(root, points):
    """What a check is worth stands in its marker, so that nothing needs to be run to know it."""
    change(root, "points=4", f"points={points}")

    with pytest.raises(CourseError, match="expected a number above 0"):
        read_checks(find_course(root))


@pytest.mark.parametrize("points", ["float('inf')", "float('nan')"])
def test_points_without_end_are_refused_by_the_session(root, monkeypatch, points):
    """A sum of them would be no score."""
    change(root, "points=4", f"points={points}")

    assert "expected a number above 0" in session_fault(root, monkeypatch)


def test_checks_are_read_as_they_are_declared(root):
    """Every field comes from marker, docstring or manifest; the sentence is the first paragraph."""
    change(
        root, '"""Every element is doubled."""', '"""Every element\n    is doubled.\n\n    Why."""'
    )
    change(root, "points=2, gated=True", 'points=2, gated=True, alone="ints"')

    first, second, *_ = read_checks(find_course(root))

    assert first == Check(
        name="test_double_doubles",
        exercise="T1",
        module="shapes",
        weight=4.0,
        base=True,
        gated=False,
        sentence="Every element is doubled.",
        limit_s=2.0,
    )
    assert (second.base, second.gated, second.alone) == (False, True, "ints")


SOURCE = '''
from pytest import mark

pytestmark = (mark.check("M"),)


def test_one():
    """One."""


@mark.check("C")
class TestMore:
    @mark.skip
    @mark.check("F", points=-1 + 0, **more)
    def test_two(self, n):
        pass

    def helper(self):
        pass


class Helper:
    def test_nothing(self):
        pass
'''


def test_markers_of_function_class_and_module_are_read_without_running_anything():
    """What is no literal stands in its own words; helpers are no tests, whatever is above them."""
    one, two = marked_tests(SOURCE, "hidden/test_a.py", "check")

    assert [marker.args for marker in one.markers] == [("M",)]
    assert (one.where, one.definition) == ("hidden/test_a.py:7: test_one", "test_one")
    assert [marker.args for marker in two.markers] == [("M",), ("C",), ("F",)]
    assert repr(two.markers[-1].keywords) == "{'points': -1 + 0, '**': more}"
    assert (two.skipped, two.file, two.definition) == (True, "test_a", "TestMore")


def test_a_marked_function_that_pytest_would_not_collect_is_read_too():
    """So that its author can be told; a helper below a marked class is none."""
    source = SOURCE.replace("test_one", "one").replace("class Test", "class Rest")

    assert [test.name for test in marked_tests(source, "a.py", "check")] == ["test_two"]


def test_checks_follow_the_manifest_bases_first_and_gated_ones_last():
    """The order of running, of results and of the kill table is this one."""
    unit = find_course(TOY).unit
    base, gated, other, last = read_checks(find_course(TOY))
    plain = replace(base, name="test_plain", base=False)

    shuffled = [last, gated, plain, other, base]

    assert sorted(shuffled, key=course_order(unit)) == [base, plain, gated, other, last]


def test_a_failed_base_closes_the_gate_of_its_own_exercise_only():
    """The first of them is the one that a gated check waits for."""
    base, gated, other, last = read_checks(find_course(TOY))
    second = replace(base, name="test_second")

    assert closing_base(gated, [other, base, second]) == base
    assert closing_base(gated, [other, last]) is None
    assert closing_base(base, [second]) is None
