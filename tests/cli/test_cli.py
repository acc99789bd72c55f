"""The command line as a teacher types it: real processes, exit codes, one line per mistake."""

import csv
import json
import os
import shutil
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from helpers.commands import RIGHT, autograde, grader
from helpers.courses import TOY

from grader.box.sandbox import find_walls


def scores(results: Path) -> dict[str, str]:
    """Return student → score as they stand in scores.csv."""
    with (results / "scores.csv").open(newline="", encoding="utf-8") as file:
        return {row["student"]: row["score"] for row in csv.DictReader(file)}


@pytest.mark.parametrize("words", [["--help"], ["autograde", "--help"], ["doctor", "--help"]])
def test_help_imports_nothing_heavy(words):
    """It answers at once: neither torch nor pytest nor numpy is loaded for it."""
    code = (
        "import sys; from grader.cli import app\n"
        "try: app(sys.argv[1:])\n"
        "except SystemExit: pass\n"
        "print(sorted({'torch', 'numpy', 'pytest', 'matplotlib', 'nbformat'} & set(sys.modules)))"
    )

    told = subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, text=True, check=True
    )

    assert "Usage" in told.stdout
    assert told.stdout.strip().endswith("[]")


FIRST_JUDGE = """
import os, sys
from helpers.processes import children
from grader.engine.local import Pool
seen, start = [], Pool.start
def note(pool):
    seen.append("grader.intake.submissions" in sys.modules)
    start(pool)
Pool.start = note
from grader.cli import app
try: app(sys.argv[1:])
except SystemExit as end: print(seen, end.code, children(os.getpid()))
"""


def test_a_first_judge_warms_up_before_anything_else_is_imported(tmp_path):
    """Not where there are results, which may be up to date; and none is left after a mistake."""
    words = ["autograde", str(tmp_path / "missing"), "--to", str(tmp_path), "--course", str(TOY)]
    told = []
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", FIRST_JUDGE, *words],
            capture_output=True,
            text=True,
            check=True,
            cwd=TOY.parent,
        )
        told.append(done.stdout.strip())
        (tmp_path / "ada.json").write_text("{}")

    assert told == ["[False] 2 []", "[] 2 []"]


def test_autograde_writes_a_score_and_a_message_for_every_check(tmp_path):
    """A right one, a zip with a wrong one, and a student who has not begun."""
    folder = tmp_path / "submissions"
    (folder / "Ada Lovelace").mkdir(parents=True)
    (folder / "Ada Lovelace" / "shapes.py").write_text(RIGHT)
    with zipfile.ZipFile(folder / "ben.zip", "w") as archive:
        archive.writestr("homework/shapes.py", RIGHT.replace("x * 2", "x * 3"))
    (folder / "cleo").mkdir()

    done = autograde(folder, tmp_path / "results")

    assert done.returncode == 0, done.stderr
    assert "Checks: 6 PASSED, 4 UNANSWERED, 2 WRONG." in done.stdout
    assert "3 submissions: 3 graded now" in done.stdout
    assert f"Box: {'full' if find_walls().outer else 'inner layers only'}." in done.stdout
    assert scores(tmp_path / "results") == {"Ada Lovelace": "10", "ben": "4", "cleo": "0"}
    ben = json.loads((tmp_path / "results" / "ben.json").read_text())
    checks = [check for exercise in ben["exercises"] for check in exercise["checks"]]
    assert [check["outcome"] for check in checks] == ["WRONG", "WRONG", "PASSED", "PASSED"]
    assert all(check["message"] for check in checks[:2])
    assert all(check["sentence"] for check in checks)
    assert ben["notes"]


