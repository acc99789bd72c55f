"""Collecting: what Canvas, Moodle and Gradescope pack, sorted by students for nbgrader."""

import io
import stat
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from helpers.courses import REPOSITORY
from helpers.notebooks import book

from grader.errors import DownloadRefused, GraderError, TermsError
from grader.intake import read_submissions, wanted_of
from grader.lms import download
from grader.lms.class_list import read_class_list
from grader.lms.collect import CollectOptions, collect, with_modules
from grader.lms.download import Download
from grader.terms.times import read_due
from grader.text import clean

UNIT = "autograd-logistic"
LOSS = book("def bce_loss(p, y):\n    return p")
NEWER = book("def bce_loss(p, y):\n    return y")
METADATA = """---
submission_11:
  :submitters:
  - :name: Ada Lovelace
    :sid: 'ada7'
    :email: ada@x.org
  :created_at: 2026-01-02 03:04:05.123456000 Z
  :score: 10.0
  :results:
    :tests:
    - :name: first
      :output: |
        :created_at: 1999-01-01 00:00:00 Z
  :history:
  - :id: 9
    :created_at: 2025-01-01 00:00:00 Z
submission_12:
  :submitters:
  - :name: Ben O'Neil
    :sid:
    :email: ben@x.org
  - :name: "Cleo"
    :sid: &1 cleo
    :email: cleo@x.org
  :created_at: !ruby/object:ActiveSupport::TimeWithZone
    utc: 2026-01-03 00:00:00 Z
"""


def pack(path: Path, members: dict[str, bytes | str]) -> Path:
    """Write the zip that a platform would."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


@pytest.fixture
def to(tmp_path) -> Path:
    """nbgrader's folder for submissions."""
    return tmp_path / "course" / "submitted"


def wish(to: Path, **more) -> CollectOptions:
    return CollectOptions(to, UNIT, ("loss", "model"), **more)


def tree(to: Path) -> dict[str, bytes]:
    """Return every collected file by its path."""
    files = [path for path in to.rglob("*") if path.is_file()]
    return {path.relative_to(to).as_posix(): path.read_bytes() for path in files}


def roster(tmp_path: Path, text: str):
    (tmp_path / "class.csv").write_text(text)
    return read_class_list(tmp_path / "class.csv")


# ---- The platforms -----------------------------------------------------------------------


def test_canvas_download(tmp_path, to):
    """Name, number and file in one flat name; the newest version of a file counts."""
    path = pack(
        tmp_path / "submissions.zip",
        {
            "lovelaceada_12345_678_loss.ipynb": LOSS,
            "lovelaceada_12345_690_loss-1.ipynb": NEWER,
            "lovelaceada_12345_679_model (2).ipynb": LOSS,
            "oneilben_LATE_222_700_loss.py": "x = 1\n",
            "oneilben_LATE_222_701_report.pdf": "%PDF",
            "__MACOSX/._x": "",
        },
    )

    done = collect(path, wish(to))

    assert done.platform == "Canvas"
    assert tree(to) == {
        f"lovelaceada_12345/{UNIT}/loss.ipynb": NEWER,
        f"lovelaceada_12345/{UNIT}/model.ipynb": LOSS,
        f"oneilben_222/{UNIT}/loss.py": b"x = 1\n",
    }
    assert done.late == ["oneilben_222"]
    assert done.left_out == []
    assert done.notes == [
        "lovelaceada_12345: loss.ipynb was handed in more than once; "
        "lovelaceada_12345_690_loss-1.ipynb is the newest and was taken.",
        "lovelaceada_12345: model (2).ipynb was read as model.ipynb.",
        "oneilben_222 is late, but Canvas does not say by how much; give the due date with --due.",
    ]


