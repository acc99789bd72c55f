"""
A zygote for control runs: its children leave out the layers that a request names.

It is the grader's own zygote with the same steps. No setting of the grader leads here, and it
runs the attacks in tests/corpus alone.
"""

import os
from dataclasses import dataclass, replace
from typing import Any

from inside import policy, zygote
from inside.lockdown import landlock, seccomp, steps
from inside.lockdown.syscalls import prctl
from inside.start import start as start_zygote


@dataclass(frozen=True)
class Limits(policy.Limits):
    """
    What a child may use, and what it does wrong.

    Attributes:
        off: Layers that it leaves out, and does not attest.
        silent: Layers whose step does nothing and says nothing.
        failing: Layers whose step raises.
    """

    off: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    failing: tuple[str, ...] = ()


_be_child = zygote._be_child

#: The step that puts each layer on: where it is looked up, and its name there.
STEPS = {
    "landlock": (landlock, "enter"),
    "seccomp": (seccomp, "install"),
    "scratch": (steps, "mount_scratch"),
    "mount": (steps, "mount"),
    "limits": (steps, "set_limits"),
    "privileges": (steps, "drop_privileges"),
    "descriptors": (steps, "close_rest"),
    "session": (os, "setsid"),
}


def be_child(prepared: steps.Prepared, limits: Limits, *pipes: Any) -> None:
    """Leave out what *limits* names, then do what a child does."""
    layers = prepared.layers
    if layers.folders:
        os.chmod(policy.ZYGOTE_FOLDER, 0o700 if "folders" in limits.off else 0o555)
    if limits.off:
        # The attestation would notice: what is left out here is left out on purpose.
        zygote.attest = lambda *_args: {}
    if "landlock" in limits.off:
        layers = replace(layers, landlock_abi=0)
    if "seccomp" in limits.off:
        layers = replace(layers, seccomp=False)
    if "scratch" in limits.off:
        layers = replace(layers, scratch="")
    for name, (place, step) in STEPS.items():
        if name in limits.failing:
            setattr(place, step, _fail)
        elif name in limits.silent or (name in limits.off and place in (steps, os)):
            setattr(place, step, lambda *_args: None)
    _be_child(replace(prepared, layers=layers), limits, *pipes)


def _fail(*_args: Any) -> None:
    raise OSError("the kernel refuses this step")


def start(control_fd: int, settings: str) -> None:
    """
    Run the weakened zygote, as the grader's own ``start`` does.

    On a machine that lacks what the variable ``LACKS`` names.
    """
    lacks = os.environ.pop("LACKS", "").split()
    if "landlock" in lacks:
        landlock.abi = lambda: 0
    if "scratch" in lacks:
        steps.mount_scratch = _fail
    if "hiding" in lacks:
        steps.hide = lambda: prctl(4, 1)
    policy.Limits = Limits
    zygote._be_child = be_child
    start_zygote(control_fd, settings)
