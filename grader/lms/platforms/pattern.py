"""Any other platform: its file names are described by a regular expression."""

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import PurePosixPath

from grader.errors import DownloadRefused
from grader.lms.class_list import ClassList, name_keys
from grader.lms.download import Download, SortedDownload, Upload
from grader.terms.times import known_time
from grader.text import clean


def sort_by_pattern(
    paths: Mapping[str, str], download: Download, known: ClassList | None, pattern: str
) -> SortedDownload:
    """Return whose the files are by nbgrader's ``named_regexp``; see `sort_download`."""
    try:
        form = re.compile(pattern)
    except re.error as error:
        raise DownloadRefused(f"--pattern is not a valid regular expression: {error}.") from None
    if not {"student_id", "file_id"} <= set(form.groupindex):
        raise DownloadRefused(
            "--pattern needs the groups (?P<student_id>...) and (?P<file_id>...), "
            "as in nbgrader's named_regexp."
        )
    found = SortedDownload("pattern")
    groups: dict[tuple[str, datetime | None], Upload] = {}
    for path, member in paths.items():
        match = form.match(path)
        if match is None:
            found.unknown[path] = "does not match the pattern"
            continue
        named = match.groupdict()
        name = str(named["student_id"])
        student = found.identify(path, known, _any_keys(name), name)
        if student is None:
            continue
        written = named.get("timestamp") or ""
        time = known_time(written, download.zone)
        if written and time is None:
            found.notes.append(
                f"{clean(path, limit=120)}: {clean(written, limit=60)!r} is not a valid time, so "
                "the submission time is unknown."
            )
        ending = PurePosixPath(path).suffix
        stem = str(named["file_id"]).removesuffix(ending)
        upload = groups.setdefault((student, time), Upload(student, time=time))
        upload.files[f"{stem}{ending}"] = member
    found.uploads = list(groups.values())
    return found


def _any_keys(name: str) -> list[str]:
    return [f"{kind}:{name.casefold()}" for kind in ("sid", "number", "email")] + name_keys(name)
