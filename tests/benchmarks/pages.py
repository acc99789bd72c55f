"""
What pictures cost while grading, and how long the pages of a large class take.

    python tests/benchmarks/pages.py [STUDENTS]

1. The reference and three mistaken submissions are judged with and without figures in turn,
   by one warm judge, four times each; the ratio of the medians is printed.
2. A class (by default 5,000) is put together from real results, exercise by exercise, and its
   report and the feedback of 200 of them are written.
3. A class of 1,000 submissions is put together from the known mistakes and alternatives, five
   of them renamed copies, and searched for pairs; the rank of the copies is printed.

Use an idle machine; every figure but the ratio depends on it.
"""

import random
import re
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import msgspec
from helpers.courses import REPOSITORY
from helpers.judged import task

from grader.check.corpus import CorpusEntry, patched_solutions, read_corpus
from grader.course.checks import read_checks
from grader.course.manifest import find_course
from grader.engine.local import Pool
from grader.engine.worker import WorkerConfig
from grader.intake import Submission
from grader.report.class_page import write_report
from grader.report.feedback import write_feedback
from grader.report.similarity import ClassFingerprints
from grader.results.class_results import open_results
from grader.results.records import Digests, Header, Result, UnitId, complete
from grader.results.store import ResultStore

COURSE = find_course(REPOSITORY)
#: How often each is judged after warming up.
TURNS = 4
MISTAKES = {("E05", "no clearing"), ("E06", "abs"), ("E18", "nesterov")}
CORPUS = read_corpus(COURSE)


def main(students: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as root:
        pool = figures()
        pages(Path(root), pool, students)
    similar(1000)


def figures() -> list[Result]:
    """Judge with and without figures in turn; return the results."""
    chosen = [e for e in CORPUS if not e.right and (e.exercise, e.name) in MISTAKES]
    files = [patched_solutions(COURSE), *(patched_solutions(COURSE, entry) for entry in chosen)]
    spent: dict[bool, list[float]] = {False: [], True: []}
    header = Header("", UnitId(COURSE.unit.name, COURSE.unit.version), Digests("", {}, ""))
    found = []
    with Pool(WorkerConfig(REPOSITORY), jobs=1) as pool:
        for turn in range(1 + TURNS):
            for asked in (False, True):
                for number, each in enumerate(files):
                    (judged,) = pool.judge([replace(task(number, each), figures=asked)])
                    if turn:  # the first of each is warming up
                        spent[asked].append(judged.wall_s)
                    else:
                        verdicts = judged.verdicts
                        found.append(
                            complete(header, COURSE.unit, pool.checks, verdicts, judged.box)
                        )
    without, with_them = (statistics.median(spent[asked]) for asked in (False, True))
    print(
        f"judging: {1000 * without:.0f} ms, with figures {1000 * with_them:.0f} ms, "
        f"ratio {with_them / without:.2f}"
    )
    return found


def pages(root: Path, pool: list[Result], students: int) -> None:
    """Put a class together, exercise by exercise, and write its pages."""
    chance = random.Random(1)
    folder = root / "results"
    store = ResultStore(folder)
    checks = read_checks(COURSE)
    for number in range(students):
        header = msgspec.structs.replace(pool[0].header, student=f"student{number:05}")
        choices = zip(*(each.exercises for each in pool), strict=True)
        chosen = [chance.choice(options) for options in choices]
        verdicts = [check.verdict for exercise in chosen for check in exercise.checks]
        store.write(complete(header, COURSE.unit, checks, verdicts, pool[0].box))
    started = time.perf_counter()
    write_report(open_results(folder, COURSE.unit), COURSE.unit, root / "report.html")
    size_kib = (root / "report.html").stat().st_size / 1024
    print(
        f"report of {students}: {time.perf_counter() - started:.1f} s, "
        f"{time.process_time():.0f} s of processor time so far, {size_kib:.0f} KiB"
    )
    few = open_results(folder, COURSE.unit)
    few.paths = few.paths[:200]
    started = time.perf_counter()
    write_feedback(COURSE, few, root / "pages")
    spent_ms = 1000 * (time.perf_counter() - started) / 200
    print(f"feedback: {spent_ms:.0f} ms a page")


def similar(students: int) -> None:
    """Search a class with five renamed copies for pairs."""
    chance = random.Random(3)
    by_exercise: dict[str, list[CorpusEntry]] = {}
    for entry in CORPUS:
        by_exercise.setdefault(entry.exercise, []).append(entry)
    handed = []
    for _ in range(students):
        chosen = [chance.choice(each) for each in by_exercise.values() if chance.random() < 0.6]
        handed.append(patched_solutions(COURSE, *chosen))
    for copy in range(5):
        handed[7 * copy + 1] = {
            name: re.sub(rb"(?<![.\w])(loss|grad|out|total|value)(?![\w(])", rb"my_\1", data)
            for name, data in handed[7 * copy].items()
        }
    started = time.perf_counter()
    found = ClassFingerprints(COURSE)
    for number, files in enumerate(handed):
        found.add(Submission(f"{number:04}", files))
    pairs = [(pair.one, pair.other) for pair in found.pairs()]
    spent_s = time.perf_counter() - started
    copies = [(f"{7 * copy:04}", f"{7 * copy + 1:04}") for copy in range(5)]
    ranks = [pairs.index(each) + 1 if each in pairs else None for each in copies]
    print(f"similar: {students} in {spent_s:.0f} s, {len(pairs)} pairs, copies at ranks {ranks}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000)
