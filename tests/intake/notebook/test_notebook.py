"""Notebooks: a student's definitions are found by name, whatever became of the cells."""

import ast
import csv
import json
import random
import subprocess
import sys
import time
import zipfile
from functools import cache
from pathlib import Path

import pytest
from helpers.courses import REPOSITORY, TOY
from helpers.judged import earned, task
from helpers.mangling import MANGLES, Part, mangled, right_notebook, saved
from helpers.notebooks import book
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from grader.course.solution_markers import find_answers, stub_text
from grader.errors import GraderError, NotebookRefused, SubmissionRefused
from grader.intake import Refusal, Submission, read_submissions, wanted_of
from grader.intake.layout import MOST_COPIES
from grader.intake.notebook.cells import MAX_CELLS
from grader.intake.notebook.parser import Parser
from grader.intake.notebook.to_module import read_notebook
from grader.text import clean

MODULES = ("data", "gradients", "logistic", "loss", "model", "optimizer", "plots", "training")
SOLUTIONS = REPOSITORY / "solutions"
STUBS = {module: (REPOSITORY / "exercises" / f"{module}.py").read_bytes() for module in MODULES}


def read(*cells: str | tuple[str, str], given: bytes = b"") -> tuple[str, list[str]]:
    """Return the module and the notes of a notebook, each note without the file's name."""
    source, notes = read_notebook(book(*cells), "loss.ipynb", given)
    ast.parse(source)
    assert all(note.startswith("loss.ipynb: ") and clean(note) == note for note in notes)
    return source.decode(), [note.removeprefix("loss.ipynb: ") for note in notes]


def run(source: str | bytes) -> dict[str, object]:
    """Return what a module defines; only for sources written in this file."""
    space: dict[str, object] = {"__name__": "loss"}
    exec(compile(source, "loss.py", "exec", dont_inherit=True), space)
    return space


def definitions(source: str | bytes) -> dict[str, str]:
    """Return every function and class as its tree, docstrings aside."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        first = body[0] if isinstance(body, list) and body else None
        if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
            del body[0]
    found = {}
    for node in tree.body:
        for inner in node.body if isinstance(node, ast.Try) else [node]:
            if isinstance(inner, ast.FunctionDef | ast.ClassDef):
                found[inner.name] = ast.dump(inner)
    return found


@cache
def right(module: str) -> tuple[tuple[Part, ...], dict[str, str]]:
    """Return the cells of a module's right notebook, and what its solution defines."""
    solution = SOLUTIONS / f"{module}.py"
    return tuple(right_notebook(solution)), definitions(solution.read_text())


# ---- Whatever happens to the cells -------------------------------------------------------


