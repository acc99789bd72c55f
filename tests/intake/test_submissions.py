"""A folder of submissions: every student is read, refused in one sentence, or named."""

import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from helpers.courses import REPOSITORY
from helpers.notebooks import ANSWER, notebook_of, run_module
from helpers.submissions import (
    CODE,
    MODULES,
    WANTED,
    ReaderHere,
    put,
    put_zip,
    read_all,
    refusal_of,
    said,
    submission_of,
)

from grader.errors import GraderError
from grader.intake import (
    Refusal,
    Submission,
    Unchanged,
    file_stem,
    read_changed,
    read_submissions,
    wanted_of,
)
from grader.intake.readers.reader import AHEAD
from grader.intake.reading import Wanted
from grader.text import clean


def test_folders_and_zips_are_read_in_the_order_of_names(folder):
    """One folder or one zip for each student, side by side."""
    put_zip(folder / "bob.zip", {"loss.py": CODE})
    put(folder / "Zoe" / "loss.py")

    found = read_all(folder)

    assert list(found) == ["Zoe", "alice", "bob"]
    assert all(submission.files == {"loss.py": CODE} for submission in found.values())
    assert all(said(submission) == () for submission in found.values())


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda path: path, "does not exist, expected a folder with one folder or one zip"),
        (lambda path: path.mkdir(), "is empty, expected a folder with one folder or one zip"),
        (lambda path: put(path), "is a file, expected a folder with one folder or one zip"),
        (lambda path: put(path / "README.txt"), "holds no submission, expected a folder with"),
        (lambda path: put(path / "__MACOSX" / "a"), "holds no submission, expected a folder with"),
    ],
    ids=["missing", "empty", "file", "no student", "junk"],
)
def test_unusable_folder_is_one_clear_error(tmp_path, make, message):
    """Where, what was found, what was expected: before anything is graded."""
    path = tmp_path / "all"
    make(path)

    with pytest.raises(GraderError) as caught:
        read_submissions(path, wanted=WANTED)
    assert str(caught.value).startswith(f"{path} {message}")


@pytest.mark.parametrize("modules", [MODULES, ()], ids=["modules known", "modules unknown"])
def test_folder_of_one_student_is_told_apart_from_a_class(folder, modules):
    """Pointing at one student's work is a common slip; the next step is said."""
    put(folder / "alice" / "__pycache__" / "loss.pyc")

    with pytest.raises(GraderError, match=r"alice holds loss\.py itself, .* name the folder above"):
        read_submissions(folder / "alice", wanted=Wanted(modules))


def test_folder_with_all_modules_is_one_student_even_with_sub_folders(folder):
    """A student's own data folder does not make a class."""
    put(folder / "alice" / "gradients.py")
    put(folder / "alice" / "data" / "table.csv")

    with pytest.raises(GraderError, match=r"holds gradients\.py itself"):
        read_submissions(folder / "alice", wanted=WANTED)


def test_things_that_nobody_handed_in_are_ignored(folder):
    """Notes, tables and what tools leave belong to no student."""
    for name in ("README.txt", "scores.csv", ".DS_Store", "._alice", ".git/config", ".hidden"):
        put(folder / name)

    assert list(read_all(folder)) == ["alice"]


@pytest.mark.parametrize(
    ("name", "student", "advice"),
    [
        ("bob.tar.gz", "bob", "Unpack it into a folder with the student's name."),
        ("bob.7z", "bob", "Unpack it into a folder with the student's name."),
        ("bob.RAR", "bob", "Unpack it into a folder with the student's name."),
        ("bob.py", "bob", "Put it into a folder with the student's name."),
        ("bob.ipynb", "bob", "Put it into a folder with the student's name."),
    ],
)
def test_submission_of_another_kind_is_refused_with_the_next_step(folder, name, student, advice):
    """Nobody is passed over in silence."""
    put(folder / name)

    reason = refusal_of(folder, student)

    assert reason == f"{name}: only folders and zip files are read. {advice}"


def test_archive_beside_its_unpacked_folder_is_only_noted(folder):
    """After the teacher has unpacked it, the student is graded."""
    put(folder / "alice.tar.gz")

    submission = submission_of(folder, "alice")

    assert submission.files == {"loss.py": CODE}
    assert said(submission) == ("alice.tar.gz lies beside it and was not read.",)


