"""
How fast results go into nbgrader's gradebook: ``python tests/benchmarks/gradebook_speed.py``.

A thousand submissions of the real unit, 23 grade cells each, into a fresh SQLite
database; then the same again, which changes nothing, and once more with new scores.
"""

import json
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from helpers.gradebooks import write
from helpers.made_results import scored

from grader.course.manifest import Course, find_course
from grader.nbgrader.gradebook.write_results import write_results
from grader.nbgrader.ids import grade_id, solution_id


def plain_release(course: Course, root: Path) -> None:
    """Write an nbgrader course with released notebooks that hold nothing but graded cells."""
    folder = root / "release" / course.unit.name
    folder.mkdir(parents=True)
    for module in course.unit.modules:
        cells = []
        for exercise in course.unit.exercises:
            if exercise.module == module:
                cells.append(_cell(solution_id(exercise), solution=True))
                cells.append(_cell(grade_id(exercise), grade=True, points=exercise.points))
        book = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
        (folder / f"{module}.ipynb").write_text(json.dumps(book))


def _cell(name: str, **more: object) -> dict[str, object]:
    meta = {"schema_version": 3, "grade_id": name, "grade": False, "solution": False}
    meta |= {"locked": False, "task": False, "checksum": "0" * 32} | more
    return {"cell_type": "code", "source": "", "metadata": {"nbgrader": meta}}


def rates(submissions: int, folder: Path, *, notebooks: bool) -> dict[str, float]:
    """Return submissions a minute: the first time, the same again, and with other scores."""
    course = find_course(Path(__file__).parents[2])
    plain_release(course, folder / "course")
    found = {}
    for name, points in (("first", 1.0), ("again", 1.0), ("other scores", 2.0)):
        scores = {exercise.id: points for exercise in course.unit.exercises}
        for number in range(submissions):
            write(folder / "results", scored(course.unit, f"student{number:05}", scores))
        started = time.perf_counter()
        write_results(folder / "results", folder / "course", notebooks=notebooks)
        found[name] = 60 * submissions / (time.perf_counter() - started)
    return found


def main() -> None:
    """Print the rates."""
    submissions = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    for notebooks in (False, True):
        with tempfile.TemporaryDirectory() as folder:
            for name, rate in rates(submissions, Path(folder), notebooks=notebooks).items():
                what = "with autograded notebooks" if notebooks else "gradebook alone"
                print(f"{submissions} submissions, {what}, {name}: {rate:,.0f} a minute")


if __name__ == "__main__":
    main()
