"""
How long the page of a large class takes in a browser: to open, to sort, to search.

    python tests/benchmarks/class_page.py [STUDENTS]

A class (by default 5,000) of the real course is made up, its page is written and opened in
headless Chromium from disk. Opening counts until two frames after the page has loaded; sorting by
the score, by an exercise and by the name, and searching for a name, until two frames after the
click or the key. The median of five is printed for each. Promised are 3 s to open and 0.3 s to
sort; the program ends with 1 if one of them is broken. Use an idle machine.
"""

import random
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from helpers.courses import REPOSITORY
from helpers.jupyter_browser import chromium
from helpers.made_results import scored

from grader.course.manifest import find_course
from grader.report.class_page import write_report
from grader.results.class_results import open_results
from grader.results.store import encode

COURSE = find_course(REPOSITORY)
OPEN_S, SORT_S = 3.0, 0.3
TURNS = 5
_FRAMES = (
    "requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - start)));"
)
_CLICK = f"""
const [label, done] = arguments, start = performance.now();
const heads = document.querySelectorAll("[aria-labelledby=students] thead button");
[...heads].find((each) => each.textContent === label).click();
{_FRAMES}
"""
_SEARCH = f"""
const [text, done] = arguments, start = performance.now();
const input = document.querySelector("[aria-labelledby=students] input");
input.value = text;
input.dispatchEvent(new Event("input"));
{_FRAMES}
"""
_DRAWN = f"const [done] = arguments, start = 0; {_FRAMES}"


def make_class(folder: Path, students: int) -> None:
    """Write results of a made-up class; every second student has a page of feedback."""
    chance = random.Random(1)
    (folder / "feedback").mkdir()
    for number in range(students):
        name = f"student{number:05}"
        scores = {
            each.id: chance.choice((each.points, each.points, each.points / 2, 0.0))
            for each in COURSE.unit.exercises
        }
        # Not by the store, which flushes each file to the disk.
        (folder / f"{name}.json").write_text(encode(scored(COURSE.unit, name, scores)))
        if number % 2:
            (folder / "feedback" / f"{name}.html").touch()


def seconds(driver: Any, script: str, argument: str) -> float:
    """Return the median of how long a script takes until its result is drawn."""
    spent = [driver.execute_async_script(script, argument) / 1000 for _ in range(TURNS)]
    return statistics.median(spent)


def main(students: int) -> int:
    """Measure and print; return 1 if a promise is broken."""
    with tempfile.TemporaryDirectory() as root:
        folder = Path(root)
        make_class(folder, students)
        page = folder / "report.html"
        started = time.perf_counter()
        write_report(open_results(folder, COURSE.unit), COURSE.unit, page)
        written_s = time.perf_counter() - started
        print(f"{students} students: written in {written_s:.1f} s, {page.stat().st_size >> 10} KiB")
        profile = folder / "profile"
        profile.mkdir()
        with chromium("", Path(), profile) as browser:
            driver = browser.driver
            driver.set_script_timeout(120)
            opened = []
            for _ in range(TURNS):
                driver.get("about:blank")
                driver.get(page.as_uri())
                opened.append(driver.execute_async_script(_DRAWN) / 1000)
            open_s = statistics.median(opened)
            exercise = COURSE.unit.exercises[-1].id
            sorts = [seconds(driver, _CLICK, each) for each in ("Score", exercise, "Student")]
            search_s = seconds(driver, _SEARCH, "student04")
    print(f"opened in {open_s:.2f} s (promised {OPEN_S:g} s)")
    shown = ", ".join(f"{each:.3f} s" for each in sorts)
    print(f"sorted by score, exercise, name: {shown} (promised {SORT_S:g} s)")
    print(f"searched in {search_s:.3f} s")
    return int(open_s > OPEN_S or max(sorts) > SORT_S)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000))
