"""
The catalogue of what students read: collect the msgids, mend the .po, build the .mo.

    python tests/catalogue.py

Adds what is missing to ``unit.po`` (untranslated), takes out what nobody says any more and
builds ``unit.mo``. Sections of the file stand in the order of SECTIONS, so that two
branches that add to different sections merge by themselves; entries that come from
elsewhere (``#: report``) are kept as they are.
"""

import ast
import re
import tomllib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
EXERCISES = ROOT / "exercises"
FOLDER = EXERCISES / "_kit" / "locale" / "zh" / "LC_MESSAGES"
PO, MO = FOLDER / "unit.po", FOLDER / "unit.mo"
# Words that are said as they come: states of an exercise, kinds of a hint, labels of a failure.
WORDS = (
    *("done", "wrong", "error", "started", "not started"),
    *("to do", "not run", "changed", "unreadable"),
    *("a question", "a tool", "a place", "called", "expected", "got"),
)
SPEAKERS = {"say", "mark"}
# In these, what a function returns is said, too.
TELLING = ("causes.py", "expect.py", "show.py")


def msgids() -> dict[str, str]:
    """Return every msgid with the section it belongs to, in the order of the catalogue."""
    found: dict[str, str] = {}
    for word in WORDS:
        found.setdefault(word, "words")
    for path in [EXERCISES / "__main__.py", EXERCISES / "conftest.py", *_kit_files()]:
        for text in _said(ast.parse(path.read_text(encoding="utf-8")), path.name in TELLING):
            found.setdefault(text, path.stem.strip("_"))
    manifest = tomllib.loads((EXERCISES / "unit.toml").read_text(encoding="utf-8"))
    found.setdefault(manifest["unit"]["title"], "unit")
    for entry in manifest["exercise"]:
        for text in (entry["title"], *entry["hints"]):
            found.setdefault(text, f"unit {entry['id']}")
    for module in dict.fromkeys(entry["module"] for entry in manifest["exercise"]):
        path = EXERCISES / f"test_{module}.py"
        for text in _tested(ast.parse(path.read_text(encoding="utf-8"))):
            found.setdefault(text, path.stem)
        for text in _asked((EXERCISES / f"{module}.py").read_text(encoding="utf-8")):
            found.setdefault(text, f"questions {module}")
    return found


def _asked(source: str) -> Iterator[str]:
    """Yield the questions that tasks ask before anything is run."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            for part in (ast.get_docstring(node) or "").split("\n\n"):
                if part.startswith("Predict: "):
                    yield " ".join(part.split())


def _kit_files() -> list[Path]:
    return sorted((EXERCISES / "_kit").glob("*.py"))


def _said(tree: ast.Module, telling: bool) -> Iterator[str]:
    """Yield what a file of the kit says."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in SPEAKERS and node.args:
                yield from _texts(node.args[0], words=True)
            elif name == "_fail":
                for argument in node.args[1:]:
                    yield from _texts(argument)
        elif telling and isinstance(node, ast.Return) and node.value is not None:
            yield from _texts(node.value)
        elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "CAUSES":
            for pair in node.value.elts:
                yield from _texts(pair.elts[1])


def _tested(tree: ast.Module) -> Iterator[str]:
    """Yield what visible tests say: their promises, and what they hand to expect."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            if node.name.startswith("test_"):
                yield " ".join((ast.get_docstring(node) or "").split())
            for inner in ast.walk(node):
                if isinstance(inner, ast.Call) and _is_expect(inner):
                    for argument in [*inner.args, *(keyword.value for keyword in inner.keywords)]:
                        yield from _texts(argument)
                elif isinstance(inner, ast.Assign | ast.AugAssign):
                    yield from _texts(inner.value)
                elif isinstance(inner, ast.For):
                    yield from _texts(inner.iter)


def _is_expect(node: ast.Call) -> bool:
    return getattr(getattr(node.func, "value", None), "id", "") == "expect" or getattr(
        node.func, "id", ""
    ).startswith("_")


def _texts(node: ast.AST, *, words: bool = False) -> Iterator[str]:
    """Yield the sentences in an expression, f-strings and sums as templates; no code."""
    if isinstance(node, ast.Constant | ast.JoinedStr | ast.BinOp):
        text = "".join(_parts(node, iter(range(1, 100))))
        if isinstance(node, ast.Constant) and not isinstance(node.value, str):
            return
        if words or _is_sentence(text):
            yield text
    elif not isinstance(node, ast.Lambda | ast.Subscript):
        for child in ast.iter_child_nodes(node):
            yield from _texts(child, words=words)


def _parts(node: ast.AST, numbers: Iterator[int]) -> Iterator[str]:
    """Yield the parts of a text; what is filled in becomes a gap."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        for part in node.values:
            yield from _parts(part, numbers)
    elif isinstance(node, ast.BinOp):
        yield from _parts(node.left, numbers)
        yield from _parts(node.right, numbers)
    else:
        value = getattr(node, "value", node)
        yield "{" + (value.id if isinstance(value, ast.Name) else f"gap{next(numbers)}") + "}"


def _is_sentence(text: str) -> bool:
    """Return whether a text has words to translate: it is no code and no single name."""
    bare = re.sub(r"\{\w+\}", "x", text)
    if not re.search(r"[A-Za-z]{2,}.* |^a ", re.sub(r"\{\w+\}", "", text)):
        return False
    try:
        ast.parse(bare, mode="eval")
    except SyntaxError:
        return True
    return False


def load() -> Catalog:
    """Return the catalogue as it is."""
    with PO.open("rb") as file:
        return read_po(file, locale="zh", domain="unit")


def mended() -> Catalog:
    """Return the catalogue with what is said now, in order, and translated as far as it was."""
    old = load() if PO.exists() else Catalog(locale="zh", domain="unit")
    new = Catalog(
        locale="zh",
        domain="unit",
        project="autograd-logistic",
        header_comment="# Chinese texts of the exercises.",
        fuzzy=False,
    )
    for msgid, section in msgids().items():
        known = old.get(msgid)
        new[msgid] = Message(msgid, known.string if known else "", locations=[(section, None)])
    for message in old:
        foreign = any(place.startswith("report") for place, _ in message.locations)
        if message.id and foreign and message.id not in new:
            new[message.id] = message
    return new


def po_bytes(catalogue: Catalog) -> bytes:
    """Return the .po; without dates, so that the same texts give the same file."""
    buffer = BytesIO()
    write_po(buffer, catalogue, width=100, omit_header=True)
    header = (
        b'msgid ""\nmsgstr ""\n"Language: zh\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    )
    return header + buffer.getvalue()


class _Undated(Catalog):
    """A catalogue whose header has no dates and no versions: the same texts, the same file."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        return [("Language", "zh"), ("Content-Type", "text/plain; charset=utf-8")]


def mo_bytes(catalogue: Catalog) -> bytes:
    """Return the .mo."""
    undated = _Undated(locale="zh", domain="unit")
    for message in catalogue:
        if message.id:
            undated[message.id] = message
    buffer = BytesIO()
    write_mo(buffer, undated)
    return buffer.getvalue()


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(po_bytes(mended()))
    MO.write_bytes(mo_bytes(load()))
    untranslated = [message.id for message in load() if message.id and not message.string]
    print(f"{len(list(load()))} texts, {len(untranslated)} of them untranslated.")
