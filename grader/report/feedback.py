"""The feedback page of a student: what lost points and why, beside the student's own code."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from grader.course.manifest import Course, Exercise, Unit
from grader.errors import ResultsError
from grader.files import os_errors_as
from grader.intake.account import FATE_WORDS
from grader.intake.outline import Outline, OutlineReader
from grader.intake.submission import file_stem
from grader.messages.catalogues import language_of
from grader.messages.explanation import Explanation, Raised, without_numbers
from grader.messages.language import Language
from grader.messages.message import Code, Message, Number, Stranger, mark
from grader.results.class_results import ClassResults
from grader.results.code import JudgedCode, read_code
from grader.results.figures import read_figures
from grader.results.ledger import final_lines
from grader.results.outcomes import Outcome
from grader.results.records import TOTAL, CheckResult, ExerciseResult, Person, Result
from grader.results.store import write_text
from grader.text import clean

from . import svg_plots
from .class_statistics import state_of_exercise
from .code_view import CodeLine, Excerpt, excerpts_of, left_out_of
from .rendering import DASH, template_environment

#: Which hint to show: the question if nothing is written, the tool after an exception.
_HINTS = {Outcome.UNANSWERED: 0, Outcome.RAISED: 1}
#: States of an exercise in the order of the page.
#: Where names in a call come from that are written without their module.
_FROM = {"Decimal": "decimal", "Fraction": "fractions", "array": "numpy"}
_ORDER = ("open", "none", "part", "blank", "full")


@dataclass
class Card:
    """
    One cause for which an exercise lost points; the teacher's note is never part of it.

    Attributes:
        explanation: What there is to read about the first check that failed for it.
        outcome: What became of that check.
        checks: The checks that failed for it.
        waiting: Checks that were not looked at because of it.
    """

    explanation: Explanation
    outcome: Outcome
    checks: list[CheckResult] = field(default_factory=list)
    waiting: list[CheckResult] = field(default_factory=list)

    @property
    def cost(self) -> float:
        """The points that it costs."""
        return sum(check.points for check in (*self.checks, *self.waiting))

    def found_by(self, check: CheckResult) -> Message:
        """Return what came for a check, where the card does not say the same."""
        found, own = check.message.found, self.explanation.found
        is_same = without_numbers(found.text) == without_numbers(own.text)
        return Message() if is_same else found


@dataclass(frozen=True)
class ExerciseView:
    """
    One exercise on the page.

    Attributes:
        state: One of ``full``, ``part``, ``none``, ``blank`` (nothing is written) and ``open``.
        cards: Why it lost points.
        passed: The checks that hold.
        code: The student's own code for it.
    """

    exercise: Exercise
    graded: ExerciseResult
    state: str
    cards: Sequence[Card]
    passed: Sequence[CheckResult]
    hint: str
    hints: Sequence[str]
    pictures: Sequence[Mapping[str, Any]]
    code: Sequence[Excerpt]

    @property
    def is_folded(self) -> bool:
        """Whether nothing in it is to be explained: solved or not written, and no remark on it."""
        return self.state in ("full", "blank") and self.graded.override is None

    def paste(self, card: Card) -> str:
        """Return the lines that show a card's example in a Python prompt, "" if there are none."""
        example = card.explanation.example
        if example is None or not isinstance(example.call, Code):
            return ""
        code = example.call.text
        own = [name for name in self.exercise.names if _has_word(name, code)]
        if not own:
            return ""
        lines = [f"from {self.exercise.module} import {', '.join(own)}", code]
        needed = [word for word in ("inf", "nan", "tensor") if _has_word(word, code)]
        named = [name for name in ("datetime", "numpy", "torch") if f"{name}." in code]
        lines[:0] = [f"import {name}" for name in named]
        lines[:0] = [f"from {_FROM[n]} import {n}" for n in _FROM if _has_word(n, code)]
        if needed:
            lines.insert(0, f"from torch import {', '.join(needed)}")
        if example.shows is not None:
            lines.append(example.shows.text)
        return "\n".join(lines)


@dataclass
class PagesWritten:
    """Whose pages a run wrote, and how many of them are without figures."""

    students: list[str] = field(default_factory=list)
    without_pictures: int = 0


