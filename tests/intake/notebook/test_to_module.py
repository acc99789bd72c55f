"""A notebook as a module: what it defines is found, and a definition fails alone."""

import pytest
from helpers.notebooks import counted_parsing, notebook_of, read_module, run_module
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.intake.notebook.parser import PARSE_CHARS, Parser
from grader.intake.notebook.to_module import read_notebook
from grader.messages.catalogues import load_language


def test_clean_notebook_needs_no_repair():
    """Nothing is said where nothing was done; code at the top is for trying out and not taken."""
    source, notes = read_module(
        ("markdown", "# Loss\n\nSome *prose*."),
        "import torch\nEPS = 1e-7\n",
        "def loss(p):\n    return p + EPS",
        "x = torch.zeros(3)\nprint(loss(x))\nassert loss(1) > 1",
    )

    assert notes == []
    assert "print" not in source
    assert "zeros" not in source
    assert run_module(source)["loss"](1) == 1 + 1e-7


PLUS_ONE = "def f():\n    return 1"
OF_STUDENTS = {
    "a heading merged into it": [f"## E13 · It's the loss\n\nRead *this*: first.\n\n{PLUS_ONE}"],
    "prose typed above it": [f"The loss\n\nIt isn't hard.\n{PLUS_ONE}"],
    "timed": [f"%%time\n{PLUS_ONE}"],
    "timed with options": [f"%%timeit -n 10 -r 1\n{PLUS_ONE}"],
    "output captured": [f"%%capture out\n{PLUS_ONE}"],
    "an unknown cell magic": [f"%%memit\n{PLUS_ONE}"],
    "installing": [f"!pip install -q torch 2>&1 | tail -1\n{PLUS_ONE}"],
    "a shell line with an open quote": [f"!echo \"it's\n{PLUS_ONE}"],
    "uploading in Colab": [
        f"from google.colab import files\nuploaded = files.upload()\n{PLUS_ONE}"
    ],
    "a drive in Colab": [
        f"from google.colab import drive\ndrive.mount('/content/drive')\n%cd /content\n{PLUS_ONE}"
    ],
    "a form in Colab": [f'#@title Run me {{ display-mode: "form" }}\n{PLUS_ONE}'],
    "pasted into markdown": [("markdown", f"Mine:\n\n```python\n{PLUS_ONE}\n```\n\nIt's done.")],
    "pasted into a list": [
        ("markdown", "1. Mine:\n\n    ```python\n    def f():\n        return 1\n    ```\n")
    ],
    "pasted with an indent": [
        ("markdown", "Mine is:\n\n    def f():\n        return 1\n\nthat's all")
    ],
    "copied with prompts": [">>> def f():\n...     return 1\n"],
    "copied with IPython's prompts": ["In [3]: def f():\n   ...:     return 1\n"],
    "copied from a chat": [f"\ufeff{PLUS_ONE}".replace("    ", "\u00a0\u00a0\u00a0\u00a0")],
    "an answer below the stub": [f"def f():\n    raise NotImplementedError()\n\n{PLUS_ONE}"],
    "a stub below the answer": [f"{PLUS_ONE}\n\ndef f():\n    raise NotImplementedError()"],
    "a method added later": [
        "class A:\n    pass",
        "def go(self):\n    return 1\nA.go = go",
        "def f():\n    return A().go()",
    ],
    "a partial as answer": [
        "from functools import partial\ndef g(k):\n    return k\nf = partial(g, k=1)",
        "def f():\n    raise NotImplementedError()",
    ],
    "awaiting at the top": [f"answer = await g()\n{PLUS_ONE}"],
    "a pasted traceback": [
        f"{PLUS_ONE}\n\nTraceback (most recent call last):\nNameError: name 'x' is not defined"
    ],
    "checked in its own cell": [f"{PLUS_ONE}\nkit.check('E13')"],
    "cut in two around a trial, below what returns nothing": [
        "def g(x):\n    x.clear()",
        "def f():\n    one = 1",
        "1 / 0",
        "    return one",
    ],
    "a heading inside the fence of a cut answer": [
        ("markdown", "Mine:\n\n```python\nRead *this* first.\n\ndef f():\n    one = 1\n"),
        ("markdown", "    return one\n```\n\nIt's it."),
    ],
    "two versions": ["def f():\n    return 2", PLUS_ONE],
}


@pytest.mark.parametrize("cells", OF_STUDENTS.values(), ids=OF_STUDENTS)
def test_what_students_do_to_a_solution_cell_costs_nothing(cells):
    """One by one, as seen in courses; the module as handed out asks for one function."""
    source, _ = read_module(*cells, given=b"def f():\n    raise NotImplementedError()\n")

    assert run_module(source)["f"]() == 1


