"""
Every known mistake is caught and named, every odd right answer accepted, in the real box.

``grader check`` judges the same corpus by the same code and prints its kill table.
"""

import ast
import html
import re
from collections.abc import Iterator, Sequence

import pytest
from helpers.courses import REPOSITORY
from helpers.english import english_in
from helpers.hidden_numbers import hidden_numbers
from helpers.judged import task
from helpers.made_results import BOX, folder_of
from helpers.spoiled import SPOILS, spoiled
from helpers.summary import REPORT

from grader.check.corpus import CorpusEntry, EntryOutcome, judge_corpus, read_corpus
from grader.check.kill_table import (
    count_named,
    describe_naming,
    describe_table,
    find_problems,
    tabulate,
)
from grader.course.checks import read_checks
from grader.course.manifest import find_course
from grader.engine.local import Pool
from grader.messages.catalogues import language_of
from grader.report.feedback import write_feedback
from grader.results.class_results import open_results
from grader.results.outcomes import Outcome
from grader.results.records import Digests, Header, UnitId, Verdict, complete

COURSE = find_course(REPOSITORY)
CORPUS = read_corpus(COURSE)
MISTAKES = [entry for entry in CORPUS if not entry.right]
ALTERNATIVES = [entry for entry in CORPUS if entry.right]


def named(entry: CorpusEntry) -> str:
    return f"{entry.exercise}: {entry.name}"


@pytest.fixture(scope="module")
def outcomes(pool: Pool, request: pytest.FixtureRequest) -> dict[CorpusEntry, EntryOutcome]:
    """What becomes of every entry; every fourth is judged in all exercises of its module."""
    # ``grader check`` judges every mistake so; the suite has less time.
    found = list(judge_corpus(COURSE, CORPUS, pool, whole=4))
    # Shown once at the end of the run, so that nothing has to be judged a second time for it.
    request.config.stash[REPORT] = [
        *describe_table(tabulate(COURSE, found)),
        *describe_naming(count_named(found)),
    ]
    return {outcome.entry: outcome for outcome in found}


@pytest.mark.parametrize("entry", MISTAKES, ids=named)
def test_mistake_is_caught_and_named_and_costs_points_in_its_exercise_only(entry, outcomes):
    """The check that is meant to catch it does, and the student reads the cause."""
    found = outcomes[entry]

    assert found.caught & entry.caught_by
    assert not found.strayed
    assert found.named != entry.unnamed


@pytest.mark.parametrize("entry", ALTERNATIVES, ids=named)
def test_odd_right_answer_keeps_every_point(entry, outcomes):
    """Another style, another formula, another library call: what is right is right."""
    assert outcomes[entry].messages == ()


def test_every_exercise_has_mistakes_and_alternatives():
    """No exercise is left to hope."""
    exercises = {exercise.id for exercise in COURSE.unit.exercises}

    assert {entry.exercise for entry in MISTAKES} == exercises
    assert {entry.exercise for entry in ALTERNATIVES} == exercises


def test_every_check_is_needed_and_says_why_and_most_mistakes_are_named(outcomes):
    """No check is idle, none hangs on one mistake alone, and the diagnosis keeps its shares."""
    assert find_problems(COURSE, list(outcomes.values())) == []


# ---- What messages may tell ---------------------------------------------------

NUMBER = re.compile(r"(?<![\w.])-?\d+\.\d+(?:e-?\d+)?|(?<![\w.])\d{3,}(?!\w|\.\d)")
#: Shapes and counts may be told: "(40, 1)", "a list of 120", "7 of 200".
COUNTS = re.compile(
    r"\([\d, ]*\)|\b(?:list|tuple|dict) of \d+|\b\d+ of (?:them|(?:the )?\d+)|expected \d+"
)


