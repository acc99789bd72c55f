"""Grading: results are written as they come, and what is up to date is left alone."""

import subprocess
import sys
import time
from dataclasses import replace

from helpers.courses import TOY

from grader.engine.grading import UpToDate, grade
from grader.intake import Refusal, Submission
from grader.messages.message import Message
from grader.results.code import code_path, read_code
from grader.results.store import ResultStore

RIGHT = (TOY / "solutions" / "shapes.py").read_text()
SLOW = "import time\ntime.sleep(1)\n" + RIGHT


def entries():
    """Return a small class: right, wrong, and one that cannot be read."""
    return [
        Submission("alice", {"shapes.py": RIGHT.encode()}),
        Submission("bob", {"shapes.py": b"def double(x):\n    return x\n"}),
        Refusal("carl", Message.whole("carl.zip is corrupt.")),
    ]


def test_results_are_written_as_they_come_and_not_made_twice(tmp_path, toy, toy_pool):
    """What is up to date is left alone; a refusal is written down too."""
    store = ResultStore(tmp_path)
    first = list(grade(toy, entries(), store, toy_pool))
    stamps = {path.name: path.stat().st_mtime_ns for path in tmp_path.glob("*.json")}

    second = list(grade(toy, entries(), store, toy_pool))

    scores = {each.result.student: each.result.score for each in first}
    assert scores == {"alice": 10.0, "bob": 0.0, "carl": None}
    assert [each.result.refused.text for each in first if each.result.refused] == [
        "carl.zip is corrupt."
    ]
    assert {each.result.student for each in second} == set(scores)
    assert [each.fresh for each in second] == [False] * 3
    assert sorted(stamps) == ["alice.json", "bob.json", "carl.json"]
    for name, stamp in stamps.items():
        assert (tmp_path / name).stat().st_mtime_ns == stamp


def test_a_changed_submission_is_judged_again(tmp_path, toy, toy_pool):
    """Only the one that changed."""
    store = ResultStore(tmp_path)
    list(grade(toy, entries(), store, toy_pool))
    changed = [entries()[0], Submission("bob", {"shapes.py": RIGHT.encode()})]

    again = list(grade(toy, changed, store, toy_pool))

    assert {each.result.student: (each.result.score, each.fresh) for each in again} == {
        "alice": (10.0, False),
        "bob": (10.0, True),
    }


def test_the_code_that_was_judged_is_kept_and_comes_back_if_it_is_lost(tmp_path, toy, toy_pool):
    """Feedback shows it; a result whose code is gone is read again, and not judged again."""
    store = ResultStore(tmp_path)
    bob = replace(entries()[1], entry="as it was")
    list(grade(toy, [bob], store, toy_pool))
    kept = UpToDate(toy, store).entry("bob")
    code_path(tmp_path, "bob").unlink()

    lost = UpToDate(toy, store).entry("bob")
    (again,) = grade(toy, [bob], store, toy_pool)

    assert (kept, lost, again.fresh) == ("as it was", "", False)
    assert read_code(tmp_path, again.result.header).of("shapes", ()).startswith("def double")


def test_a_grader_killed_in_the_middle_gives_the_same_scores_when_run_again(tmp_path):
    """What was written is kept, what was in flight is judged again, nothing differs."""
    submissions = tmp_path / "submissions"
    for number in range(6):
        folder = submissions / f"student{number}"
        folder.mkdir(parents=True)
        text = SLOW if number % 2 else "def total(x):\n    return float(x.sum())\n"
        (folder / "shapes.py").write_text(text)

    def command(to):
        return [
            sys.executable, "-m", "grader.cli", "autograde", str(submissions),
            "--to", str(tmp_path / to), "--course", str(TOY), "--jobs", "1",
        ]  # fmt: skip

    killed = subprocess.Popen(command("killed"), stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 300
    while len(list((tmp_path / "killed").glob("*.json"))) < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    killed.kill()
    killed.wait()
    partial = len(list((tmp_path / "killed").glob("*.json")))
    again = subprocess.run(command("killed"), capture_output=True, text=True, check=False)
    whole = subprocess.run(command("whole"), capture_output=True, text=True, check=False)

    assert 2 <= partial < 6
    assert (again.returncode, whole.returncode) == (0, 0)
    assert "up to date" in again.stdout
    for path in sorted((tmp_path / "whole").glob("*.json")):
        assert path.read_bytes() == (tmp_path / "killed" / path.name).read_bytes()
    assert (tmp_path / "whole/scores.csv").read_bytes() == (
        tmp_path / "killed/scores.csv"
    ).read_bytes()
