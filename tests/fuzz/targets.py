"""
What is fuzzed: each door through which a stranger's bytes come, as a function of bytes.

A target returns for whatever it is given; it raises only where a promise is
broken. The same functions are called by atheris (``python tests/fuzz``), by
hypothesis and for every input that was ever found (``tests/fuzz/test_fuzz.py``).
"""

import ast
import io
import json
import warnings
import zipfile
from collections.abc import Callable, Iterator

import torch

from grader.box.inside import values
from grader.box.inside.frames import HEAD, MAX_BLOB, MAX_TEXT, FrameError, pack, parse_head
from grader.diagnosis.visible_examples import show
from grader.errors import SubmissionRefused
from grader.intake.files.archive import archive_tree
from grader.intake.files.gate import MAX_DEPTH, MODULE_BYTES, TOTAL_BYTES, path_parts
from grader.intake.notebook.to_module import read_notebook
from grader.intake.reading import Wanted, read_tree
from grader.intake.submission import file_stem
from grader.testing.equality import same_value
from grader.testing.replies import check_form
from grader.testing.student import describe
from grader.text import clean

GIVEN = b"import torch\n\n\ndef double(x):\n    raise NotImplementedError\n"
WANTED = Wanted(("shapes",), {"shapes": GIVEN})
DTYPES = (*values.DTYPES, "quint8", "")
GRAINS = (
    None, True, 0, 1, -1, 7, 2**63, -(2**63), 10**30, 0.5, -0.0, float("nan"), float("inf"), "",
    "float32", "builtins.float", "\x1b[2J\u202e", "\ud800", "x" * 300, [], {}, [[]], ["a", 1, "b"],
)  # fmt: skip
BLOB = bytes(range(128))
TAGS = ("tuple", "dict", "tensor", "floats", "object", "number")


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
        for _ in range(next(data, 0) % 3):
            grown[keys[next(data, 0) % len(keys)]] = node(depth + 1)
        return grown

    names = ("value", "raised", "missing", "unsendable", "import_failed", "cpu_s")
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
    for value in reply.values():
        # What the trusted side does with an answer must take any answer.
        assert clean(describe(value)) == describe(value)
        assert clean(show(value)) == show(value)
        same_value(value, value)


def _hold_plain(value: object) -> int:
    """Return the bytes of all tensors; raise unless *value* is made of what may cross."""
    if isinstance(value, values.SentTensor):
        assert value.tensor.dtype in values.DTYPES.values()
        assert not value.tensor.requires_grad
        own = value.tensor.numel() * value.tensor.element_size()
        return own + (_hold_plain(value.grad) if value.grad is not None else 0)
    if type(value) in (list, tuple):
        return sum(map(_hold_plain, value))  # type: ignore[call-overload]
    if type(value) is dict:
        return sum(_hold_plain(key) + _hold_plain(item) for key, item in value.items())
    plain = (bool, int, float, str, type(None), values.SentObject, values.SentNumber)
    assert type(value) in plain
    return 0


def zips(data: bytes) -> None:
    """A zip is a bounded submission of safe paths, or is refused in one line."""
    try:
        submission = read_tree("somebody", archive_tree(data), WANTED)
    except SubmissionRefused as refused:
        _hold_clean(str(refused))
        return
    assert sum(map(len, submission.files.values())) <= TOTAL_BYTES
    for path, content in submission.files.items():
        assert len(path_parts(path)) <= MAX_DEPTH + 1
        assert len(content) <= 2 * MODULE_BYTES
    for note in submission.notes:
        _hold_clean(str(note))


def notebooks(data: bytes) -> None:
    """A notebook is a module that parses and one-line notes, or is refused in one line."""
    try:
        source, notes = read_notebook(data, "shapes.ipynb", GIVEN)
    except SubmissionRefused as refused:
        _hold_clean(str(refused))
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        ast.parse(source)
    for note in notes:
        _hold_clean(str(note))


def _hold_clean(text: str) -> None:
    """Raise unless *text* can be shown as it is."""
    assert clean(text) == text


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
    target.__name__: target for target in (frames, zips, notebooks, names)
}


def seeds(name: str) -> Iterator[bytes]:
    """Yield honest inputs of a target, for the fuzzer to start from."""
    yield from {"frames": _frames, "zips": _zips, "notebooks": _notebooks, "names": _names}[name]()


def _frames() -> Iterator[bytes]:
    leaf = torch.ones(2, 3, requires_grad=True)
    leaf.grad = torch.zeros(2, 3)
    error = {"type": "KeyError", "bases": ["KeyError"], "text": "x", "place": ["a.py", 1, "f"]}
    for value in (
        None, True, -7, 0.5, float("nan"), "text", [1, (2, "x")], {"a": {1: None}}, leaf,
        torch.arange(4).reshape(2, 2).T, torch.tensor([True, False]), object(),
    ):  # fmt: skip
        text, blob = values.encode({"value": value, "after": [leaf], "cpu_s": 0.1})
        yield pack(1, text, blob)
        yield b" " * HEAD.size + text
    for reply in ({"missing": "f"}, {"unsendable": "why"}, {"raised": error, "value": [None]}):
        yield pack(1, *values.encode(reply))


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


WORDS = {
    "frames": [f'"{tag}"' for tag in TAGS]
    + [f'"{key}"' for key in ("~", "items", "is", "at", "kind", "value")]
    + ["kit1", "NaN", "1e999", "-1", "18446744073709551616"],
    "zips": ["PK\x01\x02", "PK\x03\x04", "PK\x05\x06", ".py", ".ipynb", "../", "shapes.py"],
    "notebooks": ['"cells"', '"source"', '"cell_type"', '"code"', '"input"', "def ", "class ",
                  "import ", "%%", "!", "```", "'''", "\\n", "\\t", "\\ud800", "\\u0000"],
    "names": ["../", "/", "con", "\u202e", "\x1b[", "%", "~", "\\"],
}  # fmt: skip
