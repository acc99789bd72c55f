"""
Tasks of a teaching assistant, done in a browser and a terminal, with their clicks and commands.

A task is done when what it asks for is seen or stands in a file. A choice in a list, a text typed
into a field, and a row pasted into ``overrides.csv`` count as a click each. None takes more than
three steps. ``pytest -m browser -rP`` shows the table.
"""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from helpers.downloads import LOSS, pack
from helpers.jupyter_browser import chromium, missing_browser
from helpers.made_results import TOY, check, explained, failed, folder_of, result
from typer.testing import CliRunner

from grader.cli import app
from grader.intake import Submission
from grader.intake.account import Account, Fate
from grader.messages.message import message
from grader.results.code import keep_code
from grader.results.records import Digests
from grader.terms.hand_ins import HANDED_IN, HandIn, HandIns, write_hand_ins
from grader.terms.times import known_time

pytestmark = pytest.mark.skipif(bool(missing_browser()), reason=missing_browser())

MOST_STEPS = 3
WORDS = explained(
    "total returned a tensor.", "Return a number.", call="total(1)", expected="1", got="2"
)
GRADEBOOK = (
    "Student,ID,SIS Login ID,Section,Toy (77)\n"
    "    Points Possible,,,,10\n"
    '"Lovelace, Ada",1,ada,A,\n"Li, Bo",2,bo,B,\n'
)


@pytest.fixture(scope="module")
def driver(tmp_path_factory):
    """A browser."""
    with chromium("", Path(), tmp_path_factory.mktemp("profile")) as browser:
        yield browser.driver


@dataclass
class Assistant:
    """
    Somebody who works with the results of a class, and counts the steps.

    Attributes:
        driver: The browser.
        folder: The results.
    """

    driver: Any
    folder: Path
    clicks: int = 0
    commands: int = 0

    def run(self, *words: object) -> str:
        """Type a command, and return what it prints."""
        self.commands += 1
        return CliRunner().invoke(app, [*map(str, words), "--course", str(TOY.root)]).output

    def look(self) -> None:
        """Open the page of the class as it is now; it lies open all day."""
        self.driver.get((self.folder / "report.html").as_uri())

    def click(self, xpath: str) -> None:
        """Click on something that is seen."""
        self.clicks += 1
        self.driver.find_element("xpath", xpath).click()

    def type(self, text: str) -> None:
        """Type into the field above the students."""
        self.clicks += 1
        self.driver.find_element("xpath", f"{STUDENTS}//input").send_keys(text)

    def paste(self, row: str) -> None:
        """Paste a row into overrides.csv."""
        self.clicks += 1
        path = self.folder / "overrides.csv"
        head = "" if path.exists() else "student,exercise,points,reason,who,files\n"
        with path.open("a") as file:
            file.write(f"{head}{row}\n")

    def seen(self, xpath: str = "//body") -> str:
        """Return the text that can be seen in a part of the page, without scrolling in tables."""
        parts = self.driver.find_elements("xpath", xpath)
        return "\n".join(part.text for part in parts if part.is_displayed())

    @property
    def steps(self) -> int:
        """Clicks and commands."""
        return self.clicks + self.commands


STUDENTS = "//section[@aria-labelledby='students']"


@pytest.fixture
def assistant(driver, tmp_path, request):
    """Somebody with a graded class whose pages are made, and who must not need more than three."""
    handed = Submission("mia", {"shapes.py": b"def total(x):\n    return x\n"})
    digests = Digests(handed.digest, {}, "b")
    fates = {"notes.pdf": (Fate.UNREAD, message("is of a kind that is not read"))}
    unread = Account.of(fates, fates, digests={})
    blank = [check(outcome="UNANSWERED"), check("T2", "test_t", "UNANSWERED", 4.0)]
    folder = folder_of(
        tmp_path / "results",
        result("ada"),
        failed("bo", message=WORDS),
        failed("mia", message=WORDS, digests=digests),
        failed("pdf", message="total is None. Write it.", account=unread),
        result("idle", checks=blank),
        result("rob", refused="rob.zip is corrupt"),
    )
    keep_code(
        folder, Submission("mia", {"shapes.py": b"def total(x):\n    return x\n"}), ["shapes"]
    )
    late = HandIn(known_time("2026-01-02 12:00 UTC"), "late")
    write_hand_ins(folder / HANDED_IN, HandIns({"bo": late}))
    someone = Assistant(driver, folder)
    someone.run("feedback", folder)
    someone.run("report", folder)
    someone.commands = 0
    someone.look()
    yield someone
    print(f"{someone.clicks} clicks, {someone.commands} commands: {request.node.name[5:]}")
    assert 0 <= someone.steps <= MOST_STEPS


