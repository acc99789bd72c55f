"""Canvas: whose the files of a download are, and its gradebook filled in."""

import pytest
from helpers.downloads import LOSS, NEWER, UNIT, collected, options, pack, roster
from helpers.lms_files import CANVAS, result, run_export, stored, written

from grader.lms.collect import collect
from grader.terms.course_terms import Terms


def test_canvas_download(tmp_path, to):
    """Name, number and file in one flat name; the newest version of a file counts."""
    path = pack(
        tmp_path / "submissions.zip",
        {
            "lovelaceada_12345_678_loss.ipynb": LOSS,
            "lovelaceada_12345_690_loss-1.ipynb": NEWER,
            "lovelaceada_12345_679_model (2).ipynb": LOSS,
            "oneilben_LATE_222_700_loss.py": "x = 1\n",
            "oneilben_LATE_222_701_report.pdf": "%PDF",
            "__MACOSX/._x": "",
        },
    )

    done = collect(path, options(to))

    assert done.platform == "Canvas"
    assert collected(to) == {
        f"lovelaceada_12345/{UNIT}/loss.ipynb": NEWER,
        f"lovelaceada_12345/{UNIT}/model.ipynb": LOSS,
        f"oneilben_222/{UNIT}/loss.py": b"x = 1\n",
        f"oneilben_222/{UNIT}/report.pdf": b"%PDF",
    }
    assert done.late == ["oneilben_222"]
    assert done.left_out == []
    assert done.notes == [
        "lovelaceada_12345: loss.ipynb was handed in more than once; "
        "lovelaceada_12345_690_loss-1.ipynb is the newest and was taken.",
        "lovelaceada_12345: model (2).ipynb was read as model.ipynb.",
        "Canvas marks oneilben_222 as late; the submission time is unknown.",
    ]


def test_canvas_names_of_groups_anonymous_and_texts(tmp_path, to):
    """As Canvas builds names: blanks of a group's name, no name at all, and what is no file."""
    path = pack(
        tmp_path / "submissions.zip",
        {
            "team_blue_12_345_loss.ipynb": LOSS,
            "anon_aB3xY_678_loss.ipynb": LOSS,
            "LATE_anon_Zz9kQ_679_model.ipynb": LOSS,
            "ñandújosé_13_346_2_loss_final.ipynb": LOSS,
            "lovelaceada_12345_text.html": "<p>",
            "oneilben_LATE_222_link.html": "<a>",
        },
    )

    done = collect(path, options(to))

    assert set(collected(to)) == {
        f"team_blue_12/{UNIT}/loss.ipynb",
        f"anon_aB3xY/{UNIT}/loss.ipynb",
        f"anon_Zz9kQ/{UNIT}/model.ipynb",
        f"ñandújosé_13/{UNIT}/2_loss_final.ipynb",
    }
    assert done.late == ["anon_Zz9kQ"]
    assert done.left_out == [
        "lovelaceada_12345_text.html is a text entered in Canvas, not a file.",
        "oneilben_LATE_222_link.html is a link entered in Canvas, not a file.",
    ]


def test_canvas_with_its_gradebook_as_class_list(tmp_path, to):
    """The numbers become logins; who is not in the list is named and not collected."""
    known = roster(
        tmp_path,
        "Student,ID,SIS User ID,SIS Login ID,Section,HW (1)\n    Points Possible,,,,,10\n"
        '"Lovelace, Ada",12345,u1,ada,S,\n"O\'Neil, Ben",222,u2,ben,S,\n',
    )
    path = pack(
        tmp_path / "s.zip",
        {
            "lovelaceada_12345_1_loss.ipynb": LOSS,
            "oneilben_LATE_222_2_loss.ipynb": LOSS,
            "stranger_9_3_loss.ipynb": LOSS,
            "readme.txt": "",
        },
    )

    terms = Terms().with_options("2026-01-31 23:59")
    done = collect(path, options(to, known=known, terms=terms))

    # Canvas says that Ben is late and not by how much: no time is made up.
    assert set(collected(to)) == {f"ada/{UNIT}/loss.ipynb", f"ben/{UNIT}/loss.ipynb"}
    assert done.late == ["ben"]
    assert done.left_out == [
        "readme.txt is not named as Canvas names files.",
        "stranger_9_3_loss.ipynb is not in the class list.",
    ]


def test_canvas_cells_are_filled_and_every_other_byte_stays(results, tmp_path):
    """Only Ada's empty cell changes: Ben's score is open, Zoë's 10.0 is 10 already."""
    path = written(tmp_path / "grades.csv", CANVAS)

    done = run_export(results, "--canvas", path)

    assert done.exit_code == 3, done.output
    wanted = CANVAS.replace('"Lab, A",18,,91.5', '"Lab, A",18,8.5,91.5')
    assert path.read_bytes() == wanted.encode()


@pytest.mark.parametrize("column", ["Essay (77)", "essay", "77"])
def test_the_column_is_chosen_by_heading_or_number(tmp_path, column):
    """``--column`` takes what a teacher sees in Canvas; scores convert with ``--scale``."""
    folder = stored(tmp_path / "results", result("ada", 8.5))
    path = written(tmp_path / "grades.csv", CANVAS)

    run_export(folder, "--canvas", path, "--column", column, "--scale")

    assert b'"Lab, A",17,,91.5' in path.read_bytes()


def test_a_column_that_is_not_there_is_told_with_those_that_are(results, tmp_path):
    """A misspelt ``--column`` shows what could be chosen."""
    done = run_export(results, "--canvas", written(tmp_path / "g.csv", CANVAS), "--column", "Tpy")

    assert done.exit_code == 2
    assert 'has no single column "Tpy": Essay (77); Toy (4711).' in done.stderr
