"""The page about a class: what a person has to look at, students, exercises, mistakes, checks."""

import csv
import io
import os
import shlex
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from grader.box.strength import FULL
from grader.course.manifest import Unit
from grader.intake.submission import file_stem
from grader.messages.language import ENGLISH, Language
from grader.messages.message import Message, mark
from grader.results.class_results import ClassResults, absent_lines
from grader.results.ledger import final_lines
from grader.results.outcomes import Outcome
from grader.results.overrides import Overrides, override_text
from grader.results.records import TOTAL, Person, Result, names_of
from grader.results.store import absent_students, write_text
from grader.results.tables import COSTS
from grader.text import clean

from .class_statistics import ClassStatistics, ItemStatistics, Mistake, state_of_exercise
from .rendering import DASH, template_environment

BINS = 20
#: Cases of one kind, and students of one mistake, that the page lists; the rest is counted.
MOST_LISTED = 200
STATES = (
    mark("graded"),
    mark("late"),
    mark("not started"),
    mark("open"),
    mark("unreadable"),
    mark("excused"),
)
#: Every kind of case, in the order of the page, and what to do about it.
ADVICE = {
    mark("unreadable"): mark(
        "Nothing was graded. Ask for it to be handed in again and grade again, or give the points "
        "of the whole with this row in overrides.csv."
    ),
    mark("not judged"): mark(
        "The grader itself failed here, so the score is open. Grade this student again; if it "
        "stays, give the points of the exercise in overrides.csv."
    ),
    mark("to grade by hand"): mark(
        "A person grades these exercises. Give their points with such a row in overrides.csv."
    ),
    mark("files to look at"): mark(
        "The exercises named are not right, and a file was not read. Look at the file. If it holds "
        "an answer, give the points in overrides.csv; if not, close the case with this row."
    ),
    mark("handed in again"): mark(
        "Somebody has looked at the files of an earlier hand-in. Look at the new ones, and write "
        "their code into the row."
    ),
    mark("killed"): mark(
        "The submission broke the connection to the grader, which may be an accident or an attack. "
        "Read the code of the exercise."
    ),
    mark("weak box"): mark(
        'Not every layer of the box was on. Run "grader doctor" to see which, and grade again '
        "where all are on."
    ),
    mark("no submission"): mark("In the class list, and without a result."),
    mark("no longer there"): mark(
        "The submission has gone since it was graded. The result lies in absent/ and comes back "
        "with the submission."
    ),
    mark("files left out"): mark("These files in the results folder are on no page."),
    mark("rows without effect"): mark("Correct these rows, then make the pages again."),
    mark("time unknown"): mark(
        "Lateness costs points, and nobody knows when these came; nothing was taken off."
    ),
}


@dataclass(frozen=True)
class ToDo:
    """
    An entry of the list of things that a person has to look at.

    Attributes:
        kind: One of :data:`ADVICE`.
        words: What it is.
        student: Whose it is, cleaned; "" if it is nobody's.
        exercises: The ids of the exercises that it is about.
        paste: The command to run or the row to paste, "" if there is none.
        href: The student's page.
        name: What the student is called, "" if that is not known.
    """

    kind: str
    words: str
    student: str = ""
    exercises: str = ""
    paste: str = ""
    href: str = ""
    name: str = ""


@dataclass(frozen=True)
class ExerciseCell:
    """The cell of one exercise in a student's row: its text, and the state of the exercise."""

    text: str
    state: str


@dataclass(frozen=True)
class StudentRow:
    """
    A student's row.

    Attributes:
        student: The name of the submission, cleaned.
        person: Name and section, if there is a class list.
        href: The student's page; "" if there is none.
        state: One of :data:`STATES`.
        marks: What the row is found by: its states, ``by-hand``.
        points: The points that count; None while open.
        how: How the points came about, where it is not plain.
    """

    student: str
    person: Person
    href: str
    state: str
    marks: str
    points: float | None
    how: str
    cells: Sequence[ExerciseCell]


