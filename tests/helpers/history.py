"""
The history of a results folder, driven by hypothesis, and the property that it must not matter.

:class:`History` changes a course and a class in every way in which they are changed, runs
``grader autograde`` on them with any options, lets it fail and end at any change of a file, and
damages what it wrote. After each run that came to its end it compares with a run in an empty
folder: every result, the table, and what was said.
"""

import contextlib
import io
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

import typer
from hypothesis import currently_in_test_context, note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from grader.cli import autograde as command
from grader.course.manifest import Course
from grader.engine import grading, snapshot
from grader.engine.file_reads import FileReadsReader
from grader.errors import BoxFailed
from grader.intake import entry
from grader.intake.submission import file_stem
from grader.results.store import Unreadable, read_result
from helpers.changing_course import (
    BESIDE,
    CHANGES,
    MODULES,
    STYLES,
    ChangingCourse,
)
from helpers.failing_disk import Ended, FailingDisk
from helpers.stand_in_judges import StandIn
from helpers.submissions import ReaderHere

STUDENTS = ("ann", "bo", "=cy", "Di E")
TORCH = "2.13.0+cu130"
ABSENT = "no longer among the submissions; the result is in absent/."
REPLACED = "It was graded again now."
#: A kind of cases with their number, before the command that shows them.
CASES = re.compile(rf"^(\d+ (?:{'|'.join(command.WHERE)})): .*")

small = st.integers(0, 3)
number = st.integers(0, 99)
students = st.sampled_from(STUDENTS)
modules = st.sampled_from(MODULES)


@dataclass(frozen=True)
class Said:
    """What a run of the command has said: its exit code, and the lines on both outputs."""

    code: int
    lines: tuple[str, ...]
    errors: tuple[str, ...]

    @property
    def absent(self) -> list[str]:
        """The lines about results that were set aside."""
        return [line for line in self.lines if line.endswith(ABSENT)]

    @property
    def replaced(self) -> list[str]:
        """The lines about files that were no results."""
        return [line for line in self.lines if line.endswith(REPLACED)]

    @property
    def rest(self) -> list[str]:
        """All other lines, without how many were graded now, and where."""
        others = [
            CASES.sub(r"\1", re.sub(r"\d+ graded now, \d+ up to date", "", line))
            for line in self.lines
            if not line.startswith("Regrade: ")
        ]
        return [
            line.partition(" Scores: ")[0]
            for line in others
            if not line.endswith((ABSENT, REPLACED, command.GONE))
        ]


@dataclass(frozen=True)
class Options:
    """The options of a run."""

    only: tuple[str, ...] = ()
    add: bool = False
    exhibits: bool = False
    regrade: bool = False

    @property
    def plain(self) -> bool:
        """Whether it is about the whole class."""
        return not self.only and not self.add


def torch_here() -> str:
    """Return the version of torch that judges here."""
    return TORCH


@dataclass(frozen=True)
class Fresh:
    """What a run in an empty folder has said and left."""

    said: Said
    results: dict[str, bytes | str]
    table: bytes


def autograde(
    course: Path, submissions: Path, to: Path, judges: Any, options: Options, disk: FailingDisk
) -> Said | None:
    """Run the command in this process; None if it ended without a word."""
    out, err = io.StringIO(), io.StringIO()
    with (
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        mock.patch.object(command, "_pool", return_value=judges),
        mock.patch.object(grading, "torch_version", torch_here),
        # Starting a reader process costs more than such a run.
        mock.patch.object(entry, "Reader", ReaderHere),
        mock.patch.object(FileReadsReader, "answers", ReaderHere.answers),
        mock.patch.object(grading, "take_snapshot", remembered_snapshot),
        disk.at_work(),
    ):
        try:
            command.autograde(
                submissions,
                to,
                jobs=1,
                only=list(options.only) or None,
                add=options.add,
                exhibits=options.exhibits,
                regrade=options.regrade,
                scheduler="",
                course=course,
                unsafe=False,
            )
            raise AssertionError("the command did not say how it ended")
        except typer.Exit as end:
            code = end.exit_code
        except Ended:
            return None
    return Said(code, tuple(out.getvalue().splitlines()), tuple(err.getvalue().splitlines()))


_take_snapshot = snapshot.take_snapshot
_snapshots: dict[str, snapshot.Snapshot] = {}


