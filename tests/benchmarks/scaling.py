"""
How grading grows with the class: ``python tests/benchmarks/scaling.py``.

Every submission is graded in a real box by ``grader autograde``, a program of its own.
What is measured comes from outside: when each result file appeared, the peak memory
of the client, of a judge and of its zygote, and the page faults of all, which tell how much
there is to do, however fast the machine happens to be. Ratios are taken inside one run, in
which the sizes of the class, or one job and two, take turns; medians of what was repeated.

    --unit toy|real          the two-function course of the tests, or the course itself
    --counts 10,100,1000     sizes of the class
    --repeats 3              how often each size is graded
    --jobs 2                 judges at once
    --pairs 5                instead: two jobs against one, interleaved, so many times
    --client 100000          instead: the client alone with judges that answer at once
"""

import argparse
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import numpy as np

from grader.results.records import Result
from grader.results.store import ResultStore

REPOSITORY = Path(__file__).parents[2]
UNITS = {"toy": REPOSITORY / "tests" / "toy", "real": REPOSITORY}


@dataclass
class Watch(threading.Thread):
    """Look at a program and all below it until it ends; note peak memory and page faults."""

    pid: int
    peaks: dict[str, float] = field(default_factory=dict)
    #: Page faults of all processes, dead ones included.
    faults: int = 0

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        """Sample twice a second: looking through page tables takes time itself."""
        while (client := _mib(self.pid, "status", "VmHWM")) is not None:
            self._note("client", client)
            for judge in _children(self.pid):
                self._note("judge", _mib(judge, "smaps_rollup", "Pss"))
                self._note(
                    "zygote", sum(_mib(p, "smaps_rollup", "Pss") or 0 for p in _below(judge))
                )
            faults = sum(map(_faults, [self.pid, *_below(self.pid)]))
            self.faults = max(self.faults, faults)
            time.sleep(0.5)

    def _note(self, kind: str, mib: float | None) -> None:
        self.peaks[kind] = max(self.peaks.get(kind, 0.0), mib or 0.0)


def _mib(pid: int, file: str, key: str) -> float | None:
    try:
        lines = Path(f"/proc/{pid}/{file}").read_text().splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{key}:")), None)


def _faults(pid: int) -> int:
    """Return the page faults of a process and of those of its children that are dead."""
    try:
        numbers = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return int(numbers[7]) + int(numbers[8])


def _children(pid: int) -> list[int]:
    try:
        return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _below(pid: int) -> list[int]:
    return [each for child in _children(pid) for each in (child, *_below(child))]


def make_class(unit: str, count: int, folder: Path) -> None:
    """Write *count* solved submissions, no two of them alike."""
    solutions = sorted((UNITS[unit] / "solutions").glob("*.py"))
    texts = {path.name: path.read_text() for path in solutions}
    for number in range(count):
        own = folder / f"student{number:06}"
        own.mkdir(parents=True)
        for name, text in texts.items():
            (own / name).write_text(f"# {number}\n{text}")


@dataclass(frozen=True)
class Run:
    """One run of autograde, as seen from outside."""

    wall_s: float
    #: When each result file was there, in seconds since the start, in order.
    seen_s: list[float]
    peaks: dict[str, float]
    faults: int
    store_mib: float

    @property
    def each_ms(self) -> float:
        """Milliseconds per submission once the judges are warm."""
        return 1000 * (self.seen_s[-1] - self.seen_s[0]) / max(len(self.seen_s) - 1, 1)

    @property
    def drift(self) -> float:
        """The pace of the last fifth over that of the first: 1 where time is linear."""
        fifth = len(self.seen_s) // 5
        if fifth < 2:
            return float("nan")
        first = self.seen_s[fifth] - self.seen_s[0]
        return (self.seen_s[-1] - self.seen_s[-1 - fifth]) / first


