"""``python -m exercises hint``: a question, a tool, a place."""

import re

from helpers.student_kit import ask, refuse


def test_hints_come_one_at_a_time_and_are_remembered(exercises):
    """A question, a tool, a place; after the last it stays there."""
    shown = [ask(exercises, "hint", name) for name in ("sigmoid", "E06", "SIGMOID", "sigmoid")]

    heads = [text.splitlines()[0] for text in shown]
    assert heads == [
        "E06 sigmoid: hint 1 of 3, a question",
        "E06 sigmoid: hint 2 of 3, a tool",
        "E06 sigmoid: hint 3 of 3, a place",
        "E06 sigmoid: hint 3 of 3, a place",
    ]
    assert shown[0].endswith("The next hint: python -m exercises hint sigmoid\n")
    assert shown[3].endswith("That was the last hint. To see one again, add --step 1\n")


def test_a_step_can_be_asked_for_again(exercises):
    """--step shows one again and does not turn the counter back."""
    ask(exercises, "hint", "decay_lr", "--step", "2")

    assert "hint 1 of 3" in ask(exercises, "hint", "E15", "--step", "1")
    assert "hint 3 of 3" in ask(exercises, "hint", "make_optimizer")


def test_without_a_name_the_next_exercise_is_meant(exercises):
    """Whoever is stuck need not look up where."""
    assert ask(exercises, "hint").startswith("E01 graph_gradients: hint 1 of 3")


def test_unknown_name_gets_one_line_with_a_close_one(exercises):
    """A slip of the fingers is answered with what was probably meant."""
    assert (
        refuse(exercises, "hint", "sigmoyd")
        == "No exercise is called 'sigmoyd'. Did you mean sigmoid?\n"
    )
    assert refuse(exercises, "hint", "zzz") == (
        "No exercise is called 'zzz'. See python -m exercises.\n"
    )


def test_a_hint_that_cannot_be_remembered_is_shown(exercises):
    """Where .progress.json cannot be written, the hint is shown and one line says so."""
    (exercises / ".progress.json").mkdir()

    shown = ask(exercises, "hint", "sigmoid")

    assert "E06 sigmoid: hint 1 of 3" in shown
    assert shown.endswith("This hint is not remembered: the folder cannot be written.\n")


def test_the_name_of_a_module_means_its_next_exercise(exercises):
    """loss, model, data, optimizer, plots and training are names that a student will try."""
    assert ask(exercises, "hint", "loss").startswith("E12 bce_loss: hint 1 of 3, a question\n")
    assert ask(exercises, "hint", "model.py").startswith("E11 LR: hint 1 of 3, a question\n")


def test_an_exercise_may_have_neither_hints_nor_minutes(exercises):
    """A manifest need not state them; the commands say so and leave them out."""
    manifest = exercises / "unit.toml"
    text = manifest.read_text(encoding="utf-8")
    text = re.sub(r"^hints = \[.*?^\]\n", "", text, flags=re.M | re.S)
    manifest.write_text(re.sub(r"^minutes = .*\n", "", text, flags=re.M), encoding="utf-8")

    assert ask(exercises, "hint", "sigmoid") == "E06 has no hints.\n"
    assert "minutes" not in ask(exercises)
