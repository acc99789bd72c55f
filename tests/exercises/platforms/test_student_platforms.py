"""
Windows, macOS and poor consoles, as far as they can be told apart on this machine.

Keyboards without termios, processes that cannot fork, time limits without signals, consoles
that cannot write every character, output that nobody reads, and paths with blanks.
"""

import ctypes
import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import ModuleType

import pytest
from _kit.checking import time_limit
from _kit.commands import keyboard, runner
from _kit.language import language_of_environment
from _kit.unit import manifest
from helpers.student_kit import ENDLESS_ACCURACY, ROOT, stage


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Path:
    """A folder with a blank in its name, and the exercises in it, one module with CRLF."""
    folder = tmp_path_factory.mktemp("my course")
    exercises = stage(folder, solved=False)
    for module in ("logistic", "training"):
        shutil.copy(ROOT / "solutions" / f"{module}.py", exercises)
    logistic = exercises / "logistic.py"
    logistic.write_bytes(logistic.read_bytes().replace(b"\n", b"\r\n"))
    return folder


def run(
    folder: Path, *arguments: str, stdin: bytes = b"n\n", **variables: str
) -> subprocess.CompletedProcess[bytes]:
    """Run Python with these environment variables, bytes in and out."""
    away = ("PYTEST_", "LANG", "LC_", "PYTHONUTF8", "PYTHONIOENCODING")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(away)}
    quiet = {"PYTHONDONTWRITEBYTECODE": "1", "PYTEST_ADDOPTS": "-p no:hypothesispytest -p no:anyio"}
    return subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=kept | quiet | variables, input=stdin,
        capture_output=True, timeout=120, check=False,
    )  # fmt: skip


# ---- consoles -------------------------------------------------------------------

COMMANDS = {
    "progress": ("-m", "exercises", "progress", "--all"),
    "hint": ("-m", "exercises", "hint", "sigmoid", "--step", "2"),
    "no such name": ("-m", "exercises", "hint", "\u7535"),
    "reset": ("-m", "exercises", "reset", "sigmoid"),
    "help": ("-m", "exercises", "--help"),
    "tests": ("-m", "pytest", "exercises", "-k", "log_odds"),
}


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp936"])
@pytest.mark.parametrize("command", COMMANDS)
def test_console_that_cannot_write_everything_gets_words_and_no_traceback(
    course, command, encoding
):
    """Where Chinese cannot be written it is English; what is still missing is a question mark."""
    done = run(
        course, *COMMANDS[command], LANG="zh_CN.UTF-8", PYTHONIOENCODING=encoding, TERM="dumb"
    )

    said = (done.stdout + done.stderr).decode(encoding)
    assert "Traceback" not in said
    assert said.count("?") < 8
    chinese = any("\u4e00" <= sign <= "\u9fff" for sign in said)
    assert chinese == (encoding == "cp936")


@pytest.mark.parametrize("words", [b"\xe6\x98\xaf\n", b"\xff\xfe\n", b""])
def test_answer_that_cannot_be_read_is_a_no(course, words):
    """An answer in another encoding, or none, changes nothing."""
    before = (course / "exercises" / "logistic.py").read_bytes()

    done = run(course, "-m", "exercises", "reset", "sigmoid", stdin=words, PYTHONIOENCODING="ascii")

    assert done.returncode == 1
    assert b"Nothing was changed." in done.stdout
    assert (course / "exercises" / "logistic.py").read_bytes() == before


@pytest.mark.parametrize("command", ["progress", "hint", "next", "--help"])
def test_output_that_nobody_reads_is_no_error(course, command):
    """``| head -1`` and a program without a console end quietly."""
    line = f'"{sys.executable}" -m exercises {command}'
    if os.name != "posix":
        pytest.skip("needs a shell with pipes")

    headed = subprocess.run(
        f"{line} | head -n 1", cwd=course, shell=True, capture_output=True, check=False
    )
    closed = subprocess.run(f"{line} >&-", cwd=course, shell=True, capture_output=True, check=False)

    assert headed.stderr == b""
    assert b"Traceback" not in closed.stderr


def test_pack_works_in_a_folder_with_a_blank(course):
    """The zip is tested and written, whatever the path and the console are."""
    done = run(course, "-m", "exercises", "pack", PYTHONIOENCODING="cp1252", LANG="zh_CN.UTF-8")

    assert done.returncode == 0, done.stderr
    assert b"3 of 3 pass" in done.stdout
    assert (course / "autograd-logistic-answers.zip").is_file()


