"""Result files: whole or not there, every field checked; tables that a spreadsheet can open."""

import csv
import json
import os
import re
from dataclasses import replace
from fractions import Fraction
from hashlib import sha256

import msgspec
import pytest
from helpers.made_results import BOX, DIGESTS, TOY, UNIT, check, explained, folder_of, result
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.course.checks import read_checks
from grader.errors import ResultsError
from grader.messages.explanation import Explanation
from grader.messages.message import message
from grader.results.class_results import open_results
from grader.results.ledger import Ledger
from grader.results.records import (
    NOT_JUDGED_HERE,
    Header,
    Outcome,
    Override,
    UnitId,
    Verdict,
    complete,
)
from grader.results.store import ABSENT, ResultStore, Unreadable, encode, read_result
from grader.results.tables import ScoreTable, Table, add_cost, points

NAMES = "test_double_doubles", "test_total_adds_up"
HEADER = Header("alice", UNIT, DIGESTS)
ASKED = [check()[0], check("T2", NAMES[1], points=4.0)[0]]


@pytest.fixture
def store(tmp_path):
    """An empty results folder."""
    return ResultStore(tmp_path / "results")


def write_scores(folder, results, unit=TOY.unit, ledger=None):
    """Write results and their table as a run of grading does."""
    ledger = ledger or Ledger()
    table = ScoreTable(folder, unit, ledger)
    store = ResultStore(folder)
    for each in results:
        store.write(each)
        table.put(ledger.counted(folder, each))
    table.write()


def rows_of(folder):
    """Return the rows of scores.csv."""
    with (folder / "scores.csv").open(newline="") as file:
        return list(csv.DictReader(file))


# What makes a result.


def test_a_check_without_a_verdict_is_not_judged_and_the_score_is_open():
    """No path makes a result that lacks a check, and no points are lost by our failure."""
    found = complete(HEADER, TOY.unit, ASKED, [check()[1]], BOX)

    assert [(each.name, each.outcome) for each in found.checks] == [
        (NAMES[0], Outcome.PASSED),
        (NAMES[1], Outcome.NOT_JUDGED),
    ]
    assert found.checks[1].message == NOT_JUDGED_HERE
    assert (found.score, found.is_open, found.max_score) == (None, True, 10.0)
    assert [each.score for each in found.exercises] == [6.0, None]


def judged_exercise(points, weights):
    """Return T1 of the toy unit, worth *points*, with a check of each weight: passed or not."""
    exercises = (replace(TOY.unit.exercises[0], points=points),)
    asked, verdicts = [], []
    for number, (weight, passed) in enumerate(weights):
        outcome = "PASSED" if passed else "WRONG"
        one, verdict = check(name=f"test_{number}", outcome=outcome, points=weight)
        asked.append(one)
        verdicts.append(verdict)
    found = complete(HEADER, replace(TOY.unit, exercises=exercises), asked, verdicts, BOX)
    return found.exercises[0]


@given(
    points=st.integers(1, 10**6).map(lambda n: n / 100),
    weights=st.lists(
        st.tuples(st.floats(0.01, 100, allow_subnormal=False), st.booleans()), min_size=1
    ),
)
def test_points_of_checks_are_weights_within_their_exercise(points, weights):
    """All passed give exactly its points, none gives nothing, and some give their share."""
    found = judged_exercise(points, weights)
    full = judged_exercise(points, [(weight, True) for weight, _ in weights])
    none = judged_exercise(points, [(weight, False) for weight, _ in weights])

    whole = sum(Fraction(weight) for weight, _ in weights)
    passed = sum(Fraction(weight) for weight, passed in weights if passed)
    assert (full.score, none.score) == (points, 0.0)
    assert found.points == points
    assert found.score == pytest.approx(float(Fraction(points) * passed / whole), abs=0.00501)
    assert found.score == round(found.score, 2)


@pytest.mark.parametrize(
    ("passed", "score"), [("YNN", 0.33), ("YYN", 0.67), ("YYY", 1.0), ("NNN", 0.0)]
)
def test_thirds_of_a_point_are_rounded_once(passed, score):
    """Not three times: three thirds are one."""
    assert judged_exercise(1.0, [(1, each == "Y") for each in passed]).score == score