def test_bad_input_gets_a_verdict_or_a_named_refusal_and_the_others_are_graded(tmp_path):
    """One class with everything that can lie in a folder; two right ones between them."""
    folder = tmp_path / "submissions"
    names = ["alice", "quote'\" name", "new\nline", "x" * 200, "zoe", "crash", "latin", "nul"]
    for name in names:
        (folder / name).mkdir(parents=True)
        (folder / name / "shapes.py").write_text(RIGHT)
    (folder / "crash" / "shapes.py").write_text("import ctypes\nctypes.string_at(0)\n")
    (folder / "latin" / "shapes.py").write_bytes(RIGHT.encode() + b"# caf\xe9\n")
    (folder / "nul" / "shapes.py").write_bytes(b"\x00" * 100)
    (folder / "link").mkdir()
    (folder / "link" / "shapes.py").symlink_to(folder / "alice" / "shapes.py")
    (folder / "hard").mkdir()
    os.link(folder / "latin" / "shapes.py", folder / "hard" / "shapes.py")
    (folder / "fifo").mkdir()
    os.mkfifo(folder / "fifo" / "shapes.py")
    (folder / "huge").mkdir()
    with (folder / "huge" / "shapes.py").open("wb") as file:
        file.truncate(1 << 30)
    (folder / "corrupt.zip").write_bytes(b"PK\x03\x04 and no more")
    with zipfile.ZipFile(folder / "climber.zip", "w") as archive:
        archive.writestr("../../alice/shapes.py", "x = 1")
    with zipfile.ZipFile(folder / "alice.zip", "w") as archive:
        archive.writestr("shapes.py", RIGHT)
    (folder / "latin2").mkdir()
    (folder / "latin2" / "shapes.py").write_bytes(RIGHT.encode() + b"# caf\xe9\n")

    done = autograde(folder, tmp_path / "results")

    assert done.returncode == 3, done.stderr
    assert "Traceback" not in done.stderr + done.stdout
    found = scores(tmp_path / "results")
    assert found["zoe"] == found["quote'\" name"] == found["latin2"] == "10"
    assert found["new\\nline"] == "10"
    assert found["x" * 200] == "10"
    assert found["crash"] == found["nul"] == found["huge"] == found["fifo"] == "0"
    assert found["link"] == found["hard"] == found["latin"] == "0"
    assert found["alice"] == found["corrupt"] == found["climber"] == ""
    for words in ("alice.zip", "corrupt", "climber"):
        assert words in done.stdout


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda folder: None, "does not exist"),
        (lambda folder: folder.write_text(""), "is a file"),
        (lambda folder: folder.mkdir(), "is empty"),
        (
            lambda folder: (folder.mkdir(), (folder / "shapes.py").write_text(RIGHT)),
            "Is it the work of one student",
        ),
    ],
)
def test_a_folder_that_holds_no_class_is_one_clear_line(tmp_path, make, words):
    """Exit code 2, nothing on the terminal but the line, no results folder made up."""
    make(tmp_path / "submissions")

    done = autograde(tmp_path / "submissions", tmp_path / "results")

    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert words in done.stderr
    assert done.stderr.startswith("grader: ")


def test_a_results_folder_that_is_a_file_is_one_clear_line(tmp_path):
    """And the file stays."""
    (tmp_path / "submissions" / "alice").mkdir(parents=True)
    (tmp_path / "results").write_text("mine")

    done = autograde(tmp_path / "submissions", tmp_path / "results")

    assert done.returncode == 2
    assert "is a file" in done.stderr
    assert (tmp_path / "results").read_text() == "mine"


@pytest.mark.parametrize("jobs", ["0", "-1", "many"])
def test_jobs_must_be_a_number_above_zero(tmp_path, jobs):
    """A usage error, told by the option's name."""
    done = autograde(tmp_path, tmp_path / "results", "--jobs", jobs)

    assert done.returncode == 2
    assert "--jobs" in done.stderr


def test_only_grades_the_named_students(tmp_path):
    """An unknown name is told with those that are close."""
    for name in ("alice", "bob"):
        (tmp_path / "submissions" / name).mkdir(parents=True)
        (tmp_path / "submissions" / name / "shapes.py").write_text(RIGHT)

    done = autograde(tmp_path / "submissions", tmp_path / "results", "--only", "bob")
    unknown = autograde(tmp_path / "submissions", tmp_path / "results", "--only", "bobb")

    assert done.returncode == 0
    assert scores(tmp_path / "results") == {"bob": "10"}
    assert unknown.returncode == 2
    assert "bob" in unknown.stderr


def test_what_a_person_grades_ends_with_3_until_a_row_gives_points(tmp_path):
    """Whose row is missing is named, with the table to write it in; proof and trial go without."""
    root, results = tmp_path / "course", tmp_path / "results"
    shutil.copytree(TOY, root, ignore=shutil.ignore_patterns("__pycache__"))
    manifest = root / "exercises" / "unit.toml"
    manifest.write_text(
        manifest.read_text().replace("points = 10\n", "points = 13\n")
        + '\n[[manual]]\nid = "essay"\ntitle = "Why the loss falls"\npoints = 3\n'
    )
    (tmp_path / "submissions" / "ada").mkdir(parents=True)
    (tmp_path / "submissions" / "ada" / "shapes.py").write_text(RIGHT)

    waits = autograde(tmp_path / "submissions", results, course=root)
    (results / "overrides.csv").write_text(
        "student,exercise,points,reason,who\nada,essay,2,clear,Dr. Wu\n"
    )
    graded = autograde(tmp_path / "submissions", results, course=root)
    proved = grader("check", "--course", root)
    tried = grader("try", root / "solutions" / "shapes.py", "--course", root)

    assert (waits.returncode, graded.returncode, proved.returncode) == (3, 0, 0)
    assert (tried.returncode, tried.stdout.splitlines()[-1]) == (0, "10 of 10 points.")
    assert "  ada: open: 1 exercise to grade by hand (essay)\n1 to grade by hand: " in waits.stdout
    assert f"student,exercise,points,reason,who each in {results}/overrides.csv" in waits.stdout
    assert "0 graded now, 1 up to date" in graded.stdout
    assert scores(results) == {"ada": "12"}
    assert "Two functions: 2 exercises, 10 points. Stubs earn 0, solutions 10" in proved.stdout
    assert "A person grades 1 exercise more (essay)." in proved.stdout


