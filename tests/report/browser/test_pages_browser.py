"""
The pages in a real Chromium, opened from disk as people open them.

Sorted and filtered by clicks, on a narrow screen, in light and dark, by keyboard; nothing is
fetched, nothing is logged, and axe-core finds nothing serious. Run with ``pytest -m browser``;
screenshots go to the folder named by PAGES_PICTURES, if it is set.
"""

import base64
import json
import os
import re
import shutil
import subprocess
import time
from dataclasses import replace
from pathlib import Path

import pytest
from helpers.courses import REPOSITORY
from helpers.judged import task
from helpers.jupyter_browser import chromium, missing_browser
from helpers.made_results import HOSTILE_NAMES, TOY, result
from helpers.similar_class import DRESSED, ODD, OWN, class_of

from grader.check.corpus import patched_solutions, read_corpus
from grader.course.manifest import find_course
from grader.engine.local import Pool
from grader.engine.worker import WorkerConfig
from grader.intake import Submission
from grader.messages.catalogues import language_of, load_language
from grader.messages.message import Message
from grader.report.class_page import write_report
from grader.report.feedback import write_feedback
from grader.report.index_page import write_index
from grader.report.similar_page import write_similar
from grader.results.class_results import open_results
from grader.results.code import keep_code
from grader.results.figures import write_figures
from grader.results.records import Digests, Header, UnitId, complete
from grader.results.store import ResultStore, encode
from grader.results.tables import add_cost

pytestmark = pytest.mark.skipif(bool(missing_browser()), reason=missing_browser())

AXE = "axe-core@4"
COURSE = find_course(REPOSITORY)
#: One student who makes them all: a table with a ratio, curves that part, a line that turns.
SEEN = {
    ("E01", "one path of w"),
    ("E05", "no clearing"),
    ("E06", "abs"),
    ("E12", "sum"),
    ("E18", "nesterov"),
}
MANY = 5000
LIGHT, DARK = "light", "dark"
WIDE, PHONE = (1280, 900), (360, 740)


@pytest.fixture(scope="session")
def axe(request):
    """The source of axe-core, fetched once by npm into pytest's cache."""
    folder = Path(request.config.cache.mkdir("axe"))
    script = folder / "node_modules" / "axe-core" / "axe.min.js"
    if not script.is_file():
        npm = shutil.which("npm")
        if npm is None:
            pytest.skip("needs npm for axe-core")
        words = [npm, "install", "--prefix", str(folder), "--no-audit", "--no-fund", AXE]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        if done.returncode:
            pytest.skip(f"npm cannot install axe-core: {done.stderr.strip()[-200:]}")
    return script.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def pages(tmp_path_factory):
    """Every kind of page, of the real course: a right student, mistakes, hostile names, many."""
    root = tmp_path_factory.mktemp("pages")
    mistakes = [e for e in read_corpus(COURSE) if not e.right and (e.exercise, e.name) in SEEN]
    right, mistaken = patched_solutions(COURSE), patched_solutions(COURSE, *mistakes)
    folder = root / "results"
    store = ResultStore(folder)
    with Pool(WorkerConfig(REPOSITORY), jobs=1) as pool:
        tasks = [replace(task(n, files), figures=True) for n, files in enumerate((right, mistaken))]
        for judged in pool.judge(tasks):
            name = ("ada", "mia")[judged.number]
            handed = Submission(name, (right, mistaken)[judged.number])
            store.write(found := result_of(name, pool.checks, judged, handed.digest))
            keep_code(folder, handed, COURSE.unit.modules)
            add_cost(folder, name, judged.wall_s, 0.1)
            write_figures(folder, found.header, judged.figures)
    for name in HOSTILE_NAMES:
        store.write(result_of(name, pool.checks, judged))
    write_pages(folder, root)
    found = class_of(ODD, OWN, DRESSED)
    for lang in ("en", "zh"):
        write_similar(found, found.pairs(), root / lang / "similar.html", 5, load_language(lang))
    many = root / "many"
    many.mkdir()
    for number in range(MANY):
        # Not by the store, which flushes each file to the disk.
        text = encode(result(f"s{number:04}", outcome=outcome(number)))
        (many / f"s{number:04}.json").write_text(text)
    write_report(open_results(many, TOY.unit), TOY.unit, root / "many.html")
    return root


def result_of(student, checks, judged, digest="a"):
    """Return a result of the real course."""
    unit = UnitId(COURSE.unit.name, COURSE.unit.version)
    notes = (Message.whole("loss (1).py was read as loss.py."),)
    header = Header(student, unit, Digests(digest, {}, "t"), notes)
    return complete(header, COURSE.unit, checks, judged.verdicts, judged.box)