@settings(
    max_examples=1200, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
@given(
    module=st.sampled_from(MODULES),
    chosen=st.lists(st.integers(0, len(MANGLES) - 1), min_size=1, max_size=5, unique=True),
    seed=st.integers(0, 10**6),
    version=st.sampled_from([3, 4]),
)
@example(module="gradients", chosen=[1, 3, 11, 12, 4], seed=7623, version=3)
@example(module="model", chosen=[0, 3, 5, 10, 11], seed=13, version=4)
def test_mangled_notebook_keeps_every_definition(module, chosen, seed, version):
    """Cells may be deleted, copied, cut, joined, shuffled, retyped, renamed: nothing is lost."""
    rng = random.Random(seed)
    cells, wanted = right(module)
    parts = mangled(list(cells), chosen, rng)

    source, _ = read_notebook(saved(parts, rng, version), "x.ipynb", STUBS[module])

    found = definitions(source)
    assert {name: found.get(name) for name in wanted} == wanted


def test_mangled_notebooks_keep_their_score(pool, course):
    """Judged in the box, 32 mangled notebooks earn what the untouched module earns."""
    tasks, worth = [], []
    for number in range(32):
        rng = random.Random(number)
        module = MODULES[number % len(MODULES)]
        chosen = rng.sample(range(len(MANGLES)), 4)
        parts = mangled(list(right(module)[0]), chosen, rng)
        source, _ = read_notebook(saved(parts, rng), f"{module}.ipynb", STUBS[module])
        own = [exercise for exercise in course.unit.exercises if exercise.module == module]
        files = {f"{module}.py": source}
        # A module may use its neighbours, as exercises build on one another.
        files |= {
            f"{other}.py": (SOLUTIONS / f"{other}.py").read_bytes()
            for other in MODULES
            if other != module
        }
        tasks.append(task(number, files, tuple(exercise.id for exercise in own)))
        worth.append(sum(exercise.points for exercise in own))

    scores = {judged.number: earned(judged) for judged in pool.judge(tasks)}

    assert [scores[number] for number in range(32)] == pytest.approx(worth)


def test_clean_notebook_needs_no_repair():
    """Nothing is said where nothing was done; code at the top is for trying out and not taken."""
    source, notes = read(
        ("markdown", "# Loss\n\nSome *prose*."),
        "import torch\nEPS = 1e-7\n",
        "def loss(p):\n    return p + EPS",
        "x = torch.zeros(3)\nprint(loss(x))\nassert loss(1) > 1",
    )

    assert notes == []
    assert "print" not in source
    assert "zeros" not in source
    assert run(source)["loss"](1) == 1 + 1e-7


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
    source, _ = read(*cells, given=b"def f():\n    raise NotImplementedError()\n")

    assert run(source)["f"]() == 1


@pytest.mark.parametrize(
    "text",
    [
        "#!/usr/bin/env python\n# coding: utf-8\n\n# # Loss\n\n# In[1]:\n\n\nimport kit\n\n"
        "get_ipython().run_line_magic('matplotlib', 'inline')\n\n\n# In[ ]:\n\n\n"
        f"{PLUS_ONE}\n\n\n# In[3]:\n\n\nkit.check('E13')\n",
        "# ---\n# jupyter:\n#   jupytext:\n#     formats: ipynb,py:light\n# ---\n"
        f"\n# # Loss\n\nimport kit\n# %matplotlib inline\n\n# +\n{PLUS_ONE}\n# -\n\nf().boom\n",
        f"# %% [markdown]\n# # Loss\n\n# %%\nimport kit\n\n# %%\n{PLUS_ONE}\n\n#%%\nfit(forever)\n",
    ],
    ids=["jupyter", "jupytext", "cells of an editor"],
)
def test_notebook_saved_as_a_script_is_read_as_a_notebook(alice, course, text):
    """What was for trying out does not stop it; the note says how it was read."""
    put(alice / "loss.py", text.replace("\n", "\r\n").encode())

    found = submission(alice, course)

    assert run(found.files["loss.py"])["f"]() == 1
    assert "loss.py is a notebook saved as a script and was read as one." in found.notes


def test_ordinary_module_is_taken_as_it_is(alice, course):
    """A comment is no mark of a cell."""
    text = b"# In [1] we trust\n# 100 %% sure\nX = print\n"
    put(alice / "loss.py", text)

    assert submission(alice, course).files["loss.py"] == text


@pytest.mark.parametrize(
    ("solved", "untouched"),
    [
        ("loss (1).ipynb", ["loss.ipynb"]),
        ("loss-Copy1.ipynb", ["loss.ipynb"]),
        ("work/loss.ipynb", ["loss.ipynb"]),
        ("mine/loss.ipynb", ["given/loss.ipynb"]),
        ("loss (2).ipynb", ["loss (1).ipynb", "loss (3).ipynb"]),
        ("Copy of loss.ipynb", ["loss.ipynb", "loss (1).ipynb"]),
    ],
)
def test_solved_copy_beside_untouched_ones_counts(alice, course, solved, untouched):
    """Whatever it is called: the student worked on one of them, and which is said."""
    for path in untouched:
        put(alice / path, book((REPOSITORY / "exercises" / "loss.py").read_text()))
    put(alice / solved, book(ANSWER))

    found = submission(alice, course)

    assert b"return p" in found.files["loss.py"]
    assert any("Nothing is written in" in note for note in found.notes)


def test_copies_beyond_number_are_not_looked_into(alice, course):
    """A folder of copies cannot buy hours of reading; it is ambiguous and says so."""
    for number in range(MOST_COPIES + 1):
        put(alice / f"loss ({number}).ipynb", book(ANSWER if number == 7 else "x = 1"))

    found = submission(alice, course)

    assert "loss.py" not in found.files
    assert any("could be it; none was read" in note for note in found.notes)


def test_one_notebook_for_everything_is_every_module(alice, course):
    """All exercises in a notebook of the student's own."""
    put(alice / "final.ipynb", book(ANSWER, "def sigmoid(z):\n    return z"))

    found = submission(alice, course)

    assert {"loss.py", "logistic.py"} <= set(found.files)


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
    source, notes = read(*cells)

    assert run(source)["f"]() == 1
    if note is None:
        assert notes == []
    else:
        assert note.lower() in " ".join(notes).lower()


def test_definition_that_does_not_parse_tells_its_caller():
    """Only this exercise is lost, and its author reads why."""
    source, notes = read("def f(x:\n    return 1\n\ndef g():\n    return 2", "class K:\n  x = = 1")
    space = run(source)

    assert space["g"]() == 2
    with pytest.raises(SyntaxError, match=r"cell 1 does not parse \(line 1: '\(' was never closed"):
        space["f"](1)
    with pytest.raises(SyntaxError, match="cell 2 does not parse"):
        space["K"]()
    assert "f in cell 1 does not parse (line 1: '(' was never closed)." in notes


def test_definition_that_cannot_be_made_fails_alone():
    """As in a notebook: the error is the one that the cell would have shown."""
    source, _ = read("import math\nclass K(math.Missing):\n    pass", "def f():\n    return 1")
    space = run(source)

    assert space["f"]() == 1
    with pytest.raises(AttributeError, match="Missing"):
        space["K"]()


def test_text_inside_strings_is_not_indented_by_a_guard():
    """A guard moves code to the right, never the lines of a string."""
    source, _ = read('def deco(f):\n    return f\n@deco\ndef f():\n    return """a\nb\n  c"""')

    assert run(source)["f"]() == "a\nb\n  c"


def test_lost_imports_and_helpers_come_from_the_module_as_handed_out():
    """A locked cell that a student deleted costs nothing."""
    given = b"import math\nSCALE = 2\ndef helper(x):\n    return x * SCALE\ndef f(x):\n    pass\n"

    source, notes = read("def f(x):\n    return helper(math.floor(x))", given=given)

    assert run(source)["f"](1.5) == 2
    assert sorted(notes) == [
        f"{name} was taken from the module as handed out; its cell is gone."
        for name in ("SCALE", "helper", "math")
    ]


def test_examples_in_the_text_are_nobodys_answer():
    """Prose with a function in it is no damage where it is known what is asked for."""
    prose = ("markdown", "Compare:\n\n```python\ndef example(x):\n    return x\n```")

    source, notes = read(prose, "def f():\n    return 1", given=b"def f():\n    pass\n")

    assert "example" not in source
    assert notes == []


HELPER = "x = len('ab')\ny = x + 1\ndef example():\n    return y"


def test_values_of_an_example_are_not_taken():
    """Computing them may take hours, and nothing that is asked for uses them."""
    source, notes = read(HELPER, "def f():\n    return 1", given=b"def f():\n    pass\n")

    assert "example" in source
    assert not {"x", "y"} & set(run(source))
    assert notes == []


@pytest.mark.parametrize(
    "user",
    [
        "def f():\n    return example() - 2",
        "def helper():\n    return example() - 2\ndef f():\n    return helper()",
        "def deco(g):\n    return lambda: g() - 2\n@deco\ndef f():\n    return example()",
        "class A:\n    pass\nA.go = example\ndef f():\n    return A.go() - 2",
        "known = {}\ndef note(g):\n    known['g'] = g\n    return g\n"
        "@note\ndef one():\n    return example() - 2\ndef f():\n    return known['g']()",
    ],
    ids=["used", "used by a helper", "decorated", "as a method", "in a register"],
)
def test_values_of_an_example_that_counts_are_taken(user):
    """Whatever way leads from what is asked for to the example."""
    source, notes = read(HELPER, user, given=b"def f():\n    pass\n")

    assert run(source)["f"]() == 1
    assert "x in cell 1 is computed; it was taken because a definition uses it." in notes


@pytest.mark.parametrize("version", [2, 3])
def test_old_formats_are_read(version):
    """Formats 2 and 3 keep their cells in worksheets."""
    data = saved([Part("code", "def f():\n    return 1")], version=3)
    data = json.dumps(json.loads(data) | {"nbformat": version}).encode()

    source, _ = read_notebook(data, "loss.ipynb")

    assert run(source)["f"]() == 1


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "loss.ipynb is not a notebook: line 1, column 1 is not JSON"),
        (b'{"cells": [', "is not a notebook: line 1, column 12 is not JSON"),
        (b"<<<<<<< HEAD\n", "is not a notebook: line 1, column 1 is not JSON"),
        (b"[" * 100_000, "is not a notebook: its JSON cannot be read"),
        (b"[]", "is JSON, but not a notebook: it has no list of cells"),
        (b'{"cells": 3}', "is JSON, but not a notebook: it has no list of cells"),
        (b'{"nbformat": 1, "cells": []}', "has notebook format 1, expected 2 or newer"),
        (b" " * (100 << 20), "is 100 MiB; at most 64 MiB is read"),
        (book(*["x"] * (MAX_CELLS + 1)), f"has {MAX_CELLS + 1} cells; at most {MAX_CELLS}"),
        (book("x = 1\n" * 4001), "has 4001 top-level statements; at most 4000 are read"),
        (book(f"X = '{'x' * (1 << 20)}'"), "its code is 1 MiB; at most 512 KiB is read"),
    ],
    ids=[
        "empty",
        "cut",
        "merge",
        "deep",
        "list",
        "no cells",
        "old",
        "100 MB",
        "cells",
        "many",
        "code",
    ],
)
def test_unreadable_notebook_is_refused_in_one_line(data, words):
    """What was found, what is read, what to ask for; nothing else escapes."""
    with pytest.raises(NotebookRefused) as caught:
        read_notebook(data, "loss.ipynb")

    assert words in str(caught.value) or "bytes; at most" in str(caught.value)
    assert clean(str(caught.value)) == str(caught.value)
    assert isinstance(caught.value, SubmissionRefused)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text(max_size=80) | st.sampled_from(["def f(", "'''", "%%x", "\ud800", "\0"])))
