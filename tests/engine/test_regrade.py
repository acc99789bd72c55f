"""Regrading: the table of old and new scores, and scores that equal a full grade."""

import os
from collections import Counter

from helpers.regrading import (
    DOUBLE,
    HIDDEN,
    INTEGERS,
    NOTHING,
    RIGHT,
    TOTAL,
    Scripted,
    asked_after,
    edit,
    rows_of,
    run,
    two_modules,
    work_of,
)

from grader.course.manifest import find_course
from grader.engine.grading import grade
from grader.engine.local import Pool
from grader.engine.regrade import Regrade
from grader.engine.worker import Judged, WorkerConfig
from grader.results.store import ResultStore


def test_the_greatest_loss_stands_first(root, tmp_path):
    """Who loses points is read first; a score that is open now before all."""
    names = ["alice", "bob", "carl"]
    folder = tmp_path / "results"
    for name, outcomes in zip(names, [{NOTHING: "WRONG"}, {}, {}], strict=True):
        run(root, folder, [work_of(name)], outcomes)
    edit(root, HIDDEN, "torch.zeros(0)", "torch.zeros(0, 2)")
    changes = Regrade(folder)
    for name, outcomes in zip(names, [{}, {NOTHING: "WRONG"}, {}], strict=True):
        judges = Scripted(root, outcomes)
        list(
            grade(find_course(root), [work_of(name)], ResultStore(folder), judges, regrade=changes)
        )

    summary = changes.finish()

    assert [row[:4] for row in rows_of(folder)] == [
        ["bob", "T2", "4", "3"],
        ["carl", "T2", "4", "4"],
        ["alice", "T2", "3", "4"],
    ]
    assert (summary.regraded, summary.changed) == (3, 2)


def test_a_regrade_that_was_killed_keeps_the_first_scores(root, tmp_path):
    """The run that ends it tells old and new of those that the first run had done too."""
    folder = tmp_path / "results"
    entries = [work_of("alice"), work_of("bob")]
    run(root, folder, entries)
    edit(root, HIDDEN, "torch.zeros(0)", "torch.zeros(0, 2)")
    stopped = grade(
        find_course(root),
        entries,
        ResultStore(folder),
        Scripted(root, {NOTHING: "WRONG"}),
        regrade=Regrade(folder),
    )
    next(stopped)
    stopped.close()

    run(root, folder, entries, {NOTHING: "WRONG"}, regrade=True)

    assert [row[:4] for row in rows_of(folder)] == [
        ["alice", "T2", "4", "3"],
        ["bob", "T2", "4", "3"],
    ]


TRACE = """
import pathlib
import pytest


@pytest.fixture(autouse=True)
def trace(request):
    with (pathlib.Path(__file__).parents[1] / "trace").open("a") as file:
        file.write(request.node.name + "\\n")
"""


class Overheard:
    """Judges at work, and which checks they say they ran on whom."""

    def __init__(self, pool: Pool) -> None:
        self.pool, self.ran = pool, {}
        self.start = pool.start

    @property
    def ready(self):
        """What the judges said once they were warm."""
        return self.pool.ready

    def judge(self, tasks):
        """Hand everything on."""
        students = {}

        def seen():
            for given in tasks:
                students[given.number] = getattr(given, "student", "")
                yield given

        for done in self.pool.judge(seen()):
            if isinstance(done, Judged) and done.verdicts:
                self.ran[students[done.number]] = [verdict.name for verdict in done.verdicts]
            yield done


def test_a_regrade_runs_one_module_and_gives_the_scores_of_a_full_grade(root, tmp_path):
    """
    Seen in what the judges report, and from inside the hidden tests.

    The other checks of the module run too, whatever their outcomes: a submission keeps state
    while it is asked, so only they together say what a full grade would.
    """
    two_modules(root)
    (root / "hidden" / "conftest.py").write_text(TRACE)
    wrong_for_none = RIGHT.replace("x.sum()", "(x.sum() if x.numel() else x.sum() + 1)")
    entries = [
        work_of("alice", sums=RIGHT),
        work_of("bob", sums=wrong_for_none),
        work_of("carl", shapes=RIGHT.replace("x * 2", "x + 2"), sums=RIGHT),
        work_of("dora", shapes="", sums=""),
    ]
    course, partly, fully = find_course(root), ResultStore(tmp_path / "a"), tmp_path / "b"
    with Pool(WorkerConfig(root), jobs=1) as pool:
        first = [each.result for each in grade(course, entries, partly, pool)]
        before = {result.student: result.score for result in first}
    edit(root, HIDDEN, "torch.zeros(0)", "torch.ones(1)")
    (root / "trace").unlink()

    with Pool(WorkerConfig(root), jobs=1) as pool:
        changes, judges = Regrade(partly.folder), Overheard(pool)
        list(grade(course, entries, partly, judges, regrade=changes))
        changes.finish()
        traced = Counter((root / "trace").read_text().split())
        list(grade(course, entries, ResultStore(fully), pool))

    assert before == {"alice": 10.0, "bob": 9.0, "carl": 4.0, "dora": 0.0}
    assert judges.ran == {student: [TOTAL, NOTHING] for student in before}
    # Once for the proof of the reference: all answers of what has changed are its bytes.
    assert (traced[DOUBLE], traced[INTEGERS], traced[NOTHING]) == (1, 1, 1)
    assert rows_of(partly.folder)[-1][:4] == ["bob", "T2", "3", "4"]
    for name in before:
        assert (fully / f"{name}.json").read_bytes() == partly.path(name).read_bytes()


def test_the_notes_of_a_regrade_are_gone_when_its_table_is_there(root, tmp_path):
    """Nothing is left that the next regrade would go on from."""
    asked_after(root, tmp_path, (HIDDEN, "torch.zeros(0)", "torch.zeros(0, 2)"))

    assert ".regrade.jsonl" not in os.listdir(tmp_path / "results")
