"""The student's modules as text: what cannot be read, what has changed, and stubs."""

import pytest
from _kit.language import translator
from _kit.unit.manifest import load_exercises
from _kit.unit.modules import (
    UnreadableError,
    definitions,
    fingerprint,
    is_written,
    parse,
    read,
    restore,
    stub,
)
from helpers.student_kit import ROOT

UNIT = load_exercises()
SIGMOID = next(exercise for exercise in UNIT if exercise.id == "E06")
SOLVED = (ROOT / "solutions" / "logistic.py").read_bytes()


def test_a_module_that_is_missing_is_named(tmp_path):
    """The sentence is the student's, in the student's language."""
    with pytest.raises(UnreadableError) as caught:
        read("loss", tmp_path)

    assert str(caught.value) == "loss.py is missing."
    assert translator("zh")(caught.value.message) == "loss.py 不存在。"


def test_a_module_that_cannot_be_opened_is_named_with_the_reason(tmp_path):
    """A folder of that name, for one."""
    (tmp_path / "loss.py").mkdir()
    with pytest.raises(UnreadableError, match="cannot be opened") as caught:
        read("loss", tmp_path)

    assert str(caught.value) == "loss.py cannot be opened: Is a directory."


@pytest.mark.parametrize(
    ("source", "where"),
    [
        (b"x = 1\ndef f(:\n", "loss.py:2"),
        (b"x = 1\0", "loss.py:1"),
        (b"(" * 9999, "loss.py:1"),
        (b"\xff\xfe", "loss.py:1"),
    ],
)
def test_a_module_that_is_not_python_is_named_with_its_line(source, where):
    """Whatever it is that Python cannot read."""
    with pytest.raises(UnreadableError) as caught:
        parse("loss", source)

    assert str(caught.value) == f"{where} is not valid Python."


def test_a_fingerprint_follows_the_code_of_its_exercise_alone():
    """Neighbours, comments and layout do not count; helpers and imports do."""
    before = fingerprint(SOLVED, SIGMOID, UNIT)
    neighbour = SOLVED.replace(b"def decide(", b"def decide(more, ")
    comment = SOLVED.replace(b"def sigmoid", b"# a comment\n\n\n\ndef sigmoid")
    helper = SOLVED + b"\n\nHALF = 0.5\n"
    own = SOLVED.replace(b"z >= 0", b"z > 0")

    assert fingerprint(neighbour, SIGMOID, UNIT) == before
    assert fingerprint(comment, SIGMOID, UNIT) == before
    assert fingerprint(helper, SIGMOID, UNIT) != before
    assert fingerprint(own, SIGMOID, UNIT) != before
    assert fingerprint(b"def f(:", SIGMOID, UNIT) != before


def test_a_stub_or_a_missing_name_is_not_written():
    """Of two definitions the last counts."""
    written = parse("logistic", SOLVED)
    stubbed = parse("logistic", stub("logistic").encode())
    twice = parse("logistic", SOLVED + b"\n\nsigmoid = None\n" + stub("logistic").encode())

    assert is_written(written, SIGMOID)
    assert not is_written(stubbed, SIGMOID)
    assert not is_written(twice, SIGMOID)
    assert not is_written(parse("logistic", b"x = 1\n"), SIGMOID)


def test_restoring_takes_decorators_and_trailing_comments_along():
    """A definition is everything from its first decorator to the last comment inside it."""
    written = (
        b"import functools\n\n\n@functools.cache\ndef sigmoid(z):\n    return z\n    # so far\n"
        b"\n\n# of the next one\nKEPT = 1\n"
    )

    text = restore(written, "logistic", ["sigmoid"]).decode()
    assert "functools.cache" not in text
    assert "so far" not in text
    assert text.endswith("# of the next one\nKEPT = 1\n")
    assert "sigmoid is still to be written" in text


def test_definitions_are_functions_and_classes_alone():
    """Names that are assigned are no definitions."""
    tree = parse("logistic", b"a = 1\ndef f(): pass\nclass C: pass\nasync def g(): pass\n")

    assert list(definitions(tree)) == ["f", "C", "g"]