def test_any_text_in_cells_is_a_notebook(cells):
    """Whatever stands in the cells, what comes out is a module that Python can compile."""
    source, notes = read_notebook(book(*cells), "a\n.ipynb")

    compile(source, "loss.py", "exec")
    assert all("\n" not in note for note in notes)


@pytest.mark.parametrize(
    "cell", ["(" * 5000, "-" * 50_000 + "1", "[" * 150 + "]" * 150, "def f(:\n" * 3000, "'''\n" * 9]
)
def test_hostile_cells_are_bounded(cell):
    """Deep nesting and text that never parses end soon, with a module."""
    source, _ = read_notebook(book(cell, "def f():\n    return 1"), "loss.ipynb")

    assert run(source)["f"]() == 1


def test_notes_are_bounded():
    """Forty broken definitions do not fill a page."""
    _, notes = read("def ok():\n    return 1", *(f"def f{n}(:\n    pass" for n in range(40)))

    assert len(notes) == 25
    assert notes[-1] == "There are 56 more such notes."


def test_parser_has_a_budget():
    """A notebook cannot buy hours of parsing; what was looked at before counts."""
    started = time.monotonic()
    source, notes = read("def f():\n    return 1", *["def g(\n"] * 1900)

    assert time.monotonic() - started < 30
    assert run(source)["f"]() == 1
    assert "Too much of it does not parse; some cells were not read." in notes
    assert Parser().parse("#" * (513 << 10)) is None