@dataclass(frozen=True)
class ExerciseRow:
    """The numbers of one exercise, over the students whose points for it are closed."""

    id: str
    title: str
    points: float
    mean: float | None
    shares: Mapping[str, float]
    """The share of students in each state, in percent."""
    statistics: ItemStatistics | None


@dataclass
class ClassView:
    """The data of the page, collected from one result after the other."""

    unit: Unit
    translate: Language = ENGLISH
    overrides: Overrides = field(default_factory=lambda: Overrides({}))
    people: Mapping[str, Person] = field(default_factory=dict)
    pages: str = ""
    """The folder of the students' pages, from that of this page."""
    written: frozenset[str] = frozenset()
    """The names of the pages that are there."""
    students: list[StudentRow] = field(default_factory=list)
    cases: list[ToDo] = field(default_factory=list)
    numbers: ClassStatistics = field(default_factory=ClassStatistics)
    tests: set[str] = field(default_factory=set)
    _earned: dict[str, list[float]] = field(default_factory=dict)
    _states: dict[str, dict[str, int]] = field(default_factory=dict)

    def add(self, result: Result) -> None:
        """Add one result."""
        self.numbers.add(result)
        self.tests.add(result.digests.tests)
        by_id = {exercise.id: exercise for exercise in result.exercises}
        cells = []
        for exercise in self.unit.all_exercises:
            graded = by_id.get(exercise.id)
            if graded is None:
                cells.append(ExerciseCell(DASH, "open"))
                continue
            state = state_of_exercise(graded)
            text = DASH if graded.score is None else f"{graded.score:g}"
            cells.append(ExerciseCell("○" if state == "blank" else text, state))
            if graded.score is not None:
                self._earned.setdefault(exercise.id, []).append(graded.score)
                counts = self._states.setdefault(exercise.id, {})
                counts[state] = counts.get(state, 0) + 1
        how = [*(override_text(e, self.translate) for e in result.by_hand)]
        how += final_lines(result, self.translate)
        state = state_of(result)
        marks = [state.replace(" ", "-")]
        if result.final is not None and result.final.hand_in.is_late:
            marks.append("late")
        if result.by_hand or (result.final is not None and result.final.rows):
            marks.append("by-hand")
        row = StudentRow(
            clean(result.student, limit=300),
            self.people.get(result.student, Person()),
            self.href(result.student),
            state,
            " ".join(dict.fromkeys(marks)),
            result.points,
            clean(" ".join(how), limit=300),
            cells,
        )
        self.students.append(row)
        self._look_at(result)

    def href(self, student: str) -> str:
        """Return the address of a student's page, "" if there is none."""
        name = f"{file_stem(student)}.html"
        return f"{self.pages}/{quote(name)}" if name in self.written else ""

    def _case(
        self, result: Result, kind: str, words: str, exercises: str = "", paste: str = ""
    ) -> None:
        student, words = clean(result.student, limit=300), clean(words, limit=600)
        href, name = self.href(result.student), self.name_of(result.student)
        self.cases.append(ToDo(kind, words, student, exercises, paste, href, name))

    def name_of(self, student: str) -> str:
        """Return the name of a student by the class list, "" if it has none."""
        return clean(self.people.get(student, Person()).name, limit=300)

    def _look_at(self, result: Result) -> None:
        translate = self.translate
        who = clean(result.student)
        again = f"grader autograde SUBMISSIONS --to RESULTS --only {shlex.quote(who)}"
        mine, why = translate("YOUR NAME"), translate("WHY")
        if result.refused and result.is_open:
            row = csv_row(who, TOTAL, translate("POINTS"), why, mine)
            self._case(result, "unreadable", translate.message(result.refused), paste=row)
        if result.box and result.box.strength != FULL:
            ran = translate("It ran in a box of {strength}.", strength=_strength(result, translate))
            self._case(result, "weak box", ran)
        if doubtful := self.overrides.to_look_at(result):
            names = " ".join(exercise.id for exercise in doubtful)
            reasons = " ".join(map(translate.message, result.account.reasons(names_of(doubtful))))
            row = csv_row(who, "", "", translate("looked at"), mine, result.account.digest)
            self._case(result, "files to look at", reasons, names, row)
        for exercise in result.to_grade if result.is_open else ():
            row = csv_row(who, exercise.id, translate("POINTS"), why, mine)
            worth = translate("{points} points", points=f"{exercise.points:g}")
            self._case(result, "to grade by hand", worth, exercise.id, row)
        for exercise in result.exercises:
            told: set[tuple[str, str]] = set()
            for check in exercise.checks:
                key = (check.outcome, check.message.text)
                if check.outcome not in _KINDS or key in told:
                    continue
                told.add(key)
                words = f"{translate.messages(check.message.parts)} {check.note}".strip()
                closed = exercise.score is not None
                if check.outcome is Outcome.KILLED:
                    self._case(result, "killed", words, exercise.id)
                elif not closed:
                    self._case(result, "not judged", words, exercise.id, again)

    def look_at_results(self, results: ClassResults) -> None:
        """Add the cases that are about no single result, once all are read."""
        told: dict[str, Iterable[Message]] = {
            "no longer there": absent_lines(absent_students(results.folder)),
            "files left out": results.left_out,
            "handed in again": results.outdated,
            "rows without effect": results.ledger.faults(results.refused),
        }
        for kind, lines in told.items():
            self.cases += [ToDo(kind, clean(self.translate.message(e), limit=600)) for e in lines]
        for student in results.untimed:
            self.cases.append(ToDo("time unknown", "", clean(student, limit=300)))
        for student in sorted(self.people.keys() - results.refused.keys()):
            name = self.name_of(student)
            self.cases.append(ToDo("no submission", "", clean(student, limit=300), name=name))

    @property
    def todo(self) -> list[tuple[str, str, list[ToDo]]]:
        """The kinds of cases that occur, each with what to do and its cases."""
        each = ((kind, [c for c in self.cases if c.kind == kind]) for kind in ADVICE)
        return [(kind, ADVICE[kind], cases) for kind, cases in each if cases]

    @property
    def sections(self) -> list[str]:
        """The sections of the class, sorted; none without a class list that has them."""
        return sorted({row.person.section for row in self.students} - {""})

    def exercises(self) -> list[ExerciseRow]:
        """Return one row per exercise."""
        rows = []
        for exercise in self.unit.all_exercises:
            earned, counts = self._earned.get(exercise.id, []), self._states.get(exercise.id, {})
            rows.append(
                ExerciseRow(
                    exercise.id,
                    exercise.title,
                    exercise.points,
                    sum(earned) / len(earned) if earned else None,
                    {state: 100 * n / len(earned) for state, n in counts.items()},
                    self.numbers.exercises.get(exercise.id),
                )
            )
        return rows

    def histogram(self) -> list[tuple[str, int]]:
        """Return the number of scores in each twentieth of the points."""
        counts = [0] * BINS
        step = self.unit.points / BINS
        for score in self.scores():
            counts[min(int(score / step), BINS - 1)] += 1
        return [(f"{n * step:g}{DASH}{(n + 1) * step:g}", count) for n, count in enumerate(counts)]

    def scores(self) -> list[float]:
        """Return the scores that are closed; open ones are counted beside every mean."""
        return [row.points for row in self.students if row.points is not None]

    def mistakes(self) -> list[tuple[Mistake, list[tuple[str, str]]]]:
        """Return every mistake with the names and pages of the students who made it."""
        return [
            (each, [self._named(who) for who in each.students[:MOST_LISTED]])
            for each in self.numbers.mistakes
        ]

    def _named(self, student: str) -> tuple[str, str]:
        """Return what a student is called here, and the address of the page."""
        return self.name_of(student) or clean(student, limit=300), self.href(student)

    def summary(self) -> dict[str, Any]:
        """Return the numbers at the top of the page."""
        scores = self.scores()
        return {
            "students": len(self.students),
            "left_out": len(self.students) - len(scores),
            "states": [
                (state, n)
                for state in STATES
                if (n := sum(row.state == state for row in self.students))
            ],
            "mean": statistics.fmean(scores) if scores else None,
            "median": statistics.median(scores) if scores else None,
            "deviation": statistics.stdev(scores) if len(scores) > 1 else None,
        }


