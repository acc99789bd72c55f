"""The collection of a platform's download into nbgrader's ``submitted/<student>/<assignment>/``."""

import contextlib
import csv
import io
import tempfile
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from grader.errors import DownloadRefused, SubmissionRefused
from grader.files import os_errors_as, replace_folder
from grader.intake.submission import file_stem
from grader.results.spreadsheet import cell
from grader.results.tables import Table
from grader.terms.course_terms import BEST, LAST, LAST_ON_TIME, Terms
from grader.terms.hand_ins import (
    HANDED_IN,
    HandIn,
    HandIns,
    attempts_folder,
    read_hand_ins,
    timestamp,
    write_hand_ins,
)
from grader.terms.times import TIMESTAMP, timestamp_text
from grader.text import clean

from .class_list import ClassList
from .download import Download, Upload
from .download_reader import CollectedFile
from .platforms import sort_download

#: The table of all files, beside the attempts.
FILES = "files.csv"
_FILES_HEADER = ("student", "handed_in", "file", "collected_as", "why_not")
_LONGEST_ID = 128  # in nbgrader's database


@dataclass(frozen=True)
class CollectOptions:
    """The options of a collection: where a download goes, and how."""

    to: Path
    """nbgrader's folder ``submitted``."""
    assignment: str
    modules: Collection[str] = ()
    """Names of the notebooks, so that ``loss (1).ipynb`` becomes ``loss.ipynb``."""
    known: ClassList | None = None
    groups: ClassList | None = None
    """The students of each group, if it is not the class list that names them."""
    pattern: str = ""
    terms: Terms = field(default_factory=Terms)
    update: bool = False


@dataclass
class Collected:
    """The result of a collection: what was collected, by students, and what was left out."""

    platform: str = ""
    new: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    late: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    """One sentence for each thing that was not collected."""
    notes: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    """Who is in the class list and has handed in nothing."""