def write_feedback(
    course: Course,
    results: ClassResults,
    to: Path,
    lang: str | None = "en",
    people: Mapping[str, Person] | None = None,
) -> PagesWritten:
    """
    Write ``<student>.html`` into *to* for every result.

    Args:
        course: The course, for titles and hints.
        results: The results, with the points that count.
        to: The folder; created if missing. Only the pages of these students are replaced.
        lang: The language of the pages; None for that of the environment.
        people: Names by student, from a class list.

    Raises:
        ResultsError: If there are no results, or a page cannot be written.
        GraderError: If there is no such language.
    """
    translate = language_of(course, lang)
    template = template_environment(translate).get_template("feedback.html")
    written = PagesWritten()
    known = people or {}
    with closing(OutlineReader()) as outlines:
        for result in results:
            if not written.students:
                with os_errors_as(
                    ResultsError,
                    f"{clean(str(to))}: pages cannot be written here",
                    "Name another folder with --to.",
                ):
                    to.mkdir(parents=True, exist_ok=True)
            folder = results.path(result).parent
            figures = read_figures(folder, result.header)
            code = read_code(folder, result.header)
            views = _exercise_views(course.unit, result, figures or (), code, outlines)
            page = template.render(
                unit=course.unit,
                student=clean(result.student, limit=300),
                name=clean(known.get(result.student, Person()).name, limit=300),
                result=result,
                steps=list(_steps(result, translate)),
                exercises=sorted(views, key=_place),
                in_order=views,
                refused=result.refused,
                notes=result.all_notes,
                left_out=_left_out(result, code),
                account=result.account,
                fates=FATE_WORDS,
                how=final_lines(result, translate),
            )
            write_text(to / f"{file_stem(result.student)}.html", page)
            written.students.append(result.student)
            written.without_pictures += figures is None and not result.refused
    return written


def _place(view: ExerciseView) -> tuple[bool, int]:
    """Return what views are sorted by: those that a person grades come last."""
    return view.graded.is_manual, _ORDER.index(view.state)


def _left_out(result: Result, code: JudgedCode | None) -> dict[str, list[CodeLine]]:
    """Return the lines that were left out of the modules that had to be repaired, by file name."""
    if code is None:
        return {}
    found = {
        f"{module}.py": left_out_of(code.of(module, ()), code.of(module, result.repaired))
        for module in result.repaired
    }
    return {name: lines for name, lines in found.items() if lines}


def _steps(result: Result, translate: Language) -> Iterator[tuple[str, float | None]]:
    """Yield how the points came about, where they are not those of the checks alone."""
    final = result.final
    if final is None or final.raw is None or final.points is None:
        return
    if any(row.exercise == TOTAL for row in final.rows):
        yield translate(mark("in all, by hand")), final.raw
    else:
        by_checks = sum(exercise.graded or 0.0 for exercise in result.exercises)
        by_hand = round(final.raw - final.bonus - by_checks, 6)
        if not (by_hand or final.bonus or final.late):
            return
        yield translate(mark("by the checks")), by_checks
        if by_hand:
            yield translate(mark("by hand")), by_hand
        if final.bonus:
            yield translate(mark("on top")), final.bonus
    if final.late:
        yield translate(mark("because it was late")), -final.late
    yield translate(mark("what counts")), final.points


def _exercise_views(
    unit: Unit,
    result: Result,
    figures: Sequence[Mapping[str, Any]],
    code: JudgedCode | None,
    reader: OutlineReader,
) -> list[ExerciseView]:
    by_id = {exercise.id: exercise for exercise in result.exercises}
    outlines = _outlines(result, code, reader)
    views = []
    for exercise in unit.all_exercises:
        graded = by_id.get(exercise.id)
        if graded is None:
            continue
        state = state_of_exercise(graded)
        failed = [check for check in graded.checks if check.outcome is not Outcome.PASSED]
        hint = ""
        if exercise.hints and failed and state != "full":
            hint = exercise.hints[_HINTS.get(failed[0].outcome, 2)]
        cards = cards_of(failed)
        file = f"{exercise.module}.py"
        excerpts: list[Excerpt] = []
        if state not in ("full", "blank") and file in outlines:
            lines = _raising_lines(cards, file)
            is_repaired = exercise.module in result.repaired
            excerpts = excerpts_of(outlines[file], file, exercise.names, lines, is_repaired)
        views.append(
            ExerciseView(
                exercise,
                graded,
                state,
                cards,
                [check for check in graded.checks if check.outcome is Outcome.PASSED],
                hint,
                () if state == "full" else [other for other in exercise.hints if other != hint],
                [picture for each in figures if (picture := _picture(each, exercise.id))],
                excerpts,
            )
        )
    return views


