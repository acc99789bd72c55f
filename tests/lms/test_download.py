"""The zip of a class: refused as a whole where no platform writes it, else student by student."""

import io
import os
import stat
import zipfile

import pytest
from helpers.downloads import (
    LOSS,
    UNIT,
    collected,
    options,
    pack,
)

from grader.errors import DownloadRefused
from grader.intake.readers.process import ReaderLimits
from grader.lms import download
from grader.lms.collect import collect
from grader.lms.download import Download
from grader.text import clean


@pytest.mark.parametrize(
    ("members", "words"),
    [
        (
            {},
            "is not a download from Blackboard, Brightspace, Canvas, Gradescope, ILIAS or Moodle: "
            "it holds nothing.",
        ),
        ({"a.txt": "", "b/c.py": ""}, "it holds a.txt, b/c.py."),
        ({"../x_1_2_loss.py": ""}, "holds the path ../x_1_2_loss.py, which leads out of its"),
        (
            {"/etc/x_1_2_loss.py": ""},
            "holds the path /etc/x_1_2_loss.py, which leads out of its folder. "
            "No platform writes that; download it again.",
        ),
        # What is never read makes the whole no less suspect, as in a student's own zip.
        ({"__MACOSX/../../._x": ""}, "holds the path __MACOSX/../../._x, which leads out of its"),
    ],
)
def test_download_that_is_none_is_one_clear_line(tmp_path, to, members, words):
    """Nothing is written where the zip as a whole makes no sense."""
    path = pack(tmp_path / "d.zip", members)

    with pytest.raises(DownloadRefused) as caught:
        collect(path, options(to))

    assert words in str(caught.value)
    assert clean(str(caught.value)) == str(caught.value)
    assert collected(to) == {}


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda path: None, "cannot be read: No such file or directory. Check the path."),
        (lambda path: path.mkdir(), "ILIAS or Moodle: it holds nothing."),
        (lambda path: path.write_bytes(b"PK no"), "is not a zip archive, or is damaged."),
    ],
)
def test_file_that_is_no_zip_is_one_clear_line(tmp_path, to, make, words):
    """What was found and what to do."""
    make(tmp_path / "d.zip")

    with pytest.raises(DownloadRefused, match=words.replace(".", r"\.")):
        collect(tmp_path / "d.zip", options(to))


def test_name_twice_in_the_download_is_refused(tmp_path, to):
    """Which of the two counts is not ours to say."""
    path = tmp_path / "d.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a_1_2_loss.py", "x")
        archive.writestr("a_1_3_loss.py", "y")
    path.write_bytes(path.read_bytes().replace(b"a_1_3_loss.py", b"a_1_2_loss.py"))

    with pytest.raises(DownloadRefused, match=r"holds a_1_2_loss\.py twice"):
        collect(path, options(to))


def test_encrypted_download_is_refused(tmp_path, to):
    """The next step is said."""
    path = pack(tmp_path / "d.zip", {"a_1_2_loss.py": "x"})
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)

    with pytest.raises(DownloadRefused, match="is encrypted"):
        collect(path, options(to))


def test_download_of_too_many_files_is_refused(tmp_path, to, monkeypatch):
    """A listing has an end."""
    monkeypatch.setattr(download, "MOST_MEMBERS", 1)
    path = pack(tmp_path / "d.zip", {"a_1_2_loss.py": "x", "a_1_3_model.py": "x"})

    with pytest.raises(
        DownloadRefused, match=r"holds more than 1 files\. Download the class in parts\."
    ):
        Download(path)


def test_overlapping_members_are_refused(tmp_path, to):
    """No platform packs two files into the same bytes."""
    path = pack(tmp_path / "d.zip", {"a_1_2_loss.py": "x", "b_1_3_loss.py": "y"})
    data = bytearray(path.read_bytes())
    at = data.rindex(b"PK\x01\x02") + 20
    data[at : at + 4] = (1 << 20).to_bytes(4, "little")
    path.write_bytes(data)

    with pytest.raises(DownloadRefused, match=r"as a zip bomb does\. Download it again\."):
        collect(path, options(to))


