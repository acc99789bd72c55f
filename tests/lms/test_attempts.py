"""Attempts: all are kept, and the terms say which one counts."""

import pytest
from helpers.downloads import LOSS, NEWER, UNIT, collected, gradescope_export, options, pack

from grader.lms.collect import collect
from grader.terms.course_terms import Extension, Terms
from grader.terms.hand_ins import HANDED_IN, HandIns, attempts_folder, collected_hand_ins
from grader.terms.times import read_due, read_zone


def terms(attempt: str, **more) -> Terms:
    """Return terms by which work is due on January 5."""
    return Terms(read_due("2026-01-05 12:00", read_zone("UTC")), attempt=attempt, **more)


def hand_ins_in(to) -> HandIns:
    return collected_hand_ins(to, UNIT, ["ada7"])


@pytest.mark.parametrize("first", ["old", "new"])
@pytest.mark.parametrize(
    ("rule", "extension", "counts"),
    [
        ("last", None, 2),
        ("last on time", None, 1),
        ("last on time", "2026-01-10 12:00", 2),
        ("best", None, 2),
    ],
)
def test_every_attempt_is_kept_and_the_terms_say_which_counts(
    tmp_path, to, first, rule, extension, counts
):
    """Whatever the order of downloads; an extension is each student's own due date."""
    zips = {
        "old": gradescope_export(tmp_path / "old.zip", LOSS, 2),
        "new": gradescope_export(tmp_path / "new.zip", NEWER, 9),
    }
    due = extension and read_due(extension, read_zone("UTC"))
    own = {"ada7": Extension("ada7", due, "ill", "prof")} if extension else {}
    order = [first, *({*zips} - {first})]

    for name in order:
        collect(zips[name], options(to, terms=terms(rule, extensions=own)))

    kept = attempts_folder(to, UNIT)
    assert (kept / "1" / "ada7" / "loss.ipynb").read_bytes() == LOSS
    assert (kept / "2" / "ada7" / "loss.ipynb").read_bytes() == NEWER
    assert collected(to)[f"ada7/{UNIT}/loss.ipynb"] == {1: LOSS, 2: NEWER}[counts]
    found = hand_ins_in(to)
    assert (found.of("ada7").attempt, found.of("ada7").attempts) == (counts, 2)
    assert [each.moment.day for each in found.all_of("ada7")] == [2, 9]


def test_late_attempt_counts_where_none_is_in_time(tmp_path, to):
    """Nobody has nothing because all attempts were late."""
    old = gradescope_export(tmp_path / "old.zip", LOSS, 8)
    new = gradescope_export(tmp_path / "new.zip", NEWER, 9)

    collect(old, options(to, terms=terms("last on time")))
    done = collect(new, options(to, terms=terms("last on time")))

    assert collected(to)[f"ada7/{UNIT}/loss.ipynb"] == NEWER
    assert done.late == ["ada7"]
    assert "ada7 handed in 2 times; attempt 2 was taken (last on time), all are kept." in done.notes


def test_later_attempt_that_lacks_a_file_is_told(tmp_path, to):
    """It counts by the terms, and a person is told to look at both."""
    pattern = r"(?P<timestamp>\d{8}T\d{6}Z)_(?P<student_id>\w+?)_(?P<file_id>.+)"
    path = pack(
        tmp_path / "d.zip",
        {
            "20260101T000000Z_ada_loss.ipynb": LOSS,
            "20260101T000000Z_ada_model.ipynb": NEWER,
            "20260102T000000Z_ada_model.ipynb": NEWER,
        },
    )

    done = collect(path, options(to, pattern=pattern))

    assert set(collected(to)) == {f"ada/{UNIT}/model.ipynb", f"ada/{UNIT}/timestamp.txt"}
    (note,) = (note for note in done.notes if "lacks" in note)
    assert note == (
        "ada: attempt 2, which counts, lacks loss.ipynb, which another attempt has. Look at both."
    )


