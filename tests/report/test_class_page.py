"""The class on one page: what is counted, and by which rule."""

import json
import random
import re
import statistics
from pathlib import Path

import pytest
from helpers.made_results import HOSTILE_NAMES, TOY, check, failed, folder_of, result

from grader.box.strength import INNER_ONLY, BoxRecord
from grader.errors import ResultsError
from grader.messages.catalogues import language_of
from grader.messages.language import ENGLISH
from grader.report.check_statistics import CheckStatistics, ClassStatistics, cause_of
from grader.report.class_page import write_report
from grader.results.class_results import open_results
from grader.results.records import Digests
from grader.results.store import ResultStore
from grader.results.tables import add_cost


@pytest.fixture
def report_on(tmp_path):
    """Return a function that reports on results and returns the view and the page."""

    def report(*results, folder=None, say=ENGLISH):
        where = folder or folder_of(tmp_path / "results", *results)
        view = write_report(open_results(where, TOY.unit), TOY.unit, tmp_path / "report.html", say)
        return view, (tmp_path / "report.html").read_text(encoding="utf-8")

    return report


def data_of(page):
    """Return what the script of the page reads."""
    (text,) = re.findall(
        '<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL
    )
    return json.loads(text)


def test_difficulty_and_discrimination_are_those_of_item_analysis():
    """Share of points earned, and Pearson's correlation with the points of all others."""
    generator = random.Random(5)
    rows = [(generator.choice((0.0, 2.0)), generator.uniform(0, 10)) for _ in range(200)]
    item = CheckStatistics("T1", "test_x", "It holds.", 2.0)
    for earned, rest in rows:
        item.add("PASSED" if earned else "WRONG", earned, earned + rest)

    earned, rest = zip(*rows, strict=True)
    assert item.difficulty == pytest.approx(statistics.fmean(earned) / 2)
    assert item.discrimination == pytest.approx(statistics.correlation(earned, rest))


def test_a_check_that_everybody_passes_discriminates_nobody_and_is_no_fault():
    """There is no correlation with a constant, so none is shown."""
    item = CheckStatistics("T1", "test_x", "It holds.", 2.0)
    for total in range(10):
        item.add("PASSED", 2.0, 2.0 + total)

    assert (item.difficulty, item.discrimination, item.remark) == (1.0, None, "")


def test_a_check_that_the_best_fail_is_remarked():
    """It is more likely wrong than they are."""
    item = CheckStatistics("T1", "test_x", "It holds.", 1.0)
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
    start = "total returned a tensor of shape ({},), expected a float. Add up all dimensions."
    results = [
        failed(f"s{n}", message=start.format(n) + f" For example, total({n}).") for n in range(1, 3)
    ]
    twice = [
        check("T2", f"test_{n}", "WRONG", 2.0, start.format(0) + " For example, total(0).")
        for n in range(2)
    ]
    results.insert(0, result("s0", checks=[check(), *twice]))
    results.append(failed("s3", message="total gave no answer within 2 s. Does a loop never end?"))

    view, page = report_on(*results)

    first, second = view.numbers.commonest(10)
    assert (first.message, first.students, first.example) == ("Add up all dimensions.", 3, "s0")
    assert (second.message, second.students) == ("Does a loop never end?", 1)
    assert "total returned a tensor of shape (0,), expected a float." in page


@pytest.mark.parametrize(
    ("outcome", "message", "skipped", "cause"),
    [
        ("PASSED", "", False, ""),
        ("UNANSWERED", "f was not found. Write it.", False, ""),
        ("WRONG", "Not looked at: it counts once this holds: it adds up.", True, ""),
        ("TIMED_OUT", "Not asked: f had run into its limit 2 times.", True, ""),
        ("WRONG", "Not asked: by whom. Say so.", False, "Say so."),
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

    assert cause_of(graded) == cause


def test_cases_for_a_person_are_listed_with_the_teachers_note(report_on):
    """Not judged, killed, refused, run in a weak box, decided by hand."""
    killed = failed("mallory", "KILLED", "It broke the connection.", "frame 7")
    weak = result("wendy", box=BoxRecord(INNER_ONLY, {}, "2.13.0"))
    refused = result("rob", refused="rob.zip is corrupt")

    view, page = report_on(killed, weak, refused, result("olga", outcome="NOT_JUDGED"), result())

    assert view.people == [
        ["mallory", "T2", "KILLED", "It broke the connection. frame 7"],
        ["olga", "T2", "NOT_JUDGED", ""],
        ["rob", "", "refused", "rob.zip is corrupt"],
        ["wendy", "", "weak box", "It ran in a box of inner layers only."],
    ]
    assert data_of(page)["people"] == view.people


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

    _, page = report_on(folder=folder, say=language_of(TOY, "zh"))

    assert '<html lang="zh-Hans">' in page
    assert data_of(page)["people"] == [
        ["mallory", "T2", "KILLED", "total 中断了与评分程序的连接。 frame 7"],
        ["rob", "", "被拒收", "rob.zip 含有 NUL 字节，Python 无法读取"],
        ["wendy", "", "沙箱较弱", "它在只有内层的沙箱中运行。"],
        ["wendy", "T1", "人工定分", "T1：人工定分 5 / 6 分（自动评分：6）：came late（tutor）"],
    ]
    assert [row[1] for row in data_of(page)["students"]] == ["已评分", "被拒收", "已评分"]
    assert "<bdi>bob.json 没有写完，或不是评分结果。" in page
    assert "overrides.csv 第 3 行：没有名为 &#39;zoe&#39; 的结果。" in page
    assert '<span class="id">T2</span> <bdi>total 中断了与评分程序的连接。</bdi>' in page
    assert 'words("学生", 0)' in page


def test_students_are_sorted_into_states_and_keep_their_points(report_on):
    """Means are over closed scores, also of who has not started; open ones are counted beside."""
    blank = [check(outcome="UNANSWERED"), check("T2", "test_t", "UNANSWERED", 4.0)]
    view, page = report_on(
        result("a"),
        result("b", checks=blank),
        result("c", outcome="NOT_JUDGED"),
        result("d", refused="corrupt"),
    )

    assert [(row[0], row[1], row[2], row[5]) for row in data_of(page)["students"]] == [
        ("a", "graded", 10.0, [6.0, 4.0]),
        ("b", "not started", 0.0, [0.0, 0.0]),
        ("c", "open", None, [6.0, None]),
        ("d", "refused", None, [None, None]),
    ]
    assert view.scores() == [10.0, 0.0]
    assert view.exercises()[0]["mean"] == 4.0
    assert "(without 2 open scores)" in page


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
def test_a_name_cannot_leave_the_data(report_on, name):
    """Inside of a script element nothing may end it."""
    _, page = report_on(result(name))

    assert data_of(page)["students"][0][0] == name.replace("\u202e", "\\u202e")
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
