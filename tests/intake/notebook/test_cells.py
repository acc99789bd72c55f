"""The cells of a notebook file in any format, or one line on why it cannot be read."""

import json

import pytest
from helpers.mangling import Part, saved
from helpers.notebooks import notebook_of, run_module

from grader.errors import NotebookRefused, SubmissionRefused
from grader.intake.notebook.cells import MAX_CELLS, cells_in_words
from grader.intake.notebook.to_module import read_notebook
from grader.text import clean


@pytest.mark.parametrize("version", [2, 3])
def test_old_formats_are_read(version):
    """Formats 2 and 3 keep their cells in worksheets."""
    data = saved([Part("code", "def f():\n    return 1")], version=3)
    data = json.dumps(json.loads(data) | {"nbformat": version}).encode()

    source, _ = read_notebook(data, "loss.ipynb")

    assert run_module(source)["f"]() == 1


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
        (notebook_of(*["x"] * (MAX_CELLS + 1)), f"has {MAX_CELLS + 1} cells; at most {MAX_CELLS}"),
        (
            notebook_of("x = 1\n" * 4001),
            "has more than 4000 top-level statements; at most that many are read",
        ),
        (notebook_of(f"X = '{'x' * (1 << 20)}'"), "its code is 1 MiB; at most 512 KiB is read"),
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


def test_pictures_do_not_count():
    """A notebook full of plots is read by its code."""
    picture = {"output_type": "display_data", "data": {"image/png": "x" * (17 << 20)}}
    cell = {"cell_type": "code", "source": ["def f():\n", "    return 1"], "outputs": [picture]}
    data = json.dumps({"nbformat": 4, "cells": [cell]}).encode()

    source, notes = read_notebook(data, "loss.ipynb")

    assert run_module(source)["f"]() == 1
    assert notes == ()


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ([3], "cell 3"),
        ([3, 3, 2], "cells 2 and 3"),
        ([5, 2, 3], "cells 2, 3 and 5"),
        (range(4, 12), "8 cells from cell 4 on"),
    ],
)
def test_cells_are_named_as_in_a_sentence(numbers, words):
    """Many are not listed one by one."""
    assert cells_in_words(numbers).text == words
