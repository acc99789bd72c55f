"""
Landlock: which paths a process can read and write, by the policy's rights; TCP is closed.

Formats and rights follow the kernel's user-space API, linux/landlock.h.
"""

import ctypes
import os
import struct
from collections.abc import Iterable

from .. import policy
from .syscalls import prctl, syscall

#: Rights on files and folders in the order of their bits.
_RIGHTS = (
    *("execute", "write_file", "read_file", "read_dir", "remove_dir", "remove_file"),
    *("make_char", "make_dir", "make_reg", "make_sock", "make_fifo", "make_block", "make_sym"),
    *("refer", "truncate", "ioctl_dev"),
)
#: How many of them an ABI knows; the fourth is about TCP alone.
_KNOWN = {1: 13, 2: 14, 3: 15, 5: 16}
#: Rights that make sense on a file that is no folder.
_ON_FILES = ("execute", "write_file", "read_file", "truncate", "ioctl_dev")
_TCP = 0b11
_SCOPES = 0b11
_PATH_BENEATH = 1
_VERSION_FLAG = 1
#: ABI 7: a child's refusals would flood the host's audit log.
_QUIET = 0b001 | 0b100
_NO_NEW_PRIVS = 38


def abi() -> int:
    """Return the Landlock ABI of this kernel, 0 where it is missing or switched off."""
    try:
        return syscall("landlock_create_ruleset", None, 0, _VERSION_FLAG)
    except OSError:
        return 0


def enter(readable: Iterable[str], writable: Iterable[str]) -> None:
    """
    Restrict this process to some paths for the rest of its life.

    Every right that this kernel knows is handled, and only the policy's are granted. Each child
    makes a ruleset of its own: in one that all share, a rule would stay for every scratch folder
    that there ever was.

    Args:
        readable: Files and folders whose content may be read (and mapped as code).
        writable: Files, and folders in which everything but devices and sockets may be made.

    Raises:
        OSError: If the kernel refuses; a path that does not exist is skipped.
    """
    version = abi()
    handled = _handled(version)
    network = _TCP if version >= 4 else 0
    scopes = _SCOPES if version >= 6 else 0
    attributes = struct.pack("=QQQ", handled, network, scopes)
    size = 8 if version < 4 else 16 if version < 6 else 24
    ruleset = syscall("landlock_create_ruleset", attributes[:size], size, 0)
    try:
        for paths, rights in ((readable, policy.READ_RIGHTS), (writable, policy.WRITE_RIGHTS)):
            for path in paths:
                _allow(ruleset, path, _bits(rights) & handled)
        prctl(_NO_NEW_PRIVS, 1)
        syscall("landlock_restrict_self", ruleset, _QUIET if version >= 7 else 0)
    finally:
        os.close(ruleset)


def _handled(version: int) -> int:
    """Return every right that the ABI *version* knows."""
    return (1 << max(known for since, known in _KNOWN.items() if since <= version)) - 1


def _bits(rights: Iterable[str]) -> int:
    return sum(1 << _RIGHTS.index(right) for right in rights)


def _allow(ruleset: int, path: str, granted: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        if not os.path.isdir(path):
            granted &= _bits(_ON_FILES)
        rule = ctypes.create_string_buffer(struct.pack("=Qi", granted, place))
        syscall("landlock_add_rule", ruleset, _PATH_BENEATH, rule, 0)
    finally:
        os.close(place)
