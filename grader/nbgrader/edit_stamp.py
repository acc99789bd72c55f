"""The stamp in a graded notebook that shows whether a person has edited it since."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

_KEY, _STAMP = "grader", "graded"


def stamped(metadata: Mapping[str, Any], cells: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return a notebook's *metadata* with a stamp of its *cells*."""
    return {**metadata, _KEY: {_STAMP: _digest(cells)}}


def is_untouched(path: Path) -> bool:
    """Return whether the notebook at *path* is as the grader wrote it."""
    try:
        book = json.loads(path.read_text(encoding="utf-8"))
        return bool(book["metadata"][_KEY][_STAMP] == _digest(book["cells"]))
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return False


def _digest(cells: Iterable[Mapping[str, Any]]) -> str:
    """Return a hash of what a person sees in *cells*: types, texts and outputs."""
    seen = [
        [cell["cell_type"], _joined(cell["source"]), _joined(cell.get("outputs", []))]
        for cell in cells
    ]
    return hashlib.sha256(json.dumps(seen, sort_keys=True).encode()).hexdigest()[:32]


def _joined(value: Any) -> Any:
    """Return *value* with every text joined; a file may keep it as a list of lines."""
    if isinstance(value, Mapping):
        return {key: _joined(inner) for key, inner in value.items()}
    if isinstance(value, list):
        if value and all(isinstance(line, str) for line in value):
            return "".join(value)
        return [_joined(inner) for inner in value]
    return value
