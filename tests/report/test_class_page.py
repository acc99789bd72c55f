"""The class on one page: what is counted, and by which rule."""

import csv
import random
import statistics
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from helpers.made_results import HOSTILE_NAMES, TOY, check, explained, failed, folder_of, result

from grader.box.strength import INNER_ONLY, BoxRecord
from grader.errors import ResultsError
from grader.messages.catalogues import language_of
from grader.messages.language import ENGLISH
from grader.report.class_page import csv_row, write_report
from grader.report.class_statistics import ClassStatistics, ItemStatistics, is_diagnosed
from grader.results.class_results import open_results
from grader.results.records import Digests, Person
from grader.results.store import ResultStore
from grader.results.tables import add_cost
from grader.terms.course_terms import Extension, Terms
from grader.terms.hand_ins import HANDED_IN, HandIn, HandIns, write_hand_ins


@pytest.fixture
def report_on(tmp_path):
    """Return a function that reports on results and returns the view and the page."""

    def report(*results, folder=None, say=ENGLISH, terms=None, people=None):
        where = folder or folder_of(tmp_path / "results", *results)
        found = open_results(where, TOY.unit, terms)
        view = write_report(found, TOY.unit, tmp_path / "report.html", say, people)
        return view, (tmp_path / "report.html").read_text(encoding="utf-8")

    return report


class Tables(HTMLParser):
    """The tables of a page, by the heading that names them: rows of texts of cells."""

    def __init__(self, page):
        super().__init__()
        self.found, self._name, self._row = {}, "", None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if attrs.get("role") == "region":
            self._name = attrs.get("aria-labelledby") or attrs["aria-label"]
        elif tag == "tr":
            self._row = []
            self.found.setdefault(self._name, []).append(self._row)
        elif tag in ("th", "td"):
            self._row.append("")

    def handle_endtag(self, tag):
        if tag == "tr":
            self._row = None

    def handle_data(self, data):
        if self._row:
            self._row[-1] += data


def rows_of(page, table):
    """Return the rows of a table without its head, as a reader without JavaScript sees them."""
    rows = Tables(page).found[table]
    return rows[1:] if table in ("students", "exercises", "checks") else rows


def cases_of(view):
    """Return kind, student, exercises and words of every case."""
    return [(case.kind, case.student, case.exercises, case.words) for case in view.cases]


def test_difficulty_and_discrimination_are_those_of_item_analysis():
    """Share of points earned, and Pearson's correlation with the points of all others."""
    generator = random.Random(5)
    rows = [(generator.choice((0.0, 2.0)), generator.uniform(0, 10)) for _ in range(200)]
    item = ItemStatistics("T1", "test_x", "It holds.", 2.0)
    for earned, rest in rows:
        item.add("PASSED" if earned else "WRONG", earned, earned + rest)

    earned, rest = zip(*rows, strict=True)
    assert item.difficulty == pytest.approx(statistics.fmean(earned) / 2)
    assert item.discrimination == pytest.approx(statistics.correlation(earned, rest))


def test_a_check_that_everybody_passes_discriminates_nobody_and_is_no_fault():
    """There is no correlation with a constant, so none is shown."""
    item = ItemStatistics("T1", "test_x", "It holds.", 2.0)
    for total in range(10):
        item.add("PASSED", 2.0, 2.0 + total)

    assert (item.difficulty, item.discrimination, item.remark) == (1.0, None, "")


def test_a_check_that_the_best_fail_is_remarked():
    """It is more likely wrong than they are."""
    item = ItemStatistics("T1", "test_x", "It holds.", 1.0)
    for total in range(10):
        item.add("WRONG" if total > 5 else "PASSED", float(total <= 5), total + float(total <= 5))

    assert item.discrimination < 0
    assert "look into it" in item.remark


def test_who_has_not_started_or_was_not_judged_says_nothing_about_a_check():
    """Only whole, started results are counted."""
    blank = result(checks=[check(outcome="UNANSWERED")])
    counted = ClassStatistics()
    for each in (result(), blank, result(outcome="NOT_JUDGED"), result(refused="corrupt")):
        counted.add(each)

    assert counted.counted == 1


