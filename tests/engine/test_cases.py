"""A class of forty: whole submissions, filed under the verdict they must get."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import tomllib
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from helpers.courses import REPOSITORY, TESTS
from helpers.processes import below, zygotes_of

from grader.results.outcomes import Outcome
from grader.results.store import read_result

VICTIM = "zz victim"
CASES = sorted(path.parent for path in (TESTS / "corpus" / "cases").glob("*/*/case.toml"))


def read_case(folder: Path) -> tuple[dict[str, bytes], dict[str, object]]:
    """
    Return the files of a case and what must become of it.

    ``under`` names where modules come from that the case does not bring
    (solutions, stubs or nothing); ``<module>.patch.py`` is appended to one.
    """
    case = tomllib.loads((folder / "case.toml").read_text(encoding="utf-8"))
    roots = {"solutions": REPOSITORY / "solutions", "stubs": REPOSITORY / "exercises"}
    files = {}
    if case["under"] in roots:
        modules = sorted((REPOSITORY / "solutions").glob("*.py"))
        files = {path.name: (roots[case["under"]] / path.name).read_bytes() for path in modules}
    for path in sorted(folder.glob("*.py")):
        if path.name.endswith(".patch.py"):
            name = path.name.replace(".patch", "")
            files[name] += b"\n\n" + path.read_bytes()
        else:
            files[path.name] = path.read_bytes()
    return files, case


def lay_out_class(folder: Path) -> None:
    """Write a class of 39: every case, the samples and half-done work."""
    for case in CASES:
        files, _ = read_case(case)
        write(folder / f"case {case.parent.name} {case.name}", files)
    for sample in sorted((REPOSITORY / "tests" / "samples").iterdir()):
        shutil.copytree(sample, folder / sample.name)
    solutions = {path.name: path.read_bytes() for path in (REPOSITORY / "solutions").glob("*.py")}
    while len(list(folder.iterdir())) < 39:
        number = len(list(folder.iterdir()))
        half = dict(sorted(solutions.items())[number % 5 : number % 5 + 1 + number % 3])
        if number % 2:
            write(folder / f"half{number}", half)
        else:
            with zipfile.ZipFile(folder / f"half{number}.zip", "w") as archive:
                for name, data in half.items():
                    archive.writestr(f"homework/{name}", data)


def lay_out_victim(folder: Path) -> None:
    """Add the one that we break: right, and slow enough to be broken at work."""
    slow = b"import time\ntime.sleep(8)\n"
    modules = sorted((REPOSITORY / "solutions").glob("*.py"))
    write(folder / VICTIM, {path.name: slow + path.read_bytes() for path in modules})


def write(folder: Path, files: dict[str, bytes]) -> None:
    folder.mkdir(parents=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)


def break_the_box(grader: "subprocess.Popen[str]") -> None:
    """Once a submission is at work for five seconds, kill every zygote that the grader starts."""
    seen: Counter[int] = Counter()
    while grader.poll() is None and max(seen.values(), default=0) < 10:
        seen.update(child for pid in zygotes_of(grader.pid) for child in below(pid)[1:])
        time.sleep(0.5)
    while grader.poll() is None:
        for pid in zygotes_of(grader.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.5)


@pytest.fixture(scope="module")
def graded(tmp_path_factory, walls):
    """The class, graded by the real command: exit code, what it said, results of the last run."""
    folder = tmp_path_factory.mktemp("class")
    lay_out_class(folder / "submissions")
    words = ["autograde", folder / "submissions", "--to", folder / "results", "--jobs", "2"]
    command = [sys.executable, "-m", "grader.cli", *map(str, words)]
    first = subprocess.run(command, stdout=subprocess.DEVNULL, cwd=REPOSITORY, timeout=900)
    assert first.returncode == 3  # Some cases bring files that nobody reads.
    # The victim alone is at work while we break the box, however fast the machine is.
    lay_out_victim(folder / "submissions")
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=REPOSITORY) as grader:
        breaker = threading.Thread(target=break_the_box, args=(grader,))
        breaker.start()
        said, _ = grader.communicate(timeout=900)
        breaker.join()
    results = {path.stem: read_result(path) for path in (folder / "results").glob("*.json")}
    return grader.returncode, said, results


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: f"{folder.parent.name}-{folder.name}")
def test_case_gets_its_verdict(folder, graded):
    """Points and outcomes are those that the case was filed under; the rest keeps every point."""
    _, case = read_case(folder)
    result = graded[2][f"case {folder.parent.name} {folder.name}"]

    unexpected = [
        f"{check.name}: {check.outcome} {check.message} {check.note}"
        for exercise in result.exercises
        for check in exercise.checks
        if check.outcome
        not in case.get("outcomes", {}).get(exercise.id, [case.get("otherwise", "PASSED")])
    ]

    assert unexpected == []
    assert result.score == pytest.approx(case["points"])
    assert folder.parent.name in result.outcomes
    assert all(check.message for check in result.checks if check.outcome is not Outcome.PASSED)


def test_a_class_of_forty_is_graded_with_every_outcome_shown(graded):
    """The denominator is the same for all; what we broke ourselves is open and nothing else is."""
    code, said, results = graded

    assert code == 3
    assert len(results) == 40
    assert {len(result.checks) for result in results.values()} == {len(results["ada"].checks)}
    for outcome in Outcome:
        assert f" {outcome}" in said
    assert [name for name, result in results.items() if result.is_open] == [VICTIM]
    assert "40 submissions: 1 graded now, 39 up to date, 0 refused" in said
    assert f"{VICTIM}: open" in said


def test_the_samples_have_the_scores_that_the_readme_shows(graded):
    """One is all right, the others are where students are."""
    scores = {name: graded[2][name].score for name in ("ada", "ben", "cleo", "dora", "emil")}

    assert scores["ada"] == 100
    assert all(0 <= score < 60 for name, score in scores.items() if name != "ada")


def test_every_outcome_of_a_submission_has_a_case():
    """NOT_JUDGED is the kit's own: the class above has it."""
    filed = {folder.parent.name for folder in CASES}

    assert filed == {str(outcome) for outcome in Outcome} - {"NOT_JUDGED"}
