"""
All that the README says about speed, measured in one go on an idle machine.

    python tests/benchmarks                    # 45 minutes; prints the table
    python tests/benchmarks --readme           # and puts it into README.md
    python tests/benchmarks floor students     # some of it

Every figure is a median of at least five, its competitors measured in turn with it.
"""

import argparse
import datetime
import os
import platform
import re
import statistics
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import floor
import peers
import scaling
import student_speed
import torch
import watch_latency

README = Path(__file__).resolve().parents[2] / "README.md"
BEGIN, END = "<!-- measured -->", "<!-- /measured -->"

#: What was measured, the figure, and what was aimed at.
Row = tuple[str, str, str]


def of_floor() -> Iterator[Row]:
    """A submission against the calls alone."""
    costs = floor.measure(200)
    each = f"{1e3 * costs.judged_s:.0f} ms"
    yield (
        "a mixed class of 200, one judge, against the reference's calls alone",
        f"{costs.over:.2f} times ({each})",
        "at most 1.3",
    )
    over = f"{costs.reference_over:.2f} times"
    yield "the reference, likewise", over, "at most 1.3"
    added_ms = 1e3 * (costs.reference_s - costs.floor_s)
    yield "what judging adds to the reference's calls", f"{added_ms:.0f} ms", "at most 120 ms"
    yield "a failing check against a passing one", f"{costs.failing_over:.1f} times", "at most 3"


def of_peers() -> Iterator[Row]:
    """A submission here against the peers."""
    each_s = peers.measure(rounds=5, size=40)
    wanted = {"nbgrader": "at least 30", "pytest": "at least 10", "otter": "-"}
    for way, taken_s in each_s.items():
        if way != peers.OURS:
            figure = f"{taken_s / each_s[peers.OURS]:.0f} times ours ({taken_s:.1f} s)"
            yield f"{way}, a submission", figure, wanted[way.split()[0].rstrip(",")]
    small_s = peers.measure(rounds=5, size=40, unit="toy")
    our_s, plain_s = small_s.values()
    figure = f"{plain_s / our_s:.0f} times ours ({plain_s:.1f} s)"
    yield "the fresh process, small unit", figure, wanted["pytest"]


def of_scaling() -> Iterator[Row]:
    """The class from ten to thousands, and two jobs."""
    grown = scaling.grow("toy", [10, 100, 1000, 5000], jobs=1, repeats=5)
    for size in grown:
        each = ", ".join(f"{run.each_ms:.1f}" for run in size.runs)
        print(f"{size.count}: {each} ms each", file=sys.stderr)
    start_s, each_ms, off = scaling.straight_line(grown)
    yield (
        "time of classes of 10 to 5,000 (small unit) against a straight line",
        f"{start_s:.1f} s and {each_ms:.1f} ms a submission, within {off:.0%}",
        "within 10 %",
    )
    peaks = [size.median.peaks["client"] for size in grown]
    yield "peak memory of the command, 10 and 5,000", f"{peaks[0]:.0f}, {peaks[-1]:.0f} MiB", "flat"
    pairs = list(scaling.compare_jobs("real", 100, pairs=5))
    ratio = statistics.median(one / two for one, two in pairs)
    yield "two jobs against one", f"{ratio:.2f} times", "at least 1.8"


def of_regrade() -> Iterator[Row]:
    """A second run with nothing to do."""
    again_s = scaling.nothing_changed("real", 1000)
    yield "1,000 submissions, nothing changed", f"{again_s:.1f} s", "under 2 s"


def of_students() -> Iterator[Row]:
    """What a student waits for."""
    waits = student_speed.measure(5)
    whole = waits.over("pytest exercises", compute=False)
    yield "pytest exercises, solved, without its compute", f"{whole:.2f} times import torch", "2.0"
    one = waits.over("pytest exercises -k sigmoid")
    yield "pytest exercises -k sigmoid", f"{one:.2f} times import torch", "1.3"


def of_watch() -> Iterator[Row]:
    """From saving a file to its verdict on the screen."""
    latencies = [ms for _, each in watch_latency.measure(20) for ms in each]
    yield "watch: from a save to its verdict", f"{statistics.median(latencies):.0f} ms", "150 ms"


PARTS: dict[str, Callable[[], Iterator[Row]]] = {
    "floor": of_floor,
    "peers": of_peers,
    "scaling": of_scaling,
    "regrade": of_regrade,
    "students": of_students,
    "watch": of_watch,
}


def main() -> None:
    """Measure what was asked for and print one table."""
    parser = argparse.ArgumentParser(description="All that the README says about speed.")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"default: {' '.join(PARTS)}")
    parser.add_argument("--readme", action="store_true", help="put the table into README.md")
    chosen = parser.parse_args()
    rows = [f"Measured on {datetime.date.today()}: {machine()}.", ""]
    rows += ["| | measured | aimed at |", "|---|---|---|"]
    for part in chosen.parts or PARTS:
        for row in PARTS[part]():
            rows.append(f"| {' | '.join(row)} |")
            print(rows[-1], flush=True)
    print("\n".join(["", *rows]))
    if chosen.readme:
        text = README.read_text(encoding="utf-8")
        table = "\n".join([BEGIN, *rows, END])
        between = re.compile(f"{BEGIN}.*{END}", re.DOTALL)
        README.write_text(between.sub(lambda _: table, text), encoding="utf-8")


def machine() -> str:
    """Return what was measured on, in words."""
    cores = len(os.sched_getaffinity(0))
    kind = platform.machine()
    return f"{cores} cores ({kind}), Python {platform.python_version()}, torch {torch.__version__}"


if __name__ == "__main__":
    main()
