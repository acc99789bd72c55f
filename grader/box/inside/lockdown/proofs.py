"""
Proofs: one scratch child a layer tries a forbidden act, puts the layer on, and tries again.

A refusal proves a layer only where the same act was possible a moment before
and nothing else stands in its way. So each layer is put on alone. No
submission is anywhere near: the doctor asks for this, grading never does.
"""

import ctypes
import json
import mmap
import os
import resource
import signal
import socket
from collections.abc import Callable, Mapping
from typing import Any

from ..frames import write_all
from ..policy import Limits
from . import landlock, seccomp
from . import lock_in as lockdown
from .syscalls import prctl

Act = Callable[[], object]
_libc = ctypes.CDLL(None, use_errno=True)
_NO_NEW_PRIVS, _NORESERVE = 38, 0x4000
_ALARM_S = 20
_MARK = "left-by-a-proof"


def prove(prepared: lockdown.Prepared, targets: Mapping[str, Any]) -> dict[str, bool]:
    """
    Return, for each act, whether it was possible without its layer and refused with it.

    Args:
        prepared: What children enter.
        targets: Things outside that the grader has made to be reached for: ``file`` (a path
            it can read), ``pid`` (its own), ``port`` (a TCP listener on loopback),
            ``segment`` (a System V key).
    """
    layers, limits = prepared.layers, Limits()
    proofs: dict[str, bool] = {}
    if targets:
        proofs |= _in_child(lambda: _refused(_outer_acts(targets)))
    if layers.landlock_abi:
        proofs |= _in_child(lambda: _prove_landlock(prepared))
    if layers.seccomp:
        proofs |= _in_child(lambda: _prove_seccomp(prepared))
    if layers.scratch and layers.inner:
        proofs |= _in_child(lambda: _prove_scratch(layers.scratch, limits))
        left = os.path.exists(f"{layers.scratch}/{_MARK}")
        proofs["scratch folder: leave a file for others"] = not left
        proofs |= _in_child(lambda: _prove_privileges(layers.scratch, limits))
    if layers.inner:
        proofs |= _in_child(lambda: _prove_limits(prepared, limits))
        proofs |= _in_child(_prove_descriptors)
    return proofs