def collect(path: Path, options: CollectOptions) -> Collected:
    """
    Write the submissions in a downloaded zip to where nbgrader collects them.

    Every attempt of a student is kept, and the terms say which one counts. One whose time is
    not known takes the place of another only on request. A student's folder is replaced as a
    whole or not at all.

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
        known = read_hand_ins(attempts_folder(options.to, options.assignment) / HANDED_IN)
        each, attempts = dict(known.each), dict(known.attempts)
        table = _FileTable(options)
        uploads_of = _by_student(_of_members(found.uploads, options), done)
        for student, uploads in uploads_of.items():
            collected = _collect_student(download, uploads, options, known, done, table)
            if collected is not None:
                each[student], attempts[student] = collected
    _write_table(options, HandIns(each, attempts))
    table.write()
    if options.known is not None:
        done.missing = sorted({*options.known.students} - each.keys())
    return done


def _of_members(uploads: list[Upload], options: CollectOptions) -> list[Upload]:
    """Return *uploads*, each of them for every member of its group."""
    groups = options.groups or options.known
    if groups is None or not groups.groups:
        return uploads
    members: dict[str, list[str]] = defaultdict(list)
    for student, group in groups.groups.items():
        members[group].append(student)
    found = []
    for each in uploads:
        group = groups.groups.get(each.student, "")
        own = members[group] if group else [each.student]
        found += [replace(each, student=name, group=group or each.group) for name in own]
    return found


def _write_table(options: CollectOptions, hand_ins: HandIns) -> None:
    path = attempts_folder(options.to, options.assignment) / HANDED_IN
    advice = "Submissions are collected; make room and run it again."
    with os_errors_as(DownloadRefused, f"{clean(str(path))} cannot be written", advice):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_hand_ins(path, hand_ins)


def _check_target(options: CollectOptions) -> None:
    shown = clean(options.assignment, limit=80)
    if file_stem(options.assignment) != options.assignment or "+" in options.assignment:
        raise DownloadRefused(
            f'"{shown}" is not a valid assignment name. Use letters, digits, "-" and "_".'
        )
    what = f"{clean(str(options.to))}: submissions cannot be written here"
    with os_errors_as(DownloadRefused, what, "Name nbgrader's folder submitted with --to."):
        options.to.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=options.to).close()


def _by_student(uploads: list[Upload], done: Collected) -> dict[str, list[Upload]]:
    """Return the uploads of each student in the order of time, by students in order."""
    found: dict[str, list[Upload]] = defaultdict(list)
    for each in uploads:
        found[each.student].append(each)
    for student in sorted(found):
        if file_stem(student) != student or len(student) > _LONGEST_ID:
            done.left_out.append(
                f"{clean(student, limit=80)} is not a valid folder name; give a class list."
            )
            del found[student]
    earliest = datetime.min.replace(tzinfo=UTC)
    for own in found.values():
        own.sort(key=lambda each: (each.time or earliest, each.order))
    return dict(sorted(found.items()))


@dataclass(frozen=True)
class _Attempt:
    """An attempt of a student: how it was handed in, and its files."""

    hand_in: HandIn
    files: Mapping[str, bytes]

    @property
    def collected(self) -> dict[str, bytes]:
        """The files as nbgrader has them: with the time, if it is known."""
        moment = self.hand_in.moment
        stamp = {} if moment is None else {TIMESTAMP: f"{timestamp_text(moment)}\n".encode()}
        return {**self.files, **stamp}


class _FileTable:
    """
    ``files.csv`` beside the attempts: each file of a download and how it was used.

    Args:
        options: Where everything goes. Rows of students who are not in this download stay.
    """

    def __init__(self, options: CollectOptions) -> None:
        self._path = attempts_folder(options.to, options.assignment) / FILES
        self._rows: dict[str, list[Sequence[str]]] = defaultdict(list)
        self._known: dict[str, list[Sequence[str]]] = defaultdict(list)
        try:
            text = self._path.read_text(encoding="utf-8")
        except (OSError, ValueError):
            text = ""
        with contextlib.suppress(csv.Error):
            for row in csv.reader(io.StringIO(text, newline="")):
                if len(row) == len(_FILES_HEADER) and tuple(row) != _FILES_HEADER:
                    self._known[row[0]].append(row)

    def add(self, upload: Upload, rows: Iterable[CollectedFile]) -> None:
        """Add the files of an upload."""
        time = "" if upload.time is None else upload.time.isoformat(" ", "seconds")
        self._rows[cell(upload.student)] += [
            (upload.student, time, clean(row.path), clean(row.collected_as), clean(row.why))
            for row in rows
        ]

    def write(self) -> None:
        """Write the table, whole or not at all."""
        with Table(self._path, _FILES_HEADER) as table:
            for _, rows in sorted({**self._known, **self._rows}.items()):
                for row in rows:
                    table.add(row)


class _Student:
    """
    The attempts of one student, those of earlier runs among them.

    Args:
        name: The student.
        options: Where everything goes.
        known: What an earlier run wrote into the table of hand-ins.
    """

    def __init__(self, name: str, options: CollectOptions, known: HandIns) -> None:
        self.name = name
        self._options = options
        self._kept = attempts_folder(options.to, options.assignment)
        self.target = options.to / name / options.assignment
        earlier = known.all_of(name) if name in known.each else ()
        kept = [_Attempt(each, _read_folder(self._folder(each))) for each in earlier]
        self.attempts = [each for each in kept if each.files]
        there = _without_stamp(_read_folder(self.target)) if self.target.exists() else {}
        #: Whether the platform marks work as late and says no time.
        self.is_marked_late = False
        #: Whether a person has changed what was collected.
        self.is_edited = bool(there and self.attempts) and all(
            each.files != there for each in self.attempts
        )
        if not self.attempts and there:
            # nbgrader or an earlier version of the grader has collected it.
            moment = timestamp(options.to, name, options.assignment)
            self.attempts = [_Attempt(HandIn(moment), there)]

    def _folder(self, hand_in: HandIn) -> Path:
        return self._kept / str(hand_in.attempt) / self.name

    def add(self, upload: Upload, files: dict[str, bytes], platform: str) -> None:
        """Add an upload as an attempt, if it is not one that is known."""
        word = platform if upload.is_late else ""
        hand_in = HandIn(upload.time, word, group=upload.group)
        for at, attempt in enumerate(self.attempts):
            same_time = None in (upload.time, attempt.hand_in.moment) or (
                upload.time == attempt.hand_in.moment
            )
            if attempt.files == files and same_time:
                moment = upload.time or attempt.hand_in.moment
                known = replace(
                    attempt.hand_in, moment=moment, marked_late_by=word, group=upload.group
                )
                self.attempts[at] = _Attempt(known, files)
                return
        self.attempts.append(_Attempt(hand_in, files))

    def settle(self) -> None:
        """Put the attempts in the order of time and number them."""
        if all(each.hand_in.moment is not None for each in self.attempts):
            self.attempts.sort(key=lambda each: each.hand_in.moment or datetime.max)
        count = len(self.attempts)
        self.attempts = [
            _Attempt(replace(each.hand_in, attempt=number, attempts=count), each.files)
            for number, each in enumerate(self.attempts, start=1)
        ]

    def write(self, counted: _Attempt, *, keeps: bool) -> None:
        """Write all attempts, and where nbgrader collects it the one that counts."""
        for each in self.attempts:
            folder = self._folder(each.hand_in)
            if not folder.exists() or _read_folder(folder) != each.files:
                _put_folder(folder, each.files)
        if keeps:
            return
        if not self.target.exists() or _read_folder(self.target) != counted.collected:
            _put_folder(self.target, counted.collected)


def _collect_student(
    download: Download,
    uploads: list[Upload],
    options: CollectOptions,
    known: HandIns,
    done: Collected,
    table: "_FileTable",
) -> tuple[HandIn, list[HandIn]] | None:
    """Return the attempt of a student that counts, and all; None if none could be collected."""
    student = _Student(uploads[0].student, options, known)
    shown = clean(student.name, limit=80)
    before = _read_folder(student.target) if student.target.exists() else None
    downloaded: list[Mapping[str, bytes]] = []
    for upload in uploads:
        if files := _files_of(upload, shown, download, options, done, table):
            student.add(upload, files, done.platform)
            downloaded.append(files)
            if upload.is_late and upload.time is None:
                student.is_marked_late = True
    if not student.attempts:
        return None
    student.settle()
    hand_ins = [each.hand_in for each in student.attempts]
    counted = student.attempts[options.terms.counted(student.name, hand_ins).attempt - 1]
    mine = [each for each in student.attempts if each.files in downloaded]
    if options.update and mine:
        counted = mine[-1]
    elif before is not None:
        timed = all(each.moment is not None for each in hand_ins)
        if not timed:
            # Nothing says that the new one is newer: what was collected before stays.
            there = _without_stamp(before)
            counted = next((e for e in student.attempts if e.files == there), student.attempts[0])
        if mine and counted not in mine and options.terms.attempt == LAST:
            done.left_out.append(
                f"{shown} already has a submission that is not older. Use --update to replace it."
            )
    keeps = student.is_edited and not options.update
    if keeps:
        done.left_out.append(
            f"{shown} was changed by hand since it was collected, and was kept. Use --update to "
            "replace it."
        )
    _tell(student, counted, options.terms, done)
    student.write(counted, keeps=keeps)
    if before is None:
        done.new.append(student.name)
    elif keeps or before == counted.collected:
        done.unchanged.append(student.name)
    else:
        done.replaced.append(student.name)
    return counted.hand_in, hand_ins


def _files_of(
    upload: Upload,
    shown: str,
    download: Download,
    options: CollectOptions,
    done: Collected,
    table: "_FileTable",
) -> dict[str, bytes]:
    """Return the files of an upload and note what a person should know of them."""
    try:
        files, notes, rows = download.files(upload.files, options.modules)
        table.add(upload, rows)
        done.notes += [f"{shown}: {note}" for note in notes]
        files.pop(TIMESTAMP, None)  # a student's own word on the time never counts
        if not files:
            raise SubmissionRefused("has no file that is graded")
    except SubmissionRefused as refused:
        done.left_out.append(f"{shown}: {str(refused).removesuffix('.')}.")
        return {}
    if not any(name.lower().endswith((".py", ".ipynb")) for name in files):
        done.left_out.append(f"{shown}: has no .py or .ipynb file. Its other files were collected.")
    return files


def _tell(student: _Student, counted: _Attempt, terms: Terms, done: Collected) -> None:
    """Note what a person should know of the attempts of a student."""
    shown, hand_in = clean(student.name, limit=80), counted.hand_in
    if terms.apply(student.name, hand_in).is_late:
        done.late.append(student.name)
    if student.is_marked_late:
        done.notes.append(f"{done.platform} marks {shown} as late; the submission time is unknown.")
    if len(student.attempts) == 1:
        return
    if terms.attempt == LAST_ON_TIME:
        unknown = [
            str(each.hand_in.attempt)
            for each in student.attempts
            if terms.is_on_time(terms.apply(student.name, each.hand_in)) is None
        ]
        if unknown:
            done.notes.append(
                f"{shown}: it is unknown whether attempt {' and '.join(unknown)} was on time; "
                "an attempt that is known to be on time counts first."
            )
    rule = "the best counts once all are graded" if terms.attempt == BEST else terms.attempt
    done.notes.append(
        f"{shown} handed in {len(student.attempts)} times; "
        f"attempt {hand_in.attempt} was taken ({rule}), all are kept."
    )
    others = {name for each in student.attempts for name in each.files}
    if lacking := sorted(others - set(counted.files)):
        listed = ", ".join(clean(name, limit=60) for name in lacking[:5])
        done.notes.append(
            f"{shown}: attempt {hand_in.attempt}, which counts, lacks {listed}, which another "
            "attempt has. Look at both."
        )


def _without_stamp(files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {name: data for name, data in files.items() if name != TIMESTAMP}


def _read_folder(target: Path) -> dict[str, bytes]:
    """Return the files that lie at *target*, by their paths there."""
    return {
        path.relative_to(target).as_posix(): path.read_bytes()
        for path in target.rglob("*")
        if path.is_file() and not path.is_symlink()
    }


def _put_folder(target: Path, files: Mapping[str, bytes]) -> None:
    """Replace the folder at *target* as a whole."""
    advice = "Submissions collected so far are kept. Make room and run it again."
    with os_errors_as(DownloadRefused, f"{clean(str(target))} cannot be written", advice):
        replace_folder(target, files)


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
