"""
What hostile submissions do to a class: ``python tests/benchmarks/hostile_class.py``.

A class of the toy course is graded twice with the same honest students, the second time with a
hostile submission as every third. Printed are the honest results that differ in a byte, the open
ones, and the most memory of the command without its children, of both runs.

    --students 60            in the class with the hostile ones
    --seed 1                 chooses their variants
    --only death             variants whose names begin so
    --jobs 2
"""

import argparse
import collections
import os
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from helpers.courses import REPOSITORY, TOY
from helpers.hostile_class import variants, write_class

from grader.results.store import read_result

# As the console script, and in the end the memory of this process is written to a file.
_COMMAND = """\
import atexit, runpy, shutil, sys
atexit.register(shutil.copyfile, "/proc/self/status", sys.argv.pop())
runpy.run_module("grader.cli", run_name="__main__", alter_sys=True)
"""


@dataclass(frozen=True)
class Run:
    """One run of the command: its results by student, its memory and its time."""

    results: dict[str, bytes]
    memory_mib: float
    wall_s: float
    exit_code: int
    output: str


@dataclass(frozen=True)
class Comparison:
    """The class without and with hostile submissions."""

    honest: list[str]
    without: Run
    with_them: Run

    @property
    def differing(self) -> list[str]:
        """The honest students whose result is another one beside hostile submissions."""
        return [s for s in self.honest if self.without.results[s] != self.with_them.results.get(s)]


def grade(submissions: Path, to: Path, jobs: int) -> Run:
    """Run the command."""
    status = to.parent / f"{to.name}.status"
    words = ["autograde", submissions, "--to", to, "--course", TOY, "--jobs", jobs, status]
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", _COMMAND, *map(str, words)],
        capture_output=True, text=True, check=False, cwd=REPOSITORY,
        env=os.environ | {"NO_COLOR": "1", "PYTHONPATH": str(REPOSITORY)},
    )  # fmt: skip
    wall_s = time.perf_counter() - started
    found = re.search(r"VmHWM:\s*(\d+)", status.read_text())
    results = {path.stem: path.read_bytes() for path in to.glob("s*.json")}
    memory_mib = int(found[1]) / 1024 if found else 0.0
    return Run(results, memory_mib, wall_s, done.returncode, done.stdout + done.stderr)


def compare(root: Path, students: int, hostile: list[str], jobs: int = 2) -> Comparison:
    """Grade both classes below *root*."""
    honest = write_class(root / "honest", students, None)
    write_class(root / "mixed", students, hostile)
    without = grade(root / "honest", root / "results-honest", jobs)
    return Comparison(honest, without, grade(root / "mixed", root / "results-mixed", jobs))


def main() -> None:
    """Measure and print."""
    words = argparse.ArgumentParser(description=__doc__.strip().splitlines()[0])
    words.add_argument("--students", type=int, default=60)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--jobs", type=int, default=2)
    words.add_argument("--only", default="")
    asked = words.parse_args()
    chosen = [name for name in variants(asked.seed, 999) if name.startswith(asked.only)]
    with tempfile.TemporaryDirectory(prefix="hostile-class-") as root:
        found = compare(Path(root), asked.students, chosen, asked.jobs)
        outcomes: collections.Counter[str] = collections.Counter()
        for student in sorted(found.with_them.results.keys() - set(found.honest)):
            result = read_result(Path(root) / "results-mixed" / f"{student}.json")
            variant = chosen[int(student[1:]) // 3 % len(chosen)]
            reason = result.refused.text if result.refused else ""
            kinds = {check.outcome for each in result.exercises for check in each.checks}
            outcomes[result.status] += 1
            print(f"  {student} {variant}: {result.status} {result.score} {sorted(kinds)} {reason}")
    for name, run in (("without", found.without), ("with", found.with_them)):
        print(
            f"{name}: {run.wall_s:.0f} s, {run.memory_mib:.1f} MiB, exit {run.exit_code}, "
            f"{len(run.results)} results"
        )
        print("   ", "\n    ".join(run.output.strip().splitlines()[-3:]))
    ratio = found.with_them.memory_mib / found.without.memory_mib
    print(f"memory {ratio:.3f} times, honest results that differ: {found.differing}")
    print(dict(outcomes))


if __name__ == "__main__":
    main()