def test_a_mistake_is_counted_by_its_cause_once_a_student(report_on):
    """Another shape or another example is the same mistake."""

    def told(shape):
        found = f"total returned a tensor of shape ({shape},), expected a float."
        return explained(found, "Add up all dimensions.", call=f"total({shape})")

    results = [failed(f"s{n}", message=told(n)) for n in range(1, 3)]
    twice = [check("T2", f"test_{n}", "WRONG", 2.0, told(0)) for n in range(2)]
    results.insert(0, result("s0", checks=[check(), *twice]))
    results.append(failed("s3", message="total gave no answer within 2 s. Does a loop never end?"))

    view, page = report_on(*results)

    first, second = view.numbers.mistakes
    assert (first.explanation.key, first.students) == ("Add up all dimensions.", ["s0", "s1", "s2"])
    assert (second.explanation.key, second.students) == ("total gave no answer within … s.", ["s3"])
    assert "total returned a tensor of shape (0,), expected a float." in page
    assert "3 students: <bdi>s0</bdi>, <bdi>s1</bdi>, <bdi>s2</bdi></p>" in page


def test_mistakes_are_one_by_the_first_sentence_of_their_cause(report_on):
    """What follows it may differ from student to student, such as a place."""
    start = ("f is wrong.", "The sign is wrong.")
    view, page = report_on(
        failed("a", message=explained(*start, "It begins at row 3.")),
        failed("b", message=explained(*start)),
    )

    (mistake,) = view.numbers.mistakes
    assert (mistake.explanation.key, mistake.students) == ("The sign is wrong.", ["a", "b"])
    assert page.count("<bdi>The sign is wrong.</bdi></summary>") == 1


@pytest.mark.parametrize(
    ("outcome", "message", "skipped", "cause"),
    [
        ("PASSED", "", False, ""),
        ("UNANSWERED", "f was not found. Write it.", False, ""),
        ("WRONG", "Not looked at: it counts once this holds: it adds up.", True, ""),
        ("TIMED_OUT", "Not asked: f had run into its limit 2 times.", True, ""),
        ("WRONG", "Not asked: by whom. Say so.", False, "Not asked: by whom. Say so."),
        (
            "RAISED",
            "loss.py cannot be imported: line 5",
            False,
            "loss.py cannot be imported: line …",
        ),
        ("WRONG", "f is of shape (2, 3)", False, "f is of shape …"),
    ],
)
def test_only_what_was_diagnosed_is_a_mistake(outcome, message, skipped, cause):
    """What was skipped, or was not written, is none; the words of a message do not decide it."""
    asked, verdict = check(outcome=outcome, message=message, skipped=skipped)
    (graded,) = result(checks=[(asked, verdict)]).checks

    assert is_diagnosed(graded) == bool(cause)
    assert not cause or graded.message.cause == cause


def test_cases_for_a_person_are_listed_with_the_teachers_note_and_what_to_do(report_on):
    """Not judged, killed, refused, run in a weak box; each with its command or its row."""
    killed = failed("mallory", "KILLED", "It broke the connection.", "frame 7")
    weak = result("wendy", box=BoxRecord(INNER_ONLY, {}, "2.13.0"))
    refused = result("rob", refused="rob.zip is corrupt")

    view, page = report_on(killed, weak, refused, result("olga", outcome="NOT_JUDGED"), result())

    assert cases_of(view) == [
        ("killed", "mallory", "T2", "It broke the connection. frame 7"),
        ("not judged", "olga", "T2", ""),
        ("unreadable", "rob", "", "rob.zip is corrupt"),
        ("weak box", "wendy", "", "It ran in a box of inner layers only."),
    ]
    assert rows_of(page, "unreadable") == [
        ["rob", "rob.zip is corruptrob,total,POINTS,WHY,YOUR NAME"]
    ]
    assert rows_of(page, "not judged") == [
        ["olga", "T2 grader autograde SUBMISSIONS --to RESULTS --only olga"]
    ]
    assert [kind for kind, _, _ in view.todo] == ["unreadable", "not judged", "killed", "weak box"]


def test_a_class_without_cases_says_so(report_on):
    """Nobody has to look for what is not there."""
    assert "Nothing needs a person." in report_on(result())[1]


def test_what_is_wrong_with_the_folder_stands_among_the_cases(report_on, tmp_path):
    """Absent students, files that are no results, rows without effect, nobody in the list."""
    folder = folder_of(tmp_path / "results", result(), result("gone"))
    ResultStore(folder).set_aside(["alice"])
    (folder / "bob.json").write_text("{")
    rows = "student,exercise,points,reason,who\nzoe,T1,1,why,who\n"
    (folder / "overrides.csv").write_text(rows)

    view, _ = report_on(folder=folder, people={"alice": Person("Alice"), "kim": Person("Kim Li")})

    assert [(case.kind, case.student) for case in view.cases] == [
        ("no longer there", ""),
        ("files left out", ""),
        ("rows without effect", ""),
        ("no submission", "kim"),
    ]
    said = [case.words for case in view.cases]
    assert said[0].startswith("gone: ")
    assert said[1].startswith("bob.json is half-written")
    assert "no result is called 'zoe'" in said[2]


