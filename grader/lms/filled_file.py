"""A gradebook file with scores filled in, and putting it in place without losing the download."""

import os
from dataclasses import dataclass, field
from pathlib import Path

from grader.errors import ExportError
from grader.files import write_whole
from grader.text import clean


@dataclass
class FilledFile:
    """What is to become of a gradebook file, and what a person should know of it."""

    path: Path
    column: str
    data: bytes
    before: bytes
    filled: list[str] = field(default_factory=list)
    """Students whose cell gets a score it did not show."""
    changed: list[str] = field(default_factory=list)
    """One sentence for each cell that showed another score before."""
    left: list[str] = field(default_factory=list)
    """One sentence for each cell that stays as it was."""
    no_row: list[str] = field(default_factory=list)
    no_result: list[str] = field(default_factory=list)

    def write(self) -> Path | None:
        """
        Put the filled file in place and return where the downloaded one is kept.

        Raises:
            ExportError: If it cannot be written; the file is as it was.
        """
        if self.data == self.before:
            return None
        try:
            backup = _backup(self.path, self.before)
            write_whole(self.path, self.data)
        except OSError as error:
            raise ExportError(
                f"{clean(str(self.path))} cannot be written: {error.strerror}. It was not "
                "changed; check the permissions of its folder."
            ) from None
        return backup


def _backup(path: Path, data: bytes) -> Path:
    """Keep *data* beside *path* under a name that nothing has, and return it."""
    for count in range(1, 1000):
        backup = path.with_name(f"{path.name}.bak{'' if count == 1 else count}")
        try:
            with backup.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        except FileExistsError:
            continue
        return backup
    raise OSError(0, "there are 999 backups already")
