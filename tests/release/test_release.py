"""What is handed out: the student bundle, and packages for platforms that grade by themselves."""

import io
import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import jsonschema
import pytest
from helpers.clean_environment import bare, make_environment, open_folder, run
from helpers.courses import REPOSITORY, TESTS, TOY
from typer.testing import CliRunner

from grader.autograders.classroom50 import classroom50_result, release_body
from grader.autograders.gradescope import gradescope_results, lateness
from grader.autograders.release import release_classroom50, release_gradescope
from grader.cli import app
from grader.course.manifest import Course, find_course
from grader.errors import CourseError, GraderError, NoAssignment
from grader.messages.catalogues import CHOSEN
from grader.nbgrader.release.source_assignment import release_nbgrader
from grader.release.bundle import release_bundle, student_files
from grader.release.packing import zip_bytes
from grader.results.store import Result

SCHEMAS = TESTS / "schemas"
SOLUTION = (TOY / "solutions" / "shapes.py").read_text()
WRONG = SOLUTION.replace("return x * 2", "return x + 2")
BROKEN = "def double(x:\n"
# Modules that would run outside of the box if a checkout came onto Python's path.
AMBUSH = "from pathlib import Path\nPath({mark!r}).write_text(__name__)\n"
AMBUSHES = (
    "torch.py",
    "typer.py",
    "json.py",
    "sitecustomize.py",
    "conftest.py",
    "grader/__init__.py",
)
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


@pytest.fixture
def course(tmp_path) -> Course:
    """A copy of the toy course that a test may change."""
    shutil.copytree(TOY, tmp_path / "course", ignore=shutil.ignore_patterns("__pycache__"))
    return find_course(tmp_path / "course")


def names(archive: Path) -> set[str]:
    with zipfile.ZipFile(archive) as opened:
        return set(opened.namelist())


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

# The student bundle


def test_bundle_folder_and_zip_hold_what_students_need_and_nothing_else(course, tmp_path):
    """Stubs, visible tests and the manifest; no solution, no hidden test, nothing of tools."""
    for junk in ("__pycache__/shapes.pyc", ".DS_Store", "shapes.py.bak", "plots/a.png"):
        path = course.exercises / junk
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"\0")

    bundle = release_bundle(course, tmp_path / "out")

    wanted = {
        "exercises/shapes.py",
        "exercises/test_shapes.py",
        "exercises/unit.toml",
        "pytest.ini",
        "requirements.txt",
    }
    below = [p.relative_to(bundle.folder) for p in bundle.folder.rglob("*") if p.is_file()]
    assert {path.as_posix() for path in below} == wanted
    assert names(bundle.archive) == {f"toy/{name}" for name in wanted}


def test_bundle_has_the_same_bytes_every_time(course, tmp_path):
    """Times, order of the file system and permissions leave no trace."""
    first = release_bundle(course, tmp_path / "one").archive.read_bytes()
    (course.exercises / "shapes.py").touch()
    (course.exercises / "unit.toml").chmod(0o600)

    assert release_bundle(course, tmp_path / "two").archive.read_bytes() == first


def test_bundle_is_written_again_over_an_earlier_one(course, tmp_path):
    """A release after a change needs no cleaning up."""
    release_bundle(course, tmp_path / "out")
    page = course.exercises / "README.md"
    page.write_text("Read me.\n")

    bundle = release_bundle(course, tmp_path / "out")

    assert (bundle.folder / "exercises" / "README.md").read_text() == "Read me.\n"


def test_bundle_never_mixes_with_other_files(course, tmp_path):
    """A folder with somebody's own file is named, and nothing is written."""
    (tmp_path / "out" / "toy").mkdir(parents=True)
    (tmp_path / "out" / "toy" / "thesis.txt").write_text("mine")

    with pytest.raises(CourseError, match=r"holds thesis\.txt, which is no part of the release"):
        release_bundle(course, tmp_path / "out")

    assert [p.name for p in (tmp_path / "out").rglob("*")] == ["toy", "thesis.txt"]


def test_bundle_is_not_written_over_a_file(course, tmp_path):
    """The name of the unit may be taken."""
    (tmp_path / "toy").write_text("mine")

    with pytest.raises(CourseError, match="toy is a file, expected a folder"):
        release_bundle(course, tmp_path)


