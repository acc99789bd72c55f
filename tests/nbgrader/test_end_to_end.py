"""nbgrader's own commands from release to feedback, graded through the box, against `grader`."""

import csv
import html
import json
import re
import zipfile
from concurrent.futures import ThreadPoolExecutor

import nbformat
import pytest
from helpers.courses import REPOSITORY
from helpers.nbgrader_course import NbgraderCourse, answers_into, edit_notebooks, solve_from

from grader.course.leaks import TELLING_CHARS
from grader.course.manifest import find_course
from grader.course.source import functions, parse
from grader.nbgrader.grade_cell import exercise_text
from grader.results.records import Result
from grader.results.store import read_result

REFERENCE, IDLE, WRONG, MANGLED = "ada", "ben", "cleo", "dora"
AT_THE_EXCHANGE = (REFERENCE, IDLE, WRONG, MANGLED)
# Handed in elsewhere, and collected from a platform's download.
ZIPPED = "emil"
STUDENTS = (*AT_THE_EXCHANGE, ZIPPED)

# Answers that a student may give: right but for the end of the line, wrong, failing, printing.
WRONG_ANSWERS = {
    "E06": "return 1 / (1 + torch.exp(-z))",
    "E07": "import warnings\n    warnings.warn('odds')\n    return torch.log(p / (1 - p))",
    "E08": "print('deciding')\n    return (scores.flatten() >= threshold).long()",
    "E16": "return ((p >= threshold) == y).float().mean().item()",
    "E11": "super().__init__()\n        self.line = nn.Linear(2, 1)",
    "E19": "raise RuntimeError('no idea')",
}


def mangle(name, notebook):
    """Do to right notebooks what students and their tools do to notebooks."""
    cells = notebook.cells
    graded = [cell for cell in cells if cell.metadata.get("nbgrader", {}).get("grade")]
    solved = [cell for cell in cells if cell.metadata.get("nbgrader", {}).get("solution")]
    if name == "logistic":
        cells.append(graded[0].copy())
        cells.remove(graded[1])
        solved[0].cell_type = "markdown"
        solved[0].pop("outputs")
        solved[0].pop("execution_count")
        cells.insert(3, nbformat.v4.new_code_cell("!pip install torch\n%timeit 1\nboom()"))
    elif name == "optimizer":
        for cell in cells:
            cell.metadata = nbformat.NotebookNode()
    elif name == "data":
        del cells[:3]
        for cell in graded:
            cell.metadata.nbgrader["points"] = 1000
    elif name == "gradients":
        cells.reverse()


def study(course: NbgraderCourse, student: str) -> None:
    """Fetch, solve and submit with the commands that students have."""
    home = course.student_folder(student)
    home.mkdir(parents=True)
    work = home / course.unit
    course.nbgrader("fetch_assignment", course.unit, "--course", course.unit, cwd=home)
    if student in (REFERENCE, MANGLED):
        edit_notebooks(work, solve_from(course.folder / "source" / course.unit))
    if student == WRONG:
        edit_notebooks(work, answers_into(WRONG_ANSWERS))
    if student == MANGLED:
        edit_notebooks(work, mangle)
        (work / "loss.ipynb").rename(work / "loss (1).ipynb")
    whose = ["--course", course.unit, f"--student={student}"]
    course.nbgrader("submit", course.unit, *whose, cwd=home)


