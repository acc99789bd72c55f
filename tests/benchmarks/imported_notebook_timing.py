"""
Time an imported notebook course beside nbgrader's own autograde, in one run.

    python tests/benchmarks/imported_notebook_timing.py [STUDENTS [NOTEBOOKS]]

An assignment of three source notebooks is released by nbgrader as usual; by default 40 students
hand it in, and a third of them has mistakes. ``nbgrader autograde`` grades them with its kernels,
and ``grader autograde`` grades the same files by the course that ``grader import nbgrader`` made
of the source notebooks, start included. The scores of all students have to be equal. Both times
are given by the clock and of the processor, which other work on the machine disturbs less.
"""

import csv
import json
import shutil
import sys
import tempfile
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

sys.path.insert(0, str(Path(__file__).parents[1]))

from helpers.nbgrader_course import NbgraderCourse, edit_notebooks, solve_from
from nbgrader_timing import autograde, timed

REPOSITORY = Path(__file__).parents[2]
UNIT = "week"
#: The notebooks of an assignment; they hold the same tasks.
NOTEBOOKS = ("summaries", "tables", "words")
#: What an imported course may cost at most, as a share of nbgrader's time.
MOST = 0.1

MEAN = '''def mean(numbers):
    """Return the mean; ValueError if there are no numbers."""
    ### BEGIN SOLUTION
    if len(numbers) == 0:
        raise ValueError("there are no numbers")
    return sum(numbers) / len(numbers)
    ### END SOLUTION'''
STANDARDIZE = '''def standardize(table):
    """Return the table with mean 0 and standard deviation 1 in each column."""
    ### BEGIN SOLUTION
    return (table - table.mean(axis=0)) / table.std(axis=0)
    ### END SOLUTION'''
COUNTER = '''class Counter:
    """Count what was seen."""

    ### BEGIN SOLUTION
    def __init__(self):
        self.counts = {}

    def see(self, word):
        self.counts[word] = self.counts.get(word, 0) + 1
        return self

    def most_common(self):
        return max(self.counts, key=self.counts.get)
    ### END SOLUTION'''
LONGEST = """### BEGIN SOLUTION
longest = max("a few words of different length".split(), key=len)
### END SOLUTION"""
#: id → text, and whether it is answered by the student.
ANSWERS = {"mean": MEAN, "standardize": STANDARDIZE, "counter": COUNTER, "longest": LONGEST}
TESTS = {
    "mean": ("assert mean([1, 2, 6]) == 3", "assert mean([0.5]) == 0.5"),
    "standardize": (
        "found = standardize(np.array([[1.0, 2.0], [3.0, 8.0]]))\n"
        "np.testing.assert_allclose(found, [[-1, -1], [1, 1]])",
        "table = np.arange(12.0).reshape(4, 3) ** 2\n"
        "np.testing.assert_allclose(standardize(table).std(axis=0), np.ones(3))",
    ),
    "counter": (
        'assert Counter().see("a").see("b").see("b").most_common() == "b"',
        'counter = Counter().see("x")\nassert counter.counts == {"x": 1}',
    ),
    "longest": ('assert longest == "different"', "assert isinstance(longest, str)"),
}
MISTAKES = {
    "mean": ("sum(numbers) / len(numbers)", "sum(numbers) // len(numbers)"),
    "standardize": ("table.std(axis=0)", "table.std()"),
    "counter": ("self.counts.get(word, 0) + 1", "1"),
    "longest": ("key=len", "key=str"),
}


def main(students: int, notebooks: int) -> int:
    """Prepare, time and print; return 1 where it took more than a tenth."""
    names = NOTEBOOKS[:notebooks]
    root = Path(tempfile.mkdtemp(prefix="imported-notebook-"))
    course = NbgraderCourse(root, REPOSITORY, UNIT)
    sources = [course.folder / "source" / UNIT / f"{name}.ipynb" for name in names]
    try:
        sources[0].parent.mkdir(parents=True)
        for source in sources:
            nbformat.write(source_notebook(), source)
        course.nbgrader("generate_assignment", UNIT, "--create")
        for number in range(students):
            hand_in(course, number)
        kernels = timed(
            "nbgrader autograde, kernels", lambda: autograde(course), students * notebooks
        )
        course.grader("import", "nbgrader", *sources, "--to", root / "imported")
        words = ["autograde", "submitted", "--to", root / "results", "--course", root / "imported"]
        ours = timed(
            "grader autograde, imported", lambda: course.grader(*words), students * notebooks
        )
        compare(course, students)
        shares = [ours.wall / kernels.wall, ours.processor / kernels.processor]
        print(f"share of nbgrader's time {shares[0]:.3f}, of its processor time {shares[1]:.3f}")
        print(f"expected: at most {MOST}")
        return int(shares[0] > MOST)
    finally:
        shutil.rmtree(root)


def source_notebook() -> nbformat.NotebookNode:
    """Return the instructor's notebook: four answers with two tests each, one of them hidden."""
    book = new_notebook(metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}})
    book.cells = [new_markdown_cell("# Summaries"), new_code_cell("import numpy as np")]
    for name, text in ANSWERS.items():
        book.cells.append(noted(text, name, solution=True))
        shown, hidden = TESTS[name]
        hidden = f"### BEGIN HIDDEN TESTS\n{hidden}\n### END HIDDEN TESTS"
        for number, test in enumerate((shown, hidden)):
            book.cells.append(noted(test, f"test_{name}_{number}", grade=True, points=1))
    return book


def noted(text: str, grade_id: str, **more: object) -> nbformat.NotebookNode:
    """Return a cell with nbgrader's metadata."""
    facts = {"grade": False, "solution": False, "locked": "grade" in more, "schema_version": 3}
    note = {"grade_id": grade_id, "task": False} | facts | more
    return new_code_cell(text, metadata={"nbgrader": note})


def hand_in(course: NbgraderCourse, number: int) -> None:
    """Put the notebook of a student where nbgrader collects it; every third has mistakes."""
    folder = course.submitted(f"student{number:03}")
    shutil.copytree(course.folder / "release" / UNIT, folder)
    if number % 9 == 8:
        return  # Nothing is written yet.
    edit_notebooks(folder, solve_from(course.folder / "source" / UNIT))
    if number % 3:
        return

    def spoil(_name: str, notebook: nbformat.NotebookNode) -> None:
        for place, (right, wrong) in enumerate(MISTAKES.values()):
            for cell in notebook.cells:
                if (number // 3 + place) % 2:
                    cell.source = cell.source.replace(right, wrong)

    edit_notebooks(folder, spoil)


def compare(course: NbgraderCourse, students: int) -> None:
    """Hold that every student has the same score in both."""
    course.nbgrader("export", "--to", "grades.csv")
    with (course.folder / "grades.csv").open(newline="") as file:
        exported = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    results = map(json.loads, map(Path.read_text, (course.root / "results").glob("*.json")))
    found = {result["student"]: result["score"] for result in results}
    assert exported == found, sorted(exported.items() ^ found.items())
    print(f"scores are equal for all {students} students: {sorted(set(found.values()))}")


if __name__ == "__main__":
    given = list(map(int, sys.argv[1:]))
    sys.exit(main(*(given + [40, len(NOTEBOOKS)][len(given) :])))
