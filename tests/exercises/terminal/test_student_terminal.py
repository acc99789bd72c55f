"""What students see in a real terminal: wide, narrow, piped, without colours, and live."""

import os
import re
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from _kit.terminal import columns as width_of
from helpers.student_kit import RIGHT, ROOT, WRONG, run, stage

pexpect = pytest.importorskip("pexpect")

COLOUR = "\x1b["


def environment(**changes: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    for name in ("NO_COLOR", "COLUMNS"):
        kept.pop(name, None)
    return kept | {"TERM": "xterm", "LANGUAGE": "en", "PYTHONDONTWRITEBYTECODE": "1"} | changes


def shown(folder: Path, *arguments: str, columns: int = 80, **changes: str) -> str:
    """Return what a command shows in a pseudo-terminal."""
    output = pexpect.run(
        f"{sys.executable} -m exercises {' '.join(arguments)}",
        cwd=str(folder),
        env=environment(**changes),
        dimensions=(40, columns),
        encoding="utf-8",
        timeout=60,
    )
    return str(output).replace("\r\n", "\n")


def bare(text: str) -> str:
    """Return a text without its colours."""
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A unit with logistic solved and run, one exercise of it changed since."""
    folder = tmp_path_factory.mktemp("terminal")
    exercises = stage(folder, solved=False)
    solution = (ROOT / "solutions" / "logistic.py").read_text()
    (exercises / "logistic.py").write_text(solution)
    run(folder, "-m", "pytest", "exercises", "-k", "sigmoid or log_odds or decide")
    (exercises / "logistic.py").write_text(solution.replace(RIGHT, WRONG))
    return folder


@pytest.mark.parametrize("columns", [60, 80, 200])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_progress_fits_the_terminal(folder, columns, lang):
    """Coloured bars, and no line wider than the terminal, in either language."""
    output = shown(folder, "--lang", lang, columns=columns)

    assert COLOUR in output
    assert max(width_of(line) for line in bare(output).splitlines()) <= min(columns, 80)
    assert "E06" in output
    assert "graph_gradients" in output


@pytest.mark.parametrize("columns", [60, 80])
def test_tests_fit_the_terminal(folder, columns):
    """The table and the explanation of a failure are no wider than the terminal."""
    output = pexpect.run(
        f"{sys.executable} -m pytest exercises -q -k sigmoid -p no:hypothesispytest -p no:anyio",
        cwd=str(folder),
        env=environment(),
        dimensions=(40, columns),
        encoding="utf-8",
        timeout=120,
    )

    lines = bare(output.replace("\r\n", "\n")).splitlines()
    assert any(line.startswith("E06  sigmoid") for line in lines)
    assert max(map(len, lines)) <= columns


def test_no_color_and_pipes_have_no_colours(folder):
    """NO_COLOR in a terminal, and a pipe in any case."""
    assert COLOUR not in shown(folder, NO_COLOR="1")
    assert COLOUR not in shown(folder, TERM="dumb")
    assert COLOUR not in run(folder, "-m", "exercises").stdout


def test_terminal_without_these_characters_gets_others(folder):
    """A console that knows ASCII only gets a bar of ASCII and no traceback."""
    output = shown(folder, "--lang", "zh", PYTHONIOENCODING="ascii", PYTHONUTF8="0")

    assert "logistic" in output
    assert re.search(r"logistic +#[#=]+ ", bare(output))
    assert "Traceback" not in output


def test_reset_asks_and_takes_no_for_an_answer(folder):
    """Only a yes puts the stub back."""
    path = folder / "exercises" / "logistic.py"
    before = path.read_text()
    asked = pexpect.spawn(
        f"{sys.executable} -m exercises reset decide",
        cwd=str(folder),
        env=environment(),
        encoding="utf-8",
        timeout=60,
    )
    asked.expect(r"stub of decide \(logistic.py\)\? \[y/N\] ")
    asked.sendline("n")
    asked.expect("Nothing was changed.")
    asked.close()

    assert path.read_text() == before


@pytest.fixture(params=["fork", "--no-fork"])
def watching(request, tmp_path) -> "Iterator[tuple[pexpect.spawn, Path]]":
    """``watch`` on a unit with logistic solved, in both ways to start a run."""
    exercises = stage(tmp_path, solved=False)
    path = exercises / "logistic.py"
    path.write_text((ROOT / "solutions" / "logistic.py").read_text())
    options = [] if request.param == "fork" else [request.param]
    screen = pexpect.spawn(
        sys.executable,
        ["-m", "exercises", "watch", *options],
        cwd=str(tmp_path),
        env=environment(NO_COLOR="1"),
        dimensions=(50, 60),
        encoding="utf-8",
        timeout=90,
        # A shell starts what runs in the background deaf to Ctrl-C; a student's terminal is not.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    screen.expect("q quit")
    yield screen, path
    screen.close(force=True)


def test_watch_answers_saves_and_keys(watching):
    """What a save touches runs; the first thing to fix, a hint, what is next; q ends it."""
    screen, path = watching
    text = path.read_text()

    path.write_text(text.replace(RIGHT, WRONG))
    screen.expect(r"--- \d\d:\d\d:\d\d logistic.py -+\r\n(.*?)q quit")
    wrong = screen.match[1]
    screen.send("h")
    screen.expect("E06 sigmoid: hint 1 of 3, a question")
    path.write_text(text)
    screen.expect(r"E06  done: sigmoid(.*?)q quit")
    right = screen.match[1]
    path.write_text(text + "\n\nHELPER = 1\n")
    screen.expect(r"E06  done: sigmoid(.*?)q quit")
    whole = screen.match[1]
    screen.send("n")
    screen.expect("Next: E01 graph_gradients")
    screen.send("q")
    screen.expect(pexpect.EOF)
    screen.close()

    assert "E06  wrong: sigmoid" in wrong
    assert "E07" not in wrong
    assert "import logistic" in wrong
    assert max(map(len, wrong.splitlines())) <= 60
    assert "5 of 100 points" in right
    assert "E07  done: log_odds" in whole
    assert "13 of 100 points" in whole
    assert screen.exitstatus == 0


def test_watch_survives_code_that_ends_python_and_code_that_never_ends(watching):
    """os._exit in a module is said; an endless loop gives way to the next save."""
    screen, path = watching
    text = path.read_text()

    path.write_text(text + "\n\nimport os\n\nos._exit(3)\n")
    screen.expect("ended without a result")
    path.write_text(text + "\n\nwhile True:\n    pass\n")
    time.sleep(1.5)
    path.write_text(text)
    screen.expect("13 of 100 points")
    screen.sendintr()
    screen.expect(pexpect.EOF)


def test_watch_without_watchfiles_says_what_to_install(tmp_path):
    """The one package that only watch needs is named."""
    stage(tmp_path, solved=False)
    (tmp_path / "watchfiles.py").write_text("raise ImportError('not here')\n")

    done = run(tmp_path, "-m", "exercises", "watch")

    assert done.returncode == 2
    assert done.stderr == (
        "watch needs the package watchfiles. Install it: pip install watchfiles\n"
    )
