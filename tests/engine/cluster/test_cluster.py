"""Many machines: real Dask programs on loopback; whatever is killed, all are judged once."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from helpers.courses import REPOSITORY, TOY
from helpers.judged import earned, task
from helpers.processes import commands

from grader.box.sandbox import find_walls
from grader.course.manifest import find_course
from grader.engine.grading import grade
from grader.errors import GraderError
from grader.intake import Submission, read_submissions, wanted_of
from grader.results.store import ResultStore

RIGHT = (TOY / "solutions" / "shapes.py").read_text()
SLOW = "import time\ntime.sleep(1)\n" + RIGHT
BOX = "full" if find_walls().outer else "inner layers only"
WAIT_S = 120


class Machines:
    """A scheduler and its workers, each a program of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{self.port}"
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str, *words: str, **environment: str) -> None:
        """Start ``dask …`` under a name."""
        log = (self.folder / f"{name}.log").open("ab")
        self.running[name] = subprocess.Popen(
            [sys.executable, "-m", "dask", *words, "--no-dashboard"],
            env=os.environ | environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=self.folder,
        )

    def schedule(self) -> None:
        """Start the scheduler."""
        self.start("scheduler", "scheduler", "--host", "127.0.0.1", "--port", str(self.port))

    def work(self, name: str, **environment: str) -> None:
        """Start a worker of one thread."""
        words = ["worker", self.address, "--nthreads", "1", "--name", name]
        local = str(self.folder / f"{name}.{time.monotonic_ns()}")
        self.start(name, *words, "--local-directory", local, **environment)

    def kill(self, name: str) -> None:
        """Kill a program so that it cannot say goodbye."""
        process = self.running.pop(name)
        below = descendants(process.pid)
        process.kill()
        process.wait()
        for pid in below:
            kill(pid)

    def stop(self) -> None:
        """Kill them all."""
        for name in list(self.running):
            self.kill(name)


def children(pid: int) -> list[int]:
    """Return the children of a process, whichever of its threads started them."""
    found = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            found += [int(word) for word in path.read_text().split()]
    return found


def descendants(pid: int) -> list[int]:
    """Return the processes below *pid*."""
    own = children(pid)
    return [*own, *(each for child in own for each in descendants(child))]


def judges_of(machines: Machines) -> list[int]:
    """Return the judges that are at work or wait for it below the workers."""
    below = [pid for process in machines.running.values() for pid in descendants(process.pid)]
    return [pid for pid in below if "engine.worker" in commands(pid)]


def kill(pid: int) -> None:
    """Kill a process of ours, if it is still there."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


@pytest.fixture
def machines(tmp_path):
    """A scheduler with one worker called ``anna``."""
    found = Machines(tmp_path)
    found.schedule()
    found.work("anna")
    wait_for(found, 1)
    yield found
    found.stop()


def cluster(machines: Machines, **settings: float):
    """Return the judges behind the scheduler."""
    from grader.engine.cluster import Cluster

    return Cluster(find_course(TOY), machines.address, BOX, **settings)


def autograde(submissions: Path, to: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run ``grader autograde`` on the toy course."""
    command = [sys.executable, "-m", "grader.cli", "autograde", str(submissions), "--to", str(to)]
    return subprocess.run(
        [*command, "--course", str(TOY), *words],
        capture_output=True,
        text=True,
        cwd=REPOSITORY,
        check=False,
    )


def dask_process(machines: Machines, name: str) -> int:
    """Return the process in which a worker works; its nanny stands above it."""
    deadline = time.monotonic() + WAIT_S
    while time.monotonic() < deadline:
        for pid in children(machines.running[name].pid):
            if "spawn_main" in commands(pid):
                return pid
        time.sleep(0.1)
    raise AssertionError(f"{name} has no worker process")