def pack_as_a_platform(course: NbgraderCourse) -> None:
    """Put right notebooks where nbgrader's zip_collect looks, named as a platform names them."""
    folder = course.folder / "downloaded" / course.unit / "archive"
    folder.mkdir(parents=True)
    with zipfile.ZipFile(folder / "download.zip", "w") as archive:
        for path in (course.student_folder(REFERENCE) / course.unit).glob("*.ipynb"):
            archive.write(path, f"ps1_{ZIPPED}_attempt_2026-01-30-15-00-00_{path.name}")


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """Take five students through the whole way with the real commands, once."""
    unit = find_course(REPOSITORY).unit
    course = NbgraderCourse(tmp_path_factory.mktemp("nbgrader"), REPOSITORY, unit.name)
    (course.root / "exchange").mkdir(mode=0o777)
    (course.root / "exchange").chmod(0o777)
    said = course.release() + course.nbgrader("release_assignment", unit.name)
    (course.root / "release.log").write_text(said)
    with ThreadPoolExecutor(2) as people:
        list(people.map(lambda student: study(course, student), AT_THE_EXCHANGE))
    course.nbgrader("collect", unit.name, "--ExchangeCollect.check_owner=False")
    pattern = r".*ps1_(?P<student_id>\w+?)_attempt_(?P<timestamp>[0-9\-]+)_(?P<file_id>\w+)"
    pack_as_a_platform(course)
    course.nbgrader("zip_collect", unit.name, f"--FileNameCollectorPlugin.named_regexp={pattern}")
    # Before nbgrader gives the renamed notebook its name back.
    course.grader("autograde", "submitted", "--to", "../results", "--course", REPOSITORY)
    said = course.nbgrader("autograde", unit.name)
    course.nbgrader("generate_feedback", unit.name)
    course.nbgrader("export", "--to", "grades.csv")
    (course.root / "autograde.log").write_text(said)
    return course


def result_of(course: NbgraderCourse, student: str) -> Result:
    """Return what ``grader autograde`` found."""
    result = read_result(course.root / "results" / f"{student}.json")
    assert result is not None
    return result


def outputs_of(course: NbgraderCourse, student: str) -> dict[str, list]:
    """Return the outputs of every grade cell after ``nbgrader autograde``."""
    folder = course.folder / "autograded" / student / course.unit
    return {
        cell.metadata.nbgrader.grade_id: cell.outputs
        for path in sorted(folder.glob("*.ipynb"))
        for cell in nbformat.read(path, 4).cells
        if cell.metadata.get("nbgrader", {}).get("grade")
    }


def test_a_release_passes_nbgrader_without_a_warning(graded):
    """Generated, released, and the instructor's notebook validated."""
    valid = graded.nbgrader("validate", f"source/{graded.unit}/model.ipynb")

    said = (graded.root / "release.log").read_text() + valid
    # Jupyter says of every kernel that it listens on TCP.
    lines = [line for line in said.split("\n") if re.search("WARNING|ERROR|Warning", line)]
    assert [line for line in lines if "over TCP" not in line] == []
    assert "Success! Your notebook passes all the tests." in valid


def test_exported_scores_are_those_of_grader_autograde(graded):
    """Student by student, with the points everybody can get."""
    with (graded.folder / "grades.csv").open(newline="") as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}

    assert set(rows) == set(STUDENTS)
    for student in STUDENTS:
        result = result_of(graded, student)
        assert float(rows[student]["score"]) == pytest.approx(result.score, abs=1e-6)
        assert float(rows[student]["max_score"]) == result.max_score
    for student in (REFERENCE, MANGLED, ZIPPED):
        assert float(rows[student]["score"]) == 100
    assert float(rows[IDLE]["score"]) == 0
    assert 0 < float(rows[WRONG]["score"]) < 30


@pytest.mark.parametrize("student", STUDENTS)
def test_every_cell_says_what_grader_autograde_says(graded, student):
    """Check by check: the same points and messages; only notes on reading may differ."""
    outputs = outputs_of(graded, student)
    exercises = result_of(graded, student).exercises

    assert set(outputs) == {exercise.id for exercise in exercises}
    for exercise in exercises:
        text, number = outputs[exercise.id]
        said, _, _ = text["text"].partition("\n\nHow the notebook was read:")
        assert said.rstrip() == exercise_text(exercise)
        assert float(number["data"]["text/plain"]) == pytest.approx(exercise.score, abs=1e-6)


