"""Every file that was handed in is accounted for."""

import sys

import pytest
from helpers.courses import REPOSITORY
from helpers.hand_ins import LEFT_BY_TOOLS, PDF, Sources
from helpers.notebooks import ANSWER, STUBS, notebook_of
from helpers.submissions import put, put_zip, said, submission, zipped

from grader.intake.account import MOST_LISTED, Account, Doubt, Fate
from grader.messages.message import message
from grader.release.bundle import bundle_files

WITH_LOGITS = b"\n\ndef bce_with_logits(z, y):\n    return z\n"


def fates(found) -> dict[str, str]:
    """Return path to fate of the files that are listed."""
    return {file.path: str(file.fate) for file in found.account.files}


def junk(found) -> dict[str, int]:
    return {junk.kind.text: junk.count for junk in found.account.junk}


def test_file_without_a_fate_cannot_be_left_out():
    """The constructor keeps the promise, not the care of whoever reads."""
    with pytest.raises(ValueError, match=r"b\.pdf is a file without a fate"):
        Account.of({"a.py", "b.pdf"}, {"a.py": (Fate.HELPER, message("x"))}, digests={})


def test_fate_without_a_file_is_refused():
    """An account invents nothing."""
    with pytest.raises(ValueError, match="without a fate, or the reverse"):
        Account.of((), {"a.py": (Fate.HELPER, message("x"))}, digests={})


def test_unread_files_are_listed_first_and_the_rest_is_counted():
    """A folder of a thousand files does not fill a result, and hides nothing unread."""
    files = {f"h{number:03}.py": (Fate.HELPER, message("x")) for number in range(2 * MOST_LISTED)}
    files["z.pdf"] = (Fate.UNREAD, message("is of a kind that is not read"))

    found = Account.of(files, files, digests={})

    assert found.files[0].path == "z.pdf"
    assert len(found.files) + found.more == len(files)


def test_code_of_the_files_changes_with_a_file_that_is_not_read():
    """A person has looked at one PDF, not at the next."""
    unread = {"a.pdf": (Fate.UNREAD, message("x"))}

    codes = {Account.of(unread, unread, digests={"a.pdf": data}).digest for data in (b"1", b"2")}

    assert len(codes) == 2


def test_doubt_is_about_its_names_and_an_unread_file_about_all():
    """Whoever has every point in one exercise is not looked at for it."""
    near = Account(doubts=(Doubt(message("Is it meant?"), ("sigmoid",)),))
    unread = Account.of(
        {"a.pdf"}, {"a.pdf": (Fate.UNREAD, message("is of a kind that is not read"))}, digests={}
    )

    assert [near.reasons({"sigmoid"}), near.reasons({"fit"})] == [(message("Is it meant?"),), ()]
    assert [each.text for each in unread.reasons({"fit"})] == [
        "a.pdf is of a kind that is not read."
    ]


def test_each_file_has_its_fate(alice, course):
    """Module, notebook, helper, data and what a person has to open."""
    put(alice / "loss.py", "from mine import f\n" + ANSWER + "\nopen('table.csv')\n")
    put(alice / "logistic.ipynb", notebook_of("def sigmoid(z):\n    return z"))
    put(alice / "mine.py", "def f():\n    return open('words.txt')\n")
    put(alice / "table.csv", b"1\n")
    put(alice / "words.txt", b"word\n")
    put(alice / "report.pdf", PDF)
    put(alice / "letter.txt", b"Dear teacher\n")
    put(alice / "old.rar", b"Rar!")

    assert fates(submission(alice, course)) == {
        "letter.txt": "unread",
        "old.rar": "unread",
        "report.pdf": "unread",
        "logistic.ipynb": "notebook",
        "loss.py": "module",
        "mine.py": "helper",
        "table.csv": "data",
        "words.txt": "data",
    }


