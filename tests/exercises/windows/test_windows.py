"""
What students do, on a Python for Windows: wine runs it, nothing is stood in for.

Run with ``pytest -m windows``. Making that Python takes two minutes, once; it needs wine, the
mingw compiler and the registry of Python packages.
"""

import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from _kit.language import translator
from helpers.student_kit import ENDLESS_ACCURACY, RIGHT, ROOT, WRONG, stage
from helpers.windows_python import environment, make_windows_python, missing_programs, run

pexpect = pytest.importorskip("pexpect")
pytestmark = pytest.mark.skipif(bool(missing_programs()), reason=f"needs {missing_programs()}")


@pytest.fixture(scope="session")
def windows(request) -> Path:
    """A folder with ``python.exe``, made once into pytest's cache."""
    folder = Path(request.config.cache.mkdir("windows"))
    if not (folder / "made").exists():
        shutil.rmtree(folder)
        folder.mkdir()
        make_windows_python(folder)
        (folder / "made").touch()
    return folder


@pytest.fixture
def python(windows, tmp_path) -> Callable[..., tuple[int, str]]:
    """Run Python for Windows beside the exercises; its exit code and what it writes."""

    def call(*words: str, encoding: str = "cp1252", **more: str) -> tuple[int, str]:
        variables = environment(windows, PYTHONIOENCODING=encoding, **more)
        command = ["wine", str(windows / "python.exe"), *words]
        done = run(command, variables, cwd=tmp_path, input=b"n\n")
        return done.returncode, (done.stdout + done.stderr).decode(encoding)

    return call


def with_crlf(folder: Path) -> None:
    """Give every file the line ends that editors on Windows write, and tests more time."""
    for path in folder.glob("*.py"):
        text = re.sub(r"timeout\(\d+\)", "timeout(300)", path.read_text(encoding="utf-8"))
        path.write_text(text, encoding="utf-8", newline="\r\n")


def test_commands_answer_as_they_do_elsewhere(python, tmp_path):
    """Progress, hint, next, reset, and the tests of what is not started."""
    stage(tmp_path, solved=False)
    (tmp_path / "exercises" / "logistic.py").write_text("def sigmoid(z):\n    return z\n")

    _, progress = python("-m", "exercises")
    _, hint = python("-m", "exercises", "hint", "sigmoid")
    _, reset = python("-m", "exercises", "reset", "logistic", "--yes")
    code, tests = python("-m", "pytest", "exercises")

    assert "exercises\\gradients.py:" in progress
    assert "E06 sigmoid: hint 1 of 3, a question" in hint
    assert "logistic.py" in reset
    assert code == 1
    assert "0 of 100" in tests
    assert re.search(r"^=+ \d+ not started in ", tests, re.M)  # and nothing else


def test_answers_with_crlf_pass_and_are_packed_under_a_chinese_code_page(python, tmp_path):
    """The table is Chinese in the bytes of cp936, and the zip is what the grader reads."""
    stage(tmp_path, solved=True)
    with_crlf(tmp_path / "exercises")

    code, tests = python("-m", "pytest", "exercises", encoding="cp936", LANG="zh_CN")
    packed, said = python("-m", "exercises", "pack", encoding="cp936", LANG="zh_CN")

    assert (code, packed) == (0, 0), tests + said
    assert re.search(r"^=+ \d+ passed in ", tests, re.M)  # and nothing else
    assert translator("zh")("All visible tests pass. Pack your modules and hand them in:") in tests
    with zipfile.ZipFile(tmp_path / "autograd-logistic-answers.zip") as archive:
        assert {"loss.py", "training.py", "submission.json"} <= set(archive.namelist())


def test_a_loop_without_an_end_is_ended_without_signals(python, tmp_path):
    """The test fails at its limit and the others are run."""
    exercises = stage(tmp_path, solved=True)
    with (exercises / "training.py").open("a") as file:
        file.write(ENDLESS_ACCURACY)
    visible = exercises / "test_training.py"
    visible.write_text(visible.read_text().replace("timeout(20)", "timeout(3)"))

    code, tests = python("-m", "pytest", "exercises/test_training.py")

    assert code == 1
    assert "No answer within" in tests
    assert "while True:" in tests
    assert re.search(r"E18 .* done ", tests)


def test_watch_answers_saves_and_keys_of_a_console(windows, tmp_path):
    """A save is answered by fresh processes, keys come from msvcrt, q ends it."""
    exercises = stage(tmp_path, solved=False)
    path = exercises / "logistic.py"
    text = (ROOT / "solutions" / "logistic.py").read_text()
    command = ["wine", str(windows / "python.exe"), "-m", "exercises", "watch"]
    screen = pexpect.spawn(
        command[0], command[1:], cwd=str(tmp_path), env=environment(windows, TERM="xterm"),
        dimensions=(60, 100), encoding="utf-8", timeout=90,
    )  # fmt: skip
    screen.expect("q quit")

    path.write_text(text.replace(RIGHT, WRONG))
    screen.expect("E06 +wrong")
    screen.expect("q quit")
    screen.send("h")
    screen.expect("hint 1 of 3")
    path.write_text(text + "\n\nimport os\n\nos._exit(3)\n")
    screen.expect("ended without a result")
    path.write_text(text)
    screen.expect("13 of 100")
    screen.send("q")
    screen.expect(pexpect.EOF)
    screen.close()

    assert screen.exitstatus == 0
