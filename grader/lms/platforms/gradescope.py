"""Gradescope: how it names the files of a download."""

import re
from collections.abc import Collection
from pathlib import PurePosixPath

from grader.errors import DownloadRefused, SubmissionRefused
from grader.lms.class_list import ClassList, name_keys
from grader.lms.download import Download, Platform, SortedDownload, Upload

METADATA = "submission_metadata.yml"
_SUBMISSION = re.compile(r"(?:.*/)?(?P<key>submission_\d+)/(?P<rest>.+)")


def _count(paths: Collection[str]) -> int:
    """Return all of *paths* if the metadata are among them: no other platform has such a file."""
    return len(paths) if any(PurePosixPath(path).name == METADATA for path in paths) else 0


def _sort(download: Download, known: ClassList | None) -> SortedDownload:
    """Return whose the files of a download from Gradescope are."""
    found = SortedDownload("Gradescope")
    path = next(path for path in download.members if PurePosixPath(path).name == METADATA)
    try:
        entries = download.gradescope_metadata(path)
    except SubmissionRefused as refused:
        reason = str(refused).removesuffix(".")
        raise DownloadRefused(f"{download.where}: {METADATA} {reason}.") from None
    files: dict[str, dict[str, str]] = {}
    for member in download.members:
        match = _SUBMISSION.fullmatch(member)
        if match:
            files.setdefault(match["key"], {})[match["rest"]] = member
        elif member != path:
            found.unknown[member] = "is not in the folder of a submission"
    for key, own in files.items():
        entry = entries.get(key)
        if entry is None or not entry.submitters:
            found.unknown[key] = f"is not in {METADATA}"
            continue
        for person in entry.submitters:
            ids = {"sid": person.sid, "email": person.email}
            keys = [f"{kind}:{own_id.casefold()}" for kind, own_id in ids.items() if own_id]
            keys += name_keys(person.name)
            own_id = person.sid or person.email or person.name
            student = found.identify(f"{key} ({own_id})", known, keys, own_id)
            if student is not None:
                number = int(key.rpartition("_")[2])
                found.uploads.append(Upload(student, dict(own), time=entry.time, order=number))
        if len(entry.submitters) > 1:
            found.notes.append(f"{key} is the work of {len(entry.submitters)} students.")
    return found


GRADESCOPE = Platform("Gradescope", _count, _sort)
