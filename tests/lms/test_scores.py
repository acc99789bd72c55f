"""The scores of a class, less what late work loses."""

import pytest
from helpers.lms_files import CANVAS, result, run_export, scores_in, stored, written

from grader.errors import ResultsError
from grader.lms.scores import read_scores
from grader.results.class_results import open_results


def test_late_points_are_taken_off_everywhere_and_the_rule_is_shown(results, tmp_path):
    """One rule for gradebook and tables; whose time is unknown loses nothing and is listed."""
    (tmp_path / "in" / "ada" / "toy").mkdir(parents=True)
    (tmp_path / "in" / "ada" / "toy" / "timestamp.txt").write_text("2026-02-02 00:30:00 UTC\n")
    path = written(tmp_path / "grades.csv", CANVAS)
    late = ("--late", "10%/day, at most 50%", "--due", "2026-01-31 23:59")

    done = run_export(
        results, "--canvas", path, "--csv", "-", *late, "--submitted", tmp_path / "in"
    )  # fmt: skip

    assert b'"Lab, A",18,6.5,91.5' in path.read_bytes()
    assert "ada,6.5,10,8.5,2,2026-02-02 00:30:00," in done.stdout
    assert "Late: 10%/day, at most 50% of the points possible" in done.stderr
    assert "1 students lose points" in done.stderr
    assert "submission time unknown, no late penalty: uma" in done.stderr


def test_results_of_another_version_are_left_out_and_named(tmp_path):
    """Points of two units cannot stand in one column; most of the results decide."""
    first, second = result("ada", 8.5), result("cleo", 4.0)
    folder = stored(tmp_path / "results", first, second, result("ben", 2.0, version="2.0"))

    found = open_results(folder)
    scores = read_scores(found)

    assert [score.student for score in scores.each] == ["ada", "cleo"]
    assert "ben.json is of toy 2.0 and was left out" in found.remarks[0].text


def test_a_half_written_result_is_left_out_and_listed(tmp_path):
    """A crash elsewhere costs nobody else a score."""
    folder = stored(tmp_path / "results", result("ada", 8.5))
    (folder / "ben.json").write_text('{"schema": "grader/result/1", "student": "be')

    done = run_export(folder, "--csv", "-")

    assert done.exit_code == 3
    assert "look at: ben.json is half-written or is not a result." in done.stderr
    assert "ada,8.5,10,8.5,0,,," in done.stdout


@pytest.mark.parametrize(
    ("name", "message"), [("none", "is not a folder"), (".", "holds no results")]
)
def test_a_folder_without_results_is_refused(tmp_path, name, message):
    """The line says which folder is meant."""
    with pytest.raises(ResultsError, match=message):
        scores_in(tmp_path / name)