def remembered_snapshot(course: Course, digest: str) -> snapshot.Snapshot:
    """Return the snapshot of a course; it takes half the time of a run and depends on files."""
    if digest not in _snapshots:
        if len(_snapshots) > 1000:
            _snapshots.clear()
        _snapshots[digest] = _take_snapshot(course, digest)
    return _snapshots[digest]


def results_in(folder: Path) -> dict[str, bytes | str]:
    """Return what lies in the place of results: by stem, its bytes, or where a link leads."""
    return {
        path.stem: f"link to {os.readlink(path)}" if path.is_symlink() else path.read_bytes()
        for path in folder.glob("*.json")
    }


def files_in(folder: Path) -> Iterator[tuple[str, bytes | str]]:
    """Yield what lies in a folder of submissions."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            yield name, os.readlink(path)
        elif path.is_file():
            yield name, path.read_bytes()


def table_in(folder: Path) -> bytes:
    """Return scores.csv."""
    return (folder / "scores.csv").read_bytes()


def cut(path: Path, n: int, old: list[bytes]) -> None:
    """Keep the beginning of a file."""
    path.write_bytes(path.read_bytes()[:n])


def flip(path: Path, n: int, old: list[bytes]) -> None:
    """Turn one bit over."""
    data = path.read_bytes()
    n %= len(data) or 1
    path.write_bytes(data[:n] + bytes(byte ^ 1 for byte in data[n : n + 1]) + data[n + 1 :])


def edit(path: Path, n: int, old: list[bytes]) -> None:
    """Write another score into it."""
    data = path.read_bytes()
    path.write_bytes(re.sub(rb'("score": )[\d.]+', rb"\g<1>99.0", data, count=1 + n % 2))


def link(path: Path, n: int, old: list[bytes]) -> None:
    """Put a link in its place, to a copy or to nothing."""
    target = path.parent / f"target{len(old)}"
    if n % 2:
        target.write_bytes(path.read_bytes())
    path.unlink()
    path.symlink_to(target)


def restore(path: Path, n: int, old: list[bytes]) -> None:
    """Put another file back that some result file has been, of this student or another."""
    path.write_bytes(old[n % len(old)])


DAMAGE: dict[str, Callable[[Path, int, list[bytes]], object]] = {
    "cut": cut,
    "flip": flip,
    "edit": edit,
    "link": link,
    "restore": restore,
    "delete": lambda path, n, old: path.unlink(),
}


#: How judging a submission may end: without verdicts, or with everything.
ENDS = {
    "given up": None,
    "broken": BoxFailed("The box is broken."),
    "stopped": KeyboardInterrupt(),
    "killed": Ended(),
}
#: What somebody may do to the file that keeps what the tests of a course were.
EDITS = (
    (rb'": "[0-9a-f]{16}"', b'": 7'),
    (rb'": "[0-9a-f]{16}"', b'": "0000000000000000"'),
    (rb'"asks": \[', b'"asks": 7, "other": ['),
    (rb'"parts": \{', b'"parts": [], "other": {'),
    (rb'"module": "\w+"', b'"module": "other"'),
    (rb'"checks": \{', b'"checks": 0, "other": {'),
    (rb'"points": ', b'"points": "many", "other": '),
)


class History(RuleBasedStateMachine):
    """See the module."""

    def __init__(self) -> None:
        super().__init__()
        self.base = Path(tempfile.mkdtemp(prefix="history-"))
        self.course = ChangingCourse.small(self.base / "course")
        self.submissions = self.base / "submissions"
        self.more = self.base / "more"
        self.results = self.base / "results"
        self.submissions.mkdir()
        self.more.mkdir()
        self.old: list[bytes] = []
        self.known: dict[Any, Fresh] = {}
        self.killed = False

    # Submissions.

    @initialize(style=st.sampled_from(sorted(STYLES)), n=number, graded=st.booleans())
    def first(self, style: str, n: int, graded: bool) -> None:
        """Two students hand in."""
        self.hand_in(self.submissions, STUDENTS[0], "alpha", style, n)
        self.hand_in(self.submissions, STUDENTS[1], "beta", style, n)
        if graded:
            self.run_and_compare(Options())

    def hand_in(self, folder: Path, student: str, module: str, style: str, n: int) -> None:
        """Write a submission that answers everything, with one module in some style."""
        place = folder / student
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        for each in MODULES:
            self.write(place, each, style if each == module else "right", n)

    def write(self, place: Path, module: str, style: str, n: int) -> None:
        """Write one module."""
        other = MODULES[(MODULES.index(module) + 1 + n % 2) % len(MODULES)]
        text = STYLES[style].replace("{other}", other).replace("{n}", str(n % 7))
        (place / f"{module}.py").write_text(text)

    def folders(self) -> list[Path]:
        """Return the submissions that are folders."""
        entries = sorted(self.submissions.iterdir())
        return [path for path in entries if path.is_dir() and not path.is_symlink()]

    @rule(
        student=students,
        module=modules,
        style=st.sampled_from(sorted(STYLES)),
        n=number,
        beside=st.booleans(),
    )
    def add(self, student: str, module: str, style: str, n: int, beside: bool) -> None:
        """Hand in, for the first time or again, or into the second folder."""
        self.remove_entries(self.more if beside else self.submissions, student)
        self.hand_in(self.more if beside else self.submissions, student, module, style, n)

    @rule(which=number, module=modules, style=st.sampled_from(sorted(STYLES)), n=number)
    def change_module(self, which: int, module: str, style: str, n: int) -> None:
        """Change one module of a submission."""
        if places := self.folders():
            self.write(places[which % len(places)], module, style, n)

    @rule(which=number, name=st.sampled_from(sorted(BESIDE)), n=number, remove=st.booleans())
    def change_beside(self, which: int, name: str, n: int, remove: bool) -> None:
        """Change or add a helper file or a data file, or remove any file."""
        if not (places := self.folders()):
            return
        place = places[which % len(places)]
        if not remove:
            (place / name).write_text(BESIDE[name].format(n=n % 5))
        elif len(files := sorted(place.iterdir())) > 1:
            files[n % len(files)].unlink()

    @rule(which=number, student=students, rename=st.booleans())
    def move(self, which: int, student: str, rename: bool) -> None:
        """Rename a submission to somebody who has none; or remove one, unless it is the last."""
        places, own = self.folders(), self.entries(self.submissions, student)
        if rename and places and not own:
            places[which % len(places)].rename(self.submissions / student)
        elif not rename and len(list(self.submissions.iterdir())) > len(own):
            self.remove_entries(self.submissions, student)

    @rule(student=students, how=st.sampled_from(["zip", "link", "twice", "stray"]))
    def spoil(self, student: str, how: str) -> None:
        """Make a submission one that is refused."""
        place = self.submissions / student
        if how != "twice":
            self.remove_entries(self.submissions, student)
        if how == "zip":
            place.with_name(f"{student}.zip").write_bytes(b"PK no zip")
        elif how == "link":
            place.symlink_to(self.more)
        elif how == "stray":
            place.with_name(f"{student}.py").write_text("# alone\n")
        elif place.is_dir():
            place.with_name(f"{student}.zip").write_bytes(b"PK no zip")

    def entries(self, folder: Path, student: str) -> list[Path]:
        """Return what lies there for a student."""
        names = (student, f"{student}.zip", f"{student}.py")
        return [path for name in names if os.path.lexists(path := folder / name)]

    def remove_entries(self, folder: Path, student: str) -> None:
        """Remove what lies there for a student."""
        for path in self.entries(folder, student):
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()

    # The course.

    @rule(what=st.sampled_from(sorted(CHANGES)), which=number, n=number)
    def change_course(self, what: str, which: int, n: int) -> None:
        """Change the course."""
        CHANGES[what](self.course, which, n)
        self.course.write()

    @rule(broken=st.booleans())
    def break_tests(self, broken: bool) -> None:
        """Leave the hidden tests half-edited, or mend them."""
        self.course.broken = broken
        self.course.write()

    # What lies in the results folder.

    @rule(student=students, exercise=number, points=st.sampled_from([-1, 0, 1, 99]))
    def override(self, student: str, exercise: int, points: int) -> None:
        """Give points by hand, or too many of them, or take them back."""
        own = self.course.exercises[exercise % len(self.course.exercises)].id
        self.results.mkdir(exist_ok=True)
        path = self.results / "overrides.csv"
        header = "student,exercise,points,reason,who\n"
        path.write_text(f"{header}{student},{own},{points},why,who\n")
        if points < 0:
            path.unlink()

    @rule(which=number, how=st.sampled_from(sorted(DAMAGE)), n=st.integers(0, 2000))
    def damage(self, which: int, how: str, n: int) -> None:
        """Do something to a result file."""
        paths = [*self.results.glob("*.json"), *self.results.glob("absent/*.json")]
        paths = sorted(path for path in paths if not path.is_symlink())
        if paths:
            path = paths[which % len(paths)]
            self.old.append(path.read_bytes())
            DAMAGE[how](path, n, self.old)

    @rule(how=st.sampled_from(["delete", "cut", "edit"]), n=st.integers(0, 3000))
    def damage_tests(self, how: str, n: int) -> None:
        """Do something to what is kept of the tests."""
        folder = self.results / ".tests"
        if how == "delete":
            shutil.rmtree(folder, ignore_errors=True)
            return
        for path in sorted(folder.glob("*.json")):
            data = path.read_bytes()
            if how == "cut":
                path.write_bytes(data[:n])
            else:
                old, new = EDITS[n % len(EDITS)]
                path.write_bytes(re.sub(old, new, data, count=1 + n % 9))

    # Runs.

    @rule(
        who=st.sets(students, max_size=2) | st.just(set[str]()),
        add=st.booleans(),
        exhibits=st.booleans(),
        regrade=st.booleans(),
        seed=small,
    )
    def grade(
        self, who: Collection[str], add: bool, exhibits: bool, regrade: bool, seed: int
    ) -> None:
        """Grade the class, some students alone, or a second folder."""
        only = tuple(s for s in sorted(who) if self.entries(self.submissions, s))
        add = add and not only and any(self.more.iterdir())
        self.run_and_compare(Options(only, add, exhibits, regrade), seed)

    @rule()
    def grade_all(self) -> None:
        """Grade the class."""
        self.run_and_compare(Options())

    @rule(
        at=st.integers(0, 8) | st.integers(0, 40),
        how=st.sampled_from(["full", "stopped", "killed before", "killed after"]),
        exhibits=st.booleans(),
        regrade=st.booleans(),
        only=st.none() | students,
        seed=small,
    )
    def grade_and_fail(
        self, at: int, how: str, exhibits: bool, regrade: bool, only: str | None, seed: int
    ) -> None:
        """Grade, and let the disk fail or the process end at some change of a file."""
        here = (only,) if only and self.entries(self.submissions, only) else ()
        options = Options(here, exhibits=exhibits, regrade=regrade)
        self.results.mkdir(exist_ok=True)
        disk = FailingDisk(self.results, at, how)
        said = self.run(self.results, options, self.judges(seed), disk)
        self.killed |= disk.failed and how.startswith("killed")
        if said is None:
            assert disk.failed
        elif how == "stopped" and disk.failed:
            assert said.code == 130, said
        elif how == "full" and disk.failed:
            assert said.code in (0, 2, 3), said
            assert len(said.errors) == (said.code == 2), said

    @rule(task=st.integers(0, 3), how=st.sampled_from(sorted(ENDS)), seed=small)
    def grade_and_give_up(self, task: int, how: str, seed: int) -> None:
        """Grade with judges that cannot judge one submission, that break or that are ended."""
        judges = self.judges(seed)
        judges.fails = {task: ENDS[how]}
        said = self.run(self.results, Options(), judges, FailingDisk(self.results))
        if said is not None and judges.failed and how != "given up":
            assert said.code == {"broken": 2, "stopped": 130}[how], said
            assert len(said.errors) == 1, said

    # The property.

    def run(self, to: Path, options: Options, judges: Any, disk: FailingDisk) -> Said | None:
        """Run the command on the class, or with --add on the second folder."""
        folder = self.more if options.add else self.submissions
        return autograde(self.course.root, folder, to, judges, options, disk)

    def judges(self, seed: int = 0) -> Any:
        """Return judges of the course as it is now."""
        return StandIn(self.course.root, TORCH, seed)

    def fresh(self, options: Options) -> Fresh:
        """Return what the run would leave in an empty folder; computed once for equal input."""
        overrides = self.results / "overrides.csv"
        given = overrides.read_bytes() if overrides.exists() else None
        folders = [tuple(files_in(folder)) for folder in (self.submissions, self.more)]
        key = (options.only, options.add, given, *folders, *self.course.files.items())
        if key not in self.known:
            to = self.base / "fresh"
            shutil.rmtree(to, ignore_errors=True)
            to.mkdir()
            if given is not None:
                (to / "overrides.csv").write_bytes(given)
            bare = Options(options.only, options.add)
            said = self.run(to, bare, self.judges(), FailingDisk(to))
            assert said is not None
            table = table_in(to) if said.code != 2 else b""
            self.known[key] = Fresh(said, results_in(to), table)
        return self.known[key]

    def run_and_compare(self, options: Options, seed: int = 0) -> None:
        """Grade, and compare with a run in an empty folder."""
        self.results.mkdir(exist_ok=True)
        before, absent = results_in(self.results), results_in(self.results / "absent")
        wrong = self.not_results()
        said = self.run(self.results, options, self.judges(seed), FailingDisk(self.results))
        assert said is not None
        fresh = self.fresh(options)
        if currently_in_test_context():
            note(f"history: {said}")
            note(f"fresh:   {fresh.said}")
        if fresh.said.code == 2:
            assert (said.code, said.errors) == (2, fresh.said.errors) or (
                said.code == 2 and "overrides.csv" in said.errors[0]
            )
            return
        after = results_in(self.results)
        for stem, data in fresh.results.items():
            assert after.get(stem) == data, f"{stem} is not as in an empty folder"
        assert said.rest == fresh.said.rest
        assert said.errors == fresh.said.errors
        told = {line.strip().partition(" ")[0] for line in said.replaced}
        replaced = [f"{stem}.json" for stem in fresh.results if stem in wrong]
        assert told == {name.partition(" ")[0] for name in replaced}
        self.compare_table(said, fresh)
        if options.plain:
            gone = {s: data for s, data in (absent | before).items() if s not in fresh.results}
            self.compare_class(said, fresh, gone)
        else:
            for stem, data in before.items():
                assert stem in fresh.results or after.get(stem) == data, f"{stem} was touched"
            left = {stem: data for stem, data in absent.items() if stem not in fresh.results}
            assert results_in(self.results / "absent") == left
        if not self.killed:
            assert list(self.results.rglob("*.part")) == []

    def compare_class(self, said: Said, fresh: Fresh, gone: dict[str, bytes | str]) -> None:
        """Compare what a run of the whole class leaves and says; *gone* has no submission."""
        assert results_in(self.results) == fresh.results
        assert table_in(self.results) == fresh.table, "scores.csv"
        assert results_in(self.results / "absent") == gone
        assert len(said.absent) == len(gone)
        assert said.code == (3 if gone else fresh.said.code)
        # It is up to date now.
        stamps = {path: path.stat().st_mtime_ns for path in self.results.glob("*.json")}
        judges = self.judges()
        again = self.run(self.results, Options(), judges, FailingDisk(self.results))
        assert again is not None
        assert all(what == ("",) for _, what in judges.asked), "something was judged again"
        assert again.replaced == []
        assert (again.code, again.rest, again.absent) == (said.code, said.rest, said.absent)
        assert {path: path.stat().st_mtime_ns for path in self.results.glob("*.json")} == stamps
        assert table_in(self.results) == fresh.table, "scores.csv"

    def compare_table(self, said: Said, fresh: Fresh) -> None:
        """Hold that everybody in the folder has a row, whoever was graded now."""
        rows = table_in(self.results).decode().splitlines()
        assert len(rows) == 1 + len(results_in(self.results)), rows
        missing = set(fresh.table.decode().splitlines()) - set(rows)
        assert not missing, f"{missing} is not in scores.csv"
        is_open = any(line.startswith("  ") for line in fresh.said.rest)
        assert said.code == (3 if said.absent or is_open else 0), said

    def not_results(self) -> set[str]:
        """Return the stems of the files that a run would find to be no results."""
        found = set()
        for student in STUDENTS:
            name = f"{file_stem(student)}.json"
            path, aside = self.results / name, self.results / "absent" / name
            path = path if os.path.lexists(path) else aside
            if os.path.lexists(path):
                read = read_result(path)
                if isinstance(read, Unreadable) or read.student != student:
                    found.add(file_stem(student))
        return found

    def teardown(self) -> None:
        """In the end, whatever happened, one run makes all well."""
        try:
            self.course.broken = False
            self.course.write()
            (self.results / "overrides.csv").unlink(missing_ok=True)
            self.run_and_compare(Options())
        finally:
            shutil.rmtree(self.base, ignore_errors=True)
