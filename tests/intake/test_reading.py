"""One submission: bounded bytes for every module, and a note on everything else."""

import csv
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from helpers.courses import REPOSITORY, TOY
from helpers.mangling import Part, saved
from helpers.notebooks import ANSWER, STUBS, notebook_of, run_module
from helpers.submissions import (
    CODE,
    put,
    put_zip,
    read_all,
    said,
    submission,
    submission_of,
    zipped,
)

from grader.intake import read_submissions


def test_empty_submission_is_a_submission(folder):
    """Nothing handed in is judged as nothing, and said."""
    (folder / "bob").mkdir()

    submission = submission_of(folder, "bob")

    assert submission.files == {}
    assert said(submission) == ("No module was found, expected gradients.py, loss.py.",)


def test_module_counts_before_its_notebook(folder):
    """Its author learns which of the two was judged."""
    put(folder / "alice" / "loss.ipynb")

    assert said(submission_of(folder, "alice")) == (
        "loss.ipynb lies beside loss.py and was not read: the module counts.",
    )


def test_huge_file_is_left_out_by_name_and_never_read(folder):
    """A gigabyte is refused by its size; the rest is read."""
    with (folder / "alice" / "gradients.py").open("wb") as file:
        file.truncate(1 << 30)

    submission = submission_of(folder, "alice")

    assert submission.files == {"loss.py": CODE}
    assert said(submission) == ("gradients.py is 1 GiB; at most 1 MiB is read.",)


def test_module_of_exactly_the_limit_is_read(folder):
    """The limit itself is allowed."""
    put(folder / "alice" / "loss.py", b"#" * (1 << 20))

    assert len(submission_of(folder, "alice").files["loss.py"]) == 1 << 20


def test_large_data_file_is_left_out(folder):
    """Beside the code only small data travel."""
    put(folder / "alice" / "weights.pt", bytes((256 << 10) + 1))

    submission = submission_of(folder, "alice")

    assert submission.files == {"loss.py": CODE}
    assert said(submission) == ("weights.pt is 262,145 bytes; at most 262,144 bytes is read.",)


def test_whole_submission_is_bounded_with_its_modules_first(folder):
    """Nine helpers of a mebibyte do not push the module out."""
    for number in range(9):
        put(folder / "alice" / f"a{number}.py", b"#" * (1 << 20))

    submission = submission_of(folder, "alice")

    assert sum(map(len, submission.files.values())) <= 8 << 20
    assert "loss.py" in submission.files
    assert said(submission) == (
        "a7.py was left out: at most 8 MiB is read in all.",
        "a8.py was left out: at most 8 MiB is read in all.",
    )


def test_number_of_files_is_bounded(folder):
    """The first two hundred are read, modules first."""
    for number in range(250):
        put(folder / "alice" / f"a{number}.py", b"")

    submission = submission_of(folder, "alice")

    assert len(submission.files) == 200
    assert submission.files["loss.py"] == CODE
    assert said(submission) == ("There are 251 files; the first 200 were read.",)


def test_notes_are_bounded(folder):
    """A thousand odd files do not fill a thousand lines."""
    for number in range(100):
        (folder / "alice" / f"{number}.py").symlink_to("loss.py")

    notes = said(submission_of(folder, "alice"))

    assert len(notes) == 30
    assert notes[-1] == "There are 71 more such notes."


def test_file_of_a_strange_name_is_left_out(folder):
    """A helper that no program could name is not handed on."""
    put(folder / "alice" / "two\nlines.py")

    submission = submission_of(folder, "alice")

    assert submission.files == {"loss.py": CODE}
    assert said(submission) == ("two\\nlines.py has a name with invisible or unusual characters.",)


def test_repaired_text_is_noted_by_file(folder):
    """The student reads which file was meant."""
    put(folder / "alice" / "loss.py", UMLAUT.encode("utf-16"))

    submission = submission_of(folder, "alice")

    assert submission.files == {"loss.py": UMLAUT.encode()}
    assert said(submission) == ("loss.py was UTF-16 and was read as such.",)


UMLAUT = "# größer\nx = 1\n"


def test_zip_in_the_folder_of_a_student_is_unpacked_if_no_code_lies_there(folder):
    """So it comes down from many a platform; beside a module a zip is only data."""
    code = {"loss.py": CODE}
    put_zip(folder / "bob" / "pack.zip", code)
    put(folder / "bob" / "readme.txt", b"mine")
    put_zip(folder / "alice" / "old.ZIP", {"loss.py": b"def loss(): return 0\n"})

    found = read_all(folder)

    assert found["bob"].files["loss.py"] == CODE
    assert said(found["bob"]) == ("pack.zip was unpacked: there is no module beside it.",)
    assert found["alice"].files["loss.py"] == CODE
    assert not any("unpacked" in note for note in said(found["alice"]))


