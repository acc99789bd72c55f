"""Intake: whatever students hand in becomes bounded bytes, a note or one clear refusal."""

import io
import os
import socket
import stat
import struct
import subprocess
import sys
import unicodedata
import warnings
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from helpers.courses import REPOSITORY
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import GraderError, SubmissionRefused
from grader.intake import Refusal, Submission, file_stem, read_submissions
from grader.intake.files import archive
from grader.intake.files.archive import archive_tree
from grader.intake.files.gate import path_parts, read_file
from grader.intake.files.source import to_utf8
from grader.intake.reading import Wanted, read_tree
from grader.text import clean, clean_lines

MODULES = ("gradients", "loss")
WANTED = Wanted(MODULES)
CODE = b"def loss():\n    return 1\n"


@pytest.fixture
def folder(tmp_path) -> Path:
    """A folder of submissions in which alice handed in loss.py."""
    put(tmp_path / "all" / "alice" / "loss.py")
    return tmp_path / "all"


def put(path: Path, data: bytes = CODE) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def put_zip(path: Path, members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(zipped(members, method))
    return path


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of names that are there twice
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def read_all(folder: Path, *only: str) -> dict[str, Submission | Refusal]:
    return {found.student: found for found in read_submissions(folder, only, wanted=WANTED)}


def submission_of(folder: Path, student: str) -> Submission:
    found = read_all(folder)[student]
    assert isinstance(found, Submission), found
    return found


def refusal_of(folder: Path, student: str) -> str:
    """Return why *student* was refused, holding that alice was read all the same."""
    found = read_all(folder)
    refusal = found[student]
    assert isinstance(refusal, Refusal), refusal
    assert found["alice"].files == {"loss.py": CODE}
    assert clean(refusal.reason) == refusal.reason
    return refusal.reason


# ---- The folder of submissions ---------------------------------------------------------


def test_folders_and_zips_are_read_in_the_order_of_names(folder):
    """One folder or one zip for each student, side by side."""
    put_zip(folder / "bob.zip", {"loss.py": CODE})
    put(folder / "Zoe" / "loss.py")

    found = read_all(folder)

    assert list(found) == ["Zoe", "alice", "bob"]
    assert all(submission.files == {"loss.py": CODE} for submission in found.values())
    assert all(submission.notes == () for submission in found.values())


def test_equal_work_has_equal_digests_whoever_handed_it_in(folder):
    """The digest is of the work, not of the name or the container."""
    put_zip(folder / "bob.zip", {"loss.py": CODE})
    put(folder / "carol" / "loss.py", CODE + b"#")

    found = read_all(folder)

    assert found["alice"].digest == found["bob"].digest
    assert found["alice"].digest != found["carol"].digest


def test_digest_tells_names_from_contents():
    """Bytes that move from a name to its content change the digest."""
    assert Submission("a", {"ab": b"c"}).digest != Submission("a", {"a": b"bc"}).digest


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
    assert submission.notes == ("alice.tar.gz lies beside it and was not read.",)


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
    assert all(clean(note) == note for note in submission.notes)


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
    put(folder / "bob" / "loss.py")
    submissions = read_submissions(folder, wanted=WANTED)
    next(submissions)

    put(folder / "bob" / "loss.py", b"later = 1\n")

    assert next(submissions).files == {"loss.py": b"later = 1\n"}


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
    told = found.reason if isinstance(found, Refusal) else " ".join(found.notes)
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


# ---- One student's files ---------------------------------------------------------------


@pytest.mark.parametrize("place", ["exercises", "alice-hw1/exercises", "a/b/c/d/e"])
def test_modules_in_a_sub_folder_are_found(folder, place):
    """Many students hand in the folder instead of what is in it."""
    put(folder / "bob" / place / "loss.py")
    put(folder / "bob" / place / "tools" / "plot.py")

    submission = submission_of(folder, "bob")

    assert submission.files == {"loss.py": CODE, "tools/plot.py": CODE}
    assert submission.notes == (f"The modules were found in {place}.",)


def test_helpers_and_small_data_are_taken_along(folder):
    """What a module may import or open lies beside it under its own name."""
    for name in ("mine.py", "parts/__init__.py", "parts/deep.py", "table.csv"):
        put(folder / "alice" / name)

    assert list(submission_of(folder, "alice").files) == [
        "loss.py",
        "mine.py",
        "table.csv",
        "parts/__init__.py",
        "parts/deep.py",
    ]


def test_what_is_nobodys_answer_is_not_read(folder):
    """Tests, caches, pictures and environments stay where they are."""
    for name in (
        "test_loss.py",
        "conftest.py",
        "__main__.py",
        "_kit/report.py",
        "unit.toml",
        "curve.png",
        "__pycache__/loss.py",
        ".git/loss.py",
        "__MACOSX/loss.py",
        "._loss.py",
        "myenv/pyvenv.cfg",
        "myenv/lib/loss.py",
    ):
        put(folder / "alice" / name)

    submission = submission_of(folder, "alice")

    assert submission.files == {"loss.py": CODE}
    assert submission.notes == ()


def test_copy_higher_up_is_taken(folder):
    """An old copy in a sub-folder does not compete, but is said."""
    put(folder / "alice" / "old" / "loss.py", b"old = 1\n")

    submission = submission_of(folder, "alice")

    assert submission.files == {"loss.py": CODE}
    assert submission.notes == (
        "loss.py is there 2 times (loss.py, old/loss.py); loss.py was read.",
    )


def test_different_copies_side_by_side_are_left_out(folder):
    """Doubt earns nothing, and both places are named."""
    put(folder / "bob" / "v1" / "loss.py")
    put(folder / "bob" / "v2" / "loss.py", CODE + b"#")
    put(folder / "bob" / "gradients.py")

    submission = submission_of(folder, "bob")

    assert submission.files == {"gradients.py": CODE}
    assert submission.notes == (
        "loss.py was left out: there are 2 copies, and they differ (v1/loss.py, v2/loss.py).",
    )


def test_equal_copies_side_by_side_are_no_doubt(folder):
    """Handing the same file in twice costs nothing."""
    put(folder / "bob" / "v1" / "loss.py")
    put(folder / "bob" / "v2" / "loss.py")

    assert submission_of(folder, "bob").files["loss.py"] == CODE


def test_folder_called_like_a_module_does_not_meet_the_module(folder):
    """A file and a folder of one name could not be staged side by side."""
    put(folder / "bob" / "exercises" / "loss.py")
    put(folder / "bob" / "gradients.py")
    put(folder / "bob" / "loss.py" / "inner.py")

    submission = submission_of(folder, "bob")

    assert set(submission.files) == {"loss.py", "gradients.py"}
    assert (
        "loss.py/inner.py was left out: another file is already called loss.py/inner.py."
        in submission.notes
    )


def test_helpers_lie_beside_the_modules_nearest_to_them(folder):
    """Modules from two folders each bring the helpers of their own folder."""
    put(folder / "alice" / "week1" / "gradients.py")
    put(folder / "alice" / "week1" / "mine.py")
    put(folder / "alice" / "top.py")

    submission = submission_of(folder, "alice")

    assert set(submission.files) == {"loss.py", "gradients.py", "mine.py", "top.py"}
    assert submission.notes == ("The modules were found in the top folder, week1.",)


@pytest.mark.parametrize(
    "name",
    [
        "loss (1).py",
        "Loss.py",
        "loss.PY",
        "LOSS(2).py",
        "loss-1.py",
        "Copy of loss.py",
        "loss - copy.py",
        "loss.py.txt",
        "exercises/loss (3).py",
    ],
)
def test_renamed_module_is_recognised(folder, name):
    """Browsers and learning platforms rename what they store."""
    put(folder / "bob" / name)

    submission = submission_of(folder, "bob")

    assert submission.files == {"loss.py": CODE}
    assert f"{name} was read as loss.py." in submission.notes


def test_two_renamed_modules_are_left_out(folder):
    """Neither is taken on a guess."""
    put(folder / "bob" / "loss (1).py")
    put(folder / "bob" / "loss (2).py")

    submission = submission_of(folder, "bob")

    assert submission.files == {}
    assert submission.notes[0] == (
        "loss.py is missing, and any of loss (1).py, loss (2).py could be it; none was read."
    )


def test_right_name_needs_no_guess(folder):
    """A renamed file beside the right one is only a helper."""
    put(folder / "alice" / "Loss.py", b"other = 1\n")

    submission = submission_of(folder, "alice")

    assert submission.files["loss.py"] == CODE
    assert submission.notes == ()


def test_empty_submission_is_a_submission(folder):
    """Nothing handed in is judged as nothing, and said."""
    (folder / "bob").mkdir()

    submission = submission_of(folder, "bob")

    assert submission.files == {}
    assert submission.notes == ("No module was found, expected gradients.py, loss.py.",)


def test_module_counts_before_its_notebook(folder):
    """Its author learns which of the two was judged."""
    put(folder / "alice" / "loss.ipynb")

    assert submission_of(folder, "alice").notes == (
        "loss.ipynb lies beside loss.py and was not read: the module counts.",
    )


def test_modules_need_not_be_known(folder):
    """Without a manifest the least deep Python files are the modules."""
    put(folder / "bob" / "hw" / "one.py")

    found = {each.student: each for each in read_submissions(folder)}

    assert found["alice"].files == {"loss.py": CODE}
    assert found["bob"].files == {"one.py": CODE}


# ---- The gate --------------------------------------------------------------------------


def test_huge_file_is_left_out_by_name_and_never_read(folder):
    """A gigabyte is refused by its size; the rest is read."""
    with (folder / "alice" / "gradients.py").open("wb") as file:
        file.truncate(1 << 30)

    submission = submission_of(folder, "alice")

    assert submission.files == {"loss.py": CODE}
    assert submission.notes == ("gradients.py is 1 GiB; at most 1 MiB is read.",)


def test_module_of_exactly_the_limit_is_read(folder):
    """The limit itself is allowed."""
    put(folder / "alice" / "loss.py", b"#" * (1 << 20))

    assert len(submission_of(folder, "alice").files["loss.py"]) == 1 << 20


def test_large_data_file_is_left_out(folder):
    """Beside the code only small data travel."""
    put(folder / "alice" / "weights.pt", bytes((256 << 10) + 1))

    submission = submission_of(folder, "alice")

    assert submission.files == {"loss.py": CODE}
    assert submission.notes == ("weights.pt is 262,145 bytes; at most 262,144 bytes is read.",)


def test_whole_submission_is_bounded_with_its_modules_first(folder):
    """Nine helpers of a mebibyte do not push the module out."""
    for number in range(9):
        put(folder / "alice" / f"a{number}.py", b"#" * (1 << 20))

    submission = submission_of(folder, "alice")

    assert sum(map(len, submission.files.values())) <= 8 << 20
    assert "loss.py" in submission.files
    assert submission.notes == (
        "a7.py was left out: at most 8 MiB is read in all.",
        "a8.py was left out: at most 8 MiB is read in all.",
    )


def test_number_of_files_is_bounded(folder):
    """The first two hundred are read, modules first."""
    for number in range(250):
        put(folder / "alice" / f"a{number}.py", b"")

    submission = submission_of(folder, "alice")

    assert len(submission.files) == 200
    assert submission.files["loss.py"] == CODE
    assert submission.notes == ("There are 251 files; the first 200 were read.",)


def test_depth_is_bounded(folder):
    """Seven folders down nothing is looked for."""
    put(folder / "bob" / "1/2/3/4/5/6/7" / "loss.py")

    submission = submission_of(folder, "bob")

    assert submission.files == {}
    assert submission.notes[0] == (
        "1/2/3/4/5/6/7 is nested more than 6 folders deep and was not read."
    )


def test_folder_of_very_many_files_is_skipped_whole(folder, monkeypatch):
    """Which files are seen never depends on the order of the disk."""
    monkeypatch.setattr("grader.intake.files.folder.MAX_ENTRIES", 10)
    for number in range(20):
        put(folder / "alice" / "many" / f"{number}.py")

    submission = submission_of(folder, "alice")

    assert submission.files == {"loss.py": CODE}
    assert submission.notes == ("many holds too many entries and was not read.",)


def test_notes_are_bounded(folder):
    """A thousand odd files do not fill a thousand lines."""
    for number in range(100):
        (folder / "alice" / f"{number}.py").symlink_to("loss.py")

    notes = submission_of(folder, "alice").notes

    assert len(notes) == 30
    assert notes[-1] == "There are 71 more such notes."


def make_socket(path: Path) -> None:
    here = os.getcwd()
    os.chdir(path.parent)  # the path of a socket may have 107 bytes only
    try:
        socket.socket(socket.AF_UNIX).bind(path.name)
    finally:
        os.chdir(here)


def make_hard_link(path: Path) -> None:
    path.hardlink_to(put(path.parents[2] / "secret.py"))


def make_device(path: Path) -> None:
    try:
        os.mknod(path, stat.S_IFCHR | 0o666, os.makedev(1, 5))
    except PermissionError:
        pytest.skip("only root may make a device")


@pytest.mark.parametrize(
    ("make", "fault"),
    [
        (lambda path: path.symlink_to("/etc/passwd"), "is a symbolic link; only regular files"),
        (make_hard_link, "has 2 hard links; only a file with one link is read"),
        (os.mkfifo, "is a named pipe; only regular files are read"),
        (make_socket, "is a socket; only regular files are read"),
        (make_device, "is a device; only regular files are read"),
    ],
    ids=["symbolic link", "hard link", "pipe", "socket", "device"],
)
def test_odd_file_is_left_out_by_name_and_the_rest_read(folder, make, fault):
    """None of these hangs the reader or shows a file that is not the student's."""
    make(folder / "alice" / "gradients.py")

    submission = submission_of(folder, "alice")

    assert submission.files == {"loss.py": CODE}
    assert len(submission.notes) == 1
    assert submission.notes[0].startswith(f"gradients.py {fault}")


def test_linked_folder_is_not_entered(folder):
    """A link to a folder outside leads nowhere."""
    put(folder.parent / "elsewhere" / "gradients.py")
    (folder / "alice" / "more").symlink_to(folder.parent / "elsewhere")

    submission = submission_of(folder, "alice")

    assert submission.files == {"loss.py": CODE}
    assert submission.notes == ("more is a symbolic link; only regular files are read.",)


def test_pipe_called_like_a_zip_is_refused(folder):
    """Opening it would wait for ever."""
    os.mkfifo(folder / "bob.zip")

    assert refusal_of(folder, "bob") == "bob.zip is a named pipe; only regular files are read."


def test_file_that_turns_into_a_link_meanwhile_is_refused(folder):
    """The listing is not believed: the file is looked at again when it is opened."""
    (folder / "alice" / "inner").mkdir()
    (folder / "alice" / "inner" / "a.py").symlink_to("/etc/passwd")
    (folder / "alice" / "linked").symlink_to("inner")
    parent = os.open(folder / "alice", os.O_RDONLY)
    try:
        with pytest.raises(SubmissionRefused, match="is a symbolic link"):
            read_file(parent, "inner/a.py", 100)
        with pytest.raises(SubmissionRefused, match="cannot be opened: Not a directory"):
            read_file(parent, "linked/a.py", 100)
    finally:
        os.close(parent)


def test_file_that_states_no_size_is_read_to_the_limit():
    """Some files hold more than they say; what counts is what comes out."""
    parent = os.open("/proc/self", os.O_RDONLY)
    try:
        with pytest.raises(
            SubmissionRefused, match="holds more than 10 bytes; at most that is read"
        ):
            read_file(parent, "status", 10)
    finally:
        os.close(parent)


def test_file_of_a_strange_name_is_left_out(folder):
    """A helper that no program could name is not handed on."""
    put(folder / "alice" / "two\nlines.py")

    submission = submission_of(folder, "alice")

    assert submission.files == {"loss.py": CODE}
    assert submission.notes == ("two\\nlines.py has a name with invisible or unusual characters.",)


def test_copies_too_large_to_compare_are_left_out(folder):
    """What cannot be read is not taken for equal."""
    for place in ("v1", "v2"):
        put(folder / "bob" / place / "loss.py", bytes((1 << 20) + 1))

    assert submission_of(folder, "bob").notes[0].startswith("loss.py was left out: there are 2")


def test_failing_disk_is_told_and_costs_only_what_lies_on_it(folder, monkeypatch):
    """An error of the system while listing has its own words on every level."""

    def fail(_descriptor: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("os.scandir", fail)
    assert read_all(folder)["alice"] == Refusal(
        "alice", "alice cannot be listed: Input/output error."
    )
    monkeypatch.setattr("os.listdir", fail)
    with pytest.raises(
        GraderError, match="cannot be listed: Input/output error, expected a folder"
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


PATH_TEXT = st.text(st.sampled_from("ab./\\\0\n:C~ \u202e\udcff"), max_size=12) | st.text(
    max_size=8
)


@given(PATH_TEXT)
def test_path_through_the_gate_stays_below_its_folder(path):
    """A path is refused, or names something below wherever it is joined."""
    try:
        parts = path_parts(path)
    except SubmissionRefused:
        return

    joined = os.path.normpath(os.path.join("/top", path))
    assert joined.startswith("/top/")
    assert joined == "/top/" + "/".join(parts)
    assert "\\" not in path
    assert clean(path) == path


@given(st.dictionaries(PATH_TEXT, st.binary(max_size=20), max_size=6))
def test_folder_path_never_escapes(members):
    """Whatever path a read is asked for, it is a refusal: the folder is empty."""
    parent = os.open("/proc/self", os.O_RDONLY)
    try:
        for path in members:
            with pytest.raises(SubmissionRefused):
                read_file(parent, f"nowhere/{path}", 10)
    finally:
        os.close(parent)


# ---- Zips ------------------------------------------------------------------------------


def test_zip_with_one_folder_inside_is_read_like_a_folder(folder):
    """Junk of the packing system is passed over."""
    put_zip(
        folder / "bob.zip",
        {"hw/": b"", "hw/loss.py": CODE, "__MACOSX/hw/._loss.py": b"x", "hw/.DS_Store": b"x"},
    )

    submission = submission_of(folder, "bob")

    assert submission.files == {"loss.py": CODE}
    assert submission.notes == ("The modules were found in hw.",)


def test_zip_in_the_folder_of_a_student_is_unpacked_if_no_code_lies_there(folder):
    """So it comes down from many a platform; beside a module a zip is only data."""
    code = {"loss.py": CODE}
    put_zip(folder / "bob" / "pack.zip", code)
    put(folder / "bob" / "readme.txt", b"mine")
    put_zip(folder / "alice" / "old.ZIP", {"loss.py": b"def loss(): return 0\n"})

    found = read_all(folder)

    assert found["bob"].files["loss.py"] == CODE
    assert found["bob"].notes == ("pack.zip was unpacked: there is no module beside it.",)
    assert found["alice"].files["loss.py"] == CODE
    assert not any("unpacked" in note for note in found["alice"].notes)


@pytest.mark.parametrize(
    ("zips", "fault"),
    [
        ({"a.zip": zipped({"loss.py": CODE}), "b.zip": zipped({"loss.py": CODE})},
         "bob holds 2 zip files and no module. Keep the one that counts."),
        ({"a.zip": b"PK"}, "bob holds a.zip, which is not a zip archive, or is damaged."),
        ({"a.zip": zipped({"../loss.py": CODE})}, "bob holds a.zip, which holds the path ../loss"),
    ],
    ids=["two", "damaged", "climbing"],
)  # fmt: skip
def test_zips_in_a_folder_that_cannot_be_trusted_leave_the_score_open(folder, zips, fault):
    """A zero would say that nothing was handed in."""
    for name, data in zips.items():
        put(folder / "bob" / name, data)

    found = read_all(folder)

    assert found["bob"].reason.startswith(fault)
    assert found["alice"].files["loss.py"] == CODE


def test_capital_ending_is_a_zip(folder):
    """The student's name is what stands before it."""
    put_zip(folder / "bob.ZIP", {"loss.py": CODE})

    assert submission_of(folder, "bob").files == {"loss.py": CODE}


def test_backslashes_of_windows_are_separators(folder):
    """Some programs write them although the format forbids it."""
    put_zip(folder / "bob.zip", {"hw\\loss.py": CODE, "hw\\": b""})

    assert submission_of(folder, "bob").files == {"loss.py": CODE}


def with_damage(data: bytes) -> bytes:
    """Change one byte of the packed text of the only member."""
    at = data.index(CODE[:8])
    return data[:at] + b"X" + data[at + 1 :]


def with_flag(data: bytes, flag: int) -> bytes:
    """Set a general purpose flag in the local and the central header."""
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.index(signature) + offset
        data = data[:at] + struct.pack("<H", flag) + data[at + 2 :]
    return data


def with_stated_size(data: bytes, size: int) -> bytes:
    """State another unpacked size in the local and the central header."""
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.index(signature) + offset
        data = data[:at] + struct.pack("<I", size) + data[at + 4 :]
    return data


def with_member_twice() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        archive.writestr("loss.py", CODE)
        archive.writestr("loss.py", b"other = 1\n")
    return buffer.getvalue()


STORED = zipped({"loss.py": CODE}, zipfile.ZIP_STORED)
BOMB = zipped({"loss.py": CODE, "zeros.bin": bytes(65 << 20)})


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", "is not a zip archive, or is damaged. Ask for it to be handed in again."),
        (b"Rar!\x1a\x07", "is not a zip archive, or is damaged."),
        (STORED[:-10], "is not a zip archive, or is damaged."),
        (with_damage(STORED), "is damaged: loss.py does not unpack correctly."),
        (with_stated_size(STORED, 5), "is damaged: loss.py does not unpack correctly."),
        (with_flag(STORED, 1), "is encrypted. Ask for it to be handed in without a password."),
        (zipped({"/etc/loss.py": CODE}), "holds the path /etc/loss.py, which leads out of its"),
        (zipped({"a/../../loss.py": CODE}), "holds the path a/../../loss.py, which leads out of"),
        (zipped({"..\\loss.py": CODE}), "holds the path ../loss.py, which leads out of its folder"),
        (zipped({"C:\\loss.py": CODE}), "holds the path C:/loss.py, which leads out of its folder"),
        (with_member_twice(), "holds loss.py twice. Ask which of the two counts."),
        (zipped({"a/b.py": b"", "a\\b.py": b""}), "holds a/b.py twice. Ask which of the two"),
        (BOMB, "is 64.9 KiB and would unpack to 65 MiB, as a zip bomb does. Ask for the code only"),
    ],
    ids=lambda value: value[:24] if isinstance(value, str) else "",
)
def test_untrustworthy_zip_is_refused_in_one_sentence(folder, data, fault):
    """The whole archive is refused, and alice is read as if it were not there."""
    put(folder / "bob.zip", data)

    assert refusal_of(folder, "bob").startswith(f"bob.zip {fault}")


def test_zip_over_the_limit_is_not_opened(folder):
    """Sixty-four mebibytes hold any honest work."""
    with (folder / "bob.zip").open("wb") as file:
        file.truncate(100 << 20)

    assert refusal_of(folder, "bob") == "bob.zip is 100 MiB; at most 64 MiB is read."


def test_zip_of_very_many_files_is_refused(folder, monkeypatch):
    """Before its list of files can fill the memory, too."""
    monkeypatch.setattr(archive, "HANDED_IN", replace(archive.HANDED_IN, most_members=10))
    put_zip(folder / "bob.zip", {f"{number}.py": b"" for number in range(15)})
    put_zip(folder / "carol.zip", {f"{number}.py": b"" for number in range(25)})

    for student in ("bob", "carol"):
        assert refusal_of(folder, student) == (
            f"{student}.zip holds more than 10 files. Ask for the code only."
        )


def test_overlapping_members_are_refused_as_a_bomb(folder):
    """Members that share their packed bytes unpack to far more than the archive is."""
    data = zipped({"a.py": os.urandom(5000), "b.py": b""}, zipfile.ZIP_STORED)
    at = data.rindex(b"PK\x01\x02") + 20
    data = data[:at] + struct.pack("<II", 5000, 5000) + data[at + 8 :]
    put(folder / "bob.zip", data)

    assert "as a zip bomb does" in refusal_of(folder, "bob")


def member(name: str, mode: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = mode << 16
    return info


def test_odd_members_are_left_out_by_name(folder):
    """Links, pipes, zips within and strange names; the rest is read."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("loss.py", CODE)
        archive.writestr(member("gradients.py", stat.S_IFLNK | 0o777), "/etc/passwd")
        archive.writestr(member("pipe.py", stat.S_IFIFO | 0o644), "")
        archive.writestr("inner.zip", zipped({"gradients.py": CODE}))
        archive.writestr("a\x1b[2J.py", CODE)
        archive.writestr(zipfile.ZipInfo("packed.py"), CODE, zipfile.ZIP_LZMA)
        archive.writestr("1/2/3/4/5/6/7/deep.py", CODE)
        archive.writestr("a//b.py", CODE)
        archive.writestr("x" * 256 + ".py", CODE)
    put(folder / "bob.zip", buffer.getvalue())

    submission = submission_of(folder, "bob")

    assert submission.files == {"loss.py": CODE}
    assert submission.notes == (
        "1/2/3/4/5/6/7/deep.py is nested more than 6 folders deep.",
        "a\\x1b[2J.py has a name with invisible or unusual characters.",
        "a//b.py is not a plain path.",
        "gradients.py is a symbolic link; only regular files are read.",
        "inner.zip is a zip within the zip; only the outer one is opened.",
        "packed.py is compressed in a way that is not read; an ordinary zip uses deflate.",
        "pipe.py is a named pipe; only regular files are read.",
        f"{'x' * 199}… has a name of more than 255 bytes.",
    )


@pytest.mark.parametrize("stated", [20 << 20, 4], ids=["stated", "lied about"])
def test_huge_member_is_never_unpacked_beyond_the_limit(folder, stated):
    """Twenty mebibytes of zeros cost one, whatever the header says of them."""
    data = with_stated_size(zipped({"gradients.py": bytes(20 << 20), "loss.py": CODE}), stated)
    put(folder / "bob.zip", data)

    found = read_all(folder)["bob"]

    if stated == 4:
        assert found == Refusal(
            "bob",
            "bob.zip is damaged: gradients.py does not unpack correctly. "
            "Ask for it to be handed in again.",
        )
    else:
        assert found.files == {"loss.py": CODE}
        assert found.notes == ("gradients.py is 20 MiB; at most 1 MiB is read.",)


def hold_read_or_refused(data: bytes) -> None:
    """Hold that a zip gives a submission with safe names, or one clean refusal."""
    reason, files = "", {}
    try:
        files = read_tree("bob", archive_tree(data), WANTED).files
    except SubmissionRefused as refused:
        reason = str(refused)

    assert all(path_parts(path) for path in files)
    assert clean(reason) == reason


WRITABLE = PATH_TEXT.filter(lambda name: name.split("\0")[0] and "\udcff" not in name)


@given(st.dictionaries(WRITABLE, st.binary(max_size=50), max_size=6))
def test_zip_of_any_names_is_read_or_refused(members):
    """Whatever the names are, what is read lies below the student's folder."""
    hold_read_or_refused(zipped(members))


@given(st.data())
def test_damaged_zip_is_read_or_refused(data):
    """Any bytes overwritten anywhere: a submission or a refusal, no other exception."""
    archive = bytearray(zipped({"loss.py": CODE * 20, "a/gradients.py": CODE, "b.csv": b"1,2"}))
    for _ in range(data.draw(st.integers(1, 6))):
        archive[data.draw(st.integers(0, len(archive) - 1))] = data.draw(st.integers(0, 255))
    del archive[data.draw(st.integers(len(archive) // 2, len(archive))) :]

    hold_read_or_refused(bytes(archive))


# ---- Text ------------------------------------------------------------------------------


UMLAUT = "# größer\nx = 1\n"
CHINESE = "# 逻辑回归\nx = 1\n"


@pytest.mark.parametrize(
    ("data", "text", "note"),
    [
        (UMLAUT.encode(), UMLAUT, ""),
        (UMLAUT.encode("utf-8-sig"), "\ufeff" + UMLAUT, ""),
        (UMLAUT.encode("utf-16"), UMLAUT, "was UTF-16 and was read as such"),
        (UMLAUT.encode("utf-32"), UMLAUT, "was UTF-32 and was read as such"),
        (UMLAUT.encode("cp1252"), UMLAUT, "is not UTF-8 (line 1) and was read as Windows-1252"),
        (b"x = 1\n# \x81\n", "x = 1\n# \x81\n", "is not UTF-8 (line 2) and was read as Windows"),
        (b"x = '\0'\n", "x = '\0'\n", "holds NUL bytes, which Python refuses"),
        (
            ("# -*- coding: gbk -*-\n" + CHINESE).encode("gbk"),
            "# -*- coding: utf-8 -*-\n" + CHINESE,
            "is written in gbk and was read as such",
        ),
        (
            ("#!/usr/bin/env python\n# coding=latin-1\n" + UMLAUT).encode("latin-1"),
            "#!/usr/bin/env python\n# coding=utf-8\n" + UMLAUT,
            "is written in iso8859-1 and was read as such",
        ),
        (b"# coding: utf-8\n# \xe4\n", "# coding: utf-8\n# ä\n", "is not UTF-8 (line 2)"),
        (b"# coding: punycode\nx = 1\n", "# coding: punycode\nx = 1\n", ""),
        (b"# coding: nonsense\nx = 1\n", "# coding: nonsense\nx = 1\n", ""),
        (b"x = 1\n# coding: gbk\n", "x = 1\n# coding: gbk\n", ""),
    ],
)
def test_module_becomes_utf8(data, text, note):
    """Whatever editor wrote it, the box gets UTF-8 with the same lines."""
    found, told = to_utf8(data)

    assert found.decode() == text
    assert told.startswith(note)
    assert bool(told) == bool(note)


def test_repaired_text_is_noted_by_file(folder):
    """The student reads which file was meant."""
    put(folder / "alice" / "loss.py", UMLAUT.encode("utf-16"))

    submission = submission_of(folder, "alice")

    assert submission.files == {"loss.py": UMLAUT.encode()}
    assert submission.notes == ("loss.py was UTF-16 and was read as such.",)


@given(
    st.binary(max_size=60)
    | st.sampled_from([b"# coding: ", b"\xff\xfe"]).flatmap(
        lambda start: st.binary(max_size=40).map(lambda rest: start + rest)
    )
)
def test_any_bytes_become_utf8(data):
    """There is no module that cannot be handed on, and UTF-8 is never touched."""
    found, note = to_utf8(data)

    found.decode()
    assert found == data or note


# ---- Names and words -------------------------------------------------------------------


NAMES = (
    st.text(st.sampled_from("aAbBzZ~%x1.-_ /\\éÉẞß\u017fK\u0131İ가ᄀ王\u0301\0\n\udcff\ud800"))
    | st.text()
)


@pytest.mark.parametrize(
    ("student", "stem"),
    [
        ("alice", "alice"),
        ("Alice", "Alice"),
        ("Alice Smith", "Alice Smith"),
        ("Müller, Jörg (42)", "Müller, Jörg (42)"),
        ("alice_s-2.b", "alice_s-2.b"),
        ("王小明", "王小明"),
        ("..", "%2E%2E"),
        ("a/b", "a%2Fb"),
        ("-rf", "%2Drf"),
        ("nul", "%6Eul"),
        ("con.txt", "%63on.txt"),
        ("", "%"),
    ],
)
def test_stem_is_readable(student, stem):
    """Plain names stay as they are; only what is unsafe is encoded."""
    assert file_stem(student) == stem


@given(NAMES)
def test_stem_is_safe_on_any_file_system(student):
    """No separator, control or leading dot; at most 120 bytes; the same each time."""
    stem = file_stem(student)

    assert 0 < len(stem.encode()) <= 120
    assert not set(stem) & set('/\\\0\n:*?"<>|')
    assert not stem.startswith(("-", ".", " "))
    assert not stem.endswith((".", " "))
    assert clean(stem) == stem
    assert stem == file_stem(student)


def test_stem_of_a_long_name_is_cut_and_stays_its_own():
    """Names that differ only far behind are kept apart by a hash."""
    first, second = file_stem("x" * 199 + "a"), file_stem("x" * 199 + "b")

    assert first != second
    assert first[:80] == second[:80] == "x" * 80
    assert len(first) == 120


@given(NAMES, NAMES)
def test_stems_of_two_students_differ(one, other):
    """Also where the file system normalises Unicode, as macOS does."""

    def folded(stem: str) -> str:
        return unicodedata.normalize("NFD", unicodedata.normalize("NFC", stem))

    same = folded(file_stem(one)) == folded(file_stem(other))

    assert same == (one == other)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain text, 逻辑回归", "plain text, 逻辑回归"),
        ("two\nlines\ttab\r", "two\\nlines\\ttab\\r"),
        ("\x1b[2J", "\\x1b[2J"),
        ("\N{RIGHT-TO-LEFT OVERRIDE}gpj", "\\u202egpj"),
        ("a\N{ZERO WIDTH SPACE}b", "a\\u200bb"),
        ("\N{HANGUL FILLER}", "\\u3164"),
        ("\N{VARIATION SELECTOR-17}", "\\U000e0100"),
        (os.fsdecode(b"caf\xe9"), "caf\\xe9"),
        ("\ud800", "\\ud800"),
    ],
    ids=ascii,
)
def test_clean_writes_out_what_hides_or_steers(text, shown):
    """The eye sees that something is there."""
    assert clean(text) == shown


@given(st.text(max_size=50), st.integers(1, 60))
def test_cleaned_text_is_one_short_line_that_stays(text, limit):
    """It can be encoded, fits its limit, holds no control, and is clean."""
    shown = clean(text, limit=limit)

    shown.encode()
    assert len(shown) <= limit
    assert shown.isprintable() or any(unicodedata.category(char) == "Zs" for char in shown)
    assert clean(shown, limit=limit) == shown


def test_clean_lines_keeps_only_the_ends_of_lines():
    """For tracebacks, where lines matter."""
    assert clean_lines("a\r\n\tb\x07\n") == "a\n    b\\x07\n"