@pytest.mark.parametrize(
    ("cells", "note"),
    [
        (
            ["def f():\n    return 1", "def f():\n    raise NotImplementedError()"],
            "F is also defined in cell 2; the definition in cell 1 counts, the last complete one.",
        ),
        (["def f():\n    return 2", "def f():\n    return 1"], "the definition in cell 2 counts"),
        (
            ["def f():\n    x = 1\n    raise NotImplementedError", "def f():\n    return 1"],
            "the definition in cell 2 counts",
        ),
        (
            ["def f():\n    return 1", "def f():\n    x = 2\n    raise NotImplementedError"],
            "the definition in cell 1 counts",
        ),
        (["def f():\n    return 1"] * 2, "f is defined 2 times, each time the same."),
        ([("markdown", "def f():\n    return 1")], "f was taken from cell 1, which is not a code"),
        ([("raw", "def f():\n    return 1")], "f was taken from cell 1, which is not a code cell."),
        (
            [("raw", "def f():\n    return 1"), "def f():\n    pass"],
            "f is also defined in cell 2; the definition in cell 1 counts",
        ),
        (
            ["def f():", "    return 1"],
            "Cells 1 and 2 were read as one: a definition goes on from cell to cell.",
        ),
        (
            ["def f(\n", "    x=1\n):", "    return x"],
            "Cells 1, 2 and 3 were read as one: a definition goes on from cell to cell.",
        ),
        (["%matplotlib inline\ndef f():\n    return 1", "!pip install torch\nls?"], None),
        (["%%time\ndef f():\n    return 1"], None),
        (
            ["def f():\n    return 1\nprint 'x'"],
            "Cell 1 does not parse (line 1: Missing parentheses in call to 'print'. Did you mean "
            "print(...)?); the parts that parse were taken.",
        ),
        (["f = lambda: ONE", "ONE = 1"], None),
        (["def f(x=ONE):\n    return x", "ONE = 1"], "ONE was moved up to where it is needed."),
        (["get_ipython().run_line_magic('x', '')\ndef f():\n    return 1"], None),
        (["if __name__ == '__main__':\n    def f():\n        return 1"], None),
        (["    def f():\n        return 1"], None),
        (
            ["def f():\n    display(1)\n    return 1"],
            "display is Jupyter's own and does nothing here.",
        ),
        (
            ["one = int('1')", "def f():\n    return one"],
            "one in cell 1 is computed; it was taken because a definition uses it.",
        ),
        (["f = 3", "def f():\n    return 1", "f = f() + 1", "f = 7"], None),
        (["1 / 0", "def f():\n    return 1", "undefined()", "while True: pass"], None),
        (["import no_such_package as n", "def f():\n    return 1"], None),
        (["@undefined\ndef g(): return 1", "def f():\n    return 1"], None),
        (["def f() -> Tensor:\n    return 1"], None),
        (["from __future__ import annotations\ndef f():\n    return 1"], None),
        (["%%bash\nls", "%%html\n<b>", "%%writefile f.py\ndef f():\n    return 1"], None),
        (["def f():\n    '''\n%time\n    '''\n    return 1"], None),
        (
            ["def f():\n    %time x = 1\n    return 1"],
            "lines in definitions were left out (cell 1).",
        ),
        (["x = len('ab')", "y = x", "area = x * 2", "def f():\n    return 1", "z = f"], None),
        (
            ["x = len('a')", "two = x * 2", "def f():\n    return two - 1"],
            "x in cell 1 is computed",
        ),
        (["def f():\n    return 2", "g = lambda: 1", "f = g"], "the definition in cell 3 counts"),
        (["def f():\n    return 1", "x = len('a')", "f = x"], None),
        (["class A:\n    one = 1", "class A(A):\n    pass", "def f():\n    return A.one"], "A is"),
        (
            ["try:\n    import numpy as np\nexcept ImportError:\n    np = 0\ndef f(): return 1"],
            None,
        ),
    ],
)
def test_one_repair(cells, note):
    """Each kind of damage by itself: the answer is 1, and what was repaired is said."""
    source, notes = read_module(*cells)

    assert run_module(source)["f"]() == 1
    if note is None:
        assert notes == []
    else:
        assert note.lower() in " ".join(notes).lower()


