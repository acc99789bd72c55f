"""
The ledger: results with people's decisions laid over them, and the terms of the course.

Every page, table, export and gradebook takes its points from here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from grader.course.manifest import DECIMALS
from grader.intake.submission import file_stem
from grader.messages.language import ENGLISH, Language
from grader.messages.message import Message
from grader.terms.course_terms import BEST, Terms
from grader.terms.hand_ins import HandIn, HandIns
from grader.text import clean

from .overrides import Overrides
from .records import TOTAL, WHOLE, FinalScore, Override, Result
from .store import read_result

#: The folder, in that of the results, of attempts that were graded beside the collected ones.
ATTEMPTS = "attempts"


@dataclass(frozen=True)
class Ledger:
    """
    The decisions of people, the terms of the course, and when each student handed in.

    Attributes:
        overrides: The rows of ``overrides.csv``.
        terms: Due date, rule for late work, extensions.
        hand_ins: When and how each student handed in.
    """

    overrides: Overrides = field(default_factory=lambda: Overrides({}))
    terms: Terms = field(default_factory=Terms)
    hand_ins: HandIns = field(default_factory=HandIns)

    def counted(self, folder: Path, result: Result) -> Result:
        """
        Return the result that counts of a student, with the points that count.

        Where the best attempt counts, the results of the others are read in *folder* too. While
        one of them is open, nobody knows which is the best.

        Args:
            folder: The results folder.
            result: The result of the attempt that was collected.
        """
        laid = self.lay_over(result)
        if self.terms.attempt != BEST:
            return laid
        others = self._others(folder, result)
        each = [laid, *(self.lay_over(found, came) for came, found in others if found is not None)]
        waiting = (one for one in each if one.points is None)
        return next(waiting, None) or max(each, key=lambda one: one.points or 0.0)

    def ungraded(self, folder: Path, result: Result) -> list[int]:
        """Return which attempts of a student would have to be graded for the best one to count."""
        if self.terms.attempt != BEST:
            return []
        return [came.attempt for came, found in self._others(folder, result) if found is None]

    def _others(self, folder: Path, result: Result) -> Iterator[tuple[HandIn, Result | None]]:
        """Yield the other attempts of a student and their results; None where there is none."""
        own = self.hand_ins.of(result.student).attempt
        for came in self.hand_ins.all_of(result.student):
            if came.attempt != own:
                path = attempt_path(folder, result.student, came.attempt)
                found = read_result(path) if path.exists() else None
                if isinstance(found, Result) and found.unit == result.unit:
                    yield came, found
                else:
                    yield came, None

    def lay_over(self, result: Result, attempt: HandIn | None = None) -> Result:
        """Return *result* with the points that count, as the one of an *attempt* if it is named."""
        rows = {row.exercise: row for row in self.overrides.of(result.student)}
        laid = result.with_overrides(rows.values())
        whole = tuple(rows[name] for name in (TOTAL, WHOLE) if name in rows)
        came = attempt or self.hand_ins.of(result.student)
        hand_in = self.terms.apply(result.student, came)
        raw, bonus = _raw(laid.score, whole)
        late = 0.0 if raw is None else self.terms.lost(hand_in, raw, result.max_score)
        may_cost = self.terms.late is not None and raw is not None and not hand_in.is_excused
        untimed = may_cost and hand_in.moment is None
        final = FinalScore(result.graded, raw, bonus, late, hand_in, whole, untimed)
        return msgspec.structs.replace(laid, final=final)

    def faults(self, refused: Mapping[str, str]) -> list[Message]:
        """
        Return one sentence for each row of the hand-written tables that has no effect.

        Args:
            refused: Every student that has a result, and why it was refused, or "".
        """
        return [*self.overrides.faults, *self.overrides.idle(refused), *self.terms.faults]


def attempt_path(folder: Path, student: str, number: int) -> Path:
    """Return the result file of an attempt that was graded beside the one collected."""
    return folder / ATTEMPTS / str(number) / f"{file_stem(student)}.json"


def _raw(score: float | None, whole: tuple[Override, ...]) -> tuple[float | None, float]:
    """Return the points before lateness, and how many of them are a bonus or a deduction."""
    bonus = 0.0
    for row in whole:
        if row.exercise == TOTAL:
            score = row.points
        elif score is not None and row.points is not None:
            bonus = max(row.points, -score)
    return (None if score is None else round(score + bonus, DECIMALS)), bonus


def final_lines(result: Result, translate: Language = ENGLISH) -> list[str]:
    """Return how the points of *result* came about, one step a line; none if it is plain."""
    final = result.final
    inside = sum(check.inside for check in result.checks)
    lines = []
    if inside:
        lines.append(
            translate(
                "{inside} of {count} checks ran beside the submission's own code, which could "
                "forge their outcomes.",
                inside=inside,
                count=len(result.checks),
            )
        )
    if final is None:
        return lines
    lines += [_row_text(row, translate) for row in final.rows]
    came = final.hand_in
    if came.attempts > 1:
        lines.append(
            translate(
                "Attempt {number} of {count} counts.", number=came.attempt, count=came.attempts
            )
        )
    if came.group:
        lines.append(translate("Group submission of {name}.", name=clean(came.group, limit=80)))
    if came.is_excused:
        lines.append(translate("Excused: {reason}.", reason=came.reason))
    elif came.reason and came.due is not None:
        lines.append(
            translate(
                "Individual due date {time}: {reason}.",
                time=came.due.isoformat(" ", "minutes"),
                reason=came.reason,
            )
        )
    if came.marked_late_by and came.moment is None:
        lines.append(
            translate(
                "{platform} marks it as late, but the submission time is unknown, so no late "
                "penalty was applied.",
                platform=came.marked_late_by,
            )
        )
    elif final.is_untimed:
        lines.append(translate("The submission time is unknown, so no late penalty was applied."))
    if final.late:
        lines.append(
            translate(
                "{raw} points minus a late penalty of {late}: {points} count.",
                raw=f"{final.raw:g}",
                late=f"{final.late:g}",
                points=f"{final.points:g}",
            )
        )
    return lines


def _row_text(row: Override, translate: Language) -> str:
    if row.points is None:
        return f"{row.reason} ({row.who})"
    if row.exercise == TOTAL:
        return translate(
            "Total set by hand to {points} points: {reason} ({who})",
            points=f"{row.points:g}",
            reason=row.reason,
            who=row.who,
        )
    return translate(
        "Adjustment of {points} points: {reason} ({who})",
        points=f"{row.points:+g}",
        reason=row.reason,
        who=row.who,
    )
