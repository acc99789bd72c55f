"""
Grade notebooks in the box, inside nbgrader's own autograde.

``nbgrader_config.py`` puts these preprocessors where nbgrader would execute the
notebook: `GradeInBox` for ``Execute``, `SaveScores` for ``SaveAutoGrades``. No kernel
is started. Assignments that are no unit of the course are left to nbgrader's own.
"""

from pathlib import Path
from typing import Any

from nbgrader.preprocessors import Execute, NbGraderPreprocessor, SaveAutoGrades
from nbgrader.utils import NotebookNode, is_grade, is_solution
from traitlets import Bool, Unicode

from grader.course.manifest import Course, find_course
from grader.messages.catalogues import language_of
from grader.nbgrader.edited import stamped
from grader.nbgrader.ids import assignment_name, notebook_name
from grader.nbgrader.message import exercise_text
from grader.text import clean

from .warm_judge import Desk, Graded

OPEN = "grader_open"
DESK = Desk()
_LATER = "Your teacher grades this by hand."


class BoxPreprocessor(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader has no types
    """What the preprocessors of the box have in common: where the course is."""

    course = Unicode("", help="Folder of the course with its hidden tests.").tag(config=True)
    unsafe = Bool(
        False, help="Go on where submissions cannot be locked in; only if you trust them all."
    ).tag(config=True)

    def find_course(self) -> Course:
        """Return the course; raise CourseError if it is not where it was."""
        return find_course(Path(self.course) if self.course else None)

    def find_unit(self, resources: Any) -> tuple[Course, str] | None:
        """Return course and module of the notebook at hand, or None if it is none of ours."""
        course = self.find_course()
        where = resources["nbgrader"]
        if where["assignment"] != assignment_name(course.unit):
            return None
        for module in course.unit.modules:
            if notebook_name(module) == where["notebook"]:
                return course, module
        return None


class GradeInBox(BoxPreprocessor):
    """Put points and message of every exercise below its grade cell, as a kernel would."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Judge the notebook in the box."""
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
        graded = DESK.grade(course, folder, module, unsafe=self.unsafe)
        resources[OPEN] = self._fill(nb, graded, course, module)
        return nb, resources

    def _fill(self, nb: Any, graded: Graded, course: Course, module: str) -> list[str]:
        """Write the outputs of every grade cell and return the ids of those left open."""
        notes, say = _notes_on(module, course, graded.notes), language_of(course)
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
                cell.outputs = [_stream(say(_LATER))]
                continue
            cell.outputs = [_stream(exercise_text(exercise, notes, say))]
            notes = []
            if exercise["score"] is None:
                left_open.append(grade_id)
                self.log.error("%s: %s", grade_id, _why_open(exercise))
            else:
                cell.outputs.append(_number(min(exercise["score"], exercise["points"])))
        return left_open


class SaveScores(SaveAutoGrades, BoxPreprocessor):  # type: ignore[misc]
    """
    Store what the cells say, as nbgrader does, and leave open what was not judged.

    nbgrader would read a cell without a number as full marks.
    """

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Store the scores, and stamp a notebook of ours as graded."""
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


def _notes_on(module: str, course: Course, notes: Any) -> list[str]:
    """Return the notes that speak of *module*, or of no module by name."""
    others = {f"{other}." for other in course.unit.modules if other != module}
    return [note for note in notes if not any(other in note for other in others)]


def _why_open(exercise: Any) -> str:
    """Return for the teacher why an exercise has no score."""
    notes = {check["note"] for check in exercise["checks"] if check["outcome"] == "NOT_JUDGED"}
    return "not judged: " + (clean(" ".join(sorted(notes)), limit=600) or "the grader failed")


def _stream(text: str) -> Any:
    return _node(output_type="stream", name="stdout", text=text + "\n")


def _number(points: float) -> Any:
    # A plain Python float: nbgrader takes everything else for full marks.
    data = _node(**{"text/plain": repr(float(points))})
    return _node(output_type="execute_result", execution_count=None, data=data, metadata=_node())


def _node(**fields: Any) -> Any:
    return NotebookNode(fields)
