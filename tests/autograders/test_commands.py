"""The commands that run on a platform: what they write, print and refuse."""

import json
import shutil

import jsonschema
import pytest
from helpers.autograder_results import CLASSROOM, MIXED, SCHEMAS, check, judged, valid
from helpers.courses import TOY
from typer.testing import CliRunner

from grader.cli import app
from grader.course.manifest import Course, find_course
from grader.messages.catalogues import PACKED_LANGUAGE
from grader.results.store import Result


@pytest.fixture
def course(tmp_path) -> Course:
    """A copy of the toy course that a test may change."""
    shutil.copytree(TOY, tmp_path / "course", ignore=shutil.ignore_patterns("__pycache__"))
    return find_course(tmp_path / "course")


@pytest.fixture
def platform(tmp_path, monkeypatch):
    """Call one of the platforms' commands with a result that is made already."""
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "course").symlink_to(TOY)
    (tmp_path / "submission").mkdir()
    for name, value in CLASSROOM.items():
        monkeypatch.setenv(name, value)

    def call(command: str, result: Result):
        monkeypatch.setattr("grader.autograders.judge_folder.judge_folder", lambda *_: result)
        places = [str(tmp_path)]
        if command == "classroom50":
            course = tmp_path / "source" / "course"
            places = [str(tmp_path / "submission"), "--course", str(course)]
        return CliRunner().invoke(app, [command, *places])

    return call


def test_only_what_instructors_read_holds_the_notes(platform):
    """Gradescope hides what is printed; the log of a student's own repository is open."""
    hidden, open_log = platform("gradescope", MIXED), platform("classroom50", MIXED)

    assert (hidden.exit_code, open_log.exit_code) == (0, 0), hidden.output + open_log.output
    assert "hidden input" in hidden.stdout
    assert "hidden input" not in open_log.output


NOTED = judged(
    check("WRONG", 10.0, "double returned None, expected a Python float."),
    notes=("Shapes.PY was read as shapes.py.",),
)


@pytest.mark.parametrize(
    ("result", "words"),
    [
        (NOTED, ["0 / 10 分。", "Shapes.PY 被当作 shapes.py 读取。", "应为 Python 的 float。"]),
        (
            judged(refused="ada.zip holds NUL bytes, which Python refuses"),
            ["无法读取这份提交：ada.zip 含有 NUL 字节，Python 无法读取"],
        ),
    ],
    ids=["wrong", "refused"],
)  # fmt: skip
def test_students_on_a_platform_read_the_language_of_the_release(
    platform, course, tmp_path, monkeypatch, result, words
):
    """Whatever the machine speaks on which it is graded; without a choice, that language."""
    monkeypatch.setenv("LANGUAGE", "en")
    (course.root / PACKED_LANGUAGE).write_text("zh\n")
    (tmp_path / "source" / "course").unlink()
    (tmp_path / "source" / "course").symlink_to(course.root)

    for command in ("gradescope", "classroom50"):
        done = platform(command, result)
        assert done.exit_code == 0, done.output

    gradescope = json.loads((tmp_path / "results" / "results.json").read_text())
    classroom50 = json.loads((tmp_path / "submission" / "result.json").read_text())
    body = (tmp_path / "submission" / "release-body.md").read_text(encoding="utf-8")
    shown = [gradescope["output"], *(test["output"] for test in gradescope["tests"])]
    valid(gradescope, "gradescope-results.schema.json")
    valid(classroom50, "classroom50-result.schema.json")
    assert all(word in "\n".join(shown) and word in body for word in words)
    assert [t["output"] for t in classroom50["tests"]] == [t["output"] for t in gradescope["tests"]]


def test_terms_in_the_package_count_on_gradescope_and_are_told_on_both(platform, course, tmp_path):
    """An hour late by Gradescope's clock; on Classroom 50 nobody knows."""
    (course.root / PACKED_LANGUAGE).write_text("zh\n")
    (course.exercises / "terms.toml").write_text(
        'due = "2026-01-31 23:59"\ntimezone = "Europe/Berlin"\nlate = "10%/day"\n'
    )
    (tmp_path / "source" / "course").unlink()
    (tmp_path / "source" / "course").symlink_to(course.root)
    times = {"created_at": "2026-02-01T00:59:00+01:00", "assignment": {}}
    (tmp_path / "submission_metadata.json").write_text(json.dumps(times))

    for command in ("gradescope", "classroom50"):
        done = platform(command, MIXED)
        assert done.exit_code == 0, done.output

    gradescope = json.loads((tmp_path / "results" / "results.json").read_text())
    body = (tmp_path / "submission" / "release-body.md").read_text(encoding="utf-8")
    assert gradescope["score"] == 2.6
    assert gradescope["output"].split("\n") == [
        "2.6 / 10 分。",
        "原得 3.6 分，迟交扣 1 分，计 2.6 分。",
    ]
    assert body.split("\n")[:2] == ["    3.6 / 10 分。", "    提交时间未知，因此未扣迟交分。"]


@pytest.mark.parametrize("command", ["gradescope", "classroom50"])
def test_a_check_that_is_not_judged_leaves_the_score_open(platform, tmp_path, command):
    """Our failure is an infrastructure error: no result, not even one that was brought along."""
    brought = tmp_path / "submission" / "result.json"
    brought.write_text('{"score": 1000}')
    unjudged = judged(check("NOT_JUDGED", 10.0))

    done = platform(command, unjudged)

    assert done.exit_code == 1
    assert "infrastructure error: The submission could not be judged" in done.stderr
    assert not (tmp_path / "results" / "results.json").exists()
    assert command == "gradescope" or not brought.exists()


def test_a_folder_in_the_place_of_the_result_is_removed(platform, tmp_path):
    """A checkout may hold anything under that name."""
    (tmp_path / "submission" / "result.json" / "deep").mkdir(parents=True)

    done = platform("classroom50", MIXED)

    assert done.exit_code == 0, done.output
    assert json.loads((tmp_path / "submission" / "result.json").read_text())["score"] == 360


@pytest.mark.parametrize("schema", sorted(SCHEMAS.glob("*.json")), ids=lambda path: path.stem)
def test_schemas_refuse_what_the_formats_forbid(schema):
    """A schema that accepts everything proves nothing."""
    jsonschema.Draft202012Validator.check_schema(json.loads(schema.read_text()))

    with pytest.raises(jsonschema.ValidationError):
        valid({"tests": [], "extra": 1}, schema.name)
