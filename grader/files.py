"""
Files written whole or not at all, zips that are always the same, and locks on folders.

Each function raises ``OSError`` where the system refuses; the caller says in its own
words which file of whose that was, with `os_errors_as`.
"""

import fcntl
import io
import os
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from .errors import GraderError

#: The mode of a file that was not there before; an existing file keeps its own.
NEW_MODE = 0o644
# The first moment that a zip can hold.
_EPOCH = (1980, 1, 1, 0, 0, 0)


@contextmanager
def os_errors_as(error: type[GraderError], what: str, advice: str) -> Iterator[None]:
    """Raise *error* with one line, *what*, the system's reason and *advice*, for an OSError."""
    try:
        yield
    except OSError as found:
        raise error(f"{what}: {found.strerror or found}. {advice}") from None


@contextmanager
def replacing(path: Path, mode: int | None = None) -> Iterator[BinaryIO]:
    """
    Give a file to write to that takes the place of *path* once it is on the disk.

    A reader sees the old file or the new one, never half of it; where the block raises, the
    old one stays. Without a *mode*, the permissions of an existing file are kept.

    Raises:
        OSError: If the file cannot be written.
    """
    fd, scratch = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(fd, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if mode is None:
            mode = path.stat().st_mode & 0o777 if path.exists() else NEW_MODE
        os.chmod(scratch, mode)
        os.replace(scratch, path)
    except BaseException:
        os.unlink(scratch)
        raise


def write_whole(path: Path, data: bytes | str, mode: int | None = None) -> None:
    """
    Replace *path* by *data*; text is written as UTF-8 with its line ends as they are.

    Raises:
        OSError: If it cannot be written; then the old file is as it was.
    """
    with replacing(path, mode) as file:
        file.write(data.encode() if isinstance(data, str) else data)


def replace_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """
    Make *folder* hold exactly *files*, named by relative paths.

    The new folder is written beside the old one and takes its place when it is whole.

    Raises:
        OSError: If it cannot be written; then the old folder is as it was.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".") as scratch:
        fresh = Path(scratch) / "new"
        fresh.mkdir(0o755)
        for name, data in files.items():
            path = fresh / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        old = Path(scratch) / "old"
        if folder.exists():
            folder.rename(old)
        try:
            fresh.rename(folder)
        except OSError:
            if old.exists():
                old.rename(folder)
            raise


def zip_bytes(files: Mapping[str, bytes]) -> bytes:
    """
    Return a zip of *files* whose bytes depend on nothing else.

    It is sorted and holds no times. Files are stored, not compressed, because the output of
    deflate changes between versions of zlib. Scripts are executable.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, data in sorted(files.items()):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system = 3  # Unix, whatever this machine is, so that modes count
            entry.external_attr = (0o755 if data.startswith(b"#!") else 0o644) << 16
            archive.writestr(entry, data)
    return buffer.getvalue()


@contextmanager
def locked(path: Path) -> Iterator[bool]:
    """
    Hold the lock file *path* for the block; yield False where another process holds it.

    The system releases it when this process ends, however it ends.

    Raises:
        OSError: If the lock file cannot be opened.
    """
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
        else:
            yield True
