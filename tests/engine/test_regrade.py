"""Regrading: what a change touches runs again, all else is kept, and scores equal a full grade."""

import csv
import os
import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from helpers.courses import REPOSITORY, TOY
from helpers.judged import task

from grader.course.manifest import find_course
from grader.engine import snapshot
from grader.engine.dependencies import HiddenSources
from grader.engine.grading import grade
from grader.engine.local import Pool
from grader.engine.regrade import Regrade
from grader.engine.snapshot import changed_parts, take_snapshot
from grader.engine.worker import Judged, Ready, WorkerConfig, _judge_one
from grader.intake import Submission
from grader.judging.plugin import Judgement
from grader.results.outcomes import Outcome
from grader.results.store import ResultStore, read_result

RIGHT = (TOY / "solutions" / "shapes.py").read_text()
DOUBLE, INTEGERS, TOTAL, NOTHING = (
    "test_double_doubles",
    "test_double_keeps_integers",
    "test_total_adds_up",
    "test_total_of_nothing_is_zero",
)
BOX = {"strength": "full", "torch": __import__("importlib.metadata").metadata.version("torch")}


@pytest.fixture
def root(tmp_path) -> Path:
    """A copy of the toy course whose hidden test of T1 uses a helper of a neighbour."""
    root = tmp_path / "course"
    shutil.copytree(TOY, root)
    (root / "hidden" / "inputs.py").write_text(
        "import torch\n\n\ndef block():\n    return torch.arange(6.0).reshape(2, 3)\n\n\n"
        "def unused():\n    return 1\n"
    )
    hidden = root / "hidden" / "test_shapes_hidden.py"
    text = hidden.read_text().replace("torch.arange(6.0).reshape(2, 3)", "block()", 1)
    hidden.write_text(text.replace("import torch\n", "import torch\nfrom inputs import block\n", 1))
    return root


def edit(root: Path, file: str, old: str, new: str) -> None:
    """Replace one text in a file of a course."""
    path = root / file
    text = path.read_text()
    assert text.count(old) >= 1, (file, old)
    path.write_text(text.replace(old, new, 1))


class Scripted:
    """Judges that follow a script, note what they were asked, and answer for nothing else."""

    def __init__(self, root: Path, outcomes: dict[str, str] | None = None) -> None:
        self.root, self.outcomes, self.asked = root, outcomes or {}, []

    def start(self):
        """Be ready at once."""

    def judge(self, tasks):
        """Answer each task as the script says; PASSED where it says nothing."""
        course = find_course(self.root)
        facts = take_snapshot(course, "").checks
        for given in tasks:
            if not hasattr(given, "files"):
                yield given
                continue
            names = given.checks or tuple(facts)
            self.asked.append((given.student, names))
            yield Judged(given.number, tuple(self.check(facts, n) for n in names), BOX, 0.1, 0.1)

    def check(self, facts, name):
        """Return one check as a worker sends it."""
        outcome = self.outcomes.get(name, "PASSED")
        points = facts[name].check.points
        return {
            "exercise": facts[name].check.exercise,
            "name": name,
            "sentence": name,
            "outcome": outcome,
            "points": points,
            "earned": points if outcome == "PASSED" else 0.0,
            "message": "",
            "note": "",
        }


def work_of(name: str, **files: str) -> Submission:
    """Return a submission of ``shapes.py`` and perhaps other *files*."""
    texts = {"shapes": RIGHT} | files
    return Submission(name, {f"{stem}.py": text.encode() for stem, text in texts.items()})


def run(root: Path, folder: Path, entries, outcomes=None, *, regrade=False):
    """Grade by a script; return what was asked and the results by student."""
    judges = Scripted(root, outcomes)
    changes = Regrade(folder) if regrade else None
    done = list(grade(find_course(root), entries, ResultStore(folder), judges, regrade=changes))
    if changes is not None:
        changes.finish()
    return judges.asked, {result.student: (result, fresh) for result, fresh in done}


def rows_of(folder: Path) -> list[list[str]]:
    """Return the rows of regrade.csv without its header."""
    with (folder / "regrade.csv").open(newline="") as file:
        header, *rows = csv.reader(file)
    assert header == ["student", "exercise", "old", "new", "why"]
    return rows


def asked_after(root, tmp_path, *edits, outcomes=None):
    """Grade alice, edit the course, grade her again; return the checks that ran then."""
    run(root, tmp_path / "results", [work_of("alice")], outcomes)
    for file, old, new in edits:
        edit(root, file, old, new)
    asked, _ = run(root, tmp_path / "results", [work_of("alice")], outcomes, regrade=True)
    return [name for _, names in asked for name in names]


