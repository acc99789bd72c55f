"""Downloads as learning platforms pack them, and what collecting makes of them."""

import zipfile
from datetime import UTC, tzinfo
from pathlib import Path

from grader.lms.class_list import ClassList, read_class_list
from grader.lms.collect import CollectOptions
from helpers.notebooks import notebook_of

UNIT = "autograd-logistic"
LOSS = notebook_of("def bce_loss(p, y):\n    return p")
NEWER = notebook_of("def bce_loss(p, y):\n    return y")
METADATA = """---
submission_11:
  :submitters:
  - :name: Ada Lovelace
    :sid: 'ada7'
    :email: ada@x.org
  :created_at: 2026-01-02 03:04:05.123456000 Z
  :score: 10.0
  :results:
    :tests:
    - :name: first
      :output: |
        :created_at: 1999-01-01 00:00:00 Z
  :history:
  - :id: 9
    :created_at: 2025-01-01 00:00:00 Z
submission_12:
  :submitters:
  - :name: Ben O'Neil
    :sid:
    :email: ben@x.org
  - :name: "Cleo"
    :sid: &1 cleo
    :email: cleo@x.org
  :created_at: !ruby/object:ActiveSupport::TimeWithZone
    utc: 2026-01-03 00:00:00 Z
"""


def pack(path: Path, members: dict[str, bytes | str]) -> Path:
    """Write the zip that a platform would."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def gradescope_export(path: Path, data: bytes, day: int) -> Path:
    """Write Ada's submission of a day in January, as Gradescope exports it."""
    metadata = METADATA.replace("2026-01-02", f"2026-01-{day:02}")
    return pack(path, {"submission_metadata.yml": metadata, "submission_11/loss.ipynb": data})


def options(to: Path, **more) -> CollectOptions:
    """Return how a download of the unit is collected, with two of its modules known."""
    return CollectOptions(to, UNIT, ("loss", "model"), **more)


def collected(to: Path) -> dict[str, bytes]:
    """Return every collected file by its path."""
    files = [path for path in to.rglob("*") if path.is_file()]
    return {path.relative_to(to).as_posix(): path.read_bytes() for path in files}


def roster(tmp_path: Path, text: str, zone: tzinfo = UTC) -> ClassList:
    """Return the class list in a file with this text."""
    (tmp_path / "class.csv").write_text(text)
    return read_class_list(tmp_path / "class.csv", zone)