def test_folder_and_zip_of_one_student_are_refused(folder):
    """Which of the two counts is not ours to say."""
    put_zip(folder / "bob.zip", {"loss.py": CODE})
    put(folder / "bob" / "loss.py")

    assert refusal_of(folder, "bob") == (
        '"bob" and "bob.zip" belong to the same student. Keep the one that counts.'
    )


def test_names_that_look_the_same_are_refused(folder):
    """Normal form and outer blanks do not make two students; the escapes show the difference."""
    composed, apart = unicodedata.normalize("NFC", "josé"), unicodedata.normalize("NFD", "josé")
    for name in (composed, apart, "bob", "bob "):
        put(folder / name / "loss.py")

    assert '"jos\\xe9"' in refusal_of(folder, composed)
    assert '"jose\\u0301"' in refusal_of(folder, apart)
    assert refusal_of(folder, "bob") == refusal_of(folder, "bob ")


def test_names_that_differ_in_capitals_are_two_students(folder):
    """They get two files too."""
    put(folder / "Alice" / "loss.py")

    found = read_all(folder)

    assert list(found) == ["Alice", "alice"]
    assert file_stem("Alice") != file_stem("alice")


def test_capital_ending_is_a_zip(folder):
    """The student's name is what stands before it."""
    put_zip(folder / "bob.ZIP", {"loss.py": CODE})

    assert submission_of(folder, "bob").files == {"loss.py": CODE}


def test_link_to_a_folder_is_refused(folder):
    """It could lead to another student's work."""
    (folder / "bob").symlink_to(folder / "alice")
    (folder / "carol.zip").symlink_to("nowhere")

    assert refusal_of(folder, "bob").startswith("bob is a symbolic link, which is not followed.")
    assert refusal_of(folder, "carol").startswith("carol.zip is a symbolic link,")


def test_link_to_a_table_is_ignored(folder):
    """A teacher's own link is no submission."""
    (folder / "scores.csv").symlink_to(put(folder.parent / "scores.csv"))

    assert list(read_all(folder)) == ["alice"]


def test_pipe_called_like_a_zip_is_refused(folder):
    """Opening it would wait for ever."""
    os.mkfifo(folder / "bob.zip")

    assert refusal_of(folder, "bob") == "bob.zip is a named pipe; only regular files are read."


STRANGE_NAMES = [
    "with space",
    'it\'s "quoted"',
    "two\nlines",
    "-rf",
    "..hidden",
    "x" * 200,
    "\N{RIGHT-TO-LEFT OVERRIDE}ecila",
    "王小明",
    "\N{CYRILLIC SMALL LETTER A}lice",
    "$(touch here)",
    os.fsdecode(b"caf\xe9"),
]


@pytest.mark.parametrize("name", STRANGE_NAMES, ids=ascii)
def test_strange_name_is_a_student_like_any_other(folder, name):
    """The name stays as found, and its notes can be shown anywhere."""
    put(folder / name / "loss.py")
    (folder / name / "gradients.py").symlink_to("loss.py")

    submission = submission_of(folder, name)

    assert submission.files == {"loss.py": CODE}
    assert all(clean(note) == note for note in said(submission))


def test_only_restricts_to_the_students_named(folder):
    """Names may come as the shell completes them."""
    put_zip(folder / "bob.zip", {"loss.py": CODE})
    put(folder / "carol" / "loss.py")

    assert list(read_all(folder, "carol/", "bob.zip")) == ["bob", "carol"]


@pytest.mark.parametrize(
    ("name", "advice"),
    [("alcie", 'Did you mean "alice"?'), ("q", "Check the spelling.")],
)
def test_unknown_student_is_an_error_that_names_close_ones(folder, name, advice):
    """A misspelt name never means that nobody is graded in silence."""
    with pytest.raises(GraderError) as caught:
        read_submissions(folder, [name], wanted=WANTED)
    assert str(caught.value) == f'{folder} has no submission of "{name}". {advice}'


def test_students_are_read_when_their_turn_comes(folder):
    """A class of thousands is never in memory at once."""
    for number in range(3 * AHEAD):
        put(folder / f"bob{number:02}" / "loss.py")
    submissions = read_submissions(folder, wanted=WANTED)
    next(submissions)

    put(folder / f"bob{3 * AHEAD - 1}" / "loss.py", b"later = 1\n")

    assert list(submissions)[-1].files == {"loss.py": b"later = 1\n"}