HIDDEN = "hidden/test_shapes_hidden.py"


@pytest.mark.parametrize(
    "file",
    [
        "judging/plugin.py",
        "testing/compare.py",
        "diagnosis/explain.py",
        "box/inside/values.py",
        "results/outcomes.py",
    ],
)
def test_the_grader_digest_covers_what_decides_a_verdict(file, tmp_path, monkeypatch):
    """A change of the code that asks, compares or explains makes every verdict stale."""
    shutil.copytree(snapshot.GRADER, tmp_path / "grader")
    monkeypatch.setattr(snapshot, "GRADER", tmp_path / "grader")
    before = snapshot.grader_digest.__wrapped__()

    (tmp_path / "grader" / file).write_text("changed = True\n")

    assert snapshot.grader_digest.__wrapped__() != before


def test_nothing_changed_runs_nothing(root, tmp_path):
    """And writes nothing."""
    run(root, tmp_path / "results", [work_of("alice")])
    before = (tmp_path / "results" / "alice.json").stat().st_mtime_ns

    asked, results = run(root, tmp_path / "results", [work_of("alice")], regrade=True)

    assert asked == []
    assert not results["alice"][1]
    assert (tmp_path / "results" / "alice.json").stat().st_mtime_ns == before
    assert rows_of(tmp_path / "results") == []


def test_one_changed_hidden_test_is_all_that_runs(root, tmp_path):
    """The base of its exercise passed, so it is not asked again."""
    changed = (HIDDEN, "torch.zeros(0)", "torch.zeros(0, 2)")

    assert asked_after(root, tmp_path, changed) == [NOTHING]
    assert rows_of(tmp_path / "results") == [
        ["alice", "T2", "4", "4", f"hidden test {NOTHING} changed"]
    ]


def test_a_changed_base_takes_the_gated_checks_of_its_exercise_along(root, tmp_path):
    """They count only once it passes."""
    changed = (HIDDEN, "block()", "block() + 1")

    assert asked_after(root, tmp_path, changed) == [DOUBLE, INTEGERS]


def test_a_gated_check_whose_base_failed_is_judged_together_with_it(root, tmp_path):
    """Alone it would not know that the gate is closed."""
    changed = (HIDDEN, "torch.arange(6)\n", "torch.arange(7)\n")

    assert asked_after(root, tmp_path, changed, outcomes={DOUBLE: "WRONG"}) == [DOUBLE, INTEGERS]


def test_a_late_answer_makes_the_whole_exercise_run(root, tmp_path):
    """After two late answers the rest of an exercise is not asked, so its checks hang together."""
    changed = (HIDDEN, "torch.zeros(0)", "torch.zeros(0, 2)")

    assert asked_after(root, tmp_path, changed, outcomes={TOTAL: "TIMED_OUT"}) == [TOTAL, NOTHING]


@pytest.mark.parametrize(
    ("file", "old", "new", "names", "why"),
    [
        ("hidden/inputs.py", "6.0", "7.0", [DOUBLE, INTEGERS], "uses of inputs.py changed"),
        ("hidden/inputs.py", "return 1", "return 2", [], ""),
        (HIDDEN, "    x = torch.zeros(0)\n", "    # nothing\n    x = torch.zeros(0)\n", [], ""),
        (HIDDEN, "x + 2", "x + 3", [DOUBLE, INTEGERS, TOTAL, NOTHING], "changed"),
        ("solutions/shapes.py", "x * 2", "2 * x", [DOUBLE, INTEGERS, TOTAL, NOTHING], "solutions"),
        ("exercises/unit.toml", "limit_s = 2", "limit_s = 3", [DOUBLE, INTEGERS], "limits of T1"),
        ("exercises/unit.toml", "What is twice 3?", "Twice 4?", [], ""),
    ],
)
def test_what_depends_on_a_change_runs_and_nothing_else(root, tmp_path, file, old, new, names, why):
    """Helpers, neighbours, known mistakes, solutions and limits reach their users."""
    assert asked_after(root, tmp_path, (file, old, new)) == names
    assert all(why in row[4] for row in rows_of(tmp_path / "results"))
    assert bool(rows_of(tmp_path / "results")) == bool(names)


def test_changed_points_are_added_up_again_without_running_anything(root, tmp_path):
    """A passed check is worth what it is worth now."""
    changed = (HIDDEN, '"T2", points=3', '"T2", points=5')

    assert asked_after(root, tmp_path, changed) == []
    result = read_result(tmp_path / "results" / "alice.json")
    assert result is not None
    assert result.score == 12.0
    assert rows_of(tmp_path / "results") == [["alice", "T2", "4", "6", "points of T2 changed"]]