def test_canvas_names_of_groups_anonymous_and_texts(tmp_path, to):
    """As Canvas builds names: blanks of a group's name, no name at all, and what is no file."""
    path = pack(
        tmp_path / "submissions.zip",
        {
            "team_blue_12_345_loss.ipynb": LOSS,
            "anon_aB3xY_678_loss.ipynb": LOSS,
            "LATE_anon_Zz9kQ_679_model.ipynb": LOSS,
            "ñandújosé_13_346_2_loss_final.ipynb": LOSS,
            "lovelaceada_12345_text.html": "<p>",
            "oneilben_LATE_222_link.html": "<a>",
        },
    )

    done = collect(path, wish(to))

    assert set(tree(to)) == {
        f"team_blue_12/{UNIT}/loss.ipynb",
        f"anon_aB3xY/{UNIT}/loss.ipynb",
        f"anon_Zz9kQ/{UNIT}/model.ipynb",
        f"ñandújosé_13/{UNIT}/2_loss_final.ipynb",
    }
    assert done.late == ["anon_Zz9kQ"]
    assert done.left_out == [
        "lovelaceada_12345_text.html is a text entered in Canvas, not a file.",
        "oneilben_LATE_222_link.html is a link entered in Canvas, not a file.",
    ]


def test_canvas_with_its_gradebook_as_class_list(tmp_path, to):
    """The numbers become logins; who is not in the list is named and not collected."""
    known = roster(
        tmp_path,
        "Student,ID,SIS User ID,SIS Login ID,Section,HW (1)\n    Points Possible,,,,,10\n"
        '"Lovelace, Ada",12345,u1,ada,S,\n"O\'Neil, Ben",222,u2,ben,S,\n',
    )
    path = pack(
        tmp_path / "s.zip",
        {
            "lovelaceada_12345_1_loss.ipynb": LOSS,
            "oneilben_LATE_222_2_loss.ipynb": LOSS,
            "stranger_9_3_loss.ipynb": LOSS,
            "readme.txt": "",
        },
    )

    done = collect(path, wish(to, known=known, due=datetime(2026, 1, 31, 23, 59, tzinfo=UTC)))

    assert set(tree(to)) == {
        f"ada/{UNIT}/loss.ipynb",
        f"ben/{UNIT}/loss.ipynb",
        f"ben/{UNIT}/timestamp.txt",
    }
    assert tree(to)[f"ben/{UNIT}/timestamp.txt"] == b"2026-01-31 23:59:01 UTC\n"
    assert done.left_out == [
        "readme.txt is not named as Canvas names files.",
        "stranger_9_3_loss.ipynb is not in the class list.",
    ]


def test_moodle_download_with_folders(tmp_path, to):
    """A folder for each student, an archive of the student's own in one of them."""
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("hw/loss.ipynb", LOSS)
    path = pack(
        tmp_path / "moodle.zip",
        {
            "Ada Lovelace_111_assignsubmission_file_/loss.ipynb": LOSS,
            "José Ñandú_112_assignsubmission_file_/work.zip": inner.getvalue(),
            "Cleo_113_assignsubmission_file_loss.ipynb": LOSS,
            "Two_114_assignsubmission_file_/loss.ipynb": LOSS,
            "Two_115_assignsubmission_file_/loss.ipynb": LOSS,
        },
    )

    done = collect(path, wish(to))

    assert done.platform == "Moodle"
    students = ("Ada Lovelace", "Cleo", "José Ñandú")
    assert set(tree(to)) == {f"{name}/{UNIT}/loss.ipynb" for name in students}
    assert done.left_out == [
        "Two_114 shares its name with another student; give a class list.",
        "Two_115 shares its name with another student; give a class list.",
    ]


@pytest.mark.parametrize("word", ["Participant", "Teilnehmerin"])
def test_moodle_anonymous_download(tmp_path, to, word):
    """Everybody has one name, in the language of the site; the number tells them apart."""
    path = pack(
        tmp_path / "moodle.zip",
        {
            f"{word}_{number}_assignsubmission_file{end}/loss.ipynb": LOSS
            for number, end in ((123, "_"), (124, ""), (125, ""))
        },
    )
    known = roster(tmp_path, "Identifier,ID number\nParticipant 124,two1\n")

    done, named = collect(path, wish(to)), collect(path, wish(to.parent / "named", known=known))

    assert done.new == [f"{word} 123", f"{word} 124", f"{word} 125"]
    assert named.new == ["two1"]
    assert named.left_out == [
        f"{word}_123 is not in the class list.",
        f"{word}_125 is not in the class list.",
    ]


