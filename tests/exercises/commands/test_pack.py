"""``python -m exercises pack``: the zip to hand in, tested first."""

import json
import zipfile

from helpers.judged import earned, task
from helpers.student_kit import MODULES, ask, refuse, run, solve

from grader.intake import read_submissions, wanted_of


def test_zip_has_the_modules_and_a_record_and_the_grader_takes_it(begun, pool, course):
    """Versions and what the visible tests said; judged by the grader as it is."""
    folder = begun.parent / "submissions"
    folder.mkdir()
    output = ask(begun, "pack", "--to", str(folder / "anna.zip"))
    (found,) = read_submissions(folder, wanted=wanted_of(course))
    (judged,) = pool.judge([task(0, found.files)])

    assert earned(judged, pool.checks) == 40
    assert not found.notes
    with zipfile.ZipFile(folder / "anna.zip") as packed:
        names, record = packed.namelist(), json.loads(packed.read("submission.json"))
    assert len(names) == 9
    assert (record["unit"], record["unit_version"]) == ("autograd-logistic", "1.0")
    assert record["packages"]["torch"].startswith("2.")
    assert [record["visible"][name] for name in ("E05", "E06", "E11")] == [
        "done",
        "done",
        "not started",
    ]
    assert "  gradients.py " in output
    assert output.startswith("Testing your modules in a clean process ...\n")
    assert "40 of 100 points by the visible tests; the hidden tests decide the score.\n" in output
    assert "\nNot done: E09, E10, E11, " in output
    assert "anna.zip" in output


def test_what_works_only_beside_another_file_shows_when_packed(begun):
    """A helper in a file of its own is not handed in, and the packed module is tested."""
    (begun / "helper.py").write_text("HALF = 0.5\n")
    solve(begun, "logistic", "\n\nimport helper\n")

    assert "logistic.py" in ask(begun, "pack")
    with zipfile.ZipFile(begun.parent / "autograd-logistic-answers.zip") as packed:
        record = json.loads(packed.read("submission.json"))
    assert record["visible"]["E06"] == "error"


def test_what_the_grader_lacks_is_said_with_file_and_line(begun):
    """The bundle tells which Python and packages the grader has."""
    told = {"python": "3.0", "requires": {"torch": "2.13.0"}, "packages": ["torch", "matplotlib"]}
    told["given"] = ["deleted.csv", "notes.py"]
    (begun / "notes.py").write_text("HALF = 0.5\n")
    (begun / "_kit" / "grading.json").write_text(json.dumps(told))
    solve(
        begun, "logistic", "\n\nimport pytest as p, os\nimport notes\nfrom loss import bce_loss\n"
    )

    output = " ".join(ask(begun, "pack").split())

    line = len((begun / "logistic.py").read_text().splitlines()) - 1
    assert f"logistic.py:{line - 1} imports pytest, which is not there when your work is" in output
    assert output.count("imports") == 1
    assert "your work is graded with Python 3.0, torch 2.13.0." in output
    assert "bytes 3 of 3 pass data.py" in output


def test_a_file_of_somebody_else_is_not_overwritten(begun):
    """Only a pack gives way to a pack."""
    (begun.parent / "autograd-logistic-answers.zip").write_bytes(b"mine")

    assert refuse(begun, "pack") == (
        "autograd-logistic-answers.zip exists and was not written by this command, so it is not "
        "overwritten. Choose another name with --to.\n"
    )
    assert (begun.parent / "autograd-logistic-answers.zip").read_bytes() == b"mine"


def test_without_modules_there_is_nothing_to_pack(begun):
    """The line says where the modules belong."""
    for module in MODULES:
        (begun / f"{module}.py").unlink()

    assert refuse(begun, "pack") == (
        f"There is no module to pack in {begun}. Put your modules there.\n"
    )


def test_a_place_that_cannot_be_written_is_one_line(begun):
    """The line gives the reason and the option for another place."""
    target = begun.parent / "missing" / "anna.zip"
    for path in begun.glob("test_*.py"):
        path.write_text("")
    (begun / "test_loss.py").write_text("def test_that_passes():\n    pass\n")

    assert refuse(begun, "pack", "--to", str(target)) == (
        f"{target} cannot be written: No such file or directory. Choose another place with --to.\n"
    )


def test_tests_that_cannot_be_run_are_one_line(begun):
    """A visible test that was edited until it is not Python any more stops the packing."""
    (begun / "test_loss.py").write_text("def test_loss(:\n")

    assert refuse(begun, "pack").startswith("The tests could not be run: ")


def test_tests_that_do_not_end_are_one_line(begun):
    """A loop that no test limit ends is ended in the end, and named as what it may be."""
    solve(begun, "loss", "\n\nwhile True:\n    pass\n")
    script = (
        "import sys; sys.path.insert(0, 'exercises')\n"
        "from _kit.commands import CommandError, pack\n"
        "from _kit.language import translator\n"
        "from _kit.terminal import Screen\n"
        "pack.LIMIT_MINUTES = 0.02\n"
        "try:\n"
        "    pack.pack(Screen(), translator('en'))\n"
        "except CommandError as error:\n"
        "    print(error)\n"
    )

    assert run(begun.parent, "-c", script).stdout.endswith(
        "The tests did not end within 0.02 minutes. Does every loop end?\n"
    )
