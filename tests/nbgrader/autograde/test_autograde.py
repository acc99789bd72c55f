"""Grading through the box inside nbgrader: what is left open, refused, repaired or not ours."""

import io
import json
import logging
import os
import shutil
from pathlib import Path

import nbformat
import pytest
from helpers.courses import TOY
from helpers.nbgrader_course import NbgraderCourse, answers_into, edit_notebooks
from jupyter_core.application import NoStart

from grader.course.manifest import find_course
from grader.errors import GraderError
from grader.nbgrader.autograde import preprocessors
from grader.nbgrader.autograde.warm_judge import WarmJudge
from grader.nbgrader.edit_stamp import is_untouched
from grader.nbgrader.release.source_assignment import release_nbgrader

SECRET = "secret of the teacher"
ESSAY = "Each part counts once, whatever the others are."
RIGHT = {"T1": "return x * 2", "T2": "return float(x.sum())"}
# A hidden test that cannot do its own work for one kind of answer: nobody's fault.
FAILING = f"""
@pytest.mark.check("T1", points=1)
def test_double_with_a_full_disk(student):
    \"\"\"The disk has room.\"\"\"
    answer = student.call("shapes.double", torch.ones(1))
    if answer.value.tensor.tolist() == [2.5]:
        raise OSError("{SECRET}")
"""

UNREADABLE = {
    "cleo": b"{ no notebook",
    "cole": b'{"cells": 3}',
    "cora": b" " * (100 << 20),
    "curt": b'{"nbformat": 1, "cells": []}',
}


def as_format_3(book: dict) -> dict:
    """Return a notebook as IPython 2 saved it."""
    for cell in book["cells"]:
        if cell["cell_type"] == "code":
            cell |= {"input": cell.pop("source"), "language": "python", "prompt_number": 1}
    return {"nbformat": 3, "nbformat_minor": 0, "worksheets": [{"cells": book["cells"]}]}


def with_pictures(book: dict) -> dict:
    """Return a notebook in which a loop has drawn 50 MB."""
    shown = {"output_type": "display_data", "metadata": {}, "data": {"image/png": "iVBOR" * 10**6}}
    book["cells"][-1]["outputs"] = [shown] * 10
    return book


def without_order(book: dict) -> dict:
    """Return a notebook of a program that knows little of the format: no ids, odd metadata."""
    for cell in book["cells"]:
        del cell["id"]
        cell["metadata"] = [cell["metadata"]]
    return {"cells": [3, *book["cells"], {"cell_type": "heading", "source": None}]}


ODD = {"eva": as_format_3, "emil": with_pictures, "edda": without_order}


def nbgrader(course: NbgraderCourse, *words: str) -> tuple[int, str]:
    """Run nbgrader's application in this process; return exit code and log."""
    from nbgrader.apps import NbGraderApp

    log = io.StringIO()
    before = Path.cwd()
    os.chdir(course.folder)
    app = NbGraderApp.instance()
    try:
        app.initialize(list(words))
        app.init_logging(logging.StreamHandler, [log], color=False, subapps=True)
        app.start()
    except SystemExit as end:
        return int(end.code or 0), log.getvalue()
    except NoStart:  # how nbgrader ends when a subcommand has done its work
        return 0, log.getvalue()
    else:
        return 0, log.getvalue()
    finally:
        app.reset()
        NbGraderApp.clear_instance()
        os.chdir(before)


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    """Release a toy course with one failing hidden test."""
    monkeypatch = pytest.MonkeyPatch()
    root = tmp_path_factory.mktemp("box")
    shutil.copytree(TOY, root / "toy")
    hidden = root / "toy" / "hidden" / "test_shapes_hidden.py"
    hidden.write_text(hidden.read_text().replace("points=4, base=True", "points=3, base=True"))
    hidden.write_text(hidden.read_text() + "\n" + FAILING)
    with (root / "toy" / "exercises" / "unit.toml").open("a") as file:
        file.write('\n[[manual]]\nid = "T3"\ntitle = "Why the sum is linear"\npoints = 3\n')
    course = NbgraderCourse(root, root / "toy", "toy")
    for name in ("HOME", "JUPYTER_DATA_DIR", "JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "PATH"):
        monkeypatch.setenv(name, course.environment[name])
    release_nbgrader(find_course(root / "toy"), course.folder)
    source = course.folder / "source" / "toy" / "shapes.ipynb"
    notebook = nbformat.read(source, 4)
    # A question of the teacher's own, and a check that no hidden test answers for.
    meta = {"schema_version": 3, "grade": True, "locked": True, "solution": False, "points": 2}
    extra = nbformat.v4.new_code_cell("assert True", metadata={"nbgrader": meta})
    extra.metadata.nbgrader.update(grade_id="extra", task=False)
    notebook.cells.append(extra)
    nbformat.write(notebook, source)
    code, log = nbgrader(course, "generate_assignment", "toy")
    assert code == 0, log
    yield course
    preprocessors.WARM_JUDGE.close()
    monkeypatch.undo()


def hand_in(course: NbgraderCourse, student: str, **answers: str) -> Path:
    """Put a notebook with these answers where nbgrader collects it."""
    folder = course.submitted(student)
    shutil.copytree(course.folder / "release" / "toy", folder)
    edit_notebooks(folder, answers_into(answers))
    return folder


@pytest.fixture(scope="module")
def log(released):
    """Autograde one student of each kind, once, and return what nbgrader said."""
    hand_in(released, "ada", **RIGHT)
    ben = hand_in(released, "ben", T1="return x * 2.5", T2="return float(x.sum())")
    path = ben / "shapes.ipynb"
    path.write_text(path.read_text().replace("YOUR ANSWER HERE", ESSAY))
    for student, change in ODD.items():
        path = hand_in(released, student, **RIGHT) / "shapes.ipynb"
        path.write_bytes(json.dumps(change(json.loads(path.read_text()))).encode())
    for student, data in UNREADABLE.items():
        (hand_in(released, student) / "shapes.ipynb").write_bytes(data)
    code, log = nbgrader(released, "autograde", "toy")
    assert code == 1, log
    return log


def grades(course: NbgraderCourse, student: str) -> dict:
    """Return cell → automatic score, manual score, and whether a person must look."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course.folder}/gradebook.db") as gradebook:
        return {
            grade.name: (grade.auto_score, grade.manual_score, grade.needs_manual_grade)
            for grade in gradebook.find_submission_notebook("shapes", "toy", student).grades
        }


def is_known(course: NbgraderCourse, student: str) -> bool:
    """Tell whether the gradebook has heard of a student."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course.folder}/gradebook.db") as gradebook:
        return student in {each.id for each in gradebook.students}


