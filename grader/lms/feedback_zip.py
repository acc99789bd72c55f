"""A zip of feedback pages with the names that a learning platform takes back."""

import zipfile
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from pathlib import Path

from grader.errors import ExportError
from grader.files import os_errors_as, replacing
from grader.intake.submission import file_stem
from grader.text import clean

from .class_list import ClassList
from .download import Download, Upload
from .platforms import platforms, sort_download
from .platforms.platform import Platform

# The first moment that a zip can hold: equal pages make equal zips.
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass
class FeedbackZip:
    """
    A zip to upload.

    Attributes:
        platform: Which platform takes it.
        students: Whose pages are in it.
        left_out: Whose page is not, because nothing of theirs is in the download.
    """

    path: Path
    platform: str
    students: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def write_feedback_zip(
    download: Path,
    pages: Path,
    students: Collection[str],
    to: Path,
    file: str,
    known: ClassList | None = None,
    zone: tzinfo = UTC,
) -> FeedbackZip:
    """
    Write the pages of *students* into a zip, each under the name that the platform looks for.

    Args:
        download: The download of the submissions, which holds those names.
        pages: The folder of the pages.
        students: Whose pages to take, as the results call them.
        to: The zip.
        file: What every page is called there.
        known: The class list that "grader collect" was given.
        zone: The zone of times in the download.

    Raises:
        DownloadRefused: If the download cannot be read.
        ExportError: If its platform takes no such zip, or it cannot be written.
    """
    with Download(download, zone) as found:
        uploads = sort_download(found, known)
    platform = next(each for each in platforms() if each.name == uploads.platform)
    found_paths = ((each.student, _page_path(each, platform, file)) for each in uploads.uploads)
    paths = {student: path for student, path in found_paths if path}
    if not paths:
        raise ExportError(
            f"{clean(str(download))} is from {uploads.platform}, which takes no zip of feedback "
            "files. Moodle and Canvas do."
        )
    done = FeedbackZip(to, uploads.platform)
    with (
        os_errors_as(ExportError, f"{clean(str(to))} cannot be written", "Name another file."),
        replacing(to) as target,
        zipfile.ZipFile(target, "w") as archive,
    ):
        for student in sorted(students):
            if student not in paths:
                done.left_out.append(student)
                continue
            info = zipfile.ZipInfo(paths[student], _EPOCH)
            info.external_attr = 0o644 << 16
            page = (pages / f"{file_stem(student)}.html").read_bytes()
            archive.writestr(info, page, zipfile.ZIP_DEFLATED)
            done.students.append(student)
    return done


def _page_path(upload: Upload, platform: Platform, file: str) -> str:
    """Return where the platform looks for the page of an upload; "" if nowhere."""
    for member in upload.files.values():
        # A computer may have put folders around the download.
        parts = member.split("/")
        for at in reversed(range(len(parts))):
            if path := platform.feedback_path("/".join(parts[at:]), file):
                return path
    return ""
