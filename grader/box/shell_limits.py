"""The limits of the shell that started the grader (ulimit), and what judging needs of them."""

import resource
import signal
from dataclasses import dataclass
from types import FrameType

from grader.errors import BoxUnavailable

from .inside.policy import Limits

_KIB = 1 << 10


@dataclass(frozen=True)
class ShellLimit:
    """
    One limit that a shell sets.

    Attributes:
        option: The option of ``ulimit``.
        what: What it limits, with ``{}`` for a number of ``unit`` bytes, files or seconds.
        least: Judging does not begin with less.
    """

    option: str
    what: str
    kind: int
    unit: int
    least: int

    @property
    def now(self) -> int | None:
        """What is allowed now; None without a limit."""
        soft, hard = resource.getrlimit(self.kind)
        # Children set a soft limit of processor time of their own.
        found = hard if self.kind == resource.RLIMIT_CPU else soft
        return None if found == resource.RLIM_INFINITY else found // self.unit

    def __str__(self) -> str:
        return f"{self.what.format(self.now)} (ulimit {self.option})"


OPEN_FILES = ShellLimit("-n", "{} open files", resource.RLIMIT_NOFILE, 1, 128)
#: torch for processors maps a gigabyte, and a child may take what it is allowed beyond that.
MEMORY = ShellLimit("-v", "{} KiB of memory", resource.RLIMIT_AS, _KIB, 2 << 20)
#: A submission gets its whole processor time, however long its judge took to start.
PROCESSOR_TIME = ShellLimit(
    "-t", "{} seconds of processor time", resource.RLIMIT_CPU, 1, Limits().cpu_s + 30
)
ALL = (OPEN_FILES, MEMORY, PROCESSOR_TIME)


def require_enough() -> None:
    """
    Raise unless the shell allows what judging needs.

    Raises:
        BoxUnavailable: If one limit is too small.
    """
    for limit in ALL:
        if limit.now is not None and limit.now < limit.least:
            raise BoxUnavailable(
                f"The shell allows {limit}, and judging needs {limit.least}. "
                f"Raise the limit: ulimit {limit.option} {limit.least}, or unlimited."
            )


def in_force(*limits: ShellLimit) -> str:
    """Return a sentence on those of *limits* that are set, or nothing."""
    found = [str(limit) for limit in limits if limit.now is not None]
    return f" The shell allows {' and '.join(found)}." if found else ""


def stop_before_killed() -> None:
    """Let a processor time that runs out stop the command like Ctrl-C; it would be killed."""
    soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    if soft == resource.RLIM_INFINITY:
        return

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt(f"stopped: {soft} seconds of processor time are used (ulimit -t).")

    signal.signal(signal.SIGXCPU, stop)
    if soft == hard > 1:  # There the kernel sends SIGKILL, so the soft limit has to come first.
        resource.setrlimit(resource.RLIMIT_CPU, (soft - 1, hard))
