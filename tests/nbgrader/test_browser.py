"""Students and teachers at work in a browser: Jupyter, nbgrader's extensions, the box behind."""

import csv

import pytest
from helpers.courses import TOY
from helpers.jupyter_browser import chromium, jupyter, missing_browser
from helpers.nbgrader_course import NbgraderCourse, answers_into, edit_notebooks

pytestmark = pytest.mark.skipif(bool(missing_browser()), reason=missing_browser())

MENU = "//div[contains(@class,'lm-MenuBar-itemLabel') and text()='{}']"
ITEM = "//div[contains(@class,'lm-Menu-itemLabel') and starts-with(text(),'{}')]"
BUTTON = "//button[contains(.,'{}')]"
DIALOG = "//div[contains(@class,'jp-Dialog-content')]"
STUB_LINE = (
    "//div[contains(@class,'cm-content') and contains(.,'def {}')]"
    "//div[contains(@class,'cm-line')][last()]"
)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Release the toy course to an exchange; one student of it has handed in already."""
    course = NbgraderCourse(tmp_path_factory.mktemp("browser"), TOY, "toy")
    (course.root / "exchange").mkdir()
    (course.root / "exchange").chmod(0o777)
    course.release()
    # The extensions know no command line: a teacher's own lines, outside of the grader's block.
    config = course.folder / "nbgrader_config.py"
    mine = f"c.Exchange.root = {str(course.root / 'exchange')!r}\n"
    mine += f"c.Exchange.cache = {str(course.cache)!r}\nc.ExchangeCollect.check_owner = False\n"
    config.write_text(config.read_text() + mine)
    course.nbgrader("release_assignment", "toy")
    home = course.student_folder("ada")
    home.mkdir(parents=True)
    course.nbgrader("fetch_assignment", "toy", "--course=toy", cwd=home)
    # Passes the visible tests and, for total, not the hidden ones.
    edit_notebooks(home / "toy", answers_into({"T1": "return x * 2", "T2": "return 3.0"}))
    course.nbgrader("submit", "toy", "--course=toy", "--student=ada", cwd=home)
    return course


@pytest.fixture(scope="module")
def browser(course):
    """A browser on a Jupyter server that runs in the teacher's folder."""
    with (
        jupyter(course) as address,
        chromium(address, course.root / "pictures", course.root / "profile") as browser,
    ):
        yield browser


def open_assignments(browser):
    """Open the list of assignments by the menu."""
    browser.open("lab?reset")
    browser.click(MENU.format("Nbgrader"))
    browser.click(ITEM.format("Assignment List"))


def test_a_student_fetches_solves_validates_and_submits(course, browser):
    """Everything by clicks and keys, from the list of assignments and back to it."""
    open_assignments(browser)
    browser.click(BUTTON.format("Fetch"))
    browser.find(BUTTON.format("Submit"))
    browser.picture("fetched")

    browser.open("notebooks/toy/shapes.ipynb")
    for name, answer in (("double", "return x * 2"), ("total", "return float(x.sum())")):
        browser.click(STUB_LINE.format(name))
        browser.replace_line(answer)
    browser.click(MENU.format("Run"))
    browser.click(ITEM.format("Run All Cells"))
    browser.find("//pre[contains(.,'T1 double: 1 of 1 visible tests pass')]")
    browser.find("//pre[contains(.,'T2 total: 1 of 1 visible tests pass')]")
    browser.picture("solved")
    # The button saves the notebook; two savings at a time would ask which one counts.
    browser.click("//jp-button[contains(@class,'validate-button')]")
    assert "Success! Your notebook passes all the tests." in browser.find(DIALOG).text
    browser.picture("validated")

    open_assignments(browser)
    browser.click(BUTTON.format("Submit"))
    browser.find("(//button[contains(.,'Fetch Feedback')])[2]")  # the first is ada's
    browser.picture("submitted")
    inbound = course.root / "exchange" / "toy" / "inbound"
    assert sum(not path.name.startswith("ada+") for path in inbound.glob("*+toy+*")) == 1


def test_formgrader_collects_and_grades_through_the_box(course, browser):
    """The buttons that teachers know; the scores are those of ``grader autograde``."""
    browser.open("formgrader")
    browser.click("//span[contains(@class,'glyphicon-cloud-download')]")
    browser.find("//*[contains(text(),'Successfully collected')]")
    browser.picture("collected")

    browser.open("formgrader/manage_submissions/toy")
    row = "//tr[.//td[normalize-space()='ada']]"
    browser.click(f"{row}//span[contains(@class,'glyphicon-flash')]")
    said = browser.find("//*[contains(text(),'Successfully autograded')]/ancestor::*[5]").text
    browser.picture("autograded")
    assert "Applying preprocessor: GradeInBox" in said
    assert "Execute" not in said

    browser.open("formgrader/manage_submissions/toy")
    assert "graded 6 / 10" in browser.find(row).text
    browser.picture("scores")
    course.grader("autograde", "submitted", "--to", "../results", "--course", TOY, "--only", "ada")
    with (course.root / "results" / "scores.csv").open(newline="") as file:
        (found,) = csv.DictReader(file)
    assert found["score"] == "6"


def test_formgrader_shows_points_and_messages_below_the_cells(browser):
    """What a person sees who looks a submission through; sits on the grades of the test above."""
    browser.open("formgrader/gradebook/toy/shapes")
    browser.click("//table//a[contains(@href,'submissions/')]")

    told = browser.find("//pre[contains(.,'T2 The sum as a number: 0 of 4 points')]").text

    browser.picture("submission")
    assert "✗ 0/3  Every element counts." in told
    points = browser.driver.find_elements("xpath", "//input[contains(@class,'score')]")
    assert [box.get_attribute("placeholder") for box in points] == ["6", "0"]
