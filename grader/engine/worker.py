"""The worker process: it runs the pytest session that judges, and its zygote runs submissions."""

import contextlib
import gc
import os
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, count
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.errors import BoxFailed, GraderError
from grader.judging.stages import Begin, Stage, nobody_watches

from .watch import OUT_OF_MEMORY, Progress, limit_memory

# The zygote is started first, with as little imported as can be.
if TYPE_CHECKING:
    from grader.box.strength import BoxRecord
    from grader.box.zygote import Zygote
    from grader.course.checks import Check
    from grader.course.manifest import Course, Unit
    from grader.judging.judge import Judgement
    from grader.judging.proof import ProofFile
    from grader.results.records import Verdict


#: How long a judge may be silent while it warms up.
START_S = 900.0
#: The name of no exercise: a task that asks for it warms up a worker and judges nothing.
NOTHING = ""
#: The exit code of a worker whose proof of the reference did not hold.
REFUTED = 77


@dataclass(frozen=True)
class WorkerConfig:
    """The settings of a worker."""

    root: Path
    unsafe: bool = False
    #: Judge the reference first, and judge no submission unless it passes.
    prove: bool = True
    #: The exercises to judge; all of them if empty.
    only: tuple[str, ...] = ()


@dataclass(frozen=True)
class Task:
    """
    One submission to judge.

    Attributes:
        number: Comes back with the judgement.
        student: Name of the student.
        files: The submission: content by name.
        exercises: If given, only their checks are run.
        figures: Also ask for the numbers of the feedback page's figures.
        words: Look for words for failed checks; not where that may be what ends the worker.
        repaired: What to try in place of some files where a module cannot be imported.
        stalled: The checks whose comparison stalled a judge before: they are not run again.
    """

    number: int
    student: str
    files: Mapping[str, bytes]
    exercises: tuple[str, ...] = ()
    figures: bool = False
    words: bool = True
    repaired: Mapping[str, bytes] = field(default_factory=dict)
    stalled: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Ready:
    """
    The first message of a warm worker.

    Attributes:
        box: Its box.
        checks: Every check of the course: the fixed denominator.
        faults: What is wrong with the course's known mistakes and examples, one line each.
        silent_s: How long a judge may be silent: longer than its children may let it wait.
    """

    box: "BoxRecord"
    checks: "tuple[Check, ...]"
    faults: tuple[str, ...] = ()
    silent_s: float = START_S

    def give_up(self, task: Task) -> "Judged":
        """Return the judgement of a task that cannot be judged: it has no verdicts."""
        return Judged(task.number, (), self.box, 0.0, 0.0)


@dataclass(frozen=True)
class Judged:
    """
    The judgement of one task.

    Attributes:
        number: The number of the task.
        verdicts: One for each check that was asked for; none where nobody could judge.
        box: The box.
        wall_s: How long it took.
        cpu_s: The processor time of the submission's own code.
        figures: Its figures, if they were asked for.
        no_figures: Why they could not be had although they were asked for; "" otherwise.
        faults: What went wrong while words for failed checks were looked for, one line each.
        repaired: The modules that could be imported only with their repaired texts.
        is_heavy: Whether its answers used more than half of their budget.
    """

    number: int
    verdicts: "tuple[Verdict, ...]"
    box: "BoxRecord"
    wall_s: float
    cpu_s: float
    figures: Sequence[Mapping[str, Any]] | None = None
    faults: tuple[str, ...] = ()
    no_figures: str = ""
    repaired: tuple[str, ...] = ()
    is_heavy: bool = False


@dataclass(frozen=True)
class WorkerFailure:
    """The message of a worker that cannot judge: why not, in one line."""

    error: GraderError


def send_task(connection: Connection, task: Task) -> None:
    """Send a task to a worker, one file after the other: together they may be large."""
    files, repaired = (dict.fromkeys(names, b"") for names in (task.files, task.repaired))
    connection.send(replace(task, files=files, repaired=repaired))
    for data in chain(task.files.values(), task.repaired.values()):
        connection.send_bytes(data)


def receive_task(connection: Connection) -> Task:
    """Return the next task in a worker."""
    task: Task = connection.recv()
    files, repaired = (
        {name: connection.recv_bytes() for name in names} for names in (task.files, task.repaired)
    )
    return replace(task, files=files, repaired=repaired)