def test_a_remark_on_files_that_have_changed_since_is_a_case(report_on, tmp_path):
    """Nobody has looked at the new ones."""
    folder = folder_of(tmp_path / "results", result("ada"))
    rows = "student,exercise,points,reason,who,files\nada,T1,,looked at,Dr. Wu,0ld\n"
    (folder / "overrides.csv").write_text(rows)

    view, page = report_on(folder=folder)

    (case,) = view.cases
    assert case.kind == "handed in again"
    assert "has handed in other files since" in case.words
    assert "Look at the new ones" in page


def test_a_row_to_paste_is_read_back_as_it_is_meant():
    """A name may hold commas and quotes."""
    cells = ['Lovelace, "Ada"', "total", "1", "late", "me"]

    assert next(csv.reader([csv_row(*cells)])) == cells


def test_a_report_in_chinese_is_chinese_wherever_words_are_ours(report_on, tmp_path):
    """States, cases, remarks on files and messages; names, reasons and notes stay as they are."""
    message = "total broke the connection to the grader."
    killed = failed("mallory", "KILLED", message, "frame 7")
    weak = result("wendy", box=BoxRecord(INNER_ONLY, {}, "2.13.0"))
    refused = result("rob", refused="rob.zip holds NUL bytes, which Python refuses")
    folder = folder_of(tmp_path / "results", killed, weak, refused)
    (folder / "bob.json").write_text("{")
    rows = "wendy,T1,5,came late,tutor\nzoe,T1,1,why,who\n"
    (folder / "overrides.csv").write_text(f"student,exercise,points,reason,who\n{rows}")

    view, page = report_on(folder=folder, say=language_of(TOY, "zh"))

    assert '<html lang="zh-Hans">' in page
    assert cases_of(view)[:3] == [
        ("killed", "mallory", "T2", "total 中断了与评分程序的连接。 frame 7"),
        ("unreadable", "rob", "", "rob.zip 含有 NUL 字节，Python 无法读取"),
        ("weak box", "wendy", "", "它在只有内层的沙箱中运行。"),
    ]
    assert [row[1] for row in rows_of(page, "students")] == ["已评分", "无法读取", "已评分"]
    assert "T1：人工给分 5 / 6（自动评分：6）：came late（tutor）" in page
    assert "<bdi>bob.json 没有写完，或不是评分结果。" in page
    assert "overrides.csv 第 3 行：没有名为 &#39;zoe&#39; 的结果。" in page
    assert '<span class="id">T2</span> <bdi>total 中断了与评分程序的连接。</bdi>' in page
    assert '<th scope="col">学生</th>' in page


def test_students_are_sorted_into_states_and_keep_their_points(report_on):
    """Means are over closed scores, also of who has not started; open ones are counted beside."""
    blank = [check(outcome="UNANSWERED"), check("T2", "test_t", "UNANSWERED", 4.0)]
    view, page = report_on(
        result("a"),
        result("b", checks=blank),
        result("c", outcome="NOT_JUDGED"),
        result("d", refused="corrupt"),
    )

    assert rows_of(page, "students") == [
        ["a", "graded", "10", "6", "4"],
        ["b", "not started", "0", "○", "○"],
        ["c", "open", "–", "6", "–"],
        ["d", "unreadable", "–", "–", "–"],
    ]
    assert view.scores() == [10.0, 0.0]
    assert view.exercises()[0].mean == 4.0
    assert "(open scores left out: 2)" in page


def test_late_and_excused_are_states_of_their_own(report_on, tmp_path):
    """Late by the clock of the course, excused by its extensions."""
    folder = folder_of(tmp_path / "results", result("a"), result("b"), result("c", "NOT_JUDGED"))
    late = HandIn(datetime(2026, 1, 2, tzinfo=UTC))
    write_hand_ins(folder / HANDED_IN, HandIns({"a": late, "c": late}))
    excused = {"b": Extension("b", None, "ill", "Dr. Wu")}
    terms = replace(Terms().with_options("2026-01-01 12:00", "UTC"), extensions=excused)

    view, page = report_on(folder=folder, terms=terms)

    assert [row[1] for row in rows_of(page, "students")] == ["late", "excused", "open"]
    assert [row.marks for row in view.students] == ["late", "excused", "open late"]


