"""
Attestation: a child tries what it must not be able to do, before it sees a submission.

Each act returns True if it was refused. A layer is believed in because it
said no here, not because it was asked to.
"""

import ctypes
import mmap
import os
import socket
from collections.abc import Callable

from ..policy import Limits
from .lock_in import Layers
from .syscalls import prctl

_libc = ctypes.CDLL(None, use_errno=True)


def refused_acts(layers: Layers, limits: Limits) -> dict[str, bool]:
    """Return, for each act that *layers* and *limits* forbid, whether it was refused."""
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
        acts["privileges: gain a capability"] = lambda: _gain_privileges(layers)
        acts["limits: raise a limit"] = _raise_limit
        acts["limits: map more memory than allowed"] = lambda: _map(2 * limits.memory_mib << 20)
        acts["limits: open more files than allowed"] = lambda: os.dup2(0, limits.open_files)
        acts["descriptors: use one of the zygote's"] = _use_foreign_descriptor
        acts["session: be in the zygote's group"] = _be_in_a_foreign_group
    if layers.inner and layers.scratch:
        acts["scratch folder: have more room than allowed"] = lambda: _have_room(
            layers.scratch, limits.scratch_mib
        )
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


def _gain_privileges(layers: Layers) -> None:
    """Look at what the kernel says of this process: seccomp hides whether an act would succeed."""
    get_dumpable, bounding_set_read, get_no_new_privs, sys_admin = 3, 23, 39, 21
    hidden = prctl(get_dumpable) == 0 and prctl(get_no_new_privs) == 1
    # With its scratch folder a child became root of a namespace, and must not be it any more.
    dropped = prctl(bounding_set_read, sys_admin) == 0 or not layers.scratch
    if hidden and dropped and os.getuid() != 0 and _libc.setuid(0) != 0:
        raise PermissionError


def _map(size: int) -> None:
    no_reserve = 0x4000
    flags = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | no_reserve
    mmap.mmap(-1, size, flags=flags, prot=mmap.PROT_READ).close()


def _use_foreign_descriptor() -> None:
    """Try every number above the pipes that the zygote and the steps before may have used."""
    for fd in range(5, 256):
        try:
            os.fstat(fd)
        except OSError:
            continue
        return
    raise PermissionError


def _be_in_a_foreign_group() -> None:
    # A group without setsid would be the zygote's; a session of one's own has a group of its own.
    if os.getsid(0) == os.getpid():
        raise PermissionError


def _have_room(scratch: str, mib: int) -> None:
    """Look for a folder that can be written to, as only its own can, and that is small."""
    try:
        path = f"{scratch}/attest"
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL))
        os.unlink(path)
    except OSError:
        return
    room = os.statvfs(scratch)
    if room.f_blocks * room.f_frsize <= mib << 20:
        raise PermissionError


def _raise_limit() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (10**6, 10**6))
