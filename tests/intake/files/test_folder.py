"""A student's folder: listed to a depth and a number, and links lead nowhere."""

import os
import socket
import stat
from pathlib import Path

import pytest
from helpers.submissions import CODE, ReaderHere, put, said, submission_of


def test_depth_is_bounded(folder):
    """Ten folders down nothing is looked for."""
    put(folder / "bob" / "1/2/3/4/5/6/7/8/9/10" / "loss.py")

    submission = submission_of(folder, "bob")

    assert submission.files == {}
    assert said(submission)[0] == (
        "1/2/3/4/5/6/7/8/9/10 is nested more than 9 folders deep and was not read."
    )


def test_folder_of_very_many_files_is_skipped_whole(folder, monkeypatch):
    """Which files are seen never depends on the order of the disk."""
    monkeypatch.setattr("grader.intake.entry.Reader", ReaderHere)
    monkeypatch.setattr("grader.intake.files.folder.MAX_ENTRIES", 10)
    for number in range(20):
        put(folder / "alice" / "many" / f"{number}.py")

    submission = submission_of(folder, "alice")

    assert submission.files == {"loss.py": CODE}
    assert said(submission) == ("many holds too many entries and was not read.",)


def make_socket(path: Path) -> None:
    here = os.getcwd()
    os.chdir(path.parent)  # the path of a socket may have 107 bytes only
    try:
        socket.socket(socket.AF_UNIX).bind(path.name)
    finally:
        os.chdir(here)


def make_hard_link(path: Path) -> None:
    path.hardlink_to(put(path.parents[2] / "secret.py"))


def make_device(path: Path) -> None:
    try:
        os.mknod(path, stat.S_IFCHR | 0o666, os.makedev(1, 5))
    except PermissionError:
        pytest.skip("only root may make a device")


@pytest.mark.parametrize(
    ("make", "fault"),
    [
        (lambda path: path.symlink_to("/etc/passwd"), "is a symbolic link; only regular files"),
        (make_hard_link, "has 2 hard links; only a file with one link is read"),
        (os.mkfifo, "is a named pipe; only regular files are read"),
        (make_socket, "is a socket; only regular files are read"),
        (make_device, "is a device; only regular files are read"),
    ],
    ids=["symbolic link", "hard link", "pipe", "socket", "device"],
)
def test_odd_file_is_left_out_by_name_and_the_rest_read(folder, make, fault):
    """None of these hangs the reader or shows a file that is not the student's."""
    make(folder / "alice" / "gradients.py")

    submission = submission_of(folder, "alice")

    assert submission.files == {"loss.py": CODE}
    assert len(said(submission)) == 1
    assert said(submission)[0].startswith(f"gradients.py {fault}")


def test_linked_folder_is_not_entered(folder):
    """A link to a folder outside leads nowhere."""
    put(folder.parent / "elsewhere" / "gradients.py")
    (folder / "alice" / "more").symlink_to(folder.parent / "elsewhere")

    submission = submission_of(folder, "alice")

    assert submission.files == {"loss.py": CODE}
    assert said(submission) == ("more is a symbolic link; only regular files are read.",)