def test_weights_of_this_course_are_its_points(course):
    """The scores of this course are sums of what the markers say, to the last digit."""
    checks = read_checks(course)
    verdicts = [Verdict(each.name, Outcome.PASSED) for each in checks]

    found = complete(HEADER, course.unit, checks, verdicts, BOX)

    weights = {each.name: each.weight for each in checks}
    assert {each.name: each.points for each in found.checks} == weights
    assert (found.score, found.max_score) == (100.0, 100.0)


def test_a_verdict_on_no_check_of_the_course_is_left_out():
    """What is worth points is the course's to say."""
    gone = check("T1", "test_that_is_gone", points=90.0)[1]

    found = complete(HEADER, TOY.unit, ASKED[:1], [gone, check()[1]], BOX)

    assert [each.name for each in found.checks] == [NAMES[0]]
    assert found.score == 6.0


def test_the_last_verdict_on_a_check_counts():
    """A new verdict takes the place of a kept one."""
    kept, new = check(outcome="WRONG")[1], check()[1]

    assert complete(HEADER, TOY.unit, ASKED[:1], [kept, new], BOX).score == 6.0


def test_a_refusal_has_no_score_and_no_checks():
    """What could not be read is open, whatever it is worth."""
    found = result(refused="alice.zip is corrupt")

    assert (found.score, found.is_open, found.checks, found.box) == (None, True, [], None)
    assert found.status == "refused: alice.zip is corrupt"


def test_status_says_in_words_what_the_teacher_has_to_do():
    """Nothing, or look."""
    assert result().status == "graded"
    assert result(outcome="NOT_JUDGED").status == "open: 1 checks not judged"


# What a file holds.


def test_of_texts_tried_in_place_of_files_only_those_that_were_needed_are_told():
    """A file that was imported as handed in is said to lack nothing."""
    loss, data = (message("{path}: line 1 was left out.", path=f"{n}.py") for n in ("loss", "data"))
    found = msgspec.structs.replace(result(), repairs=(loss, data))

    def told(*repaired):
        return [each.text for each in msgspec.structs.replace(found, repaired=repaired).all_notes]

    assert told() == []
    assert told("loss")[1:] == ["loss.py: line 1 was left out."]
    assert told("model")[1:] == [loss.text, data.text]  # One of those that it imports.


def test_a_result_comes_back_as_it_was_written(store):
    """Points per exercise, score and outcomes."""
    store.write(result())

    found = store.load("alice")

    assert found == result()
    assert (found.score, found.max_score, found.is_open) == (10.0, 10.0, False)


def test_messages_and_names_come_back_as_they_were_written(store):
    """Templates, values of every kind and text that is no UTF-8."""
    told = message("{name} took {limit_s} s: {why}", name="fit\n", limit_s=2, why=message("slow"))
    found = result(
        "J\udcf6rg", checks=[check(outcome="WRONG", message=told)], notes=["half \ud800 a pair"]
    )

    store.write(found)

    assert store.load("J\udcf6rg") == found


@pytest.mark.parametrize(("outcome", "score"), [("WRONG", 6.0), ("NOT_JUDGED", None)])
def test_our_failure_leaves_the_score_open(store, outcome, score):
    """A wrong answer costs its points; what was not judged costs nothing and gives nothing."""
    store.write(result(outcome=outcome))

    assert json.loads(store.path("alice").read_text())["score"] == score


def test_the_file_has_no_time_and_no_place_in_it(store, tmp_path):
    """The same result gives the same bytes anywhere."""
    other = ResultStore(tmp_path / "elsewhere")
    store.write(result())
    other.write(result())

    assert store.path("alice").read_bytes() == other.path("alice").read_bytes()


# What is not believed.


def sealed(plain):
    """Return a file whose digest is right, whatever it holds: a forger can do that."""
    content = json.dumps(plain, separators=(",\n", ": ")).removesuffix("}")
    return f'{content},\n"digest": "{sha256(content.encode()).hexdigest()}"\n}}\n'