def write_pages(folder, root):
    """Write the feedback and the report in both languages."""
    rows = 'student,exercise,points,reason,who\nada,E01,3,"late, by arrangement",Dr. Wu\n'
    (folder / "overrides.csv").write_text(rows)
    for lang in ("en", "zh"):
        write_feedback(COURSE, open_results(folder, COURSE.unit), root / lang, lang)
    write_feedback(COURSE, open_results(folder, COURSE.unit), folder / "feedback")
    names = [result.student for result in open_results(folder, COURSE.unit)]
    write_index(folder, COURSE.unit, names, {})
    for lang in ("en", "zh"):
        report = root / lang / "report.html"
        found = open_results(folder, COURSE.unit)
        write_report(found, COURSE.unit, report, language_of(COURSE, lang))


def outcome(number):
    """Return a mixture: most are right."""
    return ("PASSED", "PASSED", "PASSED", "WRONG", "UNANSWERED", "NOT_JUDGED")[number % 6]


class Page:
    """Chromium with one page open, and what it said and asked for meanwhile."""

    def __init__(self, driver, pictures):
        self.driver = driver
        self._pictures = pictures

    def open(self, path, size=WIDE, scheme=LIGHT):
        """Open a file; return the milliseconds until it was loaded and drawn."""
        width, height = size
        screen = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.command("Emulation.setDeviceMetricsOverride", screen)
        self.command("Emulation.setEmulatedMedia", {"features": features})
        self.driver.get_log("browser")
        self.driver.get_log("performance")
        self.driver.get(path.as_uri())
        self._hold_still()
        return self.run("return performance.getEntriesByType('navigation')[0].loadEventEnd")

    def command(self, name, fields):
        """Send a command of the DevTools protocol."""
        return self.driver.execute_cdp_cmd(name, fields)

    def run(self, script, *arguments):
        """Run a script in the page and return what it returns."""
        return self.driver.execute_script(script, *arguments)

    def _hold_still(self):
        """Wait for two frames, so that everything is laid out."""
        self.driver.execute_async_script(
            "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(done));"
        )

    def said(self):
        """Return what stands in the console."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def asked_for(self):
        """Return every address that the page has asked for."""
        events = [json.loads(e["message"])["message"] for e in self.driver.get_log("performance")]
        sent = [e["params"] for e in events if e["method"] == "Network.requestWillBeSent"]
        return [params["request"]["url"] for params in sent]

    def picture(self, name):
        """Save the whole page as an image, if somebody wants to see it."""
        if not self._pictures:
            return
        size = self.command("Page.getLayoutMetrics", {})["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": size["width"], "height": min(size["height"], 3600)}
        fields = {"captureBeyondViewport": True, "clip": clip | {"scale": 1}}
        data = self.command("Page.captureScreenshot", fields)["data"]
        Path(self._pictures).mkdir(parents=True, exist_ok=True)
        (Path(self._pictures) / f"{name}.png").write_bytes(base64.b64decode(data))


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """A browser with an empty profile."""
    wanted = {"browser": "ALL", "performance": "ALL"}
    with chromium("", Path(), tmp_path_factory.mktemp("profile"), logs=wanted) as browser:
        browser.driver.set_script_timeout(120)
        yield Page(browser.driver, os.environ.get("PAGES_PICTURES", ""))


KINDS = (
    *("right", "mistaken", "chinese", "report", "report-zh", "many", "similar", "similar-zh"),
    "index",
)


@pytest.fixture
def path_of(pages):
    """Return a function from a kind of page to its file."""
    return {
        "right": pages / "en" / "ada.html",
        "mistaken": pages / "en" / "mia.html",
        "chinese": pages / "zh" / "mia.html",
        "report": pages / "en" / "report.html",
        "report-zh": pages / "zh" / "report.html",
        "many": pages / "many.html",
        "similar": pages / "en" / "similar.html",
        "similar-zh": pages / "zh" / "similar.html",
        "index": pages / "results" / "index.html",
    }.__getitem__


@pytest.mark.parametrize("scheme", [LIGHT, DARK])
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_opens_from_disk_and_is_fit_for_everybody(page, path_of, axe, kind, size, scheme):
    """No console message, no request, nothing wider than the screen, no serious finding."""
    path = path_of(kind)

    page.open(path, size, scheme)
    page.picture(f"{kind}-{'phone' if size is PHONE else 'wide'}-{scheme}")

    assert page.said() == []
    assert page.asked_for() == [path.as_uri()]
    assert page.run("return document.documentElement.scrollWidth") <= size[0]
    assert serious(page, axe) == []


def serious(page, axe):
    """Return what axe-core calls serious or critical: rule, and the first place."""
    page.run(axe)
    found = page.driver.execute_async_script(
        "const done = arguments[0]; axe.run(document, {resultTypes: ['violations']}).then(done);"
    )
    return [
        (each["id"], each["nodes"][0]["html"][:200], each["nodes"][0]["failureSummary"][:300])
        for each in found["violations"]
        if each["impact"] in ("serious", "critical")
    ]


def test_axe_can_find_something(page, axe, tmp_path):
    """The control: a page with a fault has a finding."""
    bad = tmp_path / "bad.html"
    bad.write_text("<html><title>x</title><img src=''><input><p style='color:#eee'>pale</p>")

    page.open(bad)

    assert {rule for rule, *_ in serious(page, axe)} >= {"image-alt", "label", "color-contrast"}


def test_dark_and_light_are_different_pages(page, path_of):
    """The scheme of the reader decides."""
    shades = []
    for scheme in (LIGHT, DARK):
        page.open(path_of("mistaken"), scheme=scheme)
        shades.append(page.run("return getComputedStyle(document.body).backgroundColor"))

    assert len(set(shades)) == 2


@pytest.mark.parametrize("number", range(len(HOSTILE_NAMES)))
def test_a_hostile_name_does_nothing(page, pages, number):
    """Neither in a student's page nor in the class's; nor does it burst a narrow screen."""
    hostile = ResultStore(pages / "results").path(HOSTILE_NAMES[number]).stem

    page.open(pages / "en" / f"{hostile}.html", PHONE)

    assert page.run("return document.querySelectorAll('script, img').length") == 0
    assert page.run("return document.documentElement.scrollWidth") <= PHONE[0]
    assert page.asked_for() == [(pages / "en" / f"{hostile}.html").as_uri()]


LISTING = "document.querySelector('section[aria-labelledby=' + arguments[0] + '] .listing')"


def rows(page, table):
    """Return the text of the first column of a table."""
    return page.run(
        f"return [...{LISTING}.querySelectorAll('tbody tr')]"
        ".map((row) => row.firstElementChild.textContent)",
        table,
    )


def status(page, table):
    """Return how many rows a table says that it shows."""
    return page.run(f"return {LISTING}.querySelector('[role=status]').textContent", table)


def sorts(page, table):
    """Return how each column of a table is sorted, by its heading."""
    return page.run(
        f"return Object.fromEntries([...{LISTING}.querySelectorAll('thead th')]"
        ".map((cell) => [cell.textContent, cell.getAttribute('aria-sort')]))",
        table,
    )


def test_thousands_of_students_are_sorted_filtered_and_turned_page_by_page(page, path_of):
    """By clicks and keys, without a server."""
    from selenium.webdriver import Keys

    page.open(path_of("many"))
    find = page.driver.find_element
    students = "//section[@aria-labelledby='students']"
    assert status(page, "students") == f"1 to 50 of {MANY}"

    find("xpath", f"{students}//button[.='Score']").click()
    assert page.run(
        f"return [...{LISTING}.querySelectorAll('tbody tr')]"
        ".every((row) => row.children[2].textContent === '6')",
        "students",
    )
    find("xpath", f"{students}//button[.='Student']").click()
    find("xpath", f"{students}//button[.='Student']").click()
    assert rows(page, "students")[0] == f"s{MANY - 1:04}"
    assert sorts(page, "students")["Student"] == "descending"
    assert sorts(page, "students")["Score"] == "none"

    find("xpath", f"{students}//button[.='Next']").click()
    assert status(page, "students") == f"51 to 100 of {MANY}"

    find("xpath", f"{students}//input").send_keys("s0012")
    assert rows(page, "students") == ["s0012"]
    find("xpath", f"{students}//input").send_keys(Keys.CONTROL + "a", Keys.NULL, Keys.BACKSPACE)
    find("xpath", f"{students}//option[.='open']").click()
    waiting = sum(outcome(n) == "NOT_JUDGED" for n in range(MANY))
    assert status(page, "students") == f"1 to 50 of {waiting}"
    find("xpath", f"{students}//option[.='points lost in T2']").click()
    lost = sum(outcome(n) in ("WRONG", "UNANSWERED") for n in range(MANY))
    assert status(page, "students") == f"1 to 50 of {lost}"
    assert page.said() == []


def test_what_is_unknown_stays_last_however_a_column_is_sorted(page, path_of):
    """An open score is neither low nor high."""
    page.open(path_of("many"))
    score = "//section[@aria-labelledby='students']//button[.='Score']"
    shown = []
    for _ in range(2):
        page.driver.find_element("xpath", score).click()
        shown.append(
            page.run(f"return {LISTING}.querySelector('tbody td + td').textContent", "students")
        )

    assert shown == ["6", "10"]


def test_without_javascript_the_tables_are_whole(page, path_of):
    """Every row is there, and no control that would do nothing."""
    page.command("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        page.driver.get(path_of("report").as_uri())
        (listing, *_) = page.driver.find_elements("css selector", ".listing")
        shown = [row.is_displayed() for row in listing.find_elements("css selector", "tbody tr")]
        controls = listing.find_element("css selector", ".controls").is_displayed()
    finally:
        page.command("Emulation.setScriptExecutionDisabled", {"value": False})

    assert shown == [True] * (2 + len(HOSTILE_NAMES))
    assert not controls


def test_every_exercise_of_the_unit_is_seen_at_1280_and_names_stay_while_scrolling(page, path_of):
    """Nothing is hidden to the right; on a phone the name stays at its place."""
    page.open(path_of("report"))
    wide = page.run(
        f"const box = {LISTING}.querySelector('.tall'); return [box.scrollWidth, box.clientWidth]",
        "students",
    )
    page.open(path_of("report"), PHONE)
    left = page.run(
        f"const box = {LISTING}.querySelector('.tall'); box.scrollLeft = 300; box.scrollTop = 60;"
        "const at = (one) => one.getBoundingClientRect();"
        "const name = at(box.querySelector('tbody th')), head = at(box.querySelector('thead th'));"
        "return [name.left - at(box).left, head.top - at(box).top]",
        "students",
    )

    assert wide[0] <= wide[1]
    assert left == [0, 0]


def test_tables_work_by_keyboard(page, path_of):
    """Tab reaches a column's button, Enter sorts by it."""
    from selenium.webdriver import ActionChains, Keys

    page.open(path_of("report"))
    page.run("document.querySelector('[aria-labelledby=checks] details').open = true")
    page.run(f"{LISTING}.querySelector('input').focus()", "checks")
    for _ in range(20):
        ActionChains(page.driver).send_keys(Keys.TAB).perform()
        if page.run("return document.activeElement.textContent") == "Discrimination":
            break
    ActionChains(page.driver).send_keys(Keys.ENTER).perform()

    sorted_by = [name for name, how in sorts(page, "checks").items() if how == "ascending"]
    assert sorted_by == ["Discrimination"]


