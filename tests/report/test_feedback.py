"""The page a student gets: complete, escaped, in two languages, and silent on what is hidden."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import msgspec
import pytest
from helpers.made_results import HOSTILE_NAMES, TOY, check, explained, failed, folder_of, result

from grader.errors import GraderError, ResultsError
from grader.intake import Submission
from grader.intake.account import Account, Fate
from grader.messages.explanation import Explanation
from grader.messages.message import Message, Name, message
from grader.nbgrader.grade_cell import exercise_text
from grader.report.feedback import cards_of, write_feedback
from grader.report.rendering import HERE
from grader.results.class_results import open_results
from grader.results.code import keep_code
from grader.results.figures import write_figures
from grader.results.records import Digests, Person, UnitId
from grader.terms.course_terms import Terms


class Reader(HTMLParser):
    """What a page holds: its tags with their attributes, and its text."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.words = [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        if self.tags[-1:] != [("style", {})]:
            self.words.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())


@pytest.fixture
def page_of(tmp_path):
    """Return a function that writes the page of one result and reads it."""

    def write(found, lang="en", due="", zone="UTC", submitted=None):
        folder = folder_of(tmp_path / "results", found)
        terms = Terms().with_options(due, zone)
        results = open_results(folder, TOY.unit, terms, submitted)
        write_feedback(TOY, results, tmp_path / "pages", lang)
        (path,) = (tmp_path / "pages").iterdir()
        return Reader(path.read_text(encoding="utf-8"))

    return write


def test_a_page_has_every_sentence_its_points_the_message_and_a_hint(page_of):
    """What failed is explained once, and the hint that fits is there to reread."""
    page = page_of(failed(message=explained("total returned a tensor.", "Return a number.")))

    assert "6 of 10 points" in page.text
    assert "Every element is doubled." in page.text
    assert "Return a number. total returned a tensor." in page.text
    assert f"A hint to read again: {TOY.unit.exercises[1].hints[2]}" in page.text
    assert TOY.unit.exercises[0].hints[0] not in page.text


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        ("UNANSWERED", "Not written yet: 1 exercise"),
        ("RAISED", "an exception instead of an answer"),
        ("TIMED_OUT", "no answer within the time limit"),
        ("OUT_OF_MEMORY", "asked for more memory than allowed"),
        ("KILLED", "the process ended instead of giving an answer"),
        ("NOT_JUDGED", "not judged: the points are open"),
    ],
)
def test_every_outcome_has_words_for_students(page_of, outcome, words):
    """Nobody has to know our capitals."""
    page = page_of(result(outcome=outcome))

    assert words in page.text
    assert outcome not in page.text


def test_the_teachers_note_never_stands_on_a_page(page_of):
    """It may hold hidden values and raw text of the submission."""
    found = failed(outcome="RAISED", note="ValueError: 3.14159 is hidden")

    assert "hidden" not in page_of(found).text


def test_repairs_lateness_and_points_by_hand_are_told(page_of, tmp_path):
    """A student sees everything that a person or the reading has done."""
    notes = ("cell 3 was renamed back to double.",)
    timed = tmp_path / "handed" / "alice" / "toy"
    timed.mkdir(parents=True)
    (timed / "timestamp.txt").write_text("2026-01-03 12:00:00 UTC")
    (tmp_path / "results").mkdir()
    rows = "student,exercise,points,reason,who\nalice,T2,1,half of it,Dr. Wu\n"
    (tmp_path / "results" / "overrides.csv").write_text(rows)

    found = result(outcome="WRONG", notes=notes)
    page = page_of(found, due="2026-01-01 11:00", submitted=tmp_path / "handed")

    assert notes[0] in page.text
    assert "Handed in 2026-01-03 12:00+00:00. Late by 2 days." in page.text
    assert "Points given by hand: 1 (graded: 0). half of it (Dr. Wu)" in page.text
    assert "7 of 10 points" in page.text


