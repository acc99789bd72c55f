"""The plan: what a change touches is judged again, module by module; everything else is kept."""

import shutil
from dataclasses import replace
from unittest import mock

import msgspec
import pytest
from helpers.regrading import (
    BOX,
    DOUBLE,
    HIDDEN,
    INTEGERS,
    NOTHING,
    TOTAL,
    Scripted,
    asked_after,
    edit,
    rows_of,
    run,
    two_modules,
    work_of,
)

from grader.box.sandbox import Walls
from grader.box.strength import INNER_ONLY, NO_LANDLOCK, UNSAFE, torch_version
from grader.course.manifest import find_course
from grader.engine.file_reads import FileReadsReader
from grader.engine.grading import grade
from grader.engine.plan import everything
from grader.engine.regrade import Regrade
from grader.errors import SubmissionRefused
from grader.intake import Refusal
from grader.messages.message import Message
from grader.results.records import UnitId
from grader.results.store import ResultStore, read_result

FIRST, SECOND = [DOUBLE, INTEGERS], [TOTAL, NOTHING]
EVERYTHING = FIRST + SECOND
OWN = {"T1": FIRST, "T2": SECOND}


@pytest.fixture
def split(root):
    """The toy course with a module for each of its exercises."""
    two_modules(root)
    return root


def whys_of(folder) -> dict[str, str]:
    """Return why each exercise was looked at again."""
    return {row[1]: row[4] for row in rows_of(folder)}


def test_nothing_changed_runs_nothing(root, tmp_path):
    """And writes nothing."""
    run(root, tmp_path / "results", [work_of("alice")])
    before = (tmp_path / "results" / "alice.json").stat().st_mtime_ns

    asked, graded = run(root, tmp_path / "results", [work_of("alice")], regrade=True)

    assert asked == []
    assert not graded["alice"].fresh
    assert (tmp_path / "results" / "alice.json").stat().st_mtime_ns == before
    assert rows_of(tmp_path / "results") == []


def test_of_one_changed_hidden_test_only_the_module_runs(split, tmp_path):
    """The other module is kept; the table names the test and nothing else."""
    changed = (HIDDEN, "torch.zeros(0)", "torch.zeros(0, 2)")

    assert asked_after(split, tmp_path, changed) == [TOTAL, NOTHING]
    assert rows_of(tmp_path / "results") == [
        ["alice", "T2", "4", "4", f"hidden test {NOTHING} changed"]
    ]


ESSAY = '\n[[manual]]\nid = "essay"\ntitle = "Why the loss falls"\npoints = 3\n'


def test_what_a_person_grades_is_no_reason_to_judge_again(root, tmp_path):
    """Such a result is always open in its file; all that the checks said is kept."""
    manifest = root / "exercises" / "unit.toml"
    manifest.write_text(manifest.read_text() + ESSAY)

    assert asked_after(root, tmp_path) == []
    assert rows_of(tmp_path / "results") == []


def test_a_manual_exercise_comes_and_goes_without_judging(root, tmp_path):
    """Its result is there, worth what the manifest says, and gone again; no check is asked."""
    folder, manifest = tmp_path / "results", root / "exercises" / "unit.toml"
    plain = manifest.read_text()
    run(root, folder, [work_of("alice")])
    worth = []
    for text in (plain + ESSAY, plain + ESSAY.replace("3", "5"), plain):
        manifest.write_text(text)

        asked, done = run(root, folder, [work_of("alice")])

        assert asked == []
        result = done["alice"].result
        worth.append((result.max_score, result.score, [each.id for each in result.exercises]))

    both = ["T1", "T2", "essay"]
    assert worth == [(13.0, None, both), (15.0, None, both), (10.0, 10.0, ["T1", "T2"])]


def test_what_was_not_judged_is_judged_again_beside_a_manual_exercise(root, tmp_path):
    """The grader's own failure is not mistaken for what waits for a person."""
    manifest = root / "exercises" / "unit.toml"
    manifest.write_text(manifest.read_text() + ESSAY)

    asked = asked_after(root, tmp_path, outcomes={TOTAL: "NOT_JUDGED"})

    assert set(asked) == set(EVERYTHING)


