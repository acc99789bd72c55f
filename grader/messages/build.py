"""
The build of the catalogues: collect all texts for people, update the .po, compile the .mo files.

    python -m grader.messages.build

The program adds new texts to ``unit.po`` (untranslated), removes those that the code no longer
has, and compiles one catalogue for each group of readers (CATALOGUES). The sections of the file
follow the order of the code, so that two branches with texts in different sections merge cleanly.
"""

import contextlib
import io
import tomllib
from collections.abc import Mapping
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from grader.course.entries import KNOWN_MISTAKE, parse_entries

from .extract import message_texts, predictions, test_sentences

ROOT = Path(__file__).resolve().parents[2]
EXERCISES = ROOT / "exercises"
GRADER = ROOT / "grader"
HIDDEN = GRADER / "hidden"
# The helpers of the notebooks, which use the catalogue of the students' kit.
NOTEBOOK = GRADER / "nbgrader" / "release" / "student" / "kit.py"
_ZH = Path("locale/zh/LC_MESSAGES")
# Causes of mistakes and sentences of hidden checks give answers away, so the whole catalogue is
# kept with the hidden tests.
PO = HIDDEN / _ZH / "unit.po"
# The texts of argparse for "python -m exercises --help" and for wrong arguments.
ARGPARSE = (
    *("usage: ", "options", "positional arguments", "show this help message and exit"),
    *("%(prog)s: error: %(message)s\n", "argument %(argument_name)s: %(message)s"),
    *("the following arguments are required: %s", "unrecognized arguments: %s"),
    *("invalid choice: %(value)r (choose from %(choices)s)", "expected one argument"),
    "invalid %(type)s value: %(value)r",
)
# Words that fill gaps in the grader's messages.
GRADER_WORDS = (
    *("{name} returned", "{name} is", "weight", "bias", "loss", "accuracy", "samples"),
    *("open", "Your teacher grades this by hand.", "None", "a float", "an int", "a bool"),
    *("a str", "a tuple", "a list", "a dict", "a numpy.float32", "a numpy.float64"),
    "The result",
    *("iteration", "step", "train", "test", "weight and bias", "accuracy (fraction or percent)"),
    "cell {gap1} does not parse ({gap2})",
    "it holds too many values or is nested too deeply",
    "it holds more than {count} values",
    "it is nested too deeply",
    "all answers together are too large",
)
# Words that fill gaps in the messages of hidden checks.
HIDDEN_WORDS = (
    "{gap1} weight",
    "{gap1} weights",
    "leaves' .grad",
    "the weight",
    "the bias",
    *("has no row", "has one row"),
)
# In these folders, which make the messages of hidden checks, every sentence counts.
SENTENCES = (GRADER / "testing", GRADER / "diagnosis")
# Modules of these folders that are not searched, each with its reason.
LEFT_OUT = {
    "grader/diagnosis/tables.py": "its lines stand in notes, which teachers alone read",
    "grader/diagnosis/causes.py": "babel collects its causes",
}
# The calls in which babel finds the texts, and the argument that is the text.
KIT_CALLS = {"translate": None, "message": None, "mark": None, "Cause": (2,), "CommandError": None}
_TEMPLATES = GRADER / "report" / "templates"
# How strong a box was, in words of a room that no message reaches.
STRENGTHS = (
    *("inner layers only", "weak: no Landlock"),
    "UNSAFE: submissions were not locked in",
)


def msgids() -> dict[str, str]:
    """Return every msgid and its section, in the order of the catalogue."""
    return {**_labels(), **_of_grader(), **_of_hidden(), **_of_kit(), **_of_exercises()}


def _of_kit() -> dict[str, str]:
    """Return the texts of the students' kit, which every course has."""
    found: dict[str, str] = {}
    for text in ARGPARSE:
        found.setdefault(text, "argparse")
    for path in [EXERCISES / "__main__.py", *_kit_files(), NOTEBOOK]:
        section = "notebook" if path == NOTEBOOK else path.stem.strip("_")
        for text in marked_texts(path, KIT_CALLS):
            found.setdefault(text, section)
    return found


def _of_exercises() -> dict[str, str]:
    """Return the texts of this course's manifest, visible tests and stubs."""
    found: dict[str, str] = {}
    manifest = tomllib.loads((EXERCISES / "unit.toml").read_text(encoding="utf-8"))
    found.setdefault(manifest["unit"]["title"], "unit")
    for entry in manifest["exercise"]:
        for text in (entry["title"], entry["answer"], *entry["hints"]):
            found.setdefault(text, f"unit {entry['id']}")
    for module in dict.fromkeys(entry["module"] for entry in manifest["exercise"]):
        path = EXERCISES / f"test_{module}.py"
        for text in (*test_sentences(path), *marked_texts(path, KIT_CALLS)):
            found.setdefault(text, path.stem)
        for text in predictions((EXERCISES / f"{module}.py").read_text(encoding="utf-8")):
            found.setdefault(text, f"questions {module}")
    return found


def _labels() -> dict[str, str]:
    """Return the texts around messages, on pages and platforms."""
    found = dict.fromkeys(STRENGTHS, "labels")
    for path in templates():
        for text in marked_texts(path, {"_": None}, method="jinja2"):
            found.setdefault(text, f"labels {path.stem}")
    for path in _modules(GRADER):
        for text in marked_texts(path, {"translate": None, "mark": None}):
            found.setdefault(text, f"labels {_name(path)}")
    return found


