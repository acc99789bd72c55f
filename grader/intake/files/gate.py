"""The gate: every path and every file from outside is checked here before it is read."""

import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from grader.errors import SubmissionRefused
from grader.text import clean

MODULE_BYTES = 1 << 20
DATA_BYTES = 256 << 10
TOTAL_BYTES = 8 << 20
ARCHIVE_BYTES = 64 << 20
MAX_FILES = 200
MAX_DEPTH = 6
MAX_ENTRIES = 10_000

_KINDS = {
    stat.S_IFLNK: "a symbolic link",
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


def kind_fault(mode: int) -> str | None:
    """Return why an entry of this file *mode* is not read; None for a regular file."""
    kind = stat.S_IFMT(mode)
    if kind == stat.S_IFREG:
        return None
    return f"is {_KINDS.get(kind, 'not a regular file')}; only regular files are read"


def size_fault(size: int, limit: int) -> str | None:
    """Return why a file of *size* bytes is not read; None within the *limit*."""
    if size <= limit:
        return None
    found, most = size_words(size), size_words(limit)
    if found == most:
        found, most = f"{size:,} bytes", f"{limit:,} bytes"
    return f"is {found}; at most {most} is read"


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
        raise SubmissionRefused("is an absolute path")
    if ".." in parts:
        raise SubmissionRefused('leads out of its folder with ".."')
    if any(part in ("", ".") for part in parts):
        raise SubmissionRefused("is not a plain path")
    if clean(path, limit=len(path)) != path or "\\" in path:
        raise SubmissionRefused("has a name with invisible or unusual characters")
    if any(len(part.encode()) > 255 for part in parts):
        raise SubmissionRefused("has a name of more than 255 bytes")
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
        raise SubmissionRefused(f"cannot be opened: {error.strerror}") from None


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
        raise SubmissionRefused(f"cannot be read: {error.strerror}") from None


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
        raise SubmissionRefused(f"holds more than {size_words(limit)}; at most that is read")
    return data


def _check_regular(status: os.stat_result, limit: int) -> None:
    fault = kind_fault(status.st_mode)
    if fault is None and status.st_nlink > 1:
        fault = f"has {status.st_nlink} hard links; only a file with one link is read"
    fault = fault or size_fault(status.st_size, limit)
    if fault:
        raise SubmissionRefused(fault)
