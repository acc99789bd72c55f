"""What the tests of the kit share: the two courses and judges that are warm already."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from helpers.courses import REPOSITORY, TOY
from helpers.judged import Judge, task
from helpers.summary import REPORT

from grader.box.sandbox import Walls, find_walls
from grader.box.zygote import Zygote
from grader.course.manifest import Course, find_course
from grader.engine.local import Pool
from grader.engine.worker import WorkerConfig
from grader.results.records import Verdict

TESTS = Path(__file__).parent


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Give each test the marks that the folders it lies in are named after."""
    marks = {line.partition(":")[0] for line in config.getini("markers")}
    for item in items:
        for folder in item.path.relative_to(TESTS).parts[:-1]:
            if folder in marks:
                item.add_marker(folder)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand what is to be read at the end over to the process that prints it."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["report"] = session.config.stash.get(REPORT, [])


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take it over from a worker of pytest-xdist."""
    lines = getattr(node, "workeroutput", {}).get("report")
    if lines:
        node.config.stash[REPORT] = lines


def pytest_terminal_summary(
    terminalreporter: "pytest.TerminalReporter", config: pytest.Config
) -> None:
    """Print the kill table, if the corpus was judged."""
    if REPORT in config.stash:
        terminalreporter.section("kill table")
        terminalreporter.write_line("\n".join(config.stash[REPORT]))


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep proofs of the reference where no other run of the tests finds them."""
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="session")
def course() -> Course:
    """The real course."""
    return find_course(REPOSITORY)


@pytest.fixture(scope="session")
def toy() -> Course:
    """A course of two functions, ``shapes.double`` and ``shapes.total``."""
    return find_course(TOY)


@pytest.fixture(scope="session")
def walls() -> Walls:
    """The strongest box of this machine; without it the tests of the box prove nothing."""
    found = find_walls()
    if not found.outer:
        pytest.skip(f"needs bubblewrap: {found.why_no_outer}")
    return found


@pytest.fixture(scope="session")
def zygote(walls: Walls) -> Iterator[Zygote]:
    """A warm zygote without matplotlib."""
    with Zygote(walls) as warm:
        yield warm


@pytest.fixture(scope="session")
def toy_pool() -> Iterator[Pool]:
    """One judge of the toy course, warm for the whole session."""
    with Pool(WorkerConfig(TOY), jobs=1) as pool:
        yield pool


@pytest.fixture(scope="session")
def pool() -> Iterator[Pool]:
    """Two judges of the real course, warm for the whole session."""
    with Pool(WorkerConfig(REPOSITORY), jobs=2) as pool:
        yield pool


@pytest.fixture
def judge(toy_pool: Pool) -> Judge:
    """Judge one submission of the toy course in the box and return its verdicts."""

    def judge_files(files: Mapping[str, str | bytes]) -> tuple[Verdict, ...]:
        (judged,) = toy_pool.judge([task(0, files)])
        return judged.verdicts

    return judge_files
