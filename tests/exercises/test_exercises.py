"""``pytest exercises`` and ``python -m exercises`` as a student sees them."""

import os
import re

import pytest
from helpers.student_kit import BROKEN_LOSS, ENDLESS_ACCURACY, MODULES, ROOT, run, stage

WRONG_SIGMOID = "\n\ndef sigmoid(z):\n    return 1 / (1 + torch.exp(z))\n"
FAILING_DECIDE = (
    "\n\ndef decide(scores, threshold=0.5, from_logits=False):\n"
    "    return 1 if scores >= threshold else 0\n"
)
NO_LOG_ODDS = "\n\ndel log_odds\n"
HALF_OPTIMIZER = (
    "\n\ndef decay_lr(optimizer, factor):\n"
    '    raise NotImplementedError("decay_lr is still to be written")\n'
)


def statuses(output: str) -> dict[str, str]:
    """Return what the table says about each exercise."""
    words = r"done|wrong|error|started|not started|\d+ of \d+ run"
    rows = re.findall(rf"^(E\d+b?) .*?({words}) +\d+/\d+$", output, re.MULTILINE)
    return dict(rows)


@pytest.fixture(scope="module")
def solved(tmp_path_factory):
    folder = tmp_path_factory.mktemp("solved")
    stage(folder, solved=True)
    return folder, run(folder, "-m", "pytest", "exercises", "--plots")


@pytest.fixture(scope="module")
def untouched(tmp_path_factory):
    folder = tmp_path_factory.mktemp("untouched")
    stage(folder, solved=False)
    return folder, run(folder, "-m", "pytest", "exercises")


@pytest.fixture(scope="module")
def mixed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("mixed")
    exercises = stage(folder, solved=True)
    (exercises / "loss.py").write_text(BROKEN_LOSS)
    for module, code in (
        ("logistic", WRONG_SIGMOID + FAILING_DECIDE + NO_LOG_ODDS),
        ("optimizer", HALF_OPTIMIZER),
        ("training", ENDLESS_ACCURACY),
    ):
        with (exercises / f"{module}.py").open("a") as file:
            file.write(code)
    # Nobody wants to wait the full time for the endless loop.
    visible = exercises / "test_training.py"
    visible.write_text(visible.read_text().replace("timeout(20)", "timeout(3)"))
    return run(folder, "-m", "pytest", "exercises")


class TestSolved:
    def test_every_exercise_is_done(self, solved):
        """The solutions pass every visible test and earn 100 of 100."""
        _, result = solved

        assert result.returncode == 0, result.stdout
        assert set(statuses(result.stdout).values()) == {"done"}
        assert "100 of 100 points by the visible tests; the hidden tests dec" in result.stdout

    def test_plots_saves_three_pictures(self, solved):
        """--plots draws the sigmoid, the curves and the boundary with the student's code."""
        folder, result = solved

        pictures = sorted((folder / "plots").iterdir())
        assert [path.name for path in pictures] == ["boundary.png", "curves.png", "sigmoid.png"]
        assert all(path.read_bytes().startswith(b"\x89PNG") for path in pictures)
        assert "Saved plots/curves.png" in result.stdout.replace(os.sep, "/")

    def test_doctests_of_the_solutions_hold(self):
        """Every example in a task shows what the answer really gives."""
        code = (
            "import doctest, importlib, sys\n"
            f"names = {MODULES!r}\n"
            "results = [doctest.testmod(importlib.import_module(name)) for name in names]\n"
            "assert all(result.attempted for result in results)\n"
            "sys.exit(sum(result.failed for result in results))\n"
        )

        result = run(ROOT / "solutions", "-c", code)

        assert result.returncode == 0, result.stdout + result.stderr


