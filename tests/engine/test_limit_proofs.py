"""The doctor's proofs of the limits on this side: each acts, and fails where its limit is gone."""

import pytest

from grader.engine import limit_proofs
from grader.engine.limit_proofs import prove_limits


@pytest.mark.usefixtures("walls")
def test_every_limit_is_proved_by_an_act():
    """Answers, budget and watch: nothing that must be ended or refused is let through."""
    found = prove_limits()

    assert {name.partition(":")[0] for name in found} == {"answers", "budget", "watch"}
    assert [name for name, refused in found.items() if not refused] == []


@pytest.mark.usefixtures("walls")
def test_a_limit_that_is_lifted_is_not_proved(monkeypatch):
    """A proof that cannot fail would prove nothing."""
    monkeypatch.setattr("grader.box.inside.policy.ERROR_TEXT", 10**9)
    monkeypatch.setattr("grader.judging.submission.budget.Budget.is_used_up", False)
    monkeypatch.setattr(limit_proofs, "_FILL", "bytearray(1)")

    found = prove_limits()

    assert [name for name, refused in found.items() if refused] == ["watch: keep a judge busy"]
