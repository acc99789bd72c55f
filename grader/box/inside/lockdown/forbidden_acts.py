"""
The forbidden acts: what each layer of the box must refuse.

One table with two uses. A child that has locked itself in attests: it tries the acts of every
layer that is on and must be refused each. The doctor proves the layers one by one: it tries
their acts without the layer and again with it. A layer counts because it refused an act here,
not because it was asked to.
"""

import ctypes
import mmap
import os
import resource
import signal
import socket
import stat
from collections.abc import Callable
from dataclasses import dataclass
from enum import Flag, auto

from ..control import Targets
from ..policy import OPEN_FOLDERS, SCRATCH_FILES, Layer, Limits
from .steps import Layers
from .syscalls import mount, prctl, unshare

_libc = ctypes.CDLL(None, use_errno=True)
_NEWUSER = 0x10000000
_PROGRAM = ("/bin/true", ["true"])


@dataclass(frozen=True)
class Context:
    """The targets of the acts: a child's limits and scratch folder, and things outside."""

    limits: Limits
    scratch: str
    targets: Targets


class Tried(Flag):
    """Who tries an act, and when."""

    #: By every child; a few acts for each layer are enough.
    ATTESTED = auto()
    #: By the doctor, with the act's layer alone.
    WITH = auto()
    #: By the doctor, without the layer, where it must be possible.
    WITHOUT = auto()
    PROVED = WITH | WITHOUT
    BOTH = ATTESTED | PROVED


@dataclass(frozen=True)
class Act:
    """
    One forbidden act.

    Attributes:
        layer: The layer that must refuse it.
        name: What it does, as the doctor prints it.
        attempt: Returns if it could be done, raises OSError or ValueError if it was refused.
        tried: Who tries it.
        landlock_abi: The first version of Landlock that refuses it, 0 where that is no matter.
    """

    layer: Layer
    name: str
    attempt: Callable[[Context], object]
    tried: Tried = Tried.BOTH
    landlock_abi: int = 0

    def __str__(self) -> str:
        return f"{self.layer}: {self.name}"

    def is_refused(self, context: Context) -> bool:
        """Try it and say whether it was refused."""
        try:
            self.attempt(context)
        except (OSError, ValueError):
            return True
        return False


def attest(layers: Layers, limits: Limits) -> dict[str, bool]:
    """Return, for each act that this child's *layers* must refuse, whether it was refused."""
    context, on = Context(limits, layers.scratch, Targets()), layers.on()
    acts = [act for act in ACTS if Tried.ATTESTED in act.tried and act.layer in on]
    return {str(act): act.is_refused(context) for act in acts}


def _see_file(context: Context) -> None:
    os.stat(context.targets.file)


def _see_process(context: Context) -> None:
    targets = context.targets
    if os.readlink("/proc/self/ns/pid") != targets.pid_namespace:
        raise ProcessLookupError
    os.stat(f"/proc/{targets.pid}")


def _connect(context: Context) -> None:
    with socket.create_connection(("127.0.0.1", context.targets.port), timeout=2):
        pass


def _attach_segment(context: Context) -> None:
    if _libc.shmget(context.targets.segment, 0, 0) < 0:
        raise OSError(ctypes.get_errno(), "shmget")


def _write_to_root(_context: Context) -> None:
    os.mkdir("/written-by-a-proof")


def _read_hidden_file(_context: Context) -> None:
    # Behind bubblewrap only the second exists, and only Landlock closes it.
    for path in ("/etc/passwd", "/proc/version"):
        try:
            os.close(os.open(path, os.O_RDONLY))
        except OSError:
            continue
        return
    raise PermissionError


def _write_outside(context: Context) -> None:
    """Make a file in one of the folders that everybody may write to on an open machine."""
    for folder in OPEN_FOLDERS:
        path = f"{folder}/attempt-{os.getpid()}"
        try:
            if folder != context.scratch:
                os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL))
                os.unlink(path)
                return
        except OSError:
            continue
    raise PermissionError


def _signal_parent(_context: Context) -> None:
    os.kill(os.getppid(), 0)


def _kill_itself(_context: Context) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _fork(_context: Context) -> None:
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)


def _change_limit(_context: Context) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, resource.getrlimit(resource.RLIMIT_CORE))


def _make_memory(_context: Context) -> None:
    os.close(os.memfd_create("forbidden"))


def _use_shared_folder(context: Context) -> None:
    """Succeed unless the folder can be written to and is closed to others, as its tmpfs is."""
    try:
        path = f"{context.scratch}/attempt"
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL))
        os.unlink(path)
    except OSError:
        return
    if stat.S_IMODE(os.stat(context.scratch).st_mode) == 0o700:
        raise PermissionError


def _fill_scratch(context: Context) -> None:
    path = f"{context.scratch}/fill"
    try:
        with open(path, "wb", buffering=0) as file:
            for _ in range(context.limits.scratch_mib + 1):
                if file.write(bytes(1 << 20)) < 1 << 20:
                    raise OSError("no room")
    finally:
        os.unlink(path)


def _make_many_files(context: Context) -> None:
    made = 0
    try:
        for made in range(2 * SCRATCH_FILES):
            os.close(os.open(f"{context.scratch}/{made}", os.O_WRONLY | os.O_CREAT))
    finally:
        for number in range(made):
            os.unlink(f"{context.scratch}/{number}")


def _gain_privileges(context: Context) -> None:
    """Look at what the kernel says of this process: seccomp hides whether an act would succeed."""
    get_dumpable, bounding_set_read, get_no_new_privs, sys_admin = 3, 23, 39, 21
    hidden = prctl(get_dumpable) == 0 and prctl(get_no_new_privs) == 1
    # With its scratch folder a child became root of a namespace, and must not be it any more.
    dropped = prctl(bounding_set_read, sys_admin) == 0 or not context.scratch
    if hidden and dropped and os.getuid() != 0 and _libc.setuid(0) != 0:
        raise PermissionError


