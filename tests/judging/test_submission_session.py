"""Questions sent ahead: the same answers, outcomes and limits as asked one by one."""

import contextlib
from collections.abc import Iterator

import pytest

from grader.box.child import ChildTimedOut, Reply, TimeUsed
from grader.box.deaths import ChildDied
from grader.box.inside import values
from grader.box.inside.frames import FrameError
from grader.course.checks import Check
from grader.judging.submission.prefetch import PlannedQuestion
from grader.judging.submission.session import SubmissionSession
from grader.results.outcomes import Outcome
from grader.testing import Student
from grader.testing.failures import CheckFailed, Question


def check(name: str, exercise: str = "E01", *, gated: bool = False) -> Check:
    return Check(name, exercise, "work", 1.0, not gated, gated, "A promise.", limit_s=5.0)


def question(name: str, op: str = "call") -> Question:
    return Question(op, f"work.{name}", *values.encode({"op": op, "target": f"work.{name}"}))


def reply(value: object) -> Reply:
    return Reply(*values.encode({"value": value}), cost_s=0.25)


class Script:
    """Children that follow a script: what each function answers, or raises."""

    def __init__(self, **answers: object) -> None:
        self.answers = {"": None, **answers}
        self.children: list[list[str]] = []

    def open(self, _files: object) -> "ScriptedChild":
        self.children.append([])
        return ScriptedChild(self, self.children[-1])


class ScriptedChild:
    def __init__(self, script: Script, asked: list[str]) -> None:
        self.script, self.asked = script, asked
        self.answers = self._run()

    def _run(self) -> Iterator[Reply]:
        for name in self.asked:
            found = self.script.answers[name]
            if isinstance(found, Exception):
                raise found
            many = name.startswith("all_of")
            yield Reply(*values.encode_each([found]), cost_s=0.25) if many else reply(found)

    def ask(self, text: bytes, blob: bytes) -> None:
        self.asked.append(values.decode(text, blob)["target"].partition(".")[2])

    def answer(self, limit_s: float) -> Reply:
        return next(self.answers)

    def time_used(self) -> TimeUsed:
        return TimeUsed()

    def close(self) -> None:
        pass


def plan(*rows: tuple[Check, str]) -> list[PlannedQuestion]:
    numbers: dict[str, int] = {}
    found = []
    for owner, name in rows:
        op = "calls" if name.startswith("all_of") else "call"
        found.append(PlannedQuestion(owner, numbers.get(owner.name, 0), question(name, op)))
        numbers[owner.name] = numbers.get(owner.name, 0) + 1
    return found


def ask(session: SubmissionSession, name: str) -> object:
    if not name.startswith("all_of"):
        return session.ask(question(name))["value"]
    (own,) = session.ask(question(name, "calls"))["value"].each
    return values.decode(own.text, own.blob)


def test_what_is_planned_for_a_module_is_sent_in_one_go():
    """One child hears every planned question of its module before the first is read."""
    first, second = check("a"), check("b")
    script = Script(one=1, two=2)
    session = SubmissionSession({}, script.open, plan((first, "one"), (second, "two")))

    session.begin(first)
    one = ask(session, "one")
    sent = list(script.children[0])
    session.begin(second)

    assert (one, ask(session, "two")) == (1, 2)
    assert sent == ["", "one", "two"]
    assert len(script.children) == 1
    assert session.cpu_s == 3 * 0.25


def test_a_question_that_was_not_planned_is_asked_when_nothing_is_in_flight():
    """A check may ask what depends on an answer."""
    first, second = check("a"), check("b")
    script = Script(one=1, two=2, other=3)
    session = SubmissionSession({}, script.open, plan((first, "one"), (second, "two")))

    session.begin(first)
    answers = [ask(session, "one"), ask(session, "other")]
    session.begin(second)

    assert [*answers, ask(session, "two")] == [1, 3, 2]
    assert script.children == [["", "one", "two", "other"]]