def test_who_needs_me(assistant):
    """It is what the page begins with, with what to do."""
    seen = assistant.seen("//section[@aria-labelledby='todo']")

    assert "rob.zip is corrupt" in seen
    assert "Ask for it to be handed in again" in seen
    assert "pdf" in seen


def test_why_did_she_lose_points_in_this_exercise(assistant):
    """A click on the points: the cause, the call, what came, and her code."""
    assistant.click(f"{STUDENTS}//tr[contains(.//th, 'mia')]/td[contains(@class, 'none')]")

    seen = assistant.seen("//section[@aria-labelledby='T2']")
    assert "Return a number." in seen
    assert "total(1)" in seen
    assert "def total(x):" in seen


def test_who_has_this_mistake(assistant):
    """A click on the mistake."""
    assistant.click("//section[@aria-labelledby='mistakes']//summary")

    assert "2 students: bo, mia" in assistant.seen("//section[@aria-labelledby='mistakes']")


def test_give_him_two_points_and_a_remark(assistant):
    """A row, and the pages again."""
    assistant.paste('bo,T2,2,"right idea, see the last line",Dr. Wu,')
    assistant.run("feedback", assistant.folder)

    page = (assistant.folder / "feedback" / "bo.html").read_text(encoding="utf-8")
    assert "right idea, see the last line" in page
    assert "<strong>8</strong> of 10 points" in page


def test_who_is_late(assistant):
    """A choice in the list."""
    assistant.click(f"{STUDENTS}//option[.='late']")

    assert assistant.seen(f"{STUDENTS}//tbody//th") == "bo"


def test_who_has_not_started(assistant):
    """Another choice in it."""
    assistant.click(f"{STUDENTS}//option[.='not started']")

    assert assistant.seen(f"{STUDENTS}//tbody//th") == "idle"


def test_find_one_student_and_open_the_page(assistant):
    """Typed, and clicked; and back again."""
    assistant.type("mi")
    assistant.click(f"{STUDENTS}//tbody//a")
    assert assistant.seen("//h1") == "mia"
    assistant.click("//a[@class='back']")

    assert assistant.driver.current_url.endswith("/report.html#students")


def test_who_has_the_fewest_points(assistant):
    """A click on the head of the column."""
    assistant.click(f"{STUDENTS}//button[.='Score']")

    assert assistant.seen(f"{STUDENTS}//tbody//th").splitlines()[0] == "idle"


def test_which_exercise_was_hardest(assistant):
    """A click on the head of the column."""
    exercises = "//section[@aria-labelledby='exercises']"
    assistant.click(f"{exercises}//button[.='Difficulty']")

    assert assistant.seen(f"{exercises}//tbody//th").splitlines()[0].startswith("T2")


def test_close_a_case_after_looking_at_the_file(assistant):
    """The row stands on the page, to be copied whole."""
    row = assistant.seen("//code[contains(., ',looked at,')]")
    assistant.paste(row)
    told = assistant.run("report", assistant.folder)

    assert "6 students, 1 to do" in told


def test_scores_and_feedback_go_to_canvas(assistant, tmp_path):
    """A command each."""
    (tmp_path / "grades.csv").write_text(GRADEBOOK)
    download = pack(tmp_path / "s.zip", {f"x_{n}_7{n}_loss.py": LOSS for n in (1, 2)})
    assistant.run("export", assistant.folder, "--canvas", tmp_path / "grades.csv")
    words = ("--download", download, "--roster", tmp_path / "grades.csv")
    told = assistant.run("feedback", assistant.folder, *words)

    rows = list(csv.reader((tmp_path / "grades.csv").read_text().splitlines()))
    assert [row[-1] for row in rows[2:]] == ["10", "6"]
    assert "2 pages for Canvas" in told
