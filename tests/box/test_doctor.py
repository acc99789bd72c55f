"""The doctor proves each layer by acts that it must refuse, and says how strong the box is."""

import os
from functools import partial

import pytest

from grader.box.doctor import examine
from grader.box.inside.control import Facts, Targets
from grader.box.inside.lockdown import proofs, steps
from grader.box.inside.lockdown.forbidden_acts import ACTS, Context, Tried
from grader.box.inside.policy import Layer, Limits
from grader.box.sandbox import Walls
from grader.box.strength import describe_layers, strength


def test_doctor_sees_every_layer_on_and_every_act_refused(walls):
    """On a machine with bubblewrap, Landlock and seccomp nothing is missing."""
    assert walls.outer

    report = examine()

    assert report.strength == "full"
    assert all(layer.on for layer in report.layers)
    assert [act for act, refused in report.acts.items() if not refused] == []
    proved = {act.partition(":")[0] for act in report.acts}
    assert proved == {
        "bubblewrap",
        "unprivileged",
        "Landlock",
        "seccomp",
        "scratch folder",
        "privileges",
        "limits",
        "descriptors",
        "session",
        "clock",
        "connection",
    }


def test_a_layer_that_is_not_put_on_is_not_proved(monkeypatch):
    """What could be done before and can still be done counts as allowed."""
    monkeypatch.setattr(proofs, "_put_on", lambda *_args: None)
    acts = [act for act in ACTS if act.layer is Layer.LIMITS and Tried.PROVED in act.tried]
    nothing = steps.Prepared(steps.Layers(0, False, ""), -1, b"", 0, os.getpid())
    context = Context(Limits(), "", Targets())

    found = proofs._in_child(partial(proofs._try_layer, Layer.LIMITS, acts, nothing, context))

    assert found == {
        "limits: map more memory than allowed": False,
        "limits: open more files than allowed": False,
        "limits: write a larger file than allowed": False,
    }


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (lambda: open("/nowhere"), "failed: FileNotFoundError: [Errno 2]"),
        (lambda: os._exit(7), "ended with 7"),
    ],
)
def test_a_proof_that_breaks_proves_nothing(act, words):
    """What went wrong stands in the place of the act, as allowed."""
    ((name, refused),) = proofs._in_child(act).items()

    assert name.startswith(f"a scratch child {words}")
    assert refused is False


@pytest.mark.parametrize(
    ("outer", "facts", "words"),
    [
        (True, Facts(landlock_abi=7, seccomp=True, scratch=True), "full"),
        (False, Facts(landlock_abi=3, seccomp=True), "inner layers only"),
        (True, Facts(seccomp=True), "weak: no Landlock"),
        (True, Facts(landlock_abi=7), "UNSAFE: submissions"),
    ],
)
def test_strength_is_said_in_words(outer, facts, words):
    """Each missing layer shows, with its reason."""
    walls = Walls(outer, inner=True, why_no_outer="" if outer else "bubblewrap is not installed")

    layers = describe_layers(walls, facts)

    assert strength(walls, facts).startswith(words)
    assert all(layer.why for layer in layers)
    assert [layer.on for layer in layers if layer.name == "bubblewrap"] == [outer]