def plain():
    """Return the fields of the file of a result that has one of everything."""
    found = message("{name} took {limit_s} s", name="fit", limit_s=2)
    shown = explained("", "Why.", call="f(1)", expected="2", got="3")
    told = Explanation(found, shown.why, shown.example)
    whole = result(
        checks=[check(outcome="WRONG", message=told, note="n"), check("T2", NAMES[1], points=4.0)],
        notes=["a note"],
    )
    found = json.loads(encode(whole))
    del found["digest"]
    return found


def paths(found, above=()):
    """Yield the path to every value in *found*."""
    items = found.items() if isinstance(found, dict) else enumerate(found)
    for key, value in items:
        yield (*above, key)
        if isinstance(value, dict | list):
            yield from paths(value, (*above, key))


def why_unreadable(path):
    """Return the one sentence that says why a file is no result."""
    found = read_result(path)
    assert isinstance(found, Unreadable), found
    assert found.path == path
    assert found.why.text.startswith(path.name)
    assert found.why.text.endswith(".")
    assert found.why.text.isprintable()
    assert len(found.why.text) < 400
    return found.why.text


def test_a_file_that_the_forger_sealed_is_read_as_it_stands(store):
    """So what the tests below see refused is refused for its content."""
    store.path("alice").write_text(sealed(plain()))

    assert read_result(store.path("alice")).score == 4.0


def shown(path):
    """Return a path as the id of a test."""
    return ".".join(map(str, path)) or "top"


def at(found, path):
    """Return what stands in *found* at the end of *path*."""
    for key in path:
        found = found[key]
    return found


ALL = list(paths(plain()))
#: Names of files and of layers are free.
FREE = (("digests", "files"), ("box", "layers"))


@pytest.mark.parametrize("path", [p for p in ALL if p[:-1] != FREE[1]], ids=shown)
def test_every_field_has_its_type(store, path):
    """A value of another type is refused wherever it stands."""
    for strange in ({"x": 1}, [[1]], True, -1.5, 10**400, float("nan"), float("inf")):
        found = plain()
        truth = at(found, path[:-1])[path[-1]]
        at(found, path[:-1])[path[-1]] = 1 if strange is True and truth is False else strange
        store.path("alice").write_text(sealed(found))
        why_unreadable(store.path("alice"))


@pytest.mark.parametrize(
    "path",
    # An empty message is a message: only the digest tells that this one had words.
    [p for p in ALL if isinstance(p[-1], str) and p[:-1] not in FREE and p[0] != "notes"],
    ids=shown,
)
def test_a_removed_key_is_noticed(store, path):
    """Also where a forger has sealed the file again."""
    found = plain()
    del at(found, path[:-1])[path[-1]]
    store.path("alice").write_text(sealed(found))

    why_unreadable(store.path("alice"))


