"""Writing of what is handed out: files and folders."""

from collections.abc import Mapping
from pathlib import Path

from grader.errors import CourseError
from grader.files import os_errors_as, write_whole
from grader.text import clean


def write_file(path: Path, data: bytes) -> None:
    """
    Replace *path* by *data*; no reader ever sees half of it.

    Raises:
        CourseError: If it cannot be written.
    """
    advice = "Check the permissions of its folder, or name another one."
    with os_errors_as(CourseError, f"{clean(str(path))} cannot be written", advice):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, data)


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
