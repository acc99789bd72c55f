"""Which module a notebook stands for, by its name or by what it defines."""

import pytest
from helpers.notebooks import ANSWER, notebook_of, run_module
from helpers.submissions import put, said, submission


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
    put(alice / name, notebook_of(ANSWER))

    found = submission(alice, course)

    assert run_module(found.files["loss.py"])["bce_loss"](3, 4) == 3
    assert note in said(found) if note else said(found) == ()


def test_one_notebook_for_everything_is_every_module(alice, course):
    """All exercises in a notebook of the student's own."""
    put(alice / "final.ipynb", notebook_of(ANSWER, "def sigmoid(z):\n    return z"))

    found = submission(alice, course)

    assert {"loss.py", "logistic.py"} <= set(found.files)


def test_two_notebooks_for_one_module_are_left_out(alice, course):
    """Neither is taken on a guess, by name or by content."""
    put(alice / "loss (1).ipynb", notebook_of(ANSWER))
    put(alice / "loss (2).ipynb", notebook_of(ANSWER))
    put(alice / "a.ipynb", notebook_of("class LR:\n    x = 1"))
    put(alice / "b.ipynb", notebook_of("class LR:\n    x = 2"))

    found = submission(alice, course)

    assert found.files == {}
    assert any("any of loss (1).ipynb, loss (2).ipynb could be it" in n for n in said(found))
    assert any("a.ipynb, b.ipynb each define what is asked for there" in n for n in said(found))
    assert "a.ipynb is not the notebook of a module and was not read." in said(found)
