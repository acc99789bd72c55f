"""The preprocessor that rebuilds mangled notebooks before nbgrader looks at them."""

from typing import Any

from nbgrader.api import Gradebook
from nbgrader.preprocessors import ClearOutput, DeduplicateIds
from nbgrader.utils import NotebookNode

from grader.text import clean

from .preprocessors import BoxPreprocessor


class RebuildNotebook(BoxPreprocessor):
    """
    Restores the place, type and metadata of every cell of the assignment.

    The student's own code stays as it is and where it is; judging finds it by name. A missing
    grade cell is put back below the solution cell of its exercise, and of two equal ones the
    last counts. Every repair is logged.
    """

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Rebuild the cells; other assignments get nbgrader's own preprocessors."""
        if self.find_unit(resources) is None:
            for usual in (ClearOutput, DeduplicateIds):
                nb, resources = usual(parent=self.parent)(nb, resources)
            return nb, resources
        where = resources["nbgrader"]
        with Gradebook(where["db_url"]) as gradebook:
            notebook = gradebook.find_notebook(where["notebook"], where["assignment"])
            known = _known_cells(notebook)
        cells = self._repaired(nb.cells, known)
        self._add_missing(cells, known)
        for number, cell in enumerate(cells):
            # Ids that are missing, doubled or ill-formed would make the notebook invalid.
            cell["id"] = f"cell-{number}"
        nb = NotebookNode(
            cells=[NotebookNode(cell) for cell in cells],
            metadata=NotebookNode(language_info=NotebookNode(name="python")),
            nbformat=4,
            nbformat_minor=5,
        )
        return nb, resources

    def _repaired(self, cells: Any, known: dict[str, Any]) -> list[dict[str, Any]]:
        """Return the student's cells, fit for nbgrader; of cells with one id the last keeps it."""
        seen: set[str] = set()
        repaired = []
        for cell in reversed(cells):
            grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
            kind, metadata = cell.cell_type, {}
            if grade_id in seen:
                self.log.warning("There are two cells %s; the last one counts.", grade_id)
            elif grade_id in known:
                seen.add(grade_id)
                if kind != known[grade_id]["cell_type"]:
                    self.log.warning(
                        "Cell %s had been changed to a %s cell; it was changed back.",
                        grade_id,
                        kind,
                    )
                kind, metadata = known[grade_id]["cell_type"], known[grade_id]["nbgrader"]
            elif grade_id is not None:
                name = clean(str(grade_id), limit=60)
                self.log.warning("Cell %s is not part of the assignment.", name)
            repaired.append(_cell(kind, cell.source, metadata))
        return repaired[::-1]

    def _add_missing(self, cells: list[dict[str, Any]], known: dict[str, Any]) -> None:
        """Put missing grade cells below the rest of their exercise, or at the end."""
        for grade_id, cell in known.items():
            places = [cell["metadata"].get("nbgrader", {}).get("grade_id") for cell in cells]
            if not cell["nbgrader"]["grade"] or grade_id in places:
                continue
            self.log.warning("Grade cell %s was missing and was put back.", grade_id)
            at = len(cells)
            for place, name in enumerate(places):
                if name is not None and name.startswith(f"{grade_id}_"):
                    at = place + 1
            cells.insert(at, _cell(cell["cell_type"], cell["source"], cell["nbgrader"]))


def _known_cells(notebook: Any) -> dict[str, Any]:
    """Return the cells of a notebook as the gradebook knows them, by id and in order."""
    points = {cell.name: cell.max_score for cell in notebook.grade_cells}
    solutions = {cell.name for cell in notebook.solution_cells}
    tasks = {cell.name for cell in notebook.task_cells}
    known = {}
    for cell in notebook.source_cells:
        meta = {
            "schema_version": 3,
            "grade": cell.name in points,
            "grade_id": cell.name,
            "locked": bool(cell.locked),
            "solution": cell.name in solutions,
            "task": cell.name in tasks,
            "checksum": cell.checksum,
            "cell_type": cell.cell_type,
        }
        if cell.name in points:
            meta["points"] = points[cell.name]
        known[cell.name] = {
            "cell_type": cell.cell_type,
            "source": cell.source or "",
            "nbgrader": meta,
        }
    return known


def _cell(kind: str, source: str, nbgrader: dict[str, Any]) -> dict[str, Any]:
    metadata = NotebookNode(nbgrader=NotebookNode(nbgrader)) if nbgrader else NotebookNode()
    cell = {"cell_type": kind, "metadata": metadata, "source": source}
    return cell | ({"outputs": [], "execution_count": None} if kind == "code" else {})
