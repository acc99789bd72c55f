"""
The one catalogue of what students read: collect the msgids, mend the .po, build the .mo.

    python tests/catalogue.py

Adds what is missing to ``unit.po`` (untranslated), takes out what nobody says any more and
builds what is read from it, cut by who may see it (CUTS). Sections of the file stand in the
order of their places in the code, so that two branches that add to different sections merge by
themselves.
"""

import ast
import re
import tomllib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import jinja2
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
EXERCISES = ROOT / "exercises"
GRADER = ROOT / "grader"
HIDDEN = GRADER / "hidden"
# What the notebooks use; it speaks with the kit's catalogue.
NOTEBOOK = GRADER / "release" / "student" / "kit.py"
_ZH = Path("locale/zh/LC_MESSAGES")
# Causes of mistakes and sentences of hidden checks say how to solve an exercise and what will
# be looked at, so the whole lies with the hidden tests.
PO = HIDDEN / _ZH / "unit.po"
# Words that are said as they come: states of an exercise, kinds of a hint, labels of a failure.
WORDS = (
    *("done", "wrong", "error", "started", "not started"),
    *("to do", "not run", "changed", "unreadable"),
    *("a question", "a tool", "a place", "called", "expected", "got"),
)
# What argparse says in "python -m exercises --help" and of what it does not understand.
ARGPARSE = (
    *("usage: ", "options", "positional arguments", "show this help message and exit"),
    *("%(prog)s: error: %(message)s\n", "argument %(argument_name)s: %(message)s"),
    *("the following arguments are required: %s", "unrecognized arguments: %s"),
    *("invalid choice: %(value)r (choose from %(choices)s)", "expected one argument"),
    "invalid %(type)s value: %(value)r",
)
# What stands in the gaps of the grader's messages.
GRADER_WORDS = (
    *("{name} returned", "{name} is", "weight", "bias", "loss", "accuracy", "samples"),
    *(
        "open",
        "Your teacher grades this by hand.",
        "None",
        "a float",
        "an int",
        "a bool",
        "a str",
        "a tuple",
        "a list",
        "a dict",
    ),
    *("iteration", "step", "train", "test", "cell {gap1}", "cells {gap1} and {gap2}"),
    *("{gap1} cells from cell {gap2} on", "weight and bias", "accuracy (fraction or percent)"),
)
# And in the gaps of the hidden checks' messages.
HIDDEN_WORDS = ("{gap1} weight", "{gap1} weights", "leaves' .grad", "the weight", "the bias")
SPEAKERS = {"say", "mark"}
# In these, what a function returns is said, too.
TELLING = ("causes.py", "expect.py", "show.py")
# The grader's files whose texts a student may read.
JUDGING = (
    "checks",
    "student",
    "compare",
    "patterns",
    "examinee",
    "exceptions",
    "diagnosis",
    "gallery",
)
INTAKE = (
    *("reading", "layout", "books", "notebook", "cells_repair", "choosing", "completing"),
    *("writing", "archive", "gate", "tree", "folder", "salvage", "passages", "submissions"),
)
TEMPLATES = ("feedback.html", "parts.html")
# What the grader writes into modules that it puts together.
_CODE = (
    r"^check\(exercise|\n|\\|^# |^from __future__|^missing the required$|allocate memory|Tensor \($"
)
# Errors that teachers read, patterns and markers: nothing for students.
_ASIDE = {
    "addinivalue_line",
    "CourseError",
    "GraderError",
    "compile",
    "FrameError",
    "ValueError",
    "search",
}


def msgids() -> dict[str, str]:
    """Return every msgid with the section it belongs to, in the order of the catalogue."""
    return {**_of_grader(), **_of_hidden(), **_public()}


def _public() -> dict[str, str]:
    """Return what students get: the kit's own words, manifest, visible tests, questions."""
    found: dict[str, str] = {}
    for word in WORDS:
        found.setdefault(word, "words")
    for text in ARGPARSE:
        found.setdefault(text, "argparse")
    for path in [EXERCISES / "__main__.py", EXERCISES / "conftest.py", *_kit_files(), NOTEBOOK]:
        section = "notebook" if path == NOTEBOOK else path.stem.strip("_")
        for text in _said(ast.parse(path.read_text(encoding="utf-8")), path.name in TELLING):
            found.setdefault(text, section)
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


def _of_grader() -> dict[str, str]:
    """Return what the grader says about any course: its page, its messages, its notes."""
    found = dict.fromkeys(GRADER_WORDS, "grader words")
    for name in TEMPLATES:
        source = (GRADER / "report" / "templates" / name).read_text(encoding="utf-8")
        for text in _shown(source):
            found.setdefault(text, "grader page")
    for text in _written(GRADER / "gradebook" / "message.py"):
        found.setdefault(text, "grader page")
    for folder, names in (("judging", JUDGING), ("intake", INTAKE)):
        for name in names:
            for text in _written(GRADER / folder / f"{name}.py"):
                found.setdefault(text, f"grader {name}")
    return found


