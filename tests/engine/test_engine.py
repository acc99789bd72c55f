"""The pool: whatever dies, no submission is lost, and nothing is judged twice into two results."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time

import pytest
from helpers.courses import TOY
from helpers.judged import earned, task
from helpers.processes import children, commands

from grader.check.stubs_and_solutions import judge_stubs_and_solutions
from grader.course.manifest import find_course
from grader.engine.grading import grade
from grader.engine.local import Pool
from grader.engine.worker import WorkerConfig
from grader.errors import CourseError
from grader.intake import Refusal, Submission
from grader.judging.session import run_session
from grader.results.store import ResultStore

RIGHT = (TOY / "solutions" / "shapes.py").read_text()
SLOW = "import time\ntime.sleep(1)\n" + RIGHT


def workers_of(pid: int) -> list[int]:
    """Return the workers among a process's children."""
    return [child for child in children(pid) if "engine.worker" in commands(child)]


class Killer(threading.Thread):
    """Kill the first process that *find* returns, *times* times."""

    def __init__(self, find, times, pause_s=0.3):
        super().__init__(daemon=True)
        self.find, self.left, self.pause_s, self.killed = find, times, pause_s, 0

    def run(self):
        deadline = time.monotonic() + 60
        while self.left and time.monotonic() < deadline:
            for pid in self.find()[:1]:
                os.kill(pid, signal.SIGKILL)
                self.left, self.killed = self.left - 1, self.killed + 1
            time.sleep(self.pause_s)


def test_every_task_is_judged_once_in_any_order():
    """Two workers share thirty submissions; for the first two, one worker is enough."""
    tasks = [task(n, {"shapes.py": RIGHT if n % 3 else ""}) for n in range(30)]

    with Pool(WorkerConfig(TOY), jobs=2) as pool:
        judged = {found.number: earned(found) for found in pool.judge(tasks[:2])}
        alone = len(workers_of(os.getpid()))
        judged |= {found.number: earned(found) for found in pool.judge(tasks[2:])}
        shared = len(workers_of(os.getpid()))

    assert judged == {n: 10.0 if n % 3 else 0.0 for n in range(30)}
    assert shared - alone == 1


def test_a_long_wait_is_worth_a_second_worker(monkeypatch):
    """Few submissions, but the one worker is slow to get to them: another one is started."""
    monkeypatch.setattr("grader.engine.local.WORTH_S", 0.1)
    before = len(workers_of(os.getpid()))
    slow = RIGHT + "\nimport time\ntime.sleep(1)\n"

    with Pool(WorkerConfig(TOY), jobs=2) as pool:
        found = [f.number for f in pool.judge(task(n, {"shapes.py": slow}) for n in range(3))]
        started = len(workers_of(os.getpid())) - before

    assert sorted(found) == [0, 1, 2]
    assert started == 2


def test_a_pool_that_was_started_for_nothing_leaves_nobody_behind():
    """One worker warms up, however often it is asked for; without work it is not waited for."""
    before = children(os.getpid())

    with Pool(WorkerConfig(TOY), jobs=2) as pool:
        pool.start()
        pool.start()
        started = len(children(os.getpid())) - len(before)

    assert started == 1
    assert children(os.getpid()) == before


def test_a_class_is_never_read_further_than_the_judges_are(toy_pool):
    """One submission at work, one in wait, one in hand: memory does not grow with the class."""
    taken, ahead, known = [], [], object()

    def tasks():
        for number in range(12):
            taken.append(number)
            # Too large to wait beside one at work; and what needs no judge is handed on.
            text = RIGHT + "#" * (1 << 17 if number % 4 == 0 else 1)
            yield known if number % 3 == 2 else task(number, {"shapes.py": text})

    done = []
    for found in toy_pool.judge(tasks()):
        done.append(found)
        ahead.append(len(taken) - len(done))

    assert len(done) == 12
    assert done.count(known) == 4
    assert max(ahead) <= 3


