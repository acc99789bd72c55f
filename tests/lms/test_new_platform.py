"""A new platform is one file in the folder of platforms: recognised, read and written."""

import re
from pathlib import Path

import pytest
from helpers.downloads import LOSS, NEWER, UNIT, collected, options, pack, roster
from helpers.lms_files import result, scores_in, stored, written

from grader.errors import DownloadRefused, ExportError
from grader.lms import platforms as folder_of_platforms
from grader.lms.collect import collect
from grader.lms.csv_bytes import parse_table
from grader.lms.platforms import fill_gradebook, platforms
from grader.terms.course_terms import Terms
from grader.terms.hand_ins import collected_hand_ins

FOLDER = Path(__file__).parents[1] / "helpers" / "new_platform"


@pytest.fixture(autouse=True)
def _with_one_more_file(monkeypatch):
    """Let the folder of platforms have the file seminar.py too."""
    path = [*folder_of_platforms.__path__, str(FOLDER)]
    monkeypatch.setattr(folder_of_platforms, "__path__", path)


MEMBERS = {
    "Unit 3/Example, Ana(aex12)/20261001090511000/loss.ipynb": LOSS,
    "Unit 3/Example, Ana(aex12)/20261002230540000/loss.ipynb": NEWER,
    "Unit 3/Vries, Bo(bvr34)/20261003003000000/loss.ipynb": LOSS,
    "Unit 3/grades.csv": "x",
}
GRADES = (
    "Student ID,Name,Section,Essay [20],Toy [10]\n"
    'ada,"Lovelace, Ada",A,7,\nnora,"Noone, Nora",A,,\n'
)


def test_download_is_recognised_and_read(tmp_path, to):
    """Who, when, which attempt, what belongs to nobody, and who is late."""
    terms = Terms().with_options("2026-10-02 23:30", "Europe/Berlin")

    done = collect(pack(tmp_path / "d.zip", MEMBERS), options(to, terms=terms))

    assert (done.platform, done.new, done.late) == ("Seminar", ["aex12", "bvr34"], ["bvr34"])
    assert done.left_out == ["Unit 3/grades.csv is not named as Seminar names files."]
    assert collected(to)[f"aex12/{UNIT}/loss.ipynb"] == NEWER
    found = collected_hand_ins(to, UNIT, ["aex12"]).of("aex12")
    assert (found.moment.isoformat(), found.attempts) == ("2026-10-02T21:05:40+00:00", 2)


def test_platform_that_writes_no_times_has_none(tmp_path, to, monkeypatch):
    """Nothing is made up, and there is nothing to note."""
    (seminar,) = (each for each in platforms() if each.name == "Seminar")
    form = r"(?:.*/)?[^/]+\((?P<login>[^/)]+)\)/\d{17}/(?P<rest>.+)"
    monkeypatch.setattr(type(seminar), "file", re.compile(form))

    done = collect(pack(tmp_path / "d.zip", MEMBERS), options(to))

    assert (done.new, done.notes) == (["aex12", "bvr34"], [])
    assert collected_hand_ins(to, UNIT, ["aex12"]).of("aex12").moment is None


def test_class_list_finds_its_students(tmp_path, to):
    """By login or else by name, as with every platform."""
    known = roster(tmp_path, 'Student,ID,SIS Login ID\n"Example, Ana",1,ana\nx,2,bvr34\n')

    done = collect(pack(tmp_path / "d.zip", MEMBERS), options(to, known=known))

    assert done.new == ["ana", "bvr34"]


def test_gradebook_file_is_filled_in_place(tmp_path):
    """Its one column changes; another column, or none, is asked about."""
    folder = stored(tmp_path / "results", result("ada", 8.5))
    path = written(tmp_path / "g.csv", GRADES)

    filled = fill_gradebook(path, scores_in(folder), missing=0)

    assert [row[4].text for row in parse_table(filled.data, "x").rows[1:]] == ["8.5", "0"]
    assert filled.data.replace(b"8.5", b"").replace(b",0\n", b",\n") == filled.before
    with pytest.raises(ExportError, match=r"no single column \"Quiz\": Essay \[20\]; Toy \[10\]"):
        fill_gradebook(path, scores_in(folder), "Quiz")


def test_messages_name_it(tmp_path, to):
    """What is of no platform is refused with the names of all."""
    with pytest.raises(DownloadRefused, match=r"from .*Moodle or Seminar: it holds x"):
        collect(pack(tmp_path / "d.zip", {"x": "1"}), options(to))
    folder = stored(tmp_path / "results", result("ada", 8.5))
    with pytest.raises(
        ExportError, match="from Blackboard, Brightspace, Canvas, Moodle or Seminar"
    ):
        fill_gradebook(written(tmp_path / "g.csv", "a,b\n1,2\n"), scores_in(folder))


def test_file_of_another_kind_is_refused_with_the_columns_it_lacks(tmp_path):
    """The line says where the right file comes from."""
    folder = stored(tmp_path / "results", result("ada", 8.5))

    (seminar,) = (each for each in platforms() if each.name == "Seminar")
    with pytest.raises(ExportError) as caught:
        seminar.fill(written(tmp_path / "g.csv", "Student ID,x\nada,1\n"), scores_in(folder))

    assert str(caught.value).endswith(
        'g.csv has no column "Section"; it has Student ID, x. Expected the file as downloaded '
        "(Seminar: Gradebook, Export). Nothing was changed."
    )


def test_known_platforms_come_first_where_their_names_are_more_particular():
    """Names of other platforms may look like Canvas's."""
    names = [platform.name for platform in platforms()]

    assert names[-1] == "Canvas"
    assert {"Blackboard", "Brightspace", "Gradescope", "ILIAS", "Moodle", "Seminar"} <= {*names}