@pytest.mark.parametrize(
    ("zips", "fault"),
    [
        ({"a.zip": zipped({"loss.py": CODE}), "b.zip": zipped({"loss.py": CODE})},
         "bob holds 2 zip files and no module. Keep the one that counts."),
        ({"a.zip": b"PK"}, "bob holds a.zip, which is not a zip archive, or is damaged."),
        ({"a.zip": zipped({"../loss.py": CODE})}, "bob holds a.zip, which holds the path ../loss"),
    ],
    ids=["two", "damaged", "climbing"],
)  # fmt: skip
def test_zips_in_a_folder_that_cannot_be_trusted_leave_the_score_open(folder, zips, fault):
    """A zero would say that nothing was handed in."""
    for name, data in zips.items():
        put(folder / "bob" / name, data)

    found = read_all(folder)

    assert found["bob"].reason.text.startswith(fault)
    assert found["alice"].files["loss.py"] == CODE


PLUS_ONE = "def f():\n    return 1"


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
    """It is tried as it is; if its import fails, what was for trying out does not stop it."""
    data = text.replace("\n", "\r\n").encode()
    put(alice / "loss.py", data)

    found = submission(alice, course)

    assert found.files["loss.py"] == data
    assert run_module(found.repaired["loss.py"])["f"]() == 1
    assert len(found.repairs) == 1


def test_ordinary_module_is_taken_as_it_is(alice, course):
    """A comment is no mark of a cell."""
    text = b"# In [1] we trust\n# 100 %% sure\nX = print\n"
    put(alice / "loss.py", text)

    assert submission(alice, course).files["loss.py"] == text


def test_written_module_counts_before_its_notebook(alice, course):
    """Both are there: the module counts, unless nothing is written in it."""
    put(alice / "loss.py", ANSWER)
    put(alice / "loss.ipynb", notebook_of(ANSWER.replace("return p", "return y")))
    put(alice / "model.py", STUBS["model"])
    put(alice / "model.ipynb", notebook_of("class LR:\n    x = 1"))

    found = submission(alice, course)

    assert found.files["loss.py"] == ANSWER.encode()
    assert run_module(found.files["model.py"])["LR"].x == 1
    assert "loss.ipynb lies beside loss.py and was not read: the module counts." in said(found)
    assert "Nothing is written in model.py, so model.ipynb counts." in said(found)


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"{", "is not JSON"), (b" " * (17 << 20), "loss.ipynb is 17 MiB; at most 16 MiB is read.")],
)
def test_notebook_that_cannot_be_read_costs_only_itself(alice, course, data, words):
    """The other modules are judged, and the reason stands in the notes."""
    put(alice / "loss.ipynb", data)
    put(alice / "model.ipynb", notebook_of("class LR:\n    x = 1"))

    found = submission(alice, course)

    assert set(found.files) == {"model.py"}
    assert any(words in note for note in said(found))


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

    rows = scores_of(done, tmp_path / "results", 3)
    scores = {student: row["score"] for student, row in rows.items()}
    assert scores == {"module": "10", "notebook": "10", "both": "10", "zipped": "10", "broken": "0"}
    assert "shapes (1).ipynb was read as shapes.ipynb." in rows["notebook"]["notes"]
    assert "is not JSON" in rows["broken"]["notes"]
    assert [name for name, row in rows.items() if row["to_look_at"]] == ["broken"]
    assert "As in nbgrader's courses, a student's folder toy/ is read." in collected.stdout
    assert scores_of(collected, tmp_path / "collected")["ada"]["score"] == "10"


def autograde(folder: Path, to: Path) -> subprocess.CompletedProcess[str]:
    """Run ``grader autograde`` on the toy course."""
    words = ["-m", "grader.cli", "autograde", folder, "--to", to, "--course", TOY]
    return subprocess.run(
        [sys.executable, *words], capture_output=True, text=True, cwd=REPOSITORY, check=False
    )


def scores_of(
    done: subprocess.CompletedProcess[str], results: Path, code: int = 0
) -> dict[str, dict[str, str]]:
    """Return the rows of scores.csv by student, holding that the command ended with *code*."""
    assert done.returncode == code, done.stderr
    with (results / "scores.csv").open(newline="") as file:
        return {row["student"]: row for row in csv.DictReader(file)}


def test_notebook_beyond_the_whole_is_left_out(folder):
    """A module that a notebook stands for counts towards the limit of all, before helpers."""
    (folder / "alice" / "loss.py").unlink()
    put(folder / "alice" / "gradients.py", b"#" * (1 << 20))
    for number in range(7):
        put(folder / "alice" / f"a{number}.py", b"#" * (1 << 20))
    put(folder / "alice" / "loss.ipynb", notebook_of(ANSWER))

    submission = submission_of(folder, "alice")

    assert "loss.py" in submission.files
    assert said(submission) == ("a6.py was left out: at most 8 MiB is read in all.",)


def test_notebook_over_its_limit_is_left_out_by_name(folder):
    """Sixty-four mebibytes hold any notebook with its pictures."""
    put(folder / "alice" / "gradients.ipynb")
    with (folder / "alice" / "gradients.ipynb").open("r+b") as file:
        file.truncate(65 << 20)

    submission = submission_of(folder, "alice")

    assert submission.files == {"loss.py": CODE}
    assert said(submission) == ("gradients.ipynb is 65 MiB; at most 64 MiB is read.",)


def test_submission_without_code_says_what_is_expected(tmp_path):
    """Where the modules are not known, any Python file would do."""
    put(tmp_path / "all" / "bob" / "readme.md")

    (found,) = read_submissions(tmp_path / "all")

    assert said(found) == ("No module was found, expected a Python file.",)