@dataclass
class Grown:
    """What was seen of one size of the class."""

    count: int
    runs: list[Run] = field(default_factory=list)
    again_s: float = 0.0

    @property
    def median(self) -> Run:
        """The run whose pace is in the middle."""
        return sorted(self.runs, key=lambda run: run.each_ms)[len(self.runs) // 2]


def autograde(unit: str, submissions: Path, to: Path, jobs: int, *, watched: bool = True) -> Run:
    """Grade a class and return what was seen; memory only if *watched*, which takes time too."""
    command = [sys.executable, "-m", "grader.cli", "autograde", str(submissions), "--to", str(to)]
    started, started_at = time.perf_counter(), time.time()
    program = subprocess.Popen(
        [*command, "--course", str(UNITS[unit]), "--jobs", str(jobs)], stdout=subprocess.DEVNULL
    )
    watch = Watch(program.pid)
    if watched:
        watch.start()
    code = program.wait()
    wall_s = time.perf_counter() - started
    if watched:
        watch.join(2)
    if code:
        raise SystemExit(f"autograde ended with {code}")
    stats = [path.stat() for path in to.glob("*.json")]
    seen_s = sorted(stat.st_mtime - started_at for stat in stats)
    blocks = sum(path.stat().st_blocks for path in to.rglob("*"))
    return Run(wall_s, seen_s, watch.peaks, watch.faults, blocks * 512 / (1 << 20))


def grow(unit: str, counts: list[int], jobs: int, repeats: int) -> list[Grown]:
    """Return, per size of the class, its runs and the seconds of one with nothing to do."""
    grown = [Grown(count) for count in counts]
    for _ in range(repeats):
        for size in grown:
            with tempfile.TemporaryDirectory() as name:
                folder = Path(name)
                make_class(unit, size.count, folder / "class")
                size.runs.append(autograde(unit, folder / "class", folder / "results", jobs))
                if not size.again_s:
                    size.again_s = again(unit, folder / "class", folder / "results", jobs)
    return grown


def nothing_changed(unit: str, count: int) -> float:
    """Return the seconds of a run over *count* equal submissions that have been graded already."""
    with tempfile.TemporaryDirectory() as name:
        submissions, results = Path(name, "class"), Path(name, "results")
        make_class(unit, 1, submissions)
        autograde(unit, submissions, results, jobs=1, watched=False)
        (first,) = submissions.iterdir()
        store = ResultStore(results)
        known = store.load(first.name)
        assert isinstance(known, Result)
        for number in range(1, count):
            student = f"student{number:06}"
            shutil.copytree(first, submissions / student)
            store.write(msgspec.structs.replace(known, student=student))
        return again(unit, submissions, results, jobs=1)


def again(unit: str, submissions: Path, to: Path, jobs: int) -> float:
    """Return the median seconds of a run that finds everything up to date."""
    taken = []
    for _ in range(5):
        begun_s = time.perf_counter()
        command = [sys.executable, "-m", "grader.cli", "autograde", submissions, "--to", to]
        options = ["--course", UNITS[unit], "--jobs", jobs]
        command = list(map(str, [*command, *options]))
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        taken.append(time.perf_counter() - begun_s)
        assert " 0 graded now" in said, said
    return statistics.median(taken)


def growth_table(grown: list[Grown]) -> Iterator[str]:
    """Yield a row per size of the class, and the straight line through them."""
    columns = (
        "submissions, s, ms each, over smallest, last/first fifth, client MiB, judge + zygote MiB, "
        "results MiB, again s, page faults for one more"
    )
    heads = columns.split(", ")
    yield _row(heads)
    yield _row(["---"] * len(heads))
    smallest_ms, before = 0.0, (0, 0)
    for size in grown:
        run = size.median
        smallest_ms = smallest_ms or run.each_ms
        judge = run.peaks.get("judge", 0.0) + run.peaks.get("zygote", 0.0)
        pace = [f"{run.each_ms:.1f}", f"{run.each_ms / smallest_ms:.2f}", f"{run.drift:.2f}"]
        sizes = [f"{run.peaks['client']:.0f}", f"{judge:.0f}", f"{run.store_mib:.1f}"]
        one_more = (run.faults - before[1]) / (size.count - before[0]) if before[0] else 0
        before = size.count, run.faults
        work = [f"{size.again_s:.1f}", f"{one_more:,.0f}" if one_more else "-"]
        yield _row([f"{size.count:,}", f"{run.wall_s:.1f}", *pace, *sizes, *work])
    if len(grown) > 2:
        start_s, each_ms, off = straight_line(grown)
        yield f"A run takes {start_s:.1f} s and {each_ms:.1f} ms a submission, within {off:.0%}."


def straight_line(grown: list[Grown]) -> tuple[float, float, float]:
    """
    Lay the line ``start + each * count`` through the times of whole runs.

    Returns:
        Its start in seconds, its slope in milliseconds a submission, and by how much a size is
        off at most, as a share of its time. That share is what the line is fitted by.
    """
    counts = np.array([size.count for size in grown], dtype=float)
    taken_s = np.array([size.median.wall_s for size in grown])
    each_s, start_s = np.polyfit(counts, taken_s, 1, w=1 / taken_s)
    off = np.abs((start_s + each_s * counts) / taken_s - 1)
    return float(start_s), 1000 * float(each_s), float(off.max())


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def compare_jobs(unit: str, count: int, pairs: int) -> Iterator[tuple[float, float]]:
    """Yield milliseconds a submission with one job and with two; the runs alternate."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_class(unit, count, folder / "class")
        for _ in range(pairs):
            each = []
            for jobs in (1, 2):
                run = autograde(unit, folder / "class", folder / "results", jobs, watched=False)
                each.append(run.each_ms)
                shutil.rmtree(folder / "results")
            yield each[0], each[1]


def pairs_table(pairs: Iterator[tuple[float, float]]) -> Iterator[str]:
    """Yield a line per pair and the median of their ratios."""
    ratios = []
    for one_ms, two_ms in pairs:
        ratios.append(one_ms / two_ms)
        yield f"one job {one_ms:.1f} ms, two {two_ms:.1f} ms a submission: {ratios[-1]:.2f}"
    yield f"median of {len(ratios)}: two jobs are {statistics.median(ratios):.2f} times one"


def client_alone(unit: str, count: int) -> Iterator[str]:
    """Yield what the client itself costs; no box is started, the judges answer PASSED at once."""
    from grader.box.strength import FULL, BoxRecord, torch_version
    from grader.course.manifest import find_course
    from grader.engine.grading import grade
    from grader.engine.snapshot import take_snapshot
    from grader.engine.worker import Judged, Ready, Task
    from grader.intake import read_submissions, wanted_of
    from grader.results.ledger import Ledger
    from grader.results.outcomes import Outcome
    from grader.results.records import Verdict
    from grader.results.tables import ScoreTable

    course = find_course(UNITS[unit])
    box = BoxRecord(FULL, {}, torch_version())
    checks = tuple(facts.check for facts in take_snapshot(course, "").checks.values())
    verdicts = tuple(Verdict(check.name, Outcome.PASSED) for check in checks)

    class AtOnce:
        ready = Ready(box, checks)

        def start(self):
            """Be ready at once."""

        def judge(self, tasks):
            for task in tasks:
                known = not isinstance(task, Task)
                yield task if known else Judged(task.number, verdicts, box, 0.1, 0.1)

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_class(unit, count, folder / "class")
        yield _row(["done", "s", "processor s", "client MiB"])
        yield _row(["---"] * 4)
        started, used = time.perf_counter(), time.process_time()
        store = ResultStore(folder / "results")
        entries = read_submissions(folder / "class", wanted=wanted_of(course))
        table = ScoreTable(folder / "results", course.unit)
        ledger = Ledger()
        for done, graded in enumerate(grade(course, entries, store, AtOnce()), start=1):
            table.put(ledger.counted(store.folder, graded.result))
            if done % max(count // 10, 1) == 0:
                peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
                times = [time.perf_counter() - started, time.process_time() - used]
                yield _row([f"{done:,}", *(f"{t:.1f}" for t in times), f"{peak:.0f}"])
        started = time.perf_counter()
        table.write()
        size_mib = (folder / "results" / "scores.csv").stat().st_size / (1 << 20)
        yield f"scores.csv: {size_mib:.1f} MiB, written in {time.perf_counter() - started:.1f} s"


def main() -> None:
    """Print the table that was asked for."""
    parser = argparse.ArgumentParser(description="How grading grows with the class.")
    parser.add_argument("--unit", choices=UNITS, default="toy")
    parser.add_argument("--counts", default="10,100,1000")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--pairs", type=int, default=0)
    parser.add_argument("--client", type=int, default=0)
    parser.add_argument("--repeats", type=int, default=3)
    asked = parser.parse_args()
    counts = [int(word) for word in asked.counts.split(",")]
    if asked.client:
        rows = client_alone(asked.unit, asked.client)
    elif asked.pairs:
        rows = pairs_table(compare_jobs(asked.unit, counts[-1], asked.pairs))
    else:
        rows = growth_table(grow(asked.unit, counts, asked.jobs, asked.repeats))
    for row in rows:
        print(row, flush=True)


if __name__ == "__main__":
    main()
