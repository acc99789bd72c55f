"""
The class page by keyboard alone, and in the order in which a screen reader reads it.

What a screen reader gets is what Chromium's DevTools give as the accessibility tree: roles, names,
levels of headings, heads of tables, live regions.
"""

from pathlib import Path
from typing import Any

import pytest
from helpers.jupyter_browser import chromium, missing_browser
from helpers.made_results import TOY, check, explained, failed, folder_of, result
from helpers.similar_class import DRESSED, ODD, OWN, class_of

from grader.intake import Submission
from grader.report.class_page import write_report
from grader.report.feedback import write_feedback
from grader.report.similar_page import write_similar
from grader.results.class_results import open_results
from grader.results.records import Person

pytestmark = pytest.mark.skipif(bool(missing_browser()), reason=missing_browser())

PEOPLE = {"ada": Person("Ada Lovelace", "A"), "bo": Person("Bo Li", "B"), "mia": Person("", "B")}
FOCUS = """
const one = document.activeElement;
const named = one.matches("main, [role=region]");
const said = one.matches("body") ? "" : one.labels?.[0]?.firstChild.textContent
  ?? (named ? one.ariaLabel ?? one.getAttribute("aria-labelledby") : one.textContent);
return `${one.localName} ${said?.trim().split("\\n")[0] ?? ""}`.trim();
"""
IS_SEEN = """
const one = document.activeElement, box = one.getBoundingClientRect();
const style = getComputedStyle(one);
const x = box.left + Math.min(box.width, 60) / 2, y = box.top + Math.min(box.height, 20) / 2;
const above = document.elementFromPoint(x, y);
return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && above !== null
  && (one.contains(above) || above.contains(one) || Boolean(above.closest("label")?.contains(one)));
"""
#: More Tabs than any page has stops.
MOST = 80


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """The graded class with its pages: right, wrong, refused, without a page."""
    words = explained("total is None.", "Return it.", call="total(1)", expected="1", got="None")
    folder = folder_of(
        tmp_path_factory.mktemp("class") / "results",
        result("ada"),
        failed("bo", message=words),
        failed("mia", "RAISED", message=words),
        result("idle", checks=[check(outcome="UNANSWERED")]),
        result("rob", refused="rob.zip is corrupt"),
    )
    write_feedback(TOY, open_results(folder, TOY.unit), folder / "feedback", people=PEOPLE)
    (folder / "feedback" / "idle.html").unlink()
    write_report(open_results(folder, TOY.unit), TOY.unit, folder / "report.html", people=PEOPLE)
    return folder


@pytest.fixture(scope="module")
def driver(tmp_path_factory):
    """A browser."""
    with chromium("", Path(), tmp_path_factory.mktemp("profile")) as browser:
        yield browser.driver


class Keyboard:
    """Somebody without a mouse on an open page."""

    def __init__(self, driver: Any) -> None:
        self.driver = driver

    def press(self, *keys: str) -> str:
        """Press keys one after the other; return what has the focus then."""
        from selenium.webdriver import ActionChains, Keys

        for key in keys:
            code = getattr(Keys, key.upper()) if len(key) > 1 else key
            ActionChains(self.driver).send_keys(code).perform()
        return self.focus

    @property
    def focus(self) -> str:
        """What has the focus: its kind, and the words on it."""
        return self.driver.execute_script(FOCUS)

    @property
    def is_seen(self) -> bool:
        """Whether what has the focus is on the screen, uncovered, with a line around it."""
        return self.driver.execute_script(IS_SEEN)

    def until(self, wanted: str) -> list[str]:
        """Press Tab until something has the focus; return all stops on the way."""
        stops = []
        while not stops or stops[-1] != wanted:
            assert len(stops) < MOST, stops
            stops.append(self.press("tab"))
            # Behind the last stop the browser itself has the focus once.
            assert self.is_seen or stops[-1] == "body", stops[-1]
        return stops

    def told(self, script: str) -> Any:
        """Return what a script returns."""
        return self.driver.execute_script(f"return {script}")


@pytest.fixture
def keyboard(driver, results):
    """Somebody who has just opened the page of the class."""
    driver.get((results / "report.html").as_uri())
    return Keyboard(driver)


def shown(keyboard: Keyboard) -> list[str]:
    """Return the students that the table shows."""
    return keyboard.told(
        "[...document.querySelectorAll('.matrix tbody a:first-child')]"
        ".filter((one) => one.closest('th')).map((one) => one.textContent)"
    )


def test_tab_leads_through_the_page_in_reading_order_and_is_always_seen(keyboard):
    """Skip link, sections, each fold, the controls, and one stop in the table of students."""
    stops = keyboard.until("summary Time and cost")

    assert stops[:6] == [
        "a To the report",
        *("a To do (1)", "a Students", "a Exercises", "a Mistakes", "a Checks"),
    ]
    start = stops.index("input Find")
    assert stops[start : start + 6] == [
        *("input Find", "select Show", "select Section"),
        *("div students", "button Student", "div exercises"),
    ]


