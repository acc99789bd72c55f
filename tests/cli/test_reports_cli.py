"""The commands that make pages, as a teaching assistant types them."""

import csv
import shutil

import pytest
from helpers.commands import RIGHT, autograde, grader
from helpers.courses import TOY
from helpers.made_results import folder_of, result


def report_page(folder):
    """Return the text of the class page."""
    return (folder / "report.html").read_text(encoding="utf-8")


def toy(command, *words):
    """Run a command on the toy course."""
    return grader(command, *words, "--course", TOY)


def test_feedback_and_report_land_beside_the_results(tmp_path):
    """Exit 0, and one line that says where; pictures are offered where there are none."""
    folder = folder_of(tmp_path / "results", result(), result("bob", outcome="WRONG"))

    pages = toy("feedback", folder)
    report = toy("report", folder)

    assert (pages.returncode, report.returncode) == (0, 0)
    assert pages.stdout.splitlines() == [
        '  2 without figures; "grader autograde --exhibits" records them',
        f"2 pages in {folder}/feedback",
    ]
    assert report.stdout.splitlines() == [f"2 students, 0 to do: {folder}/report.html"]
    assert sorted(p.name for p in (folder / "feedback").iterdir()) == ["alice.html", "bob.html"]
    index = (folder / "index.html").read_text(encoding="utf-8")
    assert '<a href="report.html">report.html</a>: the class' in index
    assert '<a href="feedback/bob.html#class"><bdi>bob</bdi></a>' in index
    assert '<a href="feedback/bob.html#class"><bdi>bob</bdi></a>' in report_page(folder)


def test_what_is_left_out_is_told_and_exits_3(tmp_path):
    """A half-written file and a row without effect, each on its line."""
    folder = folder_of(tmp_path / "results", result())
    (folder / "bob.json").write_text("{")
    rows = "student,exercise,points,reason,who\nzoe,T1,1,why,who\n"
    (folder / "overrides.csv").write_text(rows)

    for command in ("feedback", "report"):
        done = toy(command, folder)

        assert (done.returncode, done.stderr) == (3, "")
        assert "bob.json is half-written" in done.stdout
        assert "line 2: no result is called 'zoe'" in done.stdout


@pytest.mark.parametrize(
    ("command", "words", "told"),
    [
        ("feedback", ["nowhere"], "is not a folder"),
        ("report", ["."], "holds no results"),
        ("feedback", [".", "--due", "tomorrow"], '--due "tomorrow" is not a valid time'),
        ("similar", ["nowhere"], "nowhere"),
    ],
)
def test_what_cannot_work_is_one_line_and_exits_2(tmp_path, command, words, told):
    """No page is made, and no traceback shown."""
    done = grader(command, *words, "--course", TOY, cwd=tmp_path)

    assert done.returncode == 2
    assert told in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_marks_by_hand_are_laid_over_what_is_graded_and_a_bad_table_stops_first(tmp_path):
    """The table says so; a file that is no table is named before anything is graded."""
    (tmp_path / "class" / "alice").mkdir(parents=True)
    (tmp_path / "class" / "alice" / "shapes.py").write_text(RIGHT)
    results = tmp_path / "results"
    results.mkdir()
    header = "student,exercise,points,reason,who\n"
    (results / "overrides.csv").write_text("name,points\n")

    refused = autograde(tmp_path / "class", results)
    before = sorted(path.name for path in results.iterdir())
    (results / "overrides.csv").write_text(header + "alice,T1,5,late,tutor\n")
    graded = autograde(tmp_path / "class", results, "--exhibits")

    assert (refused.returncode, before) == (2, ["overrides.csv"])
    assert "line 1: expected student,exercise,points,reason,who" in refused.stderr
    assert graded.returncode == 0
    with (results / "scores.csv").open(newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["score"], row["T1"]) == ("9", "5")
    assert row["by_hand"] == "T1: 5 of 6 points by hand (graded: 6): late (tutor)"
    assert (results / "exhibits" / "alice.json").is_file()


def test_a_fault_in_the_figures_of_a_course_is_told_and_costs_no_marks(tmp_path):
    """The class is graded, the file and line are named, and the exit code is 3."""
    course = tmp_path / "course"
    shutil.copytree(TOY, course, ignore=shutil.ignore_patterns("__pycache__"))
    (course / "hidden" / "exhibits.py").write_text("import nothing_of_this_name\n")
    (tmp_path / "class" / "alice").mkdir(parents=True)
    (tmp_path / "class" / "alice" / "shapes.py").write_text(RIGHT)

    done = autograde(tmp_path / "class", tmp_path / "to", "--exhibits", course=course)

    assert (done.returncode, done.stderr) == (3, "")
    assert "1 submission: 1 graded now" in done.stdout
    assert (
        "  1 without figures: hidden/exhibits.py:1 cannot be used: ModuleNotFoundError: "
        "No module named 'nothing_of_this_name'. Fix what it asks."
    ) in done.stdout.splitlines()
