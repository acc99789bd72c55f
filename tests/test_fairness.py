"""Every known mistake is caught and named, every odd right answer is accepted, in the real box."""

import html
import re
from pathlib import Path

import pytest
from conftest import REPOSITORY, task
from made_results import folder_of

from grader.course.manifest import find_course
from grader.engine.local import Pool
from grader.judging.class_results import open_results
from grader.judging.results import Result, grade_exercises
from grader.report.feedback import write_feedback
from grader.report.lateness import Stamps

COURSE = find_course(REPOSITORY)
MISTAKES = sorted((REPOSITORY / "tests" / "mistakes").glob("*/*.py"))
ALTERNATIVES = sorted((REPOSITORY / "tests" / "alternatives").glob("*/*.py"))


def named(path: Path) -> str:
    return f"{path.parent.name}-{path.stem}"


def field(path: Path, name: str) -> str:
    """Return what the header line ``# name: …`` of a patch says."""
    found = re.search(rf"^# {name}: (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return found[1].strip() if found else ""


def patched(path: Path) -> dict[str, bytes]:
    """Return the solutions with the patch appended to its module."""
    files = {p.name: p.read_bytes() for p in (REPOSITORY / "solutions").glob("*.py")}
    files[f"{path.parent.name}.py"] += b"\n\n" + path.read_bytes()
    return files


@pytest.fixture(scope="module")
def judged(pool: Pool):
    """Every patch, judged in its exercise; every fourth in all exercises of its module."""
    paths = MISTAKES + ALTERNATIVES
    tasks = []
    for number, path in enumerate(paths):
        wanted = (field(path, "exercise"),)
        if number % 4 == 0:
            of_module = [e for e in COURSE.unit.exercises if e.module == path.parent.name]
            wanted = tuple(exercise.id for exercise in of_module)
        tasks.append(task(number, patched(path), wanted))
    return {paths[found.number]: found.checks for found in pool.judge(tasks)}


@pytest.mark.parametrize("path", MISTAKES, ids=named)
def test_mistake_is_caught_and_named_and_costs_points_in_its_exercise_only(path, judged):
    """The check that is meant to catch it does, and the student reads the cause."""
    lost = [check for check in judged[path] if check["outcome"] != "PASSED"]
    caught = {check["name"] for check in lost}

    assert {check["exercise"] for check in lost} == {field(path, "exercise")}
    assert caught & set(re.findall(r"\w+", field(path, "caught by")))
    said = " ".join(check["message"] for check in lost)
    assert field(path, "message").lower() in said.lower()


@pytest.mark.parametrize("path", ALTERNATIVES, ids=named)
def test_odd_right_answer_keeps_every_point(path, judged):
    """Another style, another formula, another library call: what is right is right."""
    assert [check for check in judged[path] if check["outcome"] != "PASSED"] == []


def test_every_exercise_has_mistakes_and_alternatives():
    """No exercise is left to hope."""
    exercises = {exercise.id for exercise in COURSE.unit.exercises}

    assert {field(path, "exercise") for path in MISTAKES} == exercises
    assert {field(path, "exercise") for path in ALTERNATIVES} == exercises


NUMBER = re.compile(r"(?<![\w.])\d+\.\d{3,}(?:e[+-]?\d+)?")


def test_pages_on_mistakes_show_nothing_hidden(judged, tmp_path):
    """
    Over all known mistakes: no teacher's note and no number of a hidden check.

    What a submission raised, and long numbers, may stand where a visible example is shown, and a
    factor by which all numbers are off is said with three digits; all others are the course's
    own words, written down before anybody was judged.
    """
    own_words = set(
        NUMBER.findall(
            " ".join(
                path.read_text(encoding="utf-8")
                for path in (*COURSE.hidden.glob("*.py"), COURSE.exercises / "unit.toml")
            )
        )
    )
    notes, found = [], []
    for path in MISTAKES:
        exercises = grade_exercises(COURSE.unit, judged[path])
        notes.append([check["note"] for check in judged[path] if len(check["note"]) > 12])
        unit = {"name": COURSE.unit.name, "version": COURSE.unit.version}
        found.append(Result(named(path), unit, {}, {}, exercises, max_score=100.0))
    folder = folder_of(tmp_path, *found)
    pages = tmp_path / "pages"
    stamps = Stamps(None, COURSE.unit, None)
    write_feedback(COURSE, open_results(folder, COURSE.unit), pages, stamps)

    leaks = []
    for path, told in zip(MISTAKES, notes, strict=True):
        page = html.unescape((pages / f"{named(path)}.html").read_text(encoding="utf-8"))
        body = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
        no_examples = re.sub(r"For example, .*|the same factor, \S+", "", body)
        leaks += [(named(path), note) for note in told if note in no_examples]
        leaks += [(named(path), n) for n in set(NUMBER.findall(no_examples)) - own_words]
    assert sum(map(len, notes)) > 50
    assert leaks == []