# ---- In a submission ---------------------------------------------------------------------

ANSWER = "def bce_loss(p, y):\n    return p\n"


def put(path: Path, data: bytes | str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)


@pytest.fixture
def alice(tmp_path) -> Path:
    """The folder of alice in a class of one."""
    return tmp_path / "all" / "alice"


def submission(alice: Path, course, **only) -> Submission:
    (found,) = read_submissions(alice.parent, wanted=wanted_of(course), **only)
    assert isinstance(found, Submission), found
    return found


@pytest.mark.parametrize(
    ("name", "note"),
    [
        ("loss.ipynb", None),
        ("loss (1).ipynb", "loss (1).ipynb was read as loss.ipynb."),
        ("loss-Copy1.ipynb", "loss-Copy1.ipynb was read as loss.ipynb."),
        ("Copy of loss.ipynb", "Copy of loss.ipynb was read as loss.ipynb."),
        ("loss.ipynb.json", "loss.ipynb.json was read as loss.ipynb."),
        ("hw/loss-2.ipynb", "hw/loss-2.ipynb was read as loss.ipynb."),
        ("autograd-logistic/loss.ipynb", None),
        ("final.ipynb", "final.ipynb was read as loss.ipynb: it defines what is asked for there."),
    ],
)
def test_notebook_is_read_as_its_module(alice, course, name, note):
    """Renamed by a browser, Jupyter, Colab or by its author; what was done is said."""
    put(alice / name, book(ANSWER))

    found = submission(alice, course)

    assert run(found.files["loss.py"])["bce_loss"](3, 4) == 3
    assert note in found.notes if note else found.notes == ()


