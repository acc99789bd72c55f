"""What the tests of the kit share: the two courses and judges that are warm already."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from grader.box.sandbox import Walls, find_walls
from grader.box.zygote import Zygote
from grader.course.manifest import Course, find_course
from grader.engine.local import Pool
from grader.engine.worker import Judged, Order, Task

REPOSITORY = Path(__file__).parents[1]
TOY = REPOSITORY / "tests" / "toy"

#: Lines that a test wants to be read at the end of the run.
REPORT = pytest.StashKey[list[str]]()

Judge = Callable[[Mapping[str, str | bytes]], list[dict[str, Any]]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the files that have a run of their own: the nbgrader layer, attacks, consoles, pages."""
    of_nbgrader = ("test_nbgrader", "test_gradebook", "test_notebook_intake", "test_collect")
    for item in items:
        if item.path.name.startswith(of_nbgrader):
            item.add_marker(pytest.mark.nbgrader)
        elif item.path.name == "test_attacks.py":
            item.add_marker(pytest.mark.attacks)
        elif item.path.name == "test_student_platforms.py":
            item.add_marker(pytest.mark.platforms)
        elif item.path.name == "test_pages_browser.py":
            item.add_marker(pytest.mark.browser)


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
    with Pool(Order(TOY), jobs=1) as pool:
        yield pool


@pytest.fixture(scope="session")
def pool() -> Iterator[Pool]:
    """Two judges of the real course, warm for the whole session."""
    with Pool(Order(REPOSITORY), jobs=2) as pool:
        yield pool


@pytest.fixture
def judge(toy_pool: Pool) -> Judge:
    """Judge one submission of the toy course in the box and return its checks."""

    def judge_files(files: Mapping[str, str | bytes]) -> list[dict[str, Any]]:
        (judged,) = toy_pool.judge([task(0, files)])
        return list(judged.checks)

    return judge_files


def task(number: int, files: Mapping[str, str | bytes], exercises: tuple[str, ...] = ()) -> Task:
    """Return the task of judging *files*."""
    data = {name: text.encode() if isinstance(text, str) else text for name, text in files.items()}
    return Task(number, f"student {number}", data, exercises)


def earned(judged: Judged) -> float:
    """Return the points of all checks together."""
    return float(sum(check["earned"] for check in judged.checks))


def children(pid: int) -> list[int]:
    """Return the pids of the children of a process."""
    path = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(word) for word in path.read_text().split()] if path.exists() else []


def commands(pid: int) -> str:
    """Return the command line of a process, or "" if it is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


def zygotes_of(pid: int) -> list[int]:
    """Return the bubblewrap processes that a process or its workers have started."""
    workers = [pid, *children(pid)]
    return [child for worker in workers for child in children(worker) if "bwrap" in commands(child)]