@pytest.mark.parametrize(
    ("handed", "words"),
    [
        ("11:00", "Handed in 2026-01-01 12:00+01:00. On time."),
        ("11:00:01", "Late by 1 minute."),
        ("14:30", "Late by 3 hours."),
    ],
)
def test_lateness_is_counted_from_the_due_date(page_of, tmp_path, handed, words):
    """A second late is late; the largest fitting unit is used, and the clock of the due date."""
    timed = tmp_path / "handed" / "alice" / "toy"
    timed.mkdir(parents=True)
    (timed / "timestamp.txt").write_text(f"2026-01-01 {handed} UTC")

    due, zone = "2026-01-01 12:00", "Europe/Berlin"
    page = page_of(result(), due=due, zone=zone, submitted=tmp_path / "handed")

    assert words in page.text


@pytest.mark.parametrize("name", HOSTILE_NAMES, ids=["html", "formula", "rtl", "long"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_name_is_text_and_nothing_else(page_of, name, lang):
    """Neither a tag nor a direction of it gets out of its place."""
    page = page_of(result(name), lang)

    tags = {tag for tag, _ in page.tags}
    assert not tags & {"script", "img", "link", "iframe", "object", "form"}
    assert ("bdi", {}) in page.tags
    assert "\u202e" not in page.text
    assert name.replace("\u202e", "\\u202e") in page.text


def test_a_page_loads_nothing(page_of):
    """No address of anywhere, and a policy that forbids what could be overlooked."""
    page = page_of(result(outcome="WRONG"))

    addresses = [
        value
        for _, attributes in page.tags
        for key, value in attributes.items()
        if key in ("src", "href", "action", "data", "srcset", "poster") and value[:1] != "#"
    ]
    assert addresses == ["../report.html#students"]  # a link of the teacher's, hidden elsewhere
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    assert ("meta", {"http-equiv": "Content-Security-Policy", "content": policy}) in page.tags
    css = (HERE / "templates" / "page.css").read_text()
    assert "url(" not in css
    assert "@import" not in css


def test_every_control_has_a_name_and_every_label_a_target(page_of):
    """Ids are there once, and what points at one finds it."""
    page = page_of(result(outcome="WRONG"))

    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    targets = {a["href"][1:] for _, a in page.tags if a.get("href", "").startswith("#")}
    targets |= {word for _, a in page.tags for word in a.get("aria-labelledby", "").split()}
    assert len(ids) == len(set(ids))
    assert targets <= set(ids)


def curve(mine, theirs=(3.0, 2.0, 1.0), wrong_at=None, **fields):
    """Return a figure as the judge writes it."""
    return {
        "exercise": "T1",
        "kind": "curve",
        "title": "Loss",
        "caption": "It falls.",
        "axes": ["iteration", "loss"],
        "at": list(range(len(theirs))),
        "mine": list(mine),
        "theirs": list(theirs),
        "wrong_at": wrong_at,
    } | fields


def test_pictures_stand_beside_the_reference_with_words_for_those_who_hear_them(page_of, tmp_path):
    """The first wrong iteration is marked and said; the table has a ratio column."""
    found = result(outcome="WRONG")
    table = curve([2.0, 0.0], [1.0, 0.0], 0, kind="table", rows=["dw", "db"], title="Gradients")
    lost = {"exercise": "T2", "kind": "curve", "title": "Line", "caption": "", "missing": "No."}
    folder = folder_of(tmp_path / "results", found)
    write_figures(folder, found.header, [curve([3.0, 2.5, "nan"], wrong_at=1), table, lost])

    page = page_of(found)

    assert "Your curve leaves the curve of the reference at iteration = 1." in page.text
    assert "yours reference ratio dw 2 1 2 first difference db 0 0 \N{EN DASH}" in page.text
    assert "No picture: No." in page.text
    drawn = [a for tag, a in page.tags if tag == "svg"]
    assert [a["role"] for a in drawn] == ["img"]
    assert any(tag == "circle" and a["class"] == "mark" for tag, a in page.tags)


def test_pictures_of_an_earlier_submission_are_not_shown(page_of, tmp_path):
    """They would contradict the points beside them."""
    old = result(digests=Digests("older", {}, "b"))
    write_figures(folder_of(tmp_path / "results", result()), old.header, [curve([3.0, 2.0, 1.0])])

    assert "svg" not in {tag for tag, _ in page_of(result()).tags}


@pytest.mark.parametrize(
    "mine", [[], ["inf"], ["nan", "nan", "nan"], [1e30, -1e30, 3.0], [3.0] * 2, [3.0] * 5]
)
def test_any_numbers_make_a_picture(page_of, tmp_path, mine):
    """A run that explodes, stops short or never starts is drawn as far as it can be."""
    folder = folder_of(tmp_path / "results", result())
    write_figures(folder, result().header, [curve(mine, wrong_at=0)])

    page = page_of(result())

    lines = [a["points"] for tag, a in page.tags if tag == "polyline"]
    numbers = [float(n) for line in lines for n in re.split("[ ,]", line)]
    assert lines
    assert all(-1000 < number < 1000 for number in numbers)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"unit": UnitId("other", "1.0")}, "is of other 1.0 and was left out"),
        ({"unit": UnitId("toy", "0.9")}, "is of toy 0.9 and was left out"),
    ],
)
def test_results_of_another_unit_or_version_get_no_page(tmp_path, changes, words):
    """The page that is there stays as it is."""
    folder = folder_of(tmp_path, result("bob"), result(**changes))
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "alice.html").write_text("earlier")

    found = open_results(folder, TOY.unit)
    done = write_feedback(TOY, found, tmp_path / "pages")

    assert words in found.remarks[0].text
    assert (tmp_path / "pages" / "alice.html").read_text() == "earlier"
    assert len(done.students) == 1


