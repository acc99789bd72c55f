"""Characters that hide or steer reach nothing that is shown, from wherever they come."""

import json
import unicodedata
import zipfile
from pathlib import Path

import pytest
from helpers.commands import RIGHT, autograde, grader
from helpers.courses import TOY

from grader.text import clean

HIDING = "\x1b[31m\u202eevil\u2066\u200f\x07\x9b\ufeff\U000e0041"
#: What a line of a file may hold besides what is seen.
PLAIN = frozenset("\n")


def hidden_in(text: str) -> list[str]:
    """Return the characters of *text* that nobody sees."""
    return [char for char in text if char not in PLAIN and clean(char) != char]


def strings(value: object) -> list[str]:
    """Return every text in JSON, keys too, but for a student's own name, which is an identity."""
    if isinstance(value, dict):
        inner = [value[key] for key in value if key != "student"]
        return [*value, *(text for each in inner for text in strings(each))]
    if isinstance(value, list):
        return [text for each in value for text in strings(each)]
    return [value] if isinstance(value, str) else []


@pytest.fixture(scope="module")
def graded(tmp_path_factory) -> tuple[Path, str]:
    """A class whose names, files, texts, errors and printouts hold such characters, graded."""
    root = tmp_path_factory.mktemp("hiding")
    folder = root / "class"
    texts = {
        "ada": RIGHT,
        f"b{HIDING}": RIGHT,
        "raises": f"def double(x):\n    raise ValueError({HIDING!r})\n",
        "prints": f"def double(x):\n    print({HIDING!r})\n    return {HIDING!r}\n",
        "imports": f"raise ImportError({HIDING!r})\n",
        "broken": f"def double(x):\n    return '{HIDING}\n",
        "named": f"def double(x):\n    return type({HIDING!r}, (), {{}})()\n",
        "comments": f"{RIGHT}\n# {HIDING} one and the same comment\n# and {HIDING} another one\n"
        * 3,
    }
    texts["copies"] = texts["comments"]
    for name, text in texts.items():
        path = folder / name / "shapes.py"
        path.parent.mkdir(parents=True)
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        (path.parent / f"h{HIDING}.py").write_text("x = 1\n")
        (path.parent / f"notes{HIDING}.pdf").write_text(HIDING)
    book = {"cells": [{"cell_type": "code", "source": f"x = = '{HIDING}'\ndef double({HIDING}"}]}
    (folder / "book").mkdir()
    (folder / "book" / f"shapes{HIDING}.ipynb").write_text(json.dumps(book))
    with zipfile.ZipFile(folder / f"z{HIDING}.zip", "w") as archive:
        archive.writestr(f"../{HIDING}.py", "x")
    (folder / f"stray{HIDING}.py").write_text("x")
    done = autograde(folder, root / "results", "--exhibits")
    said = done.stdout + done.stderr
    for command in (
        ("report", root / "results"),
        ("feedback", root / "results"),
        ("similar", folder, "--to", root / "results" / "similar.html"),
    ):
        told = grader(*command, "--course", TOY)
        assert told.returncode in (0, 3), told.stderr
        said += told.stdout + told.stderr
    return root / "results", said


def test_commands_print_nothing_that_hides(graded):
    """A terminal would obey it."""
    assert hidden_in(graded[1].replace("\r", "")) == []


def test_results_hold_nothing_that_hides(graded):
    """Whoever shows a result may show its texts as they are."""
    found = {
        path.name: hidden
        for path in sorted(graded[0].glob("*.json"))
        if (
            hidden := [
                each for text in strings(json.loads(path.read_text())) for each in hidden_in(text)
            ]
        )
    }

    assert found == {}
    assert len(list(graded[0].glob("*.json"))) > 8


def test_pages_and_tables_hold_nothing_that_hides(graded):
    """A browser and a spreadsheet would turn the rest of the line around."""
    found = {}
    for path in sorted(graded[0].rglob("*")):
        if path.suffix in (".html", ".csv"):
            text = path.read_bytes().decode("utf-8").replace("\r\n", "\n")
            found[path.relative_to(graded[0]).as_posix()] = hidden_in(text)

    assert len(found) > 8
    assert {name: hidden for name, hidden in found.items() if hidden} == {}


def test_these_characters_are_of_every_hiding_kind():
    """Controls, formats, tags, marks of direction."""
    kinds = {unicodedata.category(char) for char in HIDING}

    assert {"Cc", "Cf"} <= kinds
    assert len(hidden_in(HIDING)) == 8


def test_links_in_the_results_folder_are_not_followed(tmp_path):
    """What is written takes the place of a link; what it led to stays, read or written."""
    (tmp_path / "class" / "ada").mkdir(parents=True)
    (tmp_path / "class" / "ada" / "shapes.py").write_text(RIGHT)
    results, outside = tmp_path / "results", tmp_path / "outside"
    autograde(tmp_path / "class", results)
    written = [path for path in results.rglob("*") if path.is_file()]
    before = {path: path.read_bytes() for path in written}
    for number, path in enumerate(written):
        target = outside / str(number)
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(before[path])
        path.unlink()
        path.symlink_to(target)
    (results / "report.html").symlink_to(outside / "report.html")
    (tmp_path / "class" / "ada" / "shapes.py").write_text(RIGHT + "# changed\n")

    done = autograde(tmp_path / "class", results)
    told = grader("report", results, "--course", TOY)

    assert (done.returncode, told.returncode) == (0, 0), done.stderr + told.stderr
    assert sorted(path.read_bytes() for path in outside.iterdir()) == sorted(before.values())
    assert not (results / "ada.json").is_symlink()
    assert not (results / "scores.csv").is_symlink()
    assert not (results / "report.html").is_symlink()
