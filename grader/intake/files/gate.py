"""The gate: every path and every file from outside is checked here before it is read."""

import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from grader.errors import SubmissionRefused
from grader.messages.message import Message, Name, Value, message
from grader.text import clean

MODULE_BYTES = 1 << 20
DATA_BYTES = 256 << 10
TOTAL_BYTES = 8 << 20
ARCHIVE_BYTES = 64 << 20
MAX_FILES = 200
MAX_DEPTH = 9
MAX_ENTRIES = 10_000

_KINDS = {
    stat.S_IFLNK: message("is a symbolic link; only regular files are read"),
    stat.S_IFDIR: message("is a folder; only regular files are read"),
    stat.S_IFIFO: message("is a named pipe; only regular files are read"),
    stat.S_IFSOCK: message("is a socket; only regular files are read"),
    stat.S_IFCHR: message("is a device; only regular files are read"),
    stat.S_IFBLK: message("is a device; only regular files are read"),
}
_OTHER_KIND = message("is not a regular file; only regular files are read")


def kind_fault(mode: int) -> Message | None:
    """Return why an entry of this file *mode* is not read; None for a regular file."""
    kind = stat.S_IFMT(mode)
    if kind == stat.S_IFREG:
        return None
    return _KINDS.get(kind, _OTHER_KIND)


def size_fault(size: int, limit: int) -> Message | None:
    """Return why a file of *size* bytes is not read; None within the *limit*."""
    if size <= limit:
        return None
    if size_words(size) == size_words(limit):
        exact = {"found": Name(f"{size:,}"), "most": Name(f"{limit:,}")}
        return message("is {found} bytes; at most {most} bytes is read", **exact)
    found, most = size_value(size), size_value(limit)
    return message("is {found}; at most {most} is read", found=found, most=most)


def size_value(size: int) -> Value | Message:
    """Return *size* in bytes as it stands in a message; see `size_words`."""
    amount, unit = size_words(size).split()
    return (
        message("{count} bytes", count=Name(amount))
        if unit == "bytes"
        else Name(f"{amount} {unit}")
    )


def size_words(size: int) -> str:
    """
    Return *size* in bytes as a person reads it.

    >>> [size_words(size) for size in (12, 1 << 20, 1_500_000_000)]
    ['12 bytes', '1 MiB', '1.4 GiB']
    """
    amount, unit = float(size), "bytes"
    for larger in ("KiB", "MiB", "GiB", "TiB"):
        if amount < 1024:
            break
        amount, unit = amount / 1024, larger
    return f"{amount:.1f}".removesuffix(".0") + f" {unit}"


def path_parts(path: str) -> tuple[str, ...]:
    """
    Return the parts of a relative POSIX path that may safely name a file.

    Raises:
        SubmissionRefused: If it is absolute, leads out of its folder, or is unfit as a
            file name. The text goes on after the path.
    """
    parts = tuple(path.split("/"))
    if path.startswith("/") or (len(path) > 1 and path[1] == ":"):
        raise SubmissionRefused(message("is an absolute path"))
    if ".." in parts:
        raise SubmissionRefused(message('leads out of its folder with ".."'))
    if any(part in ("", ".") for part in parts):
        raise SubmissionRefused(message("is not a plain path"))
    if clean(path, limit=len(path)) != path or "\\" in path:
        raise SubmissionRefused(message("has a name with invisible or unusual characters"))
    if any(len(part.encode()) > 255 for part in parts):
        raise SubmissionRefused(message("has a name of more than 255 bytes"))
    return parts


def open_folder(name: str, parent: int) -> int:
    """
    Return a descriptor of the folder *name* in the folder *parent*; the caller closes it.

    Raises:
        SubmissionRefused: If it is a symbolic link, not a folder, or may not be entered.
    """
    flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        return os.open(name, flags, dir_fd=parent)
    except OSError as error:
        raise SubmissionRefused(
            message("cannot be opened: {why}", why=error.strerror or "")
        ) from None


@contextmanager
def open_below(parent: int, parts: Sequence[str]) -> Iterator[int]:
    """Yield a descriptor of the folder that *parts* lead to; no part may be a link."""
    here = os.dup(parent)
    try:
        for part in parts:
            inner = open_folder(part, here)
            os.close(here)
            here = inner
        yield here
    finally:
        os.close(here)


def read_file(parent: int, path: str, limit: int) -> bytes:
    """
    Return the bytes of the file at *path* below the folder *parent*.

    No part may be a link: a symbolic link or a second hard link could show a file that is
    not the student's. Opening never waits, as opening a pipe could for ever.

    Raises:
        SubmissionRefused: If it is not a regular file with one link, cannot be read, or
            holds more than *limit* bytes. The text goes on after the path.
    """
    *folders, name = path_parts(path)
    with open_below(parent, folders) as folder:
        return read_bytes(folder, name, limit)


def read_bytes(parent: int, name: str, limit: int) -> bytes:
    """Return the bytes of the file *name* in the folder *parent*; as `read_file`, of any name."""
    try:
        return _read_regular(parent, name, limit)
    except OSError as error:
        raise SubmissionRefused(
            message("cannot be read: {why}", why=error.strerror or "")
        ) from None


def _read_regular(parent: int, name: str, limit: int) -> bytes:
    # Looked at before it is opened too: opening a device can already do something.
    _check_regular(os.stat(name, dir_fd=parent, follow_symlinks=False), limit)
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
    with open(os.open(name, flags, dir_fd=parent), "rb") as file:
        status = os.fstat(file.fileno())
        _check_regular(status, limit)
        data = file.read(status.st_size + 1)
        if len(data) > status.st_size:  # it has grown, or had stated no size
            data += file.read(limit + 1 - len(data))
    if len(data) > limit:
        raise SubmissionRefused(
            message("holds more than {most}; at most that is read", most=size_value(limit))
        )
    return data


def _check_regular(status: os.stat_result, limit: int) -> None:
    fault = kind_fault(status.st_mode)
    if fault is None and status.st_nlink > 1:
        fault = message(
            "has {count} hard links; only a file with one link is read", count=status.st_nlink
        )
    fault = fault or size_fault(status.st_size, limit)
    if fault:
        raise SubmissionRefused(fault)
