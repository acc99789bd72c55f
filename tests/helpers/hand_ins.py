"""
A class that hands in whatever people hand in, made by a program, with what each should get.

Half of it (:func:`seen`) was used while reading was written; the other half (:func:`unseen`) was
written before its first run and shows how reading does on files it was not made for.
"""

import io
import json
import tarfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from grader.course.manifest import Course

from .submissions import put

Files = dict[str, bytes]


@dataclass(frozen=True)
class HandIn:
    """
    What one student hands in, and what a careful teacher would make of it.

    Attributes:
        files: Path in the student's folder to bytes; "" alone stands for a zip at the top.
        modules: The modules that are right in it, wherever they stand.
        look: Whether something is left that a person has to look at.
        either: Whether it may be scored rightly or left to look at: both are fair.
    """

    files: Files
    modules: tuple[str, ...] = ()
    look: bool = False
    either: bool = False

    def points(self, course: Course) -> float:
        """Return what the right modules are worth."""
        return float(sum(e.points for e in course.unit.exercises if e.module in self.modules))


def put_class(folder: Path, hand_ins: Mapping[str, HandIn]) -> None:
    """Write the folder of a class."""
    for student, hand_in in hand_ins.items():
        (folder / student).mkdir(parents=True)
        for path, data in hand_in.files.items():
            place = folder / student / path if path else folder / f"{student}.zip"
            if not path:
                (folder / student).rmdir()
            put(place, data)


class Sources:
    """The modules of a course as a student may have written and saved them."""

    def __init__(self, course: Course) -> None:
        self.names = tuple(course.unit.modules)
        self.right = {m: (course.solutions / f"{m}.py").read_bytes() for m in self.names}
        self.stub = {m: (course.exercises / f"{m}.py").read_bytes() for m in self.names}
        self.bundle = {
            f"exercises/{path.relative_to(course.exercises).as_posix()}": path.read_bytes()
            for path in sorted(course.exercises.rglob("*"))
            if path.is_file() and "__pycache__" not in path.parts
        }

    def all(self, ending: str = ".py") -> Files:
        return {f"{name}{ending}": self.right[name] for name in self.names}

    def stubs(self) -> Files:
        return {f"{name}.py": self.stub[name] for name in self.names}

    def joined(self, *names: str) -> bytes:
        return b"\n\n".join(self.right[name] for name in names or self.names)

    def notebook(self, *names: str) -> bytes:
        sources = [self.right[name].decode() for name in names or self.names]
        cells = [
            {"cell_type": "code", "metadata": {}, "source": source, "outputs": []}
            for source in ["print('hello')\n%matplotlib inline", *sources]
        ]
        book = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
        return json.dumps(book).encode()


