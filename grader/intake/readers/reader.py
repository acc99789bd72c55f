"""A reader as the command sees it: questions and answers, and a new process where one ends."""

import contextlib
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import astuple, dataclass
from typing import Generic, TypeVar

from grader.errors import GraderError, SubmissionRefused
from grader.messages.message import Message, Name, Value, message, stranger
from grader.text import clean

from .frames import BadFrameError, Frame, unpacked, unpacked_text
from .process import ReaderLimits, Work, main, told

Answer = TypeVar("Answer")
#: Questions that a reader gets ahead, if they are short: it works while the command does.
AHEAD, AHEAD_BYTES = 16, 4 << 10
#: How often something outside may kill the reader at the same question.
TRIES = 3
LIMITS = ReaderLimits()
#: What an answer holds beyond this waits on the disk: a class has more than one large submission.
IN_MEMORY_BYTES = 1 << 20
#: How long the start of a reader may take.
START_S = 60.0
_BUFFER_BYTES = 256 << 10


@dataclass(frozen=True)
class Job(Generic[Answer]):
    """The job of a reader: a function of ours, and the form of its answers."""

    prepare: Callable[[Frame], Work]
    """Called once in the reader, with *setup*; a function at the top of a module."""
    setup: Frame
    decode: Callable[[Frame], Answer]
    """Makes an answer of what came back; raises BadFrameError for what it cannot be."""
    answer_bytes: int = 32 << 20
    text_bytes: int = 1 << 20
    """The most text in an answer, in bytes: names and sentences."""
    limits: ReaderLimits = LIMITS


class _EndedError(Exception):
    """A reader that gave no answer, and why: the end of a sentence about what it read."""

    def __init__(self, why: Message, *, again: bool) -> None:
        super().__init__(why)
        self.why = why
        self.again = again
        """Whether a fresh reader may do better."""


