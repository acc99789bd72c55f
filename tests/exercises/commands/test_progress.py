"""``python -m exercises`` and ``next``: the student's progress and what to do next."""

import json
import re

import pytest
from helpers.student_kit import (
    BROKEN_LOSS,
    WRONG_SIGMOID,
    ask,
    remember,
    run,
    solve,
    stage,
)


def test_start_shows_a_bar_for_each_module_and_one_command(exercises):
    """Eight bars, no points, the first exercise, why, where, and the command for it."""
    output = ask(exercises)

    assert len(re.findall(r"^\w+ +[█▒░]+ 0 of \d", output, re.MULTILINE)) == 8
    assert "0 of 100 points" in output
    assert output.endswith(
        "Next: E01 graph_gradients (Gradients of a small graph)\n"
        "  It is the first one still to be written.\n"
        "  Predict: at w = 1 and x = 2, which of the four gradients is the largest, and\n"
        "  how large is it?\n"
        "  python -m exercises predict E01\n"
        "  exercises/gradients.py:45, about 20 minutes, 4 points\n"
        "  pytest exercises -k graph_gradients\n"
    )


def test_what_the_teacher_grades_is_shown_and_never_next(exercises):
    """Its points are not among those that tests can earn."""
    with (exercises / "unit.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[manual]]\nid = "essay"\ntitle = "Why the loss falls"\npoints = 3\n')
    begun = ask(exercises)
    remember(exercises, "done")
    done = ask(exercises)

    for output in (begun, done):
        assert "\nessay Why the loss falls: 3 points, graded by your teacher.\n" in output
    assert "0 of 100 points" in begun
    assert "Next: E01 graph_gradients" in begun
    assert "100 of 100 points" in done
    assert done.endswith("python -m exercises pack\n")


def test_a_run_is_remembered_and_a_change_is_told_apart(begun):
    """What passed counts until its code changes; its neighbours go on counting."""
    run(begun.parent, "-m", "pytest", "exercises", "-k", "sigmoid or log_odds")
    before = ask(begun)
    solve(begun, "logistic", WRONG_SIGMOID)
    after = ask(begun)
    run(begun.parent, "-m", "pytest", "exercises", "-k", "sigmoid")
    wrong = ask(begun)

    assert "9 of 100 points" in before
    assert "4 of 100 points" in after
    assert "E06  changed" in after
    assert "E07  changed" not in after
    assert "E06  wrong" in wrong


def test_what_was_solved_when_and_in_how_many_tries_is_shown(begun):
    """A try is a run of other code than before; after the first success nothing is counted."""
    solve(begun, "logistic", WRONG_SIGMOID)
    for more in (WRONG_SIGMOID, WRONG_SIGMOID + "\nHELPER = 1\n", "", "\nHELPER = 2\n"):
        solve(begun, "logistic", more)
        run(begun.parent, "-m", "pytest", "exercises", "-k", "sigmoid")

    assert re.search(
        r"^E06  solved \d{4}-\d\d-\d\d \d\d:\d\d, 3 tries: sigmoid$", ask(begun), re.MULTILINE
    )


def test_every_exercise_can_be_listed(begun):
    """--all lists each exercise with its status and, where there is room, its title."""
    remember(begun, "wrong", "E06")
    listed = ask(begun, "progress", "--all")

    assert re.search(r"^E06 +wrong +sigmoid", listed, re.MULTILINE)
    assert re.search(r"^E09 +to do ", listed, re.MULTILINE)
    assert len(re.findall(r"^E\d+", listed, re.MULTILINE)) == 23


def test_next_says_which_promise_was_not_kept(begun):
    """The reason for going back is the sentence of the test that failed."""
    remember(begun, "done")
    path = begun / ".progress.json"
    found = json.loads(path.read_text())
    found["results"]["E06"]["status"] = "wrong"
    path.write_text(json.dumps(found))

    assert ask(begun, "next").startswith(
        "Next: E06 sigmoid (The sigmoid, far out as well)\n"
        "  Still failing in the last run: The slope is s * (1 - s), so it is 1/4 at\n"
        "  exactly z = 0.\n"
    )


def test_part_of_the_tests_proves_nothing_but_a_failure_counts(begun):
    """One test that passes is no news; a passed exercise stays passed."""
    remember(begun, "done", "E06")
    one = "exercises/test_logistic.py::test_sigmoid_of_zero_is_one_half"
    run(begun.parent, "-m", "pytest", one)

    assert "5 of 100 points" in ask(begun)


def test_unreadable_modules_are_said_with_file_and_line(exercises):
    """Nothing is run for this, so torch is not even imported."""
    (exercises / "loss.py").write_text(BROKEN_LOSS)
    (exercises / "model.py").unlink()
    (exercises / "gradients.py").write_bytes(b"def f(:\n")

    done = run(exercises.parent, "-X", "importtime", "-m", "exercises")

    assert done.returncode == 0
    assert "E11  unreadable   LR" in done.stdout
    assert "E12  unreadable   bce_loss" in done.stdout
    assert "gradients.py:1 is not valid Python." in done.stdout
    assert "torch" not in done.stderr
    assert "matplotlib" not in done.stderr


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b'{"schema": 9, "results": {}, "hints": {}}', b"\xff\x00", b"[" * 10**5],
)
def test_broken_state_is_one_line_and_no_more(exercises, content):
    """A state file that makes no sense loses nothing but convenience."""
    (exercises / ".progress.json").write_bytes(content)

    output = ask(exercises)

    line = "The results of the last test run cannot be read. Run the tests again.\n"
    assert output.startswith(line)
    assert "Next: E01" in output


def test_long_ids_and_modules_stand_in_columns(exercises):
    """Ids and names of modules are as wide as the longest of them."""
    manifest = exercises / "unit.toml"
    text = manifest.read_text(encoding="utf-8")
    text = text.replace('id = "E02"', 'id = "gradients-in-general"')
    text = text.replace('module = "plots"', 'module = "pictures_of_boundaries"')
    manifest.write_text(text, encoding="utf-8")

    listed = ask(exercises, "progress", "--all").splitlines()

    bars = [re.match(r"(\w+ +)[█▒░]", line) for line in listed]
    assert {len(bar[1]) for bar in bars if bar} == {len("pictures_of_boundaries ")}
    words = [line for line in listed if " to do " in line]
    assert {line.index(" to do ") for line in words} == {len("gradients-in-general")}
    assert len(words) == 23 - 4  # The pictures are of a module that is not there.


def test_everything_done_leads_to_pack(tmp_path):
    """At the end the one command is to pack."""
    exercises = stage(tmp_path, solved=True)
    remember(exercises, "done")

    output = ask(exercises)

    assert "100 of 100 points" in output
    assert output.endswith("hand them in:\n  python -m exercises pack\n")
