"""
What is fuzzed: each door through which a stranger's bytes come, as a function of bytes.

A target returns for whatever it is given; it raises only where a promise is
broken. The same functions are called by atheris (``python tests/fuzz``), by
hypothesis and for every input that was ever found (``tests/fuzz/test_fuzz.py``).
"""

import ast
import contextlib
import datetime
import io
import json
import re
import sys
import tempfile
import time
import warnings
import zipfile
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy
import torch
from helpers.courses import REPOSITORY
from helpers.hostile_files import CODE
from helpers.made_results import TOY, check, result

from grader.autograders import gradescope
from grader.box.child import Reply
from grader.box.inside import policy, values
from grader.box.inside.frames import HEAD, MAX_BLOB, MAX_TEXT, FrameError, pack, parse_head
from grader.box.inside.objects.operations import LocalObjects
from grader.box.inside.objects.reader import BROKEN, ValueReader
from grader.box.inside.objects.shared import read_json, refuse, write_json
from grader.box.inside.objects.writer import ValueWriter
from grader.box.inside.plain import KEYS, NUMPY_KINDS
from grader.diagnosis.causes import likely_cause
from grader.diagnosis.visible_examples import show
from grader.engine.file_reads import FileReadsReader
from grader.errors import SubmissionRefused
from grader.hidden import figure_facts
from grader.intake import entry
from grader.intake.files.archive import archive_tree
from grader.intake.files.gate import MAX_DEPTH, MODULE_BYTES, TOTAL_BYTES, path_parts
from grader.intake.files.tree import Tree, reason_of
from grader.intake.notebook.to_module import read_notebook
from grader.intake.outline import OutlineReader
from grader.intake.readers.frames import Frame, unpacked
from grader.intake.readers.reader import Job
from grader.intake.reading import Wanted, read_tree
from grader.intake.submission import Submission, file_stem
from grader.lms.gradescope_metadata import read_metadata
from grader.messages.catalogues import language_of
from grader.messages.language import ENGLISH
from grader.messages.message import Message, message
from grader.nbgrader.grade_cell import exercise_text
from grader.report import feedback
from grader.report.fingerprints import FingerprintReader
from grader.results.class_results import open_results
from grader.results.store import ResultStore
from grader.testing.equality import same_value
from grader.testing.failures import CheckFailed, Question
from grader.testing.objects.remote import Remote
from grader.testing.replies import check_figure, check_form, check_reply
from grader.testing.student import describe
from grader.testing.transcript import as_sent
from grader.text import clean, clean_lines

CHINESE = language_of(TOY, "zh")
#: In Chinese a text that was cut before may be longer again.
LONGEST_MESSAGE = 8000
# Its templates are compiled once, not for each input.
feedback.template_environment = lru_cache(feedback.template_environment)  # type: ignore[assignment]
GIVEN = b"import torch\n\n\ndef double(x):\n    raise NotImplementedError\n"
WANTED = Wanted(("shapes",), {"shapes": GIVEN})
#: Files of a folder, by number.
NAMES = (
    *("shapes.py", "helper.py", "data.csv", "shapes.ipynb", "final.ipynb", "work/shapes.py"),
    *("work/shapes.ipynb", "shapes (1).py", "a/b/c.py", "inner.zip", "README.md", "main.py"),
)
#: How far an input is grown, and what one input may take: ten times what one of its size needs.
GROWN = 200_000
MOST_S, MOST_MIB = 20.0, 512
DTYPES = (*values.DTYPES, "quint8", "")
GRAINS = (
    None, True, 0, 1, -1, 7, 2**63, -(2**63), 10**30, 0.5, -0.0, float("nan"), float("inf"), "",
    "float32", "builtins.float", "\x1b[2J\u202e", "\ud800", "x" * 300, [], {}, [[]], ["a", 1, "b"],
)  # fmt: skip
BLOB = bytes(range(128))
TAGS = ("tuple", "dict", "tensor", "floats", "object", "number", "plain")
PLAIN_KINDS = ("array", "scalar", "Decimal", "Fraction", "date", "time", "datetime", "timedelta")
PLAIN_PARTS = (
    *("<f8", "|b1", "<M8[D]", "<U2", "|O", "1.5", "sNaN", "1e999999999", "0x1f", "0x0"),
    *(
        "2024-02-29",
        "12:30",
        "2024-02-29T12:30+01:00",
        None,
        0,
        1,
        -1,
        10**30,
        [],
        [2],
        [0, 3],
        [2**62],
    ),
)


