"""
The hidden tests on one submission in a fresh Python, as courses run them without a grader.

    python tests/benchmarks/plain.py FOLDER [COURSE]

No box, no warm process, nothing remembered: torch is imported, pytest collects, the
reference and the submission answer in this very process. Prints the points. ``peers.py``
takes its time.
"""

import importlib
import sys
import time
from collections import deque
from collections.abc import Mapping
from pathlib import Path

from grader.box.child import Reply, TimeUsed
from grader.box.inside.answers import Responder
from grader.course.manifest import find_course
from grader.intake.submission import Submission
from grader.judging.judge import Judge
from grader.judging.session import run_session

REPOSITORY = Path(__file__).resolve().parents[2]


class Here:
    """Answer questions about a submission in this process."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        # The submission that was asked before has left modules of the same names.
        for name in [name for name in sys.modules if name.partition(".")[0] == "exercises"]:
            del sys.modules[name]
        for path in files:
            sys.modules.pop(path.removesuffix(".py"), None)
        self._asked: deque[tuple[bytes, bytes]] = deque()
        self._responder = Responder(files, "/submission")

    def ask(self, text: bytes, blob: bytes) -> None:
        """Take a question."""
        self._asked.append((text, blob))

    def answer(self, limit_s: float) -> Reply:
        """Answer the oldest one; nothing stops an answer that takes too long."""
        text, blob, cost_us = self._responder.reply(*self._asked.popleft())
        return Reply(text, blob, cost_us / 1e6)

    def time_used(self) -> TimeUsed:
        """Return what this process has used."""
        return TimeUsed(time.process_time())

    def close(self) -> None:
        """Do nothing: there is no child to end."""


def score(folder: Path, course: Path = REPOSITORY) -> float:
    """Return the points of the submission in *folder*."""
    if course == REPOSITORY:
        # What its optimizers load, unless it is kept away as our judges do.
        importlib.import_module("torch._dynamo")
    files = {path.name: path.read_bytes() for path in folder.glob("*.py")}
    earned = []

    def body(judge: Judge) -> None:
        earned.extend(v.earned for v in judge.judge(Submission("student", files)).verdicts)

    run_session(find_course(course), Here, body)
    return sum(earned)


if __name__ == "__main__":
    print(f"{score(*map(Path, sys.argv[1:])):g}")
