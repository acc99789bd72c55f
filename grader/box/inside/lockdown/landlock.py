"""
Landlock: from here on only these paths can be read, only those written, no TCP at all.

Formats and rights after the kernel's user-space API, linux/landlock.h.
"""

import ctypes
import os
import struct
from collections.abc import Iterable

from .syscalls import prctl, syscall

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
#: Rights on files, cumulated by the ABI that brought them.
_FILE_RIGHTS = {1: (1 << 13) - 1, 2: 1 << 13, 3: 1 << 14, 5: 1 << 15}
_TCP = 0b11
_SCOPES = 0b11
#: Rights that make sense on a file that is no folder.
_ON_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | 1 << 14 | 1 << 15
_PATH_BENEATH = 1
_VERSION_FLAG = 1
#: ABI 7: refusals of a jailed child would flood the host's audit log.
_QUIET = 0b001 | 0b100
_NO_NEW_PRIVS = 38


def abi() -> int:
    """Return the Landlock ABI of this kernel, 0 where it is missing or switched off."""
    try:
        return syscall("landlock_create_ruleset", None, 0, _VERSION_FLAG)
    except OSError:
        return 0


def make_ruleset(readable: Iterable[str], writable: Iterable[str]) -> int:
    """
    Return a ruleset that handles every right this kernel knows and grants only these.

    Args:
        readable: Files and folders whose content may be read (and mapped as code).
        writable: Folders in which everything but devices and sockets may be made.

    Raises:
        OSError: If the kernel refuses; a path that does not exist is skipped.
    """
    version = abi()
    files = sum(rights for since, rights in _FILE_RIGHTS.items() if since <= version)
    network = _TCP if version >= 4 else 0
    scopes = _SCOPES if version >= 6 else 0
    attributes = struct.pack("=QQQ", files, network, scopes)
    size = 8 if version < 4 else 16 if version < 6 else 24
    ruleset = syscall("landlock_create_ruleset", attributes[:size], size, 0)
    _allow(ruleset, readable, (_READ_FILE | _READ_DIR | _EXECUTE) & files)
    _allow(ruleset, writable, writable_rights() & files)
    return ruleset


def writable_rights() -> int:
    """Return read, write, make and remove regular files and folders; no devices, no sockets."""
    remove_dir, remove_file, make_dir, make_reg = 1 << 4, 1 << 5, 1 << 7, 1 << 8
    refer, truncate = 1 << 13, 1 << 14
    made = remove_dir | remove_file | make_dir | make_reg | refer | truncate
    return _READ_FILE | _READ_DIR | _WRITE_FILE | made


def allow_writing(ruleset: int, folder: str) -> None:
    """Add a folder that may be written to *ruleset*."""
    files = sum(rights for since, rights in _FILE_RIGHTS.items() if since <= abi())
    _allow(ruleset, [folder], writable_rights() & files)


def _allow(ruleset: int, paths: Iterable[str], rights: int) -> None:
    for path in paths:
        try:
            place = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except FileNotFoundError:
            continue
        try:
            granted = rights if os.path.isdir(path) else rights & _ON_FILES
            rule = struct.pack("=Qi", granted, place)
            syscall(
                "landlock_add_rule", ruleset, _PATH_BENEATH, ctypes.create_string_buffer(rule), 0
            )
        finally:
            os.close(place)


def enter(ruleset: int) -> None:
    """Restrict this process to *ruleset* for good."""
    prctl(_NO_NEW_PRIVS, 1)
    flags = _QUIET if abi() >= 7 else 0
    syscall("landlock_restrict_self", ruleset, flags)
