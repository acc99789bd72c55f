"""The learning platforms, one class and one module each: their downloads and gradebook files."""

from collections.abc import Collection, Iterable
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from grader.errors import DownloadRefused, ExportError
from grader.intake.files.tree import is_junk
from grader.lms.class_list import ClassList
from grader.lms.csv_bytes import read_table
from grader.lms.download import Download, SortedDownload
from grader.lms.fill import FilledFile
from grader.lms.scores import Scores
from grader.text import clean

from .pattern import sort_by_pattern
from .platform import Platform

_MOST_FOLDERS = 3


def platforms() -> list[Platform]:
    """Return the platforms that modules in this folder define, those of the highest rank first."""
    modules = [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)]
    kinds = [
        kind
        for module in modules
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, Platform) and kind is not Platform
    ]
    return [kind() for kind in sorted(kinds, key=lambda kind: (-kind.rank, kind.name))]


def _names(which: Iterable[Platform]) -> str:
    *others, last = sorted(platform.name for platform in which)
    return f"{', '.join(others)} or {last}"


def sort_download(
    download: Download, known: ClassList | None = None, pattern: str = ""
) -> SortedDownload:
    """
    Return whose the files of *download* are.

    With a class list a name must stand for exactly one student of it; without one the
    platform's own name and number become the id. Folders that a computer has put around the
    download, and what it left beside the files, do not count.

    Args:
        download: The download.
        known: The class list, if there is one.
        pattern: nbgrader's ``named_regexp`` for other platforms: groups ``student_id`` and
            ``file_id``, and ``timestamp`` if there is one.

    Raises:
        DownloadRefused: If no platform writes such names, or the pattern cannot be used.
    """
    found = _sorted(download, known, pattern)
    found.unknown |= dict.fromkeys(download.too_long, "has a longer name than any platform writes")
    return found


def _sorted(download: Download, known: ClassList | None, pattern: str) -> SortedDownload:
    if pattern:
        paths = {path: path for path in download.members}
        return sort_by_pattern(paths, download, known, pattern)
    paths = {path: path for path in download.members if not any(map(is_junk, path.split("/")))}
    found = _platform(paths)
    for _ in range(_MOST_FOLDERS):
        tops = {path.partition("/")[0] for path in paths}
        if found is not None or len(tops) != 1 or not all("/" in path for path in paths):
            break
        paths = {path.partition("/")[2]: member for path, member in paths.items()}
        found = _platform(paths)
    if found is None:
        shown = ", ".join(clean(path, limit=60) for path in list(download.members)[:3]) or "nothing"
        raise DownloadRefused(
            f"{download.where} is not a download from {_names(platforms())}: it "
            f"holds {shown}. For another platform describe its file names with --pattern."
        )
    return found.sort(paths, download, known)


def _platform(paths: Collection[str]) -> Platform | None:
    """Return the platform that names files like most of *paths*."""
    platform = max(platforms(), key=lambda each: each.count(paths))
    return platform if platform.count(paths) else None


def fill_gradebook(
    path: Path,
    scores: Scores,
    column: str = "",
    *,
    scale: bool = False,
    missing: float | None = None,
) -> FilledFile:
    """
    Return the gradebook file at *path* with the scores filled in, whatever platform wrote it.

    See `Platform.fill`.

    Raises:
        ExportError: If no platform writes such a file, or the column is not what it should be.
    """
    table = read_table(path)
    every = platforms()
    for platform in every:
        if platform.score_column(table, column, scores.unit) is not None:
            return platform.fill(path, scores, column, scale=scale, missing=missing)
    found = ", ".join(clean(name, limit=40) for name in table.headings[:8])
    raise ExportError(
        f"{table.where} is not a gradebook file from "
        f"{_names(each for each in every if each.gradebook)}; it has {found}. Export it again. "
        "Nothing was changed."
    )
