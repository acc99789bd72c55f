"""
The policy of the box: what a submission may read, write, call and use, and what it is told.

Everything here is data and is stated once. ``sandbox`` builds bubblewrap's command from it,
the modules of ``lockdown`` put on each child's layers by it.
"""

import resource
from dataclasses import dataclass
from enum import StrEnum


class Layer(StrEnum):
    """A layer between a submission and the machine, listed from the outside in."""

    BUBBLEWRAP = "bubblewrap"
    UNPRIVILEGED = "unprivileged"
    SCRATCH = "scratch folder"
    FOLDERS = "closed folders"
    PRIVILEGES = "privileges"
    LANDLOCK = "Landlock"
    LIMITS = "limits"
    SECCOMP = "seccomp"
    DESCRIPTORS = "descriptors"
    SESSION = "session"
    CLOCK = "clock"
    CONNECTION = "connection"


# ---- Identity -----------------------------------------------------------------------------------

#: The user and group that a zygote started by root becomes.
UNPRIVILEGED_ID = 65534
#: What root keeps until then, which is before the zygote imports any package.
STEP_DOWN_CAPABILITIES = ("CAP_SETUID", "CAP_SETGID")
#: The zygote's own namespaces; besides these a user namespace, unless root started it.
NAMESPACES = ("pid", "net", "ipc", "uts", "cgroup-try")

# ---- Paths --------------------------------------------------------------------------------------

#: Where bubblewrap shows this package: the box sees nothing else of the grader.
BOX = "/box"
#: Where each child mounts its own scratch folder, a tmpfs that no other process sees.
SCRATCH = "/scratch"
#: Without bubblewrap the tmpfs covers the first of these that holds nothing a child needs.
BARE_SCRATCH = ("/tmp", "/mnt", "/srv", "/media")
SCRATCH_MOUNT = ("nosuid", "nodev", "noexec")
#: The zygote's own folder behind bubblewrap, in a tmpfs of this size: the only one that it can
#: write to. It empties and closes it before the first child exists.
ZYGOTE_FOLDER = "/tmp/zygote"
TMP_MIB = 16

#: Packages whose folders are readable besides the interpreter's, wherever they are installed.
PACKAGES = ("torch", "numpy", "matplotlib")
#: Readable, besides the interpreter, its packages and BOX.
READABLE = (
    *("/usr/lib", "/usr/lib64", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/alternatives"),
    # Where distributions keep what matplotlib reads; its own package has it beside the code.
    *("/usr/share/matplotlib", "/etc/matplotlibrc"),
    *("/dev/null", "/dev/zero", "/dev/urandom", "/dev/random"),
)
#: Shown by bubblewrap, but closed to children by Landlock: the program with which bubblewrap
#: is tried, and what torch reads once about the processor.
SHOWN = ("/usr/bin/true", "/sys/devices/system/cpu")
#: Folders that everybody may write to on many machines.
OPEN_FOLDERS = ("/", "/tmp", ZYGOTE_FOLDER, "/var/tmp", "/dev", "/dev/shm", "/run", "/run/lock")
#: Writable, besides the scratch folder.
WRITABLE = ("/dev/null",)

#: Landlock's rights on readable and writable paths. Every right of the kernel that is not named
#: here is refused everywhere, as are TCP (ABI 4), signals and abstract sockets (ABI 6).
READ_RIGHTS = ("execute", "read_file", "read_dir")
WRITE_RIGHTS = (
    *("read_file", "read_dir", "write_file", "remove_dir", "remove_file"),
    *("make_dir", "make_reg", "refer", "truncate"),
)

# ---- Limits -------------------------------------------------------------------------------------

#: Files and folders in a scratch folder.
SCRATCH_FILES = 2048


@dataclass(frozen=True)
class Limits:
    """The limits of a child; the wall clock is watched from outside."""

    cpu_s: int = 150
    memory_mib: int = 1024
    file_mib: int = 32
    scratch_mib: int = 64
    open_files: int = 64

    def resources(self, used: int) -> tuple[tuple[int, int, int], ...]:
        """Return each resource with its soft and hard limit; memory counts from *used* bytes on."""
        memory, file = used + (self.memory_mib << 20), self.file_mib << 20
        most_s = resource.getrlimit(resource.RLIMIT_CPU)[1]
        limited = most_s != resource.RLIM_INFINITY
        return (
            # SIGXCPU, once a second. Not SIGKILL at a hard limit: that would look like one from
            # outside. A child that catches the signal is ended by the grader.
            (resource.RLIMIT_CPU, min(self.cpu_s, most_s) if limited else self.cpu_s, most_s),
            (resource.RLIMIT_AS, memory, memory),
            (resource.RLIMIT_DATA, memory, memory),
            (resource.RLIMIT_FSIZE, file, file),
            (resource.RLIMIT_NOFILE, self.open_files, self.open_files),
            (resource.RLIMIT_STACK, 8 << 20, 8 << 20),
            (resource.RLIMIT_CORE, 0, 0),
            (resource.RLIMIT_MEMLOCK, 0, 0),
        )


# ---- Answers ------------------------------------------------------------------------------------
# Kept inside, where an answer is made, and checked again where it arrives, before it is used.

#: What is told of an exception: characters of its text and of a name, and classes it derives from.
ERROR_TEXT, ERROR_NAME, ERROR_BASES = 2000, 200, 40
#: What is told of a figure: points of one line and of all, lines, characters of a text, texts.
LINE_POINTS, FIGURE_POINTS, FIGURE_LINES = 4000, 20_000, 2000
FIGURE_TEXT, FIGURE_TEXTS = 1000, 500
#: Keys of one hash in a dict or set, which are compared each with each.
ALIKE_KEYS = 64
#: What crosses of classes in one check: how many, what one derives from, fields of a named tuple.
CLASSES, CLASS_BASES, FIELDS = 1000, 64, 255
#: Columns of a data frame.
COLUMNS = 2000


# ---- Environment --------------------------------------------------------------------------------

#: All variables of the box: nothing of the grader's own environment reaches it.
ENVIRONMENT = {
    "PATH": "/usr/bin",
    "LANG": "C.UTF-8",
    "HOME": "/tmp",
    "TMPDIR": "/tmp",
    "MPLBACKEND": "Agg",
    "MPLCONFIGDIR": "/tmp",
    "OMP_NUM_THREADS": "1",
    "OMP_THREAD_LIMIT": "1",
    "MKL_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    # The order of a set must not depend on the zygote.
    "PYTHONHASHSEED": "0",
    "PYTHONDONTWRITEBYTECODE": "1",
    # malloc asks for huge pages: fewer page faults, and hardly any left to gather at the end.
    "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
}
#: These name the scratch folder in a child that has one.
SCRATCH_VARIABLES = ("HOME", "TMPDIR", "MPLCONFIGDIR")

# ---- System calls -------------------------------------------------------------------------------


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split())


