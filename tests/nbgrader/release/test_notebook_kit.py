"""What notebooks show when they run in a kernel, as a student runs them."""

import os
from pathlib import Path

import nbformat
import pytest
from helpers.courses import REPOSITORY
from helpers.source_notebooks import SOURCE, STUB, as_released
from nbclient import NotebookClient

from grader.course.manifest import find_course
from grader.nbgrader.release.source_assignment import release_nbgrader

# Students have the packages of the exercises and no others.
BLOCK = """
import sys

class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {names!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

sys.meta_path.insert(0, Missing())
"""


NOT_FOR_STUDENTS = {"grader", "nbgrader", "typer", "rich", "sqlalchemy", "selenium"}


def run(notebook, folder: Path, **environment: str):
    """Run a notebook top to bottom and return the text below each cell of the assignment."""
    block = nbformat.v4.new_code_cell(BLOCK.format(names=NOT_FOR_STUDENTS))
    notebook.cells.insert(0, block)
    client = NotebookClient(
        notebook,
        timeout=120,
        kernel_name="python3",
        resources={"metadata": {"path": str(folder)}},
        allow_errors=bool(environment),
    )
    client.execute(env={**os.environ, "LANGUAGE": "en", **environment})
    return {
        cell.metadata.nbgrader.grade_id: "".join(
            "\n".join(output.get("traceback", ()))
            or output.get("text")
            or output["data"]["text/plain"]
            for output in cell.outputs
        )
        for cell in notebook.cells
        if "nbgrader" in cell.metadata
    }


@pytest.fixture
def released(tmp_path, course):
    """Return the toy notebook as a student gets it, and its folder."""
    release_nbgrader(course, tmp_path / "nb")
    folder = tmp_path / "nb" / SOURCE
    return as_released(nbformat.read(folder / "shapes.ipynb", 4)), folder


def answered(notebook, **answers: str):
    """Return *notebook* with answers in the solution cells of these exercises."""
    for cell in notebook.cells:
        key = cell.metadata.get("nbgrader", {}).get("grade_id", "").removesuffix("_solution")
        if key in answers and STUB in cell.source:
            cell.source = cell.source.replace(STUB, answers[key])
    return notebook


def test_an_untouched_notebook_runs_to_its_end(released):
    """Nothing fails, and each exercise says that it waits."""
    said = run(*released)

    assert said["T1_checks"] == "T1 double: still to be written.\n"
    assert said["T2_checks"] == "T2 total: still to be written.\n"
    assert said["T1"] == "T1: 6 points to earn; hidden tests decide.\n"


def test_an_answer_that_no_cell_defines_is_not_started(released):
    """A test that calls it meets a function that is still to be written, not an error."""
    notebook, folder = released
    notebook.cells = [cell for cell in notebook.cells if STUB not in cell.source]

    said = run(notebook, folder)

    assert said["T1_checks"] == "T1 double: still to be written.\n"


def test_a_wrong_answer_is_explained_and_a_right_one_passes(released):
    """Without a line of pytest's own, and with what the answer printed."""
    notebook, folder = released
    answered(notebook, T1="print('here')\n    return x * 3", T2="return float(x.sum())")

    said = run(notebook, folder)

    assert said["T1_checks"].startswith("T1 double: 0 of 1 visible tests pass.\n✗ Twice 1 and 2")
    assert "your code printed:\n    here" in said["T1_checks"]
    assert "===" not in said["T1_checks"]
    assert said["T2_checks"] == "T2 total: 1 of 1 visible tests pass.\n✓ 1 and 2 make 3.\n"


def test_an_answer_that_is_run_again_counts_anew(released):
    """The tests see the function as it is now, not as it was when they were imported."""
    notebook, folder = released
    answered(notebook, T1="return x * 3", T2="return float(x.sum())")
    later = 'def double(x):\n    return x * 2\n\nkit.check("T1")'
    meta = {"nbgrader": {"grade_id": "again"}}
    notebook.cells.append(nbformat.v4.new_code_cell(later, metadata=meta))

    said = run(notebook, folder)

    assert "0 of 1 visible tests pass" in said["T1_checks"]
    assert "1 of 1 visible tests pass" in said["again"]