def test_bundle_is_known_junk_but_for_its_modules(alice, course):
    """The list is what the bundle is made of, whatever the line ends became."""
    files = bundle_files(course)
    for path, data in files.items():
        put(alice / path, data.replace(b"\n", b"\r\n") if path.endswith(".py") else data)

    found = submission(alice, course)

    assert set(fates(found).values()) == {"module"}
    assert junk(found) == {"as handed out": len(files) - len(course.unit.modules)}
    assert not found.account.reasons(["sigmoid"])


def test_what_was_handed_out_and_changed_is_not_junk(alice, course):
    """Somebody may have written the answers into it."""
    put(alice / "exercises" / "README.md", b"My answers\n")

    assert fates(submission(alice, course)) == {"exercises/README.md": "unread"}


def test_what_tools_leave_is_known_junk(alice, course):
    """A folder of theirs is one entry: nobody goes into it."""
    put(alice / "loss.py", ANSWER)
    for path, data in LEFT_BY_TOOLS.items():
        put(alice / path, data)

    found = submission(alice, course)

    assert fates(found) == {"loss.py": "module"}
    assert junk(found) == {"left by a tool": 8}


def test_files_beside_a_zip_are_accounted_for(alice, course):
    """The zip is read, and the report beside it is not lost."""
    put_zip(alice / "hw.zip", {"loss.py": ANSWER.encode(), "notes.txt": b"inner"})
    put(alice / "report.pdf", PDF)
    put(alice / "notes.txt", b"outer")

    assert fates(submission(alice, course)) == {
        "hw.zip/notes.txt": "unread",
        "notes.txt": "unread",
        "report.pdf": "unread",
        "loss.py": "module",
    }


def test_zip_within_a_zip_is_unread(alice, course):
    """It is named, not passed over."""
    put(alice / "a.zip", zipped({"b.zip": zipped({"loss.py": b"x = 1"})}))

    assert fates(submission(alice, course)) == {"b.zip": "unread"}


def test_document_beside_the_folder_is_in_the_account(alice, course):
    """What lies loose in the folder of the class belongs to a student by its name."""
    put(alice / "loss.py", ANSWER)
    put(alice.parent / "alice.pdf", PDF)

    found = submission(alice, course)

    assert fates(found) == {"alice.pdf": "unread", "loss.py": "module"}


def test_everything_in_one_file_is_every_module(alice, course):
    """As with a notebook of the student's own."""
    put(alice / "main.py", Sources(course).joined())

    found = submission(alice, course)

    assert {f"{module}.py" for module in course.unit.modules} <= set(found.files)
    assert fates(found) == {"main.py": "module"}


def test_file_named_after_the_module_counts_before_another(alice, course):
    """Both define the loss, and one is called so."""
    put(alice / "loss_final.py", ANSWER)
    put(alice / "scratch.py", ANSWER.replace("return p", "return y"))

    found = submission(alice, course)

    assert b"return p" in found.files["loss.py"]
    assert fates(found) == {"scratch.py": "unread", "loss_final.py": "module"}


def test_two_files_that_could_count_are_asked_about(alice, course):
    """Neither is taken on a guess."""
    put(alice / "loss_final.py", ANSWER)
    put(alice / "loss_v2.py", ANSWER.replace("return p", "return y"))

    found = submission(alice, course)

    assert "loss.py" not in found.files
    assert [doubt.said.text for doubt in found.account.doubts] == [
        "loss.py is missing, and loss_final.py, loss_v2.py each define what is asked for there; "
        "none was read."
    ]


def test_definition_in_the_wrong_module_is_imported(alice, course):
    """The module stays as it was handed in, with one line more."""
    own = STUBS["loss"] + WITH_LOGITS
    put(alice / "loss.py", own)
    put(alice / "helpers.py", ANSWER)

    found = submission(alice, course)

    line = b"try:\n    from helpers import bce_loss\nexcept Exception:\n    pass"
    assert found.files["loss.py"] == own + b"\n\n" + line + b"\n"
    assert "bce_loss was taken from helpers.py: loss.py does not define it." in said(found)


