"""The configuration: our block in it is renewed, the teacher's own lines stay."""

import pytest

from grader.errors import CourseError
from grader.nbgrader.release.nbgrader_config import BEGIN, END
from grader.nbgrader.release.source_assignment import release_nbgrader


def test_a_teachers_own_configuration_stays(tmp_path, course):
    """What stands around our block stays letter by letter; the block follows the course."""
    release_nbgrader(course, tmp_path / "nb")
    config = tmp_path / "nb" / "nbgrader_config.py"
    mine = "c.Exchange.root = '/srv/exchange'\n" + config.read_text() + "c.MyPlugin.late = 2\n"
    config.write_text(mine.replace(str(course.root), "/an/old/place"))

    release_nbgrader(course, tmp_path / "nb")

    assert config.read_text() == mine


def test_a_configuration_that_was_there_first_gets_our_block(tmp_path, course):
    """At its end, so that nothing of it has to be understood."""
    (tmp_path / "nb").mkdir()
    config = tmp_path / "nb" / "nbgrader_config.py"
    config.write_text("c = get_config()\nc.CourseDirectory.course_id = 'ml101'")

    release_nbgrader(course, tmp_path / "nb")

    text = config.read_text()
    assert text.startswith("c = get_config()\nc.CourseDirectory.course_id = 'ml101'\n")
    assert text.count(BEGIN) == text.count(END) == 1
    assert "'toy'" not in text
    compile(text, str(config), "exec")


@pytest.mark.parametrize("spoil", [lambda text: text.replace(END, ""), lambda text: text + text])
def test_a_broken_block_is_one_clear_line(tmp_path, course, spoil):
    """Guessing where our part ends could delete the teacher's."""
    release_nbgrader(course, tmp_path / "nb")
    config = tmp_path / "nb" / "nbgrader_config.py"
    config.write_text(spoil(config.read_text()))
    before = config.read_text()

    with pytest.raises(CourseError, match=r"nbgrader_config\.py holds .* expected one pair"):
        release_nbgrader(course, tmp_path / "nb")
    assert config.read_text() == before
