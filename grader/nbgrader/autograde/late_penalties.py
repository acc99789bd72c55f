"""
The late penalties of ``nbgrader autograde``, by the terms of the course.

The rule is that of ``grader gradebook``: if ``terms.toml`` says what lateness costs, that counts;
if it does not, nbgrader's own late submission plugin does.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.preprocessors import AssignLatePenalties

from grader.course.manifest import Course
from grader.nbgrader.gradebook.batch import shared_loss
from grader.terms.course_terms import BEST, Terms, read_terms
from grader.terms.hand_ins import HandIn, HandIns, collected_hand_ins
from grader.text import clean

from .preprocessors import BoxPreprocessor


class LatePenalties(AssignLatePenalties, BoxPreprocessor):  # type: ignore[misc]
    """Store what lateness costs by the terms, in place of nbgrader's ``AssignLatePenalties``."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """
        Store the penalties of all notebooks of this submission.

        The whole submission loses points and each notebook has its share of them, so the shares
        of the notebooks before this one change too.
        """
        found = self.find_unit(resources)
        terms = Terms() if found is None else read_terms(found[0])
        if found is None or terms.late is None:
            return super().preprocess(nb, resources)  # type: ignore[no-any-return]
        course, where = found[0], resources["nbgrader"]
        student = where["student"]
        hand_in = collected(self.parent.parent.coursedir, course, student).of(student)
        hand_in = terms.apply(student, hand_in)
        with Gradebook(where["db_url"]) as gradebook:
            books = gradebook.find_submission(where["assignment"], student).notebooks
            scores = [book.score for book in books]
            lost = terms.lost(hand_in, sum(scores), course.unit.points)
            for book, share in zip(books, shared_loss(lost, scores), strict=True):
                book.late_submission_penalty = share
            gradebook.db.commit()
        return nb, resources


def collected(coursedir: Any, course: Course, student: str) -> HandIns:
    """Return how *student* handed in, by nbgrader's folder ``submitted``."""
    unit = course.unit.name
    folder = Path(coursedir.format_path(coursedir.submitted_directory, student, unit))
    return collected_hand_ins(folder.parent.parent, unit, [student])


def remarks(terms: Terms, student: str, hand_ins: HandIns) -> Iterator[str]:
    """Yield what the terms say of a submission and nbgrader's gradebook will not show."""
    hand_in: HandIn = terms.apply(student, hand_ins.of(student))
    shown, count = clean(student, limit=80), len(hand_ins.all_of(student))
    if hand_in.is_excused:
        yield f"{shown} is excused; nbgrader has no such state."
    elif terms.late is not None and hand_in.moment is None:
        yield f"{shown}: the submission time is unknown, so no late penalty is applied."
    if terms.attempt == BEST and count > 1:
        yield (
            f"{shown} handed in {count} times, and the best attempt counts; nbgrader grades "
            f'attempt {hand_in.attempt} only. Use "grader autograde" and "grader gradebook".'
        )
