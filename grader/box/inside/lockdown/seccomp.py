"""
seccomp: the policy's system calls as a classic BPF program, and its installation.

Another architecture's calls (32 bit, x32) end the process.
"""

import ctypes
import errno
import struct

from .. import policy
from .syscalls import MACHINE, call_number, syscall

_ALLOW, _KILL, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
_LOAD, _JEQ, _JGE, _RETURN = 0x20, 0x15, 0x35, 0x06
_REFUSE = (_RETURN, 0, 0, _ERRNO | errno.EPERM)
_ARCHITECTURE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_X32 = 0x40000000
#: Where a filter finds the low word of the first argument; each argument has two words.
_ARGUMENTS, _WORD = 16, 4

_Instruction = tuple[int, int, int, int]


def program() -> bytes:
    """Return the filter of the policy, with a placeholder where the child's pid belongs."""
    code: list[_Instruction] = [
        (_LOAD, 0, 0, 4),
        (_JEQ, 1, 0, _ARCHITECTURE[MACHINE]),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, 0),
    ]
    if MACHINE == "x86_64":
        code += [(_JGE, 0, 1, _X32), (_RETURN, 0, 0, _KILL)]
    for call in policy.ALLOWED_CALLS:
        code += _when(call, [(_RETURN, 0, 0, _ALLOW)])
    for call in policy.REFUSED_CALLS:
        code += _when(call, [_REFUSE])
    for rule in policy.ARGUMENT_RULES:
        code += _when(rule.call, _one_of(rule))
    for zero in policy.ZERO_RULES:
        code += _when(zero.call, _all_zero(zero))
    code.append((_RETURN, 0, 0, _ERRNO | errno.ENOSYS))
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in code)


def _when(call: str, block: list[_Instruction]) -> list[_Instruction]:
    number = call_number(call)
    return [] if number is None else [(_JEQ, 0, len(block), number), *block]


def _one_of(rule: policy.ArgumentRule) -> list[_Instruction]:
    """Allow by the low words of arguments: all of them are ints."""
    block: list[_Instruction] = []
    if rule.but_not is not None:
        argument, values = rule.but_not
        block.append((_LOAD, 0, 0, _ARGUMENTS + 2 * _WORD * argument))
        for value in values:
            block += [(_JEQ, 0, 1, value), _REFUSE]
    block.append((_LOAD, 0, 0, _ARGUMENTS + 2 * _WORD * rule.argument))
    for value in rule.values:
        block += [(_JEQ, 0, 1, value), (_RETURN, 0, 0, _ALLOW)]
    return [*block, _REFUSE]


def _all_zero(rule: policy.ZeroRule) -> list[_Instruction]:
    """Allow if every word looked at is zero: one of an int, two of a pointer."""
    offsets = [_ARGUMENTS + 2 * _WORD * argument for argument in (*rule.ints, *rule.pointers)]
    offsets += [_ARGUMENTS + 2 * _WORD * argument + _WORD for argument in rule.pointers]
    block: list[_Instruction] = []
    for offset in offsets:
        block += [(_LOAD, 0, 0, offset), (_JEQ, 1, 0, 0), _REFUSE]
    return [*block, (_RETURN, 0, 0, _ALLOW)]


def install(template: bytes, pid: int) -> None:
    """
    Put the filter on all threads of this process for good, with its own *pid* filled in.

    Raises:
        OSError: If the kernel refuses it, for one of them at least.
    """
    code = template.replace(struct.pack("=I", policy.OWN_PID), struct.pack("=I", pid))
    buffer = ctypes.create_string_buffer(code, len(code))
    head = struct.pack("HxxxxxxQ", len(code) // 8, ctypes.addressof(buffer))
    set_mode_filter, all_threads = 1, 1
    filter_ = ctypes.create_string_buffer(head, len(head))
    if syscall("seccomp", set_mode_filter, all_threads, filter_):
        raise OSError("a thread of this process cannot be filtered")
