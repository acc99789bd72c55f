"""The reading of one submission: files that matter, within their limits, and an account of all."""

import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from grader.course.new_course import NOTEBOOK_KIT_PATH
from grader.errors import SubmissionRefused, TreeRefused
from grader.intake.files.archive import archive_tree
from grader.intake.files.gate import ARCHIVE_BYTES, MAX_FILES, TOTAL_BYTES, size_value
from grader.intake.files.source import importable, text_of
from grader.intake.files.tree import (
    Tree,
    below,
    may_hold_work,
    reason_of,
    sentence_on,
    without,
)
from grader.intake.notebook.cells import NOTEBOOK_BYTES, read_cells
from grader.intake.notebook.module_notebooks import (
    Ambiguous,
    ModuleNotebook,
    bound_names,
    find_module_notebooks,
    is_notebook,
    near_names,
    read_module_notebook,
    stub_names,
    written_names,
)
from grader.intake.notebook.parser import Parser
from grader.intake.notebook.to_module import repaired_script
from grader.messages.message import Message, Name, message, stranger
from grader.text import clean

from .account import Account, Doubt, Fate
from .layout import find_layout, may_be_code, place_helpers, size_limit
from .newer_python import newer_python
from .obstacles import obstacles
from .submission import Submission

MAX_NOTES = 30
_ARCHIVES = re.compile(r"\.(zip|tar|tar\.\w+|t[bgx]z2?|gz|bz2|xz|rar|7z|zipx)$", re.IGNORECASE)
_LEFT_BY_TOOLS = message("left by a tool")
_HANDED_OUT = message("as handed out")
_EMPTY = message("empty")
_SETTINGS = message("settings of a project")
_TESTS = message("tests without an answer in them")
_OF_THE_KIT = message("written by the exercises or by nbgrader")
# The last one tells of the machine that released; it differs from one to the other.
_RECORDS = frozenset({"timestamp.txt", "submission.json", "submission_secret.txt", "grading.json"})
_SETTING_FILES = frozenset(
    {"requirements.txt", "pyproject.toml", "setup.cfg", "pytest.ini", "environment.yml", "uv.lock"}
)


@dataclass(frozen=True)
class Wanted:
    """The modules and files to look for in every submission."""

    modules: Collection[str] = ()
    """The unit's modules, wherever they lie in a submission; if empty, any Python file."""
    given: Mapping[str, bytes] = field(default_factory=dict)
    """The modules as they were handed out, to tell an answer from a stub."""
    unit: str = ""
    """The name of the assignment's folder, if nbgrader keeps the work."""
    handed_out: Mapping[str, str] = field(default_factory=dict)
    """All files of the student bundle: path there to `content_digest`."""


def content_digest(data: bytes) -> str:
    """Return a digest of a file that is equal for other line ends."""
    return hashlib.sha256(data.replace(b"\r\n", b"\n")).hexdigest()[:32]


def read_tree(
    student: str, tree: Tree, wanted: Wanted, tell: Callable[[str], None] = lambda _path: None
) -> Submission:
    """
    Return what *student* handed in as *tree*.

    A file that cannot be read is left out with a note; the others are not affected. A module
    counts byte for byte as it is. A notebook is read as the module it stands for; it does not
    count beside a module that somebody has worked on. What a module lacks is looked for in the
    other files. A folder with a zip and no code is read as that zip.

    Args:
        student: The name of the student.
        tree: The files as listed.
        wanted: What is looked for.
        tell: Is told the path of each file before it is read.

    Raises:
        SubmissionRefused: If there are several zips and no code, or the one zip cannot be
            trusted.
        TreeRefused: If reading shows that the tree as a whole cannot be trusted.
    """
    notes: list[Message] = []
    tree = _unpacked(_unit_folder(tree.telling(tell), wanted.unit, notes), notes, tell)
    return _Reading(tree, wanted, notes).submission(student)