@pytest.mark.parametrize(
    "path",
    [p for p in [(), *ALL] if isinstance(at(plain(), p), dict) and p not in FREE],
    ids=shown,
)
def test_an_unknown_key_is_noticed(store, path):
    """Another version may mean something by it that this one would leave out."""
    found = plain()
    at(found, path)["new"] = 1

    store.path("alice").write_text(sealed(found))

    why_unreadable(store.path("alice"))


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        (("score",), 10.0, "not the sum of the exercises"),
        (("score",), None, "not the sum of the exercises"),
        (("max_score",), -1.0, "worth"),
        (("exercises", 0, "score"), 6.0, "another score than its checks earned"),
        (("exercises", 0, "score"), None, "another score than its checks earned"),
        (("exercises", 0, "points"), 60.0, "not worth what its checks are"),
        (("exercises", 0, "checks", 0, "earned"), 6.0, "earned 6 as WRONG"),
        (("exercises", 0, "checks", 0, "outcome"), "PASSED", "earned 0 as PASSED"),
        (("exercises", 0, "checks", 0, "outcome"), "NOT_JUDGED", "another score"),
        (("exercises", 0, "checks", 0, "outcome"), "RIGHT", "Invalid enum value"),
        (("exercises", 0, "checks", 0, "points"), 0.0, "not worth what its checks are"),
        (("exercises", 0, "checks"), [], "not worth what its checks are"),
        (
            ("exercises", 0, "checks", 0, "message", "found", "text"),
            "all right",
            "not that of its template",
        ),
        (("exercises", 0, "checks", 0, "message", "found", "template"), "", "without a template"),
        (("exercises", 0, "checks", 0, "message", "found", "template"), "{name.x}", "gap"),
        (("exercises", 0, "checks", 0, "message", "found", "values"), {}, "no value"),
        (
            ("exercises", 0, "checks", 0, "message", "found", "values", "name", "text"),
            "a\nb",
            "not cleaned",
        ),
        (("schema",), "grader/result/3", "form of another version (grader/result/3)"),
        (("schema",), "another/1", "Invalid value 'another/1'"),
        (("exercises", 1, "id"), "T1", "twice"),
        (("exercises", 1, "checks", 0, "name"), NAMES[0], "twice"),
    ],
)
def test_a_wrong_value_that_was_sealed_again_is_refused(store, path, value, words):
    """Points, outcomes and messages have to agree with each other."""

    found = plain()
    at(found, path[:-1])[path[-1]] = value
    store.path("alice").write_text(sealed(found))

    assert words in why_unreadable(store.path("alice"))


@pytest.mark.parametrize("field", ["score", "points", "earned", "text", "sentence", "student"])
def test_an_edited_file_is_not_believed(store, field):
    """The digest at its end is that of its own content."""
    store.write(result(notes=["a note"]))
    path = store.path("alice")
    before = path.read_text()
    path.write_text(re.sub(rf'("{field}": )"?\w+', r"\g<1>9", before, count=1))

    assert path.read_text() != before
    assert "damaged or edited after grading" in why_unreadable(path)


def test_points_by_hand_are_never_in_a_file(store):
    """They are a person's and stand in overrides.csv, where removing them counts."""
    override = Override("alice", "T1", 1.0, "appeal", "tutor", 2)
    store.path("alice").write_text(encode(result().with_overrides([override])))

    assert "points by hand" in why_unreadable(store.path("alice"))


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_damage_anywhere_is_noticed(tmp_path_factory, data):
    """Whatever bytes are lost, put in or changed, nothing else is read than was written."""
    path = tmp_path_factory.mktemp("damaged") / "alice.json"
    written = encode(result(outcome="WRONG")).encode()
    start = data.draw(st.integers(0, len(written)))
    end = data.draw(st.integers(start, min(start + 200, len(written))))
    damaged = written[:start] + data.draw(st.binary(max_size=8)) + written[end:]
    path.write_bytes(damaged)

    if damaged == written:
        assert read_result(path) == result(outcome="WRONG")
    else:
        why_unreadable(path)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "half-written or is not a result"),
        ("{", "half-written or is not a result"),
        ('{"schema": "another/1"}', "half-written or is not a result"),
        ('{"schema": "grader/result/1"}', "form of another version (grader/result/1)"),
        ('{"schema": "grader/result/\\n' + "9" * 99 + '"}', "form of another version"),
        ("[]", "half-written or is not a result"),
        ("null", "half-written or is not a result"),
        ("\x00", "half-written or is not a result"),
        ("[" * 100_000, "half-written or is not a result"),
        (sealed({}), "is not a result"),
        (sealed(plain() | {"score": 10**400}).replace("4.0", "1" * 9999), "damaged or edited"),
        ('{"a": ' * 100_000, "half-written or is not a result"),
    ],
)
def test_a_half_written_or_foreign_file_is_no_result(store, text, words):
    """It is judged again instead of being believed, and its name is told."""
    store.path("alice").write_text(text)

    assert words in why_unreadable(store.path("alice"))


def test_a_file_cut_anywhere_is_no_result(store):
    """However far it was written."""
    whole = encode(result()).encode()
    for length in range(len(whole)):
        store.path("alice").write_bytes(whole[:length])
        why_unreadable(store.path("alice"))