def _in_child(attempt: Callable[[], dict[str, bool]]) -> dict[str, bool]:
    """Run *attempt* in a throw-away process and return what it found."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        # Where children have it: everything above is closed before this is over.
        os.dup2(writer, lockdown.ANSWERS_FD)
        try:
            signal.alarm(_ALARM_S)
            found = attempt()
        except BaseException as error:
            found = {f"a scratch child failed: {type(error).__name__}: {error}": False}
        write_all(lockdown.ANSWERS_FD, json.dumps(found).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        said = pipe.read()
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if not said:
        return {f"a scratch child ended with {status}": False}
    return dict(json.loads(said))


def _is_possible(act: Act) -> bool:
    try:
        act()
    except (OSError, ValueError, MemoryError):
        return False
    return True


def _refused(acts: Mapping[str, Act]) -> dict[str, bool]:
    return {name: not _is_possible(act) for name, act in acts.items()}


def _before_and_after(acts: Mapping[str, Act], put_on: Callable[[], object]) -> dict[str, bool]:
    """Return which acts were possible before *put_on* and are not any more."""
    before = {name: _is_possible(act) for name, act in acts.items()}
    put_on()
    return {name: before[name] and not _is_possible(act) for name, act in acts.items()}


def _outer_acts(targets: Mapping[str, Any]) -> dict[str, Act]:
    """What only the outer wall stands in the way of; the grader itself can do all of it."""
    return {
        "bubblewrap: see a file of this machine": lambda: os.stat(targets["file"]),
        "bubblewrap: see a process of this machine": lambda: _see_process(targets["pid"]),
        "bubblewrap: reach a port of this machine": lambda: _connect(targets["port"]),
        "bubblewrap: attach shared memory of this machine": lambda: _attach(targets["segment"]),
        "bubblewrap: write to the root folder": lambda: os.mkdir("/written-by-a-proof"),
        "unprivileged: become root": lambda: os.setuid(0),
    }


def _see_process(identity: Mapping[str, Any]) -> None:
    if os.readlink("/proc/self/ns/pid") != identity["namespace"]:
        raise ProcessLookupError
    os.stat(f"/proc/{identity['pid']}")


def _connect(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=2):
        pass


def _attach(key: int) -> None:
    if _libc.shmget(key, 0, 0) < 0:
        raise OSError(ctypes.get_errno(), "shmget")


def _prove_landlock(prepared: lockdown.Prepared) -> dict[str, bool]:
    abi, parent = prepared.layers.landlock_abi, os.getppid()
    listener = socket.create_server(("127.0.0.1", 0))
    acts: dict[str, Act] = {
        "landlock: read a file that is not shown": lambda: os.close(
            os.open("/proc/version", os.O_RDONLY)
        ),
        "landlock: write where everybody may": lambda: _write_in("/tmp"),
    }
    if abi >= 4:
        acts["landlock: connect over TCP"] = lambda: _connect(listener.getsockname()[1])
    if abi >= 6:
        acts["landlock: signal another process"] = lambda: os.kill(parent, 0)
    return _before_and_after(acts, lambda: landlock.enter(prepared.ruleset))


def _write_in(folder: str) -> None:
    path = f"{folder}/proof-{os.getpid()}"
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL))
    os.unlink(path)


def _prove_seccomp(prepared: lockdown.Prepared) -> dict[str, bool]:
    def put_on() -> None:
        prctl(_NO_NEW_PRIVS, 1)
        seccomp.install(prepared.filter, os.getpid())

    parent = os.getppid()
    acts: dict[str, Act] = {
        "seccomp: open a socket": lambda: socket.socket(socket.AF_UNIX).close(),
        "seccomp: start a process": _fork,
        "seccomp: signal another process": lambda: os.kill(parent, 0),
        "seccomp: make memory that is no process's": lambda: os.close(os.memfd_create("proof")),
        "seccomp: change a limit": lambda: resource.setrlimit(
            resource.RLIMIT_CORE, resource.getrlimit(resource.RLIMIT_CORE)
        ),
    }
    return _before_and_after(acts, put_on)


def _fork() -> None:
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)


def _prove_scratch(folder: str, limits: Limits) -> dict[str, bool]:
    lockdown.mount_scratch(folder, limits)
    inside = {
        "scratch folder: fill more than its size": lambda: _fill(folder, limits.scratch_mib + 1),
        "scratch folder: make files without end": lambda: _make_files(folder, 4096),
    }
    found = _refused(inside)
    with open(f"{folder}/{_MARK}", "w"):
        return found


def _fill(folder: str, mib: int) -> None:
    path = f"{folder}/fill"
    try:
        with open(path, "wb", buffering=0) as file:
            for _ in range(mib):
                if file.write(bytes(1 << 20)) < 1 << 20:
                    raise OSError("no room")
    finally:
        os.unlink(path)


def _make_files(folder: str, count: int) -> None:
    made = 0
    try:
        for made in range(count):
            os.close(os.open(f"{folder}/{made}", os.O_WRONLY | os.O_CREAT))
    finally:
        for number in range(made):
            os.unlink(f"{folder}/{number}")


def _prove_privileges(folder: str, limits: Limits) -> dict[str, bool]:
    # Root in a user namespace of its own, as children are for a moment.
    lockdown.mount_scratch(folder, limits)
    acts: dict[str, Act] = {
        "privileges: change the root folder": lambda: os.chroot("/"),
        "privileges: mount a file system": lambda: _mount(folder),
    }
    return _before_and_after(acts, lockdown.drop_privileges)


def _mount(folder: str) -> None:
    if _libc.mount(b"proof", folder.encode(), b"tmpfs", 0, None) < 0:
        raise OSError(ctypes.get_errno(), "mount")


def _prove_limits(prepared: lockdown.Prepared, limits: Limits) -> dict[str, bool]:
    mib = 1 << 20
    acts: dict[str, Act] = {
        "limits: map more memory than allowed": lambda: _map(2 * limits.memory_mib * mib),
        "limits: open more files than allowed": lambda: os.close(os.dup2(0, limits.open_files)),
        "limits: write a larger file than allowed": lambda: _grow((limits.file_mib + 1) * mib),
    }
    found = _before_and_after(acts, lambda: lockdown.set_limits(limits, prepared.address_space))
    found["limits: compute longer than allowed"] = _ends_at_its_cpu_limit()
    return found


def _map(size: int) -> None:
    flags = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | _NORESERVE
    mmap.mmap(-1, size, flags=flags, prot=mmap.PROT_READ).close()


def _grow(size: int) -> None:
    fd = os.memfd_create("proof")
    try:
        os.ftruncate(fd, size)
    finally:
        os.close(fd)


def _ends_at_its_cpu_limit() -> bool:
    pid = os.fork()
    if pid == 0:
        resource.setrlimit(resource.RLIMIT_CPU, (1, 2))
        while True:
            pass
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == -signal.SIGXCPU


def _prove_descriptors() -> dict[str, bool]:
    spare = os.dup2(0, 60)
    acts: dict[str, Act] = {"descriptors: use one of the zygote's": lambda: os.fstat(spare)}
    return _before_and_after(acts, lockdown.close_rest)