def _outlines(
    result: Result, code: JudgedCode | None, reader: OutlineReader
) -> Mapping[str, Outline]:
    """Return the modules in which points were lost, by file name."""
    if code is None:
        return {}
    judged = (each for each in result.exercises if not each.is_manual)
    lost = {each.module for each in judged if state_of_exercise(each) != "full"}
    texts = {f"{module}.py": code.of(module, result.repaired) for module in sorted(lost)}
    return reader.outlines({name: text.encode() for name, text in texts.items() if text})


def _has_word(name: str, code: str) -> bool:
    """Say whether a name is used in *code*, and not as an attribute."""
    return re.search(rf"(?<![\w.]){re.escape(name)}\b", code) is not None


def _raising_lines(cards: Iterable[Card], file: str) -> set[int]:
    """Return the lines of a file in which the examples raise, or its import does."""
    places = set[tuple[str, int]]()
    for card in cards:
        example, found = card.explanation.example, card.explanation.found.values
        if example is not None and isinstance(example.got, Raised) and example.got.file is not None:
            places.add((example.got.file.text, example.got.line))
        where, line = found.get("file"), found.get("line")
        if isinstance(where, Stranger) and isinstance(line, Number):
            places.add((where.text, int(line.value)))
    return {line for name, line in places if name == file}


def cards_of(failed: Iterable[CheckResult]) -> list[Card]:
    """
    Return one card for each cause, in the order of the checks.

    A check that was not looked at stands on the card of the check that it waits for.
    """
    cards: dict[str, Card] = {}
    waiting: list[CheckResult] = []
    for check in failed:
        explanation = check.message
        key = explanation.key or check.outcome
        if key in cards:
            cards[key].checks.append(check)
        elif check.skipped:
            waiting.append(check)
        else:
            cards[key] = Card(explanation, check.outcome, [check])
    for check in waiting:
        base = check.message.found.values.get("sentence")
        holding = (
            card
            for card in cards.values()
            if base is not None and any(each.sentence == base.text for each in card.checks)
        )
        first = next(holding, None) or next(iter(cards.values()), None)
        if first is None:
            first = cards[check.message.key] = Card(check.message, check.outcome)
        first.waiting.append(check)
    return list(cards.values())


def _picture(figure: Mapping[str, Any], exercise: str) -> dict[str, Any] | None:
    """Return a figure of *exercise* with its plot, or None if it belongs to another exercise."""
    if figure.get("exercise") != exercise:
        return None
    picture: dict[str, Any] = {"plot": None, "rows": (), "missing": "", **figure}
    picture["missing"] = clean(str(picture["missing"]), limit=600)
    if picture["missing"]:
        return picture
    if figure["kind"] == "curve":
        picture["plot"] = svg_plots.curve(picture)
    elif figure["kind"] == "boundary":
        picture["plot"] = svg_plots.boundary(picture)
    else:
        rows = zip(figure["rows"], figure["mine"], figure["theirs"], strict=True)
        picture["rows"] = [(name, *map(_short, pair), ratio(*pair)) for name, *pair in rows]
    return picture


def _short(number: float | str) -> str:
    return number if isinstance(number, str) else f"{number:.4g}"


def ratio(mine: float | str, theirs: float | str) -> str:
    """
    Return the student's number divided by the reference's, or a dash if that means nothing.

    >>> ratio(5.0, 2.5), ratio(0.0, 0.0) == ratio("nan", 1.0) == DASH
    ('2', True)
    """
    if isinstance(mine, str) or isinstance(theirs, str) or abs(theirs) < 1e-7:
        return DASH
    return f"{mine / theirs:.4g}"