@pytest.mark.parametrize("file", ["exercises/notes.md", "exercises/deep/inside/data.csv"])
def test_bundle_that_gives_something_away_is_not_released(course, tmp_path, file):
    """Every file is searched, whatever its kind and wherever it lies."""
    hidden = (course.hidden / "test_shapes_hidden.py").read_text()
    path = course.root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(hidden)

    with pytest.raises(CourseError, match=f"^{file}:.*hidden test.*Nothing was released"):
        release_bundle(course, tmp_path / "out")

    assert not (tmp_path / "out").exists()


def test_bundle_of_a_stale_stub_is_not_released(course, tmp_path):
    """A stub in which the teacher tried the exercise would be a solution."""
    (course.exercises / "shapes.py").write_text(SOLUTION)

    with pytest.raises(CourseError, match=r'shapes\.py is stale. Run "grader sync"'):
        release_bundle(course, tmp_path / "out")


def test_bundle_follows_no_link(course, tmp_path):
    """A link could lead to the solutions."""
    (course.exercises / "extra.py").symlink_to(course.solutions / "shapes.py")

    with pytest.raises(CourseError, match=r"exercises/extra\.py is a symbolic link"):
        release_bundle(course, tmp_path / "out")


def test_bundle_into_a_place_without_rights_gets_one_line(course):
    """The line names the place."""
    with pytest.raises(CourseError, match=r"/proc/.*cannot be written"):
        release_bundle(course, Path("/proc/nowhere"))


def test_whole_course_can_be_released(tmp_path):
    """The unit of this repository gives nothing away in any file of its bundle."""
    files = student_files(find_course(REPOSITORY))

    assert "exercises/README.md" in files
    assert not [name for name in files if "solution" in name or "hidden" in name]


def test_notebooks_for_students_are_searched_too(course, tmp_path):
    """A visible test that quotes a hidden one stops the nbgrader release."""
    hidden = (course.hidden / "test_shapes_hidden.py").read_text()
    (course.exercises / "helpers.py").write_text(hidden)

    with pytest.raises(CourseError, match="Nothing was released"):
        release_nbgrader(course, tmp_path / "nb")


def test_release_without_options_writes_the_student_bundle(tmp_path, monkeypatch):
    """``grader release`` is the bundle; it says where both forms are."""
    monkeypatch.chdir(tmp_path)

    done = CliRunner().invoke(app, ["release", "--course", str(TOY)])

    assert done.exit_code == 0, done.output
    assert done.stdout == "Student bundle, 5 files: release/toy.zip and release/toy/\n"


def test_release_for_a_platform_says_that_it_holds_solutions(tmp_path):
    """Whoever uploads it has been told."""
    done = CliRunner().invoke(
        app,
        ["release", "--course", str(TOY), "--gradescope", str(tmp_path), "--classroom50",
         str(tmp_path / "c50")],
    )  # fmt: skip

    assert done.exit_code == 0, done.output
    assert "autograder.zip, with solutions: not for students." in done.stdout
    assert "what lies beside autograder.py is public there" in done.stdout
    assert not list(tmp_path.rglob("toy*"))


# Formats


@pytest.mark.parametrize("result", [MIXED, REFUSED], ids=["mixed", "refused"])
def test_gradescope_results_follow_its_schema(result):
    """Published names, types and words only."""
    valid(gradescope_results(result, {}), "gradescope-results.schema.json")


def test_gradescope_shows_messages_as_text_and_no_note():
    """A message is for students, shown letter by letter; the note of the teacher stays out."""
    data = gradescope_results(MIXED, {})

    assert "hidden input" not in json.dumps(data)
    assert data["stdout_visibility"] == "hidden"
    first, second = data["tests"]
    assert (first["status"], first["score"], first["output"]) == ("passed", 6.005, "")
    assert (second["status"], second["score"]) == ("failed", 0.0)
    assert (second["output_format"], second["visibility"]) == ("text", "visible")


def test_gradescope_keeps_lateness_in_extra_data():
    """Gradescope takes points off by its own rule; the moments are kept."""
    metadata = {
        "created_at": "2026-02-01T01:00:00.000000-00:00",
        "assignment": {"due_date": "2026-02-01T00:00:00.000000-00:00", "late_due_date": None},
    }

    extra = gradescope_results(MIXED, metadata)["extra_data"]

    assert extra["late_s"] == 3600
    assert extra["due_date"].startswith("2026-02-01T00:00:00")


@pytest.mark.parametrize("metadata", [{}, {"assignment": None, "created_at": 7}])
def test_gradescope_metadata_may_be_anything(metadata):
    """What is missing or odd is left out."""
    assert lateness(metadata) == {}


