"""
From saving a file to its verdict on the screen, in ``python -m exercises watch``.

    python tests/benchmarks/watch_latency.py [--rounds 20] [--no-fork]

A real ``watch`` runs in a pseudo-terminal on a solved unit. One function after another is
saved right and wrong in turn; the clock stops when its verdict and the explanation of
what is wrong stand on the screen. Prints the median and the slowest, in milliseconds, per
exercise. Needs pexpect, so no Windows.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pexpect
from student_speed import ROOT, stage

# Module, exercise, a line of its solution and what to write in its place.
CHANGES = (
    ("logistic", "E06", "positive = z >= 0", "positive = z < 0"),
    ("loss", "E12", ".mean()", ".sum()"),
    ("data", "E09", "mean + bias", "mean - bias"),
    ("gradients", "E03", "retain_graph=", "create_graph="),
)
PAUSE_S = 0.3


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description="How long a save waits for its verdict.")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--no-fork", action="store_true")
    chosen = parser.parse_args()
    print(f"{chosen.rounds} saves each{'':14} median ms   slowest ms")
    everything = []
    for name, latencies in measure(chosen.rounds, no_fork=chosen.no_fork):
        everything += latencies
        report(name, latencies)
    report("all", everything)


def measure(rounds: int, *, no_fork: bool = False) -> Iterator[tuple[str, list[float]]]:
    """Yield, for one exercise after another, how many milliseconds each save waited."""
    with tempfile.TemporaryDirectory() as folder:
        stage(Path(folder))
        options = ["--no-fork"] if no_fork else []
        # A student's Python keeps what it has compiled.
        kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTHONDONT")}
        screen = pexpect.spawn(
            sys.executable,
            ["-m", "exercises", "watch", "--lang", "en", *options],
            cwd=folder,
            env={**kept, "TERM": "xterm", "NO_COLOR": "1"},
            dimensions=(50, 80),
            encoding="utf-8",
            timeout=120,
        )
        screen.expect("q quit")
        screen.send("r")  # and wait until it is warm
        screen.expect("100 points")
        for module, exercise, right, wrong in CHANGES:
            path = Path(folder) / "exercises" / f"{module}.py"
            text = (ROOT / "solutions" / f"{module}.py").read_text(encoding="utf-8")
            assert right in text, f"{right} is no longer in solutions/{module}.py"
            latencies = []
            for number in range(rounds):
                change = text if number % 2 else text.replace(right, wrong)
                pause_s = 2.5 if no_fork else PAUSE_S  # the spare gets warm again
                latencies.append(save(screen, path, change, exercise, pause_s))
            yield f"{module}.py, {exercise}", latencies
        screen.send("q")
        screen.expect(pexpect.EOF)


def save(
    screen: "pexpect.spawn[str]", path: Path, text: str, exercise: str, pause_s: float
) -> float:
    """Save a file and return how many milliseconds its verdict took."""
    time.sleep(pause_s)
    started = time.perf_counter()
    path.write_text(text, encoding="utf-8")
    screen.expect(rf"\n{exercise} .*\d+ of 100 points")
    return (time.perf_counter() - started) * 1000


def report(name: str, latencies: list[float]) -> None:
    """Print one row."""
    print(f"{name:<25} {statistics.median(latencies):10.0f} {max(latencies):12.0f}")


if __name__ == "__main__":
    main()
