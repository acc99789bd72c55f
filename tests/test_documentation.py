"""Every command in the pages is run as it stands; a new one that no test runs fails here."""

import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from helpers.courses import REPOSITORY
from test_imports import FLOORS

PAGES = (
    "README.md",
    "exercises/README.md",
    ".github/CONTRIBUTING.md",
    ".github/AUTHORING.md",
)
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.DOTALL | re.MULTILINE)
_INLINE = re.compile(r"`([^`\n]+)`")
_STARTS = ("grader", "pytest", "python", "pip", "bash", "nbgrader", ".venv/bin/", "cd")
_COMMAND = re.compile(rf"({'|'.join(map(re.escape, _STARTS))})(\s.*|[\w./-]+(\s.*)?)")


@dataclass(frozen=True)
class Way:
    """How a command of the pages is run: as it stands, in a copy of the repository."""

    exits: tuple[int, ...] = (0,)
    env: Mapping[str, str] = field(default_factory=dict)
    marker: str = "platforms"
    shows: str = ""
    """What its output must hold."""
    cheaply: tuple[str, str] = ("", "")
    """A word of the page, and what stands for it here: a name, a shorter run."""
    needs: str = ""
    """A module without which it cannot be run."""


RUN = Way()
# Whole suites are collected, not run: this one is among them.
COLLECT = Way(env={"PYTEST_ADDOPTS": "--collect-only -q"}, shows="tests collected")
NOT_STARTED = Way(exits=(1,), shows="not started")
# A dry run without an index: the names and ranges are read, and are what is here.
DRY = Way(env={"PIP_NO_INDEX": "1", "PIP_DRY_RUN": "1"}, shows="already satisfied")
NBGRADER = Way(marker="nbgrader")

