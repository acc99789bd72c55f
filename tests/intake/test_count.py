"""The number of submissions, for the progress bar."""

from pathlib import Path

from grader.intake import count_submissions, read_submissions


def test_as_many_are_counted_as_are_read(tmp_path: Path):
    """Folders, zips, strays, a student with two of them, one name in two spellings."""
    for name in ("ada", "ben", "cleo"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "shapes.py").write_text("def double(x):\n    return 2 * x\n")
    for name in ("eve", " eve"):
        (tmp_path / f"{name}.zip").write_bytes(b"not a zip")
    (tmp_path / "ada.zip").write_bytes(b"not a zip")
    (tmp_path / "dora.rar").write_bytes(b"Rar!")
    (tmp_path / "notes.txt").write_text("bring coffee")

    assert count_submissions(tmp_path) == len(list(read_submissions(tmp_path))) == 7
    assert count_submissions(tmp_path, ["ben"]) == len(list(read_submissions(tmp_path, ["ben"])))