def frames(data: bytes) -> None:
    """A frame of a child is a reply in the form that drivers give it, or is refused."""
    body = data[HEAD.size :]
    try:
        _, text_length, blob_length = parse_head(data[: HEAD.size].ljust(HEAD.size, b"\0"), 1)
    except FrameError:
        text_length, blob_length = len(body) - len(BLOB), len(BLOB)
    assert text_length <= MAX_TEXT
    assert blob_length <= MAX_BLOB
    text = body[: max(text_length, 0)]
    replies(text, body[len(text) :][:blob_length])
    # Few bent lengths fit, and little bent JSON parses: both doors are opened once more.
    replies(body, BLOB)
    replies(json.dumps(_grown(iter(data))).encode(), BLOB)


def _grown(data: Iterator[int]) -> object:
    """Return a reply that parses, grown from *data*: every tag, with right and wrong parts."""

    def node(depth: int) -> object:
        choice = next(data, 0)
        if depth > 20 or choice < 64:
            return GRAINS[choice % len(GRAINS)]
        if choice < 96:
            return [node(depth + 1) for _ in range(next(data, 0) % 5)]
        keys = ("items", "value", "kind", "is", "at")
        grown: dict[str, object] = {"~": TAGS[choice % len(TAGS)]}
        if choice > 140:
            count = next(data, 0) % 4
            sizes = [next(data, 0) % 6 for _ in range(count)]
            order = list(range(count)) if choice % 2 else None
            dtype = DTYPES[next(data, 0) % len(DTYPES)]
            grown["is"] = [dtype, sizes, order, next(data, 0), choice % 4, 0, None, None]
            if choice % 8 == 0:
                grown["is"][next(data, 0) % 8] = node(depth + 1)  # type: ignore[index]
            grown |= {"at": [next(data, 0), next(data, 0) % 20], "kind": "torch.Tensor"}
            grown |= {"value": 0.5, "items": [["raised", node(depth + 1)], [1, node(depth + 1)]]}
        if grown["~"] == "plain":
            parts = [PLAIN_PARTS[next(data, 0) % len(PLAIN_PARTS)] for _ in range(choice % 4)]
            grown["is"] = [PLAIN_KINDS[next(data, 0) % len(PLAIN_KINDS)], *parts]
            grown["at"] = [next(data, 0), 8 * (next(data, 0) % 4)]
        for _ in range(next(data, 0) % 3):
            grown[keys[next(data, 0) % len(keys)]] = node(depth + 1)
        return grown

    names = ("value", "raised", "missing", "unsendable", "import_failed", "cpu_s", "texts")
    items = [[names[next(data, 0) % len(names)], node(1)] for _ in range(2)]
    return {"~": "dict", "items": [*items, ["value", node(1)]]}


def replies(text: bytes, blob: bytes) -> None:
    """Text and blob are a reply that the trusted side can handle, or are refused."""
    try:
        reply = values.decode(text, blob)
        assert _hold_plain(reply) <= len(blob)
        check_form(reply)
    except FrameError:
        return
    with contextlib.suppress(CheckFailed):
        check_reply(Question("call", "shapes.double", b"", b""), reply)
    # A check of a figure may find that an answer is none: what counts is how long it takes.
    with contextlib.suppress(FrameError, TypeError, KeyError, ValueError, AttributeError):
        check_figure(reply)
        figure_facts.numbers_in(figure_facts.texts_of(reply))
        figure_facts.names_of_lines(reply.get("value"))
    for value in reply.values():
        # What the trusted side does with an answer must take any answer.
        assert clean(describe(value)) == describe(value)
        assert clean(show(value)) == show(value)
        same_value(value, value)


