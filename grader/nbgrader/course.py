"""An nbgrader course on disk: its configuration, its folders and its late penalties."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from jupyter_core.paths import jupyter_config_path
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import AssignLatePenalties
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError
from traitlets.config import Config
from traitlets.config.loader import ConfigFileNotFound, PyFileConfigLoader

from grader.course.manifest import Course, find_course
from grader.errors import CourseError, GradebookError
from grader.messages.catalogues import language_of, load_language
from grader.messages.language import Language
from grader.terms.course_terms import Terms, read_terms
from grader.text import clean

CONFIG = "nbgrader_config.py"


class NbgraderCourse:
    """
    The nbgrader course at *root*, with the configuration that nbgrader itself would use there.

    Raises:
        GradebookError: If *root* is not an nbgrader course, or its configuration cannot be run.
    """

    def __init__(self, root: Path, assignment: str) -> None:
        self.root = root.resolve()
        self.assignment = assignment
        marks = [CONFIG, f"source/{assignment}", f"release/{assignment}"]
        if not any((self.root / mark).exists() for mark in marks):
            raise GradebookError(
                f"{clean(str(root))} is not an nbgrader course: it has neither {marks[0]} nor "
                f"{marks[1]}. Name the folder of the nbgrader course with --course."
            )
        self._config = _load_config(self.root)
        self._config.CourseDirectory.root = str(self.root)
        self._folders = CourseDirectory(config=self._config)
        self._penalties: Any = None

    @property
    def course_id(self) -> str:
        """The id of the course in nbgrader."""
        return self._folders.course_id or "default_course"

    @property
    def creates_students(self) -> bool:
        """Whether unknown students are added to the gradebook: ``c.Autograde.create_student``."""
        return bool(self._config.get("Autograde", {}).get("create_student", True))

    @property
    def db_url(self) -> str:
        """The URL of the gradebook; a relative path is relative to the course."""
        text = str(self._folders.db_url)
        try:
            url = make_url(text)
        except ArgumentError:
            return text
        name = url.database or ""
        if url.get_backend_name() != "sqlite" or not name or name.startswith((":", "file:")):
            return text
        return f"sqlite:///{self.root / name}"

    @property
    def language(self) -> Language:
        """The language of the environment, with the course's own texts if the course is found."""
        course = self._course
        return language_of(course) if course is not None else load_language(None)

    def folder(self, step: str, student: str = ".") -> Path:
        """Return the assignment's folder of a *step*: ``release``, ``submitted``, …"""
        name = getattr(self._folders, f"{step}_directory")
        return Path(self._folders.format_path(name, student, self.assignment))

    @property
    def terms(self) -> Terms:
        """The terms of the course whose unit this assignment is; none if it is not found."""
        course = self._course
        fits = course is not None and course.unit.name == self.assignment
        return read_terms(course) if course is not None and fits else Terms()

    @property
    def _course(self) -> Course | None:
        root = self._config.get("BoxPreprocessor", {}).get("course", "")
        try:
            return find_course(Path(root)) if root else None
        except CourseError:
            return None

    def penalty(self, student: str, score: float, seconds_late: float) -> float | None:
        """Return the points a late notebook loses by the course's plugin, at most its score."""
        if self._penalties is None:
            self._penalties = AssignLatePenalties(config=self._config)
            self._penalties.init_plugin()
        lost = self._penalties.plugin_inst.late_submission_penalty(student, score, seconds_late)
        if lost is None:
            return None
        return float(self._penalties._check_late_penalty(SimpleNamespace(score=score), lost))


def _load_config(root: Path) -> Config:
    """Return nbgrader's configuration; the course's own settings override Jupyter's."""
    config = Config()
    for folder in [*reversed(jupyter_config_path()), str(root)]:
        try:
            config.merge(PyFileConfigLoader(CONFIG, path=folder).load_config())
        except ConfigFileNotFound:
            continue
        except Exception as error:  # whatever a teacher's own lines may raise
            raise GradebookError(
                f"{clean(folder)}/{CONFIG} cannot be run: {type(error).__name__}: "
                f"{clean(str(error), limit=200)}. Fix that line."
            ) from None
    return config
