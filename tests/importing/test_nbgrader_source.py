"""Source notebooks of nbgrader become courses, in which notebooks are judged cell by cell."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from grader.check.static import prove
from grader.cli import app
from grader.course.manifest import find_course
from grader.errors import CourseError
from grader.importing.assignment import ImportedCourse, LeftOut, import_course
from grader.importing.nbgrader_source import DATA_BYTES, read_notebooks


def cell(text: str, grade_id: str = "", *, kind: str = "code", points: float = 0, **own: bool):
    """Return a cell with nbgrader's metadata, if it has an id."""
    noted = {"grade_id": grade_id, "grade": False, "solution": False, "locked": False, **own}
    metadata = {"nbgrader": noted | ({"points": points} if points else {})} if grade_id else {}
    return {"cell_type": kind, "metadata": metadata, "source": text}


def answer(text: str, grade_id: str) -> dict[str, Any]:
    return cell(text, grade_id, solution=True)


def graded(text: str, grade_id: str, points: float = 1) -> dict[str, Any]:
    return cell(text, grade_id, points=points, grade=True, locked=True)


CELLS = [
    cell("import csv\nwith open('data/numbers.csv') as file:\n    n = list(csv.reader(file))", "n"),
    cell("%matplotlib inline\nimport numpy as np\nfrom math import *\nscale: int = 1", "setup"),
    answer(
        "def squares(n):\n    '''Return\n    squares.'''\n    ### BEGIN SOLUTION\n"
        "    if n < 1:\n        raise ValueError(n)\n"
        "    return [scale * i**2 for i in range(1, n + 1)]\n    ### END SOLUTION",
        "squares",
    ),
    graded(
        "# Three squares are right\nassert squares(3) == [1, 4, 9]\n"
        "### BEGIN HIDDEN TESTS\nassert squares(1) == [1]\ntotal = sum(squares(2))\n"
        "### END HIDDEN TESTS",
        "test-squares",
        points=2,
    ),
    answer("np.random.seed(1)\nmean = np.mean([i for i in squares(2)])", "mean"),
    cell("DATA = 'data/numbers.csv'", "data", locked=True),
    answer("values = []\nfor i in range(3):\n    values.append(squares(1)[0] + i)", "values"),
    graded("assert mean == total / 2\nassert floor(mean) == 2", "test_mean"),
    graded(
        "assert values == [1, 2, 3] and n == [open(DATA).read().split(',')]\nvalues = values[:1]",
        "test_values",
    ),
    cell("scale = 2", "given", locked=True),
    graded("assert values == [1] and squares(2) == [2, 8]", "test_scale"),
    graded(
        "orig = squares\ndel squares\ntry:\n    orig(1)\nfinally:\n    squares = orig", "test_del"
    ),
    graded("def f(squares):\n    return squares\nassert f(1) == 1", "test_nothing"),
    cell("Why?", "essay", kind="markdown", points=3, grade=True, solution=True),
    cell("Draw it.", "drawing", kind="markdown", grade=True, solution=True),
]
NOTEBOOK = {"cells": CELLS, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}


def write_data(folder: Path) -> None:
    (folder / "data").mkdir()
    (folder / "data" / "numbers.csv").write_text("1,2", encoding="utf-8")


@pytest.fixture
def imported(tmp_path: Path, zygote) -> ImportedCourse:
    """The notebook as a course."""
    path = tmp_path / "squares.ipynb"
    path.write_text(json.dumps(NOTEBOOK), encoding="utf-8")
    write_data(tmp_path)
    return import_course(read_notebooks([path]), tmp_path / "notebook-course", zygote.spawn)


def test_cells_are_checks_of_what_the_cells_above_have_left(imported):
    """Values, given code that changes later, names that a test cell deletes or hands on."""
    assert imported.carried == {
        "test_squares": "squares.ipynb: cell 4 (test-squares)",
        "test_mean": "squares.ipynb: cell 8 (test_mean)",
        "test_values": "squares.ipynb: cell 9 (test_values)",
        "test_scale": "squares.ipynb: cell 11 (test_scale)",
        "test_del": "squares.ipynb: cell 12 (test_del)",
    }
    assert [(each.where, each.reason) for each in imported.left_out] == [
        ("squares.ipynb: cell 13 (test_nothing)", "The stub passes it."),
        ("squares.ipynb: cell 15 (drawing)", "It is worth no points."),
    ]
    assert imported.course.unit.points == 9
    (essay,) = imported.course.unit.manual
    assert (essay.id, essay.title, essay.points) == (
        "squares_cell_14",
        "Squares, cell 14 (essay)",
        3,
    )
    assert imported.course.unit.exercises[0].names == (
        "answer_squares",
        "answer_mean",
        "answer_values",
    )


