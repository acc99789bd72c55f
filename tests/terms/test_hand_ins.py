"""When and how each student handed in: only what the platform or nbgrader wrote counts."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from grader.errors import TermsError
from grader.terms.hand_ins import (
    HandIn,
    HandIns,
    collected_hand_ins,
    read_hand_ins,
    timestamp,
    write_hand_ins,
)


def put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_times_are_those_that_collecting_wrote(tmp_path):
    """``submitted/<student>/<unit>/timestamp.txt``, in any zone; what is not a time is none."""
    put(tmp_path / "ada" / "toy" / "timestamp.txt", "2026-02-01 00:30:00 UTC\n")
    put(tmp_path / "ben" / "toy" / "timestamp.txt", "2026-01-31 13:00:00 +0100")
    put(tmp_path / "cleo" / "toy" / "timestamp.txt", "yesterday")
    put(tmp_path / "emil" / "toy" / "timestamp.txt", "2026-02-01 03:00:00.5 EST")
    times = collected_hand_ins(tmp_path, "toy", ["ada", "ben", "cleo", "emil"])

    assert times.of("ada").moment == datetime(2026, 2, 1, 0, 30, tzinfo=UTC)
    assert times.of("ben").moment == datetime(2026, 1, 31, 12, tzinfo=UTC)
    assert times.of("emil").moment == datetime(2026, 2, 1, 8, 0, 0, 500000, tzinfo=UTC)
    assert times.of("cleo") == times.of("nobody") == HandIn()


def test_timestamp_in_what_a_student_sent_does_not_count(tmp_path):
    """It is the student's word: on pages as in exports, and nothing is said of the time then."""
    put(tmp_path / "dora" / "timestamp.txt", "2026-01-01 00:00:00 UTC")

    assert collected_hand_ins(tmp_path, "toy", ["dora"]).of("dora") == HandIn()


def test_timestamp_is_read_from_a_plain_file_only(tmp_path):
    """A link leads nowhere, and neither does a name with a slash."""
    put(tmp_path / "time", "2026-01-01 12:00 UTC")
    (tmp_path / "alice" / "toy").mkdir(parents=True)
    (tmp_path / "alice" / "toy" / "timestamp.txt").symlink_to(tmp_path / "time")
    put(tmp_path.parent / "outside" / "toy" / "timestamp.txt", "2026-01-01 12:00 UTC")

    names = ("alice", "../alice", "../outside", "..", "nobody", "a\0b", "")
    assert [timestamp(tmp_path, name, "toy") for name in names] == [None] * len(names)


def test_folder_that_is_not_there_is_refused(tmp_path):
    """Without it everybody would seem to be in time."""
    with pytest.raises(
        TermsError, match=r'none is not a folder\. Name the one that "grader collect --to"'
    ):
        collected_hand_ins(tmp_path / "none", "toy", [])


def test_table_is_read_back_as_it_was_written(tmp_path):
    """To the microsecond, with odd names; nobody about whom nothing is known has a row."""
    moment = datetime(2026, 1, 2, 3, 4, 5, 123456, tzinfo=UTC)
    each = {'a,"b"\n=c': HandIn(moment, "", 2, 3, "Team, 1"), "d": HandIn(marked_late_by="Canvas")}
    path = tmp_path / "handed_in.csv"

    write_hand_ins(path, HandIns({**each, "e": HandIn()}))

    assert read_hand_ins(path).each == each
    write_hand_ins(path, HandIns({"e": HandIn()}))
    assert not path.exists()
    assert read_hand_ins(path).each == {}


@pytest.mark.parametrize("data", [b"", b"a,b\n", b"\xff\xfe", b"student,handed_in\nada,x\n"])
def test_another_table_is_refused(tmp_path, data):
    """Nobody's lateness is forgotten without a word."""
    (tmp_path / "handed_in.csv").write_bytes(data)

    with pytest.raises(TermsError, match="is not the table of hand-ins that the grader wrote"):
        read_hand_ins(tmp_path / "handed_in.csv")