def test_moodle_keeps_folders_and_tells_texts_apart(tmp_path, to):
    """Current versions write the folder's name without its last mark, and texts beside it."""
    path = pack(
        tmp_path / "moodle.zip",
        {
            "Ada Lovelace_111_assignsubmission_file/hw/loss.ipynb": LOSS,
            "Ada Lovelace_111_assignsubmission_onlinetext/onlinetext.html": "<p>hello",
            "Ben_112_assignsubmission_onlinetext/onlinetext.html": "<p>hello",
            "Default group_assignsubmission_file/loss.ipynb": LOSS,
        },
    )

    done = collect(path, wish(to))

    assert set(tree(to)) == {f"Ada Lovelace/{UNIT}/loss.ipynb"}
    assert done.left_out == [
        "Default group_assignsubmission_file/loss.ipynb is not named as Moodle names files.",
        "Ben: holds no file that is graded.",
    ]


def test_moodle_with_its_grading_worksheet(tmp_path, to):
    """The worksheet knows ids and when each was handed in; the time zone is the teacher's."""
    known = roster(
        tmp_path,
        "Identifier,Full name,ID number,Email address,Status,Grade,Last modified (submission)\n"
        'Participant 111,Ada Lovelace,ada7,a@x.org,x,,"Friday, 2 January 2026, 3:04 PM"\n'
        "Participant 112,Two,two1,t@x.org,x,,-\n",
    )
    path = pack(
        tmp_path / "moodle.zip",
        {
            "Participant 111_111_assignsubmission_file_/loss.ipynb": LOSS,
            "Two_112_assignsubmission_file_/loss.ipynb": LOSS,
        },
    )
    due = read_due("2026-01-02 14:00", "Europe/Berlin")

    done = collect(path, wish(to, known=known, timezone="Europe/Berlin", due=due))

    assert tree(to)[f"ada7/{UNIT}/timestamp.txt"] == b"2026-01-02 14:04:00 UTC\n"
    assert done.late == ["ada7"]
    assert f"two1/{UNIT}/loss.ipynb" in tree(to)


def test_gradescope_export(tmp_path, to):
    """Times and people are in its metadata; a group's work is every member's."""
    path = pack(
        tmp_path / "export.zip",
        {
            "assignment_5_export/submission_metadata.yml": METADATA,
            "assignment_5_export/submission_11/loss.ipynb": LOSS,
            "assignment_5_export/submission_12/hw/loss.ipynb": LOSS,
            "assignment_5_export/submission_13/loss.ipynb": LOSS,
        },
    )

    done = collect(path, wish(to))

    assert done.platform == "Gradescope"
    assert set(tree(to)) == {
        f"{student}/{UNIT}/{name}"
        for student in ("ada7", "ben@x.org", "cleo")
        for name in ("loss.ipynb", "timestamp.txt")
    }
    assert tree(to)[f"ada7/{UNIT}/timestamp.txt"] == b"2026-01-02 03:04:05.123456 UTC\n"
    assert tree(to)[f"cleo/{UNIT}/timestamp.txt"] == b"2026-01-03 00:00:00 UTC\n"
    assert done.left_out == ["submission_13 is not in submission_metadata.yml."]
    assert "submission_12 is the work of 2 students." in done.notes


def test_other_platforms_by_pattern(tmp_path, to):
    """nbgrader's named_regexp, with its groups; the newest attempt is collected."""
    pattern = r"ps1_(?P<student_id>\w+)_attempt_(?P<timestamp>[0-9\-]+)_(?P<file_id>\w+)"
    path = pack(
        tmp_path / "d.zip",
        {
            "ps1_bitdiddle_attempt_2016-01-30-15-00-00_loss.ipynb": NEWER,
            "ps1_bitdiddle_attempt_2016-01-29-15-00-00_loss.ipynb": LOSS,
            "other.txt": "",
        },
    )

    done = collect(path, wish(to, pattern=pattern))

    assert tree(to) == {
        f"bitdiddle/{UNIT}/loss.ipynb": NEWER,
        f"bitdiddle/{UNIT}/timestamp.txt": b"2016-01-30 15:00:00 UTC\n",
    }
    assert done.notes == ["bitdiddle handed in 2 times; the newest was taken."]
    assert done.left_out == ["other.txt does not match the pattern."]


