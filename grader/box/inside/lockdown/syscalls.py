"""System calls that Python has no name for, by number, through ctypes."""

import ctypes
import errno
import os
import platform

_libc = ctypes.CDLL(None, use_errno=True)

MACHINE = platform.machine()
_COLUMNS = {"x86_64": 0, "aarch64": 1}

#: Number on x86_64, number on aarch64 (None: has none).
NUMBERS: dict[str, tuple[int, int | None]] = {
    "read": (0, 63), "write": (1, 64), "open": (2, None), "close": (3, 57), "stat": (4, None),
    "fstat": (5, 80), "lstat": (6, None), "poll": (7, None), "lseek": (8, 62), "mmap": (9, 222),
    "mprotect": (10, 226), "munmap": (11, 215), "brk": (12, 214), "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135), "rt_sigreturn": (15, 139), "ioctl": (16, 29), "pread64": (17, 67),
    "pwrite64": (18, 68), "readv": (19, 65), "writev": (20, 66), "access": (21, None),
    "select": (23, None), "sched_yield": (24, 124), "mremap": (25, 216), "madvise": (28, 233),
    "shmget": (29, 194), "dup": (32, 23), "dup2": (33, None), "pause": (34, None),
    "nanosleep": (35, 101), "getitimer": (36, 102), "alarm": (37, None), "setitimer": (38, 103),
    "getpid": (39, 172), "socket": (41, 198), "connect": (42, 203), "sendto": (44, 206),
    "sendmsg": (46, 211), "bind": (49, 200), "listen": (50, 201), "socketpair": (53, 199),
    "clone": (56, 220), "fork": (57, None), "vfork": (58, None), "execve": (59, 221),
    "exit": (60, 93), "kill": (62, 129), "uname": (63, 160), "semget": (64, 190),
    "msgget": (68, 186), "fcntl": (72, 25), "flock": (73, 32), "fsync": (74, 82),
    "fdatasync": (75, 83), "truncate": (76, 45), "ftruncate": (77, 46), "getcwd": (79, 17),
    "chdir": (80, 49), "rename": (82, None), "mkdir": (83, None), "rmdir": (84, None),
    "link": (86, None), "unlink": (87, None), "symlink": (88, None), "readlink": (89, None),
    "chmod": (90, None), "fchmod": (91, 52), "chown": (92, None), "fchown": (93, 55),
    "umask": (95, 166), "gettimeofday": (96, 169), "getrlimit": (97, 163), "getrusage": (98, 165),
    "sysinfo": (99, 179), "times": (100, 153), "ptrace": (101, 117), "getuid": (102, 174),
    "getgid": (104, 176), "setuid": (105, 146), "setgid": (106, 144), "geteuid": (107, 175),
    "getegid": (108, 177), "setpgid": (109, 154), "getppid": (110, 173), "getpgrp": (111, None),
    "setsid": (112, 157), "getgroups": (115, 158), "getsid": (124, 156), "capset": (126, 91),
    "sigaltstack": (131, 132), "getpriority": (140, 141), "setpriority": (141, 140),
    "sched_setscheduler": (144, 119), "mlock": (149, 228), "pivot_root": (155, 41),
    "prctl": (157, 167), "setrlimit": (160, 164), "chroot": (161, 51), "mount": (165, 40),
    "umount2": (166, 39), "gettid": (186, 178), "time": (201, None), "futex": (202, 98),
    "sched_setaffinity": (203, 122), "sched_getaffinity": (204, 123), "getdents64": (217, 61),
    "set_tid_address": (218, 96), "fadvise64": (221, 223), "clock_gettime": (228, 113),
    "clock_getres": (229, 114), "clock_nanosleep": (230, 115), "exit_group": (231, 94),
    "epoll_wait": (232, None), "epoll_ctl": (233, 21), "tgkill": (234, 131), "mq_open": (240, 180),
    "add_key": (248, 217), "keyctl": (250, 219), "openat": (257, 56), "mkdirat": (258, 34),
    "fchownat": (260, 54), "newfstatat": (262, 79), "unlinkat": (263, 35), "renameat": (264, 38),
    "linkat": (265, 37), "symlinkat": (266, 36), "readlinkat": (267, 78), "fchmodat": (268, 53),
    "faccessat": (269, 48), "pselect6": (270, 72), "ppoll": (271, 73), "unshare": (272, 97),
    "set_robust_list": (273, 99), "utimensat": (280, 88), "epoll_pwait": (281, 22),
    "fallocate": (285, 47), "eventfd2": (290, 19), "epoll_create1": (291, 20), "dup3": (292, 24),
    "pipe2": (293, 59), "perf_event_open": (298, 241), "prlimit64": (302, 261),
    "setns": (308, 268), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "renameat2": (316, 276), "seccomp": (317, 277), "getrandom": (318, 278),
    "memfd_create": (319, 279), "bpf": (321, 280), "execveat": (322, 281),
    "userfaultfd": (323, 282), "membarrier": (324, 283), "statx": (332, 291), "rseq": (334, 293),
    "pidfd_send_signal": (424, 424), "io_uring_setup": (425, 425), "pidfd_open": (434, 434),
    "close_range": (436, 436), "faccessat2": (439, 439), "landlock_create_ruleset": (444, 444),
    "landlock_add_rule": (445, 445), "landlock_restrict_self": (446, 446),
}  # fmt: skip


def is_known_machine() -> bool:
    """Say whether this machine's call numbers are known here."""
    return MACHINE in _COLUMNS


def call_number(name: str) -> int | None:
    """Return the number of a system call on this machine, None where it has none or is unknown."""
    numbers = NUMBERS[name]
    if is_known_machine():
        return numbers[_COLUMNS[MACHINE]]
    # A call that is new since Linux 5.1 has one number on every machine.
    return numbers[0] if numbers[0] == numbers[1] else None


def syscall(name: str, *args: int | bytes | ctypes.Array[ctypes.c_char] | None) -> int:
    """
    Make the system call *name* and return its result.

    Raises:
        OSError: With the call's errno; also where this machine has no number for it.
    """
    number = call_number(name)
    if number is None:
        raise OSError(errno.ENOSYS, f"{name} is unknown on {MACHINE}")
    return _checked(_libc.syscall(ctypes.c_long(number), *map(_argument, args)), name)


def prctl(option: int, *args: int) -> int:
    """Call prctl(2) with up to four arguments; raise OSError where it fails."""
    padded = [ctypes.c_ulong(value) for value in (*args, 0, 0, 0, 0)[:4]]
    return _checked(_libc.prctl(ctypes.c_int(option), *padded), f"prctl {option}")


def unshare(flags: int) -> None:
    """Call unshare(2); raise OSError where it fails."""
    _checked(_libc.unshare(ctypes.c_int(flags)), "unshare")


def mount(source: str, target: str, kind: str, flags: int, options: str) -> None:
    """Call mount(2); raise OSError where it fails."""
    result = _libc.mount(
        source.encode(), target.encode(), kind.encode(), ctypes.c_ulong(flags), options.encode()
    )
    _checked(result, "mount")


def madvise(address: ctypes.c_void_p, length: int, advice: int) -> None:
    """Call madvise(2); raise OSError where it fails."""
    _checked(_libc.madvise(address, ctypes.c_size_t(length), ctypes.c_int(advice)), "madvise")


def _argument(value: object) -> object:
    return ctypes.c_long(value) if isinstance(value, int) else value


def _checked(result: int, name: str) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")
    return result
