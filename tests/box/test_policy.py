"""The policy of the box: each name in it is known to the kernel and has one rule."""

import pytest

from grader.box.inside import policy
from grader.box.inside.lockdown import landlock, seccomp, syscalls

CALLS = (
    *policy.ALLOWED_CALLS,
    *policy.REFUSED_CALLS,
    *(rule.call for rule in (*policy.ARGUMENT_RULES, *policy.ZERO_RULES)),
)


def test_each_system_call_has_one_rule_and_a_number():
    """A call that is named twice would follow the first rule only."""
    assert len(CALLS) == len(set(CALLS))
    assert set(CALLS) <= set(syscalls.NUMBERS)


def test_numbers_of_system_calls_are_distinct():
    """A number that is written twice would give one call the rule of another."""
    for column in zip(*syscalls.NUMBERS.values(), strict=True):
        known = [number for number in column if number is not None]
        assert len(known) == len(set(known))


def test_a_machine_without_known_numbers_has_only_the_calls_that_all_have(monkeypatch):
    """Landlock's calls are new enough to have one number everywhere; read is not."""
    monkeypatch.setattr(syscalls, "MACHINE", "riscv64")

    assert not syscalls.is_known_machine()
    assert syscalls.call_number("landlock_restrict_self") == 446
    assert syscalls.call_number("read") is None
    with pytest.raises(OSError, match="capset is unknown on riscv64"):
        syscalls.syscall("capset")


def test_a_filter_fits_into_the_kernel(monkeypatch):
    """The kernel takes 4096 instructions of eight bytes, and jumps of 255."""
    for machine in ("x86_64", "aarch64"):
        monkeypatch.setattr(syscalls, "MACHINE", machine)
        monkeypatch.setattr(seccomp, "MACHINE", machine)

        assert 0 < len(seccomp.program()) // 8 <= 4096


def test_rights_on_paths_are_rights_of_landlock():
    """Who may write may also read; nobody may make a device or a socket."""
    assert set(policy.READ_RIGHTS) | set(policy.WRITE_RIGHTS) <= set(landlock._RIGHTS)
    assert not {"make_char", "make_block", "make_sock"} & set(policy.WRITE_RIGHTS)


def test_a_thread_that_cannot_be_filtered_is_an_error(monkeypatch):
    """The kernel then returns the thread's number and filters none."""
    monkeypatch.setattr(seccomp, "syscall", lambda *_args: 4711)

    with pytest.raises(OSError, match="a thread of this process cannot be filtered"):
        seccomp.install(seccomp.program(), 1)
