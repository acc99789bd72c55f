"""What a reader is made to do in tests: answer, stall, fill memory, die in every way."""

import ctypes
import os
import signal
import time

from grader.errors import SubmissionRefused
from grader.intake.readers.frames import BadFrameError, Frame
from grader.intake.readers.process import ReaderLimits, Tell, Work
from grader.intake.readers.reader import Job

LIMITS = ReaderLimits(memory_mib=128, processor_s=1, wall_s=20.0)


def job(limits: ReaderLimits = LIMITS, setup: str = "") -> Job[str]:
    """Return a job whose answers repeat the question, unless the question is an act."""
    return Job(prepare, Frame(setup), _text_of, answer_bytes=1 << 20, limits=limits)


def _text_of(answer: Frame) -> str:
    if not isinstance(answer.facts, str):
        raise BadFrameError("no text")
    return answer.facts


def prepare(setup: Frame) -> Work:
    if setup.facts == "cannot":
        raise ImportError("no such thing here")
    served: list[str] = []

    def work(question: Frame, tell: Tell) -> Frame:
        served.append(str(question.facts))
        tell("loss.ipynb")
        act = ACTS.get(str(question.facts).partition(" ")[0])
        found = act(question, served) if act else f"read {question.facts}"
        return found if isinstance(found, Frame) else Frame(found)

    return work


def _stall(_question: Frame, _served: list[str]) -> None:
    time.sleep(600)


def _compute(_question: Frame, _served: list[str]) -> None:
    while True:
        pass


def _fill(_question: Frame, _served: list[str]) -> None:
    held = []
    while True:
        held.append(bytearray(1 << 20))


def _swallow(_question: Frame, _served: list[str]) -> str:
    """Run out of memory and go on as if nothing were, as a parser that catches MemoryError."""
    held = []
    try:
        while True:
            held.append(bytearray(1 << 20))
    except MemoryError:
        held.clear()
    return "a part of it"


def _use(_question: Frame, served: list[str]) -> str:
    """Use much memory, but not too much, and say which question of this process it is."""
    bytearray(100 << 20)
    return f"question {len(served)}"


def _signal(question: Frame, _served: list[str]) -> None:
    name = question.facts.split()[1]
    os.kill(os.getpid(), int(name) if name.isdigit() else signal.Signals[name])


def _crash(_question: Frame, _served: list[str]) -> None:
    ctypes.string_at(0)


def _once(question: Frame, _served: list[str]) -> str:
    """Die of SIGKILL the first time that a question is asked."""
    path = question.facts.split()[1]
    if not os.path.exists(path):
        with open(path, "w"):
            os.kill(os.getpid(), signal.SIGKILL)
    return "read at last"


def _recurse(question: Frame, served: list[str]) -> None:
    _recurse(question, served)


def _refuse(_question: Frame, _served: list[str]) -> None:
    raise SubmissionRefused("holds nothing that is read. Ask for \x1b[31mmore")


def _shout(_question: Frame, _served: list[str]) -> Frame:
    return Frame("x", (bytes(2 << 20),))


def _talk(_question: Frame, _served: list[str]) -> Frame:
    return Frame("x" * (2 << 20))


def _mumble(_question: Frame, _served: list[str]) -> Frame:
    return Frame(["not", "a", "text"])


def _leave(_question: Frame, _served: list[str]) -> None:
    os._exit(0)


def _write(question: Frame, _served: list[str]) -> str:
    """Write a file, which readers have no business with."""
    with open(question.facts.split()[1], "wb") as file:
        file.write(bytes(1 << 20))
    return "written"


ACTS = {
    "stall": _stall,
    "compute": _compute,
    "fill": _fill,
    "swallow": _swallow,
    "use": _use,
    "signal": _signal,
    "crash": _crash,
    "once": _once,
    "recurse": _recurse,
    "refuse": _refuse,
    "shout": _shout,
    "talk": _talk,
    "mumble": _mumble,
    "leave": _leave,
    "write": _write,
}
