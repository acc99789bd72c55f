"""The strength of a box: which layers are on, why one is off, and what results say of it."""

import functools
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
    The record in a result about the box it was made in.

    Attributes:
        strength: FULL, INNER_ONLY, NO_LANDLOCK or UNSAFE.
        layers: Each layer, and whether it was on.
        torch: The version of torch that answered, or that was left out.
    """

    strength: str
    layers: dict[str, bool]
    torch: str


@dataclass(frozen=True)
class LayerState:
    """Whether one layer of the box is on here, and why."""

    name: str
    on: bool
    why: str


def describe_layers(walls: Walls, facts: Facts) -> list[LayerState]:
    """
    Return the state of every layer, with the reason why it is on or off.

    Args:
        walls: The walls that were built.
        facts: What the zygote found out.
    """

    def inner(layer: Layer, on: bool, how: str, why_off: str = "") -> LayerState:
        missing = why_off if walls.inner else "the inner layers need Linux"
        return LayerState(layer, on, how if on else missing)

    mounted = "own pid, net, ipc, uts and user namespaces; only the interpreter is mounted"
    return [
        LayerState(Layer.BUBBLEWRAP, walls.outer, mounted if walls.outer else walls.why_no_outer),
        LayerState(
            Layer.UNPRIVILEGED,
            facts.uid != 0,
            f"runs as uid {facts.uid}; no capabilities, no new privileges",
        ),
        inner(
            Layer.SCRATCH,
            facts.scratch,
            "a private tmpfs of bounded size per child",
            "nested user namespaces are refused here; a submission cannot write files at all",
        ),
        inner(
            Layer.LANDLOCK,
            facts.landlock_abi > 0,
            f"ABI {facts.landlock_abi}",
            "this kernel lacks it or has it disabled",
        ),
        inner(
            Layer.SECCOMP,
            facts.seccomp,
            "an allow list of system calls",
            "this kernel refuses the filter, or its call numbers are unknown here",
        ),
        inner(
            Layer.LIMITS,
            walls.inner,
            "cpu, memory, file size, descriptors; wall clock outside",
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
    return BoxRecord(strength(walls, facts), layers, facts.torch or torch_version())


@functools.cache
def torch_version() -> str:
    """
    Return ``torch.__version__`` without importing torch, build included (``2.13.0+cu130``).

    The metadata of the package leave the build out, so they cannot be compared with what a
    child reports.
    """
    spec = importlib.util.find_spec("torch")
    for folder in spec.submodule_search_locations or () if spec is not None else ():
        path = Path(folder) / "version.py"
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        if (found := re.search(r"^__version__ = '([^']+)'", text, re.MULTILINE)) is not None:
            return found[1]
    return version("torch")