# In this order, in one copy: later commands find what earlier ones have written.
WAYS: dict[str, Way] = {
    "bash .ci/install && .venv/bin/grader autograde tests/samples --to results "
    "&& cut -d, -f1-4 results/scores.csv": Way(shows="ada,graded,"),
    "bash .ci/install tests && .venv/bin/python -m pytest -n 2 --dist loadfile": COLLECT,
    "pip install torch --index-url https://download.pytorch.org/whl/cpu": DRY,
    'pip install torch numpy matplotlib "pytest>=8.4" pytest-timeout watchfiles': DRY,
    "python --version": Way(shows="Python 3"),
    "python3 --version": Way(shows="Python 3"),
    "python -m venv .venv": Way(cheaply=(" .venv", " --without-pip environment")),
    "pytest exercises": NOT_STARTED,
    "pytest exercises -k sigmoid": NOT_STARTED,
    "python -m exercises": Way(shows="0 of "),
    "python -m exercises next": Way(shows="pytest exercises -k graph_gradients"),
    # It watches until somebody ends it.
    "python -m exercises watch": Way(
        exits=(124,), cheaply=("python", "timeout 60 python"), shows="Ctrl-C quits."
    ),
    "python -m exercises reset sigmoid": Way(shows="is the same as when it was handed out"),
    "python -m exercises pack": Way(shows="Hand in autograd-logistic-answers.zip"),
    "python -m exercises predict sigmoid": Way(shows="Predict: sigmoid(2) is 0.88."),
    "python -m exercises hint sigmoid": Way(shows="hint 1 of 3"),
    "pytest exercises --plots": NOT_STARTED,
    "grader autograde": Way(exits=(2,), shows="Missing argument"),
    "grader autograde submissions --to results": Way(shows="5 submissions"),
    "grader autograde submissions --to results --jobs 2": Way(shows="5 up to date"),
    "grader autograde submissions --to results --exhibits": Way(shows="5 submissions"),
    "grader autograde --exhibits": Way(exits=(2,), shows="Missing argument"),
    "grader feedback results": Way(shows="5 pages in results/feedback"),
    "grader feedback results --lang zh": Way(shows="5 pages in results/feedback"),
    "grader report results": Way(shows="5 students"),
    "grader similar submissions": Way(shows="5 submissions"),
    "grader collect": Way(exits=(2,), shows="Missing argument"),
    "grader doctor": Way(exits=(0, 1), shows="Box: "),
    # The corpus is judged by tests/check/test_fairness.py.
    "grader check": Way(cheaply=("check", "check --no-corpus"), shows="Stubs earn 0"),
    "grader sync": Way(shows="Every stub is up to date."),
    "grader release": Way(shows="Student bundle"),
    "grader release --lang zh --to chinese": Way(shows="chinese/autograd-logistic.zip"),
    # The copy has no corpus, from which the other ways come.
    "grader release --solutions answers": Way(exits=(2,), shows="no alternative is called"),
    "grader release --gradescope upload": Way(shows="upload/autograder.zip"),
    "grader release --classroom50 upload": Way(shows="upload/kit.zip"),
    'grader export results --canvas grades.csv --late "10%/day, at most 50%" '
    '--due "2026-01-31 23:59" --submitted submitted': Way(shows="5 cells of Unit (1) filled"),
    "grader export results --moodle worksheet.csv": Way(shows="5 cells of Grade filled"),
    "grader export results --csv --junit --nbgrader nbgrader.csv": Way(shows="junit.xml."),
    "grader new linear-models && grader check --course linear-models": Way(shows="solutions 5"),
    "grader new bank": Way(shows="Next: grader check --course bank"),
    "grader new linear-models --exercise loss": Way(shows="wrote solutions/loss.py"),
    "grader try FILE loss": Way(
        cheaply=("FILE loss", "linear-models/solutions/loss.py loss --course linear-models"),
        shows="loss loss: 1 of 1 points.",
    ),
    "grader check --only loss": Way(
        cheaply=("loss", "loss --course linear-models"), shows="loss: the stubs earn 0"
    ),
    "grader check --mutants": Way(
        cheaply=("--mutants", "--mutants --course linear-models"), shows="are caught."
    ),
    "grader import pytest TESTS --solutions FOLDER --to COURSE": Way(
        cheaply=(
            "TESTS --solutions FOLDER --to COURSE",
            "linear-models/exercises/test_loss.py --solutions linear-models/solutions --to brought",
        ),
        shows="1 check that the solutions pass",
    ),
    "grader import nbgrader SOURCE.ipynb… --to COURSE": Way(
        cheaply=("SOURCE.ipynb… --to COURSE", "no.ipynb --to notebooks"),
        exits=(2,),
        shows="no.ipynb",
    ),
    "pytest -m nbgrader": COLLECT,
    "pytest -m terminal": COLLECT,
    "pytest -m windows": COLLECT,
    "python -m grader.messages.build": RUN,
    "python .ci/chapter_pictures.py": RUN,
    # Drawing needs Chromium and is another picture on each machine: what they say is compared.
    "python .ci/readme_pictures.py": Way(
        cheaply=("pictures.py", "pictures.py --check"), shows="show what the grader shows"
    ),
    "python tests/benchmarks/student_speed.py": Way(
        cheaply=("student_speed.py", "student_speed.py --rounds 1")
    ),
    # An hour; one part stands for it.
    ".venv/bin/python tests/benchmarks --readme": Way(
        cheaply=("--readme", "--readme students"), shows="times import torch"
    ),
    "pytest -m attacks": COLLECT,
    "python tests/benchmarks/soak.py": Way(cheaply=("soak.py", "soak.py 20 1")),
    "python tests/fuzz TARGET": Way(
        cheaply=("TARGET", "names --seconds 1"), needs="atheris", shows="Done"
    ),
    ".venv/bin/python -m pytest -m nbgrader": COLLECT,
    "grader release --nbgrader course": Way(marker="nbgrader", shows="wrote nbgrader_config.py"),
    "cd course": NBGRADER,
    "nbgrader generate_assignment autograd-logistic && nbgrader release_assignment "
    "autograd-logistic": NBGRADER,
    "nbgrader collect autograd-logistic": NBGRADER,
    "grader collect download.zip --to course/submitted": Way(marker="nbgrader", shows="1 new"),
    "nbgrader autograde autograd-logistic": NBGRADER,
    "nbgrader generate_feedback autograd-logistic": NBGRADER,
    "grader gradebook results --course course": Way(marker="nbgrader", shows="results in"),
}
# The gate itself starts this test; .ci/run is what the line stands for.
GATE = "bash .ci/run"
INSIDE_COURSE = ("nbgrader",)


def commands_in(text: str) -> Iterator[str]:
    """Yield the commands of a page: lines of its blocks without a language, and inline code."""
    for language, block in _FENCE.findall(text):
        for line in block.split("\n") if language in ("", "bash", "sh") else ():
            command = re.sub(r"\s+#.*", "", line).strip()
            if _COMMAND.fullmatch(command):
                yield command
    for code in _INLINE.findall(_FENCE.sub("", text)):
        is_path = " " not in code and code.endswith((".py", "/", ".md"))
        if _COMMAND.fullmatch(code) and not is_path:
            yield code