KINDS = (
    *("list", "dict", "set", "deque", "defaultdict", "Counter", "OrderedDict", "bytearray"),
    *("storage", "tensor", "array", "series", "dataframe", "index", "class", "object", "subclass"),
    "of_torch",
)
NODES = (
    *("r", "i", "t", "nt", "z", "fs", "c", "b", "R", "sl", "D", "Q", "dt", "td", "p", "np"),
    *("dtype", "n", "e", "ni", "?"),
)
PARTS = (
    *(None, True, 0, 1, 3, -1, 2**63, 0.5, float("nan"), "", "f", "x", "0x1f", "1/2", "<f8", "|b1"),
    *("float32", "int64", "builtins:int", "os:system", "2024-01-01", "datetime", "a\ud800b", []),
)


def objects(data: bytes) -> None:
    """An answer of a submission's objects, and a question about them, is read or refused."""
    text, _, blob = data.partition(b"\n")
    for frame in (text, json.dumps(_grown_frame(iter(data))).encode()):
        _answer(frame, blob or BLOB)
        _read_inside(frame, blob or BLOB)


def _answer(text: bytes, blob: bytes) -> None:
    """Let a submission answer a call with arguments that can change and be called."""
    replies = iter([Reply(text, blob)])

    def exchange(_question: Question, read: Callable[[Reply], Any]) -> Any:
        return read(next(replies, Reply(b'["value",1,[],["",""]]', b"")))

    remote = Remote(exchange)
    x, xs = torch.ones(3, requires_grad=True), [1, [2.5], {"a": 1}]
    before = set(sys.modules)
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            value = remote.operate("call", (len, x, xs, lambda *_, **__: x), {}, "work.f")
        assert clean(describe(value)) == describe(value)
        as_sent(value)
    except (FrameError, CheckFailed):
        pass
    except Exception as error:
        # An exception that the submission is said to have raised is none of ours.
        if not any(error is raised for raised, *_ in remote.raised):
            raise
    finally:
        remote.restore()
    assert (type(x), type(xs), x.shape) == (torch.Tensor, list, (3,))
    assert set(sys.modules) == before


class _Inside(LocalObjects):
    """The side of the box, which imports nothing here."""

    def named(self, name: str) -> Any:
        return int if name == "builtins:int" else refuse("a name")


def _read_inside(text: bytes, blob: bytes) -> None:
    """Read a question as the box does, but for carrying it out."""
    with contextlib.suppress(FrameError, *BROKEN):
        node, defs = read_json(text)[1:3]
        table = _Inside(lambda _name: ModuleType("m"), lambda _error: {}, lambda _t, _b: (b"", b""))
        ValueReader(table, defs, blob).value(node)
        table.changed()


def _grown_frame(data: Iterator[int]) -> object:
    """Return a frame that parses, grown from *data*: each tag, with right and wrong parts."""

    def node(depth: int) -> object:
        choice = next(data, 0)
        if depth > 5 or choice < 100:
            return PARTS[choice % len(PARTS)]
        if choice < 120:
            return [node(depth + 1) for _ in range(next(data, 0) % 4)]
        tag = NODES[choice % len(NODES)]
        if tag == "r":
            return ["r", numbers[next(data, 0) % len(numbers)]]
        return [tag, *(node(depth + 1) for _ in range(next(data, 0) % 5))]

    # What both sides know after the question: the first frame's objects, and new ones.
    numbers = [((1 << 18) + n) * 2 + 1 for n in range(1, 6)]
    numbers += [((7 << 18) + n) * 2 for n in range(12)]
    defs = []
    for _ in range(next(data, 0) % 5):
        kind = KINDS[next(data, 0) % len(KINDS)]
        number = numbers[next(data, 0) % len(numbers)]
        parts: object = node(1)
        if kind == "storage":
            parts = [next(data, 0) % 64, 8 * (next(data, 0) % 5)]
        elif kind == "tensor":
            sizes = [next(data, 0) % 4 for _ in range(next(data, 0) % 3)]
            storage, flags = numbers[next(data, 0) % len(numbers)], next(data, 0) % 4
            name = PARTS[next(data, 0) % len(PARTS)]
            parts = [storage, name, sizes, sizes, 0, flags, None, node(4)]
        elif kind in KINDS[:7]:
            parts = ["l", [node(2) for _ in range(next(data, 0) % 4)]]
        defs.append([number, kind, parts])
    tags = ("value", "raised", "callback", "missing", "unsendable", "import_failed", "stale")
    error = {"type": "KeyError", "bases": ["KeyError"], "text": "x", "place": []}
    tag = tags[next(data, 0) % len(tags)]
    body = [error, node(1), [node(2)], node(3)] if tag == "raised" else node(0)
    if tag == "callback":
        names = ("call", "getattr", "vjp", "input", "next", "mul")
        body = [names[next(data, 0) % len(names)], [node(2), node(2)], {}]
    return [tag, body, defs, ["", ""]]