def _mark_zygote(_context: Context) -> None:
    """Try to change one of the values in /proc that any process of the same user may change."""
    os.close(os.open(f"/proc/{os.getppid()}/oom_score_adj", os.O_WRONLY))


def _mount(context: Context) -> None:
    mount("forbidden", context.scratch, "tmpfs", 0, "")


def _raise_limit(_context: Context) -> None:
    resource.setrlimit(resource.RLIMIT_NOFILE, (10**4, 10**4))


def _map_memory(context: Context) -> None:
    no_reserve = 0x4000
    flags = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | no_reserve
    size = 2 * context.limits.memory_mib << 20
    mmap.mmap(-1, size, flags=flags, prot=mmap.PROT_READ).close()


def _open_many_files(context: Context) -> None:
    os.close(os.dup2(0, context.limits.open_files))


def _grow_file(context: Context) -> None:
    fd = os.memfd_create("forbidden")
    try:
        os.ftruncate(fd, (context.limits.file_mib + 1) << 20)
    finally:
        os.close(fd)


def _compute_too_long(_context: Context) -> None:
    pid = os.fork()
    if pid == 0:
        resource.setrlimit(resource.RLIMIT_CPU, (1, 2))
        while True:
            pass
    if os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == -signal.SIGXCPU:
        raise PermissionError


def _use_foreign_descriptor(_context: Context) -> None:
    """Try every number above the pipes that the zygote and the steps before may have used."""
    for fd in range(5, 256):
        try:
            os.fstat(fd)
        except OSError:
            continue
        return
    raise PermissionError


def _be_in_foreign_group(_context: Context) -> None:
    # Without setsid the group would be the zygote's; a session of its own has its own group.
    if os.getsid(0) == os.getpid():
        raise PermissionError


#: By every child and by the doctor, for what is refused without the child's own layer too.
_REFUSED = Tried.ATTESTED | Tried.WITH
#: Whoever is killed and has been refused this was killed by somebody else.
_KILL_ITSELF = Act(Layer.SECCOMP, "kill itself", _kill_itself, Tried.ATTESTED)
KILL_ITSELF = str(_KILL_ITSELF)

ACTS = (
    Act(Layer.BUBBLEWRAP, "see a file of this machine", _see_file, Tried.WITH),
    Act(Layer.BUBBLEWRAP, "see a process of this machine", _see_process, Tried.WITH),
    Act(Layer.BUBBLEWRAP, "reach a port of this machine", _connect, Tried.WITH),
    Act(Layer.BUBBLEWRAP, "attach shared memory of this machine", _attach_segment, Tried.WITH),
    Act(Layer.BUBBLEWRAP, "write to the root folder", _write_to_root, Tried.WITH),
    Act(Layer.UNPRIVILEGED, "become root", lambda _: os.setuid(0), Tried.WITH),
    Act(Layer.LANDLOCK, "read a file that is not shown", _read_hidden_file),
    Act(Layer.LANDLOCK, "write outside the scratch folder", _write_outside),
    Act(Layer.LANDLOCK, "connect over TCP", _connect, Tried.PROVED, landlock_abi=4),
    Act(Layer.LANDLOCK, "signal another process", _signal_parent, Tried.PROVED, landlock_abi=6),
    Act(Layer.SECCOMP, "open a socket", lambda _: socket.socket(socket.AF_UNIX).close()),
    Act(Layer.SECCOMP, "start a process", _fork),
    Act(Layer.SECCOMP, "run a program", lambda _: os.execv(*_PROGRAM), Tried.ATTESTED),
    Act(Layer.SECCOMP, "signal another process", _signal_parent),
    Act(Layer.SECCOMP, "make a namespace", lambda _: unshare(_NEWUSER), Tried.ATTESTED),
    _KILL_ITSELF,
    Act(Layer.SECCOMP, "make memory without a process", _make_memory, Tried.PROVED),
    Act(Layer.SECCOMP, "change a limit", _change_limit, Tried.PROVED),
    Act(Layer.FOLDERS, "write where others may look", _write_outside),
    Act(Layer.SCRATCH, "share its folder with others", _use_shared_folder, Tried.ATTESTED),
    Act(Layer.SCRATCH, "fill more than its size", _fill_scratch, Tried.WITH),
    Act(Layer.SCRATCH, "make files without end", _make_many_files, Tried.WITH),
    Act(Layer.PRIVILEGES, "gain a capability", _gain_privileges, Tried.ATTESTED),
    Act(Layer.PRIVILEGES, "leave a mark on the zygote", _mark_zygote, _REFUSED),
    Act(Layer.PRIVILEGES, "change the root folder", lambda _: os.chroot("/"), Tried.PROVED),
    Act(Layer.PRIVILEGES, "mount a file system", _mount, Tried.PROVED),
    Act(Layer.LIMITS, "raise a limit", _raise_limit, Tried.ATTESTED),
    Act(Layer.LIMITS, "map more memory than allowed", _map_memory),
    Act(Layer.LIMITS, "open more files than allowed", _open_many_files),
    Act(Layer.LIMITS, "write a larger file than allowed", _grow_file, Tried.PROVED),
    Act(Layer.LIMITS, "compute longer than allowed", _compute_too_long, Tried.WITH),
    Act(Layer.DESCRIPTORS, "use one of the zygote's", _use_foreign_descriptor),
    Act(Layer.SESSION, "be in the zygote's group", _be_in_foreign_group, Tried.ATTESTED),
)