@pytest.mark.cluster
def test_a_cluster_gives_the_results_of_one_machine(machines, tmp_path, toy_pool):
    """Byte for byte."""
    machines.work("bert")
    submissions = tmp_path / "submissions"
    texts = {"ada": RIGHT, "ben": RIGHT.replace("x * 2", "x + 2"), "cleo": "", "dora": SLOW}
    for name, text in texts.items():
        (submissions / name).mkdir(parents=True)
        (submissions / name / "shapes.py").write_text(text)

    done = autograde(submissions, tmp_path / "there", "--scheduler", machines.address)
    entries = read_submissions(submissions, wanted=wanted_of(find_course(TOY)))
    list(grade(find_course(TOY), entries, ResultStore(tmp_path / "here"), toy_pool))

    assert done.returncode == 0, done.stderr
    assert "4 submissions: 4 graded now" in done.stdout
    for name in texts:
        there, here = (tmp_path / place / f"{name}.json" for place in ("there", "here"))
        assert there.read_bytes() == here.read_bytes()


@pytest.mark.cluster
def test_a_worker_killed_in_the_middle_loses_no_submission(machines):
    """Its nanny starts another; what it had in hand is judged again, once."""
    taken = []

    def tasks():
        for number in range(8):
            taken.append(number)
            yield task(number, {"shapes.py": SLOW})

    found, ahead, orphans = [], [], []
    with cluster(machines) as judges:
        for judged in judges.judge(tasks()):
            found.append(judged)
            ahead.append(len(taken) - len(found))
            if len(found) == 2:
                orphans = judges_of(machines)
                kill(dask_process(machines, "anna"))

    assert sorted(judged.number for judged in found) == list(range(8))
    assert {earned(judged, judges.ready.checks) for judged in found} == {10.0}
    # Never more than two tasks on the way per thread, so that the client's memory stays flat.
    assert max(ahead) <= 2
    # Nobody listens to the judge of the killed worker, so it ends; so does the next one, when
    # the client has gone.
    assert orphans
    deadline = time.monotonic() + WAIT_S
    while any(map(commands, orphans)) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert not any(map(commands, orphans))
    assert judges_of(machines) == []


@pytest.mark.cluster
def test_a_submission_over_which_four_workers_die_is_open_and_the_next_is_judged(machines):
    """Nobody knows whose fault it was, so it is no zero; and the class is not held up."""
    killed: set[int] = set()

    def kill_four() -> None:
        from distributed import Client

        with Client(machines.address) as looker:
            while len(killed) < 4:
                # A death counts against the task that the scheduler had given to the worker.
                given = [str(key) for keys in looker.processing().values() for key in keys]
                if any("judge" in key for key in given):
                    killed.add(pid := dask_process(machines, "anna"))
                    kill(pid)
                time.sleep(0.5)

    slow = "import time\ntime.sleep(9)\n" + RIGHT
    with cluster(machines) as judges:
        list(judges.judge([task(0, {"shapes.py": RIGHT})]))
        killer = threading.Thread(target=kill_four, daemon=True)
        killer.start()
        (open_,) = judges.judge([task(1, {"shapes.py": slow})])
        killer.join(WAIT_S)
        (judged,) = judges.judge([task(2, {"shapes.py": RIGHT})])

    assert open_.verdicts == ()  # Each check becomes NOT_JUDGED when the result is made.
    assert earned(judged, judges.ready.checks) == 10.0


@pytest.mark.cluster
def test_a_scheduler_that_is_killed_and_comes_back_loses_no_submission(machines, tmp_path):
    """The client finds it again and gives out what was on the way; each result is there once."""
    entries = [Submission(f"s{n}", {"shapes.py": SLOW.encode()}) for n in range(5)]
    store = ResultStore(tmp_path / "results")
    done = []

    with cluster(machines) as judges:
        for graded in grade(find_course(TOY), entries, store, judges):
            done.append(graded.result)
            if len(done) == 1:
                machines.kill("scheduler")
                machines.kill("anna")  # Dask's workers end with their scheduler.
                machines.schedule()
                machines.work("anna")

    assert sorted(result.student for result in done) == [f"s{n}" for n in range(5)]
    assert {result.score for result in done} == {10.0}


