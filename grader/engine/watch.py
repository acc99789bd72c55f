"""The watch over a judge: at which stage it is, and the limits that its pool holds it to."""

import mmap
import os
import resource
import struct
import tempfile
import time
from enum import Enum, auto

from grader.judging.stages import Stage

#: Processor time of a judge at one stage of one submission. A stage takes milliseconds.
STAGE_CPU_S = 15.0
#: What a judge may take beyond what it has when it is warm.
MEMORY_MIB = 1024
#: How often a pool looks.
LOOK_S = 0.5
#: The exit status of a judge that reached its limit of memory.
OUT_OF_MEMORY = 78
_RECORD = struct.Struct("<QII")


class End(Enum):
    """How a judge ended that was at work."""

    DIED = auto()
    STALLED = auto()
    OUT_OF_MEMORY = auto()


class Progress:
    """
    The stage at which a judge is, in a file in memory that it shares with its pool.

    It can be read after the judge is dead.

    Args:
        fd: The descriptor of the file in the judge; without one, the pool makes the file.
    """

    def __init__(self, fd: int = -1) -> None:
        self._file = tempfile.TemporaryFile() if fd < 0 else os.fdopen(fd, "r+b")
        if fd < 0:
            self._file.truncate(mmap.PAGESIZE)
        self._memory = mmap.mmap(self._file.fileno(), mmap.PAGESIZE)
        self._count = 0

    def fileno(self) -> int:
        """Return the descriptor that a judge gets."""
        return self._file.fileno()

    def begin(self, stage: Stage, check: int = 0) -> None:
        """Note in the judge that *stage* begins, for the check of this number."""
        self._count += 1
        _RECORD.pack_into(self._memory, 0, self._count, stage, check)

    def read(self) -> tuple[int, Stage, int]:
        """Return how many stages have begun, the last one, and the number of its check."""
        count, stage, check = _RECORD.unpack_from(self._memory)
        return count, Stage(stage), check

    def close(self) -> None:
        """Give the memory back."""
        self._memory.close()
        self._file.close()


class Watch:
    """
    The limits of one judge, looked at from outside.

    A judge is *silent* while it stays at one stage. It has stalled if it used more than
    ``STAGE_CPU_S`` of its own processor time meanwhile, which no load of the machine can cause.
    If it was silent for longer than its children's limits allow, nobody knows why.

    Args:
        pid: The judge. progress: What it is at.
        cpu_s: The processor time of its own at one stage, ``STAGE_CPU_S`` if left out.
    """

    def __init__(self, pid: int, progress: Progress, cpu_s: float | None = None) -> None:
        self.progress = progress
        self._most_s = STAGE_CPU_S if cpu_s is None else cpu_s
        self._pid = pid
        self._count = -1
        self._since_s = self._cpu_s = 0.0

    def look(self, silent_s: float) -> End | None:
        """Return how the judge has to be ended, None if it goes on; it may be silent so long."""
        count, stage, _ = self.progress.read()
        cpu_s = cpu_time_s(self._pid)
        if count != self._count:
            self._count, self._since_s, self._cpu_s = count, time.monotonic(), cpu_s
        elif stage is not Stage.WAITING and cpu_s - self._cpu_s > self._most_s:
            return End.STALLED
        elif time.monotonic() - self._since_s > silent_s:
            return End.DIED
        return None


def cpu_time_s(pid: int) -> float:
    """Return the processor time of a process in seconds; 0 where the system does not say."""
    try:
        with open(f"/proc/{pid}/stat") as stat:
            numbers = stat.read().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(numbers[11]) + int(numbers[12])) / os.sysconf("SC_CLK_TCK")


def limit_memory() -> None:
    """Let this process take ``MEMORY_MIB`` beyond what it has; children set their own limits."""
    try:
        with open("/proc/self/status") as status:
            data = next(line for line in status if line.startswith("VmData:"))
    except (OSError, StopIteration):
        return
    most = (int(data.split()[1]) << 10) + (MEMORY_MIB << 20)
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    if hard == resource.RLIM_INFINITY or most < hard:
        resource.setrlimit(resource.RLIMIT_DATA, (most, hard))