def test_nbgrader_reads_the_timestamp(tmp_path, to):
    """Late stamps mean to nbgrader what they mean here."""
    utils = pytest.importorskip("nbgrader.utils")
    path = pack(
        tmp_path / "e.zip", {"submission_metadata.yml": METADATA, "submission_11/loss.ipynb": LOSS}
    )

    collect(path, wish(to))

    text = (to / "ada7" / UNIT / "timestamp.txt").read_text().strip()
    assert utils.parse_utc(text) == datetime(2026, 1, 2, 3, 4, 5, 123456)


# ---- Again, and later --------------------------------------------------------------------


def gradescope(path: Path, data: bytes, day: int) -> Path:
    metadata = METADATA.replace("2026-01-02", f"2026-01-{day:02}")
    return pack(path, {"submission_metadata.yml": metadata, "submission_11/loss.ipynb": data})


def test_resubmission_replaces_and_is_told_and_an_older_one_does_not(tmp_path, to):
    """Newest wins, whatever the order of downloads; the same again changes nothing."""
    new = gradescope(tmp_path / "new.zip", NEWER, 9)
    old = gradescope(tmp_path / "old.zip", LOSS, 2)

    first = collect(old, wish(to))
    again = collect(old, wish(to))
    newer = collect(new, wish(to))
    older = collect(old, wish(to))
    forced = collect(old, wish(to, update=True))

    assert (first.new, again.unchanged, newer.replaced) == (["ada7"], ["ada7"], ["ada7"])
    assert older.left_out == [
        "ada7 already has a submission that is not older. Use --update to replace it."
    ]
    assert forced.replaced == ["ada7"]
    assert tree(to)[f"ada7/{UNIT}/loss.ipynb"] == LOSS
    assert not [path for path in (to / "ada7").iterdir() if path.name.startswith(".")]


def test_what_was_collected_is_graded(tmp_path, to, course):
    """`grader autograde COURSE/submitted` reads the tree, stamps aside."""
    collect(gradescope(tmp_path / "new.zip", NEWER, 9), wish(to))

    (found,) = read_submissions(to, wanted=wanted_of(course))

    assert found.student == "ada7"
    assert set(found.files) == {"loss.py"}


# ---- Bad input ---------------------------------------------------------------------------


def link(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({}, "is not a download from Canvas, Moodle or Gradescope: it holds nothing."),
        ({"a.txt": "", "b/c.py": ""}, "it holds a.txt, b/c.py."),
        ({"../x_1_2_loss.py": ""}, "holds the path ../x_1_2_loss.py, which leads out of its"),
        ({"/etc/x_1_2_loss.py": ""}, "holds the path /etc/x_1_2_loss.py, which leads out"),
        # What is never read makes the whole no less suspect, as in a student's own zip.
        ({"__MACOSX/../../._x": ""}, "holds the path __MACOSX/../../._x, which leads out of its"),
    ],
)
def test_download_that_is_none_is_one_clear_line(tmp_path, to, members, words):
    """Nothing is written where the zip as a whole makes no sense."""
    path = pack(tmp_path / "d.zip", members)

    with pytest.raises(DownloadRefused) as caught:
        collect(path, wish(to))

    assert words in str(caught.value)
    assert clean(str(caught.value)) == str(caught.value)
    assert tree(to) == {}


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda path: None, "cannot be read: No such file or directory. Check the path."),
        (lambda path: path.mkdir(), "is a folder, expected the zip as it was downloaded."),
        (lambda path: path.write_bytes(b"PK no"), "is not a zip archive, or is damaged."),
    ],
)
def test_file_that_is_no_zip_is_one_clear_line(tmp_path, to, make, words):
    """What was found and what to do."""
    make(tmp_path / "d.zip")

    with pytest.raises(DownloadRefused, match=words.replace(".", r"\.")):
        collect(tmp_path / "d.zip", wish(to))


def test_name_twice_in_the_download_is_refused(tmp_path, to):
    """Which of the two counts is not ours to say."""
    path = tmp_path / "d.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a_1_2_loss.py", "x")
        archive.writestr("a_1_3_loss.py", "y")
    path.write_bytes(path.read_bytes().replace(b"a_1_3_loss.py", b"a_1_2_loss.py"))

    with pytest.raises(DownloadRefused, match=r"holds a_1_2_loss\.py twice"):
        collect(path, wish(to))