@pytest.mark.parametrize(
    "text",
    [
        '{"schema": "grader/result/1"',
        '{"schema": "grader/result/1"}',
        '{"schema": "grader/result/1", "student": "a", "unit": {}, "digests": {}, "box": {}, '
        '"exercises": [{"id": "T1"}], "notes": [], "refused": "", "max_score": 1}',
    ],
)
def test_a_half_written_result_is_named_and_the_others_get_their_pages(tmp_path, text):
    """One broken file is one line."""
    folder = folder_of(tmp_path, result("bob"))
    (folder / "alice.json").write_text(text)

    found = open_results(folder, TOY.unit)
    done = write_feedback(TOY, found, tmp_path / "pages")

    assert len(found.remarks) == 1
    assert found.remarks[0].text.startswith("alice.json is ")
    assert found.remarks[0].text.endswith("Grade that student again.")
    assert len(done.students) == 1


def test_a_folder_without_results_is_named_and_nothing_is_made(tmp_path):
    """Empty, missing, or of another unit throughout."""
    with pytest.raises(ResultsError, match="holds no results"):
        open_results(tmp_path, TOY.unit)
    with pytest.raises(ResultsError, match="is not a folder"):
        open_results(tmp_path / "nowhere", TOY.unit)
    foreign = folder_of(tmp_path / "foreign", result(unit=UnitId("x", "1")))
    with pytest.raises(ResultsError, match=r"holds no result of toy 1\.0"):
        write_feedback(TOY, open_results(foreign, TOY.unit), tmp_path / "pages")
    assert not (tmp_path / "pages").exists()


def test_a_place_where_no_page_can_be_written_is_named(tmp_path):
    """A file stands where the folder should be."""
    folder = folder_of(tmp_path, result())
    (tmp_path / "pages").write_text("")

    with pytest.raises(ResultsError, match="Name another folder with --to"):
        write_feedback(TOY, open_results(folder, TOY.unit), tmp_path / "pages")


def test_a_refused_submission_gets_a_page_that_says_why(page_of):
    """The student can mend it."""
    page = page_of(result(refused="alice.zip is corrupt"))

    assert "could not be read" in page.text
    assert "alice.zip is corrupt" in page.text


