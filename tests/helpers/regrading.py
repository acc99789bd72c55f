"""Grade and regrade the toy course with judges that follow a script."""

import csv
from importlib.metadata import version
from pathlib import Path

from grader.course.manifest import find_course
from grader.engine.grading import grade
from grader.engine.regrade import Regrade
from grader.engine.snapshot import take_snapshot
from grader.engine.worker import Judged
from grader.intake import Submission
from grader.results.store import ResultStore

from .courses import TOY

HIDDEN = "hidden/test_shapes_hidden.py"
RIGHT = (TOY / "solutions" / "shapes.py").read_text()
DOUBLE, INTEGERS, TOTAL, NOTHING = (
    "test_double_doubles",
    "test_double_keeps_integers",
    "test_total_adds_up",
    "test_total_of_nothing_is_zero",
)
BOX = {"strength": "full", "torch": version("torch")}


def edit(root: Path, file: str, old: str, new: str) -> None:
    """Replace one text in a file of a course."""
    path = root / file
    text = path.read_text()
    assert text.count(old) >= 1, (file, old)
    path.write_text(text.replace(old, new, 1))


class Scripted:
    """Judges that follow a script, note what they were asked, and answer for nothing else."""

    def __init__(self, root: Path, outcomes: dict[str, str] | None = None) -> None:
        self.root, self.outcomes, self.asked = root, outcomes or {}, []

    def start(self):
        """Be ready at once."""

    def judge(self, tasks):
        """Answer each task as the script says; PASSED where it says nothing."""
        course = find_course(self.root)
        facts = take_snapshot(course, "").checks
        for given in tasks:
            if not hasattr(given, "files"):
                yield given
                continue
            names = given.checks or tuple(facts)
            self.asked.append((given.student, names))
            yield Judged(given.number, tuple(self.check(facts, n) for n in names), BOX, 0.1, 0.1)

    def check(self, facts, name):
        """Return one check as a worker sends it."""
        outcome = self.outcomes.get(name, "PASSED")
        points = facts[name].check.points
        return {
            "exercise": facts[name].check.exercise,
            "name": name,
            "sentence": name,
            "outcome": outcome,
            "points": points,
            "earned": points if outcome == "PASSED" else 0.0,
            "message": "",
            "note": "",
        }


def work_of(name: str, **files: str) -> Submission:
    """Return a submission of ``shapes.py`` and perhaps other *files*."""
    texts = {"shapes": RIGHT} | files
    return Submission(name, {f"{stem}.py": text.encode() for stem, text in texts.items()})


def run(root: Path, folder: Path, entries, outcomes=None, *, regrade=False):
    """Grade by a script; return what was asked and the results by student."""
    judges = Scripted(root, outcomes)
    changes = Regrade(folder) if regrade else None
    done = list(grade(find_course(root), entries, ResultStore(folder), judges, regrade=changes))
    if changes is not None:
        changes.finish()
    return judges.asked, {result.student: (result, fresh) for result, fresh in done}


def rows_of(folder: Path) -> list[list[str]]:
    """Return the rows of regrade.csv without its header."""
    with (folder / "regrade.csv").open(newline="") as file:
        header, *rows = csv.reader(file)
    assert header == ["student", "exercise", "old", "new", "why"]
    return rows


def asked_after(root, tmp_path, *edits, outcomes=None):
    """Grade alice, edit the course, grade her again; return the checks that ran then."""
    run(root, tmp_path / "results", [work_of("alice")], outcomes)
    for file, old, new in edits:
        edit(root, file, old, new)
    asked, _ = run(root, tmp_path / "results", [work_of("alice")], outcomes, regrade=True)
    return [name for _, names in asked for name in names]
