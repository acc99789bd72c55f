"""The texts of a result on a platform: for students, and for teachers."""

from collections.abc import Iterator

from grader.course.manifest import Course
from grader.messages.catalogues import PACKED_LANGUAGE, language_of
from grader.messages.language import ENGLISH, Language
from grader.results.ledger import final_lines
from grader.results.outcomes import Outcome
from grader.results.records import CheckResult, ExerciseResult, Result
from grader.terms.course_terms import CHECKS, POINTS, TERMS, WORDS
from grader.text import clean, clean_lines


def students_language(course: Course) -> Language:
    """Return the language in which *course* was packed, or else that of the environment."""
    chosen = course.root / PACKED_LANGUAGE
    return language_of(
        course, chosen.read_text(encoding="utf-8").strip() if chosen.is_file() else None
    )


def check_title(exercise: ExerciseResult, check: CheckResult, translate: Language = ENGLISH) -> str:
    """Return the exercise and the sentence of a check."""
    names = ", ".join(exercise.names)
    return clean(f"{exercise.id} {names}: {translate(check.sentence) or check.name}", limit=300)


def check_text(check: CheckResult, translate: Language = ENGLISH, shown: str = WORDS) -> str:
    """
    Return the message of a check, or its sentence if no words are *shown*; "" if it passed.

    Messages are for students. The note on a check is for teachers and never part of it.
    """
    if check.outcome == Outcome.PASSED:
        return ""
    words = translate.messages(check.message.parts) if shown == WORDS else ""
    return clean_lines(words or translate(check.sentence), limit=4000)


def told_each_time(shown: str) -> str:
    """Return what an instructor should know about a platform that grades every attempt."""
    told = {
        POINTS: "the points alone",
        CHECKS: "the points, and which checks passed and failed",
        WORDS: "the points, which checks failed, and the words for what failed",
    }[shown]
    return (
        f"Each attempt tells its student {told}. Whoever hands in often learns more: limit the "
        f"attempts on the platform, or what is told with shown in {TERMS}."
    )


def summary(result: Result, translate: Language = ENGLISH) -> str:
    """Return what the student reads first: the points and how they came about, and notes."""
    if result.refused:
        head = translate(
            "This submission could not be read: {why} Nothing was graded. Hand in again.",
            why=clean(translate.message(result.refused), limit=500),
        )
    else:
        earned, points = f"{result.points or 0.0:g}", f"{result.max_score:g}"
        head = translate("{earned} of {points} points.", earned=earned, points=points)
    return "\n".join([head, *final_lines(result, translate), *_notes(result, translate)])


def _notes(result: Result, translate: Language) -> list[str]:
    return [clean(translate.message(note), limit=300) for note in result.all_notes]


def result_lines(
    result: Result, translate: Language = ENGLISH, exercise_id: str = ""
) -> Iterator[str]:
    """
    Yield a result as a page of text: exercises with their checks, and the words for what failed.

    Args:
        result: The result.
        translate: The student's language.
        exercise_id: If given, this exercise alone; otherwise those that were begun, and why the
            others were not looked at.
    """
    chosen = [each for each in result.exercises if exercise_id in ("", each.id)]
    left_out: dict[str, list[str]] = {}
    for exercise in chosen:
        outcomes = {check.outcome for check in exercise.checks}
        if not exercise_id and outcomes <= {Outcome.UNANSWERED}:
            for check in exercise.checks[:1]:
                why = " ".join(check_text(check, translate).splitlines())
                left_out.setdefault(why, []).append(exercise.id)
            continue
        names = clean(", ".join(exercise.names), limit=80)
        yield f"{exercise.id} {names}: {_points(exercise.score, exercise.points, translate)}"
        for check in exercise.checks:
            sentence = clean(translate(check.sentence) or check.name, limit=300)
            yield f"  {check.outcome:<13} {sentence}"
            words = check_text(check, translate)
            if words and words != sentence:
                yield from (f"{'':16}{line}" for line in words.splitlines())
    if result.refused:
        yield summary(result, translate)
        return
    for why, ids in left_out.items():
        yield translate("{exercises}: not looked at. {why}", exercises=", ".join(ids), why=why)
    if not exercise_id:
        yield _points(result.points, result.max_score, translate)
        yield from final_lines(result, translate)
    yield from _notes(result, translate)


def _points(score: float | None, points: float, translate: Language) -> str:
    """Return the points, or that they are open: a check was not judged."""
    if score is None:
        return translate("open")
    return translate("{earned} of {points} points.", earned=f"{score:g}", points=f"{points:g}")


def teacher_notes(result: Result) -> list[str]:
    """Return the notes on checks, for teachers only."""
    return [
        f"{check.name}: {check.outcome}: {clean(check.note, limit=1000)}"
        for check in result.checks
        if check.note
    ]
