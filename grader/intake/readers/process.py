"""The program of a reader process: one piece of work after the other, within limits."""

import contextlib
import math
import os
import re
import resource
import signal
import socket
import sys
import time
import traceback
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from io import BufferedRWPair
from pathlib import Path

from grader.errors import SubmissionRefused
from grader.intake.files.tree import reason_of

from .frames import HEAD, Frame, packed_text, unpacked

#: Memory that a reader may keep from its work; one that has used more is replaced.
SPARE_MIB = 64
#: Address space beyond the limit of memory: a reader near its limit answers for it, and no
#: MemoryError that some library swallows decides what a file is read as.
_HEADROOM_MIB = 256
_TOLD_BYTES = 4096
_HWM = re.compile(rb"VmHWM:\s*(\d+) kB")


@dataclass(frozen=True)
class ReaderLimits:
    """The limits of the work on one submission."""

    memory_mib: int = 768
    processor_s: int = 20
    wall_s: float = 120.0


#: Tells which file is being read: its name is shown if the reader does not come back.
Tell = Callable[[str], None]
#: The work itself: a question in, an answer out; it may raise SubmissionRefused.
Work = Callable[[Frame, Tell], Frame]


def main(fd: int, prepare: Callable[[Frame], Work]) -> None:
    """Serve the command at the other end of socket *fd*. Entry point of a reader."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # The command decides when to stop.
    warnings.simplefilter("ignore")  # about what a stranger wrote; nobody sees them
    # However the command ends, nobody needs this process any more.
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        _serve(socket.socket(fileno=fd).makefile("rwb"), prepare)
    os._exit(0)


def _serve(stream: BufferedRWPair, prepare: Callable[[Frame], Work]) -> None:
    def take(count: int) -> bytes:
        data = stream.read(count)
        if len(data) < count:
            raise EOFError
        return data

    first = unpacked(take, sys.maxsize, sys.maxsize)
    bounds, told_fd, setup = first.facts
    limits = ReaderLimits(*bounds)
    _limit(limits.memory_mib)
    tell = _teller(told_fd)
    work = prepare(Frame(setup, first.parts))
    at_start = _peak_mib()
    _send(stream, Frame("ready"))
    while True:
        question = unpacked(take, sys.maxsize, sys.maxsize)
        tell("")
        _allow(limits.processor_s)
        answer = _answer(work, question, tell)
        peak = _peak_mib()
        if peak > limits.memory_mib:
            answer = Frame(["memory", ""])
        is_last = peak > at_start + SPARE_MIB
        _send(stream, Frame([*answer.facts, is_last], answer.parts))
        if is_last:
            return


def _send(stream: BufferedRWPair, frame: Frame) -> None:
    for piece in frame.packed():
        stream.write(piece)
    stream.flush()


def _answer(work: Work, question: Frame, tell: Tell) -> Frame:
    """Return what comes of one question: how it went, and the facts of the answer."""
    try:
        answer = work(question, tell)
    except SubmissionRefused as refused:
        return Frame(["refused", packed_text(reason_of(refused))])
    except MemoryError:
        return Frame(["memory", ""])
    except Exception as error:  # a bug of ours: it costs one student, and is named
        return Frame(["failed", _place(error)])
    return Frame(["answer", answer.facts], answer.parts)


def _place(error: Exception) -> str:
    """Return which error it was and where in our own code, with no word of a stranger."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {Path(last.filename).name}, line {last.lineno}"


def _limit(memory_mib: int) -> None:
    """Limit this process for good: memory, files that it writes, and no image of a crash."""
    _lower(resource.RLIMIT_AS, (memory_mib + _HEADROOM_MIB) << 20)
    _lower(resource.RLIMIT_FSIZE, _TOLD_BYTES)
    _lower(resource.RLIMIT_CORE, 0)


def _lower(kind: int, limit: int) -> None:
    hard = resource.getrlimit(kind)[1]
    limit = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
    resource.setrlimit(kind, (limit, limit))


def _allow(processor_s: int) -> None:
    """Let this process run for so many seconds more; then the system ends it."""
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    limit = math.ceil(time.process_time()) + processor_s
    limit = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (limit, hard))


def _teller(fd: int) -> Tell:
    def tell(path: str) -> None:
        name = path.encode("utf-8", "surrogatepass")[: _TOLD_BYTES - HEAD.size]
        os.pwrite(fd, len(name).to_bytes(HEAD.size) + name, 0)

    return tell


def told(fd: int) -> str:
    """Return what a reader has last told through file *fd*."""
    data = os.pread(fd, _TOLD_BYTES, 0)
    size = int.from_bytes(data[: HEAD.size])
    return data[HEAD.size :][:size].decode("utf-8", "replace")


def _peak_mib() -> float:
    """Return the most memory that this process has had so far."""
    try:
        with open("/proc/self/status", "rb") as status:
            found = _HWM.search(status.read())
    except OSError:
        found = None
    # What getrusage says holds the memory of whoever started this process, too.
    return int(found[1]) / 1024 if found else 0.0
