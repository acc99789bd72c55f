"""The packages unpacked and run in a clean environment, as the platforms do."""

import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.autograder_results import CLASSROOM, valid
from helpers.clean_environment import bare, clean_folder, run
from helpers.courses import REPOSITORY, TOY

from grader.autograders.packages import release_classroom50, release_gradescope
from grader.check.corpus import patched_solutions, read_corpus
from grader.course.manifest import find_course

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


@pytest.fixture(scope="module")
def clean() -> Iterator[Path]:
    """A folder with a virtual environment that has the packages but not the grader."""
    with clean_folder() as folder:
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


def test_gradescope_package_speaks_chinese_to_students(autograder):
    """The real course, whose own checks and mistakes have their texts in the package."""
    course, root = find_course(REPOSITORY), autograder / "chinese"
    zipfile.ZipFile(release_gradescope(course, root, "zh")).extractall(root / "source")
    (root / "venv").symlink_to(autograder / "venv")
    mistake = next(e for e in read_corpus(course) if (e.exercise, e.name) == ("E12", "sum"))
    loss = patched_solutions(course, mistake)["loss.py"].decode()

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


def test_gradescope_package_goes_on_without_bubblewrap_and_says_so(autograder):
    """No user namespaces, no bwrap: the inner layers lock the submission in."""
    done, results = grade_on_gradescope(autograder, {"shapes.py": SOLUTION}, PATH="/nowhere")

    assert done.returncode == 0, done.stderr
    assert results["score"] == 10.0
    assert results["extra_data"]["box"] == "inner layers only"
    assert "Box: inner layers only." in done.stdout


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


def test_classroom50_package_without_its_kit_is_an_infrastructure_error(clean, checkout):
    """Exit 1 and no result: the runner makes an error of it, not a zero."""
    (checkout / "shapes.py").write_text(SOLUTION)

    done = grade_in_classroom(clean, checkout, None)

    assert done.returncode == 1
    assert "kit.zip is missing. Set GRADER_KIT to the kit" in done.stderr
    assert not (checkout / "result.json").exists()


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