def texts(course: NbgraderCourse, student: str) -> dict[str, str]:
    """Return what stands below the grade cells, and below no others."""
    path = course.folder / "autograded" / student / "toy" / "shapes.ipynb"
    return {
        cell.metadata.nbgrader.grade_id: cell.outputs[0].text
        for cell in nbformat.read(path, 4).cells
        if cell.get("outputs")
    }


def test_right_answers_get_their_points(released, log):
    """And a cell that the course knows nothing of waits for a person."""
    assert grades(released, "ada") == {
        "T1": (6, None, False),
        "T2": (4, None, False),
        "T3": (0, None, False),
        "extra": (None, None, True),
    }
    assert set(texts(released, "ada")) == {"T1", "T2", "extra"}


def test_what_was_not_judged_stays_open(released, log):
    """Neither zero nor full marks: nbgrader asks a person to look, other cells are scored."""
    found = grades(released, "ben")

    assert found["T1"] == (None, None, True)
    assert found["T2"] == (4, None, False)
    assert "T1 Twice everything: open of 6 points" in texts(released, "ben")["T1"]


def test_what_a_person_grades_waits_for_its_manual_score(released, log):
    """An answer stands in the graded notebook as it was handed in; nothing written earns 0."""
    notebook = nbformat.read(released.folder / "autograded" / "ben" / "toy" / "shapes.ipynb", 4)
    found = {cell.metadata.get("nbgrader", {}).get("grade_id"): cell for cell in notebook.cells}

    assert grades(released, "ben")["T3"] == (None, None, True)
    assert found["T3"].source == ESSAY
    assert found["T3"].metadata.nbgrader.points == 3


def test_raw_notes_reach_the_teacher_and_never_the_student(released, log):
    """The log of the command has them, the notebook that becomes feedback does not."""
    notebook = released.folder / "autograded" / "ben" / "toy" / "shapes.ipynb"

    assert SECRET in log
    assert SECRET not in notebook.read_text()


@pytest.mark.parametrize(
    ("student", "words"),
    [
        ("cleo", "shapes.ipynb is not a notebook: line 1, column 3 is not JSON"),
        ("cole", "shapes.ipynb is JSON, but not a notebook: it has no list of cells"),
        ("cora", "shapes.ipynb is 100 MiB; at most 64 MiB is read"),
        ("curt", "shapes.ipynb has notebook format 1, expected 2 or newer"),
    ],
)
def test_an_unreadable_notebook_is_one_line_and_costs_nobody_else(released, log, student, words):
    """Named with what to ask for; nothing of its student is in the gradebook or in autograded."""
    lines = [line for line in log.split("\n") if words in line]

    assert len(lines) == 1
    assert f"assignment 'toy' for student '{student}'" in log
    assert not (released.folder / "autograded" / student / "toy").exists()
    assert not is_known(released, student)


def test_nothing_of_ours_ends_in_a_traceback(released, log):
    """Four notebooks could not be read, and the log is still for people."""
    assert "Traceback" not in log


@pytest.mark.parametrize("student", ["eva", "emil", "edda"])
def test_notebooks_of_old_formats_and_heavy_ones_are_graded(released, log, student):
    """Format 3 keeps its cells elsewhere; a picture of 50 MB is no answer and no obstacle."""
    assert grades(released, student)["T1"] == (6, None, False)
    assert grades(released, student)["T2"] == (4, None, False)


