"""
Files of entries: small changes of a solution, each with a name and header lines.

An entry begins with ``# %% name``. The header lines ``# key: value`` follow, and each goes on in
lines ``#     more``; then its code up to the next entry. The code is read and never run here; it
has no name in common with other entries.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from grader.errors import CourseError

from .manifest import Exercise
from .source import parse

#: The header lines of a known mistake: the checks that catch it, and what is said of it.
KNOWN_MISTAKE = ("caught by", "message")

_START = "# %%"
_HEADER = re.compile(r"# ([a-z ]+): (.*)")
_MORE = re.compile(r"# {3,}(.*)")


@dataclass(frozen=True)
class Entry:
    """
    One entry of a file.

    Attributes:
        name: What it does, in plain words; unique in its file.
        where: The file and the line in which it begins, for the start of messages.
        headers: Its header lines.
        code: Its text, header lines included.
    """

    name: str
    where: str
    headers: Mapping[str, str]
    code: str


def entries_name(exercise: Exercise) -> str:
    """Return the name of the file that holds the entries of *exercise*."""
    return f"{exercise.id}_{exercise.names[0]}.py"


def parse_entries(text: str, where: str, known: Collection[str]) -> list[Entry]:
    """
    Return the entries in the text of a file.

    Args:
        text: The text.
        where: The file as messages name it.
        known: The keys that header lines may have.

    Raises:
        CourseError: If a line stands above the first entry, two entries have one name, a header
            line is not known, or the code does not parse.
    """
    lines = text.splitlines()
    starts = [number for number, line in enumerate(lines) if line.startswith(_START)]
    ends = [*starts, len(lines)]
    for number, line in enumerate(lines[: ends[0]], 1):
        if line.strip():
            raise CourseError(
                f"{where}:{number}: the line belongs to no entry. "
                'Begin each entry with "# %% name".'
            )
    entries: dict[str, Entry] = {}
    for start, end in zip(starts, ends[1:], strict=True):
        name, here = lines[start].removeprefix(_START).strip(), f"{where}:{start + 1}"
        if not name:
            raise CourseError(f"{here}: the entry has no name. Say in plain words what it does.")
        if name in entries:
            raise CourseError(
                f'{here}: there are two entries "{name}", the other is {entries[name].where}. '
                "Rename one."
            )
        # Empty lines in front let a syntax error name the line of the file.
        parse("\n" * start + "\n".join(lines[start:end]), where)
        headers = _headers(lines[start + 1 : end], start + 2, where, known)
        code = "\n".join(lines[start + 1 : end]).strip("\n") + "\n"
        entries[name] = Entry(name, here, headers, code)
    return list(entries.values())


def _headers(
    lines: Collection[str], first: int, where: str, known: Collection[str]
) -> dict[str, str]:
    """Return the header lines with which *lines* begin; the first of them is line *first*."""
    headers: dict[str, str] = {}
    key = ""
    for number, line in enumerate(lines, first):
        if key and (more := _MORE.fullmatch(line)):
            headers[key] += f" {more[1].strip()}"
            continue
        found = _HEADER.fullmatch(line)
        if not found:
            break
        key, value = found.groups()
        if key not in known or key in headers:
            what = "stands there twice" if key in headers else "is not a header line"
            keys = ", ".join(known) or "none"
            raise CourseError(f'{where}:{number}: "# {key}:" {what}. Known here: {keys}. Fix it.')
        headers[key] = value.strip()
    return headers