def test_a_course_that_is_none_is_one_clear_line(tmp_path):
    """The line says what was looked for."""
    (tmp_path / "submissions" / "alice").mkdir(parents=True)

    done = autograde(tmp_path / "submissions", tmp_path / "results", course=tmp_path)

    assert done.returncode == 2
    assert "unit.toml" in done.stderr


def test_check_proves_the_toy_course():
    """Exit code 0 and one line that says what was proved."""
    done = grader("check", "--course", TOY)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "Stubs earn 0, solutions 10" in done.stdout


def test_sync_writes_what_is_stale_and_check_only_tells(tmp_path):
    """A changed contract makes its stub stale; sync mends it; a second look finds nothing."""
    root = tmp_path / "course"
    shutil.copytree(TOY, root)
    solution = root / "solutions" / "shapes.py"
    solution.write_text(solution.read_text().replace("Return twice", "Give twice"))

    stale = grader("sync", "--check", "--course", root)
    written = grader("sync", "--course", root)
    fresh = grader("sync", "--check", "--course", root)
    proof = grader("check", "--course", root)

    assert stale.returncode == 1
    assert 'shapes.py is stale. Run "grader sync"' in stale.stdout
    assert written.returncode == 0
    assert "Give twice" in (root / "exercises" / "shapes.py").read_text()
    assert fresh.returncode == 0
    assert proof.returncode == 0


def test_check_names_what_is_missing(tmp_path):
    """Exit code 1, one line per problem, before any box is started."""
    root = tmp_path / "course"
    shutil.copytree(TOY, root)
    (root / "exercises" / "test_shapes.py").unlink()

    done = grader("check", "--course", root)

    assert done.returncode == 1
    assert "test_shapes.py" in done.stdout


def test_doctor_says_each_layer_and_each_refused_act():
    """Exit code 0 only where every layer is on."""
    done = grader("doctor")

    assert (done.returncode == 0) == find_walls().outer
    for layer in ("bubblewrap", "Landlock", "seccomp", "scratch folder", "limits"):
        assert layer in done.stdout
    assert "ALLOWED" not in done.stdout


def test_the_doctor_says_what_is_missing_on_this_machine(tmp_path):
    """A PATH without bwrap stands for a machine without it; a course may require a package."""
    shutil.copytree(TOY, tmp_path / "course")
    manifest = tmp_path / "course" / "exercises" / "unit.toml"
    manifest.write_text(manifest.read_text().replace('["torch"]', '["torch", "no-such"]'))

    done = grader("doctor", "--course", tmp_path / "course", PATH=str(tmp_path))

    assert done.returncode == 1
    assert "nstall bubblewrap" in done.stdout
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("course  ")]
    assert line.endswith(": no-such. Install it there: pip install no-such")


def test_the_results_can_be_read_by_others(tmp_path):
    """A co-teacher on the same machine opens what the grader wrote."""
    (tmp_path / "submissions" / "alice").mkdir(parents=True)

    autograde(tmp_path / "submissions", tmp_path / "results")

    mode = (tmp_path / "results" / "alice.json").stat().st_mode
    assert mode & stat.S_IROTH


def test_regrade_writes_old_and_new_scores_side_by_side(tmp_path):
    """After a change of one hidden test; the summary says how many scores moved."""
    root = tmp_path / "course"
    shutil.copytree(TOY, root)
    (tmp_path / "submissions" / "alice").mkdir(parents=True)
    (tmp_path / "submissions" / "alice" / "shapes.py").write_text(RIGHT.replace("sum()", "mean()"))
    autograde(tmp_path / "submissions", tmp_path / "results", course=root)
    hidden = root / "hidden" / "test_shapes_hidden.py"
    hidden.write_text(hidden.read_text().replace("x = torch.zeros(0)", "x = torch.ones(1)"))

    done = autograde(tmp_path / "submissions", tmp_path / "results", "--regrade", course=root)

    assert done.returncode == 0, done.stderr
    assert "1 exercise score regraded, 0 changed" in done.stdout
    with (tmp_path / "results" / "regrade.csv").open(newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["student"], row["exercise"], row["old"], row["new"]) == ("alice", "T2", "0", "0")
    assert "test_total_of_nothing_is_zero changed" in row["why"]