def test_what_nbgrader_collected_is_the_first_attempt(tmp_path, to):
    """It was there before, and stays kept when a newer one comes."""
    folder = to / "ada7" / UNIT
    folder.mkdir(parents=True)
    (folder / "loss.ipynb").write_bytes(LOSS)
    (folder / "timestamp.txt").write_text("2026-01-01 00:00:00 EST\n")

    collect(gradescope_export(tmp_path / "new.zip", NEWER, 9), options(to))

    kept = attempts_folder(to, UNIT)
    assert (kept / "1" / "ada7" / "loss.ipynb").read_bytes() == LOSS
    assert hand_ins_in(to).all_of("ada7")[0].moment.isoformat() == "2026-01-01T05:00:00+00:00"
    assert collected(to)[f"ada7/{UNIT}/loss.ipynb"] == NEWER


def test_attempt_without_a_time_does_not_take_the_place_of_another(tmp_path, to):
    """Canvas names no times; the new one is kept, told, and taken on request."""
    collect(pack(tmp_path / "1.zip", {"ada_1_1_loss.ipynb": LOSS}), options(to))
    newer = pack(tmp_path / "2.zip", {"ada_1_2_loss.ipynb": NEWER})

    refused = collect(newer, options(to))
    again = collect(newer, options(to))
    before = collected(to)[f"ada_1/{UNIT}/loss.ipynb"]
    forced = collect(newer, options(to, update=True))

    assert len(refused.left_out) == len(again.left_out) == 1
    assert (before, forced.replaced) == (LOSS, ["ada_1"])
    assert collected(to)[f"ada_1/{UNIT}/loss.ipynb"] == NEWER
    assert (attempts_folder(to, UNIT) / "1" / "ada_1" / "loss.ipynb").read_bytes() == LOSS


def test_attempt_of_unknown_time_is_not_taken_for_one_in_time(tmp_path, to):
    """The pattern finds no time in the second name; the first one is known to be in time."""
    pattern = r"(?P<timestamp>\w+?)_(?P<student_id>\w+?)_(?P<file_id>.+)"
    names = ("20260104T000000Z_ada_loss.ipynb", "later_ada_loss.ipynb")
    path = pack(tmp_path / "d.zip", dict(zip(names, (LOSS, NEWER), strict=True)))

    done = collect(path, options(to, pattern=pattern, terms=terms("last on time")))

    assert collected(to)[f"ada/{UNIT}/loss.ipynb"] == LOSS
    assert (
        "ada: it is unknown whether attempt 1 was on time; an attempt that is known to be on time "
        "counts first."
    ) in done.notes


def test_late_by_the_platforms_word_is_kept_with_the_attempt(tmp_path, to):
    """No time is made up, and what is known goes on to the results."""
    collect(pack(tmp_path / "1.zip", {"ada_LATE_1_1_loss.ipynb": LOSS}), options(to))

    found = collected_hand_ins(to, UNIT, ["ada_1"]).of("ada_1")

    assert (found.moment, found.marked_late_by, found.is_late) == (None, "Canvas", True)
    assert (attempts_folder(to, UNIT) / HANDED_IN).read_text().splitlines()[1] == (
        "ada_1,,Canvas,1,1,,yes"
    )


def test_what_a_person_has_changed_is_kept(tmp_path, to):
    """A file that was repaired by hand stays, also when a newer attempt comes; both are kept."""
    collect(gradescope_export(tmp_path / "old.zip", LOSS, 2), options(to))
    (to / "ada7" / UNIT / "loss.ipynb").write_bytes(b"repaired")
    new = gradescope_export(tmp_path / "new.zip", NEWER, 9)

    kept = collect(new, options(to))
    before = collected(to)[f"ada7/{UNIT}/loss.ipynb"]
    forced = collect(new, options(to, update=True))

    assert before == b"repaired"
    assert kept.left_out == [
        "ada7 was changed by hand since it was collected, and was kept. Use --update to replace it."
    ]
    assert (attempts_folder(to, UNIT) / "2" / "ada7" / "loss.ipynb").read_bytes() == NEWER
    assert forced.replaced == ["ada7"]
    assert collected(to)[f"ada7/{UNIT}/loss.ipynb"] == NEWER


def test_attempts_that_were_removed_do_not_empty_what_was_collected(tmp_path, to):
    """The table may be older than the folders."""
    old = gradescope_export(tmp_path / "old.zip", LOSS, 2)
    collect(old, options(to))
    (attempts_folder(to, UNIT) / "1" / "ada7" / "loss.ipynb").unlink()

    done = collect(old, options(to))

    assert done.unchanged == ["ada7"]
    assert collected(to)[f"ada7/{UNIT}/loss.ipynb"] == LOSS