class _Reading:
    """The state of reading one submission: what was read so far, and why the rest was not."""

    def __init__(self, tree: Tree, wanted: Wanted, notes: list[Message]) -> None:
        self._tree = tree
        self._wanted = wanted
        self._layout = find_layout(tree, wanted.modules, wanted.given)
        self._notes = notes
        self._notes += [sentence_on(path, tree.odd[path]) for path in sorted(tree.odd)]
        self._notes += self._layout.notes
        self._layout.notes.clear()
        self._doubts: list[Doubt] = []
        for module, sentences in self._layout.doubts.items():
            self._ask(sentences, stub_names(wanted.given.get(module, b"")))
        self._files: dict[str, bytes] = {}
        self._fates: dict[str, tuple[Fate, Message]] = {}
        self._left = TOTAL_BYTES

    def submission(self, student: str) -> Submission:
        """Read all that counts and return it."""
        self._read_files()
        self._read_notebooks()
        self._read_missing()
        # What notebooks import as kit works only beside a Jupyter; no module needs it.
        kit = {path for path in self._handed_out if f"/{path}".endswith(f"/{NOTEBOOK_KIT_PATH}")}
        place_helpers(self._layout, self._tree.sizes.keys() - kit)
        self._notes += self._layout.notes
        self._read_files()
        self._add_definitions()
        if not (self._layout.files or self._layout.notebooks or self._files):
            self._notes.append(_nothing_found(self._wanted))
            if left := sorted(filter(may_hold_work, self._tree.junk)):
                paths = stranger(", ".join(clean(path, limit=98) for path in left[:4]))
                self._ask([message("Only what tools left is there: {paths}.", paths=paths)], ())
        self._ask_about_helpers()
        self._ask_about_code()
        repaired, repairs = self._repaired()
        account = self._account()
        return Submission(
            student,
            self._files,
            _bounded(self._notes),
            account=account,
            repaired=repaired,
            repairs=repairs,
        )

    def _ask(self, sentences: Iterable[Message], names: Collection[str]) -> None:
        """Note what a person has to decide about *names*."""
        self._doubts += [Doubt(said, tuple(sorted(names))) for said in sentences]

    def _read_files(self) -> None:
        """Read what the layout names and is not read yet: the modules, later their helpers."""
        listed = self._layout.files
        if len(listed) > MAX_FILES:
            self._notes.append(
                message(
                    "There are {count} files; the first {most} were read.",
                    count=len(listed),
                    most=MAX_FILES,
                )
            )
        for name, path in list(listed.items())[:MAX_FILES]:
            if name in self._files or path in self._layout.left_out:
                continue
            try:
                data, note = self._read(path, name)
            except TreeRefused:
                raise
            except SubmissionRefused as refused:
                self._leave_out(path, reason_of(refused))
                continue
            self._take(name, data)
            self._fates.setdefault(path, _fate_of(name, self._layout.modules))
            if note:
                self._notes.append(sentence_on(path, note))

    def _read(self, path: str, name: str) -> tuple[bytes, Message]:
        """Return the bytes for *name* and what was done to them."""
        data = self._tree.read(path, size_limit(name))
        data, note = importable(data) if name.endswith(".py") else (data, Message())
        if len(data) > self._left:
            raise SubmissionRefused(_too_much())
        return data, note

    def _take(self, name: str, data: bytes) -> None:
        self._left += len(self._files.get(name, b"")) - len(data)
        self._files[name] = data

    def _leave_out(self, path: str, why: Message) -> None:
        """Note that a file is not read: *why* is the end of a sentence on it."""
        self._layout.left_out[path] = why
        self._notes.append(sentence_on(path, why))

    def _take_module(self, name: str, found: ModuleNotebook, fate: Fate) -> None:
        """Take what a notebook or another file was read as."""
        if len(found.source) - len(self._files.get(name, b"")) > self._left:
            self._leave_out(found.path, _too_much())
            return
        if name in self._layout.files:
            self._fates[self._layout.files.pop(name)] = (Fate.JUNK, _HANDED_OUT)
        self._take(name, found.source)
        self._notes.extend(found.notes)
        if fate is Fate.NOTEBOOK and found.notes:
            given = self._wanted.given.get(name.removesuffix(".py"), b"")
            self._name_newer_cells(found.path, stub_names(given))
        _, before = self._fates.get(found.path, (fate, Message()))
        what = message("read as {name}", name=Name(name))
        both = message("{one}, {other}", one=before, other=what) if before else what
        self._fates[found.path] = (fate, both)

    def _name_newer_cells(self, path: str, names: Collection[str]) -> None:
        """Note the cells of a notebook whose syntax needs a newer Python."""
        for cell in read_cells(self._tree.read(path, NOTEBOOK_BYTES), path):
            if cell.is_code and not Parser(len(cell.text)).parses(cell.text):
                said = newer_python(cell.text, f"{path}, cell {cell.number}")
                if said is not None:
                    self._notes.append(said)
                    self._ask([said], names)

    def _read_notebooks(self) -> None:
        """Read the notebooks of modules."""
        for name, path in self._layout.notebooks.items():
            if name in self._files and written_names(self._files[name]):
                why = message("lies beside {name} and was not read: the module counts", name=name)
                self._leave_out(path, why)
                continue
            if name in self._files:
                self._notes.append(
                    message(
                        "Nothing is written in {name}, so {path} counts.",
                        name=name,
                        path=stranger(path, limit=200),
                    )
                )
            given = self._wanted.given.get(name.removesuffix(".py"), b"")
            found = read_module_notebook(self._tree, path, given)
            if isinstance(found, ModuleNotebook):
                self._take_module(name, found, Fate.NOTEBOOK)
            else:
                self._notes.append(found)
                self._layout.left_out[path] = message("cannot be read as a notebook")

    def _read_missing(self) -> None:
        """Look for modules in which nothing is written, by what other files define."""
        given = self._wanted.given
        missing = [
            module
            for module in self._wanted.modules
            if not written_names(self._files.get(f"{module}.py", b""))
            and module not in self._layout.doubts
        ]
        layout = self._layout
        others = [
            path
            for path in (*layout.other_notebooks, *layout.other_code)
            if path not in self._handed_out
        ]
        for module, found in find_module_notebooks(self._tree, others, missing, given):
            if isinstance(found, ModuleNotebook):
                fate = Fate.NOTEBOOK if is_notebook(found.path) else Fate.MODULE
                self._take_module(f"{module}.py", found, fate)
                layout.found[f"{module}.py"] = found.path
                layout.equal.update(found.same)
            elif isinstance(found, Ambiguous):
                self._notes.append(found.said)
                self._ask([found.said], stub_names(given.get(module, b"")))
                why = message("is one of several that could count")
                layout.left_out |= dict.fromkeys(found.paths, why)
            else:
                self._notes.append(found)
        read = set(layout.found.values())
        for path in layout.other_notebooks:
            if path not in read and path not in self._handed_out:
                why = message("is not the notebook of a module and was not read")
                self._notes.append(sentence_on(path, why))
                layout.left_out.setdefault(path, why)

    def _add_definitions(self) -> None:
        """Let a module that lacks a definition import it from the one other file that has it."""
        lacking: dict[str, set[str]] = {}
        asked_of = {f"{module}.py": stub_names(stub) for module, stub in self._wanted.given.items()}
        for own, names in asked_of.items():
            bound = bound_names(self._files.get(own, b""))
            if bound is not None and names - bound:
                lacking[own] = names - bound
        if not lacking:
            return
        # A definition that a module is asked for does not answer for another module.
        written = {
            name: written_names(data) - asked_of.get(name, set())
            for name, data in self._files.items()
            if name.endswith(".py")
        }
        for own, names in lacking.items():
            for asked in sorted(names):
                makers = [name for name, has in written.items() if asked in has and name != own]
                if len(makers) == 1 and _is_importable(makers[0]):
                    guarded = bool(written_names(self._files.get(own, b"")))
                    self._import_from(makers[0], asked, own, guarded=guarded)
                elif makers:
                    said = message(
                        "{module} lacks {name}, which {files} define; none was taken.",
                        module=Name(own),
                        name=Name(asked),
                        files=", ".join(makers[:4]),
                    )
                    self._ask([said], [asked])
                else:
                    self._ask_about_near_names(asked, written)

    def _ask_about_near_names(self, asked: str, written: Mapping[str, Collection[str]]) -> None:
        known = set[str]().union(*map(stub_names, self._wanted.given.values()))
        near = [
            (file, name)
            for file, has in written.items()
            for name in near_names(asked, sorted({*has} - known))
        ]
        said = [
            message(
                "{file} defines {found}, which was not read as {name}. Is it meant?",
                file=file,
                found=stranger(found, limit=80),
                name=Name(asked),
            )
            for file, found in near[:4]
        ]
        self._ask(said, [asked])

    def _import_from(self, maker: str, asked: str, own: str, *, guarded: bool) -> None:
        """Append the line to the module *own* that imports *asked* from the file *maker*."""
        line = " ".join(["from", maker.removesuffix(".py").replace("/", "."), "import", asked])
        # A file that cannot be imported must not take along what the module itself defines.
        text = f"try:\n    {line}\nexcept Exception:\n    pass" if guarded else line
        self._take(own, self._files.get(own, b"") + f"\n\n{text}\n".encode())
        said = message(
            "{name} was taken from {file}: {module} does not define it.",
            name=Name(asked),
            file=maker,
            module=Name(own),
        )
        self._notes.append(said)
        self._ask([said], [asked])

    def _ask_about_helpers(self) -> None:
        """Let a file that answers what a module answers, and that nothing uses, be looked at."""
        asked = set[str]().union(*map(stub_names, self._wanted.given.values()))
        for name, path in self._layout.files.items():
            fate, _ = self._fates.get(path, (Fate.UNREAD, Message()))
            if fate is not Fate.HELPER or path in self._layout.equal:
                continue
            own = sorted(asked & written_names(self._files[name]))
            word = re.compile(rb"\b%s\b" % re.escape(name.rpartition("/")[2][:-3].encode()))
            others = (data for other, data in self._files.items() if other != name)
            if own and not any(map(word.search, others)):
                names = Name(", ".join(own[:6]))
                self._fates[path] = (
                    Fate.UNREAD,
                    message("defines {names} and was not read: the modules count", names=names),
                )

    def _ask_about_code(self) -> None:
        """Note what needs a newer Python than the one that runs here, or no test can reach."""
        own = {part for name in self._files for part in name.removesuffix(".py").split("/")}
        for name, data in self._files.items():
            if not name.endswith(".py"):
                continue
            asked = stub_names(self._wanted.given.get(name.removesuffix(".py"), b""))
            text = text_of(data)
            parser = Parser(len(text))
            if said := newer_python(text, name, parser):
                self._notes.append(said)
                self._ask([said], asked)
            elif left := asked.difference(*(doubt.names for doubt in self._doubts)):
                is_new = left == asked
                self._doubts += obstacles(text, name, left, parser, own, is_new=is_new)

    def _repaired(self) -> tuple[dict[str, bytes], tuple[Message, ...]]:
        """Return a text to try for each Python file that may not be importable as it is."""
        texts: dict[str, bytes] = {}
        repairs: list[Message] = []
        for name in self._layout.files:
            if not name.endswith(".py") or name not in self._files:
                continue
            given = self._wanted.given.get(name.removesuffix(".py"), b"")
            found = repaired_script(text_of(self._files[name]), name, given)
            if found is None or not self._could_answer(found[0], given):
                continue  # It could do no better, and what stopped the module is worth telling.
            if len(found[0]) <= self._left:
                texts[name], said = found
                repairs.append(said)
                self._left -= len(found[0])
        return texts, tuple(repairs[:MAX_NOTES])

    @staticmethod
    def _could_answer(source: bytes, given: bytes) -> bool:
        """Tell whether a text has a definition or a name that its module is asked for."""
        asked, bound = stub_names(given), bound_names(source)
        has_asked = not asked or bound is None or not asked.isdisjoint(bound)
        return has_asked or bool(written_names(source))

    @cached_property
    def _handed_out(self) -> frozenset[str]:
        """The files that are as they were handed out."""
        digests: dict[str, set[str]] = {}
        for path, digest in self._wanted.handed_out.items():
            digests.setdefault(path.rpartition("/")[2], set()).add(digest)
        return frozenset(
            path
            for path in self._tree.sizes
            if (known := digests.get(path.rpartition("/")[2]))
            and content_digest(self._content(path)) in known
        )

    def _content(self, path: str) -> bytes:
        """Return the bytes of a file; none if it cannot be read."""
        try:
            return self._tree.read(path, ARCHIVE_BYTES)
        except SubmissionRefused:
            return b""

    def _account(self) -> Account:
        """Return the account: how each file was used."""
        tree, layout = self._tree, self._layout
        opened = b" ".join(data for name, data in self._files.items() if name.endswith(".py"))
        fates = dict(self._fates)
        for path in (*tree.sizes, *tree.odd, *tree.junk):
            if path in tree.junk:
                fates[path] = (Fate.JUNK, _LEFT_BY_TOOLS)
            elif path not in fates or self._is_unused_text(path, opened):
                junk = self._junk_kind(path)
                why = layout.left_out.get(path) or tree.odd.get(path) or _why_unread(path)
                fates[path] = (Fate.JUNK, junk) if junk else (Fate.UNREAD, why)
        read = {
            name: path
            for each in (layout.files, layout.notebooks, layout.found)
            for name, path in each.items()
        }
        digests = {path: self._files.get(name, b"") for name, path in read.items()}
        left = ARCHIVE_BYTES
        for path, (fate, _) in fates.items():
            if fate is Fate.UNREAD and path in tree.sizes:
                left -= tree.sizes[path]
                data = self._content(path) if left > 0 else b""
                digests[path] = b"%d " % tree.sizes[path] + data
        return Account.of(
            {*tree.sizes, *tree.odd, *tree.junk},
            fates,
            doubts=self._doubts[:MAX_NOTES],
            digests={path: hashlib.sha256(data).digest() for path, data in digests.items()},
        )

    def _is_unused_text(self, path: str, opened: bytes) -> bool:
        """Tell whether a text was taken as data and no module names it: it is for a person."""
        fate, _ = self._fates[path]
        name = path.rpartition("/")[2]
        return fate is Fate.DATA and name.lower().endswith(".txt") and name.encode() not in opened

    def _junk_kind(self, path: str) -> Message | None:
        """Return which known kind of junk a file is; None for any other file."""
        name = path.rpartition("/")[2]
        if path in self._tree.odd:
            return None
        if path in self._handed_out or path in self._layout.untouched:
            return _HANDED_OUT
        if path in self._layout.equal:
            return message("equal to a file that was read")
        if not self._tree.sizes[path]:
            return _EMPTY
        if name in _RECORDS or "plots" in path.split("/")[:-1]:
            return _OF_THE_KIT
        if name in _SETTING_FILES:
            return _SETTINGS
        if path.lower().endswith((".py", ".ipynb")) and not self._answers(path):
            return self._code_kind(path)
        return None

    def _code_kind(self, path: str) -> Message | None:
        """Return which kind of junk a file of code is that answers nothing."""
        name = path.rpartition("/")[2]
        if re.fullmatch(r"(test_.*|.*_test|conftest|__main__)\.py", name, re.IGNORECASE):
            return _TESTS
        if any(f"/{path}".endswith(f"/{each}") for each in self._wanted.handed_out):
            return message("handed out and changed, without an answer")
        return None

    def _answers(self, path: str) -> bool:
        """Tell whether the code at *path* may answer anything that is asked for."""
        asked = set[str]().union(*map(stub_names, self._wanted.given.values()))
        data = self._content(path)
        return not asked or any(re.search(rb"\b%s\b" % name.encode(), data) for name in asked)


