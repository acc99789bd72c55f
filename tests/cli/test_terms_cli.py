"""Terms from the download to the page, with the commands as a teaching assistant types them."""

import csv
import io
import re
import shutil
import zipfile
from pathlib import Path

import pytest
from helpers.commands import RIGHT, grader
from helpers.courses import TOY

TERMS = """
due = "2026-10-02 11:30 PM"
timezone = "Europe/Berlin"
late = "10%/day, at most 50%"
attempt = "best"
"""
HALF = "def double(x):\n    return x * 2\n"
GRADES = (
    "OrgDefinedId,Username,Last Name,First Name,Email,Toy Points Grade <Numeric MaxPoints:10>,"
    "End-of-Line Indicator\n#1,#ana,Example,Ana,a@x,,#\n#2,#bo,de Vries,Bo,b@x,,#\n"
    "#3,#cy,Moe,Cy,c@x,,#\n#4,#dee,Non,Dee,d@x,,#\n"
)
HANDED_IN = (
    ("1-7 - Ana Example - Oct 1, 2026 905 AM", RIGHT),
    ("1-7 - Ana Example - Oct 2, 2026 1105 PM", HALF),
    ("2-7 - Bo de Vries - Oct 3, 2026 1159 PM", RIGHT),
    ("3-7 - Cy Moe - Oct 2, 2026 1100 PM", HALF),
)


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Path:
    """A folder with a course that has terms, what was collected, and its results."""
    place = tmp_path_factory.mktemp("terms")
    shutil.copytree(TOY, place / "toy")
    (place / "toy" / "exercises" / "terms.toml").write_text(TERMS)
    (place / "toy" / "extensions.csv").write_text("student,due,reason,who\ncy,excused,ill,prof\n")
    (place / "grades.csv").write_text(GRADES)
    with zipfile.ZipFile(place / "d.zip", "w") as archive:
        for name, text in HANDED_IN:
            archive.writestr(f"{name} - shapes.py", text)
    collected = run(place, "collect", "d.zip", "--to", "nb/submitted", "--roster", "grades.csv")
    graded = run(place, "autograde", "nb/submitted", "--to", "results")
    assert (collected.returncode, graded.returncode) == (0, 0), collected.stdout + graded.stdout
    assert "handed in nothing: dee" in collected.stdout
    return place


def run(place: Path, *words: str):
    return grader(*words, "--course", "toy", cwd=place)


def rows_of(text: str) -> dict[str, dict[str, str]]:
    return {row["student"]: row for row in csv.DictReader(io.StringIO(text))}


def test_table_export_and_platform_show_the_points_that_count(place):
    """Ana's better attempt, Bo's two days, Cy's excuse, and nothing for who is missing."""
    shutil.copy(place / "grades.csv", place / "filled.csv")

    done = run(place, "export", "results", "--csv", "-", "--fill", "filled.csv", "--missing", "0")

    assert done.returncode == 3  # Cy is excused, and that cell was kept
    table = rows_of((place / "results" / "scores.csv").read_text())
    export = rows_of(done.stdout)
    assert {name: row["score"] for name, row in table.items()} == {"ana": "10", "bo": "8", "cy": ""}
    assert {name: row["score"] for name, row in export.items()} == {
        "ana": "10",
        "bo": "8",
        "cy": "",
    }
    assert (table["ana"]["attempt"], table["bo"]["late"]) == ("1/2", "2")
    assert table["cy"]["status"] == export["cy"]["open"] == "excused"
    cells = [line.split(",")[5] for line in (place / "filled.csv").read_text().splitlines()[1:]]
    assert cells == ["10", "8", "", "0"]


def test_pages_say_the_same_and_how_it_came_about(place):
    """A student reads the attempt, the lateness and what it cost."""
    pages = run(place, "feedback", "results")
    report = run(place, "report", "results")

    assert (pages.returncode, report.returncode) == (0, 0), pages.stdout + report.stdout
    heads = {name: head(place / "results" / "feedback" / f"{name}.html") for name in ("ana", "bo")}
    assert (
        "10 of 10 points Attempt 1 of 2 counts. Handed in 2026-10-01 09:05+02:00. On time."
        in (heads["ana"])
    )
    assert "8 of 10 points How the points came about by the checks 10 " in heads["bo"]
    assert (
        " what counts 8 10 points minus a late penalty of 2: 8 count. "
        "Handed in 2026-10-03 23:59+02:00. Late by"
    ) in heads["bo"]
    page = (place / "results" / "report.html").read_text()
    assert "a late penalty of 2: 8 count." in page


def head(path: Path) -> str:
    """Return the text of the head of a page."""
    page = path.read_text(encoding="utf-8")
    plain = re.sub(r"<[^>]+>", " ", page[page.index("<header") : page.index("</header>")])
    return " ".join(plain.split())


def test_option_that_differs_is_said(place):
    """And counts for this run alone."""
    done = run(place, "export", "results", "--csv", "-", "--due", "2026-10-05 12:00")

    assert rows_of(done.stdout)["bo"]["score"] == "10"
    assert (
        "note: --due is 2026-10-05 12:00:00+02:00 here; terms.toml of the course says "
        "2026-10-02 23:30:00+02:00."
    ) in done.stderr


def test_grading_again_keeps_the_attempts(place):
    """Nothing is judged anew, and the table stays as it is."""
    before = (place / "results" / "scores.csv").read_bytes()

    again = run(place, "autograde", "nb/submitted", "--to", "results")

    assert "0 graded now, 3 up to date" in again.stdout
    assert (place / "results" / "scores.csv").read_bytes() == before


def test_lateness_that_nobody_knows_ends_with_another_exit_code(place):
    """A plain folder has no times, so the table may show too many points."""
    plain = place / "plain" / "eve"
    plain.mkdir(parents=True)
    (plain / "shapes.py").write_text(RIGHT)

    graded = run(place, "autograde", "plain", "--to", "out")
    told = run(place, "report", "out")

    assert (graded.returncode, told.returncode) == (3, 3)
    assert (
        "submission time unknown, no late penalty applied: 1 submission. "
        'Take them over with "grader collect", which keeps the times.'
    ) in graded.stdout
    assert "submission time unknown, no late penalty: eve" in told.stdout
