"""
A second class of hand-ins, as languages, laptops, platforms and archivers change them.

Written before its first run, by somebody who had not read how submissions are read.
"""

import ast
import base64
import gzip
import io
import json
import unicodedata
import zipfile
from collections.abc import Sequence

from grader.course.manifest import Course

from .hand_ins import PDF, PICTURE, WORD, Files, HandIn, Sources, tarred, zipped

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(300)
HEIC = b"\x00\x00\x00\x18ftypheic" + bytes(300)
WEIGHTS = zipped({"archive/data.pkl": b"\x80\x02}q\x00."})
WRONG = b"\n\ndef bce_loss(p, y):\n    return p\n\n\ndef bce_with_logits(z, y):\n    return z\n"


def from_platforms(course: Course) -> dict[str, HandIn]:
    """Return the class, by student."""
    s = Sources(course)
    hand_ins: dict[str, HandIn] = {}
    for part in (_names, _encodings, _scripts, _newer, _notebooks, _books_changed, _as_text):
        hand_ins |= part(s)
    for part in (_shapes, _drafts, _folders, _beside, _archives, _learning_systems):
        hand_ins |= part(s)
    return hand_ins


def _functions(source: bytes) -> dict[str, str]:
    """Return each definition of a module with the imports it needs above it."""
    text = source.decode()
    body = ast.parse(text).body

    def segment(node: ast.stmt) -> str:
        return ast.get_source_segment(text, node) or ""

    head = [segment(n) for n in body if isinstance(n, ast.Import | ast.ImportFrom | ast.If)]
    return {
        node.name: "\n".join([*head, "\n\n" + segment(node) + "\n"])
        for node in body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
    }


def _together(s: Sources, *names: str) -> str:
    """Return several modules as one that Python reads as it stands."""
    future = "from __future__ import annotations\n"
    text = s.joined(*names).decode().replace(future, "")
    return future + text


def _book(
    cells: Sequence[str | tuple[str, str]],
    metadata: dict[str, object] | None = None,
    lines: bool = False,
    outputs: list[dict[str, object]] | None = None,
    **top: object,
) -> bytes:
    """Return a notebook of code cells; a pair is the kind of a cell and its text."""
    made: list[dict[str, object]] = []
    for number, cell in enumerate(cells, 1):
        kind, text = ("code", cell) if isinstance(cell, str) else cell
        source = text.splitlines(keepends=True) if lines else text
        one: dict[str, object] = {"cell_type": kind, "metadata": {}, "source": source}
        if kind == "code":
            one |= {"execution_count": number, "outputs": outputs or []}
        made.append(one)
    book = {"cells": made, "metadata": metadata or {}, "nbformat": 4, "nbformat_minor": 0, **top}
    return json.dumps(book, ensure_ascii=False, indent=1).encode()


def _names(s: Sources) -> dict[str, HandIn]:
    """Names that languages, browsers, clouds, phones and mail programs give."""
    right = s.right["loss"]
    decomposed = unicodedata.normalize("NFD", "Übung_loss.py")
    copies = {
        "drive-english": "Copy of loss.py",
        "drive-french": "Copie de loss.py",
        "drive-italian": "Copia di loss.py",
        "drive-portuguese": "Cópia de loss.py",
        "windows-spanish": "loss - copia.py",
        "windows-polish": "loss — kopia.py",
        "windows-korean": "loss - 복사본.py",
        "mac-japanese": "loss のコピー.py",
        "mac-copy": "loss copy 2.py",
        "arabic": "نسخة من loss.py",
        "russian": "Домашка Иванов loss.py",
        "mac-umlaut": decomposed,
        "onedrive": "loss-LAPTOP-7K2J3QP1.py",
        "dropbox": "loss (Ana's conflicted copy 2026-11-20).py",
        "syncthing": "loss.sync-conflict-20261120-101112-ABCDEFG.py",
        "wide-brackets": "loss（1）.py",
        "browser-suffix": "loss.py (1)",
        "quoted": "loss%20%281%29.py",
        "mail-text": "loss.py.txt",
        "mail-underscore": "loss.py_",
        "no-ending": "loss",
        "capital-ending": "Loss.Py",
        "dated": "2026-11-20_Nguyễn_loss_v3.py",
        "emoji": "✅ loss 🎉.py",
    }
    hand_ins = {student: HandIn({name: right}, ("loss",)) for student, name in copies.items()}
    return {
        **hand_ins,
        "whatsapp": HandIn({"DOC-20261120-WA0003.py": right}, ("loss",)),
        "Ólafur Þór": HandIn({"Heimaverkefni 3.py": right}, ("loss",)),
        "王小明": HandIn({"第三次作业.py": right}, ("loss",)),
        "O'Neil José": HandIn({"función de pérdida.py": right}, ("loss",)),
        "left-to-right": HandIn({"\u200eloss.py": right}, ("loss",), either=True),
        "safari": HandIn({"loss.py.download": right}, ("loss",), either=True),
        "half-download": HandIn({"loss.py.crdownload": right[:2000]}, look=True),
        "half-firefox": HandIn({"loss.py": b"", "loss.py.part": right[:1500]}, look=True),
        "backup-of-editor": HandIn(
            {**s.all(), "loss.py~": b"x", "#loss.py#": b"x", ".loss.py.swp": b"b0VIM 8.2"}, s.names
        ),
        "office-lock": HandIn(
            {**s.all(), "~$report.docx": b"\x03Ana", ".~lock.report.odt#": b",ana,"},
            s.names,
        ),
    }


