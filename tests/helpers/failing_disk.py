"""A disk that fails, or a process that ends, at the n-th change of a file below a folder."""

import contextlib
import errno
import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest import mock

#: What changes files: the functions of ``os`` below, and opening one for writing.
_CHANGES = ("replace", "rename", "unlink", "mkdir", "chmod", "open", "fsync")


class Ended(BaseException):
    """The process was killed: nothing of it runs any more, no handler and no clean-up."""


class FailingDisk:
    """
    The changes of files below *folder*, counted.

    Args:
        folder: Where they count.
        at: The number of the one that fails, from 0; none if negative.
        how: ``full``: it raises OSError. ``stopped``: somebody presses Ctrl-C before it.
            ``killed before`` and ``killed after``: the process ends, the change not made or
            made, and no later change is made either.

    Attributes:
        failed: Whether it has come to that.
        at, how: As given.
    """

    def __init__(self, folder: Path, at: int = -1, how: str = "full") -> None:
        self.failed = False
        self._folder = str(folder)
        self.at = at
        self.how = how
        self._count = 0

    @contextlib.contextmanager
    def at_work(self) -> Iterator[None]:
        """Count, and fail, in the block."""
        with contextlib.ExitStack() as stack:
            for name in _CHANGES:
                wrapped = self._wrap(getattr(os, name), name)
                stack.enter_context(mock.patch.object(os, name, wrapped))
            stack.enter_context(mock.patch.object(io, "open", self._wrap(io.open, "io.open")))
            yield

    def _wrap(self, function: Callable[..., Any], name: str) -> Callable[..., Any]:
        def wrapper(*args: Any, **kwargs: Any) -> Any:
            if not self._counts(name, args, kwargs):
                return function(*args, **kwargs)
            return self._change(function, args, kwargs)

        return wrapper

    def _counts(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> bool:
        if name == "fsync":
            return True
        if name == "io.open" and "r" in (args[1:2] or (kwargs.get("mode", "r"),))[0]:
            return False
        if name == "open" and not (args[1] & (os.O_WRONLY | os.O_RDWR)):
            return False
        return isinstance(args[0], str | Path) and str(args[0]).startswith(self._folder)

    def _change(
        self, function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Any:
        if self.failed and self.how.startswith("killed"):
            raise Ended
        self._count += 1
        if self._count - 1 != self.at:
            return function(*args, **kwargs)
        self.failed = True
        if self.how == "full":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        if self.how == "stopped":
            raise KeyboardInterrupt
        if self.how == "killed after":
            function(*args, **kwargs)
        raise Ended