# ---- time limits without signals ----------------------------------------------------


def test_endless_loop_ends_without_signals(course):
    """Where there is no SIGALRM a test is ended all the same, and the table is written."""
    shutil.copytree(course / "exercises", course / "endless" / "exercises")
    with (course / "endless" / "exercises" / "training.py").open("a") as file:
        file.write(ENDLESS_ACCURACY)
    test = course / "endless" / "exercises" / "test_training.py"
    test.write_text(test.read_text().replace("timeout(20)", "timeout(1)"))

    done = run(
        course / "endless", "-m", "pytest", "exercises", "-k", "accuracy or sigmoid",
        "-o", "timeout_method=thread",
    )  # fmt: skip

    said = done.stdout.decode()
    assert "No answer within 1 s." in said
    assert "Does the loop end?" in said
    assert "E06  sigmoid" in said
    assert "Next: E16 accuracy" in said
    assert done.returncode == 1


def test_limit_gives_up_on_what_never_comes_back(monkeypatch):
    """A call inside a library takes no exception; then pytest-timeout has its way."""
    monkeypatch.setattr(time_limit, "GRACE_S", 0.05)
    gave_up = threading.Event()

    cancel = time_limit.interrupt_after(0.05, gave_up.set)
    with pytest.raises(pytest.fail.Exception, match="from pytest-timeout"):
        time.sleep(0.5)
    cancel()

    assert gave_up.is_set()


def test_limit_that_is_called_off_raises_nothing():
    """A test that ends in time is not disturbed, nor is the next one."""

    time_limit.interrupt_after(60, lambda: None)()

    assert sum(range(1000)) == 499500


# ---- languages -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("platform", "variables", "spoken"),
    [
        ("win32", {}, "zh"),
        ("win32", {"LANG": "en_US"}, "en"),
        ("linux", {}, "en"),
        ("darwin", {"LANG": "zh_CN.UTF-8"}, "zh"),
        ("linux", {"LANGUAGE": "en_US:zh_CN", "LANG": "zh_CN.UTF-8"}, "en"),
        ("linux", {"LANGUAGE": "de:zh_CN", "LANG": "C"}, "zh"),
        ("linux", {"LANG": "C.UTF-8"}, "en"),
    ],
)
def test_language_is_that_of_the_variables_or_of_windows(monkeypatch, platform, variables, spoken):
    """On Windows nobody sets LANG: there the language of its own windows counts."""
    chinese = type("Kernel", (), {"GetUserDefaultUILanguage": staticmethod(lambda: 0x0804)})
    windows = type("Libraries", (), {"kernel32": chinese})
    monkeypatch.setattr(ctypes, "windll", windows, raising=False)
    monkeypatch.setattr(sys, "platform", platform)
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    assert language_of_environment() == spoken


# ---- keyboards and processes ----------------------------------------------------------


def test_keys_are_read_without_termios(monkeypatch):
    """On Windows msvcrt reads them; an arrow key's second half is no command."""
    typed = iter(["r", "\xe0", "q", "H", ""])
    console = ModuleType("msvcrt")
    console.getwch = lambda: next(typed)
    monkeypatch.setitem(sys.modules, "msvcrt", console)
    monkeypatch.setitem(sys.modules, "termios", None)
    monkeypatch.setattr(sys, "stdin", type("Terminal", (), {"isatty": lambda self: True})())
    told: list[str] = []

    with keyboard.listen(told.append) as has_keyboard:
        deadline = time.monotonic() + 10
        while len(told) < 3 and time.monotonic() < deadline:
            time.sleep(0.01)

    assert has_keyboard
    assert told == ["r", "\0", "H"]


@pytest.mark.parametrize(
    ("platform", "forks"), [("linux", True), ("darwin", False), ("win32", False)]
)
def test_processes_fork_only_where_it_is_safe(monkeypatch, platform, forks):
    """Windows cannot, and on macOS a process that has torch may crash."""
    monkeypatch.setattr(sys, "platform", platform)
    if platform == "win32":
        monkeypatch.delattr(os, "fork")

    assert runner.can_fork() == forks


def test_folder_on_another_drive_is_named_in_full(monkeypatch):
    """Windows knows no relative path from one drive to another."""

    def no_path(path: object, start: object = None) -> str:
        raise ValueError("path is on mount 'D:', start on mount 'C:'")

    monkeypatch.setattr(os.path, "relpath", no_path)

    assert manifest.program() == f"python {manifest.FOLDER}"
    assert str(manifest.FOLDER) in manifest.all_command()
