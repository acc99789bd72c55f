"""
Grade thousands of submissions in one run and look for anything that grows or gets lost.

    python tests/benchmarks/soak.py [SUBMISSIONS] [JOBS] [KILLS]

By default 5,000 submissions of the toy unit by two judges. Every tenth is one of the
attacks in tests/corpus/attacks; the others are right, half-done, wrong and untouched work. Memory,
descriptors, processes and files of the engine, its judges and their zygotes are printed at
the start (once every judge has been warm for a while), in the middle and at the end. In the second
half 40 processes at work are killed from outside: a child, a zygote and a judge in turn. No result
may be lost, and equal work must have equal outcomes.
"""

import os
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from helpers.attacks import ATTACKS, LIMIT_S, MANY, RIGHT
from helpers.control.targets import Targets
from helpers.courses import TOY
from helpers.processes import children, commands

from grader.course.manifest import find_course
from grader.engine.grading import grade
from grader.engine.local import Pool
from grader.engine.worker import WorkerConfig
from grader.intake import Submission
from grader.results.store import ResultStore

WARM = 300
BODIES = ("return x * 2", "return x + 2", "raise NotImplementedError", "return x.double() * 2")


def submissions(count: int, targets: Targets) -> Iterator[Submission]:
    """Yield the class; every tenth is an attack, a different one each time."""
    for number in range(count):
        if number % 10 == 9:
            attack = ATTACKS[number // 10 % len(ATTACKS)]
            files = attack.files(targets, MANY)
        else:
            body = BODIES[number % len(BODIES)]
            text = f"# {number}\ndef double(x):\n    {body}\n{RIGHT['total']}"
            files = {"shapes.py": text.encode()}
        yield Submission(f"student{number:05}", files)


def look(pid: int) -> dict[str, int]:
    """Return resident memory (KiB), descriptors, threads and children of a process."""
    status = Path(f"/proc/{pid}/status").read_text()
    return {
        "memory_kib": int(status.partition("VmRSS:")[2].split()[0]),
        "descriptors": len(os.listdir(f"/proc/{pid}/fd")),
        "threads": len(os.listdir(f"/proc/{pid}/task")),
        "children": len(children(pid)),
    }


def files_below(folder: Path) -> int:
    """Count everything below *folder*."""
    return sum(len(names) + len(folders) for _, folders, names in os.walk(folder))


def take_stock(pool: Pool, results: Path) -> dict[str, dict[str, int]]:
    """Return what the engine, every judge and every zygote hold now."""
    found = {"engine": look(os.getpid()) | {"files": files_below(results)}}
    for number, slot in enumerate(sorted(pool._slots, key=lambda slot: slot.process.pid or 0)):
        judge = slot.process.pid or 0
        found[f"judge {number}"] = look(judge)
        for wall in children(judge):
            if "bwrap" not in commands(wall):
                continue
            for zygote in _innermost(wall):
                stock = look(zygote)
                stock["files"] = files_below(Path(f"/proc/{zygote}/root/tmp"))
                # Of its children the ones at work come and go; those that nobody reaps stay.
                stock["unreaped"] = sum(_is_dead(child) for child in children(zygote))
                found[f"zygote {number}"] = stock
    return found


def _innermost(wall: int) -> list[int]:
    """Return the zygote below bubblewrap, which puts a small first process between."""
    below = children(wall)
    return [pid for child in below for pid in (children(child) or [child])][:1]


def kill_one(pool: Pool, number: int) -> str:
    """
    Kill a process of the pool that is at work and return its kind: in turn child, zygote, judge.

    Children live for milliseconds, so one is waited for; where none came, "".
    """
    kind = ("child", "zygote", "judge")[number % 3]
    deadline_s = time.monotonic() + 5
    while time.monotonic() < deadline_s:
        judges = [slot.process.pid for slot in pool._slots if slot.tasks and slot.warm]
        walls = [wall for judge in judges for wall in children(judge)]
        zygotes = [pid for wall in walls if "bwrap" in commands(wall) for pid in _innermost(wall)]
        at_work = {"judge": judges, "zygote": zygotes}.get(kind)
        if at_work is None:
            at_work = [child for zygote in zygotes for child in children(zygote)]
        for pid in at_work[number // 3 % 2 :] or at_work:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
            return kind
    return ""


def _is_dead(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return False


def show(when: str, stock: dict[str, dict[str, int]]) -> None:
    """Print one line a process."""
    for name, found in stock.items():
        words = ", ".join(f"{key} {value:,}" for key, value in found.items())
        print(f"{when:>8}  {name:9} {words}", flush=True)


def main() -> None:
    """Run the soak and say what was lost."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    jobs = int(sys.argv[2]) if len(sys.argv) > 2 else 2
    kills = int(sys.argv[3]) if len(sys.argv) > 3 else 40
    targets = Targets()
    outcomes: Counter[str] = Counter()
    honest: dict[int, Counter[tuple[str, ...]]] = {}
    killed: Counter[str] = Counter()
    done: set[str] = set()
    kill_at = {count // 2 + 1 + n * (count // 2) // (kills + 1): n for n in range(kills)}
    moments = {min(WARM, count // 4): "start", count // 2: "middle"}
    try:
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(TOY, f"{folder}/toy")
            manifest = Path(folder) / "toy" / "exercises" / "unit.toml"
            text = manifest.read_text()
            manifest.write_text(text.replace("limit_s = 2", f"limit_s = {LIMIT_S}"))
            course = find_course(Path(folder) / "toy")
            store = ResultStore(Path(folder) / "results")
            started = time.monotonic()
            with Pool(WorkerConfig(course.root), jobs) as pool:
                for graded in grade(course, submissions(count, targets), store, pool):
                    outcomes.update(map(str, graded.result.outcomes.elements()))
                    done.add(graded.result.student)
                    number = int(graded.result.student.removeprefix("student"))
                    if number % 10 != 9:
                        same = honest.setdefault(number % len(BODIES), Counter())
                        checks = (c for e in graded.result.exercises for c in e.checks)
                        same[tuple(str(check.outcome) for check in checks)] += 1
                    if len(done) in kill_at:
                        killed[kill_one(pool, kill_at[len(done)])] += 1
                    if len(done) in moments:
                        show(moments[len(done)], take_stock(pool, store.folder))
                show("end", take_stock(pool, store.folder))
            seconds = time.monotonic() - started
            written = len(list(store.folder.glob("*.json")))
        touched = sorted(targets.received())
        touched += ["a file"] * targets.spoiled() + ["a process"] * targets.marker_ended()
        touched += [a.name for a in ATTACKS if targets.planted(a.name)]
        print(f"{count:,} submissions, {count // 10:,} hostile, {seconds:.0f} s")
        print("outcomes: " + ", ".join(f"{n:,} {name}" for name, n in sorted(outcomes.items())))
        odd = sum(sum(same.values()) - max(same.values()) for same in honest.values())
        print("killed: " + ", ".join(f"{n} {kind or 'none'}" for kind, n in killed.items()))
        print(f"honest results that differ from those of equal work: {odd}")
        print(f"results written: {written:,}; lost: {count - len(done)}; "
              f"NOT_JUDGED: {outcomes['NOT_JUDGED']}; "
              f"something outside was touched: {', '.join(touched) or 'no'}")  # fmt: skip
    finally:
        targets.close()
    if len(done) != count or written != count or outcomes["NOT_JUDGED"] or odd or touched:
        sys.exit(1)


if __name__ == "__main__":
    main()