@pytest.mark.parametrize(
    ("end", "outcome", "words"),
    [
        (ChildTimedOut("late"), Outcome.TIMED_OUT, "one gave no answer within 5 s."),
        (ChildDied("exit code 0"), Outcome.KILLED, "one ended its process"),
        (
            ChildDied("signal SIGXCPU", over_cpu_limit=True),
            Outcome.TIMED_OUT,
            "one used up its processor time.",
        ),
        (
            FrameError("a length that cannot be"),
            Outcome.KILLED,
            "one wrote into the grader's connection",
        ),
    ],
)
def test_a_child_that_ends_costs_only_the_check_it_was_busy_with(end, outcome, words):
    """What was in flight goes to a fresh child; the rest of the check and gated ones do not."""
    first, second, third = check("a"), check("b"), check("c", gated=True)
    rows = [(first, "one"), (first, "rest"), (second, "two"), (third, "three")]
    script = Script(one=end, rest=0, two=2, three=3)
    session = SubmissionSession({}, script.open, plan(*rows))

    session.begin(first)
    with pytest.raises(CheckFailed) as failure:
        ask(session, "one")
    session.begin(second)
    two = ask(session, "two")

    assert failure.value.outcome is outcome
    assert failure.value.message.startswith(words)
    assert two == 2
    assert script.children == [["", "one", "rest", "two", "three"], ["", "two"]]


def test_an_exercise_is_given_up_after_two_calls_over_the_limit():
    """A loop that never ends costs its limit twice, not once per question."""
    rows = [(check(name), name) for name in ("one", "two", "three")]
    other = check("other", "E02")
    late = ChildTimedOut("late")
    script = Script(one=late, two=late, three=late, four=4)
    session = SubmissionSession({}, script.open, plan(*rows, (other, "four")))

    said = []
    for owner, name in rows:
        session.begin(owner)
        with pytest.raises(CheckFailed) as failure:
            ask(session, name)
        said.append((failure.value.message, failure.value.skipped))
    session.begin(other)

    assert ask(session, "four") == 4
    assert [skipped for _, skipped in said] == [False, False, True]
    assert said[2][0] == "Not asked: three had already run out of time 2 times."
    assert [child[-1] for child in script.children] == ["four", "four", "four"]
    assert script.children[2] == ["", "four"]


def test_after_one_late_question_with_all_calls_no_other_of_its_exercise_is_waited_for():
    """Each check asks its own calls, which may end; another exercise is asked as ever."""
    first, second, other = check("a"), check("b"), check("c", "E02")
    rows = [(first, "all_of_one"), (second, "all_of_two"), (other, "all_of_three")]
    late = ChildTimedOut("late")
    script = Script(all_of_one=late, all_of_two=2, all_of_three=3, own=4)
    session = SubmissionSession({}, script.open, plan(*rows))

    for owner, name in rows[:2]:
        session.begin(owner)
        with pytest.raises(CheckFailed) as failure:
            ask(session, name)
        assert failure.value.outcome is Outcome.TIMED_OUT
    assert ask(session, "own") == 4
    session.begin(other)

    assert ask(session, "all_of_three") == 3
    assert all("all_of_two" not in child for child in script.children[1:])


def test_the_calls_of_a_contract_serve_several_checks():
    """Drawing is dear: the same question is put once, and its failure too."""
    first, second = check("a"), check("b")
    rows = [(first, "all_of_it"), (second, "all_of_it")]
    parts = [{"value": "drawn"}]
    script = Script(all_of_it=parts)
    session = SubmissionSession({}, script.open, plan(*rows))

    drawn = []
    for owner, name in rows:
        session.begin(owner)
        drawn.append(ask(session, name))

    assert drawn == [parts, parts]
    assert script.children == [["", "all_of_it"]]


def test_answers_of_a_check_are_there_before_it_runs_unless_one_failed():
    """Whoever has all answers can compare them with earlier ones."""
    first, second = check("a"), check("b")
    whole = plan((first, "one"), (first, "two"), (second, "three"))
    script = Script(one=1, two=2, three=ChildDied("exit code 0"))
    session = SubmissionSession({}, script.open, whole)

    session.begin(first)
    replies = session.answers_to(whole[:2])
    session.begin(second)

    assert replies == [reply(1), reply(2)]
    assert session.answers_to(whole[2:]) is None


