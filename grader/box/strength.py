"""Say how strong the box is: which layer is on, and why one is not."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .sandbox import Walls


@dataclass(frozen=True)
class Layer:
    """One layer of the box and whether it holds here."""

    name: str
    on: bool
    why: str


def describe_layers(walls: Walls, facts: Mapping[str, Any]) -> list[Layer]:
    """
    Return every layer with the reason why it is on or off.

    Args:
        walls: What was asked of this machine.
        facts: What the zygote found once it ran.
    """
    inner = walls.inner
    abi = int(facts.get("landlock_abi", 0))
    scratch = bool(facts.get("scratch"))
    seccomp = bool(facts.get("seccomp"))
    off = "the inner layers need Linux"
    return [
        Layer(
            "bubblewrap",
            walls.outer,
            "own pid, net, ipc, uts and user namespaces; only the interpreter is mounted"
            if walls.outer
            else walls.why_no_outer,
        ),
        Layer(
            "unprivileged",
            facts.get("uid") != 0,
            f"runs as uid {facts.get('uid')}; no capabilities, no new privileges",
        ),
        Layer(
            "scratch folder",
            scratch,
            "a private tmpfs of bounded size per child"
            if scratch
            else "nested user namespaces are refused here: a submission cannot write files at all",
        ),
        Layer(
            "Landlock",
            abi > 0,
            f"ABI {abi}"
            if abi
            else (off if not inner else "this kernel has it not, or not enabled"),
        ),
        Layer(
            "seccomp",
            seccomp,
            "an allow list of system calls"
            if seccomp
            else (off if not inner else "this kernel or machine refuses the filter"),
        ),
        Layer(
            "limits",
            inner,
            "cpu, memory, file size, descriptors; wall clock outside" if inner else off,
        ),
    ]


def strength(walls: Walls, facts: Mapping[str, Any]) -> str:
    """Return ``full``, ``inner layers only``, ``weak`` or ``UNSAFE: none``; results carry it."""
    inner = walls.inner and bool(facts.get("seccomp"))
    if walls.outer and inner and facts.get("landlock_abi"):
        return "full"
    if inner and facts.get("landlock_abi"):
        return "inner layers only"
    if walls.outer and inner:
        return "weak: no Landlock"
    return "UNSAFE: submissions were not locked in"


def record(walls: Walls, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a result says about the box it was made in."""
    return {
        "strength": strength(walls, facts),
        "layers": {layer.name: layer.on for layer in describe_layers(walls, facts)},
        "torch": facts.get("torch", ""),
    }