def _fate_of(name: str, modules: Collection[str]) -> tuple[Fate, Message]:
    """Return the fate of a file that was read under *name*."""
    if name.removesuffix(".py") in modules:
        return Fate.MODULE, message("read as {name}", name=Name(name))
    return (Fate.HELPER if name.endswith(".py") else Fate.DATA), Message()


def _is_importable(name: str) -> bool:
    """Tell whether another module can import the Python file *name*."""
    return all(part.isidentifier() for part in name.removesuffix(".py").split("/"))


def is_archive(path: str) -> bool:
    """Tell whether the file at *path* is an archive by its name."""
    return _ARCHIVES.search(path) is not None


def _why_unread(path: str) -> Message:
    """Return why a file of this name is not read: the end of a sentence on it."""
    if is_archive(path):
        return message("is an archive beside other files, which is not opened")
    if may_be_code(path) or path.lower().endswith(".ipynb"):
        return message("is not a module and was not read")
    return message("is of a kind that is not read")


def _nothing_found(wanted: Wanted) -> Message:
    if not wanted.modules:
        return message("No module was found, expected a Python file.")
    names = Name(", ".join(f"{module}.py" for module in wanted.modules))
    return message("No module was found, expected {names}.", names=names)


def _unit_folder(tree: Tree, unit: str, notes: list[Message]) -> Tree:
    """
    Return the part of *tree* that was handed in for *unit*, with a note if there is more.

    nbgrader has a folder for each assignment, and puts its `timestamp.txt` into each that it
    collects. What one student hands in decides this for that student alone.
    """
    tops = {path.partition("/")[0] for path in tree.sizes if "/" in path}
    loose = [path for path in tree.sizes if "/" not in path]
    if not unit or any(_may_be_work(path) for path in loose):
        return tree
    others = {top for top in tops - {unit} if f"{top}/timestamp.txt" in tree.sizes}
    inner = below(tree, unit)
    if any(map(_may_be_work, inner.sizes)):
        if len(inner.sizes) + len(inner.odd) < len(tree.sizes) + len(tree.odd):
            note = "Only the folder {folder} was read: nbgrader has one for each assignment."
            notes.append(message(note, folder=Name(unit)))
        outside = message("lies outside of the folder {folder} and was not read", folder=Name(unit))
        beside = [
            path
            for path in tree.sizes
            if path.partition("/")[0] not in {unit, *others} and _may_be_work(path)
        ]
        return replace(inner, odd={**inner.odd, **dict.fromkeys(beside, outside)})
    if not others:
        return tree
    notes.append(
        message(
            "nbgrader collected {folders} for other assignments, and nothing for {unit}.",
            folders=stranger(", ".join(sorted(others)), limit=200),
            unit=Name(unit),
        )
    )
    return without(tree, others)


