"""Result files: whole or not there, and tables that a spreadsheet can open safely."""

import csv
import json
import os

import pytest
from helpers.made_results import TOY, result

from grader.errors import ResultsError
from grader.results.store import ResultStore, read_result, status
from grader.results.tables import ScoreTable, add_cost, write_scores


@pytest.fixture
def store(tmp_path):
    """An empty results folder."""
    return ResultStore(tmp_path / "results")


def test_a_result_comes_back_as_it_was_written(store):
    """Points per exercise, score and outcomes."""
    store.write(result())

    found = store.load("alice")

    assert found == result()
    assert (found.score, found.max_score, found.judged) == (10.0, 10.0, True)


@pytest.mark.parametrize(("outcome", "score"), [("WRONG", 6.0), ("NOT_JUDGED", None)])
def test_our_failure_leaves_the_score_open(store, outcome, score):
    """A wrong answer costs its points; what was not judged costs nothing and gives nothing."""
    store.write(result(outcome=outcome))

    assert json.loads(store.path("alice").read_text())["score"] == score


def test_the_file_has_no_time_and_no_place_in_it(store, tmp_path):
    """The same result gives the same bytes anywhere."""
    other = ResultStore(tmp_path / "elsewhere")
    store.write(result())
    other.write(result())

    assert store.path("alice").read_bytes() == other.path("alice").read_bytes()


@pytest.mark.parametrize(
    "text",
    ["", "{", '{"schema": "another/1"}', '{"schema": "grader/result/1"}', "[]", "null", "\x00"],
)
def test_a_half_written_or_foreign_file_is_no_result(store, text):
    """It is judged again instead of being believed."""
    store.path("alice").write_text(text)

    assert read_result(store.path("alice")) is None


def test_the_table_has_a_row_a_student_and_a_column_an_exercise(store):
    """Open scores and refusals are blank, never zero."""
    results = [
        result(),
        result("bob", outcome="NOT_JUDGED"),
        result("carl", exercises=[], refused="carl.zip is corrupt"),
    ]

    write_scores(store.folder, results, TOY.unit)

    with (store.folder / "scores.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["student"], row["score"], row["T1"], row["T2"]) for row in rows] == [
        ("alice", "10", "6", "4"),
        ("bob", "", "6", ""),
        ("carl", "", "", ""),
    ]
    assert rows[1]["status"] == "open: 1 checks not judged"
    assert rows[2]["status"] == "refused: carl.zip is corrupt"


@pytest.mark.parametrize(
    "name", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", 'a,"b"\n', "\x1b[2J"]
)
def test_a_name_is_never_a_formula_or_a_second_row(store, name):
    """A spreadsheet shows it as text; a terminal prints it harmlessly."""
    write_scores(store.folder, [result(name)], TOY.unit)

    with (store.folder / "scores.csv").open(newline="") as file:
        header, row = csv.reader(file)
    assert row[0][0] not in "=+-@"
    assert row[0].isprintable()
    assert len(row) == len(header)


def test_costs_are_kept_from_run_to_run(tmp_path):
    """A second run that grades one more student does not forget the first."""
    add_cost(tmp_path, "alice", wall_s=0.25, cpu_s=0.125)
    add_cost(tmp_path, "=bob", wall_s=0.5, cpu_s=0.25)

    assert (tmp_path / "costs.csv").read_text() == "alice,0.250,0.125\n'=bob,0.500,0.250\n"


def test_rows_stand_in_the_order_of_the_class_whatever_is_done_first(tmp_path):
    """Judges end in any order; a table does not."""
    with ScoreTable(tmp_path, TOY.unit) as table:
        for number, name in [(2, "carl"), (0, "alice"), (1, "bob")]:
            table.put(number, result(name))

    with (tmp_path / "scores.csv").open(newline="") as file:
        assert [row["student"] for row in csv.DictReader(file)] == ["alice", "bob", "carl"]


def test_a_table_that_is_not_finished_leaves_the_earlier_one(tmp_path):
    """A run that stops in the middle does not cut the class in half."""
    write_scores(tmp_path, [result()], TOY.unit)
    before = (tmp_path / "scores.csv").read_bytes()

    def stop_in_the_middle():
        with ScoreTable(tmp_path, TOY.unit) as table:
            table.put(0, result("bob"))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stop_in_the_middle()

    assert (tmp_path / "scores.csv").read_bytes() == before
    assert os.listdir(tmp_path) == ["scores.csv"]


def test_status_says_in_words_what_the_teacher_has_to_do():
    """Nothing, or look."""
    assert status(result()) == "graded"


def test_a_file_in_place_of_the_folder_is_named(tmp_path):
    """One line, nothing overwritten."""
    (tmp_path / "results").write_text("mine")

    with pytest.raises(ResultsError, match="is a file"):
        ResultStore(tmp_path / "results")

    assert (tmp_path / "results").read_text() == "mine"


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    """The reason is the system's own."""
    (tmp_path / "file").write_text("")

    with pytest.raises(ResultsError, match="cannot be written here"):
        ResultStore(tmp_path / "file" / "results")


def test_a_write_that_fails_leaves_the_old_result(store, monkeypatch):
    """A full disk in the middle: the old file stays, no half of a new one lies about."""
    store.write(result())

    def full(fd):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(ResultsError, match="No space left on device"):
        store.write(result(outcome="WRONG"))
    assert store.load("alice") == result()
    assert os.listdir(store.folder) == ["alice.json"]
