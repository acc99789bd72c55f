"""``grader export``: where lists go, what is refused, and what it does not import."""

import pytest
from helpers.lms_files import CANVAS, run_export, written


def test_an_export_to_nowhere_says_what_to_say(results):
    """Without a target there is nothing to do."""
    done = run_export(results)

    assert done.exit_code == 2
    assert (
        "Give --fill, --canvas or --moodle with a file, or --csv, --junit or --nbgrader."
        in done.stderr
    )


@pytest.mark.parametrize(
    ("options", "files"),
    [
        (["--csv"], {"export.csv"}),
        (["--csv", "--junit", "--nbgrader"], {"export.csv", "junit.xml", "nbgrader.csv"}),
        (["--junit", "--csv", "mine.csv"], {"junit.xml", "mine.csv"}),
        (["--csv=mine.csv", "--nbgrader", "--late", ""], {"nbgrader.csv", "mine.csv"}),
    ],
)
def test_list_without_a_file_is_written_beside_the_results(
    results, monkeypatch, tmp_path, options, files
):
    """``--csv`` alone is enough, before another option as at the end."""
    monkeypatch.chdir(tmp_path)
    before = {*results.iterdir()}

    done = run_export(results, *options)

    beside = {path.name for path in {*results.iterdir()} - before}
    assert done.exit_code == 3, done.stderr  # Ben's score is open
    assert beside | {path.name for path in tmp_path.glob("mine.*")} == files
    assert run_export(results, *options).exit_code == 3


def test_dash_prints_a_list(results):
    """A list can be piped on."""
    done = run_export(results, "--csv", "-", "--junit")

    assert done.stdout.startswith("student,score,")
    assert (results / "junit.xml").is_file()


def test_two_exports_to_one_file_are_refused(results, tmp_path):
    """The second would overwrite the first."""
    done = run_export(results, "--csv", tmp_path / "a", "--junit", tmp_path / "a")

    assert done.exit_code == 2
    assert "name the same file" in done.stderr


def test_a_list_is_never_written_over_another_file(results, tmp_path):
    """A gradebook named by a slip stays; an earlier export is renewed."""
    gradebook, earlier = written(tmp_path / "g.csv", CANVAS), tmp_path / "scores.csv"
    run_export(results, "--csv", earlier)

    again = run_export(results, "--csv", earlier)
    slip = run_export(results, "--csv", gradebook, "--junit", tmp_path / "new.xml")

    assert again.exit_code == 3
    assert slip.exit_code == 2
    assert "g.csv exists and was not written by this kind of export." in slip.stderr
    assert gradebook.read_bytes() == CANVAS.encode()
    assert not (tmp_path / "new.xml").exists()


def test_a_rule_without_a_due_date_is_refused(results):
    """A rule alone says nothing about anybody."""
    done = run_export(results, "--csv", "-", "--late", "10%/day")

    assert done.exit_code == 2
    assert "--late needs to know when it was due. Add --due." in done.stderr


def test_a_rule_for_submissions_that_are_not_there_is_refused(results, tmp_path):
    """Without the folder everybody would seem to be in time."""
    done = run_export(
        results, "--csv", "-", "--late", "10%/day", "--due", "2026-01-31 23:59",
        "--submitted", tmp_path / "none",
    )  # fmt: skip

    assert done.exit_code == 2
    assert 'none is not a folder. Name the one that "grader collect --to"' in done.stderr


def test_exports_import_neither_nbgrader_nor_a_database():
    """A teacher with a CSV waits for neither."""
    import subprocess
    import sys

    script = (
        "import sys, grader.lms.platforms.canvas, grader.lms.platforms.moodle; "
        "import grader.lms.score_files; "
        "print(sorted({'nbgrader', 'sqlalchemy', 'torch', 'pytest'} & set(sys.modules)))"
    )

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)

    assert done.stdout.strip() == "[]", done.stderr
