"""Grade and regrade the toy course with judges that follow a script."""

import csv
from pathlib import Path

from grader.box.strength import FULL, BoxRecord, torch_version
from grader.course.manifest import find_course
from grader.engine.grading import Graded, grade
from grader.engine.regrade import Regrade
from grader.engine.snapshot import take_snapshot
from grader.engine.worker import Judged, Ready, Task
from grader.intake import Submission
from grader.results.outcomes import Outcome
from grader.results.records import Verdict
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
BOX = BoxRecord(FULL, {"seccomp": True}, torch_version())


def edit(root: Path, file: str, old: str, new: str) -> None:
    """Replace one text in a file of a course."""
    path = root / file
    text = path.read_text()
    assert text.count(old) >= 1, (file, old)
    path.write_text(text.replace(old, new, 1))


def two_modules(root: Path) -> None:
    """Give T2 a module of its own."""
    text = (root / "solutions" / "shapes.py").read_text()
    start = text.index("def total")
    (root / "solutions" / "sums.py").write_text("from torch import Tensor\n\n\n" + text[start:])
    edit(root, "exercises/unit.toml", 'id = "T2"\nmodule = "shapes"', 'id = "T2"\nmodule = "sums"')
    hidden = root / HIDDEN
    hidden.write_text(hidden.read_text().replace("shapes.total", "sums.total"))


class Scripted:
    """Judges that follow a script, note what they were asked, and answer for nothing else."""

    def __init__(self, root: Path, outcomes: dict[str, str] | None = None) -> None:
        self.root, self.outcomes, self.asked = root, outcomes or {}, []
        self.ready: Ready | None = None

    def start(self):
        """Be ready at once."""

    def judge(self, tasks):
        """Answer each task as the script says; PASSED where it says nothing."""
        facts = take_snapshot(find_course(self.root), "").checks.values()
        for given in tasks:
            if not isinstance(given, Task):
                yield given
                continue
            self.ready = Ready(BOX, tuple(each.check for each in facts))
            names = [
                check.name
                for check in self.ready.checks
                if not given.exercises or check.exercise in given.exercises
            ]
            if names:  # Else it is asked for the checks of the course alone.
                self.asked.append((given.student, names))
            verdicts = [Verdict(name, Outcome(self.outcomes.get(name, "PASSED"))) for name in names]
            yield Judged(given.number, tuple(verdicts), BOX, 0.1, 0.1)


def work_of(name: str, **files: str) -> Submission:
    """Return a submission of ``shapes.py`` and perhaps other *files*."""
    texts = {"shapes": RIGHT} | files
    return Submission(name, {f"{stem}.py": text.encode() for stem, text in texts.items()})


def run(root: Path, folder: Path, entries, outcomes=None, *, regrade=False):
    """Grade by a script; return what was asked and what was graded by student."""
    judges = Scripted(root, outcomes)
    changes = Regrade(folder) if regrade else None
    done: list[Graded] = list(
        grade(find_course(root), entries, ResultStore(folder), judges, regrade=changes)
    )
    if changes is not None:
        changes.finish()
    return judges.asked, {graded.result.student: graded for graded in done}


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