_KINDS = (Outcome.NOT_JUDGED, Outcome.KILLED)


def state_of(result: Result) -> str:
    """Return one of :data:`STATES`."""
    if result.is_excused:
        return "excused"
    if result.is_open:
        return "unreadable" if result.refused else "open"
    blank = all(check.outcome is Outcome.UNANSWERED for check in result.checks)
    if blank and not result.by_hand and not result.refused:
        return "not started"
    is_late = result.final is not None and result.final.hand_in.is_late
    return "late" if is_late else "graded"


def csv_row(*cells: str) -> str:
    """Return a row of a CSV table, to be pasted."""
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(cells)
    return line.getvalue()


def _strength(result: Result, translate: Language) -> str:
    assert result.box is not None
    return clean(translate(result.box.strength), limit=80)


def write_report(
    results: ClassResults,
    unit: Unit,
    to: Path,
    translate: Language = ENGLISH,
    people: Mapping[str, Person] | None = None,
) -> ClassView:
    """
    Write the page of a class in a language.

    Args:
        results: The results, with the points that count.
        unit: The unit.
        to: The file. Students' pages that lie in ``RESULTS/feedback`` are linked.
        translate: The language.
        people: Names and sections by student, from a class list.

    Raises:
        ResultsError: If there are no results, or the page cannot be written.
    """
    pages = results.folder / PAGES
    view = ClassView(
        unit,
        translate,
        results.ledger.overrides,
        people or {},
        quote(Path(os.path.relpath(pages, to.parent)).as_posix()),
        frozenset(path.name for path in pages.glob("*.html")),
    )
    for result in results:
        view.add(result)
    view.look_at_results(results)
    page = (
        template_environment(translate)
        .get_template("report.html")
        .render(
            unit=unit,
            view=view,
            summary=view.summary(),
            costs=Costs.read(results.folder, (row.student for row in view.students)),
            most=MOST_LISTED,
        )
    )
    write_text(to, page)
    return view


