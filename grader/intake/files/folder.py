"""A student's folder, listed as a tree; links are never followed."""

import os
import stat
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from grader.errors import SubmissionRefused
from grader.messages.message import Message, message

from .gate import MAX_DEPTH, MAX_ENTRIES, kind_fault, open_below, open_folder, path_parts, read_file
from .tree import WHOLE, Tree, is_junk, reason_of


@contextmanager
def folder_tree(parent: int, name: str) -> Iterator[Tree]:
    """
    Yield the tree of the folder *name* in the folder *parent*, open for reading.

    Raises:
        SubmissionRefused: If it is a link or cannot be opened.
    """
    top = open_folder(name, parent)
    try:
        sizes: dict[str, int] = {}
        odd: dict[str, Message] = {}
        junk: list[str] = []
        _walk(top, sizes, odd, junk)
        yield Tree(sizes, lambda path, limit: read_file(top, path, limit), odd, junk)
    finally:
        os.close(top)


def _walk(top: int, sizes: dict[str, int], odd: dict[str, Message], junk: list[str]) -> None:
    """List what is below *top*, nearest first; a link is listed as odd, and junk not entered."""
    left = MAX_ENTRIES
    pending: deque[tuple[str, ...]] = deque([()])
    while pending:
        folders = pending.popleft()
        try:
            with open_below(top, folders) as here:
                statuses, left_by_tools = _statuses(here, left)
        except SubmissionRefused as refused:
            if not folders:
                raise
            odd["/".join(folders)] = reason_of(refused)
            continue
        left -= len(statuses)
        if left < 0:
            # All of a folder or nothing: half of it would depend on the order on the disk.
            odd["/".join(folders) or WHOLE] = message("holds too many entries and was not read")
            left = 0
        elif "pyvenv.cfg" in statuses:  # a virtual environment, whatever its name
            junk.append("/".join(folders) or WHOLE)
        else:
            junk += ["/".join((*folders, name)) for name in left_by_tools]
            pending.extend(_file_away(folders, statuses, sizes, odd))


def _statuses(folder: int, most: int) -> tuple[dict[str, os.stat_result], list[str]]:
    """Return up to *most* + 1 entries of an open folder by name, and the names of junk in it."""
    found: dict[str, os.stat_result] = {}
    junk: list[str] = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if is_junk(entry.name):
                    junk.append(entry.name)
                else:
                    found[entry.name] = entry.stat(follow_symlinks=False)
                if len(found) > most:
                    break
    except OSError as error:
        raise SubmissionRefused(
            message("cannot be listed: {why}", why=error.strerror or "")
        ) from None
    return found, junk


def _file_away(
    folders: tuple[str, ...],
    statuses: dict[str, os.stat_result],
    sizes: dict[str, int],
    odd: dict[str, Message],
) -> list[tuple[str, ...]]:
    """Add each entry of a folder to *sizes* or *odd*, and return the folders in it."""
    inner = []
    for name in sorted(statuses):
        parts = (*folders, name)
        path = "/".join(parts)
        mode = statuses[name].st_mode
        try:
            path_parts(path)
        except SubmissionRefused as refused:
            odd[path] = reason_of(refused)
            continue
        if not stat.S_ISDIR(mode):
            fault = kind_fault(mode)
            if fault:
                odd[path] = fault
            else:
                sizes[path] = statuses[name].st_size
        elif len(parts) > MAX_DEPTH:
            odd[path] = message(
                "is nested more than {most} folders deep and was not read", most=MAX_DEPTH
            )
        else:
            inner.append(parts)
    return inner