def test_validating_complains_about_what_fails_in_a_few_words(released):
    """nbgrader's validation sees an error below the grade cell, not a pile of frames."""
    notebook, folder = released
    answered(notebook, T1="return x * 3")

    said = run(notebook, folder, NBGRADER_EXECUTION="validate")

    assert said["T1"] == "T1: 1 of 1 visible tests fail:\n  Twice 1 and 2 is 2 and 4."
    assert said["T2"] == "T2 is still to be written."


def test_graded_by_a_kernel_the_visible_tests_give_all_points_or_none(released):
    """Where the box is not plugged in, a number stands below the cell, full marks or zero."""
    notebook, folder = released
    answered(notebook, T1="return x * 2")

    said = run(notebook, folder, NBGRADER_EXECUTION="autograde")

    assert (said["T1"], said["T2"]) == ("6.0", "0.0")


def test_a_mistake_in_the_real_course_is_told_with_the_line_in_the_cell(tmp_path):
    """The course's own words for a failure work for cells too, and a picture waits politely."""
    course = find_course(REPOSITORY)
    release_nbgrader(course, tmp_path / "nb")
    folder = tmp_path / "nb" / "source" / course.unit.name
    notebook = as_released(nbformat.read(folder / "logistic.ipynb", 4))
    answered(notebook, E07="return torch.log(q)", E08="return scores >= threshold")

    said = run(notebook, folder)

    assert said["E06_checks"] == "E06 sigmoid: still to be written.\n"
    assert "of your cell in log_odds\n      return torch.log(q)" in said["E07_checks"]
    assert "for the same reason as above" in said["E07_checks"]
    assert "expected  int64\n  got       bool" in said["E08_checks"]
    (picture,) = [cell for cell in notebook.cells if "kit.show(" in cell.source]
    assert picture.outputs[0].text == "No picture yet: its exercise is still to be written.\n"


def test_a_notebook_of_the_real_course_speaks_chinese(tmp_path):
    """Promise, verdict and advice are in the language of the kernel's environment."""
    course = find_course(REPOSITORY)
    release_nbgrader(course, tmp_path / "nb")
    folder = tmp_path / "nb" / "source" / course.unit.name
    notebook = as_released(nbformat.read(folder / "logistic.ipynb", 4))
    answered(notebook, E06="return 1 / (1 + torch.exp(z))")

    said = run(notebook, folder, LANGUAGE="zh")

    assert "E06 sigmoid: 6 个可见测试中通过 2 个。" in said["E06_checks"]
    assert "应为" in said["E06_checks"]
    assert said["E07_checks"] == "E07 log_odds: 还没有写。\n"
    assert said["E07"] == "E07: 这一题 4 分，由隐藏测试决定。\n"


def test_every_notebook_of_the_real_course_runs_untouched(tmp_path):
    """All eight top to bottom, one after the other in one kernel: nothing fails, all waits."""
    course = find_course(REPOSITORY)
    release_nbgrader(course, tmp_path / "nb")
    folder = tmp_path / "nb" / "source" / course.unit.name
    first, *others = [
        as_released(nbformat.read(folder / f"{module}.ipynb", 4)) for module in course.unit.modules
    ]
    first.cells += [cell for other in others for cell in other.cells]

    said = run(first, folder)

    waiting = [key for key, text in said.items() if text.endswith(": still to be written.\n")]
    assert waiting == [f"{exercise.id}_checks" for exercise in course.unit.exercises]


@pytest.mark.parametrize("module", ["training", "plots"])
def test_a_solved_notebook_of_the_real_course_passes_and_draws(tmp_path, module):
    """Every visible test passes in the kernel, and the pictures are there."""
    course = find_course(REPOSITORY)
    release_nbgrader(course, tmp_path / "nb")
    folder = tmp_path / "nb" / "source" / course.unit.name
    notebook = nbformat.read(folder / f"{module}.ipynb", 4)

    said = run(notebook, folder)

    checks = {key: text for key, text in said.items() if key.endswith("_checks")}
    assert checks
    assert all("✗" not in text and " 0 of" not in text for text in checks.values()), checks
    pictures = [cell for cell in notebook.cells if "kit.show(" in cell.source]
    assert all(
        any("image/png" in output.get("data", {}) for output in cell.outputs) for cell in pictures
    )
