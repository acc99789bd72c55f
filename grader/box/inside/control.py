"""The control socket between the grader and its zygote, for JSON and descriptors."""

import array
import json
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from . import policy


@dataclass(frozen=True)
class Settings:
    """
    The settings that a zygote is started with.

    Attributes:
        inner: Whether children lock themselves in.
        drop_root: Whether it runs as root and has to become an unprivileged user.
        preload: Modules to import before the first fork.
        torch: Whether torch is one of them; without it children know no tensors.
        readable: Paths that children may read.
        scratch: Folder that each child covers with its own scratch folder, "" for none.
        folder: Folder that it makes for itself and closes again, "" for none.
    """

    inner: bool
    drop_root: bool
    preload: Sequence[str]
    torch: bool
    readable: Sequence[str]
    scratch: str
    folder: str


@dataclass(frozen=True)
class Facts:
    """
    The facts that a warm zygote reports about itself and its children.

    Attributes:
        threads: How many it has; one that forks may have no second.
        uid: The user that it and its children run as.
        torch: The version of torch, "" if it was left out.
        warm_up_s: How long it took to import everything.
        landlock_abi: Landlock's version, 0 for none.
        seccomp: Whether system calls are filtered.
        scratch: Whether children have a scratch folder.
    """

    threads: int = 1
    uid: int = policy.UNPRIVILEGED_ID
    torch: str = ""
    warm_up_s: float = 0.0
    landlock_abi: int = 0
    seccomp: bool = False
    scratch: bool = False


@dataclass(frozen=True)
class Ended:
    """
    The kernel's report on a child that has ended.

    Attributes:
        status: The wait status.
        cpu_s: The processor time that it used.
    """

    status: int
    cpu_s: float = 0.0


@dataclass(frozen=True)
class Targets:
    """
    Things on this machine that a process behind bubblewrap must not reach.

    Attributes:
        file: A path that the grader can read.
        pid: Its own process id, in the namespace *pid_namespace*.
        port: A TCP listener on loopback.
        segment: The key of a System V shared memory segment.
    """

    file: str = ""
    pid: int = 0
    pid_namespace: str = ""
    port: int = 0
    segment: int = 0


def send(control: socket.socket, message: dict[str, Any], fds: Sequence[int] = ()) -> None:
    """Send one message with its descriptors."""
    rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", fds))] if fds else []
    control.sendmsg([json.dumps(message).encode()], rights)


def receive(control: socket.socket) -> tuple[dict[str, Any] | None, list[int]]:
    """Wait for a message; return it with its descriptors, None once the other side is gone."""
    data, fds, _flags, _address = socket.recv_fds(control, 65536, 2)
    return (json.loads(data), list(fds)) if data else (None, list(fds))
