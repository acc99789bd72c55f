"""The packages for Gradescope and Classroom 50: what they hold, and in which language."""

import shutil
import zipfile

import pytest
from helpers.clean_environment import names_in
from helpers.courses import REPOSITORY, TOY
from typer.testing import CliRunner

from grader.autograders.packages import release_classroom50, release_gradescope
from grader.cli import app
from grader.course.manifest import find_course
from grader.errors import GraderError, TermsError
from grader.messages.catalogues import PACKED_LANGUAGE

# Packages


def test_packages_have_the_same_bytes_every_time(tmp_path):
    """A package can be told from another by its digest."""
    course = find_course(TOY)

    one = release_gradescope(course, tmp_path / "one.zip").read_bytes()
    two = release_gradescope(course, tmp_path / "two.zip").read_bytes()

    assert one == two


def test_gradescope_package_has_its_scripts_at_the_top_executable(tmp_path):
    """Gradescope starts setup.sh and run_autograder by these names."""
    with zipfile.ZipFile(release_gradescope(find_course(TOY), tmp_path)) as archive:
        modes = {
            name: archive.getinfo(name).external_attr >> 16
            for name in ("setup.sh", "run_autograder", "course/hidden/test_shapes_hidden.py")
        }

    assert modes == {
        "setup.sh": 0o755,
        "run_autograder": 0o755,
        "course/hidden/test_shapes_hidden.py": 0o644,
    }


def test_packages_hold_the_terms_and_no_students_extension(tmp_path):
    """The late rule counts there too; a fault in it is found when the package is made."""
    root = shutil.copytree(TOY, tmp_path / "toy")
    terms = root / "exercises" / "terms.toml"
    terms.write_text('due = "2026-01-31 23:59"\n')
    (root / "extensions.csv").write_text("student,due,reason,who\nada,excused,ill,prof\n")

    with zipfile.ZipFile(release_gradescope(find_course(root), tmp_path)) as archive:
        assert archive.read("course/exercises/terms.toml") == terms.read_bytes()
        assert not [name for name in archive.namelist() if "extensions" in name]
    terms.write_text('due = "soon"\n')
    with pytest.raises(TermsError, match='due "soon" is not a valid time'):
        release_gradescope(find_course(root), tmp_path)


@pytest.mark.parametrize(("lang", "chosen"), [("zh", b"zh\n"), ("en", b"en\n"), (None, b"zh\n")])
def test_packages_carry_the_language_that_was_chosen(tmp_path, monkeypatch, lang, chosen):
    """By name, or else that of the environment; with the texts of the course's own checks."""
    monkeypatch.setenv("LANGUAGE", "zh_CN")
    course = find_course(REPOSITORY)

    _, kit = release_classroom50(course, tmp_path, lang)

    with zipfile.ZipFile(release_gradescope(course, tmp_path, lang)) as archive:
        assert archive.read(f"course/{PACKED_LANGUAGE}") == chosen
    with zipfile.ZipFile(kit) as archive:
        assert archive.read(f"course/{PACKED_LANGUAGE}") == chosen
    assert {
        "grader/messages/locale/zh/LC_MESSAGES/grader.mo",
        "course/hidden/locale/zh/LC_MESSAGES/hidden.mo",
        "course/exercises/_kit/locale/zh/LC_MESSAGES/course.mo",
        "course/exercises/_kit/locale/zh/LC_MESSAGES/kit.mo",
    } <= names_in(kit)


def test_packages_hold_the_data_beside_hidden_tests(tmp_path):
    """A hidden test that reads a file finds it on the platform too."""
    shutil.copytree(TOY, tmp_path / "toy")
    (tmp_path / "toy" / "hidden" / "data.csv").write_text("1,2\n")
    course = find_course(tmp_path / "toy")

    _, kit = release_classroom50(course, tmp_path)

    assert "course/hidden/data.csv" in names_in(release_gradescope(course, tmp_path))
    assert "course/hidden/data.csv" in names_in(kit)


def test_packages_in_a_language_that_is_not_there_are_not_made(tmp_path):
    """One line that names those there are."""
    with pytest.raises(GraderError, match=r"translation into 'fr'\. Use one of en, zh"):
        release_gradescope(find_course(TOY), tmp_path, "fr")

    assert list(tmp_path.iterdir()) == []


def test_classroom50_script_holds_nothing_secret(tmp_path):
    """What lies in the assignment's bundle is public; solutions are in the kit beside it."""
    script, kit = release_classroom50(find_course(TOY), tmp_path)

    assert "double" not in script.read_text()
    assert "course/solutions/shapes.py" in names_in(kit)


def test_release_for_a_platform_says_that_it_holds_solutions(tmp_path):
    """Whoever uploads it has been told."""
    done = CliRunner().invoke(
        app,
        ["release", "--course", str(TOY), "--gradescope", str(tmp_path), "--classroom50",
         str(tmp_path / "c50")],
    )  # fmt: skip

    assert done.exit_code == 0, done.output
    assert "autograder.zip. It holds solutions: not for students." in done.stdout
    assert "files beside autograder.py are public there" in done.stdout
    assert not list(tmp_path.rglob("toy*"))
