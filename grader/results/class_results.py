"""
The one reader of a results folder, for the report, feedback, exports, gradebook and packages.

It has one rule for every kind of file: a result of the unit and its version is read, with what
a person decided laid over it; anything else is left out and named; results whose submission
has gone are named; and whatever is left for a person makes a command end with exit code 3.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from grader.course.manifest import Unit
from grader.errors import ResultsError
from grader.intake.submission import file_stem
from grader.messages.message import Message, Name, message, stranger
from grader.terms.course_terms import EXTENSIONS, Terms
from grader.terms.hand_ins import HANDED_IN, collected_hand_ins, read_hand_ins
from grader.text import clean

from .ledger import Ledger, attempt_path
from .overrides import read_overrides
from .records import ExerciseResult, Result, UnitId, names_of
from .store import Unreadable, absent_students, read_result


@dataclass
class ClassResults:
    """
    The results in *folder* that belong to *unit*.

    Memory does not grow with the number of students: iterate to read one after the other.
    Iterating fills the attributes below.

    Attributes:
        folder: The results folder.
        unit: The unit whose results are read.
        left_out: One sentence for each file that is not a result of this unit and version.
        open: One line for each student without a score.
        to_look_at: One line for each student with a doubtful exercise and no remark on it.
        refused: Every student with a result, and why the submission was refused, or "".
        untimed: Every student who may be late: lateness costs, and no time is known.
    """

    folder: Path
    unit: UnitId
    paths: list[Path]
    ledger: Ledger
    left_out: list[Message] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    to_look_at: list[Message] = field(default_factory=list)
    outdated: list[Message] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    untimed: list[str] = field(default_factory=list)

    def __iter__(self) -> Iterator[Result]:
        """
        Yield every result of the unit, with the points that count, in the order of the files.

        Raises:
            ResultsError: At the end, if there was none of this unit and version.
        """
        self.left_out.clear()
        self.open.clear()
        self.to_look_at.clear()
        self.outdated.clear()
        self.refused.clear()
        self.untimed.clear()
        for path in self.paths:
            found = read_result(path)
            if isinstance(found, Unreadable):
                self.left_out.append(found.why)
                continue
            if found.unit != self.unit:
                self.left_out.append(_of_another_unit(path, found, self.unit))
                continue
            result = self.ledger.counted(self.folder, found)
            numbers = self.ledger.ungraded(self.folder, found)
            self.left_out += [ungraded_line(found, number) for number in numbers]
            self.refused[result.student] = result.refused.text
            if result.is_untimed:
                self.untimed.append(result.student)
            if result.is_open:
                name = clean(result.student, limit=80)
                self.open.append(f"{name}: {clean(result.status, limit=300)}")
            if doubtful := self.ledger.overrides.to_look_at(result):
                self.to_look_at.append(look_at_line(result, doubtful))
            self.outdated += self.ledger.overrides.outdated(result)
            yield result
        if not self.refused:
            assert self.left_out, "a folder without files was refused before"
            raise ResultsError(
                f"{clean(str(self.folder))} holds no result of {self.unit}. {self.left_out[0]}"
            )

    def path(self, result: Result) -> Path:
        """Return the file of a result that this has yielded."""
        own = self.ledger.hand_ins.of(result.student).attempt
        if result.final is not None and result.final.hand_in.attempt != own:
            return attempt_path(self.folder, result.student, result.final.hand_in.attempt)
        return self.folder / f"{file_stem(result.student)}.json"

    @property
    def remarks(self) -> list[Message]:
        """What to tell once all is read: files left out, absent students, rows without effect."""
        return [
            *self.left_out,
            *absent_lines(absent_students(self.folder)),
            *self.ledger.faults(self.refused),
            *self.outdated,
        ]

    @property
    def notices(self) -> list[Message]:
        """What to tell besides, which needs no one: generous rows, options that differ."""
        unknown = sorted(self.ledger.terms.extensions.keys() - self.refused.keys())
        return [
            *self.ledger.terms.differs,
            *self.ledger.overrides.generous,
            *map(_extension_of_nobody, unknown),
        ]

    @property
    def needs_a_person(self) -> bool:
        """Whether a command that read this ends with exit code 3."""
        return bool(self.open or self.remarks or self.to_look_at or self.untimed)


def open_results(
    folder: Path,
    unit: Unit | None = None,
    terms: Terms | None = None,
    submitted: Path | None = None,
) -> ClassResults:
    """
    Return the results in *folder*, still to be read.

    Args:
        folder: What ``grader autograde --to`` wrote.
        unit: The unit; without it, that of most results in the folder.
        terms: The terms of the course; without them nothing is late.
        submitted: nbgrader's folder with the times of handing in; by default those count that
            ``grader autograde`` wrote beside the results.

    Raises:
        ResultsError: If it is not a folder, holds no result files, or its overrides are no table.
        TermsError: If the times of handing in cannot be read.
    """
    where = clean(str(folder))
    if not folder.is_dir():
        raise ResultsError(f'{where} is not a folder. Name the one "grader autograde --to" wrote.')
    paths = sorted(folder.glob("*.json"))
    if not paths:
        raise ResultsError(
            f'{where} holds no results. Name the folder that "grader autograde --to" wrote.'
        )
    if unit is not None:
        worth, named = unit.worth, UnitId(unit.name, unit.version)
    else:
        named, worth = _unit_of(paths, where)
    terms = terms or Terms()
    hand_ins = read_hand_ins(folder / HANDED_IN)
    if submitted is not None:
        students = [path.name for path in submitted.glob("*")]
        graded, hand_ins = hand_ins, collected_hand_ins(submitted, named.name, students)
        others = [name for name in graded.each if hand_ins.of(name) != graded.of(name)]
        if others:
            line = message(
                "{count} students handed in at other times, or other attempts, by {folder} than "
                "when they were graded, such as {student}.",
                count=len(others),
                folder=str(submitted),
                student=stranger(min(others), limit=80),
            )
            terms = replace(terms, differs=(*terms.differs, line))
    return ClassResults(
        folder, named, paths, Ledger(read_overrides(folder, worth), terms, hand_ins)
    )


def absent_lines(students: Iterable[str]) -> list[Message]:
    """Return one line for each student whose result is in ``absent/``."""
    return [
        message(
            "{student}: no longer among the submissions; the result is in absent/.",
            student=stranger(student, limit=80),
        )
        for student in students
    ]


def look_at_line(result: Result, doubtful: Sequence[ExerciseResult]) -> Message:
    """Return the line on a submission that a person has to look at."""
    return message(
        "{student}: to look at (files {code}): {exercises}. {reasons}",
        student=stranger(result.student, limit=80),
        code=Name(result.account.digest),
        exercises=Name(", ".join(exercise.id for exercise in doubtful)),
        reasons=stranger(" ".join(map(str, result.account.reasons(names_of(doubtful)))), limit=300),
    )


def _unit_of(paths: list[Path], where: str) -> tuple[UnitId, dict[str, float]]:
    """Return the unit of most of the results, and what each of its exercises is worth."""
    units: Counter[UnitId] = Counter()
    worth: dict[UnitId, dict[str, float]] = {}
    why = Message()
    for path in paths:
        found = read_result(path)
        if isinstance(found, Unreadable):
            why = why or found.why
            continue
        units[found.unit] += 1
        if found.exercises:
            worth.setdefault(found.unit, {e.id: e.points for e in found.exercises})
    if not units:
        raise ResultsError(f"{where} holds no result that can be read. {why}")
    unit = units.most_common(1)[0][0]
    return unit, worth.get(unit, {})


def _extension_of_nobody(student: str) -> Message:
    return message(
        "{file}: no result is called {student}. If there should be one, write the name as in "
        "scores.csv.",
        file=Name(EXTENSIONS),
        student=stranger(repr(student), limit=80),
    )


def ungraded_line(result: Result, number: int) -> Message:
    """Return the line on an attempt without a result, where the best one counts."""
    return message(
        "{student}: attempt {number} is not graded, and the best one counts. Run "
        '"grader autograde" again.',
        student=stranger(result.student, limit=80),
        number=number,
    )


def _of_another_unit(path: Path, result: Result, unit: UnitId) -> Message:
    return message(
        "{file} is of {other} and was left out: the course here is {unit}. Grade it again, or "
        "name its course with --course.",
        file=stranger(path.name, limit=120),
        other=stranger(str(result.unit), limit=120),
        unit=Name(str(unit)),
    )
