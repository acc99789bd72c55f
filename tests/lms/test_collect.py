"""Collecting: the newest of each student, where nbgrader looks for it."""

import io
import subprocess
import sys
import zipfile
from datetime import datetime

import pytest
from helpers.courses import REPOSITORY
from helpers.downloads import (
    LOSS,
    METADATA,
    NEWER,
    UNIT,
    collected,
    gradescope_export,
    options,
    pack,
)
from helpers.submissions import ReaderHere, zipped

from grader.errors import DownloadRefused, GraderError
from grader.intake import read_submissions, wanted_of
from grader.lms.collect import FILES, CollectOptions, collect, with_modules
from grader.terms.hand_ins import attempts_folder


def test_nbgrader_reads_the_timestamp(tmp_path, to):
    """Late stamps mean to nbgrader what they mean here."""
    utils = pytest.importorskip("nbgrader.utils")
    path = pack(
        tmp_path / "e.zip", {"submission_metadata.yml": METADATA, "submission_11/loss.ipynb": LOSS}
    )

    collect(path, options(to))

    text = (to / "ada7" / UNIT / "timestamp.txt").read_text().strip()
    assert utils.parse_utc(text) == datetime(2026, 1, 2, 3, 4, 5, 123456)


def test_resubmission_replaces_and_is_told_and_an_older_one_does_not(tmp_path, to):
    """Newest wins, whatever the order of downloads; the same again changes nothing."""
    new = gradescope_export(tmp_path / "new.zip", NEWER, 9)
    old = gradescope_export(tmp_path / "old.zip", LOSS, 2)

    first = collect(old, options(to))
    again = collect(old, options(to))
    newer = collect(new, options(to))
    older = collect(old, options(to))
    forced = collect(old, options(to, update=True))

    assert (first.new, again.unchanged, newer.replaced) == (["ada7"], ["ada7"], ["ada7"])
    assert older.left_out == [
        "ada7 already has a submission that is not older. Use --update to replace it."
    ]
    assert forced.replaced == ["ada7"]
    assert collected(to)[f"ada7/{UNIT}/loss.ipynb"] == LOSS
    assert not [path for path in (to / "ada7").iterdir() if path.name.startswith(".")]


def test_what_was_collected_is_graded(tmp_path, to, course):
    """`grader autograde COURSE/submitted` reads the tree, stamps aside."""
    collect(gradescope_export(tmp_path / "new.zip", NEWER, 9), options(to))

    (found,) = read_submissions(to, wanted=wanted_of(course))

    assert found.student == "ada7"
    assert set(found.files) == {"loss.py"}


def test_copies_too_large_to_compare_are_not_taken_for_equal(tmp_path, to):
    """Copies are compared within the limits of what is graded, as when they are graded."""
    large = b"#" * ((1 << 20) + 1)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in ("v1/loss.py", "v2/loss.py"):
            archive.writestr(name, large)
        archive.writestr("model.py", "x = 1\n")
    path = pack(tmp_path / "d.zip", {"ada_1_1_hw.zip": packed.getvalue()})

    done = collect(path, options(to))

    assert set(collected(to)) == {
        f"ada_1/{UNIT}/{name}" for name in ("model.py", "v1/loss.py", "v2/loss.py")
    }
    assert done.notes == [
        "ada_1: loss.py was left out: there are 2 copies, and they differ (v1/loss.py, v2/loss.py)."
    ]


def test_student_whose_name_is_no_folder_name_is_left_out(tmp_path, to):
    """No path is made of what a stranger chose."""
    metadata = METADATA.replace("'ada7'", "'../ada'")
    path = pack(
        tmp_path / "d.zip", {"submission_metadata.yml": metadata, "submission_11/loss.py": "x"}
    )

    done = collect(path, options(to))

    assert done.left_out == ["../ada is not a valid folder name; give a class list."]


def test_target_and_assignment_are_held(tmp_path):
    """A file in the way, and a name that nbgrader could not keep."""
    path = pack(tmp_path / "d.zip", {"ada_1_1_loss.py": "x"})
    (tmp_path / "file").write_text("")

    with pytest.raises(
        DownloadRefused,
        match=r"written here: .* Name nbgrader's folder submitted with --to\.",
    ):
        collect(path, CollectOptions(tmp_path / "file" / "submitted", UNIT))
    with pytest.raises(DownloadRefused, match="is not a valid assignment name"):
        collect(path, CollectOptions(tmp_path, "../x"))


def test_names_of_notebooks_come_from_the_course(tmp_path, to):
    """From source or release; from the kit's unit where the course has none yet."""
    plain = CollectOptions(to, UNIT)
    assert with_modules(plain, UNIT, ("loss",)).modules == ["loss"]
    assert with_modules(plain, "other", ("loss",)).modules == []
    (to.parent / "release" / UNIT).mkdir(parents=True)
    (to.parent / "release" / UNIT / "model.ipynb").write_text("{}")
    assert with_modules(plain, UNIT, ("loss",)).modules == ["model"]


