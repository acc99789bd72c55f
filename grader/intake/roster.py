"""Who handed in: the entries of a submissions folder, student by student."""

import difflib
import os
import re
import stat
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from grader.errors import GraderError
from grader.intake.files.tree import is_junk
from grader.text import clean

_ZIP = re.compile(r"(?P<student>.+)\.zip", re.IGNORECASE | re.DOTALL)
# What somebody handed in, though only folders and zips are read.
_STRAY = re.compile(
    r"(?P<student>.+?)\.(py|ipynb|tar|tar\.\w+|t[bgx]z2?|gz|bz2|xz|rar|7z|zipx)",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True)
class Entry:
    """One entry of the submissions folder that belongs to a student."""

    name: str
    """As found on disk."""
    student: str
    """The name without ``.zip`` and the like."""
    kind: str
    """``folder``, ``zip``, ``link``, or ``stray`` for what is handed in but not read."""


@dataclass(frozen=True)
class Owner:
    """All that lies there for one student: normally one folder or one zip."""

    entries: tuple[Entry, ...]
    strays: tuple[Entry, ...]

    @property
    def students(self) -> list[str]:
        """The spellings of the name; more than one only where they clash."""
        return sorted({entry.student for entry in self.entries or self.strays})


def find_owners(top: int) -> list[Owner]:
    """Return the students with entries in the open folder *top*, sorted by name."""
    groups: dict[str, list[Entry]] = {}
    for name in sorted(os.listdir(top)):
        entry = _entry(top, name)
        if entry is not None:
            groups.setdefault(_key(entry.student), []).append(entry)
    owners = [
        Owner(
            tuple(entry for entry in group if entry.kind != "stray"),
            tuple(entry for entry in group if entry.kind == "stray"),
        )
        for group in groups.values()
    ]
    return sorted(owners, key=lambda owner: owner.students)


def select_owners(owners: list[Owner], only: Collection[str], where: str) -> list[Owner]:
    """
    Return the owners that *only* names, all if it is empty.

    A name may be given as the shell completes it: ``alice/`` and ``alice.zip`` are alice.

    Raises:
        GraderError: If there is no submission of a name; tells which names are close.
    """
    by_key = {_key(owner.students[0]): owner for owner in owners}
    wanted = set()
    for name in only:
        plain = name.rstrip("/")
        keys = [_key(plain), _key(_student(_ZIP, plain) or plain)]
        key = next((key for key in keys if key in by_key), None)
        if key is None:
            close = difflib.get_close_matches(keys[-1], by_key, n=3, cutoff=0.5)
            advice = f"Did you mean {_quoted(close, 'or')}?" if close else "Check the spelling."
            raise GraderError(f"{where} has no submission of {_quoted([name])}. {advice}")
        wanted.add(key)
    return [owner for key, owner in by_key.items() if not only or key in wanted]


def clash(owner: Owner) -> str:
    """Return the sentence for a student with more than one folder or zip."""
    names = _quoted([entry.name for entry in owner.entries], "and")
    return f"{names} are the same student. Keep the one that counts."


def _entry(top: int, name: str) -> Entry | None:
    """Return the entry called *name*, or None if no student owns it."""
    if is_junk(name):
        return None
    try:
        mode = os.stat(name, dir_fd=top, follow_symlinks=False).st_mode
    except FileNotFoundError:  # gone since it was listed
        return None
    zipped = _student(_ZIP, name)
    stray = _student(_STRAY, name)
    if stat.S_ISDIR(mode):
        return Entry(name, name, "folder")
    if stat.S_ISLNK(mode) and (zipped or stray or not _leads_to_file(top, name)):
        return Entry(name, zipped or stray or name, "link")
    if name.startswith("."):
        return None
    if zipped:
        return Entry(name, zipped, "zip")
    if stray:
        return Entry(name, stray, "stray")
    return None


def _leads_to_file(top: int, name: str) -> bool:
    try:
        return stat.S_ISREG(os.stat(name, dir_fd=top).st_mode)
    except OSError:
        return False


def _student(pattern: re.Pattern[str], name: str) -> str | None:
    match = pattern.fullmatch(name)
    return match["student"] if match else None


def _key(student: str) -> str:
    """Return what is equal for two spellings of one name: blanks and normal form aside."""
    return unicodedata.normalize("NFC", student).strip()


def _quoted(names: Iterable[str], word: str = "") -> str:
    """Return names as shown in a sentence; those that look alike in escapes."""
    names = list(names)
    shown = [clean(name, limit=100) for name in names]
    if len({_key(name) for name in shown}) < len(shown):
        shown = [name.encode("unicode_escape", "surrogatepass").decode() for name in names]
    quoted = [f'"{name}"' for name in shown]
    return f" {word} ".join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)