def main(fd: int, progress_fd: int) -> None:
    """
    Serve the parent at the other end of socket *fd*. Entry point of a worker process.

    The file *progress_fd* is the memory in which it notes what it is at.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # The parent decides when to stop.
    connection = Connection(fd)
    # However the parent ends, nobody needs this process any more.
    try:
        with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
            work(connection, connection.recv(), Progress(progress_fd).begin)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)  # The parent knows at which stage, and what to do.
    os._exit(0)  # Nothing is left to write, and torch takes half a second to shut down.


def work(connection: Connection, config: WorkerConfig, begin: Begin = nobody_watches) -> None:
    """Serve tasks from *connection* until it closes."""
    try:
        _serve(connection, config, begin)
    except GraderError as error:
        connection.send(WorkerFailure(error))


def _serve(connection: Connection, config: WorkerConfig, begin: Begin) -> None:
    from grader.box.inside.optional_torch import leave_out
    from grader.box.sandbox import find_walls
    from grader.box.zygote import Zygote
    from grader.course.manifest import find_course
    from grader.release.needs import uses_torch

    course = replace(find_course(config.root), only=config.only)
    torch = uses_torch(course)
    if not torch:
        leave_out()
    zygote = Zygote(find_walls(), preload(course, torch=torch), unsafe=config.unsafe, torch=torch)
    try:
        zygote.launch()
        _judge_tasks(connection, config, course, zygote, begin)
    finally:
        zygote.stop()


def _judge_tasks(
    connection: Connection,
    config: WorkerConfig,
    course: "Course",
    zygote: "Zygote",
    begin: Begin,
) -> None:
    # torch and pytest are heavy: only workers import them, while the zygote warms up. These
    # objects stay, so the garbage collector need not scan them, now or later.
    gc.disable()
    from grader.box import strength
    from grader.diagnosis.explain import Diagnosis
    from grader.intake.submission import Submission
    from grader.judging.judge import Judge, ProofRefuted
    from grader.judging.session import run_session

    def body(judge: Judge) -> None:
        zygote.wait_until_warm()
        box = strength.record(zygote.walls, zygote.facts)
        if config.prove:
            judge.prove_reference(None if config.only else proof_file(course, box))
        judge.reference.close()
        gc.freeze()
        gc.enable()
        limit_memory()
        connection.send(Ready(box, judge.checks, tuple(judge.faults), silent_s(course.unit)))
        for number in count():
            begin(Stage.WAITING, 0)
            task = receive_task(connection)
            started = time.monotonic()
            if number:
                with contextlib.suppress(BoxFailed):  # The judge starts another one.
                    zygote.settle()
            submission = Submission(task.student, task.files, repaired=task.repaired)
            try:
                judgement = judge.judge(
                    submission,
                    task.exercises,
                    figures=task.figures,
                    words=task.words,
                    stalled=task.stalled,
                )
            except ProofRefuted:
                os._exit(REFUTED)  # The task is given to a judge that knows nothing of it.
            wall_s = time.monotonic() - started
            connection.send(_judged(task, judgement, box, wall_s))

    def restart() -> None:
        zygote.stop()
        zygote.start()

    run_session(course, zygote.spawn, body, restart, Diagnosis.of_modules, begin)


def proof_file(course: "Course", box: "BoxRecord") -> "ProofFile | None":
    """
    Return the file for the proof of the reference of *course* by this grader on this machine.

    There is none where a submission could see it.
    """
    import platform

    from grader.box.sandbox import is_readable, package_folders
    from grader.box.strength import UNSAFE
    from grader.judging.proof import ProofFile, proofs_folder

    from .snapshot import tests_digest

    folder = proofs_folder()
    if folder is None or box.strength == UNSAFE or is_readable(folder.resolve()):
        return None
    packages = [name for path in package_folders() for name in sorted(os.listdir(path))]
    decides = [tests_digest(course), repr(box), sys.version, processor(), *platform.libc_ver()]
    return ProofFile(folder, [*decides, *(name for name in packages if name.endswith("-info"))])


def processor() -> str:
    """Return what this machine's processor is and can do, as the system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").partition("\n\n")[0].splitlines()
    except OSError:
        return " ".join(os.uname())
    lasting = ("vendor_id", "cpu family", "model", "stepping", "flags", "Features", "CPU ")
    return "\n".join(line for line in lines if line.startswith(lasting))


def silent_s(unit: "Unit") -> float:
    """Return how long a judge may be silent at one stage: its children end earlier."""
    from grader.box.child import LENIENCE
    from grader.judging.submission.session import PATIENCE

    slowest_s = max((exercise.limit_s for exercise in unit.exercises), default=0.0)
    return LENIENCE * (unit.budget_s + 2 * PATIENCE * slowest_s) + 60


def preload(course: "Course", *, torch: bool = True) -> list[str]:
    """
    Return the modules a zygote imports for *course*: slow to import, and used in its children.

    Raises:
        CourseError: If a package that the unit requires is not installed.
    """
    from grader.course.checks import INSIDE
    from grader.release.needs import imported_names

    names = ["torch.testing", "torch.utils.data"] if torch else []
    names += imported_names(course.unit)
    if any(exercise.figure for exercise in course.unit.exercises):
        names += ["matplotlib.figure", "matplotlib.pyplot"]
    if (course.hidden / INSIDE).is_dir():
        names += ["pytest", "_pytest.unittest", "_pytest.tmpdir", "unittest.mock"]
    return names


def _judged(task: Task, judgement: "Judgement", box: "BoxRecord", wall_s: float) -> Judged:
    from grader.results.records import Verdict

    verdicts = tuple(
        Verdict(each.check.name, each.outcome, each.message, each.note, each.skipped)
        for each in judgement.verdicts
    )
    return Judged(
        task.number,
        verdicts,
        box,
        wall_s,
        judgement.cpu_s,
        judgement.figures,
        judgement.faults,
        judgement.no_figures,
        judgement.repaired,
        judgement.is_heavy,
    )
