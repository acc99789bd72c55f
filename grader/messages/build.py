"""
The one catalogue of what students read: collect the msgids, mend the .po, build the .mo.

    python -m grader.messages.build

Adds what is missing to ``unit.po`` (untranslated), takes out what nobody says any more and
builds what is read from it, cut by who may see it (CUTS). Sections of the file stand in the
order of their places in the code, so that two branches that add to different sections merge by
themselves.
"""

import ast
import tomllib
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from .extract import asked, promises, said, shown, tested, written

ROOT = Path(__file__).resolve().parents[2]
EXERCISES = ROOT / "exercises"
GRADER = ROOT / "grader"
HIDDEN = GRADER / "hidden"
# What the notebooks use; it speaks with the kit's catalogue.
NOTEBOOK = GRADER / "nbgrader" / "release" / "student" / "kit.py"
_ZH = Path("locale/zh/LC_MESSAGES")
# Causes of mistakes and sentences of hidden checks say how to solve an exercise and what will
# be looked at, so the whole lies with the hidden tests.
PO = HIDDEN / _ZH / "unit.po"
# Words that are said as they come: states of an exercise, kinds of a hint, labels of a failure.
WORDS = (
    *("done", "wrong", "error", "started", "not started", "partly run"),
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
    *("open", "Your teacher grades this by hand.", "None", "a float", "an int", "a bool"),
    *("a str", "a tuple", "a list", "a dict"),
    *("iteration", "step", "train", "test", "cell {gap1}", "cells {gap1} and {gap2}"),
    *("{gap1} cells from cell {gap2} on", "weight and bias", "accuracy (fraction or percent)"),
)
# And in the gaps of the hidden checks' messages.
HIDDEN_WORDS = ("{gap1} weight", "{gap1} weights", "leaves' .grad", "the weight", "the bias")
# In these, what a function returns is said, too.
TELLING = ("causes.py", "expect.py", "values.py")
# The rooms whose sentences students read in their results, and teachers on the class page. Every
# module of them is searched, so that a new or a renamed one is never forgotten.
ROOMS = ("judging", "testing", "diagnosis", "results", "intake")
# But for these, each with its reason.
LEFT_OUT = {
    "judging/session.py": "it names pytest's plugins, and its errors end the command",
}
_TEMPLATES = GRADER / "report" / "templates"
# What pages for people say of what is counted: states, strengths of a box, remarks on a check.
LABELS = (
    *("graded", "not started", "open", "refused", "inner layers only", "weak: no Landlock"),
    "UNSAFE: submissions were not locked in",
    "passed more often by students who lose points elsewhere: look into it",
    "hardly related to the other checks: look into it",
)


def msgids() -> dict[str, str]:
    """Return every msgid with the section it belongs to, in the order of the catalogue."""
    return {**_labels(), **_of_grader(), **_of_hidden(), **_public()}


def _public() -> dict[str, str]:
    """Return what students get: the kit's own words, manifest, visible tests, questions."""
    found: dict[str, str] = {}
    for word in WORDS:
        found.setdefault(word, "words")
    for text in ARGPARSE:
        found.setdefault(text, "argparse")
    for path in [EXERCISES / "__main__.py", EXERCISES / "conftest.py", *_kit_files(), NOTEBOOK]:
        section = "notebook" if path == NOTEBOOK else path.stem.strip("_")
        for text in said(ast.parse(path.read_text(encoding="utf-8")), path.name in TELLING):
            found.setdefault(text, section)
    manifest = tomllib.loads((EXERCISES / "unit.toml").read_text(encoding="utf-8"))
    found.setdefault(manifest["unit"]["title"], "unit")
    for entry in manifest["exercise"]:
        for text in (entry["title"], *entry["hints"]):
            found.setdefault(text, f"unit {entry['id']}")
    for module in dict.fromkeys(entry["module"] for entry in manifest["exercise"]):
        path = EXERCISES / f"test_{module}.py"
        for text in tested(ast.parse(path.read_text(encoding="utf-8"))):
            found.setdefault(text, path.stem)
        for text in asked((EXERCISES / f"{module}.py").read_text(encoding="utf-8")):
            found.setdefault(text, f"questions {module}")
    return found


def _labels() -> dict[str, str]:
    """Return what pages and platforms say around messages."""
    found = dict.fromkeys(LABELS, "labels")
    for path in templates():
        for text in shown(path.read_text(encoding="utf-8")):
            found.setdefault(text, f"labels {path.stem}")
    for path in _modules(GRADER):
        for text in said(ast.parse(path.read_text(encoding="utf-8")), False):
            found.setdefault(text, f"labels {_name(path)}")
    return found


def templates() -> list[Path]:
    """Return the templates and scripts of the pages."""
    return sorted(path for path in _TEMPLATES.iterdir() if path.suffix in (".html", ".js"))


def _of_grader() -> dict[str, str]:
    """Return what the grader says about any course in messages and notes."""
    found = dict.fromkeys(GRADER_WORDS, "grader words")
    for path in (path for room in ROOMS for path in _modules(GRADER / room)):
        if path.relative_to(GRADER).as_posix() in LEFT_OUT:
            continue
        for text in written(path):
            found.setdefault(text, _name(path))
    return found


def _modules(folder: Path) -> list[Path]:
    """Return the modules below *folder*, without what a course or the notebooks bring along."""
    return [
        path
        for path in sorted(folder.rglob("*.py"))
        if path != NOTEBOOK and HIDDEN not in path.parents
    ]


def _name(path: Path) -> str:
    return path.relative_to(GRADER).with_suffix("").as_posix()


def _of_hidden() -> dict[str, str]:
    """Return what hidden checks, known mistakes and pictures of the course say."""
    found = dict.fromkeys(HIDDEN_WORDS, "hidden words")
    for path in sorted(HIDDEN.rglob("*.py")):
        name = path.relative_to(HIDDEN).with_suffix("").as_posix()
        section = f"hidden {name.removeprefix('test_').removesuffix('_hidden')}"
        for text in (*promises(path), *written(path)):
            found.setdefault(text, section)
    return found


def _kit_files() -> list[Path]:
    return sorted((EXERCISES / "_kit").rglob("*.py"))


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
        new[msgid] = Message(msgid, known.string if known else "", locations=[(section, 0)])
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

    @property  # type: ignore[misc]  # read only here
    def mime_headers(self) -> list[tuple[str, str]]:
        return [("Language", "zh"), ("Content-Type", "text/plain; charset=utf-8")]


#: What is built from the catalogue: file to the texts that whoever has the file may read.
CUTS = {
    EXERCISES / "_kit" / _ZH / "unit.mo": _public,
    GRADER / "messages" / _ZH / "grader.mo": _of_grader,
    GRADER / "messages" / _ZH / "labels.mo": _labels,
    HIDDEN / _ZH / "hidden.mo": _of_hidden,
}


def cut(catalogue: Catalog, target: Path) -> dict[str, str]:
    """Return the texts that belong into one of CUTS, with what is translated of them."""
    known = {message.id: message.string for message in catalogue}
    return {text: str(known[text]) for text in CUTS[target]() if known.get(text)}


def mo_bytes(texts: dict[str, str]) -> bytes:
    """Return the .mo of these texts."""
    undated = _Undated(locale="zh", domain="unit")
    for text, chinese in texts.items():
        undated[text] = Message(text, chinese)
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
