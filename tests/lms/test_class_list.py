"""Class lists: who a platform's names stand for; nobody is guessed."""

import pytest
from helpers.downloads import options, pack, roster

from grader.errors import DownloadRefused
from grader.lms.class_list import read_class_list
from grader.lms.collect import collect
from grader.results.records import Person


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "names no student; expected a column such as"),
        ("colour\nred\n", "names no student; expected a column such as"),
        (None, "cannot be read: No such file or directory"),
    ],
)
def test_class_list_that_is_none_is_one_clear_line(tmp_path, text, words):
    """Which columns are looked for is said."""
    if text is not None:
        (tmp_path / "class.csv").write_text(text)

    with pytest.raises(DownloadRefused, match=words):
        read_class_list(tmp_path / "class.csv")


def test_name_that_stands_for_two_students_is_nobody(tmp_path, to):
    """The class list does not decide, so nothing is guessed."""
    known = roster(tmp_path, "id,first_name,last_name,email\na1,Ada,King,\na2,Ada,King,\n")
    path = pack(tmp_path / "d.zip", {"kingada_77_1_loss.py": "x"})

    done = collect(path, options(to, known=known))

    assert done.left_out == ["kingada_77_1_loss.py could be a1 or a2."]


def test_class_list_with_an_endless_cell_is_one_clear_line(tmp_path):
    """The csv module says why it gave up."""
    (tmp_path / "class.csv").write_text(f"id,name\na,{'x' * 200_000}\n")

    with pytest.raises(DownloadRefused, match=r"class\.csv is not a CSV table: field larger than"):
        read_class_list(tmp_path / "class.csv")


@pytest.mark.parametrize(
    ("text", "person"),
    [
        (
            'ID,Student,SIS Login ID,Section\n1,"Lovelace, Ada",ada,Lab A\n',
            ("Ada Lovelace", "Lab A"),
        ),
        ("id,first_name,last_name\nada,Ada,Lovelace\n", ("Ada Lovelace", "")),
        ("Student,Section\nada,2\n", ("", "2")),
        ("ID number,Full name,Email address\nada,Ada Lovelace,a@b.c\n", ("Ada Lovelace", "")),
    ],
)
def test_names_and_sections_are_those_of_the_class_list(tmp_path, text, person):
    """A name is what people write; an id does not count as one."""
    assert roster(tmp_path, text).people["ada"] == Person(*person)
