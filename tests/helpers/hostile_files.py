"""Files that would cost a careless reader much: text that grows, nests, repeats or never ends."""

import io
import json
import zipfile
from collections.abc import Callable, Sequence

#: The module as handed out, to which these files are said to be answers.
GIVEN = b"def double(x):\n    raise NotImplementedError\n"
DOUBLE = "def double(x):\n    return 2 * x\n"

Make = Callable[[int], bytes]


def cells(texts: Sequence[str], kind: str = "code") -> bytes:
    """Return a notebook with these cells."""
    parts = [{"cell_type": kind, "source": text, "metadata": {}, "outputs": []} for text in texts]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": parts}).encode()


def cell(text: str) -> bytes:
    """Return a notebook with one code cell."""
    return cells([text])


def each(form: str, count: int) -> list[str]:
    """Return a text for each number, which stands for ``N``, and ``M`` for the next one."""
    return [form.replace("N", str(n)).replace("M", str(n + 1)) for n in range(count)]


def many(form: str, count: int) -> str:
    return "".join(each(form, count))


def zipped(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def output(data: bytes) -> bytes:
    """Return a notebook with *data* among its outputs."""
    return cell(DOUBLE).replace(b'"outputs": []', b'"outputs": [{"data": ' + data + b"}]")


#: One code cell, made of a size.
CODE: dict[str, Callable[[int], str]] = {
    "sum of ones": lambda n: f"x = {'+'.join('1' * n)}",
    "attribute chain": lambda n: f"x = a{'.b' * n}",
    "attribute chain as base": lambda n: f"class A(a{'.b' * n}): pass",
    "call chain": lambda n: f"x = f{'()' * n}",
    "elif chain": lambda n: "if a:\n    x = 1\n" + "elif b:\n    x = 2\n" * n,
    "nested lambdas": lambda n: "x = " + "lambda: " * n + "1",
    "decorated function": lambda n: "@functools.cache\ndef f():\n" + "    1\n" * n,
    "line of blanks": lambda n: f"x = = 1\n{' ' * n}y",
    "line of names": lambda n: f"x = = 1\n{'a.' * (n // 2)}y",
    "no magic": lambda n: f"x = = 1\n{'a' * n}= b",
    "brackets": lambda n: f"x = {'(' * n}{')' * n}",
    "open brackets": lambda n: "(\n" * n,
    "open brackets, broken": lambda n: "f(\n" * 47 + "1\n" * n + "= =\n",
    "brackets closed and opened": lambda n: "x = (\n" + "1)(\n" * n,
    "open quotes": lambda n: "'''\n" * (2 * n + 1),
    "broken statements": lambda n: "x = = 1\n" * n,
    "broken definitions": lambda n: many("def fN(:\n    pass\n", n),
    "backslashes": lambda n: "x = 1 + \\\n" * n + "1",
    "backslashes, broken": lambda n: "x = = 1 + \\\n" * n + "1",
    "long string": lambda n: f"x = '{'a' * n}'",
    "long number": lambda n: f"x = 0x{'f' * n}",
    "many lines in a string": lambda n: f"@f\ndef g():\n    '''{'a' * 2}\n" * 1 + "a\n" * n + "'''",
    "list of names": lambda n: f"x = [{'a,' * n}]",
    "list of names, broken": lambda n: f"x = [{'a,' * n}]\n= =",
    "one line of statements": lambda n: "a=1;" * n,
    "statements": lambda n: "a = 1\n" * n,
    "chain of constants": lambda n: (
        f"x0 = f()\n{many('xM = xN' + chr(10), n)}def double(x):\n x{n}"
    ),
    "functions of one name": lambda n: DOUBLE * n,
    "wrappers of one name": lambda n: (
        DOUBLE + "double = f(double)\ndef double(x, y=double):\n    return 1\n" * n
    ),
    "functions": lambda n: many("def fN(x):\n    return fM(x)\n", n),
    "late names": lambda n: (
        f"x = [{many('fN,', n)}]\n{many('def fN():' + chr(10) + ' 1' + chr(10), n)}"
        "def double(y):\n    return x[0]\n"
    ),
    "class of methods": lambda n: "class A:\n" + many(" def fN(s):1\n", n),
    "string of fields": lambda n: f"x = f'{'{a}' * n}'",
    "lines in brackets": lambda n: f"x = f({chr(10) * n}{many('a.b(N),', n)}{chr(10) * n})",
    "decorators": lambda n: "@f(1)\n" * n + "def g():\n" + "    1\n" * n,
    "nested functions": lambda n: (
        "".join(f"{' ' * d}def f{d}():\n" for d in range(min(n, 90))) + " " * 90 + "1\n"
    ),
    "lambdas": lambda n: f"x = [{many('lambda:aN,', n)}]",
}

#: Cells of one notebook, made of a size.
CELLS: dict[str, Callable[[int], Sequence[str]]] = {
    "cells": lambda n: each("xN = 1", n),
    "cells of functions": lambda n: each("def fN(x):\n    x", n),
    "indented cells": lambda n: ["def f(x):\n    x = 1", "    y = x"] * (n // 2),
    "indented cells of their own": lambda n: (
        each("def fN(x):\n    x = 1", n // 2) + each("    yN = x", n // 2)
    ),
    "broken cells": lambda n: each("xN = (", n),
    "broken functions": lambda n: each("def fN(x:\n    return", n),
    "open functions": lambda n: each("def fN(x=(", n),
}

#: Cells of text in one notebook.
TEXTS: dict[str, Callable[[int], Sequence[str]]] = {
    "prose": lambda n: ["It's a text, isn't it? def f(x): (1\n" * 10] * n,
    "fences": lambda n: ["```\ndef f(x):\n    return (\n```\nNow:\n" * n],
    "examples in text": lambda n: each("def fN(x):\n    return fM(x)\n", n),
}

#: Other notebooks, as bytes.
BOOKS: dict[str, Make] = {
    "outputs": lambda n: output(b"[" + b'{"a": 1}, ' * (n // 10) + b"0]"),
    "lists": lambda n: b'{"cells": [' + b"[]," * (n // 3) + b"[]]}",
    "nested lists": lambda n: b'{"cells": ' + b"[" * n + b"]" * n + b"}",
    "pictures": lambda n: output(b'"' + b"A" * n + b'"'),
    "open string": lambda n: b'{"cells": ["' + b'\\"' * (n // 2),
}

NOTEBOOKS: dict[str, Make] = {
    **{name: lambda n, make=make: cell(make(n)) for name, make in CODE.items()},
    **{name: lambda n, make=make: cells(make(n)) for name, make in CELLS.items()},
    **{name: lambda n, make=make: cells(make(n), "markdown") for name, make in TEXTS.items()},
    **BOOKS,
}

#: Modules that may be notebooks saved as scripts.
SCRIPTS: dict[str, Make] = {
    "script of cells": lambda n: b"# %%\nx = 1\n" * n,
    "script of empty cells": lambda n: b"# %%\n" * n,
    "jupytext heads": lambda n: b"# ---\n# jupyter:\n" * n,
    "comments below a head": lambda n: b"# ---\n# jupyter:\n" + b"#\n" * n + b"x",
    "plain": lambda n: b"x = 1\n" * n,
}

#: Zips of one student.
ZIPS: dict[str, Make] = {
    "zip of helpers": lambda n: zipped({"shapes.py": b""} | {f"h{i}.py": b"" for i in range(n)}),
    "zip of folders": lambda n: zipped({"shapes.py": b""} | {f"d{i}/h.py": b"" for i in range(n)}),
    "zip of copies": lambda n: zipped({f"d{i}/shapes.py": DOUBLE.encode() for i in range(n)}),
    "zip of notebooks": lambda n: zipped(
        {f"n{i}.ipynb": NOTEBOOKS["list of names"](50_000) for i in range(n)}
    ),
}

#: Gradescope's metadata of a class.
METADATA: dict[str, Make] = {
    "entries": lambda n: b"submission_1:\n  :submitters:\n  - :name: Ada\n" * n,
    "submitters": lambda n: b"submission_1:\n  :submitters:\n" + b"  - :name: Ada\n" * n,
    "blanks in a line": lambda n: b" " * n + b"x" + b" " * n + b"\n",
    "anchors": lambda n: b"submission_1:\n  :created_at: " + b"&a " * n + b"\n",
    "words": lambda n: b"a" * n + b"\n" + b"-" * n + b"\n",
}