def test_the_course_is_complete_and_gives_nothing_away(imported):
    """``grader check`` finds nothing; what was given of a cell stays in its stub."""
    assert prove(imported.course) == []
    stub = (imported.course.exercises / "squares.py").read_text(encoding="utf-8")
    assert "scale = 1" in stub
    assert "    squares.'''\n" in stub
    assert "values.append" not in stub


def test_a_notebook_that_is_handed_in_is_judged_cell_by_cell(imported, tmp_path, walls):
    """Cells in any state: a changed test cell, a deleted one, own cells, one that is no Python."""
    book = json.loads(json.dumps(NOTEBOOK))
    cells = book["cells"]
    cells[3]["source"] = "assert True"
    cells[6]["source"] = "values = [1, 2"
    del cells[9]
    cells.insert(2, cell("scale = 5\nscale = 1"))
    submitted = tmp_path / "submitted" / "ann"
    submitted.mkdir(parents=True)
    (submitted / "squares.ipynb").write_text(json.dumps(book), encoding="utf-8")
    folders = [str(submitted.parent), "--to", str(tmp_path / "results")]
    course = ["--course", str(imported.course.root)]

    done = CliRunner().invoke(app, ["autograde", *folders, *course])

    result = json.loads((tmp_path / "results" / "ann.json").read_text(encoding="utf-8"))
    checks = {c["name"]: c["outcome"] for e in result["exercises"] for c in e["checks"]}
    assert checks == {
        "test_squares": "PASSED",
        "test_mean": "PASSED",
        "test_values": "RAISED",
        "test_scale": "RAISED",
        "test_del": "PASSED",
    }, done.output


def test_a_student_reads_of_the_cells_that_were_written(imported, tmp_path, walls):
    """By their places in the notebook, as they were written; no cause is claimed beside."""
    book = json.loads(json.dumps(NOTEBOOK))
    cells = book["cells"]
    cells[2]["source"] = "def squares(n):\n    return n + 1"
    cells[6]["source"] = "values = [1, 2"
    submitted = tmp_path / "submitted" / "ann"
    submitted.mkdir(parents=True)
    (submitted / "Squares.ipynb").write_text(json.dumps(book), encoding="utf-8")
    results, pages = str(tmp_path / "results"), tmp_path / "pages"
    course = ["--course", str(imported.course.root)]

    CliRunner().invoke(app, ["autograde", str(submitted.parent), "--to", results, *course])
    CliRunner().invoke(app, ["feedback", results, "--to", str(pages), *course])

    page = (pages / "ann.html").read_text(encoding="utf-8")
    assert "values is not there." in page
    assert "Cells above that raised: 5 (TypeError), 7 (SyntaxError)." in page
    assert "Your code: cell 7 of squares.ipynb" in page
    assert "# values = [1, 2\n" in page
    assert "Your code: cell 3 of squares.ipynb" in page
    assert "return n + 1\n" in page
    for said in ("def answer_", "global ", "Asked alone", "was read as"):
        assert said not in page


@pytest.mark.parametrize("forged", ["[(10**5000, 'ValueError')]", "['x', (0, 'ValueError')]", "7"])
def test_a_forged_list_of_cells_that_raised_is_no_list(imported, tmp_path, walls, forged):
    """What is missing is told without it, and nothing else is lost."""
    book = json.loads(json.dumps(NOTEBOOK))
    book["cells"][6]["source"] = f"RAISED = {forged}"
    submitted = tmp_path / "submitted" / "ann"
    submitted.mkdir(parents=True)
    (submitted / "squares.ipynb").write_text(json.dumps(book), encoding="utf-8")
    folders = [str(submitted.parent), "--to", str(tmp_path / "results")]

    CliRunner().invoke(app, ["autograde", *folders, "--course", str(imported.course.root)])

    result = json.loads((tmp_path / "results" / "ann.json").read_text(encoding="utf-8"))
    checks = {c["name"]: c for e in result["exercises"] for c in e["checks"]}
    assert checks["test_squares"]["outcome"] == "PASSED"
    assert checks["test_values"]["outcome"] == "UNANSWERED"
    assert checks["test_values"]["message"]["found"]["text"] == (
        "values was not found in squares.py."
    )