class TestUntouched:
    def test_nothing_is_started(self, untouched):
        """Fresh stubs are "not started", every one, and the run says that not all passed."""
        _, result = untouched

        assert result.returncode == 1
        assert len(statuses(result.stdout)) == 23
        assert set(statuses(result.stdout).values()) == {"not started"}
        assert "\n0 of 100 points by the visible tests;" in result.stdout

    def test_next_exercise_and_its_hint_are_named(self, untouched):
        """The table ends with the first exercise and the two commands for it."""
        _, result = untouched

        assert "Next: E01 graph_gradients" in result.stdout
        assert "python -m exercises hint graph_gradients\n" in result.stdout
        assert "pytest exercises -k graph_gradients\n" in result.stdout

    def test_nothing_is_printed_as_a_failure(self, untouched):
        """What is not written yet is counted, not shown: the run fits on one screen."""
        _, result = untouched

        assert "Error" not in result.stdout
        assert len(result.stdout.splitlines()) < 50

    def test_narrow_terminal_and_first_failure(self, untouched):
        """At 60 columns no line of the table is longer, and -x stops at the first exercise."""
        folder, _ = untouched
        result = run(folder, "-m", "pytest", "exercises", "-q", "-x", "-W", "error", columns=60)

        assert statuses(result.stdout) == {"E01": "not started"}
        assert max(map(len, result.stdout.splitlines())) <= 60


class TestMixed:
    @pytest.mark.parametrize(
        ("exercise", "status"),
        [
            pytest.param("E05", "done", id="untouched by the broken modules"),
            pytest.param("E06", "wrong", id="other values"),
            pytest.param("E07", "not started", id="function missing"),
            pytest.param("E08", "error", id="exception"),
            pytest.param("E12", "error", id="module does not parse"),
            pytest.param("E13", "error", id="second exercise of that module"),
            pytest.param("E14", "done", id="beside a stub"),
            pytest.param("E15", "started", id="one of two functions"),
            pytest.param("E16", "error", id="no answer in time"),
            pytest.param("E18", "done", id="beside an endless loop"),
        ],
    )
    def test_each_exercise_has_its_own_status(self, mixed, exercise, status):
        """Wrong, error, started and not started are told apart, and the others are graded."""
        assert statuses(mixed.stdout)[exercise] == status

    def test_wrong_answer_shows_call_expected_and_got(self, mixed):
        """A wrong answer is shown by what was called, expected and got, and a likely cause."""
        assert "called    sigmoid(tensor([-1000., 1000.]))" in mixed.stdout
        assert "expected  [0, 1]" in mixed.stdout
        assert "got       [1, 0]" in mixed.stdout
        assert "Your answer is 1 minus the expected one." in mixed.stdout

    def test_syntax_error_is_shown_once_with_its_line(self, mixed):
        """File, line and reason stand there once, not once for each test."""
        assert mixed.stdout.count("loss.py:2") == 1
        assert "SyntaxError: '(' was never closed" in mixed.stdout

    def test_exception_is_shown_without_the_insides_of_pytest(self, mixed):
        """The student's line, torch's sentence, and what it means here."""
        assert "in decide\n      return 1 if scores >= threshold else 0" in mixed.stdout
        assert "A Python if needs one truth value" in mixed.stdout
        assert "_pytest" not in mixed.stdout
        assert "Traceback" not in mixed.stdout

    def test_endless_loop_is_named_and_waited_for_once(self, mixed):
        """After one test has run out of time, the others of its exercise are skipped."""
        assert mixed.stdout.count("No answer within 3 s.") == 1
        assert "Does the loop end?" in mixed.stdout


class TestSelected:
    def test_one_test_alone_earns_nothing_and_needs_no_terminal(self, solved):
        """A part of an exercise's tests is no proof; without the terminal plugin all goes on."""
        folder, _ = solved
        one = "exercises/test_logistic.py::test_sigmoid_of_zero_is_one_half"
        result = run(folder, "-m", "pytest", one)
        silent = run(folder, "-m", "pytest", "exercises", "-k", "log_odds", "-p", "no:terminal")

        assert statuses(result.stdout) == {"E06": "1 of 5 run"}
        assert "0 of the 5 points of this run (100 in the whole unit);" in result.stdout
        assert silent.returncode == 0
