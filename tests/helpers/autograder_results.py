"""Results as the autograders' formats get them, and the schemas of those formats."""

import json
from collections.abc import Sequence

import jsonschema

from grader.course.checks import Check
from grader.results.records import Result, Verdict
from helpers import made_results
from helpers.courses import TESTS

Judged = tuple[Check, Verdict]

SCHEMAS = TESTS / "schemas"
CLASSROOM = {
    "CLASSROOM": "ml-2026",
    "ASSIGNMENT": "toy",
    "SUBMISSION_TAG": "submit/2026-01-30T10-00-00Z-a1b2c3d",
    "USERNAME": "ada",
    "OWNER": "ada",
    "ASSIGNMENT_TYPE": "individual",
    "COMMIT_URL": "https://example.org/ada/toy/commit/a1b2c3d",
    "RELEASE_URL": "https://example.org/ada/toy/releases/tag/submit",
    "REVIEW_URL": "",
}


def valid(data: object, schema: str) -> None:
    jsonschema.validate(data, json.loads((SCHEMAS / schema).read_text()))


def check(outcome: str, points: float, message: str = "", name: str = "") -> Judged:
    """Return a check of the toy course and its verdict, with a note for the teacher."""
    name = name or f"test_double_{outcome.lower()}"
    return made_results.check("T1", name, outcome, points, message, "hidden input tensor([7.])")


def judged(*checks: Judged, refused: str = "", notes: Sequence[str] = ()) -> Result:
    """Return a result of these checks, or a refusal."""
    return made_results.result("ada", checks=checks, refused=refused, notes=notes)


MIXED = judged(check("PASSED", 6.005), check("WRONG", 3.995, "double <b>adds</b> 2\n# head"))
REFUSED = judged(refused="ada.zip is corrupt.")