def test_a_notebook_under_another_name_is_known_by_its_cells(imported, tmp_path, walls):
    """It may be called as nbgrader has it, with capitals and spaces."""
    submitted = tmp_path / "submitted" / "ann"
    submitted.mkdir(parents=True)
    (submitted / "Final Version 2.ipynb").write_text(json.dumps(NOTEBOOK), encoding="utf-8")
    folders = [str(submitted.parent), "--to", str(tmp_path / "results")]

    CliRunner().invoke(app, ["autograde", *folders, "--course", str(imported.course.root)])

    result = json.loads((tmp_path / "results" / "ann.json").read_text(encoding="utf-8"))
    assert {c["outcome"] for e in result["exercises"] for c in e["checks"]} == {"PASSED"}


def test_a_large_data_file_and_one_of_two_are_told(tmp_path):
    """The first is left out, the second is refused."""
    for folder in ("one", "two"):
        inner = tmp_path / folder
        inner.mkdir()
        (inner / "squares.ipynb").write_text(json.dumps(NOTEBOOK), encoding="utf-8")
        (inner / "large.csv").write_bytes(b"1" * (DATA_BYTES + 1))
        write_data(inner)
    (tmp_path / "two" / "data" / "numbers.csv").write_text("3", encoding="utf-8")
    paths = [tmp_path / folder / "squares.ipynb" for folder in ("one", "two")]

    assert LeftOut("large.csv", "It is larger than 4 MiB.") in read_notebooks(paths[:1]).left_out
    with pytest.raises(
        CourseError, match=r"data/numbers.csv lies beside two notebooks and differs"
    ):
        read_notebooks(paths)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{}", r"squares.ipynb is not a notebook of format 4. Save it with Jupyter."),
        (json.dumps({"cells": CELLS[:1]}), r"squares.ipynb has no test cell with points and an"),
    ],
)
def test_a_file_that_is_no_source_notebook_is_refused(tmp_path, text, words):
    """The message names the file and what was expected."""
    (tmp_path / "squares.ipynb").write_text(text, encoding="utf-8")

    with pytest.raises(CourseError, match=words):
        read_notebooks([tmp_path / "squares.ipynb"])


def test_a_notebook_that_cannot_be_read_is_refused(tmp_path):
    """The message says why."""
    with pytest.raises(CourseError, match=r"squares.ipynb cannot be read: No such file"):
        read_notebooks([tmp_path / "squares.ipynb"])


def test_a_test_cell_with_an_id_that_nbgrader_made_is_told_by_its_place(tmp_path):
    """The id says nothing to a student; one that its author gave is kept."""
    book = json.loads(json.dumps(NOTEBOOK))
    book["cells"][7]["metadata"]["nbgrader"]["grade_id"] = "cell-0123456789abcdef"
    path = tmp_path / "squares.ipynb"
    path.write_text(json.dumps(book), encoding="utf-8")

    (file,) = read_notebooks([path]).files

    assert '    """The test in cell 8 passes."""' in file.source
    assert '    """Test values."""' in file.source


def test_the_name_of_a_notebook_must_be_one_of_a_module(tmp_path):
    """A student's file is looked for under that name."""
    (tmp_path / "json.ipynb").write_text(json.dumps(NOTEBOOK), encoding="utf-8")

    with pytest.raises(CourseError, match=r'"json" cannot be the module of json.ipynb, expected'):
        read_notebooks([tmp_path / "json.ipynb"])


def test_the_command_names_the_course(tmp_path, walls):
    """Its last line says what to do next."""
    path, course = tmp_path / "squares.ipynb", tmp_path / "notebook-course"
    path.write_text(json.dumps(NOTEBOOK), encoding="utf-8")
    write_data(tmp_path)

    done = CliRunner().invoke(app, ["import", "nbgrader", str(path), "--to", str(course)])

    assert done.output.splitlines()[-3:] == [
        "a person grades: Squares, cell 14 (essay): 3 points, squares_cell_14",
        "Notebook course: 1 exercise, 5 checks that the solutions pass, 2 left out.",
        f"Next: grader check --course {course}",
    ]
    assert find_course(course).unit.name == "notebook-course"