MOMENT = datetime(2026, 1, 30, 10, tzinfo=UTC)


@pytest.mark.parametrize("result", [MIXED, REFUSED], ids=["mixed", "refused"])
def test_classroom50_result_follows_its_schema(result):
    """Whole numbers, and no score above its maximum."""
    data = classroom50_result(result, CLASSROOM, MOMENT, MOMENT)

    valid(data, "classroom50-result.schema.json")
    assert 0 <= data["score"] <= data["max-score"]
    assert all(test["score"] <= test["max-score"] for test in data["tests"])
    assert data["review"] == CLASSROOM["COMMIT_URL"]


def test_classroom50_points_are_scaled_to_whole_numbers():
    """Two decimals survive, and the sum is the sum of what is shown."""
    data = classroom50_result(MIXED, CLASSROOM, MOMENT, MOMENT)

    assert [test["score"] for test in data["tests"]] == [600, 0]
    assert data["score"] == 600
    assert "hidden input" not in json.dumps(data)


def test_classroom50_page_shows_messages_letter_by_letter():
    """Every line of a message is indented, so that none of it is Markdown or HTML."""
    body = release_body(MIXED)

    assert "    double <b>adds</b> 2\n    # head" in body
    assert all(line.startswith("    ") for line in body.split("\n") if line)


def test_classroom50_names_the_variable_that_is_missing():
    """Outside of its runner nothing is known of the assignment."""
    with pytest.raises(NoAssignment, match="The variable CLASSROOM is not set"):
        classroom50_result(MIXED, {"COMMIT_URL": "x"}, MOMENT, MOMENT)


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


NOTED = replace(
    judged(check("WRONG", 0.0, 10.0, "double returned None, expected a Python float.")),
    notes=("Shapes.PY was read as shapes.py.",),
)


@pytest.mark.parametrize(
    ("result", "words"),
    [
        (NOTED, ["0 / 10 分。", "Shapes.PY 被当作 shapes.py 读取。", "应为 Python 的 float。"]),
        (judged(refused="ada.zip holds no submission"), ["无法读取这份提交：ada.zip 里没有提交"]),
    ],
    ids=["wrong", "refused"],
)  # fmt: skip
def test_students_on_a_platform_read_the_language_of_the_release(
    platform, course, tmp_path, monkeypatch, result, words
):
    """Whatever the machine speaks on which it is graded; without a choice, that language."""
    monkeypatch.setenv("LANGUAGE", "en")
    (course.root / CHOSEN).write_text("zh\n")
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


@pytest.mark.parametrize("command", ["gradescope", "classroom50"])
def test_a_check_that_is_not_judged_leaves_the_score_open(platform, tmp_path, command):
    """Our failure is an infrastructure error: no result, not even one that was brought along."""
    brought = tmp_path / "submission" / "result.json"
    brought.write_text('{"score": 1000}')
    unjudged = judged(check("NOT_JUDGED", 0.0, 10.0))

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
    assert json.loads((tmp_path / "submission" / "result.json").read_text())["score"] == 600


@pytest.mark.parametrize("schema", sorted(SCHEMAS.glob("*.json")), ids=lambda path: path.stem)
def test_schemas_refuse_what_the_formats_forbid(schema):
    """A schema that accepts everything proves nothing."""
    jsonschema.Draft202012Validator.check_schema(json.loads(schema.read_text()))

    with pytest.raises(jsonschema.ValidationError):
        valid({"tests": [], "extra": 1}, schema.name)


# Packages


def test_packages_have_the_same_bytes_every_time(tmp_path):
    """A package can be told from another by its digest."""
    course = find_course(TOY)

    one = release_gradescope(course, tmp_path / "one.zip").read_bytes()
    two = release_gradescope(course, tmp_path / "two.zip").read_bytes()

    assert one == two


def test_gradescope_package_has_its_scripts_at_the_top_executable(tmp_path):
    """Gradescope starts setup.sh and run_autograder by these names."""
    with zipfile.ZipFile(release_gradescope(find_course(TOY), tmp_path)) as archive:
        modes = {
            name: archive.getinfo(name).external_attr >> 16
            for name in ("setup.sh", "run_autograder", "course/hidden/test_shapes_hidden.py")
        }

    assert modes == {
        "setup.sh": 0o755,
        "run_autograder": 0o755,
        "course/hidden/test_shapes_hidden.py": 0o644,
    }