def _may_be_work(path: str) -> bool:
    return may_be_code(path) or is_archive(path) or path.lower().endswith(".ipynb")


def _unpacked(tree: Tree, notes: list[Message], tell: Callable[[str], None]) -> Tree:
    """Return *tree* with the zip unpacked that lies in a folder without code, with a note."""
    packed = sorted(path for path in tree.sizes if path.lower().endswith(".zip"))
    if not packed or any(path.lower().endswith((".py", ".ipynb")) for path in tree.sizes):
        return tree
    path = stranger(packed[0], limit=200)
    if len(packed) > 1:
        raise SubmissionRefused(
            message(
                "holds {count} zip files and no module. Keep the one that counts.",
                count=len(packed),
            )
        )
    try:
        inner = archive_tree(tree.read(packed[0], ARCHIVE_BYTES)).telling(tell)
    except SubmissionRefused as refused:
        reason = message("holds {path}, which {reason}", path=path, reason=reason_of(refused))
        raise SubmissionRefused(reason) from None
    notes.append(message("{path} was unpacked: there is no module beside it.", path=path))
    return _merged(tree, inner, packed[0])


def _merged(outer: Tree, inner: Tree, archive: str) -> Tree:
    """Return one tree of what lies in a folder and in the *archive* there, which is unpacked."""
    beside = {*outer.sizes, *outer.odd, *outer.junk}

    def name(path: str) -> str:
        return f"{archive}/{path}" if path in beside else path

    places = {name(path): path for path in inner.sizes}

    def read(path: str, limit: int) -> bytes:
        return inner.read(places[path], limit) if path in places else outer.read(path, limit)

    sizes = {name(path): size for path, size in inner.sizes.items()}
    sizes |= {path: size for path, size in outer.sizes.items() if path != archive}
    odd = {name(path): why for path, why in inner.odd.items()}
    return Tree(sizes, read, {**odd, **outer.odd}, [*map(name, inner.junk), *outer.junk])


def _too_much() -> Message:
    return message("was left out: at most {most} is read in all", most=size_value(TOTAL_BYTES))


def _bounded(notes: list[Message]) -> tuple[Message, ...]:
    """Return *notes*, shortened where a hostile folder would fill pages."""
    if len(notes) <= MAX_NOTES:
        return tuple(notes)
    more = message("There are {count} more such notes.", count=len(notes) - MAX_NOTES + 1)
    return (*notes[: MAX_NOTES - 1], more)
