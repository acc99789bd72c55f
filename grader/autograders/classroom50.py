"""A result as Classroom 50's ``result.json``, schema ``classroom50/result/v1``."""

import subprocess
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from grader.errors import NoAssignment
from grader.messages.message import ENGLISH, Language
from grader.results.outcomes import Outcome
from grader.results.store import Result

from .texts import check_text, check_title, summary

SCHEMA = "classroom50/result/v1"
# Its scores are whole numbers; two decimals of a point survive.
SCALE = 100
_TIME = "%Y-%m-%dT%H:%M:%SZ"


def classroom50_result(
    result: Result,
    environment: Mapping[str, str],
    handed_in: datetime,
    now: datetime,
    say: Language = ENGLISH,
) -> dict[str, Any]:
    """
    Return the result as Classroom 50 collects it: a test a check, points times 100.

    Args:
        result: Judged, or refused: then it has no tests and a score of 0.
        environment: The variables that Classroom 50's runner sets.
        handed_in: The moment of the graded commit.
        now: The moment of grading.
        say: The students' language.

    Raises:
        NoAssignment: If a variable is missing.
    """
    tests = list(_tests(result, say))
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
        "tests": tests,
    }


def _tests(result: Result, say: Language) -> Iterator[dict[str, Any]]:
    for exercise in result.exercises:
        for check in exercise["checks"]:
            yield {
                "test-name": check_title(exercise, check, say),
                "passed": check["outcome"] == Outcome.PASSED,
                "score": round(SCALE * check["earned"]),
                "max-score": round(SCALE * check["points"]),
                "outcome": check["outcome"],
                "output": check_text(check, say),
            }


def release_body(result: Result, say: Language = ENGLISH) -> str:
    """Return the page of the release: the score, and what failed, shown letter by letter."""
    lines = [_verbatim(summary(result, say)), ""]
    for exercise in result.exercises:
        for check in exercise["checks"]:
            if check["outcome"] != Outcome.PASSED:
                lines += [
                    _verbatim(check_title(exercise, check, say)),
                    _verbatim(check_text(check, say)),
                    "",
                ]
    return "\n".join(lines)


def _verbatim(text: str) -> str:
    """Indent *text*: a message could hold Markdown or HTML."""
    return "\n".join(f"    {line}" for line in text.split("\n"))


def _variable(environment: Mapping[str, str], name: str) -> str:
    value = environment.get(name, "")
    if not value:
        raise NoAssignment(
            f"The variable {name} is not set, expected what Classroom 50's runner sets. Run "
            "autograder.py there."
        )
    return value


def commit_time(checkout: Path) -> datetime | None:
    """Return the committer date of the checked-out commit, None where git knows none."""
    command = ["git", "-c", "log.showSignature=false", "-c", "core.fsmonitor=false"]
    command += ["-c", f"safe.directory={checkout}", "log", "-1", "--format=%ct"]
    try:
        done = subprocess.run(command, cwd=checkout, capture_output=True, text=True, timeout=30)
        return datetime.fromtimestamp(int(done.stdout), UTC)
    except (OSError, ValueError, OverflowError, subprocess.TimeoutExpired):
        return None
