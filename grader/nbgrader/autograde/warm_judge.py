"""The judges behind nbgrader's autograde: started once a process, warm for every notebook."""

import atexit
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from grader.course.manifest import Course
from grader.engine.local import Pool
from grader.engine.snapshot import tests_digest
from grader.engine.worker import Judged, Task, WorkerConfig
from grader.errors import SubmissionRefused
from grader.intake import Refusal, Submission, read_submissions, wanted_of
from grader.nbgrader.ids import notebook_exercises
from grader.results.store import grade_exercises

# A Jupyter server lives for weeks; its judges need not.
IDLE_S = 300.0


@dataclass(frozen=True)
class Graded:
    """The exercises of one notebook by id, as in a result file, and what was repaired."""

    exercises: Mapping[str, Mapping[str, Any]]
    notes: Sequence[str]


@dataclass
class Desk:
    """
    Judge notebooks of one course after the other.

    The judges start with the first notebook and are started anew when the hidden tests
    have changed. They end with the process, or after five idle minutes.
    """

    _pool: Pool | None = None
    _order: tuple[Path, bool, str] | None = None
    _read: tuple[Path, str, Submission] | None = None
    _timer: threading.Timer | None = None
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def grade(self, course: Course, folder: Path, module: str, *, unsafe: bool = False) -> Graded:
        """
        Judge what a student handed in for *module*.

        Args:
            course: The course.
            folder: All that the student handed in for the unit, as nbgrader collected it.
            module: The module that the notebook stands for.
            unsafe: Go on where submissions cannot be locked in.

        Raises:
            GraderError: If it cannot be read, or nothing can be judged here.
        """
        with self._lock:
            self._stop_clock()
            try:
                submission = self.read(course, folder)
                exercises = tuple(e.id for e in notebook_exercises(course.unit, module))
                task = Task(0, submission.student, submission.files, exercises)
                judged = self._judge(self._warm(course, unsafe), task)
            finally:
                self._start_clock()
        graded = grade_exercises(course.unit, judged.checks)
        return Graded({exercise["id"]: exercise for exercise in graded}, submission.notes)

    def read(self, course: Course, folder: Path) -> Submission:
        """
        Return what lies in the folder; the notebooks of one student follow each other, so one
        is kept.

        Raises:
            SubmissionRefused: If it cannot be read safely.
        """
        stamp = _stamp(folder)
        if self._read is not None and self._read[:2] == (folder, stamp):
            return self._read[2]
        (entry,) = read_submissions(folder.parent, (folder.name,), wanted=wanted_of(course))
        if isinstance(entry, Refusal):
            raise SubmissionRefused(entry.reason)
        self._read = (folder, stamp, entry)
        return entry

    def close(self) -> None:
        """End the judges; the next notebook starts others."""
        with self._lock:
            self._stop_clock()
            if self._pool is not None:
                self._pool.__exit__()
            self._pool = self._order = self._read = None

    def _judge(self, pool: Pool, task: Task) -> Judged:
        try:
            (judged,) = pool.judge([task])
        except BaseException:
            # What is left of a pool that was interrupted would answer the wrong question.
            self.close()
            raise
        return judged

    def _warm(self, course: Course, unsafe: bool) -> Pool:
        order = (course.root, unsafe, tests_digest(course))
        if self._pool is None or order != self._order:
            if self._pool is not None:
                self._pool.__exit__()
            # Workers are processes of this one, which waits for them when it ends.
            atexit.register(self.close)
            self._pool, self._order = Pool(WorkerConfig(course.root, unsafe), jobs=1), order
        return self._pool

    def _start_clock(self) -> None:
        if self._pool is not None:
            self._timer = threading.Timer(IDLE_S, self.close)
            self._timer.daemon = True
            self._timer.start()

    def _stop_clock(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


def _stamp(folder: Path) -> str:
    """Return a text that changes with the files in *folder*."""
    return repr(
        sorted(
            (path.name, status.st_mtime_ns, status.st_size, status.st_ino)
            for path in folder.iterdir()
            for status in [path.lstat()]
        )
    )
