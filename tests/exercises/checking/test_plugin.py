"""``pytest exercises`` as a student sees it."""

import os
import re

import pytest
from helpers.student_kit import (
    BROKEN_LOSS,
    ENDLESS_ACCURACY,
    MODULES,
    ROOT,
    WRONG_SIGMOID,
    run,
    solve,
    stage,
)

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
        solve(exercises, module, code)
    # Nobody wants to wait the full time for the endless loop.
    visible = exercises / "test_training.py"
    visible.write_text(visible.read_text().replace("timeout(20)", "timeout(3)"))
    return run(folder, "-m", "pytest", "exercises", "-rs")


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
        """A wrong answer is shown by code to paste, what was expected and got, and a cause."""
        assert "paste this into Python, started in exercises:\n\nimport logistic" in mixed.stdout
        assert "expected  [0, 0, 1, 1]" in mixed.stdout
        assert "got       [1, 1, 0, 0]" in mixed.stdout
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
        assert "another test of this exercise ran into the time limit" in mixed.stdout


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

    @pytest.mark.parametrize(
        ("word", "selected"),
        [
            ("LR", {"E11"}),
            ("E01", {"E01"}),
            ("e02b", {"E02b"}),
            ("decay_lr", {"E15"}),
            ("loss", {"E12", "E13"}),
            ("E06 or log_odds", {"E06", "E07"}),
            ("worked_example", {"E11"}),
        ],
    )
    def test_k_takes_ids_names_and_modules_exactly(self, solved, word, selected):
        """LR is no part of decay_lr, and an id selects; other words are pytest's."""
        folder, _ = solved
        result = run(folder, "-m", "pytest", "exercises", "-k", word)

        assert set(statuses(result.stdout)) == selected

    def test_everything_selected_and_done_leads_to_the_whole_unit(self, solved):
        """After a part of the exercises the command for all is named."""
        folder, _ = solved
        result = run(folder, "-m", "pytest", "exercises/test_loss.py")

        assert "10 of the 10 points of this run (100 in the whole unit); the" in result.stdout
        assert "All of these are done. To run the whole unit: pytest exercises\n" in result.stdout

    def test_chinese_says_how_many_tests_were_run(self, solved):
        """A part of an exercise has a status of its own in the other language, too."""
        folder, _ = solved
        one = "exercises/test_logistic.py::test_sigmoid_of_zero_is_one_half"
        result = run(folder, "-m", "pytest", one, "--lang", "zh")

        assert re.search(r"^E06 .* 运行 1/5 +0/5$", result.stdout, re.MULTILINE)

    def test_progress_that_cannot_be_saved_is_one_line(self, tmp_path):
        """The tests run all the same."""
        exercises = stage(tmp_path, solved=True)
        (exercises / ".progress.json").mkdir()
        result = run(tmp_path, "-m", "pytest", "exercises/test_loss.py")

        assert "10 of the 10 points" in result.stdout
        assert "Your progress is not saved: the folder cannot be written.\n" in result.stdout

    def test_help_explains_the_two_options(self, untouched):
        """--lang and --plots stand in a group of their own."""
        folder, _ = untouched
        shown = " ".join(run(folder, "-m", "pytest", "exercises", "--help").stdout.split())

        assert "the language of promises and explanations (default: from LANG)" in shown
        assert "save pictures of what your code does to DIR (default: plots)" in shown


class TestOfAProgram:
    """A program that runs visible tests hands its own plugin to pytest."""

    SCRIPT = """
import io, contextlib, pytest, sys
sys.path.insert(0, "exercises")
from _kit.checking.plugin import VisibleTests
from _kit.language import translator
tests = VisibleTests(translator("en"), only=["E06", "E07"])
with contextlib.redirect_stdout(io.StringIO()):
    pytest.main(["exercises/test_logistic.py", "-q", "-p", "no:cacheprovider"], plugins=[tests])
for outcome in tests.outcomes.values():
    print(outcome.exercise, outcome.verdict, outcome.again, outcome.printed.strip())
print(tests.failure.splitlines()[0])
print({name: str(status) for name, (status, _) in tests.tally.results().items()})
print(tests.problem)
"""

    def test_only_its_exercises_run_and_each_test_has_an_outcome(self, tmp_path):
        """Verdict, repetition and what was printed, by the test; the status by the exercise."""
        exercises = stage(tmp_path, solved=False)
        solve(exercises, "logistic", "\n\ndef sigmoid(z):\n    print('hello')\n    return z.nope\n")
        lines = run(tmp_path, "-c", self.SCRIPT).stdout.splitlines()

        outcomes, failure, statuses, problem = lines[:-3], *lines[-3:]
        assert [line for line in outcomes if "E06" in line][:2] == [
            "E06 error False hello",
            "E06 error True hello",
        ]
        assert all("E07 passed False" in line for line in outcomes if "E07" in line)
        assert not any("E08" in line for line in outcomes)
        assert failure.startswith("E06: ")
        assert statuses == "{'E06': 'error', 'E07': 'done'}"
        assert problem == ""

    def test_a_file_that_cannot_be_collected_is_its_problem(self, tmp_path):
        """What pytest says of the file is kept for the program to show."""
        exercises = stage(tmp_path, solved=False)
        (exercises / "test_logistic.py").write_text("def test_of_sigmoid(:\n")
        script = self.SCRIPT.replace("print(tests.failure", "0 and print(tests.failure")

        assert "SyntaxError: invalid syntax" in run(tmp_path, "-c", script).stdout


class TestOutcome:
    def test_an_outcome_crosses_to_another_process_with_its_report(self):
        """Plain values only, which pytest-xdist can send; read back it is the same."""
        from _kit.checking.outcomes import Outcome, Verdict

        outcome = Outcome("E06", "test_sigmoid", 5, "Half at 0.", Verdict.WRONG, "text", "", True)
        report = type("Report", (), {})()
        outcome.attach(report)

        values = report.exercise_outcome.values()
        assert {type(value) for value in values} == {str, int, bool}
        assert Outcome.of(report) == outcome
        assert Outcome.of(type("Report", (), {})()) is None
