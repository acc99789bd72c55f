"""
Measure what a call of a submission's function costs beyond its own work.

    python tests/benchmarks/remote_call.py [--calls 2000]

Each call is asked by itself and waited for, as in a check whose next question depends on it, and
then the same calls are sent ahead in one go, as in a check that is known from the reference's
run: that is the batch. Times are the median of a call by the clock, and the processor time of
both processes together for a call, which depends less on what else the machine does.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import torch

from grader.box.sandbox import find_walls
from grader.box.zygote import Zygote
from grader.course.checks import Check
from grader.judging.submission.prefetch import PlannedQuestion
from grader.judging.submission.session import SubmissionSession
from grader.testing import Student
from grader.testing.failures import Question

CODE = b"class Cell:\n    value = 1\ndef same(x): return x\ndef double(x): return x * 2\n"


CALLS = 100  # Of one check.
WARM = 2  # Checks before the clock starts.
FILES = Question("do", "work.files", b'["do","files",[],{},[],{"first":true}]', b"")
Call = Callable[[Student], Callable[[], Any]]
Plan = list[PlannedQuestion]


def measure(call: Call, zygote: Zygote, checks: int, plan: Plan) -> tuple[Plan, float, float]:
    """Return what was asked, the median time of a call, and the mean processor time of one."""
    session = SubmissionSession({"work.py": CODE}, zygote.spawn, plan)
    asked: Plan = []
    times: list[float] = []
    for number in range(WARM + checks):
        before, batch = (_check(f"{name} {number}") for name in ("before", "batch"))
        session.begin(before)
        session.exchange(FILES, bool)
        if number == WARM:
            begun_s = _processor_time(session)
            times.clear()
        session.begin(batch)
        ask = call(Student(session.ask, session.exchange))
        for _ in range(CALLS):
            started = time.perf_counter()
            ask()
            times.append(time.perf_counter() - started)
        # The batch is sent when the check before it is over.
        asked.append(PlannedQuestion(before, 0, FILES, goes_on=True))
        asked += [PlannedQuestion(batch, n, q) for n, q in enumerate(session.asked)]
    spent_s = _processor_time(session) - begun_s
    session.close()
    return asked, 1e6 * statistics.median(times), 1e6 * spent_s / (checks * CALLS)


def _check(name: str) -> Check:
    return Check(name, "E", "work", 1.0, base=True, gated=False, sentence="", limit_s=5)


def _processor_time(session: SubmissionSession) -> float:
    assert session._channel is not None
    return time.process_time() + session._channel.time_used().cpu_s


def main() -> None:
    """Print the medians of each kind of call."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("--calls", type=int, default=2000)
    checks = parser.parse_args().calls // CALLS
    x = torch.arange(40.0)
    kinds: dict[str, Call] = {
        "a number": lambda student: lambda: student.work.same(1.5),
        "an attribute": lambda student: lambda: student.work.Cell.value,
        "a tensor of 40, the same again": lambda student: lambda: student.work.same(x),
        "a new tensor of 40": lambda student: lambda: student.work.double(x),
    }
    print(f"{'microseconds a call':32} {'median':>7} {'cpu':>7} {'cpu of a batch':>15}")
    with Zygote(find_walls()) as zygote:
        for name, call in kinds.items():
            plan, median, alone = measure(call, zygote, checks, [])
            _, _, ahead = measure(call, zygote, checks, plan)
            print(f"{name:32} {median:7.0f} {alone:7.0f} {ahead:15.0f}")


if __name__ == "__main__":
    main()
