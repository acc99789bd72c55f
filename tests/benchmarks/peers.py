"""
What a submission costs here and with the peers, one process each.

    python tests/benchmarks/peers.py [--rounds 5] [--class 100] [--unit toy]

In every round, in turn:

- ``grader autograde --jobs 1`` on a class of reference answers, odd right answers and known
  mistakes, its start included;
- a fresh Python that runs the same hidden tests with pytest on one submission of that class
  (``plain.py``: no box, nothing warm);
- ``otter run`` on the same submission: a fresh kernel, and one test that runs the hidden tests;
- ``nbgrader autograde`` with its own kernels on the solved notebooks of one student. Only
  the visible tests are in them, so it has less to do than the others.

With ``--unit toy`` the first two, on the two-function course of the tests: what remains where
a submission has hardly any arithmetic of its own.

Medians of the rounds. otter-grader is installed into an environment of its own for the
time of the run; where that fails it is left out.
"""

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
import venv
import zipfile
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import nbformat
from floor import students
from helpers.nbgrader_course import NbgraderCourse, edit_notebooks, solve_from
from scaling import UNITS, make_class

from grader.course.manifest import Course, find_course
from grader.nbgrader.release.nbgrader_config import BEGIN

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parents[1]
OURS = "grader autograde --jobs 1"
OTTER_TEST = f"""
import sys
from otter.test_files import test_case

OK_FORMAT = False
name, points = "hidden tests", 100

@test_case()
def test_hidden():
    sys.path.insert(0, {str(HERE)!r})
    import pathlib
    import plain
    plain.score(pathlib.Path.cwd())
"""


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description="What a submission costs, here and elsewhere.")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--class", type=int, default=100, dest="size")
    parser.add_argument("--unit", choices=UNITS, default="real")
    chosen = parser.parse_args()
    for row in table(measure(chosen.rounds, chosen.size, chosen.unit)):
        print(row)


def measure(rounds: int, size: int, unit: str = "real") -> dict[str, float]:
    """Return the median seconds a submission of every way, our own first."""
    course = find_course(UNITS[unit])
    taken: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory(prefix="peers-") as name:
        folder = Path(name)
        ways: dict[str, Callable[[int], float]] = {
            OURS: lambda _: ours(course, folder, size),
            "pytest, a fresh process each": lambda number: plain(course, folder, number),
        }
        if unit == "real":
            lay_out(course, folder / "class", size)
            ways["nbgrader autograde, kernels"] = Kernels(course, folder / "nbgrader")
            if otter := find_otter(folder / "otter"):
                ways["otter run"] = lambda number: run_otter(otter, folder, number)
        else:
            make_class(unit, size, folder / "class")
        for number in range(rounds):
            for way in [*list(ways)[number % len(ways) :], *list(ways)[: number % len(ways)]]:
                taken.setdefault(way, []).append(ways[way](number))
                print(f"round {number}: {way} {taken[way][-1]:.2f} s", file=sys.stderr)
    return {way: statistics.median(taken[way]) for way in ways}


def table(each_s: dict[str, float]) -> list[str]:
    """Return the rows of a Markdown table."""
    rows = ["| a submission, one process | s | times ours |", "|---|---|---|"]
    return rows + [f"| {way} | {s:.2f} | {s / each_s[OURS]:.1f} |" for way, s in each_s.items()]


def lay_out(course: Course, to: Path, size: int) -> None:
    """Write a class of *size* submissions."""
    for submission in students(course, size):
        (to / submission.student).mkdir(parents=True)
        for name, data in submission.files.items():
            (to / submission.student / name).write_bytes(data)


def clock(command: list[object], cwd: Path) -> float:
    """Run a command to its end and return the seconds it took."""
    begun_s = time.perf_counter()
    done = subprocess.run(
        list(map(str, command)), cwd=cwd, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{command} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return time.perf_counter() - begun_s


def ours(course: Course, folder: Path, size: int) -> float:
    results = folder / "results"
    shutil.rmtree(results, ignore_errors=True)
    command = [sys.executable, "-m", "grader.cli", "autograde", folder / "class", "--to", results]
    return clock([*command, "--jobs", 1, "--course", course.root], REPOSITORY) / size


def plain(course: Course, folder: Path, number: int) -> float:
    submission = sorted((folder / "class").iterdir())[number]
    return clock([sys.executable, HERE / "plain.py", submission, course.root], HERE)


class Kernels:
    """nbgrader's own grading: the released notebooks, solved, and none of our configuration."""

    def __init__(self, course: Course, root: Path) -> None:
        root.mkdir()
        self._course = NbgraderCourse(root, REPOSITORY, course.unit.name)
        self._course.release()
        folder = self._course.submitted("student")
        shutil.copytree(self._course.folder / "release" / self._course.unit, folder)
        edit_notebooks(folder, solve_from(self._course.folder / "source" / self._course.unit))
        config = self._course.folder / "nbgrader_config.py"
        config.write_text(config.read_text().partition(BEGIN)[0])

    def __call__(self, _number: int) -> float:
        begun_s = time.perf_counter()
        self._course.nbgrader("autograde", self._course.unit, "--force")
        return time.perf_counter() - begun_s


def find_otter(folder: Path) -> Path | None:
    """Install otter-grader beside the packages of this environment and return its program."""
    venv.create(folder, with_pip=True)
    packages = Path(sysconfig.get_path("purelib", vars={"base": str(folder)}))
    (packages / "kit.pth").write_text(f"{sysconfig.get_path('purelib')}\n{REPOSITORY}\n")
    pip = [folder / "bin" / "pip", "install", "-q", "otter-grader[grading]"]
    done = subprocess.run(list(map(str, pip)), capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"otter-grader does not install here: {done.stderr[-200:]}", file=sys.stderr)
        return None
    with zipfile.ZipFile(folder / "autograder.zip", "w") as archive:
        archive.writestr("otter_config.json", json.dumps({"lang": "python", "pdf": False}))
        archive.writestr("tests/hidden.py", OTTER_TEST)
    return folder / "bin" / "otter"


def run_otter(otter: Path, folder: Path, number: int) -> float:
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("import gradients")])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
    submission = folder / "submission.zip"
    with zipfile.ZipFile(submission, "w") as archive:
        archive.writestr("submission.ipynb", nbformat.writes(notebook))
        for path in (folder / "class" / f"student {number}").iterdir():
            archive.write(path, path.name)
    command = [otter, "run", "-a", folder / "otter" / "autograder.zip", "--no-logo", submission]
    took_s = clock([*command, "-o", folder], folder)
    # Right or wrong as it may be, the one test must have run.
    assert json.loads((folder / "results.json").read_text())["tests"]
    return took_s


if __name__ == "__main__":
    main()
