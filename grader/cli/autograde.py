"""The commands autograde, which grades submissions, and doctor, which tests the box."""

import shlex
from collections import Counter
from collections.abc import Collection
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grader.errors import CourseError, GraderError, NoCourse
from grader.text import clean

from .terminal import (
    ALL_JUDGED,
    NOT_ALL_JUDGED,
    PROBLEMS,
    CourseOption,
    UnsafeOption,
    cores,
    counted,
    find_course,
    grading_screen,
    one_line_errors,
)

if TYPE_CHECKING:
    from grader.course.manifest import Course
    from grader.engine.cluster import Cluster
    from grader.engine.grading import Graded, Judges
    from grader.engine.local import Pool
    from grader.results.ledger import Ledger
    from grader.results.records import Result
    from grader.terms.hand_ins import HandIns


def autograde(
    submissions: Annotated[
        Path, typer.Argument(help="A folder with one folder or one zip per student.")
    ],
    to: Annotated[Path, typer.Option("--to", help="The folder for the results.")],
    jobs: Annotated[
        int, typer.Option("--jobs", "-j", min=1, help="How many judges run in parallel.")
    ] = cores(),
    only: Annotated[
        list[str] | None,
        typer.Option("--only", help="Grade only this student. Can be repeated."),
    ] = None,
    add: Annotated[
        bool,
        typer.Option(
            "--add", help="Add these submissions to the results; nobody else is set aside."
        ),
    ] = False,
    exhibits: Annotated[
        bool,
        typer.Option("--exhibits", help='Also record the figures for "grader feedback".'),
    ] = False,
    regrade: Annotated[
        bool,
        typer.Option("--regrade", help="Write regrade.csv with old and new scores side by side."),
    ] = False,
    scheduler: Annotated[
        str,
        typer.Option(
            "--scheduler", help="Judge on the Dask cluster at this address: tcp://host:8786."
        ),
    ] = "",
    course: CourseOption = None,
    unsafe: UnsafeOption = False,
) -> None:
    """
    Grade every submission and write results/<student>.json and scores.csv.

    Results that are up to date are kept. After a change to a hidden test, only the modules
    that it asks are judged again. Results whose submission is gone move to results/absent/.
    Exits 0 if every submission was judged, 3 if a person has to look at something, and 2 if
    the command cannot work as given.
    """
    from grader.engine.capacity import fitting_jobs, free_mib

    tally = _Tally()
    names: dict[str, str] = {}
    with one_line_errors(), ExitStack() as stack:
        found = find_course(course)
        free = free_mib()
        pool = stack.enter_context(_pool(found, unsafe))
        if not scheduler and not any(to.glob("*.json")):
            fitting_jobs(1, free)
            pool.start()  # It warms up for seconds, while all else is still to be imported.

        from grader.engine.grading import UpToDate, grade
        from grader.engine.regrade import Regrade
        from grader.intake import count_submissions, is_nbgrader_tree, read_changed, wanted_of
        from grader.results.class_results import absent_lines
        from grader.results.ledger import Ledger
        from grader.results.overrides import read_overrides
        from grader.results.store import ResultStore
        from grader.results.tables import ScoreTable
        from grader.terms.course_terms import read_terms
        from grader.terms.hand_ins import HANDED_IN, HandIns, read_hand_ins

        entries = read_changed(
            submissions, lambda s: up_to_date.entry(s), only or (), wanted=wanted_of(found)
        )
        store = ResultStore(to)
        up_to_date = UpToDate(found, store, exhibits)
        is_nbgrader = is_nbgrader_tree(submissions, found.unit.name)
        earlier = read_hand_ins(to / HANDED_IN) if only or add else HandIns()
        hand_ins = _hand_ins(submissions, found.unit.name, earlier) if is_nbgrader else earlier
        ledger = Ledger(
            read_overrides(to, found.unit.worth),
            read_terms(found),
            hand_ins,
        )
        table = ScoreTable(to, found.unit, ledger)
        count = count_submissions(submissions, only or ())
        if is_nbgrader:
            typer.echo(f"As in nbgrader's courses, a student's folder {found.unit.name}/ is read.")
        changes = Regrade(to) if regrade else None
        with store.hold():
            if not scheduler:
                pool.jobs, line = fitting_jobs(min(jobs, max(count, 1)), free)
                if line:
                    typer.echo(f"grader: {line}", err=True)
            judges = _cluster(found, scheduler, unsafe) if scheduler else pool
            with (
                judges,
                grading_screen(count, min(jobs, max(count, 1))) as screen,
            ):
                if is_nbgrader:
                    _grade_attempts(found, submissions, to, ledger, judges, only or ())
                for graded in grade(
                    found,
                    screen.watched(entries),
                    store,
                    judges,
                    regrade=changes,
                    figures=exhibits,
                    up_to_date=up_to_date,
                ):
                    result = ledger.counted(to, graded.result)
                    cases = tally.add(graded, result, ledger, to)
                    table.put(result)
                    names[graded.result.student] = graded.result.refused.text
                    screen.done(graded.result.student, cases)
            absent = store.absent() if only or add else store.set_aside(names)
            store.write_hand_ins(hand_ins)
            table.write()
            summary = changes.finish() if changes is not None else None
        tally.print_summary(to)
        faults = ledger.overrides.faults if only or add else ledger.faults(names)
        for kind, lines in {
            GONE: map(str, absent_lines(absent)),
            NO_EFFECT: map(str, faults),
            NO_FIGURES: (f"{n} without figures: {why}" for why, n in tally.no_figures.items()),
            NO_TIME: tally.untimed_line,
        }.items():
            tally.cases[kind] += lines
        if summary is not None:
            typer.echo(
                f"Regrade: {counted(summary.regraded, 'exercise score')} regraded, "
                f"{summary.changed} changed. Old and new scores: {to}/regrade.csv"
            )
        tally.print_cases(str(submissions), str(to))
    raise typer.Exit(NOT_ALL_JUDGED if any(tally.cases.values()) else ALL_JUDGED)


