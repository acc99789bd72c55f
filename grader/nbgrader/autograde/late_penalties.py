"""
The late penalties of ``nbgrader autograde``, by the terms of the course.

The rule is that of ``grader gradebook``: if ``terms.toml`` says what lateness costs, that counts;
if it does not, nbgrader's own late submission plugin does.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.preprocessors import AssignLatePenalties

from grader.course.manifest import Course
from grader.nbgrader.gradebook.batch import shared_loss
from grader.terms.course_terms import BEST, Terms, read_terms
from grader.terms.hand_ins import (
    HANDED_IN,
    HandIn,
    HandIns,
    attempts_folder,
    collected_hand_in,
    read_hand_ins,
)
from grader.text import clean

from .preprocessors import BoxPreprocessor


@dataclass(frozen=True)
class RunTerms:
    """
    The terms of the course and the table of `grader collect`, read once in a run of autograde.

    Attributes:
        course: The course.
        terms: Its terms.
        submitted: nbgrader's folder of submissions.
        table: How students handed in.
    """

    course: Course
    terms: Terms
    submitted: Path
    table: HandIns

    @classmethod
    def read(cls, course: Course, coursedir: Any) -> "RunTerms":
        """
        Return the terms of *course* for nbgrader's course directory.

        Raises:
            TermsError: If a file of the terms or the table cannot be read.
        """
        unit = course.unit.name
        own = Path(coursedir.format_path(coursedir.submitted_directory, "student", unit))
        submitted = own.parent.parent
        table = read_hand_ins(attempts_folder(submitted, unit) / HANDED_IN)
        return cls(course, read_terms(course), submitted, table)

    def hand_in(self, student: str) -> HandIn:
        """Return how a student handed in, and when it was due for that student."""
        unit = self.course.unit.name
        return self.terms.apply(
            student, collected_hand_in(self.submitted, unit, student, self.table)
        )

    def remarks(self, student: str) -> Iterator[str]:
        """Yield what the terms say of a submission and nbgrader's gradebook will not show."""
        hand_in, shown = self.hand_in(student), clean(student, limit=80)
        if hand_in.is_excused:
            yield f"{shown} is excused; nbgrader has no such state."
        elif self.terms.late is not None and hand_in.moment is None:
            yield f"{shown}: the submission time is unknown, so no late penalty is applied."
        if self.terms.attempt == BEST and hand_in.attempts > 1:
            yield (
                f"{shown} handed in {hand_in.attempts} times, and the best attempt counts; "
                f"nbgrader grades attempt {hand_in.attempt} only. "
                'Use "grader autograde" and "grader gradebook".'
            )


class LatePenalties(AssignLatePenalties, BoxPreprocessor):  # type: ignore[misc]
    """Stores what lateness costs by the terms, in place of nbgrader's ``AssignLatePenalties``."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """
        Store the penalties of all notebooks of this submission.

        The whole submission loses points and each notebook has its share of them, so the shares
        of the notebooks before this one change too.
        """
        run: RunTerms | None = self.parent.run_terms
        if self.find_unit(resources) is None or run is None or run.terms.late is None:
            return super().preprocess(nb, resources)  # type: ignore[no-any-return]
        where = resources["nbgrader"]
        hand_in = run.hand_in(where["student"])
        with Gradebook(where["db_url"]) as gradebook:
            books = gradebook.find_submission(where["assignment"], where["student"]).notebooks
            scores = [book.score for book in books]
            lost = run.terms.lost(hand_in, sum(scores), run.course.unit.judged.points)
            for book, share in zip(books, shared_loss(lost, scores), strict=True):
                book.late_submission_penalty = share
            gradebook.db.commit()
        return nb, resources