def test_new_and_gone_tests_are_told(root, tmp_path):
    """A renamed test is one of each."""
    changed = (HIDDEN, f"def {NOTHING}", "def test_total_of_an_empty_tensor")

    assert asked_after(root, tmp_path, changed) == ["test_total_of_an_empty_tensor"]
    (row,) = rows_of(tmp_path / "results")
    assert f"hidden test {NOTHING} is gone" in row[4]
    assert "hidden test test_total_of_an_empty_tensor is new" in row[4]


def test_tests_that_are_not_known_any_more_are_run_throughout(root, tmp_path):
    """Without the record of the earlier tests nothing is guessed."""
    run(root, tmp_path / "results", [work_of("alice")])
    shutil.rmtree(tmp_path / "results" / ".tests")
    edit(root, HIDDEN, "torch.zeros(0)", "torch.zeros(0, 2)")

    asked, _ = run(root, tmp_path / "results", [work_of("alice")])

    assert asked == [("alice", (DOUBLE, INTEGERS, TOTAL, NOTHING))]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"box": {**BOX, "torch": "2.0.0"}}, "torch 2.0.0"),
        ({"box": {**BOX, "strength": "inner layers only"}}, "weaker box"),
        ({"unit": {"name": "other", "version": "1"}}, "another unit"),
    ],
)
def test_verdicts_of_another_torch_box_or_unit_are_not_kept(root, tmp_path, change, words):
    """Everything runs again, and the table says why."""
    store = ResultStore(tmp_path / "results")
    _, results = run(root, store.folder, [work_of("alice")])
    store.write(replace(results["alice"][0], **change))

    asked, _ = run(root, store.folder, [work_of("alice")], regrade=True)

    assert [len(names) for _, names in asked] == [4]
    assert all(words in row[4] for row in rows_of(store.folder))


def test_what_was_not_judged_is_judged_again_and_told(root, tmp_path):
    """An open score is blank in the table; it stands first where it is open now."""
    run(root, tmp_path / "results", [work_of("alice")], {DOUBLE: "NOT_JUDGED"})

    asked, _ = run(root, tmp_path / "results", [work_of("alice")], regrade=True)

    assert len(asked) == 1
    assert ["alice", "T1", "", "6", "not judged before"] in rows_of(tmp_path / "results")


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


def two_modules(root: Path) -> None:
    """Give T2 a module of its own."""
    text = (root / "solutions" / "shapes.py").read_text()
    start = text.index("def total")
    (root / "solutions" / "sums.py").write_text("from torch import Tensor\n\n\n" + text[start:])
    edit(root, "exercises/unit.toml", 'id = "T2"\nmodule = "shapes"', 'id = "T2"\nmodule = "sums"')
    hidden = root / HIDDEN
    hidden.write_text(hidden.read_text().replace("shapes.total", "sums.total"))


@pytest.mark.parametrize(
    ("sums", "files", "names", "why"),
    [
        ("1", {"sums": "2"}, [TOTAL, NOTHING], "the student's sums.py changed"),
        ("import shapes", {"shapes": "3"}, [DOUBLE, INTEGERS, TOTAL, NOTHING], "shapes.py"),
        ("open('x')", {"shapes": "3"}, [DOUBLE, INTEGERS, TOTAL, NOTHING], "shapes.py"),
        ("1", {"shapes": "3"}, [DOUBLE, INTEGERS], "shapes.py"),
        ("1", {"helper": "3"}, [DOUBLE, INTEGERS, TOTAL, NOTHING], "helper.py"),
    ],
)
def test_a_changed_module_runs_its_own_checks_and_those_of_its_readers(
    root, tmp_path, sums, files, names, why
):
    """A module may import a neighbour or read its file; another file could mean anything."""
    two_modules(root)
    folder = tmp_path / "results"
    run(root, folder, [work_of("alice", sums=sums)])

    asked, _ = run(root, folder, [work_of("alice", **{"sums": sums} | files)], regrade=True)

    assert [name for _, found in asked for name in found] == names
    assert all(why in row[4] for row in rows_of(folder))


