"""The exporter that reads submitted notebooks for autograde, and refuses unreadable ones first."""

import logging
import sys
from pathlib import Path
from typing import Any, cast

from nbconvert.exporters import NotebookExporter
from nbgrader.converters.base import NbGraderException
from nbgrader.utils import NotebookNode

from grader.course.manifest import Course
from grader.errors import GraderError, NotebookRefused, SubmissionRefused
from grader.intake.files.tree import reason_of, sentence_on
from grader.nbgrader.gradebook.assignment import (
    ExercisePoints,
    check_points,
    read_assignment,
    settle_due,
)
from grader.nbgrader.gradebook.database import Database
from grader.nbgrader.ids import assignment_name, notebook_exercises, notebook_name
from grader.terms.course_terms import Terms
from grader.text import clean

from .late_penalties import RunTerms
from .notebook_reader import SubmittedCell
from .preprocessors import WARM_JUDGE, BoxPreprocessor
from .renamed import restore_names


class _OneLine(logging.Filter):
    """Logs an error that a person can fix as one line, where nbgrader logs a traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = sys.exc_info()[1]
        if isinstance(error, GraderError | NbGraderException):
            text = str(record.msg)
            if text.startswith("Traceback (most recent call last)"):
                record.msg, record.args = "%s", (clean(str(error)),)
        return True


ONE_LINE = _OneLine()


class SubmittedExporter(NotebookExporter):
    """
    nbgrader's ``Autograde.exporter_class`` for an assignment of ours.

    A notebook that cannot be read stops its student before the gradebook hears of that student;
    nbgrader itself adds everybody first. Everything else is read as `grader autograde` reads it,
    older formats and malformed cells included.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._fault: GraderError | None = None
        self._fits = False
        #: The terms of the course; None before the first student of an assignment of ours.
        self.run_terms: RunTerms | None = None
        self.log.addFilter(ONE_LINE)
        # nbgrader swallows what its pre_convert_hook raises. This step is the first one that
        # stores something, and an error raised here stops one student only.
        self._converter = cast(Any, self.parent)
        enter = self._converter.init_assignment

        def init_assignment(assignment: str, student: str) -> None:
            self._check(assignment, student)
            enter(assignment, student)

        self._converter.init_assignment = init_assignment

    def from_file(self, file_stream: Any, resources: Any = None, **options: Any) -> Any:
        """Convert an open notebook; a submitted one is read with our own reader."""
        ours = BoxPreprocessor(parent=self).find_unit(resources)
        if ours is None or not self._converter._sanitizing:
            return super().from_file(file_stream, resources=resources, **options)
        book = _read(ours[0], Path(file_stream.name))
        return self.from_notebook_node(book, resources=resources, **options)

    def _check(self, assignment: str, student: str) -> None:
        """
        Raise unless the gradebook fits the course and the student's notebooks can be read.

        Before that, renamed notebooks get their names back.

        Raises:
            GraderError: The first fault.
        """
        course = BoxPreprocessor(parent=self).find_course()
        if assignment != assignment_name(course.unit):
            return
        if self.run_terms is None:
            self.run_terms = RunTerms.read(course, self._converter.coursedir)
        self._check_gradebook(course, self.run_terms.terms)
        restore_names(WARM_JUDGE.notebooks(course), self._converter.notebooks)
        paths = {Path(path).stem: Path(path) for path in self._converter.notebooks}
        for module in course.unit.modules:
            if notebook_name(module) in paths:
                _read(course, paths[notebook_name(module)])
        where = self._converter.coursedir
        folder = where.format_path(where.submitted_directory, student, assignment)
        WARM_JUDGE.read(course, Path(folder))
        for line in self.run_terms.remarks(student):
            self.log.warning(line)

    def _check_gradebook(self, course: Course, terms: Terms) -> None:
        """Check once per run that the gradebook can be written and fits the course."""
        if self._fault is not None:
            raise self._fault
        if self._fits:
            return
        expected = [
            ExercisePoints(exercise.id, module, exercise.points)
            for module in course.unit.modules
            for exercise in notebook_exercises(course.unit, module)
        ]
        database = Database(self._converter.coursedir.db_url)
        try:
            database.prepare()
            with database.transaction() as connection:
                found = read_assignment(connection, assignment_name(course.unit))
                if found is not None:
                    check_points(found, expected, database.where)
                    _, told = settle_due(connection, found, terms.due, database.where)
                    if told:
                        self.log.warning(told)
        except GraderError as error:
            self._fault = error
            raise
        finally:
            database.close()
        self._fits = True


def _read(course: Course, path: Path) -> Any:
    """Return the notebook at *path* with nothing but its cells."""
    try:
        found = WARM_JUDGE.notebooks(course).cells(path)
    except NotebookRefused:
        raise
    except SubmissionRefused as refused:
        raise SubmissionRefused(sentence_on(path.name, reason_of(refused))) from None
    cells = [_cell(*pair) for pair in enumerate(found)]
    return NotebookNode(nbformat=4, nbformat_minor=5, metadata=NotebookNode(), cells=cells)


def _cell(number: int, cell: SubmittedCell) -> Any:
    nbgrader = NotebookNode(grade_id=cell.grade_id)
    metadata = NotebookNode({} if cell.grade_id is None else {"nbgrader": nbgrader})
    node = NotebookNode(id=f"cell-{number}", cell_type=cell.kind, metadata=metadata)
    node.source = cell.text
    if cell.kind == "code":
        node.update(outputs=[], execution_count=None)
    return node