def test_a_language_that_is_not_there_is_named(page_of):
    """With those that are."""
    with pytest.raises(GraderError, match=r"translation into 'fr'\. Use one of en, zh"):
        page_of(result(), "fr")


# ---- two languages ----------------------------------------------------------


def test_a_page_in_chinese_is_chinese(page_of):
    """Its language is declared for those who hear it."""
    page = page_of(result(outcome="WRONG"), "zh")

    assert ("html", {"lang": "zh-Hans"}) in page.tags
    assert "有答案，但不正确" in page.text
    assert "A hint to read again" not in page.text


def test_messages_repairs_and_lateness_are_told_in_chinese(page_of, tmp_path):
    """From the first sentence to the example, and what the reading of the files has done."""
    broken = "model.ipynb: Cell 3 does not parse (line 2: bad) and was left out."
    notes = ("loss (1).py was read as loss.py.", broken)
    message = explained(
        "total returned a float32 tensor of shape (2,), expected a Python float.",
        "All are twice as large as expected.",
        call="total([1])",
        expected="1",
        got="2",
    )
    wrong = failed(message=message, notes=notes)
    (tmp_path / "alice" / "toy").mkdir(parents=True)
    (tmp_path / "alice" / "toy" / "timestamp.txt").write_text("2026-01-03 12:00:00 UTC")

    page = page_of(wrong, "zh", "2026-01-01 11:00", submitted=tmp_path)

    assert "total 返回了形状为 (2,) 的 float32 张量，应为 Python 的 float。" in page.text
    assert "所有值都是应有值的两倍。" in page.text
    assert "total([1]) 应为 1 你的 2" in page.text
    assert "loss (1).py 被当作 loss.py 读取。" in page.text
    assert "model.ipynb: 单元格 3 有语法错误（第 2 行：bad），已略去。" in page.text
    assert "提交时间：2026-01-03 12:00+00:00。 迟交 2 天。" in page.text


def test_the_same_reason_is_told_once(page_of):
    """One card a cause, with all the sentences and points that it costs."""
    checks = [check("T2", f"test_{n}", "WRONG", 1.0, "Sum it.") for n in range(4)]

    text = page_of(result(checks=[check(), *checks])).text

    assert text.count("Sum it.") == 1
    assert "−4 Sum it." in text


def test_each_cause_has_a_card_and_what_waits_for_it_stands_there():
    """A check that was not looked at costs its points on the card of what it waits for."""
    base = check("T2", "test_a", "WRONG", 1.0, explained("f is 1.", "Halve it."))
    base = (replace(base[0], sentence="It is half."), base[1])
    other = check("T2", "test_b", "RAISED", 1.0, explained("f raised E.", "Catch it."))
    same = check("T2", "test_c", "WRONG", 0.5, explained("f is 22.", "Halve it."))
    words = message(
        "Not looked at: it counts once this holds: {sentence}", sentence=Name("It is half.")
    )
    waiting = check("T2", "test_d", "WRONG", 1.5, words, skipped=True)
    (_, graded) = result(checks=[check(), other, base, same, waiting]).exercises

    caught, halved = cards_of(graded.checks)

    assert (caught.explanation.key, caught.cost) == ("Catch it.", 1.0)
    assert (halved.explanation.key, halved.cost) == ("Halve it.", 3.0)
    assert [each.name for each in halved.waiting] == ["test_d"]
    assert halved.found_by(graded.checks[2]) == Message()  # it differs in a number alone


def test_what_was_not_looked_at_alone_has_a_card_of_its_own():
    """Nothing that cost points is missing from the page."""
    words = Explanation.whole("Not asked: f had already run out of time 2 times.")
    (_, graded) = result(
        checks=[check(), check("T2", "test_a", "TIMED_OUT", 1.0, words, skipped=True)]
    ).exercises

    (card,) = cards_of(graded.checks)

    assert (card.explanation, card.cost) == (words, 4.0)


