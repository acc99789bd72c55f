"""What Canvas, Moodle and Gradescope call the files of a download: whose each one is."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePosixPath

from grader.errors import DownloadRefused, SubmissionRefused
from grader.lms.platforms.gradescope import read_metadata
from grader.terms.times import read_time
from grader.text import clean

from .class_list import ClassList, name_keys
from .download import Download

METADATA = "submission_metadata.yml"
_METADATA_BYTES = 256 << 20
# As Canvas and Moodle themselves build the names of what they pack (their sources are public):
# the sortable name in small letters with nothing but letters, LATE, the number of the user, that
# of the file, and its name; of anonymous assignments "anon" and a key in place of name and number.
_CANVAS = re.compile(
    r"(?:(?P<name>[^/]+?)(?P<late>_LATE)?_(?P<user>\d+)|(?P<hurry>LATE_)?anon_(?P<key>[^\W_]+))"
    r"_(?P<file>\d+)_(?P<rest>[^/]+)"
)
_CANVAS_TEXT = re.compile(r"[^/]+_(?P<kind>text|link)\.html")
_MOODLE = re.compile(
    r"(?P<name>.+?)_(?P<number>\d+)_assignsubmission_(file|onlinetext)_?(?P<rest>/?.+)"
)
_PARTICIPANT = "Participant"
_SUBMISSION = re.compile(r"(?:.*/)?(?P<key>submission_\d+)/(?P<rest>.+)")


@dataclass
class Handed:
    """What one student handed in at one time."""

    student: str
    """The id in the course: from the class list, or what the platform says of the student."""
    files: dict[str, str] = field(default_factory=dict)
    """Path as the student named it to the member of the download."""
    late: bool = False
    time: datetime | None = None
    order: int = 0
    """Larger is newer, where there is no time."""


@dataclass
class Sorted:
    """A download sorted by students, and what fits nobody."""

    platform: str
    handed: list[Handed] = field(default_factory=list)
    unknown: dict[str, str] = field(default_factory=dict)
    """Name in the download to the reason why it is nobody's."""
    notes: list[str] = field(default_factory=list)


def sort_download(download: Download, known: ClassList | None = None, pattern: str = "") -> Sorted:
    """
    Return whose the files of *download* are.

    Nobody is guessed: with a class list a name must stand for exactly one student of it;
    without one the platform's own name and number become the id.

    Args:
        download: The zip.
        known: The class list, if there is one.
        pattern: nbgrader's ``named_regexp`` for other platforms: groups ``student_id`` and
            ``file_id``, and ``timestamp`` if there is one.

    Raises:
        DownloadRefused: If no platform writes such names, or the pattern is none.
    """
    if pattern:
        return _by_pattern(download, known, pattern)
    if any(PurePosixPath(path).name == METADATA for path in download.members):
        return _gradescope(download, known)
    paths = list(download.members)
    moodle = sum(bool(_MOODLE.fullmatch(path)) for path in paths)
    canvas = sum(bool(_CANVAS.fullmatch(path)) for path in paths)
    if not moodle and not canvas:
        shown = ", ".join(clean(path, limit=60) for path in paths[:3]) or "nothing"
        raise DownloadRefused(
            f"{download.where} is no download of Canvas, Moodle or Gradescope: it holds {shown}. "
            "For another platform say how its names are built with --pattern."
        )
    return _moodle(download, known) if moodle >= canvas else _canvas(download, known)


def _canvas(download: Download, known: ClassList | None) -> Sorted:
    found = Sorted("Canvas")
    groups: dict[tuple[str, str], Handed] = {}
    for path in download.members:
        match = _CANVAS.fullmatch(path)
        if match is None:
            typed = _CANVAS_TEXT.fullmatch(path)
            found.unknown[path] = (
                f"is a {typed['kind']} entered in Canvas, and no file"
                if typed
                else "is not named as Canvas names files"
            )
            continue
        keys = [f"number:{match['user']}", f"name:{match['name']}"]
        own = f"anon_{match['key']}" if match["key"] else f"{match['name']}_{match['user']}"
        student = _identify(found, path, known, keys, own)
        if student is None:
            continue
        handed = groups.setdefault((student, match["user"] or match["key"]), Handed(student))
        handed.late = handed.late or bool(match["late"] or match["hurry"])
        _add_canvas_file(found, handed, match["rest"], path, int(match["file"]))
    found.handed = list(groups.values())
    return found


def _add_canvas_file(found: Sorted, handed: Handed, name: str, path: str, number: int) -> None:
    """Add a file; of two versions of one (``loss.py``, ``loss-1.py``) the newer one stays."""
    plain = re.sub(r"-\d{1,2}(?=\.[^.]+$)", "", name)
    other = handed.files.get(plain)
    if other is not None:
        match = _CANVAS.fullmatch(other)
        older = match is None or int(match["file"]) < number
        newest = path if older else other
        found.notes.append(
            f"{clean(handed.student, limit=80)}: {clean(plain, limit=80)} was handed in more than "
            f"once; {clean(newest, limit=120)} is the newest and was taken."
        )
        path = newest
    handed.files[plain] = path


