"""Words from strangers on their way to terminal, table and notebook: shown, and never obeyed."""

import csv
import unicodedata
import zipfile

import pytest
from helpers.courses import TOY
from nbconvert.filters import ansi2html

from grader.course.manifest import find_course
from grader.engine.grading import grade
from grader.intake import Submission, read_submissions, wanted_of
from grader.nbgrader.grade_cell import exercise_text
from grader.results.store import ResultStore
from grader.results.tables import SCORES, ScoreTable
from grader.text import clean

HOSTILE = {
    "escape": "\x1b[2J\x1b]0;graded\x07",
    "one-byte escape": "\x9b2J",
    "bidi": "\u202e001 fo 001\u2066",
    "zero width": "a\u200bb\u2060c\ufeff",
    "line": "x\rgrader: 100 points",
    "html": "<img src=x onerror=alert(1)>",
    "script": "<script>alert(1)<script>",
    "markdown": "[full marks](javascript:alert(1))",
    "formula": "=cmd|' C calc'!A0",
    "formula after space": " =1+1",
    "wide formula": "\uff1d1+1",
    "minus": "-2+3",
    "at": "@SUM(1)",
}
RAISING = """
def double(x):
    raise type({0!r}, (ValueError,), {{}})({0!r})


def total(x):
    raise ValueError({0!r})


import warnings
warnings.warn({0!r})
"""
DANGEROUS = {"Cc", "Cf", "Zl", "Zp", "Cs"}


def is_shown(text: str) -> bool:
    """Say whether every character of *text* can be seen for what it is."""
    return not any(unicodedata.category(char) in DANGEROUS for char in text)


@pytest.fixture(scope="module")
def graded(toy_pool, tmp_path_factory, walls):
    """A class in which names of students, files and classes and all texts are hostile."""
    folder = tmp_path_factory.mktemp("hostile")
    course = find_course(TOY)
    for number, text in enumerate(HOSTILE.values()):
        own = folder / "submissions" / f"{text}"
        if number % 2:
            own.mkdir(parents=True)
            (own / "shapes.py").write_text(RAISING.format(text), encoding="utf-8")
            (own / f"{text}.py").write_text("a = 1\n")
        else:
            own.parent.mkdir(exist_ok=True)
            with zipfile.ZipFile(f"{own}.zip", "w") as archive:
                archive.writestr("shapes.py", RAISING.format(text))
                archive.writestr(f"{text}.py", "a = 1\n")
    entries = list(read_submissions(folder / "submissions", wanted=wanted_of(course)))
    store = ResultStore(folder / "results")
    table = ScoreTable(store.folder, course.unit)
    results = [each.result for each in grade(course, entries, store, toy_pool)]
    table.write()
    return entries, results, store


def test_everybody_is_graded_under_a_name_of_their_own(graded):
    """No name is too odd to be graded, and no two are taken for one."""
    entries, results, store = graded

    assert {entry.student for entry in entries} == set(HOSTILE.values())
    assert all(isinstance(entry, Submission) for entry in entries)
    assert not any(result.is_open for result in results)
    assert len(list(store.folder.glob("*.json"))) == len(HOSTILE)
    assert len({clean(name) for name in HOSTILE.values()}) == len(HOSTILE)


def test_nothing_on_its_way_to_a_terminal_can_steer_it(graded):
    """Messages, notes and states are one line each and hide nothing; files are plain ASCII."""
    _, results, store = graded

    for result in results:
        texts = [clean(result.student), clean(result.status), *map(str, result.notes)]
        texts += [text for c in result.checks for text in (c.message.text, c.note)]
        assert [text for text in texts if not is_shown(text)] == []
        data = store.path(result.student).read_bytes()
        assert all(32 <= byte < 127 or byte == 10 for byte in data)
    table = (store.folder / SCORES).read_text(encoding="utf-8")
    assert all(is_shown(line) for line in table.splitlines())


def test_no_cell_of_a_table_is_a_formula(graded):
    """A spreadsheet shows every cell as the text it is."""
    _, _, store = graded

    with (store.folder / SCORES).open(newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))

    assert len(rows) == 1 + len(HOSTILE)
    assert {len(row) for row in rows} == {len(rows[0])}
    for cell in (cell for row in rows for cell in row):
        assert cell[:1] not in tuple("=+-@\uff1d\t\r")
        assert cell.lstrip()[:1] not in tuple("=+-@\uff1d")


def test_nothing_that_nbgrader_shows_is_markup(graded):
    """nbgrader shows a message as the output of a cell, where markup is text."""
    _, results, _ = graded

    for result in results:
        for exercise in result.exercises:
            text = exercise_text(exercise, result.notes)
            assert all(is_shown(line) for line in text.splitlines())
            page = ansi2html(text)
            assert "<script" not in page
            assert "<img" not in page


def test_students_read_no_words_that_were_made_from_hidden_inputs(graded):
    """What a class of one's own is called, or says, in a hidden check is the teacher's to read."""
    _, results, _ = graded

    for result in results:
        for check in result.checks:
            before_example = check.message.text.partition("For example")[0]
            assert clean(result.student) not in before_example