@pytest.mark.parametrize("depth", [100, 1000, 100_000])
def test_messages_in_messages_without_end_are_no_traceback(store, depth):
    """Deep JSON with a digest of its own."""
    head, tail = '{"text": "x", "template": "{a}", "values": {"a": ', "}}"
    inner = '{"type": "phrase", "message": '
    deep = (head + inner) * depth + '{"text": "x"}' + ("}" + tail) * depth
    content = json.dumps(plain() | {"refused": 0}, separators=(",\n", ": ")).removesuffix("}")
    content = content.replace('"refused": 0', f'"refused": {deep}')
    end = f',\n"digest": "{sha256(content.encode()).hexdigest()}"\n}}\n'
    store.path("alice").write_text(content + end)

    assert "is not a result" in why_unreadable(store.path("alice"))


def test_a_link_is_not_followed(store, tmp_path):
    """Where it leads is not what grading wrote; writing takes its place and spares the target."""
    target = folder_of(tmp_path / "elsewhere", result(outcome="WRONG")) / "alice.json"
    before = target.read_bytes()
    store.path("alice").symlink_to(target)

    assert "is a link and was not followed" in why_unreadable(store.path("alice"))
    store.write(result())
    assert store.load("alice") == result()
    assert target.read_bytes() == before


@pytest.mark.parametrize("make", [os.mkdir, os.mkfifo])
def test_what_is_no_file_is_named_and_never_waited_for(store, make):
    """A folder cannot be read; a pipe would wait for its writer."""
    make(store.path("alice"))

    assert "is not a file" in why_unreadable(store.path("alice"))


def test_a_dangling_link_is_not_a_missing_result(store, tmp_path):
    """Something stands there, so it is told."""
    store.path("alice").symlink_to(tmp_path / "nowhere")

    assert isinstance(store.load("alice"), Unreadable)


def test_an_oversized_file_is_not_read(store):
    """A result of hostile messages is far smaller."""
    with store.path("alice").open("wb") as file:
        file.truncate((32 << 20) + 1)

    assert "larger than any result" in why_unreadable(store.path("alice"))


def test_the_file_of_another_student_is_not_taken(store):
    """A copy under another name is no result of theirs."""
    store.write(result("bob", outcome="WRONG"))
    store.path("bob").rename(store.path("alice"))

    found = store.load("alice")

    assert isinstance(found, Unreadable)
    assert found.why.text.startswith("alice.json is the result of another student")


def test_a_file_that_may_not_be_read_is_named(store, monkeypatch):
    """The reason is the system's own."""
    store.write(result())

    def refuse(self):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.read_bytes", refuse)

    assert "cannot be read (Permission denied)" in why_unreadable(store.path("alice"))


def test_a_name_that_steers_a_terminal_is_written_out(store):
    """Files in the folder may be called anything."""
    path = store.folder / "a\x1b[2J.json"
    path.write_text("x")

    found = read_result(path)

    assert found.why.text.isprintable()


# Who is not among the submissions any more.


@pytest.fixture
def two(tmp_path):
    """A folder with the results of alice and bob."""
    return ResultStore(folder_of(tmp_path / "results", result(), result("bob")))


def test_a_result_without_a_submission_is_set_aside_and_named(two):
    """It is neither lost nor counted; the next run names it again."""
    before = two.path("bob").read_bytes()

    assert two.set_aside(["alice"]) == ["bob"]
    assert two.set_aside(["alice"]) == ["bob"]

    assert sorted(path.name for path in two.folder.glob("*.json")) == ["alice.json"]
    assert (two.folder / ABSENT / "bob.json").read_bytes() == before
    assert two.absent() == ["bob"]


def test_what_was_set_aside_comes_back_untouched_with_its_submission(two):
    """Byte for byte, so that nothing is judged again."""
    before = two.path("bob").read_bytes()
    two.set_aside(["alice"])

    assert two.load("bob") == result("bob")

    assert two.path("bob").read_bytes() == before
    assert two.set_aside(["alice", "bob"]) == []