def test_definition_that_does_not_parse_tells_its_caller():
    """Only this exercise is lost, and its author reads why."""
    source, notes = read_module(
        "def f(x:\n    return 1\n\ndef g():\n    return 2", "class K:\n  x = = 1"
    )
    space = run_module(source)

    assert space["g"]() == 2
    with pytest.raises(SyntaxError, match=r"cell 1 does not parse \(line 1: '\(' was never closed"):
        space["f"](1)
    with pytest.raises(SyntaxError, match="cell 2 does not parse"):
        space["K"]()
    assert "f in cell 1 does not parse (line 1: '(' was never closed)." in notes


def test_definition_that_cannot_be_made_fails_alone():
    """As in a notebook: the error is the one that the cell would have shown."""
    source, _ = read_module(
        "import math\nclass K(math.Missing):\n    pass", "def f():\n    return 1"
    )
    space = run_module(source)

    assert space["f"]() == 1
    with pytest.raises(AttributeError, match="Missing"):
        space["K"]()


def test_text_inside_strings_is_not_indented_by_a_guard():
    """A guard moves code to the right, never the lines of a string."""
    source, _ = read_module(
        'def deco(f):\n    return f\n@deco\ndef f():\n    return """a\nb\n  c"""'
    )

    assert run_module(source)["f"]() == "a\nb\n  c"


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text(max_size=80) | st.sampled_from(["def f(", "'''", "%%x", "\ud800", "\0"])))
def test_any_text_in_cells_is_a_notebook(cells):
    """Whatever stands in the cells, what comes out is a module that Python can compile."""
    source, notes = read_notebook(notebook_of(*cells), "a\n.ipynb")

    compile(source, "loss.py", "exec")
    assert all("\n" not in note for note in map(str, notes))


@pytest.mark.parametrize(
    "cell", ["(" * 5000, "-" * 50_000 + "1", "[" * 150 + "]" * 150, "def f(:\n" * 3000, "'''\n" * 9]
)
def test_hostile_cells_are_bounded(cell):
    """Deep nesting and text that never parses end soon, with a module."""
    source, _ = read_notebook(notebook_of(cell, "def f():\n    return 1"), "loss.ipynb")

    assert run_module(source)["f"]() == 1


def test_notes_are_bounded():
    """Forty broken definitions do not fill a page."""
    _, notes = read_module("def ok():\n    return 1", *(f"def f{n}(:\n    pass" for n in range(40)))

    assert len(notes) == 25
    assert notes[-1] == "There are 56 more such notes."


def test_parser_has_a_budget():
    """A notebook cannot buy hours of parsing; what was looked at before counts."""
    cells = [f"def g{number}(x=(\n" for number in range(1900)]
    with counted_parsing() as parsed:
        source, notes = read_module("def f():\n    return 1", *cells)

    assert sum(map(len, parsed)) < PARSE_CHARS
    assert run_module(source)["f"]() == 1
    assert "Too much of it does not parse; some cells were not read." in notes
    assert Parser().parse("#" * (513 << 10)) is None


def test_invisible_characters_are_left_out_and_said():
    """Copying from a page or a chat leaves marks of no width, which Python refuses."""
    source, notes = read_module("def f():\n    return\u200b 1")

    assert run_module(source)["f"]() == 1
    assert notes == ["Invisible characters in cell 1 were left out."]


def test_definition_that_is_too_long_to_parse_tells_its_caller():
    """The parser's limits are said as a reason like any other."""
    parser = Parser()
    text = "#" * (513 << 10)

    assert parser.parse(text) is None
    assert parser.why_not(text).text == "too much to look through"


@pytest.mark.parametrize(
    ("cells", "note"),
    [
        (
            ["def f(x):", "    return x"],
            "loss.ipynb：单元格 1 和 2 已合并读取：有一个定义跨越了这些单元格。",
        ),
        (
            ["def f():\n    !ls\n    return 1"],
            "loss.ipynb：定义中的魔法命令和 shell 命令被略去（单元格 1）。",
        ),
        (
            ["def f():\n    return\u200b 1"],
            "loss.ipynb：单元格 1 中的不可见字符被略去。",
        ),
        (
            ["def f():\n    return 1", "def f():\n    return 2"],
            "loss.ipynb：f 在单元格 1 中也有定义；以单元格 2 中的为准，它是最后一个写完整的。",
        ),
    ],
)
def test_note_is_chinese_as_a_whole(cells, note):
    """The cells that a note names are translated, at the start of a sentence too."""
    (found,) = read_notebook(notebook_of(*cells), "loss.ipynb")[1]

    assert load_language("zh").message(found) == note
