"""How many judges fit into the memory of this machine."""

from pathlib import Path

from grader.errors import GraderError

#: What a judge with its zygote and a child at work takes; tests/benchmarks/scaling.py measures it.
JUDGE_MIB = 800


def free_mib(proc: Path = Path("/proc"), cgroup: Path = Path("/sys/fs/cgroup")) -> float | None:
    """
    Return how much memory is free, None where the system does not say.

    A container may have less than its machine: the smaller number counts.
    """
    found = [_available(proc / "meminfo")]
    # Version 2 of control groups, then version 1.
    found.append(_room(cgroup / "memory.max", cgroup / "memory.current"))
    old = cgroup / "memory"
    found.append(_room(old / "memory.limit_in_bytes", old / "memory.usage_in_bytes"))
    return min((mib for mib in found if mib is not None), default=None)


def fitting_jobs(jobs: int, free: float | None) -> tuple[int, str]:
    """
    Return how many of *jobs* judges fit into *free* MiB, and a line to print if not all do.

    Raises:
        GraderError: If not even one fits.
    """
    if free is None or jobs * JUDGE_MIB <= free:
        return jobs, ""
    fitting = int(free // JUDGE_MIB)
    need = f"A judge needs about {JUDGE_MIB} MiB of memory, and {free:.0f} MiB are free"
    if fitting < 1:
        raise GraderError(f"{need}. Close other programs, or use another machine.")
    return fitting, f"{need}. Using {fitting} judges instead of {jobs}."


def _available(meminfo: Path) -> float | None:
    try:
        lines = meminfo.read_text().splitlines()
    except OSError:
        return None
    kib = [int(line.split()[1]) for line in lines if line.startswith("MemAvailable:")]
    return kib[0] / 1024 if kib else None


def _room(limit: Path, usage: Path) -> float | None:
    """Return what is left below the limit of a control group, None where there is no limit."""
    try:
        return max(int(limit.read_text()) - int(usage.read_text()), 0) / (1 << 20)
    except (OSError, ValueError):  # "max" means no limit
        return None
