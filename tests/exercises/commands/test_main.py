"""``python -m exercises``: help, languages, and how a command ends."""

import ast
import os
import platform
import re
import shutil
import signal
import stat
import subprocess
import sys

import pytest
from helpers.student_kit import EXERCISES, ask, refuse, run

from grader.messages.build import KIT_CALLS, marked_texts

PLAIN = """schema = 1

[unit]
name = "plain"
title = "Plain"
version = "1.0"

[[exercise]]
id = "words"
title = "Words"
points = 1
names = ["double"]

[[exercise]]
id = "half"
module = "words"
title = "Half"
points = 1
names = ["half"]
"""
PLAIN_TESTS = """import pytest
from _kit.checking import expect


@pytest.mark.exercise("words")
def test_double():
    '''All of it stands twice.'''
    from words import double

    for x in (3, 4):
        expect.equal(double(x), [x, x])


@pytest.mark.exercise("half")
def test_half():
    '''One half.'''
    from words import half

    expect.number(half(1), 0.5)
"""
WARM = "from _kit.commands.worker import _warm_up; _warm_up(); print('torch' in sys.modules)"
COMMANDS = ("progress", "next", "hint", "reset", "watch", "pack")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_help_says_what_every_command_and_option_does(exercises, lang):
    """Each text of the parser stands in some help, in the language that is asked for."""
    from _kit.language import translator

    pages = [
        run(exercises.parent, "-m", "exercises", "--lang", lang, *command, "--help").stdout
        for command in ((), *((name,) for name in COMMANDS))
    ]
    shown = re.sub(r"\s", "", "".join(pages))
    texts = [
        text
        for text in marked_texts(EXERCISES / "__main__.py", KIT_CALLS)
        if text not in ("done", "Interrupted.")
    ]

    assert len(texts) > 12
    missing = [t for t in texts if re.sub(r"\s", "", translator(lang)(t)) not in shown]
    assert missing == []


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["hint", "--step", "4"], "argument --step: invalid choice: 4 (choose from 1, 2, 3)"),
        (["--lang", "xx"], "argument --lang: invalid choice: xx (choose from"),
        (["reset"], "the following arguments are required: name"),
    ],
)
def test_a_command_that_is_not_understood_exits_with_two(exercises, arguments, line):
    """The parser says which argument is wrong and what it may be."""
    done = run(exercises.parent, "-m", "exercises", *arguments)

    assert done.returncode == 2
    assert line in done.stderr.replace("'", "")  # Python 3.14 quotes the numbers, too


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
def test_ctrl_c_is_one_word(exercises):
    """A question that is interrupted changes nothing and shows no traceback."""
    (exercises / "logistic.py").write_text("mine = True\n")
    asking = subprocess.Popen(
        [sys.executable, "-u", "-m", "exercises", "--lang", "en", "reset", "logistic"],
        cwd=exercises.parent,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        # A shell starts what runs in the background deaf to Ctrl-C.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    assert asking.stdout is not None
    question = asking.stdout.read(len("Restore the stub of logistic.py? [y/N] "))
    asking.send_signal(signal.SIGINT)
    rest, _ = asking.communicate(timeout=60)

    assert question == "Restore the stub of logistic.py? [y/N] "
    assert rest == "\nInterrupted.\n"
    assert asking.returncode == 130
    assert (exercises / "logistic.py").read_text() == "mine = True\n"


def test_read_only_folder_is_said_in_one_line(begun):
    """Where nothing can be written, tests and hints still work and say what is not kept."""
    if os.geteuid() == 0:
        pytest.skip("root may write anywhere")
    begun.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        tests = run(begun.parent, "-m", "pytest", "exercises", "-k", "sigmoid").stdout
        hint = ask(begun, "hint", "sigmoid")
        line = refuse(begun, "reset", "sigmoid", "--yes")
    finally:
        begun.chmod(stat.S_IRWXU)

    assert "Your progress is not saved: the folder cannot be written." in tests
    assert "This hint is not remembered: the folder cannot be written." in hint
    assert "cannot be written" in line


def test_output_into_a_closed_pipe_is_no_traceback(exercises):
    """``python -m exercises | head -1`` ends quietly."""
    command = f"{sys.executable} -m exercises progress --all | head -1"
    done = subprocess.run(
        command, shell=True, cwd=exercises.parent, capture_output=True, text=True, check=False
    )

    assert done.stderr == ""


def test_an_old_python_is_told_in_one_line(exercises):
    """Files that every Python 3 reads look at its version before anything else is imported."""
    for name in ("__main__.py", "conftest.py", "_kit/__init__.py", "_kit/python.py"):
        ast.parse((exercises / name).read_text(encoding="utf-8"), feature_version=(3, 8))
    old = "import sys, runpy; sys.version_info = (3, 9, 18); sys.path.insert(0, 'exercises')\n"

    for start in ("runpy.run_path('exercises', run_name='__main__')", "import conftest"):
        done = run(exercises.parent, "-c", old + start)
        assert done.returncode == 2
        assert done.stderr.startswith("This is Python 3.9 (")
        assert "The exercises need Python 3.11 or newer: install it from" in done.stderr
        assert done.stderr.count("\n") == 1


def test_a_course_of_plain_python_runs_without_torch(tmp_path, monkeypatch):
    """Tests, explanations, watch and pack import only what the unit requires."""
    exercises = tmp_path / "exercises"
    shutil.copytree(EXERCISES / "_kit", exercises / "_kit")
    for name in ("conftest.py", "__main__.py"):
        shutil.copy(EXERCISES / name, exercises)
    (exercises / "unit.toml").write_text(PLAIN)
    (exercises / "words.py").write_text("def double(x):\n    return [x]\n\n\nhalf = float\n")
    (exercises / "test_words.py").write_text(PLAIN_TESTS)
    (tmp_path / "lost").mkdir()
    (tmp_path / "lost" / "torch.py").write_text("raise OSError('torch is imported')\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "lost"))

    done = run(tmp_path, "-m", "pytest", "exercises")
    packed = ask(exercises, "pack")
    watched = run(tmp_path, "-c", f"import sys; sys.path.insert(0, 'exercises')\n{WARM}")

    assert "torch is imported" not in done.stdout + done.stderr + watched.stderr
    assert "expected  [3, 3]\n  got       [3]" in done.stdout
    assert "Your answer is 2 times the expected one." in done.stdout
    assert "0 of 2 points" in done.stdout
    assert f"submission.json  Python {platform.python_version()}, unit 1.0\n" in packed
    assert watched.stdout == "False\n"

    (exercises / "unit.toml").write_text(PLAIN.replace('"1.0"', '"1.0"\nrequires = ["no-such"]'))
    done = run(tmp_path, "-m", "pytest", "exercises")

    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "does not have the package no-such, which the tests need." in done.stderr
    assert done.stderr.endswith("or install it: pip install no-such\n")


@pytest.mark.parametrize(
    ("raised", "told"),
    [
        ("ModuleNotFoundError(\"No module named 'torch'\", name='torch')", "pip install torch\n"),
        ("OSError('[WinError 126] Module not found.')", "torch cannot be loaded: [WinError 126]"),
    ],
)
def test_tests_without_torch_end_in_one_line(exercises, monkeypatch, tmp_path, raised, told):
    """The environment is not active, or a library of Windows is missing: what to do."""
    (tmp_path / "lost").mkdir()
    (tmp_path / "lost" / "torch.py").write_text(f"raise {raised}\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "lost"))

    done = run(exercises.parent, "-m", "pytest", "exercises")

    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert told in done.stderr
    assert "Traceback" not in done.stdout + done.stderr
