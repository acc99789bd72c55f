"""The pool: whatever dies, no task is lost, and none is judged twice into two results."""

import os
import shutil
import signal
import sys
import threading
import time

import pytest
from helpers.courses import TOY
from helpers.judged import earned, task
from helpers.processes import below, children, commands

from grader.engine.local import Pool
from grader.engine.worker import WorkerConfig
from grader.errors import BoxFailed

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
        judged = list(pool.judge(tasks[:2]))
        alone = len(workers_of(os.getpid()))
        judged += pool.judge(tasks[2:])
        shared = len(workers_of(os.getpid()))

    points = {found.number: earned(found, pool.checks) for found in judged}
    assert len(judged) == 30
    assert points == {n: 10.0 if n % 3 else 0.0 for n in range(30)}
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
    assert {earned(found, pool.checks) for found in results} == {10.0}


def test_a_task_over_which_three_workers_die_has_no_verdicts_and_the_next_is_judged():
    """Nobody knows whose fault it was, so its checks stay open; the class is not held up."""
    own = os.getpid()
    before = set(children(own))
    slow = task(1, {"shapes.py": "import time\ntime.sleep(9)\n" + RIGHT})

    with Pool(WorkerConfig(TOY), jobs=1) as pool:
        pool.prepare()
        killer = Killer(lambda: [slot.process.pid for slot in pool._slots if slot.warm], 3)
        killer.start()
        (lost,) = pool.judge([slow])
        killer.join()
        (judged,) = pool.judge([task(2, {"shapes.py": RIGHT})])

    assert killer.killed == 3
    assert (lost.number, lost.verdicts) == (1, ())
    assert earned(judged, pool.checks) == 10.0
    assert set(children(own)) <= before


def kill_during(tasks, times, find):
    """Judge *tasks* while what *find* returns is killed; return also kills and checks."""
    with Pool(WorkerConfig(TOY), jobs=1) as pool:
        list(pool.judge([task(0, {"shapes.py": RIGHT})]))
        (slot,) = pool._slots
        killer = Killer(lambda: find(slot.process.pid), times)
        killer.start()
        results = list(pool.judge(tasks))
        killer.left = 0
        killer.join()
        return results, killer.killed, pool.checks


def zygotes_of_worker(pid: int) -> list[int]:
    """Return the zygotes of one worker that have been up for a moment."""
    return [child for child in children(pid) if "bwrap" in commands(child)]


class BoxedChildren:
    """The children that the zygotes of one worker have forked, and that last for a moment."""

    def __init__(self):
        self.seen = set()

    def __call__(self, pid):
        inside = [each for own in zygotes_of_worker(pid) for each in below(own)]
        zygotes = [each for each in inside if not commands(each).startswith("bwrap")]
        # The last child of a submission before may be dead and unreaped.
        forked = {child for zygote in zygotes for child in children(zygote) if commands(child)}
        lasting, self.seen = forked & self.seen, forked
        return list(lasting)


def test_a_dead_zygote_is_started_again_and_the_submission_tried_again():
    """Its death is not the student's."""
    results, killed, checks = kill_during([task(1, {"shapes.py": SLOW})], 1, zygotes_of_worker)

    assert killed == 1
    assert [earned(found, checks) for found in results] == [10.0]


def test_three_deaths_of_the_zygote_leave_the_score_open():
    """NOT_JUDGED, never a zero; the next submission is judged as if nothing had been."""
    victim = "import time\ntime.sleep(9)\n" + RIGHT

    results, killed, checks = kill_during([task(1, {"shapes.py": victim})], 3, zygotes_of_worker)

    (judged,) = results
    assert killed == 3
    assert len(judged.verdicts) == len(checks)
    assert {verdict.outcome for verdict in judged.verdicts} == {"NOT_JUDGED"}
    assert "no points are lost" in judged.verdicts[0].message.text


def test_workers_that_never_get_ready_are_one_line(monkeypatch):
    """Without a single one that was ready, nobody is given NOT_JUDGED for it."""
    monkeypatch.setattr(sys, "executable", shutil.which("false"))

    with Pool(WorkerConfig(TOY), jobs=1) as pool, pytest.raises(BoxFailed, match="grader doctor"):
        list(pool.judge([task(0, {"shapes.py": RIGHT})]))


def test_a_submission_whose_child_was_killed_from_outside_is_tried_again():
    """As the kernel does where memory runs out; the result is that of a run without it."""
    slow = "import time\ntime.sleep(2)\n" + RIGHT

    results, killed, checks = kill_during([task(1, {"shapes.py": slow})], 1, BoxedChildren())

    assert killed == 1
    assert [earned(found, checks) for found in results] == [10.0]


def test_three_kills_from_outside_leave_the_score_open():
    """NOT_JUDGED, never a zero; the teacher reads what to do."""
    victim = "import time\ntime.sleep(9)\n" + RIGHT
    tasks = [task(1, {"shapes.py": victim}), task(2, {"shapes.py": RIGHT})]

    (lost, judged), killed, checks = kill_during(tasks, 3, BoxedChildren())

    assert killed == 3
    assert {verdict.outcome for verdict in lost.verdicts} == {"NOT_JUDGED"}
    assert "perhaps because memory ran out" in lost.verdicts[0].note
    assert earned(judged, checks) == 10.0