class FilesScript(Script):
    """Children whose import depends on their files: those in *broken* end the process."""

    def __init__(self, *broken: bytes) -> None:
        super().__init__(one=1)
        self.broken = broken
        self.given: list[bytes] = []

    def open(self, files: object) -> ScriptedChild:
        assert isinstance(files, dict)
        self.given.append(files["work.py"])
        self.answers[""] = ChildDied("exit code 1") if files["work.py"] in self.broken else None
        return super().open(files)


def test_module_that_can_be_imported_is_judged_as_it_is():
    """The repaired text is at hand, and nobody looks at it."""
    script = FilesScript()
    session = SubmissionSession({"work.py": b"own"}, script.open, (), {"work.py": b"repaired"})
    session.begin(check("a"))

    assert ask(session, "one") == 1
    assert script.given == [b"own"]
    assert session.repaired == set()


def test_repaired_text_is_tried_once_the_import_fails():
    """It answers, in the children that follow too, and what was planned is not lost."""
    script = FilesScript(b"own")
    owner = check("a")
    planned = plan((owner, "one"))
    files = {"work.py": b"own"}
    session = SubmissionSession(files, script.open, planned, {"work.py": b"repaired"})

    session.begin(owner)
    first = ask(session, "one")
    session.start_afresh()
    second = ask(session, "one")

    assert (first, second) == (1, 1)
    assert script.given == [b"own", b"repaired", b"repaired"]
    assert script.children[1] == ["", "one"]
    assert session.repaired == {"work"}


def test_first_failure_counts_where_the_repaired_text_fails_too():
    """The student reads about the file that was handed in."""
    script = FilesScript(b"own", b"repaired")
    session = SubmissionSession({"work.py": b"own"}, script.open, (), {"work.py": b"repaired"})
    session.begin(check("a"))

    with pytest.raises(CheckFailed) as first:
        ask(session, "one")
    with pytest.raises(CheckFailed) as second:
        ask(session, "one")

    assert first.value.outcome is Outcome.KILLED
    assert second.value is first.value
    assert script.given == [b"own", b"repaired"]
    assert session.repaired == set()


@pytest.mark.parametrize(("text", "found"), [(b"two = 2", 2), (b"import nowhere", None)])
def test_another_module_that_a_check_names_is_repaired_too(zygote, text, found):
    """Where its repaired text fails as well, that costs only the checks that need it."""
    owner, plan, answers = check("a"), [], []
    own, good = {"work.py": b"one = 1"}, {"extra.py": b"two = 2"}
    for files, repaired in (
        (own | good, {}),
        (own | {"extra.py": b"import no"}, {"extra.py": text}),
    ):
        session = SubmissionSession(files, zygote.spawn, plan, repaired)
        session.begin(owner)
        student = Student(session.ask, session.exchange)
        answers = [student.work.one]
        with contextlib.suppress(CheckFailed):
            answers.append(student.extra.two)
        plan = [PlannedQuestion(owner, n, asked) for n, asked in enumerate(session.asked)]
        session.close()

    assert answers == [1, 2][: 1 + bool(found)]
    assert session.repaired == ({"extra"} if found else set())


def test_answers_that_are_too_large_together_are_the_last(monkeypatch):
    """Each fits into a frame; many of them would fill the judge, so the rest is not asked."""
    monkeypatch.setattr("grader.judging.submission.budget.ANSWER_BYTES", 1000)
    one, two = check("one"), check("two")
    script = Script(first="x" * 600, second="x" * 600, third=3)
    session = SubmissionSession({}, script.open, plan((one, "first"), (one, "second")))

    session.begin(one)
    answers = [ask(session, "first"), ask(session, "second")]
    session.begin(two)
    with pytest.raises(CheckFailed) as caught:
        ask(session, "third")

    assert answers == ["x" * 600, "x" * 600]
    assert caught.value.outcome is Outcome.TIMED_OUT
    assert "were too many or too large" in caught.value.told.text
