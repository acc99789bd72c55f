"""The doctor proves each layer by acts that it must refuse, and names the box's strength."""

import os
from functools import partial
from importlib.metadata import version
from types import SimpleNamespace

import pytest
import torch

from grader.box import doctor
from grader.box.inside.control import Facts, Targets
from grader.box.inside.lockdown import proofs, steps
from grader.box.inside.lockdown.forbidden_acts import ACTS, Context, Tried
from grader.box.inside.policy import Layer, Limits
from grader.box.sandbox import Walls
from grader.box.strength import (
    FULL,
    INNER_ONLY,
    NO_LANDLOCK,
    UNSAFE,
    describe_layers,
    record,
    strength,
    torch_version,
)


def test_doctor_sees_every_layer_on_and_every_act_refused(walls):
    """On a machine with bubblewrap, Landlock and seccomp nothing is missing."""
    assert walls.outer

    report = doctor.examine()

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
        "closed folders",
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
    nothing = steps.Prepared(steps.Layers(0, False, ""), (), b"", 0, os.getpid())
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
        (True, Facts(landlock_abi=7, seccomp=True, scratch=True), FULL),
        (False, Facts(landlock_abi=3, seccomp=True), INNER_ONLY),
        (True, Facts(seccomp=True), NO_LANDLOCK),
        (False, Facts(seccomp=True), UNSAFE),
        (True, Facts(landlock_abi=7), UNSAFE),
    ],
)
def test_strength_is_the_weaker_the_fewer_layers_are_on(outer, facts, words):
    """Results carry these words, so they do not change."""
    walls = Walls(outer, inner=True)

    assert strength(walls, facts) == words
    assert record(walls, facts).strength == words


def test_each_layer_that_is_off_has_its_reason():
    """The doctor prints it; on another system than Linux it is the same for all inner layers."""
    weak = describe_layers(Walls(False, True, "bubblewrap is not installed"), Facts(uid=7))
    none = describe_layers(Walls(False, False, "this is darwin"), Facts(uid=7))

    assert {str(layer.name): layer.why for layer in weak} == {
        "bubblewrap": "bubblewrap is not installed",
        "unprivileged": "runs as uid 7; no capabilities, no new privileges",
        "scratch folder": "nested user namespaces are refused here; "
        "a submission cannot write files at all",
        "Landlock": "this kernel lacks it or has it disabled",
        "seccomp": "this kernel refuses the filter, or its call numbers are unknown here",
        "limits": "cpu, memory, file size, descriptors; wall clock outside",
    }
    assert {layer.why for layer in none[2:]} == {"the inner layers need Linux"}
    assert [layer.on for layer in weak] == [False, True, False, False, False, True]


def test_each_layer_that_is_on_says_what_it_does():
    """The same layers, where every one is on."""
    facts = Facts(landlock_abi=7, seccomp=True, scratch=True)

    layers = describe_layers(Walls(True, True), facts)

    assert all(layer.on for layer in layers)
    assert [layer.why for layer in layers] == [
        "own pid, net, ipc, uts and user namespaces; only the interpreter is mounted",
        "runs as uid 65534; no capabilities, no new privileges",
        "a private tmpfs of bounded size per child",
        "ABI 7",
        "an allow list of system calls",
        "cpu, memory, file size, descriptors; wall clock outside",
    ]


def test_a_machine_that_cannot_build_a_box_is_reported(monkeypatch):
    """The doctor names the reason and tries no act."""
    monkeypatch.setattr(doctor, "find_walls", lambda: Walls(False, True, "no bubblewrap"))
    monkeypatch.setattr("grader.box.sandbox.unreadable_for_others", lambda **_: "/root")

    report = doctor.examine()

    assert (report.strength, report.acts) == (UNSAFE, {})
    assert [(layer.name, layer.on) for layer in report.layers] == [("box", False)]
    assert "cannot read /root" in report.layers[0].why


def test_the_version_of_torch_is_read_with_its_build(monkeypatch, tmp_path):
    """As a child reports it; the metadata of the package leave the build out."""
    assert torch_version() == torch.__version__

    (tmp_path / "version.py").write_text("__version__ = '2.13.0+cu130'\ndebug = False\n")
    folder = SimpleNamespace(submodule_search_locations=[str(tmp_path)])
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: folder)

    assert torch_version.__wrapped__() == "2.13.0+cu130"


def test_a_torch_without_a_file_for_its_version_has_that_of_its_package(monkeypatch, tmp_path):
    """A build of one's own may lack the file."""
    folder = SimpleNamespace(submodule_search_locations=[str(tmp_path)])
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: folder)

    assert torch_version.__wrapped__() == version("torch")