def _hold_plain(value: object) -> int:
    """Return the bytes of all tensors and arrays; raise unless *value* is what may cross."""
    if isinstance(value, values.SentTensor):
        assert value.tensor.dtype in values.DTYPES.values()
        assert not value.tensor.requires_grad
        own = value.tensor.numel() * value.tensor.element_size()
        return own + (_hold_plain(value.grad) if value.grad is not None else 0)
    if type(value) in (list, tuple, set, frozenset):
        return sum(map(_hold_plain, value))  # type: ignore[call-overload]
    if type(value) is dict:
        return sum(_hold_plain(key) + _hold_plain(item) for key, item in value.items())
    if isinstance(value, numpy.ndarray):
        assert value.dtype.kind in NUMPY_KINDS
        return value.nbytes
    if isinstance(value, bytes):
        return len(value)
    plain = (bool, int, float, complex, str, type(None), values.SentObject, values.SentNumber)
    assert type(value) in (*plain, *KEYS) or isinstance(value, numpy.generic)
    return 0


def zips(data: bytes) -> None:
    """A zip is a bounded submission of safe paths, or is refused in one line."""
    _read(lambda: read_tree("somebody", archive_tree(data), WANTED))


def folders(data: bytes) -> None:
    """A folder of a few files is a bounded submission, or is refused in one line."""
    files = dict(_files(data))
    sizes: dict[str, int] = {}
    odd: dict[str, Message] = {}
    for path, content in files.items():
        try:
            path_parts(path)
            sizes[path] = len(content)
        except SubmissionRefused as refused:
            odd[path] = reason_of(refused)

    def read(path: str, limit: int) -> bytes:
        if len(files[path]) > limit:
            raise SubmissionRefused(message("is too large"))
        return files[path]

    _read(lambda: read_tree("somebody", Tree(sizes, read, odd), WANTED))


