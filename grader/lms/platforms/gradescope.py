"""Gradescope: how it names the files of a download, and the metadata beside them."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import PurePosixPath

from grader.errors import DownloadRefused, SubmissionRefused
from grader.lms.class_list import ClassList, name_keys
from grader.lms.download import Download, Platform, SortedDownload, Upload
from grader.terms.times import read_time

METADATA = "submission_metadata.yml"
_METADATA_BYTES = 256 << 20
_SUBMISSION = re.compile(r"(?:.*/)?(?P<key>submission_\d+)/(?P<rest>.+)")
_ANCHOR = re.compile(r"&\w+[ ]+")
_YAML_KEY = re.compile(r"""(?P<indent>[ ]*)(?:-[ ]+)?:?(?P<key>\w+):[ ]*(?P<value>.*)""")


def _count(paths: Collection[str]) -> int:
    """Return all of *paths* if the metadata are among them: no other platform has such a file."""
    return len(paths) if any(PurePosixPath(path).name == METADATA for path in paths) else 0


def _sort(download: Download, known: ClassList | None) -> SortedDownload:
    """Return whose the files of a download from Gradescope are."""
    found = SortedDownload("Gradescope")
    path = next(path for path in download.members if PurePosixPath(path).name == METADATA)
    try:
        text = download.read(path, _METADATA_BYTES).decode("utf-8", "replace")
    except SubmissionRefused as refused:
        reason = str(refused).removesuffix(".")
        raise DownloadRefused(f"{download.where}: {METADATA} {reason}.") from None
    entries = read_metadata(text)
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


@dataclass(frozen=True)
class Submitter:
    """A student who handed in, alone or with others."""

    name: str = ""
    sid: str = ""
    email: str = ""


@dataclass
class GradescopeEntry:
    """One submission in Gradescope's metadata."""

    submitters: list[Submitter] = field(default_factory=list)
    time: datetime | None = None


def read_metadata(text: str) -> Mapping[str, GradescopeEntry]:
    """
    Return the submissions in Gradescope's metadata.

    Only the lines on who and when are read. The whole is YAML with Ruby's own types in it,
    as long as all results of all students, and would keep a YAML parser busy for minutes.
    """
    entries: dict[str, GradescopeEntry] = {}
    entry = GradescopeEntry()
    level, section = 0, ""
    for line in text.splitlines():
        match = _YAML_KEY.match(line)
        if match is None:
            continue
        indent, key, value = len(match["indent"]), match["key"], _scalar(match["value"])
        if indent == 0 and not line.startswith("-"):
            entry = entries.setdefault(key, GradescopeEntry())
            level, section = 0, ""
            continue
        starts_item = line.lstrip().startswith("- ")
        if not level:
            level = indent
        if indent == level and not starts_item:
            section = key
            if key == "created_at":
                entry.time = read_time(value)
        elif section == "created_at" and key == "utc" and entry.time is None:
            entry.time = read_time(value)
        elif section == "submitters" and key in ("name", "sid", "email"):
            if starts_item or not entry.submitters:
                entry.submitters.append(Submitter())
            entry.submitters[-1] = replace(entry.submitters[-1], **{key: value})
    return entries


def _scalar(value: str) -> str:
    # Ruby labels values that it may refer to again: "&1 ada@x.org".
    value = value.strip()
    value = value[match.end() :] if (match := _ANCHOR.match(value)) else value
    if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"":
        return value[1:-1].replace("''", "'") if value[0] == "'" else value[1:-1]
    return "" if value in ("null", "~") else value
