"""The judge: from one submission to a verdict on every check."""

import math
import random
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from enum import Enum, auto
from types import ModuleType
from typing import Any, Protocol

from grader.box.child import Reply
from grader.course.checks import Check, closing_base
from grader.course.judging_files import given_data
from grader.course.manifest import Course
from grader.errors import BoxFailed, CourseError, GraderError
from grader.intake import Submission
from grader.messages.explanation import Explanation
from grader.results.outcomes import Outcome
from grader.results.records import NOT_JUDGED_HERE
from grader.testing.failures import CheckFailed, Question
from grader.testing.objects.blind import ask_blindly
from grader.testing.student import is_script
from grader.text import clean

from .faults import GAVE_UP, describe_fault, no_words
from .figures import Figures
from .inside import InsideTests
from .plugin import HiddenTests
from .proof import AnswerLog, Proof, ProofFile
from .reference import Reference
from .stages import Begin, Stage, nobody_watches
from .submission.prefetch import PlannedQuestion
from .submission.session import Open, SubmissionSession
from .verdict_cache import VerdictCache
from .verdicts import NO_WORDS, CheckVerdict, verdict_on

#: How often a submission is judged whose box fails, before it is left unjudged.
TRIES = 3
#: The share of the checks of a kept proof that is asked again.
ASKED_AGAIN = 0.1


@dataclass(frozen=True)
class Judgement:
    """
    The judgement of one submission.

    Attributes:
        verdicts: One for each check.
        cpu_s: The processor time that its own code took.
        figures: Its figures, if they were asked for.
        no_figures: Why they could not be had although they were asked for; "" otherwise.
        faults: What went wrong while words for failed checks were looked for, one line each.
        repaired: The modules that could be imported only with their repaired texts.
        is_heavy: Whether the answers used more than half of their budget.
    """

    verdicts: tuple[CheckVerdict, ...]
    cpu_s: float
    figures: Sequence[Mapping[str, Any]] | None = None
    no_figures: str = ""
    faults: tuple[str, ...] = ()
    repaired: tuple[str, ...] = ()
    is_heavy: bool = False


class Explainer(Protocol):
    """A finder of words for failed checks, asked after their verdicts."""

    @property
    def faults(self) -> Sequence[str]:
        """What is wrong with the course's own words, one line each."""

    def explain(
        self, failures: Mapping[Check, CheckFailed], session: SubmissionSession
    ) -> Mapping[Check, Explanation]:
        """Return what there is to say about the failed checks of one exercise."""


#: Makes an explainer from a course, the modules of its hidden tests and its reference.
MakeExplainer = Callable[[Course, Sequence[ModuleType], Reference], Explainer]


class _Proof(Enum):
    """How far the judge has tried its checks on the reference solutions."""

    UNPROVED = auto()
    PROVING = auto()
    PROVED = auto()