def test_graded_notebooks_are_told_from_edited_ones(released, log):
    """So that bulk results later renew the one and keep the other."""
    path = released.folder / "autograded" / "ada" / "toy" / "shapes.ipynb"
    text = path.read_text()

    assert is_untouched(path)
    path.chmod(0o644)
    path.write_text(text.replace("return x * 2", "return 2 * x"))
    assert not is_untouched(path)
    path.write_text(text)


def test_autograding_again_keeps_what_a_person_has_said(released, log):
    """A manual score stays, the box's score beside it, and the cell waits for a look."""
    from nbgrader.api import Gradebook

    database = f"sqlite:///{released.folder}/gradebook.db"
    with Gradebook(database) as gradebook:
        gradebook.find_grade("T1", "shapes", "toy", "ada").manual_score = 5.5
        gradebook.find_comment("T1_solution", "shapes", "toy", "ada").manual_comment = "Good"
        gradebook.db.commit()

    code, _ = nbgrader(released, "autograde", "toy", "--student=ada", "--force")

    assert code == 0
    assert grades(released, "ada")["T1"] == (6, 5.5, True)
    with Gradebook(database) as gradebook:
        comment = gradebook.find_comment("T1_solution", "shapes", "toy", "ada")
        assert comment.comment == "Good"


def test_other_points_in_the_gradebook_are_refused(released, log):
    """Scores out of 6 stored as scores out of 7 would be wrong for everybody."""
    manifest = released.source / "exercises" / "unit.toml"
    hidden = released.source / "hidden" / "test_shapes_hidden.py"
    before = manifest.read_text(), hidden.read_text()
    manifest.write_text(before[0].replace("points = 6", "points = 7").replace("= 10", "= 11"))
    hidden.write_text(before[1].replace("points=3, base=True", "points=4, base=True", 1))
    hand_in(released, "dora", **RIGHT)
    try:
        code, said = nbgrader(released, "autograde", "toy", "--student=dora")
    finally:
        manifest.write_text(before[0])
        hidden.write_text(before[1])

    assert code == 1
    assert "toy/shapes/T1 is worth 6 points there, expected 7" in said
    assert not is_known(released, "dora")


def test_an_assignment_that_is_no_unit_is_executed_as_ever(released):
    """nbgrader's own kernel runs it; our preprocessors keep out of its way."""
    source = released.folder / "source" / "ps1"
    source.mkdir()
    meta = {"schema_version": 3, "grade": True, "locked": True, "solution": False, "points": 3}
    cell = nbformat.v4.new_code_cell("1.5", metadata={"nbgrader": meta | {"grade_id": "half"}})
    cell.metadata.nbgrader["task"] = False
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), source / "p1.ipynb")
    nbgrader(released, "generate_assignment", "ps1")
    shutil.copytree(released.folder / "release" / "ps1", released.folder / "submitted/ada/ps1")

    code, said = nbgrader(released, "autograde", "ps1")

    from nbgrader.api import Gradebook

    assert code == 0, said
    with Gradebook(f"sqlite:///{released.folder}/gradebook.db") as gradebook:
        assert gradebook.find_grade("half", "p1", "ps1", "ada").auto_score == 1.5


def test_a_course_that_has_moved_is_one_clear_line(released, log, tmp_path):
    """The configuration still names the old folder."""
    config = released.folder / "nbgrader_config.py"
    before = config.read_text()
    config.write_text(before.replace(str(released.source), str(tmp_path)))
    try:
        code, said = nbgrader(released, "autograde", "toy", "--student=ben", "--force")
    finally:
        config.write_text(before)

    assert code == 1
    assert f"{tmp_path} holds no exercises/unit.toml" in said


def test_a_warm_judge_starts_anew_when_hidden_tests_change(released, log):
    """A regrade after a mended test needs no restart of the server."""
    course = find_course(released.source)
    hidden = released.source / "hidden" / "test_shapes_hidden.py"
    text = hidden.read_text()

    first = preprocessors.WARM_JUDGE.grade(course, released.submitted("ada"), "shapes")
    hidden.write_text(text.replace("Every element is doubled.", "Twice, everywhere."))
    second = preprocessors.WARM_JUDGE.grade(course, released.submitted("ada"), "shapes")
    hidden.write_text(text)

    sentences = [graded.exercises["T1"].checks[0].sentence for graded in (first, second)]
    assert sentences == ["Every element is doubled.", "Twice, everywhere."]


def test_a_warm_judge_refuses_what_intake_refuses(released, tmp_path):
    """The reason is the one that `grader autograde` gives."""
    (tmp_path / "submitted").mkdir()
    (tmp_path / "submitted" / "toy").symlink_to(released.folder)
    judge = WarmJudge()

    with pytest.raises(GraderError, match="symbolic link"):
        judge.grade(find_course(released.source), tmp_path / "submitted" / "toy", "shapes")
