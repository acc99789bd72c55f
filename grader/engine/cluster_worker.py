"""One machine of a cluster: it unpacks the course, keeps judges warm and compares versions."""

import contextlib
import platform
import queue
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from importlib.metadata import version
from pathlib import Path

import grader
from grader.course.manifest import Course, find_course
from grader.errors import GraderError

from .local import Pool
from .snapshot import grader_digest, tests_digest
from .worker import Judged, Ready, Task, WorkerConfig


@dataclass(frozen=True)
class Environment:
    """What must be the same on all machines, so that it does not matter which one judges."""

    tests: str
    """Digest of the unit, its solutions and its hidden tests."""
    grader: str
    torch: str
    python: str
    box: str

    @classmethod
    def here(cls, course: Course, box: str) -> "Environment":
        """Return the environment of this machine; *box* is the strength of its box."""
        python = ".".join(platform.python_version_tuple()[:2])
        own = f"{grader.__version__} ({grader_digest()[:8]})"
        return cls(tests_digest(course)[:16], own, version("torch"), python, box)

    def difference(self, other: "Environment") -> str:
        """Return the first difference as "torch 2.6 there, 2.7 here", or "" if there is none."""
        # The digest of the tests covers the grader, so the grader is compared first.
        names = ["grader", *(found.name for found in fields(self) if found.name != "grader")]
        for name in names:
            mine, theirs = getattr(self, name), getattr(other, name)
            if mine != theirs:
                return f"{name} {theirs} there, {mine} here"
        return ""


class ClusterWorker:
    """
    The judges of one machine; each starts when it is needed.

    Args:
        name: Name of the machine in messages.
        files: The course, as :func:`~grader.course.judging_files.packed_course` made it.
        wanted: The environment that this machine must have.
        unsafe: Judge even where submissions cannot be locked in.
    """

    def __init__(
        self, name: str, files: Mapping[str, bytes], wanted: Environment, *, unsafe: bool
    ) -> None:
        self._name = name
        self._wanted = wanted
        # Only its owner may enter the folder, which holds solutions and hidden tests.
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
        Judge one task; each thread that calls this at the same time has its own judge.

        Raises:
            GraderError: If verdicts here could differ from those on the client.
        """
        with self._judge() as pool:
            (judged,) = pool.judge([task])
        return judged

    def prepare(self) -> Ready:
        """Warm up a judge and return its first message; raises like :meth:`judge`."""
        with self._judge() as pool:
            return pool.prepare()

    def close(self) -> None:
        """Stop the judges, busy ones after their task, and delete the course."""
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
            self._require_same(pool.prepare())
        except GraderError as error:
            pool.__exit__()
            raise GraderError(f"Worker {self._name}: {error}") from None
        return pool

    def _require_same(self, ready: Ready) -> None:
        """Raise if this machine differs from the client."""
        found = Environment.here(self._course, ready.box.strength)
        difference = self._wanted.difference(found)
        if difference:
            raise GraderError(
                f"it differs from this machine ({difference}), so its verdicts could differ. "
                "Install the same versions on both, or stop that worker."
            )