#: The folder of the students' pages, in that of the results.
PAGES = "feedback"


@dataclass(frozen=True)
class Costs:
    """The cost of grading: wall seconds and processor seconds by student."""

    each: Mapping[str, tuple[float, float]]

    @classmethod
    def read(cls, folder: Path, students: Iterable[str]) -> "Costs":
        """Return the costs of *students*, as ``costs.csv`` has them."""
        known = read_costs(folder)
        return cls({name: known[name] for name in students if name in known})

    @property
    def wall_s(self) -> list[float]:
        """The wall seconds of every submission, sorted."""
        return sorted(wall for wall, _ in self.each.values())

    @property
    def cpu_s(self) -> float:
        """The processor seconds of all."""
        return sum(cpu for _, cpu in self.each.values())

    @property
    def median_s(self) -> float:
        """The median of the wall seconds."""
        return statistics.median(self.wall_s)

    @property
    def most_s(self) -> float | None:
        """What 19 of 20 stayed below; None for a single one."""
        return statistics.quantiles(self.wall_s, n=20)[-1] if len(self.each) > 1 else None

    @property
    def slowest(self) -> list[tuple[float, str]]:
        """The three slowest."""
        return sorted(((wall, who) for who, (wall, _) in self.each.items()), reverse=True)[:3]


def read_costs(folder: Path) -> dict[str, tuple[float, float]]:
    """Return wall and processor seconds by student, as ``costs.csv`` has them."""
    try:
        with (folder / COSTS).open(newline="", encoding="utf-8", errors="replace") as file:
            return dict(_cost(row) for row in csv.reader(file) if len(row) == 3)
    except (OSError, ValueError, csv.Error):
        return {}


def _cost(row: Sequence[str]) -> tuple[str, tuple[float, float]]:
    return row[0].removeprefix("'"), (float(row[1]), float(row[2]))