def test_the_gradebook_has_the_score_of_every_cell(graded):
    """As nbgrader's own preprocessor stored it; nothing waits for a person."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{graded.folder}/gradebook.db") as gradebook:
        for student in STUDENTS:
            known = {exercise.id: exercise for exercise in result_of(graded, student).exercises}
            submission = gradebook.find_submission(graded.unit, student)
            grades = [grade for book in submission.notebooks for grade in book.grades]

            assert {grade.name for grade in grades} == set(known)
            assert not any(grade.needs_manual_grade for grade in grades)
            for grade in grades:
                assert grade.auto_score == pytest.approx(known[grade.name].score, abs=1e-6)
                assert grade.max_score == known[grade.name].points


def test_every_repair_is_named(graded):
    """In nbgrader's log, and where it concerns the code also in the student's cell."""
    log = (graded.root / "autograde.log").read_text()
    outputs = outputs_of(graded, MANGLED)
    told = "".join(outputs[exercise][0]["text"] for exercise in ("E06", "E07", "E08"))

    assert "loss (1).ipynb was read as loss.ipynb" in log
    assert "There are two cells E06; the last one counts." in log
    assert "Grade cell E07 was missing and was put back" in log
    assert "How the notebook was read" in told
    assert "sigmoid was taken from cell" in told


def test_no_kernel_is_started_by_autograding(graded):
    """A kernel would log its connection, and write its name into the notebook."""
    assert "kernel" not in (graded.root / "autograde.log").read_text().lower()


def secrets() -> set[str]:
    """Return the telling lines of the hidden tests: long, and in nothing that is public."""
    course = find_course(REPOSITORY)
    public = " ".join(
        " ".join(path.read_text().split())
        for folder in (course.exercises, course.solutions)
        for path in folder.rglob("*.py")
    )
    found = set()
    for path in course.hidden.glob("test_*.py"):
        source = path.read_text()
        lines = source.split("\n")
        for _, node in functions(parse(source, path.name)):
            # The docstring of a check is the sentence that its student reads.
            for line in lines[
                node.body[1 if len(node.body) > 1 else 0].lineno - 1 : node.end_lineno
            ]:
                plain = " ".join(line.split())
                if len(plain) >= TELLING_CHARS and plain not in public:
                    found.add(plain)
    return found


def test_no_hidden_test_is_in_what_students_get(graded):
    """Neither before, in the exchange, nor afterwards, in the feedback."""
    hidden = secrets()
    assert len(hidden) > 200
    given = [*(graded.root / "exchange").rglob("*.*"), *graded.student_folder(IDLE).rglob("*.*")]
    feedback = list((graded.folder / "feedback").rglob("*.html"))
    assert len(feedback) == len(STUDENTS) * len(find_course(REPOSITORY).unit.modules)
    for path in [*given, *feedback]:
        if not path.is_file():
            continue
        text = path.read_text(errors="replace")
        if path.suffix == ".ipynb":
            cells = json.loads(text)["cells"]
            text = "\n".join("".join(cell["source"]) for cell in cells)
        if path.suffix == ".html":
            text = html.unescape(re.sub(r"<[^>]*>", "", text))
        plain = " ".join(text.split())
        assert not [line for line in hidden if line in plain], path


def test_feedback_tells_students_and_keeps_the_teachers_notes(graded):
    """The message of each check is there; the raw text of a failure is not."""
    page = (graded.folder / "feedback" / WRONG / graded.unit / "plots.html").read_text()
    (exercise,) = [e for e in result_of(graded, WRONG).exercises if e.id == "E19"]
    notes = {check.note for check in exercise.checks} - {""}

    assert "The line where p is one half: 0 of 3 points" in page
    assert notes
    assert not any(note in page for note in notes)


def test_what_students_fetch_holds_no_answer(graded):
    """Every notebook of the exchange that students can read."""
    notebooks = (graded.root / "exchange").rglob("*.ipynb")
    outbound = [path for path in notebooks if "outbound" in path.parts]

    assert outbound
    assert not any("BEGIN SOLUTION" in path.read_text() for path in outbound)
