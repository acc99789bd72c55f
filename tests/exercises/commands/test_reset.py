"""``python -m exercises reset``: a function or a module as it was handed out."""

import re
from pathlib import Path

from helpers.student_kit import BROKEN_LOSS, ROOT, ask, refuse, run, stage


def test_one_function_goes_back_and_its_neighbours_stay(begun):
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
    place = Path("exercises/.backups") / backup.name
    assert output == (
        f"The stub of sigmoid (logistic.py) is restored.\nYour code is kept in {place}\n"
    )


def test_every_function_reset_by_itself_gives_the_stubs_again(tmp_path):
    """Function by function, the solutions become the stubs that were handed out."""
    exercises = stage(tmp_path, solved=True)
    names = re.findall(r'^names = \["(\w+)"', (exercises / "unit.toml").read_text(), re.M)
    for name in names:
        ask(exercises, "reset", name, "--yes")

    for path in sorted((ROOT / "exercises").glob("[!_t]*.py")):
        if path.name != "conftest.py":
            assert (exercises / path.name).read_text() == path.read_text()


def test_a_whole_module_goes_back_even_if_it_cannot_be_read(exercises):
    """What is no Python any more is reset as a whole; the function alone is refused."""
    (exercises / "loss.py").write_text(BROKEN_LOSS)

    line = refuse(exercises, "reset", "bce_loss", "--yes")
    ask(exercises, "reset", "loss", "--yes")

    assert line == (
        "loss.py:2 is not valid Python. The whole module can be reset: "
        "python -m exercises reset loss\n"
    )
    assert (exercises / "loss.py").read_text() == (ROOT / "exercises" / "loss.py").read_text()


def test_missing_function_or_module_comes_back(begun):
    """A function that was deleted is put at the end, a module that was deleted anew."""
    (begun / "model.py").unlink()
    text = (begun / "logistic.py").read_text()
    start, end = text.index("def log_odds"), text.index("def decide")
    (begun / "logistic.py").write_text(text[:start] + text[end:])

    ask(begun, "reset", "log_odds", "--yes")
    ask(begun, "reset", "LR", "--yes")

    assert "log_odds is still to be written" in (begun / "logistic.py").read_text()
    assert (begun / "model.py").read_text() == (ROOT / "exercises" / "model.py").read_text()


def test_line_ends_of_windows_are_kept(begun):
    """A file with CRLF has CRLF everywhere afterwards."""
    text = (begun / "logistic.py").read_bytes().replace(b"\n", b"\r\n")
    (begun / "logistic.py").write_bytes(text)

    ask(begun, "reset", "sigmoid", "--yes")

    after = (begun / "logistic.py").read_bytes()
    assert after.count(b"\n") == after.count(b"\r\n")


def test_without_a_yes_nothing_happens(begun):
    """Nobody there to ask means no; an untouched stub needs no question."""
    before = (begun / "logistic.py").read_bytes()
    done = run(begun.parent, "-m", "exercises", "reset", "sigmoid")
    same = ask(begun, "reset", "LR")

    assert done.returncode == 1
    question = "Restore the stub of sigmoid (logistic.py)? [y/N] "
    assert done.stdout == f"{question}\nNothing was changed.\n"
    assert (begun / "logistic.py").read_bytes() == before
    assert same == "LR (model.py) is the same as when it was handed out.\n"


def test_without_its_stub_nothing_is_changed(begun):
    """Where stubs.zip is damaged, one line says where to get it again."""
    (begun / "_kit" / "stubs.zip").write_bytes(b"no zip")

    assert refuse(begun, "reset", "sigmoid", "--yes") == (
        "logistic.py has no stub in _kit/stubs.zip. Copy that file again from the exercises you "
        "were given.\n"
    )


def test_without_a_backup_nothing_is_changed(begun):
    """Where the backup cannot be written the module stays, and one line names the place."""
    (begun / ".backups").write_text("a file")
    before = (begun / "logistic.py").read_bytes()

    assert refuse(begun, "reset", "sigmoid", "--yes") == (
        ".backups cannot be written: File exists. Nothing was changed.\n"
    )
    assert (begun / "logistic.py").read_bytes() == before
