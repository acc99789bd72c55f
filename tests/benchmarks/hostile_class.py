"""
What hostile submissions do to a class: ``python tests/benchmarks/hostile_class.py``.

A class of the toy course is graded twice with the same honest students, the second time with a
hostile submission as every third. Printed are the honest results that differ in a byte, the open
ones, and the most memory of the command without its children, of both runs.

    --students 60            in the class with the hostile ones
    --seed 1                 chooses their variants
    --only 'death|scratch'   variants whose names begin so
    --jobs 2
"""

import argparse
import collections
import re
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from helpers.hostile_class import compare, variants

from grader.results.store import read_result


def main() -> None:
    """Measure and print."""
    words = argparse.ArgumentParser(description=__doc__.strip().splitlines()[0])
    words.add_argument("--students", type=int, default=60)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--jobs", type=int, default=2)
    words.add_argument("--only", default="")
    asked = words.parse_args()
    chosen = [name for name in variants(asked.seed, 999) if re.match(asked.only, name)]
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