def own_words() -> str:
    """Return every text that stands in hidden checks and judging: it was written by a person."""
    parts = [entry.message for entry in MISTAKES if entry.where.startswith("hidden/")]
    for folder in ("hidden", "judging", "testing", "diagnosis"):
        for path in (REPOSITORY / "grader" / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    parts.append(node.value)
    return " ".join(parts)


def told(message: str, words: str) -> Iterator[str]:
    """Yield numbers in *message* that are neither shapes and counts nor somebody's words."""
    # What follows was asked with a visible input, in a child that never met a hidden one.
    before, _, _ = message.partition("For example, ")
    for number in NUMBER.findall(COUNTS.sub("", before)):
        if number not in words:
            yield number


def test_an_altered_argument_that_right_answers_contradict_is_not_told(outcomes):
    """Scaled by their largest, probabilities at a tie get the classes that a tolerance gives."""
    (entry,) = (each for each in MISTAKES if each.name == "a tolerance for ties")

    assert outcomes[entry].messages
    assert "right answer for" not in " ".join(map(str, outcomes[entry].messages))


def test_no_message_tells_a_hidden_number(outcomes):
    """Over the whole corpus no message holds an input or an expected value of a hidden check."""
    words = own_words()
    messages = {message for found in outcomes.values() for message in found.messages}
    numbers = [(n, m) for m in messages for n in told(m, words)]

    assert [(n, m) for n, m in numbers if "." in n] == []
    # The hidden numbers are dear to collect; where nothing is told, none of them is.
    if numbers:
        hidden = hidden_numbers(REPOSITORY)
        assert len(hidden) > 10_000
        assert [(n, m) for n, m in numbers if float(n) in hidden] == []


def test_the_scanner_of_messages_finds_a_hidden_number():
    """The scanner above is not blind: a value, a setting and a rounded value are seen."""
    words = own_words()

    assert list(told("entry 0 is 0.41723 and should be 7919.", words)) == ["0.41723", "7919"]
    assert list(told("a list of 137, expected 120 entries; shape (400, 1), 7 of 200.", words)) == []


#: Where a page shows a visible example: the call, what was expected, and what came.
VISIBLE = (
    r'<pre class="paste".*?</pre>|<dl class="answers">.*?</dl>|<p><code>[^\n]*</code></p>'
    r"|For example, [^\n]*|the same factor, \S+"
)
#: Checks of contracts: all that is said of them is made from visible twins, so the words of a
#: note may come again, with the numbers of the twin.
FROM_TWINS = {
    found[1]
    for path in COURSE.hidden.glob("test_*.py")
    for found in re.finditer(
        r"^def (test_\w+)\(.*\n    \"{3}.*\n(?:    .*\n)*?    [A-Z_]+\.\w+\(student, reference",
        path.read_text(encoding="utf-8"),
        re.MULTILINE,
    )
}
LONG_NUMBER = re.compile(r"(?<![\w.])\d+\.\d{3,}(?:e[+-]?\d+)?")


def test_pages_on_mistakes_show_nothing_hidden(outcomes, tmp_path):
    """
    Over all known mistakes: no teacher's note and no number of a hidden check.

    What a submission raised, and long numbers, may stand where a visible example is shown, and a
    factor by which all numbers are off is said with three digits; all others are the course's
    own words, written down before anybody was judged.
    """
    own_words = set(
        LONG_NUMBER.findall(
            " ".join(
                path.read_text(encoding="utf-8")
                for path in (*COURSE.hidden.rglob("*.py"), COURSE.exercises / "unit.toml")
            )
        )
    )
    notes, found = [], []
    unit = UnitId(COURSE.unit.name, COURSE.unit.version)
    for number, entry in enumerate(MISTAKES):
        # What was not judged is not shown, as if the course had no more checks.
        names = {verdict.name for verdict in outcomes[entry].verdicts}
        checks = [check for check in read_checks(COURSE) if check.name in names]
        verdicts = outcomes[entry].verdicts
        own = [verdict.note for verdict in verdicts if verdict.name not in FROM_TWINS]
        notes.append([note for note in own if len(note) > 12])
        header = Header(f"mistake{number}", unit, Digests("", {}, ""))
        found.append(complete(header, COURSE.unit, checks, verdicts, BOX))
    folder = folder_of(tmp_path, *found)
    pages = tmp_path / "pages"
    write_feedback(COURSE, open_results(folder, COURSE.unit), pages)

    leaks = []
    for number, told_to_teachers in enumerate(notes):
        page = html.unescape((pages / f"mistake{number}.html").read_text(encoding="utf-8"))
        body = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
        no_examples = re.sub(VISIBLE, "", body, flags=re.DOTALL)
        name = named(MISTAKES[number])
        leaks += [(name, note) for note in told_to_teachers if note in no_examples]
        leaks += [(name, long) for long in set(LONG_NUMBER.findall(no_examples)) - own_words]
    # Few checks are left that do not follow from contracts.
    assert sum(map(len, notes)) >= 3
    assert len(FROM_TWINS) > 140
    assert leaks == []


def test_every_message_on_a_mistake_is_chinese_on_a_chinese_page(outcomes):
    """Over the whole corpus no English sentence is left, whatever fills the gaps."""
    say = language_of(COURSE, "zh")
    messages = {
        verdict.message.text: verdict.message
        for found in outcomes.values()
        for verdict in found.verdicts
        if verdict.outcome is not Outcome.PASSED
    }
    said = {text: say.messages(message.parts) for text, message in messages.items()}

    assert len(messages) > 1000
    assert {message: text for message, text in said.items() if english_in(text)} == {}


# ---- Unknown wrong answers ------------------------------------------------------


@pytest.fixture(scope="module")
def spoiled_verdicts(pool: Pool) -> dict[tuple[str, str, int], Sequence[Verdict]]:
    """The verdicts on every exercise, each answer of which was spoiled in one of the ways."""
    keys = [
        (exercise.id, spoil, seed)
        for exercise in COURSE.unit.exercises
        for spoil in SPOILS
        for seed in ((1, 2) if spoil in ("random numbers", "noise") else (0,))
    ]
    files = {path.name: path.read_bytes() for path in COURSE.solutions.glob("*.py")}
    tasks = []
    for number, (id_, spoil, seed) in enumerate(keys):
        exercise = COURSE.unit.exercise(id_)
        name = f"{exercise.module}.py"
        patched = files | {name: files[name] + spoiled(exercise, spoil, seed)}
        tasks.append(task(number, patched, (id_,)))
    return {keys[judged.number]: judged.verdicts for judged in pool.judge(tasks)}


def test_empty_constant_and_random_answers_earn_nothing(spoiled_verdicts):
    """A stub that returns None, zeros, its argument or random numbers has no point anywhere."""
    kinds = ("None", "its argument", "zeros", "random numbers")

    earned = {
        key: [verdict.name for verdict in verdicts if verdict.outcome is Outcome.PASSED]
        for key, verdicts in spoiled_verdicts.items()
        if key[1] in kinds
    }
    assert {key: names for key, names in earned.items() if names} == {}


def test_no_message_on_an_unknown_wrong_answer_claims_a_cause(spoiled_verdicts):
    """What no known mistake explains is described by kind, shape and count, and nothing more."""
    claims = [entry.message for entry in MISTAKES if entry.where.startswith("hidden/")]
    # An answer to another question, and a guise that makes the difference, are causes, too.
    claims += ["This is the right answer ", "The same call is right "]
    unknown = ("noise", "scale and shift", "half of the numbers")

    claimed = {
        (key, claim)
        for key, verdicts in spoiled_verdicts.items()
        if key[1] in unknown
        for verdict in verdicts
        for claim in claims
        if claim in verdict.message.text
    }
    assert claimed == set()
