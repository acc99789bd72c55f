"""Files: written whole or not at all, and named as seen from the working folder."""

import contextlib
import os
from pathlib import Path

#: The module of a course that draws what ``pytest exercises --plots`` saves.
SAVED_PLOTS = "saved_plots"


def write_whole(path: Path, content: bytes) -> None:
    """
    Write a file through a scratch file beside it.

    Raises:
        OSError: If it cannot be written; the file is as it was before.
    """
    scratch = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        scratch.write_bytes(content)
        os.replace(scratch, path)
    except OSError as error:
        with contextlib.suppress(OSError):
            scratch.unlink()
        raise OSError(error.errno, error.strerror, str(path)) from None


def shown_path(path: Path) -> str:
    """Return a path relative to the working folder if it lies below it, else as it is."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)