def _moodle(download: Download, known: ClassList | None) -> Sorted:
    found = Sorted("Moodle")
    groups: dict[str, tuple[str, list[tuple[str, str]]]] = {}
    for path in download.members:
        match = _MOODLE.fullmatch(path)
        if match is None:
            found.unknown[path] = "is not named as Moodle names files"
            continue
        _, files = groups.setdefault(match["number"], (match["name"], []))
        files.append((match["rest"].lstrip("/"), path))
    names = [name for name, _ in groups.values()]
    # Where marking is anonymous everybody is called "Participant", in the language of the site.
    anonymous = set(names) == {_PARTICIPANT} or (len(names) > 2 and len(set(names)) == 1)
    for number, (name, files) in groups.items():
        shown = f"{name}_{number}"
        if anonymous:
            name = f"{name} {number}"
        elif known is None and names.count(name) > 1:
            found.unknown[shown] = "shares its name with another student; give a class list"
            continue
        keys = [f"participant:{number}", *name_keys(name)]
        student = _identify(found, shown, known, keys, name)
        if student is not None:
            time = known.times.get(student) if known is not None else None
            found.handed.append(Handed(student, dict(files), time=time, order=int(number)))
    return found


def _gradescope(download: Download, known: ClassList | None) -> Sorted:
    found = Sorted("Gradescope")
    path = next(path for path in download.members if PurePosixPath(path).name == METADATA)
    try:
        text = download.read(path, _METADATA_BYTES).decode("utf-8", "replace")
    except SubmissionRefused as refused:
        raise DownloadRefused(f"{download.where}: {METADATA} {refused}.") from None
    entries = read_metadata(text)
    files: dict[str, dict[str, str]] = {}
    for member in download.members:
        match = _SUBMISSION.fullmatch(member)
        if match:
            files.setdefault(match["key"], {})[match["rest"]] = member
        elif member != path:
            found.unknown[member] = "lies in no folder of a submission"
    for key, own in files.items():
        entry = entries.get(key)
        if entry is None or not entry.submitters:
            found.unknown[key] = f"is not in {METADATA}"
            continue
        for person in entry.submitters:
            keys = [
                f"{kind}:{person[kind].casefold()}" for kind in ("sid", "email") if person[kind]
            ]
            keys += name_keys(person["name"])
            own_id = person["sid"] or person["email"] or person["name"]
            student = _identify(found, f"{key} ({own_id})", known, keys, own_id)
            if student is not None:
                number = int(key.rpartition("_")[2])
                found.handed.append(Handed(student, dict(own), time=entry.time, order=number))
        if len(entry.submitters) > 1:
            found.notes.append(f"{key} is the work of {len(entry.submitters)} students.")
    return found


def _by_pattern(download: Download, known: ClassList | None, pattern: str) -> Sorted:
    try:
        form = re.compile(pattern)
    except re.error as error:
        raise DownloadRefused(f"--pattern is no regular expression: {error}.") from None
    if not {"student_id", "file_id"} <= set(form.groupindex):
        raise DownloadRefused(
            "--pattern needs the groups (?P<student_id>...) and (?P<file_id>...), "
            "as nbgrader's named_regexp."
        )
    found = Sorted("pattern")
    groups: dict[tuple[str, datetime | None], Handed] = {}
    for path in download.members:
        match = form.match(path)
        if match is None:
            found.unknown[path] = "does not fit the pattern"
            continue
        named = match.groupdict()
        name = str(named["student_id"])
        student = _identify(found, path, known, _any_keys(name), name)
        if student is None:
            continue
        time = read_time(named.get("timestamp") or "")
        ending = PurePosixPath(path).suffix
        stem = str(named["file_id"]).removesuffix(ending)
        handed = groups.setdefault((student, time), Handed(student, time=time))
        handed.files[f"{stem}{ending}"] = path
    found.handed = list(groups.values())
    return found


def _any_keys(name: str) -> list[str]:
    return [f"{kind}:{name.casefold()}" for kind in ("sid", "number", "email")] + name_keys(name)


def _identify(
    found: Sorted, shown: str, known: ClassList | None, keys: list[str], own: str
) -> str | None:
    """Return the student's id, or None after noting why there is none."""
    if known is None:
        return own
    students = known.find(keys)
    if len(students) == 1:
        return next(iter(students))
    listed = " and ".join(sorted(clean(each, limit=60) for each in students))
    found.unknown[shown] = f"could be {listed}" if students else "is not in the class list"
    return None
