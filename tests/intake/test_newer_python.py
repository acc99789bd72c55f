"""What a newer Python knows is named, with both versions, and nothing else is."""

import sys

import pytest

from grader.intake.newer_python import newer_python

OWN = ".".join(map(str, sys.version_info[:2]))
NEWER = [
    ("type X = int\n", 1, "a type statement", (3, 12)),
    ("type Pair[T] = tuple[T, T]\n", 1, "a type statement", (3, 12)),
    ("x = 1\ndef f[T](a: T) -> T:\n    return a\n", 2, "a list of type parameters", (3, 12)),
    ("class C[T: (int, str), *Ts]:\n    pass\n", 1, "a list of type parameters", (3, 12)),
    ("def f[T = int](a):\n    pass\n", 1, "a default of a type parameter", (3, 13)),
    ('x = f"{", ".join(["a"])}"\n', 1, "this f-string", (3, 12)),
    ("y = f'{x['a']!r:>{w}} {{b}} {c}'\n", 1, "this f-string", (3, 12)),
    ('w = f"{\n a # c\n}"\n', 1, "this f-string", (3, 12)),
    ("try:\n    x\nexcept A, B:\n    x\n", 3, "except without parentheses", (3, 14)),
    ('!pip install x\nt"{x}"\n', 2, "a template string", (3, 14)),
    ("from itertools import batched\n", 1, "itertools.batched", (3, 12)),
    ("import itertools as it\n\nit.batched(x, 2)\n", 3, "itertools.batched", (3, 12)),
    ("from typing import override\n", 1, "typing.override", (3, 12)),
    ("from copy import replace\n", 1, "copy.replace", (3, 13)),
    ("import annotationlib\n", 1, "annotationlib", (3, 14)),
    ("from string.templatelib import Template\n", 1, "string.templatelib.Template", (3, 14)),
]


@pytest.mark.parametrize(("text", "line", "what", "version"), NEWER)
def test_newer_syntax_and_names_are_named(text, line, what, version):
    """Where, what, and the least Python that knows it."""
    if version <= sys.version_info[:2]:
        pytest.skip("this Python knows it")

    said = newer_python(text, "loss.py")

    wanted = ".".join(map(str, version))
    assert said is not None
    assert said.text == (
        f"loss.py, line {line}: {what} needs Python {wanted}; submissions run on Python {OWN} here."
    )


@pytest.mark.parametrize(
    "text",
    [
        "x = 1\n",
        "x = (\n",
        "def f(:\n",
        'print "a"\n',
        "try:\n    x\nexcept A, e:\n    print e\n",
        'x = f"{a b}"\n',
        'x = f"{x + }"\n',
        "s = f'{a}' 'b\n",
        "type(x)\ndef f(\n",
        "def f[T](a:\n    return (\n",
        "batched = 1\nimport itertools\nitertools.chain\n",
        "from mine import batched\n",
    ],
)
def test_plain_mistakes_are_not_taken_for_a_newer_python(text):
    """It is claimed only if the rest of the text is right."""
    assert newer_python(text, "loss.py") is None