def test_command_tells_what_became_of_everything(tmp_path, to):
    """Exit code 3 and a line for each thing that was left out."""
    path = pack(tmp_path / "d.zip", {"ada_1_1_loss.py": "x", "notes.txt": ""})

    done = subprocess.run(
        [sys.executable, "-m", "grader.cli", "collect", path, "--to", to],
        capture_output=True,
        text=True,
        cwd=REPOSITORY,
        check=False,
    )
    wrong = subprocess.run(
        [sys.executable, "-m", "grader.cli", "collect", tmp_path, "--to", to],
        capture_output=True,
        text=True,
        cwd=REPOSITORY,
        check=False,
    )

    assert done.returncode == 3, done.stderr
    assert "not collected: notes.txt is not named as Canvas names files." in done.stdout
    assert "Canvas: 1 new, 0 replaced, 0 unchanged, 0 late, 1 left out." in done.stdout
    assert set(collected(to)) == {f"ada_1/{UNIT}/loss.py"}
    assert wrong.returncode == 2
    assert wrong.stderr.startswith("grader: ")
    assert issubclass(DownloadRefused, GraderError)


def test_full_disk_ends_collecting_with_what_is_there_kept(tmp_path, to, monkeypatch):
    """What to do is said; nobody's folder is half there."""
    path = pack(tmp_path / "d.zip", {"ada_1_1_loss.py": "x"})

    def fail(_target: object, _files: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("grader.lms.collect.replace_folder", fail)

    with pytest.raises(DownloadRefused, match=r"cannot be written: No space .* run it again\."):
        collect(path, options(to))
    assert collected(to) == {}


def test_file_that_turns_out_too_large_is_named(tmp_path, to, monkeypatch):
    """The others of the student are collected."""
    monkeypatch.setattr("grader.lms.download.Reader", ReaderHere)
    monkeypatch.setattr("grader.lms.download_reader.NOTEBOOK_BYTES", 10)
    path = pack(tmp_path / "d.zip", {"ada_1_1_loss.py": "x" * 11, "ada_1_2_model.py": "x"})

    done = collect(path, options(to))

    assert set(collected(to)) == {f"ada_1/{UNIT}/model.py"}
    assert done.notes == ["ada_1: loss.py is 11 bytes; at most 10 bytes is read."]


def test_everything_is_collected_and_in_the_table(tmp_path, to, course):
    """Two folders, a report, a zip in the zip: what autograde can read is there for it."""
    hw = {"old/loss.py": b"x = 1\n", "new/loss.py": b"y = 1\n", "report.pdf": b"%PDF"}
    packed = zipped({**hw, "inner.zip": zipped({"loss.py": b"x = 1"}), "__MACOSX/._x": b"1"})
    path = pack(tmp_path / "d.zip", {"ada_1_1_hw.zip": packed, "ada_1_2_report.pdf": "%PDF-2"})

    done = collect(path, options(to))

    assert done.left_out == []
    assert collected(to) == {
        f"ada_1/{UNIT}/old/loss.py": b"x = 1\n",
        f"ada_1/{UNIT}/new/loss.py": b"y = 1\n",
        f"ada_1/{UNIT}/hw.zip/report.pdf": b"%PDF",
        f"ada_1/{UNIT}/report.pdf": b"%PDF-2",
    }
    table = attempts_folder(to, UNIT) / FILES
    assert table.read_text().splitlines() == [
        "student,handed_in,file,collected_as,why_not",
        "ada_1,,hw.zip/__MACOSX/._x,,left by a tool",
        "ada_1,,hw.zip/inner.zip,,is a zip within the zip; only the outer one is opened",
        "ada_1,,hw.zip/report.pdf,hw.zip/report.pdf,",
        "ada_1,,new/loss.py,new/loss.py,",
        "ada_1,,old/loss.py,old/loss.py,",
        "ada_1,,report.pdf,report.pdf,",
    ]
    (found,) = read_submissions(to, wanted=wanted_of(course))
    assert {file.path for file in found.account.unread} >= {"report.pdf", "hw.zip/report.pdf"}


def test_table_keeps_the_rows_of_earlier_downloads(tmp_path, to):
    """A class may be downloaded in parts."""
    for number, student in enumerate(("ada_1", "ben_2", "ada_1")):
        path = pack(tmp_path / f"{number}.zip", {f"{student}_{number}_loss.py": f"x = {number}\n"})
        collect(path, options(to, update=True))

    rows = (attempts_folder(to, UNIT) / FILES).read_text().splitlines()
    assert [row.split(",")[0] for row in rows] == ["student", "ada_1", "ben_2"]


@pytest.mark.parametrize("name", ["Zoe\u0301 D'Arc", "Zo\u00e9 D'Arc"])
def test_name_with_accent_and_apostrophe_is_a_folder(tmp_path, to, name):
    """However the platform spells the accent."""
    metadata = METADATA.replace("'ada7'", f'"{name}"')
    path = pack(
        tmp_path / "d.zip", {"submission_metadata.yml": metadata, "submission_11/loss.py": "x"}
    )

    done = collect(path, options(to))

    assert done.new == ["Zo\u00e9 D'Arc"]
    assert done.left_out == []