def test_an_example_is_lines_to_paste_with_what_is_expected_and_what_came(page_of):
    """Imports included, as the students' chapter writes them."""
    shown = {"call": "total(tensor([1.]))", "expected": "1.0", "got": "tensor([1.])"}
    page = page_of(failed(message=explained("total returned a tensor.", "Return it.", **shown)))

    assert "from torch import tensor from shapes import total total(tensor([1.]))" in page.text
    assert "expected 1.0 yours tensor([1.])" in page.text


def test_an_example_that_gives_an_answer_is_not_called_an_exception(page_of):
    """Where a hidden call raised, the plainest call that fails may give a wrong answer."""
    words = explained("total is 2.", "Halve it.", call="total(1)", expected="1", got="2")
    raised = explained("total raised E.", call="total(1)", got="E: x", at="shapes.py:1")

    answered = page_of(failed(outcome="RAISED", message=words)).text
    other = page_of(failed(outcome="RAISED", message=raised)).text

    assert "an exception instead of an answer" not in answered
    assert "an exception instead of an answer" in other


def test_nbgrader_shows_the_points_and_words_of_the_page(page_of):
    """Below the cell of an exercise: each cause once, its example, and the worth of each check."""
    words = explained("total is None.", "Return it.", call="total(1)", expected="1", got="None")
    checks = [check("T2", f"test_{name}", "WRONG", 2.0, words) for name in "ab"]
    found = result(checks=[check(), *checks])

    cell = exercise_text(found.exercises[1])
    page = page_of(found)

    assert cell.startswith("T2 The sum as a number: 0 of 4 points\n")
    assert cell.count("✗ 0/2  Every element is doubled.") == 2
    shown = "total is None. Return it. For example, total(1) should give 1; it gives None."
    assert cell.count(shown) == 1
    assert "0/4 −4 Return it. total is None." in page.text
    assert "expected 1 yours None" in page.text


def test_points_of_a_check_have_two_decimals_at_most_in_a_cell():
    """Three equal weights share the four points of an exercise."""
    checks = [check("T2", f"test_{name}", "WRONG", 1.0) for name in "abc"]

    assert exercise_text(result(checks=[check(), *checks]).exercises[1]).count("✗ 0/1.33  ") == 3


CODE = """import torch


def total(x):
    '''
    Return the sum.

    It is long.
    '''
    # </pre><script>alert(1)</script>
    return helper(x)


def helper(x):
    return x.nothing
"""


def graded_with_code(folder, text=CODE, instead="", words=None, **fields):
    """Write a failed result and its code, with what was tried *instead*; return the result."""
    repaired = {"shapes.py": instead.encode()} if instead else {}
    handed = Submission("alice", {"shapes.py": text.encode()}, repaired=repaired)
    digests = Digests(handed.digest, {}, "b")
    error = {"call": "total(1)", "got": "AttributeError: nothing", "at": "shapes.py:15"}
    told = words or explained("total raised AttributeError.", **error)
    found = failed(message=told, digests=digests)
    found = msgspec.structs.replace(found, **fields)
    keep_code(folder_of(folder, found), handed, ["shapes"])
    return found


def test_the_students_own_code_stands_beside_what_is_wrong(page_of, tmp_path):
    """The function of the exercise, what raised, its docstring folded; all of it is text."""
    page = page_of(graded_with_code(tmp_path / "results"))

    assert "Your code: shapes.py, lines 4 to 11" in page.text
    assert "4 def total(x): 5 ''' … 4 more lines 10 # </pre><script>alert(1)</script>" in page.text
    assert "Your code: shapes.py, lines 14 to 15" in page.text
    assert ("mark", {}) in page.tags
    assert "script" not in {tag for tag, _ in page.tags}
    assert "import torch 4" not in page.text


