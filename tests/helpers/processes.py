"""Processes that a grader has started, read from /proc."""

from pathlib import Path


def children(pid: int) -> list[int]:
    """Return the pids of the children of a process."""
    path = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(word) for word in path.read_text().split()] if path.exists() else []


def below(pid: int) -> list[int]:
    """Return the pids of all processes below a process."""
    return [each for child in children(pid) for each in (child, *below(child))]


def commands(pid: int) -> str:
    """Return the command line of a process, or "" if it is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


def zygotes_of(pid: int) -> list[int]:
    """Return the bubblewrap processes that a process or its workers have started."""
    workers = [pid, *children(pid)]
    return [child for worker in workers for child in children(worker) if "bwrap" in commands(child)]