def zipped(files: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def tarred(files: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


PDF = b"%PDF-1.7\n1 0 obj\n<</Type /Catalog>>\nendobj\n%%EOF\n"
WORD = zipped({"word/document.xml": b"<w:document/>", "[Content_Types].xml": b"<Types/>"})
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(200)
LEFT_BY_TOOLS: Files = {
    ".DS_Store": b"Bud1",
    "__MACOSX/._loss.py": b"\0",
    "desktop.ini": b"[.ShellClassInfo]",
    ".ipynb_checkpoints/loss-checkpoint.ipynb": b"{}",
    "__pycache__/loss.cpython-311.pyc": b"\0",
    ".git/HEAD": b"ref: refs/heads/main\n",
    ".venv/pyvenv.cfg": b"home = /usr\n",
    ".venv/lib/loss.py": b"x = 1\n",
    ".vscode/settings.json": b"{}",
}
UMLAUT = "# größer als nötig\n".encode()


def seen(course: Course) -> dict[str, HandIn]:
    """Return the half of the class that reading was written with."""
    s = Sources(course)
    loss, every = ("loss",), s.names
    wrong = (
        s.right["loss"].replace(b"reduction", b"noitcuder")
        + b"\ndef bce_loss(p, y):\n    return p\n"
    )

    def only(name: str, data: bytes = s.right["loss"], **more: object) -> HandIn:
        return HandIn({name: data}, loss, **more)  # type: ignore[arg-type]

    return {
        "name-final": only("loss_final.py"),
        "name-prefix": only("ana_loss.py"),
        "name-kopie": only("loss - Kopie.py"),
        "name-browser": only("loss (1).py"),
        "name-capital": only("Loss.py"),
        "name-text": only("loss.txt"),
        "name-british": HandIn({"optimiser.py": s.right["optimizer"]}, ("optimizer",)),
        "names-prefixed": HandIn({f"ana_{n}": d for n, d in s.all().items()}, every),
        "one-file": HandIn({"main.py": s.joined()}, every),
        "one-notebook": HandIn({"Untitled1.ipynb": s.notebook()}, every),
        "stubs-and-file": HandIn({**s.stubs(), "homework.py": s.joined()}, every),
        "stubs-and-notebook": HandIn({**s.stubs(), "work.ipynb": s.notebook()}, every),
        "wrong-module": HandIn(
            {**s.all(), "loss.py": s.stub["loss"], "logistic.py": s.joined("logistic", "loss")},
            every,
        ),
        "utf-16": only("loss.py", s.right["loss"].decode().encode("utf-16")),
        "windows-1252": only("loss.py", "# größer\n".encode("cp1252") + s.right["loss"]),
        "latin-1": only(
            "loss.py", b"# -*- coding: latin-1 -*-\n# gr\xf6\xdfer\n" + s.right["loss"]
        ),
        "byte-order-mark": only("loss.py", b"\xef\xbb\xbf" + s.right["loss"]),
        "pdf": HandIn({"report.pdf": PDF}, look=True),
        "word-and-stubs": HandIn({**s.stubs(), "answers.docx": WORD}, look=True),
        "html": HandIn({"loss.html": b"<pre>def bce_loss(p, y): ...</pre>"}, look=True),
        "right-and-pdf": HandIn({**s.all(), "report.pdf": PDF}, every),
        "zip-in-zip": HandIn({"": zipped({"hw/inner.zip": zipped(s.all())})}, look=True),
        "zip-and-pdf": HandIn({"hw.zip": zipped(s.all()), "report.pdf": PDF}, every),
        "junk": HandIn({**s.all(), **LEFT_BY_TOOLS}, every),
        "bundle-solved": HandIn(
            {**s.bundle, **{f"exercises/{n}": d for n, d in s.all().items()}}, every
        ),
        "bundle-unchanged": HandIn(s.bundle),
        "near-name": HandIn(
            {"logistic.py": s.right["logistic"].replace(b"def sigmoid", b"def Sigmoid")},
            look=True,
        ),
        "two-candidates": HandIn(
            {"loss_final.py": s.right["loss"], "loss_v2.py": wrong}, look=True
        ),
        "two-equal": HandIn(
            {"loss_final.py": s.right["loss"], "loss_v2.py": s.right["loss"]}, loss
        ),
        "two-folders": HandIn({"old/loss.py": wrong, "new/loss.py": s.right["loss"]}, look=True),
        "trial-lines": only("loss.py", s.right["loss"] + b"\nprint(bce_loss(1, 2).item())\n"),
        "colab": only(
            "loss.py",
            b"!pip install torch\nfrom google.colab import drive\ndrive.mount('/content')\n"
            + s.right["loss"],
        ),
        "editor-cells": only("loss.py", s.right["loss"] + b"\n# %%\nundefined_name + 1\n"),
        "missing-package": only("loss.py", b"from tqdm import tqdm\n" + s.right["loss"]),
        "newer-f-string": HandIn(
            {"loss.py": s.right["loss"] + b'\nSAID = f"{", ".join(["a"])}"\n'}, look=True
        ),
        "newer-name": only("loss.py", b"from itertools import batched\n" + s.right["loss"]),
        "newer-name-used": HandIn(
            {
                "loss.py": b"from itertools import batched\n"
                + s.right["loss"].replace(
                    b"def bce_loss(",
                    b"def bce_loss(*_, _b=batched, **__):\n    raise ValueError\n\n\ndef _old(",
                )
            },
            look=True,
        ),
    }


def unseen(course: Course) -> dict[str, HandIn]:
    """Return the half of the class that was written before its first run."""
    s = Sources(course)
    loss, every = ("loss",), s.names
    right = s.right["loss"]
    first, rest = s.names[: len(s.names) // 2], s.names[len(s.names) // 2 :]
    one_stub = s.stub["loss"]
    parts = right.partition(b"\ndef bce_with_logits")
    return {
        "loud": HandIn({"LOSS_Final_v3.PY": right}, loss),
        "singular": HandIn({"gradient.py": s.right["gradients"]}, ("gradients",)),
        "umlaut": HandIn({"Müller_loss.py": right}, loss),
        "chinese-copy": HandIn({"loss - 副本.py": right}, loss),
        "twice-py": HandIn({"loss.py.py": right}, loss),
        "blank": HandIn({"loss .py": right}, loss),
        "numbered": HandIn({"01_loss.py": right}, loss),
        "long-name": HandIn({"hw3-loss-solution (2).py": right}, loss),
        "camel": HandIn({"lossFunctions.py": right}, loss),
        "no-console": HandIn({"loss.pyw": right}, loss),
        "main-guard": HandIn(
            {"abgabe.py": s.joined() + b'\n\nif __name__ == "__main__":\n    raise SystemExit\n'},
            every,
        ),
        "one-file-with-trials": HandIn(
            {"hw.py": s.joined() + b"\nimport tqdm\nfit(None)\nassert False\n"}, every
        ),
        "two-parts": HandIn({"part1.py": s.joined(*first), "part2.py": s.joined(*rest)}, every),
        "two-books": HandIn(
            {"part1.ipynb": s.notebook(*first), "part2.ipynb": s.notebook(*rest)}, every
        ),
        "helper": HandIn(
            {"loss.py": b"from mine import *\n" + right, "mine.py": b"WIDTH = 2\n"}, loss
        ),
        "definition-in-helper": HandIn(
            {"loss.py": one_stub, "helpers.py": right, "logistic.py": s.right["logistic"]},
            ("loss", "logistic"),
        ),
        "half-in-helper": HandIn({"loss.py": parts[0] + b"\n", "more.py": right}, loss),
        "open-document": HandIn({"loss.odt": WORD, "model.py": s.stub["model"]}, look=True),
        "photograph": HandIn({**s.stubs(), "IMG_0815.jpg": PICTURE}, look=True),
        "seven-zip": HandIn({"hw.7z": b"7z\xbc\xaf\x27\x1c" + bytes(90)}, look=True),
        "tarball": HandIn({"hw.tar.gz": tarred(s.all())}, look=True),
        "rich-text": HandIn({"loss.rtf": b"{\\rtf1 def bce_loss(p, y):}"}, look=True),
        "mac-zip": HandIn(
            {"": zipped({**{f"hw/{n}": d for n, d in s.all().items()}, "__MACOSX/hw/._x": b"1"})},
            every,
        ),
        "zip-beside-notes": HandIn({"w.zip": zipped(s.all()), "notes.txt": b"Dear Ana"}, every),
        "zip-three-deep": HandIn(
            {"a.zip": zipped({"b.zip": zipped({"c.zip": zipped(s.all())})})}, look=True
        ),
        "japanese": HandIn({"loss.py": b"# coding: shift_jis\n# \x83\x8d\x83X\n" + right}, loss),
        "windows-lines": HandIn({n: d.replace(b"\n", b"\r\n") for n, d in s.all().items()}, every),
        "asks-at-import": HandIn({"loss.py": b"name = input('Name? ')\n" + right}, loss),
        "exits-at-import": HandIn({"loss.py": right + b"\nimport sys\nsys.exit()\n"}, loss),
        "loops-at-import": HandIn({"loss.py": right + b"\nwhile True:\n    pass\n"}, loss),
        "exported": HandIn(
            {
                "loss.py": b"#!/usr/bin/env python\n# coding: utf-8\n\n# In[1]:\n\n\n"
                b"get_ipython().run_line_magic('matplotlib', 'inline')\n\n\n# In[2]:\n\n\n" + right
            },
            loss,
        ),
        "pip-line": HandIn({"loss.py": right + b"\n%pip install tqdm\n!nvidia-smi\n"}, loss),
        "newer-type": HandIn({"loss.py": b"type Pair[T] = tuple[T, T]\n" + right}, look=True),
        "newer-generic": HandIn(
            {"loss.py": right + b"\ndef first[T](items: list[T]) -> T:\n    return items[0]\n"},
            look=True,
        ),
        "newer-except": HandIn(
            {
                "loss.py": right + b"\ndef g():\n    try:\n        return 1\n"
                b"    except KeyError, ValueError:\n        return 2\n"
            },
            look=True,
        ),
        "near-loss": HandIn({"loss.py": right.replace(b"def bce_loss", b"def BceLoss")}, look=True),
        "empty-and-book": HandIn({"loss.py": b"", "loss.ipynb": s.notebook("loss")}, loss),
        "wrong-and-final": HandIn(
            {
                "loss.py": right.replace(b"mean", b"sum"),
                "loss_final.py": right,
            },
            look=True,
        ),
        "answers-in-readme": HandIn(
            {**s.stubs(), "README.md": b"# My answers\n\nE13 is the negative log.\n"}, look=True
        ),
        "deep": HandIn({f"Abgabe Müller/src/exercises/{n}": d for n, d in s.all().items()}, every),
        "environment": HandIn(
            {**s.all(), "myenv/pyvenv.cfg": b"x", "myenv/lib/torch/loss.py": b"x = 1\n"}, every
        ),
        "mixture": HandIn(
            {
                **LEFT_BY_TOOLS,
                "README.md": s.bundle["exercises/README.md"],
                "loss_FINAL.py": b"!pip install tqdm\nimport tqdm\n" + right,
                "Untitled.ipynb": s.notebook("logistic"),
                "gradients.py": s.stub["gradients"],
                "report.pdf": PDF,
            },
            ("loss", "logistic"),
            look=True,
        ),
        "nothing": HandIn({}),
    }