def link(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


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

    done = collect(path, options(to))

    assert set(collected(to)) == {f"ada_1/{UNIT}/loss.ipynb", f"photos_4/{UNIT}/me.png"}
    said = " ".join(done.left_out)
    for words in (
        "bomb_2: hw.zip is 79.6 KiB and would unpack to 80 MiB, as a zip bomb does.",
        "climber_3: hw.zip holds the path ../../loss.py, which leads out of its folder.",
        "photos_4: has no .py or .ipynb file.",
        "huge_5: has no file that is graded.",
        "linker_6: has no file that is graded.",
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

    done = collect(path, options(to))

    assert set(collected(to)) == {f"ada_1/{UNIT}/loss.ipynb"}
    assert done.left_out == [
        "ben_2: is damaged: ben_2_2_loss.ipynb does not unpack correctly. Download it again."
    ]


def test_member_in_a_slow_packing_is_not_read(tmp_path, to):
    """A student's zip in a download is held to what holds for the rest."""
    path = tmp_path / "d.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("ada_1_1_loss.ipynb", LOSS)
        packed.writestr(zipfile.ZipInfo("ben_2_2_hw.zip"), b"PK", zipfile.ZIP_LZMA)

    done = collect(path, options(to))

    assert set(collected(to)) == {f"ada_1/{UNIT}/loss.ipynb"}
    assert (
        "ben_2: hw.zip is compressed in a way that is not read; an ordinary zip uses deflate."
        in done.notes
    )


def test_too_much_of_one_student_is_left_out(tmp_path, to, monkeypatch):
    """A disk is not filled by one student."""
    monkeypatch.setattr("grader.lms.download.STUDENT_BYTES", 10)
    path = pack(tmp_path / "d.zip", {"ada_1_1_loss.py": "x" * 11})

    done = collect(path, options(to))

    assert done.left_out == ["ada_1: is 11 bytes in all; at most 10 bytes is read."]


def test_what_takes_the_reader_too_much_costs_one_student(tmp_path, to, monkeypatch):
    """The zip is read in a process with limits, and the next one goes on behind that student."""
    monkeypatch.setattr(download, "_LIMITS", ReaderLimits(memory_mib=120))
    members = {"ada_1_1_loss.ipynb": LOSS, "ben_2_2_loss.ipynb": " " * (60 << 20)}
    path = pack(tmp_path / "d.zip", {**members, "eve_3_3_loss.ipynb": LOSS})

    done = collect(path, options(to))

    assert set(collected(to)) == {f"{name}/{UNIT}/loss.ipynb" for name in ("ada_1", "eve_3")}
    assert done.left_out == [
        "ben_2: holds loss.ipynb, which takes more than 120 MiB of memory to read. "
        "Open it and see what fills it."
    ]


def test_names_that_no_platform_writes_are_told_and_not_matched(tmp_path, to):
    """A pattern for names could be kept busy by a long one."""
    path = pack(tmp_path / "d.zip", {"ada_1_1_loss.ipynb": LOSS, "_1" * 20_000: "x"})

    done = collect(path, options(to))

    assert set(collected(to)) == {f"ada_1/{UNIT}/loss.ipynb"}
    (line,) = done.left_out
    assert line.startswith("_1_1_1")
    assert line.endswith("… has a longer name than any platform writes.")


def test_an_unpacked_download_with_a_name_that_is_not_utf8_is_read(tmp_path, to):
    """One file of one student, which no zip can name as it is, stops nobody."""
    folder = tmp_path / "download"
    folder.mkdir()
    (folder / "ada_1_1_loss.ipynb").write_bytes(LOSS)
    (folder / os.fsdecode(b"ben_2_2_lo\xffss.py")).write_text("x = 1")

    done = collect(folder, options(to))

    assert f"ada_1/{UNIT}/loss.ipynb" in collected(to)
    assert "lo~xffss.py" in " ".join([*done.notes, *done.left_out, *collected(to)])
