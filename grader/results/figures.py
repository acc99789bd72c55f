"""Figures on disk: ``RESULTS/exhibits/<student>.json``, beside the results and as bounded."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from grader.intake.submission import file_stem

from .records import Header
from .store import write_text, writing

FOLDER = "exhibits"
SCHEMA = "grader/exhibits/1"
_BYTES = 4 << 20


def write_figures(results: Path, of: Header, figures: Sequence[Mapping[str, Any]]) -> None:
    """Write the figures of a submission, with the digests of *of*."""
    folder = results / FOLDER
    with writing(folder):
        folder.mkdir(exist_ok=True)
    whole = {
        "schema": SCHEMA,
        "student": of.student,
        "digests": msgspec.to_builtins(of.digests),
        "exhibits": list(figures),
    }
    text = json.dumps(whole, ensure_ascii=True, allow_nan=False) + "\n"
    write_text(folder / f"{file_stem(of.student)}.json", text)


def read_figures(results: Path, of: Header) -> list[dict[str, Any]] | None:
    """
    Return the figures of the submission and the tests of *of*.

    None if there are none, or only those of an earlier submission or of other tests.
    """
    path = results / FOLDER / f"{file_stem(of.student)}.json"
    try:
        if path.stat().st_size > _BYTES:
            return None
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(found, dict) or found.get("schema") != SCHEMA:
        return None
    if (found.get("student"), found.get("digests")) != (
        of.student,
        msgspec.to_builtins(of.digests),
    ):
        return None
    figures = found.get("exhibits")
    return figures if isinstance(figures, list) else None
