"""Similar submissions: copies are found however they are dressed up, honest work is not."""

import shutil

import pytest
from helpers.courses import REPOSITORY, TOY
from helpers.similar_class import COURSE, DRESSED, ODD, OWN, class_of

from grader.course.manifest import find_course
from grader.intake import Refusal, Submission, read_submissions, wanted_of
from grader.messages.catalogues import language_of
from grader.messages.message import Message
from grader.report.fingerprints import GRAM, WINDOW, all_hashes, fingerprints
from grader.report.similar_page import write_similar
from grader.report.similarity import MOST_LINES, ClassFingerprints, Pair, clusters_of


def test_a_copy_with_other_names_order_and_comments_is_found():
    """What is left of it is the syntax tree, and that stays."""
    (pair,) = class_of(ODD, OWN, DRESSED).pairs()

    assert (pair.one, pair.other) == ("s0", "s2")
    assert pair.share > 0.8


def test_solutions_stubs_and_the_obvious_are_no_pairs():
    """What the course hands out or asks for explains itself."""
    solution = (COURSE.solutions / "shapes.py").read_text()
    stub = (COURSE.exercises / "shapes.py").read_text()

    assert class_of(solution, solution, stub, stub, OWN, OWN).pairs() == []


def test_what_most_of_the_class_have_is_not_held_against_two_of_them():
    """A passage that came up in the lecture is everybody's."""
    assert class_of(*[ODD] * 40).pairs() == []


def test_the_same_odd_comment_counts():
    """Code may be alike by chance; five of the same sentences are not."""
    jokes = "".join(f"# The number {n} of my grandmother's rules.\n" for n in range(6))

    (pair,) = class_of(jokes + OWN, OWN + jokes, OWN).pairs()

    assert (pair.one, pair.other) == ("s0", "s1")


def test_what_cannot_be_parsed_is_compared_line_by_line():
    """A missing bracket hides nobody."""
    broken = ODD.replace("float(x.flatten()", "float((x.flatten()")

    (pair,) = class_of(broken, broken.upper(), OWN).pairs()

    assert (pair.one, pair.other, round(pair.share, 2)) == ("s0", "s1", 1.0)


def test_shared_passages_of_a_run_of_nodes_are_always_found():
    """The promise of winnowing: GRAM + WINDOW - 1 equal nodes in a row share a mark."""
    shared = "    a = torch.add(b, c, alpha=2).clone().flatten().sum().item() + 17\n"
    assert len(fingerprints(shared.strip())) >= (GRAM + WINDOW - 1) // (GRAM + WINDOW)

    for before in range(6):
        for after in range(6):
            one = "def f(b, c):\n" + "    b = b - 1\n" * before + shared
            other = "def g(b, c):\n" + "    c.x = [1]\n" * after + shared
            assert {p.value for p in fingerprints(one)} & {p.value for p in fingerprints(other)}


def test_marks_hold_every_passage():
    """So the reference explains a passage wherever winnowing cut it."""
    assert {passage.value for passage in fingerprints(ODD)} <= all_hashes(ODD)


@pytest.mark.parametrize("text", ["", "\0", "(" * 5000, "x = " + "-" * 20_000 + "1", "\ud800"])
def test_any_text_can_be_compared(text):
    """A submission cannot stop the comparison of the others."""
    found = ClassFingerprints(COURSE)
    for student in ("a", "b"):
        found.add(Submission(student, {"shapes.py": text.encode("utf-8", "surrogatepass")}))

    assert found.students == 2
    assert all(0 < pair.share <= 1.0001 for pair in found.pairs())


def test_a_number_too_large_to_be_written_out_is_compared():
    """Python refuses to turn more than 4300 digits into text; two such numbers are alike."""
    one, other = (f"x = 0x{digit * 5000}\n{ODD}" for digit in "ab")

    (pair,) = class_of(one, other, OWN).pairs()

    assert (pair.one, pair.other) == ("s0", "s1")