@pytest.mark.parametrize(("lang", "chosen"), [("zh", b"zh\n"), ("en", b"en\n"), (None, b"zh\n")])
def test_packages_carry_the_language_that_was_chosen(tmp_path, monkeypatch, lang, chosen):
    """By name, or else that of the environment; with the texts of the course's own checks."""
    monkeypatch.setenv("LANGUAGE", "zh_CN")
    course = find_course(REPOSITORY)

    _, kit = release_classroom50(course, tmp_path, lang)

    with zipfile.ZipFile(release_gradescope(course, tmp_path, lang)) as archive:
        assert archive.read(f"course/{CHOSEN}") == chosen
    with zipfile.ZipFile(kit) as archive:
        assert archive.read(f"course/{CHOSEN}") == chosen
    assert {
        "grader/messages/locale/zh/LC_MESSAGES/grader.mo",
        "course/hidden/locale/zh/LC_MESSAGES/hidden.mo",
        "course/exercises/_kit/locale/zh/LC_MESSAGES/unit.mo",
    } <= names(kit)


def test_packages_hold_the_data_beside_hidden_tests(tmp_path):
    """A hidden test that reads a file finds it on the platform too."""
    shutil.copytree(TOY, tmp_path / "toy")
    (tmp_path / "toy" / "hidden" / "data.csv").write_text("1,2\n")
    course = find_course(tmp_path / "toy")

    _, kit = release_classroom50(course, tmp_path)

    assert "course/hidden/data.csv" in names(release_gradescope(course, tmp_path))
    assert "course/hidden/data.csv" in names(kit)


def test_packages_in_a_language_that_is_not_there_are_not_made(tmp_path):
    """One line that names those there are."""
    with pytest.raises(GraderError, match=r"said in 'fr' here\. Use one of en, zh"):
        release_gradescope(find_course(TOY), tmp_path, "fr")

    assert list(tmp_path.iterdir()) == []


def test_classroom50_script_holds_nothing_secret(tmp_path):
    """What lies in the assignment's bundle is public; solutions are in the kit beside it."""
    script, kit = release_classroom50(find_course(TOY), tmp_path)

    assert "double" not in script.read_text()
    assert "course/solutions/shapes.py" in names(kit)


def test_zip_does_not_depend_on_the_order_of_files():
    """Sorted, whatever order they were found in."""
    assert zip_bytes({"b": b"1", "a": b"2"}) == zip_bytes({"a": b"2", "b": b"1"})


# For real, in clean environments


@pytest.fixture(scope="module")
def clean() -> Iterator[Path]:
    """A folder with a virtual environment that has the packages but not the grader."""
    with open_folder() as folder:
        python = make_environment(folder / "venv")
        absent = run([python, "-c", "import grader"], folder, bare(folder))
        assert "No module named 'grader'" in absent.stderr
        yield folder


@pytest.fixture(scope="module")
def autograder(clean) -> Path:
    """Gradescope's folder: the package unpacked, and set up by its own setup.sh."""
    archive = release_gradescope(find_course(TOY), clean)
    zipfile.ZipFile(archive).extractall(clean / "source")
    done = run(["bash", clean / "source" / "setup.sh"], clean, gradescope_environment(clean))
    assert done.returncode == 0, done.stderr
    assert "Box: " in done.stdout
    return clean


def gradescope_environment(root: Path, **more: object):
    return bare(root, AUTOGRADER_ROOT=root, TORCH_INDEX="", **more)


def grade_on_gradescope(root: Path, files: dict[str, str], **more: object):
    """Lay *files* out as a submission, run the autograder; return the run and its results."""
    shutil.rmtree(root / "submission", ignore_errors=True)
    for name, text in files.items():
        path = root / "submission" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    metadata = {
        "created_at": "2026-02-01T01:00:00Z",
        "assignment": {"due_date": "2026-02-01T00:00:00Z"},
    }
    (root / "submission_metadata.json").write_text(json.dumps(metadata))
    done = run(
        ["/bin/bash", root / "source" / "run_autograder"], root / "submission",
        gradescope_environment(root, **more),
    )  # fmt: skip
    results = root / "results" / "results.json"
    return done, json.loads(results.read_text()) if results.exists() else None