def test_the_lines_around_one_that_does_not_parse_are_shown(page_of, tmp_path):
    """Where a module cannot be imported, its functions are not known; the place is."""
    words = message("It cannot be imported: {file}, line {line}", file="shapes.py", line=13)
    text = CODE.replace("return helper(x)", "return helper(x")

    page = page_of(graded_with_code(tmp_path / "results", text, words=words))

    assert "Your code: shapes.py, lines 9 to 16" in page.text
    assert "11 return helper(x" in page.text
    assert ("mark", {}) in page.tags


def test_repaired_code_is_shown_as_it_was_judged(page_of, tmp_path):
    """And said to be repaired; what was left out is told above."""
    found = graded_with_code(
        tmp_path / "results", "total = 1 +\n", "def total(x):\n    return 1\n", repaired=("shapes",)
    )
    page = page_of(found)

    assert "lines 1 to 2, as repaired 1 def total(x): 2 return 1" in page.text
    assert "shapes.py could not be imported as handed in and was repaired." in page.text
    assert "These lines of shapes.py were left out or changed: 1 total = 1 +" in page.text
    assert ("del", {}) in page.tags


def test_code_of_another_submission_is_not_shown(page_of, tmp_path):
    """It would contradict the messages beside it."""
    found = graded_with_code(tmp_path / "results")
    keep_code(tmp_path / "results", Submission("alice", {"shapes.py": b"x = 1"}), ["shapes"])

    assert "Your code" not in page_of(found).text


def test_a_long_function_is_cut_and_a_long_line_too(page_of, tmp_path):
    """A page is for people."""
    body = "".join(f"    x = {n}\n" for n in range(500))
    found = graded_with_code(tmp_path / "results", f"def total(x):\n{body}    y = '{'z' * 9999}'\n")

    text = page_of(found).text
    assert "x = 118 … 382 more lines" in text
    assert "zzz" not in text


def test_what_is_solved_is_folded_and_comes_last(page_of):
    """What lost points is what the page is for."""
    page = page_of(failed(message="Sum it."))

    order = [a["id"] for _, a in page.tags if a.get("id") in ("T1", "T2", "solved")]
    assert order == ["T2", "solved", "T1"]
    assert "Solved: 1 exercise" in page.text


def test_a_remark_on_a_solved_exercise_is_not_folded(page_of, tmp_path):
    """Somebody has something to say."""
    folder = folder_of(tmp_path / "results", result())
    rows = "student,exercise,points,reason,who\nalice,T1,,well done,Dr. Wu\n"
    (folder / "overrides.csv").write_text(rows)

    page = page_of(result())

    assert "well done (Dr. Wu)" in page.text
    assert "Solved: 1 exercise" in page.text


def test_the_points_are_added_up_where_they_are_not_plain(page_of, tmp_path):
    """By the checks, by hand, on top: the sum is what counts."""
    folder = folder_of(tmp_path / "results", result(outcome="WRONG"))
    rows = "alice,T2,1.5,half of it,Dr. Wu\nalice,,1,at the board,Dr. Wu\n"
    (folder / "overrides.csv").write_text(f"student,exercise,points,reason,who\n{rows}")

    page = page_of(result(outcome="WRONG"))

    assert "by the checks 6 by hand +1.5 on top +1 what counts 8.5" in page.text


def test_the_name_of_the_class_list_is_the_heading(tmp_path):
    """The login stands above it."""
    found = open_results(folder_of(tmp_path / "results", result()), TOY.unit)
    write_feedback(TOY, found, tmp_path / "pages", people={"alice": Person("Alice Li")})

    page = Reader((tmp_path / "pages" / "alice.html").read_text(encoding="utf-8"))
    assert "version 1.0 · alice Alice Li" in page.text


def test_files_that_were_not_read_stand_before_the_exercises(page_of):
    """A student can still do something about them."""
    fates = {"notes.pdf": (Fate.UNREAD, message("is of a kind that is not read"))}
    account = Account.of(["notes.pdf"], fates, digests={})
    page = page_of(failed(message="Sum it.", account=account))

    assert page.text.index("notes.pdf is of a kind that is not read") < page.text.index("Sum it.")
