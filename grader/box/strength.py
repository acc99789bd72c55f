"""The strength of a box: which layers are on, why one is off, and what results say of it."""

import importlib.util
import re
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from .inside.control import Facts
from .inside.policy import Layer
from .sandbox import Walls

FULL = "full"
INNER_ONLY = "inner layers only"
NO_LANDLOCK = "weak: no Landlock"
UNSAFE = "UNSAFE: submissions were not locked in"


@dataclass(frozen=True)
class BoxRecord:
    """
    What a result says about the box it was made in.

    Attributes:
        strength: FULL, INNER_ONLY, NO_LANDLOCK or UNSAFE.
        layers: Each layer, and whether it was on.
        torch: The version of torch that answered.
    """

    strength: str
    layers: dict[str, bool]
    torch: str


@dataclass(frozen=True)
class LayerState:
    """One layer of the box and whether it holds here."""

    name: str
    on: bool
    why: str


def describe_layers(walls: Walls, facts: Facts) -> list[LayerState]:
    """
    Return every layer with the reason why it is on or off.

    Args:
        walls: What was asked of this machine.
        facts: What the zygote found once it ran.
    """
    inner = walls.inner
    off = "the inner layers need Linux"
    return [
        LayerState(
            Layer.BUBBLEWRAP,
            walls.outer,
            "own pid, net, ipc, uts and user namespaces; only the interpreter is mounted"
            if walls.outer
            else walls.why_no_outer,
        ),
        LayerState(
            Layer.UNPRIVILEGED,
            facts.uid != 0,
            f"runs as uid {facts.uid}; no capabilities, no new privileges",
        ),
        LayerState(
            Layer.SCRATCH,
            facts.scratch,
            "a private tmpfs of bounded size per child"
            if facts.scratch
            else "nested user namespaces are refused here: a submission cannot write files at all",
        ),
        LayerState(
            Layer.LANDLOCK,
            facts.landlock_abi > 0,
            f"ABI {facts.landlock_abi}"
            if facts.landlock_abi
            else (off if not inner else "this kernel has it not, or not enabled"),
        ),
        LayerState(
            Layer.SECCOMP,
            facts.seccomp,
            "an allow list of system calls"
            if facts.seccomp
            else (off if not inner else "this kernel or machine refuses the filter"),
        ),
        LayerState(
            Layer.LIMITS,
            inner,
            "cpu, memory, file size, descriptors; wall clock outside" if inner else off,
        ),
    ]


def strength(walls: Walls, facts: Facts) -> str:
    """Return how strong the box is, in words that its results carry."""
    if not walls.inner or not facts.seccomp:
        return UNSAFE
    if walls.outer:
        return FULL if facts.landlock_abi else NO_LANDLOCK
    return INNER_ONLY if facts.landlock_abi else UNSAFE


def record(walls: Walls, facts: Facts) -> BoxRecord:
    """Return what a result says about the box it was made in."""
    layers = {str(layer.name): layer.on for layer in describe_layers(walls, facts)}
    return BoxRecord(strength(walls, facts), layers, facts.torch)


def torch_version() -> str:
    """
    Return ``torch.__version__`` without importing torch, build included (``2.13.0+cu130``).

    The metadata of the package leave the build out, so they cannot be compared with what a
    child reports.
    """
    spec = importlib.util.find_spec("torch")
    for folder in spec.submodule_search_locations or () if spec is not None else ():
        text = (Path(folder) / "version.py").read_text(encoding="utf-8")
        if (found := re.search(r"^__version__ = '([^']+)'", text, re.MULTILINE)) is not None:
            return found[1]
    return version("torch")
