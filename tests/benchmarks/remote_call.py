"""
Measure what a call of a submission's function costs beyond its own work.

    python tests/benchmarks/remote_call.py [--calls 2000]

Each call is asked by itself and waited for, as in a check whose next question depends on it.
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
from grader.judging.submission_session import SubmissionSession
from grader.testing import Student

CODE = b"class Cell:\n    value = 1\ndef same(x): return x\ndef double(x): return x * 2\n"


def median_us(call: Callable[[Student], Callable[[], Any]], zygote: Zygote, calls: int) -> float:
    """Return the median time of a call; a new check begins every hundred calls."""
    session = SubmissionSession({"work.py": CODE}, zygote.spawn)
    times = []
    for _ in range(calls // 100):
        ask = call(Student(session.ask, session.exchange))
        ask()
        for _ in range(100):
            started = time.perf_counter()
            ask()
            times.append(time.perf_counter() - started)
    session.close()
    return 1e6 * statistics.median(times)


def main() -> None:
    """Print the median of each kind of call."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("--calls", type=int, default=2000)
    calls = parser.parse_args().calls
    x = torch.arange(40.0)
    kinds: dict[str, Callable[[Student], Callable[[], Any]]] = {
        "a number": lambda student: lambda: student.work.same(1.5),
        "an attribute": lambda student: lambda: student.work.Cell.value,
        "a tensor of 40, the same again": lambda student: lambda: student.work.same(x),
        "a new tensor of 40": lambda student: lambda: student.work.double(x),
    }
    with Zygote(find_walls()) as zygote:
        for name, call in kinds.items():
            print(f"{name:32} {median_us(call, zygote, calls):7.0f} us")


if __name__ == "__main__":
    main()
