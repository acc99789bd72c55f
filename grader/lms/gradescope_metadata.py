"""Gradescope's metadata beside the submissions of a download: who handed in what, and when."""

import io
import re
from collections.abc import Mapping
from datetime import datetime

import msgspec

from grader.terms.times import known_time

_ANCHOR = re.compile(r"&\w+[ ]+")
_YAML_KEY = re.compile(r"""(?P<indent>[ ]*)(?:-[ ]+)?:?(?P<key>\w+):[ ]*(?P<value>.*)""")


class Submitter(msgspec.Struct, frozen=True):
    """A student who handed in, alone or with others."""

    name: str = ""
    sid: str = ""
    email: str = ""


class GradescopeEntry(msgspec.Struct):
    """One submission in Gradescope's metadata."""

    submitters: list[Submitter] = msgspec.field(default_factory=list)
    time: datetime | None = None


def read_metadata(data: bytes) -> Mapping[str, GradescopeEntry]:
    """
    Return the submissions in Gradescope's metadata.

    Only the lines on who and when are read. The whole is YAML with Ruby's own types in it,
    as long as all results of all students, and would keep a YAML parser busy for minutes.
    """
    entries: dict[str, GradescopeEntry] = {}
    entry = GradescopeEntry()
    level, section = 0, ""
    for raw in io.BytesIO(data):
        line = raw.decode("utf-8", "replace").rstrip("\r\n")
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
                entry.time = known_time(value)
        elif section == "created_at" and key == "utc" and entry.time is None:
            entry.time = known_time(value)
        elif section == "submitters" and key in ("name", "sid", "email"):
            if starts_item or not entry.submitters:
                entry.submitters.append(Submitter())
            last = entry.submitters[-1]
            entry.submitters[-1] = msgspec.structs.replace(last, **{key: value})
    return entries


def _scalar(value: str) -> str:
    # Ruby labels values that it may refer to again: "&1 ada@x.org".
    value = value.strip()
    value = value[match.end() :] if (match := _ANCHOR.match(value)) else value
    if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"":
        return value[1:-1].replace("''", "'") if value[0] == "'" else value[1:-1]
    return "" if value in ("null", "~") else value