def _grade_attempts(
    course: "Course",
    submissions: Path,
    to: Path,
    ledger: "Ledger",
    judges: "Judges",
    only: Collection[str],
) -> None:
    """Grade the other attempts of everybody, where the terms say that the best one counts."""
    from grader.engine.grading import grade
    from grader.intake import read_submissions, wanted_of
    from grader.results.ledger import ATTEMPTS
    from grader.results.store import ResultStore
    from grader.terms.course_terms import BEST
    from grader.terms.hand_ins import attempts_folder

    if ledger.terms.attempt != BEST:
        return
    others: dict[int, list[str]] = {}
    for student, attempts in ledger.hand_ins.attempts.items():
        if not only or student in only:
            own = ledger.hand_ins.of(student).attempt
            for each in attempts:
                if each.attempt != own:
                    others.setdefault(each.attempt, []).append(student)
    kept = attempts_folder(submissions, course.unit.name)
    for number, students in sorted(others.items()):
        entries = read_submissions(kept / str(number), students, wanted=wanted_of(course))
        for _ in grade(course, entries, ResultStore(to / ATTEMPTS / str(number)), judges):
            pass


def _hand_ins(submissions: Path, unit: str, earlier: "HandIns") -> "HandIns":
    """Return when the students of an nbgrader course handed in; *earlier* ones for the others."""
    from grader.terms.hand_ins import HandIns, collected_hand_ins

    students = (path.name for path in submissions.iterdir() if path.is_dir())
    found = collected_hand_ins(submissions, unit, students)
    return HandIns({**earlier.each, **found.each}, {**earlier.attempts, **found.attempts})


def _pool(course: "Course", unsafe: bool) -> "Pool":
    """Return a pool of one judge, which has not begun."""
    from grader.engine.local import Pool
    from grader.engine.worker import WorkerConfig

    return Pool(WorkerConfig(course.root, unsafe), jobs=1)


def _cluster(course: "Course", address: str, unsafe: bool) -> "Cluster":
    """Return the judges of a Dask cluster."""
    from grader.box.doctor import examine

    try:
        from grader.engine.cluster import Cluster
    except ImportError:
        raise GraderError(
            "--scheduler needs Dask distributed, which is not installed here. "
            "Run: pip install 'coursework-grader[cluster]'"
        ) from None
    return Cluster(course, address, examine().strength, unsafe=unsafe)


#: Kinds of things that a person has to look at, and the command that shows or settles them.
UNREADABLE, NOT_JUDGED, TO_LOOK_AT = "unreadable", "not judged", "with files to look at"
TO_GRADE = "to grade by hand"
NOT_GRADED, OTHER_FILES = "attempts not graded", "handed in again since somebody looked"
GONE, NO_EFFECT = "no longer there", "rows without effect"
NO_FIGURES, NO_TIME = "reasons for missing figures", "note on unknown times"
_PAGE = "grader report {to}"
_AGAIN = "grader autograde {submissions} --to {to}"
WHERE = {
    UNREADABLE: _PAGE,
    NOT_JUDGED: _AGAIN,
    TO_GRADE: "one row student,exercise,points,reason,who each in {to}/overrides.csv",
    TO_LOOK_AT: _PAGE,
    NOT_GRADED: _AGAIN,
    OTHER_FILES: _PAGE,
    GONE: "ls {to}/absent",
    NO_EFFECT: _PAGE,
    NO_FIGURES: "grader check",
    NO_TIME: "grader collect --help",
}
#: Lines of one kind that are printed.
_MOST_LINES = 20


