"""A check that runs a script takes the text as it was handed in, and imports nothing."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from grader.box.sandbox import Walls
from grader.box.zygote import Zygote
from grader.course.manifest import find_course
from grader.intake import Submission
from grader.intake.notebook.to_module import read_notebook, repaired_script
from grader.judging.judge import Judge
from grader.judging.session import run_session
from grader.results.outcomes import Outcome

UNIT = """
schema = 1

[unit]
name = "words"
title = "Words"
version = "1.0"
points = 2

[[exercise]]
id = "count"
module = "count"
names = ["main"]
title = "Count"
points = 2
limit_s = 5
minutes = 5
difficulty = 1
hints = ["a?", "b", "c"]
"""
CHECKS = '''
import io
import pytest


@pytest.mark.check("count", points=1, base=True)
def test_the_script(student, capsys, monkeypatch):
    """The script counts the lines up to "end"."""
    monkeypatch.setattr("sys.stdin", io.StringIO("a\\nb\\nend\\n"))
    student.run("count")
    assert capsys.readouterr().out == "2\\n"


@pytest.mark.check("count", points=1)
def test_the_function(student, capsys, monkeypatch):
    """The function counts the lines up to "end"."""
    monkeypatch.setattr("builtins.input", lambda prompt="": "end")
    student.count.main()
    assert capsys.readouterr().out == "0\\n"
'''
FUNCTION = """
def main():
    lines = 0
    while input() != "end":
        lines += 1
    print(lines)
"""
GUARDED = FUNCTION + "\n\nif __name__ == '__main__':\n    main()\n"
TOP_LEVEL = 'n = 0\nwhile True:\n    if input() == "end":\n        break\n    n += 1\nprint(n)\n'


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course of one program, which is run as a script and called as a function."""
    files = {
        "exercises/unit.toml": UNIT,
        "solutions/count.py": GUARDED,
        f"hidden/test_{tmp_path.name}.py": CHECKS,
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def notebook(*cells: str) -> bytes:
    """Return what intake makes of a notebook with these cells, handed in for the program."""
    given = GUARDED.replace("    lines = 0", '    raise NotImplementedError("count")')
    text = json.dumps(
        {
            "cells": [
                {"cell_type": "code", "metadata": {}, "outputs": [], "source": cell}
                for cell in cells
            ],
            "metadata": {},
            "nbformat": 4,
            "nbformat_minor": 5,
        }
    )
    return read_notebook(text.encode(), "count.ipynb", given.encode())[0]


def test_a_program_in_a_notebook_is_run_cell_by_cell(course: Path, walls: Walls):
    """What its cells do is done when it is run, and not when it is imported."""
    files = {
        "guarded": notebook(FUNCTION, "if __name__ == '__main__':\n    main()"),
        "called": notebook("%time 1 + 1", FUNCTION, "main()"),
        "a stray return": notebook(FUNCTION, "main()", "return 1"),
        "top level": notebook("n = 0", TOP_LEVEL.removeprefix("n = 0\n")),
        "no call": notebook(FUNCTION),
    }

    outcomes = graded(course, walls, files)

    passed, unanswered = str(Outcome.PASSED), str(Outcome.UNANSWERED)
    assert outcomes == {
        "guarded": [passed, passed],
        "called": [passed, passed],
        "a stray return": [passed, passed],
        "top level": [passed, unanswered],
        "no call": [passed, passed],
    }


def graded(course: Path, walls: Walls, files: Mapping[str, bytes]) -> dict[str, list[str]]:
    """Return the outcomes of both checks for every text of the program."""
    outcomes = {}

    def body(judge: Judge) -> None:
        judge.prove_reference()
        for name, source in files.items():
            verdicts = judge.judge(Submission(name, {"count.py": source})).verdicts
            outcomes[name] = [str(verdict.outcome) for verdict in verdicts]

    with Zygote(walls) as zygote:
        run_session(find_course(course), zygote.spawn, body)
    return outcomes


def test_a_script_need_not_be_importable_and_runs_as_it_was_handed_in(course: Path, walls: Walls):
    """A loop that waits for a word at the top is a program; so is a call that nothing guards."""
    texts = {
        "guarded": GUARDED,
        "unguarded": FUNCTION + "\n\nmain()\n",
        "top level": TOP_LEVEL,
        "silent": FUNCTION,
        "no Python": "def main(:\n",
    }
    outcomes = {}

    def body(judge: Judge) -> None:
        judge.prove_reference()
        for name, text in texts.items():
            repaired = repaired_script(text, "count.py")
            submission = Submission(
                name,
                {"count.py": text.encode()},
                repaired={"count.py": repaired[0]} if repaired else {},
            )
            outcomes[name] = [str(v.outcome) for v in judge.judge(submission).verdicts]
        missing = judge.judge(Submission("missing", {})).verdicts
        outcomes["missing"] = [str(v.outcome) for v in missing]

    with Zygote(walls) as zygote:
        run_session(find_course(course), zygote.spawn, body)

    passed, wrong = str(Outcome.PASSED), str(Outcome.WRONG)
    assert outcomes == {
        "guarded": [passed, passed],
        "unguarded": [passed, passed],
        "top level": [passed, str(Outcome.UNANSWERED)],
        "silent": [wrong, passed],
        "no Python": [str(Outcome.RAISED)] * 2,
        "missing": [str(Outcome.UNANSWERED)] * 2,
    }
