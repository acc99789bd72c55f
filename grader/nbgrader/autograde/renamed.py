"""Renamed notebooks, put back under the names that nbgrader looks for."""

import os
from pathlib import Path

from traitlets.log import get_logger

from grader.nbgrader.ids import notebook_name
from grader.text import clean

from .notebook_reader import NotebookReader


def restore_names(reader: NotebookReader, notebooks: list[str]) -> None:
    """
    Give the notebooks of one student back the names they were released under.

    nbgrader itself gives zero points for ``loss.ipynb`` if ``loss (1).ipynb`` was handed in.

    Args:
        reader: Finds the notebook of each module.
        notebooks: nbgrader's own list of paths, which is updated.
    """
    if not notebooks:
        return
    folder = Path(notebooks[0]).parent
    for module, path in reader.by_module(folder.resolve()).items():
        wanted = folder / f"{notebook_name(module)}.ipynb"
        if path == wanted.resolve():
            continue
        if os.path.lexists(wanted):  # the untouched one, beside the one with the work
            wanted.rename(_free_name(wanted))
        path.rename(wanted)
        get_logger().warning("%s was read as %s.", clean(path.name), wanted.name)
        old = folder / path.name
        notebooks[:] = sorted({str(wanted), *notebooks} - {str(old)})


def _free_name(path: Path) -> Path:
    """Return a new path for a notebook whose name another one needs."""
    aside = path.with_name(f"{path.stem} (untouched).ipynb")
    number = 1
    while os.path.lexists(aside):
        number += 1
        aside = path.with_name(f"{path.stem} (untouched {number}).ipynb")
    return aside