def test_encrypted_download_is_refused(tmp_path, to):
    """The next step is said."""
    path = pack(tmp_path / "d.zip", {"a_1_2_loss.py": "x"})
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)

    with pytest.raises(DownloadRefused, match="is encrypted"):
        collect(path, wish(to))


def test_download_of_too_many_files_is_refused(tmp_path, to, monkeypatch):
    """A listing has an end."""
    monkeypatch.setattr(download, "DOWNLOADED", replace(download.DOWNLOADED, most_members=1))
    path = pack(tmp_path / "d.zip", {"a_1_2_loss.py": "x", "a_1_3_model.py": "x"})

    with pytest.raises(
        DownloadRefused, match=r"holds more than 1 files\. Download the class in parts\."
    ):
        Download(path)


def test_one_bad_student_does_not_stop_the_others(tmp_path, to, monkeypatch):
    """Bombs, links, damage and folders full of nothing are named; the rest is collected."""
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("loss.py", b"\0" * (80 << 20))
    climber = io.BytesIO()
    with zipfile.ZipFile(climber, "w") as archive:
        archive.writestr("../../loss.py", b"x")
    path = pack(
        tmp_path / "d.zip",
        {
            "ada_1_1_loss.ipynb": LOSS,
            "bomb_2_2_hw.zip": bomb.getvalue(),
            "climber_3_3_hw.zip": climber.getvalue(),
            "photos_4_4_me.png": "x",
            "huge_5_5_loss.ipynb": b" " * (65 << 20),
        },
    )
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(link("linker_6_6_loss.py"), "/etc/passwd")

    done = collect(path, wish(to))

    assert set(tree(to)) == {f"ada_1/{UNIT}/loss.ipynb"}
    said = " ".join(done.left_out)
    for words in (
        "bomb_2: hw.zip is 79.6 KiB and would unpack to 80 MiB, as a zip bomb does.",
        "climber_3: hw.zip holds the path ../../loss.py, which leads out of its folder.",
        "photos_4: holds no file that is graded.",
        "huge_5: holds no file that is graded.",
        "linker_6: holds no file that is graded.",
    ):
        assert words in said or words.split(" and would")[0].rpartition(" is ")[0] in said
    assert "huge_5: loss.ipynb is 65 MiB; at most 64 MiB is read." in done.notes


def test_damaged_member_leaves_its_student_out(tmp_path, to):
    """Half of a student's work would be graded as all of it, so none is collected."""
    members = {"ada_1_1_loss.ipynb": LOSS, "ben_2_2_loss.ipynb": LOSS, "ben_2_3_model.py": "x = 1"}
    path = pack(tmp_path / "d.zip", members)
    data = bytearray(path.read_bytes())
    data[data.index(b"ben_2_2_loss.ipynb") + 40] ^= 0xFF
    path.write_bytes(data)

    done = collect(path, wish(to))

    assert set(tree(to)) == {f"ada_1/{UNIT}/loss.ipynb"}
    assert done.left_out == [
        "ben_2: is damaged: ben_2_2_loss.ipynb does not unpack correctly. Download it again."
    ]


def test_overlapping_members_are_refused(tmp_path, to):
    """No platform packs two files into the same bytes."""
    path = pack(tmp_path / "d.zip", {"a_1_2_loss.py": "x", "b_1_3_loss.py": "y"})
    data = bytearray(path.read_bytes())
    at = data.rindex(b"PK\x01\x02") + 20
    data[at : at + 4] = (1 << 20).to_bytes(4, "little")
    path.write_bytes(data)

    with pytest.raises(DownloadRefused, match=r"as a zip bomb does\. Download it again\."):
        collect(path, wish(to))


def test_member_in_a_slow_packing_is_not_read(tmp_path, to):
    """A student's zip in a download is held to what holds for the rest."""
    path = tmp_path / "d.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("ada_1_1_loss.ipynb", LOSS)
        packed.writestr(zipfile.ZipInfo("ben_2_2_hw.zip"), b"PK", zipfile.ZIP_LZMA)

    done = collect(path, wish(to))

    assert set(tree(to)) == {f"ada_1/{UNIT}/loss.ipynb"}
    assert (
        "ben_2: hw.zip is compressed in a way that is not read; an ordinary zip uses deflate."
        in done.notes
    )