@pytest.mark.parametrize(
    ("change", "outcomes", "names"),
    [
        (("block()", "block() + 1"), {}, [DOUBLE, INTEGERS]),
        (("torch.arange(6)\n", "torch.arange(7)\n"), {}, [DOUBLE, INTEGERS]),
        (("torch.arange(6)\n", "torch.arange(7)\n"), {DOUBLE: "WRONG"}, [DOUBLE, INTEGERS]),
        (("torch.zeros(0)", "torch.zeros(0, 2)"), {TOTAL: "TIMED_OUT"}, [TOTAL, NOTHING]),
    ],
)
def test_all_checks_of_a_module_are_judged_together(split, tmp_path, change, outcomes, names):
    """
    As in a first run: a submission keeps state while it is asked.

    A base may close the gate of a changed check, and late answers end an exercise.
    """
    assert asked_after(split, tmp_path, (HIDDEN, *change), outcomes=outcomes) == names


def test_a_neighbour_in_the_module_is_told_only_if_its_score_changed(root, tmp_path):
    """It was judged again for the other's sake, so an equal score is no news."""
    folder = tmp_path / "results"
    entries = [work_of("alice"), work_of("bob")]
    run(root, folder, entries[:1])
    run(root, folder, entries[1:], {INTEGERS: "WRONG"})
    edit(root, HIDDEN, "torch.zeros(0)", "torch.zeros(0, 2)")

    asked, _ = run(root, folder, entries, regrade=True)

    assert asked == [("alice", EVERYTHING), ("bob", EVERYTHING)]
    why = f"hidden test {NOTHING} changed"
    assert sorted(rows_of(folder)) == [
        ["alice", "T2", "4", "4", why],
        ["bob", "T1", "4", "6", why],
        ["bob", "T2", "4", "4", why],
    ]


@pytest.mark.parametrize(
    ("file", "old", "new", "names", "why"),
    [
        (
            "hidden/inputs.py",
            "6.0",
            "7.0",
            FIRST,
            {"T1": f"what {DOUBLE} uses of inputs.py changed"},
        ),
        ("hidden/inputs.py", "return 1", "return 2", [], {}),
        (HIDDEN, "    x = torch.zeros(0)\n", "    # nothing\n    x = torch.zeros(0)\n", [], {}),
        (
            HIDDEN,
            "[1.0, 2.0]",
            "[1.0, 3.0]",
            EVERYTHING,
            {
                "T1": f"what {DOUBLE} uses of test_shapes_hidden.py changed; "
                f"what {INTEGERS} uses of test_shapes_hidden.py changed",
                "T2": f"what {TOTAL} uses of test_shapes_hidden.py changed; "
                f"what {NOTHING} uses of test_shapes_hidden.py changed",
            },
        ),
        (
            "hidden/mistakes/T1_double.py",
            "x + 2",
            "x + 3",
            FIRST,
            {"T1": "the known mistakes of T1 changed"},
        ),
        ("solutions/shapes.py", "x * 2", "2 * x", FIRST, {"T1": "solutions/shapes.py changed"}),
        ("exercises/unit.toml", "limit_s = 2", "limit_s = 3", FIRST, {"T1": "limits of T1"}),
        ("exercises/unit.toml", "What is twice 3?", "Twice 4?", [], {}),
    ],
)
def test_what_depends_on_a_change_runs_and_nothing_else(
    split, tmp_path, file, old, new, names, why
):
    """Helpers, neighbours, known mistakes, solutions and limits reach their users."""
    assert asked_after(split, tmp_path, (file, old, new)) == names
    whys = whys_of(tmp_path / "results")
    assert whys.keys() == why.keys()
    assert all(words in whys[exercise] for exercise, words in why.items())


def test_changed_data_beside_the_hidden_tests_reaches_every_check(split, tmp_path):
    """Any check may read it."""
    (split / "hidden" / "data.csv").write_text("1\n")

    assert asked_after(split, tmp_path, ("hidden/data.csv", "1", "2")) == EVERYTHING
    why = "the data of the hidden tests changed"
    assert whys_of(tmp_path / "results") == {"T1": why, "T2": why}


def test_another_grader_reaches_every_check(split, tmp_path, monkeypatch):
    """What judges decides every verdict."""
    run(split, tmp_path / "results", [work_of("alice")])
    monkeypatch.setattr("grader.engine.snapshot.grader_digest", lambda: "another")

    asked, _ = run(split, tmp_path / "results", [work_of("alice")], regrade=True)

    assert asked == [("alice", EVERYTHING)]
    assert whys_of(tmp_path / "results") == dict.fromkeys(("T1", "T2"), "the grader changed")