@pytest.mark.cluster
def test_a_scheduler_that_stays_away_is_one_line_and_the_results_are_kept(machines, tmp_path):
    """A later run, here without a cluster, judges what is missing and nothing else."""
    entries = [Submission(f"s{n}", {"shapes.py": SLOW.encode()}) for n in range(3)]
    store = ResultStore(tmp_path / "results")
    done = []

    def run_until_the_end():
        with cluster(machines, patience_s=20) as judges:
            for graded in grade(find_course(TOY), entries, store, judges):
                done.append(graded.result)
                machines.kill("scheduler")

    with pytest.raises(GraderError, match=r"the scheduler was lost for more than.*run this again"):
        run_until_the_end()

    kept = {path.name for path in (tmp_path / "results").glob("*.json")}
    assert kept == {f"{result.student}.json" for result in done}
    assert len(done) == 1


@pytest.mark.cluster
def test_a_worker_with_another_grader_or_box_is_refused_by_name(machines, tmp_path):
    """One line that names the worker and the difference; nobody is judged."""
    from grader.engine.cluster import Cluster

    other = tmp_path / "other"
    shutil.copytree(
        REPOSITORY / "grader", other / "grader", ignore=shutil.ignore_patterns("hidden")
    )
    with (other / "grader" / "testing" / "compare.py").open("a") as file:
        file.write("\n# A change.\n")
    machines.work("bert", PYTHONPATH=str(other))
    (tmp_path / "submissions" / "ada").mkdir(parents=True)
    wait_for(machines, 2)

    done = autograde(tmp_path / "submissions", tmp_path / "r", "--scheduler", machines.address)
    machines.kill("bert")
    weaker = Cluster(find_course(TOY), machines.address, "another box")
    with pytest.raises(GraderError, match=f"Worker anna: .*box {BOX} there, another box here"):
        weaker.__enter__()

    assert done.returncode == 2, done.stdout
    assert len(done.stderr.strip().splitlines()) == 1
    assert "Worker bert: it differs from this machine (grader 0" in done.stderr
    assert list((tmp_path / "r").glob("*.json")) == []


def wait_for(machines: Machines, count: int) -> None:
    """Wait until the scheduler knows exactly so many workers."""
    from distributed import Client

    with Client(machines.address, timeout=WAIT_S, set_as_default=False) as client:
        deadline = time.monotonic() + WAIT_S
        while len(client.nthreads()) != count and time.monotonic() < deadline:
            time.sleep(0.2)
        assert len(client.nthreads()) == count


@pytest.mark.cluster
@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("tcp://127.0.0.1:9", "no Dask scheduler answers"),
        ("nonsense://x", "is not the address"),
    ],
)
def test_a_scheduler_that_cannot_be_reached_is_one_line(tmp_path, address, words):
    """Exit code 2, and what to do instead."""
    (tmp_path / "submissions" / "ada").mkdir(parents=True)

    done = autograde(tmp_path / "submissions", tmp_path / "results", "--scheduler", address)

    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert words in done.stderr
    assert "without --scheduler" in done.stderr


@pytest.mark.cluster
def test_a_scheduler_without_workers_is_one_line(tmp_path):
    """It says how to start one."""
    machines = Machines(tmp_path)
    machines.schedule()
    try:
        wait_for(machines, 0)
        with (
            pytest.raises(GraderError, match=r"no worker left to judge.*dask worker"),
            cluster(machines, patience_s=3),
        ):
            pass
    finally:
        machines.stop()


def test_a_worker_that_cannot_load_the_grader_is_one_line(monkeypatch):
    """What it says stands in the line; nobody is judged."""
    from grader.engine import cluster as client

    class Scheduler:
        """A scheduler whose workers lack the grader."""

        status = "running"

        def __init__(self, *_words, **_settings):
            pass

        def wait_for_workers(self, *_words, **_settings):
            """Be there at once."""

        def register_plugin(self, *_words, **_settings):
            """Fail as Dask does."""
            raise ModuleNotFoundError("No module named 'grader'\nat some place")

        def cancel(self, *_words, **_settings):
            """Nothing is on the way."""

        def unregister_worker_plugin(self, *_words):
            """Nothing was registered."""

        def close(self, **_settings):
            """Be closed."""

    monkeypatch.setattr(client, "Client", Scheduler)

    with pytest.raises(GraderError) as caught:
        client.Cluster(find_course(TOY), "tcp://127.0.0.1:9", BOX).__enter__()

    assert str(caught.value) == (
        "tcp://127.0.0.1:9: a worker cannot load the grader (No module named 'grader'). "
        "Install this version of the grader on every worker."
    )