def test_wrong_answers_to_cells_are_cells(imported):
    """``grader check`` tries an empty cell and one that raises; an answer is no function here."""
    done = CliRunner().invoke(app, ["check", "--course", str(imported.course.root)])

    assert "passes" not in done.output
    assert done.exit_code == 0


def test_cells_that_read_source_run_inside_if_that_is_asked_for(tmp_path, zygote):
    """There they have the names of the notebook, at their place in it."""
    cells = [
        answer("def squares(n):\n    ### BEGIN SOLUTION\n    return [i**2 for i in range(n)]", "a"),
        cell("import inspect", "imports"),
        graded(
            "lines = inspect.getsource(squares).splitlines()\n"
            "assert squares(2) == [0, 1] and lines[2] == '    return [i**2 for i in range(n)]'",
            "test_plain",
        ),
        answer("top = squares(3)[-1]", "top"),
        graded("top += 1\nassert squares.__code__.co_argcount == 1 and top == 5", "test_source"),
        graded("assert 'squares' in globals() and top == 5", "test_names"),
        cell("squares = abs", "last", locked=True),
    ]
    cells[0]["source"] += "\n    ### END SOLUTION"
    path = tmp_path / "squares.ipynb"
    path.write_text(json.dumps(NOTEBOOK | {"cells": cells}), encoding="utf-8")

    found = import_course(read_notebooks([path], inside=True), tmp_path / "course", zygote.spawn)

    assert list(found.inside) == ["test_source", "test_names"]
    assert list(found.carried) == ["test_plain", "test_source", "test_names"]
    assert prove(found.course) == []


def test_helper_modules_go_to_students_and_to_the_tests(tmp_path, zygote):
    """What a notebook imports of its folder is there on both sides; a test in it is no check."""
    (tmp_path / "tools.py").write_text(
        "from more import limit\n\n\ndef test_it(f):\n    assert f(3) == limit(9)\n"
    )
    (tmp_path / "more.py").write_text("import math\n\n\ndef limit(x):\n    return min(x, 9)\n")
    (tmp_path / "unused.py").write_text("1 +")
    cells = [
        answer("import more\n### BEGIN SOLUTION\ng = abs\n### END SOLUTION", "imports"),
        answer("### BEGIN SOLUTION\ndef f(x):\n    return more.limit(x**2)\n### END SOLUTION", "f"),
        graded("from tools import test_it\ntest_it(f)", "test_f"),
        graded("assert more.limit(10) == 9 and f(4) == 9", "test_limit"),
    ]
    path = tmp_path / "pandas.ipynb"  # It must not hide the library.
    path.write_text(json.dumps(NOTEBOOK | {"cells": cells}), encoding="utf-8")

    found = import_course(read_notebooks([path]), tmp_path / "course", zygote.spawn)

    assert list(found.carried) == ["test_f", "test_limit"]
    assert found.course.unit.modules == ("nb_pandas",)
    assert {"tools.py", "more.py"} < {path.name for path in found.course.exercises.iterdir()}
    assert not (found.course.exercises / "unused.py").exists()
    assert prove(found.course) == []


def import_cells(folder: Path, cells: list[dict[str, Any]], zygote) -> ImportedCourse:
    """Return a course of one notebook with these cells, proved by its own solution."""
    path = folder / "squares.ipynb"
    path.write_text(json.dumps(NOTEBOOK | {"cells": cells}), encoding="utf-8")
    found = import_course(read_notebooks([path]), folder / "course", zygote.spawn)
    assert prove(found.course) == []
    return found


F = answer("def f(x):\n    ### BEGIN SOLUTION\n    return x**2\n    ### END SOLUTION", "f")


def test_what_an_answer_imports_is_asked_of_the_submission(tmp_path, zygote):
    """A library that the answer imports, and the state of a module beside the notebook."""
    (tmp_path / "marks.py").write_text("MARKED = []\ndef mark(n):\n    MARKED.append(n)\n")
    cells = [
        answer("### BEGIN SOLUTION\nimport numpy as np\n### END SOLUTION", "numpy"),
        graded("assert id(np)", "test_alias"),
        answer("### BEGIN SOLUTION\nfrom marks import mark, MARKED\n### END SOLUTION", "marks"),
        answer("### BEGIN SOLUTION\nmark(3)\n### END SOLUTION", "mark"),
        graded("assert MARKED == [3]\nmark(4)\nassert MARKED == [3, 4]", "test_marks"),
    ]

    assert list(import_cells(tmp_path, cells, zygote).carried) == ["test_alias", "test_marks"]


