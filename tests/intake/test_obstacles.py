"""What keeps an answer from counting is asked about, not judged in silence."""

import sys

import pytest
from helpers.notebooks import ANSWER
from helpers.submissions import put, submission

WITH_LOGITS = "\n\ndef bce_with_logits(z, y):\n    return z\n"


def below(head: str) -> str:
    """Return both answers below a line, indented."""
    inside = "\n".join(f"    {line}".rstrip() for line in (ANSWER + WITH_LOGITS).split("\n"))
    return f"{head}\n{inside}\n"


@pytest.mark.parametrize(
    ("text", "words", "names"),
    [
        (
            "<<<<<<< HEAD\n" + ANSWER + WITH_LOGITS,
            "loss.py does not parse (line 1: invalid syntax): nothing of it counts.",
            ("bce_loss", "bce_with_logits"),
        ),
        (
            ANSWER + WITH_LOGITS + "print bce_loss\n",
            "loss.py does not parse (line 7: Missing parentheses in call to 'print'. Did you mean "
            "print(...)?): nothing of it counts.",
            ("bce_loss", "bce_with_logits"),
        ),
        (
            below("class Loss:"),
            "loss.py defines bce_loss, bce_with_logits inside something else, where no import "
            "finds it.",
            ("bce_loss", "bce_with_logits"),
        ),
        (
            below("if __name__ == '__main__':"),
            "loss.py defines bce_loss, bce_with_logits inside something else, where no import "
            "finds it.",
            ("bce_loss", "bce_with_logits"),
        ),
        (
            '{"cells": [], "nbformat": 4}',
            "loss.py defines none of bce_loss, bce_with_logits.",
            ("bce_loss", "bce_with_logits"),
        ),
        (
            "from tqdm_of_nobody import tqdm\n\n\ndef steps(n):\n    return tqdm(range(n))\n\n\n"
            + ANSWER
            + WITH_LOGITS.replace("return z", "return [z for _ in steps(1)]"),
            "loss.py: bce_with_logits uses tqdm_of_nobody, which is not installed here.",
            ("bce_with_logits",),
        ),
        (
            ANSWER + WITH_LOGITS.replace("return", "import tqdm_of_nobody\n    return"),
            "loss.py: bce_with_logits uses tqdm_of_nobody, which is not installed here.",
            ("bce_with_logits",),
        ),
    ],
    ids=["marks", "Python 2", "class", "main", "JSON", "package", "package within"],
)
def test_obstacle_is_asked_about(alice, course, text, words, names):
    """The sentence says what was found; it is about the names that may have been answered."""
    put(alice / "loss.py", text)

    (doubt,) = submission(alice, course).account.doubts

    assert (doubt.said.text, doubt.names) == (words, names)


@pytest.mark.parametrize(
    "text",
    [
        ANSWER + WITH_LOGITS,
        ANSWER,
        "",
        '"""The loss."""\n\nimport torch\n',
        f"import {', '.join(sorted(sys.stdlib_module_names)[-3:])}\n" + ANSWER + WITH_LOGITS,
        "import tqdm_of_nobody\n" + ANSWER + WITH_LOGITS,
        "import mine\n" + ANSWER + WITH_LOGITS.replace("return z", "return mine.same(z)"),
        below("if 1 < 2:"),
        below("try:") + "except ImportError:\n    pass\n",
        "!pip install torch\n" + ANSWER + WITH_LOGITS,
        "bce_loss = bce_with_logits = print\n",
        ANSWER + "\n\ndef bce_with_logits(z, y:\n    return z\n",
    ],
    ids=[
        "both",
        "one",
        "empty",
        "imports",
        "library",
        "unused",
        "own",
        "condition",
        "try",
        "shell",
        "assigned",
        "a plain mistake",
    ],
)
def test_module_that_says_itself_what_is_wrong_is_not_asked_about(alice, course, text):
    """What is not written at all is no question either."""
    put(alice / "loss.py", text)
    put(alice / "mine.py", "def same(z):\n    return z\n")

    assert submission(alice, course).account.doubts == ()


@pytest.mark.parametrize("path", [".git/HEAD", "hw/loss.cpython-312.pyc", "__pycache__/loss.pyc"])
def test_hand_in_of_what_tools_left_is_asked_about(alice, course, path):
    """Work may be in a repository, or only its compiled form was handed in."""
    put(alice / path, b"x")

    (doubt,) = submission(alice, course).account.doubts

    shown = path if path.endswith("312.pyc") else path.partition("/")[0]
    assert (doubt.said.text, doubt.names) == (f"Only what tools left is there: {shown}.", ())


def test_folder_that_was_looked_into_is_not_asked_about(alice, course):
    """The Finder leaves a file in every folder that it shows."""
    put(alice / ".DS_Store", b"Bud1")

    assert submission(alice, course).account.doubts == ()


def test_invisible_characters_are_left_out_of_the_text_that_is_tried(alice, course):
    """Python refuses what a page or a full disk leaves in code."""
    text = "import torch\n\n\n" + ANSWER.replace("    ", "\u00a0\u00a0  ") + WITH_LOGITS
    put(alice / "loss.py", text.encode() + bytes(40))

    found = submission(alice, course)

    assert "\u00a0" not in found.repaired["loss.py"].decode()
    assert [each.text for each in found.repairs] == ["loss.py: invisible characters were left out."]


@pytest.mark.parametrize("name", ["loss.py (1)", "loss.py_", "loss", "loss.PY"])
def test_code_is_read_under_endings_that_programs_give(alice, course, name):
    """Its content tells that it is the module."""
    put(alice / name, ANSWER + WITH_LOGITS)

    assert b"def bce_loss" in submission(alice, course).files["loss.py"]


def test_files_that_each_define_something_else_are_one_module(alice, course):
    """With a file for each exercise nothing is ambiguous."""
    put(alice / "E12.py", ANSWER)
    put(alice / "E13.py", WITH_LOGITS)

    found = submission(alice, course)

    assert b"def bce_loss" in found.files["loss.py"]
    assert b"from E13 import bce_with_logits" in found.files["loss.py"]
