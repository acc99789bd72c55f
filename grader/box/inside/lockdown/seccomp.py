"""
seccomp: an allow list of system calls, written as a classic BPF program.

What an honest program might try and must not do is refused with EPERM; what
is unknown is refused with ENOSYS, so that libraries fall back. Another
architecture's calls (32 bit, x32) end the process.
"""

import ctypes
import errno
import struct

from .syscalls import MACHINE, syscall

_ALLOW, _KILL, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
_LOAD, _JEQ, _JGE, _JSET, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ARCHITECTURE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_X32 = 0x40000000
_PID = 0x7FFFFFFF  # stands for the child's own pid until it is known

#: Number on x86_64, number on aarch64 (None: has none).
_ALLOWED: dict[str, tuple[int, int | None]] = {
    "read": (0, 63), "write": (1, 64), "open": (2, None), "close": (3, 57),
    "stat": (4, None), "fstat": (5, 80), "lstat": (6, None), "poll": (7, None),
    "lseek": (8, 62), "mmap": (9, 222), "mprotect": (10, 226), "munmap": (11, 215),
    "brk": (12, 214), "rt_sigaction": (13, 134), "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139), "pread64": (17, 67), "pwrite64": (18, 68),
    "readv": (19, 65), "writev": (20, 66), "access": (21, None), "select": (23, None),
    "sched_yield": (24, 124), "mremap": (25, 216), "madvise": (28, 233),
    "dup": (32, 23), "dup2": (33, None), "pause": (34, None), "nanosleep": (35, 101),
    "getitimer": (36, 102), "alarm": (37, None), "setitimer": (38, 103), "getpid": (39, 172),
    "exit": (60, 93), "uname": (63, 160), "fsync": (74, 82), "fdatasync": (75, 83),
    "ftruncate": (77, 46), "getcwd": (79, 17), "chdir": (80, 49), "rename": (82, None),
    "mkdir": (83, None), "rmdir": (84, None), "unlink": (87, None), "readlink": (89, None),
    "umask": (95, 166), "gettimeofday": (96, 169), "getrlimit": (97, 163),
    "getrusage": (98, 165), "sysinfo": (99, 179), "times": (100, 153), "getuid": (102, 174),
    "getgid": (104, 176), "geteuid": (107, 175), "getegid": (108, 177), "getppid": (110, 173),
    "getpgrp": (111, None), "getgroups": (115, 158), "getsid": (124, 156),
    "sigaltstack": (131, 132), "getpriority": (140, 141), "gettid": (186, 178),
    "time": (201, None), "futex": (202, 98),
    "sched_getaffinity": (204, 123), "getdents64": (217, 61), "set_tid_address": (218, 96),
    "fadvise64": (221, 223), "clock_gettime": (228, 113), "clock_getres": (229, 114),
    "clock_nanosleep": (230, 115), "exit_group": (231, 94), "epoll_wait": (232, None),
    "epoll_ctl": (233, 21), "openat": (257, 56), "mkdirat": (258, 34),
    "newfstatat": (262, 79), "unlinkat": (263, 35), "renameat": (264, 38),
    "readlinkat": (267, 78), "faccessat": (269, 48), "pselect6": (270, 72), "ppoll": (271, 73),
    "set_robust_list": (273, 99), "fallocate": (285, 47), "eventfd2": (290, 19),
    "epoll_pwait": (281, 22), "epoll_create1": (291, 20), "dup3": (292, 24), "pipe2": (293, 59),
    "renameat2": (316, 276), "getrandom": (318, 278), "membarrier": (324, 283),
    "statx": (332, 291), "rseq": (334, 293), "close_range": (436, 436), "faccessat2": (439, 439),
}  # fmt: skip

#: Refused with EPERM: an honest program may try these and should be told no.
_REFUSED: dict[str, tuple[int, int | None]] = {
    "socket": (41, 198), "connect": (42, 203), "sendto": (44, 206), "sendmsg": (46, 211),
    "bind": (49, 200), "listen": (50, 201), "socketpair": (53, 199), "clone": (56, 220),
    "fork": (57, None), "vfork": (58, None), "execve": (59, 221), "shmget": (29, 194),
    "chmod": (90, None), "fchmod": (91, 52), "chown": (92, None), "fchown": (93, 55),
    "fchmodat": (268, 53), "fchownat": (260, 54), "link": (86, None), "symlink": (88, None),
    "linkat": (265, 37), "symlinkat": (266, 36), "truncate": (76, 45), "flock": (73, 32),
    "ptrace": (101, 117), "setrlimit": (160, 164), "setuid": (105, 146), "setgid": (106, 144),
    "setsid": (112, 157), "setpgid": (109, 154), "setpriority": (141, 140),
    "sched_setaffinity": (203, 122), "sched_setscheduler": (144, 119), "mount": (165, 40),
    "umount2": (166, 39), "chroot": (161, 51), "pivot_root": (155, 41), "unshare": (272, 97),
    "setns": (308, 268), "execveat": (322, 281), "memfd_create": (319, 279), "bpf": (321, 280),
    "utimensat": (280, 88), "io_uring_setup": (425, 425), "pidfd_open": (434, 434),
    "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "keyctl": (250, 219),
    "add_key": (248, 217), "perf_event_open": (298, 241), "userfaultfd": (323, 282),
    "mq_open": (240, 180), "semget": (64, 190), "msgget": (68, 186), "mlock": (149, 228),
}  # fmt: skip

