"""
The kill table: which checks catch which known mistakes, and what follows for the course.

A check that no mistake needs, a mistake that no check catches and a right answer that
one rejects are problems; so is a diagnosis that names too few mistakes.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from grader.course.checks import read_checks
from grader.course.manifest import Course

from .corpus import Finding


@dataclass(frozen=True)
class Row:
    """The kill table's line of one exercise: how many mistakes and right answers, and which."""

    exercise: str
    intended: int
    other: int
    missed: int
    accepted: int
    rejected: int
    #: Checks besides the base without which every mistake would still be caught.
    idle: tuple[str, ...]


def tabulate(course: Course, findings: Iterable[Finding]) -> list[Row]:
    """Return the kill table, one row an exercise."""
    found, rows = list(findings), []
    checks = read_checks(course)
    for exercise in course.unit.exercises:
        own = [finding for finding in found if finding.patch.exercise == exercise.id]
        wrong = [finding for finding in own if not finding.patch.right]
        right = [finding for finding in own if finding.patch.right]
        rejected = sum(bool(finding.messages) for finding in right)
        intended = sum(bool(finding.caught & finding.patch.caught_by) for finding in wrong)
        missed = sum(not finding.caught for finding in wrong)
        alone = {name for finding in wrong if len(finding.caught) == 1 for name in finding.caught}
        names = [c.name for c in checks if c.exercise == exercise.id and not c.base]
        rows.append(
            Row(
                exercise.id,
                intended,
                len(wrong) - intended - missed,
                missed,
                len(right) - rejected,
                rejected,
                tuple(name for name in names if name not in alone),
            )
        )
    return rows


@dataclass(frozen=True)
class Naming:
    """How often the student reads the cause: of the listed mistakes and of those held out."""

    listed: int
    listed_named: int
    held_out: int
    held_out_named: int


def count_named(findings: Iterable[Finding]) -> Naming:
    """Return how many mistakes are named by what the student reads."""
    wrong = [finding for finding in findings if not finding.patch.right]
    listed = [finding for finding in wrong if not finding.patch.held_out]
    held_out = [finding for finding in wrong if finding.patch.held_out]
    return Naming(
        len(listed),
        sum(finding.named for finding in listed),
        len(held_out),
        sum(finding.named for finding in held_out),
    )


#: Shares of mistakes that must be named: of those the words were written for, and of others.
LISTED_NAMED, HELD_OUT_NAMED = 0.95, 0.80


def find_problems(course: Course, findings: Sequence[Finding]) -> list[str]:
    """Return what is wrong with course or corpus, one sentence each; the worst first."""
    return [
        *_verdict_problems(findings),
        *_check_problems(course, findings),
        *_naming_problems(count_named(findings)),
    ]


def _verdict_problems(findings: Sequence[Finding]) -> Iterator[str]:
    for finding in findings:
        patch = finding.patch
        what = f"{patch.path.parents[1].name}/{patch.path.parent.name}/{patch.path.name}"
        if finding.stumbled:
            yield f"{what} could not be judged."
        elif patch.right and finding.messages:
            yield f"{what} is a right answer and was rejected: {finding.messages[0]}"
        elif not patch.right and not finding.caught:
            yield f"{what} is a mistake of {patch.exercise} and was missed."
        elif not patch.right and not finding.caught & patch.caught_by:
            names = ", ".join(sorted(finding.caught))
            yield f"{what} was caught by {names}, not by the check that is meant to."
        if finding.strayed:
            names = ", ".join(sorted(finding.strayed))
            yield f"{what} breaks {patch.exercise} and costs points elsewhere: {names}."


def _check_problems(course: Course, findings: Sequence[Finding]) -> Iterator[str]:
    hanging: dict[str, list[str]] = {}
    for finding in findings:
        if not finding.patch.right and len(finding.caught) == 1:
            (name,) = finding.caught
            hanging.setdefault(name, []).append(finding.patch.path.stem)
    for check in read_checks(course):
        alone = hanging.get(check.name, [])
        if alone and not check.alone:
            yield (
                f"{check.name} ({check.exercise}) is the only check that catches {alone[0]}. Say "
                'in its marker what it alone asks (alone="…").'
            )
        # A base check is needed in any case: it keeps the gate shut for stubs.
        elif not alone and not check.base:
            yield (
                f"{check.name} ({check.exercise}) catches no mistake that others let pass. "
                "Add a mistake that needs it, or take it away."
            )


def _naming_problems(naming: Naming) -> Iterator[str]:
    for what, named, count, least in (
        ("listed", naming.listed_named, naming.listed, LISTED_NAMED),
        ("held-out", naming.held_out_named, naming.held_out, HELD_OUT_NAMED),
    ):
        if named < least * count:
            share = f"{named} of {count}"
            yield f"Only {share} {what} mistakes are named to the student, expected {least:.0%}."


def describe_table(rows: Sequence[Row]) -> list[str]:
    """Return the kill table as lines of text, the sums last."""
    heads = ("exercise", "intended", "other", "missed", "accepted", "rejected")
    cells = [
        (row.exercise, row.intended, row.other, row.missed, row.accepted, row.rejected)
        for row in rows
    ]
    sums = ("all", *(sum(int(line[column]) for line in cells) for column in range(1, 6)))
    idle = [", ".join(row.idle) or "-" for row in rows]
    lines = ["  ".join(f"{head:>8}" for head in heads) + "  idle checks"]
    for line, names in zip([*cells, sums], [*idle, ""], strict=True):
        lines.append(("  ".join(f"{cell:>8}" for cell in line) + f"  {names}").rstrip())
    return lines


def describe_naming(naming: Naming) -> list[str]:
    """Return how many mistakes the student is told, one line for each kind."""
    kinds = (
        ("listed mistakes", naming.listed_named, naming.listed),
        ("mistakes held out while the words were written", naming.held_out_named, naming.held_out),
    )
    return [
        f"The student reads the cause of {named} of {count} {what} ({named / count:.1%})."
        for what, named, count in kinds
        if count
    ]
