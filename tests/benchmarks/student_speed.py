"""
What a student waits for: ``pytest exercises`` and ``pytest exercises -k sigmoid``.

    python tests/benchmarks/student_speed.py [--rounds 5]

Measures, on a solved unit and in one run, the three commands in turn and prints medians
and ratios to ``python -c "import torch"``: wall-clock, and processor time, which a busy
machine disturbs less. The compute of the visible tests is what they take in a process in
which they have run before. pytest loads the plugins that a student's environment has,
not those of this one.
"""

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PYTEST = ["-m", "pytest", "exercises", "-q", "-p", "pytest_timeout"]
COMMANDS = {
    "import torch": ["-c", "import torch"],
    "pytest exercises -k sigmoid": [*PYTEST, "-k", "sigmoid"],
    "pytest exercises": PYTEST,
}
COMPUTE = """
import sys, time, pytest
class Clock:
    spent = 0.0
    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self):
        started = time.process_time()
        result = yield
        self.spent += time.process_time() - started
        return result
for clock in (Clock(), Clock()):
    pytest.main(sys.argv[1:], plugins=[clock])
print(f"compute {clock.spent}")
"""


@dataclass(frozen=True)
class Waits:
    """Medians in seconds: each command by the clock and by the processor, and the compute."""

    wall_s: dict[str, float]
    work_s: dict[str, float]
    compute_s: float

    def over(self, name: str, *, compute: bool = True) -> float:
        """Return the processor time of a command over that of ``import torch``."""
        rest_s = self.work_s[name] - (0.0 if compute else self.compute_s)
        return rest_s / self.work_s["import torch"]


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description="How long a student waits for pytest.")
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    waits = measure(rounds)
    print(f"{'median of ' + str(rounds):<29} wall s   ratio   processor s   ratio")
    for name, wall_s in waits.wall_s.items():
        ratio = wall_s / waits.wall_s["import torch"]
        print(
            f"{name:<29} {wall_s:6.2f} {ratio:7.2f} {waits.work_s[name]:13.2f} "
            f"{waits.over(name):7.2f}"
        )
    print(f"{'compute of the visible tests':<29} {waits.compute_s:6.2f}")
    rest = waits.over("pytest exercises", compute=False)
    print(f"pytest exercises without it: {rest:.2f} times import torch, in processor time")


def measure(rounds: int) -> Waits:
    """Run the commands in turn, *rounds* times after one that fills caches."""
    walls: dict[str, list[float]] = {name: [] for name in COMMANDS}
    works: dict[str, list[float]] = {name: [] for name in COMMANDS}
    computes = []
    with tempfile.TemporaryDirectory() as folder:
        stage(Path(folder))
        for number in range(rounds + 1):
            for name, arguments in COMMANDS.items():
                wall_s, work_s = clock(Path(folder), arguments)
                if number:
                    walls[name].append(wall_s)
                    works[name].append(work_s)
            if number:
                computes.append(compute_s(Path(folder)))
    wall_s, work_s = (
        {name: statistics.median(s) for name, s in each.items()} for each in (walls, works)
    )
    return Waits(wall_s, work_s, statistics.median(computes))


def stage(folder: Path) -> None:
    """Copy the exercises into *folder*, solved."""
    ignore = shutil.ignore_patterns("__pycache__", ".*")
    shutil.copytree(ROOT / "exercises", folder / "exercises", ignore=ignore)
    for path in (ROOT / "solutions").glob("*.py"):
        shutil.copy(path, folder / "exercises")


def clock(folder: Path, arguments: list[str]) -> tuple[float, float]:
    """Return the wall-clock and the processor time of one command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    run(folder, arguments)
    wall_s = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    work_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall_s, work_s


def compute_s(folder: Path) -> float:
    """Return what the visible tests take when all that is lazy has been loaded."""
    output = run(folder, ["-c", COMPUTE, *PYTEST[2:]])
    return float(output.rpartition("compute ")[2])


def run(folder: Path, arguments: list[str]) -> str:
    """Run Python in *folder* as a student would."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")}
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=kept | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout


if __name__ == "__main__":
    main()
