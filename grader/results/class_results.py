"""All results of a class, read one after the other, with what people decided laid over them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from grader.course.manifest import Unit
from grader.errors import ResultsError
from grader.text import clean

from .overrides import Overrides, read_overrides
from .store import Result, read_result


@dataclass
class ClassResults:
    """
    The results in *folder* that belong to *unit*.

    Thousands of them never are in memory at once. Iterating fills what follows.

    Attributes:
        left_out: One sentence for each file that is no result of this unit and version.
        names: Every student with a result, and why it was refused, or "".
    """

    folder: Path
    unit: Unit
    paths: list[Path]
    overrides: Overrides
    left_out: list[str] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Result]:
        """
        Yield every result.

        Raises:
            ResultsError: At the end, if there was none of this unit and version.
        """
        self.left_out.clear()
        self.names.clear()
        for path in self.paths:
            result = read_result(path)
            fault = _half(path) if result is None else _foreign(path, result, self.unit)
            if result is None or fault:
                self.left_out.append(fault)
                continue
            self.names[result.student] = result.refused
            yield self.overrides.lay_over(result)
        if not self.names:
            raise ResultsError(
                f"{clean(str(self.folder))} holds no result of {self.unit.name} "
                f"{self.unit.version}. {self.left_out[0]}"
            )

    @property
    def remarks(self) -> list[str]:
        """What a person should know once all is read: files left out, rows without effect."""
        return self.left_out + self.overrides.idle(self.names)


def open_results(folder: Path, unit: Unit) -> ClassResults:
    """
    Return the results in *folder*, still to be read.

    Raises:
        ResultsError: If it is no folder, holds no result files, or its overrides are faulty.
    """
    where = clean(str(folder))
    if not folder.is_dir():
        raise ResultsError(f'{where} is no folder. Name the one "grader autograde --to" wrote.')
    paths = sorted(folder.glob("*.json"))
    if not paths:
        raise ResultsError(
            f'{where} holds no results. Name the folder that "grader autograde --to" wrote.'
        )
    return ClassResults(
        folder, unit, paths, read_overrides(folder, {e.id: e.points for e in unit.exercises})
    )


def _half(path: Path) -> str:
    name = clean(path.name, limit=120)
    return f"{name} is half-written or no result and was left out. Grade that student again."


def _foreign(path: Path, result: Result, unit: Unit) -> str:
    """Return why a result is none of *unit*, empty if it is."""
    found = (result.unit.get("name"), result.unit.get("version"))
    if found == (unit.name, unit.version):
        return ""
    named = clean(" ".join(map(str, found)), limit=120)
    return (
        f"{clean(path.name, limit=120)} is of {named} and was left out: the course here is "
        f"{unit.name} {unit.version}. Grade it again, or name its course with --course."
    )