@pytest.mark.parametrize("before", [[], ["zoe"]])
def test_changed_points_are_added_up_again_without_running_anything(root, tmp_path, before):
    """A passed check is worth what it is worth now, whether a judge is warm by then or not."""
    folder = tmp_path / "results"
    run(root, folder, [work_of("alice")], {NOTHING: "WRONG"})
    edit(root, HIDDEN, '"T2", points=3', '"T2", points=5')

    entries = [*map(work_of, before), work_of("alice")]
    asked, graded = run(root, folder, entries, regrade=True)

    assert [student for student, _ in asked] == before
    assert graded["alice"].result.score == 9.33  # 6, and five sixths of 4
    assert read_result(folder / "alice.json") == graded["alice"].result
    assert rows_of(folder) == [["alice", "T2", "3", "3.33", f"points of {TOTAL} changed"]]


@pytest.mark.parametrize("before", [[], ["zoe"]])
def test_changed_points_of_an_exercise_are_one_edit_and_run_nothing(root, tmp_path, before):
    """The manifest alone says what an exercise is worth; its checks are weights."""
    folder = tmp_path / "results"
    run(root, folder, [work_of("alice")], {NOTHING: "WRONG"})
    edit(root, "exercises/unit.toml", "points = 4", "points = 8")

    entries = [*map(work_of, before), work_of("alice")]
    asked, graded = run(root, folder, entries, regrade=True)

    assert [student for student, _ in asked] == before
    assert (graded["alice"].result.score, graded["alice"].result.max_score) == (12.0, 14.0)
    assert rows_of(folder) == [["alice", "T2", "3", "6", "points of T2 changed"]]


def test_new_and_gone_tests_are_told(split, tmp_path):
    """A renamed test is one of each."""
    changed = (HIDDEN, f"def {NOTHING}", "def test_total_of_an_empty_tensor")

    assert asked_after(split, tmp_path, changed) == [TOTAL, "test_total_of_an_empty_tensor"]
    assert whys_of(tmp_path / "results") == {
        "T2": f"hidden test test_total_of_an_empty_tensor is new; hidden test {NOTHING} is gone"
    }


def test_tests_that_are_not_known_any_more_are_run_throughout(split, tmp_path):
    """Without the record of the earlier tests nothing is guessed."""
    folder = tmp_path / "results"
    run(split, folder, [work_of("alice")])
    shutil.rmtree(folder / ".tests")
    edit(split, HIDDEN, "torch.zeros(0)", "torch.zeros(0, 2)")

    asked, _ = run(split, folder, [work_of("alice")], regrade=True)

    assert asked == [("alice", EVERYTHING)]
    assert whys_of(folder) == dict.fromkeys(("T1", "T2"), "the hidden tests changed")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (
            {"box": replace(BOX, torch="2.0.0+cu130")},
            f"judged with torch 2.0.0+cu130 before, {torch_version()} now",
        ),
        ({"box": replace(BOX, strength=NO_LANDLOCK)}, "judged in a weaker box before"),
        ({"box": replace(BOX, strength=UNSAFE)}, "judged in a weaker box before"),
        ({"unit": UnitId("other", "1.0")}, "another unit"),
    ],
)
def test_verdicts_of_another_torch_box_or_unit_are_not_kept(split, tmp_path, change, why):
    """Everything runs again, and the table says why."""
    store = ResultStore(tmp_path / "results")
    _, graded = run(split, store.folder, [work_of("alice")])
    store.write(msgspec.structs.replace(graded["alice"].result, **change))

    asked, _ = run(split, store.folder, [work_of("alice")], regrade=True)

    assert asked == [("alice", EVERYTHING)]
    assert whys_of(store.folder) == dict.fromkeys(("T1", "T2"), why)


def test_another_version_of_the_unit_keeps_what_did_not_change(split, tmp_path):
    """The version is a name; the tests decide."""
    folder = tmp_path / "results"
    run(split, folder, [work_of("alice")])
    edit(split, "exercises/unit.toml", 'version = "1.0"', 'version = "1.1"')

    asked, graded = run(split, folder, [work_of("alice")])

    assert asked == []
    assert graded["alice"].result.unit == UnitId("toy", "1.1")


@pytest.mark.parametrize("outer", [True, False])
def test_a_box_that_this_machine_cannot_better_is_good_enough(split, tmp_path, monkeypatch, outer):
    """Without bubblewrap here the inner layers are; with it everybody is judged again."""
    store = ResultStore(tmp_path / "results")
    _, graded = run(split, store.folder, [work_of("alice")])
    weaker = replace(BOX, strength=INNER_ONLY)
    store.write(msgspec.structs.replace(graded["alice"].result, box=weaker))
    monkeypatch.setattr("grader.engine.grading.find_walls", lambda: Walls(outer, True))
    edit(split, HIDDEN, "torch.zeros(0)", "torch.zeros(0, 2)")

    asked, _ = run(split, store.folder, [work_of("alice")], regrade=True)

    assert asked == [("alice", EVERYTHING if outer else SECOND)]