def test_who_hands_in_more_than_is_compared_is_a_row_and_nobody_else_is_concerned():
    """The limit is of the reader, and so is what it does to memory and time."""
    endless = "".join(
        f"def f{n}(a):\n    return a[{n}].b{n}(c{n}, {n}) + {n} ** a\n" for n in range(5000)
    )

    found = class_of(ODD, endless, DRESSED)

    assert [(pair.one, pair.other) for pair in found.pairs()] == [("s0", "s2")]
    assert [(each.student, str(each.reason)) for each in found.left_out] == [
        (
            "s1",
            "holds more than 10000 passages of code; at most that many are compared. "
            "Open it and see what fills it.",
        )
    ]


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_shared_lines_are_marked_whatever_ends_them(tmp_path, ends):
    """Python counts a line at each of the three."""
    found = class_of(ODD.replace("\n", ends), OWN, DRESSED)

    write_similar(found, found.pairs(), tmp_path / "similar.html", 5)

    page = (tmp_path / "similar.html").read_text(encoding="utf-8")
    assert '<mark><span class="no">7</span>    for row in x.reshape(-1).unbind():</mark>' in page


def test_lines_of_a_passage_are_counted_once():
    """A passage of a few nodes may extend over a whole file, and so may the next thousand."""
    text = (
        "x = f("
        + "\n" * 100_000
        + ", ".join(f"a{n}.b({n})" for n in range(300))
        + "\n" * 100_000
        + ")"
    )

    found = class_of(text, text, OWN)
    (pair,) = found.pairs()

    assert len(found.lines(pair)["shapes.py"][0]) == MOST_LINES


def test_a_page_shows_no_more_of_a_submission_than_a_person_reads(tmp_path):
    """Two students who hand in the same megabyte do not fill the page of the class."""
    lines = "".join(f"    values[{n}] = other.read({n})  # {'a' * 60}\n" for n in range(1500))
    text = f"def double(other, values={{}}):\n{lines}"
    found = class_of(text, text, ODD, DRESSED)

    write_similar(found, found.pairs(), tmp_path / "similar.html", 5)

    page = (tmp_path / "similar.html").read_text(encoding="utf-8")
    assert "values[0] = other.read(0)" in page
    assert '<span class="no">900</span>' in page
    assert "values[1499]" not in page
    assert page.count("…\n") == 2
    assert "for row in x.reshape(-1).unbind():" in page


def test_the_page_speaks_chinese_and_leaves_code_alone(tmp_path):
    """Its warning, its tables, and why a submission was not compared."""
    found = class_of(ODD, OWN, DRESSED)
    found.add(Refusal("zoe", Message.whole("zoe.zip holds NUL bytes, which Python refuses")))

    write_similar(found, found.pairs(), tmp_path / "page.html", 5, language_of(COURSE, "zh"))

    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "<strong>这本身不能证明任何事情。</strong>" in page
    assert "<bdi>s0</bdi> 与 <bdi>s2</bdi>" in page
    assert "<bdi>zoe</bdi>：<bdi>zoe.zip 含有 NUL 字节，Python 无法读取</bdi>" in page
    assert "My grandmother" not in page
    assert "# Adding is doubling, my grandmother said." in page


def test_the_page_shows_both_sides_and_warns(tmp_path):
    """Shared lines are marked, code is text, and the warning stands at the top."""
    hostile = "    s = 0.0  # </pre><script>alert(1)</script>\n"
    found = class_of(ODD, OWN, DRESSED.replace("    s = 0.0\n", hostile))
    found.add(Refusal("zoe", Message.whole("zoe.zip is corrupt")))

    write_similar(found, found.pairs(), tmp_path / "similar.html", 5)

    page = (tmp_path / "similar.html").read_text(encoding="utf-8")
    assert page.index("This proves nothing by itself") < page.index("<bdi>s0</bdi>")
    assert '<mark><span class="no">7</span>    for row in x.reshape(-1).unbind():</mark>' in page
    assert page.count("<script") == 1  # the one that sorts the table
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "zoe.zip is corrupt" in page


