"""The nbgrader course that a release writes: its files, its notebooks, and what runs in them."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from helpers.courses import REPOSITORY, TOY
from nbclient import NotebookClient

from grader.course.leaks import find_leaks
from grader.course.manifest import Course, find_course
from grader.errors import CourseError
from grader.nbgrader.release import source_assignment
from grader.nbgrader.release.markdown import lesson, plain_markdown
from grader.nbgrader.release.nbgrader_config import BEGIN, END
from grader.nbgrader.release.notebook import build_notebook
from grader.nbgrader.release.source_assignment import release_nbgrader

STUB = "# YOUR CODE HERE\n    raise NotImplementedError()"
SOURCE = "source/toy"


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A copy of the toy course that a test may change."""
    shutil.copytree(TOY, tmp_path / "course")
    return find_course(tmp_path / "course")


def changed(course: Course, old: str, new: str, file: str = "solutions/shapes.py") -> Course:
    """Change a file of the course and read the course again."""
    path = course.root / file
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))
    return find_course(course.root)


def cells_by_id(path: Path) -> dict[str, str]:
    """Return the source of every cell of the assignment."""
    cells = json.loads(path.read_text())["cells"]
    return {
        cell["metadata"]["nbgrader"]["grade_id"]: "".join(cell["source"])
        for cell in cells
        if "nbgrader" in cell["metadata"]
    }


def as_released(notebook):
    """Return *notebook* as ``nbgrader generate_assignment`` hands it out, without a database."""
    from nbgrader.preprocessors import ClearSolutions, LockCells

    for step in (LockCells(), ClearSolutions()):
        notebook, _ = step.preprocess(notebook, {})
    return notebook


# ---- files ------------------------------------------------------------------


def test_a_release_writes_config_notebooks_and_visible_tests(tmp_path, course):
    """And nothing of the hidden tests or the solutions beside them."""
    done = release_nbgrader(course, tmp_path / "nb")

    found = {p.relative_to(tmp_path / "nb").as_posix() for p in (tmp_path / "nb").rglob("*.*")}
    assert found == set(done.written)
    kit = f"{SOURCE}/kit/visible/_kit/"
    assert f"{kit}checking/plugin.py" in found
    assert not any(name.startswith(f"{kit}commands/") for name in found)
    assert {name for name in found if not name.startswith(kit)} == {
        "nbgrader_config.py",
        f"{SOURCE}/shapes.ipynb",
        f"{SOURCE}/kit/__init__.py",
        f"{SOURCE}/kit/visible/pytest.ini",
        f"{SOURCE}/kit/visible/test_shapes.py",
        f"{SOURCE}/kit/visible/unit.toml",
    }


def test_a_course_that_finds_no_students_kit_is_told(tmp_path, course, monkeypatch):
    """Neither the course nor the grader has one: notebooks could not run their tests."""
    monkeypatch.setattr(source_assignment, "student_kit", lambda: iter(()))

    with pytest.raises(CourseError, match=r"has no folder _kit.*Copy _kit from the exercises"):
        release_nbgrader(course, tmp_path / "nb")
    assert not (tmp_path / "nb").exists()


def test_a_second_release_writes_nothing(tmp_path, course):
    """Not even the time of a file changes."""
    release_nbgrader(course, tmp_path / "nb")
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "nb").rglob("*")}

    done = release_nbgrader(course, tmp_path / "nb")

    assert (done.written, done.removed) == ([], [])
    assert before == {path: path.stat().st_mtime_ns for path in (tmp_path / "nb").rglob("*")}


def test_a_change_is_released_and_ids_stay(tmp_path, course):
    """Another contract and other points reach the notebook under the ids it had."""
    release_nbgrader(course, tmp_path / "nb")
    path = tmp_path / "nb" / SOURCE / "shapes.ipynb"
    before = cells_by_id(path)
    course = changed(course, "Return twice", "Give twice")
    course = changed(course, "points = 6", "points = 7", "exercises/unit.toml")

    done = release_nbgrader(course, tmp_path / "nb")

    assert done.written == [f"{SOURCE}/kit/visible/unit.toml", f"{SOURCE}/shapes.ipynb"]
    after = cells_by_id(path)
    assert list(after) == list(before)
    assert "Give twice" in after["T1_solution"]
    assert 'kit.grade("T1", 7)' in after["T1"]
    assert after["T2"] == before["T2"]


def test_a_notebook_edited_by_hand_is_not_overwritten(tmp_path, course):
    """The line says where the edit belongs; --force overwrites it."""
    release_nbgrader(course, tmp_path / "nb")
    path = tmp_path / "nb" / SOURCE / "shapes.ipynb"
    path.write_text(path.read_text().replace("Return twice", "Return quite twice"))

    with pytest.raises(CourseError, match=r"shapes\.ipynb was edited by hand.*--force"):
        release_nbgrader(course, tmp_path / "nb")
    assert "quite" in path.read_text()

    release_nbgrader(course, tmp_path / "nb", force=True)
    assert "quite" not in path.read_text()


