"""
Time nbgrader's autograde with kernels, with the box, and `grader autograde`, in one run.

    python tests/benchmarks/nbgrader_timing.py [STUDENTS]

Every student hands in all notebooks of the unit; by default 5 students, so 40 notebooks,
about five minutes, most of it in kernels. The three ways grade the same files one after the
other on a machine that should be idle. Judges take seconds to start, once a run: that start
is measured too, on a student who handed in nothing, and the ratios are given with it, as a
run of this size has them, and without it, as a large class has them. The same by processor
time, which a machine that is not idle disturbs less. The scores of the last two ways are
compared.
"""

import csv
import json
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from helpers.nbgrader_course import NbgraderCourse, answers_into, edit_notebooks, solve_from

from grader.course.manifest import find_course
from grader.nbgrader.release.nbgrader_config import BEGIN

REPOSITORY = Path(__file__).parents[2]
WRONG = {"E06": "return 1 / (1 + torch.exp(-z))", "E16": "return (p == y).sum().item() / len(p)"}
LEAST_BOX, LEAST_GRADER = 10, 30


def main(students: int) -> int:
    """Prepare, time and print; return 1 where a ratio is not reached."""
    unit = find_course(REPOSITORY).unit
    root = Path(tempfile.mkdtemp(prefix="nbgrader-timing-"))
    course = NbgraderCourse(root, REPOSITORY, unit.name)
    try:
        course.release()
        for number in range(students):
            hand_in(course, number)
        # The same course without our block: nbgrader's own preprocessors, kernels and all.
        config = course.folder / "nbgrader_config.py"
        boxed = config.read_text()
        notebooks = students * len(unit.modules)
        ratios: dict[tuple[str, str], tuple[float, float]] = {}
        print(f"{students} students, {notebooks} notebooks")

        kernels_db = course.folder / "gradebook.db"
        fresh = kernels_db.read_bytes()
        config.write_text(boxed.partition(BEGIN)[0])
        kernel_took = timed("nbgrader autograde, kernels", lambda: autograde(course), notebooks)
        shutil.rmtree(course.folder / "autograded")
        kernels_db.write_bytes(fresh)

        config.write_text(boxed)
        box_took = timed("nbgrader autograde, box", lambda: autograde(course), notebooks)
        grader_took = timed("grader autograde", lambda: bulk(course), notebooks)
        start_took = timed("grader autograde, start alone", lambda: start_alone(course), 0)

        for what in ("wall", "processor"):
            kernel, box, grader, start = (
                getattr(took, what) for took in (kernel_took, box_took, grader_took, start_took)
            )
            for name, other in (("box", box), ("grader", grader)):
                ratios[what, name] = kernel / other, kernel / max(other - start, 1e-3)
                whole, rate = ratios[what, name]
                print(
                    f"kernels / {name:<6} {whole:6.1f} times, {rate:6.1f} without the start "
                    f"({what} time)"
                )
        compare(course)
        reached = ratios["wall", "box"][0] >= LEAST_BOX
        reached &= ratios["wall", "grader"][0] >= LEAST_GRADER
        print(f"expected: {LEAST_BOX} times with the box, {LEAST_GRADER} with grader autograde")
        return 0 if reached else 1
    finally:
        shutil.rmtree(root)


def hand_in(course: NbgraderCourse, number: int) -> None:
    """Put the work of one student where nbgrader collects it: most solve all, some do not."""
    folder = course.submitted(f"student{number:03}")
    shutil.copytree(course.folder / "release" / course.unit, folder)
    if number % 5 == 3:
        edit_notebooks(folder, answers_into(WRONG))
    elif number % 5 != 4:
        edit_notebooks(folder, solve_from(course.folder / "source" / course.unit))


@dataclass(frozen=True)
class Took:
    """What a command took in seconds: by the clock, and of processors, with all it started."""

    wall: float
    processor: float


def timed(name: str, work: Callable[[], object], notebooks: int) -> Took:
    """Run *work*, print what it took and return it."""
    start, used = time.monotonic(), processor_s()
    work()
    took = Took(time.monotonic() - start, processor_s() - used)
    each = f"  {took.wall / notebooks:7.3f} s a notebook" if notebooks else ""
    print(f"{name:<30} {took.wall:8.1f} s, {took.processor:6.1f} s busy{each}", flush=True)
    return took


def processor_s() -> float:
    """Return the processor time of all commands so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def autograde(course: NbgraderCourse) -> None:
    course.nbgrader("autograde", course.unit)


def bulk(course: NbgraderCourse) -> None:
    course.grader("autograde", "submitted", "--to", "../results", "--course", REPOSITORY)


def start_alone(course: NbgraderCourse) -> None:
    """Grade one student who handed in nothing."""
    (course.root / "nobody" / "student").mkdir(parents=True)
    course.grader("autograde", "../nobody", "--to", "../none", "--course", REPOSITORY)


def compare(course: NbgraderCourse) -> None:
    """Hold that the box gave the same scores inside nbgrader and outside of it."""
    course.nbgrader("export", "--to", "grades.csv")
    with (course.folder / "grades.csv").open(newline="") as file:
        exported = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    results = (course.root / "results").glob("*.json")
    found = {result["student"]: result["score"] for result in map(read, results)}
    assert exported.keys() == found.keys()
    assert all(abs(exported[student] - found[student]) < 1e-6 for student in found)
    print(f"scores of nbgrader and grader are equal for all {len(found)} students")


def read(path: Path) -> dict:
    return json.loads(path.read_text())


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 5))
