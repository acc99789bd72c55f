"""
Histories with judges at work: in this process, through the command, on a cluster.

They take minutes, so they run when they are asked for:

    HISTORY_JUDGED=200 pytest tests/engine/test_history_judged.py -k pool
    HISTORY_JUDGED=20 pytest tests/engine/test_history_judged.py -k killed
    HISTORY_JUDGED=5 pytest tests/engine/test_history_judged.py -k cluster
"""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from helpers import history
from helpers.changing_course import CHANGES, MADE, ChangingCourse
from helpers.courses import REPOSITORY
from helpers.failing_disk import FailingDisk
from helpers.history import History, Options, Said, number
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import rule, run_state_machine_as_test

from grader.box.strength import torch_version
from grader.engine.local import Pool
from grader.engine.worker import Judged, Ready, Task, WorkerConfig

SEQUENCES = int(os.environ.get("HISTORY_JUDGED", "0"))
pytestmark = pytest.mark.skipif(not SEQUENCES, reason="HISTORY_JUDGED says how many sequences")


def swapped(course: ChangingCourse) -> None:
    """Let modules take turns."""
    course.exercises.append(course.exercises.pop(1))


#: The courses between which a history changes: each has judges of its own, which stay warm.
VARIANTS: tuple[Callable[[ChangingCourse], object], ...] = (
    lambda course: None,
    lambda course: course.change_test(0, argument=5),
    lambda course: course.change_test(3, points=3),
    lambda course: course.change_test(4, target="alpha.g"),
    lambda course: CHANGES["remove_test"](course, 2, 0),
    lambda course: course.change_test(6, kind=MADE),
    lambda course: course.constants.update(block=3, cases=2),
    swapped,
)


class Heard:
    """Judges at work, what they were asked, and where they are interrupted."""

    def __init__(self, judges: Any) -> None:
        self.judges = judges
        self.asked: list[tuple[str, tuple[str, ...]]] = []
        self.fails: dict[int, BaseException | None] = {}
        self.failed = False

    def __enter__(self) -> "Heard":
        return self

    def __exit__(self, *error: object) -> None:
        pass

    @property
    def ready(self) -> Ready | None:
        """What the judges have said."""
        return self.judges.ready

    def start(self) -> None:
        """Hand on."""
        self.judges.start()

    def judge(self, tasks: Iterable[Any]) -> Iterator[Any]:
        """Hand on, note what is asked, and fail where it is wanted."""

        def noted() -> Iterator[Any]:
            for given in tasks:
                if isinstance(given, Task):
                    self.asked.append((given.student, given.exercises))
                yield given

        for done in self.judges.judge(noted()):
            error = self.fails.get(done.number) if isinstance(done, Judged) else None
            if error is not None:
                self.failed = True
                raise error
            yield done


class Warm(Heard):
    """A pool that goes on to the next run."""

    def __exit__(self, *error: object) -> None:
        for slot in self.judges._slots:  # What was interrupted is judged to its end.
            while slot.tasks:
                message = self.judges._receive(slot)
                assert isinstance(message, Judged | Ready), message
                if isinstance(message, Judged):
                    slot.tasks.popleft()
                else:
                    self.judges.ready, slot.warm = message, True


class JudgedHistory(History):
    """A history with judges of few courses."""

    variants: list[ChangingCourse]
    enter: Callable[[ChangingCourse], Any]
    count = 0
    killed_runs = 0

    def __init__(self) -> None:
        super().__init__()
        type(self).count += 1
        self.course = self.variants[0]

    @rule(which=number)
    def change_course(self, which: int) -> None:
        """Go over to another course."""
        self.course = self.variants[which % len(self.variants)]

    @rule()
    def break_tests(self) -> None:
        """Leave them whole: the judges are warm."""

    def judges(self, seed: int = 0) -> Any:
        """Return the judges of this course."""
        return type(self).enter(self.course)


def small_courses(folder: Path) -> list[ChangingCourse]:
    """Write all variants of the course."""
    courses = []
    for number_, change in enumerate(VARIANTS):
        course = ChangingCourse.small(folder / str(number_))
        change(course)
        course.write()
        courses.append(course)
    return courses


