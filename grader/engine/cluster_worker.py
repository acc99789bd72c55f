"""One machine of a cluster: the course as it was sent, judges that stay warm, and what they are."""

import contextlib
import platform
import queue
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from importlib.metadata import version
from pathlib import Path

from grader.course.manifest import Course, find_course
from grader.errors import GraderError

from .local import Pool
from .snapshot import grader_digest, tests_digest
from .worker import Judged, Ready, Task, WorkerConfig


@dataclass(frozen=True)
class Environment:
    """What has to be equal everywhere, so that it does not matter who judges."""

    tests: str
    """Digest of the unit, its solutions and its hidden tests."""
    grader: str
    torch: str
    python: str
    box: str

    @classmethod
    def here(cls, course: Course, box: str) -> "Environment":
        """Return the environment of this machine, whose box has the strength *box*."""
        python = ".".join(platform.python_version_tuple()[:2])
        grader = f"{version('grader')} ({grader_digest()[:8]})"
        return cls(tests_digest(course)[:16], grader, version("torch"), python, box)

    def difference(self, other: "Environment") -> str:
        """Return in words how *other* differs from this one, or ""."""
        # The digest of the tests covers the grader, so that one is named first.
        names = ["grader", *(found.name for found in fields(self) if found.name != "grader")]
        for name in names:
            mine, theirs = getattr(self, name), getattr(other, name)
            if mine != theirs:
                return f"{name} {theirs} there, {mine} here"
        return ""


class ClusterWorker:
    """
    The judges of one machine, started when they are asked for.

    Args:
        name: What the machine is called in messages.
        files: The course, as :func:`~grader.course.judging_files.packed_course` made it.
        wanted: What this machine has to be like.
        unsafe: Go on where submissions cannot be locked in.
    """

    def __init__(
        self, name: str, files: Mapping[str, bytes], wanted: Environment, *, unsafe: bool
    ) -> None:
        self._name = name
        self._wanted = wanted
        # Only the owner may enter: solutions and hidden tests lie in there.
        self._folder = tempfile.TemporaryDirectory(prefix="grader-course-")
        root = Path(self._folder.name)
        for place, data in files.items():
            (root / place).parent.mkdir(parents=True, exist_ok=True)
            (root / place).write_bytes(data)
        self._course = find_course(root)
        self._config = WorkerConfig(root, unsafe)
        self._idle: queue.SimpleQueue[Pool] = queue.SimpleQueue()
        self._closed = False

    def judge(self, task: Task) -> Judged:
        """
        Judge one task; threads may call this at once, each has a judge of its own.

        Raises:
            GraderError: If this machine cannot judge as the client would.
        """
        with self._judge() as pool:
            (judged,) = pool.judge([task])
        return judged

    def prepare(self) -> Ready:
        """Start a judge if there is none and return what it says; raises as :meth:`judge`."""
        with self._judge() as pool:
            return pool.prepare()

    def close(self) -> None:
        """End the judges, those at work when they have done, and remove the course."""
        self._closed = True
        while not self._idle.empty():
            self._idle.get().__exit__()
        self._folder.cleanup()

    @contextlib.contextmanager
    def _judge(self) -> Iterator[Pool]:
        pool = self._take()
        try:
            yield pool
        except BaseException as error:
            pool.__exit__(type(error))
            raise
        if self._closed:
            pool.__exit__()
        else:
            self._idle.put(pool)

    def _take(self) -> Pool:
        try:
            return self._idle.get_nowait()
        except queue.Empty:
            pass
        pool = Pool(self._config, jobs=1)
        try:
            self._hold(pool.prepare())
        except GraderError as error:
            pool.__exit__()
            raise GraderError(f"Worker {self._name}: {error}") from None
        return pool

    def _hold(self, ready: Ready) -> None:
        """Raise unless this machine judges as the client would."""
        found = Environment.here(self._course, str(ready.box["strength"]))
        difference = self._wanted.difference(found)
        if difference:
            raise GraderError(
                f"it is not like this machine ({difference}), so verdicts could differ. "
                "Make them alike, or leave that worker out."
            )
