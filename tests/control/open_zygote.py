"""
A zygote for control runs: its children leave out the layers that a request names.

It is the kit's own zygote with the same steps; nothing of it is part of the
product, and no setting of the product leads here. It runs the kit's own
attacks and nobody else's code.
"""

import os
from dataclasses import dataclass, replace
from typing import Any

from inside import lockdown, zygote


@dataclass(frozen=True)
class Limits(lockdown.Limits):
    """What a child may use, and the layers it leaves out."""

    off: tuple[str, ...] = ()


_be_child = zygote._be_child


def be_child(prepared: lockdown.Prepared, limits: Limits, *pipes: Any) -> None:
    """Leave out what *limits* names, then go the kit's way."""
    layers = prepared.layers
    # The attestation would notice: what is left out here is left out on purpose.
    zygote.refused_acts = lambda _layers: {}
    if "landlock" in limits.off:
        layers = replace(layers, landlock_abi=0)
        prepared = replace(prepared, ruleset=-1)
    if "seccomp" in limits.off:
        layers = replace(layers, seccomp=False)
    if "scratch" in limits.off:
        layers = replace(layers, scratch="")
    if "limits" in limits.off:
        lockdown.set_limits = lambda *_args: None
    if "privileges" in limits.off:
        lockdown.drop_privileges = lambda: None
    if "descriptors" in limits.off:
        lockdown.close_rest = lambda _keep=-1: None
    if "session" in limits.off:
        os.setsid = lambda: None
    _be_child(replace(prepared, layers=layers), limits, *pipes)


def start(control_fd: int, settings: str) -> None:
    """Enter point, as that of the kit's zygote."""
    lockdown.Limits = Limits
    zygote._be_child = be_child
    zygote.start(control_fd, settings)