#: Allowed by argument: call → (number, index of the argument, values allowed).
_BY_ARGUMENT: dict[str, tuple[tuple[int, int | None], int, tuple[int, ...]]] = {
    # F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_DUPFD_CLOEXEC: no locks, no signals, no leases.
    "fcntl": ((72, 25), 1, (0, 1, 2, 3, 4, 1030)),
    # TCGETS (answers "no terminal"), FIONREAD, FIONCLEX, FIOCLEX.
    "ioctl": ((16, 29), 1, (0x5401, 0x541B, 0x5450, 0x5451)),
    # PR_GET_DUMPABLE, PR_SET_NAME, PR_GET_NAME, PR_CAPBSET_READ, PR_GET_NO_NEW_PRIVS, PR_SET_VMA.
    "prctl": ((157, 167), 0, (3, 15, 16, 23, 39, 0x53564D41)),
    "kill": ((62, 129), 0, (_PID,)),
    "tgkill": ((234, 131), 0, (_PID,)),
}
_PRLIMIT = (302, 261)

_Instruction = tuple[int, int, int, int]


def supported() -> bool:
    """Say whether this machine's call numbers are known here."""
    return MACHINE in _ARCHITECTURE


def program() -> bytes:
    """Return the filter, with a placeholder where the child's pid belongs."""
    column = 0 if MACHINE == "x86_64" else 1
    code: list[_Instruction] = [
        (_LOAD, 0, 0, 4),
        (_JEQ, 1, 0, _ARCHITECTURE[MACHINE]),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, 0),
    ]
    if MACHINE == "x86_64":
        code += [(_JGE, 0, 1, _X32), (_RETURN, 0, 0, _KILL)]
    for calls, action in ((_ALLOWED, _ALLOW), (_REFUSED, _ERRNO | errno.EPERM)):
        for numbers in calls.values():
            number = numbers[column]
            if number is not None:
                code += [(_JEQ, 0, 1, number), (_RETURN, 0, 0, action)]
    for numbers, argument, allowed in _BY_ARGUMENT.values():
        code += _when(numbers[column], _compare(argument, allowed))
    code += _when(_PRLIMIT[column], _read_only_prlimit())
    return b"".join(
        struct.pack("=HBBI", *i) for i in [*code, (_RETURN, 0, 0, _ERRNO | errno.ENOSYS)]
    )


def _when(number: int | None, block: list[_Instruction]) -> list[_Instruction]:
    if number is None:
        return []
    return [(_JEQ, 0, len(block), number), *block]


def _compare(argument: int, allowed: tuple[int, ...]) -> list[_Instruction]:
    """Allow when the low word of an argument is one of *allowed*: all of them are ints."""
    block: list[_Instruction] = [(_LOAD, 0, 0, 16 + 8 * argument)]
    for value in allowed:
        block += [(_JEQ, 0, 1, value), (_RETURN, 0, 0, _ALLOW)]
    return [*block, (_RETURN, 0, 0, _ERRNO | errno.EPERM)]


def _read_only_prlimit() -> list[_Instruction]:
    """Allow asking for one's own limits: pid 0 and no new limit."""
    checks: list[_Instruction] = []
    offsets = (16, 16 + 8 * 2, 16 + 8 * 2 + 4)
    for offset in offsets:
        checks += [(_LOAD, 0, 0, offset), (_JEQ, 1, 0, 0), (_RETURN, 0, 0, _ERRNO | errno.EPERM)]
    return [*checks, (_RETURN, 0, 0, _ALLOW)]


def install(template: bytes, pid: int) -> None:
    """
    Put the filter on all threads of this process for good, with its own *pid* filled in.

    Raises:
        OSError: If the kernel refuses it, for one of them at least.
    """
    code = template.replace(struct.pack("=I", _PID), struct.pack("=I", pid))
    buffer = ctypes.create_string_buffer(code, len(code))
    head = struct.pack("HxxxxxxQ", len(code) // 8, ctypes.addressof(buffer))
    set_mode_filter, all_threads = 1, 1
    filter_ = ctypes.create_string_buffer(head, len(head))
    if syscall("seccomp", set_mode_filter, all_threads, filter_):
        raise OSError("a thread of this process cannot be filtered")
