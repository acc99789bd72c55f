"""
Does the corpus get the same verdicts whatever the surroundings are?

Every round judges all known mistakes and odd right answers once, in fresh processes and
boxes with another hash seed, another order, another number of threads and another set of
processor instructions, and compares every outcome with the first round, or with a file
that another run has written, on another torch for example:

    python tests/benchmarks/stability.py 0 --to first.json
    python tests/benchmarks/stability.py 1 2 3 --against first.json

What is done about threads:

- ``one``: the box as it is.
- ``asked``: every module asks torch for two threads. The box has one thread and stays so.
- ``two``: two threads for submissions and reference, for which the box leaves seccomp out,
  and two on the trusted side.

On 2026-11-26 no outcome differed between the twenty rounds, 11,426 outcomes in each: 0 to 13
with torch 2.13.0 on Python 3.11, 14 to 19 with torch 2.6.0 on Python 3.13 as Debian 13 has them.
"""

import argparse
import json
import multiprocessing
import os
import platform
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import torch
from helpers.control.weakened_zygote import WeakenedLimits, WeakenedZygote

from grader.box.sandbox import find_walls
from grader.box.zygote import Zygote
from grader.check.corpus import patched_solutions, read_corpus
from grader.course.manifest import find_course
from grader.diagnosis.explain import Diagnosis
from grader.engine.worker import preload
from grader.intake import Submission
from grader.judging.judge import Judge
from grader.judging.session import run_session

REPOSITORY = Path(__file__).parents[2]
THREADS = ("one", "asked", "two")
ASKED = b"\n\nimport torch as _torch\n\n_torch.set_num_threads(2)\n"
#: What the box puts in the place of that function leaves this one alone.
MADE = ASKED.replace(b"_torch.set", b"_torch._C.set")
TWO_MADE = {"OMP_NUM_THREADS": "2", "OMP_THREAD_LIMIT": "2", "MKL_NUM_THREADS": "2"}

#: "kind exercise: entry: check" → outcome and message.
Outcomes = dict[str, list[str]]


@dataclass(frozen=True)
class Round:
    """What surrounds the judges of one round; its number gives hash seed and order."""

    number: int
    share: int

    @property
    def threads(self) -> str:
        """Which of THREADS."""
        return THREADS[self.number % 3]

    @property
    def plain(self) -> bool:
        """Whether torch computes as on a processor without AVX2."""
        return self.number % 2 == 1

    def environment(self) -> dict[str, str]:
        """Return the variables of the processes and boxes."""
        found = {"PYTHONHASHSEED": str(self.number)}
        if self.plain:
            found["ATEN_CPU_CAPABILITY"] = "default"
        return found | (TWO_MADE if self.threads == "two" else {})

    def __str__(self) -> str:
        instructions = "default" if self.plain else "best"
        return f"round {self.number:2}, threads {self.threads}, {instructions} instructions"


def main() -> None:
    """Judge the corpus in every round and print what differs."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("rounds", type=int, nargs="*", default=range(20))
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--share", type=int, default=1, help="judge every so-many-th entry")
    parser.add_argument("--to", type=Path, help="write the outcomes of the first round here")
    parser.add_argument("--against", type=Path, help="compare with what another run has written")
    options = parser.parse_args()
    here = f"torch {torch.__version__}, Python {platform.python_version()}"
    print(here)
    first: Outcomes = {}
    if options.against:
        saved = json.loads(options.against.read_text(encoding="utf-8"))
        first = saved["outcomes"]
        print(f"against {saved['surroundings']}")
    differing: Counter[str] = Counter()
    for number in options.rounds:
        started, surroundings = time.monotonic(), Round(number, options.share)
        found = judge_once(surroundings, options.jobs)
        if options.to and number == options.rounds[0]:
            record = {"surroundings": f"{here}, {surroundings}", "outcomes": found}
            options.to.write_text(json.dumps(record, indent=0), encoding="utf-8")
        first = first or found
        odd = compare(first, found)
        differing.update(odd)
        took_s = time.monotonic() - started
        print(f"{surroundings}: {len(odd)} outcomes differ ({took_s:.0f} s)", flush=True)
    print(f"{len(first)} outcomes, {len(differing)} of them not the same in all rounds")


def compare(first: Outcomes, found: Outcomes) -> list[str]:
    """Return the checks with another outcome and print them; other messages are counted."""
    both = first.keys() & found.keys()
    odd = sorted(key for key in both if first[key][0] != found[key][0])
    reworded = sorted(key for key in both if first[key][1] != found[key][1] and key not in odd)
    for key in odd:
        print(f"    {key} is {found[key][0]}, was {first[key][0]}\n        {found[key][1]}")
    if reworded:
        print(f"    {len(reworded)} messages read otherwise, the first of {reworded[0]}")
        print(f"        {found[reworded[0]][1]}\n        {first[reworded[0]][1]}")
    if missing := len(first.keys() ^ found.keys()):
        print(f"    {missing} checks are on one side only")
    return odd


def judge_once(surroundings: Round, jobs: int) -> Outcomes:
    """Return the outcome of every check of every entry under the given surroundings."""
    settings = surroundings.environment()
    before = {name: os.environ.get(name) for name in settings}
    os.environ.update(settings)  # The processes that judge are started with them.
    outcomes: Outcomes = {}
    try:
        fresh = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(jobs, mp_context=fresh) as pool:
            for part in [pool.submit(judge_part, surroundings, n, jobs) for n in range(jobs)]:
                outcomes |= part.result()
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})
    return outcomes


def judge_part(surroundings: Round, part: int, parts: int) -> Outcomes:
    """Judge every *parts*-th entry in this process."""
    course = find_course(REPOSITORY)
    entries = read_corpus(course)[:: surroundings.share]
    random.Random(surroundings.number).shuffle(entries)
    zygote = make_zygote(surroundings, preload(course))
    outcomes: Outcomes = {}

    def body(judge: Judge) -> None:
        zygote.wait_until_warm()
        torch.set_num_threads(2 if surroundings.threads == "two" else 1)
        judge.prove_reference()
        for entry in entries[part::parts]:
            files = patched_solutions(course, entry)
            if surroundings.threads != "one":
                asked = MADE if surroundings.threads == "two" else ASKED
                files = {name: text + asked for name, text in files.items()}
            judged = judge.judge(Submission(entry.name, files), (entry.exercise,))
            name = f"{'alternative' if entry.right else 'mistake'} {entry.exercise}: {entry.name}"
            for verdict in judged.verdicts:
                key = f"{name}: {verdict.check.name}"
                outcomes[key] = [str(verdict.outcome), verdict.message.text]

    try:
        zygote.launch()
        run_session(course, zygote.spawn, body, make_explainer=Diagnosis.of_modules)
    finally:
        zygote.stop()
    return outcomes


def make_zygote(surroundings: Round, modules: Sequence[str]) -> Zygote:
    """Return the box of this round, not yet started."""
    if surroundings.threads != "two":
        return Zygote(find_walls(), modules, environment=surroundings.environment())
    zygote = WeakenedZygote(outer=True)
    zygote._preload += modules
    zygote._environment = surroundings.environment()
    zygote.limits = WeakenedLimits(off=("seccomp",))
    return zygote


if __name__ == "__main__":
    main()
