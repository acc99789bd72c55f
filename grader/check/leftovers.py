"""Leftovers of an edit of the manifest: in tasks, chapter, translations, known mistakes."""

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import partial

from grader.course.checks import marked_tests, read_checks
from grader.course.manifest import Course
from grader.course.solution_markers import find_answers
from grader.course.source import parse, read_text
from grader.errors import CourseError, GraderError, TermsError
from grader.messages.catalogues import LANGUAGES, language_of
from grader.release.translation import (
    documented,
    has_translation,
    translated_names,
    translated_stub,
)
from grader.release.worked_answers import WORDS
from grader.terms.course_terms import read_terms
from grader.text import clean

_LONGEST = 60
_STUB = "raise NotImplementedError"


def find_leftovers(course: Course) -> Iterator[str]:
    """
    Yield a sentence for everything that does not fit the manifest any more, or not yet.

    An exercise may have been dropped, added, renamed or moved, and the terms changed; the
    manifest is right, and whatever says something else is named.
    """
    looks = (_task_leftovers, _test_leftovers, _chapter_leftovers, _tables, _translated_tasks)
    for look in (*looks, _untranslated, _mistakes, _terms):
        try:
            yield from look(course)
        except (CourseError, TermsError) as error:
            yield str(error)


def _task_leftovers(course: Course) -> Iterator[str]:
    """Yield the answers and stubs of no exercise."""
    names: dict[str, set[str]] = {module: set() for module in course.unit.modules}
    for exercise in course.unit.exercises:
        names[exercise.module] |= set(exercise.names)
    for path in sorted(course.solutions.glob("*.py")):
        where = f"solutions/{path.name}"
        owners = [answer.owner for answer in find_answers(read_text(path, where), where)]
        tasks = dict.fromkeys(owner.split(".")[0] for owner in owners)
        for name in tasks:
            if path.stem not in names:
                yield f"{where} has answers and belongs to no module of unit.toml. Remove it."
                break
            if name not in names[path.stem] and path.stem not in course.unit.shared:
                yield (
                    f"{where}: {clean(name)} has a marked answer, and no exercise of unit.toml "
                    "names it. Remove it, or add the exercise."
                )
    for path in sorted(course.exercises.glob("*.py")):
        where = f"exercises/{path.name}"
        if path.stem not in names and _STUB in read_text(path, where):
            yield f"{where} is a stub of no module of unit.toml. Remove it."


def _test_leftovers(course: Course) -> Iterator[str]:
    """Yield the visible tests of no module, and the figures of no exercise."""
    modules = {f"test_{module}.py" for module in course.unit.modules}
    for path in sorted(course.exercises.glob("test_*.py")):
        where = f"exercises/{path.name}"
        marked = marked_tests(read_text(path, where), where, "exercise")
        if path.name not in modules and any(test.markers for test in marked):
            yield f"{where} tests no module of unit.toml. Remove it."
    figures = course.hidden / "exhibits.py"
    if figures.is_file():
        where = figures.relative_to(course.root).as_posix()
        for node in ast.walk(parse(read_text(figures, where), where)):
            text = node.value if isinstance(node, ast.Constant) else None
            if isinstance(text, str) and _is_unknown(course, text):
                line = getattr(node, "lineno", 0)
                yield f"{where}:{line} is a figure of {text}, which is not in unit.toml. Remove it."


def _id_form(course: Course) -> str:
    """Return a pattern of the ids of the course: E01 to E22 and E02b are E and two digits."""
    starts = (re.match(r"([A-Za-z_-]*)(\d+)", exercise.id) for exercise in course.unit.exercises)
    forms = {
        rf"{re.escape(start[1])}\d{{{len(start[2])}}}" for start in starts if start is not None
    }
    return rf"(?:{'|'.join(sorted(forms))})[a-z]?" if forms else r"(?!)"


def _is_unknown(course: Course, text: str) -> bool:
    return text not in course.unit.worth and re.fullmatch(_id_form(course), text) is not None


