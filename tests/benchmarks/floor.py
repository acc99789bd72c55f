"""
What judging costs beside the student's own arithmetic.

    python tests/benchmarks/floor.py [SUBMISSIONS]

The floor is the same calls that the hidden tests make, on the reference, in
one warm process without box and pytest; only the calls are timed. Against it
stands one judge (``--jobs 1``) over a class of 200: every module is the
reference, an odd right answer or a known mistake, drawn with a fixed seed.
Floor and judge take turns in five rounds; medians of the rounds. Last comes what a check
costs on the trusted side when it fails, diagnosis and visible examples included, against
one that passes, both on answers that nobody has given before.
"""

import gc
import multiprocessing
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from grader.box.sandbox import find_walls
from grader.box.zygote import Zygote
from grader.check.corpus import patched_solutions, read_corpus
from grader.course.manifest import Course, find_course
from grader.diagnosis.explain import Diagnosis
from grader.engine.worker import preload
from grader.intake.submission import Submission
from grader.judging.judge import Judge
from grader.judging.session import run_session
from grader.judging.verdict_cache import VerdictCache
from grader.testing.failures import Question

REPOSITORY = Path(__file__).parents[2]
ROUNDS, REPEATS = 5, 5
ODD, WRONG = 0.5, 0.15


@dataclass(frozen=True)
class Costs:
    """
    What was measured, in seconds a submission.

    Attributes:
        floor_s: The calls alone.
        judged_s: A submission of the mixed class, judged.
        own_s: The processor time of its own code in the box.
        reference_s: The reference, judged.
        over: The mixed class over the floor, median of the rounds.
        reference_over: The reference over the floor, likewise.
        start_s: From nothing to a judge that is warm, once a run.
        failing_over: A failing check over a passing one.
    """

    floor_s: float
    judged_s: float
    own_s: float
    reference_s: float
    over: float
    reference_over: float
    start_s: float
    failing_over: float


def main(count: int) -> None:
    """Judge *count* submissions in rounds and print what each cost and what the floor is."""
    costs = measure(count)
    print("| a submission, one judge | ms | times the floor |\n|---|---|---|")
    print(f"| the calls alone on the reference (floor) | {1e3 * costs.floor_s:.0f} | 1 |")
    print(f"| a mixed class, judged | {1e3 * costs.judged_s:.0f} | {costs.over:.2f} |")
    print(f"| its own arithmetic in the box | {1e3 * costs.own_s:.0f} | |")
    print(f"| the reference, judged | {1e3 * costs.reference_s:.0f} | {costs.reference_over:.2f} |")
    print(f"\nA judge starts once a run: {costs.start_s:.1f} s.")
    print(f"A failing check costs {costs.failing_over:.1f} times a passing one.")


def measure(count: int) -> Costs:
    """Judge *count* submissions of a mixed class in rounds, the floor in between."""
    course = find_course(REPOSITORY)
    zygote = Zygote(find_walls(), preload(course))
    zygote.launch()
    begun_s = time.perf_counter()
    found: list[Costs] = []

    def body(judge: Judge) -> None:
        zygote.wait_until_warm()
        judge.prove_reference()
        gc.freeze()  # as a worker does
        zygote.settle()
        start_s = time.perf_counter() - begun_s
        # Several checks look at the answers to one question; it is asked once.
        asked = {(q.text, q.blob): q for q in (planned.question for planned in judge.plan)}
        with Floor(judge.reference.files, [*asked.values()]) as floor:
            rounds = list(take_turns(judge, floor, students(course, count)))
        judged_s, own_s, reference_s, floor_s = map(statistics.median, zip(*rounds, strict=True))
        found.append(
            Costs(
                floor_s,
                judged_s,
                own_s,
                reference_s,
                over=statistics.median(judged / floor for judged, _, _, floor in rounds),
                reference_over=statistics.median(right / floor for _, _, right, floor in rounds),
                start_s=start_s,
                failing_over=compare_failing(judge, course),
            )
        )

    try:
        run_session(course, zygote.spawn, body, make_explainer=Diagnosis.of_modules)
    finally:
        zygote.stop()
    return found[0]


