"""``python -m exercises``: where a student is, hints, stubs back, and what to hand in."""

import json
import os
import re
import shutil
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from helpers.judged import earned, task
from helpers.student_kit import BROKEN_LOSS, ROOT, run, stage

from grader.intake import read_submissions, wanted_of

WRONG = "\n\ndef sigmoid(z):\n    return 1 / (1 + torch.exp(z))\n"


@pytest.fixture
def exercises(tmp_path: Path) -> Path:
    """The exercises as handed out."""
    return stage(tmp_path, solved=False)


@pytest.fixture
def begun(exercises: Path) -> Path:
    """gradients and logistic solved, the rest as handed out."""
    for module in ("gradients", "logistic"):
        shutil.copy(ROOT / "solutions" / f"{module}.py", exercises)
    return exercises


def ask(exercises: Path, *arguments: str, columns: int = 80) -> str:
    """Return what a command that works prints."""
    done = run(exercises.parent, "-m", "exercises", *arguments, columns=columns)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def refuse(exercises: Path, *arguments: str) -> str:
    """Return the one line of a command that cannot do what it was asked."""
    done = run(exercises.parent, "-m", "exercises", *arguments)
    assert done.returncode == 2, done.stdout + done.stderr
    assert done.stderr.count("\n") == 1, done.stderr
    return done.stderr


def remember(exercises: Path, status: str, *ids: str) -> None:
    """Write the state file as a run would, for the code of some exercises as it stands."""
    sys.path.insert(0, str(ROOT / "exercises"))
    try:
        from _kit.unit import manifest, modules
    finally:
        sys.path.remove(str(ROOT / "exercises"))
    entries = manifest.load_exercises()
    results = {
        entry.id: {
            "status": status,
            "promise": "The slope is s * (1 - s), so it is 1/4 at exactly z = 0.",
            "code": modules.fingerprint(
                (exercises / f"{entry.module}.py").read_bytes(), entry, entries
            ),
        }
        for entry in entries
        if not ids or entry.id in ids
    }
    state = {"schema": 1, "results": results, "hints": {}}
    (exercises / ".progress.json").write_text(json.dumps(state))


class TestProgress:
    def test_start_shows_a_bar_for_each_module_and_one_command(self, exercises):
        """Eight bars, no points, the first exercise, why, where, and the command for it."""
        output = ask(exercises)

        assert len(re.findall(r"^\w+ +[█▒░]+ 0 of \d", output, re.MULTILINE)) == 8
        assert "0 of 100 points" in output
        assert output.endswith(
            "Next: E01 graph_gradients (Gradients of a small graph)\n"
            "  It is the first one still to be written.\n"
            "  Predict: at w = 1 and x = 2, which of the four gradients is the largest, and\n"
            "  how large is it?\n"
            "  exercises/gradients.py:45, about 15 minutes, 4 points\n"
            "  pytest exercises -k graph_gradients\n"
        )

    def test_a_run_is_remembered_and_a_change_is_told_apart(self, begun):
        """What passed counts until its code changes; its neighbours go on counting."""
        run(begun.parent, "-m", "pytest", "exercises", "-k", "sigmoid or log_odds")
        before = ask(begun)
        with (begun / "logistic.py").open("a") as file:
            file.write(WRONG)
        after = ask(begun)
        run(begun.parent, "-m", "pytest", "exercises", "-k", "sigmoid")
        wrong = ask(begun)

        assert "9 of 100 points" in before
        assert "4 of 100 points" in after
        assert "E06  changed" in after
        assert "E07" not in after
        assert "E06  wrong" in wrong

    def test_next_says_which_promise_was_not_kept(self, begun):
        """The reason for going back is the sentence of the test that failed."""
        remember(begun, "wrong", "E06")
        (begun / "gradients.py").unlink()
        shutil.copy(ROOT / "exercises" / "gradients.py", begun)
        listed = ask(begun, "progress", "--all")

        assert re.search(r"^E06 +wrong +sigmoid", listed, re.MULTILINE)
        assert re.search(r"^E01 +to do ", listed, re.MULTILINE)

    def test_part_of_the_tests_proves_nothing_but_a_failure_counts(self, begun):
        """One test that passes is no news; a passed exercise stays passed."""
        remember(begun, "done", "E06")
        one = "exercises/test_logistic.py::test_sigmoid_of_zero_is_one_half"
        run(begun.parent, "-m", "pytest", one)

        assert "5 of 100 points" in ask(begun)

    def test_unreadable_modules_are_said_with_file_and_line(self, exercises):
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
    def test_broken_state_is_one_line_and_no_more(self, exercises, content):
        """A state file that makes no sense loses nothing but convenience."""
        (exercises / ".progress.json").write_bytes(content)

        output = ask(exercises)

        line = "The results of the last test run cannot be read. Run the tests again.\n"
        assert output.startswith(line)
        assert "Next: E01" in output

    def test_everything_done_leads_to_pack(self, tmp_path):
        """At the end the one command is to pack."""
        exercises = stage(tmp_path, solved=True)
        remember(exercises, "done")

        output = ask(exercises)

        assert "100 of 100 points" in output
        assert output.endswith("hand them in:\n  python -m exercises pack\n")


