"""
The kill table: which checks catch which known mistakes, and the problems that it shows.

Problems are a check that no mistake needs, a mistake that no check catches, a right answer
that is rejected, and too few mistakes whose cause the student reads.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from grader.course.checks import read_checks
from grader.course.manifest import Course

from .corpus import EntryOutcome


@dataclass(frozen=True)
class KillTableRow:
    """The row of one exercise: counts of mistakes and right answers by outcome, and idle checks."""

    exercise: str
    intended: int
    other: int
    missed: int
    accepted: int
    rejected: int
    #: Checks that are not base checks and without which every mistake would still be caught.
    idle: tuple[str, ...]


def tabulate(course: Course, outcomes: Iterable[EntryOutcome]) -> list[KillTableRow]:
    """Return the kill table, one row for each exercise."""
    found, rows = list(outcomes), []
    checks = read_checks(course)
    for exercise in course.unit.exercises:
        own = [outcome for outcome in found if outcome.entry.exercise == exercise.id]
        wrong = [outcome for outcome in own if not outcome.entry.right]
        right = [outcome for outcome in own if outcome.entry.right]
        rejected = sum(bool(outcome.messages) for outcome in right)
        intended = sum(bool(outcome.caught & outcome.entry.caught_by) for outcome in wrong)
        missed = sum(not outcome.caught for outcome in wrong)
        alone = {name for outcome in wrong if len(outcome.caught) == 1 for name in outcome.caught}
        names = [c.name for c in checks if c.exercise == exercise.id and not c.base]
        rows.append(
            KillTableRow(
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
class BudgetUse:
    """
    The part of a submission's budget that right answers need.

    Attributes:
        budget_s: The budget in the manifest.
        needed_s: The slowest right answer of every exercise, together.
    """

    budget_s: float
    needed_s: float

    @property
    def proposed_s(self) -> float:
        """Ten times what is needed, in whole tens of seconds."""
        return 10.0 * max(1, math.ceil(self.needed_s))

    def describe(self) -> str:
        """Return one line for `grader check`."""
        return (
            f"Right answers need at most {self.needed_s:.1f} s of processor time together. "
            f"budget_s is {self.budget_s:g}, proposed is {self.proposed_s:g}."
        )

    @property
    def problem(self) -> str:
        """What is wrong with the budget, "" if it is ample."""
        if self.budget_s >= 2 * self.needed_s:
            return ""
        return (
            f"budget_s = {self.budget_s:g} is less than twice what right answers need "
            f"({self.needed_s:.1f} s). Set budget_s = {self.proposed_s:g} in unit.toml."
        )


def budget_use(course: Course, outcomes: Iterable[EntryOutcome]) -> BudgetUse:
    """Return what the right answers of a corpus need of the budget."""
    slowest_s: dict[str, float] = {}
    for outcome in outcomes:
        if outcome.entry.right:
            own = outcome.entry.exercise
            slowest_s[own] = max(slowest_s.get(own, 0.0), outcome.cpu_s)
    return BudgetUse(course.unit.budget_s, sum(slowest_s.values()))


@dataclass(frozen=True)
class NamedMistakes:
    """How many mistakes the student reads the cause of, among the listed and the held-out ones."""

    listed: int
    listed_named: int
    held_out: int
    held_out_named: int


def count_named(outcomes: Iterable[EntryOutcome]) -> NamedMistakes:
    """Return how many mistakes are named in the text that the student reads."""
    wrong = [outcome for outcome in outcomes if not outcome.entry.right]
    listed = [outcome for outcome in wrong if not outcome.entry.held_out]
    held_out = [outcome for outcome in wrong if outcome.entry.held_out]
    return NamedMistakes(
        len(listed),
        sum(outcome.named for outcome in listed),
        len(held_out),
        sum(outcome.named for outcome in held_out),
    )


#: The shares of listed and of held-out mistakes that must be named.
LISTED_NAMED, HELD_OUT_NAMED = 0.95, 0.80


def find_problems(
    course: Course, outcomes: Sequence[EntryOutcome], only: Sequence[str] = ()
) -> list[str]:
    """
    Return what is wrong with the course or its corpus, one sentence each, the worst first.

    Args:
        course: The course.
        outcomes: What became of the entries.
        only: If the entries are those of a few exercises, these: how many mistakes are named is
            a matter of the whole corpus then, and left out.
    """
    faults = [fault for outcome in outcomes for fault in outcome.faults]
    return [
        *dict.fromkeys(faults),
        *_verdict_problems(outcomes),
        *_check_problems(course, outcomes, only),
        *([] if only else _naming_problems(count_named(outcomes))),
    ]


def _verdict_problems(outcomes: Sequence[EntryOutcome]) -> Iterator[str]:
    for outcome in outcomes:
        entry = outcome.entry
        what = entry.where
        if outcome.has_open_check:
            yield f'{what} could not be judged. Run "grader doctor".'
        elif entry.right and outcome.messages:
            yield f"{what} is a right answer but was rejected: {outcome.messages[0]}"
        elif not entry.right and not outcome.caught:
            yield (
                f"{what} is a mistake of {entry.exercise} but no check caught it. "
                "Add a check that does."
            )
        elif not entry.right and not outcome.caught & entry.caught_by:
            names = ", ".join(sorted(outcome.caught))
            yield (
                f"{what} was caught by {names}, not by the check that is meant to catch it. "
                'Fix that check, or the line "# caught by:".'
            )
        if outcome.strayed:
            names = ", ".join(sorted(outcome.strayed))
            yield (
                f"{what} is an answer to {entry.exercise} but fails checks of other exercises: "
                f"{names}. Let them test without it."
            )


def _check_problems(
    course: Course, outcomes: Sequence[EntryOutcome], only: Sequence[str]
) -> Iterator[str]:
    hanging: dict[str, list[str]] = {}
    for outcome in outcomes:
        if not outcome.entry.right and len(outcome.caught) == 1:
            (name,) = outcome.caught
            hanging.setdefault(name, []).append(outcome.entry.name)
    for check in read_checks(course):
        if only and check.exercise not in only:
            continue
        alone = hanging.get(check.name, [])
        if alone and not check.alone:
            yield (
                f"{check.name} ({check.exercise}) is the only check that catches {alone[0]}. State "
                'in its marker what it alone tests (alone="…").'
            )
        # A base check is always needed: it keeps the gate closed for stubs.
        elif not alone and not check.base:
            yield (
                f"{check.name} ({check.exercise}) catches no mistake that the others miss. "
                "Add a mistake that needs it, or remove the check."
            )


def _naming_problems(naming: NamedMistakes) -> Iterator[str]:
    for what, named, count, least in (
        ("listed", naming.listed_named, naming.listed, LISTED_NAMED),
        ("held-out", naming.held_out_named, naming.held_out, HELD_OUT_NAMED),
    ):
        if named < least * count:
            share = f"{named} of {count}"
            yield (
                f"The student reads the cause of {share} {what} mistakes, expected {least:.0%}. "
                "Add entries to the known mistakes."
            )


def describe_table(rows: Sequence[KillTableRow]) -> list[str]:
    """Return the kill table as lines of text, with the sums at the end."""
    heads = ("exercise", "intended", "other", "missed", "accepted", "rejected")
    cells = [
        (row.exercise, row.intended, row.other, row.missed, row.accepted, row.rejected)
        for row in rows
    ]
    sums = ("all", *(sum(int(line[column]) for line in cells) for column in range(1, 6)))
    idle = [", ".join(row.idle) or "-" for row in rows]
    width = max([8, *(len(row.exercise) for row in rows)])
    lines = []
    for line, names in zip([heads, *cells, sums], ["idle checks", *idle, ""], strict=True):
        figures = "  ".join(f"{cell:>8}" for cell in line[1:])
        lines.append(f"{line[0]:>{width}}  {figures}  {names}".rstrip())
    return lines


def describe_naming(naming: NamedMistakes) -> list[str]:
    """Return how many mistakes are named, one line for each kind."""
    kinds = (
        ("listed mistakes", naming.listed_named, naming.listed),
        (
            "mistakes held out when the diagnosis was written",
            naming.held_out_named,
            naming.held_out,
        ),
    )
    return [
        f"The student reads the cause of {named} of {count} {what} ({named / count:.1%})."
        for what, named, count in kinds
        if count
    ]