def test_points_that_were_lost_lead_to_the_page_of_the_student(page, path_of):
    """One click on a cell, and the link of the name for who has no mouse."""
    page.open(path_of("report"))
    row = "//section[@aria-labelledby='students']//tr[contains(.//th, 'mia')]"
    page.driver.find_element("xpath", f"{row}/td[contains(@class, 'none')]").click()

    assert "/feedback/mia.html#class-E" in page.driver.current_url


def test_the_pictures_of_a_mistake_are_named_for_those_who_hear_them(page, path_of):
    """The name that the browser computes for a picture is its title, its words say the rest."""
    page.open(path_of("right"))
    page.run("document.querySelectorAll('details').forEach((each) => { each.open = true; })")

    tree = page.command("Accessibility.getFullAXTree", {})["nodes"]

    drawn = [n["name"]["value"] for n in tree if n.get("role", {}).get("value") in ("image", "img")]
    assert len(drawn) == 4
    assert all("Your" in name or "your" in name for name in drawn)


def test_a_page_prints_on_a_few_sheets(page, path_of):
    """A4; a student with five mistakes, the code beside each."""
    page.open(path_of("mistaken"))

    printed = page.command("Page.printToPDF", {"paperWidth": 8.27, "paperHeight": 11.69})["data"]

    assert len(re.findall(rb"/Type\s*/Page\b", base64.b64decode(printed))) <= 5


def test_the_way_back_to_the_class_is_there_for_who_came_from_it(page, path_of):
    """A student, who opens the page from elsewhere, does not see a link that leads nowhere."""
    shown = []
    for place in ("", "#E18", "#class", "#class-E18"):
        page.driver.get("about:blank")
        page.driver.get(path_of("mistaken").as_uri() + place)
        shown.append(page.driver.find_element("class name", "back").is_displayed())

    assert shown == [False, False, True, True]


def test_opening_a_class_of_thousands_is_measured(page, path_of, record_property):
    """No limit is asserted: a busy machine is no fault. See it with ``-rP``."""
    before = time.monotonic()
    loaded_ms = page.open(path_of("many"))

    record_property("loaded_ms", loaded_ms)
    seen_s = time.monotonic() - before
    print(f"{MANY} students: loaded in {loaded_ms:.0f} ms, seen after {seen_s:.1f} s")
    assert loaded_ms > 0
