"""A student's zip: its files within limits, or one refusal; nothing it states is believed."""

import io
import os
import stat
import struct
import warnings
import zipfile
from dataclasses import replace

import pytest
from helpers.submissions import (
    CODE,
    WANTED,
    ReaderHere,
    put,
    put_zip,
    read_all,
    refusal_of,
    said,
    submission_of,
    zipped,
)
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import SubmissionRefused
from grader.intake.files import archive
from grader.intake.files.archive import archive_tree
from grader.intake.files.gate import path_parts
from grader.intake.reading import read_tree
from grader.text import clean


def test_zip_with_one_folder_inside_is_read_like_a_folder(folder):
    """Junk of the packing system is passed over."""
    put_zip(
        folder / "bob.zip",
        {"hw/": b"", "hw/loss.py": CODE, "__MACOSX/hw/._loss.py": b"x", "hw/.DS_Store": b"x"},
    )

    submission = submission_of(folder, "bob")

    assert submission.files == {"loss.py": CODE}
    assert said(submission) == ("The modules were found in hw.",)


def test_backslashes_of_windows_are_separators(folder):
    """Some programs write them although the format forbids it."""
    put_zip(folder / "bob.zip", {"hw\\loss.py": CODE, "hw\\": b""})

    assert submission_of(folder, "bob").files == {"loss.py": CODE}


def with_damage(data: bytes) -> bytes:
    """Change one byte of the packed text of the only member."""
    at = data.index(CODE[:8])
    return data[:at] + b"X" + data[at + 1 :]


def with_flag(data: bytes, flag: int) -> bytes:
    """Set a general purpose flag in the local and the central header."""
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.index(signature) + offset
        data = data[:at] + struct.pack("<H", flag) + data[at + 2 :]
    return data


def with_stated_size(data: bytes, size: int) -> bytes:
    """State another unpacked size in the local and the central header."""
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.index(signature) + offset
        data = data[:at] + struct.pack("<I", size) + data[at + 4 :]
    return data


def with_member_twice() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        archive.writestr("loss.py", CODE)
        archive.writestr("loss.py", b"other = 1\n")
    return buffer.getvalue()


STORED = zipped({"loss.py": CODE}, zipfile.ZIP_STORED)
BOMB = zipped({"loss.py": CODE, "zeros.bin": bytes(65 << 20)})


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", "is not a zip archive, or is damaged. Ask for it to be handed in again."),
        (b"Rar!\x1a\x07", "is not a zip archive, or is damaged."),
        (STORED[:-10], "is not a zip archive, or is damaged."),
        (with_damage(STORED), "is damaged: loss.py does not unpack correctly."),
        (with_stated_size(STORED, 5), "is damaged: loss.py does not unpack correctly."),
        (with_flag(STORED, 1), "is encrypted. Ask for it to be handed in without a password."),
        (zipped({"/etc/loss.py": CODE}), "holds the path /etc/loss.py, which leads out of its"),
        (zipped({"a/../../loss.py": CODE}), "holds the path a/../../loss.py, which leads out of"),
        (zipped({"..\\loss.py": CODE}), "holds the path ../loss.py, which leads out of its folder"),
        (zipped({"C:\\loss.py": CODE}), "holds the path C:/loss.py, which leads out of its folder"),
        (with_member_twice(), "holds loss.py twice. Ask which of the two counts."),
        (zipped({"a/b.py": b"", "a\\b.py": b""}), "holds a/b.py twice. Ask which of the two"),
        (BOMB, "is 64.9 KiB and would unpack to 65 MiB, as a zip bomb does. Ask for the code only"),
    ],
    ids=lambda value: value[:24] if isinstance(value, str) else "",
)
def test_untrustworthy_zip_is_refused_in_one_sentence(folder, data, fault):
    """The whole archive is refused, and alice is read as if it were not there."""
    put(folder / "bob.zip", data)

    assert refusal_of(folder, "bob").startswith(f"bob.zip {fault}")


def test_zip_over_the_limit_is_not_opened(folder):
    """Sixty-four mebibytes hold any honest work."""
    with (folder / "bob.zip").open("wb") as file:
        file.truncate(100 << 20)

    assert refusal_of(folder, "bob") == "bob.zip is 100 MiB; at most 64 MiB is read."


def test_zip_of_very_many_files_is_refused(folder, monkeypatch):
    """Before its list of files can fill the memory, too."""
    monkeypatch.setattr("grader.intake.entry.Reader", ReaderHere)
    monkeypatch.setattr(archive, "HANDED_IN", replace(archive.HANDED_IN, most_members=10))
    put_zip(folder / "bob.zip", {f"{number}.py": b"" for number in range(15)})
    put_zip(folder / "carol.zip", {f"{number}.py": b"" for number in range(25)})

    for student in ("bob", "carol"):
        assert refusal_of(folder, student) == (
            f"{student}.zip holds more than 10 files. Ask for the code only."
        )