def test_a_worker_that_is_killed_loses_nothing():
    """Another one judges what it had in hand."""
    own = os.getpid()
    before = set(children(own))
    killer = Killer(lambda: [pid for pid in workers_of(own) if pid not in before], 1)
    tasks = [task(n, {"shapes.py": SLOW}) for n in range(4)]

    with Pool(WorkerConfig(TOY), jobs=1) as pool:
        results = []
        for found in pool.judge(tasks):
            results.append(found)
            if not killer.is_alive() and not killer.killed:
                killer.start()

    assert killer.killed == 1
    assert sorted(found.number for found in results) == [0, 1, 2, 3]
    assert {earned(found) for found in results} == {10.0}


def kill_zygotes_during(tasks, times):
    """Judge *tasks* with one worker while its zygote is killed *times* times."""
    with Pool(WorkerConfig(TOY), jobs=1) as pool:
        list(pool.judge([task(0, {"shapes.py": RIGHT})]))
        (slot,) = pool._slots
        killer = Killer(lambda: children_of_kind(slot.process.pid), times)
        killer.start()
        results = list(pool.judge(tasks))
        killer.left = 0
        killer.join()
        return results, killer.killed


def children_of_kind(pid: int) -> list[int]:
    """Return the zygotes of one worker that have been up for a moment."""
    return [child for child in children(pid) if "bwrap" in commands(child)]


def test_a_dead_zygote_is_started_again_and_the_submission_tried_again():
    """Its death is not the student's."""
    results, killed = kill_zygotes_during([task(1, {"shapes.py": SLOW})], 1)

    assert killed == 1
    assert [earned(found) for found in results] == [10.0]


def test_three_deaths_of_the_zygote_leave_the_score_open():
    """NOT_JUDGED, never a zero; the next submission is judged as if nothing had been."""
    victim = "import time\ntime.sleep(9)\n" + RIGHT

    results, killed = kill_zygotes_during([task(1, {"shapes.py": victim})], 3)

    (judged,) = results
    assert killed == 3
    assert {check["outcome"] for check in judged.checks} == {"NOT_JUDGED"}
    assert "no points are lost" in judged.checks[0]["message"]


def entries():
    """Return a small class: right, wrong, and one that cannot be read."""
    return [
        Submission("alice", {"shapes.py": RIGHT.encode()}),
        Submission("bob", {"shapes.py": b"def double(x):\n    return x\n"}),
        Refusal("carl", "carl.zip is corrupt."),
    ]


def test_results_are_written_as_they_come_and_not_made_twice(tmp_path, toy, toy_pool):
    """What is up to date is left alone; a refusal is written down too."""
    store = ResultStore(tmp_path)
    first = list(grade(toy, entries(), store, toy_pool))
    stamps = {path.name: path.stat().st_mtime_ns for path in tmp_path.glob("*.json")}

    second = list(grade(toy, entries(), store, toy_pool))

    assert {r.student: r.score for r, _ in first} == {"alice": 10.0, "bob": 0.0, "carl": None}
    assert {r.student: fresh for r, fresh in second if not r.refused} == {
        "alice": False,
        "bob": False,
    }
    for name in ("alice.json", "bob.json"):
        assert (tmp_path / name).stat().st_mtime_ns == stamps[name]


def test_a_changed_submission_is_judged_again(tmp_path, toy, toy_pool):
    """Only the one that changed."""
    store = ResultStore(tmp_path)
    list(grade(toy, entries(), store, toy_pool))
    changed = [entries()[0], Submission("bob", {"shapes.py": RIGHT.encode()})]

    again = {r.student: (r.score, fresh) for r, fresh in grade(toy, changed, store, toy_pool)}

    assert again == {"alice": (10.0, False), "bob": (10.0, True)}


