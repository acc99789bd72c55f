"""The record of a submission: equal work has equal digests, each student a file name."""

import unicodedata

import pytest
from helpers.submissions import CODE, put, put_zip, read_all
from hypothesis import given
from hypothesis import strategies as st

from grader.intake import Submission, file_stem
from grader.text import clean


def test_equal_work_has_equal_digests_whoever_handed_it_in(folder):
    """The digest is of the work, not of the name or the container."""
    put_zip(folder / "bob.zip", {"loss.py": CODE})
    put(folder / "carol" / "loss.py", CODE + b"#")

    found = read_all(folder)

    assert found["alice"].digest == found["bob"].digest
    assert found["alice"].digest != found["carol"].digest


def test_digest_tells_names_from_contents():
    """Bytes that move from a name to its content change the digest."""
    assert Submission("a", {"ab": b"c"}).digest != Submission("a", {"a": b"bc"}).digest


NAMES = (
    st.text(st.sampled_from("aAbBzZ~%x1.-_ /\\éÉẞß\u017fK\u0131İ가ᄀ王\u0301\0\n\udcff\ud800"))
    | st.text()
)


@pytest.mark.parametrize(
    ("student", "stem"),
    [
        ("alice", "alice"),
        ("Alice", "Alice"),
        ("Alice Smith", "Alice Smith"),
        ("Müller, Jörg (42)", "Müller, Jörg (42)"),
        ("alice_s-2.b", "alice_s-2.b"),
        ("王小明", "王小明"),
        ("..", "%2E%2E"),
        ("a/b", "a%2Fb"),
        ("-rf", "%2Drf"),
        ("nul", "%6Eul"),
        ("con.txt", "%63on.txt"),
        ("", "%"),
    ],
)
def test_stem_is_readable(student, stem):
    """Plain names stay as they are; only what is unsafe is encoded."""
    assert file_stem(student) == stem


@given(NAMES)
def test_stem_is_safe_on_any_file_system(student):
    """No separator, control or leading dot; at most 120 bytes; the same each time."""
    stem = file_stem(student)

    assert 0 < len(stem.encode()) <= 120
    assert not set(stem) & set('/\\\0\n:*?"<>|')
    assert not stem.startswith(("-", ".", " "))
    assert not stem.endswith((".", " "))
    assert clean(stem) == stem
    assert stem == file_stem(student)


def test_stem_of_a_long_name_is_cut_and_stays_its_own():
    """Names that differ only far behind are kept apart by a hash."""
    first, second = file_stem("x" * 199 + "a"), file_stem("x" * 199 + "b")

    assert first != second
    assert first[:80] == second[:80] == "x" * 80
    assert len(first) == 120


@given(NAMES, NAMES)
def test_stems_of_two_students_differ(one, other):
    """Also where the file system normalises Unicode, as macOS does."""

    def folded(stem: str) -> str:
        return unicodedata.normalize("NFD", unicodedata.normalize("NFC", stem))

    same = folded(file_stem(one)) == folded(file_stem(other))

    assert same == (one == other)
