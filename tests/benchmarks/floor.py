"""
What judging costs beside the student's own arithmetic.

    python tests/benchmarks/floor.py [SUBMISSIONS]

The floor is the same calls that the hidden tests make, on the reference, in
one warm process without box and pytest; only the calls are timed. Against it
stands one judge (``--jobs 1``) over a class of 200: every module is the
reference, an odd right answer or a known mistake, drawn with a fixed seed.
Floor and judge take turns in five rounds; medians of the rounds.
"""

import multiprocessing
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path

from grader.box.sandbox import find_walls
from grader.box.zygote import Zygote
from grader.course.manifest import Course, find_course
from grader.engine.worker import preload
from grader.intake.submission import Submission
from grader.judging.judge import Judge
from grader.judging.outcomes import Question
from grader.judging.session import run_session

REPOSITORY = Path(__file__).parents[2]
ROUNDS, REPEATS = 5, 5
ODD, WRONG = 0.5, 0.15


def main(count: int) -> None:
    """Judge *count* submissions in rounds and print what each cost and what the floor is."""
    course = find_course(REPOSITORY)
    zygote = Zygote(find_walls(), preload(course.unit))
    zygote.launch()
    begun_s = time.perf_counter()

    def body(judge: Judge) -> None:
        zygote.wait_until_warm()
        judge.prove_reference()
        start_s = time.perf_counter() - begun_s
        with Floor(judge.reference.files, [planned.question for planned in judge.plan]) as floor:
            rounds = list(take_turns(judge, floor, students(course, count)))
        report(rounds, start_s)

    try:
        run_session(course, zygote.spawn, body)
    finally:
        zygote.stop()


def students(course: Course, count: int) -> list[Submission]:
    """Return a class: reference, odd right answers and known mistakes, module by module."""
    draw = random.Random(1)
    patches = {
        kind: {
            m: sorted((REPOSITORY / "tests" / kind / m).glob("*.py")) for m in course.unit.modules
        }
        for kind in ("alternatives", "mistakes")
    }
    found = []
    for number in range(count):
        files = {}
        for module in course.unit.modules:
            code = (course.solutions / f"{module}.py").read_bytes()
            if draw.random() < ODD:
                code += b"\n\n" + draw.choice(patches["alternatives"][module]).read_bytes()
            if draw.random() < WRONG:
                code += b"\n\n" + draw.choice(patches["mistakes"][module]).read_bytes()
            files[f"{module}.py"] = code
        found.append(Submission(f"student {number}", files))
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
                if "helper" in fields:
                    fields["decay"] = getattr(module, fields.pop("helper").partition(".")[2])
                begun_s = time.perf_counter()
                drive(op, getattr(module, question.function), fields)
                total_s += time.perf_counter() - begun_s
            totals.append(total_s)
        connection.send(statistics.median(totals))


def report(rounds: list[tuple[float, float, float, float]], start_s: float) -> None:
    """Print the table."""
    judged_s, cpu_s, reference_s, floor_s = map(statistics.median, zip(*rounds, strict=True))
    over = statistics.median(r[0] / r[3] for r in rounds)
    reference_over = statistics.median(r[2] / r[3] for r in rounds)
    print("| a submission, one judge | ms | times the floor |\n|---|---|---|")
    print(f"| the calls alone on the reference (floor) | {1e3 * floor_s:.0f} | 1 |")
    print(f"| a mixed class, judged | {1e3 * judged_s:.0f} | {over:.2f} |")
    print(f"| its own arithmetic in the box | {1e3 * cpu_s:.0f} | |")
    print(f"| the reference, judged | {1e3 * reference_s:.0f} | {reference_over:.2f} |")
    print(f"\nA judge starts once a run: {start_s:.1f} s.")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
