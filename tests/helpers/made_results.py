"""Results as grading would write them, for tests of everything that reads them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from grader.box.strength import FULL, BoxRecord
from grader.course.checks import Check
from grader.course.manifest import Unit, find_course
from grader.intake.account import Account
from grader.messages.explanation import ExampleCall, Explanation, Raised
from grader.messages.message import Code, Message, stranger
from grader.results import records
from grader.results.outcomes import Outcome
from grader.results.records import Digests, Header, Result, UnitId, Verdict
from grader.results.store import ResultStore
from helpers import courses

TOY = find_course(courses.TOY)
UNIT = UnitId(TOY.unit.name, TOY.unit.version)
DIGESTS = Digests("a", {"shapes.py": "a"}, "b")
BOX = BoxRecord(FULL, {"seccomp": True}, "2.13.0")


def check(
    exercise: str = "T1",
    name: str = "test_double_doubles",
    outcome: str = "PASSED",
    points: float = 6.0,
    message: Explanation | Message | str = "",
    note: str = "",
    *,
    skipped: bool = False,
) -> tuple[Check, Verdict]:
    """Return a check of the course and the verdict on it."""
    found = Message.whole(message) if isinstance(message, str) else message
    told = found if isinstance(found, Explanation) else Explanation(found)
    asked = Check(
        name=name,
        exercise=exercise,
        module="shapes",
        weight=points,
        base=False,
        gated=False,
        sentence="Every element is doubled.",
        limit_s=2.0,
    )
    return asked, Verdict(name, Outcome(outcome), told, note, skipped)


def explained(
    found: str, *why: str, call: str = "", expected: str = "", got: str = "", at: str = ""
) -> Explanation:
    """Return an explanation; *at* is ``file:line`` where *got* is an exception."""
    if not call:
        return Explanation(Message.whole(found), tuple(map(Message.whole, why)))
    came, wanted = stranger(got) if got else None, Code(expected) if expected else None
    if at:
        file, line = at.split(":")
        shown = ExampleCall(call=Code(call), got=Raised(stranger(got), stranger(file), int(line)))
    else:
        shown = ExampleCall(call=Code(call), expected=wanted, got=came)
    return Explanation(Message.whole(found), tuple(map(Message.whole, why)), shown)


def result(
    student: str = "alice",
    outcome: str = "PASSED",
    *,
    checks: Sequence[tuple[Check, Verdict]] | None = None,
    refused: str = "",
    notes: Sequence[str] = (),
    unit: UnitId = UNIT,
    digests: Digests = DIGESTS,
    box: BoxRecord = BOX,
    account: Account | None = None,
) -> Result:
    """Return the result of one passed and one other check, or of *checks*, or a refusal."""
    said = tuple(map(Message.whole, notes))
    header = Header(student, unit, digests, said, account or Account())
    if refused:
        return records.refused(header, TOY.unit, Message.whole(refused))
    if checks is None:
        checks = [check(), check("T2", "test_total_adds_up", outcome, 4.0)]
    asked, verdicts = [each for each, _ in checks], [verdict for _, verdict in checks]
    return records.complete(header, TOY.unit, asked, verdicts, box)


def failed(
    student: str = "alice",
    outcome: str = "WRONG",
    message: Explanation | Message | str = "",
    note: str = "",
    **more: Any,
) -> Result:
    """Return a result whose second check failed, with its message and note."""
    last = check("T2", "test_total_adds_up", outcome, 4.0, message, note)
    return result(student, checks=[check(), last], **more)


def scored(
    unit: Unit,
    student: str,
    scores: Mapping[str, float | None],
    /,
    *,
    message: str = "It returned nothing. Is there a return?",
    refused: str = "",
    note: str = "",
    **header: Any,
) -> Result:
    """
    Return a result of *unit* in which each exercise has the points of *scores*.

    An exercise that is not named has all its points, one with None is open. What is missing is
    the worth of a second, wrong check with *message*.
    """
    fields = {"unit": UnitId(unit.name, unit.version), "digests": DIGESTS} | header
    about = Header(student, **fields)
    if refused:
        return records.refused(about, unit, Message.whole(refused))
    asked, verdicts = [], []
    for exercise in unit.exercises:
        score = scores.get(exercise.id, exercise.points)
        parts = [("PASSED", score or 0.0), ("WRONG", exercise.points - (score or 0.0))]
        if score is None:
            parts = [("NOT_JUDGED", exercise.points)]
        for outcome, points in parts:
            if points:
                name = f"test_{exercise.names[0]}_{outcome.lower()}"
                text = "" if outcome == "PASSED" else message
                one, verdict = check(exercise.id, name, outcome, float(points), text, note)
                asked.append(replace(one, sentence=f"{exercise.names[0]} is right."))
                verdicts.append(verdict)
    return records.complete(about, unit, asked, verdicts, BOX)


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