def test_a_notebook_that_was_only_run_and_saved_is_left_alone(tmp_path, course):
    """Outputs, checksums and the kernel's version are no edits."""
    release_nbgrader(course, tmp_path / "nb")
    path = tmp_path / "nb" / SOURCE / "shapes.ipynb"
    notebook = nbformat.read(path, 4)
    for cell in notebook.cells:
        if "nbgrader" in cell.metadata:
            cell.metadata.nbgrader["checksum"] = "0" * 32
            cell.outputs = [nbformat.v4.new_output("stream", text="ran")]
    notebook.metadata.language_info["version"] = "3.14"
    nbformat.write(notebook, path)

    done = release_nbgrader(course, tmp_path / "nb")

    assert done.written == []
    assert "ran" in path.read_text()


def test_what_left_the_course_leaves_the_release(tmp_path, course):
    """A visible test file that is gone, and the notebook of a module that is gone."""
    (course.exercises / "test_helper.py").write_text("")
    release_nbgrader(course, tmp_path / "nb")
    (course.exercises / "test_helper.py").unlink()
    for folder in (course.solutions, course.exercises):
        (folder / "shapes.py").rename(folder / "forms.py")
    course = changed(course, 'module = "shapes"', 'module = "forms"', "exercises/unit.toml")

    done = release_nbgrader(course, tmp_path / "nb")

    assert done.removed == [f"{SOURCE}/kit/visible/test_helper.py", f"{SOURCE}/shapes.ipynb"]


# ---- configuration ----------------------------------------------------------


def test_a_teachers_own_configuration_stays(tmp_path, course):
    """What stands around our block stays letter by letter; the block follows the course."""
    release_nbgrader(course, tmp_path / "nb")
    config = tmp_path / "nb" / "nbgrader_config.py"
    mine = "c.Exchange.root = '/srv/exchange'\n" + config.read_text() + "c.MyPlugin.late = 2\n"
    config.write_text(mine.replace(str(course.root), "/an/old/place"))

    release_nbgrader(course, tmp_path / "nb")

    assert config.read_text() == mine


def test_a_configuration_that_was_there_first_gets_our_block(tmp_path, course):
    """At its end, so that nothing of it has to be understood."""
    (tmp_path / "nb").mkdir()
    config = tmp_path / "nb" / "nbgrader_config.py"
    config.write_text("c = get_config()\nc.CourseDirectory.course_id = 'ml101'")

    release_nbgrader(course, tmp_path / "nb")

    text = config.read_text()
    assert text.startswith("c = get_config()\nc.CourseDirectory.course_id = 'ml101'\n")
    assert text.count(BEGIN) == text.count(END) == 1
    assert "'toy'" not in text
    compile(text, str(config), "exec")


@pytest.mark.parametrize("spoil", [lambda text: text.replace(END, ""), lambda text: text + text])
def test_a_broken_block_is_one_clear_line(tmp_path, course, spoil):
    """Guessing where our part ends could delete the teacher's."""
    release_nbgrader(course, tmp_path / "nb")
    config = tmp_path / "nb" / "nbgrader_config.py"
    config.write_text(spoil(config.read_text()))
    before = config.read_text()

    with pytest.raises(CourseError, match=r"nbgrader_config\.py holds .* expected one pair"):
        release_nbgrader(course, tmp_path / "nb")
    assert config.read_text() == before


# ---- bad courses ------------------------------------------------------------


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (
            lambda course: (course.solutions / "shapes.py").unlink(),
            r"solutions/shapes\.py is missing",
        ),
        (
            lambda course: changed(course, "def total", "def sum_up"),
            r"solutions/shapes\.py does not define total at its top level.*T2",
        ),
        (
            lambda course: (
                (course.root / "pages").mkdir(),
                (course.root / "pages" / "shapes.md").write_text("Hello.\n\n## T9\n\nMore.\n"),
            ),
            r'pages/shapes\.md: "## T9" is not an exercise of shapes, expected one of T1, T2',
        ),
    ],
)
def test_a_faulty_course_is_one_clear_line_and_nothing_is_written(tmp_path, course, spoil, words):
    """Everything is made before anything is written."""
    spoil(course)

    with pytest.raises(CourseError, match=words):
        release_nbgrader(course, tmp_path / "nb")
    assert not (tmp_path / "nb").exists()


def test_the_command_says_what_it_wrote_and_what_is_wrong(tmp_path, course):
    """Exit code 0 with a line per file; 2 and one line where the folder cannot be used."""

    def release(target):
        words = ["release", "--nbgrader", str(target), "--course", str(course.root)]
        return subprocess.run(
            [sys.executable, "-m", "grader.cli", *words],
            capture_output=True,
            text=True,
            cwd=REPOSITORY,
            check=False,
        )

    (tmp_path / "file").write_text("mine")

    first, second = release(tmp_path / "nb"), release(tmp_path / "nb")
    wrong = release(tmp_path / "file")

    assert first.returncode == 0, first.stderr
    assert f"wrote {SOURCE}/shapes.ipynb" in first.stdout
    assert second.stdout == f"{tmp_path / 'nb'} is up to date.\n"
    assert wrong.returncode == 2
    assert wrong.stderr.startswith(f"grader: {tmp_path / 'file'}")
    assert len(wrong.stderr.splitlines()) == 1


# ---- the notebooks of the real course ---------------------------------------


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


# ---- what runs in a kernel --------------------------------------------------

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

    assert "E06 sigmoid: 5 个可见测试中通过 2 个。" in said["E06_checks"]
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