def test_written_module_counts_before_its_notebook(alice, course):
    """Both are there: the module counts, unless nothing is written in it."""
    put(alice / "loss.py", ANSWER)
    put(alice / "loss.ipynb", book(ANSWER.replace("return p", "return y")))
    put(alice / "model.py", STUBS["model"])
    put(alice / "model.ipynb", book("class LR:\n    x = 1"))

    found = submission(alice, course)

    assert found.files["loss.py"] == ANSWER.encode()
    assert run(found.files["model.py"])["LR"].x == 1
    assert "loss.ipynb lies beside loss.py and was not read: the module counts." in found.notes
    assert "Nothing is written in model.py, so model.ipynb counts." in found.notes


def test_two_notebooks_for_one_module_are_left_out(alice, course):
    """Neither is taken on a guess, by name or by content."""
    put(alice / "loss (1).ipynb", book(ANSWER))
    put(alice / "loss (2).ipynb", book(ANSWER))
    put(alice / "a.ipynb", book("class LR:\n    x = 1"))
    put(alice / "b.ipynb", book("class LR:\n    x = 2"))

    found = submission(alice, course)

    assert found.files == {}
    assert any("any of loss (1).ipynb, loss (2).ipynb could be it" in n for n in found.notes)
    assert any("a.ipynb, b.ipynb each define what is asked for there" in n for n in found.notes)
    assert "a.ipynb is not the notebook of a module and was not read." in found.notes


def test_copy_beside_the_notebook_is_said(alice, course):
    """The right name needs no guess, but the other file is named."""
    put(alice / "loss.ipynb", book(ANSWER))
    put(alice / "loss (1).ipynb", book("x = 1"))

    found = submission(alice, course)

    assert found.notes == ("loss (1).ipynb lies beside loss.ipynb and was not read.",)


def test_helper_beside_a_notebook_is_taken(alice, course):
    """What a notebook imports lies beside it; what nbgrader wrote there does not travel."""
    put(alice / "loss.ipynb", book("from mine import helper\n" + ANSWER))
    put(alice / "mine.py", "helper = 1\n")
    put(alice / "timestamp.txt", "2026-01-02 03:04:05 UTC")

    assert set(submission(alice, course).files) == {"loss.py", "mine.py"}


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"{", "is not JSON"), (b" " * (17 << 20), "loss.ipynb is 17 MiB; at most 16 MiB is read.")],
)
def test_notebook_that_cannot_be_read_costs_only_itself(alice, course, data, words):
    """The other modules are judged, and the reason stands in the notes."""
    put(alice / "loss.ipynb", data)
    put(alice / "model.ipynb", book("class LR:\n    x = 1"))

    found = submission(alice, course)

    assert set(found.files) == {"model.py"}
    assert any(words in note for note in found.notes)


def test_course_folder_is_told_from_a_class(tmp_path, course):
    """In an nbgrader course the submissions lie one folder further down."""
    put(tmp_path / "nbgrader_config.py", "")
    put(tmp_path / "submitted" / "alice" / "autograd-logistic" / "loss.ipynb", book(ANSWER))

    with pytest.raises(GraderError, match=r"is an nbgrader course.*Name its folder .*/submitted"):
        read_submissions(tmp_path, wanted=wanted_of(course))

    (found,) = read_submissions(tmp_path / "submitted", wanted=wanted_of(course))
    assert not isinstance(found, Refusal)
    assert set(found.files) == {"loss.py"}