@pytest.mark.platforms
@pytest.mark.parametrize(
    ("text", "score", "statuses"),
    [
        (SOLUTION, 10.0, ["passed"] * 4),
        (WRONG, 4.0, ["failed", "failed", "passed", "passed"]),
        (BROKEN, 0.0, ["failed"] * 4),
    ],
    ids=["right", "wrong", "broken"],
)
def test_gradescope_package_grades_for_real(autograder, text, score, statuses):
    """Right, wrong and broken work gets its score, in the format Gradescope publishes."""
    done, results = grade_on_gradescope(autograder, {"shapes.py": text})

    assert done.returncode == 0, done.stderr
    valid(results, "gradescope-results.schema.json")
    assert results["score"] == score
    assert [test["status"] for test in results["tests"]] == statuses
    assert results["extra_data"]["late_s"] == 3600
    assert sum(test["max_score"] for test in results["tests"]) == 10


@pytest.mark.platforms
def test_gradescope_package_speaks_chinese_to_students(autograder):
    """The real course, whose own checks and mistakes have their texts in the package."""
    course, root = find_course(REPOSITORY), autograder / "chinese"
    zipfile.ZipFile(release_gradescope(course, root, "zh")).extractall(root / "source")
    (root / "venv").symlink_to(autograder / "venv")
    mistake = (REPOSITORY / "tests" / "corpus" / "mistakes" / "loss" / "l5_sum.py").read_text()
    loss = (course.solutions / "loss.py").read_text() + "\n\n" + mistake

    done, results = grade_on_gradescope(root, {"loss.py": loss}, LANG="C")

    assert done.returncode == 0, done.stderr
    valid(results, "gradescope-results.schema.json")
    failed = [t for t in results["tests"] if t["status"] == "failed" and "loss" in t["tags"]]
    assert failed
    for test in results["tests"]:
        sentence = test["name"].partition(": ")[2]
        assert re.search("[\u4e00-\u9fff]", sentence), test
        assert test["status"] == "passed" or re.search("[\u4e00-\u9fff]", test["output"]), test
    assert results["output"].endswith(" 分。")


@pytest.mark.platforms
def test_gradescope_package_goes_on_without_bubblewrap_and_says_so(autograder):
    """No user namespaces, no bwrap: the inner layers lock the submission in."""
    done, results = grade_on_gradescope(autograder, {"shapes.py": SOLUTION}, PATH="/nowhere")

    assert done.returncode == 0, done.stderr
    assert results["score"] == 10.0
    assert results["extra_data"]["box"] == "inner layers only"
    assert "Box: inner layers only." in done.stdout


@pytest.mark.platforms
def test_gradescope_package_fails_closed_where_nothing_locks_in(autograder):
    """Without any wall nothing is judged: no score, one line for the instructor."""
    sandbox = autograder / "source" / "grader" / "box" / "sandbox.py"
    whole = sandbox.read_text()
    sandbox.write_text(
        f"{whole}\n\ndef find_walls():\n    return Walls(False, False, 'no walls')\n"
    )
    try:
        done, results = grade_on_gradescope(autograder, {"shapes.py": SOLUTION})
    finally:
        sandbox.write_text(whole)

    assert done.returncode == 1
    assert results is None
    assert done.stderr.startswith("grader: infrastructure error: Submissions cannot be locked in")
    assert done.stderr.count("\n") == 1


@pytest.mark.platforms
def test_gradescope_package_runs_nothing_of_a_submission_unboxed(autograder, tmp_path):
    """Modules named like ours or Python's are data; a result brought along is none."""
    mark = autograder / "mark"
    files = dict.fromkeys(AMBUSHES, AMBUSH.format(mark=str(mark)))

    done, results = grade_on_gradescope(autograder, {"shapes.py": WRONG, **files})

    assert done.returncode == 0, done.stderr
    assert results["score"] == 4.0
    assert not mark.exists()


@pytest.fixture
def checkout(clean) -> Iterator[Path]:
    """A student's checkout on Classroom 50's runner, a git repository with one commit."""
    folder = clean / "checkout"
    folder.mkdir()
    yield folder
    shutil.rmtree(folder)


def grade_in_classroom(clean: Path, checkout: Path, kit: Path | None, **more: object):
    bundle = clean / "bundle"
    bundle.mkdir(exist_ok=True)
    script, made = release_classroom50(find_course(TOY), clean / "made")
    shutil.copy(script, bundle)
    variables = {**CLASSROOM, "TORCH_INDEX": "", "RUNNER_TEMP": clean, **more}
    if kit is not None:
        shutil.copy(made, kit)
        variables["GRADER_KIT"] = kit
    python = clean / "venv" / "bin" / "python"
    return run([python, bundle / "autograder.py"], checkout, bare(clean, **variables))