#: Allowed with any arguments.
ALLOWED_CALLS = _names(
    """
    read write open close stat fstat lstat poll lseek mmap mprotect munmap brk rt_sigaction
    rt_sigprocmask rt_sigreturn pread64 pwrite64 readv writev access select sched_yield mremap
    madvise dup dup2 pause nanosleep getitimer alarm setitimer getpid exit uname fsync fdatasync
    ftruncate getcwd chdir rename mkdir rmdir unlink readlink umask gettimeofday getrlimit
    getrusage sysinfo times getuid getgid geteuid getegid getppid getpgrp getgroups getsid
    sigaltstack getpriority gettid time futex sched_getaffinity getdents64 set_tid_address
    fadvise64 clock_gettime clock_getres clock_nanosleep exit_group epoll_wait epoll_ctl openat
    mkdirat newfstatat unlinkat renameat readlinkat faccessat pselect6 ppoll set_robust_list
    fallocate eventfd2 epoll_pwait epoll_create1 dup3 pipe2 renameat2 getrandom membarrier statx
    rseq close_range faccessat2
    """
)
#: Refused with EPERM: an honest program may try these and should be told no. Every call that
#: is not named in this module is refused with ENOSYS, so that libraries fall back.
REFUSED_CALLS = _names(
    """
    socket connect sendto sendmsg bind listen socketpair clone fork vfork execve shmget chmod
    fchmod chown fchown fchmodat fchownat link symlink linkat symlinkat truncate flock ptrace
    setrlimit setuid setgid setsid setpgid setpriority sched_setaffinity sched_setscheduler mount
    umount2 chroot pivot_root unshare setns execveat memfd_create bpf utimensat io_uring_setup
    pidfd_open process_vm_readv process_vm_writev keyctl add_key perf_event_open userfaultfd
    mq_open semget msgget mlock
    """
)

#: Stands for the child's own process id, which is not known until it exists.
OWN_PID = 0x7FFFFFFF


@dataclass(frozen=True)
class ArgumentRule:
    """
    A call that is allowed if its *argument* is one of *values*, and *but_not* is none of its own.

    Arguments are ints and counted from 0; *but_not* names another one and what it may not be.
    """

    call: str
    argument: int
    values: tuple[int, ...]
    but_not: tuple[int, tuple[int, ...]] | None = None


@dataclass(frozen=True)
class ZeroRule:
    """A call that is allowed if the arguments *ints* and *pointers* (from 0) are all zero."""

    call: str
    ints: tuple[int, ...]
    pointers: tuple[int, ...]


#: SIGKILL and SIGSTOP, which no process can catch. A child may send itself any other signal;
#: that it cannot send these tells a SIGKILL from outside from one of its own.
UNSTOPPABLE = (9, 19)

#: Allowed by argument, else refused with EPERM.
ARGUMENT_RULES = (
    # F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_DUPFD_CLOEXEC: no locks, no signals, no leases.
    ArgumentRule("fcntl", 1, (0, 1, 2, 3, 4, 1030)),
    # TCGETS (answers "no terminal"), FIONREAD, FIONCLEX, FIOCLEX.
    ArgumentRule("ioctl", 1, (0x5401, 0x541B, 0x5450, 0x5451)),
    # PR_GET_DUMPABLE, PR_SET_NAME, PR_GET_NAME, PR_CAPBSET_READ, PR_GET_NO_NEW_PRIVS, PR_SET_VMA.
    ArgumentRule("prctl", 0, (3, 15, 16, 23, 39, 0x53564D41)),
    ArgumentRule("kill", 0, (OWN_PID,), but_not=(1, UNSTOPPABLE)),
    ArgumentRule("tgkill", 0, (OWN_PID,), but_not=(2, UNSTOPPABLE)),
)
#: A process may ask for its own limits (pid 0) and set none (no new limit).
ZERO_RULES = (ZeroRule("prlimit64", ints=(0,), pointers=(2,)),)