def test_a_grader_killed_in_the_middle_gives_the_same_scores_when_run_again(tmp_path):
    """What was written is kept, what was in flight is judged again, nothing differs."""
    submissions = tmp_path / "submissions"
    for number in range(6):
        folder = submissions / f"student{number}"
        folder.mkdir(parents=True)
        text = SLOW if number % 2 else "def total(x):\n    return float(x.sum())\n"
        (folder / "shapes.py").write_text(text)

    def command(to):
        return [
            sys.executable, "-m", "grader.cli", "autograde", str(submissions),
            "--to", str(tmp_path / to), "--course", str(TOY), "--jobs", "1",
        ]  # fmt: skip

    killed = subprocess.Popen(command("killed"), stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 300
    while len(list((tmp_path / "killed").glob("*.json"))) < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    killed.kill()
    killed.wait()
    partial = len(list((tmp_path / "killed").glob("*.json")))
    again = subprocess.run(command("killed"), capture_output=True, text=True, check=False)
    whole = subprocess.run(command("whole"), capture_output=True, text=True, check=False)

    assert 2 <= partial < 6
    assert (again.returncode, whole.returncode) == (0, 0)
    assert "up to date" in again.stdout
    for path in sorted((tmp_path / "whole").glob("*.json")):
        assert path.read_bytes() == (tmp_path / "killed" / path.name).read_bytes()
    assert (tmp_path / "whole/scores.csv").read_bytes() == (
        tmp_path / "killed/scores.csv"
    ).read_bytes()


def broken_course(tmp_path, old, new, where="solutions/shapes.py"):
    """Return a copy of the toy course with one text replaced."""
    root = tmp_path / "course"
    shutil.copytree(TOY, root)
    path = root / where
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    return root


def test_the_toy_course_proves_itself(toy):
    """Stubs UNANSWERED throughout, solutions PASSED throughout."""
    assert judge_stubs_and_solutions(toy) == []


def test_a_wrong_solution_is_found_before_anybody_is_judged_by_it(tmp_path):
    """The proof names the check, and autograde refuses to start."""
    root = broken_course(tmp_path, "x * 2", "x * 3", "solutions/shapes.py")
    (root / "hidden" / "test_shapes_hidden.py").write_text(
        (TOY / "hidden" / "test_shapes_hidden.py")
        .read_text()
        .replace('reference.call("shapes.double", x))', "2 * x)")
    )

    problems = judge_stubs_and_solutions(find_course(root))

    assert any("the solutions are WRONG" in problem for problem in problems)
    with (
        Pool(WorkerConfig(root), jobs=1) as pool,
        pytest.raises(CourseError, match="reference itself"),
    ):
        list(pool.judge([task(0, {"shapes.py": RIGHT})]))


def test_a_solution_that_raises_is_said_in_one_line(tmp_path):
    """What it raises stands there, not a traceback of the grader."""
    root = broken_course(tmp_path, "x * 2", "x.no_such_thing", "solutions/shapes.py")

    with (
        Pool(WorkerConfig(root), jobs=1) as pool,
        pytest.raises(CourseError, match="no_such_thing"),
    ):
        list(pool.judge([task(0, {"shapes.py": RIGHT})]))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("import torch\n", "import torch\nimport no_such_module\n", "cannot be collected"),
        ('"T1", points=4, base=True', '"T9", points=4, base=True', "T9"),
        (
            '"T1", points=4, base=True',
            '"T1", points=-4, base=True',
            "points is -4, expected a number above 0",
        ),
        (
            '"T1", points=4, base=True',
            '"T1", points=4, bse=True',
            'key "bse" of its marker is unknown',
        ),
        ('@pytest.mark.check("T1", points=4, base=True)\n', "", "has no check marker"),
        ('    """Every element is doubled."""\n', "", "has no docstring"),
    ],
)
def test_hidden_tests_that_cannot_judge_are_named(tmp_path, monkeypatch, old, new, words):
    """An author's slip is one clear line, not a class of zeros."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.delitem(sys.modules, "test_shapes_hidden", raising=False)
    root = broken_course(tmp_path, old, new, "hidden/test_shapes_hidden.py")

    with pytest.raises(CourseError, match=words):
        run_session(find_course(root), no_channel, lambda judge: None)


def test_a_course_without_hidden_tests_is_named(tmp_path, monkeypatch):
    """An empty folder cannot judge anybody."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    root = tmp_path / "course"
    shutil.copytree(TOY, root)
    (root / "hidden" / "test_shapes_hidden.py").unlink()

    with pytest.raises(CourseError, match="holds no hidden tests"):
        run_session(find_course(root), no_channel, lambda judge: None)


def no_channel(files):
    """Stand for the box where none is reached."""
    raise AssertionError(f"nobody may be asked: {sorted(files)}")