def _files(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield files that *data* describe: a name by its number, or as it stands, and content."""
    for part in data.split(b"\xff\xfe\xff")[:300]:
        number, content = part[:1], part[1:]
        name, _, rest = content.partition(b"\n")
        if number and number[0] < len(NAMES):
            yield NAMES[number[0]], grown(content)
        elif name:
            yield name.decode("utf-8", "surrogateescape")[:300], grown(rest)


def _read(read: Callable[[], Submission]) -> None:
    """Hold what a reader promises of a submission: it crosses within its bounds, all clean."""
    try:
        made = read()
    except SubmissionRefused as refused:
        _hold_clean(str(refused))
        return
    submission = entry.submission_of(_crossed(entry.answer_of(made)))
    assert submission == made
    assert sum(map(len, submission.files.values())) <= 2 * TOTAL_BYTES
    for path, content in submission.files.items():
        assert len(path_parts(path)) <= MAX_DEPTH + 1
        assert len(content) <= 2 * MODULE_BYTES
    for note in submission.notes:
        _hold_clean(str(note))


def _crossed(answer: Frame) -> Frame:
    """Return an answer as the command gets it, which refuses what is larger than agreed."""
    stream = io.BytesIO(b"".join(answer.packed()))
    return unpacked(stream.read, Job.answer_bytes, Job.text_bytes)


def modules(data: bytes) -> None:
    """A module is one file of a submission, or is refused in one line."""
    source = grown(data)

    def read(_path: str, limit: int) -> bytes:
        if len(source) > limit:
            raise SubmissionRefused(message("is too large"))
        return source

    _read(lambda: read_tree("somebody", Tree({"shapes.py": len(source)}, read), WANTED))


def notebooks(data: bytes) -> None:
    """A notebook is a module that parses and one-line notes, or is refused in one line."""
    try:
        source, notes = read_notebook(_grown_book(data), "shapes.ipynb", GIVEN)
    except SubmissionRefused as refused:
        _hold_clean(str(refused))
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        ast.parse(source)
    for note in notes:
        _hold_clean(str(note))


def _grown_book(data: bytes) -> bytes:
    """Return *data*, or a notebook of one cell that is grown from it."""
    if data[:1] in (b"{", b"[", b""):
        return data
    cell = {"cell_type": "code", "source": grown(data).decode("utf-8", "replace")}
    return json.dumps({"nbformat": 4, "cells": [cell]}).encode()


def comparisons(data: bytes) -> None:
    """A module has fingerprints, an outline and words, whatever stands in it."""
    sources = {"shapes.py": grown(data), "sums.py": data}
    question = Frame(list(sources), tuple(sources.values()))
    for job in (FingerprintReader(()), OutlineReader(), FileReadsReader()):
        work = job._job.prepare(job._job.setup)
        try:
            answer = work(question, lambda _path: None)
        except SubmissionRefused as refused:
            _hold_clean(str(refused))
            continue
        stream = io.BytesIO(b"".join(answer.packed()))
        found = unpacked(stream.read, job._job.answer_bytes, job._job.text_bytes)
        assert len(job._job.decode(found)) == len(sources)


def metadata(data: bytes) -> None:
    """Gradescope's metadata, of a class and of one submission, are entries and times."""
    read_metadata(grown(data))
    with tempfile.NamedTemporaryFile() as file:
        file.write(grown(data))
        file.flush()
        answer = gradescope.prepare(Frame(None))(Frame(file.name), lambda _path: None)
    for text in gradescope.lateness(gradescope._times_of(_crossed(answer))).values():
        assert isinstance(text, float) or len(text) <= 100


def grown(data: bytes) -> bytes:
    """Return *data* without its first byte, which may tell to repeat its middle, up to a size."""
    body, times = data[1:], data[0] if data else 0
    if times < 224:
        return body
    third = len(body) // 3
    middle = body[third : 2 * third + 1]
    return body[:third] + (middle * 2 ** (times % 16))[:GROWN] + body[2 * third + 1 :]


def _hold_clean(text: str) -> None:
    """Raise unless *text* can be shown as it is."""
    assert clean(text) == text


def words(data: bytes) -> None:
    """What a submission says of itself stands in messages, results and pages, and steers none."""
    kind, _, said = grown(data).decode("utf-8", "surrogateescape").partition("\n")
    name, text = kind[: policy.ERROR_NAME], said[: policy.ERROR_TEXT]
    error = {"type": name, "bases": [name, "Exception"], "text": text, "place": [name, 1, name]}
    likely_cause(name, text, name)
    shown = figure_facts.texts_of(
        {"value": [], "texts": [text[: policy.FIGURE_TEXT]], "legend": []}
    )
    figure_facts.says_share(figure_facts.numbers_in(shown), 1.0)
    figure_facts.names(shown, "accuracy")
    told: list[tuple[Message, str]] = [(Message.whole(clean(said)), clean(kind))]
    for reply in (
        {"raised": error}, {"import_failed": error}, {"missing": name}, {"unsendable": text},
    ):  # fmt: skip
        try:
            check_form(reply)
            check_reply(Question("call", "shapes.double", b"", b""), reply)
        except CheckFailed as failure:
            told.append((failure.told, failure.note))
    checks = [check("T1", f"test_{n}", "WRONG", 1.0, *one) for n, one in enumerate(told)]
    checks.append(check("T2", "test_total", "PASSED", 4.0))
    notes = [clean(said), message("{path} cannot be read: {why}", path=kind, why=said).text]
    with tempfile.TemporaryDirectory() as folder:
        store = ResultStore(Path(folder) / "results")
        store.write(result(kind[:99] or "ada", checks=checks, notes=notes))
        (graded,) = open_results(store.folder)
        feedback.write_feedback(TOY, open_results(store.folder), Path(folder) / "pages", lang="zh")
        (page,) = Path(folder, "pages").iterdir()
        _hold_tame(page.read_text(encoding="utf-8"))
    shown = exercise_text(graded.exercises[0], graded.all_notes, CHINESE)
    assert clean_lines(shown) == shown
    told_of = (part for each in graded.exercises[0].checks for part in each.message.parts)
    for one in (*graded.all_notes, *told_of):
        for language in (ENGLISH, CHINESE):
            said = language.message(one)
            assert clean(said, limit=LONGEST_MESSAGE) == said


class _Tags(HTMLParser):
    """The elements of a page, with the names of their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found = set[str]()
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found |= {tag, *(f"{tag} {name}" for name, _ in attributes)}


def _hold_tame(page: str) -> None:
    """Raise unless a page has only elements and attributes that our template has."""
    templates = (REPOSITORY / "grader" / "report" / "templates").glob("*.html")
    text = "".join(path.read_text(encoding="utf-8") for path in templates)
    ours = set(re.findall(r"<(\w+)", text)) | set(re.findall(r"[\w-]+(?==)", text))
    for found in _Tags(page).found:
        assert found.split()[-1] in ours, found


def names(data: bytes) -> None:
    """Any name is shown on one line, makes a safe file name, and climbs nowhere."""
    name = data.decode("utf-8", "surrogateescape")
    shown = clean(name)
    assert "\n" not in shown
    assert "\x1b" not in shown
    assert clean(shown) == shown
    stem = file_stem(name)
    assert "/" not in stem
    assert stem not in ("", ".", "..")
    assert len(stem.encode()) <= 255 - len(".json")
    try:
        parts = path_parts(name)
    except SubmissionRefused:
        return
    assert not {"", ".", ".."} & set(parts)


TARGETS: dict[str, Callable[[bytes], None]] = {
    target.__name__: target
    for target in (
        *(frames, objects, words, zips, folders, modules, notebooks, comparisons, metadata, names),
    )
}


def held(
    name: str, data: bytes, report: Callable[[float, float], None] = lambda _s, _mib: None
) -> None:
    """
    Run a target within limits of processor time and memory.

    Args:
        name: The target.
        data: The input.
        report: Is told the seconds of processor time and the MiB of memory that it took.

    Raises:
        Exception: Whatever the target raises, or TimeoutError or MemoryError.
    """
    before = _memory_mib(reset=True)
    started = time.process_time()
    TARGETS[name](data)
    spent_s = time.process_time() - started
    used_mib = _memory_mib() - before
    report(spent_s, used_mib)
    if spent_s > MOST_S:
        raise TimeoutError(f"{spent_s:.1f} s for {len(data)} bytes")
    if used_mib > MOST_MIB:
        raise MemoryError(f"{used_mib:.0f} MiB for {len(data)} bytes")


def _memory_mib(*, reset: bool = False) -> float:
    """Return the most memory that this process has had since it was *reset*, or has now."""
    if reset:
        with contextlib.suppress(OSError), open("/proc/self/clear_refs", "w") as file:
            file.write("5")
    with open("/proc/self/status", "rb") as status:
        found = re.search(rb"VmHWM:\s*(\d+) kB", status.read())
    return int(found[1]) / 1024 if found else 0.0


def seeds(name: str) -> Iterator[bytes]:
    """Yield honest inputs of a target, for the fuzzer to start from."""
    yield from SEEDS[name]()


def _frames() -> Iterator[bytes]:
    leaf = torch.ones(2, 3, requires_grad=True)
    leaf.grad = torch.zeros(2, 3)
    error = {"type": "KeyError", "bases": ["KeyError"], "text": "x", "place": ["a.py", 1, "f"]}
    for value in (
        None, True, -7, 0.5, float("nan"), "text", [1, (2, "x")], {"a": {1: None}}, leaf,
        torch.arange(4).reshape(2, 2).T, torch.tensor([True, False]), object(),
        numpy.arange(6.0).reshape(2, 3).T, numpy.array(["a", "bc"]), Decimal("1.5"), Fraction(1, 3),
        datetime.datetime(2024, 2, 29, tzinfo=datetime.UTC), numpy.datetime64("2024-02-29"),
    ):  # fmt: skip
        text, blob = values.encode({"value": value, "after": [leaf], "cpu_s": 0.1})
        yield pack(1, text, blob)
        yield b" " * HEAD.size + text
    axes = dict.fromkeys(("title", "xlabel", "ylabel"), "loss 1/2") | {"texts": [], "legend": []}
    axes |= {"lines": [["a", torch.ones(3, 2), False, False]], "polylines": [torch.ones(3, 2)]}
    figure = {"value": [axes], "texts": ["1e-3"], "legend": []}
    for reply in (
        {"missing": "f"}, {"unsendable": "why"}, {"raised": error, "value": [None]}, figure,
    ):  # fmt: skip
        yield pack(1, *values.encode(reply))


def _objects() -> Iterator[bytes]:
    inside = _Inside(lambda _name: ModuleType("m"), lambda _error: {}, lambda _t, _b: (b"", b""))
    leaf = torch.ones(2, requires_grad=True)
    for value in (
        None, 2**70, [0.5] * 20, {"a": (1, b"x")}, {1, 2}, leaf, 2 * leaf, numpy.ones((2, 2)),
        numpy.float32(1), range(3), Decimal("1.5"), object(), KeyError, torch.ones(2, 3).T,
    ):  # fmt: skip
        writer = ValueWriter(inside)
        node = writer.node(value)
        writer.finish()
        yield write_json(["value", node, writer.defs, ["", ""]]) + b"\n" + writer.blob


def _zips() -> Iterator[bytes]:
    for members in (
        {"shapes.py": GIVEN},
        {"work/shapes.py": GIVEN, "work/helper.py": b"a = 1\n", "work/data.csv": b"1,2\n"},
        {"shapes.ipynb": next(_notebooks()), "../up.py": b"", "a\\b.py": b"\xff\xfe"},
        {"__MACOSX/x": b"", "inner.zip": b"PK", "deep/" * 8 + "x.py": b""},
    ):
        for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            buffer = io.BytesIO()
            with zipfile.ZipFile(buffer, "w", method) as archive:
                for path, content in members.items():
                    archive.writestr(path, content)
            yield buffer.getvalue()


def _notebooks() -> Iterator[bytes]:
    for sources in (
        ["import torch", "def double(x):\n    return x * 2", "double(3)"],
        ["%matplotlib inline\n!ls\nx = [\n 1]", "```python\ndef double(x):\n    return x\n```"],
        [
            "class A:\n    def f(self):\n\treturn 1",
            "def double(x:\n    return",
            "'''",
            "%%time\na=1",
        ],
        [
            "from math import *\nif True:\n    def double(x):\n        return 1",
            "y = double\nz: int",
        ],
        ["@staticmethod\ndef double(x): pass\n", "async def double(x): return 2", "del double"],
    ):
        cells = [
            {"cell_type": "code" if i != 1 else "markdown", "source": text, "metadata": {}}
            for i, text in enumerate(sources)
        ]
        for cell in cells[-1:]:
            cell["source"] = str(cell["source"]).splitlines(keepends=True)  # type: ignore[assignment]
        book = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
        yield json.dumps(book).encode()
    old = [{"cell_type": "code", "input": "def double(x):\n    return x", "outputs": []}]
    yield json.dumps({"nbformat": 3, "worksheets": [{"cells": old}]}).encode()


def _names() -> Iterator[bytes]:
    for name in ("ada", "../x", "con", "a/b.py", "\u202egnp.py", "=1+2", "王小明", "x" * 300):
        yield name.encode()
    yield b"\x1b[2J\xff"


def _modules() -> Iterator[bytes]:
    for text in (
        "import torch\n\n\ndef double(x):\n    return 2 * x\n",
        "# %%\nx = 1\n# %%\ndef double(x):\n    return x\n",
        "# In[1]:\n!ls\n# In[2]:\nclass A:\n    pass\n",
        "# -*- coding: latin-1 -*-\nx = '\u00e9'\n",
        "@f\ndef double(x: int = (1, 2)) -> str:\n    'text'\n    return [a for a in x if a]\n",
    ):
        for first in b"\0", b"\xe6":
            yield first + text.encode()
    for make in CODE.values():
        yield b"\0" + make(20).encode()


def _folders() -> Iterator[bytes]:
    end = b"\xff\xfe\xff"
    code = next(_modules())
    yield b"\0" + code
    yield b"\0" + code + end + b"\1" + code + end + b"\2\0a,b\n"
    yield b"\3\0" + next(_notebooks()) + end + b"\xc8../x.py\n\0a = 1\n"
    yield end.join(bytes([number]) + b"\0x = 1\n" for number in range(len(NAMES)))


def _metadata() -> Iterator[bytes]:
    yield (
        b"\0---\nsubmission_1:\n  :submitters:\n  - :name: Ada\n    :sid: '1'\n"
        b"    :email: &1 a@b.c\n"
        b"  :created_at: 2026-03-01 10:00:00 Z\n  :score: 1.0\nsubmission_2:\n  :submitters: []\n"
    )
    yield b'\0{"created_at": "2026-03-01T10:00:00Z", "assignment": {"due_date": "x", "id": 1}}'


def _words() -> Iterator[bytes]:
    for text in (
        "ValueError\nexpected a float64 tensor of shape (3,), got 3",
        "x\nx is of x, expected a list of 3. For example, double(3) returned 3; 6 is right.",
        "cell 3\nwas renamed back to double: line 5, column 7 is not JSON (a) and was left out",
        "KeyError\nshape '[3, 4]' is invalid for input of size 7: mat1 and mat2 1/2 137 / 1e-3",
        "<b onclick='x'>\n\x1b[2J\u202e</script><img src=x onerror=y>{name} {{",
    ):
        for first in b"\0", b"\xe6":
            yield first + text.encode()


SEEDS = {
    "frames": _frames, "zips": _zips, "notebooks": _notebooks, "names": _names,
    "modules": _modules, "comparisons": _modules, "folders": _folders, "metadata": _metadata,
    "objects": _objects, "words": _words,
}  # fmt: skip
PYTHON = [
    *("def ", "class ", "import ", "lambda ", "return", "if ", "elif ", "try:", "with ", "for "),
    *('"""', "# %%", "# In[1]:", "\n    ", "@", "(", "[", "{", "\\\n", "= =", "0x", ".a", ","),
]
WORDS = {
    "modules": PYTHON,
    "comparisons": PYTHON,
    "folders": [*PYTHON, "\xff\xfe\xff", ".py", ".ipynb", ".zip", "shapes", "/"],
    "metadata": ["submission_1:", ":submitters:", "- :name:", ":created_at:", ":utc:", "  ", "&1 ",
                 '"created_at"', '"assignment"', "[", "{", ":"],
    "frames": [f'"{tag}"' for tag in TAGS]
    + [f'"{key}"' for key in ("~", "items", "is", "at", "kind", "value")]
    + ["kit1", "NaN", "1e999", "-1", "18446744073709551616"],
    "objects": ['"value"', '"raised"', '"call"', '"tensor"', '"float32"', "[[", "]]", "[]", ',""',
                "{}", "null", "true", "NaN", "1e999", "-1", "18446744073709551616"],
    "zips": ["PK\x01\x02", "PK\x03\x04", "PK\x05\x06", ".py", ".ipynb", "../", "shapes.py"],
    "notebooks": ['"cells"', '"source"', '"cell_type"', '"code"', '"input"', "def ", "class ",
                  "import ", "%%", "!", "```", "'''", "\\n", "\\t", "\\ud800", "\\u0000"],
    "words": ["x is ", " of ", ", expected ", " and ", " was ", "an ", ": ", ". ", "For example, ",
              "{name}", "\n", "</", "&", "'", "shape '", "1/", "\u202e", "None", ", line 3: "],
    "names": ["../", "/", "con", "\u202e", "\x1b[", "%", "~", "\\"],
}  # fmt: skip
