"""A right notebook, and what students, Colab and file managers do to one."""

import ast
import json
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

KINDS = ("markdown", "raw")
FAILING = (
    "1 / 0",
    "losses = train(model, forever=True)\nplt.plot(losses)",
    "X, y = undefined_helper()\nprint(X.shape)",
    "assert False, 'not yet'",
    "import torch\nmodel = torch.load('weights.pt')",
)
BROKEN = (
    "print 'python 2'",
    "for i in range(3)\n    print(i)",
    "losses = [0.1, 0.2",
    "This was meant to be text, it's not code.",
    "x = = 3",
    "def scratch(x:\n    return x",
)
MAGICS = (
    "%matplotlib inline",
    "!pip install torchvision",
    "%load_ext autoreload",
    "get_ipython().run_line_magic('time', '')",
    "torch?",
    "files = !ls",
)
CELL_MAGICS = ("%%time", "%%timeit -n 10", "%%capture out", "%%memit")


@dataclass(frozen=True)
class Part:
    """One cell on its way: what it is and what it holds."""

    kind: str
    text: str
    answers: bool = False
    """Whether it holds what the student wrote."""
    indented: bool = False
    """Whether all of it is indented, so that it would go on with a function above it."""


Mangle = Callable[[list[Part], random.Random], list[Part]]


def right_notebook(solution: Path) -> list[Part]:
    """Return the cells of a notebook with the answers of *solution*: prose, code, trials."""
    source = solution.read_text(encoding="utf-8")
    lines = source.split("\n")
    parts = [Part("markdown", f"# {solution.stem}\n\nRead first, it's worth it: *then* write.")]
    imports: list[str] = []
    for node in ast.parse(source).body:
        start = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])
        text = "\n".join(lines[start - 1 : node.end_lineno])
        if isinstance(node, ast.Import | ast.ImportFrom):
            imports.append(text)
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            parts.append(Part("markdown", f"## Now `{node.name}`\n\n$p = \\sigma(z)$; if x = 1:\n"))
            parts.append(Part("code", text, answers=True))
            parts.append(Part("code", f"result = {node.name}\nassert result is not None"))
        elif not isinstance(node, ast.Expr):
            parts.append(Part("code", text, answers=True))
    return [parts[0], Part("code", "\n".join(imports)), *parts[1:]]


def saved(parts: list[Part], rng: random.Random | None = None, version: int = 4) -> bytes:
    """Return *parts* as a notebook file; with *rng*, saved by one program or another."""
    rng = rng or random.Random(0)
    as_list, odd_metadata = rng.random() < 0.5, rng.random() < 0.5
    cells = []
    for number, part in enumerate(parts):
        text: str | list[str] = part.text
        if as_list:
            text = part.text.splitlines(keepends=True)
        cell = {"cell_type": part.kind, "source": text, "metadata": {}}
        if odd_metadata:
            cell["id"] = f"changed-{rng.randrange(10**6)}"
            cell["metadata"] = {"id": "aB3_", "colab": {"base_uri": "x"}, "vscode": {"a": 1}}
        if part.kind == "code":
            cell |= {"outputs": [{"output_type": "stream", "text": ["42"]}], "execution_count": 3}
            if version == 3:
                cell["input"] = cell.pop("source")
                cell["language"] = "python"
        cells.append(cell)
        del number
    book = {"nbformat": version, "nbformat_minor": 5, "metadata": {"colab": {"name": "x"}}}
    book |= {"worksheets": [{"cells": cells}]} if version == 3 else {"cells": cells}
    return json.dumps(book, indent=rng.choice([None, 1, 2])).encode()


def _answers(parts: list[Part]) -> list[int]:
    return [index for index, part in enumerate(parts) if part.answers]


def delete_others(parts: list[Part], rng: random.Random) -> list[Part]:
    """Delete some of the cells that hold no answer, imports and trials included."""
    return [part for part in parts if part.answers or rng.random() < 0.5]


def duplicate(parts: list[Part], rng: random.Random) -> list[Part]:
    """Copy a cell to somewhere else."""
    copy = rng.choice(parts)
    at = rng.randrange(len(parts) + 1)
    return [*parts[:at], copy, *parts[at:]]


def add_stub(parts: list[Part], rng: random.Random) -> list[Part]:
    """Put the cell as handed out beside the answer, before or after it."""
    at = rng.choice(_answers(parts))
    try:
        node = ast.parse(parts[at].text).body[0]
    except SyntaxError:
        return parts
    if not isinstance(node, ast.FunctionDef):
        return parts
    arguments = ast.unparse(node.args)
    stub = Part("code", f"def {node.name}({arguments}):\n    raise NotImplementedError()")
    where = rng.randrange(len(parts) + 1)
    return [*parts[:where], stub, *parts[where:]]


