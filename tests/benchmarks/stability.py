"""
Does the corpus get the same verdicts whatever the surroundings are?

Every round judges all known mistakes and odd right answers once, in fresh workers and
boxes with another hash seed, order, number of threads and set of processor
instructions, and compares every outcome with the first round. Run by hand:

    python tests/benchmarks/stability.py --rounds 20
"""

import argparse
import os
import random
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch

from grader.course.manifest import Course, find_course
from grader.engine.corpus import Patch, patched, read_corpus
from grader.engine.local import Pool
from grader.engine.worker import Order, Task

REPOSITORY = Path(__file__).parents[2]
#: Appended to a submission where it is to compute with two threads; the box gives it one.
TWO_THREADS = b"\n\nimport torch as _torch\n\n_torch.set_num_threads(2)\n"

Outcomes = dict[tuple[str, str], str]


def main() -> None:
    """Judge the corpus in every round and print what differs from the first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--share", type=int, default=1, help="judge every so-many-th patch")
    options = parser.parse_args()
    course = find_course(REPOSITORY)
    patches = read_corpus(course)[:: options.share]
    first: Outcomes = {}
    differing: Counter[tuple[str, str]] = Counter()
    print(f"torch {torch.__version__}, {len(patches)} patches")
    for number in range(options.rounds):
        threads, plain = 1 + number % 2, number % 4 >= 2
        started = time.monotonic()
        found = judge_once(course, patches, options.jobs, number, threads, plain)
        first = first or found
        odd = [key for key in first if found[key] != first[key]]
        differing.update(odd)
        instructions = "default" if plain else "best"
        print(
            f"round {number:2}: hash seed {number}, {threads} thread(s), {instructions} "
            f"instructions: {len(found)} outcomes, {len(odd)} differ "
            f"({time.monotonic() - started:.0f} s)",
            flush=True,
        )
        for patch, check in odd[:5]:
            now, then = found[patch, check], first[patch, check]
            print(f"    {patch}: {check} is {now}, was {then}")
    print(f"{len(first)} outcomes, {len(differing)} of them not the same in all rounds")


def judge_once(
    course: Course,
    patches: Sequence[Patch],
    jobs: int,
    seed: int,
    threads: int,
    plain: bool,
) -> Outcomes:
    """Return the outcome of every check of every patch under the given surroundings."""
    numbers = list(range(len(patches)))
    random.Random(seed).shuffle(numbers)
    extra = TWO_THREADS if threads == 2 else b""
    tasks = []
    for number in numbers:
        files = patched(course, patches[number])
        files = {name: text + extra for name, text in files.items()}
        name = str(patches[number].path)
        tasks.append(Task(number, name, files, (patches[number].exercise,)))
    settings: dict[str, str] = {}
    if threads == 2:
        settings |= {"OMP_NUM_THREADS": "2", "OMP_THREAD_LIMIT": "2", "MKL_NUM_THREADS": "2"}
    if plain:
        settings["ATEN_CPU_CAPABILITY"] = "default"
    outcomes: Outcomes = {}
    order = Order(course.root, environment=settings)
    with surroundings({"PYTHONHASHSEED": str(seed)} | settings), Pool(order, jobs) as pool:
        for judged in pool.judge(tasks):
            path = patches[judged.number].path
            name = f"{path.parents[1].name}/{path.parent.name}/{path.stem}"
            for check in judged.checks:
                outcomes[name, check["name"]] = check["outcome"]
    return outcomes


class surroundings:  # noqa: N801 - reads as what it is
    """Set environment variables for the processes that start meanwhile."""

    def __init__(self, settings: Mapping[str, str]) -> None:
        self._settings = settings
        self._before: dict[str, str | None] = {}

    def __enter__(self) -> None:
        self._before = {name: os.environ.get(name) for name in self._settings}
        os.environ.update(self._settings)

    def __exit__(self, *_exc: object) -> None:
        for name, value in self._before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


if __name__ == "__main__":
    main()