def test_overlapping_members_are_refused_as_a_bomb(folder):
    """Members that share their packed bytes unpack to far more than the archive is."""
    data = zipped({"a.py": os.urandom(5000), "b.py": b""}, zipfile.ZIP_STORED)
    at = data.rindex(b"PK\x01\x02") + 20
    data = data[:at] + struct.pack("<II", 5000, 5000) + data[at + 8 :]
    put(folder / "bob.zip", data)

    assert "as a zip bomb does" in refusal_of(folder, "bob")


def member(name: str, mode: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = mode << 16
    return info


def test_odd_members_are_left_out_by_name(folder):
    """Links, pipes, zips within and strange names; the rest is read."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("loss.py", CODE)
        archive.writestr(member("gradients.py", stat.S_IFLNK | 0o777), "/etc/passwd")
        archive.writestr(member("pipe.py", stat.S_IFIFO | 0o644), "")
        archive.writestr("inner.zip", zipped({"gradients.py": CODE}))
        archive.writestr("a\x1b[2J.py", CODE)
        archive.writestr(zipfile.ZipInfo("packed.py"), CODE, zipfile.ZIP_LZMA)
        archive.writestr("1/2/3/4/5/6/7/8/9/10/deep.py", CODE)
        archive.writestr("a//b.py", CODE)
        archive.writestr("x" * 256 + ".py", CODE)
    put(folder / "bob.zip", buffer.getvalue())

    submission = submission_of(folder, "bob")

    assert submission.files == {"loss.py": CODE}
    assert said(submission) == (
        "1/2/3/4/5/6/7/8/9/10/deep.py is nested more than 9 folders deep.",
        "a\\x1b[2J.py has a name with invisible or unusual characters.",
        "a//b.py is not a plain path.",
        "gradients.py is a symbolic link; only regular files are read.",
        "inner.zip is a zip within the zip; only the outer one is opened.",
        "packed.py is compressed in a way that is not read; an ordinary zip uses deflate.",
        "pipe.py is a named pipe; only regular files are read.",
        f"{'x' * 199}… has a name of more than 255 bytes.",
    )


@pytest.mark.parametrize("stated", [20 << 20, 4], ids=["stated", "lied about"])
def test_huge_member_is_never_unpacked_beyond_the_limit(folder, stated):
    """Twenty mebibytes of zeros cost one, whatever the header says of them."""
    data = with_stated_size(zipped({"gradients.py": bytes(20 << 20), "loss.py": CODE}), stated)
    put(folder / "bob.zip", data)

    found = read_all(folder)["bob"]

    if stated == 4:
        assert found.reason.text == (
            "bob.zip is damaged: gradients.py does not unpack correctly. "
            "Ask for it to be handed in again."
        )
    else:
        assert found.files == {"loss.py": CODE}
        assert said(found) == ("gradients.py is 20 MiB; at most 1 MiB is read.",)


def hold_read_or_refused(data: bytes) -> None:
    """Hold that a zip gives a submission with safe names, or one clean refusal."""
    reason, files = "", {}
    try:
        files = read_tree("bob", archive_tree(data), WANTED).files
    except SubmissionRefused as refused:
        reason = str(refused)

    assert all(path_parts(path) for path in files)
    assert clean(reason) == reason


PATH_TEXT = st.text(st.sampled_from("ab./\\\0\n:C~ \u202e\udcff"), max_size=12) | st.text(
    max_size=8
)
WRITABLE = PATH_TEXT.filter(lambda name: name.split("\0")[0] and "\udcff" not in name)


@given(st.dictionaries(WRITABLE, st.binary(max_size=50), max_size=6))
def test_zip_of_any_names_is_read_or_refused(members):
    """Whatever the names are, what is read lies below the student's folder."""
    hold_read_or_refused(zipped(members))


@given(st.data())
def test_damaged_zip_is_read_or_refused(data):
    """Any bytes overwritten anywhere: a submission or a refusal, no other exception."""
    archive = bytearray(zipped({"loss.py": CODE * 20, "a/gradients.py": CODE, "b.csv": b"1,2"}))
    for _ in range(data.draw(st.integers(1, 6))):
        archive[data.draw(st.integers(0, len(archive) - 1))] = data.draw(st.integers(0, 255))
    del archive[data.draw(st.integers(len(archive) // 2, len(archive))) :]

    hold_read_or_refused(bytes(archive))
