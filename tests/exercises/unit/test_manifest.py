"""The manifest as the students' kit reads it."""

from _kit.unit import manifest
from _kit.unit.manifest import load_exercises


def test_what_is_not_stated_is_named_like_the_id(monkeypatch):
    """Module and function, as the grader reads it."""
    short = {"id": "pay", "title": "Pay", "points": 1}
    monkeypatch.setattr(manifest, "_manifest", lambda: {"exercise": [short]})

    (exercise,) = load_exercises.__wrapped__()

    assert (exercise.module, exercise.names, exercise.label) == ("pay", ("pay",), "pay")
