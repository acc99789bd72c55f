"""The trusted side of control runs: the same box with single layers left out."""

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from grader.box import sandbox
from grader.box.child import Child
from grader.box.inside import policy
from grader.box.inside.policy import Limits
from grader.box.zygote import Zygote

HERE = Path(__file__).parent


@dataclass(frozen=True)
class WeakenedLimits(Limits):
    """What a child may use, and what it does wrong: see ``weakened_inside.Limits``."""

    off: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    failing: tuple[str, ...] = ()


class WeakenedZygote(Zygote):
    """
    A zygote whose children leave out the layers that are asked for.

    Args:
        outer: Whether bubblewrap stands around it with its namespaces and its own
            file system. Without, bubblewrap only makes the interpreter readable for the
            unprivileged user: everything else of this machine is as it is.
        lacks: What this machine shall lack: "landlock", "scratch"; with "hiding" its zygote is
            open to all processes of its user.
    """

    def __init__(self, *, outer: bool, lacks: Sequence[str] = ()) -> None:
        walls = sandbox.Walls(outer, True, "left out for a control run")
        super().__init__(walls, unsafe=True, environment={"LACKS": " ".join(lacks)})

    def spawn_without(self, off: Sequence[str], files: Mapping[str, bytes]) -> Child:
        """Return a child that has locked itself in but for the layers *off*."""
        self.limits = WeakenedLimits(off=tuple(off))
        return self.spawn(files)

    def spawn_broken(self, *, silent: str = "", failing: str = "") -> Child:
        """Return a child one of whose steps does nothing, or raises."""
        self.limits = WeakenedLimits(silent=(silent,), failing=(failing,))
        return self.spawn({"work.py": b""})

    def _command(self, fd: int, settings: str) -> list[str]:
        inside = policy.BOX if self.walls.outer else str(sandbox.INSIDE.parent)
        program = sandbox.program(inside, fd, settings)
        program[-1] = program[-1].replace(
            "from inside.start", f"sys.path.insert(0, {str(HERE)!r}); from weakened_inside"
        )
        if self.walls.outer:
            return [
                *sandbox.outer_command([str(HERE)], self._environment),
                "--chdir",
                "/",
                *program,
            ]
        return [*host_tree(), *program]

    def _check_walls(self) -> None:
        """Check nothing: ``host_tree`` makes the interpreter readable."""


def run_as(user: str, command: list[str]) -> list[str]:
    """Return *command* to be run by "root" or by an "ordinary" user; skip the test if not root."""
    if os.getuid() == 0 and user == "ordinary":
        ids = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
        return [*host_tree(), *ids, *command]
    if os.getuid() != 0 and user == "root":
        pytest.skip("only root can run the grader as root")
    return command


def host_tree() -> list[str]:
    """Return a bubblewrap command that unshares nothing and shows this machine as it is."""
    command = ["bwrap", "--bind", "/", "/", "--dev-bind", "/dev", "/dev", "--die-with-parent"]
    if os.getuid() == 0:
        command += ["--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    closed = sandbox.unreadable_for_others()
    if closed:
        command += ["--perms", "0755", "--tmpfs", closed]
        base = os.path.realpath(sys.base_prefix)
        for path in dict.fromkeys(
            [base, *sandbox.package_folders(), str(sandbox.INSIDE), str(HERE)]
        ):
            if path.startswith(closed + "/"):
                for parent in reversed(Path(path).parents[:-1]):
                    if str(parent).startswith(closed + "/"):
                        command += ["--perms", "0755", "--dir", str(parent)]
                command += ["--ro-bind", path, path]
    return [*command, "--chdir", "/"]