def test_copies_too_large_to_compare_are_not_taken_for_equal(tmp_path, to):
    """Copies are compared within the limits of what is graded, as when they are graded."""
    large = b"#" * ((1 << 20) + 1)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in ("v1/loss.py", "v2/loss.py"):
            archive.writestr(name, large)
        archive.writestr("model.py", "x = 1\n")
    path = pack(tmp_path / "d.zip", {"ada_1_1_hw.zip": packed.getvalue()})

    done = collect(path, wish(to))

    assert set(tree(to)) == {f"ada_1/{UNIT}/model.py"}
    assert done.notes == [
        "ada_1: loss.py was left out: there are 2 copies, and they differ (v1/loss.py, v2/loss.py)."
    ]


def test_too_much_of_one_student_is_left_out(tmp_path, to, monkeypatch):
    """A disk is not filled by one student."""
    monkeypatch.setattr("grader.lms.download.STUDENT_BYTES", 10)
    path = pack(tmp_path / "d.zip", {"ada_1_1_loss.py": "x" * 11})

    done = collect(path, wish(to))

    assert done.left_out == ["ada_1: is 11 bytes in all; at most 10 bytes is read."]


def test_student_whose_name_is_no_folder_name_is_left_out(tmp_path, to):
    """No path is made of what a stranger chose."""
    metadata = METADATA.replace("'ada7'", "'../ada'")
    path = pack(
        tmp_path / "d.zip", {"submission_metadata.yml": metadata, "submission_11/loss.py": "x"}
    )

    done = collect(path, wish(to))

    assert done.left_out == ["../ada is not a valid folder name; give a class list."]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "names no student; expected a column such as"),
        ("colour\nred\n", "names no student; expected a column such as"),
        (None, "cannot be read: No such file or directory"),
    ],
)
def test_class_list_that_is_none_is_one_clear_line(tmp_path, text, words):
    """Which columns are looked for is said."""
    if text is not None:
        (tmp_path / "class.csv").write_text(text)

    with pytest.raises(DownloadRefused, match=words):
        read_class_list(tmp_path / "class.csv")


def test_name_that_stands_for_two_students_is_nobody(tmp_path, to):
    """The class list does not decide, so nothing is guessed."""
    known = roster(tmp_path, "id,first_name,last_name,email\na1,Ada,King,\na2,Ada,King,\n")
    path = pack(tmp_path / "d.zip", {"kingada_77_1_loss.py": "x"})

    done = collect(path, wish(to, known=known))

    assert done.left_out == ["kingada_77_1_loss.py could be a1 or a2."]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"pattern": "("}, "--pattern is not a valid regular expression"),
        ({"pattern": "x"}, r"--pattern needs the groups \(\?P<student_id>"),
    ],
)
def test_option_that_makes_no_sense_is_one_clear_line(tmp_path, to, more, words):
    """Before anything is written."""
    path = pack(tmp_path / "d.zip", {"ada_1_1_loss.py": "x"})

    with pytest.raises(DownloadRefused, match=words):
        collect(path, wish(to, **more))


def test_time_zone_that_is_not_one_is_one_clear_line(tmp_path, to):
    """Before anything is written."""
    path = pack(tmp_path / "d.zip", {"ada_1_1_loss.py": "x"})

    with pytest.raises(TermsError, match='"Mars/Olympus" is not a time zone'):
        collect(path, wish(to, timezone="Mars/Olympus"))


def test_target_and_assignment_are_held(tmp_path):
    """A file in the way, and a name that nbgrader could not keep."""
    path = pack(tmp_path / "d.zip", {"ada_1_1_loss.py": "x"})
    (tmp_path / "file").write_text("")

    with pytest.raises(DownloadRefused, match="submissions cannot be written here"):
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
    assert set(tree(to)) == {f"ada_1/{UNIT}/loss.py"}
    assert wrong.returncode == 2
    assert wrong.stderr.startswith("grader: ")
    assert issubclass(DownloadRefused, GraderError)
