"""What a terminal shows while a class is graded, and the last lines of the command."""

import re
import sys
from dataclasses import dataclass

import pexpect
import pytest
from helpers.commands import RIGHT, autograde
from helpers.courses import TOY

from grader.cli.terminal import GradingScreen, rate_text


@dataclass
class Entry:
    """A submission, as far as the screen knows it."""

    student: str


@pytest.fixture
def folder(tmp_path):
    """Return a class of one right student, one file that is not read, and one that is no zip."""
    for name in ("alice", "pdf"):
        (tmp_path / "class" / name).mkdir(parents=True)
    (tmp_path / "class" / "alice" / "shapes.py").write_text(RIGHT)
    (tmp_path / "class" / "pdf" / "shapes.pdf").write_text("%PDF-1.4")
    (tmp_path / "class" / "rob.zip").write_text("no zip")
    return tmp_path


def test_who_is_at_work_are_the_first_that_judges_have_taken():
    """As many as there are judges; a name is cleaned, and a long list cut."""
    screen = GradingScreen(jobs=2)
    names = ["ana", "bo\x1b[2J", "cleo"]
    for _ in screen.watched(map(Entry, names)):
        pass
    before = screen.lines
    screen.done("ana", [])

    assert before == ["at work: ana, bo\\x1b[2J"]
    assert screen.lines == ["at work: bo\\x1b[2J, cleo"]
    many = GradingScreen(jobs=9)
    assert len([*many.watched(Entry(f"s{n}") for n in range(20))]) == 20
    assert many.lines == ["at work: s0, s1, s2, s3, s4, s5 and 3 more"]


def test_the_first_things_to_look_at_are_shown_and_all_counted():
    """Three lines, however many there are."""
    screen = GradingScreen(jobs=1)
    for number in range(5):
        screen.done(f"s{number}", [f"s{number}: refused"])

    assert screen.lines == [
        "to look at so far: 5",
        "  s0: refused",
        "  s1: refused",
        "  s2: refused",
    ]


def test_a_slow_rate_is_told_per_minute():
    """0.1 per second says little about a class that takes an hour."""
    assert [rate_text(30, 10), rate_text(3, 40), rate_text(0, 0)] == ["3.0/s", "4.5/min", "0.0/min"]


def test_the_last_lines_name_each_kind_of_thing_and_the_command_that_shows_it(folder):
    """After the lines about single students, and without a bar where there is no terminal."""
    results = folder / "results"
    done = autograde(folder / "class", results)

    assert done.returncode == 3
    assert done.stderr == ""
    assert done.stdout.splitlines()[-2:] == [
        f"1 unreadable: grader report {results}",
        f"1 with files to look at: grader report {results}",
    ]
    assert "  rob: refused: " in done.stdout


def test_a_kind_with_many_lines_is_cut_and_counted(tmp_path):
    """A class of thousands does not push its own summary off the screen."""
    (tmp_path / "class").mkdir()
    for number in range(25):
        (tmp_path / "class" / f"s{number:02}.zip").write_text("no zip")

    lines = autograde(tmp_path / "class", tmp_path / "results").stdout.splitlines()

    assert sum(line.startswith("  s") for line in lines) == 20
    assert "  and 5 more" in lines
    assert lines[-1].startswith("25 unreadable: ")


@pytest.mark.terminal
def test_a_terminal_shows_rate_time_left_and_who_is_at_work(folder):
    """In a real one; no line is wider, and the bar is gone at the end."""
    words = ["-m", "grader.cli", "autograde", "class", "--to", "results", "--course", str(TOY)]
    output = pexpect.run(
        f"{sys.executable} {' '.join([*words, '--jobs', '1'])}",
        cwd=str(folder),
        dimensions=(30, 80),
        encoding="utf-8",
        timeout=240,
    )
    lines = re.split(r"[\r\n]+", re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", output))

    assert any(re.search(r"\d/3 +[\d.]+/(s|min) +left [-\d:]+ after \d", line) for line in lines)
    assert any(line.startswith("at work: ") for line in lines)
    assert any(line.startswith("to look at so far: 1") for line in lines)
    assert max(map(len, lines[:-8])) <= 80
    assert lines[-2].startswith("1 with files to look at: ")