class TestHints:
    def test_hints_come_one_at_a_time_and_are_remembered(self, exercises):
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
        assert "--step 1" in shown[3]

    def test_a_step_can_be_asked_for_again(self, exercises):
        """--step shows one again and does not turn the counter back."""
        ask(exercises, "hint", "decay_lr", "--step", "2")

        assert "hint 1 of 3" in ask(exercises, "hint", "E15", "--step", "1")
        assert "hint 3 of 3" in ask(exercises, "hint", "make_optimizer")

    def test_without_a_name_the_next_exercise_is_meant(self, exercises):
        """Whoever is stuck need not look up where."""
        assert ask(exercises, "hint").startswith("E01 graph_gradients: hint 1 of 3")

    def test_unknown_name_gets_one_line_with_a_close_one(self, exercises):
        """A slip of the fingers is answered with what was probably meant."""
        assert (
            refuse(exercises, "hint", "sigmoyd")
            == "No exercise is called 'sigmoyd'. Did you mean sigmoid?\n"
        )
        assert refuse(exercises, "hint", "zzz") == (
            "No exercise is called 'zzz'. See python -m exercises.\n"
        )


class TestReset:
    def test_one_function_goes_back_and_its_neighbours_stay(self, begun):
        """The stub of one function, letter by letter; all else in the module is untouched."""
        solved = (begun / "logistic.py").read_text()
        output = ask(begun, "reset", "sigmoid", "--yes")

        text = (begun / "logistic.py").read_text()
        stub = (ROOT / "exercises" / "logistic.py").read_text()
        start, end = stub.index("def sigmoid"), stub.index("def log_odds")
        assert stub[start:end] in text
        assert text[text.index("def log_odds") :] == solved[solved.index("def log_odds") :]
        (backup,) = (begun / ".backups").iterdir()
        assert backup.read_text() == solved
        assert f"kept in {Path('exercises/.backups') / backup.name}" in output

    def test_every_function_reset_by_itself_gives_the_stubs_again(self, tmp_path):
        """Function by function, the solutions become the stubs that were handed out."""
        exercises = stage(tmp_path, solved=True)
        names = re.findall(r'^names = \["(\w+)"', (exercises / "unit.toml").read_text(), re.M)
        for name in names:
            ask(exercises, "reset", name, "--yes")

        for path in sorted((ROOT / "exercises").glob("[!_t]*.py")):
            if path.name != "conftest.py":
                assert (exercises / path.name).read_text() == path.read_text()

    def test_a_whole_module_goes_back_even_if_it_cannot_be_read(self, exercises):
        """What is no Python any more is reset as a whole; the function alone is refused."""
        (exercises / "loss.py").write_text(BROKEN_LOSS)

        line = refuse(exercises, "reset", "bce_loss", "--yes")
        ask(exercises, "reset", "loss", "--yes")

        assert line == (
            "loss.py:2 is not valid Python. The whole module can be reset: "
            "python -m exercises reset loss\n"
        )
        assert (exercises / "loss.py").read_text() == (ROOT / "exercises" / "loss.py").read_text()

    def test_missing_function_or_module_comes_back(self, begun):
        """A function that was deleted is put at the end, a module that was deleted anew."""
        (begun / "model.py").unlink()
        text = (begun / "logistic.py").read_text()
        start, end = text.index("def log_odds"), text.index("def decide")
        (begun / "logistic.py").write_text(text[:start] + text[end:])

        ask(begun, "reset", "log_odds", "--yes")
        ask(begun, "reset", "LR", "--yes")

        assert "log_odds is still to be written" in (begun / "logistic.py").read_text()
        assert (begun / "model.py").read_text() == (ROOT / "exercises" / "model.py").read_text()

    def test_line_ends_of_windows_are_kept(self, begun):
        """A file with CRLF has CRLF everywhere afterwards."""
        text = (begun / "logistic.py").read_bytes().replace(b"\n", b"\r\n")
        (begun / "logistic.py").write_bytes(text)

        ask(begun, "reset", "sigmoid", "--yes")

        after = (begun / "logistic.py").read_bytes()
        assert after.count(b"\n") == after.count(b"\r\n")

    def test_without_a_yes_nothing_happens(self, begun):
        """Nobody there to ask means no; an untouched stub needs no question."""
        before = (begun / "logistic.py").read_bytes()
        done = run(begun.parent, "-m", "exercises", "reset", "sigmoid")
        same = ask(begun, "reset", "LR")

        assert done.returncode == 1
        assert "Nothing was changed." in done.stdout
        assert (begun / "logistic.py").read_bytes() == before
        assert same == "LR (model.py) is the same as when it was handed out.\n"

    def test_damaged_pack_of_stubs_is_one_line(self, begun):
        """Without the pristine stubs nothing is touched."""
        (begun / "_kit" / "stubs.zip").write_bytes(b"no zip")

        assert "has no stub in _kit/stubs.zip" in refuse(begun, "reset", "sigmoid", "--yes")


