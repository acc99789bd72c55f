"""Feedback pages on their way back: a zip with the names that Moodle and Canvas look for."""

import re
import zipfile

import pytest
from helpers.commands import grader
from helpers.courses import TOY
from helpers.downloads import LOSS, pack, roster
from helpers.made_results import folder_of, result

from grader.errors import ExportError
from grader.lms.feedback_zip import write_feedback_zip

CLASS = "ID,Student,SIS Login ID\n1,Ada Lovelace,ada\n2,Bo Li,bo\n"


@pytest.fixture
def pages(tmp_path):
    """Return a folder with the pages of two students."""
    folder = tmp_path / "pages"
    folder.mkdir()
    for name in ("ada", "bo"):
        (folder / f"{name}.html").write_text(f"<p>{name}")
    return folder


def members(path):
    """Return what a zip holds, by name."""
    with zipfile.ZipFile(path) as archive:
        return {info.filename: archive.read(info).decode() for info in archive.infolist()}


def test_canvas_gets_the_numbers_of_the_user_and_of_the_file(tmp_path, pages):
    """Its own convention: name, user, file, each after "_"; LATE stays."""
    names = ("lovelaceada_LATE_1_77_loss-1.py", "libo_2_78_my_loss.py")
    download = pack(tmp_path / "submissions.zip", dict.fromkeys(names, LOSS))
    known = roster(tmp_path, CLASS)

    to = tmp_path / "f.zip"
    done = write_feedback_zip(download, pages, ["ada", "bo", "eve"], to, "toy.html", known)

    assert (done.platform, done.students, done.left_out) == ("Canvas", ["ada", "bo"], ["eve"])
    assert members(to) == {
        "lovelaceada_LATE_1_77_toy.html": "<p>ada",
        "libo_2_78_toy.html": "<p>bo",
    }


def test_moodle_finds_the_participant_and_its_plugin_between_underscores(tmp_path, pages):
    """As its importer takes a path apart: the second part is the number, then type and plugin."""
    names = ("My_Ada_111_assignsubmission_file_/loss.py", "Bo_112_assignsubmission_file_/hw/l.py")
    download = pack(tmp_path / "moodle.zip", {f"all/{name}": LOSS for name in names})
    known = roster(tmp_path, "Identifier,Username\nParticipant 111,ada\nParticipant 112,bo\n")

    to = tmp_path / "f.zip"
    done = write_feedback_zip(download, pages, ["ada", "bo"], to, "toy.html", known)

    assert done.left_out == []
    for name in members(to):
        _, number, kind, plugin, _ = re.split("_", name, maxsplit=4)
        assert (number in ("111", "112"), kind, plugin) == (True, "assignfeedback", "file")
    assert members(to)["My Ada_111_assignfeedback_file_/toy.html"] == "<p>ada"


def test_a_platform_that_takes_no_such_zip_is_named(tmp_path, pages):
    """Nothing is written."""
    name = "Unit_ada_attempt_2026-01-30-12-00-00_loss.py"
    download = pack(tmp_path / "bb.zip", {name: LOSS})

    with pytest.raises(ExportError, match="is from Blackboard, which takes no zip"):
        write_feedback_zip(download, pages, ["ada"], tmp_path / "f.zip", "toy.html")
    assert not (tmp_path / "f.zip").exists()


def test_a_place_where_no_zip_can_be_written_is_named(tmp_path, pages):
    """One line."""
    download = pack(tmp_path / "submissions.zip", {"ada_1_77_loss.py": LOSS})

    with pytest.raises(ExportError, match="cannot be written"):
        write_feedback_zip(download, pages, ["ada_1"], tmp_path / "no" / "f.zip", "toy.html")


def test_feedback_writes_the_zip_beside_the_results(tmp_path):
    """With the names of the class list on the pages, and who is not in the download."""
    folder = folder_of(tmp_path / "results", result("ada"), result("bo"))
    download = pack(tmp_path / "submissions.zip", {"lovelaceada_1_77_loss.py": LOSS})
    (tmp_path / "class.csv").write_text(CLASS)

    words = ("--download", download, "--roster", tmp_path / "class.csv", "--course", TOY)
    done = grader("feedback", folder, *words)

    assert done.returncode == 3
    assert "  not in the download: bo" in done.stdout.splitlines()
    assert f"1 page for Canvas in {folder}/feedback.zip" in done.stdout.splitlines()
    (page,) = members(folder / "feedback.zip").values()
    assert "<bdi>Ada Lovelace</bdi>" in page
