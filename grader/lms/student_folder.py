"""One student's folder in ``submitted``: read back, compared, replaced as a whole."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from grader.errors import DownloadRefused
from grader.files import replace_folder
from grader.terms.times import TIMESTAMP, read_time
from grader.text import clean


def is_newer(moment: datetime | None, target: Path) -> bool:
    """Tell whether *moment* is later than the stamp of what lies at *target*."""
    try:
        known = read_time((target / TIMESTAMP).read_text(encoding="utf-8", errors="replace"))
    except OSError:
        return False
    return moment is not None and known is not None and moment > known


def read_back(target: Path) -> dict[str, bytes]:
    """Return the files that lie at *target* by their path there."""
    return {
        path.relative_to(target).as_posix(): path.read_bytes()
        for path in target.rglob("*")
        if path.is_file() and not path.is_symlink()
    }


def put_folder(target: Path, files: Mapping[str, bytes]) -> None:
    """Write a folder beside *target* and put it in its place, so that it is never half there."""
    try:
        replace_folder(target, files)
    except OSError as error:
        raise DownloadRefused(
            f"{clean(str(target))} cannot be written ({error.strerror}). "
            "Submissions collected so far are kept. Make room and run it again."
        ) from None