def test_what_was_not_judged_is_judged_again_and_told(split, tmp_path):
    """An open score is blank in the table; it stands first where it is open now."""
    folder = tmp_path / "results"
    run(split, folder, [work_of("alice")], {DOUBLE: "NOT_JUDGED"})

    asked, graded = run(split, folder, [work_of("alice")], regrade=True)

    assert asked == [("alice", EVERYTHING)]
    assert graded["alice"].result.score == 10
    assert rows_of(folder) == [
        ["alice", "T2", "4", "4", "not judged before"],
        ["alice", "T1", "", "6", "not judged before"],
    ]


def test_what_was_refused_is_judged_and_told(split, tmp_path):
    """It has no verdict that could be kept, and no score before."""
    folder = tmp_path / "results"
    run(split, folder, [Refusal("alice", Message.whole("alice.zip is corrupt."))])

    asked, graded = run(split, folder, [work_of("alice")], regrade=True)

    assert asked == [("alice", EVERYTHING)]
    assert graded["alice"].result.score == 10
    assert {tuple(row[1:]) for row in rows_of(folder)} == {
        ("T1", "", "6", "not judged before"),
        ("T2", "", "4", "not judged before"),
    }


def test_pictures_that_were_not_recorded_make_everything_run(split, tmp_path):
    """They are asked for after all verdicts; with them there, nothing runs."""
    store = ResultStore(tmp_path / "results")
    judges, changes = Scripted(split, {NOTHING: "WRONG"}), Regrade(store.folder)
    run(split, store.folder, [work_of("alice")])

    course, entries = find_course(split), [work_of("alice")]
    list(grade(course, entries, store, judges, regrade=changes, figures=True))
    changes.finish()

    assert judges.asked == [("alice", EVERYTHING)]
    assert whys_of(store.folder) == dict.fromkeys(("T1", "T2"), "its pictures were not recorded")


def test_what_was_never_graded_has_every_module_to_judge_for_that_reason(split):
    """Nothing is kept, so no exercise is named in the task: none stands for all."""
    course = find_course(split)

    plan = everything(course.unit, None, "not graded before")

    assert plan.stale == dict.fromkeys(("shapes", "sums"), ("not graded before",))
    assert plan.own == dict.fromkeys(("T1", "T2"), ("not graded before",))
    assert plan.exercises(course.unit) == ()
    assert list(plan.kept()) == []


@pytest.mark.parametrize(
    ("sums", "files", "names", "why"),
    [
        ("1", {"sums": "2"}, SECOND, "the student's sums.py changed"),
        ("import shapes", {"shapes": "3"}, EVERYTHING, "the student's shapes.py changed"),
        ("open('x')", {"shapes": "3"}, EVERYTHING, "the student's shapes.py changed"),
        ("1", {"shapes": "3"}, FIRST, "the student's shapes.py changed"),
        ("1", {"helper": "3"}, EVERYTHING, "the student's helper.py changed"),
    ],
)
def test_a_changed_module_runs_its_own_checks_and_those_of_its_readers(
    split, tmp_path, sums, files, names, why
):
    """A module may import a neighbour or read its file; another file could mean anything."""
    folder = tmp_path / "results"
    run(split, folder, [work_of("alice", sums=sums)])

    asked, graded = run(split, folder, [work_of("alice", **{"sums": sums} | files)], regrade=True)

    assert asked == [("alice", names)]
    whys = whys_of(folder)
    assert whys == dict.fromkeys(whys, why)
    assert whys.keys() == {exercise for exercise, own in OWN.items() if set(own) <= set(names)}
    assert [len(e.checks) for e in graded["alice"].result.exercises] == [2, 2]


def test_where_nobody_can_tell_what_is_read_everything_is_judged_again():
    """A reader that stalls or dies keeps no verdict that it might have told to drop."""

    def died(*_args):
        raise SubmissionRefused("ends the reader (SIGSEGV)")

    with FileReadsReader() as reads, mock.patch.object(reads, "answer", died):
        found = reads.reached({"a.py": b"", "b.py": b""})

    assert all(set(each) == {"a.py", "b.py"} for each in (found["a.py"], found["b.py"]))
