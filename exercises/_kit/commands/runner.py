"""Warm processes for ``watch``: one that forks, or where that is not safe, one kept in spare."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

WORKER = Path(__file__).resolve().parent / "worker.py"

Tell = Callable[[dict[str, Any]], None]


def can_fork() -> bool:
    """Return whether a process that has torch loaded may fork: on macOS it may crash."""
    return hasattr(os, "fork") and sys.platform != "darwin"


class Runner:
    """
    Runs one order at a time; a new one replaces the one before.

    Args:
        tell: Is called with every event, from another thread.
        fork: Whether one process forks for every order; else each order gets a process
            of its own, started ahead of time.
    """

    def __init__(self, tell: Tell, *, fork: bool) -> None:
        self._tell = tell
        self._fork = fork
        self._latest = 0
        self._child = 0
        self._worker: subprocess.Popen[str] | None = None
        self._spare = self._start()

    def run(self, order: dict[str, Any]) -> None:
        """Start an order; events of earlier ones are no longer told."""
        self.cancel()
        if self._spare.poll() is not None:
            self._spare = self._start()
        self._worker = self._spare
        with contextlib.suppress(OSError):  # its end is told as an event
            self._worker.stdin.write(json.dumps({**order, "id": self._latest}) + "\n")
            self._worker.stdin.flush()
        if not self._fork:
            self._spare = self._start()

    def cancel(self) -> None:
        """End what is running, if anything is."""
        self._latest += 1
        if self._child:
            _kill(self._child)
            self._child = 0
        # Nobody's end is told that we have brought about ourselves.
        worker, self._worker = self._worker, None
        if worker is not None and not self._fork:
            worker.kill()
            worker.wait()

    def close(self) -> None:
        """End every process."""
        self.cancel()
        self._spare.kill()
        self._spare.wait()

    def _start(self) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [sys.executable, str(WORKER), "--fork" if self._fork else "--once"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
        )
        threading.Thread(target=self._listen, args=(process,), daemon=True).start()
        return process

    def _listen(self, process: "subprocess.Popen[str]") -> None:
        """Tell what a process says, as long as it is about the latest order."""
        answered = 0
        for line in process.stdout:
            event = json.loads(line)
            number = event.get("id", self._latest)
            if event["event"] == "started":
                self._child = event["pid"]
                if number != self._latest:
                    _kill(self._child)
                continue
            if event["event"] == "ended":
                self._child = 0
                # Without a result its own code or a time limit has ended it.
                if answered == number:
                    continue
            if event["event"] == "result":
                answered = number
            if number == self._latest:
                self._tell(event)
        if process is self._worker and answered != self._latest:
            self._tell({"event": "ended"})


def _kill(pid: int) -> None:
    with contextlib.suppress(OSError):
        os.kill(pid, signal.SIGKILL)
