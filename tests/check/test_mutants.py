"""Mutants: small changes of the solutions show which mistakes no check catches."""

import shutil
from pathlib import Path

from helpers.courses import TOY
from typer.testing import CliRunner

from grader.check.mutants import make_mutants
from grader.cli import app
from grader.course.entries import parse_entries
from grader.course.manifest import find_course
from grader.course.stubs import write_stubs

SOLUTION = '''"""Shapes."""


def double(x):
    """Return x twice."""
    ### BEGIN SOLUTION
    if x is None:
        raise ValueError("x is missing")
    return x.clone() * 2
    ### END SOLUTION


def total(x):
    """Return the sum."""
    ### BEGIN SOLUTION
    return x.sum(dim=0)
    ### END SOLUTION
'''


def course_with(root: Path, solution: str) -> Path:
    shutil.copytree(TOY, root)
    (root / "solutions" / "shapes.py").write_text(solution)
    return root


def test_each_mutant_changes_one_thing_in_the_answer(tmp_path):
    """Operators, conditions, numbers, arguments, calls and statements; never the error's words."""
    course = find_course(course_with(tmp_path / "course", SOLUTION))
    double, total = course.unit.exercises[:2]

    assert [mutant.what for mutant in make_mutants(course, double)] == [
        "line 7: if x is None: became if not x is None:",
        "line 7: x is None became x is not None",
        "line 8: raise ValueError('x is missing') became pass",
        "line 9: x.clone() * 2 became x.clone() / 2",
        "line 9: x.clone() became x",
        "line 9: 2 became 3",
    ]
    assert [mutant.what for mutant in make_mutants(course, total)] == [
        "line 16: x.sum(dim=0) became x.sum()",
        "line 16: 0 became 1",
    ]


def test_what_no_check_catches_is_printed_as_an_entry_for_the_corpus(tmp_path):
    """The toy course never asks for None; ``grader check --mutants`` shows it."""
    solution = SOLUTION.replace("x.sum(dim=0)", "x.sum()").replace("x.clone()", "x")
    root = course_with(tmp_path / "course", solution)

    write_stubs(find_course(root))

    done = CliRunner().invoke(
        app, ["check", "--course", str(root), "--only", "T1", "--mutants", "--jobs", "1"]
    )

    assert done.exit_code == 0, done.output
    assert "4 of 5 mutants of the solutions are caught." in done.stdout
    assert "No check catches these. In T1_double.py, unless they are right:" in done.stdout
    start, end = done.stdout.index("# %%"), done.stdout.index("T1: the stubs")
    (entry,) = parse_entries(done.stdout[start:end], "printed", ["caught by"])
    assert entry.name == "line 8: raise ValueError('x is missing') became pass"
    assert entry.headers == {"caught by": "name_the_check"}
    assert "def double(x):" in entry.code