def _encodings(s: Sources) -> dict[str, HandIn]:
    """Bytes as editors and disks leave them."""
    right = s.right["loss"]
    text = right.decode()

    def only(data: bytes, **more: bool) -> HandIn:
        return HandIn({"loss.py": data}, ("loss",), **more)

    tabs = text.replace("    ", "\t")
    return {
        "old-mac-lines": only(right.replace(b"\n", b"\r")),
        "mixed-lines": only(right.replace(b"\n", b"\r\n", 40)),
        "utf-16-big": only(b"\xfe\xff" + text.encode("utf-16-be")),
        "utf-16-unmarked": only(text.encode("utf-16-le"), either=True),
        "utf-32": only(text.encode("utf-32"), either=True),
        "gbk": only("# 损失函数：先展平\n".encode("gbk") + right),
        "cyrillic-1251": only("# функция потерь\n".encode("cp1251") + right),
        "utf-8-marked-latin": only(b"\xef\xbb\xbf# gr\xf6\xdfer\n" + right, either=True),
        "wrong-declaration": only(
            b"# -*- coding: ascii -*-\n# gr\xc3\xb6\xc3\x9fer\n" + right, either=True
        ),
        "tabs": only(tabs.encode()),
        "hard-blanks": only(text.replace("    if", "\u00a0\u00a0\u00a0 if").encode(), either=True),
        "typographic": only(text.replace('f"got', "f“got").encode(), look=True),
        "line-numbers": only(
            "\n".join(f"{n:3} {line}" for n, line in enumerate(text.split("\n"), 1)).encode(),
            look=True,
        ),
        "zeros-at-end": only(right + bytes(512), either=True),
        "only-zeros": only(bytes(3000), look=True),
        "blank-lines": only(right + b"\n" * 200_000),
        "conflict-marks": only(
            right.replace(
                b"    p, y = p.flatten()",
                b"<<<<<<< HEAD\n    p = p.squeeze()\n=======\n    p, y = p.flatten()",
            )
            + b">>>>>>> ana\n",
            look=True,
        ),
        "prompts": only(
            "\n".join(f">>> {line}" for line in text.split("\n")).encode(), either=True
        ),
        "patch": HandIn(
            {
                "loss.py": s.stub["loss"],
                "loss.patch": b"--- a/loss.py\n+++ b/loss.py\n@@ -1 +1 @@\n-x\n+y\n",
            },
            look=True,
        ),
    }


def _scripts(s: Sources) -> dict[str, HandIn]:
    """Modules that do more than define when they are imported."""
    right = s.right["loss"].decode()
    plots = s.right["plots"].decode().replace("import torch\n", "import torch\nimport X\n", 1)

    def before(text: str, **more: bool) -> HandIn:
        return HandIn({"loss.py": (text + "\n" + right).encode()}, ("loss",), **more)

    def after(text: str, **more: bool) -> HandIn:
        return HandIn({"loss.py": (right + "\n\n" + text + "\n").encode()}, ("loss",), **more)

    return {
        "torchvision": before("import torchvision\nfrom torchvision import transforms as T"),
        "pandas": before(
            "import numpy as np\nimport pandas as pd\npd.set_option('display.width', 9)"
        ),
        "display": before("from IPython.display import clear_output, display\ndisplay('loss')"),
        "cuda-if-there": before(
            "import torch\nDEVICE = 'cuda' if torch.cuda.is_available() else 'cpu'\nprint(DEVICE)"
        ),
        "own-path": before("import os, sys\nsys.path.append(r'C:\\Users\\ana')\nos.chdir('C:/hw')"),
        "own-data": before("rows = open('C:/Users/ana/data.csv').read()\nprint(len(rows))"),
        "own-weights": before("import torch\nstate = torch.load('model.pt')"),
        "network": before(
            "import urllib.request\n"
            "page = urllib.request.urlopen('https://example.com', timeout=1).read()"
        ),
        "arguments": before(
            "import argparse\nparser = argparse.ArgumentParser()\n"
            "parser.add_argument('--rate', required=True)\nargs = parser.parse_args()"
        ),
        "annotated-by-missing": HandIn(
            {
                "loss.py": (
                    "from jaxtyping import Float\n"
                    + right.replace("p: Tensor,", 'p: Float[Tensor, "n"],')
                ).encode()
            },
            ("loss",),
            either=True,
        ),
        "compiled-by-missing": HandIn(
            {
                "loss.py": (
                    "from numba import njit\n"
                    + right.replace("def bce_loss", "@njit\ndef bce_loss")
                ).encode()
            },
            look=True,
        ),
        "debugger": after("breakpoint()", either=True),
        "wrong-trial": after("assert abs(bce_loss(torch.rand(3), torch.ones(3)) - 99) < 1"),
        "unit-tests": after(
            "import unittest\n\n\nclass TestLoss(unittest.TestCase):\n"
            "    def test_it(self):\n        self.assertTrue(False)\n\n\nunittest.main()"
        ),
        "old-print": after("print bce_loss(torch.rand(3), torch.ones(3))", either=True),
        "prints-emoji": after("print('✅ fertig', bce_loss(torch.rand(3), torch.ones(3)))"),
        "timed": HandIn(
            {
                "loss.py": (
                    "import functools, time\n\n\ndef timed(f):\n    @functools.wraps(f)\n"
                    "    def inner(*a, **k):\n        t = time.time()\n        out = f(*a, **k)\n"
                    "        print(f'{time.time() - t:.3f} s')\n        return out\n\n"
                    "    return inner\n\n\n" + right.replace("def bce_loss", "@timed\ndef bce_loss")
                ).encode()
            },
            ("loss",),
        ),
        "lambda": HandIn(
            {
                "loss.py": (
                    right.replace("def bce_loss", "def _first").replace("def bce_with", "def _with")
                    + "\n\nbce_loss = lambda p, y: _first(p, y)\nbce_with_logits = _with_logits\n"
                ).encode()
            },
            ("loss",),
        ),
        "seaborn": HandIn(
            {
                "plots.py": plots.replace(
                    "import X", "import seaborn as sns\n\nsns.set_theme()"
                ).encode()
            },
            ("plots",),
            either=True,
        ),
        "plots-window": HandIn(
            {
                "plots.py": plots.replace(
                    "import X", "import matplotlib\n\nmatplotlib.use('TkAgg')"
                ).encode()
                + b"\n\nimport matplotlib.pyplot as plt\n\nplt.plot([1, 2])\nplt.show()\n"
            },
            ("plots",),
            either=True,
        ),
        "lightning": HandIn(
            {
                "model.py": b"import lightning as L\n"
                + s.right["model"]
                + b"\n\nclass Lit(L.LightningModule):\n    def training_step(self, batch):\n"
                b"        return batch\n"
            },
            ("model",),
            either=True,
        ),
        "tqdm-used": HandIn(
            {
                "training.py": b"from tqdm.auto import tqdm\n"
                + s.right["training"]
                + b"\n\n_fit = fit\n\n\ndef fit(*a, **k):\n    for _ in tqdm(range(1)):\n"
                b"        return _fit(*a, **k)\n"
            },
            look=True,
        ),
    }


