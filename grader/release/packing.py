"""Writing of files, folders and zips; a zip of the same files always has the same bytes."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from grader.errors import CourseError
from grader.files import write_whole
from grader.text import clean

# The first moment that a zip can hold.
_EPOCH = (1980, 1, 1, 0, 0, 0)


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


def write_file(path: Path, data: bytes) -> None:
    """
    Replace *path* by *data*; no reader ever sees half of it.

    Raises:
        CourseError: If it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, data)
    except OSError as error:
        raise CourseError(
            f"{clean(str(path))} cannot be written: {error.strerror}. Check the permissions of "
            "its folder, or name another one."
        ) from None


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """
    Make *folder* hold exactly *files*.

    Raises:
        CourseError: If the folder holds other files or cannot be written; then nothing was
            changed.
    """
    if folder.exists() and not folder.is_dir():
        raise CourseError(f"{clean(str(folder))} is a file, expected a folder. Name another one.")
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        name = path.relative_to(folder).as_posix()
        if not path.is_dir() and name not in files and not _is_cache(path):
            raise CourseError(
                f"{clean(str(folder))} holds {clean(name)}, which is not part of the release. "
                "Remove it, or name another folder."
            )
    for name, data in files.items():
        write_file(folder / name, data)


def _is_cache(path: Path) -> bool:
    return any(part in ("__pycache__", ".pytest_cache") for part in path.parts)