@pytest.mark.platforms
@pytest.mark.parametrize(
    ("text", "score"),
    [(SOLUTION, 1000), (WRONG, 400), (BROKEN, 0)],
    ids=["right", "wrong", "broken"],
)
def test_classroom50_package_grades_for_real(clean, checkout, text, score):
    """Exit 0 whatever the score, result.json by schema, the commit's time as the datetime."""
    (checkout / "shapes.py").write_text(text)
    (checkout / "result.json").write_text('{"score": 1000}')
    identity = ["-c", "user.name=ada", "-c", "user.email=ada@example.org"]
    moment = {"GIT_COMMITTER_DATE": "2026-01-30T11:00:00 +0100"}
    for command in (["init", "-q"], ["add", "."], [*identity, "commit", "-qm", "mine"]):
        run(["git", *command], checkout, bare(clean, **moment))

    done = grade_in_classroom(clean, checkout, clean / "kit.zip")

    assert done.returncode == 0, done.stderr
    data = json.loads((checkout / "result.json").read_text())
    valid(data, "classroom50-result.schema.json")
    assert (data["score"], data["max-score"]) == (score, 1000)
    assert data["datetime"] == "2026-01-30T10:00:00Z"
    assert f"{score / 100:g} of 10 points." in (checkout / "release-body.md").read_text()


@pytest.mark.platforms
def test_classroom50_package_runs_nothing_of_a_checkout_unboxed(clean, checkout):
    """Modules named like ours or Python's are data."""
    mark = clean / "mark"
    for name in AMBUSHES:
        (checkout / name).parent.mkdir(exist_ok=True)
        (checkout / name).write_text(AMBUSH.format(mark=str(mark)))
    (checkout / "shapes.py").write_text(WRONG)

    done = grade_in_classroom(clean, checkout, clean / "kit.zip", PYTHONPATH=checkout)

    assert done.returncode == 0, done.stderr
    assert json.loads((checkout / "result.json").read_text())["score"] == 400
    # Python itself reads sitecustomize.py from a PYTHONPATH that its caller has set.
    assert not mark.exists() or mark.read_text() == "sitecustomize"


@pytest.mark.platforms
def test_classroom50_package_without_its_kit_is_an_infrastructure_error(clean, checkout):
    """Exit 1 and no result: the runner makes an error of it, not a zero."""
    (checkout / "shapes.py").write_text(SOLUTION)

    done = grade_in_classroom(clean, checkout, None)

    assert done.returncode == 1
    assert "kit.zip is missing. Set GRADER_KIT to the kit" in done.stderr
    assert not (checkout / "result.json").exists()


@pytest.mark.platforms
def test_classroom50_package_says_when_its_packages_cannot_be_installed(clean, checkout):
    """An infrastructure error; the environment it made has a link, not a copy, for a Python."""
    (clean / "broken").mkdir()
    (clean / "broken" / "requirements.txt").write_text("no-such-package-anywhere\n")
    (clean / "runner").mkdir()
    more = {"GRADER_KIT": clean / "broken", "PIP_NO_INDEX": 1, "RUNNER_TEMP": clean / "runner"}

    done = grade_in_classroom(clean, checkout, None, **more)

    assert done.returncode == 1
    assert "The grader's packages cannot be installed" in done.stderr
    (python,) = (clean / "runner").glob("grader-*/venv/bin/python")
    # The box shows the interpreter of the system, and nothing of a copy.
    assert python.resolve() == (clean / "venv" / "bin" / "python").resolve()


@pytest.mark.platforms
def test_bundle_works_where_there_is_no_grader(clean, tmp_path):
    """Unpacked in a clean place: first nothing is started, with the answers all passes."""
    course = find_course(REPOSITORY)
    archive = release_bundle(course, tmp_path).archive
    zipfile.ZipFile(io.BytesIO(archive.read_bytes())).extractall(clean / "student")
    place = clean / "student" / course.unit.name
    command = [clean / "venv" / "bin" / "python", "-m", "pytest", "exercises", "-q"]

    fresh = run(command, place, bare(clean))
    hint = run(
        [clean / "venv" / "bin" / "python", "-m", "exercises"], place, bare(clean)
    )  # fmt: skip
    for module in course.unit.modules:
        shutil.copy(course.solutions / f"{module}.py", place / "exercises")
    solved = run(command, place, bare(clean))

    assert fresh.returncode == 1, fresh.stdout + fresh.stderr
    assert "not started" in fresh.stdout
    assert hint.returncode == 0, hint.stderr
    assert solved.returncode == 0, solved.stdout + solved.stderr
