"""The source notebooks of the real course: valid, complete, and giving nothing away."""

import shutil

import nbformat
import pytest
from helpers.courses import REPOSITORY
from helpers.source_notebooks import as_released

from grader.course.leaks import find_leaks
from grader.course.manifest import Course, Exercise, find_course
from grader.nbgrader.release.markdown import exercise_heading, folded_hints, lesson, plain_markdown
from grader.nbgrader.release.notebook import build_notebook
from grader.nbgrader.release.source_assignment import release_nbgrader


@pytest.fixture(scope="module")
def notebooks():
    """Return every notebook of the real course, as the instructor has it."""
    course = find_course(REPOSITORY)
    return {module: build_notebook(course, module) for module in course.unit.modules}


def test_every_exercise_has_its_cells(notebooks):
    """A solution cell with contract and markers, visible tests, a grade cell with its points."""
    unit = find_course(REPOSITORY).unit
    for exercise in unit.exercises:
        cells = {
            cell.metadata.nbgrader.grade_id: cell
            for cell in notebooks[exercise.module].cells
            if "nbgrader" in cell.metadata
        }
        grade, solution = cells[exercise.id], cells[f"{exercise.id}_solution"]

        assert grade.metadata.nbgrader.points == exercise.points
        assert grade.metadata.nbgrader.grade
        assert grade.metadata.nbgrader.locked
        assert not grade.metadata.nbgrader.solution
        assert solution.metadata.nbgrader.solution
        assert not solution.metadata.nbgrader.locked
        assert '"""' in solution.source
        assert "### BEGIN SOLUTION" in solution.source
        assert cells[f"{exercise.id}_checks"].metadata.nbgrader.locked
    graded = [
        cell.metadata.nbgrader.points
        for notebook in notebooks.values()
        for cell in notebook.cells
        if cell.metadata.get("nbgrader", {}).get("grade")
    ]
    assert sum(graded) == unit.points
    assert len(graded) == len(unit.exercises)


def test_notebooks_are_valid_and_their_metadata_is_nbgraders(notebooks):
    """By nbformat's schema and by nbgrader's."""
    from nbgrader.nbgraderformat import MetadataValidator

    for notebook in notebooks.values():
        nbformat.validate(notebook)
        MetadataValidator().validate_nb(notebook)


def test_every_exercise_has_a_heading_a_formula_and_folded_hints(notebooks):
    """What a student reads before the stub."""
    for exercise in find_course(REPOSITORY).unit.exercises:
        (task,) = [
            cell.source
            for cell in notebooks[exercise.module].cells
            if cell.cell_type == "markdown" and cell.source.startswith(f"## {exercise.id} ")
        ]

        assert "$" in task
        assert task.count("<details><summary>Hint") == 3
        assert "(open)" not in task


def test_what_an_exercise_does_not_state_is_not_in_its_heading():
    """Minutes, difficulty and hints may be left out of the manifest."""
    exercise = Exercise("bank", "bank", ("pay",), "Pay", 1)

    assert exercise_heading(exercise) == "## bank · Pay\n\n`pay` · 1 point"
    assert folded_hints(exercise) == ""


@pytest.mark.parametrize("module", ["logistic", "training", "plots"])
def test_pictures_are_there(notebooks, module):
    """The sigmoid curve, loss and accuracy of a run, the boundary and the curves."""
    pictures = [cell for cell in notebooks[module].cells if "kit.show(" in cell.source]

    assert len(pictures) == (2 if module == "plots" else 1)


def test_nothing_hidden_and_no_answer_is_handed_out(tmp_path, notebooks):
    """The leak scanner of the course finds nothing in all that is released."""
    real = find_course(REPOSITORY)
    release_nbgrader(real, tmp_path / "nb")
    given = tmp_path / "course" / "exercises"
    shutil.copytree(tmp_path / "nb" / "source" / real.unit.name / "kit", given / "kit")
    (given / "unit.toml").write_bytes((real.exercises / "unit.toml").read_bytes())
    for module, notebook in notebooks.items():
        released = as_released(nbformat.from_dict(notebook))
        text = "\n".join(cell.source for cell in released.cells)
        (given / f"{module}.txt").write_text(text)
        assert "BEGIN SOLUTION" not in text
    (tmp_path / "course" / "solutions").symlink_to(real.solutions)
    (tmp_path / "course" / "hidden").symlink_to(real.hidden)

    assert find_leaks(Course(tmp_path / "course", real.unit)) == []


def test_a_worked_example_is_cut_where_it_prints():
    """What the doctest shows in between would else be lost: a cell shows its last value only."""
    text = """Look:

    >>> x = 2
    >>> x + 1
    3
    >>> x
    2

    And ``y``::

    >>> y = 3
    """

    assert list(lesson(text)) == [
        ("text", "Look:"),
        ("code", "x = 2\nx + 1"),
        ("code", "x"),
        ("text", "And `y`:"),
        ("code", "y = 3"),
    ]


def test_markdown_shows_formulas_as_they_are():
    """Stars and underscores of a hint are no emphasis."""
    assert plain_markdown("a*b*c, __init__, x<y") == r"a\*b\*c, \_\_init\_\_, x\<y"