def test_asking_for_others_moves_nothing(two):
    """As with --only and --add: who was set aside stays there, everybody else stays here."""
    two.set_aside(["alice"])
    before = sorted(path for path in two.folder.rglob("*.json"))

    two.load("alice")

    assert two.absent() == ["bob"]
    assert sorted(path for path in two.folder.rglob("*.json")) == before


def test_a_result_graded_since_takes_the_place_of_the_absent_one(two):
    """Of two results the one in the folder counts."""
    two.set_aside(["alice"])
    two.write(result("bob", outcome="WRONG"))

    assert two.load("bob") == result("bob", outcome="WRONG")
    assert two.absent() == []


def test_a_damaged_file_is_set_aside_and_named_by_its_file(two):
    """Whose it was, only its name tells."""
    two.path("bob").write_text("{")

    assert two.set_aside(["alice"]) == ["bob"]
    assert (two.folder / ABSENT / "bob.json").read_text() == "{"


def test_a_link_is_set_aside_as_a_link(two, tmp_path):
    """What it leads to stays where it is."""
    target = tmp_path / "target"
    target.write_text("mine")
    two.path("bob").unlink()
    two.path("bob").symlink_to(target)

    two.set_aside(["alice"])

    assert (two.folder / ABSENT / "bob.json").is_symlink()
    assert target.read_text() == "mine"


def test_a_folder_that_cannot_be_moved_into_is_one_line(two):
    """Something else has its name."""
    (two.folder / ABSENT).write_text("mine")

    with pytest.raises(ResultsError, match=f"{ABSENT} cannot be written"):
        two.set_aside(["alice"])

    assert two.load("bob") == result("bob")


def test_the_reader_of_a_class_names_who_is_absent(two):
    """Reports, exports and gradebooks leave them out and say so."""
    two.set_aside(["alice"])
    found = open_results(two.folder, TOY.unit)

    assert [each.student for each in found] == ["alice"]
    assert [str(each) for each in found.remarks] == [
        "bob: no longer among the submissions; the result is in absent/."
    ]
    assert found.needs_a_person


# Tables.


def test_the_table_has_a_row_a_student_and_a_column_an_exercise(store):
    """Open scores and refusals are blank, never zero."""
    results = [
        result(),
        result("bob", outcome="NOT_JUDGED"),
        result("carl", refused="carl.zip is corrupt"),
    ]

    write_scores(store.folder, results)

    rows = rows_of(store.folder)
    assert [(row["student"], row["score"], row["T1"], row["T2"]) for row in rows] == [
        ("alice", "10", "6", "4"),
        ("bob", "", "6", ""),
        ("carl", "", "", ""),
    ]
    assert rows[1]["status"] == "open: 1 checks not judged"
    assert rows[2]["status"] == "refused: carl.zip is corrupt"


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, ""), (0.0, "0"), (100.0, "100"), (9.5, "9.5"), (0.33, "0.33"), (12345.67, "12345.67")],
)
def test_points_are_written_with_all_their_decimals(value, text):
    """However many points a unit is worth."""
    assert points(value) == text


def test_everybody_in_the_folder_has_a_row_whoever_was_graded_now(store):
    """A run of one student does not make a class of one."""
    write_scores(store.folder, [result(), result("bob", outcome="WRONG"), result("carl")])
    whole = (store.folder / "scores.csv").read_bytes()

    write_scores(store.folder, [result("bob", outcome="WRONG")])

    assert (store.folder / "scores.csv").read_bytes() == whole


def test_a_file_that_is_no_result_has_a_row_that_says_so(store):
    """Nobody is missing, and nobody has points that nobody gave."""
    folder_of(store.folder, result(), result("bob"))
    text = store.path("bob").read_text()
    store.path("bob").write_text(text.replace('"score": 10.0', '"score": 99.0', 1))

    write_scores(store.folder, [result()])

    alice, bob = rows_of(store.folder)
    assert alice["score"] == "10"
    assert (bob["student"], bob["score"], bob["T1"], bob["max_score"]) == ("bob", "", "", "10")
    assert bob["status"].startswith("open: bob.json was damaged or edited")