def test_copies_of_copies_are_one_cluster_and_a_weak_pair_joins_none():
    """Who is linked by half of the unexplained code belongs together."""
    counted = frozenset[int]()
    links = (("a", "b", 0.9), ("c", "d", 0.8), ("b", "e", 0.6), ("d", "e", 0.3), ("a", "e", 0.2))

    first, second = clusters_of([Pair(one, two, 9.0, share, counted) for one, two, share in links])

    assert first.students == ("a", "b", "e")
    assert [(pair.one, pair.other) for pair in first.pairs] == [("a", "b"), ("b", "e"), ("a", "e")]
    assert second.students == ("c", "d")


def test_a_group_that_may_work_together_is_no_pair():
    """Two of one group; a member and a stranger are a pair as before."""
    found = class_of(ODD, DRESSED, ODD)
    found.groups = {"s0": "team", "s1": "team"}

    assert {(pair.one, pair.other) for pair in found.pairs()} == {("s0", "s2"), ("s1", "s2")}


def test_earlier_terms_are_compared_with_this_class_and_not_with_each_other(tmp_path):
    """A copy of last year's work is a pair, two of last year's are not."""
    found = class_of(ODD)
    for name in ("x", "y"):
        found.add(Submission(name, {"shapes.py": DRESSED.encode()}), "2025")

    assert {(pair.one, pair.other) for pair in found.pairs()} == {
        ("s0", "2025/x"),
        ("s0", "2025/y"),
    }
    assert (found.students, found.others) == (1, 2)
    write_similar(found, found.pairs(), tmp_path / "page.html", 2)
    assert "1 submission · compared with 2 from elsewhere" in (tmp_path / "page.html").read_text()


def test_notebooks_are_compared_with_modules(tmp_path):
    """A copy in another container is a copy."""
    nbformat = pytest.importorskip("nbformat")
    book = nbformat.v4.new_notebook()
    book.cells = [nbformat.v4.new_code_cell(part) for part in DRESSED.split("\n# and the other\n")]
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "shapes.py").write_text(ODD)
    (tmp_path / "two").mkdir()
    nbformat.write(book, tmp_path / "two" / "shapes.ipynb")

    found = ClassFingerprints(COURSE)
    for entry in read_submissions(tmp_path, wanted=wanted_of(COURSE)):
        found.add(entry)

    (pair,) = found.pairs()
    assert (pair.one, pair.other) == ("one", "two")
    assert pair.share > 0.8


def test_solutions_of_the_real_course_explain_themselves():
    """Every sample that is the reference with another layout is no pair with another one."""
    course = find_course(REPOSITORY)
    found = ClassFingerprints(course)
    files = {path.name: path.read_bytes() for path in course.solutions.glob("*.py")}
    for student in ("a", "b"):
        found.add(Submission(student, {n: d + b"\n" for n, d in files.items()}))

    assert found.pairs() == []


def test_similar_is_a_command_that_reads_what_autograde_reads(tmp_path):
    """A class of folders; it exits 3 when one could not be compared."""
    from helpers.commands import grader

    for name, text in (("a", ODD), ("b", DRESSED), ("c", OWN)):
        (tmp_path / "class" / name).mkdir(parents=True)
        (tmp_path / "class" / name / "shapes.py").write_text(text)
    page = tmp_path / "page.html"

    done = grader("similar", tmp_path / "class", "--to", page, "--course", TOY)
    shutil.copy(page, tmp_path / "first.html")
    (tmp_path / "class" / "d.zip").write_bytes(b"no zip")
    again = grader("similar", tmp_path / "class", "--to", page, "--course", TOY)
    (tmp_path / "groups.csv").write_text("group,student\nteam,a\nteam,b\n")
    (tmp_path / "2025").mkdir()
    shutil.copytree(tmp_path / "class" / "a", tmp_path / "2025" / "a")
    words = ("--groups", "groups.csv", "--with", "2025", "--to", page, "--course", TOY)
    wider = grader("similar", tmp_path / "class", *words, cwd=tmp_path)

    assert (done.returncode, done.stderr) == (0, "")
    assert f"3 submissions, 1 pair to read: {page}" in done.stdout
    assert again.returncode == 3
    assert f"3 submissions, 2 pairs to read: {page}" in wider.stdout
    assert "<bdi>2025/a</bdi>, <bdi>a</bdi>, <bdi>b</bdi>" in page.read_text()
    assert (tmp_path / "first.html").read_text().count("<mark>") > 5