def compare_failing(judge: Judge, course: Course) -> float:
    """Return what a check that fails costs, in the median over known mistakes, passing being 1."""
    ratios = []
    for entry in [entry for entry in read_corpus(course) if not entry.right][::10]:
        wrong = Submission("wrong", patched_solutions(course, entry))
        right = Submission("right", judge.reference.files)
        ratios.append(
            cost_of_a_check(judge, wrong, entry.exercise)
            / cost_of_a_check(judge, right, entry.exercise)
        )
    return statistics.median(ratios)


def cost_of_a_check(judge: Judge, submission: Submission, exercise: str) -> float:
    """Return our processor time for each check of an exercise that was run, in seconds."""
    judge._cache = VerdictCache()
    begun_s = time.process_time()
    verdicts = judge.judge(submission, [exercise]).verdicts
    shut = any(verdict.check.base and verdict.earned == 0 for verdict in verdicts)
    run = [verdict for verdict in verdicts if not (shut and verdict.check.gated)]
    return (time.process_time() - begun_s) / len(run)


def students(course: Course, count: int) -> list[Submission]:
    """Return a class: reference, odd right answers and known mistakes, module by module."""
    draw = random.Random(1)
    entries = read_corpus(course)
    found = []
    for number in range(count):
        chosen = []
        for module in course.unit.modules:
            for right, share in ((True, ODD), (False, WRONG)):
                if draw.random() < share:
                    some = [e for e in entries if (e.module, e.right) == (module, right)]
                    chosen.append(draw.choice(some))
        found.append(Submission(f"student {number}", patched_solutions(course, *chosen)))
    return found


def take_turns(
    judge: Judge, floor: Callable[[], float], found: list[Submission]
) -> Iterator[tuple[float, float, float, float]]:
    """Yield, per round, seconds a submission: judged, own arithmetic, the reference's; floor."""
    size = len(found) // ROUNDS
    reference = Submission("the reference", judge.reference.files)
    judge.judge(reference)
    for start in range(0, size * ROUNDS, size):
        begun_s = time.perf_counter()
        cpu_s = sum(judge.judge(submission).cpu_s for submission in found[start : start + size])
        judged_s = (time.perf_counter() - begun_s) / size
        begun_s = time.perf_counter()
        for _ in range(REPEATS):
            judge.judge(reference)
        reference_s = (time.perf_counter() - begun_s) / REPEATS
        yield judged_s, cpu_s / size, reference_s, floor()


class Floor:
    """The reference's calls in a warm process of their own."""

    def __init__(self, files: dict[str, bytes], questions: list[Question]) -> None:
        context = multiprocessing.get_context("spawn")
        self._ours, theirs = context.Pipe()
        self._process = context.Process(target=run_calls, args=(theirs, files, questions))

    def __call__(self) -> float:
        """Return the median seconds of all calls together."""
        self._ours.send(REPEATS)
        return float(self._ours.recv())

    def __enter__(self) -> "Floor":
        self._process.start()
        self()  # warm
        return self

    def __exit__(self, *_exc: object) -> None:
        self._process.kill()
        self._process.join()


def run_calls(connection: Connection, files: dict[str, bytes], questions: list[Question]) -> None:
    """Time the drivers on fresh arguments, again and again; arguments are made off the clock."""
    import torch

    from grader.box.inside import values
    from grader.box.inside.answers import drive
    from grader.box.inside.loader import install, load

    torch.set_num_threads(1)
    install(files, "/reference")
    while True:
        totals = []
        for _ in range(connection.recv()):
            total_s = 0.0
            for question in questions:
                fields = values.revive(values.decode(question.text, question.blob))
                op, target = fields.pop("op"), fields.pop("target")
                module = load(target.partition(".")[0])
                begun_s = time.perf_counter()
                drive(op, getattr(module, question.function), fields)
                total_s += time.perf_counter() - begun_s
            totals.append(total_s)
        connection.send(statistics.median(totals))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
