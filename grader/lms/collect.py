"""Collecting a platform's download into nbgrader's ``submitted/<student>/<assignment>/``."""

import tempfile
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from grader.errors import DownloadRefused, SubmissionRefused
from grader.files import replace_folder
from grader.intake.submission import file_stem
from grader.terms.course_terms import Terms
from grader.terms.hand_ins import HandIn, timestamp
from grader.terms.times import TIMESTAMP, timestamp_text
from grader.text import clean

from .class_list import ClassList
from .download import Download, Upload
from .platforms import sort_download

_LONGEST_ID = 128  # in nbgrader's database


@dataclass(frozen=True)
class CollectOptions:
    """Where a download is collected to, and how."""

    to: Path
    """nbgrader's folder ``submitted``."""
    assignment: str
    modules: Collection[str] = ()
    """Names of the notebooks, so that ``loss (1).ipynb`` becomes ``loss.ipynb``."""
    known: ClassList | None = None
    pattern: str = ""
    terms: Terms = field(default_factory=Terms)
    update: bool = False


@dataclass
class Collected:
    """What was collected from a download, by students, and what was left out."""

    platform: str = ""
    new: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    late: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    """One sentence for each thing that was not collected."""
    notes: list[str] = field(default_factory=list)


def collect(path: Path, options: CollectOptions) -> Collected:
    """
    Write the submissions in a downloaded zip to where nbgrader collects them.

    A submission collected before is replaced only by a newer one. A student's folder is
    replaced as a whole or not at all.

    Raises:
        DownloadRefused: If the download or the target cannot be used.
        TermsError: If the table of an earlier run cannot be read.
    """
    _check_target(options)
    with Download(path, options.terms.zone) as download:
        found = sort_download(download, options.known, options.pattern)
        done = Collected(found.platform, notes=list(found.notes))
        done.left_out = [
            f"{clean(name, limit=120)} {reason}." for name, reason in sorted(found.unknown.items())
        ]
        for upload in _newest(found.uploads, done):
            try:
                _collect_one(download, upload, options, done)
            except SubmissionRefused as refused:
                reason = str(refused).removesuffix(".")
                done.left_out.append(f"{clean(upload.student, limit=80)}: {reason}.")
    return done


def _check_target(options: CollectOptions) -> None:
    shown = clean(options.assignment, limit=80)
    if file_stem(options.assignment) != options.assignment or "+" in options.assignment:
        raise DownloadRefused(
            f'"{shown}" is not a valid assignment name. Use letters, digits, "-" and "_".'
        )
    try:
        options.to.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=options.to):
            pass
    except OSError as error:
        raise DownloadRefused(
            f"{clean(str(options.to))}: submissions cannot be written here ({error.strerror}). "
            "Name nbgrader's folder submitted with --to."
        ) from None


def _newest(uploads: list[Upload], done: Collected) -> list[Upload]:
    """Return the newest upload of each student, and note where there was more than one."""
    by_student: dict[str, list[Upload]] = defaultdict(list)
    for each in uploads:
        by_student[each.student].append(each)
    chosen = []
    earliest = datetime.min.replace(tzinfo=UTC)
    for student, own in by_student.items():
        if file_stem(student) != student or len(student) > _LONGEST_ID:
            done.left_out.append(
                f"{clean(student, limit=80)} is not a valid folder name; give a class list."
            )
            continue
        own.sort(key=lambda each: (each.time or earliest, each.order))
        if len(own) > 1:
            done.notes.append(
                f"{clean(student, limit=80)} handed in {len(own)} times; the newest was taken."
            )
        chosen.append(own[-1])
    return sorted(chosen, key=lambda each: each.student)


def _collect_one(
    download: Download, upload: Upload, options: CollectOptions, done: Collected
) -> None:
    student = upload.student
    files, notes = download.files(upload.files, options.modules)
    done.notes += [f"{clean(student, limit=80)}: {note}" for note in notes]
    files.pop(TIMESTAMP, None)  # a student's own word on the time never counts
    if not files:
        raise SubmissionRefused("holds no file that is graded")
    moment = upload.time
    hand_in = options.terms.apply(student, HandIn(moment, done.platform if upload.is_late else ""))
    if hand_in.is_late:
        done.late.append(student)
    if upload.is_late and moment is None:
        done.notes.append(
            f"{clean(student, limit=80)} is late by {done.platform}'s word; when it was handed in "
            "is not known."
        )
    if moment is not None:
        files[TIMESTAMP] = f"{timestamp_text(moment)}\n".encode()
    target = options.to / student / options.assignment
    if not target.exists():
        _put_folder(target, files)
        done.new.append(student)
    elif _read_folder(target) == files:
        done.unchanged.append(student)
    elif options.update or _is_newer(moment, student, options):
        _put_folder(target, files)
        done.replaced.append(student)
    else:
        done.left_out.append(
            f"{clean(student, limit=80)} already has a submission that is not older. "
            "Use --update to replace it."
        )


def _is_newer(moment: datetime | None, student: str, options: CollectOptions) -> bool:
    """Tell whether *moment* is later than that of the submission collected before."""
    known = timestamp(options.to, student, options.assignment)
    return moment is not None and known is not None and moment > known


def _read_folder(target: Path) -> dict[str, bytes]:
    """Return the files that lie at *target*, by their paths there."""
    return {
        path.relative_to(target).as_posix(): path.read_bytes()
        for path in target.rglob("*")
        if path.is_file() and not path.is_symlink()
    }


def _put_folder(target: Path, files: Mapping[str, bytes]) -> None:
    """Replace the folder at *target* as a whole."""
    try:
        replace_folder(target, files)
    except OSError as error:
        raise DownloadRefused(
            f"{clean(str(target))} cannot be written ({error.strerror}). "
            "Submissions collected so far are kept. Make room and run it again."
        ) from None


def notebook_names(course: Path, assignment: str) -> list[str]:
    """Return the names of an assignment's notebooks in an nbgrader course."""
    for folder in ("source", "release"):
        names = sorted(path.stem for path in (course / folder / assignment).glob("*.ipynb"))
        if names:
            return names
    return []


def with_modules(options: CollectOptions, unit: str, modules: Collection[str]) -> CollectOptions:
    """Return *options* with the modules of its assignment: from the course, or from the unit."""
    names = notebook_names(options.to.parent, options.assignment)
    if not names and unit == options.assignment:
        names = list(modules)
    return replace(options, modules=names)