def _chapter_leftovers(course: Course) -> Iterator[str]:
    """Yield what the chapter says of exercises that are not there, and what it does not say."""
    exercises = {exercise.id: exercise for exercise in course.unit.exercises}
    form = re.compile(rf"(?<![\w-]){_id_form(course)}(?![\w-])")
    for path in sorted(course.exercises.glob("README*.md")):
        where = f"exercises/{path.name}"
        told: list[str] = []
        seen: set[str] = set()
        text = read_text(path, where)
        for number, line in enumerate(text.splitlines(), start=1):
            for match in form.finditer(line):
                seen.add(match[0])
                if _is_unknown(course, match[0]):
                    yield f"{where}:{number} tells of {match[0]}, which is not in unit.toml."
            head = re.match(rf"(?:#+|\|) ({form.pattern})(?: ·)? `?([A-Za-z_]\w*)", line)
            if head is None or head[1] not in exercises:
                continue
            if head[2] not in exercises[head[1]].names:
                names = ", ".join(exercises[head[1]].names)
                yield f"{where}:{number} calls {head[1]} {head[2]}; unit.toml says {names}."
            told += [head[1]] if line.startswith("#") else []
        if not seen & exercises.keys():
            continue  # a page that is not about single exercises
        lacking = [name for name in exercises if name not in seen]
        words = set(re.findall(r"[\w-]+", text))
        lacking += [each.id for each in course.unit.manual if each.id not in words]
        if lacking:
            yield f"{where} does not tell of {', '.join(lacking)}. Add a section."
        order = [name for name in exercises if name in told]
        if list(dict.fromkeys(told)) != order:
            one = next(name for name, other in zip(told, order, strict=False) if name != other)
            yield f"{where} tells of {one} in another place than unit.toml. Move its section."


def _tables(course: Course) -> Iterator[str]:
    """Yield the tables of no exercise in texts about each exercise, and the exercises without."""
    ids = [exercise.id for exercise in course.unit.exercises]
    for path in (course.solutions / WORDS, course.root / "tests" / "check" / "sentences.toml"):
        if not path.is_file():
            continue
        where = path.relative_to(course.root).as_posix()
        try:
            tables = tomllib.loads(read_text(path, where))
        except tomllib.TOMLDecodeError as error:
            yield f"{where} is not TOML: {clean(str(error))}. Fix that line."
            continue
        for name in tables:
            if name not in ids:
                yield f"{where}: the table [{clean(name)}] is not in unit.toml. Remove it."
        for name in ids:
            if name not in tables:
                yield f"{where} has no table [{name}]. Add it."


def _translated_tasks(course: Course) -> Iterator[str]:
    """Yield the translated tasks of no exercise, and those that are missing or out of date."""
    for language in filter(partial(has_translation, course), LANGUAGES):
        folder = course.solutions / language
        for path in sorted(folder.glob("*.txt")):
            if path.stem not in course.unit.modules:
                yield f"solutions/{language}/{path.name} is of no module of unit.toml. Remove it."
        for module in course.unit.modules:
            where = f"solutions/{module}.py"
            text = read_text(course.solutions / f"{module}.py", where)
            tasks = {answer.owner.split(".")[0] for answer in find_answers(text, where)}
            for exercise in course.unit.exercises:
                tasks -= set(exercise.names)
            known = {name for name, _ in documented(text) if name.split(".")[0] not in tasks}
            for name in translated_names(course, module, language):
                if name not in known:
                    yield (
                        f"solutions/{language}/{module}.txt translates {clean(name)}, which is no "
                        "task of unit.toml. Remove it."
                    )
            try:
                translated_stub(course, module, language)
            except CourseError as error:
                yield str(error)


def _untranslated(course: Course) -> Iterator[str]:
    """Yield the texts of the course that a translation of it lacks."""
    # The kit's own catalogue, kit.mo, comes with every course.
    places = {course.exercises / "_kit" / "locale": "course.mo", course.hidden / "locale": "*.mo"}
    languages = [
        name
        for name in LANGUAGES
        if any(any((place / name).rglob(files)) for place, files in places.items())
    ]
    if not languages:
        return
    texts = {f"the title of {each.id}": each.title for each in course.unit.all_exercises}
    for exercise in course.unit.exercises:
        texts |= {f"hint {n} of {exercise.id}": text for n, text in enumerate(exercise.hints, 1)}
    texts |= {f"the sentence of {check.name}": check.sentence for check in read_checks(course)}
    for name in languages:
        try:
            language = language_of(course, name)
        except GraderError as error:
            yield str(error)
            continue
        for what, text in texts.items():
            if text and not language.knows(text):
                shown = clean(text, limit=_LONGEST)
                yield f'The translation into {name} lacks {what}: "{shown}". Add it and compile.'


def _mistakes(course: Course) -> Iterator[str]:
    """Yield the files of known mistakes and of the corpus that belong to no exercise."""
    unit = course.unit
    entries = {f"{each.id}_{each.names[0]}" for each in unit.exercises}
    corpus = course.root / "tests" / "corpus"
    for folder in (course.hidden / "mistakes", corpus / "mistakes", corpus / "alternatives"):
        for path in sorted(folder.glob("*.py")):
            if path.stem not in entries:
                where = clean(path.relative_to(course.root).as_posix())
                yield f"{where} belongs to no exercise of unit.toml. Rename or remove it."


def _terms(course: Course) -> Iterator[str]:
    """Yield what is wrong with the terms of the course."""
    yield from map(str, read_terms(course).faults)
