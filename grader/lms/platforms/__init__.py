"""The learning platforms, one module each: their downloads and their gradebook files."""

from grader.errors import DownloadRefused
from grader.lms.class_list import ClassList
from grader.lms.download import Download, SortedDownload
from grader.text import clean

from .canvas import CANVAS
from .gradescope import GRADESCOPE
from .moodle import MOODLE
from .pattern import sort_by_pattern

#: Of two that fit a download equally well the first is taken.
PLATFORMS = (GRADESCOPE, MOODLE, CANVAS)


def sort_download(
    download: Download, known: ClassList | None = None, pattern: str = ""
) -> SortedDownload:
    """
    Return whose the files of *download* are.

    With a class list a name must stand for exactly one student of it; without one the
    platform's own name and number become the id.

    Args:
        download: The zip.
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
        return sort_by_pattern(download, known, pattern)
    paths = list(download.members)
    platform = max(PLATFORMS, key=lambda each: each.count(paths))
    if not platform.count(paths):
        shown = ", ".join(clean(path, limit=60) for path in paths[:3]) or "nothing"
        raise DownloadRefused(
            f"{download.where} is not a download from Canvas, Moodle or Gradescope: it holds "
            f"{shown}. For another platform describe its file names with --pattern."
        )
    return platform.sort(download, known)
