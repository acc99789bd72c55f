"""Attacks on the judge and on what comes after it, each with a run in which its limit is lifted."""

import shutil
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from helpers.courses import REPOSITORY, TOY
from helpers.hostile_class import VARIANTS
from helpers.judged import task
from helpers.made_results import result

from grader.course.manifest import find_course
from grader.engine.local import Pool
from grader.engine.watch import cpu_time_s
from grader.engine.worker import Judged, WorkerConfig
from grader.judging.verdicts import STALLED
from grader.messages import catalogues, language
from grader.report.feedback import write_feedback
from grader.results.class_results import open_results
from grader.results.outcomes import Outcome
from grader.results.store import ResultStore

pytestmark = pytest.mark.usefixtures("walls")

#: Calls of one check, the seconds for the answers of a submission, and those of a call below them.
CALLS, BUDGET_S, CALL_S = 24, 3.0, 0.5
MANY_CALLS = f'''

@pytest.mark.check("T1", points=1)
def test_double_many(student, reference):
    """Many calls."""
    xs = [torch.full((2,), float(n)) for n in range({CALLS})]
    wanted = [reference.call("shapes.double", x) for x in xs]
    found = [student.call("shapes.double", x) for x in xs]

    for one, other in zip(found, wanted, strict=True):
        assert_matches(one, other)
'''
#: A hidden module is trusted, so it can lift every limit of the judge that it runs in.
LIFT = """
from grader.box.inside import policy as _policy, values as _values
from grader.engine import watch as _watch
from grader.judging.submission import budget as _budget

_values.MAX_STRING = _budget.ANSWER_BYTES = _policy.ERROR_TEXT = _policy.ERROR_NAME = 10**9
_policy.LINE_POINTS = _policy.FIGURE_POINTS = _policy.FIGURE_TEXT = 10**9
_watch.MEMORY_MIB = 10**4
"""
#: How a hidden test once looked for fractions; each attempt begins again at the next digit.
FRACTIONS, SLOW_FRACTIONS = r"(?<!\d)(\d{1,15})\s{0,9}/\s{0,9}(\d{1,15})", r"(\d+)\s*/\s*(\d+)"


def toy_course(root: Path, *, lifted: bool) -> Path:
    """Write the toy course with a check of many calls."""
    shutil.copytree(TOY, root)
    hidden = root / "hidden" / "test_shapes_hidden.py"
    hidden.write_text(hidden.read_text() + MANY_CALLS + LIFT * lifted)
    manifest = root / "exercises" / "unit.toml"
    budget = f"points = 10\nbudget_s = {BUDGET_S if not lifted else 600}\n"
    manifest.write_text(manifest.read_text().replace("points = 10\n", budget, 1))
    return root


def plots_course(root: Path, *, lifted: bool) -> Path:
    """Write the part of the real course that is about figures."""
    without = shutil.ignore_patterns("__pycache__", "locale", "test_[!p]*_hidden.py")
    shutil.copytree(REPOSITORY / "exercises", root / "exercises", ignore=without)
    shutil.copytree(REPOSITORY / "solutions", root / "solutions", ignore=without)
    shutil.copytree(REPOSITORY / "grader" / "hidden", root / "hidden", ignore=without)
    manifest = root / "exercises" / "unit.toml"
    head, *parts = manifest.read_text().split("[[exercise]]")
    kept = [part for part in parts if 'module = "plots"' in part]
    manifest.write_text("[[exercise]]".join([head.replace("points = 100\n", ""), *kept]))
    if lifted:
        hidden, facts = root / "hidden" / "test_plots_hidden.py", root / "hidden/figure_facts.py"
        hidden.write_text(hidden.read_text() + LIFT)
        assert FRACTIONS in facts.read_text()
        facts.write_text(facts.read_text().replace(FRACTIONS, SLOW_FRACTIONS))
    return root


@dataclass(frozen=True)
class Run:
    """What an attack got, and what it cost the judge itself."""

    judged: Judged
    cpu_s: float
    more_mib: float
    wall_s: float

    @property
    def notes(self) -> str:
        """What the teacher is told of its checks."""
        return " ".join(verdict.note for verdict in self.judged.verdicts)

    @property
    def messages(self) -> str:
        """What the student is told."""
        return " ".join(verdict.message.text for verdict in self.judged.verdicts)

    @property
    def outcomes(self) -> set[Outcome]:
        """Its outcomes."""
        return {verdict.outcome for verdict in self.judged.verdicts}


