"""The runner of ``watch``: worker processes, started before they are needed, and their orders."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from _kit.commands.worker import Event, EventKind, Order

WORKER = Path(__file__).resolve().parent / "worker.py"


def can_fork() -> bool:
    """Return whether a process that has torch loaded may fork: on macOS it may crash."""
    return hasattr(os, "fork") and sys.platform != "darwin"


class Runner:
    """
    Runs one order at a time; a new order ends the one before.

    Args:
        on_event: Is called with every event of the latest order, from another thread.
        fork: Whether one worker forks a child for every order; else each order gets a
            worker of its own, started ahead of time.
    """

    def __init__(self, on_event: Callable[[Event], object], *, fork: bool) -> None:
        self._on_event = on_event
        self._fork = fork
        self._latest = 0
        self._child = 0
        self._worker: subprocess.Popen[str] | None = None
        self._spare = self._start()

    def run(self, order: Order) -> None:
        """Start an order; events of earlier ones are dropped."""
        self.cancel()
        if self._spare.poll() is not None:
            self._spare = self._start()
        self._worker = self._spare
        assert self._worker.stdin is not None
        with contextlib.suppress(OSError):  # a worker that has ended gives an event
            self._worker.stdin.write(replace(order, number=self._latest).to_line())
            self._worker.stdin.flush()
        if not self._fork:
            self._spare = self._start()

    def cancel(self) -> None:
        """End the order that is running, if there is one."""
        self._latest += 1
        if self._child:
            _kill(self._child)
            self._child = 0
        # The end of a worker that is no longer ours gives no event.
        worker, self._worker = self._worker, None
        if worker is not None and not self._fork:
            worker.kill()
            worker.wait()

    def close(self) -> None:
        """End every process."""
        self.cancel()
        self._spare.kill()
        self._spare.wait()

    def _start(self) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, str(WORKER), "--fork" if self._fork else "--once"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
        )
        threading.Thread(target=self._listen, args=(process,), daemon=True).start()
        return process

    def _listen(self, process: subprocess.Popen[str]) -> None:
        """Hand on the events of a process, as long as they are about the latest order."""
        answered = 0
        assert process.stdout is not None
        for line in process.stdout:
            event = Event.from_line(line)
            number = event.order or self._latest
            if event.kind == EventKind.STARTED:
                self._child = event.pid
                if number != self._latest:
                    _kill(self._child)
                continue
            if event.kind == EventKind.ENDED:
                self._child = 0
                # Without a result its own code or a time limit has ended the child.
                if answered == number:
                    continue
            if event.kind == EventKind.RESULT:
                answered = number
            if number == self._latest:
                self._on_event(event)
        if process is self._worker and answered != self._latest:
            self._on_event(Event(EventKind.ENDED))


def _kill(pid: int) -> None:
    with contextlib.suppress(OSError):
        os.kill(pid, signal.SIGKILL)