class TestPack:
    def test_zip_has_the_modules_and_a_record_and_the_grader_takes_it(self, begun, pool, course):
        """Versions and what the visible tests said; judged by the grader as it is."""
        folder = begun.parent / "submissions"
        folder.mkdir()
        output = ask(begun, "pack", "--to", str(folder / "anna.zip"))
        (found,) = read_submissions(folder, wanted=wanted_of(course))
        (judged,) = pool.judge([task(0, found.files)])

        assert earned(judged) == 40
        assert not found.notes
        with zipfile.ZipFile(folder / "anna.zip") as packed:
            names, record = packed.namelist(), json.loads(packed.read("submission.json"))
        assert len(names) == 9
        assert (record["unit"], record["unit_version"]) == ("autograd-logistic", "1.0")
        assert record["torch"].startswith("2.")
        assert [record["visible"][name] for name in ("E05", "E06", "E11")] == [
            "done",
            "done",
            "not started",
        ]
        assert "  gradients.py " in output
        assert "40 of 100 points by the visible tests" in output
        assert "anna.zip" in output

    def test_what_works_only_beside_another_file_shows_when_packed(self, begun):
        """A helper in a file of its own is not handed in, and the packed module is tested."""
        (begun / "helper.py").write_text("HALF = 0.5\n")
        with (begun / "logistic.py").open("a") as file:
            file.write("\n\nimport helper\n")

        assert "logistic.py" in ask(begun, "pack")
        with zipfile.ZipFile(begun.parent / "autograd-logistic.zip") as packed:
            record = json.loads(packed.read("submission.json"))
        assert record["visible"]["E06"] == "error"

    def test_a_zip_of_somebody_else_is_not_overwritten(self, begun):
        """Only a pack gives way to a pack."""
        (begun.parent / "autograd-logistic.zip").write_bytes(b"mine")

        assert refuse(begun, "pack") == (
            "autograd-logistic.zip exists and was not written by this command, so it is not "
            "overwritten. Choose another name with --to.\n"
        )
        assert (begun.parent / "autograd-logistic.zip").read_bytes() == b"mine"


def test_read_only_folder_is_said_in_one_line(begun):
    """Where nothing can be written, tests and hints still work and say what is not kept."""
    if os.geteuid() == 0:
        pytest.skip("root may write anywhere")
    begun.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        tests = run(begun.parent, "-m", "pytest", "exercises", "-k", "sigmoid").stdout
        hint = ask(begun, "hint", "sigmoid")
        line = refuse(begun, "reset", "sigmoid", "--yes")
    finally:
        begun.chmod(stat.S_IRWXU)

    assert "Your progress is not saved: the folder cannot be written." in tests
    assert "This hint is not remembered: the folder cannot be written." in hint
    assert "cannot be written" in line


def test_output_into_a_closed_pipe_is_no_traceback(exercises):
    """``python -m exercises | head -1`` ends quietly."""
    command = f"{sys.executable} -m exercises progress --all | head -1"
    done = subprocess.run(
        command, shell=True, cwd=exercises.parent, capture_output=True, text=True, check=False
    )

    assert done.stderr == ""