SOURCES = {
    "test_a.py": "import helpers\nfrom shared import *\nfrom shared import two as zwei\n\n"
    "LIMIT = 3\nLIMIT += 1\n\n\ndef test_one(student, table):\n    helpers.go(LIMIT)\n\n\n"
    "def test_two():\n    zwei()\n\n\ndef test_three():\n    eval('1')\n",
    "shared.py": "def one():\n    return two()\n\n\ndef two():\n    return 2\n",
    "helpers.py": "from shared import one\n\n\ndef go(x):\n    return one()\n",
    "lonely.py": "def alone():\n    pass\n",
    "conftest.py": "import pytest\n\n\n@pytest.fixture\ndef table():\n    return rows()\n\n\n"
    "def rows():\n    return []\n\n\n@pytest.fixture(autouse=True)\ndef quiet():\n    pass\n",
    "test_b.py": "from mistakes import plain\nfrom mistakes.loss import SUSPECTS\n\n\n"
    "def test_four():\n    plain.go()\n\n\n"
    "def test_five():\n    from hidden.mistakes.late import come\n\n    come()\n",
    "mistakes/__init__.py": "",
    "mistakes/loss.py": "from .common import fresh\n\nSUSPECTS = [fresh()]\nUNUSED = 1\n",
    "mistakes/common.py": "def fresh():\n    pass\n\n\ndef unused():\n    pass\n",
    "mistakes/plain.py": "def go():\n    pass\n",
    "mistakes/late.py": "def come():\n    pass\n",
    "loss.py": "SUSPECTS = []\n",
}
#: What every check of test_b depends on.
GATHERED = [("mistakes", ""), ("mistakes.loss", "SUSPECTS"), ("mistakes.common", "fresh")]


@pytest.mark.parametrize(
    ("module", "test", "used", "unused"),
    [
        (
            "test_a",
            "test_one",
            [("helpers", "go"), ("conftest", "rows"), ("conftest", "quiet")],
            [],
        ),
        (
            "test_a",
            "test_one",
            [("test_a", "LIMIT"), ("test_a", ""), ("shared", "two")],
            [("lonely", "alone")],
        ),
        ("test_a", "test_two", [("shared", "two"), ("conftest", "quiet")], [("helpers", "go")]),
        ("test_a", "test_three", [("lonely", "alone"), ("helpers", "go")], []),
        (
            "test_b",
            "test_four",
            [*GATHERED, ("mistakes.plain", "go")],
            [
                *[("mistakes.loss", "UNUSED"), ("mistakes.common", "unused")],
                *[("mistakes.late", "come"), ("loss", "SUSPECTS")],
            ],
        ),
        (
            "test_b",
            "test_five",
            [*GATHERED, ("mistakes.late", "come")],
            [("mistakes.plain", "go"), ("loss", "SUSPECTS")],
        ),
    ],
)
def test_dependencies_are_found_in_the_source(module, test, used, unused):
    """Helpers, fixtures by argument, autouse, star imports, packages; eval means all."""
    found = HiddenSources(SOURCES).used_by(module, test)

    assert set(used) <= found
    assert not set(unused) & found


@pytest.fixture
def unit(tmp_path) -> Path:
    """A copy of the course of this repository."""
    for folder in ("exercises", "solutions", "grader/hidden"):
        shutil.copytree(REPOSITORY / folder, tmp_path / folder)
    return tmp_path


@pytest.mark.parametrize(
    ("mistakes", "module"),
    [
        ("sigmoid", "logistic"),
        ("logistic", "logistic"),
        ("graph_gradients", "gradients"),
        ("accuracy", "training"),
        ("loss", "loss"),
    ],
)
def test_changed_mistakes_make_the_checks_of_their_module_stale(unit, mistakes, module):
    """All of them, for their messages may differ; and no check of another module."""
    course = find_course(unit)
    before = take_snapshot(course, "").checks
    with (course.hidden / "mistakes" / f"{mistakes}.py").open("a") as file:
        file.write("print('changed')\n")

    after = take_snapshot(course, "").checks

    stale = {name for name in before if changed_parts(before[name], after[name])}
    exercises = {each.id for each in course.unit.exercises if each.module == module}
    assert stale == {name for name in before if before[name].check.exercise in exercises}


def test_python_in_a_folder_that_is_no_package_is_data(root):
    """Like other data it may be read by any check, so a change makes every check stale."""
    (root / "hidden" / "samples").mkdir()
    (root / "hidden" / "samples" / "broken.py").write_text("def (")
    before = take_snapshot(find_course(root), "").checks
    (root / "hidden" / "samples" / "broken.py").write_text("def [")

    after = take_snapshot(find_course(root), "").checks

    assert list(before) == [DOUBLE, INTEGERS, TOTAL, NOTHING]
    assert {part for name in before for part in changed_parts(before[name], after[name])} == {
        "the data of the hidden tests"
    }


