"""
The preprocessors that grade notebooks in the box during ``nbgrader autograde``.

``nbgrader_config.py`` puts `GradeInBox` in place of nbgrader's ``Execute``, and `SaveScores` in
place of ``SaveAutoGrades``. No kernel is started. An assignment that is not a unit of the course
is graded by nbgrader's own preprocessors.
"""

from pathlib import Path
from typing import Any

from nbformat import from_dict
from nbgrader.preprocessors import Execute, NbGraderPreprocessor, SaveAutoGrades
from nbgrader.utils import NotebookNode, is_grade, is_solution
from traitlets import Bool, Unicode

from grader.course.manifest import Course, find_course
from grader.messages.catalogues import language_of
from grader.nbgrader.edit_stamp import stamped
from grader.nbgrader.grade_cell import grade_cell_outputs, notes_on, text_output
from grader.nbgrader.ids import assignment_name, notebook_name
from grader.text import clean

from .warm_judge import GradedNotebook, WarmJudge

OPEN = "grader_open"
WARM_JUDGE = WarmJudge()
_BY_HAND = "Your teacher grades this by hand."


class BoxPreprocessor(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader has no types
    """The base of our preprocessors: it finds the course and the module of a notebook."""

    course = Unicode("", help="Folder of the course with its hidden tests.").tag(config=True)
    unsafe = Bool(
        False, help="Grade even where submissions cannot be locked in. Only if you trust them all."
    ).tag(config=True)

    def find_course(self) -> Course:
        """Return the course; raise CourseError if it is not where it was."""
        return find_course(Path(self.course) if self.course else None)

    def find_unit(self, resources: Any) -> tuple[Course, str] | None:
        """Return the course and the module of this notebook, or None if it is not of our unit."""
        course = self.find_course()
        where = resources["nbgrader"]
        if where["assignment"] != assignment_name(course.unit):
            return None
        for module in course.unit.modules:
            if notebook_name(module) == where["notebook"]:
                return course, module
        return None


class GradeInBox(BoxPreprocessor):
    """Judges the notebook in the box and writes points and messages below its grade cells."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Judge the notebook, and fill in the outputs that a kernel would have made."""
        found = self.find_unit(resources)
        if found is None:
            return Execute(parent=self.parent)(nb, resources)  # type: ignore[no-any-return]
        course, module = found
        where = resources["nbgrader"]
        coursedir = self.parent.parent.coursedir
        folder = Path(
            coursedir.format_path(
                coursedir.submitted_directory, where["student"], where["assignment"]
            )
        )
        graded = WARM_JUDGE.grade(course, folder, module, unsafe=self.unsafe)
        resources[OPEN] = self._fill(nb, graded, course, module)
        return nb, resources

    def _fill(self, nb: Any, graded: GradedNotebook, course: Course, module: str) -> list[str]:
        """Write the outputs of every grade cell. Return the ids of those with an open score."""
        notes, translate = notes_on(module, course.unit.modules, graded.notes), language_of(course)
        left_open = []
        for cell in nb.cells:
            if cell.cell_type != "code":
                continue
            cell.outputs = []
            if not is_grade(cell) or is_solution(cell):
                continue
            grade_id = cell.metadata.nbgrader["grade_id"]
            exercise = graded.exercises.get(grade_id)
            if exercise is None:
                left_open.append(grade_id)
                cell.outputs = [from_dict(text_output(translate(_BY_HAND)))]
                continue
            cell.outputs = [
                from_dict(output) for output in grade_cell_outputs(exercise, notes, translate)
            ]
            notes = []
            if exercise.score is None:
                left_open.append(grade_id)
                self.log.error("%s: %s", grade_id, _why_open(exercise))
        return left_open


class SaveScores(SaveAutoGrades, BoxPreprocessor):  # type: ignore[misc]
    """
    Stores the scores in the gradebook, and leaves open what was not judged.

    nbgrader's own preprocessor would give full marks to a cell without a number.
    """

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Store the scores, and stamp the notebook if it is of our unit."""
        nb, resources = super().preprocess(nb, resources)
        if self.find_unit(resources) is not None:
            nb.metadata = NotebookNode(stamped(nb.metadata, nb.cells))
        return nb, resources

    def _add_score(self, cell: Any, resources: Any) -> None:
        grade_id = cell.metadata["nbgrader"]["grade_id"]
        if grade_id not in resources.get(OPEN, ()):
            super()._add_score(cell, resources)
            return
        grade = self.gradebook.find_grade(
            grade_id, self.notebook_id, self.assignment_id, self.student_id
        )
        grade.auto_score = None
        grade.needs_manual_grade = True
        self.gradebook.db.commit()


def _why_open(exercise: Any) -> str:
    """Return why an exercise has no score, for the teacher."""
    notes = {check.note for check in exercise.checks if check.outcome == "NOT_JUDGED"}
    return "not judged: " + (clean(" ".join(sorted(notes)), limit=600) or "the grader failed")