@pytest.mark.parametrize("other", [UnitId("other", UNIT.version), UnitId(UNIT.name, "0.9")])
def test_a_result_of_another_unit_has_a_row_without_points(store, other):
    """As the reader of a class leaves it out: points of another unit are none of this one."""
    folder_of(store.folder, result("bob", unit=other))

    write_scores(store.folder, [result()])

    _, bob = rows_of(store.folder)
    assert (bob["student"], bob["score"], bob["T1"]) == ("bob", "", "")
    assert bob["status"] == f"open: of {other}, not of {UNIT}. Grade that student again."


def test_what_is_put_twice_has_one_row(store):
    """The later one counts."""
    write_scores(store.folder, [result(outcome="WRONG"), result()])

    assert [row["score"] for row in rows_of(store.folder)] == ["10"]


@pytest.mark.parametrize(
    "name", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", 'a,"b"\n', "\x1b[2J"]
)
def test_a_name_is_never_a_formula_or_a_second_row(store, name):
    """A spreadsheet shows it as text; a terminal prints it harmlessly."""
    write_scores(store.folder, [result(name)])

    with (store.folder / "scores.csv").open(newline="") as file:
        header, row = csv.reader(file)
    assert row[0][0] not in "=+-@"
    assert row[0].isprintable()
    assert len(row) == len(header)


def test_costs_are_kept_from_run_to_run(tmp_path):
    """A second run that grades one more student does not forget the first."""
    add_cost(tmp_path, "alice", wall_s=0.25, cpu_s=0.125)
    add_cost(tmp_path, "=bob", wall_s=0.5, cpu_s=0.25)

    assert (tmp_path / "costs.csv").read_text() == "alice,0.250,0.125\n'=bob,0.500,0.250\n"


def test_rows_stand_in_the_order_of_the_class_whatever_is_done_first(tmp_path):
    """Judges end in any order; a table does not."""
    write_scores(tmp_path, [result("carl"), result("alice"), result("bob")])

    assert [row["student"] for row in rows_of(tmp_path)] == ["alice", "bob", "carl"]


def test_a_table_that_is_not_finished_leaves_the_earlier_one(tmp_path):
    """A run that stops in the middle does not cut the class in half."""
    write_scores(tmp_path, [result()])
    before = (tmp_path / "scores.csv").read_bytes()

    def stop_in_the_middle():
        with Table(tmp_path / "scores.csv", ["student"]) as table:
            table.add(["bob"])
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stop_in_the_middle()

    assert (tmp_path / "scores.csv").read_bytes() == before
    assert sorted(os.listdir(tmp_path)) == ["alice.json", "scores.csv"]


def test_a_table_whose_header_cannot_be_written_leaves_nothing_behind(tmp_path, monkeypatch):
    """A full disk at the first byte."""
    from grader.results import tables

    class Full:
        def writerow(self, row):
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(tables, "_writer", lambda file: Full())

    with pytest.raises(ResultsError, match="No space left on device"):
        ScoreTable(tmp_path, TOY.unit).write()
    assert os.listdir(tmp_path) == []


# The folder.


def test_a_file_in_place_of_the_folder_is_named(tmp_path):
    """One line, nothing overwritten."""
    (tmp_path / "results").write_text("mine")

    with pytest.raises(ResultsError, match="is a file"):
        ResultStore(tmp_path / "results")

    assert (tmp_path / "results").read_text() == "mine"


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    """The reason is the system's own."""
    (tmp_path / "file").write_text("")

    with pytest.raises(ResultsError, match="cannot be written here"):
        ResultStore(tmp_path / "file" / "results")


def test_a_write_that_fails_leaves_the_old_result(store, monkeypatch):
    """A full disk in the middle: the old file stays, no half of a new one lies about."""
    store.write(result())

    def full(fd):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(ResultsError, match="No space left on device"):
        store.write(result(outcome="WRONG"))
    assert store.load("alice") == result()
    assert os.listdir(store.folder) == ["alice.json"]


def test_two_graders_do_not_write_into_one_folder(store):
    """The second is told to wait."""
    with (
        store.hold(),
        pytest.raises(ResultsError, match="another grader is writing"),
        ResultStore(store.folder).hold(),
    ):
        pass
