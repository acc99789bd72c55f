"""
Attestation: a child tries what it must not be able to do, before it sees a submission.

Each act returns True if it was refused. A layer is believed in because it
said no here, not because it was asked to.
"""

import ctypes
import os
import socket
from collections.abc import Callable

from .lockdown import Layers
from .syscalls import prctl

_libc = ctypes.CDLL(None, use_errno=True)


def refused_acts(layers: Layers) -> dict[str, bool]:
    """Return, for each act that the given layers forbid, whether it was refused."""
    acts: dict[str, Callable[[], object]] = {}
    if layers.landlock_abi:
        acts["landlock: read /etc/passwd"] = lambda: os.open("/etc/passwd", os.O_RDONLY)
        acts["landlock: write outside the scratch folder"] = lambda: _write_outside(layers.scratch)
    if layers.seccomp:
        acts["seccomp: open a socket"] = socket.socket
        acts["seccomp: start a process"] = _fork
        acts["seccomp: run a program"] = lambda: os.execv("/bin/true", ["true"])
        acts["seccomp: signal the parent"] = lambda: os.kill(os.getppid(), 0)
        acts["seccomp: make a namespace"] = _unshare
    if layers.inner:
        acts["privileges: gain a capability"] = _has_no_privileges
        acts["limits: raise a limit"] = _raise_limit
    return {name: _is_refused(act) for name, act in acts.items()}


def _is_refused(act: Callable[[], object]) -> bool:
    try:
        act()
    except (OSError, ValueError):
        return True
    return False


def _write_outside(scratch: str) -> None:
    """Try to make a file in each folder that is writable for everybody on an open machine."""
    for place in {"/", "/dev/shm", "/tmp", "/var/tmp"} - {scratch}:
        try:
            fd = os.open(f"{place}/attest-{os.getpid()}", os.O_WRONLY | os.O_CREAT | os.O_EXCL)
        except OSError:
            continue
        os.close(fd)
        return
    raise PermissionError


def _fork() -> None:
    if os.fork() == 0:
        os._exit(0)


def _unshare() -> None:
    if _libc.unshare(0x10000000) < 0:
        raise OSError(ctypes.get_errno(), "unshare")


def _has_no_privileges() -> None:
    bounding_set_read, get_no_new_privs, sys_admin = 23, 39, 21
    bounded = os.getuid() != 0 and prctl(bounding_set_read, sys_admin) == 0
    if prctl(get_no_new_privs) == 1 and (bounded or not _may_set_uid()):
        raise PermissionError


def _may_set_uid() -> bool:
    return bool(_libc.setuid(0) == 0)


def _raise_limit() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (10**6, 10**6))
