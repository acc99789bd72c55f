"""The judge behind nbgrader's autograde, which stays warm from one notebook to the next."""

import atexit
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from grader.course.manifest import Course
from grader.engine.local import Pool
from grader.engine.snapshot import tests_digest
from grader.engine.worker import Judged, Task, WorkerConfig
from grader.errors import SubmissionRefused
from grader.intake import Refusal, Submission, read_submissions, wanted_of
from grader.intake.entry import submission_reader
from grader.intake.readers.reader import Reader
from grader.messages.message import Message
from grader.nbgrader.ids import notebook_exercises
from grader.results.records import Digests, ExerciseResult, Header, UnitId, complete

from .notebook_reader import NotebookReader

# A Jupyter server runs for weeks; its judge need not.
IDLE_S = 300.0


@dataclass(frozen=True)
class GradedNotebook:
    """A graded notebook: its exercises by id, as in a result file, and notes on repairs."""

    exercises: Mapping[str, ExerciseResult]
    notes: Sequence[Message]


@dataclass
class WarmJudge:
    """
    Judges the notebooks of one course one after the other.

    The judge starts with the first notebook and is restarted when the hidden tests change. It
    ends with the process, or after five idle minutes.
    """

    _pool: Pool | None = None
    _order: tuple[Path, bool, str] | None = None
    _read: tuple[Path, str, Submission] | None = None
    _notebooks: NotebookReader | None = None
    _submissions: Reader[Submission] | None = None
    _timer: threading.Timer | None = None
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def grade(
        self, course: Course, folder: Path, module: str, *, unsafe: bool = False
    ) -> GradedNotebook:
        """
        Judge the notebook of *module*.

        Args:
            course: The course.
            folder: The student's whole submission, as nbgrader collected it.
            module: The module of the notebook.
            unsafe: Judge even where submissions cannot be locked in.

        Raises:
            GraderError: If the submission cannot be read, or nothing can be judged here.
        """
        with self._lock:
            self._stop_clock()
            try:
                submission = self.read(course, folder)
                exercises = tuple(e.id for e in notebook_exercises(course.unit, module))
                task = Task(
                    0,
                    submission.student,
                    submission.files,
                    exercises,
                    repaired=submission.repaired,
                )
                pool = self._warm(course, unsafe)
                judged = self._judge(pool, task)
            finally:
                self._start_clock()
        unit = UnitId(course.unit.name, course.unit.version)
        digests = Digests(submission.digest, {}, "")
        notes, repairs = submission.notes, submission.repairs
        header = Header(submission.student, unit, digests, notes, repairs=repairs)
        own = [check for check in pool.checks if check.exercise in exercises]
        graded = complete(
            header, course.unit.judged, own, judged.verdicts, judged.box, judged.repaired
        )
        exercises_by_id = {exercise.id: exercise for exercise in graded.exercises}
        return GradedNotebook(exercises_by_id, graded.all_notes)

    def read(self, course: Course, folder: Path) -> Submission:
        """
        Return the submission in *folder*.

        The last one is kept: nbgrader asks for the notebooks of one student in a row.

        Raises:
            SubmissionRefused: If it cannot be read safely.
        """
        stamp = _stamp(folder)
        if self._read is not None and self._read[:2] == (folder, stamp):
            return self._read[2]
        wanted, only = self.notebooks(course).wanted, (folder.name,)
        reader = self._submissions
        (entry,) = read_submissions(folder.parent, only, wanted=wanted, reader=reader)
        if isinstance(entry, Refusal):
            raise SubmissionRefused(entry.reason)
        self._read = (folder, stamp, entry)
        return entry

    def notebooks(self, course: Course) -> NotebookReader:
        """Return the reader of the notebooks of *course*; it reads more than one student's."""
        wanted = wanted_of(course)
        if self._notebooks is None or self._notebooks.wanted != wanted:
            self._close_readers()
            self._notebooks, self._submissions = NotebookReader(wanted), submission_reader(wanted)
        return self._notebooks

    def _close_readers(self) -> None:
        for reader in (self._notebooks, self._submissions):
            if reader is not None:
                reader.close()
        self._notebooks = self._submissions = None

    def close(self) -> None:
        """End the judge and the readers; the next notebook starts new ones."""
        with self._lock:
            self._stop_clock()
            self._close_readers()
            if self._pool is not None:
                self._pool.__exit__()
            self._pool = self._order = self._read = None

    def _judge(self, pool: Pool, task: Task) -> Judged:
        try:
            (judged,) = pool.judge([task])
        except BaseException:
            # An interrupted pool could still answer the previous task.
            self.close()
            raise
        return judged

    def _warm(self, course: Course, unsafe: bool) -> Pool:
        order = (course.root, unsafe, tests_digest(course))
        if self._pool is None or order != self._order:
            if self._pool is not None:
                self._pool.__exit__()
            # The workers are child processes: this process waits for them when it ends.
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
    """Return a text that changes whenever a file in *folder* does."""
    return repr(
        sorted(
            (path.name, status.st_mtime_ns, status.st_size, status.st_ino)
            for path in folder.iterdir()
            for status in [path.lstat()]
        )
    )