def all_commands() -> dict[str, str]:
    """Return every command of the pages and the first page that it is in."""
    found: dict[str, str] = {}
    for page in PAGES:
        for command in commands_in((REPOSITORY / page).read_text(encoding="utf-8")):
            found.setdefault(command, page)
    return found


def test_every_command_of_the_pages_is_run():
    """Whoever writes a command into a page says in WAYS how it is tried."""
    found = all_commands()

    missing = [f"{page}: {command}" for command, page in found.items() if command not in WAYS]
    assert [line for line in missing if not line.endswith(GATE)] == []


def test_every_way_is_of_a_command_in_the_pages():
    """What has gone from the pages goes from the table."""
    assert set(WAYS) - set(all_commands()) == set()


def test_blocks_and_inline_code_are_both_found():
    """Comments at the end of a line are not part of it; other languages and names are not run."""
    page = (
        "Run `pytest exercises`, see `grader/cli/`.\n\n```\ngrader check   # proves it\n```\n"
        "```python\ngrader = 1\n```\n"
    )

    assert list(commands_in(page)) == ["grader check", "pytest exercises"]


def test_the_pictures_of_the_readme_are_there_and_small():
    """They load on a phone, and no page of the repository shows a picture that is not there."""
    page = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    shown = re.findall(r"!\[[^]]+\]\(([^)]+)\)", page)

    assert len(shown) == 3
    assert all((REPOSITORY / picture).stat().st_size <= 150_000 for picture in shown)


def test_the_changelog_dates_its_versions():
    """In the form of Keep a Changelog: what is not released, then versions with their day."""
    log = (REPOSITORY / ".github" / "CHANGELOG.md").read_text(encoding="utf-8")
    first, *versions = re.findall(r"^## (.*)$", log, re.MULTILINE)
    kinds = re.findall(r"^### (.*)$", log.partition("\n## [0")[0], re.MULTILINE)

    assert first == "[Unreleased]"
    assert all(re.fullmatch(r"\[\d+\.\d+\.\d+\] - \d{4}-\d\d-\d\d", each) for each in versions)
    assert kinds == ["Added", "Changed", "Fixed", "Security"]


def test_the_gate_is_what_the_pages_say():
    """CONTRIBUTING names what .ci/run runs: every line is there."""
    gate = (REPOSITORY / ".ci" / "run").read_text()

    for line in (
        "bash .ci/install tests\n",
        ".venv/bin/python -m pytest -n 2 --dist loadfile\n",
        "nbgrader or attacks or cluster or platforms or fuzz or browser",
        ".venv/bin/grader check",
        ".venv/bin/ruff check",
        ".venv/bin/mypy\n",
    ):
        assert line in gate


def test_the_table_of_folders_is_the_order_of_imports():
    """CONTRIBUTING lists every part of the grader, from the bottom up as imports run."""
    page = (REPOSITORY / ".github" / "CONTRIBUTING.md").read_text(encoding="utf-8")

    rows = re.findall(r"^\| `grader/(\w+)(?:/|\.py)` \|", page, re.MULTILINE)

    assert rows == list(FLOORS)


def test_the_list_of_words_is_short():
    """Twenty terms at most, each explained in one line."""
    page = (REPOSITORY / ".github" / "CONTRIBUTING.md").read_text(encoding="utf-8")
    words = page.partition("\n## Words\n")[2].partition("\n## ")[0]

    rows = re.findall(r"^\| ([a-z][\w ,-]*) \| .+ \|$", words, re.MULTILINE)

    assert 0 < len(rows) - 1 <= 20


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Path:
    """The repository as somebody has just cloned it, with what the commands are about."""
    root = tmp_path_factory.mktemp("clone") / "kit"
    # All but .git and what git ignores; links and caches of this checkout are not copied.
    ignore = shutil.ignore_patterns(
        ".git", ".venv", "__pycache__", ".*_cache", ".hypothesis", "*.egg-info", "build",
        "results", "release", "plots", "mistakes", "alternatives", "cases",
    )  # fmt: skip
    for name in ("exercises", "solutions", "tests", ".github", ".ci"):
        shutil.copytree(REPOSITORY / name, root / name, ignore=ignore)
    shutil.copytree(
        REPOSITORY / "grader", root / "grader",
        ignore=shutil.ignore_patterns("__pycache__"),
    )  # fmt: skip
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(REPOSITORY / name, root)
    _stand_in_environment(root)
    shutil.copytree(root / "tests" / "samples", root / "submissions")
    # nbgrader's exchange is one for the whole machine, unless it is told otherwise.
    (root / "jupyter").mkdir()
    (root / "exchange").mkdir(mode=0o777)
    (root / "exchange").chmod(0o777)
    (root / "jupyter" / "nbgrader_config.py").write_text(
        f"c = get_config()\nc.Exchange.root = {str(root / 'exchange')!r}\n"
        f"c.Exchange.cache = {str(root / 'cache')!r}\n"
    )
    _write_downloads(root)
    return root