def test_a_module_in_a_folder_below_the_notebook_is_a_helper(tmp_path, zygote):
    """The notebook adds the folder to the path itself."""
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "tools.py").write_text("def limit(x):\n    return min(x, 9)\n")
    cells = [
        cell("import sys\nsys.path.append('./code')\nfrom tools import *", "path", locked=True),
        F,
        graded("assert limit(f(4)) == 9", "test_limit"),
    ]

    found = import_cells(tmp_path, cells, zygote)

    assert list(found.carried) == ["test_limit"]
    assert (found.course.exercises / "code" / "tools.py").exists()


def test_a_marker_is_known_as_nbgrader_knows_it(tmp_path, zygote):
    """By its words, whatever follows them: nothing of the answer stays in the stub."""
    text = "def f(x):\n    ### BEGIN SOLUTIONS\n    return x**2\n    ### END SOLUTIONS"
    cells = [answer(text, "f"), graded("assert f(3) == 9", "test_f")]

    found = import_cells(tmp_path, cells, zygote)

    assert list(found.carried) == ["test_f"]
    assert "x**2" not in (found.course.exercises / "squares.py").read_text(encoding="utf-8")


def test_a_test_cell_runs_as_the_main_program(tmp_path, zygote):
    """What it does only then is done."""
    text = "def check():\n    assert f(3) == 9\nif __name__ == '__main__':\n    check()"

    found = import_cells(tmp_path, [F, graded(text, "test_f")], zygote)

    assert list(found.carried) == ["test_f"]


def test_names_of_the_notebook_are_looked_up_in_it(tmp_path, zygote):
    """By ``globals()`` and its like; a cell that looks through all of them is listed."""
    found = import_cells(
        tmp_path,
        [
            F,
            graded("assert 'f' in globals() and globals()['f'](3) == 9", "test_globals"),
            graded("assert 'g' not in dir() and vars().get('g', 5) == 5 and f(1) == 1", "test_no"),
            graded("assert 'f' in globals().keys()\ntotal = f(2)", "test_keys"),
            graded("assert [name for name in globals() if name == 'f']", "test_all"),
            answer("### BEGIN SOLUTION\nlast = f(5)\n### END SOLUTION", "last"),
            graded("assert locals()['total'] == 4 and 'last' in locals()", "test_later"),
        ],
        zygote,
    )

    assert list(found.carried) == ["test_globals", "test_no", "test_keys", "test_later"]
    reasons = [each.reason for each in found.left_out]
    assert reasons == ["It looks through all names of the notebook."]


def test_a_name_that_is_missing_is_a_name_error(tmp_path, zygote):
    """As in a notebook: a test cell deletes a function and sees that another one needs it."""
    cells = [
        F,
        answer("### BEGIN SOLUTION\ndef g(x):\n    return f(x)\n### END SOLUTION", "g"),
        graded(
            "orig = f\ndel f\ntry:\n    f(1)\nexcept NameError:\n    pass\n"
            "else:\n    raise AssertionError\nfinally:\n    f = orig\nassert g(3) == 9",
            "test_del",
        ),
        graded("try:\n    g\nexcept NameError:\n    raise AssertionError('g')", "test_defined"),
    ]

    assert list(import_cells(tmp_path, cells, zygote).carried) == ["test_del", "test_defined"]


def test_a_generator_that_a_test_cell_sets_is_drawn_from(tmp_path, zygote):
    """The cells below it draw what they would in the notebook."""
    cells = [
        answer(
            "import numpy as np\n### BEGIN SOLUTION\nr = np.random.default_rng(7)\n"
            "### END SOLUTION",
            "r",
        ),
        graded("a = r.integers(0, 99, 3)\nr = np.random.default_rng(8)", "test_r"),
        answer("### BEGIN SOLUTION\ndrawn = r.integers(0, 99, 3)\n### END SOLUTION", "drawn"),
        graded("assert (drawn == np.random.default_rng(8).integers(0, 99, 3)).all()", "test_drawn"),
    ]

    assert list(import_cells(tmp_path, cells, zygote).carried) == ["test_r", "test_drawn"]