@dataclass
class _Tally:
    """The counts for the summary; the results themselves are not kept."""

    outcomes: Counter[str] = field(default_factory=Counter)
    boxes: set[str] = field(default_factory=set)
    fresh: int = 0
    kept: int = 0
    refused: int = 0
    #: Files that were not results and have been graded again.
    replaced: list[str] = field(default_factory=list)
    #: Why figures are missing, and for how many students.
    no_figures: Counter[str] = field(default_factory=Counter)
    #: How many may be late: lateness costs, and no time is known.
    untimed: int = 0
    #: What a person has to look at, one line each, by its kind.
    cases: dict[str, list[str]] = field(default_factory=lambda: {kind: [] for kind in WHERE})

    def add(self, graded: "Graded", result: "Result", ledger: "Ledger", to: Path) -> list[str]:
        """
        Count what was graded; *result* is the same with the points that count.

        Returns:
            What a person has to look at in it, one line each.
        """
        from grader.results.class_results import look_at_line, ungraded_line

        self.untimed += result.is_untimed
        self.outcomes.update({str(name): count for name, count in result.outcomes.items()})
        self.boxes |= {result.box.strength} if result.box is not None else set()
        self.refused += bool(result.refused)
        self.fresh += graded.fresh and not result.refused
        self.kept += not graded.fresh and not result.refused
        if graded.replaced:
            self.replaced.append(f"  {graded.replaced} It was graded again now.")
        if graded.no_figures:
            self.no_figures[graded.no_figures] += 1
        found: dict[str, list[str]] = {
            NOT_GRADED: [str(ungraded_line(result, n)) for n in ledger.ungraded(to, graded.result)],
            OTHER_FILES: [str(line) for line in ledger.overrides.outdated(result)],
        }
        if result.is_open:
            name = clean(result.student, limit=80)
            kind = NOT_JUDGED if result.not_judged else TO_GRADE
            kind = UNREADABLE if result.refused else kind
            found[kind] = [f"{name}: {clean(result.status, limit=300)}"]
        if doubtful := ledger.overrides.to_look_at(result):
            found[TO_LOOK_AT] = [str(look_at_line(result, doubtful))]
        for kind, lines in found.items():
            self.cases[kind] += lines
        return [line for lines in found.values() for line in lines]

    @property
    def untimed_line(self) -> list[str]:
        """The line on those of whom nobody knows whether they were late; none if there are none."""
        if not self.untimed:
            return []
        who = counted(self.untimed, "submission")
        return [
            f"submission time unknown, no late penalty applied: {who}. "
            'Take them over with "grader collect", which keeps the times.'
        ]

    def print_summary(self, to: Path) -> None:
        """Print what was graded."""
        outcomes = ", ".join(f"{count} {name}" for name, count in sorted(self.outcomes.items()))
        typer.echo(f"Checks: {outcomes or 'none'}.")
        count = self.fresh + self.kept + self.refused
        typer.echo(
            f"{counted(count, 'submission')}: "
            f"{self.fresh} graded now, {self.kept} up to date, "
            f"{self.refused} refused. Box: {', '.join(sorted(self.boxes)) or 'none'}. "
            f"Scores: {to}/scores.csv"
        )
        for line in self.replaced:
            typer.echo(line)

    def print_cases(self, submissions: str, to: str) -> None:
        """Print what a person has to look at, and last a line for each kind: where to see it."""
        for lines in self.cases.values():
            for line in sorted(lines)[:_MOST_LINES]:
                typer.echo(f"  {line}")
            if len(lines) > _MOST_LINES:
                typer.echo(f"  and {len(lines) - _MOST_LINES} more")
        fields = {"submissions": shlex.quote(clean(submissions)), "to": shlex.quote(clean(to))}
        for kind, lines in self.cases.items():
            if lines:
                typer.echo(f"{len(lines)} {kind}: {WHERE[kind].format(**fields)}")


def doctor(course: CourseOption = None) -> None:
    """
    Show which layers of the box work on this machine, and test what each must refuse.

    The limits of judging are tested too: what answers may cost together, and what may keep a
    judge from its work. What the course requires must be installed. Exits 0 if it is, every
    layer is on and every act was refused, otherwise 1.
    """
    from grader.box.doctor import examine
    from grader.box.strength import UNSAFE
    from grader.engine.limit_proofs import prove_limits

    with one_line_errors():
        report = examine()
        limits = prove_limits() if report.strength != UNSAFE else {}
        fault = _examine_course(course)
    for layer in report.layers:
        typer.echo(f"{'on ' if layer.on else 'off'}  {layer.name}: {clean(layer.why)}")
    acts = report.acts | limits
    for act, refused in acts.items():
        typer.echo(f"{'refused ' if refused else 'ALLOWED '}  {act}")
    if fault:
        typer.echo(f"course  {fault}")
    typer.echo(f"Box: {report.strength}.")
    if fault or not all(layer.on for layer in report.layers) or not all(acts.values()):
        raise typer.Exit(PROBLEMS)


def _examine_course(folder: Path | None) -> str:
    """Return what is wrong with the course or missing for it here; nothing without a course."""
    from grader.release.needs import imported_names

    try:
        imported_names(find_course(folder).unit)
    except CourseError as error:
        if folder is not None or not isinstance(error, NoCourse):
            return str(error)
    return ""
