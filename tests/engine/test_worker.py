"""The worker process: how one task is judged."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
from helpers.judged import task
from helpers.regrading import DOUBLE, NOTHING, TOTAL

from grader.engine.worker import _judge_one
from grader.judging.judge import Judgement
from grader.results.outcomes import Outcome


class Late:
    """A judge by whom every check of T2 is late."""

    def __init__(self):
        self.calls = []
        self.checks = [
            SimpleNamespace(function=name, exercise=exercise)
            for name, exercise in ((DOUBLE, "T1"), (TOTAL, "T2"), (NOTHING, "T2"))
        ]

    def judge(self, submission, exercises, checks, *, figures=False):
        """Note which checks were asked for."""
        self.calls.append(set(checks))
        late = [c for c in self.checks if c.function in checks]
        outcome = {"T1": Outcome.PASSED, "T2": Outcome.TIMED_OUT}
        return Judgement(
            tuple(SimpleNamespace(check=c, outcome=outcome[c.exercise]) for c in late), 0.0
        )


@pytest.mark.parametrize(
    ("checks", "calls"),
    [
        ((NOTHING,), [{NOTHING}, {TOTAL, NOTHING}]),
        ((DOUBLE,), [{DOUBLE}]),
        ((TOTAL, NOTHING), [{TOTAL, NOTHING}]),
    ],
)
def test_a_check_that_is_late_now_makes_its_exercise_run(checks, calls):
    """How many late answers there were decides what else is asked."""
    judge = Late()

    _judge_one(judge, replace(task(0, {}), checks=checks))

    assert judge.calls == calls