def test_names_and_sections_of_a_class_list_stand_in_the_row(report_on):
    """The login stays beside the name; without a section there is no column for it."""
    people = {"a": Person("Ada Lovelace", "Lab 2"), "b": Person("Bo Li")}

    view, page = report_on(result("a"), result("b"), people=people)

    assert view.sections == ["Lab 2"]
    assert [row[:3] for row in rows_of(page, "students")] == [
        ["Ada Lovelace a", "Lab 2", "graded"],
        ["Bo Li b", "", "graded"],
    ]
    assert "<option>Lab 2</option>" in page


def test_a_name_leads_to_the_page_of_the_student_if_there_is_one(report_on, tmp_path):
    """The address is relative, and any name makes one."""
    folder = folder_of(tmp_path / "results", result("50%/ä"), result("bob"))
    (folder / "feedback").mkdir()
    (folder / "feedback" / "50%25%2Fä.html").write_text("")

    _, page = report_on(folder=folder)

    assert '<a href="results/feedback/50%2525%252F%C3%A4.html#class"><bdi>50%/ä</bdi></a>' in page
    assert '<span class="who"><bdi>bob</bdi></span>' in page


def test_exercises_have_a_distribution_and_the_numbers_of_item_analysis(report_on):
    """Shares of all whose points are closed, statistics of those who have started."""
    each = [result("a"), result("b", "WRONG"), result("c", "WRONG"), result("d", "UNANSWERED")]
    _, second = report_on(*each)[0].exercises()

    assert second.shares == {"full": 25.0, "none": 50.0, "blank": 25.0}
    assert (second.mean, second.statistics.difficulty) == (1.0, 0.25)


def test_every_score_lies_in_one_bar_of_the_distribution(report_on):
    """The full score too."""
    view, _ = report_on(result("a"), result("b", outcome="WRONG"))

    bars = dict(view.histogram())
    assert sum(bars.values()) == 2
    assert (bars["9.5–10"], bars["6–6.5"]) == (1, 1)


def test_time_and_cost_come_from_the_costs_of_grading(report_on, tmp_path):
    """Sums, median, and the slowest by name."""
    store = ResultStore(tmp_path / "graded")
    for number in range(20):
        store.write(result(f"s{number:02}"))
        add_cost(store.folder, f"s{number:02}", float(number + 1), 0.5)

    _, page = report_on(folder=tmp_path / "graded")

    assert "20 submissions were judged in 210 s of wall-clock time in total; " in page
    assert "own code computed for 10 s of it" in page
    assert "The median submission took 10.5 s." in page
    assert "<bdi>s19</bdi> (20 s)" in page


def test_costs_that_cannot_be_read_cost_nothing(report_on, tmp_path):
    """The page says that they are not known."""
    folder = folder_of(tmp_path / "results", result())
    (folder / "costs.csv").write_text("alice,soon,later\n")

    assert "Nothing is known about time and cost" in report_on(folder=folder)[1]


def test_results_of_different_hidden_tests_are_told(report_on):
    """They cannot be compared."""
    other = result("b", digests=Digests("a", {}, "newer"))

    assert "2 different versions of the hidden tests" in report_on(result("a"), other)[1]


@pytest.mark.parametrize("name", [*HOSTILE_NAMES, "</script><b>", "<!--<script>"])
def test_a_name_is_text_and_starts_no_script(report_on, name):
    """The two scripts are ours."""
    _, page = report_on(result(name))

    assert rows_of(page, "students")[0][0] == name.replace("\u202e", "\\u202e")
    assert page.count("<script") == page.count("</script>") == 2


def test_a_place_where_no_page_can_be_written_is_named(tmp_path):
    """One line."""
    folder = folder_of(tmp_path, result())

    with pytest.raises(ResultsError, match="cannot be written"):
        write_report(open_results(folder, TOY.unit), TOY.unit, tmp_path / "nowhere" / "report.html")


def test_the_page_is_the_same_again(report_on):
    """No time and no place stands in it."""
    pages = {report_on(result("a"), result("b", outcome="WRONG"))[1] for _ in range(2)}

    assert len(pages) == 1
    assert str(Path.cwd()) not in pages.pop()
