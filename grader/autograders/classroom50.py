"""Classroom 50's ``result.json`` of a result, in the schema ``classroom50/result/v1``."""

import subprocess
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from grader.course.manifest import DECIMALS
from grader.errors import NoAssignment
from grader.messages.language import ENGLISH, Language
from grader.results.ledger import Ledger
from grader.results.outcomes import Outcome
from grader.results.records import ExerciseResult, Result
from grader.terms.course_terms import POINTS, WORDS, Terms
from grader.terms.hand_ins import HandIn

from .texts import check_text, check_title, summary

SCHEMA = "classroom50/result/v1"
# Scores there are whole numbers.
SCALE = 10**DECIMALS
_TIME = "%Y-%m-%dT%H:%M:%SZ"


def classroom50_result(
    result: Result,
    environment: Mapping[str, str],
    handed_in: datetime,
    now: datetime,
    translate: Language = ENGLISH,
    shown: str = WORDS,
) -> dict[str, Any]:
    """
    Return the result as Classroom 50 collects it: one test per check, points times 100.

    Args:
        result: The result; one of a refused submission has no tests and a score of 0.
        environment: The variables that Classroom 50's runner sets.
        handed_in: The time of the graded commit.
        now: The time of grading.
        translate: The students' language.
        shown: What is shown of it, as in the terms of the course.

    Raises:
        NoAssignment: If a variable is missing.
    """
    tests = list(_tests(result, translate, shown))
    commit = _variable(environment, "COMMIT_URL")
    return {
        "schema": SCHEMA,
        "classroom": _variable(environment, "CLASSROOM"),
        "assignment": _variable(environment, "ASSIGNMENT"),
        "assignment_type": environment.get("ASSIGNMENT_TYPE") or "individual",
        "owner": environment.get("OWNER") or _variable(environment, "USERNAME"),
        "submission": _variable(environment, "SUBMISSION_TAG"),
        "commit": commit,
        "release": _variable(environment, "RELEASE_URL"),
        "review": environment.get("REVIEW_URL") or commit,
        "datetime": handed_in.astimezone(UTC).strftime(_TIME),
        "graded_at": now.astimezone(UTC).strftime(_TIME),
        "score": sum(test["score"] for test in tests),
        "max-score": sum(test["max-score"] for test in tests) or round(SCALE * result.max_score),
        "tests": [] if shown == POINTS else tests,
    }


def _tests(result: Result, translate: Language, shown: str) -> Iterator[dict[str, Any]]:
    for exercise in result.exercises:
        worth = _whole_numbers(exercise)
        for check in exercise.checks:
            passed = check.outcome == Outcome.PASSED
            yield {
                "test-name": check_title(exercise, check, translate),
                "passed": passed,
                "score": worth[check.name] if passed else 0,
                "max-score": worth[check.name],
                "outcome": check.outcome,
                "output": check_text(check, translate, shown),
            }


def counted(result: Result, terms: Terms) -> Result:
    """
    Return *result* with what the terms of the course say of it.

    Classroom 50 hands over no time of arrival, and that of a commit is the word of the student's
    own computer. So nothing is taken off here, and where lateness costs points the page says so.
    """
    return Ledger(terms=terms).lay_over(result, HandIn())


def _whole_numbers(exercise: ExerciseResult) -> dict[str, int]:
    """
    Return what each check is worth as a whole number.

    Those of the passed checks sum to the points of the exercise that were earned, and all of
    them to its points: three thirds of a point are 33, 33 and 34 hundredths.
    """
    earned = [check for check in exercise.checks if check.outcome == Outcome.PASSED]
    others = [check for check in exercise.checks if check.outcome != Outcome.PASSED]
    worth: dict[str, int] = {}
    sum_so_far, start = 0.0, 0
    for checks, points in ((earned, exercise.graded or 0.0), (others, exercise.points)):
        most = round(SCALE * points)
        for check in checks:
            sum_so_far += check.points
            end = most if check is checks[-1] else min(round(SCALE * sum_so_far), most)
            worth[check.name], start = end - start, end
    return worth


def release_body(result: Result, translate: Language = ENGLISH, shown: str = WORDS) -> str:
    """Return the text of the release page: the score and, if *shown*, every failed check."""
    lines = [_verbatim(summary(result, translate)), ""]
    for exercise in result.exercises if shown != POINTS else ():
        for check in exercise.checks:
            if check.outcome != Outcome.PASSED:
                lines += [
                    _verbatim(check_title(exercise, check, translate)),
                    _verbatim(check_text(check, translate, shown)),
                    "",
                ]
    return "\n".join(lines)


def _verbatim(text: str) -> str:
    """Return *text* as a code block: a message could hold Markdown or HTML."""
    return "\n".join(f"    {line}" for line in text.split("\n"))


def _variable(environment: Mapping[str, str], name: str) -> str:
    value = environment.get(name, "")
    if not value:
        raise NoAssignment(
            f"The environment variable {name} is not set. Run autograder.py on Classroom 50's "
            "runner, which sets it."
        )
    return value


def commit_time(checkout: Path) -> datetime | None:
    """Return the committer date of the checked-out commit, or None if git has none."""
    command = ["git", "-c", "log.showSignature=false", "-c", "core.fsmonitor=false"]
    command += ["-c", f"safe.directory={checkout}", "log", "-1", "--format=%ct"]
    try:
        done = subprocess.run(command, cwd=checkout, capture_output=True, text=True, timeout=30)
        return datetime.fromtimestamp(int(done.stdout), UTC)
    except (OSError, ValueError, OverflowError, subprocess.TimeoutExpired):
        return None