class Judge:
    """
    The judge of one submission after the other, by the hidden tests of a course.

    A judge starts *unproved*. :meth:`prove_reference` makes it *proving* while the solutions are
    judged, and *proved* if they pass every check, or did in an earlier run and answer a part of
    the checks as then. Until it is proved, it notes what every check asks, and an exception in a
    check counts as a failure of the grader. The answers of the solutions become the reference's.

    Args:
        course: The course.
        tests: Its hidden tests, collected.
        reference: Its solutions.
        open_channel: Starts a child with the files of a submission.
        restart: Called after a failure of the box, before the next try; it may fail too.
        explainer: Explains failed checks; without it messages stay as they are.
        begin: Told what the judge is at.
    """

    def __init__(
        self,
        course: Course,
        tests: HiddenTests,
        reference: Reference,
        open_channel: Open,
        restart: Callable[[], None] | None = None,
        explainer: Explainer | None = None,
        begin: Begin = nobody_watches,
    ) -> None:
        self.checks = tests.checks
        self.reference = reference
        self._course = course
        self._given = given_data(course)
        self._tests = tests
        self._open = open_channel
        self._restart = restart
        self._explainer = explainer
        self._begin = begin
        self._numbers = {check.name: number for number, check in enumerate(tests.checks)}
        self._figures = Figures(course, reference, open_channel)
        self._inside = InsideTests(course)
        self._cache = VerdictCache()
        self._plan: dict[str, tuple[PlannedQuestion, ...]] = {}
        self._scripts: set[str] = set()  # The checks that run a script.
        self._compared: dict[str, Collection[str]] = {}  # Check → targets; known once proved.
        self._log: AnswerLog | None = None  # While proving.
        self._answered: dict[str, list[tuple[Question, Reply]]] = {}
        self._proof = _Proof.UNPROVED
        self._again: Future[bool] | None = None  # Until a kept proof is confirmed.
        self._box_is_broken = False

    @property
    def plan(self) -> tuple[PlannedQuestion, ...]:
        """What the checks ask of a right submission, in their order; known once it is proved."""
        return tuple(found for check in self.checks for found in self._plan.get(check.name, ()))

    @property
    def faults(self) -> Sequence[str]:
        """What is wrong with the words of the course, one line each."""
        return self._explainer.faults if self._explainer is not None else ()

    def names_used(self, check: Check) -> Collection[tuple[str, str]]:
        """Return module and name of what the test of *check* has used of its imports, last."""
        return self._tests.names_used.get(check.name, ())

    def judge(
        self,
        submission: Submission,
        exercises: Collection[str] = (),
        *,
        figures: bool = False,
        words: bool = True,
        stalled: Collection[str] = (),
    ) -> Judgement:
        """
        Return the verdicts on *submission*, one per check, in the order of the course.

        With *exercises* only the checks of those are run and returned, unless they use more than
        half of the submission's budget: then all are, as in a first run. With *figures* the
        numbers of its figures are asked for afterwards. A failure of the box starts the whole
        submission again in fresh children; after three, every check is NOT_JUDGED. The last
        try, or every one without *words*, looks for no words and no figures: that may be what
        fails. The checks called *stalled* have ended a judge before and are WRONG.

        Raises:
            ProofRefuted: If the reference answers otherwise than in the kept proof.
        """
        judgement = self._judge(
            submission, exercises, figures=figures, words=words, stalled=stalled
        )
        if self._again is not None and not self._again.result():
            raise ProofRefuted
        self._again = None
        return judgement

    def _judge(
        self,
        submission: Submission,
        exercises: Collection[str],
        *,
        figures: bool,
        words: bool,
        stalled: Collection[str],
    ) -> Judgement:
        submission = replace(submission, files={**self._given, **submission.files})
        chosen = [c for c in self.checks if not exercises or c.exercise in exercises]
        failure = ""
        for number in range(TRIES):
            try:
                if self._box_is_broken and self._restart is not None:
                    self._restart()
                self._box_is_broken = False
                more = words and number < TRIES - 1
                judgement = self._judge_once(submission, chosen, more, stalled)
                if judgement.is_heavy and len(chosen) < len(self.checks):
                    # Beside the other exercises the budget might have run out.
                    chosen = list(self.checks)
                    judgement = self._judge_once(submission, chosen, more, stalled)
                return self._with_figures(submission, judgement, more) if figures else judgement
            except BoxFailed as error:
                self._box_is_broken = True
                failure = clean(str(error))
        return Judgement(
            tuple(
                CheckVerdict(check, Outcome.NOT_JUDGED, NOT_JUDGED_HERE, failure)
                for check in chosen
            ),
            0.0,
        )

    def prove_reference(self, kept: ProofFile | None = None) -> None:
        """
        Judge the reference solutions; this also computes every expected value once.

        If *kept* holds the proof of an earlier run, a tenth of the checks is asked again while the
        first submission is judged, chosen anew each time. One other answer discards that proof.

        Raises:
            CourseError: If they do not pass a check: then nobody may be judged by it here.
        """
        proof = kept.read() if kept is not None else None
        if kept is None or proof is None or not self._is_of_these_checks(proof):
            proof = self._prove()
            if kept is not None:
                kept.write(proof)
        else:
            again = ThreadPoolExecutor(1)
            self._again = again.submit(self._is_confirmed, proof, kept)
            again.shutdown(wait=False)
        self._proof = _Proof.PROVED
        self.reference.known = proof.answers()
        for check, proved in zip(self.checks, proof.checks, strict=True):
            self._plan[check.name] = plan = proof.plan(check, proved)
            if any(is_script(question.target) for question, _ in proof.answered(proved)):
                self._scripts.add(check.name)
            self._compared[check.name] = proof.compared(proved)
            if kept is not None and plan and not plan[-1].goes_on:
                passed = CheckVerdict(check, Outcome.PASSED, note=proved.note)
                replies = [reply for _, reply in proof.answered(proved)]
                self._cache.keep(check.name, replies, passed, None)

    def _prove(self) -> Proof:
        """Judge the solutions and return what they answered."""
        self._plan, self._answered, self._compared = {}, {}, {}
        self._proof = _Proof.PROVING
        self._log = AnswerLog(self._open, self.reference.known)
        judgement = self.judge(Submission("the reference", self.reference.files))
        self._proof, self._log = _Proof.UNPROVED, None
        for verdict in judgement.verdicts:
            if verdict.outcome is not Outcome.PASSED:
                where = f"{verdict.check.name} ({verdict.check.exercise})"
                raise CourseError(
                    f"The reference itself is {verdict.outcome} in {where}: "
                    f'{verdict.message} {verdict.note} Run "grader check" and fix the course.'
                )
        self._proof = _Proof.PROVED
        for check in self.checks:
            if any(planned.question.op == "do" for planned in self._plan.get(check.name, ())):
                self._plan[check.name] = self._foreseen(check)
        plans = {check: self._plan[check.name] for check in self.checks}
        notes = {verdict.check.name: verdict.note for verdict in judgement.verdicts}
        proof = Proof.of_run(plans, self._answered, notes)
        self._answered = {}
        return proof

    def _is_of_these_checks(self, proof: Proof) -> bool:
        return [proved.name for proved in proof.checks] == [check.name for check in self.checks]

    def _is_confirmed(self, proof: Proof, kept: ProofFile) -> bool:
        """Ask the solutions a part of *proof* again; discard it if they answer other bytes."""
        count = math.ceil(ASKED_AGAIN * len(self.checks))
        chosen = random.SystemRandom().sample(self.checks, count)
        try:
            for questions in proof.again(self.checks, set(chosen)):
                if not questions.are_answered_again(self._open(self.reference.files)):
                    kept.discard()
                    return False
        except BoxFailed:
            return False
        return True

    def _foreseen(self, check: Check) -> tuple[PlannedQuestion, ...]:
        """
        Return what of the plan of a check does not depend on answers; only that is sent ahead.

        Anything else would tell a submission what the reference answered. The check runs once
        more, on the reference's answers with every number a little changed, and compares
        nothing: what it asks then as before does not depend on them.
        """
        plan, answered = self._plan[check.name], self._answered[check.name]
        foreseen: list[PlannedQuestion] = []

        def exchange(question: Question, read: Callable[[Reply], Any]) -> Any:
            number = len(foreseen)
            calls_back = number + 1 < len(plan) and plan[number + 1].question.op != "do"
            if number == len(plan) or plan[number].question != question or calls_back:
                raise _AskedOtherwise
            foreseen.append(plan[number])
            return read(answered[number][1])

        with ask_blindly():
            self._tests.run(check, self.reference.ask, exchange)
        if len(foreseen) < len(plan) and foreseen:
            foreseen[-1] = replace(foreseen[-1], goes_on=True)
        return tuple(foreseen)

    def _judge_once(
        self,
        submission: Submission,
        checks: Sequence[Check],
        words: bool,
        stalled: Collection[str] = (),
    ) -> Judgement:
        plan = [planned for check in checks for planned in self._plan.get(check.name, ())]
        session = SubmissionSession(
            submission.files,
            self._open if self._log is None else self._log.open,
            plan,
            submission.repaired,
            scripts=self._scripts,
            budget_s=self._course.unit.budget_s,
        )
        verdicts: list[CheckVerdict] = []
        failures: dict[Check, CheckFailed] = {}
        failed: dict[Check, int] = {}
        closed: dict[int, int] = {}  # Gated check → the base that closed its gate, by number.
        try:
            for number, check in enumerate(checks):
                base = closing_base(check, failed)
                if base is not None:
                    session.pass_over(check)
                    closed[number] = failed[base]
                    verdicts.append(verdicts[failed[base]].gates(check))
                    continue
                if check.name in stalled:
                    session.pass_over(check)
                    verdict, failure = CheckVerdict.stalled(check), None
                else:
                    self._begin(Stage.CHECK, self._numbers[check.name])
                    verdict, failure = self._judge_check(check, session)
                verdicts.append(verdict)
                if failure is not None:
                    failures[check] = failure
                if verdict.outcome is not Outcome.PASSED:
                    failed[check] = number
            is_heavy = session.budget.is_heavy
            session.begin_words()
            explained, faults = self._explain(verdicts, failures, session, words)
            for number, gate in closed.items():
                explained[number] = explained[gate].gates(checks[number])
            repaired = tuple(session.repaired)
            return Judgement(
                tuple(explained),
                session.cpu_s,
                faults=faults,
                repaired=repaired,
                is_heavy=is_heavy,
            )
        finally:
            session.close()

    def _explain(
        self,
        verdicts: Sequence[CheckVerdict],
        failures: Mapping[Check, CheckFailed],
        session: SubmissionSession,
        words: bool,
    ) -> tuple[list[CheckVerdict], tuple[str, ...]]:
        """
        Return the verdicts with the words that are found, and the faults in finding them.

        Whatever goes wrong costs the words of that exercise and stands in the notes: outcomes
        and the checks' own messages are never touched.
        """
        if self._explainer is None:
            return list(verdicts), ()
        found: dict[Check, Explanation] = {}
        notes: dict[Check, str] = {}
        faults = []
        for group in _explainable(failures):
            try:
                if not words:
                    raise GraderError(GAVE_UP)
                self._begin(Stage.WORDS, 0)
                found |= self._explainer.explain(group, session)
            except (BoxFailed, KeyboardInterrupt):
                raise
            except BaseException as error:  # A known mistake or an example may end the program.
                # A question may be on its way; its answer belongs to nobody.
                session.close()
                self.reference.close()
                faults.append(describe_fault(error, self._course))
                notes |= dict.fromkeys(group, no_words(faults[-1]))
        explained = [
            v.with_words(found.get(v.check, NO_WORDS), notes.get(v.check, "")) for v in verdicts
        ]
        return explained, tuple(dict.fromkeys(faults))

    def _judge_check(
        self, check: Check, session: SubmissionSession
    ) -> tuple[CheckVerdict, CheckFailed | None]:
        """Run one check, or recall its verdict if the same answers came before."""
        session.begin(check)
        if check.inside:  # Nothing of it is known ahead.
            self._plan[check.name], self._answered[check.name] = (), []
            raised = self._inside.run(check, session)
            return verdict_on(check, raised, proved=True), raised
        plan = self._plan.get(check.name)
        if plan is None:
            verdict, failure = self._run(check, session)
            if self._proof is not _Proof.PROVED:
                asked = enumerate(session.asked)
                self._plan[check.name] = tuple(PlannedQuestion(check, n, q) for n, q in asked)
                if self._log is not None and verdict.outcome is Outcome.PASSED:
                    self._answered[check.name] = self._log.take(session.asked)
            return verdict, failure
        whole = bool(plan) and not plan[-1].goes_on
        replies = session.answers_to(plan) if whole else None
        known = self._cache.recall(check.name, replies) if replies is not None else None
        if known is not None:
            return known
        verdict, failure = self._run(check, session)
        as_planned = session.asked == [p.question for p in plan][: len(session.asked)]
        if replies is not None and as_planned:
            self._cache.keep(check.name, replies, verdict, failure)
        return verdict, failure

    def _run(
        self, check: Check, session: SubmissionSession
    ) -> tuple[CheckVerdict, CheckFailed | None]:
        equal = self._compared.get(check.name)
        raised = self._tests.run(check, session.ask, session.exchange, equal)
        verdict = verdict_on(check, raised, proved=self._proof is _Proof.PROVED)
        if self._tests.compared_inside:
            inside = ", ".join(self._tests.compared_inside)
            verdict = verdict.with_words(NO_WORDS, f"compared by its own __eq__: {inside}")
        return verdict, raised if isinstance(raised, CheckFailed) else None

    def _with_figures(self, submission: Submission, judgement: Judgement, ask: bool) -> Judgement:
        """Return the judgement with figures, or with why there are none; its verdicts stand."""
        try:
            if not ask:
                raise GraderError(GAVE_UP)
            self._begin(Stage.FIGURES, 0)
            return replace(judgement, figures=self._figures.show(submission, judgement.verdicts))
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # The course's own code may end the program.
            # Whoever is judged next gets a new box, if it is the box that failed.
            self._box_is_broken = isinstance(error, BoxFailed)
            return replace(judgement, no_figures=describe_fault(error, self._course))


class ProofRefuted(BaseException):
    """
    The reference answers otherwise than in the proof that was kept, which is discarded.

    All that was judged and remembered by it is worthless: the process has to end.
    """


class _AskedOtherwise(BaseException):
    """A check asked something else than before, because the answers were others."""


def _explainable(failures: Mapping[Check, CheckFailed]) -> Iterable[dict[Check, CheckFailed]]:
    """Return the failures that words may be found for, by exercise."""
    by_exercise: dict[str, dict[Check, CheckFailed]] = {}
    for check, failure in failures.items():
        if failure.question is not None and not failure.precise:
            by_exercise.setdefault(check.exercise, {})[check] = failure
    return by_exercise.values()
