"""Results as the autograders' formats get them, and the schemas of those formats."""

import json

import jsonschema

from grader.results.store import Result
from helpers.courses import TESTS

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


def check(outcome: str, earned: float, points: float, message: str = "") -> dict:
    return {
        "name": "test_double_doubles",
        "sentence": "Every element is doubled.",
        "outcome": outcome,
        "points": points,
        "earned": earned,
        "message": message,
        "note": "hidden input tensor([7.])",
    }


def judged(*checks: dict, **other) -> Result:
    is_open = any(each["outcome"] == "NOT_JUDGED" for each in checks)
    exercise = {
        "id": "T1",
        "module": "shapes",
        "names": ["double"],
        "title": "Twice everything",
        "points": sum(each["points"] for each in checks),
        "score": None if is_open else sum(each["earned"] for each in checks),
        "checks": list(checks),
    }
    fields = {"unit": {"name": "toy", "version": "1.0"}, "digests": {}, "box": {}}
    exercises = [exercise] if checks else []
    return Result("ada", exercises=exercises, max_score=10.0, **fields | other)


MIXED = judged(
    check("PASSED", 6.005, 6.005), check("WRONG", 0.0, 3.995, "double <b>adds</b> 2\n# head")
)
REFUSED = judged(refused="ada.zip is corrupt.")
