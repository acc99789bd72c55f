"""nbgrader's notebooks are read in a process with limits: their cells, and the module of each."""

import json
from dataclasses import replace

import pytest
from helpers.courses import TOY

from grader.course.manifest import find_course
from grader.errors import NotebookRefused, SubmissionRefused
from grader.intake import wanted_of
from grader.intake.readers.process import ReaderLimits
from grader.nbgrader.autograde.notebook_reader import NotebookReader, SubmittedCell

DOUBLE = "def double(x):\n    return 2 * x"


@pytest.fixture
def reader():
    with NotebookReader(wanted_of(find_course(TOY))) as reader:
        yield reader


def written(path, cells) -> object:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({"nbformat": 4, "cells": cells}))
    return path


def test_cells_are_read_whatever_they_lack(reader, tmp_path):
    """Kind, id and text are what nbgrader needs; the rest is left behind."""
    path = written(
        tmp_path / "shapes.ipynb",
        [
            {
                "cell_type": "code",
                "source": ["a\n", "b"],
                "metadata": {"nbgrader": {"grade_id": "T1"}},
            },
            {"cell_type": "odd", "source": 1, "metadata": {"nbgrader": {"grade_id": 7}}},
            None,
        ],
    )

    assert reader.cells(path) == (
        SubmittedCell("code", "T1", "a\nb"),
        SubmittedCell("raw", None, ""),
        SubmittedCell("raw", None, ""),
    )


def test_a_renamed_notebook_is_found_for_its_module(reader, tmp_path):
    """As intake finds it, in the same process."""
    folder = tmp_path / "ada"
    path = written(folder / "final.ipynb", [{"cell_type": "code", "source": DOUBLE}])

    assert reader.by_module(folder) == {"shapes": path}


def test_what_is_no_notebook_is_told_and_the_next_one_is_read(reader, tmp_path):
    """A fault of the file is one line; so is a limit of the reader."""
    good = written(tmp_path / "good.ipynb", [{"cell_type": "code", "source": DOUBLE}])
    (tmp_path / "bad.ipynb").write_text("{")
    large = written(tmp_path / "large.ipynb", [{"cell_type": "code", "source": "a" * (30 << 20)}])

    with pytest.raises(NotebookRefused, match=r"^bad\.ipynb is not a notebook"):
        reader.cells(tmp_path / "bad.ipynb")
    reader._job = replace(reader._job, limits=ReaderLimits(memory_mib=70))
    reader.close()
    with pytest.raises(SubmissionRefused, match=r"^takes more than 70 MiB"):
        reader.cells(large)
    assert reader.cells(good) == (SubmittedCell("code", None, DOUBLE),)
