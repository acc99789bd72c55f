"""
The steps by which a child locks itself in before it reads a byte of a submission.

The order matters: namespaces need rights that the later steps give up, and
seccomp forbids the earlier steps. Every step raises where it fails.
"""

import contextlib
import ctypes
import os
import resource
import signal
import struct
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .. import policy
from ..policy import Layer, Limits
from . import landlock, seccomp
from .syscalls import is_known_machine, mount, prctl, syscall, unshare

QUESTIONS_FD, ANSWERS_FD = 3, 4

_PDEATHSIG, _DUMPABLE, _CAPBSET_DROP, _CAP_AMBIENT, _NO_NEW_PRIVS = 1, 4, 24, 47, 38
_CLEAR_ALL = 4
_NEWUSER, _NEWNS = 0x10000000, 0x00020000
_MOUNT_FLAGS = {"nosuid": 2, "nodev": 4, "noexec": 8}
_CAPABILITY_VERSION = 0x20080522
_LAST_CAPABILITY = 63
_FAR_FUTURE_S = 1 << 32
#: The kernel ends a process with this first when memory runs out.
_FIRST_TO_GO = 1000


@dataclass(frozen=True)
class Layers:
    """
    The layers that a child can put on here; the zygote finds out once.

    Attributes:
        landlock_abi: Landlock's version, 0 for none.
        seccomp: Whether system calls are filtered.
        scratch: Folder that a private, writable tmpfs covers, "" for none; without inner
            layers a folder that all children may write to.
        inner: Whether children lock themselves in at all.
        folders: Whether the zygote closes the folders behind bubblewrap.
    """

    landlock_abi: int
    seccomp: bool
    scratch: str
    inner: bool = True
    folders: bool = False

    def on(self) -> set[Layer]:
        """Return the layers that a child puts on itself."""
        if not self.inner:
            return set()
        always = {Layer.PRIVILEGES, Layer.LIMITS, Layer.DESCRIPTORS, Layer.SESSION}
        found = {
            Layer.LANDLOCK: bool(self.landlock_abi),
            Layer.SECCOMP: self.seccomp,
            Layer.SCRATCH: bool(self.scratch),
            Layer.FOLDERS: self.folders,
        }
        return always | {layer for layer, is_on in found.items() if is_on}


@dataclass(frozen=True)
class Prepared:
    """The state that the zygote prepares once for all its children."""

    layers: Layers
    readable: tuple[str, ...]
    filter: bytes
    address_space: int
    parent: int
    #: Called before the filter is put on, while a child may still start a thread.
    before_filter: Callable[[], None] | None = None


def prepare(
    layers: Layers, readable: Sequence[str], before_filter: Callable[[], None] | None = None
) -> Prepared:
    """Return what children need, made in the zygote."""
    template = seccomp.program() if layers.seccomp else b""
    with open("/proc/self/statm") as statm:
        pages = int(statm.read().split()[0])
    address_space = pages * resource.getpagesize()
    return Prepared(layers, tuple(readable), template, address_space, os.getpid(), before_filter)


def hide() -> None:
    """Close this process to others of its user: they cannot read it or leave marks in /proc."""
    prctl(_DUMPABLE, 0)


def close_folder(folder: str) -> None:
    """
    Let nobody write to a folder, nor move its time of access, which only goes forward.

    Children may be its owner, but seccomp refuses them every call that would open it again.
    """
    os.chmod(folder, 0o555)
    os.utime(folder, (_FAR_FUTURE_S, os.stat(folder).st_mtime))


def take_pipes(questions: int, answers: int) -> None:
    """Keep only the two pipes and /dev/null as standard streams; close everything else."""
    null = os.open(os.devnull, os.O_RDWR)
    high = [os.dup2(fd, 100 + number) for number, fd in enumerate((questions, answers, null))]
    for target, fd in ((QUESTIONS_FD, high[0]), (ANSWERS_FD, high[1])):
        os.dup2(fd, target, inheritable=False)
    for target in (0, 1, 2):
        os.dup2(high[2], target, inheritable=False)


def close_rest() -> None:
    """Close every descriptor above the pipes."""
    syscall("close_range", 5, 0x7FFFFFFF, 0)