def test_unreadable_things_cost_only_themselves(tmp_path):
    """Permission denied: on the folder an error, on a student a refusal, on a file a note."""
    os.chmod(tmp_path, 0o755)
    for name in ("alice", "bob", "carol"):
        put(tmp_path / "all" / name / "loss.py")
    (tmp_path / "all" / "alice" / "loss.py").chmod(0)
    put(tmp_path / "all" / "alice" / "inner" / "helper.py")
    (tmp_path / "all" / "alice" / "inner").chmod(0)
    (tmp_path / "all" / "bob").chmod(0)
    (tmp_path / "closed").mkdir(mode=0)

    told = read_as_nobody(tmp_path)

    assert told == [
        f"{tmp_path}/closed cannot be opened: Permission denied, expected a folder with one "
        "folder or one zip for each student. Check its permissions.",
        "alice: inner cannot be opened: Permission denied. "
        "loss.py cannot be read: Permission denied.",
        "bob: bob cannot be opened: Permission denied.",
        "carol:",
    ]


def read_as_nobody(tmp_path: Path) -> list[str]:
    """Read closed/ and all/ in a process that rights apply to, and return what it prints."""
    script = """
import sys
from pathlib import Path
from grader.errors import GraderError
from grader.intake import Refusal, read_submissions
from grader.intake.reading import Wanted
import os
sys.path.insert(0, "tests")
from helpers.submissions import ReaderHere, said
import grader.intake.entry
grader.intake.entry.Reader = ReaderHere  # nobody may not start the interpreter of this machine
if os.geteuid() == 0:  # rights do not bind root
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
folder = Path(sys.argv[1])
try:
    read_submissions(folder / "closed")
except GraderError as error:
    print(error)
for found in read_submissions(folder / "all", wanted=Wanted(["loss"])):
    told = found.reason.text if isinstance(found, Refusal) else " ".join(said(found))
    print(f"{found.student}: {told}".strip())
"""
    for parent in tmp_path.parents[:3]:
        if parent.name.startswith(("pytest-", "popen-")):  # popen: a worker of pytest-xdist
            parent.chmod(0o755)
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        cwd=REPOSITORY,
    )
    return done.stdout.splitlines()


