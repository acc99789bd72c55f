"""What somebody who writes a course types while writing: try, check --only and check --watch."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from helpers.commands import RIGHT, grader
from helpers.courses import TOY
from helpers.made_results import result

from grader.autograders.texts import result_lines

DOUBLE_WRONG = RIGHT.replace("x * 2", "x * 3")


def test_try_prints_what_the_student_would_read(tmp_path):
    """Each check with its sentence, and the words for what failed; nothing is kept."""
    (tmp_path / "shapes.py").write_text(DOUBLE_WRONG)

    done = grader("try", tmp_path / "shapes.py", "--course", TOY)

    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0] == "T1 double: 0 of 6 points."
    assert lines[1] == "  WRONG         Every element is doubled."
    assert "T2 total: 4 of 4 points." in lines
    assert lines[-1] == "4 of 10 points."
    assert sorted(path.name for path in tmp_path.iterdir()) == ["shapes.py"]


def test_try_of_one_exercise_takes_a_module_of_any_name(tmp_path):
    """A scratch file with nothing but the answer is enough, and only its exercise is shown."""
    (tmp_path / "scratch.py").write_text("def total(x):\n    return x.sum().item()\n")

    done = grader("try", tmp_path / "scratch.py", "T2", "--course", TOY)

    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0] == "T2 total: 4 of 4 points."
    assert "T1" not in done.stdout


@pytest.mark.parametrize(
    ("name", "answer", "lines"),
    [
        (
            "shapes.py",
            (TOY / "exercises" / "shapes.py").read_text(),
            [
                "T1: not looked at. double is still to be written.",
                "T2: not looked at. total is still to be written.",
            ],
        ),
        (
            "shapes.py",
            RIGHT.replace("def total", "def totals"),
            ["T2: not looked at. total was not found in shapes.py."],
        ),
        ("forms.py", "x = 1", ["T1, T2: not looked at. shapes.py was not found."]),
    ],
)
def test_try_says_which_exercises_were_not_looked_at(tmp_path, name, answer, lines):
    """And why: a stub, a function of another name, a module of another name."""
    (tmp_path / name).write_text(answer)

    done = grader("try", tmp_path / name, "--course", TOY)

    assert done.returncode == 0, done.stderr
    assert [line for line in done.stdout.splitlines() if "not looked at" in line] == lines


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["nothing.py"], "nothing.py is neither a file nor a folder. Name one.\n"),
        (["shapes.py", "T9"], 'has no exercise "T9". Use one of T1, T2.\n'),
    ],
)
def test_what_cannot_be_tried_is_one_line(tmp_path, words, line):
    """Exit code 2, as for any wrong command."""
    (tmp_path / "shapes.py").write_text(RIGHT)

    done = grader("try", tmp_path / words[0], *words[1:], "--course", TOY)

    assert done.returncode == 2
    assert done.stderr.endswith(line)
    assert done.stderr.count("\n") == 1


def test_try_says_what_could_not_be_judged(tmp_path):
    """Exit code 3: an open score is not a score."""
    (tmp_path / "answer.zip").write_bytes(b"no archive")

    done = grader("try", tmp_path / "answer.zip", "--course", TOY)

    assert done.returncode == 3, done.stdout
    assert "This submission could not be read: answer holds answer.zip" in done.stdout


def test_what_is_not_judged_is_open_and_not_0_points():
    """No number stands where none is known."""
    lines = list(result_lines(result(outcome="NOT_JUDGED")))

    assert lines[0] == "T1 double: 6 of 6 points."
    assert "T2 total: open" in lines
    assert lines[-1] == "open"


OTHER = """
[[exercise]]
id = "T3"
module = "words"
names = ["longest"]
title = "The longest word"
points = 5
"""


def half_written(tmp_path: Path) -> Path:
    """Return the toy course with a wrong solution of T1, and T3, which nobody can be judged in."""
    root = Path(shutil.copytree(TOY, tmp_path / "toy"))
    solution = root / "solutions" / "shapes.py"
    solution.write_text(solution.read_text().replace("x * 2", "no_such_name"))
    with (root / "exercises" / "unit.toml").open("a") as manifest:
        manifest.write(OTHER)
    (root / "hidden" / "test_words_hidden.py").write_text(
        "LIMITS = {}\nLIMIT = LIMITS['longest']\n"
    )
    return root


def test_try_of_one_exercise_meets_no_fault_of_another(tmp_path):
    """Whoever writes a course tries an exercise while others are still to be written."""
    root = half_written(tmp_path)
    (tmp_path / "scratch.py").write_text("def total(x):\n    return x.sum().item()\n")

    done = grader("try", tmp_path / "scratch.py", "T2", "--course", root)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == "T2 total: 4 of 4 points."
    whole = grader("try", tmp_path / "scratch.py", "--course", root)
    assert whole.returncode == 2
    assert whole.stderr.endswith("test_words_hidden.py: KeyError: 'longest'\n")


def test_check_of_one_exercise_judges_nothing_else(tmp_path):
    """A wrong solution of another exercise is not met, nor hidden tests that raise."""
    root = half_written(tmp_path)

    done = grader("check", "--course", root, "--only", "T2", "--jobs", "1")

    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "T2: the stubs earn 0, the solutions everything."
    unknown = grader("check", "--course", root, "--only", "T9")
    assert unknown.returncode == 2
    assert 'has no exercise "T9"' in unknown.stderr


def test_check_goes_on_when_a_file_changes(tmp_path):
    """With --watch, until it is interrupted; a fault does not end it."""
    root = Path(shutil.copytree(TOY, tmp_path / "toy"))
    command = [sys.executable, "-m", "grader.cli", "check", "--watch", "--course", str(root)]
    watching = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=os.environ
    )
    try:
        first = lines_until_waiting(watching)
        manifest = root / "exercises" / "unit.toml"
        manifest.write_text(manifest.read_text() + "\nfault = 1\n")
        second = lines_until_waiting(watching)
    finally:
        watching.send_signal(signal.SIGINT)
        code = watching.wait(timeout=60)

    assert first[-1].endswith("no solution or hidden test is handed out.")
    assert 'key "fault" is unknown' in second[-1]
    assert code == 130


def lines_until_waiting(process) -> list[str]:
    """Return the lines until the program waits for a change."""
    lines = []
    for line in process.stdout:
        if line.startswith("Waiting for a change."):
            return lines
        lines.append(line.strip())
    raise AssertionError(f"it ended: {lines}")