def lock(prepared: Prepared, limits: Limits, questions: int, answers: int) -> None:
    """
    Lock this process in for good.

    Raises:
        OSError: If a layer that should be there cannot be put on; the caller
            must end the process without reading the submission.
    """
    layers = prepared.layers
    prctl(_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != prepared.parent:
        raise OSError("the zygote has ended")
    os.setsid()
    prctl(_DUMPABLE, 1)  # What /proc shows of an undumpable process belongs to root.
    go_first()
    take_pipes(questions, answers)
    close_rest()
    if layers.scratch:
        mount_scratch(layers.scratch, limits)
    os.chdir(layers.scratch or "/")
    drop_privileges()
    if layers.landlock_abi:
        own = (layers.scratch,) if layers.scratch else ()
        landlock.enter(prepared.readable, (*policy.WRITABLE, *own))
    set_limits(limits, prepared.address_space)
    if prepared.before_filter is not None:
        prepared.before_filter()
    if layers.seccomp:
        seccomp.install(prepared.filter, os.getpid())


def go_first() -> None:
    """
    Tell the kernel to end this process before any other when memory runs out.

    It is the one that can be tried again, and perhaps the one that took the memory.
    """
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w") as file:
        file.write(str(_FIRST_TO_GO))


def mount_scratch(folder: str, limits: Limits) -> None:
    """Put a private, bounded tmpfs over *folder*, seen by this process alone."""
    uid, gid = os.getuid(), os.getgid()
    prctl(_DUMPABLE, 1)
    unshare(_NEWUSER | _NEWNS)
    map_ids(uid, gid)
    options = f"size={limits.scratch_mib}m,nr_inodes={policy.SCRATCH_FILES},mode=700"
    flags = sum(_MOUNT_FLAGS[flag] for flag in policy.SCRATCH_MOUNT)
    mount("scratch", folder, "tmpfs", flags, options)


def map_ids(uid: int, gid: int) -> None:
    """Map this process's new user namespace to the ids it had outside."""
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{uid} {uid} 1"),
        ("gid_map", f"{gid} {gid} 1"),
    ):
        with open(f"/proc/self/{name}", "w") as file:
            file.write(text)


def drop_privileges() -> None:
    """Give up every capability and the way back to one; hide from ptrace and /proc."""
    for capability in range(_LAST_CAPABILITY + 1):
        try:
            prctl(_CAPBSET_DROP, capability)
        except OSError:
            break  # Past the last one this kernel knows, or none left to drop with.
    prctl(_CAP_AMBIENT, _CLEAR_ALL)
    head = ctypes.create_string_buffer(struct.pack("=Ii", _CAPABILITY_VERSION, 0))
    syscall("capset", head, ctypes.create_string_buffer(24))
    prctl(_NO_NEW_PRIVS, 1)
    prctl(_DUMPABLE, 0)


def set_limits(limits: Limits, address_space: int) -> None:
    """Set the resource limits; memory counts from what the zygote already maps."""
    for kind, soft, hard in limits.resources(address_space):
        resource.setrlimit(kind, (soft, hard))


def probe_layers(inner: bool, scratch: str) -> Layers:
    """Return the layers that work here, each tried in a scratch child."""
    if not inner or sys.platform != "linux":
        return Layers(landlock_abi=0, seccomp=False, scratch=scratch, inner=False)
    works_seccomp = is_known_machine() and works(_try_seccomp)
    works_scratch = bool(scratch) and works(lambda: mount_scratch(scratch, Limits()))
    return Layers(landlock.abi(), works_seccomp, scratch if works_scratch else "")


def _try_seccomp() -> None:
    prctl(_NO_NEW_PRIVS, 1)
    seccomp.install(seccomp.program(), os.getpid())


def works(attempt: Callable[[], None]) -> bool:
    """
    Say whether *attempt* raises nothing in a scratch child.

    Raises:
        RuntimeError: If something kills that child: nothing is known of what was tried.
    """
    pid = os.fork()
    if pid == 0:
        try:
            attempt()
            os._exit(0)
        except BaseException:
            os._exit(1)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if code == -signal.SIGKILL:
        raise RuntimeError("something outside killed a process that tried what works here")
    return code == 0
