"""The page about a class: it holds its own data, and a small script sorts and filters them."""

import csv
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from grader.box.strength import FULL
from grader.course.manifest import Unit
from grader.messages.language import ENGLISH, Language
from grader.messages.message import mark
from grader.results.class_results import ClassResults
from grader.results.ledger import final_lines
from grader.results.outcomes import Outcome
from grader.results.overrides import Overrides, override_text
from grader.results.records import Result, names_of
from grader.results.store import write_text
from grader.results.tables import COSTS
from grader.text import clean

from .check_statistics import ClassStatistics
from .rendering import DASH, template_environment

COMMONEST = 10
BINS = 20
#: A longer table would hide its own rows.
MOST_ROWS = 2000
_LOOK = (Outcome.NOT_JUDGED, Outcome.KILLED)


@dataclass
class ClassView:
    """
    The data of the page, collected from one result after the other.

    Attributes:
        students: Name, state, score or None, number of scores given by hand, wall seconds or
            None, the points of every exercise, and how the score came about.
        people: What a person has to look at: student, exercise, what it is, and the details.
    """

    unit: Unit
    translate: Language = ENGLISH
    overrides: Overrides = field(default_factory=lambda: Overrides({}))
    students: list[list[Any]] = field(default_factory=list)
    people: list[list[str]] = field(default_factory=list)
    numbers: ClassStatistics = field(default_factory=ClassStatistics)
    tests: set[str] = field(default_factory=set)
    _earned: dict[str, list[float]] = field(default_factory=dict)
    _blank: dict[str, int] = field(default_factory=dict)

    def add(self, result: Result, wall_s: float | None) -> None:
        """Add one result."""
        self.numbers.add(result)
        self.tests.add(result.digests.tests)
        student = clean(result.student, limit=300)
        by_id = {exercise.id: exercise for exercise in result.exercises}
        scores = [by_id[e.id].score if e.id in by_id else None for e in self.unit.exercises]
        state = state_of(result)
        by_hand = len(result.by_hand) + len(result.final.rows if result.final else ())
        how = clean(" ".join(final_lines(result, self.translate)), limit=600)
        self.students.append([student, state, result.points, by_hand, wall_s, scores, how])
        self._look_at(student, result)
        if result.refused:
            return
        for exercise in result.exercises:
            if exercise.score is not None:
                self._earned.setdefault(exercise.id, []).append(exercise.score)
            if all(c.outcome == Outcome.UNANSWERED for c in exercise.checks):
                self._blank[exercise.id] = self._blank.get(exercise.id, 0) + 1

    def _look_at(self, student: str, result: Result) -> None:
        translate = self.translate
        if result.refused:
            why = clean(translate.message(result.refused), limit=600)
            self.people.append([student, "", translate("refused"), why])
        if result.box and result.box.strength != FULL:
            strength = result.box.strength
            ran = translate(
                "It ran in a box of {strength}.", strength=clean(translate(strength), limit=80)
            )
            self.people.append([student, "", translate("weak box"), ran])
        if doubtful := self.overrides.to_look_at(result):
            names = " ".join(exercise.id for exercise in doubtful)
            reasons = " ".join(map(translate.message, result.account.reasons(names_of(doubtful))))
            code = translate("Files: {code}.", code=result.account.digest)
            words = clean(f"{reasons} {code}", limit=600)
            self.people.append([student, names, translate("to look at"), words])
        for exercise in result.exercises:
            told: set[tuple[str, str]] = set()
            for check in exercise.checks:
                key = (check.outcome, check.message.text)
                if check.outcome in _LOOK and key not in told:
                    told.add(key)
                    message = translate.message(check.message)
                    words = clean(f"{message} {check.note}".strip(), limit=600)
                    self.people.append([student, exercise.id, check.outcome, words])
            if exercise.override is not None:
                text = clean(override_text(exercise, translate), limit=600)
                self.people.append([student, exercise.id, translate("by hand"), text])

    def exercises(self) -> list[dict[str, Any]]:
        """Return one row per exercise, about the students whose points for it are closed."""
        rows = []
        for exercise in self.unit.exercises:
            earned = self._earned.get(exercise.id, [])
            full = sum(score >= exercise.points for score in earned)
            rows.append(
                {
                    "id": exercise.id,
                    "title": exercise.title,
                    "points": exercise.points,
                    "mean": sum(earned) / len(earned) if earned else None,
                    "full": full / len(earned) if earned else None,
                    "blank": self._blank.get(exercise.id, 0) / len(earned) if earned else None,
                }
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
        return [row[2] for row in self.students if row[2] is not None]

    def summary(self) -> dict[str, Any]:
        """Return the numbers at the top of the page."""
        scores = self.scores()
        spent = [row[4] for row in self.students if row[4] is not None]
        return {
            "students": len(self.students),
            "left_out": len(self.students) - len(scores),
            "states": [(s, sum(row[1] == s for row in self.students)) for s in STATES],
            "mean": statistics.fmean(scores) if scores else None,
            "median": statistics.median(scores) if scores else None,
            "deviation": statistics.stdev(scores) if len(scores) > 1 else None,
            "wall_s": sum(spent),
            "timed": len(spent),
            "wall_median_s": statistics.median(spent) if spent else None,
            "wall_95_s": statistics.quantiles(spent, n=20)[-1] if len(spent) > 1 else None,
            "slowest": sorted(
                ((row[4], row[0]) for row in self.students if row[4] is not None), reverse=True
            )[:3],
        }


STATES = (
    mark("graded"),
    mark("not started"),
    mark("open"),
    mark("refused"),
    mark("excused"),
)


def state_of(result: Result) -> str:
    """Return one of :data:`STATES`."""
    if result.is_excused:
        return "excused"
    if result.is_open:
        return "refused" if result.refused else "open"
    blank = all(check.outcome == Outcome.UNANSWERED for check in result.checks)
    return "not started" if blank and not result.by_hand else "graded"


def write_report(
    results: ClassResults, unit: Unit, to: Path, translate: Language = ENGLISH
) -> ClassView:
    """
    Write the page of a class in a language.

    Raises:
        ResultsError: If there are no results, or the page cannot be written.
    """
    costs = read_costs(results.folder)
    view = ClassView(unit, translate, results.ledger.overrides)
    cpu_s = 0.0
    for result in results:
        wall_s, cpu = costs.get(clean(result.student), (None, 0.0))
        cpu_s += cpu
        view.add(result, wall_s)
    page = (
        template_environment(translate)
        .get_template("report.html")
        .render(
            unit=unit,
            view=view,
            summary=view.summary() | {"cpu_s": cpu_s},
            histogram=view.histogram(),
            exercises=view.exercises(),
            mistakes=view.numbers.commonest(COMMONEST),
            remarks=results.remarks,
            people_count=len(view.people),
            data=_data(view),
        )
    )
    write_text(to, page)
    return view


def _data(view: ClassView) -> dict[str, Any]:
    """Return the data that the script sorts and filters."""
    items, translate = view.numbers.items.values(), view.translate
    return {
        "exercises": [exercise.id for exercise in view.unit.exercises],
        "points": [exercise.points for exercise in view.unit.exercises],
        "states": [translate(state) for state in STATES],
        "students": [[name, translate(state), *rest] for name, state, *rest in view.students],
        "people": view.people[:MOST_ROWS],
        "checks": [
            [
                item.exercise,
                translate(item.sentence),
                item.points,
                _share(item.difficulty),
                _share(item.discrimination),
                _share(item.outcomes[Outcome.UNANSWERED] / max(1, item.outcomes.total())),
                _others(item.outcomes),
                translate(item.remark),
            ]
            for item in items
        ],
    }


def _others(outcomes: Mapping[str, int]) -> str:
    """Return the counts of all outcomes except passed, wrong and unanswered."""
    usual = (Outcome.PASSED, Outcome.WRONG, Outcome.UNANSWERED)
    return ", ".join(f"{n} {name}" for name, n in sorted(outcomes.items()) if name not in usual)


def _share(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def read_costs(folder: Path) -> dict[str, tuple[float, float]]:
    """Return wall and processor seconds by student, as ``costs.csv`` has them."""
    try:
        with (folder / COSTS).open(newline="", encoding="utf-8", errors="replace") as file:
            return dict(_cost(row) for row in csv.reader(file) if len(row) == 3)
    except (OSError, ValueError, csv.Error):
        return {}


def _cost(row: Sequence[str]) -> tuple[str, tuple[float, float]]:
    return row[0].removeprefix("'"), (float(row[1]), float(row[2]))
