"""Renamed notebooks, put back under the names that nbgrader looks for."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from traitlets.log import get_logger

from grader.course.manifest import Course
from grader.intake import wanted_of
from grader.intake.files.folder import folder_tree
from grader.intake.layout import find_layout
from grader.intake.notebook.module_notebooks import ModuleNotebook, find_module_notebooks
from grader.nbgrader.ids import notebook_name
from grader.text import clean


def restore_names(course: Course, notebooks: list[str]) -> None:
    """
    Give the notebooks of one student back the names they were released under.

    nbgrader itself gives zero points for ``loss.ipynb`` if ``loss (1).ipynb`` was handed in.

    Args:
        course: The course.
        notebooks: nbgrader's own list of paths, which is updated.
    """
    if not notebooks:
        return
    folder = Path(notebooks[0]).parent
    for module, path in notebooks_by_module(course, folder.resolve()).items():
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


def notebooks_by_module(course: Course, folder: Path) -> Mapping[str, Path]:
    """Return the notebook of each module in *folder*, chosen as intake chooses."""
    return dict(_notebooks_by_module(course, folder))


def _notebooks_by_module(course: Course, folder: Path) -> Iterator[tuple[str, Path]]:
    wanted = wanted_of(course)
    modules = course.unit.modules
    parent = os.open(folder.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        with folder_tree(parent, folder.name) as tree:
            layout = find_layout(tree, modules, wanted.given)
            for name, path in layout.notebooks.items():
                yield name.removesuffix(".py"), folder / path
            missing = [m for m in modules if not {f"{m}.py"} & {*layout.notebooks, *layout.files}]
            others = layout.other_notebooks
            for module, found in find_module_notebooks(tree, others, missing, wanted.given):
                if isinstance(found, ModuleNotebook):
                    yield module, folder / found.path
    finally:
        os.close(parent)