def _stand_in_environment(root: Path) -> None:
    """Give the copy this environment; its .ci/install must not install the copy into it."""
    programs = root / ".venv" / "bin"
    programs.mkdir(parents=True)
    for name in ("python", "pip", "pytest", "grader", "nbgrader", "alembic", "jupyter"):
        program = Path(sys.executable).with_name(name)
        (programs / name).write_text(f'#!/bin/sh\nexec "{program}" "$@"\n')
        (programs / name).chmod(0o755)
    (root / ".ci" / "install").write_text("exit 0\n")


def _write_downloads(root: Path) -> None:
    """Write gradebooks of the five sample students, and a download with one submission."""
    students = sorted(path.name for path in (root / "submissions").iterdir())
    for name in students:
        collected = root / "submitted" / name / "autograd-logistic"
        collected.mkdir(parents=True)
        (collected / "timestamp.txt").write_text("2026-02-01 08:00:00 UTC\n")
    canvas = ["Student,ID,SIS Login ID,Section,Unit (1)", "    Points Possible,,,,100.00"]
    canvas += [f'"{name}, {name}",{at},{name},Lab,' for at, name in enumerate(students)]
    (root / "grades.csv").write_text("\r\n".join(canvas) + "\r\n", newline="")
    moodle = ["Identifier,Full name,Email address,Grade,Maximum Grade"]
    moodle += [f"Participant {at},{name},,,100.00" for at, name in enumerate(students)]
    (root / "worksheet.csv").write_text("\n".join(moodle) + "\n")
    with zipfile.ZipFile(root / "download.zip", "w") as archive:
        loss = root / "submissions" / "ada" / "loss.py"
        archive.write(loss, "lovelaceada_1_2_loss.py")


def run_in(root: Path, command: str, way: Way) -> subprocess.CompletedProcess[str]:
    inside = root / "course" if command.startswith(INSIDE_COURSE) else root
    paths = f"{root}/.venv/bin:{os.environ['PATH']}"
    env = {**os.environ, "PATH": paths, "PYTHONPATH": str(root), "COLUMNS": "100"}
    env |= {"JUPYTER_CONFIG_DIR": str(root / "jupyter"), **way.env}
    return subprocess.run(
        ["bash", "-c", command.replace(*way.cheaply) if way.cheaply[0] else command],
        cwd=inside,
        env=env,
        capture_output=True,
        text=True,
        timeout=600,
    )


def ways(marker: str) -> list[object]:
    chosen = [(command, way) for command, way in WAYS.items() if way.marker == marker]
    return [pytest.param(command, way, id=command[:60]) for command, way in chosen]


def hold(done: subprocess.CompletedProcess[str], way: Way) -> None:
    said = done.stdout + done.stderr
    assert done.returncode in way.exits, said[-3000:]
    assert way.shows in said, said[-3000:]
    assert "Traceback" not in said, said[-3000:]


@pytest.mark.platforms
@pytest.mark.parametrize(("command", "way"), ways("platforms"))
def test_command_does_what_the_page_says(copy, command, way):
    """As it stands in the page, in a fresh copy, with the exit code that it promises."""
    if way.needs:
        pytest.importorskip(way.needs)

    hold(run_in(copy, command, way), way)


@pytest.mark.nbgrader
@pytest.mark.parametrize(("command", "way"), ways("nbgrader"))
def test_nbgrader_command_does_what_the_page_says(copy, command, way):
    """The routine of the page, one command after the other, with the real nbgrader."""
    if command.startswith("grader collect"):
        # What a student hands in: a notebook as nbgrader has just released it.
        with zipfile.ZipFile(copy / "download.zip", "w") as archive:
            book = copy / "course" / "release" / "autograd-logistic" / "loss.ipynb"
            archive.write(book, "lovelaceada_1_2_loss.ipynb")
    if command.startswith("grader gradebook"):
        first = next(iter(WAYS))
        hold(run_in(copy, first, WAYS[first]), WAYS[first])

    hold(run_in(copy, command, way), way)