def _newer(s: Sources) -> dict[str, HandIn]:
    """Python 3.12 to 3.14."""
    right = s.right["loss"].decode()

    def only(text: str, **more: bool) -> HandIn:
        return HandIn({"loss.py": text.encode()}, ("loss",), **more)

    return {
        "newer-quotes": only(
            right.replace(
                "{p.numel()} probabilities", '{p.numel()} {", ".join(["probabilities"])}'
            ),
            look=True,
        ),
        "newer-template": only(right + '\n\nNAME = "ana"\nHELLO = t"hello {NAME}"\n', look=True),
        "newer-class": only(
            right
            + "\n\nclass Box[T]:\n    def __init__(self, it: T) -> None:\n        self.it = it\n",
            look=True,
        ),
        "newer-override": only("from typing import override\n" + right),
        "newer-decorator": only(
            "from warnings import deprecated\n"
            + right.replace("def bce_loss", '@deprecated("old")\ndef bce_loss'),
            either=True,
        ),
        "later-annotation": only(
            right.replace("p: Tensor,", "p: Probabilities,") + "\n\nProbabilities = Tensor\n",
            either=True,
        ),
        "newer-in-book": HandIn(
            {"work.ipynb": _book([right, "type Pair = tuple[int, int]", "print(f'{'a'}')"])},
            ("loss",),
            either=True,
        ),
    }