def test_other_assignments_of_a_student_do_not_compete(alice, course):
    """In nbgrader's tree only the folder of this unit is read, for everybody."""
    put(alice / "autograd-logistic" / "loss.ipynb", book(ANSWER))
    put(alice / "last-week" / "loss.ipynb", book(ANSWER.replace("return p", "return y")))
    put(alice.parent / "ben" / "last-week" / "loss.ipynb", book(ANSWER))

    own, other = read_submissions(alice.parent, wanted=wanted_of(course))

    note = "Only the folder autograd-logistic was read: nbgrader has one for each assignment."
    assert run(own.files["loss.py"])["bce_loss"](3, 4) == 3
    assert other.files == {}
    assert own.notes[0] == other.notes[0] == note


@pytest.mark.parametrize("module", MODULES)
def test_released_notebooks_need_no_repair(course, module):
    """What the kit itself hands out is read without a word: answers and all, and untouched."""
    release = pytest.importorskip("grader.nbgrader.release.notebook", reason="needs nbformat")
    notebook = release.build_notebook(course, module)

    source, notes = read_notebook(
        release.notebook_text(notebook).encode(), f"{module}.ipynb", STUBS[module]
    )

    found, wanted = definitions(source), right(module)[1]
    assert {name: found.get(name) for name in wanted} == wanted
    assert notes == ()

    for cell in notebook.cells:
        if cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("solution"):
            assert find_answers(cell.source, module)
            cell.source = stub_text(cell.source, module)
    source, notes = read_notebook(
        release.notebook_text(notebook).encode(), f"{module}.ipynb", STUBS[module]
    )

    found, wanted = definitions(source), definitions(STUBS[module])
    assert {name: found.get(name) for name in wanted} == wanted
    assert notes == ()


def test_autograde_takes_modules_notebooks_and_both(tmp_path):
    """One command, one class, three ways to hand in: the same score."""
    right = (TOY / "solutions" / "shapes.py").read_text()
    cells = [Part("code", part) for part in right.split("\n\n\n")]
    folder = tmp_path / "all"
    put(folder / "module" / "shapes.py", right)
    put(folder / "notebook" / "shapes (1).ipynb", saved(cells))
    put(folder / "both" / "shapes.py", (TOY / "exercises" / "shapes.py").read_bytes())
    put(folder / "both" / "shapes.ipynb", saved(cells))
    with zipfile.ZipFile(folder / "zipped.zip", "w") as archive:
        archive.writestr("hw/shapes.ipynb", saved(cells[::-1]))
    put(folder / "broken" / "shapes.ipynb", b'{"cells": [')
    tree = tmp_path / "submitted"
    put(tree / "ada" / "toy" / "shapes.ipynb", saved(cells))
    put(tree / "ada" / "other" / "shapes.ipynb", saved(cells[:1]))

    done = autograde(folder, tmp_path / "results")
    collected = autograde(tree, tmp_path / "collected")

    rows = scores_of(done, tmp_path / "results")
    scores = {student: row["score"] for student, row in rows.items()}
    assert scores == {"module": "10", "notebook": "10", "both": "10", "zipped": "10", "broken": "0"}
    assert "shapes (1).ipynb was read as shapes.ipynb." in rows["notebook"]["notes"]
    assert "is not JSON" in rows["broken"]["notes"]
    assert "nbgrader's folders: of each student toy/ is read." in collected.stdout
    assert scores_of(collected, tmp_path / "collected")["ada"]["score"] == "10"


def autograde(folder: Path, to: Path) -> subprocess.CompletedProcess[str]:
    """Run ``grader autograde`` on the toy course."""
    words = ["-m", "grader.cli", "autograde", folder, "--to", to, "--course", TOY]
    return subprocess.run(
        [sys.executable, *words], capture_output=True, text=True, cwd=REPOSITORY, check=False
    )


def scores_of(done: subprocess.CompletedProcess[str], results: Path) -> dict[str, dict[str, str]]:
    """Return the rows of scores.csv by student, holding that the command went well."""
    assert done.returncode == 0, done.stderr
    with (results / "scores.csv").open(newline="") as file:
        return {row["student"]: row for row in csv.DictReader(file)}
