"""The trusted side of the zygote: start it behind the outer wall and get children from it."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, NoReturn

from grader.box.inside import control, policy
from grader.box.inside.control import Facts, Settings, Targets
from grader.errors import BoxFailed, BoxUnavailable

from . import sandbox, shell_limits
from .child import Child, TimeUsed

START_LIMIT_S = 120.0


class Zygote:
    """
    A warm process behind the outer wall that forks a locked-in child for each request.

    Args:
        walls: The walls to build; see :func:`grader.box.sandbox.find_walls`.
        preload: Modules to import before forking, besides numpy.
        torch: Whether children know tensors; torch is imported before forking then.
        limits: What each child may use.
        unsafe: Continue where this machine cannot lock submissions in.
        environment: Variables for the box besides its own, for experiments.

    Raises:
        BoxUnavailable: If the box cannot be built as asked for.
        BoxFailed: If the zygote does not start.
    """

    def __init__(
        self,
        walls: sandbox.Walls,
        preload: Sequence[str] = (),
        limits: policy.Limits | None = None,
        *,
        torch: bool = True,
        unsafe: bool = False,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.walls = walls
        self._environment = environment
        self._unsafe = unsafe
        self._preload = ["numpy", *preload]
        self._torch = torch
        self.limits = limits or policy.Limits()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._log: Any = None
        self._shared: tempfile.TemporaryDirectory[str] | None = None
        self._killed: list[int] = []
        self._is_settled = False
        self._turn = threading.Lock()
        self.facts = Facts()

    def start(self) -> None:
        """Launch the process and wait until it is warm."""
        self.launch()
        self.wait_until_warm()

    def launch(self) -> None:
        """Start the process and return at once; it warms up meanwhile."""
        self._check_walls()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        settings = Settings(
            inner=self.walls.inner,
            drop_root=os.name == "posix" and os.getuid() == 0,
            preload=self._preload,
            torch=self._torch,
            readable=self._readable(),
            scratch=self._scratch(),
            folder=policy.ZYGOTE_FOLDER if self.walls.outer else "",
        )
        fd = theirs.fileno()
        self._log = tempfile.TemporaryFile()
        self._process = subprocess.Popen(
            self._command(fd, json.dumps(asdict(settings))),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self._log,
            env=sandbox.environment(self._environment),
            pass_fds=[fd],
            cwd="/",
            start_new_session=True,
        )
        theirs.close()
        ours.settimeout(START_LIMIT_S)
        self._control, self._is_settled = ours, False

    def _command(self, fd: int, settings: str) -> list[str]:
        """Return the command that starts the zygote behind the outer wall, where there is one."""
        if not self.walls.outer:
            return sandbox.program(str(sandbox.INSIDE.parent), fd, settings)
        outer = sandbox.outer_command([], self._environment)
        return [*outer, "--chdir", "/", *sandbox.program(policy.BOX, fd, settings)]

    def wait_until_warm(self) -> None:
        """Wait for the launched process and check what it found out."""
        found, _ = self._receive()
        self.facts = Facts(**found)
        self.check_facts()

    def _readable(self) -> list[str]:
        secrets = sandbox.secret_folders()
        if self.walls.outer or not secrets or self._unsafe:
            return [*sandbox.readable_paths(), policy.BOX]
        raise BoxUnavailable(
            f"Without bubblewrap a submission could read {secrets[0]}. "
            "Install bubblewrap, or install the grader with pip's --editable."
        )

    def check_facts(self) -> None:
        """Raise unless what the zygote found out is good enough for a stranger's code."""
        if self.facts.threads != 1:
            raise BoxFailed(f"The zygote has {self.facts.threads} threads, expected 1.")
        if self.facts.uid == 0:
            raise BoxFailed("The zygote still runs as root.")
        if self._unsafe:
            return
        if not self.facts.seccomp:
            self._refuse("This kernel refuses seccomp filters: a submission could start programs.")
        if not self.walls.outer and not self.facts.landlock_abi:
            self._refuse(
                "A submission could read your files: this kernel has no Landlock, and "
                f"{self.walls.why_no_outer}."
            )

    def _scratch(self) -> str:
        """Return the folder that children cover; without an inner wall, one that they share."""
        if self.walls.outer:
            return policy.SCRATCH
        if self.walls.inner:
            return sandbox.bare_scratch()
        self._shared = tempfile.TemporaryDirectory(prefix="grader-")
        os.chmod(self._shared.name, 0o1777)
        return self._shared.name

    def _check_walls(self) -> None:
        """Raise before anything starts if the walls cannot become a box."""
        shell_limits.require_enough()
        if not self.walls.inner and not self._unsafe:
            self._refuse(f"Submissions cannot be locked in here: {self.walls.why_no_outer}.")
        closed = sandbox.unreadable_for_others(behind_bubblewrap=self.walls.outer)
        if closed:
            advice = "Make it readable, or" if self.walls.outer else "Install bubblewrap, or"
            raise BoxUnavailable(
                f"Root never runs a submission, and the unprivileged user cannot read {closed}. "
                f"{advice} run the grader as the user that owns this Python."
            )

    def _refuse(self, why: str) -> NoReturn:
        self.stop()
        raise BoxUnavailable(f"{why} Add --unsafe only if you trust every submission.")

    def spawn(self, files: Mapping[str, bytes]) -> Child:
        """
        Return a fresh child that has locked itself in and holds *files*.

        Raises:
            BoxFailed: If the zygote is gone or the child could not lock itself in.
        """
        child_in, questions = os.pipe()
        answers, child_out = os.pipe()
        try:
            message, received = self._ask({"limits": asdict(self.limits)}, [child_in, child_out])
        except BaseException:
            os.close(questions)
            os.close(answers)
            raise
        finally:
            os.close(child_in)
            os.close(child_out)
        child = Child(self, int(message["pid"]), received, questions, answers)
        child.attest()
        child.submit(files)
        try:
            self._reap_killed()
        except BoxFailed:
            child.close()
            raise
        return child

    def settle(self) -> None:
        """
        Let the process make its forks cheaper, once: more children will come than one submission's.

        Raises:
            BoxFailed: If the zygote is gone.
        """
        if not self._is_settled:
            with self._turn:
                self._send({"settle": True})
            self._is_settled = True

    def prove(self, targets: Targets | None) -> dict[str, bool]:
        """Return, for each forbidden act, whether its layer alone refused it."""
        found, _ = self._ask({"prove": asdict(targets) if targets else None})
        proofs: dict[str, bool] = found["proofs"]
        return proofs

    @property
    def pid(self) -> int:
        """The process that the zygote was started as (bubblewrap, where that is there)."""
        if self._process is None:
            raise BoxFailed("The zygote has been stopped. Start it again.")
        return self._process.pid

    def reap(self, pid: int, patience_s: float | None = None) -> control.Ended | None:
        """
        Return how a child ended; None if it has not within *patience_s* seconds.

        Without patience it has been killed, and its end is waited for.
        """
        found, _ = self._ask({"reap": pid, "patience_s": patience_s})
        return control.Ended(**found) if found else None

    def reap_later(self, pid: int) -> None:
        """
        Reap a child that has been killed, once the next one is there.

        The kernel takes milliseconds to free its memory, and this way they are not waited for.
        """
        self._killed.append(pid)

    def time_used(self, pid: int) -> TimeUsed:
        """Return the time that a child has used so far."""
        found, _ = self._ask({"time_used": pid})
        return TimeUsed(**found)

    def stop(self) -> None:
        """End the zygote and with it every child."""
        self._killed = []
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is not None:
            # bubblewrap dies with its parent; its child dies with it.
            self._process.kill()
            self._process.wait()
            self._process = None
        if self._log is not None:
            self._log.close()
            self._log = None
        if self._shared is not None:
            self._shared.cleanup()
            self._shared = None

    def __enter__(self) -> "Zygote":
        self.start()
        return self

    def __exit__(self, *_exc: object) -> None:
        self.stop()

    def _reap_killed(self) -> None:
        with contextlib.suppress(IndexError):  # Another thread was first.
            while self._killed:
                self.reap(self._killed.pop())

    def _ask(
        self, message: dict[str, Any], fds: Sequence[int] = ()
    ) -> tuple[dict[str, Any], list[int]]:
        """Send a request and return the answer to it; one thread after the other."""
        with self._turn:
            self._send(message, fds)
            return self._receive()

    def _send(self, message: dict[str, Any], fds: Sequence[int] = ()) -> None:
        try:
            if self._control is None:
                raise BoxFailed("The zygote has been stopped. Start it again.")
            control.send(self._control, message, fds)
        except OSError as error:
            raise BoxFailed(f"The zygote cannot be reached: {error}.{self._log_end()}") from None

    def _receive(self) -> tuple[dict[str, Any], list[int]]:
        try:
            if self._control is None:
                raise BoxFailed("The zygote has been stopped. Start it again.")
            message, fds = control.receive(self._control)
        except OSError as error:
            raise BoxFailed(f"The zygote did not answer: {error}.{self._log_end()}") from None
        if message is None:
            raise BoxFailed(f"The zygote ended.{self._log_end()}")
        return message, fds

    def _log_end(self) -> str:
        if self._log is None:
            return ""
        if self._process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(1)
        self._log.seek(0)
        lines = self._log.read()[-2000:].decode("utf-8", "replace").strip().splitlines()
        return f" The last line of its log: {lines[-1]}" if lines else ""


assert sys.platform != "win32", "The grader needs Linux or macOS. The exercises run anywhere."
