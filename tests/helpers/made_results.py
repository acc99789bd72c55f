"""Results as grading would write them, for tests of everything that reads them."""

from dataclasses import replace
from pathlib import Path

from grader.course.manifest import find_course
from grader.results.store import Result, ResultStore, grade_exercises
from helpers import courses

TOY = find_course(courses.TOY)


def check(exercise="T1", name="test_double_doubles", outcome="PASSED", points=6.0):
    """Return a judged check as a worker sends it."""
    return {
        "exercise": exercise,
        "name": name,
        "sentence": "Every element is doubled.",
        "outcome": outcome,
        "points": points,
        "earned": points if outcome == "PASSED" else 0.0,
        "message": "",
        "note": "",
    }


def result(student="alice", outcome="PASSED", **changes):
    """Return the result of one passed and one other check."""
    checks = [check(), check("T2", "test_total_adds_up", outcome, 4.0)]
    whole = Result(
        student=student,
        unit={"name": "toy", "version": "1.0"},
        digests={"submission": "a", "tests": "b"},
        box={"strength": "full", "torch": "2.13.0"},
        exercises=grade_exercises(TOY.unit, checks),
        max_score=10.0,
    )
    return replace(whole, **changes)


#: Names that must neither run, nor calculate, nor turn a page around, nor burst it.
HOSTILE_NAMES = (
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    '=HYPERLINK("http://example.invalid")',
    "\u0645\u062d\u0645\u062f \u202egnp.exe",
    "x" * 300,
)


def folder_of(folder: Path, *results: Result) -> Path:
    """Write *results* into *folder* as grading does and return it."""
    store = ResultStore(folder)
    for each in results:
        store.write(each)
    return folder
