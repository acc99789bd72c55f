"""Notebooks that came back under another name, put where nbgrader looks for them."""

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


def adopt(course: Course, notebooks: list[str]) -> None:
    """
    Give the notebooks of one student the names they were handed out under.

    nbgrader gives zero points for ``loss.ipynb`` if ``loss (1).ipynb`` was handed in.

    Args:
        course: The course.
        notebooks: nbgrader's own list of the paths; it goes on with what stands here then.
    """
    if not notebooks:
        return
    folder = Path(notebooks[0]).parent
    for module, path in places(course, folder.resolve()).items():
        wanted = folder / f"{notebook_name(module)}.ipynb"
        if path == wanted.resolve():
            continue
        if os.path.lexists(wanted):  # as handed out, beside the one that was worked on
            wanted.rename(_free_name(wanted))
        path.rename(wanted)
        get_logger().warning("%s was read as %s.", clean(path.name), wanted.name)
        old = folder / path.name
        notebooks[:] = sorted({str(wanted), *notebooks} - {str(old)})


def _free_name(path: Path) -> Path:
    """Return where a notebook goes whose name is needed for another."""
    aside = path.with_name(f"{path.stem} (untouched).ipynb")
    number = 1
    while os.path.lexists(aside):
        number += 1
        aside = path.with_name(f"{path.stem} (untouched {number}).ipynb")
    return aside


def places(course: Course, folder: Path) -> Mapping[str, Path]:
    """Return which notebook in *folder* stands for which module, as intake reads them."""
    return dict(_places(course, folder))


def _places(course: Course, folder: Path) -> Iterator[tuple[str, Path]]:
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