def test_failing_disk_is_told_and_costs_only_what_lies_on_it(folder, monkeypatch):
    """An error of the system while listing has its own words on every level."""

    def fail(_descriptor: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("grader.intake.entry.Reader", ReaderHere)
    monkeypatch.setattr("os.scandir", fail)
    assert read_all(folder)["alice"].reason.text == ("alice cannot be listed: Input/output error.")
    monkeypatch.setattr("os.listdir", fail)
    with pytest.raises(
        GraderError, match=r"cannot be listed: Input/output error\. Expected a folder"
    ):
        read_submissions(folder)


def test_no_descriptor_is_left_open(folder):
    """A class of thousands must not run out of descriptors."""
    put(folder / "bob" / "a" / "b" / "loss.py")
    put_zip(folder / "carol.zip", {"loss.py": CODE})
    before = len(os.listdir("/dev/fd"))

    for _ in range(3):
        read_all(folder)

    assert len(os.listdir("/dev/fd")) == before


def test_course_folder_is_told_from_a_class(tmp_path, course):
    """In an nbgrader course the submissions lie one folder further down."""
    put(tmp_path / "nbgrader_config.py", "")
    put(tmp_path / "submitted" / "alice" / "autograd-logistic" / "loss.ipynb", notebook_of(ANSWER))

    with pytest.raises(GraderError, match=r"is an nbgrader course.*Name its folder .*/submitted"):
        read_submissions(tmp_path, wanted=wanted_of(course))

    (found,) = read_submissions(tmp_path / "submitted", wanted=wanted_of(course))
    assert not isinstance(found, Refusal)
    assert set(found.files) == {"loss.py"}


def test_other_assignments_of_a_student_do_not_compete(alice, course):
    """In nbgrader's tree only the folder of this unit is read, for everybody."""
    put(alice / "autograd-logistic" / "loss.ipynb", notebook_of(ANSWER))
    put(alice / "last-week" / "loss.ipynb", notebook_of(ANSWER.replace("return p", "return y")))
    put(alice.parent / "ben" / "last-week" / "loss.ipynb", notebook_of(ANSWER))
    for student in (alice, alice.parent / "ben"):
        put(student / "last-week" / "timestamp.txt", "2026-02-01 08:00:00 UTC")

    own, other = read_submissions(alice.parent, wanted=wanted_of(course))

    assert run_module(own.files["loss.py"])["bce_loss"](3, 4) == 3
    assert said(own)[0] == (
        "Only the folder autograd-logistic was read: nbgrader has one for each assignment."
    )
    assert other.files == {}
    assert said(other)[0] == (
        "nbgrader collected last-week for other assignments, and nothing for autograd-logistic."
    )


@pytest.mark.parametrize("place", ["", "homework/", "week 3/homework/"])
def test_how_one_student_names_a_folder_decides_nothing_for_another(alice, course, place):
    """A class of plain folders, in which one has unpacked the bundle under its own name."""
    put(alice / f"{place}loss.ipynb", notebook_of(ANSWER))
    put(alice.parent / "ben" / "autograd-logistic" / "loss.ipynb", notebook_of(ANSWER))

    own, other = read_submissions(alice.parent, wanted=wanted_of(course))

    assert set(own.files) == set(other.files) == {"loss.py"}


def test_code_in_a_folder_beside_that_of_the_unit_is_accounted_for(alice, course):
    """It may be the answer, and the folder of the unit the bundle as it was handed out."""
    put(alice / "autograd-logistic" / "loss.ipynb", notebook_of(ANSWER))
    put(alice / "answers" / "loss.py", "def bce_loss(p, y):\n    return y\n")

    (own,) = read_submissions(alice.parent, wanted=wanted_of(course))

    assert set(own.files) == {"loss.py"}
    assert "answers/loss.py lies outside of the folder autograd-logistic and was not read." in (
        said(own)
    )
    assert "answers/loss.py" in {file.path for file in own.account.unread}


def test_work_beside_the_folder_of_the_unit_is_read_too(alice, course):
    """A folder of the unit's name with the stubs does not hide the answer beside it."""
    put(alice / "autograd-logistic" / "notes.txt", "the bundle, unpacked")
    put(alice / "loss.ipynb", notebook_of(ANSWER))

    (own,) = read_submissions(alice.parent, wanted=wanted_of(course))

    assert "loss.py" in own.files


CHANGES = {
    "a module": lambda folder: put(folder / "alice" / "loss.py", b"def loss():\n    return 3\n"),
    "another name": lambda folder: (folder / "alice" / "loss.py").rename(folder / "alice" / "a.py"),
    "a file more": lambda folder: put(folder / "alice" / "notes.txt"),
    "a file of a tool": lambda folder: put(folder / "alice" / ".DS_Store"),
    "a file beside it": lambda folder: put(folder / "alice.pdf"),
}


@pytest.fixture
def known(folder) -> dict[str, str]:
    """What the entries of the class were when they were read."""
    put_zip(folder / "bob.zip", {"loss.py": CODE})
    found = list(read_changed(folder, lambda _student: "", wanted=WANTED))
    return {each.student: each.entry for each in found if isinstance(each, Submission)}


def test_what_is_as_it_was_is_not_read_again(folder, known):
    """A rerun looks at bytes and names alone."""
    found = list(read_changed(folder, lambda student: known[student], wanted=WANTED))

    assert found == [Unchanged("alice"), Unchanged("bob")]


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whatever_changes_in_an_entry_it_is_read_again(folder, known, change):
    """Also what the grader does not run: the account names every file."""
    change(folder)

    alice, bob = read_changed(folder, lambda student: known[student], wanted=WANTED)

    assert isinstance(alice, Submission)
    assert alice.entry not in ("", known["alice"])
    assert bob == Unchanged("bob")


def test_another_way_of_reading_is_another_entry(folder, known):
    """A stub that was handed out in another form may change what counts as an answer."""
    wanted = Wanted(MODULES, {"loss": b"def loss():\n    raise NotImplementedError\n"})

    found = list(read_changed(folder, lambda student: known[student], wanted=wanted))

    assert all(isinstance(each, Submission) for each in found)


def test_what_cannot_be_held_is_read_each_time(folder):
    """A link may lead elsewhere tomorrow, so nothing is concluded from it."""
    (folder / "alice" / "data.csv").symlink_to("/etc/hostname")

    (alice,) = read_changed(folder, lambda _student: "", wanted=WANTED)

    assert isinstance(alice, Submission)
    assert alice.entry == ""
