"""The limits on this side of the box, each proved by an act that it must end or refuse."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from grader.judging.stages import Stage

from .watch import MEMORY_MIB, OUT_OF_MEMORY, End, Progress, Watch

if TYPE_CHECKING:
    from grader.judging.submission.session import Open
    from grader.testing.failures import Question

#: What the acts use: so much processor time is enough to see a limit at work.
_CPU_S = 0.3
_PROBE = b"""
import os, time

def _send(reply):
    from inside import frames, values
    os.write(4, frames.pack(2, *values.encode(reply)))

def tell():
    about = {"type": "ValueError", "bases": ["ValueError"], "text": "x" * 200_000, "place": []}
    _send({"raised": about})

def work():
    end = time.process_time() + 0.4
    while time.process_time() < end: pass

def sleep():
    time.sleep(0.4)
"""
_FILL = (
    "from grader.engine.watch import MEMORY_MIB, limit_memory; limit_memory(); "
    "bytearray(2 * MEMORY_MIB << 20)"
)


def prove_limits() -> dict[str, bool]:
    """
    Return for each limit whether it ended or refused what it must.

    Raises:
        BoxFailed: If a box cannot be started.
    """
    from grader.box.sandbox import find_walls
    from grader.box.zygote import Zygote

    zygote = Zygote(find_walls(), unsafe=True)
    zygote.start()
    try:
        return {
            "answers: tell of an exception at great length": _refuses_long_words(zygote.spawn),
            "budget: work on and on in short calls": _ends(zygote.spawn, "work"),
            "budget: sleep on and on in short calls": _ends(zygote.spawn, "sleep"),
            "watch: keep a judge busy": _sees_a_busy_judge(),
            f"watch: fill a judge by more than {MEMORY_MIB} MiB": _ends_a_full_judge(),
        }
    finally:
        zygote.stop()


def _question(name: str) -> "Question":
    from grader.box.inside import values
    from grader.testing.failures import Question

    text, blob = values.encode({"op": "call", "target": f"probe.{name}", "args": []})
    return Question("call", f"probe.{name}", text, blob)


def _refuses_long_words(spawn: "Open") -> bool:
    from grader.judging.submission.session import SubmissionSession
    from grader.testing.failures import CheckFailed

    session = SubmissionSession({"probe.py": _PROBE.replace(b"pack(2", b"pack(3")}, spawn)
    try:
        session.ask(_question("tell"))
    except CheckFailed as failure:
        return "too much" in failure.note or "short" in failure.note
    finally:
        session.close()
    return False


def _ends(spawn: "Open", name: str) -> bool:
    from grader.judging.submission.session import SubmissionSession
    from grader.results.outcomes import Outcome
    from grader.testing.failures import CheckFailed

    session = SubmissionSession({"probe.py": _PROBE}, spawn, budget_s=2 * _CPU_S)
    try:
        for _ in range(4):
            session.ask(_question(name))
    except CheckFailed as failure:
        return failure.outcome is Outcome.TIMED_OUT and session.budget.is_used_up
    finally:
        session.close()
    return False


def _sees_a_busy_judge() -> bool:
    with _process("while True: pass") as process:
        progress = Progress()
        progress.begin(Stage.CHECK)
        watch = Watch(process.pid, progress, cpu_s=_CPU_S)
        deadline_s = time.monotonic() + 20
        try:
            while time.monotonic() < deadline_s:
                if watch.look(silent_s=60) is End.STALLED:
                    return True
                time.sleep(0.05)
        finally:
            progress.close()
    return False


def _ends_a_full_judge() -> bool:
    code = f"try:\n    exec({_FILL!r})\nexcept MemoryError:\n    raise SystemExit({OUT_OF_MEMORY})"
    with _process(code) as process:
        return process.wait(60) == OUT_OF_MEMORY


@contextmanager
def _process(code: str) -> Iterator["subprocess.Popen[bytes]"]:
    command = [sys.executable, "-P", "-c", f"import sys; sys.path[:] = {sys.path!r}\n{code}"]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait()