@pytest.mark.parametrize("place", [REPOSITORY, TOY])
def test_a_snapshot_names_the_checks_that_pytest_collects(place, pool, toy_pool):
    """In the very order of the course, so that kept and new verdicts make one result."""
    course = find_course(place)
    judges = pool if place == REPOSITORY else toy_pool
    list(judges.judge([task(0, {}, (course.unit.exercises[0].id,))]))
    ready = judges._ready
    assert isinstance(ready, Ready)

    facts = take_snapshot(course, "").checks

    assert list(facts) == [check["name"] for check in ready.blank]
    assert [found.check.points for found in facts.values()] == [c["points"] for c in ready.blank]
    assert [found.check.exercise for found in facts.values()] == [
        c["exercise"] for c in ready.blank
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

    def judge(self, tasks):
        """Hand everything on."""
        students = {}

        def seen():
            for given in tasks:
                students[given.number] = getattr(given, "student", "")
                yield given

        for done in self.pool.judge(seen()):
            if isinstance(done, Judged):
                self.ran[students[done.number]] = [check["name"] for check in done.checks]
            yield done


def test_a_regrade_runs_one_test_and_gives_the_scores_of_a_full_grade(root, tmp_path):
    """Seen in what the judges report, and from inside the hidden tests."""
    (root / "hidden" / "conftest.py").write_text(TRACE)
    wrong_for_none = RIGHT.replace("x.sum()", "(x.sum() if x.numel() else x.sum() + 1)")
    entries = [
        work_of("alice"),
        work_of("bob", shapes=wrong_for_none),
        work_of("carl", shapes=RIGHT.replace("x * 2", "x + 2")),
        work_of("dora", shapes=""),
    ]
    course, partly, fully = find_course(root), ResultStore(tmp_path / "a"), tmp_path / "b"
    with Pool(WorkerConfig(root), jobs=1) as pool:
        before = {r.student: r.score for r, _ in grade(course, entries, partly, pool)}
    edit(root, HIDDEN, "torch.zeros(0)", "torch.ones(1)")
    (root / "trace").unlink()

    with Pool(WorkerConfig(root), jobs=1) as pool:
        changes, judges = Regrade(partly.folder), Overheard(pool)
        list(grade(course, entries, partly, judges, regrade=changes))
        changes.finish()
        traced = Counter((root / "trace").read_text().split())
        list(grade(course, entries, ResultStore(fully), pool))

    assert before == {"alice": 10.0, "bob": 9.0, "carl": 4.0, "dora": 0.0}
    # dora's base is not passed, so it is asked together with the changed check.
    one = [NOTHING]
    assert judges.ran == {"alice": one, "bob": one, "carl": one, "dora": [TOTAL, NOTHING]}
    # Once for the proof of the reference; after that only what has changed, or its base.
    assert (traced[DOUBLE], traced[INTEGERS]) == (1, 1)
    assert traced[NOTHING] > 1
    assert rows_of(partly.folder)[-1][:4] == ["bob", "T2", "3", "4"]
    for name in before:
        assert (fully / f"{name}.json").read_bytes() == partly.path(name).read_bytes()


class Late:
    """A judge by whom every check of T2 is late."""

    def __init__(self):
        self.calls = []
        self.checks = [
            SimpleNamespace(function=name, exercise=exercise)
            for name, exercise in ((DOUBLE, "T1"), (TOTAL, "T2"), (NOTHING, "T2"))
        ]

    def judge(self, submission, exercises, checks, *, exhibits=False):
        """Note which checks were asked for."""
        self.calls.append(set(checks))
        late = [c for c in self.checks if c.function in checks]
        outcome = {"T1": Outcome.PASSED, "T2": Outcome.TIMED_OUT}
        return Judgement(
            tuple(SimpleNamespace(check=c, outcome=outcome[c.exercise]) for c in late), 0.0
        )


@pytest.mark.parametrize(
    ("checks", "calls"),
    [
        ((NOTHING,), [{NOTHING}, {TOTAL, NOTHING}]),
        ((DOUBLE,), [{DOUBLE}]),
        ((TOTAL, NOTHING), [{TOTAL, NOTHING}]),
    ],
)
def test_a_check_that_is_late_now_makes_its_exercise_run(checks, calls):
    """How many late answers there were decides what else is asked."""
    judge = Late()

    _judge_one(judge, replace(task(0, {}), checks=checks))

    assert judge.calls == calls


def test_the_notes_of_a_regrade_are_gone_when_its_table_is_there(root, tmp_path):
    """Nothing is left that the next regrade would go on from."""
    asked_after(root, tmp_path, (HIDDEN, "torch.zeros(0)", "torch.zeros(0, 2)"))

    assert ".regrade.jsonl" not in os.listdir(tmp_path / "results")