class Reader(Generic[Answer]):
    """
    A reader process for one job; it starts with the first question and is replaced as needed.

    What somebody's file does to it costs its owner the answer, and nobody else anything.
    """

    def __init__(self, job: Job[Answer]) -> None:
        self._job = job
        self._process: _Process[Answer] | None = None

    def __enter__(self) -> "Reader[Answer]":
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process; the next question starts another one."""
        if self._process is not None:
            self._process.end()
        self._process = None

    def answer(self, question: Frame) -> Answer:
        """
        Return the answer to one question.

        Raises:
            SubmissionRefused: If it cannot be read, or the reader came to a limit or failed; the
                text goes on after the name of what was read.
        """
        (found,) = self.answers([question])
        if isinstance(found, SubmissionRefused):
            raise found
        return found

    def answers(self, questions: Iterable[Frame]) -> Iterator[Answer | SubmissionRefused]:
        """Yield the answers to *questions* in their order, or what `answer` would raise."""
        frames = (b"".join(question.packed()) for question in questions)
        following = next(frames, None)
        asked: deque[bytes] = deque()
        while following is not None or asked:
            # A long question and a long answer at once could fill the socket both ways.
            while following is not None and (
                not asked
                or (len(asked) < AHEAD and max(len(asked[-1]), len(following)) <= AHEAD_BYTES)
            ):
                asked.append(following)
                if self._process is not None:
                    self._process.send(following)
                following = next(frames, None)
            yield self._next_answer(asked)

    def _next_answer(self, asked: deque[bytes]) -> Answer | SubmissionRefused:
        """Return the answer to the first of *asked*, which is removed."""
        why = Message()
        for _ in range(TRIES):
            if self._process is None:
                self._process = _Process(self._job)
                for frame in asked:
                    self._process.send(frame)
            try:
                answer, is_last = self._process.receive()
            except _EndedError as ended:
                self.close()
                why = ended.why
                if ended.again:
                    continue
                break
            if is_last:
                self.close()
            asked.popleft()
            return answer
        asked.popleft()
        return SubmissionRefused(why)


class _Process(Generic[Answer]):
    """
    One reader process and the connection to it.

    Raises:
        GraderError: If readers cannot run here.
    """

    def __init__(self, job: Job[Answer]) -> None:
        self._job = job
        self._told, self._log = tempfile.TemporaryFile(), tempfile.TemporaryFile()
        self._socket, theirs = socket.socketpair()
        module, function = job.prepare.__module__, job.prepare.__name__
        # A fresh interpreter, not a fork: the command has threads, and memory of its own.
        code = (
            f"import sys\nsys.path[:] = {sys.path!r}\nfrom {module} import {function}\n"
            f"from {main.__module__} import main\nmain({theirs.fileno()}, {function})\n"
        )
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", code],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self._log,
            pass_fds=[theirs.fileno(), self._told.fileno()],
        )
        theirs.close()
        self._buffer = bytearray()
        self._deadline = 0.0
        self._is_ready, self._is_fresh = False, True
        settings = [astuple(job.limits), self._told.fileno(), job.setup.facts]
        self.send(b"".join(Frame(settings, job.setup.parts).packed()))

    def send(self, frame: bytes) -> None:
        """Send a question; whether it arrives shows when the answer is read."""
        self._socket.settimeout(START_S)
        with contextlib.suppress(OSError):
            self._socket.sendall(frame)

    def receive(self) -> tuple[Answer | SubmissionRefused, bool]:
        """
        Return the next answer, and whether the process ends with it.

        Raises:
            _EndedError: If there is none.
        """
        self._await_start()
        limits = self._job.limits
        self._deadline = time.monotonic() + limits.wall_s
        try:
            found = unpacked(
                self._take, self._job.answer_bytes, self._job.text_bytes, IN_MEMORY_BYTES
            )
            kind, facts, is_last = found.facts
            if kind in ("answer", "refused"):
                answer = (
                    self._job.decode(Frame(facts, found.parts))
                    if kind == "answer"
                    else SubmissionRefused(unpacked_text(facts))
                )
                self._is_fresh = False
                return answer, is_last is True
        except TimeoutError:
            raise self._ended(
                message(
                    "was not read within {limit_s} s. Open it and see what fills it.",
                    limit_s=limits.wall_s,
                )
            ) from None
        except EOFError:
            raise self._died() from None
        except (BadFrameError, TypeError, ValueError):
            raise self._ended(
                message("gets no proper answer from the reader. Please report this.")
            ) from None
        if kind == "memory":
            raise self._ended(
                message(
                    "takes more than {limit_mib} MiB of memory to read. "
                    "Open it and see what fills it.",
                    limit_mib=limits.memory_mib,
                ),
                again=not self._is_fresh,
            )
        raise self._ended(
            message(
                "makes the reader fail ({why}). Please report this.",
                why=stranger(str(facts), limit=200),
            )
        )

    def _await_start(self) -> None:
        """Wait until the process is ready for questions."""
        if self._is_ready:
            return
        self._deadline = time.monotonic() + START_S
        try:
            unpacked(self._take, _BUFFER_BYTES, _BUFFER_BYTES)
        except (EOFError, TimeoutError, BadFrameError):
            lines = self._said().splitlines()
            self.end()
            said = clean(lines[-1], limit=300) if lines else "it says nothing"
            raise GraderError(
                f"The process that reads submissions does not start: {said}. "
                'Does this shell limit memory ("ulimit -v")?'
            ) from None
        self._is_ready = True

    def _said(self) -> str:
        """Return what the process has printed, before it read anything."""
        self._log.seek(0)
        return self._log.read(_BUFFER_BYTES).decode("utf-8", "replace")

    def _take(self, count: int) -> bytes:
        """Return the next *count* bytes that the process sends, before the deadline."""
        while len(self._buffer) < count:
            self._socket.settimeout(max(self._deadline - time.monotonic(), 0.001))
            try:
                found = self._socket.recv(_BUFFER_BYTES)
            except ConnectionResetError:
                found = b""
            if not found:
                raise EOFError
            self._buffer += found
        data = bytes(self._buffer[:count])
        del self._buffer[:count]
        return data

    def _died(self) -> _EndedError:
        """Return why a process ended by itself."""
        try:
            status = self._process.wait(START_S)
        except subprocess.TimeoutExpired:
            status = 0
        if status == -signal.SIGXCPU:
            seconds = self._job.limits.processor_s
            return self._ended(
                message(
                    "takes more than {limit_s} s of processor time to read. "
                    "Open it and see what fills it.",
                    limit_s=seconds,
                )
            )
        if status == -signal.SIGKILL:
            return self._ended(
                message(
                    "was not read: something outside ended the reader, again and again. "
                    "Free memory, and run the command again."
                ),
                again=True,
            )
        how = _signal(-status) if status < 0 else message("exit status {status}", status=status)
        why = message("ends the reader ({how}). Please report this.", how=how)
        return self._ended(why, again=not self._is_fresh)

    def _ended(self, why: Message, *, again: bool = False) -> _EndedError:
        path = stranger(told(self._told.fileno()), limit=200)
        if path.text:
            why = message("holds {path}, which {reason}", path=path, reason=why)
        return _EndedError(why, again=again)

    def end(self) -> None:
        """End the process: whatever it does, nobody needs it any more."""
        self._socket.close()
        self._process.kill()
        self._process.wait()
        self._told.close()
        self._log.close()


def _signal(number: int) -> Value | Message:
    try:
        return Name(signal.Signals(number).name)
    except ValueError:  # most real-time signals have none
        return message("signal {number}", number=number)