def test_definition_in_two_other_files_is_asked_about(alice, course):
    """None is taken."""
    put(
        alice / "loss.py",
        STUBS["loss"] + WITH_LOGITS,
    )
    for name in ("a", "b"):
        put(alice / f"{name}.py", ANSWER)

    found = submission(alice, course)

    assert "loss.py lacks bce_loss, which a.py, b.py define; none was taken." in [
        doubt.said.text for doubt in found.account.doubts
    ]


def test_near_name_is_said_and_not_read(alice, course):
    """The student may have meant it; a person decides."""
    put(alice / "logistic.py", "def Sigmoid(z):\n    return z\n")

    (doubt,) = submission(alice, course).account.doubts

    assert doubt == Doubt(
        message(
            "{file} defines {found}, which was not read as {name}. Is it meant?",
            **doubt.said.values,
        ),
        ("sigmoid",),
    )
    assert doubt.said.text == (
        "logistic.py defines Sigmoid, which was not read as sigmoid. Is it meant?"
    )


@pytest.mark.parametrize(
    "data",
    [
        b"# coding: latin-1\n# gr\xf6\xdfer\n" + ANSWER.encode(),
        b"\xef\xbb\xbf" + ANSWER.encode(),
        ANSWER.replace("\n", "\r\n").encode(),
        ANSWER.encode() + b"\nprint(bce_loss)\n%%time\n",
    ],
    ids=["named encoding", "byte order mark", "line ends", "lines of a notebook"],
)
def test_module_goes_on_byte_for_byte(alice, course, data):
    """Whatever Python can decode is not touched."""
    put(alice / "loss.py", data)

    assert submission(alice, course).files["loss.py"] == data


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("!pip install x\n", "loss.py: line 1 was left out."),
        ("print(1)\nx = 1\nfor i in x:\n    print(i)\n", "loss.py: lines 1, 3-4 were left out."),
        ("from tqdm import tqdm\n", "loss.py: an import that fails was passed over."),
        ("class A(Base):\n    pass\n\n\n", "loss.py: a definition that fails was passed over."),
    ],
)
def test_repaired_text_says_what_it_lacks(alice, course, lines, words):
    """It is at hand for the case that the module cannot be imported."""
    put(alice / "loss.py", lines + ANSWER)

    found = submission(alice, course)

    assert "def bce_loss" in found.repaired["loss.py"].decode()
    assert [each.text for each in found.repairs] == [words]


@pytest.mark.parametrize(
    "text",
    [ANSWER, ANSWER + "\ndef (:\n", "class LossError(ValueError):\n    pass\n\n\n" + ANSWER],
    ids=["plain", "broken", "an exception"],
)
def test_no_repaired_text_where_it_could_not_do_better(alice, course, text):
    """A definition that does not parse stays the student's fault, with its line."""
    put(alice / "loss.py", text)

    assert submission(alice, course).repaired == {}


def test_stubs_are_untouched(alice, course):
    """A stub that was not worked on is a module in which nothing is written."""
    put(alice / "loss.py", (REPOSITORY / "exercises" / "loss.py").read_bytes())
    put(alice / "loss.ipynb", notebook_of(ANSWER))

    found = submission(alice, course)

    assert fates(found) == {"loss.ipynb": "notebook"}
    assert junk(found) == {"as handed out": 1}


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="this Python knows it")
def test_cell_that_needs_a_newer_python_is_asked_about(alice, course):
    """The others are read, and the cell is named."""
    cell = 'def bce_with_logits(z, y):\n    return f"{", ".join(z)}"'
    put(alice / "loss.ipynb", notebook_of(ANSWER, cell))

    (doubt,) = submission(alice, course).account.doubts

    assert doubt.said.text.startswith(
        "loss.ipynb, cell 2, line 2: this f-string needs Python 3.12; submissions run on Python"
    )
    assert "bce_with_logits" in doubt.names