class Judges:
    """Judges of both courses, with their limits and without them."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._pools: dict[tuple[str, bool], Pool] = {}

    def run(self, course: str, files: Mapping[str, str | bytes], *, lifted: bool) -> Run:
        """Let the submission *files* be judged."""
        pool = self._pool(course, lifted)
        (slot,) = pool._slots
        pid = slot.process.pid
        Path(f"/proc/{pid}/clear_refs").write_text("5")
        before_s, before_mib, started_s = cpu_time_s(pid), _mib(pid, "VmRSS"), time.monotonic()
        (judged,) = pool.judge([task(1, files)])
        (slot,) = pool._slots
        assert slot.process.pid == pid, "the judge has ended"
        wall_s = time.monotonic() - started_s
        return Run(judged, cpu_time_s(pid) - before_s, _mib(pid, "VmHWM") - before_mib, wall_s)

    def _pool(self, course: str, lifted: bool) -> Pool:
        if (course, lifted) not in self._pools:
            make = {"toy": toy_course, "plots": plots_course}[course]
            root = make(self._root / f"{course}-{lifted}", lifted=lifted)
            pool = self._pools[course, lifted] = Pool(WorkerConfig(root), jobs=1)
            pool.prepare()
        return self._pools[course, lifted]

    def close(self) -> None:
        """End all judges."""
        for pool in self._pools.values():
            pool.__exit__()


def _mib(pid: int | None, what: str) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition(f"{what}:")[2].split()[0]) / 1024


@pytest.fixture(scope="module")
def judges(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Judges]:
    """The judges of this module, which start when they are needed."""
    found = Judges(tmp_path_factory.mktemp("judges"))
    yield found
    found.close()


def drawing(first: str, last: str) -> dict[str, str]:
    """Return a right answer to all about figures that does something *first* and *last*."""
    text = (REPOSITORY / "solutions" / "plots.py").read_text()
    end = '    axes.set_ylabel("x2")\n'
    assert text.count(end) == 1
    imports = "from __future__ import annotations\n"
    text = text.replace(imports, imports + first, 1).replace(end, end + last, 1)
    return {"plots.py": text}


def with_and_without_the_limit(
    judges: Judges, course: str, files: Mapping[str, str | bytes], why: str
) -> tuple[Run, Run]:
    """
    Judge *files* with the limit of the judge and without it.

    With it the child is ended for the reason *why*; without it the judge is busy with it.
    """
    kept, lifted = (judges.run(course, files, lifted=lifted) for lifted in (False, True))

    assert why in kept.notes
    assert kept.outcomes >= {Outcome.KILLED}
    assert lifted.cpu_s > 2 * kept.cpu_s + 0.5
    return kept, lifted


def test_a_forged_text_of_an_exception_is_not_searched(judges):
    """The search for what an exception means takes time by the square of its length."""
    files = VARIANTS["judge long exception"]()

    _, lifted = with_and_without_the_limit(
        judges, "toy", files, "an exception without a short type and text"
    )

    assert lifted.outcomes >= {Outcome.RAISED}


MANY_POINTS = drawing(
    "from inside.drivers import figures\n\nfigures.LINE_POINTS = figures.FIGURE_POINTS = 10**9\n",
    "    import numpy\n\n    axes.scatter(*numpy.zeros((2, 50_000)))\n",
)


def test_points_beyond_the_limit_of_the_box_are_not_compared(judges):
    """The box counts them where a submission can change how; all checks would pass."""
    kept, lifted = with_and_without_the_limit(
        judges, "plots", MANY_POINTS, "a figure with too many points"
    )

    assert lifted.outcomes == {Outcome.PASSED}
    assert lifted.more_mib > kept.more_mib + 150


def test_a_legal_label_of_many_digits_is_cut_in_the_box(judges):
    """Nothing in it is forged, so it may cost no points either."""
    long, short = (
        judges.run("plots", drawing("", f'    axes.set_ylabel("1" * {n})\n'), lifted=False)
        for n in (20_000, 20)
    )

    assert long.outcomes == short.outcomes == {Outcome.PASSED}
    assert long.cpu_s < short.cpu_s + 1.5


LONG_LABEL = drawing(
    "from inside.drivers import figures\n\nfigures._cut = str\n",
    '    axes.set_ylabel("1" * 12_000)\n',
)


def test_a_label_beyond_the_limit_of_the_box_is_not_searched(judges):
    """A pattern that begins again at each digit needs seconds for each such text."""
    _, lifted = with_and_without_the_limit(
        judges, "plots", LONG_LABEL, "a figure with too much text"
    )

    assert lifted.outcomes == {Outcome.PASSED}


def test_large_answers_do_not_fill_a_judge(judges):
    """Each of nearly 16 MiB is accepted, and all together would fill the machine."""
    files = VARIANTS["judge sixteen mebibytes"]()

    kept, lifted = (judges.run("toy", files, lifted=lifted) for lifted in (False, True))

    assert "were too many or too large" in kept.messages
    assert kept.more_mib < 320
    assert lifted.more_mib > kept.more_mib + 150


def test_calls_just_below_their_limit_end_with_the_budget(judges):
    """Each answers rightly and in time; words may cost the same again, and decide nothing."""
    right = (TOY / "solutions" / "shapes.py").read_text()
    sleeping = f"    import time\n\n    time.sleep({CALL_S})\n    return x * 2"
    files = {"shapes.py": right.replace("    return x * 2", sleeping)}

    kept, lifted = (judges.run("toy", files, lifted=lifted) for lifted in (False, True))

    assert f"all answers together took more than {BUDGET_S:g} s" in kept.messages
    assert kept.outcomes == {Outcome.PASSED, Outcome.TIMED_OUT}
    assert kept.wall_s < lifted.wall_s
    assert lifted.outcomes == {Outcome.PASSED}
    assert lifted.wall_s > CALL_S * CALLS


def test_a_forged_name_reaches_no_message(judges):
    """What is said to be missing is a name, and no text that a page would have to translate."""
    files = VARIANTS["judge missing"]()

    kept, lifted = (judges.run("toy", files, lifted=lifted) for lifted in (False, True))

    assert "missing is not a short text" in kept.notes
    assert "a a a" not in kept.messages
    assert "a a a" in lifted.messages


NESTING = "x is " * 400


def test_no_text_stops_the_pages_of_others(tmp_path, monkeypatch):
    """A text that is nested sentences of ours is cut, and every student gets a page in Chinese."""
    store = ResultStore(tmp_path / "results")
    for student, words in (("ada", ""), ("mallory", NESTING), ("zoe", "")):
        store.write(result(student, "WRONG", notes=[words] if words else []))

    def pages(to: Path) -> list[str]:
        write_feedback(find_course(TOY), open_results(store.folder), to, lang="zh")
        return sorted(path.stem for path in to.iterdir())

    assert pages(tmp_path / "kept") == ["ada", "mallory", "zoe"]

    monkeypatch.setattr(language, "_LONGEST_SENTENCE", 10**9)
    monkeypatch.setattr(catalogues, "_language", catalogues._language.__wrapped__)
    with pytest.raises(RecursionError):
        pages(tmp_path / "lifted")


@contextmanager
def spinning_judge(root: Path, monkeypatch: pytest.MonkeyPatch, cpu_s: float) -> Iterator[Pool]:
    """Start a judge whose comparison never ends for an answer of 666."""
    shutil.copytree(TOY, root)
    hidden = root / "hidden" / "test_shapes_hidden.py"
    where = "    x = torch.zeros(0)\n"
    spin = "    found = student.shapes.total(x)\n    while found == 666.0:\n        pass\n"
    hidden.write_text(hidden.read_text().replace(where, where + spin))
    monkeypatch.setattr("grader.engine.watch.STAGE_CPU_S", cpu_s)
    with Pool(WorkerConfig(root), jobs=1) as pool:
        pool.prepare()
        yield pool


def test_a_silent_judge_is_ended(tmp_path, monkeypatch):
    """Without the watch it would still be at the same comparison, and nobody would say so."""
    right = (TOY / "solutions" / "shapes.py").read_text()
    odd = right.replace("x.sum().item()", "x.sum().item() if x.numel() else 666.0")
    found: list[Judged] = []

    with spinning_judge(tmp_path / "kept", monkeypatch, 1.0) as pool:
        (kept,) = pool.judge([task(1, {"shapes.py": odd})])
    with spinning_judge(tmp_path / "lifted", monkeypatch, 10**9) as pool:
        work = pool.judge([task(1, {"shapes.py": odd})])
        waiting = threading.Thread(target=lambda: found.extend(work), daemon=True)
        waiting.start()
        waiting.join(6)
        is_silent = waiting.is_alive()
        (slot,) = pool._slots
        monkeypatch.setattr(pool, "_again", lambda _task, _slot: None)
        slot.process.kill()
        waiting.join(20)

    assert kept.verdicts[-1].note == STALLED
    assert {verdict.outcome for verdict in kept.verdicts[:-1]} == {Outcome.PASSED}
    assert is_silent
    assert found[0].verdicts == ()