def test_arrow_keys_lead_to_a_result_and_enter_opens_it(keyboard):
    """From the head of the table to a cell, and back from the student's page to the class."""
    keyboard.until("button Student")

    assert keyboard.press("arrow_down") == "a Ada Lovelace"
    assert keyboard.press("arrow_down") == "a Bo Li"
    assert keyboard.press("arrow_right", "arrow_right") == "a 0"
    assert keyboard.is_seen
    assert keyboard.press("home") == "a Bo Li"
    assert keyboard.press("end") == "a 0"
    keyboard.press("enter")
    assert keyboard.driver.current_url.endswith("/feedback/bo.html#class-T2")

    keyboard.until("a Back to the class")
    keyboard.press("enter")
    assert keyboard.driver.current_url.endswith("/report.html#students")


def test_the_arrows_pass_over_what_leads_nowhere_and_stop_at_the_edge(keyboard):
    """A student without a page has no link; the last column is the last."""
    keyboard.until("button Student")

    assert keyboard.press("arrow_up", "arrow_left") == "button Student"
    assert keyboard.press("arrow_right", "arrow_right") != "button Student"
    keyboard.press("end")
    assert keyboard.focus == "button T2"
    assert keyboard.press("arrow_right") == "button T2"
    assert keyboard.press("arrow_down", "arrow_down", "arrow_down", "arrow_up") == "a 0"


def test_enter_on_a_head_sorts_and_the_focus_stays(keyboard):
    """Twice turns it round; Tab comes back to that head later."""
    keyboard.until("button Student")
    while keyboard.press("arrow_right") != "button Score":
        pass

    keyboard.press("enter")
    lowest = shown(keyboard)
    keyboard.press("enter")

    assert lowest == ["Bo Li", "mia", "Ada Lovelace", "rob"]
    assert shown(keyboard) == ["Ada Lovelace", "Bo Li", "mia", "rob"]
    assert keyboard.focus == "button Score"
    assert keyboard.told("document.activeElement.closest('th').ariaSort") == "descending"
    from selenium.webdriver import ActionChains, Keys

    keyboard.press("tab")
    ActionChains(keyboard.driver).key_down(Keys.SHIFT).send_keys(Keys.TAB).key_up(
        Keys.SHIFT
    ).perform()
    assert keyboard.focus == "button Score"


def test_a_filter_by_keyboard_is_told_to_who_does_not_see_it(keyboard):
    """The number of rows stands in a live region, which changes with each choice."""
    status = "document.querySelector('[aria-labelledby=students] [role=status]').textContent"
    keyboard.until("input Find")
    before = keyboard.told(status)
    keyboard.press("b", "o")
    found = keyboard.told(status), keyboard.focus
    keyboard.press("x")

    assert before == "1 to 5 of 5"
    assert found == ("1 to 1 of 1", "input Find")
    assert keyboard.told(status) == "none"
    keyboard.press("backspace", "backspace", "backspace", "tab")
    keyboard.press("u")  # the choice that begins with it
    assert keyboard.focus == "select Show"
    assert keyboard.told(status) == "1 to 1 of 1"


def test_folds_open_and_close_by_enter(keyboard):
    """What needs a person, each mistake, the checks."""
    keyboard.until("summary unreadable: 1")
    keyboard.press("enter")
    assert not keyboard.told("document.querySelector('details.case').open")
    keyboard.press("enter")
    assert keyboard.told("document.querySelector('details.case').open")
    stops = keyboard.until("summary 2 T2 Return it.")
    keyboard.press("enter")
    assert "summary 2 T2 Return it." in stops
    assert keyboard.press("tab") == "a Bo Li"
    keyboard.press("enter")
    assert keyboard.driver.current_url.endswith("/feedback/bo.html#class-T2")


def tree_of(driver: Any) -> list[dict[str, Any]]:
    """Return what a screen reader gets, in its order: role, name and properties."""
    driver.execute_cdp_cmd("Accessibility.enable", {})
    nodes = driver.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
    by_id = {node["nodeId"]: node for node in nodes}
    found: list[dict[str, Any]] = []

    def walk(node: dict[str, Any]) -> None:
        if not node["ignored"]:
            more = {each["name"]: each["value"].get("value") for each in node.get("properties", ())}
            name = node.get("name", {}).get("value", "")
            found.append({"role": node["role"]["value"], "name": name, **more})
        for child in node.get("childIds", ()):
            if child in by_id:
                walk(by_id[child])

    walk(nodes[0])
    return found


def named(tree: list[dict[str, Any]], *roles: str) -> list[str]:
    """Return the names of what has one of some roles."""
    return [node["name"] for node in tree if node["role"] in roles]