def split(parts: list[Part], rng: random.Random) -> list[Part]:
    """Cut an answer in two at any line."""
    at = rng.choice(_answers(parts))
    lines = parts[at].text.split("\n")
    if len(lines) < 2:
        return parts
    cut = rng.randrange(1, len(lines))
    halves = [replace(parts[at], text="\n".join(piece)) for piece in (lines[:cut], lines[cut:])]
    return [*parts[:at], *halves, *parts[at + 1 :]]


def merge(parts: list[Part], rng: random.Random) -> list[Part]:
    """Join two neighbours that are both code."""
    pairs = [
        index
        for index in range(len(parts) - 1)
        if parts[index].kind == parts[index + 1].kind == "code" and not parts[index + 1].indented
    ]
    if not pairs:
        return parts
    at = rng.choice(pairs)
    both = Part(
        "code",
        f"{parts[at].text}\n\n{parts[at + 1].text}",
        parts[at].answers or parts[at + 1].answers,
    )
    return [*parts[:at], both, *parts[at + 2 :]]


def reorder(parts: list[Part], rng: random.Random) -> list[Part]:
    """Shuffle all cells."""
    return rng.sample(parts, len(parts))


def retype(parts: list[Part], rng: random.Random) -> list[Part]:
    """Make an answer a markdown or raw cell."""
    at = rng.choice(_answers(parts))
    changed = replace(parts[at], kind=rng.choice(KINDS))
    if rng.random() < 0.3:
        changed = replace(changed, text=f"My answer:\n\n```python\n{changed.text}\n```\n\nIt's it.")
    return [*parts[:at], changed, *parts[at + 1 :]]


def indent(parts: list[Part], rng: random.Random) -> list[Part]:
    """Indent an answer as a whole, which Jupyter runs all the same."""
    at = rng.choice(_answers(parts))
    if "'''" in parts[at].text or '"""' in parts[at].text:
        return parts
    text = "\n".join(f"    {line}" if line else line for line in parts[at].text.split("\n"))
    return [*parts[:at], replace(parts[at], text=text, indented=True), *parts[at + 1 :]]


def add_magic(parts: list[Part], rng: random.Random) -> list[Part]:
    """Put a magic or shell line on top of an answer."""
    at = rng.choice(_answers(parts))
    text = f"{rng.choice(MAGICS)}\n{parts[at].text}"
    return [*parts[:at], replace(parts[at], text=text), *parts[at + 1 :]]


def add_cell_magic(parts: list[Part], rng: random.Random) -> list[Part]:
    """Time or capture an answer."""
    at = rng.choice(_answers(parts))
    text = f"{rng.choice(CELL_MAGICS)}\n{parts[at].text}"
    return [*parts[:at], replace(parts[at], text=text), *parts[at + 1 :]]


def merge_heading(parts: list[Part], rng: random.Random) -> list[Part]:
    """Merge the text above an answer into its cell, as one wrong key does."""
    at = rng.choice(_answers(parts))
    text = f"## E13 · It's the loss\n\nRead *this* first.\n\n{parts[at].text}"
    return [*parts[:at], replace(parts[at], text=text), *parts[at + 1 :]]


def add_trial(parts: list[Part], rng: random.Random) -> list[Part]:
    """Add top-level code that fails or takes for ever."""
    at = rng.randrange(len(parts) + 1)
    return [*parts[:at], Part("code", rng.choice(FAILING)), *parts[at:]]


def add_broken(parts: list[Part], rng: random.Random) -> list[Part]:
    """Add a cell that does not parse."""
    at = rng.randrange(len(parts) + 1)
    return [*parts[:at], Part("code", rng.choice(BROKEN)), *parts[at:]]


def break_around(parts: list[Part], rng: random.Random) -> list[Part]:
    """Add a line that does not parse to the end of an answer."""
    at = rng.choice(_answers(parts))
    line = rng.choice(["print 'python 2'", "x = = 3", "It's done, I think"])
    changed = replace(parts[at], text=f"{parts[at].text}\n{line}")
    return [*parts[:at], changed, *parts[at + 1 :]]


def windows_lines(parts: list[Part], rng: random.Random) -> list[Part]:
    """Save with the line ends of Windows."""
    return [replace(part, text=part.text.replace("\n", "\r\n")) for part in parts]


# In the order in which they are applied: what is cut up is not shuffled afterwards, and what
# is no code any more is not cut up.
MANGLES: tuple[Mangle, ...] = (
    delete_others,
    duplicate,
    add_stub,
    reorder,
    indent,
    merge_heading,
    add_magic,
    add_cell_magic,
    break_around,
    merge,
    retype,
    split,
    add_trial,
    add_broken,
    windows_lines,
)


def mangled(parts: list[Part], chosen: list[int], rng: random.Random) -> list[Part]:
    """Return *parts* after the mangles at the indices *chosen*, in the order of `MANGLES`."""
    for index in sorted(chosen):
        parts = MANGLES[index](parts, rng)
    return parts
