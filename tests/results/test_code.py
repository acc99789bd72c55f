"""The code beside the results: bounded, whole, and of the submission that was judged."""

import json

import pytest
from helpers.made_results import DIGESTS, UNIT

from grader.errors import ResultsError
from grader.intake import Submission
from grader.results.code import MODULE_CHARS, code_path, keep_code, read_code
from grader.results.records import Digests, Header


def header_of(handed):
    """Return the header of the result of a submission."""
    return Header(handed.student, UNIT, Digests(handed.digest, {}, DIGESTS.tests))


def test_modules_of_the_course_are_kept_as_text_and_nothing_else(tmp_path):
    """Line ends are plain; data files and helpers stay out."""
    files = {"shapes.py": b"x = 1\r\ny = '\xc3\xa4'\n", "cloud.csv": b"1", "other.py": b"z"}
    handed = Submission("ana", files, repaired={"shapes.py": b"x = 1\n"})
    keep_code(tmp_path, handed, ["shapes"])

    code = read_code(tmp_path, header_of(handed))

    assert code.files == {"shapes.py": "x = 1\ny = 'ä'\n"}
    assert code.of("shapes", ()) == "x = 1\ny = 'ä'\n"
    assert code.of("shapes", ("shapes",)) == "x = 1\n"
    assert code.of("nothing", ()) == ""


def test_a_long_module_is_cut(tmp_path):
    """What a folder of results holds is bounded."""
    handed = Submission("ana", {"shapes.py": b"#" * (MODULE_CHARS + 5)})
    keep_code(tmp_path, handed, ["shapes"])

    assert len(read_code(tmp_path, header_of(handed)).of("shapes", ())) == MODULE_CHARS


def test_code_that_is_there_is_not_written_again(tmp_path):
    """A rerun leaves the folder as it is."""
    handed = Submission("ana", {"shapes.py": b"x = 1"})
    keep_code(tmp_path, handed, ["shapes"])
    before = code_path(tmp_path, "ana").stat().st_ino
    keep_code(tmp_path, handed, ["shapes"])

    assert code_path(tmp_path, "ana").stat().st_ino == before


@pytest.mark.parametrize("text", ["", "{", "[]", '{"schema": "grader/code/0"}', "[" * 10000])
def test_a_damaged_file_is_no_code(tmp_path, text):
    """The page is written without it."""
    handed = Submission("ana", {"shapes.py": b"x = 1"})
    keep_code(tmp_path, handed, ["shapes"])
    code_path(tmp_path, "ana").write_text(text)

    assert read_code(tmp_path, header_of(handed)) is None


def test_code_of_another_student_or_submission_is_none(tmp_path):
    """By the digest, which the result holds too."""
    keep_code(tmp_path, Submission("ana", {"shapes.py": b"x = 1"}), ["shapes"])
    path = code_path(tmp_path, "ana")

    assert read_code(tmp_path, header_of(Submission("ana", {"shapes.py": b"x = 2"}))) is None
    assert json.loads(path.read_text())["student"] == "ana"


def test_a_place_where_no_code_can_be_written_is_named(tmp_path):
    """A file stands where the folder should be."""
    (tmp_path / "code").write_text("")

    with pytest.raises(ResultsError, match="code cannot be written"):
        keep_code(tmp_path, Submission("ana", {"shapes.py": b"x = 1"}), ["shapes"])