def test_a_screen_reader_meets_the_parts_in_order(keyboard):
    """Landmarks and headings, none of them left out, none twice."""
    tree = tree_of(keyboard.driver)

    headings = [(node["level"], node["name"]) for node in tree if node["role"] == "heading"]
    assert headings == [
        *((1, "The class: 5 students"), (2, "To do: 1"), (3, "unreadable: 1")),
        *((2, "Students"), (2, "Exercises"), (2, "Mistakes"), (2, "Checks (2)")),
        (2, "Time and cost"),
    ]
    roles = [node["role"] for node in tree]
    for role in ("banner", "main", "contentinfo"):
        assert roles.count(role) == 1, role
    assert roles.index("banner") < roles.index("navigation") < roles.index("main")
    assert named(tree, "navigation") == ["Sections of the page"]


def test_a_screen_reader_gets_tables_with_names_and_heads(keyboard):
    """Whose points, and of which exercise, is told with each cell; so is how it is sorted."""
    keyboard.driver.find_element("xpath", "//button[.='Score']").click()

    tree = tree_of(keyboard.driver)

    assert named(tree, "table") == ["unreadable", "Students", "Exercises"]
    start = next(
        n for n, each in enumerate(tree) if each["role"] == "table" and each["name"] == "Students"
    )
    end = next(n for n, each in enumerate(tree) if each["name"] == "Exercises" and n > start)
    students = tree[start:end]
    heads = named(students, "columnheader")
    assert heads == ["Student", "Section", "State", "Score", "T1", "T2"]
    assert "Ada Lovelace ada" in named(students, "rowheader")
    assert all(named(students, "rowheader"))
    # A result is a link in a cell, so its heads are read with it.
    assert {"Ada Lovelace", "6", "4", "0"} <= set(named(students, "link"))
    assert named(students, "button") == heads
    distribution = [node for node in tree if node["role"] == "columnheader"][-1]
    assert distribution["name"] == "Distribution"
    assert any("no points 67 %" in name for name in named(tree, "StaticText"))


def test_a_screen_reader_is_told_how_many_rows_there_are(keyboard):
    """The live region is polite, and has a text before anything is filtered."""
    tree = tree_of(keyboard.driver)

    (status, *_) = [node for node in tree if node["role"] == "status"]
    assert status["live"] == "polite"
    assert "1 to 5 of 5" in named(tree, "StaticText")
    assert named(tree, "searchbox") == ["Find"]
    assert named(tree, "combobox") == ["Show", "Section"]


def test_a_students_page_is_read_in_order(driver, results):
    """The name, the points, each exercise, and the way to it."""
    driver.get((results / "feedback" / "bo.html").as_uri())

    tree = tree_of(driver)

    headings = [(node["level"], node["name"]) for node in tree if node["role"] == "heading"]
    assert [level for level, _ in headings] == [1, 2, 2]
    assert headings[0] == (1, "Bo Li")
    assert headings[1][1].startswith("T2")
    assert headings[2][1] == "Solved: 1 exercise"
    assert named(tree, "navigation") == ["Exercises"]
    assert named(tree, "article") != []


def test_similar_pairs_are_sorted_found_and_read_on_a_phone(driver, tmp_path):
    """By a narrow screen and by keys; the way to a pair opens its fold."""
    found = class_of(ODD, OWN, DRESSED)
    found.add(Submission("x", {"shapes.py": ODD.encode()}), "2025")
    found.groups = {"s0": "team", "s2": "team"}
    write_similar(found, found.pairs(), tmp_path / "similar.html", 5)
    screen = {"width": 390, "height": 800, "deviceScaleFactor": 1, "mobile": True}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)
    try:
        driver.get((tmp_path / "similar.html").as_uri())
        keyboard = Keyboard(driver)
        pairs = "[...document.querySelectorAll('.pairs tbody th')].map((one) => one.textContent)"
        before = keyboard.told(pairs)
        keyboard.until("button Shared passages")
        keyboard.press("enter")
        rising = keyboard.told(pairs)
        keyboard.until("a s2 and 2025/x")
        keyboard.press("enter")
        fold = keyboard.told("document.querySelector(location.hash).closest('details').open")
        wide = keyboard.told("document.documentElement.scrollWidth")
    finally:
        driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})

    assert before == ["s0 and 2025/x", "s2 and 2025/x"]
    assert rising == before[::-1]
    assert fold
    assert wide == 390
    assert named(tree_of(driver), "table") == ["2 pairs"]


def test_a_dark_screen_prints_dark_on_white(driver, results):
    """Whoever reads at night does not print pale letters; the colours of results stay."""
    seen = {}
    driver.get((results / "report.html").as_uri())
    for media in ("screen", "print"):
        dark = [{"name": "prefers-color-scheme", "value": "dark"}]
        fields = {"media": media, "features": dark}
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", fields)
        seen[media] = Keyboard(driver).told(
            "[getComputedStyle(document.body).color,"
            " getComputedStyle(document.querySelector('td.none')).printColorAdjust]"
        )
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})

    assert seen == {
        "screen": ["rgb(232, 234, 239)", "economy"],
        "print": ["rgb(29, 36, 51)", "exact"],
    }