def templates() -> list[Path]:
    """Return the templates and scripts of the pages."""
    return sorted(path for path in _TEMPLATES.iterdir() if path.suffix in (".html", ".js"))


def _of_grader() -> dict[str, str]:
    """Return the grader's messages and notes that are not about one course."""
    found = dict.fromkeys(GRADER_WORDS, "grader words")
    for path in _modules(GRADER):
        texts = marked_texts(path, {"message": None, "Cause": (2,)})
        if not set(SENTENCES).isdisjoint(path.parents):
            texts = texts if _is_left_out(path) else [*message_texts(path)]
        for text in texts:
            found.setdefault(text, _name(path))
    return found


def marked_texts(
    path: Path, functions: Mapping[str, tuple[int, ...] | None], method: str = "python"
) -> list[str]:
    """Return the texts in a file that are the first, or another, argument of *functions*."""
    # Babel remarks on f-strings among the other arguments, which are values.
    with path.open("rb") as file, contextlib.redirect_stderr(io.StringIO()):
        found = list(extract(method, file, keywords=functions))
    return [text for _, text, _, _ in found if isinstance(text, str)]


def _modules(folder: Path) -> list[Path]:
    """Return the modules below *folder* that may hold messages of ours."""
    others = {HIDDEN, GRADER / "box"}  # texts of one course; a room that no message reaches
    return [
        path
        for path in sorted(folder.rglob("*.py"))
        if path != NOTEBOOK and others.isdisjoint(path.parents)
    ]


def _is_left_out(path: Path) -> bool:
    return path.relative_to(ROOT).as_posix() in LEFT_OUT


def _name(path: Path) -> str:
    return path.relative_to(GRADER).with_suffix("").as_posix()


def _of_hidden() -> dict[str, str]:
    """Return the texts of hidden checks, known mistakes and figures of this course."""
    found = dict.fromkeys(HIDDEN_WORDS, "hidden words")
    for path in sorted(HIDDEN.rglob("*.py")):
        name = path.relative_to(HIDDEN).with_suffix("").as_posix()
        section = f"hidden {name.removeprefix('test_').removesuffix('_hidden')}"
        texts = [*test_sentences(path), *message_texts(path)]
        if path.parent.name == "mistakes":
            entries = parse_entries(path.read_text(encoding="utf-8"), name, KNOWN_MISTAKE)
            texts = [entry.headers["message"] for entry in entries]
        for text in texts:
            found.setdefault(text, section)
    return found


def _kit_files() -> list[Path]:
    return sorted((EXERCISES / "_kit").rglob("*.py"))


def load() -> Catalog:
    """Return the catalogue in the .po file."""
    with PO.open("rb") as file:
        return read_po(file, locale="zh", domain="unit")


def updated() -> Catalog:
    """Return the catalogue with the texts of the code as it is now, and all known translations."""
    old = load() if PO.exists() else Catalog(locale="zh", domain="unit")
    new = Catalog(locale="zh", domain="unit", fuzzy=False)
    for msgid, section in msgids().items():
        known = old.get(msgid)
        new[msgid] = Message(msgid, known.string if known else "", locations=[(section, 0)])
    return new


def po_bytes(catalogue: Catalog) -> bytes:
    """Return the content of the .po file, without dates: the same texts give the same bytes."""
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=100, omit_header=True)
    header = (
        b'msgid ""\nmsgstr ""\n"Language: zh\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    )
    return header + buffer.getvalue()


class _Undated(Catalog):
    """A catalogue without dates and versions in its header: the same texts give the same bytes."""

    @property  # type: ignore[misc]  # read only here
    def mime_headers(self) -> list[tuple[str, str]]:
        return [("Language", "zh"), ("Content-Type", "text/plain; charset=utf-8")]


#: The compiled catalogues, and for each a function that returns the texts in it.
CATALOGUES = {
    EXERCISES / "_kit" / _ZH / "kit.mo": _of_kit,
    EXERCISES / "_kit" / _ZH / "course.mo": _of_exercises,
    GRADER / "messages" / _ZH / "grader.mo": _of_grader,
    GRADER / "messages" / _ZH / "labels.mo": _labels,
    HIDDEN / _ZH / "hidden.mo": _of_hidden,
}


def texts_for(catalogue: Catalog, target: Path) -> dict[str, str]:
    """Return the translated texts of one of CATALOGUES."""
    known = {message.id: message.string for message in catalogue}
    return {text: str(known[text]) for text in CATALOGUES[target]() if known.get(text)}


def mo_bytes(texts: dict[str, str]) -> bytes:
    """Return the content of a .mo file with these texts."""
    undated = _Undated(locale="zh", domain="unit")
    for text, chinese in texts.items():
        undated[text] = Message(text, chinese)
    buffer = io.BytesIO()
    write_mo(buffer, undated)
    return buffer.getvalue()


if __name__ == "__main__":
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(po_bytes(updated()))
    whole = load()
    for target in CATALOGUES:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(mo_bytes(texts_for(whole, target)))
    untranslated = [message.id for message in whole if message.id and not message.string]
    print(f"{len(list(whole))} texts, {len(untranslated)} of them untranslated.")
