"""``python -m exercises predict``: a prediction, kept here and compared once the tests pass."""

import json
import subprocess
import sys
from pathlib import Path

from helpers.student_kit import ask, refuse, run, solve


def type_in(exercises: Path, said: str, *arguments: str) -> str:
    """Return what the command prints if a student types *said*."""
    return subprocess.run(
        [sys.executable, "-m", "exercises", "predict", *arguments],
        cwd=exercises.parent,
        input=f"{said}\n",
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    ).stdout


def test_a_prediction_is_kept_and_compared_once_the_tests_pass(exercises):
    """It is shown beside the answer by the run that solves the exercise, and by the command."""
    asked = type_in(exercises, "0.1,  and  0.2", "E06")
    kept = json.loads((exercises / ".progress.json").read_text())["predictions"]
    changed = type_in(exercises, "0.12", "sigmoid")
    solve(exercises, "logistic")
    first = run(exercises.parent, "-m", "pytest", "exercises", "-k", "E06").stdout
    second = run(exercises.parent, "-m", "pytest", "exercises", "-k", "E06").stdout

    told = 'You predicted "0.12". The answer: 0.12, which is 1 - 0.88; the slope is'
    assert "Predict: sigmoid(2) is 0.88." in asked
    assert "The answer" not in asked + changed
    assert kept == {"E06": "0.1, and 0.2"}
    assert 'You predicted "0.1, and 0.2".' in changed
    assert f"E06: {told}" in " ".join(first.split())
    assert "You predicted" not in second
    assert told in " ".join(ask(exercises, "predict", "E06").split())


def test_an_empty_line_changes_nothing(exercises):
    """Enter alone, and no keyboard at all."""
    type_in(exercises, "5", "E01")
    type_in(exercises, "", "E01")
    ask(exercises, "predict", "E01")

    found = json.loads((exercises / ".progress.json").read_text())
    assert found["predictions"] == {"E01": "5"}


def test_without_a_name_it_asks_for_the_next_exercise(exercises):
    """And a name that does not exist is one line."""
    assert type_in(exercises, "5").startswith("E01 graph_gradients\nPredict: ")
    assert refuse(exercises, "predict", "zzz").startswith("No exercise is called 'zzz'.")


def test_no_answer_stands_in_the_example_of_its_task():
    """The number that is asked for is not printed a few lines below the question."""
    from _kit.unit import manifest, modules

    given_away = {
        "E01": "5.", "E02": "9.", "E03": "36.", "E06": "0.1200", "E07": "1.0986", "E12": "0.6931",
        "E17": "0.6931", "E18": "21",
    }  # fmt: skip
    for exercise in manifest.load_exercises():
        tree = modules.parse(exercise.module, modules.read(exercise.module))
        task = modules.task(tree, exercise)
        assert exercise.answer
        if exercise.id in given_away:
            assert given_away[exercise.id] not in task.partition(">>>")[2]