def _notebooks(s: Sources) -> dict[str, HandIn]:
    """Notebooks of the services that students use."""
    every = _together(s)
    colab = [
        ("markdown", "# HW3\nAna"),
        '#@title Set-up { display-mode: "form" }\n!pip -q install torch tqdm\n%matplotlib inline',
        "from google.colab import drive, files\ndrive.mount('/content/drive')\n%cd /content/drive",
        every,
        '#@title Try\nrate = 0.1 #@param {type:"number"}\nup = files.upload()\nprint(up)',
    ]
    kaggle = [
        "import numpy as np\nimport pandas as pd\nimport os\n"
        "for dirname, _, filenames in os.walk('/kaggle/input'):\n    for filename in filenames:\n"
        "        print(os.path.join(dirname, filename))",
        "train = pd.read_csv('/kaggle/input/titanic/train.csv')\ntrain.head()",
        every,
    ]
    written = [f"%%writefile {name}.py\n{s.right[name].decode()}" for name in s.names]
    plot = {
        "output_type": "display_data",
        "metadata": {},
        "data": {"image/png": base64.b64encode(bytes(1_500_000)).decode()},
    }
    each = [text for name in s.names for text in _functions(s.right[name]).values()]
    lite = {"kernelspec": {"name": "python", "display_name": "Python (Pyodide)"}}
    old = {
        "metadata": {"name": ""},
        "nbformat": 3,
        "nbformat_minor": 0,
        "worksheets": [
            {"cells": [{"cell_type": "code", "input": every, "language": "python", "outputs": []}]}
        ],
    }
    names = s.names
    return {
        "colab": HandIn(
            {"Copy of HW3_Logistic.ipynb": _book(colab, {"colab": {"provenance": []}})}, names
        ),
        "kaggle": HandIn({"notebook3f2a.ipynb": _book(kaggle, {"kaggle": {"gpu": False}})}, names),
        "vs-code": HandIn({"Untitled-1.ipynb": _book(each, lines=True, nbformat_minor=2)}, names),
        "deepnote": HandIn(
            {
                "Ana's Untitled project/notebook.ipynb": _book(
                    [every, ("markdown", "Created in Deepnote")],
                    {"deepnote": {}, "deepnote_notebook_id": "ab12"},
                )
            },
            names,
        ),
        "jupyterlite": HandIn(
            {
                "hw.ipynb": _book(
                    ["import piplite\nawait piplite.install('torch')", "%pip install tqdm", every],
                    lite,
                )
            },
            names,
        ),
        "noteable": HandIn({"Notebook 2026-11-20.ipynb": _book([every, "!ls", "?sigmoid"])}, names),
        "writefile": HandIn({"hw.ipynb": _book(written)}, names, either=True),
        "old-format": HandIn({"hw.ipynb": json.dumps(old).encode()}, names, either=True),
        "megabytes": HandIn({"hw.ipynb": _book([every, "show()"], outputs=[plot])}, names),
        "databricks": HandIn(
            {
                "hw.py": (
                    "# Databricks notebook source\n# MAGIC %md\n# MAGIC # Homework\n\n"
                    "# COMMAND ----------\n\n"
                    + every.replace("from __future__ import annotations\n", "")
                    .replace("-> Figure", "-> object")
                    .replace("-> tuple[Figure", "-> tuple[object")
                    + "\n# COMMAND ----------\n\ndisplay(dbutils.fs.ls('/'))\n"
                ).encode()
            },
            names,
            either=True,
        ),
        "marimo": HandIn(
            {
                "hw.py": (
                    "import marimo\n\napp = marimo.App()\n\n\n@app.cell\ndef _():\n"
                    + "\n".join(f"    {line}" for line in s.right["loss"].decode().split("\n"))
                    + "\n    return bce_loss, bce_with_logits\n\n\n"
                    "if __name__ == '__main__':\n    app.run()\n"
                ).encode()
            },
            look=True,
        ),
        "zeppelin": HandIn(
            {"hw.zpln": json.dumps({"paragraphs": [{"text": "%python\n" + every}]}).encode()},
            look=True,
        ),
        "in-r": HandIn(
            {
                "hw.ipynb": _book(
                    ["bce_loss <- function(p, y) {\n  -mean(log(p))\n}"],
                    {"kernelspec": {"name": "ir", "language": "R"}},
                )
            },
            look=True,
        ),
    }


