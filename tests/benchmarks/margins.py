"""
How far are right answers from the tolerances, and wrong ones beyond them?

Judges all odd right answers and all known mistakes, and notes at every comparison how
large the error is in units of its tolerance: at most 0.1 for a right answer (a margin
of 10), more than 1 for one that is rejected. Run by hand:

    python tests/benchmarks/margins.py
    python tests/benchmarks/margins.py E05 E18

On 2026-11-25 with torch 2.13.0 the least margins were 12.0 (E12, an epsilon of 1e-6), 13.2
(its gradient), 16.8 (E06, a form with cosh; E17, an epsilon) and 17.1 (E14). Beyond every
tolerance lies a known mistake, but for those to which differences of values are held (rtol
and atol alike, E01 to E04, E06 and E07): what they would catch, a tighter one has caught.
"""

import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from grader.box.sandbox import find_walls
from grader.box.zygote import Zygote
from grader.check.corpus import patched_solutions, read_corpus
from grader.course.manifest import find_course
from grader.diagnosis.explain import Diagnosis
from grader.engine.worker import preload
from grader.intake import Submission
from grader.judging.judge import Judge
from grader.judging.session import run_session
from grader.testing import compare

REPOSITORY = Path(__file__).parents[2]
NEEDED = 10.0


@dataclass
class Note:
    """The largest error of a right answer and the smallest of a rejected one, in tolerances."""

    right: float = 0.0
    who: str = "-"
    wrong: float = math.inf
    near_miss: str = "-"


class Scales:
    """Stand in for the comparisons and note the errors of the submission at hand."""

    def __init__(self) -> None:
        self.passing: dict[tuple[float, float], float] = {}
        self.failing: dict[tuple[float, float], float] = {}

    def note(self, got: Tensor, wanted: Tensor, rtol: float, atol: float) -> None:
        """Note the largest error of *got* in units of ``atol + rtol * |wanted|``."""
        one, other = got.detach().double().reshape(-1), wanted.detach().double().reshape(-1)
        usable = one.isfinite() & other.isfinite()
        if rtol + atol == 0 or rtol >= 1 or atol >= 1 or not bool(usable.any()):
            return
        allowed = atol + rtol * other[usable].abs()
        error = float(((one - other)[usable].abs() / allowed).max())
        key = (rtol, atol)
        # Of two comparisons, one of which is to hold, the other fails for right answers too.
        if error <= 1:
            self.passing[key] = max(self.passing.get(key, 0.0), error)
        else:
            self.failing[key] = min(self.failing.get(key, math.inf), error)

    def install(self, modules: Sequence[Any]) -> None:
        """Put the noting comparisons in the place of the plain ones."""
        elements_match, close = compare.elements_match, compare._close

        def noted_elements(got: Tensor, wanted: Tensor, rtol: float, atol: float) -> Tensor:
            if wanted.dtype.is_floating_point and got.shape == wanted.shape:
                self.note(got, wanted, rtol, atol)
            return elements_match(got, wanted, rtol, atol)

        def noted_close(got: float, wanted: float, rtol: float, atol: float) -> bool:
            self.note(torch.tensor([got]), torch.tensor([wanted]).double(), rtol, atol)
            return close(got, wanted, rtol, atol)

        compare.elements_match, compare._close = noted_elements, noted_close
        for module in modules:
            if hasattr(module, "elements_match"):
                module.elements_match = noted_elements
            if hasattr(module, "_near"):
                near = module._near

                def noted_near(one: Any, other: Any, atol: float, near: Any = near) -> bool:
                    a, b = np.asarray(one, float), np.asarray(other, float)
                    if a.shape == b.shape and a.size:
                        self.note(torch.tensor(a), torch.tensor(b), atol, atol)
                    return bool(near(one, other, atol))

                module._near = noted_near


def main() -> None:
    """Judge the corpus and print, for each tolerance, the margin and the nearest miss."""
    course = find_course(REPOSITORY)
    zygote = Zygote(find_walls(), preload(course))
    notes: dict[tuple[str, float, float], Note] = {}

    def body(judge: Judge) -> None:
        zygote.wait_until_warm()
        judge.prove_reference()
        scales = Scales()
        hidden = course.hidden.resolve()
        files = {module: getattr(module, "__file__", None) for module in sys.modules.values()}
        scales.install([m for m, file in files.items() if file and hidden in Path(file).parents])
        for entry in read_corpus(course):
            if sys.argv[1:] and entry.exercise not in sys.argv[1:]:
                continue
            scales.passing, scales.failing = {}, {}
            submission = Submission(entry.name, patched_solutions(course, entry))
            judged = judge.judge(submission, (entry.exercise,))
            if entry.right:
                for key, error in scales.passing.items():
                    note = notes.setdefault((entry.exercise, *key), Note())
                    if error > note.right:
                        note.right, note.who = error, entry.name
            elif any(verdict.earned == 0 for verdict in judged.verdicts):
                for key, error in scales.failing.items():
                    note = notes.setdefault((entry.exercise, *key), Note())
                    if error < note.wrong:
                        note.wrong, note.near_miss = error, entry.name

    try:
        zygote.launch()
        run_session(course, zygote.spawn, body, make_explainer=Diagnosis.of_modules)
    finally:
        zygote.stop()
    print(f"{'':6}{'rtol':>8}{'atol':>8}{'margin':>10}  {'right':32}{'error':>9}  near miss")
    for (exercise, rtol, atol), note in sorted(notes.items()):
        margin = 1 / note.right if note.right else math.inf
        flag = "" if margin >= NEEDED else "  <-- below 10"
        print(
            f"{exercise:6}{rtol:8.0e}{atol:8.0e}{margin:10.1f}  {note.who:32}"
            f"{note.wrong:9.2g}  {note.near_miss}{flag}"
        )


if __name__ == "__main__":
    main()