def drive(machine: type[JudgedHistory], steps: int, started: float) -> None:
    """Run as many sequences as were asked for, and tell the time."""
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=SEQUENCES,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
    seconds = time.monotonic() - started
    print(f"{machine.count} sequences, {machine.killed_runs} killed runs, in {seconds:.0f} s")


@pytest.fixture
def variants(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[ChangingCourse]:
    """The courses, judged by the torch that is here."""
    monkeypatch.setattr(history, "torch_here", torch_version)
    return small_courses(tmp_path)


def test_histories_with_a_pool(variants):
    """Real hidden tests, real boxes; only the command's own pool is replaced by warm ones."""
    started = time.monotonic()
    with contextlib.ExitStack() as stack:
        pools = {
            course.root: stack.enter_context(Pool(WorkerConfig(course.root), 1))
            for course in variants
        }

        class Pooled(JudgedHistory):
            @staticmethod
            def enter(course: ChangingCourse) -> Heard:
                return Warm(pools[course.root])

        Pooled.variants = variants
        drive(Pooled, 20, started)


def test_histories_of_commands_that_are_killed(variants):
    """The command as a program, killed at any share of the time that a whole run takes."""

    class Commanded(JudgedHistory):
        enter = staticmethod(lambda course: Heard(None))
        whole_s = 5.0

        def run(self, to: Path, options: Options, judges: Any, disk: FailingDisk) -> Said | None:
            """Run the command; where the disk is to fail, kill it after a while."""
            words = [word for student in options.only for word in ("--only", student)]
            words += ["--add"] * options.add + ["--exhibits"] * options.exhibits
            folder = self.more if options.add else self.submissions
            command = [sys.executable, "-m", "grader.cli", "autograde", str(folder)]
            command += ["--to", str(to), "--course", str(self.course.root), "--jobs", "1", *words]
            command += ["--regrade"] * options.regrade
            started = time.monotonic()
            process = subprocess.Popen(
                command,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                cwd=REPOSITORY,
                start_new_session=True,
            )
            try:
                late = self.whole_s * (disk.at * 13 % 41 + 1) / 42
                out, err = process.communicate(timeout=late if disk.at >= 0 else None)
            except subprocess.TimeoutExpired:
                disk.failed = True
                type(self).killed_runs += 1
                os.killpg(process.pid, signal.SIGKILL)
                process.communicate()
                return None
            type(self).whole_s = time.monotonic() - started
            return Said(process.returncode, tuple(out.splitlines()), tuple(err.splitlines()))

        def teardown(self) -> None:
            """Kill one more run, each sequence at another moment."""
            self.results.mkdir(exist_ok=True)
            disk = FailingDisk(self.results, self.count)
            while self.run(self.results, Options(regrade=True), None, disk) is not None:
                disk.at += 1
            self.killed = True
            super().teardown()

    Commanded.variants = variants
    drive(Commanded, 8, time.monotonic())
    assert Commanded.killed_runs >= Commanded.count


@pytest.mark.cluster
def test_histories_on_a_cluster(variants, tmp_path):
    """Dask's scheduler and one worker, both programs of their own."""
    from grader.box.doctor import examine
    from grader.course.manifest import find_course
    from grader.engine.cluster import Cluster

    strength = examine().strength
    with dask_programs(tmp_path) as address:

        class Clustered(JudgedHistory):
            @staticmethod
            def enter(course: ChangingCourse) -> Heard:
                return Remote(Cluster(find_course(course.root), address, strength))

        Clustered.variants = variants
        drive(Clustered, 10, time.monotonic())


class Remote(Heard):
    """A cluster, which every run looks up for itself."""

    def __enter__(self) -> "Heard":
        self.judges.__enter__()
        return self

    def __exit__(self, *error: Any) -> None:
        self.judges.__exit__(*error)


@contextlib.contextmanager
def dask_programs(folder: Path) -> Iterator[str]:
    """Start a scheduler and a worker; yield the address."""
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{probe.getsockname()[1]}"
    words = (
        ["scheduler", "--host", "127.0.0.1", "--port", address.rpartition(":")[2]],
        ["worker", address, "--nthreads", "1", "--local-directory", str(folder / "dask")],
    )
    running = []
    try:
        for each in words:
            log = (folder / f"{each[0]}.log").open("wb")
            command = [sys.executable, "-m", "dask", *each, "--no-dashboard"]
            running.append(
                subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
            )
        yield address
    finally:
        for process in running:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