def _books_changed(s: Sources) -> dict[str, HandIn]:
    """Notebooks with their cells in disorder, and files that are half a notebook."""
    right = s.right["loss"].decode()
    one, two = _functions(s.right["loss"]).values()
    body = "\n".join(one.split("\n")[4:])
    whole = _book([right])
    loss = ("loss",)
    return {
        "out-of-order": HandIn(
            {"hw.ipynb": _book(["print(bce_loss(torch.rand(3), torch.ones(3)))", two, one])}, loss
        ),
        "imports-last": HandIn({"hw.ipynb": _book([body, "import torch", two])}, loss, either=True),
        "stub-then-right": HandIn({"hw.ipynb": _book([s.stub["loss"].decode(), one, two])}, loss),
        "broken-cell": HandIn(
            {"hw.ipynb": _book([right, "for i in range(3):\nprint(i)", "plt.plot(", "exit()"])},
            loss,
        ),
        "cell-magic": HandIn(
            {"hw.ipynb": _book(["%%capture out\n" + one, "%%time\n" + two, "%%bash\nls | head"])},
            loss,
        ),
        "html-cell": HandIn(
            {
                "hw.ipynb": _book(
                    ["%%html\n<b>def</b>", "%load_ext autoreload\n" + right, "x = !ls"]
                )
            },
            loss,
        ),
        "input-cell": HandIn({"hw.ipynb": _book(["n = int(input('n? '))", right])}, loss),
        "in-markdown-cell": HandIn(
            {"hw.ipynb": _book([("markdown", f"```python\n{right}\n```")])}, loss
        ),
        "in-raw-cell": HandIn({"hw.ipynb": _book(["import torch", ("raw", right)])}, loss),
        "cut-off": HandIn({"hw.ipynb": whole[: len(whole) // 2]}, look=True),
        "book-in-conflict": HandIn(
            {
                "hw.ipynb": whole.replace(
                    b' "metadata": {},\n "nbformat": 4',
                    b'<<<<<<< HEAD\n "metadata": {},\n=======\n "metadata": {"a": 1},\n'
                    b'>>>>>>> main\n "nbformat": 4',
                )
            },
            look=True,
        ),
        "book-marked": HandIn({"hw.ipynb": b"\xef\xbb\xbf" + whole}, loss),
        "book-utf-16": HandIn({"hw.ipynb": whole.decode().encode("utf-16")}, loss, either=True),
        "book-as-json": HandIn({"hw.json": whole}, loss, either=True),
        "book-as-text": HandIn({"hw.ipynb.txt": whole}, loss, either=True),
        "book-as-module": HandIn({"loss.py": whole}, loss, either=True),
        "module-as-book": HandIn({"loss.ipynb": right.encode()}, loss, either=True),
        "book-exported": HandIn(
            {"hw.html": f"<html><pre>{right}</pre></html>".encode()}, look=True
        ),
        "only-checkpoint": HandIn(
            {".ipynb_checkpoints/hw-checkpoint.ipynb": whole}, loss, either=True
        ),
        "book-and-module": HandIn(
            {
                "loss.py": right.encode(),
                "main.ipynb": _book(
                    ["from loss import *", "bce_loss(torch.rand(3), torch.ones(3))"]
                ),
            },
            loss,
            either=True,
        ),
        "book-of-stubs": HandIn(
            {**s.all(), "exercises.ipynb": _book([s.stub[name].decode() for name in s.names])},
            s.names,
            either=True,
        ),
    }


def _as_text(s: Sources) -> dict[str, HandIn]:
    """Jupytext, Quarto, documents, links."""
    right = s.right["loss"].decode()
    header = "---\njupyter:\n  jupytext:\n    text_representation:\n      extension: .{0}\n---\n\n"
    commented = "".join(f"# {line}\n" for line in header.format("py").strip().split("\n"))
    loss = ("loss",)

    def script(text: str) -> HandIn:
        return HandIn({"homework.py": text.encode()}, loss)

    def text_file(name: str, fence: str) -> HandIn:
        text = header.format(name.rpartition(".")[2])
        text += f"# Homework\n\n{fence}\n{right}```\n\nThat is all.\n"
        return HandIn({name: text.encode()}, loss, either=True)

    return {
        "percent": script(
            commented + "\n# %% [markdown]\n# # Homework\n\n# %%\n# %matplotlib inline\n"
            f"# !pip install torch\n\n# %%\n{right}\n# %%\nbce_loss(1, 2)\n"
        ),
        "light": script(commented + f"\n# # Homework\n\n# +\n{right}\n# -\n\nplt.plot(history)\n"),
        "spyder": script(f'#%% Cell 1\n{right}\n#%% md\n"""\n# Title\n"""\n#%%\nundefined\n'),
        "percent-prose": script(f'# %% [markdown]\n"""\n# My *work*\n"""\n\n# %%\n{right}'),
        "jupytext-md": text_file("homework.md", "```python"),
        "myst": text_file("homework.md", "```{code-cell} ipython3"),
        "r-markdown": text_file("homework.Rmd", "```{python}"),
        "quarto": text_file("homework.qmd", "```{python}\n#| echo: true"),
        "latex": HandIn(
            {"hw.tex": f"\\begin{{lstlisting}}\n{right}\\end{{lstlisting}}\n".encode()}, look=True
        ),
        "link": HandIn(
            {"link.txt": b"https://colab.research.google.com/drive/1a2B3c?usp=sharing\n"}, look=True
        ),
        "link-beside-stubs": HandIn(
            {
                **s.stubs(),
                "abgabe.url": b"[InternetShortcut]\r\nURL=https://github.com/ana/hw3\r\n",
            },
            look=True,
        ),
        "google-document": HandIn(
            {"HW3.gdoc": b'{"url": "https://docs.google.com/open?id=1"}'}, look=True
        ),
        "mac-link": HandIn(
            {"HW3.webloc": b"<plist><dict><key>URL</key></dict></plist>"}, look=True
        ),
        "photo": HandIn({"IMG_2041.HEIC": HEIC}, look=True),
        "whatsapp-photo": HandIn(
            {**s.stubs(), "WhatsApp Image 2026-11-20 at 10.11.12.jpeg": JPEG}, look=True
        ),
        "screenshots-in-word": HandIn({"Übung 3.docx": WORD}, look=True),
        "old-word": HandIn(
            {"loss.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)}, look=True
        ),
        "mac-pages": HandIn({"loss.pages": zipped({"Index/Document.iwa": b"\0"})}, look=True),
        "mail": HandIn(
            {"HW3.eml": b"From: ana@example.org\nSubject: HW3\n\nsee attachment\n"}, look=True
        ),
        "video": HandIn({"2026-11-20 10-11-12.mp4": b"\0\0\0\x20ftypisom" + bytes(500)}, look=True),
        "compiled": HandIn({"loss.cpython-312.pyc": b"\xcb\r\r\n" + bytes(400)}, look=True),
        "compiled-cache": HandIn(
            {"__pycache__/loss.cpython-312.pyc": b"\xcb\r\r\n" + bytes(400)}, either=True
        ),
        "empty-file": HandIn({"loss.py": b""}, either=True),
        "renamed-picture": HandIn({"loss.py": PICTURE}, look=True),
        "renamed-pdf": HandIn({"loss.ipynb": PDF}, look=True),
    }


def _shapes(s: Sources) -> dict[str, HandIn]:
    """Code in another shape than functions of a module."""
    right = s.right["loss"].decode()
    inside = "\n".join(f"    {line}" if line else line for line in right.split("\n"))
    loss = ("loss",)

    def only(text: str, **more: bool) -> HandIn:
        return HandIn({"loss.py": text.encode()}, loss, **more)

    one, two = _functions(s.right["loss"]).values()
    return {
        "typo": only(right.replace("def bce_loss", "def bce_los"), look=True),
        "typo-letters": only(right.replace("def bce_with_logits", "def bce_with_logit"), look=True),
        "typo-module-too": HandIn(
            {"lose.py": right.replace("def bce_loss", "def bce_Loss").encode()}, look=True
        ),
        "cyrillic-letter": only(right.replace("def bce_loss", "def bсe_loss"), look=True),
        "in-class": only(
            "class Loss:\n" + inside.replace("    def ", "    @staticmethod\n    def "), look=True
        ),
        "in-main": only(
            f"def main():\n{inside}\n    print(bce_loss)\n\n\n"
            "if __name__ == '__main__':\n    main()",
            look=True,
        ),
        "behind-main": only(f"if __name__ == '__main__':\n{inside}", either=True),
        "behind-condition": only(f"import sys\n\nif sys.version_info >= (3, 8):\n{inside}"),
        "behind-try": only(f"try:\n{inside}\nexcept ImportError:\n    pass\n"),
        "package-of-one": HandIn({"loss/__init__.py": right.encode()}, loss),
        "relative": HandIn(
            {
                "hw/__init__.py": b"",
                "hw/loss.py": f"from .stable import EPS\n{right}".encode(),
                "hw/stable.py": b"EPS = 1e-12\n",
            },
            loss,
            either=True,
        ),
        "helper-folder": HandIn(
            {
                "helpers/__init__.py": b"",
                "helpers/flat.py": b"def flat(t):\n    return t.flatten()\n",
                "loss.py": b"from helpers.flat import flat\n"
                + right.replace("p.flatten()", "flat(p)").encode(),
            },
            loss,
        ),
        "star-imports": HandIn(
            {
                **s.all(),
                "training.py": b"from logistic import *\nfrom loss import *\nfrom model import *\n"
                + s.right["training"],
            },
            s.names,
        ),
        "exercises-import": HandIn(
            {
                **{f"exercises/{n}": d for n, d in s.all().items()},
                "exercises/training.py": b"from exercises.loss import bce_loss\n"
                + s.right["training"],
            },
            s.names,
            either=True,
        ),
        "settings": HandIn(
            {
                "loss.py": b"import config\nfrom utils import flat\n"
                + right.replace("p.flatten()", "flat(p)").encode(),
                "config.py": b"RATE = 0.1\n",
                "utils.py": b"import config\n\n\ndef flat(t):\n    return t.flatten()\n",
            },
            loss,
        ),
        "one-function-each": HandIn(
            {
                f"E{number:02}_{name}.py": text.encode()
                for number, (name, text) in enumerate(
                    (pair for m in s.names for pair in _functions(s.right[m]).items()), 1
                )
            },
            s.names,
        ),
        "folder-each": HandIn(
            {"E12/main.py": one.encode(), "E13/main.py": two.encode()}, loss, either=True
        ),
        "task-numbers": HandIn(
            {f"task{n}.py": s.right[name] for n, name in enumerate(s.names, 1)}, s.names
        ),
        "code-py": HandIn({"code.py": _together(s).encode()}, s.names),
        "test-py": HandIn({"test.py": _together(s).encode()}, s.names),
        "exercises-py": HandIn({"exercises.py": _together(s).encode()}, s.names),
        "init-py": HandIn({"__init__.py": _together(s).encode()}, s.names, either=True),
        "answer-in-tests": HandIn({**s.stubs(), "test_loss.py": right.encode()}, loss, either=True),
    }


def _drafts(s: Sources) -> dict[str, HandIn]:
    """Several drafts, some of them wrong."""
    right = s.right["loss"]
    wrong, worse = right + WRONG, right.replace(b"p.flatten()", b"p") + WRONG
    every = s.names
    old = {f"old/{n}": d + b"\nraise SystemExit\n" for n, d in s.all().items()}
    loss = ("loss",)
    return {
        "final-folder": HandIn(
            {"draft1/loss.py": wrong, "draft2/loss.py": worse, "final/loss.py": right},
            loss,
            either=True,
        ),
        "numbered-drafts": HandIn(
            {"loss_v1.py": wrong, "loss_v2.py": worse, "loss_final.py": right}, loss, either=True
        ),
        "stub-above-final": HandIn(
            {"loss.py": s.stub["loss"], "final/loss.py": right}, loss, either=True
        ),
        "stub-and-copy": HandIn(
            {"loss.py": s.stub["loss"], "loss copy.py": right}, loss, either=True
        ),
        "old-folder": HandIn(
            {**{f"hw3/{n}": d for n, d in s.all().items()}, **old}, every, either=True
        ),
        "commented-twice": HandIn(
            {"a.py": right, "b.py": b"# the same, with a remark\n" + right}, loss, either=True
        ),
        "built": HandIn(
            {
                **{f"src/{n}": d for n, d in s.all().items()},
                **{f"build/lib/{n}": d for n, d in s.all().items()},
                "hw.egg-info/PKG-INFO": b"Name: hw\n",
                "pyproject.toml": b"[project]\nname = 'hw'\n",
            },
            every,
        ),
        "book-wrong-module-right": HandIn(
            {"loss.py": right, "loss.ipynb": _book([wrong.decode()])}, loss, either=True
        ),
        "backup-of-kit": HandIn(
            {**s.all(), "exercises/.backups/20261120-101112/loss.py": wrong}, every
        ),
    }


def _folders(s: Sources) -> dict[str, HandIn]:
    """What projects, environments and version control put beside the answers."""
    every, loss = s.names, ("loss",)
    library = {"loss.py": b"x = 1\n", "data.py": b"y = 2\n", "training.py": b"def fit():\n    1\n"}

    def with_folder(folder: str, files: Files = library) -> HandIn:
        return HandIn({**s.all(), **{f"{folder}/{n}": d for n, d in files.items()}}, every)

    many = {f"package{n}/data.py": b"z = 3\n" for n in range(800)}
    names = [".gitignore", "requirements.txt", "environment.yml", "Dockerfile", "Makefile"]
    names += ["LICENSE", "uv.lock", "poetry.lock", "pyproject.toml", "setup.cfg", ".editorconfig"]
    repository = {
        "HEAD": b"ref: refs/heads/main\n",
        "config": b"[core]\n",
        "hooks/pre-commit.sample": b"#!/bin/sh\n",
        "objects/ab/cdef": b"x\x01",
        "packed-refs": b"# pack-refs\n",
    }
    return {
        "unmarked-environment": with_folder("env/lib/python3.12/site-packages/torch/nn"),
        "windows-environment": with_folder("hw/Lib/site-packages/torchvision"),
        "conda": with_folder("miniconda3/envs/dl/lib/python3.13/site-packages/x"),
        "node": with_folder("node_modules", many),
        "caches": with_folder(".pytest_cache/v", {"cache/lastfailed": b"{}", "README.md": b"#"}),
        "idea": with_folder(".idea", {"workspace.xml": b"<project/>", "misc.xml": b"<x/>"}),
        "repository": with_folder(".git", repository),
        "only-repository": HandIn({f".git/{n}": d for n, d in repository.items()}, look=True),
        "project-files": HandIn({**s.all(), **dict.fromkeys(names, b"# x\n")}, every),
        "github-zip": HandIn(
            {
                "": zipped(
                    {
                        **{f"hw3-ana-main/{n}": d for n, d in s.all().items()},
                        "hw3-ana-main/README.md": b"# hw3-ana\n",
                        "hw3-ana-main/.github/workflows/classroom.yml": b"name: Autograding\n",
                    }
                )
            },
            every,
        ),
        "runs": HandIn(
            {
                **s.all(),
                "runs/Nov20/events.out.tfevents.1763.ana.1": b"\x18\0\0\0",
                "model.pt": WEIGHTS,
                "history.csv": b"epoch,loss\n1,0.5\n",
                "plots/curve.png": PICTURE,
                "nohup.out": b"epoch 1\n",
            },
            every,
        ),
        "kit-changed": HandIn(
            {
                **s.bundle,
                **{f"exercises/{n}": d for n, d in s.all().items()},
                "exercises/test_loss.py": b"def test_bce_loss():\n    assert True\n",
                "exercises/conftest.py": b"collect_ignore = ['test_plots.py']\n",
                "exercises/unit.toml": s.bundle["exercises/unit.toml"] + b"\n# mine\n",
                "exercises/_kit/terminal.py": b"print('changed')\n",
            },
            every,
            either=True,
        ),
        "kit-changed-loss": HandIn(
            {
                **s.bundle,
                "exercises/loss.py": s.right["loss"],
                "exercises/conftest.py": b"import sys\n",
                "exercises/data.py": s.bundle["exercises/data.py"] + b"\n# next week\n",
            },
            loss,
            either=True,
        ),
        "own-tests": HandIn(
            {
                **s.all(),
                "tests/test_mine.py": b"from loss import bce_loss\n\n\ndef test_it():\n    pass\n",
                "scratch.py": b"import torch\nprint(torch.rand(3))\n",
            },
            every,
        ),
        "shadows-library": HandIn(
            {**s.all(), "random.py": b"def draw():\n    return 4\n"}, every, either=True
        ),
    }


def _beside(s: Sources) -> dict[str, HandIn]:
    """Some exercises answered in Python, the rest elsewhere."""
    loss = ("loss",)
    return {
        "loss-and-pdf": HandIn({"loss.py": s.right["loss"], "E06-E08.pdf": PDF}, loss, look=True),
        "loss-and-link": HandIn(
            {"loss.py": s.right["loss"], "rest.txt": b"https://github.com/ana/hw3\n"},
            loss,
            look=True,
        ),
        "loss-and-broken": HandIn(
            {"loss.py": s.right["loss"], "logistic.py": b"def sigmoid(z:\n    return z\n"},
            loss,
        ),
        "two-books-one-wrong-name": HandIn(
            {
                "loss.ipynb": _book([s.right["loss"].decode()]),
                "aufgabe2.ipynb": _book([s.right["logistic"].decode()]),
            },
            ("loss", "logistic"),
        ),
        "mixed-languages": HandIn(
            {"損失 loss.py": s.right["loss"], "模型.ipynb": _book([s.right["model"].decode()])},
            ("loss", "model"),
        ),
    }


def _encrypted(files: Files) -> bytes:
    """Return a zip that says its members need a password."""
    data = bytearray(zipped(files))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(mark)
        while place >= 0:
            data[place + offset] |= 1
            place = data.find(mark, place + 4)
    return bytes(data)


def _archives(s: Sources) -> dict[str, HandIn]:
    """Archives of every make, whole and broken."""
    every = s.names
    whole = zipped(s.all())
    book = {"work.ipynb": _book([_together(s)])}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_LZMA) as archive:
        for name, data in s.all().items():
            archive.writestr(name, data)
    stub_zip = zipped(s.stubs())
    return {
        "dos-name": HandIn(
            {
                "": zipped({f"M@ller/{n}": d for n, d in s.all().items()}).replace(
                    b"M@ller", b"M\x81ller"
                )
            },
            every,
        ),
        "backslashes": HandIn({"": zipped({f"hw\\{n}": d for n, d in s.all().items()})}, every),
        "umlaut-zip": HandIn({"Übung 3 (Müller).zip": whole}, every),
        "absolute-paths": HandIn(
            {"": zipped({f"/home/ana/hw/{n}": d for n, d in s.all().items()})}, every, either=True
        ),
        "upwards": HandIn(
            {"": zipped({f"../hw/{n}": d for n, d in s.all().items()})}, every, either=True
        ),
        "password": HandIn({"": _encrypted(s.all())}, look=True),
        "password-inside": HandIn({**s.stubs(), "hw.zip": _encrypted(s.all())}, look=True),
        "cut-zip": HandIn({"": whole[:-200]}, look=True),
        "empty-zip": HandIn({"hw.zip": b""}, look=True),
        "login-page": HandIn({"hw.zip": b"<!DOCTYPE html><title>Log in</title>"}, look=True),
        "rar-as-zip": HandIn({"hw.zip": b"Rar!\x1a\x07\x01\x00" + bytes(300)}, look=True),
        "rar": HandIn(
            {**s.stubs(), "Abgabe Müller.rar": b"Rar!\x1a\x07\x00" + bytes(300)}, look=True
        ),
        "lzma-zip": HandIn({"hw.zip": buffer.getvalue()}, every, either=True),
        "tgz": HandIn({"hw.tgz": tarred(s.all())}, every, either=True),
        "gz": HandIn({"loss.py.gz": gzip.compress(s.right["loss"])}, look=True),
        "tar-in-zip": HandIn({"": zipped({"hw.tar.gz": tarred(s.all())})}, look=True),
        "book-in-zips": HandIn({"": zipped({"ana/hw.zip": zipped(book)})}, every, either=True),
        "zip-and-folder": HandIn(
            {"hw.zip": whole, **{f"hw/{n}": d for n, d in s.all().items()}}, every
        ),
        "stubs-in-zip": HandIn({"exercises.zip": stub_zip, **s.all()}, every, either=True),
        "split-zip": HandIn({"hw.z01": whole[:3000], "hw.zip": whole[3000:]}, look=True),
        "zip-per-module": HandIn(
            {f"{n}.zip": zipped({f"{n}.py": s.right[n]}) for n in every}, every, either=True
        ),
        "git-bundle": HandIn({"hw.bundle": b"# v2 git bundle\n" + bytes(200)}, look=True),
        "mac-zip-of-book": HandIn(
            {"": zipped({**book, "__MACOSX/._work.ipynb": b"\0\5\x16\7", ".DS_Store": b"Bud1"})},
            every,
        ),
        "environment-in-zip": HandIn(
            {
                "": zipped(
                    {
                        **{f"hw/{n}": d for n, d in s.all().items()},
                        "hw/venv/pyvenv.cfg": b"home = C:\\Python312\n",
                        **{f"hw/venv/Lib/site-packages/p{n}/loss.py": b"1\n" for n in range(900)},
                    }
                )
            },
            every,
        ),
    }


def _learning_systems(s: Sources) -> dict[str, HandIn]:
    """Names and folders of the systems that files are handed in to."""
    every = s.names
    return {
        "canvas": HandIn({f"smithana_12345_678901_{n}-1.py": s.right[n] for n in every}, every),
        "brightspace": HandIn(
            {
                "index.html": b"<html>Submissions</html>",
                **{
                    f"18234-55512 - Ana Smith - Nov 20, 2026 1105 PM - {n}.py": s.right[n]
                    for n in every
                },
            },
            every,
        ),
        "blackboard": HandIn(
            {
                "HW3_ana_attempt_2026-11-20-10-11-12.txt": b"Name: Ana Smith (ana)\nFiles:\n",
                **{f"HW3_ana_attempt_2026-11-20-10-11-12_{n}.py": s.right[n] for n in every},
            },
            every,
        ),
        "google-classroom": HandIn({f"Ana Smith - {n}.py": s.right[n] for n in every}, every),
        "gradescope": HandIn(
            {
                "metadata.yml": b"---\nsubmission_1:\n",
                **{f"submission_1/{n}": d for n, d in s.all().items()},
            },
            every,
        ),
        "teams": HandIn(
            {
                **{f"Working files/{n}": d for n, d in s.all().items()},
                **{f"Submitted files/Version 2/{n}": d for n, d in s.all().items()},
            },
            every,
        ),
        "moodle-note": HandIn({**s.all(), "onlinetext.html": b"<p>see my files</p>"}, every),
        "moodle-text": HandIn(
            {
                "onlinetext.html": b"<p>def bce_loss(p, y):<br />&nbsp; &nbsp; return p</p>",
                **s.stubs(),
            },
            look=True,
        ),
        "packed": HandIn(
            {
                "autograd-answers.zip": zipped({**s.all(), "submission.json": b"{}"}),
            },
            every,
        ),
        "packed-twice": HandIn(
            {
                "autograd-answers.zip": zipped({**s.stubs(), "submission.json": b"{}"}),
                "autograd-answers (1).zip": zipped({**s.all(), "submission.json": b"{}"}),
            },
            every,
            either=True,
        ),
    }
