"""The scores in a folder of results, as exports need them."""

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from grader.messages.explanation import first_sentence
from grader.messages.language import Language
from grader.results.class_results import ClassResults
from grader.results.ledger import final_lines
from grader.results.outcomes import Outcome
from grader.results.overrides import override_text
from grader.results.records import Result
from grader.text import clean

#: What a comment of the grader begins with.
COMMENT_MARK = "[grader]"
_MOST_CAUSES = 3
_LONGEST = 2000


@dataclass(frozen=True)
class Score:
    """
    The score of one student.

    Attributes:
        student: Whose it is, as the results call them.
        max_score: What the unit is worth.
        graded: What the checks earned; None while one is not judged.
        raw: Points before lateness; None while the score is open.
        points: The points that count; None while the score is open or the student is excused.
        status: "graded", "excused", or why the score is open.
        exercises: The points of each, None while open.
        path: The result file, with every check.
        penalty: Points lost to lateness.
        moment: When it was handed in, None if that is not known.
        how: How the points came about, where it is not plain.
        due: When it was due for this student.
        comment: What lost points, on one line, if comments are asked for; else "".
    """

    student: str
    max_score: float
    graded: float | None
    raw: float | None
    points: float | None
    status: str
    exercises: Mapping[str, float | None]
    path: Path
    penalty: float = 0.0
    moment: datetime | None = None
    how: str = ""
    due: datetime | None = None
    comment: str = ""

    @property
    def is_excused(self) -> bool:
        """Whether the student need not hand in."""
        return self.status == "excused"


@dataclass(frozen=True)
class Scores:
    """The scores of a class, all of one version of one unit."""

    unit: str
    max_score: float
    each: Sequence[Score]
    excused: frozenset[str] = frozenset()
    """Students who need not hand in, with or without a result."""

    @property
    def open(self) -> list[str]:
        """One sentence for each open score: a person has to look at it."""
        return [
            f"{clean(score.student, limit=80)}: {clean(score.status, limit=200)}"
            for score in self.each
            if score.points is None and not score.is_excused
        ]


def read_scores(results: ClassResults, comments: Language | None = None) -> Scores:
    """
    Return the scores of a class.

    Args:
        results: The results, with the points that count.
        comments: The language of the comments; None for none.

    Raises:
        ResultsError: If there are no results.
    """
    each = [_score(result, results.path(result), comments) for result in results]
    each.sort(key=lambda score: score.student)
    extensions = results.ledger.terms.extensions
    excused = frozenset(name for name, own in extensions.items() if own.due is None)
    return Scores(results.unit.name, each[0].max_score, each, excused)


def comment_of(result: Result, translate: Language) -> str:
    """
    Return what lost points, exercise by exercise, as one line of HTML without markup.

    It begins with :data:`COMMENT_MARK`, so that a comment of a person is told from it.
    """
    total = "-" if result.points is None else f"{result.points:g}"
    parts = [f"{COMMENT_MARK} {total} / {result.max_score:g}", *final_lines(result, translate)]
    if result.refused:
        parts.append(translate.message(result.refused))
    for exercise in result.exercises:
        score = "-" if exercise.score is None else f"{exercise.score:g}"
        if exercise.score is not None and exercise.score >= exercise.points:
            continue
        failed = (c for c in exercise.checks if c.outcome is not Outcome.PASSED and c.message)
        causes = {c.message.key: c.message for c in failed if not c.skipped}
        told = [translate.messages(each.reasons) for each in list(causes.values())[:_MOST_CAUSES]]
        why = " ".join(map(first_sentence, told))
        remark = exercise.override.reason if exercise.override is not None else ""
        parts.append(f"{exercise.id} {score}/{exercise.points:g}: {why} {remark}".rstrip(": "))
    return html.escape(clean(" \N{MIDDLE DOT} ".join(parts), limit=_LONGEST), quote=False)


def _score(result: Result, path: Path, comments: Language | None) -> Score:
    final = result.final
    assert final is not None  # laid over by the reader of the class
    how = [*(override_text(exercise) for exercise in result.by_hand), *final_lines(result)]
    return Score(
        result.student,
        result.max_score,
        final.graded,
        final.raw,
        final.points,
        result.status,
        {exercise.id: exercise.score for exercise in result.exercises},
        path,
        final.late,
        final.hand_in.moment,
        " ".join(how),
        final.hand_in.due,
        comment_of(result, comments) if comments is not None else "",
    )
