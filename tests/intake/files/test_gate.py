"""The gate: a path stays below its folder, and only a plain file of its own is opened."""

import os
import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import SubmissionRefused
from grader.intake.files.gate import kind_fault, path_parts, read_file
from grader.text import clean

PATH_TEXT = st.text(st.sampled_from("ab./\\\0\n:C~ \u202e\udcff"), max_size=12) | st.text(
    max_size=8
)


@given(PATH_TEXT)
def test_path_through_the_gate_stays_below_its_folder(path):
    """A path is refused, or names something below wherever it is joined."""
    try:
        parts = path_parts(path)
    except SubmissionRefused:
        return

    joined = os.path.normpath(os.path.join("/top", path))
    assert joined.startswith("/top/")
    assert joined == "/top/" + "/".join(parts)
    assert "\\" not in path
    assert clean(path) == path


@given(st.dictionaries(PATH_TEXT, st.binary(max_size=20), max_size=6))
def test_folder_path_never_escapes(members):
    """Whatever path a read is asked for, it is a refusal: the folder is empty."""
    parent = os.open("/proc/self", os.O_RDONLY)
    try:
        for path in members:
            with pytest.raises(SubmissionRefused):
                read_file(parent, f"nowhere/{path}", 10)
    finally:
        os.close(parent)


def test_file_that_turns_into_a_link_meanwhile_is_refused(folder):
    """The listing is not believed: the file is looked at again when it is opened."""
    (folder / "alice" / "inner").mkdir()
    (folder / "alice" / "inner" / "a.py").symlink_to("/etc/passwd")
    (folder / "alice" / "linked").symlink_to("inner")
    parent = os.open(folder / "alice", os.O_RDONLY)
    try:
        with pytest.raises(SubmissionRefused, match="is a symbolic link"):
            read_file(parent, "inner/a.py", 100)
        with pytest.raises(SubmissionRefused, match="cannot be opened: Not a directory"):
            read_file(parent, "linked/a.py", 100)
    finally:
        os.close(parent)


def test_file_that_states_no_size_is_read_to_the_limit():
    """Some files hold more than they say; what counts is what comes out."""
    parent = os.open("/proc/self", os.O_RDONLY)
    try:
        with pytest.raises(
            SubmissionRefused, match="holds more than 10 bytes; at most that is read"
        ):
            read_file(parent, "status", 10)
    finally:
        os.close(parent)


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        ("/etc/passwd", "is an absolute path"),
        ("C:/loss.py", "is an absolute path"),
        ("a/../../loss.py", 'leads out of its folder with ".."'),
        ("a//loss.py", "is not a plain path"),
        ("./loss.py", "is not a plain path"),
        ("a\\loss.py", "has a name with invisible or unusual characters"),
        ("a\nb.py", "has a name with invisible or unusual characters"),
        ("ß" * 128 + ".py", "has a name of more than 255 bytes"),
    ],
)
def test_path_that_may_not_name_a_file_is_refused_with_the_reason(path, fault):
    """The text goes on after the path, as a note or a refusal shows it."""
    with pytest.raises(SubmissionRefused) as caught:
        path_parts(path)
    assert str(caught.value) == fault


@pytest.mark.parametrize(
    ("mode", "fault"),
    [
        (stat.S_IFREG, None),
        (stat.S_IFDIR, "is a folder; only regular files are read"),
        (0, "is not a regular file; only regular files are read"),
    ],
)
def test_kind_of_an_entry_is_said(mode, fault):
    """Also of one that no system here can make."""
    assert str(kind_fault(mode | 0o644)) == str(fault)
