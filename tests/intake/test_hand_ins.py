"""A class that hands in whatever people hand in: scored rightly or to look at, none silent."""

import csv
import subprocess
import sys

import pytest
from helpers.courses import REPOSITORY
from helpers.hand_ins import put_class, seen, unseen
from helpers.platform_hand_ins import from_platforms


@pytest.mark.parametrize("half", [seen, unseen, from_platforms])
def test_every_hand_in_is_scored_rightly_or_to_look_at(tmp_path, course, half):
    """By its truth table; whoever has nothing to be asked about is not asked about."""
    hand_ins = half(course)
    put_class(tmp_path / "all", hand_ins)
    words = ["-m", "grader.cli", "autograde", tmp_path / "all", "--to", tmp_path / "results"]

    done = subprocess.run(
        [sys.executable, *words, "--course", REPOSITORY],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 3, done.stderr
    with (tmp_path / "results" / "scores.csv").open(newline="") as file:
        rows = {row["student"]: row for row in csv.DictReader(file)}
    asked = {name for name, row in rows.items() if row["to_look_at"] or row["status"] != "graded"}
    scores = {name: row["score"] for name, row in rows.items()}
    fair = {name for name, hand_in in hand_ins.items() if hand_in.either}
    assert asked - fair == {name for name, hand_in in hand_ins.items() if hand_in.look}
    assert {name: scores[name] for name in rows if name not in asked} == {
        name: f"{hand_in.points(course):g}"
        for name, hand_in in hand_ins.items()
        if name not in asked
    }