def _of_hidden() -> dict[str, str]:
    """Return what hidden checks, known mistakes and pictures of the course say."""
    found = dict.fromkeys(HIDDEN_WORDS, "hidden words")
    for path in sorted(HIDDEN.glob("*.py")):
        section = f"hidden {path.stem.removeprefix('test_').removesuffix('_hidden')}"
        for text in (*_promises(path), *_written(path)):
            found.setdefault(text, section)
    return found


def _promises(path: Path) -> Iterator[str]:
    """Yield the sentences of hidden checks."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield " ".join((ast.get_docstring(node) or "").split("\n\n")[0].split())


def _shown(source: str) -> Iterator[str]:
    """Yield what a template says."""
    tree = jinja2.Environment(extensions=["jinja2.ext.i18n"]).parse(source)
    for call in tree.find_all(jinja2.nodes.Call):
        if getattr(call.node, "name", "") == "say":
            for text in [call.args[0], *call.args[0].find_all(jinja2.nodes.Const)]:
                if isinstance(text, jinja2.nodes.Const) and isinstance(text.value, str):
                    yield text.value


def _written(path: Path) -> Iterator[str]:
    """Yield the sentences and templates in a file of the grader, each once."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    aside = {id(node) for part in _not_said(tree) for node in ast.walk(part)}
    for node in ast.walk(tree):
        if id(node) in aside or not isinstance(node, ast.Constant | ast.JoinedStr):
            continue
        if isinstance(node, ast.JoinedStr):
            # Its constants are parts of it; what its gaps choose from stands for itself.
            aside |= {id(part) for part in node.values}
        elif not isinstance(node.value, str):
            continue
        text = _trimmed("".join(_parts(node, iter(range(1, 100)))))
        mistake = path.stem.endswith("_mistakes") or path.stem == "descent"
        whole = not mistake or re.search(r"[.?)]$", text)
        if whole and _is_sentence(text) and not re.search(_CODE, text):
            yield text


def _not_said(tree: ast.Module) -> Iterator[ast.AST]:
    """Yield what no student reads: docstrings, markers, patterns, errors for teachers."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module):
            if node.body and isinstance(node.body[0], ast.Expr):
                yield node.body[0]
            yield from getattr(node, "decorator_list", ())
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node
        elif isinstance(node, ast.Call):
            if getattr(node.func, "id", getattr(node.func, "attr", "")) in _ASIDE:
                yield node
        elif isinstance(node, ast.Assert | ast.Compare):
            yield node
        elif isinstance(node, ast.AnnAssign) and getattr(node.target, "id", "") == "_MEANINGS":
            yield from (pair.elts[0] for pair in node.value.elts)


def _trimmed(text: str) -> str:
    """Return a template without what is only put before or after its sentences."""
    text = re.sub(r"^\{\w+\} (?=[A-Z])", "", text.strip())
    return re.sub(r"(?<=[.?!]) ?\{\w+\}$", "", text)


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
        if isinstance(value, ast.Name):
            yield "{" + value.id + "}"
        elif isinstance(value, ast.Call) and getattr(value.func, "id", "") == "describe":
            yield "{answer" + str(next(numbers)) + "}"
        else:
            yield "{" + f"gap{next(numbers)}" + "}"


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
    new = Catalog(locale="zh", domain="unit", fuzzy=False)
    for msgid, section in msgids().items():
        known = old.get(msgid)
        new[msgid] = Message(msgid, known.string if known else "", locations=[(section, None)])
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


#: What is built from the catalogue: file to the texts that whoever has the file may read.
CUTS = {
    EXERCISES / "_kit" / _ZH / "unit.mo": _public,
    GRADER / "course" / _ZH / "grader.mo": _of_grader,
    HIDDEN / _ZH / "hidden.mo": _of_hidden,
}


def cut(catalogue: Catalog, target: Path) -> dict[str, str]:
    """Return the texts that belong into one of CUTS, with what is translated of them."""
    said = {message.id: message.string for message in catalogue}
    return {text: said[text] for text in CUTS[target]() if said.get(text)}


def mo_bytes(texts: dict[str, str]) -> bytes:
    """Return the .mo of these texts."""
    undated = _Undated(locale="zh", domain="unit")
    for text, said in texts.items():
        undated[text] = Message(text, said)
    buffer = BytesIO()
    write_mo(buffer, undated)
    return buffer.getvalue()


if __name__ == "__main__":
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(po_bytes(mended()))
    whole = load()
    for target in CUTS:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(mo_bytes(cut(whole, target)))
    untranslated = [message.id for message in whole if message.id and not message.string]
    print(f"{len(list(whole))} texts, {len(untranslated)} of them untranslated.")
