"""System calls that Python has no name for, by number, through ctypes."""

import ctypes
import os
import platform

_libc = ctypes.CDLL(None, use_errno=True)

MACHINE = platform.machine()

#: Calls used here, where both machines agree on the number.
_COMMON = {
    "pidfd_send_signal": 424,
    "pidfd_open": 434,
    "close_range": 436,
    "landlock_create_ruleset": 444,
    "landlock_add_rule": 445,
    "landlock_restrict_self": 446,
}
_BY_MACHINE = {
    "x86_64": {"seccomp": 317, "capset": 126},
    "aarch64": {"seccomp": 277, "capset": 91},
}


def syscall(name: str, *args: int | bytes | ctypes.Array[ctypes.c_char] | None) -> int:
    """
    Make the system call *name* and return its result.

    Raises:
        OSError: With the call's errno; also where this machine has no number for it.
    """
    number = _COMMON.get(name) or _BY_MACHINE.get(MACHINE, {}).get(name)
    if number is None:
        raise OSError(38, f"{name} is unknown on {MACHINE}")
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
