"""The doctor: builds a box on this machine and lets children try what it must refuse."""

import contextlib
import ctypes
import os
import socket
from collections.abc import Iterator
from dataclasses import dataclass

import grader
from grader.box.inside.frames import FrameError
from grader.errors import BoxUnavailable

from .child import ChildTimedOut
from .inside import values
from .inside.control import Targets
from .inside.policy import Layer
from .sandbox import Walls, find_walls
from .strength import UNSAFE, LayerState, describe_layers, strength
from .zygote import Zygote

#: The last two layers lie outside of the box: the clock and the reader of frames.
_PROBE = b"""
import os
def wait():
    while True: pass
def forge():
    os.write(4, b"not a frame of a child" * 9)
"""
_IPC_CREAT, _IPC_RMID = 0o1000, 0


@dataclass(frozen=True)
class Report:
    """The findings of the doctor: the layers, the acts that were tried, the strength in words."""

    layers: tuple[LayerState, ...]
    acts: dict[str, bool]
    strength: str


def examine() -> Report:
    """
    Return the state of every layer on this machine, proved by forbidden acts.

    Each layer is put on alone in a scratch child, which tries the same acts before and
    after; then a child with all of them on attests, as every child does.

    Raises:
        BoxFailed: If a box cannot even be started.
    """
    walls = find_walls()
    zygote = Zygote(walls, unsafe=True)
    try:
        zygote.start()
        with _targets(walls) as targets:
            acts = zygote.prove(targets)
        child = zygote.spawn({})
        acts |= {act: acts.get(act, True) and refused for act, refused in child.refused.items()}
        child.close()
        if walls.inner:
            acts |= _outside_acts(zygote)
        layers = describe_layers(walls, zygote.facts)
        return Report(tuple(layers), acts, strength(walls, zygote.facts))
    except BoxUnavailable as error:
        layer = LayerState("box", False, str(error))
        return Report((layer,), {}, UNSAFE)
    finally:
        zygote.stop()


@contextlib.contextmanager
def _targets(walls: Walls) -> Iterator[Targets | None]:
    """Yield things on this machine that a process behind bubblewrap must not reach."""
    if not walls.outer:
        yield None
        return
    libc = ctypes.CDLL(None, use_errno=True)
    key = int.from_bytes(os.urandom(3), "big") | 1 << 24
    segment = libc.shmget(key, 4096, _IPC_CREAT | 0o666)
    try:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            yield Targets(
                file=grader.__file__,
                pid=os.getpid(),
                pid_namespace=os.readlink("/proc/self/ns/pid"),
                port=listener.getsockname()[1],
                segment=key,
            )
    finally:
        libc.shmctl(segment, _IPC_RMID, None)


def _outside_acts(zygote: Zygote) -> dict[str, bool]:
    """Return whether the clock ends a child that never answers, and a forged frame is refused."""
    acts = {}
    for layer, act, name, refusal in (
        (Layer.CLOCK, "keep the grader waiting", "wait", ChildTimedOut),
        (Layer.CONNECTION, "forge an answer", "forge", FrameError),
    ):
        child = zygote.spawn({"probe.py": _PROBE})
        question = values.encode({"op": "call", "target": f"probe.{name}"})
        try:
            child.exchange(*question, 0.5)
            found: Exception | None = None
        except (ChildTimedOut, FrameError) as error:
            found = error
        acts[f"{layer}: {act}"] = isinstance(found, refusal)
        child.close()
    return acts
