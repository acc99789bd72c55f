"""The two courses that tests use."""

from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
TESTS = REPOSITORY / "tests"
#: A course of two functions, ``shapes.double`` and ``shapes.total``.
TOY = TESTS / "toy"
